"""The problem as a linear program in whole numbers, which both solvers read: rows by the names of the rules.

A variable is a whole number from 0. The first variables are the candidates in the order of their ids (1: at the table).
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, gcd

from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.objective import gains
from koalicja.engine.composition.rules import age_bands, headcounts, villages_needed

__all__ = [
    "Program",
    "Ranking",
    "Row",
    "apart",
    "at_least",
    "differs",
    "keys",
    "not_seated",
    "of_size",
    "program",
    "ranked",
    "seated",
]

KEY_BITS = 32
# Up to so many candidates starting more than one worker takes longer than the answer.
SMALL = 20
# Doubles hold whole numbers of 53 bits, and the solver says its objective as a double.
EXACT_BITS = 52


@dataclass(frozen=True, slots=True)
class Row:
    """Σ coefficient × variable ≥ `low`. `name` is the rule's ("" where the row only defines a variable).

    `unit` is how much of `low` one member (village, age band) makes. `most`: the rule is a maximum.
    """

    name: str
    terms: tuple[tuple[int, int], ...]
    low: int
    unit: int = 1
    most: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """Maximise Σ gain × variable under all rows; `upper` are the greatest values.

    `symmetry`: rows that keep one of several tables that differ only in interchangeable candidates. Use them only
    where nothing else tells those candidates apart. `keys`: the seeded number of each candidate; the table with the
    smallest sum is the answer among equals. `most`: how many members there can be. `people`: how many candidates, where
    they have more seats than one.
    """

    seats: int
    upper: tuple[int, ...]
    gain: tuple[int, ...]
    rows: tuple[Row, ...]
    symmetry: tuple[Row, ...]
    keys: tuple[int, ...]
    most: int = 0
    people: int = 0

    @property
    def small(self) -> bool:
        return (self.people or self.seats) <= SMALL

    def without(self, names: Iterable[str]) -> "Program":
        """The same problem with some rules dropped, by name."""
        dropped = frozenset(names)
        rows = tuple(row for row in self.rows if row.name not in dropped)
        return replace(self, rows=rows, most=self.seats if "size.max" in dropped else self.most)

    @property
    def aim(self) -> Mapping[int, int]:
        """The gains that are not 0."""
        return {variable: gain for variable, gain in enumerate(self.gain) if gain}


def seated(place: int) -> Row:
    """A row that puts a candidate at the table."""
    return Row("", ((place, 1),), 1)


def not_seated(place: int) -> Row:
    """A row that keeps a candidate away."""
    return Row("", ((place, -1),), 0)


def of_size(program: Program, size: int) -> tuple[Row, Row]:
    """Rows for exactly `size` members."""
    everyone = range(program.seats)
    return (
        Row("", tuple((place, 1) for place in everyone), size),
        Row("", tuple((place, -1) for place in everyone), -size),
    )


def at_least(program: Program, objective: int) -> Row:
    """A row for an objective of at least so many whole numbers."""
    return Row("", tuple(program.aim.items()), objective)


def differs(program: Program, table: frozenset[int], changes: int) -> Row:
    """A row for at least so many members joining or leaving (Hamming distance)."""
    terms = tuple((place, -1 if place in table else 1) for place in range(program.seats))
    return Row("", terms, changes - len(table))


def apart(program: Program, table: frozenset[int], distance: Fraction) -> Row:
    """A row for a Jaccard distance of at least `distance`: (2 − d) × both ≤ (1 − d) × (|table| + |other|)."""
    below, above = distance.denominator, distance.denominator - distance.numerator
    terms = tuple((place, above - (below + above if place in table else 0)) for place in range(program.seats))
    return Row("", terms, -above * len(table))


@dataclass(frozen=True, slots=True)
class Ranking:
    """An objective that is itself first and the seeded keys second: `step` × objective − sum of the members' keys."""

    gain: Mapping[int, int]
    step: int

    def objective_bound(self, bound: int) -> int:
        """The bound on the objective alone that follows from one on both."""
        return (bound + self.step - 1) // self.step


