"""What the pages about loaded files show, in words."""

from collections.abc import Collection
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from koalicja.backroom import wording
from koalicja.backroom.interim import fresh
from koalicja.backroom.models import Job
from koalicja.people.actions.judging import is_for_edition
from koalicja.people.file_values import WHO
from koalicja.people.models import Batch, BatchRow
from koalicja.people.queries.batch_people import newcomers
from koalicja.people.queries.batches import (
    ADDABLE,
    ANY_GMINA,
    ASKS_GMINA,
    DECIDED,
    ELSEWHERE,
    FOR_THE_FILE,
    NOT_OURS,
    PAIR_DOUBTS,
    PLACE_UNKNOWN,
    TWINS,
    UNDO_JOB,
    BulkStep,
    Overview,
    Plan,
    ShownRow,
    gminas_said,
    places_elsewhere,
)
from koalicja.people.queries.untouched import TAKEN_BACK, Parts
from koalicja.people.refusals import file_refusal, left_out, row_reason
from koalicja.people.views.batch_lines import lines, outcome_name
from koalicja.ui.formats import day, number

Outcome, State = BatchRow.Outcome, Batch.State
PAST_PREVIEW = frozenset({State.ACCEPTING, State.ACCEPTED, State.UNDONE})


def plan_sentence(batch: Batch, plan: Plan) -> str:
    """What accepting will do, in one sentence, in the words of what it will have done."""
    if not plan.does_something:
        return _nothing_planned(plan)
    if not plan.added and not plan.changed:
        return _("Without a change: %(count)s. Accept, and we will remember your answers.") % {
            "count": number(plan.same)
        }
    parts = _planned(batch, plan)
    if plan.changed:
        parts.append(_("change %(count)s") % {"count": number(plan.changed)})
    if plan.filled:
        with_others = ngettext(
            "save %(count)s row with an earlier one that it fills in",
            "save %(count)s rows with earlier ones that they fill in",
            plan.filled,
        )
        parts.append(with_others % {"count": number(plan.filled)})
    if plan.passed_over:
        passed = ngettext("pass over %(count)s row", "pass over %(count)s rows", plan.passed_over)
        parts.append(passed % {"count": number(plan.passed_over)})
    sentence = _("We will %(parts)s.") % {"parts": ", ".join(parts)}
    unchanged = _("Without a change: %(count)s.") % {"count": number(plan.same)} if plan.same else ""
    return f"{sentence[:1].upper()}{sentence[1:]} {unchanged}".strip()


def _planned(batch: Batch, plan: Plan) -> list[str]:
    new = newcomers(batch)
    if new.people:
        return [_("add %(what)s") % {"what": _organisations_and_people(plan.added - new.rows, new.people)}]
    return [_added(batch, plan.added)] if plan.added else []


def _organisations_and_people(organisations: int, people: int) -> str:
    """Both in numbers, as the object of "we will add" and of "added"."""
    counted = ngettext("%(count)s organisation", "%(count)s organisations", organisations)
    persons = ngettext("%(count)s person", "%(count)s persons", people) % {"count": number(people)}
    if not organisations:
        return persons
    words = {"organisations": counted % {"count": number(organisations)}, "people": persons}
    return _("%(organisations)s and %(people)s") % words


def _nothing_planned(plan: Plan) -> str:
    """Why accepting would do nothing as things stand, the reason first that a human can do most about."""
    if plan.doubtful:
        waiting = ngettext(
            "Decide about %(count)s row. Without a decision this file changes nothing.",
            "Decide about %(count)s rows. Without a decision this file changes nothing.",
            plan.doubtful,
        )
        return waiting % {"count": number(plan.doubtful)}
    if plan.skipped:
        return _("By your decisions this file changes nothing. Change a decision, or throw the file away.")
    if plan.same and plan.errors:
        return _("The rows without an error are in the register already. Nothing will change.")
    if plan.same:
        return _("Everything this file says is in the register already. Nothing will change.")
    if plan.errors:
        return _("No row of this file can be saved yet. Look at the reasons below.")
    return _("No row of this file belongs in the register. Look at the reasons below.")


def _added(batch: Batch, count: int) -> str:
    if is_for_edition(batch):
        sentence = ngettext(
            "suggest %(count)s organisation to gminas all over Poland",
            "suggest %(count)s organisations to gminas all over Poland",
            count,
        )
    elif "name" in batch.mapping:
        sentence = ngettext("add %(count)s organisation", "add %(count)s organisations", count)
    else:
        sentence = ngettext("add %(count)s entry", "add %(count)s entries", count)
    return sentence % {"count": number(count)}


