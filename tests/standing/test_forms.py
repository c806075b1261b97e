"""Forms that correct a fact: what they ask for, what they refuse, what they hand over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from koalicja.standing import actions, details
from koalicja.standing.forms import CorrectFactForm, StrikeFactForm
from koalicja.standing.models import Fact, Kind
from koalicja.standing.refusals import FactOutdated, RequestReused
from koalicja.standing.told import Told
from tests.standing.conftest import TABLE

Make = Callable[..., Fact]
MEETING = {"number": 1, "people": 15, "place": "Szkoła", "groups": {"office": 2}, "moderated_by": "animator"}


def sent(fact: Fact, **over: Any) -> dict[str, Any]:
    """What a browser sends back when only these fields were touched."""
    form = CorrectFactForm(fact=fact)
    values = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | {"reason": "Lista"} | over


@pytest.mark.parametrize(
    ("over", "asked"),
    [
        (
            {"detail": MEETING},
            ["number", "people", "place", "agreed", "next_on"]
            + [f"group_{key}" for key in ("office", "culture", "ngo", "business", "resident")],
        ),
        ({"kind": Kind.DECLARED, "detail": {"people": 3}}, ["people"]),
        ({"kind": Kind.DECLARED, "subject": "organisation:1"}, []),
        ({"kind": Kind.RHYTHM_SET, "detail": {"months": 12}}, ["months"]),
        ({"kind": Kind.GOAL_SET, "subject": "statement:3"}, []),
    ],
)
def test_a_form_asks_for_what_its_kind_has(make_fact: Make, over: dict[str, Any], asked: list[str]) -> None:
    form = CorrectFactForm(fact=make_fact(**over))
    always = ["on", "precision", "source", "source_text", "key", "reason"]
    assert sorted(form.fields) == sorted([*asked, *always])
    assert list(form.fields)[-1] == "reason"


def test_what_was_not_touched_stays_and_the_rest_is_corrected(make_fact: Make, ewa: Any) -> None:
    fact = make_fact(detail=MEETING)
    given = sent(fact, people="14", group_office="", group_ngo="3", next_on="16.10.2013", place="")
    form = CorrectFactForm(given, fact=fact)
    assert form.is_valid(), form.errors
    right = actions.correct(fact, by=ewa, right=form.right(), reason=form.cleaned_data["reason"])
    assert right.detail == {
        "number": 1,
        "people": 14,
        "groups": {"ngo": 3},
        "moderated_by": "animator",
        "next_on": "2013-10-16",
    }
    assert (right.on, right.source, right.strike_reason, fact.pk) == (fact.on, fact.source, "", right.corrects_id)


def test_a_correction_tells_no_birth_and_keeps_the_days_of_meetings(make_fact: Make) -> None:
    fact = make_fact(detail=MEETING)
    form = CorrectFactForm(sent(fact, agreed="kwiaty, ur. 12.05.1966\nnastępne 12.05.2014", place="dom"), fact=fact)
    assert form.is_valid(), form.errors
    assert (form.right().detail["agreed"], form.left_out) == ("kwiaty\nnastępne 12.05.2014", True)


def test_a_form_sent_untouched_changes_nothing(make_fact: Make, ewa: Any) -> None:
    fact = make_fact(detail=MEETING | {"next_on": date(2013, 10, 16), "agreed": "Spis\n\nBroszura"})
    form = CorrectFactForm(sent(fact), fact=fact)
    assert form.is_valid(), form.errors
    assert actions.correct(fact, by=ewa, right=form.right(), reason="Nic") == fact


def test_a_form_sent_twice_corrects_once(make_fact: Make, ewa: Any) -> None:
    fact = make_fact(detail=MEETING)
    given = sent(fact, people="14")
    for _time in range(2):
        form = CorrectFactForm(given, fact=fact)
        assert form.is_valid(), form.errors
        actions.correct(fact, by=ewa, right=form.right(), reason=form.cleaned_data["reason"])
    assert Fact.objects.count() == 2


@pytest.mark.parametrize(
    ("over", "errors"),
    [
        ({"reason": ""}, {"reason": ["Wypełnij to pole; bez niego nie da się iść dalej."]}),
        ({"on": "31.12.1989"}, {"on": ["To dzień sprzed 1.01.1990. Sprawdź rok."]}),
        (
            {"on": (timezone.localdate() + timedelta(days=2)).isoformat()},
            {"on": ["Ten dzień jeszcze nie nadszedł. Zapisz to, gdy się wydarzy."]},
        ),
        (
            {"place": "GOK, tel. 600 100 200"},
            {"place": ["W tym tekście jest telefon albo e-mail. Usuń go: w historii nie zapisujemy kontaktów."]},
        ),
        ({"people": "-1"}, {"people": ["Co najmniej 0. Wpisz większą liczbę."]}),
    ],
)
def test_bad_input_is_told_beside_its_field(make_fact: Make, over: dict[str, str], errors: dict[str, Any]) -> None:
    fact = make_fact(detail=MEETING)
    form = CorrectFactForm(sent(fact, **over), fact=fact)
    assert (form.is_valid(), form.errors) == (False, errors)


def test_who_comes_second_is_told_above_the_form(make_fact: Make, ewa: Any, jan: Any) -> None:
    fact = make_fact(detail=MEETING)
    form = CorrectFactForm(sent(fact, people="13"), fact=fact)
    assert form.is_valid()
    actions.correct(fact, by=jan, right=replace(Told.of(fact), detail={"people": 14}), reason="Lista")
    with pytest.raises(FactOutdated) as refusal:
        actions.correct(fact, by=ewa, right=form.right(), reason="Zdjęcie")
    form.refuse(refusal.value)
    assert [error.partition(".")[0] for error in form.non_field_errors()] == ["Ten wpis ktoś właśnie poprawił (Jan)"]
    form.refuse(RequestReused(fact))
    assert len(form.non_field_errors()) == 2
    assert Fact.objects.filter(coalition=TABLE).count() == 2


def test_striking_asks_for_the_reason_only(make_fact: Make, ewa: Any) -> None:
    assert list(StrikeFactForm().fields) == ["reason"]
    assert StrikeFactForm({"reason": " "}).is_valid() is False
    form = StrikeFactForm({"reason": "Tel. 600 100 200"})
    assert (form.is_valid(), form.errors) == (
        False,
        {"reason": ["W tym tekście jest telefon albo e-mail. Usuń go: w historii nie zapisujemy kontaktów."]},
    )


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Zofia nie przyszła", True),
        ("rozmowa z panią zofią", True),
        ("Przykładowej nie było", True),
        ("Ewy nie było", False),
        ("Ewa", True),
        ("ewaluacja się nie odbyła", False),
        ("zły dzień", False),
    ],
)
def test_a_name_is_found_in_any_case_and_never_inside_a_longer_word(text: str, tells: bool) -> None:
    assert details.tells_a_name(text, ["Zofia Przykładowa", "Ewa Zmyślona"]) is tells


@pytest.mark.parametrize(
    ("text", "name", "tells"),
    [
        ("wpisana nowa data", "Jan Nowak", False),
        ("rozmowa z Nowakiem", "Jan Nowak", True),
        ("odwołane przez Pawła", "Paweł Zmyślony", True),
        ("telefon do Zmyślonego", "Paweł Zmyślony", True),
        ("zmyślona data", "Paweł Zmyślony", False),
        ("Przykładowskiej nie było", "Anna Przykładowska", True),
        ("z panią Zofią Przykładowską", "Maria Przykładowska", True),
    ],
)
def test_a_word_that_only_begins_like_a_name_is_none(text: str, name: str, tells: bool) -> None:
    assert details.tells_a_name(text, [name]) is tells
