"""The reasons of a table's members among more candidates than it was made from.

A table may be made of some candidates first, because they come first. That nobody can take a seat is then still to be
proved of all of them.
"""

from collections.abc import Mapping

from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.model import Budget, Outcome
from koalicja.engine.composition.partial import best_partial
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.reasons import member_reasons, tables_without
from koalicja.engine.composition.result import Composition, Reason

__all__ = ["reasons_among"]

SECONDS = 8.0


def reasons_among(
    problem: Problem, composition: Composition, *, seed: int, time_limit: float, budget: Budget | None = None
) -> Mapping[str, tuple[Reason, ...]]:
    """The reasons of the composition's members by id, where its table stands among all candidates of `problem`.

    `time_limit` bounds the search for how little any table must miss, where the rules are not met; the rest takes
    SECONDS, or what the `budget` has. What the time does not suffice for is not said. Raises CompositionError as
    validated() does.
    """
    prepared = validated(problem)
    is_known, missing = _missing(prepared, composition, seed, time_limit)
    proposal = Proposal(prepared, prepared.places(composition.members), False, seed, missing)
    without: Mapping[int, Outcome] = {}
    if is_known:
        without = tables_without(proposal, budget=Budget(SECONDS) if budget is None else budget)
    return member_reasons(proposal, without)


def _missing(prepared: Prepared, composition: Composition, seed: int, time_limit: float) -> tuple[bool, int | None]:
    """Whether it is known what the table may miss, and that: None where it keeps all rules."""
    if composition.status != "infeasible":
        return True, None
    try:
        return True, best_partial(prepared, seed=seed, time_limit=time_limit).missing
    except CompositionError as error:
        if error.code not in ("rules_can_be_met", "no_time"):
            raise
        return False, 0
