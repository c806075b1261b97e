"""The whole answer about a table that somebody declined: the closest one to it, with its reasons."""

from collections.abc import Callable, Collection

from koalicja.engine.composition.assumed import assumed, known_facts
from koalicja.engine.composition.check import validated
from koalicja.engine.composition.model import Budget
from koalicja.engine.composition.partial import best_partial
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.reasons import member_reasons, tables_without
from koalicja.engine.composition.replan import Replanned, replan
from koalicja.engine.composition.result import Composition

__all__ = ["composed_again"]

REASONS_SECONDS = 12.0
STEPS = 2


def composed_again(
    problem: Problem,
    table: Collection[str],
    declined: Collection[str],
    *,
    seed: int = 1,
    time_limit: float = 4.0,
    on_progress: Callable[[str, int, int], None],
) -> tuple[Composition, Replanned]:
    """The closest table with its reasons, and what changes. `problem` locks who declined as never.

    The composition's status is feasible (the closest table is seldom the best one), infeasible or unknown; it has no
    bound, no alternatives and no questions. Raises CompositionError as replan() does.
    """
    on_progress("replan", 0, STEPS)
    found = replan(problem, table, declined, seed=seed, time_limit=time_limit)
    on_progress("reasons", 1, STEPS)
    prepared = validated(problem)
    missing = None
    if found.status == "infeasible":
        missing = best_partial(prepared, seed=seed, time_limit=time_limit).missing
    proposal = Proposal(prepared, prepared.places(found.members), False, seed, missing)
    budget = Budget(REASONS_SECONDS)
    is_there = found.objective is not None
    reasons = member_reasons(proposal, tables_without(proposal, budget=budget)) if is_there else {}
    return (
        Composition(
            status="feasible" if found.status == "optimal" else found.status,
            objective=found.objective,
            bound=None,
            gap=None,
            members=found.members,
            reasons=reasons,
            rules=found.rules,
            alternatives=(),
            alternatives_complete=False,
            tradeoff=(),
            never_proposed=(),
            advice=found.advice,
            questions=(),
            assumed=assumed(prepared),
            known_facts=known_facts(prepared),
            seed=seed,
            solver_seconds=budget.spent,
        ),
        found,
    )
