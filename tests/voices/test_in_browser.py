"""In real Chromium: somebody with a phone of 320 px and nothing else, and three people in a row at one tablet."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from koalicja.voices.models import Participant, Question, Reaction, Statement
from tests.chromium import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """A page in a browser of its own, closed before the server of the tests stops."""
    opened = []

    def visited(guise: str, **over: Any) -> Page:
        opened.append(signed_in(chromium, live_server.url, None, guise, **over))
        return opened[-1].new_page()

    yield visited
    for context in opened:
        context.close()


def choose(page: Page, word: str) -> None:
    page.get_by_role("button", name=word, exact=True).click()


@pytest.mark.parametrize("guise", ["phone", "phone-dark", "desk", "desk-dark"])
def test_a_resident_answers_adds_and_takes_back(guise: str, visit: Callable[..., Page], question: Question) -> None:
    page = visit(guise)
    found = {}

    def look(name: str) -> None:
        found[name] = faults(page)

    page.goto(reverse("voices:take_part", args=[question.public_code]))
    look("first page")
    choose(page, "Zaczynam")
    look("about me")
    page.get_by_label("mieszkańcy").check()
    choose(page, "Dalej")
    look("react")
    for word in ("Tak", "Nie"):
        choose(page, word)
    look("done")
    page.get_by_role("link", name="Dodaj swoją wypowiedź").click()
    page.get_by_label("Co chcesz powiedzieć?").press_sequentially("Autobusy do miasta po 17")
    expect(page.locator("#podobne")).to_contain_text("Autobus do miasta po 17")
    choose(page, "Dodaj wypowiedź")
    expect(page.get_by_role("alert")).to_contain_text("Autobus do miasta po 17")
    look("near")
    choose(page, "Dodaj ją mimo to")
    page.get_by_role("link", name="Co jest moje").click()
    look("mine")
    assert found == {name: [] for name in found}
    assert sorted(Reaction.objects.values_list("value", flat=True)) == [-1, 1, 1]
    choose(page, "Usuń wszystko, co moje")
    expect(page.get_by_role("button", name="Zaczynam")).to_be_visible()
    assert (Participant.objects.count(), Statement.objects.exclude(state="withdrawn").count()) == (0, 2)


def test_without_scripts_an_answer_is_saved(visit: Callable[..., Page], question: Question) -> None:
    page = visit("phone", java_script_enabled=False)
    page.goto(reverse("voices:take_part", args=[question.public_code]))
    choose(page, "Zaczynam")
    choose(page, "Wolę nie mówić")
    choose(page, "Pomijam")
    expect(page.get_by_text("Zostało: 1")).to_be_visible()
    assert list(Reaction.objects.values_list("value", flat=True)) == [0]


def test_three_people_in_a_row_at_one_tablet_see_nothing_of_each_other(
    visit: Callable[..., Page], question: Question
) -> None:
    page = visit("desk")
    page.clock.install()
    page.goto(reverse("voices:tablet", args=[question.tablet_token]))
    for word in ("Tak", "Nie", "Tak"):
        assert faults(page) == []
        choose(page, "Zaczynam")
        choose(page, "Wolę nie mówić")
        expect(page.get_by_text("Odpowiedzi: 0")).to_be_visible()
        choose(page, word)
        expect(page.get_by_text("Odpowiedzi: 1")).to_be_visible()
        page.clock.fast_forward(61_000)
        expect(page.get_by_text("Czy ktoś tu jeszcze jest?")).to_be_visible()
        page.mouse.click(5, 5)
        expect(page.get_by_text("Czy ktoś tu jeszcze jest?")).to_be_hidden()
        page.clock.fast_forward(61_000)
        assert faults(page) == []
        page.clock.fast_forward(30_000)
        expect(page.get_by_role("button", name="Zaczynam")).to_be_visible()
    assert sorted(Reaction.objects.values_list("value", flat=True)) == [-1, 1, 1]
    assert list(Participant.objects.values_list("way", flat=True)) == ["tablet"] * 3
    page.go_back()
    expect(page.get_by_role("button", name="Zaczynam")).to_be_visible()
