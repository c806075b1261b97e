"""Writing persons of a register, and for which organisations they speak."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from koalicja.backroom import events
from koalicja.people.access import gmina_scope
from koalicja.people.actions.edits import Edit, Watched, held, save_edit
from koalicja.people.actions.locks import lock_registers
from koalicja.people.keys import person_keys
from koalicja.people.models import Mandate, Organisation, Person, User
from koalicja.people.queries.duplicates import namesakes
from koalicja.places.models import Gmina

EDITABLE = ("name", "age_band", "village", "note")
SILENT = ("name", "village", "note")


class AlreadySpeaks(Exception):
    """The person already speaks for this organisation."""


class PersonLooksAlike(Exception):
    """The register has persons of this name: `likely`."""

    def __init__(self, likely: list[Person]) -> None:
        super().__init__(", ".join(person.key for person in likely))  # never names: errors stand in logs
        self.likely = likely


class MandateEnded(Exception):
    """Somebody else has ended this mandate already, or it is gone."""


def _keys(person: Person) -> dict[str, str]:
    return person_keys(person.name, village=person.village)


@transaction.atomic
def add_person(gmina: Gmina, *, by: User, name: str, source: str, distinct: bool = False, **facts: str) -> Person:
    """Put one person into the register.

    Raises PersonLooksAlike where it has somebody of this name, unless a human said that this is somebody else.
    """
    lock_registers([gmina.pk])
    likely = [] if distinct else namesakes(gmina, name)
    if likely:
        raise PersonLooksAlike(likely)
    person = Person(gmina=gmina, name=name, source=source, created_by=by, **facts)
    for field, value in _keys(person).items():
        setattr(person, field, value)
    person.save()
    events.record("person.added", by=by, subject=person.key, scope=gmina_scope(gmina.pk), source=source)
    return person


def update_person(person: Person, *, by: User, seen: Mapping[str, Any], new: Mapping[str, Any], since: int) -> Edit:
    """Change what is known of a person; see save_edit for two people at once. Raises EditConflict or Gone."""
    scope = gmina_scope(person.gmina_id)
    watched = Watched("person.changed", person.key, scope, person.get_absolute_url(), {}, silent=SILENT)
    return save_edit(person, by=by, seen=seen, new=new, since=since, watched=watched, derive=_keys)


@transaction.atomic
def add_mandate(
    organisation: Organisation,
    *,
    by: User,
    person: Person | str,
    function: str = "",
    is_deputy: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> Mandate:
    """Say that a person speaks for the organisation; a name instead of a person adds that person first.

    Raises AlreadySpeaks where she has an open mandate there, Gone where one of the two is not there any more.
    """
    if isinstance(person, str):
        lock_registers([organisation.gmina_id])  # before the records of it
    held(organisation)
    if isinstance(person, str):
        person = add_person(organisation.gmina, by=by, name=person, source=organisation.name, distinct=True)
    held(person)
    try:
        with transaction.atomic():
            mandate = Mandate.objects.create(
                organisation=organisation,
                person=person,
                function=function,
                is_deputy=is_deputy,
                since=since,
                until=until,
                created_by=by,
            )
    except IntegrityError as error:
        raise AlreadySpeaks from error
    _tell("mandate.added", mandate, by)
    return mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, by: User, on: date) -> None:
    """The person stops speaking for the organisation; both stay in the register.

    `on` is not before the first day. Raises MandateEnded where somebody has ended it already.
    """
    for model, pk in ((Organisation, mandate.organisation_id), (Person, mandate.person_id)):
        list(model.objects.select_for_update().filter(pk=pk).values_list("pk"))  # the order in which others lock them
    changed = Mandate.objects.filter(pk=mandate.pk, until=None).update(until=on)
    if not changed:
        raise MandateEnded
    _tell("mandate.ended", mandate, by, on=on.isoformat())


def _tell(code: str, mandate: Mandate, by: User, **params: Any) -> None:
    """The same event in the history of both: the organisation's and the person's."""
    organisation, person = mandate.organisation, mandate.person
    scope = gmina_scope(organisation.gmina_id)
    common = {"mandate": mandate.pk, "person": person.pk, "organisation": organisation.pk, **params}
    events.record(code, by=by, subject=organisation.key, scope=scope, **common)
    events.record(code, by=by, subject=person.key, scope=scope, **common)
    now = timezone.now()
    Organisation.objects.filter(pk=organisation.pk).update(updated_at=now)
    Person.objects.filter(pk=person.pk).update(updated_at=now)
