"""A file with a long name of one word: its pages scroll in no guise sideways on a phone of 320 px."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.chromium import signed_in
from tests.people.file_builders import previewed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = (
    "Wykaz_organizacji_pozarzadowych_gmina_Lipowo_2024.csv",
    f"{'dlugie_nazwa_' * 9}.csv",
    f"{'DlugaNazwa' * 12}.csv",
)


@pytest.mark.parametrize("name", NAMES)
def test_no_page_of_a_file_scrolls_sideways(
    chromium: Browser, live_server: Any, anna: Any, gmina: Any, name: str
) -> None:
    batch = previewed(anna, gmina, name=name)
    page = signed_in(chromium, live_server.url, anna).new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    found = {}
    for address in ("people:batch", "people:batch_columns", "people:batches"):
        page.goto(reverse(address, args=[gmina.pk if address == "people:batches" else batch.pk]))
        found[address] = page.evaluate("document.documentElement.scrollWidth")
    page.goto(reverse("people:batch_row", args=[batch.pk, 2]))
    found["people:batch_row"] = page.evaluate("document.documentElement.scrollWidth")
    assert found == dict.fromkeys(found, 320)
