"""Suggestions of a register, each with its likely twin among those listed."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from koalicja.backroom import events
from koalicja.backroom.models import Event
from koalicja.people.access import gmina_scope
from koalicja.people.models import Organisation, Person
from koalicja.people.queries.duplicates import Likeness, Register
from koalicja.places.models import Gmina

UNDO_HOURS = 24


@dataclass(frozen=True, slots=True)
class Taken:
    """Suggestions that were taken into the register in one go, those that nobody has changed since."""

    event: Event
    pks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion, and who of the register it may be."""

    organisation: Organisation
    twin: Likeness | None

    @property
    def pk(self) -> int:
        return self.organisation.pk

    def __str__(self) -> str:
        return self.organisation.name


def suggestion_rows(gmina: Gmina, organisations: list[Organisation]) -> list[Suggestion]:
    """One page of suggestions; two more queries however many there are."""
    register = Register(gmina, villages={organisation.village for organisation in organisations})
    rows = []
    for organisation in organisations:
        twins = register.like(organisation.name, village=organisation.village, limit=1)
        rows.append(Suggestion(organisation, twins[0] if twins and twins[0].verdict != "possible" else None))
    return rows


def dismissed_suggestions(gmina: Gmina) -> QuerySet[Organisation]:
    """Organisations put aside or taken out of the register, newest first."""
    return Organisation.objects.filter(gmina=gmina, state=Organisation.State.DISMISSED).order_by("-updated_at", "pk")


def removed_people(gmina: Gmina) -> QuerySet[Person]:
    """Persons taken out of the register, newest first."""
    return Person.objects.filter(gmina=gmina, state=Person.State.DISMISSED).order_by("-updated_at", "pk")


def taken_last(gmina: Gmina) -> Taken | None:
    """What was taken in last and can still be made suggestions again: within a day, and while some are untouched."""
    since = timezone.now() - timedelta(hours=UNDO_HOURS)
    told = events.in_scope(gmina_scope(gmina.pk)).filter(code="suggestions.added", at__gte=since)
    event = told.select_related("by").order_by("-pk").first()
    if event is None:
        return None
    listed = Organisation.objects.filter(pk__in=event.params["organisations"], state=Organisation.State.LISTED)
    untouched = listed.filter(updated_at__lte=event.at).order_by("pk").values_list("pk", flat=True)
    return Taken(event, tuple(untouched)) if untouched else None
