"""Somebody declines: the table with the fewest changes among the others that keeps the rules without them.

Changes are the other members who leave and those who join beyond one for each who declined: somebody may take the seat
of whoever declines, and of all tables that change as little the one that is worth most is the answer.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.model import Budget, Model, Outcome
from koalicja.engine.composition.objective import gains, in_units, value, worth
from koalicja.engine.composition.partial import least_missing
from koalicja.engine.composition.phantoms import missing
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.program import Row, keys
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.result import Advice, RuleRow
from koalicja.engine.composition.rules import broken, headcounts, rule_rows

__all__ = ["Replanned", "replan"]

# The closest table, how little can be missing, the closest partial one, and whom to look for.
SEARCHES = 4


@dataclass(frozen=True, slots=True)
class Replanned:
    """The next table, `members` in the order of ids.

    `status`: optimal (proved: no table that keeps the rules changes less among the others, and of those that change as
    little none is worth more), feasible (keeps the rules, not proved), infeasible (proved: the rules cannot be met
    without those who declined; a best partial table that lacks `missing` (see Partial), none where the time did not
    suffice for one, and `advice` says what would help) or unknown (no table, and nothing proved). `leaves` are those
    who would have to go besides those who declined, `joins` who is new. `objective` in units of the weights, None
    without a table.
    """

    status: str
    members: tuple[str, ...]
    objective: float | None
    leaves: tuple[str, ...]
    joins: tuple[str, ...]
    rules: tuple[RuleRow, ...]
    advice: tuple[Advice, ...]
    missing: int | None = None


def replan(
    problem: Problem,
    table: Collection[str],
    declined: Collection[str],
    *,
    seed: int = 1,
    time_limit: float = 4.0,
    elapsed: Callable[[], float] | None = None,
    total: float = 0.0,
) -> Replanned:
    """The table (ids) without those who declined: fewest changes among the others, then the objective, then the seed.

    Who declined counts as locked never, as if the problem said so. Each search takes `time_limit` seconds of solving at
    most, and none goes on after `total` by the caller's clock (see compose()). Raises CompositionError as validated()
    does, and unknown_id for an id that is no candidate's.
    """
    prepared = validated(_without(problem, table, declined))
    stayers = prepared.places(frozenset(table) - frozenset(declined))
    free = len(frozenset(table) & frozenset(declined))
    every = Budget(SEARCHES * time_limit, elapsed=elapsed, total=total)
    proposal = Proposal(prepared, stayers, False, seed)
    found = _nearest_by_counting(proposal, free) or _closest(proposal, free, every.part(time_limit))
    if found.status != "infeasible":
        return _stated(prepared, stayers, found.table, found.status)
    members, least = _closest_partial(proposal, free, every, time_limit)
    gone = prepared.places(frozenset(declined) & problem.declined or declined)
    advice = missing(prepared, seed=seed, budget=every.part(time_limit), fixed=gone)
    return replace(_stated(prepared, stayers, members, "infeasible"), advice=advice, missing=least)


def _without(problem: Problem, table: Collection[str], declined: Collection[str]) -> Problem:
    ids = frozenset(person.id for person in problem.candidates)
    for id_ in (*table, *declined):
        if id_ not in ids:
            raise CompositionError("unknown_id", id=id_, column="members", value=id_)
    gone = frozenset(declined)
    people = (replace(person, lock="never") if person.id in gone else person for person in problem.candidates)
    return replace(problem, candidates=tuple(people))


def _nearest_by_counting(proposal: Proposal, free: int) -> Outcome | None:
    """The best of the tables that change least where they differ by one seat at most, none otherwise: no solving.

    With `free` substitutes two or more of them may join for nothing, which is more than one seat.
    """
    prepared, table, gain = proposal.prepared, proposal.table, gains(proposal.prepared)
    counts, names = headcounts(prepared), keys(prepared, proposal.seed)
    places = [place for place in range(len(prepared.candidates)) if place not in prepared.never]
    joined = [table | {place} for place in places if place not in table]
    left = [table - {place} for place in places if place in table]
    steps = {0: ([table], joined + left), 1: ([table, *joined],)}.get(free, ())
    for near in steps:
        worths = {tried: worth(prepared, gain, tried) for tried in near}
        near.sort(key=lambda tried: (-worths[tried], sum(names[place] for place in tried)))
        for tried in near:
            if not broken(prepared, prepared.ids(tried), counts=counts):
                return Outcome("optimal", tried, worths[tried], worths[tried], 0.0)
    return None


def _closest(proposal: Proposal, free: int, budget: Budget) -> Outcome:
    """The best table without any change, which is usual and soon found, or of as few changes as there can be."""
    found = proposal.best(_few_changes(proposal, 0, free), budget=budget, seconds=budget.left / 3)
    if found.status in ("optimal", "feasible"):
        return found
    nearest = _nearest(proposal, free, budget)
    if nearest.table is None:
        return nearest
    leave, join = len(proposal.table - nearest.table), len(nearest.table - proposal.table)
    few = _few_changes(proposal, leave + max(0, join - free), free)
    found = proposal.best(few, budget=budget, seconds=budget.left)
    if found.table is None:
        return replace(nearest, status="feasible")
    return found if nearest.status == "optimal" else replace(found, status="feasible")


def _others(proposal: Proposal) -> list[int]:
    return [place for place in range(proposal.program.seats) if place not in proposal.table]


def _nearest(proposal: Proposal, free: int, budget: Budget) -> Outcome:
    """Any table of the fewest changes. One more variable says how many join beyond those who are free."""
    whole, others = proposal.program, _others(proposal)
    beyond = len(whole.upper)
    counted = replace(
        whole,
        upper=(*whole.upper, len(others)),
        gain=(*whole.gain, 0),
        rows=(*whole.rows, Row("", ((beyond, 1), *((place, -1) for place in others)), -free)),
    )
    return Model(counted).best(
        seed=proposal.seed,
        budget=budget,
        seconds=budget.left / 2,
        gain=dict.fromkeys(sorted(proposal.table), 1) | {beyond: -1},
        hint=proposal.table,
        ranked_by_seed=False,
    )


def _few_changes(proposal: Proposal, changes: int, free: int) -> tuple[Row, Row]:
    """At most so many leave, and at most so many and those who are free leave or join."""
    stay = tuple((place, 1) for place in sorted(proposal.table))
    join = tuple((place, -1) for place in _others(proposal))
    return Row("", stay, len(stay) - changes), Row("", (*stay, *join), len(stay) - changes - free)


def _closest_partial(
    proposal: Proposal, free: int, every: Budget, seconds: float
) -> tuple[frozenset[int] | None, int | None]:
    """The partial table that misses as little as any, among those the one that changes least, and what it misses.

    None where the time did not suffice for any: then it is proved that the rules cannot be met, and no more.
    """
    own = every.part(seconds)
    try:
        least = least_missing(proposal.prepared, seed=proposal.seed, budget=own, seconds=own.left / 2)
    except CompositionError as error:
        if error.code != "no_time":
            raise
        return None, None
    every.spend(own.spent)
    found = _closest(replace(proposal, missing=least.missing), free, every.part(seconds))
    return least.table if found.table is None else found.table, least.missing


def _stated(prepared: Prepared, stayers: frozenset[int], table: frozenset[int] | None, status: str) -> Replanned:
    if table is None:
        return Replanned(status, (), None, (), (), (), ())
    members = prepared.ids(table)
    return Replanned(
        status=status,
        members=members,
        objective=in_units(prepared, value(prepared, members)),
        leaves=prepared.ids(stayers - table),
        joins=prepared.ids(table - stayers),
        rules=rule_rows(prepared, members),
        advice=(),
    )
