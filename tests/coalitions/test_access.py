"""The door to coalitions: role × ownership × verb."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from koalicja.coalitions import access

VERBS = ("view", "create", "rename", "appoint", "compose")
TABLE = {
    "anna": (200, 200, 200, 403, 200),
    "marek": (200, 403, 200, 403, 200),
    "olga": (200, 200, 403, 200, 403),
    "basia": (404,) * 5,
    "oskar": (404,) * 5,
    "karol": (404,) * 5,
    "nobody": (404,) * 5,
}


def answer(user: Any, pk: int, verb: str) -> int:
    try:
        access.coalition_for(user, pk, to=verb)
    except Http404:
        return 404
    except PermissionDenied:
        return 403
    return 200


@pytest.mark.parametrize("who", TABLE)
def test_what_each_role_may_do_with_a_coalition(who: str, request: Any, coalition: Any) -> None:
    user = AnonymousUser() if who == "nobody" else request.getfixturevalue(who)
    assert tuple(answer(user, coalition.pk, verb) for verb in VERBS) == TABLE[who]
    assert [row.pk for row in access.coalitions_of(user)] == ([coalition.pk] if TABLE[who][0] == 200 else [])


def test_an_animator_does_not_open_another_coalition_of_the_same_gmina(
    marek: Any, make_coalition: Any, other_edition: Any
) -> None:
    other = make_coalition("Druga", edition=other_edition)
    assert answer(marek, other.pk, "view") == 404


def test_who_may_create_a_coalition_for_a_lead_library(
    anna: Any, olga: Any, oskar: Any, marek: Any, coalition: Any
) -> None:
    lead = coalition.participation
    assert access.participation_for(anna, lead.pk) == lead
    assert access.participation_for(olga, lead.pk) == lead
    for stranger in (oskar, marek):
        with pytest.raises(Http404):
            access.participation_for(stranger, lead.pk)
