"""Every page of every person: unique ids, a label for every field, one h1, headings in order, a title, a language."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.browser.test_every_page import NO_PAGES
from tests.test_access import TABLE, answer
from tests.world import CAST, QUERY, everything

FAST = ("nobody", "anna", "olga")  # the others differ in little; `make test` opens every page as each of them
SLOW = tuple(name for name in CAST if name not in FAST)
UNNAMED = {"hidden", "submit", "button", "image", "reset"}


class Reader(HTMLParser):
    """Collects what the checks need from one page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.headings: list[int] = []
        self.language = ""
        self.inside_label = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "label":
            self.inside_label += 1
            self.labels.add(found.get("for") or "")
        if tag in {"input", "select", "textarea"} and found.get("type") not in UNNAMED and "hidden" not in found:
            self.fields.append(found | {"wrapped": "yes" if self.inside_label else None})
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        if tag == "html":
            self.language = found.get("lang") or ""

    def handle_endtag(self, tag: str) -> None:
        self.inside_label -= tag == "label"

    def faults(self) -> list[str]:
        found = [f"id twice: {name}" for name in sorted({name for name in self.ids if self.ids.count(name) > 1})]
        found += [
            f"field without a label: {field.get('name')}"
            for field in self.fields
            if not (field.get("aria-label") or field.get("aria-labelledby") or field["wrapped"])
            and field.get("id") not in self.labels
        ]
        if self.headings.count(1) != 1:
            found.append(f"h1: {self.headings.count(1)}")
        jumps = [pair for pair in zip([0, *self.headings], self.headings, strict=False) if pair[1] > pair[0] + 1]
        return found + [f"headings jump {pair}" for pair in jumps] + ([] if self.language == "pl" else ["language"])


def wrong(person: str, name: str, response: Any) -> list[str]:
    """What the table of access or the checks of a page say against this answer; refusals are pages, too."""
    expected = dict(zip(CAST, TABLE[name]["GET"].split(), strict=True))[person]
    found = [] if answer(response) == expected else [f"{response.status_code} instead of {expected}"]
    is_page = name not in NO_PAGES or response.status_code >= 400
    if response.status_code in {301, 302} or not (is_page and response["Content-Type"].startswith("text/html")):
        return found
    reader = Reader()
    reader.feed(response.content.decode())
    return found + reader.faults()


@pytest.mark.django_db
@pytest.mark.parametrize("person", [*FAST, *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW)])
def test_every_page_is_sound_for_everybody(person: str, request: pytest.FixtureRequest, client_of: Any) -> None:
    arguments = everything(request, list(TABLE))
    user = None if person == "nobody" else request.getfixturevalue(person)
    found = {}
    for name in sorted(name for name in TABLE if "GET" in TABLE[name]):
        point = transaction.savepoint()
        who = client_of(user) if user else Client()
        faults = wrong(person, name, who.get(reverse(name, kwargs=arguments[name]) + QUERY.get(name, "")))
        transaction.savepoint_rollback(point)  # a page that is opened may close a notice or sign somebody in
        if faults:
            found[name] = faults
    assert found == {}