def done_sentence(batch: Batch) -> str:
    """What accepting did."""
    counts = batch.counts
    added = pgettext("file", "suggested") if is_for_edition(batch) else pgettext("file", "added")
    told = [
        (pgettext("file", "changed"), counts.get("changed", 0)),
        (pgettext("file", "saved with an earlier row"), counts.get("filled", 0)),
        (pgettext("file", "without a change"), counts.get("same", 0)),
        (pgettext("file", "passed over"), counts.get("passed_over", 0)),
        (pgettext("file", "left alone, because the register had changed"), counts.get("met", 0)),
        (pgettext("file", "taken back"), counts.get(TAKEN_BACK, 0)),
    ]
    parts = [f"{label}: {number(count)}" for label, count in told if count]
    if counts.get("people"):
        parts.insert(0, f"{added}: {_organisations_and_people(counts['organisations'], counts['people'])}")
    elif counts.get("added"):
        organisations = ngettext("%(count)s organisation", "%(count)s organisations", counts["added"])
        parts.insert(0, f"{added}: {organisations % {'count': number(counts['added'])}}")
    sentence = ", ".join(parts) or _("nothing")
    return sentence[:1].upper() + sentence[1:]


def kept_sentence(parts: Parts) -> str:
    """How many entries of an edition's file gminas work with, and where; "" where none."""
    if not parts.kept:
        return ""
    named = "; ".join(f"{gmina.full_label}: {number(count)}" for gmina, count in parts.gminas)
    if parts.more:
        rest = parts.kept - sum(count for _gmina, count in parts.gminas)
        others = {"named": named, "gminas": number(parts.more), "rest": number(rest)}
        named = _("%(named)s; in other gminas (%(gminas)s): %(rest)s") % others
    told = {"count": number(parts.kept), "where": named}
    return _("Entries of this file that gminas work with already: %(count)s. Where: %(where)s.") % told


def skipped_sentence(batch: Batch, overview: Overview) -> str:
    """Every kind of row that does not reach the register, by its name and number; undecided ones where not yet told."""
    plan = overview.plan
    is_told = batch.state == State.ACCEPTED or (batch.state == State.PREVIEW and not plan.does_something)
    told = [
        (pgettext("skipped rows", "without a decision"), 0 if is_told else plan.doubtful),
        (pgettext("skipped rows", "with an error"), plan.errors),
        (pgettext("skipped rows", "repeated in the file"), plan.repeated),
        (pgettext("skipped rows", "left out by your decision"), plan.skipped),
        *((left_out(reason), count) for reason, count in overview.left_out.items()),
    ]
    kinds = ", ".join(f"{label}: {number(count)}" for label, count in told if count)
    return _("Rows passed over – %(kinds)s.") % {"kinds": kinds} if kinds else ""


def steps(batch: Batch | None) -> list[dict[str, str]]:
    """1 File → 2 Preview → 3 Ready."""
    at = 0 if batch is None else 2 if batch.state in PAST_PREVIEW else 1
    is_saving = batch is not None and batch.state == State.ACCEPTING
    last = pgettext("step", "Saving") if is_saving else pgettext("step", "Ready")
    labels = (pgettext("step", "File"), pgettext("step", "Preview"), last)
    states = ["done"] * at + ["current"] + ["later"] * (2 - at)
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def tabs(batch: Batch, overview: Overview, chosen: str) -> list[dict[str, str]]:
    """What is undecided by outcome, and what is decided, as filters; those without rows are left out."""
    shown = [("", pgettext("rows", "all"), overview.total)]
    shown += [(str(o), outcome_name(o, batch), overview.outcomes.get(o, 0)) for o in Outcome]
    shown.append((DECIDED, pgettext("rows", "decided"), overview.decided))
    return [
        {
            "label": f"{label}: {number(count)}",
            "url": f"?outcome={key}#wiersze" if key else "?#wiersze",
            "state": "current" if key == chosen else "",
        }
        for key, label, count in shown
        if count or not key
    ]


def doubts(overview: Overview, apart: Collection[str] = ()) -> list[dict[str, Any]]:
    """The kinds of doubt that wait, beside those about the gmina, with their bulk decisions.

    Of those `apart` every row that waits must be joined by itself, so nobody is offered to join all.
    """
    return [
        {
            "reason": reason,
            "count": count,
            "text": row_reason(reason, {}),
            "can_add": reason in ADDABLE,
            "can_join": reason in PAIR_DOUBTS and reason not in apart,
            "is_likeness": reason in {*PAIR_DOUBTS, *TWINS},
            "asks_who": reason == WHO,
            "can_fill": reason in TWINS,
            "url": f"?outcome=doubtful&reason={reason}#wiersze",
        }
        for reason, count in overview.doubts.items()
        if reason in {*PAIR_DOUBTS, *TWINS, PLACE_UNKNOWN, WHO}
    ]


