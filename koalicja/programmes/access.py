"""The only door to programmes and editions. 404: not for you to know; 403: yours to see, but not to change."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from koalicja.people.access import gminas_of, roles_of
from koalicja.people.models import Role
from koalicja.programmes.models import Edition, Participation, Programme, ProgrammePartner

# What a role may do with an edition it runs (operator) or that its gmina takes part in (the others).
# Loading files for an edition and its jobs stand in people.access.EDITION_PERMISSIONS.
PERMISSIONS: dict[str, frozenset[str]] = {
    Role.Kind.OPERATOR: frozenset({"view", "edit"}),
    Role.Kind.ANIMATOR: frozenset({"view"}),
    Role.Kind.COORDINATOR: frozenset({"view"}),
}


def editions_run_by(user: Any) -> set[int]:
    """Ids of the editions the user operates."""
    return {
        int(role.scope.removeprefix("edition:"))
        for role in roles_of(user)
        if role.kind == Role.Kind.OPERATOR and role.scope.startswith("edition:")
    }


def permissions_in(user: Any, edition: Edition) -> frozenset[str]:
    """All that the user may do with the edition: by running it, by her gmina, or by running another edition of it."""
    if edition.pk in editions_run_by(user):
        return PERMISSIONS[Role.Kind.OPERATOR]
    return frozenset({"view"}) if edition.pk in editions_seen_by(user, edition.programme_id) else frozenset()


def editions_seen_by(user: Any, programme_id: int) -> set[int]:
    """Ids of the programme's editions that the user may open: hers, those of her gminas; all, if she runs one."""
    editions = Edition.objects.filter(programme=programme_id)
    every = set(editions.values_list("pk", flat=True))
    run = editions_run_by(user)
    if run & every:
        return every
    gminas = gminas_of(user)
    if not gminas:
        return set()
    return set(editions.filter(participations__gmina__in=gminas).values_list("pk", flat=True))


def _demand(allowed: frozenset[str], verb: str) -> None:
    if not allowed:
        raise Http404
    if verb not in allowed:
        raise PermissionDenied(_("Your role lets you look here, but not change it. Ask the operator of this edition."))


def edition_for(user: Any, pk: int, *, to: str = "view") -> Edition:
    """The edition, or 404 or 403."""
    edition = get_object_or_404(Edition.objects.select_related("programme"), pk=pk)
    _demand(permissions_in(user, edition), to)
    return edition


def programme_for(user: Any, slug: str, *, to: str = "view") -> Programme:
    """The programme of an edition the user may open; only who runs one of its editions may change it."""
    programme = get_object_or_404(Programme, slug=slug)
    seen = editions_seen_by(user, programme.pk)
    runs = bool(seen & editions_run_by(user))
    _demand(frozenset({"view", "edit"} if runs else {"view"} if seen else ()), to)
    return programme


def partner_for(user: Any, slug: str, pk: int, *, to: str = "view") -> ProgrammePartner:
    """An organisation behind a programme that the user may open."""
    programme = programme_for(user, slug, to=to)
    return get_object_or_404(ProgrammePartner.objects.select_related("programme"), pk=pk, programme=programme)


def participation_for(user: Any, pk: int, *, to: str = "view") -> Participation:
    """A library's part in an edition that the user may open."""
    related = ("edition__programme", "library", "gmina__powiat__voivodeship", "lead__library")
    participation = get_object_or_404(Participation.objects.select_related(*related), pk=pk)
    _demand(permissions_in(user, participation.edition), to)
    return participation
