"""The only door to coalitions. 404: not for you to know; 403: yours to see, but not to do."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from koalicja.coalitions.models import (
    Answer,
    Area,
    Asset,
    Candidacy,
    Coalition,
    CompositionRun,
    Invitation,
    NamedLine,
    NamingSession,
)
from koalicja.people.access import can, gmina_scope, roles_of
from koalicja.people.models import Role
from koalicja.programmes.models import Participation

# What a role may do with a coalition: the operator of its edition, its animator, the coordinator of its gmina.
# "edit" is what it is for (texts, leadership, areas, assets), "invite" is work with those who are considered.
PERMISSIONS: dict[str, frozenset[str]] = {
    Role.Kind.OPERATOR: frozenset({"view", "create", "appoint"}),
    Role.Kind.ANIMATOR: frozenset({"view", "rename", "compose", "edit", "invite"}),
    Role.Kind.COORDINATOR: frozenset({"view", "create", "rename", "compose", "edit", "invite"}),
}


def _allowed(user: Any, edition: int, gmina: str, coalition: int | None = None) -> frozenset[str]:
    """The scope in which each role holds: an animator's is the coalition itself, never the whole gmina."""
    scopes = {
        (Role.Kind.OPERATOR, f"edition:{edition}"),
        (Role.Kind.ANIMATOR, f"coalition:{coalition}"),
        (Role.Kind.COORDINATOR, gmina_scope(gmina)),
    }
    return frozenset().union(*(PERMISSIONS[role.kind] for role in roles_of(user) if (role.kind, role.scope) in scopes))


def permissions_in(user: Any, coalition: Coalition) -> frozenset[str]:
    """All that the user may do with this coalition."""
    return _allowed(user, coalition.edition_id, coalition.gmina_id, coalition.pk)


def _demand(allowed: frozenset[str], verb: str) -> None:
    if not allowed:
        raise Http404
    if verb not in allowed:
        raise PermissionDenied(_("Your role lets you look here, but not do this. Ask the operator of this edition."))


def coalition_for(user: Any, pk: int, *, to: str = "view") -> Coalition:
    """The coalition, or 404 or 403."""
    related = ("edition__programme", "gmina__powiat__voivodeship", "participation__library")
    coalition = get_object_or_404(Coalition.objects.select_related(*related), pk=pk)
    _demand(permissions_in(user, coalition), to)
    return coalition


def run_for(user: Any, pk: int, number: int, *, to: str = "view") -> CompositionRun:
    """A proposal of a coalition the user may open, or 404 or 403."""
    coalition = coalition_for(user, pk, to=to)
    related = ("job", "parent", "created_by")
    run = get_object_or_404(CompositionRun.objects.select_related(*related), coalition=coalition, number=number)
    run.coalition = coalition
    return run


def area_for(user: Any, pk: int, area: int, *, to: str = "edit") -> Area:
    """An area of a coalition the user may open, or 404 or 403."""
    coalition = coalition_for(user, pk, to=to)
    found = get_object_or_404(Area, coalition=coalition, pk=area)
    found.coalition = coalition
    return found


def asset_for(user: Any, pk: int, asset: int, *, to: str = "edit") -> Asset:
    """An asset of a coalition the user may open, or 404 or 403."""
    coalition = coalition_for(user, pk, to=to)
    found = get_object_or_404(Asset, coalition=coalition, pk=asset)
    found.coalition = coalition
    return found


def candidacy_for(user: Any, pk: int, candidacy: int, *, to: str = "invite") -> Candidacy:
    """Somebody considered for a coalition the user may open, or 404 or 403."""
    coalition = coalition_for(user, pk, to=to)
    related = ("organisation", "person")
    found = get_object_or_404(Candidacy.objects.select_related(*related), coalition=coalition, pk=candidacy)
    found.coalition = coalition
    return found


def naming_for(user: Any, pk: int, session: int, *, to: str = "invite") -> NamingSession:
    """A naming session of a coalition the user may open, or 404 or 403."""
    coalition = coalition_for(user, pk, to=to)
    found = get_object_or_404(NamingSession, coalition=coalition, pk=session)
    found.coalition = coalition
    return found


def named_line_for(user: Any, pk: int, line: int, *, to: str = "invite") -> NamedLine:
    """A typed name of a coalition the user may open, or 404 or 403."""
    coalition = coalition_for(user, pk, to=to)
    lines = NamedLine.objects.select_related("session", "candidacy__organisation", "candidacy__person")
    found = get_object_or_404(lines, session__coalition=coalition, pk=line)
    found.session.coalition = coalition
    return found


def invitation_for(user: Any, pk: int, invitation: int, *, to: str = "invite") -> Invitation:
    """An invitation of a coalition the user may open, or 404 or 403."""
    coalition = coalition_for(user, pk, to=to)
    related = ("candidacy__organisation", "candidacy__person")
    mine = Invitation.objects.filter(candidacy__coalition=coalition).select_related(*related)
    found = get_object_or_404(mine, pk=invitation)
    found.candidacy.coalition = coalition
    return found


def answer_for(user: Any, pk: int, answer: int, *, to: str = "invite") -> Answer:
    """An answer given to a coalition the user may open, or 404 or 403."""
    coalition = coalition_for(user, pk, to=to)
    related = ("candidacy__organisation", "candidacy__person")
    mine = Answer.objects.filter(candidacy__coalition=coalition).select_related(*related)
    found = get_object_or_404(mine, pk=answer)
    found.candidacy.coalition = coalition
    return found


def knows_people(user: Any, coalition: Coalition) -> bool:
    """Whether the user may read names of residents, as in the register of the gmina."""
    return can(user, "contacts", gmina_scope(coalition.gmina_id))


def participation_for(user: Any, pk: int, *, to: str = "create") -> Participation:
    """A Lead Library for which the user may create a coalition, or 404 or 403."""
    related = ("edition__programme", "gmina__powiat__voivodeship", "library")
    lead = Participation.objects.filter(part=Participation.Part.LEAD).select_related(*related)
    participation = get_object_or_404(lead, pk=pk)
    _demand(_allowed(user, participation.edition_id, participation.gmina_id), to)
    return participation


def coalitions_of(user: Any) -> QuerySet[Coalition]:
    """Every coalition the user may open."""
    scopes: dict[str, list[str]] = {"edition": [], "coalition": [], "gmina": []}
    for role in roles_of(user):
        kind, _colon, key = role.scope.partition(":")
        holds = {"edition": Role.Kind.OPERATOR, "coalition": Role.Kind.ANIMATOR, "gmina": Role.Kind.COORDINATOR}
        if holds.get(kind) == role.kind:
            scopes[kind].append(key)
    mine = Q(edition__in=scopes["edition"]) | Q(pk__in=scopes["coalition"]) | Q(gmina__in=scopes["gmina"])
    return Coalition.objects.filter(mine)
