"""Why is somebody not at the table? Solved again with them: what is lost, who leaves, or which rules forbid it."""

from collections.abc import Collection
from dataclasses import replace

from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.conflict import minimal_conflict
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.exchangeable import exchangeable
from koalicja.engine.composition.model import Budget
from koalicja.engine.composition.partial import best_partial
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.program import program, seated
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.result import Table, WhyNot
from koalicja.engine.composition.rules import broken

__all__ = ["why_not"]


def why_not(
    problem: Problem, table: Collection[str], candidate: str, *, seed: int = 1, time_limit: float = 8.0
) -> WhyNot:
    """What a table with this candidate would be, beside the given `table` (ids), within `time_limit` seconds.

    Of tables worth as much as the given one, the one in which only one seat changes comes first.

    `status`: possible (the best such table, what it loses, who leaves and joins), never (proved that no table with the
    candidate keeps the rules, and which rules forbid it; of a partial table: that misses as little), forbidden (locked
    never), or unproved. Raises CompositionError as validated() does, and unknown_id for an id that is no candidate's.
    """
    prepared = validated(problem)
    for id_ in (*table, candidate):
        if id_ not in prepared.index:
            raise CompositionError("unknown_id", id=id_, column="members", value=id_)
    place = prepared.index[candidate]
    if place in prepared.never:
        return WhyNot(candidate, "forbidden", None, None, (), (), ("locks.never",))
    budget = Budget(time_limit)
    proposal = _proposal(prepared, table, seed, budget)
    found = proposal.best([seated(place)], budget=budget, seconds=budget.left)
    if found.table is None:
        rules = _forbidding(prepared, place, seed, budget) if found.status == "infeasible" else ()
        return WhyNot(candidate, "never" if found.status == "infeasible" else "unproved", None, None, (), (), rules)
    worth, there = found.value or 0, frozenset(table)
    swapped = _exchanged(proposal, place) if worth == proposal.value else None
    members = prepared.ids(swapped or found.table)
    return WhyNot(
        id=candidate,
        status="possible" if found.status == "optimal" else "unproved",
        table=Table(members, proposal.in_units(worth)),
        loss=proposal.in_units(proposal.value - worth),
        leaves=tuple(sorted(there - {*members})),
        joins=tuple(sorted({*members} - there)),
        rules=(),
    )


def _exchanged(proposal: Proposal, place: int) -> frozenset[int] | None:
    """The table itself with the candidate in somebody's seat, where it is worth as much: no more than that changes."""
    instead = exchangeable(proposal, {})
    leaves = next((member for member in sorted(instead) if place in instead[member]), None)
    return None if leaves is None else proposal.table - {leaves} | {place}


def _proposal(prepared: Prepared, table: Collection[str], seed: int, budget: Budget) -> Proposal:
    """The given table, and how much it may miss where it breaks rules."""
    missing = None
    if broken(prepared, table):
        try:
            partial = best_partial(prepared, seed=seed, time_limit=budget.left / 2)
            budget.spend(partial.seconds)
            missing = partial.missing
        except CompositionError as error:
            if error.code != "rules_can_be_met":
                raise
    return Proposal(prepared, prepared.places(table), False, seed, missing)


def _forbidding(prepared: Prepared, place: int, seed: int, budget: Budget) -> tuple[str, ...]:
    """The fewest rules that cannot be met together with the candidate at the table; none where not proved in time."""
    whole = program(prepared, seed=seed)
    with_them = replace(whole, rows=(*whole.rows, seated(place)))
    conflict = minimal_conflict(with_them, seed=seed, budget=budget)
    return conflict.rules if conflict is not None else ()
