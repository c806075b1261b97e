"""Reads of the ledger: the history of a coalition, facts as of a day and as known on a day, and what they count."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils import timezone

from koalicja.standing.models import Fact, FactQuerySet, Kind

FACTS_PER_PAGE = 50
JOINING = (Kind.DECLARED, Kind.SIGNED)
PARTING = (Kind.DECLINED, Kind.WITHDRAWN, Kind.LEFT)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history: the newest version of a fact, and the versions before it, newest first."""

    fact: Fact
    trace: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    page: Page[Fact]
    entries: tuple[Entry, ...]

    @property
    def facts(self) -> list[Fact]:
        """Every version shown, as the page has them."""
        return [fact for entry in self.entries for fact in (entry.fact, *entry.trace)]

    @property
    def subjects(self) -> set[str]:
        """Keys of everything these lines speak of: whoever shows them decides which of their names may be read."""
        return subjects_of(self.facts)


@dataclass(frozen=True, slots=True)
class Gathering:
    """One meeting day. `told` is how many came as somebody said, None where nobody did; `known` by name or key."""

    on: date
    number: int | None
    told: int | None
    known: int
    groups: Mapping[str, int] = field(default_factory=dict)

    @property
    def came(self) -> int | None:
        """How many came as far as we know; None where nobody said anything."""
        return max(self.told or 0, self.known) if self.told is not None or self.known else None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a coalition's facts count. Attendance is not membership: `declared` and `signed` are counted apart."""

    gatherings: tuple[Gathering, ...] = ()
    declared: int = 0
    signed: int = 0


def numbers_of(met: Iterable[Fact]) -> dict[int, int]:
    """Which meeting each of a coalition's meetings that stand was, by the key of its first version.

    Counted by date, and on one day in the order in which they were written down; what somebody said counts on.
    """
    numbers: dict[int, int] = {}
    last = 0
    for fact in sorted(met, key=lambda each: (each.on, each.first)):
        last = numbers[fact.first] = fact.detail.get("number", last + 1)
    return numbers


def subjects_of(facts: Iterable[Fact]) -> set[str]:
    """Every key the facts point to."""
    keys = {key for fact in facts for key in (fact.subject, fact.detail.get("about", ""))}
    return keys - {""}


def moment_of(known: date | datetime) -> datetime:
    """The moment until which the ledger is read: a day counts whole, as it ended here."""
    if isinstance(known, datetime):
        return known
    tomorrow = datetime.combine(known + timedelta(days=1), time.min)
    return timezone.make_aware(tomorrow) - timedelta(microseconds=1)


def facts(
    coalition: int,
    *,
    kinds: Collection[str] | str = (),
    as_of: date | None = None,
    known: date | datetime | None = None,
) -> FactQuerySet:
    """Facts in force, newest first, of one kind, several or (nothing given) all.

    `as_of` leaves out what happened after that day; `known` answers as the ledger would have answered then: what was
    recorded, corrected or struck later changes nothing. Both may be asked for together.
    """
    found = Fact.objects.filter(coalition=coalition).in_force(moment_of(known) if known else None)
    return _narrowed(found, kinds, as_of)


def about(subjects: Collection[str]) -> FactQuerySet:
    """All facts in force about somebody or something, in every coalition, newest first: also her own record on paper.

    Several keys, because merged records leave facts under the older ones.
    """
    return Fact.objects.in_force().filter(subject__in=set(subjects) - {""}).select_related("author")


def history(
    coalition: int, *, page: str | int | None = 1, kinds: Collection[str] | str = (), size: int = FACTS_PER_PAGE
) -> HistoryPage:
    """The readable history, newest first, a page at a time; corrected facts hang under those that replaced them."""
    newest = _narrowed(Fact.objects.filter(coalition=coalition).newest_versions(), kinds, None)
    shown = Paginator(newest.select_related("author", "struck_by", "root"), size).get_page(page)
    older = _traces([fact for fact in shown if fact.root_id])
    entries = tuple(Entry(fact, tuple(older.get(fact.first, ()))) for fact in shown)
    return HistoryPage(shown, entries)


def counts(coalition: int, *, as_of: date | None = None, known: date | datetime | None = None) -> Counts:
    """What was attended, declared and signed in one coalition; see counts_of."""
    return counts_of([coalition], as_of=as_of, known=known)[coalition]


