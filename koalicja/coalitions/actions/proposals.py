"""Proposals of whom to invite: asked for, computed, asked about."""

from dataclasses import asdict, replace

from django.db import transaction
from django.utils import timezone

from koalicja.backroom import jobs
from koalicja.coalitions.actions.telling import tell
from koalicja.coalitions.composing.answer import METHOD, product_version
from koalicja.coalitions.composing.storing import (
    answer_as_json,
    problem_as_json,
    read_answer,
    read_problem,
    why_not_as_json,
)
from koalicja.coalitions.models import Coalition, CompositionRun, WhyNotAnswer
from koalicja.coalitions.queries.candidates import Around, Wishes, gathered, rules_for
from koalicja.coalitions.queries.keys import standing_for
from koalicja.coalitions.queries.memory import remembered, with_memory
from koalicja.coalitions.queries.runs import no_longer_listed
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Composition, WhyNot
from koalicja.people.access import gmina_scope
from koalicja.people.models import User


class RunAtWork(Exception):
    """Somebody is computing a proposal of this coalition just now; one at a time is enough."""

    def __init__(self, run: CompositionRun) -> None:
        super().__init__(str(run))
        self.run = run


class NotAMember(Exception):
    """Nobody of this key is a member of the proposal, or she is there in any case (the Lead Library)."""


@transaction.atomic
def ask_for_proposal(
    *, coalition: Coalition, by: User, wishes: Wishes, parent: CompositionRun | None = None
) -> CompositionRun:
    """Compute a proposal from the register as it is now, in the background. Raises RunAtWork."""
    _one_at_a_time(coalition)
    known = remembered(list(coalition.runs.all())).declined
    wishes = _of_today(wishes)
    declined = [key for key in known if wishes.locks.get(key) == "never"]
    problem, around = gathered(coalition, replace(wishes, declined=declined))
    return _begin(coalition, by, problem, around, parent=parent)


def _of_today(wishes: Wishes) -> Wishes:
    """Wishes for those who stand today for records made one since; of two marks the one that keeps away counts."""
    stands = standing_for([*wishes.locks, *wishes.told])
    if not stands:
        return wishes
    locks = dict(sorted(wishes.locks.items(), key=lambda item: item[1] == "never"))
    told = dict(sorted(wishes.told.items(), key=lambda item: item[0] not in stands))
    return replace(
        wishes,
        locks={stands.get(key, key): lock for key, lock in locks.items()},
        told={stands.get(key, key): grades for key, grades in told.items()},
    )


@transaction.atomic
def decline(*, run: CompositionRun, by: User, member: str) -> CompositionRun:
    """A proposal without this member and with the fewest other changes. Raises NotAMember or RunAtWork.

    Whoever is known to be unable since a later proposal stays away too, and whoever is in the register no longer.
    """
    problem = read_problem(run.inputs)
    if not run.is_ready or member == problem.library or member not in read_answer(run.result).members:
        raise NotAMember(member)
    _one_at_a_time(run.coalition)
    memory = remembered(list(run.coalition.runs.all()))
    known = with_memory(problem.candidates, memory)
    absent = no_longer_listed(problem, run.coalition)
    meant = standing_for(each.id for each in known)  # whoever was made one with the member cannot, either
    same = {each.id for each in known if meant.get(each.id, each.id) == meant.get(member, member)} - {problem.library}
    without = tuple(replace(each, lock="never") if each.id in {*same, *absent} else each for each in known)
    ruled_out = {*same, *(each.id for each in known if each.lock == "never")}
    gone = absent - ruled_out
    cannot = frozenset({*same, *memory.declined, *gone})  # no advice takes these locks away
    near = frozenset(run.around.get("keys", ()))
    rules = rules_for(run.coalition, (each for each in without if each.id not in gone))
    problem = replace(problem, candidates=without, rules=rules, declined=cannot, near=near)
    left = (gone | ruled_out) & set(read_answer(run.result).members)
    around = Around(**run.around | {"gone": sorted(gone)})
    return _begin(run.coalition, by, problem, around, parent=run, declined=[member, *sorted(left - {member})])


def _one_at_a_time(coalition: Coalition) -> None:
    """Hold the coalition until the end of the transaction; a run whose job ended without a result is put aside."""
    Coalition.objects.select_for_update().get(pk=coalition.pk)
    for run in coalition.runs.filter(state=CompositionRun.State.AT_WORK).select_related("job"):
        if run.is_at_work:
            raise RunAtWork(run)
        run.state = CompositionRun.State.BROKEN
        run.save(update_fields=["state"])


def _begin(
    coalition: Coalition,
    by: User,
    problem: Problem,
    around: Around,
    *,
    parent: CompositionRun | None,
    declined: list[str] | None = None,
) -> CompositionRun:
    newest = coalition.runs.order_by("-number").values_list("number", flat=True).first()
    run = CompositionRun.objects.create(
        coalition=coalition,
        number=(newest or 0) + 1,
        preset=coalition.edition.composition_rules,
        inputs=problem_as_json(problem),
        around=asdict(around),
        declined=declined or [],
        method=METHOD,
        version=product_version(),
        parent=parent,
        created_by=by,
    )
    run.job = jobs.enqueue("coalitions.compose", by=by, scope=gmina_scope(coalition.gmina_id), run=run.pk)
    run.save(update_fields=["job"])
    tell("proposal.asked", coalition, by, number=run.number, url=run.get_absolute_url())
    return run


def finish_run(run: CompositionRun, composition: Composition, *, changes_least: bool | None = None) -> None:
    """Keep the answer; the job's fence makes it happen once."""
    run.state, run.result, run.finished_at = CompositionRun.State.READY, answer_as_json(composition), timezone.now()
    run.changes_least = changes_least
    run.save(update_fields=["state", "result", "finished_at", "changes_least", "around"])


@transaction.atomic
def ask_why_not(*, run: CompositionRun, by: User, candidate: str) -> WhyNotAnswer:
    """Find out, in the background, what the proposal would lose with this candidate; an answer is kept."""
    CompositionRun.objects.select_for_update().get(pk=run.pk)
    asked, _is_new = WhyNotAnswer.objects.select_related("job").get_or_create(run=run, candidate=candidate)
    if asked.answer is None and (asked.job is None or not asked.job.is_open):
        scope = gmina_scope(run.coalition.gmina_id)
        asked.job = jobs.enqueue("coalitions.why_not", by=by, scope=scope, asked=asked.pk)
        asked.save(update_fields=["job"])
    return asked


def answer_why_not(asked: WhyNotAnswer, answer: WhyNot) -> None:
    """Keep why somebody is not at the table."""
    asked.answer = why_not_as_json(answer)
    asked.save(update_fields=["answer"])
