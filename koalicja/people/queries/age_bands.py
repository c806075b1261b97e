"""Which age bands a register asks for, and which it holds besides."""

from koalicja.people.models import AgeBands, Person
from koalicja.places.models import Gmina

USUAL_BANDS = ("13-19", "20-34", "35-59", "60+")


def age_bands_of(gmina: Gmina) -> tuple[str, ...]:
    """The bands to choose from in this register: those of its edition, or the usual ones."""
    keys = AgeBands.objects.filter(gmina=gmina).values_list("keys", flat=True).first()
    return tuple(keys or USUAL_BANDS)


def bands_understood(gmina: Gmina | None) -> frozenset[str]:
    """The bands a file may bring: those to choose from, and those that somebody of the register has already."""
    if gmina is None:
        return frozenset(USUAL_BANDS)
    held = Person.objects.filter(gmina=gmina).exclude(age_band="").order_by().values_list("age_band", flat=True)
    return frozenset({*age_bands_of(gmina), *held.distinct()})
