"""Size against value: what the best table of each exact size is worth."""

from collections.abc import Sequence

from koalicja.engine.composition.model import Budget, Outcome
from koalicja.engine.composition.program import of_size
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.result import SizeValue

__all__ = ["size_values", "sizes"]

ONE_SECONDS = 1.5
# Where the rules set no bound: so many fewer and more than the table has.
AROUND = 6
MOST_SIZES = 25


def size_values(proposal: Proposal, *, budget: Budget, known: Sequence[SizeValue] = ()) -> tuple[SizeValue, ...]:
    """The best objective of each size that the rules allow, in order; sizes near the table's own are solved first.

    `known`: lines found before for another table of the same problem, where the time does not suffice for better ones.
    """
    own, found = len(proposal.table), {}
    before = {row.size: row for row in known}
    order = sorted(sizes(proposal), key=lambda size: (abs(size - own), size))
    for number, size in enumerate(order):
        if size == own and proposal.is_proved:
            objective = proposal.in_units(proposal.value)
            found[size] = SizeValue(size, "optimal", objective, objective)
        else:
            rows = of_size(proposal.program, size)
            seconds = min(ONE_SECONDS, budget.left / (len(order) - number))
            row = before.get(size)
            if row is None or row.status not in ("optimal", "infeasible"):
                row = _better(_stated(proposal, size, proposal.best(rows, budget=budget, seconds=seconds)), row)
            found[size] = _lifted(row, proposal) if size == own else row
    return tuple(found[size] for size in sorted(found))


def sizes(proposal: Proposal) -> range:
    """From the rules' smallest size to their greatest, as far as there are candidates."""
    rules, own = proposal.prepared.rules.size, len(proposal.table)
    least = max(1, own - AROUND) if rules.min is None else max(1, min(rules.min, own))
    most = own + AROUND if rules.max is None else max(rules.max, own)
    most = min(most, proposal.program.seats - len(proposal.prepared.never - proposal.prepared.must))
    if most - least >= MOST_SIZES:
        least = max(least, min(own - MOST_SIZES // 2, most - MOST_SIZES + 1))
        most = min(most, least + MOST_SIZES - 1)
    return range(least, most + 1)


def _stated(proposal: Proposal, size: int, outcome: Outcome) -> SizeValue:
    objective = None if outcome.value is None else proposal.in_units(outcome.value)
    bound = None if outcome.bound is None or outcome.status == "infeasible" else proposal.in_units(outcome.bound)
    return SizeValue(size, outcome.status, objective, bound)


def _better(row: SizeValue, other: SizeValue | None) -> SizeValue:
    """What two lines of one size say together."""
    if other is None or row.status in ("optimal", "infeasible"):
        return row
    found = [each for each in (row.objective, other.objective) if each is not None]
    bounds = [each for each in (row.bound, other.bound) if each is not None]
    return SizeValue(row.size, "feasible" if found else "unknown", max(found, default=None), min(bounds, default=None))


def _lifted(row: SizeValue, proposal: Proposal) -> SizeValue:
    """The line of the table's own size: at least the table itself is known."""
    own = proposal.in_units(proposal.value)
    if row.objective is not None and row.objective >= own:
        return row
    return SizeValue(row.size, "feasible", own, None if row.bound is None else max(row.bound, own))
