"""Somebody declines: the table with the fewest changes that keeps the rules without them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.model import Budget, Outcome
from koalicja.engine.composition.objective import in_units, value
from koalicja.engine.composition.partial import best_partial
from koalicja.engine.composition.phantoms import missing
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.program import Row
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.result import Advice, RuleRow
from koalicja.engine.composition.rules import rule_rows

__all__ = ["Replanned", "replan"]


@dataclass(frozen=True, slots=True)
class Replanned:
    """The next table, `members` in the order of ids.

    `status`: optimal (proved: no table that keeps the rules changes less, and of those that change as little none is
    worth more), feasible (keeps the rules, not proved), infeasible (proved: the rules cannot be met without those who
    declined; a best partial table, and `advice` says what would help) or unknown (no table). `leaves` are those who
    would have to go besides those who declined, `joins` who is new. `objective` in units of the weights.
    """

    status: str
    members: tuple[str, ...]
    objective: float | None
    leaves: tuple[str, ...]
    joins: tuple[str, ...]
    rules: tuple[RuleRow, ...]
    advice: tuple[Advice, ...]


def replan(
    problem: Problem, table: Collection[str], declined: Collection[str], *, seed: int = 1, time_limit: float = 4.0
) -> Replanned:
    """The table (ids) without those who declined: fewest members who leave or join, then the objective, then the seed.

    Who declined counts as locked never, as if the problem said so. Raises CompositionError as validated() does, and
    unknown_id for an id that is no candidate's.
    """
    prepared = validated(_without(problem, table, declined))
    stayers = prepared.places(frozenset(table) - frozenset(declined))
    advice: tuple[Advice, ...] = ()
    proposal = Proposal(prepared, stayers, False, seed)
    found = _closest(proposal, Budget(time_limit))
    status, members = found.status, found.table
    if status == "infeasible":
        members = _closest_partial(proposal, time_limit)
        advice = missing(prepared, seed=seed, budget=Budget(time_limit))
    if members is None:
        return Replanned(status, (), None, (), (), (), advice)
    return _stated(prepared, stayers, members, status, advice)


def _without(problem: Problem, table: Collection[str], declined: Collection[str]) -> Problem:
    ids = frozenset(person.id for person in problem.candidates)
    for id_ in (*table, *declined):
        if id_ not in ids:
            raise CompositionError("unknown_id", id=id_, column="members", value=id_)
    gone = frozenset(declined)
    people = (replace(person, lock="never") if person.id in gone else person for person in problem.candidates)
    return replace(problem, candidates=tuple(people))


def _closest(proposal: Proposal, budget: Budget) -> Outcome:
    """Twice solved: how few changes, then the best table of so few."""
    same = {place: 1 if place in proposal.table else -1 for place in range(proposal.program.seats)}
    nearest = proposal.model.best(
        seed=proposal.seed, budget=budget, seconds=budget.left / 2, gain=same, hint=proposal.table, ranked_by_seed=False
    )
    if nearest.table is None or nearest.value is None:
        return nearest
    near = Row("", tuple(same.items()), nearest.value)
    found = proposal.best([near], budget=budget, seconds=budget.left)
    if found.table is None:
        return replace(nearest, status="feasible")
    return found if nearest.status == "optimal" else replace(found, status="feasible")


def _closest_partial(proposal: Proposal, seconds: float) -> frozenset[int]:
    """The partial table that misses as little as any, and among those changes least."""
    partial = best_partial(proposal.prepared, seed=proposal.seed, time_limit=seconds)
    found = _closest(replace(proposal, missing=partial.missing), Budget(seconds))
    return proposal.prepared.places(partial.members) if found.table is None else found.table


def _stated(
    prepared: Prepared, stayers: frozenset[int], table: frozenset[int], status: str, advice: Sequence[Advice]
) -> Replanned:
    members = prepared.ids(table)
    return Replanned(
        status=status,
        members=members,
        objective=in_units(prepared, value(prepared, members)),
        leaves=prepared.ids(stayers - table),
        joins=prepared.ids(table - stayers),
        rules=rule_rows(prepared, members),
        advice=tuple(advice),
    )
