"""The whole answer about a table that somebody declined: the closest one to it, with its reasons."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from koalicja.engine.composition.assumed import assumed, known_facts
from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.compose import TOTAL_SECONDS
from koalicja.engine.composition.model import Budget
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.reasons import member_reasons, tables_without
from koalicja.engine.composition.replan import Replanned, replan
from koalicja.engine.composition.result import Composition, Reason

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
    elapsed: Callable[[], float] | None = None,
    total: float = TOTAL_SECONDS,
) -> tuple[Composition, Replanned]:
    """The closest table with its reasons, and what changes. `problem` locks who declined as never.

    The composition's status is feasible (the closest table is seldom the best one), infeasible or unknown; it has no
    bound, no alternatives and no questions. Without a table, which may be for want of time both where it is infeasible
    and where it is unknown, it has neither members nor rules, reasons or objective. The caller's clock is that of
    compose(). Raises CompositionError as replan() does.
    """
    on_progress("replan", 0, STEPS)
    found = replan(problem, table, declined, seed=seed, time_limit=time_limit, elapsed=elapsed, total=total)
    on_progress("reasons", 1, STEPS)
    prepared, budget = validated(problem), Budget(REASONS_SECONDS, elapsed=elapsed, total=total)
    reasons = _reasons(prepared, found, seed, budget)
    answer = _answer(prepared, found, reasons)
    seconds = None if elapsed is None else elapsed()
    return replace(answer, seed=seed, solver_seconds=budget.spent, seconds=seconds), found


def _reasons(prepared: Prepared, found: Replanned, seed: int, budget: Budget) -> Mapping[str, tuple[Reason, ...]]:
    if found.objective is None:
        return {}
    proposal = Proposal(prepared, prepared.places(found.members), False, seed, found.missing)
    return member_reasons(proposal, tables_without(proposal, budget=budget))


def _answer(prepared: Prepared, found: Replanned, reasons: Mapping[str, tuple[Reason, ...]]) -> Composition:
    return Composition(
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
        seed=0,
        solver_seconds=0.0,
    )
