"""Labels, constraints, and the version of the tables."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

from koalicja.places import queries
from koalicja.places.models import Gmina, Powiat, Update

pytestmark = pytest.mark.django_db
MakeGmina = Callable[..., Gmina]


def test_labels_tell_namesakes_apart(make_gmina: MakeGmina) -> None:
    make_gmina("020102")
    make_gmina("101801", kind=None)
    assert [str(gmina) for gmina in queries.gminas().order_by("pk")] == ["Bolesławiec", "Bolesławiec"]
    assert [gmina.full_label for gmina in queries.gminas().order_by("pk")] == [
        "Bolesławiec (gmina wiejska), powiat bolesławiecki, woj. dolnośląskie",
        "Bolesławiec, powiat wieruszowski, woj. łódzkie",
    ]


def test_cities_with_powiat_rights_are_told_by_their_number() -> None:
    assert [Powiat(code=code).is_city for code in ("0201", "0260", "0261", "1465")] == [False, False, True, True]


@pytest.mark.parametrize("wrong", [{"kind": 4}, {"latitude": 50.0}, {"longitude": 20.0}])
def test_the_database_refuses_a_wrong_gmina(make_gmina: MakeGmina, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        make_gmina("020102", **wrong)


def test_the_version_changes_with_every_update() -> None:
    versions = [queries.version()]
    for _ in range(2):
        Update.objects.create(source="terc", sha256="x")
        versions.append(queries.version())
    assert versions[0] == ""
    assert len(set(versions)) == 3


def test_tables_filled_by_hand_are_searched_too(make_gmina: MakeGmina) -> None:
    make_gmina("020102")
    assert [found.gmina.pk for found in queries.find_gminas("boleslawiec")] == ["020102"]
    make_gmina("101801")
    assert [found.gmina.pk for found in queries.find_gminas("boleslawiec")] == ["020102", "101801"]
