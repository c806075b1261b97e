"""Suggestions of a register, each with its likely twin among those listed."""

from dataclasses import dataclass

from django.db.models import QuerySet

from koalicja.people.models import Organisation
from koalicja.people.queries.duplicates import Likeness, Register
from koalicja.places.models import Gmina


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
