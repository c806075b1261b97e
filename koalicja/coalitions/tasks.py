"""Proposals are computed in the background; what comes out is stored once, whatever becomes of the worker.

The solvers are loaded by the work itself: web processes, which only ask for it, stay small.
"""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from koalicja.backroom import jobs
from koalicja.coalitions import actions
from koalicja.coalitions.composing.storing import read_answer, read_problem
from koalicja.coalitions.models import CompositionRun, WhyNotAnswer
from koalicja.coalitions.queries.asked import asked_problem, optional_neighbours, without
from koalicja.engine.composition.result import Composition

Tell = Callable[[str, int, int], None]
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

    found.around = dict(found.around) | {"aside": _set_aside(found)}
    if found.declined and found.parent:
        composition, changes_least = _changed_least(found, found.parent, tell)
    else:
        composition, changes_least = _composed(found, tell), None
    with context.finish_in_transaction() as outcome:
        actions.finish_run(found, composition, changes_least=changes_least)
        outcome.url = found.get_absolute_url()


def _set_aside(run: CompositionRun) -> list[str]:
    """Neighbours that are not needed: all where our own keep the rules, else all but those who mend them."""
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
        first = best_partial(own, seed=run.seed, time_limit=run.time_limit).members
        closest = replan(problem, first, (), seed=run.seed, time_limit=run.time_limit)
        return sorted(aside - set(closest.members)) if closest.objective is not None else []
    return sorted(aside) if found.members else []


def _composed(run: CompositionRun, tell: Tell) -> Composition:
    from koalicja.engine.composition.compose import compose

    return compose(asked_problem(run), seed=run.seed, time_limit=run.time_limit, on_progress=tell)


def _changed_least(run: CompositionRun, parent: CompositionRun, tell: Tell) -> tuple[Composition, bool]:
    """The parent's table with the fewest changes, and whether that is proved."""
    from koalicja.engine.composition.replanned import composed_again

    table = read_answer(parent.result).members
    problem = asked_problem(run)
    composition, found = composed_again(
        problem, table, run.declined, seed=run.seed, time_limit=run.time_limit, on_progress=tell
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
