"""Who is proposed nowhere: at none of the near-best tables, which is proved or not said."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from koalicja.engine.composition.model import Budget, Outcome
from koalicja.engine.composition.program import Row, at_least, not_seated
from koalicja.engine.composition.proposal import Proposal

__all__ = ["near_tables", "never_proposed"]

# Any table with somebody unclear will do, so the best need not be proved; that there is none must be.
ONE_SECONDS, PROOF_SECONDS = 0.5, 3.0


def never_proposed(proposal: Proposal, tables: Iterable[frozenset[int]], *, budget: Budget) -> tuple[str, ...]:
    """The ids of those proved to be at no table that loses at most NEAR; `tables` that are known save questions.

    The relaxation excludes most. For the others one question at a time: the near-best table with as many of them as
    there can be, until there is none; what the time does not suffice for is not listed.
    """
    excluded = proposal.excluded(proposal.floor)
    if proposal.missing is None:
        excluded |= proposal.prepared.never
    unclear = set(range(proposal.program.seats)) - excluded
    for table in (proposal.table, *tables):
        unclear -= table
    seconds = ONE_SECONDS
    while unclear:
        outcome = _with_many(proposal, unclear, excluded, budget, seconds)
        if outcome.table is not None:
            unclear -= outcome.table
        elif outcome.status == "infeasible":
            excluded, unclear = excluded | unclear, set()
        elif seconds == PROOF_SECONDS or not budget.left:
            break
        else:
            seconds = PROOF_SECONDS
    return proposal.prepared.ids(excluded)


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


def near_tables(proposal: Proposal, found: Mapping[int, Outcome]) -> Iterator[frozenset[int]]:
    """The near-best among tables that were found for other questions."""
    for outcome in found.values():
        if outcome.table is not None and outcome.value is not None and outcome.value >= proposal.floor:
            yield outcome.table
