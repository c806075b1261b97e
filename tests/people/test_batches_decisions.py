"""What a decision about a row may do later: only what its author saw, and never into another's register."""

from typing import Any

import pytest

from koalicja.people.actions import decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.actions.judging import Inputs, judged_rows, rows_of_batch
from koalicja.people.actions.organisations import update_organisation
from koalicja.people.models import Organisation
from tests.people.test_batches_pages import csv_text, outcomes, previewed

SCHOOL = "Szkoła Podstawowa nr 2 im. Marii Przykładowej"
HEAD = ("TERYT gminy", "Nazwa", "Miejscowość", "Telefon")


@pytest.mark.parametrize("state", ["dismissed", "listed"])
def test_an_edition_brings_back_nothing_that_a_register_put_aside(
    state: str, make_user: Any, edition: Any, make_organisation: Any
) -> None:
    ola = make_user("Ola", ("operator", edition.key))
    school = make_organisation(SCHOOL, village="Lipowo", state=state)
    batch = previewed(ola, None, csv_text([("020102", "SP nr 2", "Lipowo", "")], head=HEAD), scope=edition.key)
    assert decisions.decide_rows(batch, by=ola, numbers=[2], decision="join") == 1
    accept(batch, by=ola)
    school.refresh_from_db()
    assert (school.state, school.version, batch.rows.get().did) == (state, 1, "nothing")


def test_joining_a_look_alike_leaves_what_was_corrected_by_hand(anna: Any, gmina: Any) -> None:
    head = ("Nazwa", "Miejscowość", "Kod pocztowy", "Ulica")
    accept(previewed(anna, gmina, csv_text([(SCHOOL, "Lipowo", "59-700", "")], head=head)), by=anna)
    school = Organisation.objects.get()
    update_organisation(school, by=anna, seen={"postcode": "59-700"}, new={"postcode": "59-701"}, since=0)
    batch = previewed(anna, gmina, csv_text([("SP nr 2", "Lipowo", "59-799", "Polna")], head=head))
    assert outcomes(batch) == [(2, "doubtful", "likely_duplicate")]
    decisions.decide_rows(batch, by=anna, numbers=[2], decision="join")
    accept(batch, by=anna)
    school.refresh_from_db()
    assert (school.postcode, school.street) == ("59-701", "Polna")


@pytest.mark.parametrize(
    "case",
    [
        ("add", {}, "add"),
        ("join", {}, "join"),
        ("skip", {}, "skip"),
        ("add", {"gmina": "Nigdzie Takiej Nie Ma"}, ""),
        ("join", {"gmina": "Nigdzie Takiej Nie Ma"}, ""),
        ("skip", {"gmina": "Nigdzie Takiej Nie Ma"}, "skip"),
    ],
)
def test_a_decision_stays_only_while_the_row_asks_the_same(
    case: tuple[str, dict[str, str], str], anna: Any, gmina: Any, make_organisation: Any
) -> None:
    decision, values, kept = case
    school = make_organisation(SCHOOL, village="Lipowo")
    batch = previewed(anna, gmina, csv_text([("SP nr 2", "Lipowo", "")]))
    source = [
        (type(parsed)(parsed.number, {**parsed.values, **values}), cells) for parsed, cells in rows_of_batch(batch)
    ]
    inputs = Inputs({2: (decision, {"target": str(school.pk)} if decision == "join" else {})})
    [row] = judged_rows(batch, source, inputs)
    assert (row.outcome, row.decision) == ("doubtful", kept)
