"""A stored answer checked again: rules and objective by counting, the bound and the table by solving."""

from collections.abc import Sequence
from dataclasses import dataclass

from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.objective import in_units, value
from koalicja.engine.composition.partial import best_partial
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.rules import broken
from koalicja.engine.composition.solve import solve

__all__ = ["Rechecked", "recheck"]

# Stored objectives are floats of whole numbers.
CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What is still true of a stored answer.

    `broken`: names of the rules its members break. `objective`: what they are worth, and whether that `is_as_stated`.
    `bound`: proved, wrong (a better table than it allows was found), no_time, or not_stated (none to prove: the table
    was not compared with the best one). `table`: same, other or no_time; not_proved where the stored answer was not
    proved, so that other tables may come out. `status_holds`: not refuted, neither that the rules can be met nor that
    they cannot; where it is, the bound is wrong and the table another.
    """

    broken: tuple[str, ...]
    objective: float
    is_as_stated: bool
    bound: str
    table: str
    status_holds: bool = True


@dataclass(frozen=True, slots=True)
class _Again:
    """The answer of today. `status` as of solve(); of a partial table also met: the rules are kept by one."""

    status: str
    members: tuple[str, ...]
    objective: float | None
    bound: float | None


def recheck(
    problem: Problem,
    *,
    members: Sequence[str],
    objective: float,
    bound: float | None,
    status: str,
    seed: int,
    time_limit: float,
) -> Rechecked:
    """Check a stored answer against its problem.

    `status` is the stored one: optimal, feasible, or infeasible (a partial table). Raises CompositionError as
    validated() does, and unknown_id for a member that is no candidate.
    """
    prepared = validated(problem)
    for member in members:
        if member not in prepared.index:
            raise CompositionError("unknown_id", id=member, column="members", value=member)
    worth = in_units(prepared, value(prepared, members))
    again = _again(prepared, status=status, seed=seed, time_limit=time_limit)
    rules = broken(prepared, members)
    holds = (again.status != "met" and bool(rules)) if status == "infeasible" else again.status != "infeasible"
    return Rechecked(
        broken=rules,
        objective=worth,
        is_as_stated=_close(worth, objective),
        bound=_bound(again, bound) if holds else "wrong",
        table=_table(again, tuple(sorted(members)), status) if holds else "other",
        status_holds=holds,
    )


def _again(prepared: Prepared, *, status: str, seed: int, time_limit: float) -> _Again:
    if status != "infeasible":
        solved = solve(prepared, seed=seed, time_limit=time_limit)
        bound = None if solved.bound is None else in_units(prepared, solved.bound)
        return _Again(solved.status, solved.members, solved.objective(prepared), bound)
    try:
        partial = best_partial(prepared, seed=seed, time_limit=time_limit)
    except CompositionError as error:
        if error.code not in ("rules_can_be_met", "no_time"):
            raise
        return _Again("met" if error.code == "rules_can_be_met" else "unknown", (), None, None)
    bound = None if partial.bound is None else in_units(prepared, partial.bound)
    return _Again(partial.status, partial.members, in_units(prepared, partial.value), bound)


def _bound(again: _Again, stated: float | None) -> str:
    if stated is None:
        return "not_stated"
    if again.objective is not None and again.objective > stated and not _close(again.objective, stated):
        return "wrong"
    proved = again.bound is not None and (again.bound <= stated or _close(again.bound, stated))
    return "proved" if proved else "no_time"


def _table(again: _Again, members: tuple[str, ...], status: str) -> str:
    if status == "feasible":
        return "not_proved"
    if again.status != "optimal":
        return "no_time"
    return "same" if again.members == members else "other"


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= CLOSE * max(1.0, abs(one), abs(other))
