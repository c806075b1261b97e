"""A stored proposal computed again from what is stored with it, whatever the register holds today."""

from dataclasses import replace

from koalicja.coalitions.composing.answer import Stored
from koalicja.coalitions.composing.storing import read_answer
from koalicja.coalitions.models import CompositionRun
from koalicja.coalitions.queries.asked import asked_problem
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.recheck import Rechecked, recheck
from koalicja.engine.composition.replan import replan


class NothingToCheck(Exception):
    """The proposal is not ready, or there is no table in it."""


def rechecked(run: CompositionRun) -> tuple[Stored, Rechecked]:
    """(what the stored proposal says, what is so). Raises NothingToCheck."""
    if not run.is_ready:
        raise NothingToCheck(str(run))
    answer, problem = read_answer(run.result), asked_problem(run)
    if answer.objective is None:
        raise NothingToCheck(str(run))
    again = recheck(
        problem,
        members=answer.members,
        objective=answer.objective,
        bound=answer.bound,
        status=answer.status,
        seed=run.seed,
        time_limit=run.time_limit,
    )
    stored = Stored(
        status=answer.status,
        members=answer.members,
        unmet=tuple(sorted(row.name for row in answer.rules if not row.met)),
        objective=answer.objective,
        bound=answer.bound,
        seed=run.seed,
    )
    return stored, _planned_again(run, problem, again) if run.declined else again


def _planned_again(run: CompositionRun, problem: Problem, again: Rechecked) -> Rechecked:
    """After a refusal the table is the closest one to the parent's: where that was proved, it must come out again."""
    if run.parent is None or not run.changes_least:
        return replace(again, table="not_proved")
    table = read_answer(run.parent.result).members
    found = replan(problem, table, run.declined, seed=run.seed, time_limit=run.time_limit)
    if found.status != "optimal":
        return replace(again, table="no_time")
    return replace(again, table="same" if found.members == read_answer(run.result).members else "other")
