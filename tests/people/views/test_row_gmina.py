"""Which gmina a row of a file means, asked with one button per answer."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from koalicja.people.models import Batch
from tests.people.file_builders import csv_text, outcomes, previewed

pytestmark = pytest.mark.django_db
HEAD = ("Nazwa", "Gmina", "Powiat")


@pytest.fixture
def annas(anna: Any, client_of: Callable[[Any], Client]) -> Client:
    return client_of(anna)


@pytest.fixture
def make_batch(anna: Any, make_gmina: Any) -> Callable[..., Batch]:
    """One row that may be from the town or from the rural gmina of the same name and powiat."""
    make_gmina("020101", name="Bolesławiec", kind=1)

    def build(**over: Any) -> Batch:
        text = csv_text([("OSP Olszynki", "Bolesławiec", "bolesławiecki")], head=HEAD)
        return previewed(anna, content=text, **over)

    return build


def buttons(client: Client, address: str) -> list[tuple[str, str, str]]:
    """(name, value, words) of the buttons that answer about the row."""
    page = client.get(address).content.decode()
    found = re.findall(r'<button class="[^"]*" name="(gmina|decision)" value="([^"]*)"[^>]*>(.*?)</button>', page)
    return [(name, value, words) for name, value, words in found if (name, value) != ("decision", "add")]


@pytest.mark.parametrize("path", ["?outcome=doubtful", "wiersze/2/"])
def test_of_a_register_one_button_is_its_gmina_and_one_says_not_from_here(
    make_batch: Any, annas: Client, gmina: Any, path: str
) -> None:
    batch = make_batch(gmina=gmina, default_gmina=None)
    assert outcomes(batch) == [(2, "doubtful", "gmina_ambiguous")]
    asked = buttons(annas, f"{batch.get_absolute_url()}{path}")
    label = "Bolesławiec (gmina wiejska), powiat bolesławiecki, woj. dolnośląskie"
    assert asked[-2:] == [("gmina", "020102", label), ("decision", "skip", "Nie z mojej gminy")]
    page = annas.get(f"{batch.get_absolute_url()}{path}").content.decode()
    assert "Inne gminy, które pasują: Bolesławiec (gmina miejska), powiat bolesławiecki" in page
    annas.post(f"{batch.get_absolute_url()}decyzje/", {"number": "2", "decision": "skip"})
    assert batch.rows.get().decision == "skip"
