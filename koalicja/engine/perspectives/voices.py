"""What is counted: people with their group and age band, and their reactions to statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from koalicja.engine.matching.sectors import GROUPS
from koalicja.engine.perspectives.errors import PerspectiveError

__all__ = ["AGREE", "DISAGREE", "GROUPS", "PASS", "UNKNOWN", "Person", "Room", "Vote", "gathered"]

AGREE, DISAGREE, PASS = 1, -1, 0
UNKNOWN = ""  # the group or band of who did not say it


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may speak. `group` is one of GROUPS, `age_band` a word such as 13-19; each is "" where unknown."""

    id: str
    group: str = UNKNOWN
    age_band: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Vote:
    """One reaction: `value` is 1 (agrees), -1 (disagrees) or 0 (passes)."""

    person: str
    statement: str
    value: int


@dataclass(frozen=True, slots=True)
class Room:
    """Checked input. `votes` has the last vote of each person by statement; all in the order of ids.

    `bands` are the age bands, youngest first, without the unknown one.
    """

    people: tuple[Person, ...]
    statements: tuple[str, ...]
    bands: tuple[str, ...]
    votes: Mapping[str, Mapping[str, int]]


def gathered(
    votes: Iterable[Vote],
    people: Iterable[Person],
    *,
    statements: Sequence[str] | None = None,
    bands: Sequence[str] | None = None,
) -> Room:
    """The votes in the order they were given (of two by one person on one statement the last counts), and the people.

    `statements` are those asked about, also without any vote; None: those voted on. `bands` are the bands that there
    are, in their order; None: those of the people, by their first number. Raises PerspectiveError.
    """
    known = _people(people, bands)
    asked = None if statements is None else frozenset(statements)
    last: dict[str, dict[str, int]] = {statement: {} for statement in statements or ()}
    for vote in votes:
        _check(vote, known, asked)
        last.setdefault(vote.statement, {})[vote.person] = vote.value
    names = {person.age_band for person in known.values() if person.age_band}
    ordered = sorted(last)
    return Room(
        people=tuple(known[name] for name in sorted(known)),
        statements=tuple(ordered),
        bands=tuple(sorted(names, key=_age) if bands is None else bands),
        votes={statement: dict(sorted(last[statement].items())) for statement in ordered},
    )


def _people(people: Iterable[Person], bands: Sequence[str] | None) -> dict[str, Person]:
    known: dict[str, Person] = {}
    for person in people:
        if not person.id:
            raise PerspectiveError("empty_id")
        if person.id in known:
            raise PerspectiveError("duplicate_person", id=person.id)
        if person.group not in (*GROUPS, UNKNOWN):
            raise PerspectiveError("unknown_group", id=person.id, value=person.group)
        if bands is not None and person.age_band not in (*bands, UNKNOWN):
            raise PerspectiveError("unknown_age_band", id=person.id, value=person.age_band)
        known[person.id] = person
    return known


def _check(vote: Vote, known: Mapping[str, Person], asked: frozenset[str] | None) -> None:
    named = {"id": vote.person, "statement": vote.statement}
    if not vote.statement:
        raise PerspectiveError("empty_id")
    if vote.person not in known:
        raise PerspectiveError("unknown_person", **named)
    if asked is not None and vote.statement not in asked:
        raise PerspectiveError("unknown_statement", **named)
    if vote.value not in (AGREE, DISAGREE, PASS):
        raise PerspectiveError("bad_vote", **named, value=vote.value)


def _age(band: str) -> tuple[int, str]:
    first = band.rstrip("+").partition("-")[0]
    return (int(first) if first.isdecimal() else 1000, band)
