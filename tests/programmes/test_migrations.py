"""Data that earlier versions left behind is brought along."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from koalicja.people.models import AgeBands
from koalicja.people.queries.age_bands import age_bands_of
from koalicja.programmes.models import Participation

pytestmark = pytest.mark.django_db
BANDS = import_module("koalicja.programmes.migrations.0002_hand_on_age_bands")


def test_bands_set_before_registers_knew_them_reach_the_registers(
    make_gmina: Any, make_edition: Any, make_organisation: Any
) -> None:
    first = make_edition("Runda I", age_bands=["0-17", "18+"], starts_on=date(2024, 1, 1))
    second = make_edition("Runda II", age_bands=["13-29", "30+"], starts_on=date(2026, 1, 1))
    undated = make_edition("Runda 0", age_bands=["0-99"])
    for number, (edition, code) in enumerate(
        [(second, "020102"), (first, "020102"), (undated, "020102"), (first, "101801"), (first, "300910")]
    ):
        library = make_organisation(f"Biblioteka {number}", code)
        Participation.objects.create(edition=edition, library=library, gmina_id=code, part="lead")
    AgeBands.objects.create(gmina=make_gmina("300910"), keys=["65+"])
    BANDS.hand_on_age_bands(apps, SimpleNamespace(connection=connection))
    assert {code: age_bands_of(make_gmina(code)) for code in ("020102", "101801", "300910", "020101")} == {
        "020102": ("13-29", "30+"),
        "101801": ("0-17", "18+"),
        "300910": ("65+",),
        "020101": ("13-19", "20-34", "35-59", "60+"),
    }
