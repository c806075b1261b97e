"""What may be shown of anonymous residents: no number below 5, nor anything from which such a number follows.

A release is a few partitions of the people (by group, by age band, and for each statement by those two and the vote),
each part of which holds at least 5; totals are sums of parts. A later release replaces it only where every number in
it grew by at least 5. The caller stores the last release and gives it back.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from koalicja.engine.perspectives.agreement import key_of
from koalicja.engine.perspectives.blocks import SMALL, together
from koalicja.engine.perspectives.errors import PerspectiveError
from koalicja.engine.perspectives.voices import AGREE, DISAGREE, GROUPS, PASS, UNKNOWN, Person, Room, Vote, gathered

__all__ = ["ANSWERS", "SMALL", "Part", "Release", "Row", "StatementRelease", "released"]

ANSWERS = ("agree", "disagree", "pass", "none")  # none: took part and did not react to this statement
_ANSWER = {AGREE: "agree", DISAGREE: "disagree", PASS: "pass"}
Keys = tuple[str, ...]
_Table = Mapping[str, Mapping[str, tuple[int, ...]]]  # dimension → key → counts in the order of ANSWERS
_JOINING = ("none", "pass", "disagree", "agree")  # which answers a rare one is shown with, first to last


@dataclass(frozen=True, slots=True)
class Part:
    """How many `people` have one of the `keys` together ("" is who did not say)."""

    keys: Keys
    people: int


@dataclass(frozen=True, slots=True)
class Row:
    """People with one of the `keys`, by their answers: one count for each of the statement's `answers`."""

    keys: Keys
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StatementRelease:
    """One statement. `answers` are shown together where several stand in one tuple; a single tuple of all: not shown.

    `all` has a count for each of `answers`, `groups` and `age_bands` rows of such counts. `people` took part when it
    was last renewed. `at_least`: where all but at most 4 of those shown together agree (or disagree), that answer and
    how many gave it at least; ("", 0) else.
    """

    id: str
    people: int
    answers: tuple[Keys, ...]
    all: tuple[int, ...]
    groups: tuple[Row, ...]
    age_bands: tuple[Row, ...]
    at_least: tuple[str, int] = ("", 0)