def counts_of(
    coalitions: Collection[int], *, as_of: date | None = None, known: date | datetime | None = None
) -> dict[int, Counts]:
    """What was attended, declared and signed, for many coalitions in three queries, counted by the database.

    Those written down by key are counted once each, and no more after a later refusal, resignation or leaving. Where
    somebody only said how many on a day, the greater of both counts for that day: the same people may be in both.
    """
    found = _narrowed(Fact.objects.in_force(moment_of(known) if known else None), (), as_of).order_by()
    mine = found.filter(coalition__in=set(coalitions))
    tallies = {each: _Tally() for each in coalitions}
    for coalition, kind, on, detail in _said(mine):
        tallies[coalition].said.setdefault((kind, on), []).append(detail)
    for coalition, on, number in _known_by_day(mine):
        tallies[coalition].known[on] = number
    for coalition, kind, since in _joined(mine, found):
        tallies[coalition].joined[kind, since] += 1
    return {each: tally.counts() for each, tally in tallies.items()}


@dataclass(slots=True)
class _Tally:
    """One coalition: what was said of a day, how many are known by key, and since when they have joined."""

    said: dict[tuple[str, date], list[dict[str, Any]]] = field(default_factory=dict)
    known: dict[date, int] = field(default_factory=dict)
    joined: Counter[tuple[str, date]] = field(default_factory=Counter)

    def counts(self) -> Counts:
        met = {on for kind, on in self.said if kind in (Kind.MET, Kind.ATTENDED)}
        days = sorted(met | self.known.keys())
        numbers = self._numbers()
        return Counts(
            gatherings=tuple(self._gathering(on, numbers.get(on)) for on in days),
            declared=self._standing(Kind.DECLARED),
            signed=self._standing(Kind.SIGNED),
        )

    def _numbers(self) -> dict[date, int]:
        """The number of the first meeting of each day, as numbers_of counts them."""
        numbers: dict[date, int] = {}
        last = 0
        for (kind, on), details in sorted(self.said.items(), key=lambda said: said[0][1]):
            for detail in details if kind == Kind.MET else ():
                last = detail.get("number", last + 1)
                numbers.setdefault(on, last)
        return numbers

    def _gathering(self, on: date, number: int | None) -> Gathering:
        met, counted = self.said.get((Kind.MET, on), []), self.said.get((Kind.ATTENDED, on), [])
        said = [detail["people"] for detail in (*met, *counted) if "people" in detail]
        groups: dict[str, int] = {}
        for detail in met:
            groups |= detail.get("groups", {})
        said += [sum(groups.values())] if groups else []
        return Gathering(on, number, max(said, default=None), self.known.get(on, 0), groups)

    def _standing(self, kind: Kind) -> int:
        """How many have declared (or signed) and not parted since."""
        said = {on: max(each.get("people", 0) for each in told) for (of, on), told in self.said.items() if of == kind}
        known = {since: number for (of, since), number in self.joined.items() if of == kind}
        return sum(max(known.get(on, 0), said.get(on, 0)) for on in known.keys() | said.keys())


def _said(found: FactQuerySet) -> Iterable[tuple[int, str, date, dict[str, Any]]]:
    """Meetings, and what was told of nobody by key, from the oldest."""
    told = found.filter(Q(kind=Kind.MET) | Q(kind__in=(Kind.ATTENDED, *JOINING), subject=""))
    return told.order_by("on", "pk").values_list("coalition", "kind", "on", "detail")


def _known_by_day(found: FactQuerySet) -> Iterable[tuple[int, date, int]]:
    came = found.filter(kind=Kind.ATTENDED).exclude(subject="")
    return came.values_list("coalition", "on").annotate(number=Count("subject", distinct=True))


def _joined(mine: FactQuerySet, found: FactQuerySet) -> Iterable[tuple[int, str, date]]:
    """Of each by key the first day since she last parted."""
    later = Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    same = {"coalition": OuterRef("coalition"), "subject": OuterRef("subject")}
    parted = found.filter(later, **same, kind__in=PARTING)
    standing = mine.filter(~Exists(parted), kind__in=JOINING).exclude(subject="")
    rows = standing.values("coalition", "kind", "subject").annotate(since=Min("on"))
    return rows.values_list("coalition", "kind", "since")


def _narrowed(found: FactQuerySet, kinds: Collection[str] | str, as_of: date | None) -> FactQuerySet:
    if kinds:
        found = found.filter(kind__in=[kinds] if isinstance(kinds, str) else list(kinds))
    return found.filter(on__lte=as_of) if as_of else found


def _traces(corrections: Collection[Fact]) -> dict[int, list[Fact]]:
    roots, shown = {fact.first for fact in corrections}, {fact.pk for fact in corrections}
    if not roots:
        return {}
    older: dict[int, list[Fact]] = {}
    versions = Fact.objects.filter(Q(pk__in=roots) | Q(root__in=roots)).exclude(pk__in=shown)
    for fact in versions.select_related("author", "struck_by").order_by("-pk"):
        older.setdefault(fact.first, []).append(fact)
    return older
