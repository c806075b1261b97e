"""The history as a page shows it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.test import RequestFactory

from koalicja.standing import actions, queries, wording
from koalicja.standing.models import Fact, Kind, Source
from koalicja.standing.told import Told
from koalicja.ui.formats import HARD_SPACE, moment
from tests.standing.conftest import TABLE

Make = Callable[..., Fact]


def shown(page: queries.HistoryPage, **over: Any) -> str:
    teller = wording.Teller({"person:7": "<Zofia> Przykładowa"})
    lines = wording.timeline(page.entries, teller, urls=over.pop("urls", None))
    request = RequestFactory().get("/")
    return render_to_string("standing/parts/history.html", {"lines": lines, "page": page.page} | over, request)


def words(html: str) -> list[str]:
    """The text of each element that holds text only, as a reader meets it."""
    text = re.sub(r"<svg.*?</svg>", "", html.replace(HARD_SPACE, " "), flags=re.DOTALL)
    return [
        line for part in re.split(r"</?(?:p|li|ol|ul|div|time|summary|details)\b[^>]*>", text) if (line := tidy(part))
    ]


def tidy(part: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def test_a_line_tells_date_what_source_and_author(make_fact: Make) -> None:
    fact = make_fact(detail={"people": 14, "number": 1, "place": "Dom Kultury"}, source=Source.MINUTES)
    assert words(shown(queries.history(TABLE))) == [
        "17.09.2013",
        "Pierwsze spotkanie: 14 osób",
        "miejsce: Dom Kultury",
        f"źródło: protokół · zapisano: {moment(fact.recorded_at)}, Ewa",
    ]


def test_names_are_escaped_and_authors_may_be_missing(db: None) -> None:
    actions.record(TABLE, by=None, kind=Kind.ANSWERED, on=date(2013, 9, 17), subject="person:7", source=Source.LINK)
    html = shown(queries.history(TABLE))
    assert html.count("Odpowiedź: &lt;Zofia&gt; Przykładowa</p>") == 1
    assert words(html)[-1].endswith(moment(Fact.objects.get().recorded_at))


def test_a_corrected_fact_is_folded_under_the_right_one_with_its_trace(make_fact: Make, jan: Any) -> None:
    wrong = make_fact(detail={"people": 15})
    right = actions.correct(wrong, by=jan, right=replace(Told.of(wrong), detail={"people": 14}), reason="Lista")
    assert words(shown(queries.history(TABLE), urls={right.pk: "/popraw/"})) == [
        "17.09.2013",
        "Spotkanie: 14 osób",
        f"źródło: wpisane na stronie · zapisano: {moment(right.recorded_at)}, Jan",
        "Popraw : Spotkanie: 14 osób, 17.09.2013",
        "Co tu było wcześniej 1",
        "17.09.2013: Spotkanie: 15 osób",
        f"źródło: wpisane na stronie · zapisano: {moment(wrong.recorded_at)}, Ewa",
        f"Poprawiono: {right.recorded_at.astimezone():%-d.%m.%Y}, Jan. Powód: Lista",
    ]


def test_a_struck_fact_is_shown_struck_with_the_reason_and_leads_nowhere(make_fact: Make, jan: Any) -> None:
    fact = actions.strike(make_fact(), by=jan, reason="Pomyłka")
    html = shown(queries.history(TABLE), urls={fact.pk: "/popraw/"})
    assert (html.count("<del>Spotkanie</del>"), html.count("/popraw/")) == (1, 0)
    assert words(html)[1:3] == ["Spotkanie skreślone", wording.Teller().struck(fact)]


def test_a_long_history_has_pages_and_an_empty_one_says_so(make_fact: Make) -> None:
    assert words(shown(queries.history(TABLE))) == ["W historii nic jeszcze nie zapisano."]
    assert words(shown(queries.history(TABLE), empty="Zacznij od rozmowy.")) == ["Zacznij od rozmowy."]
    for _number in range(3):
        make_fact()
    html = shown(queries.history(TABLE, size=2))
    assert (html.count("<li>"), html.count("?page=2")) == (2, 1)
