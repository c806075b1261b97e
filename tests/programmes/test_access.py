"""The door to programmes and editions: role × ownership."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from koalicja.programmes import access
from koalicja.programmes.models import ProgrammePartner

CAST = ("anna", "basia", "marek", "olga", "oskar", "karol")


@pytest.fixture
def people(request: Any) -> dict[str, Any]:
    return {name: request.getfixturevalue(name) for name in CAST} | {"nobody": AnonymousUser()}


def answer(door: Any, *args: Any, **kwargs: Any) -> int:
    try:
        door(*args, **kwargs)
    except Http404:
        return 404
    except PermissionDenied:
        return 403
    return 200


# Anna's gmina has a Lead Library in Olga's edition, Basia's has none. Oskar runs the programme's other edition.
EDITION = {
    "olga": (200, 200),
    "anna": (200, 403),
    "marek": (200, 403),
    "oskar": (200, 403),
    "basia": (404, 404),
    "karol": (404, 404),
    "nobody": (404, 404),
}


@pytest.mark.parametrize("who", EDITION)
def test_an_edition_is_seen_by_its_gminas_and_changed_by_its_operator(
    who: str, people: dict[str, Any], coalition: Any
) -> None:
    edition = coalition.edition
    got = (
        answer(access.edition_for, people[who], edition.pk),
        answer(access.edition_for, people[who], edition.pk, to="edit"),
    )
    assert got == EDITION[who]


@pytest.mark.parametrize("who", EDITION)
def test_a_library_of_an_edition_has_the_door_of_the_edition(who: str, people: dict[str, Any], coalition: Any) -> None:
    row = coalition.participation
    got = (
        answer(access.participation_for, people[who], row.pk),
        answer(access.participation_for, people[who], row.pk, to="edit"),
    )
    assert got == EDITION[who]


@pytest.mark.parametrize("who", EDITION)
def test_a_programme_is_changed_by_whoever_runs_one_of_its_editions(
    who: str, people: dict[str, Any], coalition: Any
) -> None:
    programme = coalition.edition.programme
    partner = ProgrammePartner.objects.create(programme=programme, part="owner", name="Fundacja")
    expected = (200, 200) if who == "oskar" else EDITION[who]
    got = (
        answer(access.programme_for, people[who], programme.slug),
        answer(access.programme_for, people[who], programme.slug, to="edit"),
    )
    assert got == expected
    assert answer(access.partner_for, people[who], programme.slug, partner.pk) == expected[0]


def test_a_coordinator_sees_only_the_editions_her_gmina_is_in(anna: Any, coalition: Any, other_edition: Any) -> None:
    assert access.editions_seen_by(anna, coalition.edition.programme_id) == {coalition.edition_id}


def test_a_partner_of_another_programme_is_not_found(olga: Any, coalition: Any) -> None:
    from koalicja.programmes.models import Programme

    other = Programme.objects.create(name="Inny", slug="inny")
    partner = ProgrammePartner.objects.create(programme=other, part="owner", name="Fundacja")
    assert answer(access.partner_for, olga, coalition.edition.programme.slug, partner.pk) == 404
