"""Writes of coalitions: each is one whole effect, told in one event."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from koalicja.backroom import events
from koalicja.coalitions.models import Coalition
from koalicja.people.access import gmina_scope
from koalicja.people.actions.edits import Edit, Watched, save_edit
from koalicja.people.models import Role, User
from koalicja.programmes import roles
from koalicja.programmes.models import Participation


class CoalitionExists(Exception):
    """This Lead Library has its coalition in this edition already."""


class OnlyLeadLibraries(Exception):
    """A coalition forms around a Lead Library; a Partner Library sits at its table."""


@transaction.atomic
def create_coalition(
    *, participation: Participation, by: User | None, name: str, formed_on: date | None = None
) -> Coalition:
    """The coalition of a Lead Library. Raises CoalitionExists or OnlyLeadLibraries."""
    if participation.part != Participation.Part.LEAD:
        raise OnlyLeadLibraries(str(participation))
    try:
        with transaction.atomic():
            coalition = Coalition.objects.create(
                participation=participation,
                edition_id=participation.edition_id,
                gmina_id=participation.gmina_id,
                name=name,
                formed_on=formed_on,
            )
    except IntegrityError as error:
        raise CoalitionExists(str(participation)) from error
    _tell("coalition.created", coalition, by)
    return coalition


def rename_coalition(*, coalition: Coalition, by: User, seen: str, name: str, since: int) -> Edit:
    """Another name; see save_edit for two people at once. Raises EditConflict."""
    watched = Watched(
        "coalition.renamed", coalition.key, f"edition:{coalition.edition_id}", coalition.get_absolute_url(), {}
    )
    return save_edit(coalition, by=by, seen={"name": seen}, new={"name": name}, since=since, watched=watched)


@transaction.atomic
def appoint_animator(*, coalition: Coalition, user: User, by: User | None) -> None:
    """The user helps this coalition, and with it keeps the register of its gmina."""
    scopes = [coalition.key, gmina_scope(coalition.gmina_id)]
    roles.give(user, Role.Kind.ANIMATOR, scopes, source=coalition.key, by=by)
    _tell("animator.appointed", coalition, by, person=str(user), user=user.pk)


@transaction.atomic
def end_animator(*, coalition: Coalition, user: User, by: User) -> None:
    """Take back exactly the rows that follow from helping this coalition."""
    roles.take_back(kind=Role.Kind.ANIMATOR, source=coalition.key, user=user)
    _tell("animator.ended", coalition, by, person=str(user), user=user.pk)


def _tell(code: str, coalition: Coalition, by: User | None, **params: Any) -> None:
    scope = f"edition:{coalition.edition_id}"
    events.record(code, by=by, subject=coalition.key, scope=scope, name=coalition.name, **params)
