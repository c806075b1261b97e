"""What tells records apart that a line may mean and that are called the same: a constant number of queries."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from koalicja.people.models import Contact, Mandate, Organisation, Person
from koalicja.people.queries.register import open_mandates

ENDING = 3


@dataclass(frozen=True, slots=True)
class Apart:
    """`phone` is the end of a number; whoever may type names sees contacts. What is not known is empty.

    `place` counts from 1 among those whom nothing else tells apart, 0 where something does.
    """

    age_band: str = ""
    phone: str = ""
    serves: str = ""
    added: datetime | None = None
    place: int = 0


def repeated(labels: Iterable[str]) -> set[str]:
    """The labels that stand there more than once."""
    return {label for label, count in Counter(labels).items() if count > 1}


def apart_of(*, people: Collection[int], organisations: Collection[int]) -> dict[tuple[bool, int], Apart]:
    """What is known of these records, by (is it a person, id)."""
    found: dict[tuple[bool, int], Apart] = {}
    if people:
        phones, serves = _phones("person", people), _serves(people)
        for pk, band, added in Person.objects.filter(pk__in=people).values_list("pk", "age_band", "created_at"):
            found[True, pk] = Apart(band, phones.get(pk, ""), serves.get(pk, ""), added)
    if organisations:
        phones = _phones("organisation", organisations)
        for pk, added in Organisation.objects.filter(pk__in=organisations).values_list("pk", "created_at"):
            found[False, pk] = Apart(phone=phones.get(pk, ""), added=added)
    return found


def counted(found: Sequence[Apart]) -> list[Apart]:
    """The same, those alike with their place: records of one label, entered on one day, of which nothing is known."""
    shown = [(each.age_band, each.phone, each.serves, each.added and each.added.date()) for each in found]
    twins = {each for each, count in Counter(shown).items() if count > 1}
    place: defaultdict[object, int] = defaultdict(int)
    told = []
    for each, alike in zip(found, shown, strict=True):
        place[alike] += 1
        told.append(replace(each, place=place[alike]) if alike in twins else each)
    return told


def _phones(owner: str, pks: Collection[int]) -> dict[int, str]:
    """The last digits of the first phone of each."""
    rows = Contact.objects.filter(kind=Contact.Kind.PHONE, **{f"{owner}__in": pks}).order_by("-pk")
    digits = ((pk, "".join(filter(str.isdigit, value))) for pk, value in rows.values_list(f"{owner}_id", "value"))
    return {pk: number[-ENDING:] for pk, number in digits if number}


def _serves(people: Collection[int]) -> dict[int, str]:
    """The organisation for which each speaks, the first one."""
    rows = Mandate.objects.filter(open_mandates(), person__in=people).order_by("-pk")
    return dict(rows.values_list("person_id", "organisation__name"))
