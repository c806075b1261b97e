"""The door to pages of the operator."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from koalicja.backroom.models import Job
from koalicja.people.access import is_operator, roles_of
from koalicja.people.models import Role


def operated_scopes(roles: Iterable[Role]) -> list[str]:
    """Every scope these roles operate: editions and their gminas."""
    return sorted({role.scope for role in roles if role.kind == Role.Kind.OPERATOR})


def job_scopes(user: Any) -> list[str]:
    """Every scope whose background work the operator answers for; 404 for everybody else."""
    if not is_operator(user):
        raise Http404
    return operated_scopes(roles_of(user))


def job_for(user: Any, pk: int) -> Job:
    """A piece of background work in one of the operator's editions and gminas."""
    return get_object_or_404(Job, pk=pk, scope__in=job_scopes(user))
