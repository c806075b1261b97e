"""What merging two records brings together, and what was merged or told apart before."""

from dataclasses import dataclass

from django.db.models import QuerySet

from koalicja.people.models import Merge, NotSame, Organisation, Person
from koalicja.places.models import Gmina

Record = Organisation | Person


@dataclass(frozen=True, slots=True)
class Together:
    """What the merged record will have of both: nothing is lost."""

    contacts: list[str]
    mandates: list[str]
    log_lines: int
    notes: list[str]
    identifiers: list[str]


def together(kept: Record, absorbed: Record) -> Together:
    """The contacts, mandates, log lines, notes and numbers of both, twins once."""
    both = (kept, absorbed)
    contacts = dict.fromkeys(str(contact) for record in both for contact in record.contacts.order_by("pk"))
    mandates = dict.fromkeys(
        str(mandate) for record in both for mandate in record.mandates.select_related("person", "organisation")
    )
    numbers = [
        f"{kind.upper()} {value}"
        for record in both
        if isinstance(record, Organisation)
        for kind, value in record.identifiers.items()
    ]
    notes = dict.fromkeys(record.note for record in both if record.note)
    lines = sum(record.log.count() for record in both)
    return Together(list(contacts), list(mandates), lines, list(notes), list(dict.fromkeys(numbers)))


def _standing(gmina: Gmina) -> QuerySet[Merge]:
    sides = ("kept_organisation", "absorbed_organisation", "kept_person", "absorbed_person", "by")
    return Merge.objects.filter(gmina=gmina, undone_at=None).select_related(*sides)


def standing_merges(gmina: Gmina) -> list[Merge]:
    """The newest merges of a register that were not undone."""
    return list(_standing(gmina)[:20])


def standing_merge(gmina: Gmina, pks: list[int]) -> Merge | None:
    """The merge with one of these ids, where it was not undone; no query without an id."""
    return _standing(gmina).filter(pk__in=pks).first() if pks else None


def newest_merge(kept: Record, absorbed: Record) -> int | None:
    """The id of the merge that made one record of these two."""
    kind = "organisation" if isinstance(kept, Organisation) else "person"
    pair = {f"kept_{kind}": kept, f"absorbed_{kind}": absorbed}
    return Merge.objects.filter(**pair, undone_at=None).order_by("-pk").values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class Apart:
    """Two records told apart, by their names."""

    kind: str
    low: int
    high: int
    names: tuple[str, str]


def told_apart_names(gmina: Gmina) -> list[Apart]:
    """The newest pairs that somebody told apart; three queries however many."""
    pairs = list(NotSame.objects.filter(gmina=gmina).order_by("-pk")[:50])
    names: dict[tuple[str, int], str] = {}
    for kind, model in (("organisation", Organisation), ("person", Person)):
        pks = {pk for pair in pairs if pair.kind == kind for pk in (pair.low, pair.high)}
        rows = model._default_manager.filter(gmina=gmina, pk__in=pks)
        names |= {(kind, pk): name for pk, name in rows.values_list("pk", "name")}
    return [
        Apart(pair.kind, pair.low, pair.high, (names[pair.kind, pair.low], names[pair.kind, pair.high]))
        for pair in pairs
        if (pair.kind, pair.low) in names and (pair.kind, pair.high) in names
    ]
