"""The first regime: up to about thirty voices, and always a coalition in a room. Known groups, no clustering.

`agreement` is the one door. Crowds (opinion groups found in the votes) would be another method beside it, with the
same Room of votes and people; nothing here depends on what the keys of a dimension mean.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement

from koalicja.engine.perspectives.beta import alike_between, alike_within
from koalicja.engine.perspectives.hearing import not_heard
from koalicja.engine.perspectives.ranking import Sides, dividing, enough_voices, uniting
from koalicja.engine.perspectives.result import Agreement, Alike, Counts, NotHeard, StatementView
from koalicja.engine.perspectives.voices import (
    AGREE,
    DISAGREE,
    GROUPS,
    PASS,
    UNKNOWN,
    Person,
    Room,
    Vote,
    gathered,
)

__all__ = ["DIMENSIONS", "METHOD", "agreement", "key_of"]

METHOD = "agreement-1"
DIMENSIONS = ("group", "age_band")


def agreement(
    votes: Iterable[Vote],
    people: Iterable[Person],
    *,
    statements: Sequence[str] | None = None,
    bands: Sequence[str] | None = None,
    could_be_heard: Mapping[str, Mapping[str, int] | None] | None = None,
) -> Agreement:
    """Agreement within and between the five groups and the age bands, what unites, what divides, who was not heard.

    `votes` in the order they were given: the last of a person on a statement counts. `statements`: those asked about
    (None: those voted on). `bands`: those of the edition, youngest first (None: those of the people).
    `could_be_heard`: per dimension (group, age_band) how many people of each key could have been heard, or None where
    nobody knows; without it, those in `people`. Raises PerspectiveError.

    Numbers are the caller's own: nothing is hidden. What may be shown of anonymous residents is disclosure.released().
    """
    room = gathered(votes, people, statements=statements, bands=bands)
    sides = {statement: _sides(room, statement) for statement in room.statements}
    whole = {statement: _counts(room.votes[statement].values()) for statement in room.statements}
    spoke = {person for given in room.votes.values() for person in given}
    enough = enough_voices(whole, len(spoke))
    return Agreement(
        people=len(room.people),
        voices=len(spoke),
        statements=tuple(_view(room, statement, whole[statement], sides[statement]) for statement in room.statements),
        uniting=uniting(whole, sides, enough),
        dividing=dividing(whole, sides, enough),
        few_voices=tuple(statement for statement, counts in whole.items() if counts.voices < enough),
        alike=tuple(_alike(room, sides)),
        not_heard=tuple(_not_heard(room, spoke, could_be_heard)),
    )


def key_of(person: Person, dimension: str) -> str:
    """The person's group or age band."""
    return person.group if dimension == "group" else person.age_band


def _keys(room: Room, dimension: str) -> tuple[str, ...]:
    return GROUPS if dimension == "group" else room.bands


def _counts(values: Iterable[int]) -> Counts:
    by = Counter(values)
    return Counts(by[AGREE], by[DISAGREE], by[PASS])


def _sides(room: Room, statement: str) -> Sides:
    """The counts of every key that a person has, "" among them, in each dimension."""
    given = room.votes[statement]
    found = {}
    for dimension in DIMENSIONS:
        by: dict[str, list[int]] = {}
        for person in room.people:
            values = by.setdefault(key_of(person, dimension), [])
            if person.id in given:
                values.append(given[person.id])
        found[dimension] = {key: _counts(by[key]) for key in (*_keys(room, dimension), UNKNOWN) if key in by}
    return found


def _view(room: Room, statement: str, whole: Counts, sides: Sides) -> StatementView:
    groups, bands = (
        {key: sides[dimension].get(key, Counts()) for key in _keys(room, dimension)} for dimension in DIMENSIONS
    )
    return StatementView(statement, whole, groups, bands)


def _alike(room: Room, sides: Mapping[str, Sides]) -> Iterator[Alike]:
    for dimension in DIMENSIONS:
        for one, other in combinations_with_replacement(_keys(room, dimension), 2):
            chances = []
            for by in (each[dimension] for each in sides.values()):
                p, q = by.get(one, Counts()), by.get(other, Counts())
                if one == other and p.agree + p.disagree >= 2:
                    chances.append(alike_within(p.agree, p.disagree))
                elif one != other and p.share is not None and q.share is not None:
                    chances.append(alike_between((p.agree, p.disagree), (q.agree, q.disagree)))
            if chances:
                yield Alike(dimension, one, other, sum(chances) / len(chances), len(chances))


def _not_heard(
    room: Room, spoke: set[str], could_be_heard: Mapping[str, Mapping[str, int] | None] | None
) -> Iterator[NotHeard]:
    for dimension in DIMENSIONS:
        there = Counter(key_of(person, dimension) for person in room.people)
        voices = Counter(key_of(person, dimension) for person in room.people if person.id in spoke)
        could = there if could_be_heard is None or dimension not in could_be_heard else could_be_heard[dimension]
        yield from not_heard(voices, could, dimension=dimension, keys=_keys(room, dimension))
