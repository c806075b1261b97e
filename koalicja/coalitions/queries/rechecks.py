"""A stored proposal computed again from what is stored with it, whatever the register holds today."""

from dataclasses import replace

from django.utils.translation import gettext as _

from koalicja.coalitions.composing.answer import METHOD, Stored, as_json
from koalicja.coalitions.composing.claims import strangers
from koalicja.coalitions.composing.rechecking import Claimed, verdict
from koalicja.coalitions.composing.storing import read_answer, read_problem
from koalicja.coalitions.models import CompositionRun
from koalicja.coalitions.queries.asked import asked_problem
from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.recheck import Rechecked, recheck
from koalicja.engine.composition.replan import replan
from koalicja.engine.composition.result import Composition

UNREADABLE = (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError)


class NothingToCheck(Exception):
    """The proposal is not ready, or there is no table in it."""


class OtherMethod(Exception):
    """The proposal was computed by a method this version does not know."""


class NotInOrder(Exception):
    """The candidates and rules stored with the proposal contradict themselves: nothing can be computed from them."""


def rechecked(run: CompositionRun) -> tuple[list[str], bool]:
    """(one line on each thing the stored proposal says, whether all of it is so).

    Raises NothingToCheck, OtherMethod and NotInOrder.
    """
    answer, problem = _read(run)
    if run.method != METHOD:
        raise OtherMethod(run.method)
    prepared, whole = _prepared(problem), read_problem(run.inputs)
    named = dict(run.result or {}) | {"members": [{"id": member} for member in answer.members]}
    if strange := [*strangers(named, prepared)]:
        return strange, False
    found = as_json(answer, whole, seconds=0.0) | {"gap": answer.gap}
    stored, among = _stored(run, answer), _prepared(whole)
    claimed = Claimed(found, stored, whole, prepared, among=among, has_bound=not run.declined)
    lines, is_so = verdict(claimed, lambda: _solved_again(run, answer, problem))
    if answer.seed != run.seed:
        lines.append(_("Seed: not the one it was computed with."))
    return lines, is_so and answer.seed == run.seed


def _read(run: CompositionRun) -> tuple[Composition, Problem]:
    if not run.is_ready:
        raise NothingToCheck(str(run))
    try:
        answer, problem = read_answer(run.result), asked_problem(run)
    except UNREADABLE as error:
        raise NothingToCheck(str(run)) from error
    if answer.objective is None:
        raise NothingToCheck(str(run))
    return answer, problem


def _prepared(problem: Problem) -> Prepared:
    try:
        return validated(problem)
    except (CompositionError, *UNREADABLE) as error:
        raise NotInOrder from error


def _stored(run: CompositionRun, answer: Composition) -> Stored:
    return Stored(
        status=answer.status,
        members=answer.members,
        unmet=tuple(sorted(row.name for row in answer.rules if not row.met)),
        objective=answer.objective,
        bound=answer.bound,
        seed=run.seed,
    )


def _solved_again(run: CompositionRun, answer: Composition, problem: Problem) -> Rechecked:
    again = recheck(
        problem,
        members=answer.members,
        objective=answer.objective or 0.0,
        bound=answer.bound,
        status=answer.status,
        seed=run.seed,
        time_limit=run.time_limit,
    )
    return _planned_again(run, problem, again) if run.declined else again


def _planned_again(run: CompositionRun, problem: Problem, again: Rechecked) -> Rechecked:
    """After a refusal the table is the closest one to the parent's: where that was proved, it must come out again."""
    if again.bound == "not_stated":
        again = replace(again, bound="fewest" if run.changes_least else "few")
    if run.parent is None or not run.changes_least:
        return replace(again, table="not_proved")
    try:
        table = read_answer(run.parent.result).members
        found = replan(problem, table, run.declined, seed=run.seed, time_limit=run.time_limit)
    except (CompositionError, *UNREADABLE) as error:
        raise NotInOrder from error
    if found.status != "optimal":
        return replace(again, table="no_time")
    return replace(again, table="same" if found.members == read_answer(run.result).members else "other")
