"""The only door to registers and what is in them. What each role may do is data; tests hold it against every address.

404 for those who may not know that something exists, 403 (with the reason) for those who see it but may not act.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from koalicja.people.closed_names import is_closed_name
from koalicja.people.models import (
    Batch,
    Contact,
    ContactEntry,
    Mandate,
    Merge,
    Organisation,
    Person,
    Role,
)
from koalicja.places.models import Gmina

# What a role may do with the register of a gmina in its scope. docs/roles.md says it in words.
PERMISSIONS: dict[str, frozenset[str]] = {
    Role.Kind.OPERATOR: frozenset({"view", "export"}),
    Role.Kind.ANIMATOR: frozenset({"view", "contacts", "edit"}),
    Role.Kind.COORDINATOR: frozenset({"view", "contacts", "edit", "load", "export", "export_contacts"}),
}
# What a role may do with an edition in its scope.
EDITION_PERMISSIONS: dict[str, frozenset[str]] = {
    Role.Kind.OPERATOR: frozenset({"view", "load", "jobs"}),
    Role.Kind.ANIMATOR: frozenset(),
    Role.Kind.COORDINATOR: frozenset(),
}


def roles_of(user: Any) -> list[Role]:
    """The user's open roles, read once a request (kept on the user object)."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "_open_roles"):
        user._open_roles = list(Role.objects.filter(user=user, ended_at=None))
    roles: list[Role] = user._open_roles
    return roles


def permissions_in(user: Any, scope: str) -> frozenset[str]:
    """All that the user's roles allow in this scope ("gmina:020102", "edition:3")."""
    table = EDITION_PERMISSIONS if scope.startswith("edition:") else PERMISSIONS
    return frozenset().union(*(table[role.kind] for role in roles_of(user) if role.scope == scope))


def can(user: Any, verb: str, scope: str) -> bool:
    """Whether the user may do this (view, edit, load, export …) in this scope."""
    return verb in permissions_in(user, scope)


def demand(user: Any, verb: str, scope: str) -> None:
    """Pass, or raise 404 (nothing to know here) or 403 (known, but not yours to do)."""
    allowed = permissions_in(user, scope)
    if not allowed:
        raise Http404
    if verb == "contacts" and verb not in allowed:
        raise PermissionDenied(
            _("Your role shows no names and contacts: they are seen by the people of this gmina and their animator.")
        )
    if verb not in allowed:
        raise PermissionDenied(_("Your role lets you look here, but not do this. Ask the coordinator of this gmina."))


def gmina_scope(code: str) -> str:
    """The plain key of a gmina's register."""
    return f"gmina:{code}"


def register_for(user: Any, code: str, *, to: str = "view") -> Gmina:
    """The gmina whose register the user may open, or 404 or 403."""
    demand(user, to, gmina_scope(code))
    return get_object_or_404(Gmina.objects.select_related("powiat__voivodeship"), pk=code)


def organisation_for(user: Any, code: str, pk: int, *, to: str = "view") -> Organisation:
    """An organisation of a register the user may open; 404 where it belongs to another gmina.

    403 where its name may be a person's and the user may see no people.
    """
    register_for(user, code, to=to)
    rows = Organisation.objects.select_related("gmina__powiat__voivodeship")
    found = get_object_or_404(rows, pk=pk, gmina_id=code)
    if is_closed_name(found.name, group=found.group, decided=found.class_decided):
        demand(user, "contacts", gmina_scope(code))
    return found


def person_for(user: Any, code: str, pk: int, *, to: str = "view") -> Person:
    """A person of a register the user may open; 404 where she belongs to another gmina, 403 who may see no people."""
    demand(user, "contacts", gmina_scope(code))
    register_for(user, code, to=to)
    return get_object_or_404(Person.objects.select_related("gmina__powiat__voivodeship"), pk=pk, gmina_id=code)


def record_for(user: Any, code: str, kind: str, pk: int, *, to: str = "view") -> Organisation | Person:
    """An organisation or a person, as the address says: kind is "organisation" or "person"."""
    return (organisation_for if kind == "organisation" else person_for)(user, code, pk, to=to)


def contact_for(user: Any, code: str, pk: int, *, to: str = "edit") -> Contact:
    """A contact of an organisation or person of a register the user may open."""
    register_for(user, code, to=to)
    owned = Q(organisation__gmina_id=code) | Q(person__gmina_id=code)
    return get_object_or_404(Contact.objects.select_related("organisation", "person"), owned, pk=pk)


def log_entry_for(user: Any, code: str, pk: int, *, to: str = "edit") -> ContactEntry:
    """A line of the contact log of a register the user may open."""
    register_for(user, code, to=to)
    owned = Q(organisation__gmina_id=code) | Q(person__gmina_id=code)
    return get_object_or_404(ContactEntry.objects.select_related("organisation", "person"), owned, pk=pk)


def mandate_for(user: Any, code: str, pk: int, *, to: str = "edit") -> Mandate:
    """A mandate in an organisation of a register the user may open."""
    register_for(user, code, to=to)
    mandates = Mandate.objects.select_related("organisation__gmina", "person")
    return get_object_or_404(mandates, pk=pk, organisation__gmina_id=code)


def merge_for(user: Any, code: str, pk: int, *, to: str = "edit") -> Merge:
    """A merge of two records of a register the user may open."""
    register_for(user, code, to=to)
    return get_object_or_404(Merge, pk=pk, gmina_id=code)


def batch_for(user: Any, pk: int, *, to: str = "load") -> Batch:
    """A loaded file of a register or edition the user may load into."""
    batch = get_object_or_404(Batch.objects.select_related("gmina", "default_gmina", "created_by"), pk=pk)
    demand(user, to, batch.scope)
    return batch


def gminas_of(user: Any, verb: str = "view") -> list[str]:
    """Codes of the gminas in which the user may do this."""
    return sorted(
        role.scope.removeprefix("gmina:")
        for role in roles_of(user)
        if role.scope.startswith("gmina:") and verb in PERMISSIONS[role.kind]
    )


def operates(user: Any, scope: str) -> bool:
    """Whether the user is the operator of this edition, or of the edition that this gmina takes part in."""
    return any(role.kind == Role.Kind.OPERATOR and role.scope == scope for role in roles_of(user))


def is_operator(user: Any) -> bool:
    """Whether the user runs at least one edition."""
    return any(role.kind == Role.Kind.OPERATOR and role.scope.startswith("edition:") for role in roles_of(user))
