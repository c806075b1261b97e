"""The showcase as people meet it: four guises, keyboard alone, no network, no script, on paper."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.chromium import GUISES, faults, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUS = "getComputedStyle(document.activeElement)"


@pytest.fixture
def opened(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens the showcase in a guise; everything opened is closed after the test."""
    contexts = []

    def build(guise: str = "desk", **over: Any) -> Page:
        contexts.append(signed_in(chromium, live_server.url, None, guise, **over))
        page = contexts[-1].new_page()
        page.goto("/wzornik/")
        return page

    yield build
    for context in contexts:
        context.close()


@pytest.fixture
def page(opened: Callable[..., Page]) -> Page:
    return opened()


def to_the_top(page: Page) -> None:
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); window.scrollTo(0, 0)")


@pytest.mark.parametrize("guise", GUISES)
def test_every_component_is_accessible_and_fits(opened: Callable[..., Page], guise: str) -> None:
    page = opened(guise)
    page.eval_on_selector_all("details.folded:not(#long *)", "parts => parts.forEach(part => part.open = true)")
    assert faults(page) == []
    page.eval_on_selector_all("#long details", "parts => parts.forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_nothing_is_fetched_from_outside_and_the_console_is_silent(page: Page, live_server: LiveServer) -> None:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("request", lambda request: heard.append(request.url) if live_server.url not in request.url else None)
    page.reload(wait_until="networkidle")
    assert heard == []


@pytest.mark.parametrize("selector", ["#form .field-label", "h1"])
def test_polish_letters_come_from_our_own_fonts(page: Page, selector: str) -> None:
    page.locator(selector).first.evaluate("node => { node.textContent = 'zażółć gęślą jaźń ZAŻÓŁĆ GĘŚLĄ JAŹŃ' }")
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    session.send("CSS.enable")
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert {font["isCustomFont"] for font in fonts} == {True}


def test_pages_read_at_two_hundred_percent_without_sideways_scrolling(page: Page) -> None:
    page.set_viewport_size({"width": 640, "height": 450})
    assert faults(page) == []


def test_the_first_error_has_the_focus(page: Page) -> None:
    assert page.evaluate("document.activeElement.id") == "wrong_name"


def test_the_keyboard_reaches_everything_and_always_shows_where_it_is(page: Page) -> None:
    to_the_top(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    seen, unseen = 1, []
    for _ in range(160):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen += 1
        if page.evaluate(f"{FOCUS}.outlineStyle") == "none":
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
    assert unseen == []
    assert seen > 60


def test_the_skip_link_brings_the_keyboard_to_the_content(page: Page) -> None:
    to_the_top(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null") is True


def test_targets_are_large_enough_for_a_thumb(opened: Callable[..., Page]) -> None:
    page = opened("phone")
    small = page.evaluate(
        """() => [...document.querySelectorAll('.btn, .site-nav a, .site-nav summary, .field select, .check, .chip')]
        .filter(node => node.offsetParent && node.getBoundingClientRect().height < 43.5).map(node => node.outerHTML)"""
    )
    assert small == []


def test_escape_closes_the_menu_and_gives_the_focus_back(page: Page) -> None:
    page.locator(".who > summary").click()
    expect(page.locator(".who-menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".who-menu")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_all_rows_are_picked_at_once_and_one_by_one(page: Page) -> None:
    boxes = page.locator("#guests tbody input[type=checkbox]")
    page.locator("#guests [data-select-all]").check()
    assert boxes.evaluate_all("all => all.map(box => box.checked)") == [True] * 6
    boxes.first.uncheck()
    assert page.locator("#guests [data-select-all]").evaluate("box => [box.checked, box.indeterminate]") == [
        False,
        True,
    ]


def test_unsent_text_comes_back_after_a_reload_and_can_be_dropped(page: Page) -> None:
    page.locator("#id_name").fill("Żółta Gęś")
    page.locator("#form [name=ages][value='60+']").first.check()
    expect(page.locator(".form-kept")).to_contain_text("Zachowano w tej karcie o")
    page.reload()
    expect(page.locator("#id_name")).to_have_value("Żółta Gęś")
    expect(page.locator("#form [name=ages][value='60+']").first).to_be_checked()
    expect(page.get_by_text("Przywrócono niewysłany tekst.")).to_be_visible()
    page.get_by_role("button", name="Zacznij od nowa").click()
    expect(page.locator("#id_name")).to_have_value("")
    page.reload()
    expect(page.locator("#id_name")).to_have_value("")


def test_sent_text_does_not_come_back(page: Page) -> None:
    page.locator("#id_name").fill("OSP")
    page.locator("form[data-keep]").evaluate("form => { form.action = '/wyglad/'; form.submit = null }")
    page.get_by_role("button", name="Dodaj do spisu").click()
    page.wait_for_load_state()
    page.goto("/wzornik/")
    expect(page.locator("#id_name")).to_have_value("")


def test_a_button_pressed_twice_sends_its_form_once(page: Page) -> None:
    held: list[str] = []
    page.route("**/wyglad/", lambda route: held.append(route.request.method))
    page.locator("#id_name").fill("OSP")
    page.locator("form[data-keep]").evaluate("form => { form.action = '/wyglad/' }")
    is_disabled = page.get_by_role("button", name="Dodaj do spisu").evaluate("""button => {
      button.click();
      return new Promise(done => setTimeout(() => { button.click(); done(button.disabled); }, 200));
    }""")
    while not held:
        page.wait_for_timeout(50)
    assert (is_disabled, held) == (True, ["POST"])


def test_without_a_network_the_page_says_so_and_keeps_the_form(page: Page) -> None:
    page.locator("#id_name").fill("OSP Olszynki")
    page.context.set_offline(True)
    expect(page.locator("#net-offline")).to_be_visible()
    page.get_by_role("button", name="Dodaj do spisu").click()
    expect(page.locator("#id_name")).to_have_value("OSP Olszynki")
    assert page.url.endswith("/wzornik/")
    page.context.set_offline(False)
    expect(page.locator("#net-offline")).to_be_hidden()


def test_a_list_that_could_not_be_filtered_offers_to_try_again(page: Page) -> None:
    page.route(re.compile(r"/wzornik/\?q="), lambda route: route.abort())
    page.locator("#filter_q").press_sequentially("osp")
    expect(page.locator("#net-failed")).to_be_visible()
    expect(page.locator("#filter_q")).to_have_value("osp")
    page.unroute(re.compile(r"/wzornik/\?q="))
    page.get_by_role("button", name="Spróbuj jeszcze raz").click()
    page.wait_for_url("**/wzornik/?q=osp&group=&order=name")
    expect(page.locator("#net-failed")).to_be_hidden()
    expect(page.locator("#guests[aria-busy]")).to_have_count(0)


def test_a_look_is_chosen_at_once_and_kept(page: Page) -> None:
    page.get_by_role("button", name="ciemny").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 25, 27)"
    page.get_by_role("button", name="jak w urządzeniu").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme ?? ''") == ""


def test_everything_works_without_a_script(opened: Callable[..., Page]) -> None:
    page = opened(java_script_enabled=False)
    page.get_by_role("button", name="ciemny").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator("#filter_q").fill("osp")
    page.get_by_role("button", name="Pokaż", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?q=osp&group=&order=name$"))


def test_on_paper_there_is_ink_and_no_navigation(page: Page) -> None:
    page.emulate_media(media="print")
    hidden = page.eval_on_selector_all(
        ".site-nav, .btn, .skip-link, .theme, .site-tools", "all => all.filter(node => node.checkVisibility()).length"
    )
    assert hidden == 0
    smallest = page.eval_on_selector_all(
        "main p, main td, main th, main dd, main li",
        """all => Math.min(...all.filter(node => node.checkVisibility())
        .map(node => parseFloat(getComputedStyle(node).fontSize)))""",
    )
    assert smallest >= 16
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"


def test_motion_stops_for_those_who_asked(opened: Callable[..., Page]) -> None:
    page = opened(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.btn-primary')).transitionDuration") == "0s"
