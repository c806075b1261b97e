"""Decisions about many rows at once: taken back together, cleared together, and told truly while they stand."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from koalicja.backroom.models import Event
from koalicja.people.actions import batches, decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.actions.said import ALL
from koalicja.people.models import Batch, Organisation
from koalicja.people.queries.batches import latest_step
from koalicja.places.models import Gmina
from tests.people.file_builders import csv_text, outcomes, previewed, shown, upload, xlsx

pytestmark = pytest.mark.django_db
SHOWN = ("number", "outcome", "reason", "params", "matches", "gmina", "decision")
REASONS = ("gmina", "place_elsewhere", "place_unknown", "gmina_missing")
SCHOOLS = {2: "Marii Przykładowej", 5: "Jana Przykładowego", 7: "Ewy Przykładowej"}


@pytest.fixture
def batch(anna: Any, gmina: Any, make_organisation: Any) -> Batch:
    """Rows 2, 3 and 4 may be schools of the register; nothing else is in the file."""
    for number, patron in SCHOOLS.items():
        make_organisation(f"Szkoła Podstawowa nr {number} im. {patron}", village="Lipowo")
    return previewed(anna, gmina, csv_text([(f"SP nr {number}", "Lipowo", "") for number in SCHOOLS]))


@pytest.fixture
def foreign(anna: Any, gmina: Any, make_gmina: Any) -> Batch:
    """Three rows whose place is in another gmina, one whose place nobody knows."""
    make_gmina("200601", name="Kolno", kind=1)
    rows = [("Klub A", "Kolno", ""), ("Klub B", "Kolno", ""), ("Klub C", "Kolno", ""), ("SP nr 2", "Nieznane", "")]
    return previewed(anna, gmina, csv_text(rows))


def read(client: Client, batch: Batch, query: str = "") -> str:
    return shown(client.get(batch.get_absolute_url() + query))


def decided(batch: Batch) -> list[str]:
    return list(batch.rows.order_by("number").values_list("decision", flat=True))


def classes(batch: Batch) -> list[str | None]:
    """The corrected classes."""
    return [row.decision_params.get("class") for row in batch.rows.order_by("number")]


def choice(batch: Batch) -> dict[str, Any]:
    """What is chosen once for the file."""
    found = Batch.objects.get(pk=batch.pk)
    return {"gmina": found.default_gmina_id} | {name: bool(found.options.get(name)) for name in batches.CHOSEN}


def said(batch: Batch) -> list[Any]:
    """The whole preview, beside the marks by which steps are taken back."""
    rows = [
        (row, {name: value for name, value in params.items() if name in ALL})
        for *row, params in batch.rows.order_by("number").values_list(*SHOWN, "decision_params")
    ]
    return [choice(batch), *rows]


Draw = Callable[[Batch, Any, Random], object]
MANY: list[Draw] = [
    lambda batch, anna, draw: decisions.decide_alike(batch, by=anna, reason=draw.choice(REASONS), decision="skip"),
    lambda batch, anna, draw: decisions.decide_alike(batch, by=anna, reason="place_unknown", decision="add"),
    lambda batch, anna, draw: decisions.choose_gmina(batch, by=anna, gmina=draw.choice([None, *Gmina.objects.all()])),
    lambda batch, anna, draw: decisions.take_all_here(batch, by=anna),
    lambda batch, anna, draw: decisions.confirm_places(batch, by=anna),
    lambda batch, anna, draw: decisions.correct_class(
        batch, by=anna, number=draw.randint(2, 5), value="firm", alike=True
    ),
    lambda batch, anna, draw: decisions.decide_anew(batch, by=anna),
]
ONE: list[Draw] = [
    lambda batch, anna, draw: decisions.decide_rows(batch, by=anna, numbers=[draw.randint(2, 5)], decision="skip"),
    lambda batch, anna, draw: decisions.decide_rows(batch, by=anna, numbers=[draw.randint(2, 5)], decision=""),
    lambda batch, anna, draw: decisions.correct_class(batch, by=anna, number=draw.randint(2, 5), value="group:ngo"),
    lambda batch, anna, draw: decisions.choose_row_gmina(batch, by=anna, number=draw.randint(2, 5), gmina="020102"),
]
STEPS = MANY + ONE


def tabs(page: str) -> list[str]:
    """The labels of the tabs above the rows."""
    return re.findall(r'<a href="\?(?:outcome=\w+)?#wiersze"[^>]*><span>([^<]+)</span>', page)


def post(client: Client, name: str, batch: Batch, **sent: Any) -> str:
    return shown(client.post(reverse(f"people:{name}", args=[batch.pk]), sent, follow=True))


def test_what_was_decided_for_all_is_taken_back_for_all(batch: Any, client_of: Any) -> None:
    client = client_of(batch.created_by)
    page = post(client, "decide_rows", batch, reason="likely_duplicate", decision="skip")
    assert (decided(batch), "Cofnij: 3 decyzje" in page) == (["skip"] * 3, True)
    page = post(client, "take_back_batch_step", batch, step="1")
    assert (decided(batch), "Cofnięto." in page, "Cofnij: 3" in page) == ([""] * 3, True, False)
    assert list(batch.rows.exclude(decision_params={})) == []
    assert Event.objects.get(code="batch.decisions_taken_back").params == {"what": "skip", "count": 3}


def test_a_decision_for_all_and_its_taking_back_leave_what_was_decided_one_by_one(batch: Any) -> None:
    anna = batch.created_by
    decisions.decide_rows(batch, by=anna, numbers=[2], decision="add")
    assert decisions.decide_alike(batch, by=anna, reason="likely_duplicate", decision="skip") == 2
    decisions.decide_rows(batch, by=anna, numbers=[3], decision="add")
    assert decided(batch) == ["add", "add", "skip"]
    assert decisions.take_back(batch, by=anna, step=1) == 1
    assert decided(batch) == ["add", "add", ""]


def test_a_second_click_takes_nothing_more_back(batch: Any, client_of: Any) -> None:
    anna, client = batch.created_by, client_of(batch.created_by)
    decisions.decide_rows(batch, by=anna, numbers=[2], decision="add")
    decisions.decide_alike(batch, by=anna, reason="likely_duplicate", decision="skip")
    post(client, "take_back_batch_step", batch, step="1")
    page = post(client, "take_back_batch_step", batch, step="1")
    assert (decided(batch), "Tę decyzję już cofnięto" in page) == (["add", "", ""], True)


def test_saying_that_all_rows_are_from_here_is_taken_back_with_what_it_moved(foreign: Any, client_of: Any) -> None:
    client, before = client_of(foreign.created_by), outcomes(foreign)
    asked = (5, "doubtful", "place_unknown")
    told = shown(client.post(reverse("people:batch_gmina", args=[foreign.pk]), {"mine": "1"}, follow=True))
    assert ("Zapisano decyzję: 3 wiersze." in told, outcomes(foreign)[3]) == (True, asked)
    assert {outcome for _, outcome, _ in outcomes(foreign)[:3]} == {"new"}
    page = read(client, foreign)
    assert ("Decyzja o całym pliku" in page, "Decyzje o wierszach" in page) == (True, False)
    assert ("Cofnij decyzję o 3 wierszach" in page, "Wszystkie są stąd: dodaj" in page) == (True, True)
    foreign.refresh_from_db()
    batches.judge_again(foreign, foreign.created_by)
    assert outcomes(foreign)[3] == asked
    post(client, "take_back_batch_step", foreign, step="1")
    foreign.refresh_from_db()
    assert (outcomes(foreign), foreign.options["all_here"], foreign.default_gmina_id) == (before, False, "020102")


def test_confirmed_places_are_taken_back(olga: Any, edition: Any, make_gmina: Any) -> None:
    make_gmina("300906", name="Osiek Mały")
    batch = previewed(olga, None, csv_text([("Klub Orzeł", "Osiek Mały", "")]), scope=edition.key)
    decisions.confirm_places(batch, by=olga)
    assert outcomes(batch) == [(2, "new", "new_here")]
    assert decisions.take_back(batch, by=olga, step=1) == 1
    assert outcomes(batch) == [(2, "doubtful", "gmina_from_place")]


def test_steps_are_taken_back_one_after_the_other(foreign: Any) -> None:
    anna, before = foreign.created_by, outcomes(foreign)
    decisions.decide_alike(foreign, by=anna, reason="place_unknown", decision="add")
    decisions.take_all_here(foreign, by=anna)
    assert decisions.take_back(foreign, by=anna, step=1) is None
    assert decisions.take_back(foreign, by=anna, step=2) == 3
    assert (outcomes(foreign), decided(foreign)) == (before, ["", "", "", "add"])
    assert decisions.take_back(foreign, by=anna, step=1) == 1
    assert decided(foreign) == [""] * 4


def test_a_preview_opened_again_tells_of_earlier_decisions_and_lets_one_start_anew(
    batch: Any, gmina: Any, client_of: Any
) -> None:
    anna, client = batch.created_by, client_of(batch.created_by)
    decisions.decide_rows(batch, by=anna, numbers=[2], decision="add")
    decisions.correct_class(batch, by=anna, number=3, value="firm")
    again = upload(csv_text([(f"SP nr {number}", "Lipowo", "") for number in SCHOOLS]))
    sent = {"file": again, "missing_gmina": "mine"}
    page = shown(client.post(reverse("people:load", args=["020102"]), sent, follow=True))
    assert ("Twoje wcześniejsze decyzje: 2." in page, "Decyzje o wierszach: 2" in page) == (True, True)
    post(client, "decide_batch_anew", batch)
    assert (decided(batch), [row.decision_params.get("class") for row in batch.rows.all()]) == ([""] * 3, [None] * 3)
    post(client, "take_back_batch_step", batch, step="1")
    assert list(batch.rows.order_by("number").values_list("decision", "decision_params")) == [
        ("add", {}),
        ("", {"class": "firm"}),
        ("", {}),
    ]


def test_starting_anew_takes_back_what_was_chosen_for_the_file(foreign: Any) -> None:
    anna, before = foreign.created_by, outcomes(foreign)
    decisions.take_all_here(foreign, by=anna)
    decisions.decide_anew(foreign, by=anna)
    assert outcomes(foreign) == before
    decisions.take_back(foreign, by=anna, step=2)
    assert [outcome for _, outcome, _ in outcomes(foreign)] == ["new", "new", "new", "doubtful"]


def test_a_class_corrected_for_all_alike_is_taken_back_for_all_but_those_corrected_since(
    batch: Any, client_of: Any
) -> None:
    anna, client = batch.created_by, client_of(batch.created_by)
    decisions.correct_class(batch, by=anna, number=3, value="group:ngo")
    page = shown(
        client.post(reverse("people:batch_row", args=[batch.pk, 2]), {"value": "firm", "alike": "on"}, follow=True)
    )
    assert (classes(batch), "Poprawione wiersze: 3." in page, "Cofnij: 3 decyzje" in page) == (["firm"] * 3, True, True)
    decisions.decide_rows(batch, by=anna, numbers=[2], decision="add")
    decisions.correct_class(batch, by=anna, number=4, value="culture")
    assert "Cofnij: 2 decyzje" in read(client, batch)
    post(client, "take_back_batch_step", batch, step="1")
    assert (classes(batch), decided(batch)) == ([None, "group:ngo", "culture"], ["add", "", ""])
    assert batch.rows.get(number=3).decision_params == {"class": "group:ngo"}


def test_a_choice_about_no_row_is_taken_back_before_the_decision_it_came_after(foreign: Any, client_of: Any) -> None:
    anna, client, before = foreign.created_by, client_of(foreign.created_by), outcomes(foreign)
    decisions.decide_alike(foreign, by=anna, reason="place_elsewhere", decision="skip")
    decisions.decide_alike(foreign, by=anna, reason="place_unknown", decision="skip")
    decisions.choose_gmina(foreign, by=anna, gmina=None)
    assert (choice(foreign)["gmina"], decisions.take_back(foreign, by=anna, step=2)) == (None, None)
    page = read(client, foreign)
    assert re.findall(r'<button class="btn btn-secondary">(Cofnij[^<]*)</button>', page) == ["Cofnij"]
    page = post(client, "take_back_batch_step", foreign, step="3")
    assert ("Cofnięto. Te wiersze" in page, choice(foreign)["gmina"]) == (True, "020102")
    assert [decisions.take_back(foreign, by=anna, step=step) for step in (2, 1)] == [1, 3]
    assert (outcomes(foreign), decided(foreign)) == (before, [""] * 4)


def test_a_choice_made_a_second_time_is_no_second_step(foreign: Any) -> None:
    anna = foreign.created_by
    decisions.take_all_here(foreign, by=anna)
    decisions.take_all_here(foreign, by=anna)
    assert [step["n"] for step in foreign.options["steps"]] == [1]


def test_to_start_anew_where_nothing_is_decided_is_no_step(foreign: Any) -> None:
    assert (decisions.decide_anew(foreign, by=foreign.created_by), foreign.options) == (0, {})


def test_what_was_cleared_comes_back_though_it_was_decided_in_bulk_meanwhile(batch: Any) -> None:
    anna = batch.created_by
    decisions.decide_rows(batch, by=anna, numbers=[2], decision="add")
    decisions.correct_class(batch, by=anna, number=2, value="firm")
    decisions.decide_anew(batch, by=anna)
    decisions.decide_alike(batch, by=anna, reason="likely_duplicate", decision="skip")
    assert [decisions.take_back(batch, by=anna, step=step) for step in (2, 1)] == [3, 1]
    assert (decided(batch), classes(batch)) == (["add", "", ""], ["firm", None, None])


def test_a_decision_that_answers_no_more_is_not_offered_to_be_taken_back(batch: Any) -> None:
    anna = batch.created_by
    decisions.decide_alike(batch, by=anna, reason="likely_duplicate", decision="join")
    Organisation.objects.all().delete()
    batches.judge_again(batch, anna)
    assert (decided(batch), latest_step(batch)) == ([""] * 3, None)
    decisions.correct_class(batch, by=anna, number=2, value="firm")
    decisions.correct_class(batch, by=anna, number=3, value="firm", alike=True)
    assert [decisions.take_back(batch, by=anna, step=step) for step in (2, 1)] == [3, None]
    assert classes(batch) == ["firm", None, None]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_after_any_decisions_starting_anew_is_the_preview_as_first_judged_and_is_taken_back_whole(
    seed: int, foreign: Any
) -> None:
    anna, first, draw = foreign.created_by, said(foreign), Random(seed)
    for _ in range(6):
        draw.choice(STEPS)(foreign, anna, draw)
        before = said(foreign)
        decisions.decide_anew(foreign, by=anna)
        assert said(foreign) == first
        if before != first:
            latest = latest_step(foreign)
            assert latest is not None
            decisions.take_back(foreign, by=anna, step=latest.n)
        assert said(foreign) == before


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_decisions_about_many_rows_taken_back_in_turn_lead_through_every_preview_back_to_the_first(
    seed: int, foreign: Any
) -> None:
    anna, seen, draw = foreign.created_by, [said(foreign)], Random(seed)
    for _ in range(8):
        count = len(foreign.options.get("steps", []))
        draw.choice(MANY)(foreign, anna, draw)
        if len(foreign.options.get("steps", [])) > count:
            seen.append(said(foreign))
    while (latest := latest_step(foreign)) is not None:
        assert said(foreign) == seen.pop()
        decisions.take_back(foreign, by=anna, step=latest.n)
    assert (seen, foreign.options["steps"]) == ([said(foreign)], [])


def test_another_sheet_begins_without_decisions_to_take_back(anna: Any, gmina: Any) -> None:
    book = xlsx({"Kluby": [("Nazwa",), ("Klub A",), ("Klub B",)], "Chóry": [("Nazwa",), ("Chór Echo",)]})
    batch = previewed(anna, gmina, book, name="listy.xlsx")
    decisions.choose_gmina(batch, by=anna, gmina=None)
    batches.change_reading(batch, by=anna, sheet="Chóry")
    assert "steps" not in Batch.objects.get(pk=batch.pk).options


def test_adding_a_row_of_unknown_place_says_nothing_about_a_likeness_that_appears_later(
    foreign: Any, make_organisation: Any
) -> None:
    anna = foreign.created_by
    decisions.decide_rows(foreign, by=anna, numbers=[5], decision="add")
    make_organisation("Szkoła Podstawowa nr 2 im. Marii Przykładowej", village="Nieznane")
    batches.judge_again(foreign, anna)
    assert (outcomes(foreign)[3], decided(foreign)[3]) == ((5, "doubtful", "likely_duplicate"), "")


def test_tabs_and_headline_follow_the_decisions(batch: Any, client_of: Any) -> None:
    client = client_of(batch.created_by)
    page = read(client, batch)
    assert tabs(page) == ["wszystkie: 3", "do decyzji: 3"]
    assert "Zdecyduj o 3 wierszach. Bez decyzji ten plik niczego nie zmieni." in page
    assert "Pominięte wiersze" not in page
    page = post(client, "decide_rows", batch, reason="likely_duplicate", decision="skip")
    assert tabs(page) == ["wszystkie: 3", "z decyzją: 3"]
    assert "Przy tych decyzjach plik niczego nie zmieni." in page
    assert "Żadnego wiersza z tego pliku nie można" not in page
    assert [row in read(client, batch, "?outcome=doubtful") for row in ("SP nr 2", "SP nr 5")] == [False] * 2
    assert [row in read(client, batch, "?outcome=decided") for row in ("SP nr 2", "SP nr 5")] == [True] * 2


@pytest.mark.parametrize(
    "case",
    [
        ([("", "x", "")], "Żadnego wiersza z tego pliku nie można jeszcze zapisać."),
        ([("Zakład Karny", "", "")], "Żaden wiersz z tego pliku nie trafi do spisu."),
        ([("Klub", "", "")], "Wszystko z tego pliku jest już w spisie."),
        ([("Klub", "", ""), ("", "x", "")], "Wiersze bez błędu są już w spisie."),
    ],
)
def test_a_file_that_would_do_nothing_says_why(
    case: tuple[Any, str], anna: Any, gmina: Any, client_of: Any, make_organisation: Any
) -> None:
    rows, said = case
    make_organisation("Klub")
    assert said in read(client_of(anna), previewed(anna, gmina, csv_text(rows)))


def test_a_row_said_twice_is_shown_with_the_one_it_belongs_to(anna: Any, gmina: Any, client_of: Any) -> None:
    page = read(client_of(anna), previewed(anna, gmina, csv_text([("Klub", "", ""), ("Klub", "", "")])))
    assert re.findall(r'<span class="tag tag-(\w+)">([^<]+)</span>', page)[-2:] == [
        ("ok", "nowe"),
        ("plain", "razem z wierszem 2"),
    ]


def test_rows_left_undecided_say_so_and_are_taken_up_again(batch: Any, client_of: Any) -> None:
    anna, client = batch.created_by, client_of(batch.created_by)
    decisions.decide_rows(batch, by=anna, numbers=[2], decision="add")
    accept(batch, by=anna)
    page = read(client, batch)
    assert ("2 wiersze zostały bez decyzji i nie dodano ich." in page, "Pominięte wiersze" in page) == (True, False)
    assert (page.count("Bez decyzji, nie dodano."), tabs(page)) == (
        2,
        ["wszystkie: 3", "bez decyzji: 2", "z decyzją: 1"],
    )
    page = post(client, "take_up_batch", batch)
    again = Batch.objects.exclude(pk=batch.pk).get()
    assert outcomes(again) == [(3, "doubtful", "likely_duplicate"), (4, "doubtful", "likely_duplicate")]
    assert "To tylko wiersze bez decyzji z pliku przyjętego" in page
    post(client, "take_up_batch", batch)
    assert Batch.objects.count() == 2
    decisions.decide_alike(again, by=anna, reason="likely_duplicate", decision="add")
    accept(again, by=anna)
    assert Organisation.objects.count() == 6


def test_only_an_accepted_file_is_taken_up_again(batch: Any, client_of: Any) -> None:
    page = post(client_of(batch.created_by), "take_up_batch", batch)
    assert ("Tego pliku jeszcze nie przyjęto." in page, Batch.objects.count()) == (True, 1)


def test_a_file_accepted_before_says_when_and_what_it_did(anna: Any, gmina: Any, client_of: Any) -> None:
    first = previewed(anna, gmina)
    accept(first, by=anna)
    Batch.objects.filter(pk=first.pk).update(accepted_at="2026-11-12T12:00:00Z")
    page = read(client_of(anna), previewed(anna, gmina))
    assert "Ten sam plik przyjęto 12.11.2026. Dodano: 3 organizacje." in page


def test_a_file_of_another_register_tells_nothing_here(anna: Any, gmina: Any, other_gmina: Any, client_of: Any) -> None:
    accept(previewed(anna, other_gmina), by=anna)
    assert "Ten sam plik" not in read(client_of(anna), previewed(anna, gmina))
