"""Other good tables: as good as they can be while every two of all tables are told apart by three members in ten.

One after the other, each the best that is apart from those before. Where that ends before five, all are sought at once:
only that proves that there are no more.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from koalicja.engine.composition.model import Budget, Model, Outcome
from koalicja.engine.composition.objective import value
from koalicja.engine.composition.program import Program, Row, apart, at_least, keys, not_seated, seated
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.relaxation import relaxed
from koalicja.engine.composition.result import Alternative
from koalicja.engine.composition.solve import short_list

__all__ = ["DISTANCE", "MOST", "good_alternatives", "jaccard"]

MOST = 5
DISTANCE = Fraction(3, 10)
ONE_SECONDS, JOINT_SECONDS = 3.0, 5.0


@dataclass(frozen=True)
class _Search:
    """The first table and the rows of every near-best one."""

    proposal: Proposal
    rows: tuple[Row, ...]
    free: tuple[int, ...]


def good_alternatives(
    proposal: Proposal,
    *,
    never: Collection[int] = (),
    always: Collection[int] = (),
    known: Collection[frozenset[int]] = (),
    budget: Budget,
) -> tuple[tuple[Alternative, ...], bool]:
    """At most MOST tables that lose at most NEAR, the best first, every two of all tables at least DISTANCE apart.

    And whether the list is complete: five, or proved that there cannot be more. Who is known to be at no near-best
    table, or at each (exclusion.py), need not be asked about: that is what makes the proof possible in time. Where the
    time ends before, the best of the tables that are `known` stand in.
    """
    search = near_search(proposal, never, always)
    found, is_proved = _one_by_one(search, budget)
    if is_proved and found:
        found, is_proved = _at_once(search, found, budget)
    if not is_proved:
        found = _filled(proposal, found, known)
    return _listed(proposal, found), is_proved or len(found) == MOST


def near_search(proposal: Proposal, never: Collection[int] = (), always: Collection[int] = ()) -> _Search:
    """The search for any near-best table."""
    out = frozenset(never) | proposal.excluded(proposal.floor)
    rows = (at_least(proposal.program, proposal.floor), *map(not_seated, sorted(out)), *map(seated, sorted(always)))
    return _Search(proposal, rows, tuple(sorted(frozenset(range(proposal.program.seats)) - out)))


def jaccard(one: frozenset[int], other: frozenset[int]) -> Fraction:
    """The part of all members of two tables that sit at one of them only; 0 for two empty ones."""
    return Fraction(len(one ^ other), len(one | other)) if one | other else Fraction(0)


def _one_by_one(search: _Search, budget: Budget) -> tuple[list[frozenset[int]], bool]:
    found: list[frozenset[int]] = []
    proposal = search.proposal
    while len(found) < MOST:
        rows = [*search.rows, *(_apart(proposal, table) for table in (proposal.table, *found))]
        seconds = min(ONE_SECONDS, budget.left / (MOST - len(found)))
        outcome = proposal.best(rows, budget=budget, seconds=seconds)
        if outcome.status == "unknown":
            outcome = _any_of_few(proposal, rows, budget)
        if outcome.table is None:
            return found, outcome.status == "infeasible"
        found.append(outcome.table)
    return found, True


def _filled(
    proposal: Proposal, found: Sequence[frozenset[int]], known: Collection[frozenset[int]]
) -> list[frozenset[int]]:
    """The tables found, and as many of those known as are near-best and apart."""
    worths = {table: value(proposal.prepared, proposal.prepared.ids(table)) for table in known}
    tables = [proposal.table, *found]
    for table in sorted(worths, key=lambda table: (-worths[table], sorted(table))):
        is_near = proposal.floor <= worths[table] <= proposal.value
        if is_near and len(tables) <= MOST and all(jaccard(table, other) >= DISTANCE for other in tables):
            tables.append(table)
    return tables[1:]


def _any_of_few(proposal: Proposal, rows: Sequence[Row], budget: Budget) -> Outcome:
    """Where the time for the best was too short: any such table of the most promising, if there is one."""
    relaxation = relaxed(proposal.program, rows, seconds=budget.left)
    if relaxation is None:
        return Outcome("unknown", None, None, None, 0.0)
    few = short_list(proposal.prepared, relaxation)
    others = [not_seated(place) for place in range(proposal.program.seats) if place not in few]
    found = proposal.model.best(seed=proposal.seed, budget=budget, seconds=ONE_SECONDS, extra=[*rows, *others], gain={})
    proposal.meet(found.table)
    return replace(found, status="unknown") if found.table is None else found


def _apart(proposal: Proposal, table: frozenset[int]) -> Row:
    if not table:
        return Row("", tuple((place, 1) for place in range(proposal.program.seats)), 1)
    return apart(proposal.program, table, DISTANCE)


def _at_once(search: _Search, found: list[frozenset[int]], budget: Budget) -> tuple[list[frozenset[int]], bool]:
    """As many as there can be: one more at a time, until that is proved to be impossible."""
    while len(found) < MOST:
        outcome = _joint_outcome(search, len(found) + 1, budget)
        if outcome.table is None:
            return found, outcome.status == "infeasible"
        found = _split(outcome.table, search.proposal.program.seats)
        for table in found:
            search.proposal.meet(table)
    return found, True


def _joint_outcome(search: _Search, number: int, budget: Budget) -> Outcome:
    """First whether there are so many, which may take all the time there is, then the best so many."""
    proposal = search.proposal
    rows = (*proposal.program.rows, *search.rows, _apart(proposal, proposal.table))
    names = [keys(proposal.prepared, proposal.seed + copy) for copy in range(number)]
    one = replace(proposal.program, rows=rows)
    model = Model(_joint(one, number, search.free, [key for copy in names for key in copy]))
    anything = model.best(seed=proposal.seed, budget=budget, symmetric=False, gain={})
    if anything.table is None:
        return anything
    best = model.best(seed=proposal.seed, budget=budget, seconds=JOINT_SECONDS, symmetric=False, hint=anything.table)
    return anything if best.table is None else best


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
    # Of all orders of the same tables one: the better first.
    for better in range(number - 1):
        above = ((at(variable, better), factor) for variable, factor in one.aim.items())
        below = ((at(variable, better + 1), -factor) for variable, factor in one.aim.items())
        rows.append(Row("", (*above, *below), 0))
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
