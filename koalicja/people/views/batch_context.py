"""What the pages about loaded files show, in words."""

from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from koalicja.backroom import wording
from koalicja.backroom.interim import fresh
from koalicja.backroom.models import Job
from koalicja.people.actions.judging import is_for_edition
from koalicja.people.models import Batch, BatchRow
from koalicja.people.queries.batch_people import newcomers
from koalicja.people.queries.batches import (
    ADDABLE,
    DECIDED,
    GMINA_DOUBTS,
    PAIR_DOUBTS,
    PLACE_UNKNOWN,
    UNDO_JOB,
    BulkStep,
    Overview,
    Plan,
    ShownRow,
    places_elsewhere,
)
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
    if plan.passed_over:
        passed = ngettext("pass over %(count)s row", "pass over %(count)s rows", plan.passed_over)
        parts.append(passed % {"count": number(plan.passed_over)})
    sentence = _("We will %(parts)s.") % {"parts": ", ".join(parts)}
    unchanged = _("Without a change: %(count)s.") % {"count": number(plan.same)} if plan.same else ""
    return f"{sentence[:1].upper()}{sentence[1:]} {unchanged}".strip()


def _planned(batch: Batch, plan: Plan) -> list[str]:
    new = newcomers(batch)
    if new.people and "name" in batch.mapping:
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
        (added, 0 if counts.get("people") else counts.get("added", 0)),
        (pgettext("file", "changed"), counts.get("changed", 0)),
        (pgettext("file", "without a change"), counts.get("same", 0)),
        (pgettext("file", "passed over"), counts.get("passed_over", 0)),
        (pgettext("file", "left alone, because the register had changed"), counts.get("met", 0)),
    ]
    parts = [f"{label}: {number(count)}" for label, count in told if count]
    if counts.get("people"):
        parts.insert(0, f"{added}: {_organisations_and_people(counts['organisations'], counts['people'])}")
    sentence = ", ".join(parts) or _("nothing")
    return sentence[:1].upper() + sentence[1:]


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


def doubts(overview: Overview) -> list[dict[str, Any]]:
    """The kinds of doubt that wait, beside those about the gmina, with their bulk decisions."""
    return [
        {
            "reason": reason,
            "count": count,
            "text": row_reason(reason, {}),
            "can_add": reason in ADDABLE,
            "can_join": reason in PAIR_DOUBTS,
            "url": f"?outcome=doubtful&reason={reason}#wiersze",
        }
        for reason, count in overview.doubts.items()
        if reason in {*PAIR_DOUBTS, PLACE_UNKNOWN}
    ]


def decisions(count: int, step: BulkStep | None) -> dict[str, Any] | None:
    """How many rows people have said something about, and the latest decision about many rows; None without either."""
    if not count and step is None:
        return None
    return {"count": count, "step": step, "what": _step_name(step.what) if step else ""}


def _step_name(what: str) -> str:
    names = {
        "add": pgettext("decision about many rows", "add as new"),
        "join": pgettext("decision about many rows", "the same as in the register"),
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


def gmina_question(batch: Batch, overview: Overview) -> dict[str, Any] | None:
    """Rows that do not say their gmina: what was chosen for them, how many wait, how many were found by a place."""
    waiting = sum(overview.doubts.get(reason, 0) for reason in GMINA_DOUBTS)
    if not waiting and not batch.default_gmina:
        return None
    elsewhere = overview.doubts.get("place_elsewhere", 0)
    return {
        "waiting": waiting,
        "elsewhere": elsewhere if 2 * elsewhere >= waiting else 0,
        "places": ", ".join(places_elsewhere(batch)) if elsewhere else "",
        "placed": overview.doubts.get("gmina_from_place", 0),
        "mine": batch.gmina,
        "chosen": batch.default_gmina,
    }


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
