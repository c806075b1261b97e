"""Whom registers suggest for a naming session: organisations only, by name, sector and village, each with reasons."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from koalicja.coalitions.models import Coalition
from koalicja.coalitions.naming_questions import residents_band
from koalicja.coalitions.queries.candidates import LISTED, NEAR_KM, OFFICE, library_of
from koalicja.coalitions.queries.naming_matches import RESIDENTS, Box
from koalicja.engine.matching.text import fold
from koalicja.people.models import ContactEntry, Organisation
from koalicja.places.queries import gminas_around

OWN, NEAR = 3, 2  # how many are shown in a box
COLUMNS = ("pk", "name", "group", "sector", "village", "gmina_id")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An organisation that nobody has named yet. `reasons` are codes; `near` is the neighbouring gmina, "" for ours."""

    pk: int
    name: str
    group: str
    sector: str
    village: str
    gmina: str
    reasons: tuple[str, ...] = ()
    near: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What one box suggests, and how many more the register has for it."""

    own: tuple[Suggestion, ...] = ()
    near: tuple[Suggestion, ...] = ()
    more: int = 0


def suggestions(coalition: Coalition, boxes: Sequence[Box], listed: Collection[int]) -> dict[str, Offered]:
    """Suggestions by the key of their box; `listed` are organisations that are not to be named again."""
    own = _rows(Organisation.objects.filter(gmina=coalition.gmina_id, state=LISTED).order_by("name", "pk"))
    new = [each for each in own if each.pk not in listed]
    reasons = _reasons(coalition, own, listed)
    ranked = sorted(new, key=lambda each: (-len(reasons[each.pk]), fold(each.name), each.pk))
    bands = [box.band for box in boxes if box.is_of_residents]
    near = _near(coalition, {each.sector for each in own}, listed)
    return {box.key: _offered(box, bands, ranked, reasons, near) for box in boxes}


def is_suggestible(coalition: Coalition, organisation: Organisation) -> bool:
    """Whether it stands in the register of the gmina, or of a neighbouring one, and is not the Lead Library."""
    if organisation.state != LISTED or organisation == library_of(coalition):
        return False
    if organisation.gmina_id == coalition.gmina_id:
        return True
    around = gminas_around(coalition.gmina, NEAR_KM) or []
    return organisation.sector != OFFICE and organisation.gmina_id in {each.pk for each in around}


def _rows(found: Iterable[Organisation]) -> list[Suggestion]:
    return [Suggestion(*row) for row in found.values_list(*COLUMNS)]  # type: ignore[attr-defined]  # a query set


def _reasons(coalition: Coalition, own: Sequence[Suggestion], listed: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Why each is worth a thought: what it adds to those listed, where there is anybody, and that nobody has talked
    with it."""
    kinds = Counter((each.sector, fold(each.village)) for each in own if each.sector and each.village)
    there = [each for each in own if each.pk in listed]
    begun = set(listed) != {library_of(coalition).pk}
    villages, sectors = {fold(each.village) for each in there}, {each.sector for each in there}
    asked = set(
        ContactEntry.objects.filter(organisation__gmina=coalition.gmina_id)
        .order_by()
        .values_list("organisation", flat=True)
        .distinct()
    )
    found = {}
    for each in own:
        place = fold(each.village)
        told = (
            ("no_kind", begun and bool(each.sector) and each.sector not in sectors),
            ("no_village", begun and bool(place) and place not in villages),
            ("not_asked", each.pk not in asked),
            ("only_kind", bool(each.sector) and bool(place) and kinds[each.sector, place] == 1),
        )
        found[each.pk] = tuple(code for code, is_so in told if is_so)
    return found


def _near(coalition: Coalition, ours: Collection[str], listed: Collection[int]) -> list[Suggestion]:
    """Organisations of neighbouring gminas of a kind that our register has not, the nearest first."""
    around = gminas_around(coalition.gmina, NEAR_KM) or []
    order = {gmina.pk: place for place, gmina in enumerate(around)}
    names = {gmina.pk: gmina.name for gmina in around}
    rows = Organisation.objects.filter(gmina__in=order, state=LISTED).exclude(sector__in=[OFFICE, "library", ""])
    found = [each for each in _rows(rows.exclude(sector__in=list(ours))) if each.pk not in listed]
    found.sort(key=lambda each: (order[each.gmina], fold(each.name), each.pk))
    return [
        Suggestion(
            each.pk,
            each.name,
            each.group,
            each.sector,
            each.village,
            each.gmina,
            ("not_in_ours",),
            names[each.gmina],
        )
        for each in found
    ]


def _offered(
    box: Box,
    bands: Sequence[str],
    own: Sequence[Suggestion],
    reasons: dict[int, tuple[str, ...]],
    near: Sequence[Suggestion],
) -> Offered:
    fitting = [each for each in own if _fits(each, box, bands)]
    shown = [
        Suggestion(each.pk, each.name, each.group, each.sector, each.village, each.gmina, reasons[each.pk])
        for each in fitting[:OWN]
    ]
    close = [each for each in near if _fits(each, box, bands)]
    return Offered(tuple(shown), tuple(close[:NEAR]), len(fitting) - len(shown))


def _fits(each: Suggestion, box: Box, bands: Sequence[str]) -> bool:
    """Residents' own groups stand in the box of their age, those for everybody in the first one."""
    if each.group != box.group:
        return False
    return box.group != RESIDENTS or box.band == residents_band(each.sector, bands)
