"""Who is proposed nowhere: at none of the near-best tables, which is proved or not said."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from koalicja.engine.composition.model import Budget, Outcome
from koalicja.engine.composition.objective import gains, worth
from koalicja.engine.composition.program import Row, at_least, not_seated, seated
from koalicja.engine.composition.proposal import Proposal, is_no_worse
from koalicja.engine.composition.relaxation import relaxed

__all__ = ["near_tables", "never_proposed"]

# Any table with somebody unclear will do, so the best need not be proved; that there is none must be.
ONE_SECONDS, PROOF_SECONDS = 0.5, 3.0
# So many of the most doubtful get a relaxation of their own.
RELAXED = 24
# Of more than so many unclear the solver never comes to an end in the time there is.
FEW = 120


def never_proposed(proposal: Proposal, tables: Iterable[frozenset[int]], *, budget: Budget) -> tuple[str, ...]:
    """The ids of those proved to be at no table that loses at most NEAR; `tables` are near-best ones that are known.

    The relaxation excludes some, for the most doubtful one of their own. Many others can join the first table, or take
    a member's seat, and little is lost. For who is left, one question at a time: the near-best table with as many of
    them as there can be, until there is none. What the time does not suffice for is not listed.
    """
    excluded = proposal.excluded(proposal.floor)
    if proposal.missing is None:
        excluded |= proposal.prepared.never
    unclear = frozenset(range(proposal.program.seats)) - excluded - proposal.table
    unclear -= frozenset().union(*tables)
    if len(unclear) <= FEW:
        unclear -= frozenset(_beside_or_instead(proposal, unclear, budget))
    if budget.left:
        excluded |= frozenset(_relaxed_away(proposal, unclear, budget))
        if len(unclear) <= FEW:
            excluded |= _proved_away(proposal, unclear - excluded, excluded, budget)
    return proposal.prepared.ids(excluded)


def near_tables(proposal: Proposal, found: Mapping[int, Outcome]) -> Iterator[frozenset[int]]:
    """The near-best among tables that were found for other questions."""
    for outcome in found.values():
        if outcome.table is not None and outcome.value is not None and outcome.value >= proposal.floor:
            yield outcome.table


def _beside_or_instead(proposal: Proposal, places: Iterable[int], budget: Budget) -> Iterator[int]:
    """Those with whom the table is still near-best when they join it, or take one member's seat."""
    prepared, table, gain = proposal.prepared, proposal.table, gains(proposal.prepared)
    kept = sorted(table - prepared.must, key=lambda place: (-worth(prepared, gain, table - {place}), place))
    smaller = [table, *(table - {place} for place in kept)]
    for place in places:
        for others in smaller if budget.left else ():
            tried = others | {place}
            if worth(prepared, gain, tried) >= proposal.floor and is_no_worse(prepared, table, tried):
                yield place
                break


def _relaxed_away(proposal: Proposal, places: Iterable[int], budget: Budget) -> Iterator[int]:
    bound_with = proposal.relaxation.bound_with if proposal.relaxation is not None else lambda place: 0.0
    for place in sorted(places, key=lambda place: (round(bound_with(place)), place))[:RELAXED]:
        relaxation = relaxed(proposal.program, [seated(place)], seconds=budget.left)
        if relaxation is not None and relaxation.bound < proposal.floor:
            yield place


def _proved_away(
    proposal: Proposal, places: frozenset[int], excluded: Collection[int], budget: Budget
) -> frozenset[int]:
    """All that are left when the solver proves that there is no near-best table with any of them."""
    unclear, seconds = places, ONE_SECONDS
    while unclear:
        outcome = _with_many(proposal, unclear, excluded, budget, seconds)
        if outcome.table is not None:
            unclear -= outcome.table
        elif outcome.status == "infeasible":
            return unclear
        elif seconds == PROOF_SECONDS or not budget.left:
            break
        else:
            seconds = PROOF_SECONDS
    return frozenset()


def _with_many(
    proposal: Proposal, unclear: Collection[int], excluded: Collection[int], budget: Budget, seconds: float
) -> Outcome:
    """A near-best table with many of the unclear, at least one."""
    rows = [at_least(proposal.program, proposal.floor), *(not_seated(place) for place in sorted(excluded))]
    rows.append(Row("", tuple((place, 1) for place in sorted(unclear)), 1))
    gain = dict.fromkeys(sorted(unclear), 1)
    return proposal.model.best(
        seed=proposal.seed, budget=budget, seconds=seconds, extra=rows, gain=gain, ranked_by_seed=False
    )
