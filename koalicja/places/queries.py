"""Reads over places: the register for imports, search, and what a page about a gmina shows."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet

from koalicja.engine.matching.gminas import Gazetteer, GminaFact, PlaceFact
from koalicja.places import index
from koalicja.places.models import Gmina, Place, Powiat, Update, Voivodeship
from koalicja.places.terc import GminaUnit, Register

CODE = re.compile(r"(?P<gmina>[0-9]{6})[1-9]?")  # the seventh digit, where given, is the type

EARTH_RADIUS_KM = 6371.0
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180

KIND_WORDS = {1: "miejska urban", 2: "wiejska rural", 3: "miejsko-wiejska urban-rural"}  # may follow a name typed


@dataclass(frozen=True)
class FoundGmina:
    """A gmina that was searched for; `place` is the town or village that led to it, or empty."""

    gmina: Gmina
    place: str = ""


def gminas() -> QuerySet[Gmina]:
    """Gminas with all that their labels show."""
    return Gmina.objects.select_related("powiat__voivodeship")


def version() -> str:
    """Another text after every change of the tables; empty while nothing was loaded into them."""
    newest = Update.objects.order_by("-pk").values_list("pk", "applied_at").first()
    return f"{newest[0]} {newest[1].isoformat()}" if newest else ""


def last_update(source: str) -> Update | None:
    return Update.objects.filter(source=source).order_by("-pk").first()


def register() -> Register:
    """All voivodeships, powiats and gminas as plain values."""
    powiats = list(Powiat.objects.values_list("code", "name", "abolished_on"))
    units = [
        (GminaUnit(code, name, kind), abolished_on)
        for code, name, kind, abolished_on in Gmina.objects.values_list("code", "name", "kind", "abolished_on")
    ]
    return Register(
        voivodeships=dict(Voivodeship.objects.values_list("code", "name")),
        powiats={code: name for code, name, abolished_on in powiats if abolished_on is None},
        gminas={unit.code: unit for unit, abolished_on in units if abolished_on is None},
        gone_powiats={code: name for code, name, abolished_on in powiats if abolished_on is not None},
        gone_gminas={unit.code: unit for unit, abolished_on in units if abolished_on is not None},
    )


def find_gminas(text: str, *, limit: int = 20, with_abolished: bool = True) -> list[FoundGmina]:
    """Gminas that the text may mean, best first: a name or its beginning, a place in it, or a code of 6 or 7 digits.

    Case and diacritics do not matter; words of the powiat or voivodeship may follow. Small mistakes are forgiven only
    where nothing matches without them. Two queries, whatever is found.
    """
    code = CODE.fullmatch(re.sub(r"[\s.-]", "", text))
    hits = [index.Hit(code["gmina"], "")] if code else index.find(_names(), text, limit=limit + 5)
    found = gminas().in_bulk([hit.gmina for hit in hits])
    results = [FoundGmina(found[hit.gmina], hit.place) for hit in hits if hit.gmina in found]
    return [result for result in results if with_abolished or result.gmina.abolished_on is None][:limit]


def _names() -> tuple[index.Entry, ...]:
    """Names of all gminas and places, kept in memory until the tables change."""
    now = version()
    return _names_at(now) if now else _read_names()


@lru_cache(maxsize=1)
def _names_at(_version: str) -> tuple[index.Entry, ...]:
    return _read_names()


def _read_names() -> tuple[index.Entry, ...]:
    found = {gmina.pk: gmina for gmina in gminas()}
    own = [_entry(gmina) for gmina in found.values()]
    places = [
        _entry(found[code], place=name)
        for name, code in Place.objects.order_by("pk").values_list("name", "gmina_id")
        if name != found[code].name
    ]
    return (*own, *places)


def _entry(gmina: Gmina, *, place: str = "") -> index.Entry:
    kind = KIND_WORDS.get(gmina.kind or 0, "")
    around = [gmina.name if place else "", gmina.powiat.name, gmina.powiat.voivodeship.name, kind]
    return index.build_entry(
        gmina.pk,
        place or gmina.name,
        around,
        place=place,
        population=gmina.population,
        is_abolished=gmina.abolished_on is not None,
    )


def gazetteer() -> Gazetteer:
    """What recognises a gmina in a row of a file; ended gminas are left out. Kept in memory until the tables change."""
    now = version()
    return _gazetteer_at(now) if now else _read_gazetteer()


@lru_cache(maxsize=1)
def _gazetteer_at(_version: str) -> Gazetteer:
    return _read_gazetteer()


def _read_gazetteer() -> Gazetteer:
    facts = [
        GminaFact(gmina.pk, gmina.name, gmina.kind, gmina.powiat.name, gmina.powiat.voivodeship.name)
        for gmina in gminas().filter(abolished_on=None)
    ]
    places = Place.objects.order_by("pk").values_list("name", "gmina_id")
    return Gazetteer(facts, (PlaceFact(name, code) for name, code in places))


def place_names(gmina: Gmina) -> list[str]:
    """Towns and villages known in the gmina, in the order of the alphabet, each name once."""
    return list(dict.fromkeys(Place.objects.filter(gmina=gmina).order_by("search_key").values_list("name", flat=True)))


def gminas_around(gmina: Gmina, km: float) -> list[Gmina] | None:
    """Other gminas that exist and lie within so many kilometres, nearest first; None where we do not know where it is.

    A gmina without coordinates is not among them.
    """
    if gmina.latitude is None or gmina.longitude is None:
        return None
    rows = Gmina.objects.filter(abolished_on=None).exclude(pk=gmina.pk).exclude(latitude=None)
    north = km / KM_PER_DEGREE
    east = north / max(0.01, math.cos(math.radians(gmina.latitude)))
    near = rows.filter(
        latitude__range=(gmina.latitude - north, gmina.latitude + north),
        longitude__range=(gmina.longitude - east, gmina.longitude + east),
    )
    found = sorted((_km_between(gmina, other), other.pk, other) for other in near)
    return [other for distance, _code, other in found if distance <= km]


def _km_between(one: Gmina, other: Gmina) -> float:
    """Along the surface, in kilometres; both have coordinates."""
    assert None not in (one.latitude, one.longitude, other.latitude, other.longitude)  # noqa: S101 - asked for above
    here, there = math.radians(one.latitude or 0), math.radians(other.latitude or 0)
    turn = math.radians((other.longitude or 0) - (one.longitude or 0))
    half = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(turn / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))
