"""Who in a register may be whom: the engine's look-alikes, without the pairs a human has told apart."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations

from django.core.cache import cache
from django.db.models import Count, Max, QuerySet, Sum

from koalicja.engine.matching.duplicates import Entry, Match, NameIndex
from koalicja.engine.matching.pairs import look_alikes
from koalicja.engine.matching.text import fold
from koalicja.people.keys import person_keys
from koalicja.people.models import NotSame, Organisation, Person
from koalicja.places.models import Gmina

State = Organisation.State
LIKELY = ("same", "likely")
KEPT_SECONDS = 3600
QUICK = 100  # records whose pairs are found while a page is made
COLUMNS = ("pk", "name", "village", "street", "house_number", "identifiers", "state", "group", "sector")


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation as much as recognising it needs."""

    pk: int
    name: str
    village: str
    street: str
    house_number: str
    identifiers: dict[str, str]
    state: str
    group: str
    sector: str

    @property
    def entry(self) -> Entry:
        numbers = tuple(f"{kind}:{value}" for kind, value in sorted(self.identifiers.items()) if value)
        address = f"{self.street} {self.house_number}".strip()
        return Entry(str(self.pk), self.name, self.village, "", address, numbers)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A record that may be the same, and why."""

    pk: int
    name: str
    village: str
    state: str
    verdict: str
    code: str
    score: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one."""

    kind: str
    low: int
    high: int
    names: tuple[str, str]
    villages: tuple[str, str]
    verdict: str
    code: str
    score: int


class Register:
    """The organisations of a register, ready to be asked who is like a name.

    With `villages` given, only those that may be of these villages are read: likely matches are nowhere else.
    """

    def __init__(
        self, gmina: Gmina, states: Iterable[str] = (State.LISTED,), *, villages: Collection[str] | None = None
    ) -> None:
        rows = Organisation.objects.filter(gmina=gmina, state__in=list(states)).order_by("pk")
        if villages is not None and all(villages):
            rows = rows.filter(village__in=_spellings(rows, villages))
        self.known = {row[0]: Known(*row) for row in rows.values_list(*COLUMNS)}
        self.index = NameIndex(known.entry for known in self.known.values())

    def like(self, name: str, *, village: str = "", limit: int = 3) -> list[Likeness]:
        """Who may be meant by this name, best first."""
        return [self._likeness(match) for match in self.index.matches(Entry("", name, village), limit=limit)]

    def like_record(self, pk: int, *, limit: int = 5) -> list[Likeness]:
        """Who may be the same as one of the register's own."""
        return [self._likeness(match) for match in self.index.matches(self.known[pk].entry, limit=limit)]

    def _likeness(self, match: Match) -> Likeness:
        known = self.known[int(match.id)]
        return Likeness(known.pk, known.name, known.village, known.state, match.verdict, match.code, match.score)


def _spellings(rows: QuerySet[Organisation], villages: Collection[str]) -> list[str]:
    """How the register writes these villages; unknown ("") always belongs to them."""
    wanted = {fold(part) for village in villages for part in village.split(",")}
    written = rows.order_by().values_list("village", flat=True).distinct()
    return [village for village in written if not village or not wanted.isdisjoint(map(fold, village.split(",")))]


def told_apart(gmina: Gmina) -> set[tuple[str, int, int]]:
    """Pairs that a human said are not the same: (kind, smaller id, larger id)."""
    return set(NotSame.objects.filter(gmina=gmina).values_list("kind", "low", "high"))


def likely_pairs(gmina: Gmina) -> list[Pair]:
    """Pairs of the register's organisations and persons that may well be one, likeliest first.

    Finding them takes about a second among 5,000, so they are kept until a record of the register changes.
    """
    key = _key(gmina)
    pairs: list[Pair] | None = cache.get(key)
    if pairs is None:
        pairs = sorted([*_pairs_of_organisations(gmina), *_pairs_of_people(gmina)], key=_order)
        cache.set(key, pairs, KEPT_SECONDS)
    return _open(gmina, pairs)