def decisions(count: int, step: BulkStep | None) -> dict[str, Any] | None:
    """How many rows people have said something about, and the latest decision about many rows; None without either."""
    if not count and step is None:
        return None
    for_file = step is not None and step.what in FOR_THE_FILE
    return {"count": count, "step": step, "for_file": for_file, "what": _step_name(step.what) if step else ""}


def _step_name(what: str) -> str:
    names = {
        "add": pgettext("decision about many rows", "add as new"),
        "join": pgettext("decision about many rows", "the same as in the register"),
        "fill": pgettext("decision about many rows", "the same as earlier rows, which they fill in"),
        "skip": pgettext("decision about many rows", "leave out"),
        "gmina": pgettext("decision about many rows", "gmina of the rows that do not say theirs"),
        "places": pgettext("decision about many rows", "gminas found by the name of a place"),
        "class": pgettext("decision about many rows", "group and sector of rows recognised alike"),
        "anew": pgettext("decision about many rows", "clearing all decisions"),
    }
    return names.get(what, what)


def earlier(batch: Batch, accepted: Batch | None) -> dict[str, str] | None:
    """What became of the same file when it was accepted before, or of the file whose undecided rows these are."""
    if accepted is None:
        return None
    if "taken_from" in batch.options:
        told = _("Only the rows without a decision of a file accepted on %(day)s.")
    else:
        told = _("The same file was accepted on %(day)s. %(what)s.")
    said = told % {"day": day(accepted.accepted_at), "what": done_sentence(accepted)}
    return {"text": said, "url": accepted.get_absolute_url()}


def gmina_questions(batch: Batch, overview: Overview) -> list[dict[str, Any]]:
    """What is asked about the gmina, each with its own rows, which its buttons decide and no others."""
    elsewhere = overview.doubts.get(ELSEWHERE, 0)
    asked = sum(overview.doubts.get(reason, 0) for reason in ASKS_GMINA)
    places = ", ".join(places_elsewhere(batch)) if elsewhere else ""
    placed = overview.doubts.get("gmina_from_place", 0)
    others = overview.doubts.get(NOT_OURS, 0)
    said = ", ".join(gminas_said(batch)) if others else ""
    questions = [
        {"reason": ELSEWHERE, "waiting": elsewhere, "places": places, "mine": batch.gmina},
        {"reason": ANY_GMINA, "waiting": asked, "placed": placed, "mine": batch.gmina, "can_choose": True},
        {"reason": NOT_OURS, "waiting": others, "text": row_reason(NOT_OURS, {}), "said": said},
    ]
    return [question for question in questions if question["waiting"]]


def work(batch: Batch, *, user_pk: int, is_operator: bool) -> dict[str, Any]:
    """The background work on a batch, or what became of it. Whoever began it may stop it, and so may the operator."""
    found = Job.objects.filter(pk=batch.job_id or 0).select_related("cancelled_by")
    job = next(iter(fresh(found)), None) if batch.job_id else None
    if job is None or job.state == Job.State.DONE:
        return {"job": None, "broken": job is None, "error": ""}
    error = wording.error(job) if job.state == Job.State.FAILED else ""
    return {
        "job": job if job.is_open else None,
        "is_undo": job.is_open and job.kind == UNDO_JOB,
        "is_mine": job.created_by_id == user_pk,
        "may_stop": job.created_by_id == user_pk or is_operator,
        "stopped": job if job.state == Job.State.CANCELLED else None,
        "broken": not job.is_open,
        "error": error,
        "title": wording.title(job),
        "progress": wording.progress(job),
    }


def refusal(batch: Batch) -> str:
    return file_refusal(batch.refusal.get("code", "damaged"), batch.refusal.get("params", {}))


def row_columns(batch: Batch) -> list[dict[str, Any]]:
    return [
        {"label": _("Row"), "number": True},
        {"label": _("What the file says")},
        {"label": _("What will happen") if batch.state == State.PREVIEW else _("What happened")},
        {"label": _("Group and sector")},
    ]


def page_of_lines(page: Page[BatchRow], batch: Batch, shown: list[ShownRow]) -> dict[str, Any]:
    return {"page": page, "lines": lines(shown, batch), "columns": row_columns(batch)}
