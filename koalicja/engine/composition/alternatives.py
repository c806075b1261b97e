"""Other good tables: as good as they can be while every two of all tables are told apart by three members in ten.

One after the other, each the best that is apart from those before. Where that ends before five, all are sought at once:
only that proves that there are no more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from koalicja.engine.composition.model import Budget, Model, Outcome
from koalicja.engine.composition.objective import value
from koalicja.engine.composition.program import Program, Row, apart, at_least, keys, not_seated
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.relaxation import relaxed
from koalicja.engine.composition.result import Alternative
from koalicja.engine.composition.solve import short_list

__all__ = ["DISTANCE", "MOST", "good_alternatives", "jaccard"]

MOST = 5
DISTANCE = Fraction(3, 10)
ONE_SECONDS, JOINT_SECONDS = 3.0, 5.0


def good_alternatives(proposal: Proposal, *, budget: Budget) -> tuple[tuple[Alternative, ...], bool]:
    """At most MOST tables that lose at most NEAR, the best first, every two of all tables at least DISTANCE apart.

    And whether the list is complete: five, or proved that there cannot be more.
    """
    found, is_proved = _one_by_one(proposal, budget)
    if is_proved and found:
        found, is_proved = _at_once(proposal, found, budget)
    return _listed(proposal, found), is_proved


def jaccard(one: frozenset[int], other: frozenset[int]) -> Fraction:
    """The part of all members of two tables that sit at one of them only; 0 for two empty ones."""
    return Fraction(len(one ^ other), len(one | other)) if one | other else Fraction(0)


def _one_by_one(proposal: Proposal, budget: Budget) -> tuple[list[frozenset[int]], bool]:
    found: list[frozenset[int]] = []
    while len(found) < MOST:
        rows = [*_near(proposal), *(_apart(proposal, table) for table in (proposal.table, *found))]
        seconds = min(ONE_SECONDS, budget.left / (MOST - len(found)))
        outcome = proposal.best(rows, budget=budget, seconds=seconds)
        if outcome.status == "unknown":
            outcome = _any_of_few(proposal, rows, budget)
        if outcome.table is None:
            return found, outcome.status == "infeasible"
        found.append(outcome.table)
    return found, True


def _any_of_few(proposal: Proposal, rows: Sequence[Row], budget: Budget) -> Outcome:
    """Where the time for the best was too short: any such table of the most promising, if there is one."""
    relaxation = relaxed(proposal.program, rows, seconds=budget.left)
    if relaxation is None:
        return Outcome("unknown", None, None, None, 0.0)
    few = short_list(proposal.prepared, relaxation)
    others = [not_seated(place) for place in range(proposal.program.seats) if place not in few]
    found = proposal.model.best(seed=proposal.seed, budget=budget, seconds=ONE_SECONDS, extra=[*rows, *others], gain={})
    return replace(found, status="unknown") if found.table is None else found


def _near(proposal: Proposal) -> Iterator[Row]:
    yield at_least(proposal.program, proposal.floor)
    yield from (not_seated(place) for place in sorted(proposal.excluded(proposal.floor)))


def _apart(proposal: Proposal, table: frozenset[int]) -> Row:
    if not table:
        return Row("", tuple((place, 1) for place in range(proposal.program.seats)), 1)
    return apart(proposal.program, table, DISTANCE)


def _at_once(proposal: Proposal, found: list[frozenset[int]], budget: Budget) -> tuple[list[frozenset[int]], bool]:
    """As many as there can be: one more at a time, until that is proved to be impossible."""
    while len(found) < MOST:
        if not budget.left:
            return found, False
        outcome = _joint_outcome(proposal, len(found) + 1, budget)
        if outcome.table is None:
            return found, outcome.status == "infeasible"
        found = _split(outcome.table, proposal.program.seats)
    return found, True


def _joint_outcome(proposal: Proposal, number: int, budget: Budget) -> Outcome:
    rows = [*_near(proposal), _apart(proposal, proposal.table)]
    one = replace(proposal.program, rows=(*proposal.program.rows, *rows))
    free = sorted(frozenset(range(one.seats)) - proposal.excluded(proposal.floor))
    names = [keys(proposal.prepared, proposal.seed + copy) for copy in range(number)]
    model = Model(_joint(one, number, free, [key for copy in names for key in copy]))
    return model.best(seed=proposal.seed, budget=budget, seconds=JOINT_SECONDS, symmetric=False)


def _joint(one: Program, number: int, free: Sequence[int], names: Sequence[int]) -> Program:
    """`number` tables at once: all their seats first, then their other variables, then who sits at two of them."""
    seats, others = one.seats, len(one.upper) - one.seats
    upper = [*one.upper[:seats] * number, *one.upper[seats:] * number]
    gain = [*one.gain[:seats] * number, *one.gain[seats:] * number]

    def at(variable: int, copy: int) -> int:
        if variable < seats:
            return copy * seats + variable
        return number * seats + copy * others + variable - seats

    rows = [
        replace(row, terms=tuple((at(variable, copy), factor) for variable, factor in row.terms))
        for copy in range(number)
        for row in one.rows
    ]
    for second in range(number):
        for first in range(second):
            both = len(upper)
            upper += [1] * len(free)
            rows += _rows_of_two(free, seats, first, second, both)
    gain += [0] * (len(upper) - len(gain))
    return Program(number * seats, tuple(upper), tuple(gain), tuple(rows), (), tuple(names), number * one.most, seats)


def _rows_of_two(free: Sequence[int], seats: int, first: int, second: int, both: int) -> Iterator[Row]:
    """Two tables told apart: (2 − d) × those at both ≤ (1 − d) × (members of one + members of the other)."""
    below, above = DISTANCE.denominator, DISTANCE.denominator - DISTANCE.numerator
    terms = []
    # Two empty tables would be one.
    yield Row("", tuple((copy * seats + place, 1) for copy in (first, second) for place in free), 1)
    for number, place in enumerate(free):
        one, other = first * seats + place, second * seats + place
        yield Row("", ((both + number, 1), (one, -1), (other, -1)), -1)
        terms += [(one, above), (other, above), (both + number, -(below + above))]
    yield Row("", tuple(terms), 0)


def _split(table: frozenset[int], seats: int) -> list[frozenset[int]]:
    copies = sorted({place // seats for place in table})
    return [frozenset(place % seats for place in table if place // seats == copy) for copy in copies]


def _listed(proposal: Proposal, found: Sequence[frozenset[int]]) -> tuple[Alternative, ...]:
    tables, listed = [proposal.table, *found], []
    for number, table in enumerate(found, start=1):
        others = tables[:number] + tables[number + 1 :]
        members = proposal.prepared.ids(table)
        objective = proposal.in_units(value(proposal.prepared, members))
        distance = min(jaccard(table, other) for other in others)
        listed.append(Alternative(members, objective, float(distance)))
    return tuple(sorted(listed, key=lambda each: (-each.objective, each.members)))
