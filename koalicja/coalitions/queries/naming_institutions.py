"""An institution that a line calls by its kind and place, "szkoły w Zalesiu", in the register and in other lines."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from koalicja.engine.matching.kinds import kind_of_place
from koalicja.engine.matching.sectors import guess_sector
from koalicja.people.models import Organisation
from koalicja.people.queries.names import Known, Proposal
from koalicja.places.models import Gmina


def in_nominative(organisation: str, others: Iterable[str]) -> str:
    """Of "dyrektorka szkoły w Zalesiu" it is the school that another line names, or else Szkoła w Zalesiu."""
    meant = kind_of_place(organisation)
    if meant is None:
        return organisation
    named = list(dict.fromkeys(name for name in others if name != organisation and meant.may_be(name, "")))
    if len(named) == 1:
        return named[0]
    return meant.name if meant.is_declined or organisation[0].islower() else organisation


def is_untold(organisation: str) -> bool:
    """Whether it stands in a case from which nobody can tell the name: "warsztatu terapii"."""
    return organisation[:1].islower() and kind_of_place(organisation) is None


def with_institutions(gmina: Gmina, organisations: Sequence[str], found: Sequence[Proposal]) -> list[Proposal]:
    """The same with those of the register that are of the kind and in the place that a name says; one query.

    The only one of its kind there is meant; of several it is asked.
    """
    pairs = zip(organisations, found, strict=True)
    asked = [None if any(map(_is_listed, each.likely)) else kind_of_place(name) for name, each in pairs]
    if not any(meant and meant.place for meant in asked):
        return list(found)
    listed = Organisation.objects.filter(gmina=gmina, state=Organisation.State.LISTED).order_by("name", "pk")
    rows = list(listed.values_list("pk", "name", "village", "sector"))
    told = []
    for meant, each in zip(asked, found, strict=True):
        of_kind = [row for row in rows if meant and meant.may_be(row[1], row[2])]
        is_only = len(of_kind) == 1 and meant is not None and of_kind[0][3] == guess_sector(meant.name).sector
        likely = [
            Known(pk, f"{name}, {village}" if village else name, False, is_only)
            for pk, name, village, _sector in of_kind
        ]
        kept = (known for known in each.likely if known.pk not in {like.pk for like in likely})
        told.append(replace(each, likely=(*likely, *kept)) if likely else each)
    return told


def _is_listed(known: Known) -> bool:
    return known.is_sure and not known.is_person and not known.is_suggestion