def ranked(program: Program, aim: Mapping[int, int]) -> Ranking:
    """`aim` with the seeded keys below its last digit, so that one table is the best, and one proof is enough.

    Keys keep as many bits as exact floating point leaves beside the objective (some 20): that two tables of equal
    objective have equal sums is about as likely as one in a million.
    """
    span = _span(program, aim)
    bits = max(1, min(KEY_BITS, EXACT_BITS - span.bit_length() - program.most.bit_length()))
    cut = [key >> (KEY_BITS - bits) for key in program.keys]
    step = 1 + sum(sorted(cut)[-program.most :] if program.most else ())
    gain = {variable: step * number for variable, number in aim.items()}
    for place, key in enumerate(cut):
        gain[place] = gain.get(place, 0) - key
    return Ranking({variable: number for variable, number in gain.items() if number}, step)


def _span(program: Program, aim: Mapping[int, int]) -> int:
    people = sorted((abs(number) for variable, number in aim.items() if variable < program.seats), reverse=True)
    others = (abs(n) * program.upper[variable] for variable, n in aim.items() if variable >= program.seats)
    return sum(people[: program.most]) + sum(others)


def keys(prepared: Prepared, seed: int) -> tuple[int, ...]:
    """A number for each candidate from the seed and the id alone."""
    return tuple(
        int.from_bytes(hashlib.sha256(f"{seed}:{person.id}".encode()).digest()[: KEY_BITS // 8], "big")
        for person in prepared.candidates
    )


def program(prepared: Prepared, *, seed: int) -> Program:
    """The problem's program: rules, objective and seeded keys."""
    return _Building(prepared, seed).built()


class _Building:
    """Variables and rows as they come."""

    def __init__(self, prepared: Prepared, seed: int) -> None:
        self.prepared = prepared
        self.seed = seed
        self.gains = gains(prepared)
        self.seats = len(prepared.candidates)
        self.upper = [1] * self.seats
        self.gain = [*self.gains.alone]
        self.rows: list[Row] = []
        self.members = self._variable(self.seats, 0)
        everyone = tuple((place, 1) for place in range(self.seats))
        self._row("", (*everyone, (self.members, -1)), 0)
        self._row("", (*((place, -1) for place, _ in everyone), (self.members, 1)), 0)

    def built(self) -> Program:
        self._headcounts()
        self._interests()
        self._villages()
        self._age_bands()
        self._topics()
        self._ties()
        self._locks()
        names = keys(self.prepared, self.seed)
        symmetry = tuple(_symmetry(self.prepared, names))
        most = self.prepared.rules.size.max
        most = self.seats if most is None else min(most, self.seats)
        return Program(self.seats, tuple(self.upper), tuple(self.gain), tuple(self.rows), symmetry, names, most)

    def _variable(self, upper: int, gain: int) -> int:
        self.upper.append(upper)
        self.gain.append(gain)
        return len(self.upper) - 1

    def _row(self, name: str, terms: Iterable[tuple[int, int]], low: int, unit: int = 1, *, most: bool = False) -> None:
        self.rows.append(Row(name, tuple(terms), low, unit, most))

    def _headcounts(self) -> None:
        for rule in headcounts(self.prepared):
            # The size counts everyone, and one variable already says how many that is.
            who = [self.members] if rule.name == "size" else sorted(rule.who)
            if rule.min:
                suffix = "" if rule.name.startswith(("areas.", "offers.")) else ".min"
                self._row(rule.name + suffix, ((place, 1) for place in who), rule.min)
            if rule.max is not None:
                self._row(f"{rule.name}.max", ((place, -1) for place in who), -rule.max, most=True)

    def _interests(self) -> None:
        share = self.prepared.rules.max_interest_share
        if share is None:
            return
        part, whole = Fraction(share).as_integer_ratio()
        name, smallest = "max_interest_share", ceil(Fraction(whole, part)) if part else self.seats + 1
        if smallest > 1:
            # One member alone must not be more than the share: nobody at the table, or at least `smallest`.
            anyone = self._variable(1, 0)
            self._row("", ((anyone, self.seats), (self.members, -1)), 0)
            self._row(name, ((self.members, 1), (anyone, -smallest)), 0)
        for who in self._interest_groups():
            terms = [(self.members, part), *((place, -whole) for place in who)]
            self._row(name, terms, 0, whole)

    def _interest_groups(self) -> Iterator[list[int]]:
        groups: dict[str, list[int]] = defaultdict(list)
        for place, person in enumerate(self.prepared.candidates):
            groups[person.interest_group].append(place)
        yield from (who for word, who in sorted(groups.items()) if word and len(who) > 1)

    def _villages(self) -> None:
        needed, reached = villages_needed(self.prepared), []
        for who, number in _alike(self.prepared.villages.values()):
            if self.gains.village or needed:
                variable = self._variable(1, self.gains.village * number)
                self._row("", (*((place, 1) for place in sorted(who)), (variable, -1)), 0)
                reached.append((variable, number))
        if needed:
            self._row("min_villages_share", reached, needed)

    def _age_bands(self) -> None:
        needed, present = self.prepared.rules.min_age_bands, []
        for who in age_bands(self.prepared).values() if needed else ():
            variable = self._variable(1, 0)
            self._row("", (*((place, 1) for place in sorted(who)), (variable, -1)), 0)
            present.append((variable, 1))
        if needed:
            self._row("min_age_bands", present, needed)

    def _topics(self) -> None:
        alike: dict[tuple[tuple[int, ...], int], int] = defaultdict(int)
        for topic in self.prepared.topics:
            alike[tuple(sorted(topic.who)), min(topic.need + 1, len(topic.who))] += 1
        for (who, enough), number in sorted(alike.items()) if self.gains.topic else ():
            if who:
                variable = self._variable(enough, self.gains.topic * number)
                self._row("", (*((place, 1) for place in who), (variable, -1)), 0)

    def _ties(self) -> None:
        for place, known in enumerate(self.prepared.ties):
            if not self.prepared.rules.allow_isolated and self.prepared.has_ties:
                self._row("allow_isolated", (*((other, 1) for other in known), (place, -1)), 0)
            if known and place not in self.prepared.never - self.prepared.must and self.gains.ties_cap:
                self._ties_of(place, self.gains.ties[place])

    def _ties_of(self, place: int, worth: Mapping[int, int]) -> None:
        cap = min(self.gains.ties_cap, sum(worth.values()))
        step = gcd(cap, *worth.values())
        if not step:
            return
        cap, pairs = cap // step, [(other, gain // step) for other, gain in worth.items()]
        variable = self._variable(cap, step)
        self._row("", ((place, cap), (variable, -1)), 0)
        self._row("", (*pairs, (variable, -1)), 0)
        sure = [(place, gain) for other, gain in pairs if other in self.prepared.must]
        if sure:
            # Ties to those who surely sit are worth no more than one's own share of a seat: a closer bound.
            others = [pair for pair in pairs if pair[0] not in self.prepared.must]
            self._row("", (*others, (place, sum(gain for _, gain in sure)), (variable, -1)), 0)

    def _locks(self) -> None:
        for one, other in self.prepared.conflicts:
            self._row("conflicts", ((one, -1), (other, -1)), -1)
        for place in sorted(self.prepared.must):
            self._row("locks.must", ((place, 1),), 1)
        for place in sorted(self.prepared.never):
            self._row("locks.never", ((place, -1),), 0)


def _alike(sets: Iterable[frozenset[int]]) -> list[tuple[tuple[int, ...], int]]:
    """Each different set once, and how often it came."""
    alike: dict[tuple[int, ...], int] = defaultdict(int)
    for who in sets:
        alike[tuple(sorted(who))] += 1
    return sorted(alike.items())


def _symmetry(prepared: Prepared, names: tuple[int, ...]) -> Iterator[Row]:
    tied = {place for pair in prepared.conflicts for place in pair} | {prepared.library}
    same: dict[object, list[int]] = defaultdict(list)
    for place, person in enumerate(prepared.candidates):
        if place not in tied and not prepared.ties[place] and not person.lock:
            attributes = (person.kind, person.group, person.sector, person.age_band, person.interest_group)
            topics = (person.villages, person.offers, person.areas)
            same[attributes, topics, person.influence, person.willingness].append(place)
    for alike in same.values():
        order = sorted(alike, key=lambda place: names[place])
        yield from (Row("", ((first, 1), (second, -1)), 0) for first, second in pairwise(order))
