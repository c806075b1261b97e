"""Every page in four guises: axe finds nothing, nothing is wider than the window, no error, no request to elsewhere."""

from typing import Any
from urllib.parse import urlparse

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.chromium import GUISES, faults, signed_in
from tests.test_access import TABLE
from tests.world import CAST, QUERY, everything

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# Not pages: files, pieces of pages, plain text, and what only leads elsewhere.
NO_PAGES = {
    "people:export",
    "people:batch_errors",
    "programmes:logo",
    "coalitions:print_proposal",
    "coalitions:naming_sheet",
    "coalitions:print_letters",
    "coalitions:print_calls",
    "coalitions:print_presence",
    "coalitions:print_record",
    "places:choices",
    "desk:healthz",
    "demo:sign_in",
    "set_language",
    "account_confirm_login_code",
}
# What an animator and an operator see otherwise than Anna does: other doors, no people, nothing to press.
VARIANTS = [
    *((name, "marek") for name in ("desk:home", "people:register", "people:person", "desk:coalition")),
    *((name, "olga") for name in ("desk:home", "people:register", "people:organisation", "places:gmina")),
    *((name, "olga") for name in ("desk:coalition", "coalitions:proposals", "coalitions:proposal")),
    *((name, "olga") for name in ("programmes:edition", "programmes:participation", "programmes:programme")),
]


def who_may(name: str) -> str | None:
    """The first of Anna, Olga and nobody who sees a page at this address."""
    answers = dict(zip(CAST, TABLE[name].get("GET", " ".join(["405"] * len(CAST))).split(), strict=True))
    return next((person for person in ("anna", "olga", "nobody") if answers[person] == "ok"), None)


def pages() -> list[tuple[str, str]]:
    found = [(name, who_may(name)) for name in sorted(TABLE) if name not in NO_PAGES]
    signed_out = {"account_request_login_code", "account_login"}
    return [(name, "nobody" if name in signed_out else person) for name, person in found if person]


def watched(page: Page, address: str) -> list[str]:
    notes: list[str] = []
    page.on("console", lambda message: notes.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: notes.append(f"script: {error}"))
    page.on(
        "request",
        lambda asked: notes.append(f"outside: {asked.url}") if urlparse(asked.url).netloc not in address else None,
    )
    return notes


@pytest.mark.parametrize("guise", GUISES)
def test_every_page_is_clean_in_every_guise(
    guise: str, chromium: Browser, live_server: Any, request: pytest.FixtureRequest
) -> None:
    arguments = everything(request, list(TABLE))
    users = {name: request.getfixturevalue(name) for name in ("anna", "marek", "olga")} | {"nobody": None}
    contexts = {name: signed_in(chromium, live_server.url, user, guise) for name, user in users.items()}
    found = {}
    for name, person in [*pages(), *VARIANTS]:
        page = contexts[person].new_page()
        notes = watched(page, live_server.url)
        answer = page.goto(reverse(name, kwargs=arguments[name]) + QUERY.get(name, ""))
        assert answer is not None
        notes += [f"status {answer.status}"] if answer.status != 200 else faults(page)
        if notes:
            found[f"{name}, {person}"] = notes
        page.close()
    for context in contexts.values():
        context.close()
    assert found == {}


def test_the_pages_looked_at_are_all_the_pages() -> None:
    assert set(pages()) & set(VARIANTS) == set()
    assert len(pages()) == 97
