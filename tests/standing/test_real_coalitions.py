"""Five real coalitions are written down and read back in Polish."""

from datetime import date
from typing import Any

import pytest

from koalicja.standing import actions, queries, wording
from koalicja.standing.models import Kind
from koalicja.standing.queries import Counts, Gathering
from koalicja.ui.formats import HARD_SPACE
from tests.standing import real

OPERATOR = {key: name for key, name in real.NAMES.items() if not key.startswith("person:")}


@pytest.fixture(autouse=True)
def _written_down(ewa: Any) -> None:
    for coalition, facts in real.FACTS.items():
        actions.record_all(coalition, by=ewa, facts=facts)


def read(coalition: int, names: dict[str, str] = real.NAMES) -> list[str]:
    """Day, line and notes, oldest first."""
    lines = wording.timeline(queries.history(coalition).entries, wording.Teller(names))
    told = [" · ".join((line.when, line.text, *line.notes)) for line in reversed(lines)]
    return [line.replace(HARD_SPACE, " ") for line in told]


def test_brzesc_kujawski_signed_for_the_library_alone_with_two_groups() -> None:
    assert read(real.BRZESC) == [
        "15.04.2010 · Pierwsze spotkanie · kto przyszedł: urząd gminy 1, oświata i kultura 5",
        "15.04.2010 · Cel: Rozwój biblioteki · zakres: tylko biblioteka",
        "15.04.2010 · Podpis: Urząd miejski",
        "15.04.2010 · Podpis: Szkoła podstawowa",
        "15.04.2010 · Podpis: Przedszkole",
    ]
    gathering = Gathering(date(2010, 4, 15), 1, 6, 0, {"office": 1, "culture": 5})
    assert queries.counts(real.BRZESC) == Counts((gathering,), declared=0, signed=3)


def test_strzelce_krajenskie_meets_once_a_year() -> None:
    assert read(real.STRZELCE) == [
        "7.10.2010 · Podpis: 14 osób",
        "7.10.2010 · Rytm spotkań: raz w roku",
        "22.11.2012 · Spotkanie",
    ]
    assert queries.counts(real.STRZELCE) == Counts((Gathering(date(2012, 11, 22), 1, None, 0),), 0, signed=14)


def test_mircze_keeps_both_goals_and_knows_only_the_month() -> None:
    assert read(real.MIRCZE) == [
        "marzec 2012 · Cel: Platforma wsparcia biblioteki · zakres: tylko biblioteka",
        "marzec 2012 · Pierwsze spotkanie · następny termin: 14.06.2012",
        "marzec 2012 · Cel: Lepsze życie całej społeczności gminy",
        "marzec 2012 · Rola biblioteki: Biblioteka prowadzi i zaprasza",
        "marzec 2012 · Kto prowadzi: jedna z osób przy stole, Dom kultury",
        "14.06.2012 · Drugie spotkanie",
    ]
    newest = queries.facts(real.MIRCZE, kinds=Kind.GOAL_SET).first()
    assert newest is not None
    assert (newest.subject, newest.detail) == ("statement:3", {})


def test_burzenin_fourteen_came_and_three_declared() -> None:
    assert read(real.BURZENIN) == [
        "17.09.2013 · Pierwsze spotkanie: 14 osób · prowadzenie: animatorka lub animator · następny termin: 16.10.2013",
        "17.09.2013 · Deklaracja: 3 osoby",
    ]
    counts = queries.counts(real.BURZENIN)
    assert ([each.came for each in counts.gatherings], counts.declared, counts.signed) == ([14], 3, 0)


def test_chelmek_signed_on_the_first_day_and_an_operator_reads_no_resident() -> None:
    lines = [
        "30.01.2014 · Zaproszenie: Punkt sprzedaży telefonów · sposób: list",
        "30.01.2014 · Pierwsze spotkanie",
        "30.01.2014 · Podpis: Urząd miejski",
        "30.01.2014 · Podpis: Szkoła podstawowa",
        "30.01.2014 · Podpis: Koło gospodyń wiejskich",
        "30.01.2014 · Podpis: Dom kultury",
        "30.01.2014 · Podpis: Punkt sprzedaży telefonów",
    ]
    assert read(real.CHELMEK) == [*lines, "30.01.2014 · Podpis: Zofia Przykładowa"]
    assert read(real.CHELMEK, OPERATOR) == [*lines, "30.01.2014 · Podpis: osoba"]
    assert (queries.counts(real.CHELMEK).signed, queries.counts(real.CHELMEK).declared) == (6, 0)