def likely_pair_count(gmina: Gmina, *, listed: int) -> int | None:
    """How many pairs wait for a decision; None where a register with many records would have to be searched first."""
    if listed <= QUICK:
        return len(likely_pairs(gmina))
    pairs: list[Pair] | None = cache.get(_key(gmina))
    return None if pairs is None else len(_open(gmina, pairs))


def _key(gmina: Gmina) -> str:
    return f"likely-pairs:{gmina.pk}:{_state_of(gmina)}"


def _open(gmina: Gmina, pairs: list[Pair]) -> list[Pair]:
    apart = told_apart(gmina)
    return [pair for pair in pairs if (pair.kind, pair.low, pair.high) not in apart]


def _order(pair: Pair) -> tuple[int, int, str, int]:
    return LIKELY.index(pair.verdict), -pair.score, fold(pair.names[0]), pair.low


def _state_of(gmina: Gmina) -> str:
    """Changes whenever a listed record of the register does."""
    listed = {"gmina": gmina, "state": State.LISTED}
    count = {"count": Count("pk"), "sum": Sum("version"), "last": Max("updated_at")}
    states = [
        Organisation.objects.filter(**listed).aggregate(**count),
        Person.objects.filter(**listed).aggregate(**count),
    ]
    return "-".join(
        f"{state['count']}.{state['sum'] or 0}.{state['last'].timestamp() if state['last'] else 0}" for state in states
    )


def _pairs_of_organisations(gmina: Gmina) -> Iterable[Pair]:
    rows = Organisation.objects.filter(gmina=gmina, state=State.LISTED).order_by("pk")
    known = {str(row[0]): Known(*row) for row in rows.values_list(*COLUMNS)}
    for one, other, match in look_alikes([row.entry for row in known.values()]):
        if match.verdict in LIKELY:
            low, high = known[one.id], known[other.id]
            names, villages = (low.name, high.name), (low.village, high.village)
            yield Pair("organisation", low.pk, high.pk, names, villages, match.verdict, match.code, match.score)


def _pairs_of_people(gmina: Gmina) -> Iterable[Pair]:
    """Persons of the same name; a different known village tells them apart."""
    same_name: dict[str, list[tuple[int, str, str]]] = {}
    rows = Person.objects.filter(gmina=gmina, state=Person.State.LISTED).order_by("pk")
    for pk, name, village in rows.values_list("pk", "name", "village"):
        same_name.setdefault(person_keys(name)["name_key"], []).append((pk, name, village))
    for namesakes in same_name.values():
        for (low, one, here), (high, other, there) in combinations(namesakes, 2):
            if not here or not there or fold(here) == fold(there):
                verdict, code = ("same", "same_name") if here and there else ("likely", "village_unknown")
                yield Pair("person", low, high, (one, other), (here, there), verdict, code, 100)


def like_organisation(organisation: Organisation) -> list[Likeness]:
    """Who of the register may well be the same as this one, as in the list of pairs; without those told apart."""
    register = Register(organisation.gmina, villages=[organisation.village])
    if organisation.pk not in register.known:
        found = register.like(organisation.name, village=organisation.village)
    else:
        found = register.like_record(organisation.pk)
    apart = told_apart(organisation.gmina)
    return [
        like
        for like in found
        if like.verdict in LIKELY
        and ("organisation", min(organisation.pk, like.pk), max(organisation.pk, like.pk)) not in apart
    ]


def namesakes(gmina: Gmina, name: str) -> list[Person]:
    """Persons of the register with this name, its words in any order."""
    keys = {person_keys(name)["name_key"], fold(name)}
    return list(Person.objects.filter(gmina=gmina, state=Person.State.LISTED, name_key__in=keys).order_by("pk"))


def like_person(person: Person) -> list[Person]:
    """Persons of the same name who may be the same one, without those told apart."""
    apart = {pair[1:] for pair in told_apart(person.gmina) if pair[0] == "person"}
    return [
        other
        for other in namesakes(person.gmina, person.name)
        if other.pk != person.pk
        and (min(person.pk, other.pk), max(person.pk, other.pk)) not in apart
        and (not person.village or not other.village or fold(person.village) == fold(other.village))
    ]