@dataclass(frozen=True, slots=True)
class Release:
    """All that may be shown. `people` is 0 and all else empty while fewer than 5 took part."""

    people: int = 0
    groups: tuple[Part, ...] = ()
    age_bands: tuple[Part, ...] = ()
    statements: tuple[StatementRelease, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tables:
    """Counts of those who took part: by dimension and key, and by statement, dimension, key and answer."""

    people: Mapping[str, Mapping[str, int]]
    answers: Mapping[str, _Table]


def released(
    votes: Iterable[Vote],
    people: Iterable[Person],
    *,
    statements: Sequence[str],
    bands: Sequence[str],
    previous: Release | None = None,
    closed: bool = False,
) -> Release:
    """The next release: of those `people` who took part, by group, band and answer.

    `bands` are the edition's, in their order, and stay the same for one question; statements may be added. `previous`
    is returned unchanged until every number of its groups and bands grew by at least 5; a statement keeps its numbers
    until each of them did. `closed`: the last release there will be, the only one that may say `at_least`.
    Raises PerspectiveError, also with code other_keys where `previous` is of other bands.
    """
    tables = _tables(gathered(votes, people, statements=statements, bands=bands))
    total = sum(tables.people["group"].values())
    last = previous if previous is not None and previous.people else None
    groups = _renewed(tables.people["group"], last.groups if last else None)
    age_bands = _renewed(tables.people["age_band"], last.age_bands if last else None)
    if not groups or not age_bands:
        return last or Release()
    before = {each.id: each for each in (last.statements if last else ())}
    views = []
    for name, table in tables.answers.items():
        new = _statement(name, table, {"group": groups, "age_band": age_bands}, before.get(name))
        views.append(before[name] if new is None else _with_at_least(new, table) if closed else new)
    return Release(total, groups, age_bands, tuple(views))


def _tables(room: Room) -> _Tables:
    people, answers = {}, {}
    keys = {"group": (*GROUPS, UNKNOWN), "age_band": (*room.bands, UNKNOWN)}
    for dimension, those in keys.items():
        by = Counter(key_of(person, dimension) for person in room.people)
        people[dimension] = {key: by[key] for key in those}
    for name, given in room.votes.items():
        answers[name] = {
            dimension: {key: _answered(room.people, given, dimension, key) for key in those}
            for dimension, those in keys.items()
        }
    return _Tables(people, answers)


def _answered(people: Sequence[Person], given: Mapping[str, int], dimension: str, key: str) -> tuple[int, ...]:
    those = (person.id for person in people if key_of(person, dimension) == key)
    by = Counter(_ANSWER[given[person]] if person in given else "none" for person in those)
    return tuple(by[answer] for answer in ANSWERS)


def _renewed(counts: Mapping[str, int], old: Sequence[Part] | None) -> tuple[Part, ...] | None:
    """The parts within those of old; None where one of those did not grow enough."""
    if old is None:
        old = (Part(tuple(counts), 0),)
    elif sorted(key for part in old for key in part.keys) != sorted(counts):
        raise PerspectiveError("other_keys")
    if any(sum(counts[key] for key in part.keys) - part.people < SMALL for part in old):
        return None
    blocks = (
        tuple(part.keys[place] for place in block)
        for part in old
        for block in together([(counts[key],) for key in part.keys])
    )
    return tuple(Part(keys, sum(counts[key] for key in keys)) for keys in blocks)


def _statement(
    name: str, table: _Table, parts: Mapping[str, Sequence[Part]], old: StatementRelease | None
) -> StatementRelease | None:
    """The finest view within the old one; None where a number of the old one did not grow enough."""
    if old is not None and not _grew(table, old):
        return None
    whole = _summed(table["group"].values())
    was = old.answers if old else (ANSWERS,)
    for answers in (_finer(whole, was), was):
        if len(answers) == 1:
            break
        groups = _rows(table["group"], parts["group"], answers, old.groups if old else ())
        age_bands = _rows(table["age_band"], parts["age_band"], answers, old.age_bands if old else ())
        if min(count for row in (*groups, *age_bands) for count in row.counts) >= SMALL:
            return StatementRelease(name, sum(whole), answers, _classed(whole, answers), groups, age_bands)
    return StatementRelease(name, sum(whole), (ANSWERS,), (sum(whole),), (), ())


def _grew(table: _Table, old: StatementRelease) -> bool:
    """Whether every number that the old view shows is greater by SMALL at least."""
    everyone = Row(tuple(table["group"]), old.all)
    rows = [("group", everyone), *(("group", row) for row in old.groups), *(("age_band", row) for row in old.age_bands)]
    return all(
        now - then >= SMALL
        for dimension, row in rows
        for now, then in zip(
            _classed(_summed(table[dimension][key] for key in row.keys), old.answers), row.counts, strict=True
        )
    )


def _finer(whole: Sequence[int], was: Sequence[Keys]) -> tuple[Keys, ...]:
    """Each of the old classes of answers parted, where it can be."""
    return tuple(
        tuple(answers[place] for place in block)
        for answers in was
        for block in together(
            [(whole[ANSWERS.index(answer)],) for answer in answers],
            order=[answers.index(answer) for answer in _JOINING if answer in answers],
        )
    )


def _rows(
    table: Mapping[str, tuple[int, ...]], parts: Sequence[Part], answers: Sequence[Keys], old: Sequence[Row]
) -> tuple[Row, ...]:
    """Parts of the people put together until no answer of theirs is rare, within the old rows."""
    found = []
    for keys in [row.keys for row in old] or [tuple(table)]:
        inside = [part.keys for part in parts if set(part.keys) <= set(keys)]
        counts = [_classed(_summed(table[key] for key in each), answers) for each in inside]
        for block in together(counts):
            joined = tuple(key for place in block for key in inside[place])
            found.append(Row(joined, _summed(counts[place] for place in block)))
    return tuple(found)


def _with_at_least(view: StatementRelease, table: _Table) -> StatementRelease:
    """Where hardly anybody of those shown together answered otherwise: how many gave that answer at least."""
    whole = dict(zip(ANSWERS, _summed(table["group"].values()), strict=True))
    for answers, count in zip(view.answers, view.all, strict=True):
        least = count - (SMALL - 1)
        for answer in ("agree", "disagree"):
            if answer in answers and len(answers) > 1 and whole[answer] >= least >= SMALL:
                return replace(view, at_least=(answer, least))
    return view


def _classed(counts: Sequence[int], answers: Sequence[Keys]) -> tuple[int, ...]:
    return tuple(sum(counts[ANSWERS.index(answer)] for answer in those) for those in answers)


def _summed(vectors: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*vectors, strict=True)))
