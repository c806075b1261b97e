"""From a register to a printed proposal, in real Chromium: two locks, a refusal, a "why not", two pages on paper."""

import io
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from koalicja.backroom.worker import run_worker
from koalicja.coalitions.composing.storing import read_answer, read_problem
from koalicja.coalitions.models import Coalition, CompositionRun
from tests.chromium import GUISES, faults, signed_in
from tests.coalitions.registers import full_register
from tests.journeys.journey import Journey

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def ready(journey: Journey, number: int) -> CompositionRun:
    """She leaves the page, the work is done meanwhile, she comes back to the same address."""
    page = journey.page
    expect(page.get_by_text("Propozycja się liczy")).to_be_visible()
    address = page.url
    with journey.waiting():
        page.goto("about:blank")
        run_worker(once=True)
        page.goto(address)
        expect(page.get_by_role("heading", name="Proponowany skład")).to_be_visible()
    journey.look()
    return CompositionRun.objects.get(number=number)


def lock(page: Page, name: str, word: str) -> None:
    page.locator(".lock-row", has_text=name).get_by_role("combobox").select_option(label=word)


def test_from_a_register_to_a_printed_proposal(  # noqa: PLR0917 - fixtures
    chromium: Browser,
    live_server: Any,
    anna: Any,
    coalition: Coalition,
    make_organisation: Any,
    make_person: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    organisations, _people = full_register(make_organisation, make_person)
    club, bakery = organisations[5], organisations[6]
    context = signed_in(chromium, live_server.url, anna)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(coalition.get_absolute_url())
    journey = Journey(page)
    journey.look()

    # the coalition's page sends her to the first proposal
    journey.press("Policz propozycję", "link")
    journey.press("Policz propozycję")
    first = ready(journey, 1)
    assert read_answer(first.result).status == "optimal"

    # why is somebody not here?
    members = read_answer(first.result).members
    outside = next(each.id for each in read_problem(first.inputs).candidates if each.id not in members)
    page.get_by_label("Kto", exact=True).select_option(value=outside)
    journey.clicks += 2
    journey.press("Sprawdź")
    expect(page.locator("#why-not dd")).to_have_text("Odpowiedź się liczy.")
    with journey.waiting():
        page.goto("about:blank")
        run_worker(once=True)
        page.goto(f"{first.get_absolute_url()}#why-not")
    expect(page.locator("#why-not dd")).to_contain_text("byłby")

    # two locks
    page.get_by_text("Policz jeszcze raz: kto musi być, a kto nie", exact=True).click()
    lock(page, club.name, "musi być")
    lock(page, bakery.name, "nie tym razem")
    journey.clicks += 5
    journey.press("Policz jeszcze raz")
    second = read_answer(ready(journey, 2).result).members
    assert (club.key in second, bakery.key in second) == (True, False)

    # somebody cannot
    gone = next(each for each in organisations[3:5] if each.key in second)
    journey.press(f"Nie może : {gone.name}")
    third = read_answer(ready(journey, 3).result).members
    assert set(second) - set(third) == {gone.key}
    expect(page.locator("#changes-title")).to_have_text("Co się zmieniło od propozycji 2")

    # on paper
    paper = page.get_by_role("link", name="Wydrukuj propozycję").first.get_attribute("href")
    document = PdfReader(io.BytesIO(context.request.get(f"{live_server.url}{paper}").body()))
    text = " ".join(" ".join(sheet.extract_text() for sheet in document.pages).split())
    assert (len(document.pages), club.name in text, gone.name in text) == (2, True, False)

    looked = {guise: in_guise(chromium, live_server.url, anna, guise, page.url) for guise in GUISES}
    with capsys.disabled():
        print(f"\nregister → proposal → why not → two locks → refusal → paper: {journey.report()}")
    assert (journey.found, looked, errors) == ({}, {guise: [] for guise in GUISES}, [])
    context.close()


def in_guise(chromium: Browser, address: str, user: Any, guise: str, url: str) -> list[str]:
    """What axe and the width say with everything unfolded."""
    context = signed_in(chromium, address, user, guise)
    page = context.new_page()
    page.goto(url)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = faults(page)
    context.close()
    return found
