"""Proposals are computed in the background; what comes out is stored once, whatever becomes of the worker.

The solvers are loaded by the work itself: web processes, which only ask for it, stay small.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from koalicja.backroom import jobs
from koalicja.coalitions import actions
from koalicja.coalitions.composing.storing import read_answer, read_problem
from koalicja.coalitions.models import CompositionRun, WhyNotAnswer
from koalicja.coalitions.queries.asked import asked_problem, optional_neighbours, without
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.result import Composition

# By the clock, with what comes after the table itself.
TOTAL_SECONDS = 58.0

Tell = Callable[[str, int, int], None]
Clock = Callable[[], float]
MESSAGES = {
    "table": _("Looking for the best table"),
    "replan": _("Looking for the table that changes least"),
    "missing": _("Looking for who is missing"),
    "reasons": _("Writing down why each person is there"),
    "alternatives": _("Looking for other good tables"),
    "tradeoff": _("Comparing smaller and larger tables"),
    "exclusion": _("Checking who is in none of the good tables"),
    "questions": _("Looking for the questions that matter most"),
}


@jobs.register("coalitions.compose", title=_("Computing a proposal"), messages=MESSAGES)
def compose_run(context: jobs.JobContext, *, run: int) -> None:
    """Compute one stored proposal."""
    at_work = CompositionRun.objects.filter(pk=run, state=CompositionRun.State.AT_WORK)
    found = at_work.select_related("parent").first()
    if found is None:
        return

    def tell(step: str, done: int, total: int) -> None:
        context.progress(done, total, step)

    elapsed = _clock()
    found.around = dict(found.around) | {"aside": _set_aside(found)}
    if found.declined and found.parent:
        composition, changes_least = _changed_least(found, found.parent, tell, elapsed)
    else:
        composition, changes_least = _composed(found, tell, elapsed), None
    composition = _among_all(found, composition, elapsed)
    with context.finish_in_transaction() as outcome:
        actions.finish_run(found, composition, changes_least=changes_least)
        outcome.url = found.get_absolute_url()


def _clock() -> Clock:
    """Seconds since now, so that no step goes on after the whole has taken its time, however busy the machine is."""
    started = time.monotonic()
    return lambda: time.monotonic() - started


def _set_aside(run: CompositionRun) -> list[str]:
    """Neighbours that are not needed: all where our own keep the rules, else all but those who mend them.

    Where the time did not suffice to tell, nobody is set aside.
    """
    from koalicja.engine.composition.check import validated
    from koalicja.engine.composition.partial import best_partial
    from koalicja.engine.composition.replan import replan
    from koalicja.engine.composition.solve import solve

    problem = read_problem(run.inputs)
    table = read_answer(run.parent.result).members if run.declined and run.parent else ()
    aside = optional_neighbours(run, problem, table)
    if not aside:
        return []
    own = validated(without(problem, aside))
    found = solve(own, seed=run.seed, time_limit=run.time_limit)
    if found.status == "infeasible":
        try:
            first = best_partial(own, seed=run.seed, time_limit=run.time_limit).members
        except CompositionError as error:
            if error.code != "no_time":
                raise
            return []
        closest = replan(problem, first, (), seed=run.seed, time_limit=run.time_limit)
        return sorted(aside - set(closest.members)) if closest.objective is not None else []
    return sorted(aside) if found.members else []


def _composed(run: CompositionRun, tell: Tell, elapsed: Clock) -> Composition:
    from koalicja.engine.composition.compose import compose

    return compose(asked_problem(run), seed=run.seed, time_limit=run.time_limit, on_progress=tell, elapsed=elapsed)


def _among_all(run: CompositionRun, composition: Composition, elapsed: Clock) -> Composition:
    """The same with reasons that hold among the neighbours too who were set aside."""
    if not (run.around["aside"] and composition.members):
        return composition
    from koalicja.engine.composition.beside import SECONDS, reasons_among
    from koalicja.engine.composition.model import Budget

    budget = Budget(SECONDS, elapsed=elapsed, total=TOTAL_SECONDS)
    problem = read_problem(run.inputs)
    reasons = reasons_among(problem, composition, seed=run.seed, time_limit=run.time_limit, budget=budget)
    return replace(composition, reasons=reasons)


def _changed_least(run: CompositionRun, parent: CompositionRun, tell: Tell, elapsed: Clock) -> tuple[Composition, bool]:
    """The parent's table with the fewest changes, and whether that is proved."""
    from koalicja.engine.composition.replanned import composed_again

    table = read_answer(parent.result).members
    problem = asked_problem(run)
    composition, found = composed_again(
        problem, table, run.declined, seed=run.seed, time_limit=run.time_limit, on_progress=tell, elapsed=elapsed
    )
    return composition, found.status == "optimal"


@jobs.register("coalitions.why_not", title=_("Finding out why somebody is not there"), messages=MESSAGES)
def why_not_answer(context: jobs.JobContext, *, asked: int) -> None:
    """Solve the proposal once more with one candidate who is not in it."""
    from koalicja.engine.composition.why_not import why_not

    found = WhyNotAnswer.objects.filter(pk=asked, answer__isnull=True).select_related("run").first()
    if found is None:
        return
    run = found.run
    members = read_answer(run.result).members
    problem = asked_problem(run, also=found.candidate)
    answer = why_not(problem, members, found.candidate, seed=run.seed, time_limit=run.time_limit)
    with context.finish_in_transaction() as outcome:
        actions.answer_why_not(found, answer)
        outcome.url = f"{run.get_absolute_url()}#why-not"


@jobs.every("coalitions.erase_declined", minutes=6 * 60)
def erase_declined() -> None:
    """Personal data of those who said no goes on the edition's schedule."""
    actions.erase_due(timezone.localdate())


@jobs.every("coalitions.erase_unanswered", minutes=6 * 60)
def erase_unanswered() -> None:
    """Names typed at a talk, of which nobody has said who is meant, go on the edition's schedule."""
    actions.erase_unanswered(timezone.localdate())


@jobs.every("coalitions.remind", minutes=30)
def remind() -> None:
    """By day: one reminder to each who is silent after the edition's delay."""
    with translation.override(settings.LANGUAGE_CODE):
        actions.remind_due(timezone.now())
