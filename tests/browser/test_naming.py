"""A naming session by keyboard alone on a phone of 320 px: names are saved as they fall, and nothing typed is lost."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from koalicja.coalitions.models import Candidacy, NamedLine
from tests.chromium import faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NGO, BUSINESS = "#names-3", "#names-4"


@pytest.fixture
def screen(chromium: Browser, live_server: Any, anna: Any, coalition: Any) -> Page:
    page = signed_in(chromium, live_server.url, anna).new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(reverse("coalitions:naming", args=[coalition.pk]))
    return page


def on_list() -> list[str]:
    return [str(each.owner) for each in Candidacy.objects.select_related("organisation", "person").order_by("pk")]


def test_names_are_typed_answered_and_undone_by_keyboard(screen: Page) -> None:
    screen.focus(NGO)
    screen.keyboard.type("KGW Lipowo")
    expect(screen.locator("#known-3")).to_contain_text("KGW Lipowo")
    screen.keyboard.press("Enter")
    screen.keyboard.type("OSP Zarzecze")  # while the first name is on its way
    expect(screen.locator("#said-3")).to_contain_text("KGW Lipowo")
    expect(screen.locator(NGO)).to_have_value("OSP Zarzecze")
    screen.focus(BUSINESS)  # leaving the box saves it
    expect(screen.locator("#said-3")).to_contain_text("OSP Zarzecze")
    expect(screen.locator(NGO)).to_have_value("")
    screen.keyboard.type("Jan Zmyślony")
    screen.keyboard.press("Enter")
    expect(screen.locator("#inside-4 legend")).to_contain_text("Jan Zmyślony")
    assert faults(screen) == []
    screen.get_by_label("to firma lub organizacja o tej nazwie: dopisz ją").focus()
    screen.keyboard.press("Space")
    screen.keyboard.press("Tab")
    screen.keyboard.press("Enter")
    expect(screen.locator("#inside-4 .naming-names")).to_contain_text("Jan Zmyślony")
    assert on_list() == ["KGW Lipowo", "OSP Zarzecze", "Jan Zmyślony"]
    screen.locator("#inside-3 li", has_text="OSP Zarzecze").get_by_role("button").press("Enter")
    expect(screen.locator("#inside-3 .naming-names")).not_to_contain_text("OSP Zarzecze")
    assert on_list() == ["KGW Lipowo", "Jan Zmyślony"]


def test_a_press_of_the_button_saves_once_and_what_was_saved_stays_said(screen: Page) -> None:
    sent: list[str] = []
    screen.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    screen.focus(NGO)
    screen.keyboard.type("KGW Lipowo")
    screen.locator("form", has=screen.locator(NGO)).get_by_role("button").click()
    expect(screen.locator("#said-3")).to_contain_text("KGW Lipowo")
    screen.wait_for_load_state("networkidle")
    expect(screen.locator("#said-3")).to_contain_text("KGW Lipowo")
    assert (on_list(), [each for each in sent if each == screen.url]) == (["KGW Lipowo"], [screen.url])


def test_what_is_refused_stays_in_its_box_and_breaks_no_rule_of_the_page(screen: Page) -> None:
    said: list[str] = []
    screen.on("console", lambda message: said.append(message.text))
    screen.focus(NGO)
    screen.keyboard.type("600 100 200")
    screen.keyboard.press("Enter")
    expect(screen.locator("#said-3")).to_contain_text("to nie nazwa")
    expect(screen.locator(NGO)).to_have_value("600 100 200")
    assert [text for text in said if "Content Security Policy" in text] == []


def test_what_was_typed_without_a_network_is_there_afterwards(screen: Page) -> None:
    screen.context.set_offline(True)
    screen.focus(NGO)
    screen.keyboard.type("KGW Lipowo")
    screen.keyboard.press("Enter")
    expect(screen.locator(NGO)).to_have_value("KGW Lipowo")
    while "KGW Lipowo" not in screen.evaluate("JSON.stringify(sessionStorage)"):  # kept a moment after the last key
        screen.wait_for_timeout(50)
    screen.context.set_offline(False)
    screen.reload()
    expect(screen.locator(NGO)).to_have_value("KGW Lipowo")
    screen.focus(NGO)
    screen.keyboard.press("Enter")
    expect(screen.locator("#said-3")).to_contain_text("KGW Lipowo")
    assert (on_list(), NamedLine.objects.count()) == (["KGW Lipowo"], 1)
