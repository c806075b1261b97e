"""Who is proposed nowhere: at none of the near-best tables, which is proved or not said."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from koalicja.engine.composition.model import Budget, Outcome
from koalicja.engine.composition.objective import gains, worth
from koalicja.engine.composition.program import Row, at_least, not_seated, seated
from koalicja.engine.composition.proposal import Proposal, is_no_worse
from koalicja.engine.composition.relaxation import relaxed
from koalicja.engine.composition.rules import headcounts

__all__ = ["Audit", "always_there", "audit", "near_tables"]

# Any table with somebody unclear will do, so the best need not be proved; that there is none must be.
ONE_SECONDS, PROOF_SECONDS = 0.5, 5.0
# So many of the most doubtful get a relaxation of their own.
RELAXED = 24
# Of more than so many unclear the solver never comes to an end in the time there is.
FEW = 120


@dataclass(frozen=True, slots=True)
class Audit:
    """`never`: at no near-best table (proved). `undecided`: neither that is proved nor such a table with them known."""

    never: frozenset[int]
    undecided: frozenset[int]


def audit(
    proposal: Proposal, tables: Iterable[frozenset[int]], *, always: Collection[int] = (), budget: Budget
) -> Audit:
    """Who is proved to be at no table that loses at most NEAR.

    `tables` are near-best ones that are known, `always` sit at each of them. The relaxation excludes some, for the most
    doubtful one of their own. Many others can join the first table, or take a member's seat, and little is lost. For
    who is left, one question at a time: the near-best table with as many of them as there can be, until there is none.
    """
    never = proposal.excluded(proposal.floor)
    if proposal.missing is None:
        never |= proposal.prepared.never
    unclear = frozenset(range(proposal.program.seats)) - never - proposal.table
    unclear -= frozenset().union(*tables)
    unclear -= frozenset(_beside_or_instead(proposal, unclear, budget))
    if budget.left:
        never |= frozenset(_relaxed_away(proposal, unclear, budget))
        if len(unclear - never) <= FEW:
            absent, there = _proved_away(proposal, unclear - never, never, always, budget)
            never, unclear = never | absent, unclear - there
    return Audit(never, unclear - never)


def always_there(proposal: Proposal, without: Mapping[int, Outcome]) -> frozenset[int]:
    """Members without whom no near-best table is possible, which is proved; those locked at the table too."""
    needed = {
        place
        for place, outcome in without.items()
        if outcome.status == "infeasible" or (outcome.bound is not None and outcome.bound < proposal.floor)
    }
    return frozenset(needed) | (proposal.prepared.must & proposal.table if proposal.missing is None else frozenset())


def near_tables(proposal: Proposal, found: Mapping[int, Outcome]) -> Iterator[frozenset[int]]:
    """The near-best among tables that were found for other questions."""
    for outcome in found.values():
        if outcome.table is not None and outcome.value is not None and outcome.value >= proposal.floor:
            yield outcome.table


def _beside_or_instead(proposal: Proposal, places: Iterable[int], budget: Budget) -> Iterator[int]:
    """Those with whom the table is still near-best when they join it, or take one member's seat."""
    prepared, table, gain = proposal.prepared, proposal.table, gains(proposal.prepared)
    counts = headcounts(prepared)
    kept = sorted(table - prepared.must, key=lambda place: (-worth(prepared, gain, table - {place}), place))
    smaller = [table, *(table - {place} for place in kept)]
    for place in places:
        for others in smaller if budget.left else ():
            tried = others | {place}
            is_near = worth(prepared, gain, tried) >= proposal.floor
            if is_near and is_no_worse(prepared, table, tried, counts=counts):
                yield place
                break


def _doubt(proposal: Proposal) -> Callable[[int], tuple[int, int]]:
    """Who is the least likely at a near-best table comes first."""
    bound_with = proposal.relaxation.bound_with if proposal.relaxation is not None else lambda place: 0.0
    return lambda place: (round(bound_with(place)), place)


def _relaxed_away(proposal: Proposal, places: Iterable[int], budget: Budget) -> Iterator[int]:
    for place in sorted(places, key=_doubt(proposal))[:RELAXED]:
        relaxation = relaxed(proposal.program, [seated(place)], seconds=budget.left)
        if relaxation is not None and relaxation.bound < proposal.floor:
            yield place


def _proved_away(
    proposal: Proposal, places: frozenset[int], never: Collection[int], always: Collection[int], budget: Budget
) -> tuple[frozenset[int], frozenset[int]]:
    """(all that are left when the solver proves that there is no near-best table with any of them, who is at one)."""
    rows = [at_least(proposal.program, proposal.floor), *map(not_seated, sorted(never)), *map(seated, sorted(always))]
    unclear, there, seconds = places, frozenset[int](), ONE_SECONDS
    while unclear:
        outcome = _with_many(proposal, unclear, rows, budget, seconds)
        if outcome.table is not None:
            there |= unclear & outcome.table
            unclear -= outcome.table
        elif outcome.status == "infeasible":
            return unclear, there
        elif seconds == PROOF_SECONDS or not budget.left:
            break
        else:
            seconds = PROOF_SECONDS
    return frozenset(), there


def _with_many(
    proposal: Proposal, unclear: Collection[int], rows: Sequence[Row], budget: Budget, seconds: float
) -> Outcome:
    """A near-best table with many of the unclear, at least one."""
    anyone = Row("", tuple((place, 1) for place in sorted(unclear)), 1)
    gain = dict.fromkeys(sorted(unclear), 1)
    found = proposal.model.best(
        seed=proposal.seed, budget=budget, seconds=seconds, extra=[*rows, anyone], gain=gain, ranked_by_seed=False
    )
    proposal.meet(found.table)
    return found
