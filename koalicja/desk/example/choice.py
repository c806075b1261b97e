"""Which gminas the example takes place in: rural and urban-rural, small, from all 16 voivodeships."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import nsmallest
from math import cos, radians
from random import Random

from koalicja.places.models import Gmina

LEADS_I, LEADS_II, PROMOTED = 150, 128, 12
LEAST_PEOPLE, MOST_PEOPLE = 3_000, 20_000
# Towns are small and dense. This bound leaves every urban gmina out also where its type is not known yet.
LEAST_KM2, MOST_PEOPLE_PER_KM2 = Decimal(80), 100
NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class Spot:
    """A gmina as much as choosing needs."""

    code: str
    voivodeship: str
    latitude: float
    longitude: float
    is_eligible: bool


def spots() -> list[Spot]:
    """Every gmina with coordinates, by code."""
    rows = Gmina.objects.filter(abolished_on=None, latitude__isnull=False).order_by("pk")
    return [
        Spot(row.pk, row.pk[:2], row.latitude or 0.0, row.longitude or 0.0, is_eligible(row))
        for row in rows.only("pk", "latitude", "longitude", "population", "area_km2", "kind")
    ]


def is_eligible(gmina: Gmina) -> bool:
    people, area = gmina.population, gmina.area_km2
    if people is None or area is None or gmina.kind == Gmina.Kind.URBAN:
        return False
    return LEAST_PEOPLE <= people <= MOST_PEOPLE and area >= LEAST_KM2 and people / area <= MOST_PEOPLE_PER_KM2


def shares(counts: Mapping[str, int], total: int) -> dict[str, int]:
    """`total` places divided in proportion to the counts, by largest remainders; at least one each."""
    whole = sum(counts.values())
    exact = {key: total * count / whole for key, count in counts.items()}
    given = {key: max(1, int(share)) for key, share in exact.items()}
    most_short = sorted(exact, key=lambda key: (given[key] - exact[key], key))
    for key in most_short[: max(0, total - sum(given.values()))]:
        given[key] += 1
    return given


def chosen(places: Sequence[Spot], total: int, rng: Random, *, without: Collection[str] = ()) -> list[str]:
    """Codes of `total` eligible gminas, spread over the voivodeships as the eligible ones are."""
    by_voivodeship: dict[str, list[str]] = defaultdict(list)
    for place in places:
        if place.is_eligible and place.code not in without:
            by_voivodeship[place.voivodeship].append(place.code)
    wanted = shares({key: len(codes) for key, codes in by_voivodeship.items()}, total)
    return sorted(code for key in sorted(wanted) for code in rng.sample(by_voivodeship[key], wanted[key]))


def neighbours(code: str, places: Sequence[Spot]) -> list[str]:
    """The nearest gminas, nearest first."""
    here = next(place for place in places if place.code == code)
    narrow = cos(radians(here.latitude))

    def distance(other: Spot) -> float:
        return (other.latitude - here.latitude) ** 2 + ((other.longitude - here.longitude) * narrow) ** 2

    return [place.code for place in nsmallest(NEIGHBOURS + 1, places, key=distance) if place.code != code]
