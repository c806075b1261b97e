"""What a page says of a record."""

from collections.abc import Callable
from typing import Any

import pytest

from koalicja.people.facts import organisation_facts
from koalicja.people.queries.records import Provenance

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("street", "shown"),
    [
        ("51.2631, 15.5697", ""),
        ("51,2631; 15,5697", ""),
        ("N 51.2631 E 15.5697", ""),
        ("51°15'47\"N 15°34'11\"E", ""),
        ("Lipowa 12, 14", "Lipowa 12, 14"),
        ("3 Maja 12", "3 Maja 12"),
        ("11 12", "11 12"),
    ],
)
def test_coordinates_are_no_address(make_organisation: Callable[..., Any], street: str, shown: str) -> None:
    library = make_organisation("Biblioteka", street=street, house_number="")
    facts = organisation_facts(library, Provenance(None, {}))
    assert facts[2]["value"] == shown
