"""A coalition itself: its name, its rhythm, who helps it."""

from datetime import date

from django.db import IntegrityError, transaction

from koalicja.coalitions.actions.telling import record_fact, scope_of, tell
from koalicja.coalitions.models import Coalition
from koalicja.people.access import gmina_scope
from koalicja.people.actions.edits import Edit, Watched, save_edit
from koalicja.people.models import Role, User
from koalicja.programmes import roles
from koalicja.programmes.models import Participation
from koalicja.standing.models import Kind


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
    tell("coalition.created", coalition, by)
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
    tell("animator.appointed", coalition, by, person=str(user), user=user.pk)


@transaction.atomic
def end_animator(*, coalition: Coalition, user: User, by: User) -> None:
    """Take back exactly the rows that follow from helping this coalition."""
    roles.take_back(kind=Role.Kind.ANIMATOR, source=coalition.key, user=user)
    tell("animator.ended", coalition, by, person=str(user), user=user.pk)


@transaction.atomic
def set_rhythm(*, coalition: Coalition, by: User, seen: int | None, months: int | None, on: date, since: int) -> Edit:
    """How often it wants to meet, in months; nothing where it has no rhythm, or none any more.

    See save_edit for two people at once.
    """
    watched = Watched("coalition.rhythm", coalition.key, scope_of(coalition), coalition.get_absolute_url(), {})
    new = {"rhythm_months": months}
    edit = save_edit(coalition, by=by, seen={"rhythm_months": seen}, new=new, since=since, watched=watched)
    if edit.changed:
        record_fact(coalition, Kind.RHYTHM_SET, by=by, on=on, detail={"months": months})
    return edit
