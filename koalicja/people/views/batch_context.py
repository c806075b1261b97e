"""What the pages about loaded files show, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from koalicja.backroom import wording
from koalicja.backroom.interim import fresh
from koalicja.backroom.models import Job
from koalicja.engine.matching.sectors import SECTOR_GROUPS
from koalicja.people.actions.judging import is_for_edition
from koalicja.people.file_values import CONTACT_KINDS, entry_values, shown_kind, shown_name
from koalicja.people.models import Batch, BatchRow, Decided, Organisation, Person
from koalicja.people.queries.batches import (
    GMINA_DOUBTS,
    PAIR_DOUBTS,
    Overview,
    Plan,
    ShownMatch,
    ShownRow,
)
from koalicja.people.refusals import (
    done_reason,
    file_field,
    file_refusal,
    left_out,
    met_reason,
    namesakes_reason,
    row_reason,
)
from koalicja.people.texts import class_name, class_reason, likeness, organisation_state
from koalicja.places.models import Gmina
from koalicja.places.queries import gminas
from koalicja.ui.formats import number

Outcome, Decision, State = BatchRow.Outcome, BatchRow.Decision, Batch.State
TONES = {
    Outcome.NEW: "ok",
    Outcome.CHANGED: "accent",
    Outcome.DOUBTFUL: "attention",
    Outcome.ERROR: "danger",
}
PAST_PREVIEW = frozenset({State.ACCEPTING, State.ACCEPTED, State.UNDONE})
COMPARED = (
    *("name", "kind", "village", "street", "house_number", "flat", "postcode", "address", "regon", "nip", "rspo"),
    *("phone", "email", "website", "person", "age_band"),
)


@dataclass(frozen=True, slots=True)
class Match:
    """A record the row may be, beside what the row says."""

    id: str
    title: str
    url: str
    reason: str
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file as a page shows it."""

    number: int
    name: str
    says: str
    outcome: str
    tag: str
    tone: str
    reason: str
    group: str
    sector: str
    class_reason: str
    decision: str
    url: str
    record_url: str
    changes: list[dict[str, str]]
    matches: list[Match]
    gminas: list[Gmina]
    gmina: str
    can_add: bool
    can_join: bool
    can_skip: bool
    overwrites: bool

    def __str__(self) -> str:
        return self.name


def line(shown: ShownRow, *, batch: Batch, names: Mapping[str, Gmina]) -> Line:
    row, is_open = shown.row, batch.state == State.PREVIEW
    is_doubt = row.outcome == Outcome.DOUBTFUL
    group, sector, why = _class(row, is_open=is_open)
    return Line(
        number=row.number,
        name=shown_name(row.values) or " · ".join(cell for cell in row.cells if cell)[:200],
        says=_says(row),
        outcome=row.outcome,
        tag=_tag(row, batch),
        tone="plain" if row.decision == Decision.SKIP else TONES.get(_decided_outcome(row), "plain"),
        reason=_reason(row, batch),
        group=group,
        sector=sector,
        class_reason=why,
        decision=_decision(shown),
        url=reverse("people:batch_row", args=[row.batch_id, row.number]),
        record_url=_record_url(row),
        changes=[_change(change) for change in row.params.get("changes", [])],
        matches=[_match(row, match) for match in shown.matches] if is_doubt and is_open else [],
        gminas=[names[code] for code in row.params.get("gminas", []) if code in names] if is_open else [],
        gmina=row.gmina.full_label if row.gmina and (is_for_edition(batch) or row.reason in GMINA_DOUBTS) else "",
        can_add=is_open and is_doubt and row.reason in {"likely_duplicate", "twice_in_register"},
        can_join=is_open and is_doubt and row.reason in PAIR_DOUBTS,
        can_skip=is_open and row.outcome in {Outcome.NEW, Outcome.CHANGED, Outcome.DOUBTFUL},
        overwrites=row.reason == "corrected_by_hand",
    )


def lines(shown: list[ShownRow], batch: Batch) -> list[Line]:
    """Rows in words; the gminas offered are read with one query for the page."""
    codes = {code for each in shown for code in each.row.params.get("gminas", [])}
    names = gminas().in_bulk(sorted(codes)) if codes else {}
    return [line(each, batch=batch, names=names) for each in shown]


def _reason(row: BatchRow, batch: Batch) -> str:
    """Why a row will have its effect; afterwards, what became of it."""
    if "met" in row.params:
        return met_reason(row.params["met"])
    state = batch.state
    if state in {State.ACCEPTED, State.UNDONE} and row.outcome in {Outcome.NEW, Outcome.CHANGED, Outcome.DOUBTFUL}:
        done = done_reason(row.did, is_undone=state == State.UNDONE, suggests=is_for_edition(batch))
        return f"{done} {namesakes_reason()}" if state == State.ACCEPTED and "namesakes" in row.params else done
    return row_reason(row.reason, row.params["why"])


def _says(row: BatchRow) -> str:
    place = " ".join(row.values[name] for name in ("village", "street", "house_number") if row.values.get(name))
    contacts = [row.values[name] for name in ("phone", "email", "website") if row.values.get(name)]
    kind = shown_kind(row.values)
    return " · ".join(part for part in (kind, place or row.values.get("address", ""), *contacts) if part)


def _tag(row: BatchRow, batch: Batch) -> str:
    outcome = Outcome.LEFT_OUT if row.decision == Decision.SKIP else _decided_outcome(row)
    return _outcome_name(outcome, batch)


def _outcome_name(outcome: BatchRow.Outcome, batch: Batch) -> str:
    suggests = outcome == Outcome.NEW and is_for_edition(batch)
    return pgettext("row", "suggestion") if suggests else str(outcome.label)


def _decided_outcome(row: BatchRow) -> BatchRow.Outcome:
    """The outcome, or what a human has made of a doubtful row."""
    decided = {Decision.ADD: Outcome.NEW, Decision.JOIN: Outcome.CHANGED}
    return decided.get(Decision(row.decision), Outcome(row.outcome))


def _class(row: BatchRow, *, is_open: bool) -> tuple[str, str, str]:
    """(group, sector in words, why) of a row that would add something; later only what it then was."""
    found = row.params.get("class")
    if not is_open and not (found and found["group"]) and "class" not in row.decision_params:
        return "", "", ""
    if not found or row.outcome in {Outcome.ERROR, Outcome.LEFT_OUT, Outcome.CHANGED}:
        return "", "", ""
    chosen = row.decision_params.get("class")
    if chosen is not None:
        group = chosen.removeprefix("group:") if chosen.startswith("group:") else SECTOR_GROUPS.get(chosen, "")
        return group, class_name(chosen), class_reason({}, Decided.HUMAN)
    said_in = row.values.get("kind", "") if found["code"] == "kind_says" else row.values.get("name", "")
    sector = class_name(found["sector"]) if found["sector"] else ""
    return found["group"], sector, class_reason(found, Decided.GUESS, said_in)


def _decision(shown: ShownRow) -> str:
    row = shown.row
    if row.decision == Decision.JOIN:
        target = row.decision_params.get("target")
        named = next((str(m.record) for m in shown.matches if m.id == target and not m.is_closed), "")
        return _("the same as: %(record)s") % {"record": named} if named else str(Decision.JOIN.label)
    return str(Decision(row.decision).label) if row.decision else ""


def _record_url(row: BatchRow) -> str:
    record = row.organisation or row.person
    return record.get_absolute_url() if record else ""


def _change(change: list[str]) -> dict[str, str]:
    name, old, new = change
    if name == "state":
        old, new = organisation_state(old), organisation_state(new)
    return {"label": file_field(name), "old": old, "new": new, "adds": "1" if name in CONTACT_KINDS else ""}


def _match(row: BatchRow, match: ShownMatch) -> Match:
    record = match.record
    if match.is_closed:
        return Match(match.id, _("a record that only this register's people see"), "", "", [])
    theirs = entry_values(_columns(record), match.contacts, None)
    rows = []
    for name in COMPARED:
        left, right = row.values.get(name, ""), theirs.get(name, "")
        left = {"name": shown_name, "kind": shown_kind}[name](row.values) if name in {"name", "kind"} else left
        if left or right:
            differs = bool(left and right and left != right)
            rows.append({"label": file_field(name), "left": left, "right": right, "differs": differs})
    state = "" if record.state == "listed" else organisation_state(record.state)
    title = f"{record} ({state})" if state else str(record)
    return Match(match.id, title, record.get_absolute_url(), likeness(match.code), rows)


def _columns(record: Organisation | Person) -> dict[str, Any]:
    return {column.attname: getattr(record, column.attname) for column in record._meta.concrete_fields}


def plan_sentence(batch: Batch, plan: Plan) -> str:
    """What accepting will do, in one sentence."""
    if not plan.does_something:
        if plan.same:
            return _("Everything this file says is in the register already. Nothing will change.")
        return _("No row of this file can be saved yet. Look at the reasons below.")
    parts = [_added(batch, plan.added)] if plan.added else []
    if plan.changed:
        parts.append(_("change %(count)s") % {"count": number(plan.changed)})
    if plan.passed_over:
        passed = ngettext("pass over %(count)s row", "pass over %(count)s rows", plan.passed_over)
        parts.append(passed % {"count": number(plan.passed_over)})
    sentence = _("We will %(parts)s.") % {"parts": ", ".join(parts)}
    return sentence[:1].upper() + sentence[1:]


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


def plan_notes(plan: Plan) -> list[str]:
    """What else a person should know before accepting."""
    notes = []
    if plan.doubtful:
        notes.append(
            ngettext(
                "%(count)s doubtful row waits for a decision. Undecided rows are passed over.",
                "%(count)s doubtful rows wait for a decision. Undecided rows are passed over.",
                plan.doubtful,
            )
            % {"count": number(plan.doubtful)}
        )
    if plan.errors:
        notes.append(
            ngettext(
                "%(count)s row has an error and is passed over.",
                "%(count)s rows have errors and are passed over.",
                plan.errors,
            )
            % {"count": number(plan.errors)}
        )
    return notes


def done_sentence(batch: Batch) -> str:
    """What accepting did."""
    counts = batch.counts
    added = pgettext("file", "suggested") if is_for_edition(batch) else pgettext("file", "added")
    told = [
        (added, counts.get("added", 0)),
        (pgettext("file", "changed"), counts.get("changed", 0)),
        (pgettext("file", "without a change"), counts.get("same", 0)),
        (pgettext("file", "passed over"), counts.get("passed_over", 0)),
        (pgettext("file", "left alone, because the register had changed"), counts.get("met", 0)),
    ]
    sentence = ", ".join(f"{label}: {number(count)}" for label, count in told if count) or _("nothing")
    return sentence[:1].upper() + sentence[1:]


def skipped_sentence(overview: Overview) -> str:
    """Every kind of row that does not reach the register, by its name and number."""
    plan = overview.plan
    told = [
        (pgettext("skipped rows", "waiting for a decision"), plan.doubtful),
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
    """The outcomes as filters, those without rows left out."""
    found = [
        (Outcome(outcome), overview.outcomes[outcome]) for outcome in Outcome.values if overview.outcomes.get(outcome)
    ]
    shown = [
        ("", pgettext("rows", "all"), overview.total),
        *((str(o), _outcome_name(o, batch), count) for o, count in found),
    ]
    return [
        {
            "label": f"{label}: {number(count)}",
            "url": f"?outcome={key}#wiersze" if key else "?#wiersze",
            "state": "current" if key == chosen else "",
        }
        for key, label, count in shown
    ]


def doubts(overview: Overview) -> list[dict[str, Any]]:
    """The kinds of doubt that wait, those about likenesses with their bulk decisions."""
    return [
        {
            "reason": reason,
            "count": count,
            "text": row_reason(reason, {}) if reason in PAIR_DOUBTS else "",
            "can_add": reason in {"likely_duplicate", "twice_in_register"},
            "url": f"?outcome=doubtful&reason={reason}#wiersze",
        }
        for reason, count in overview.doubts.items()
        if reason in PAIR_DOUBTS
    ]


def gmina_question(batch: Batch, overview: Overview) -> dict[str, Any] | None:
    """Rows that do not say their gmina: what was chosen for them, how many wait, how many were found by a place."""
    waiting = sum(overview.doubts.get(reason, 0) for reason in GMINA_DOUBTS)
    if not waiting and not batch.default_gmina:
        return None
    return {
        "waiting": waiting,
        "placed": overview.doubts.get("gmina_from_place", 0),
        "mine": batch.gmina,
        "chosen": batch.default_gmina,
    }


def work(batch: Batch, *, user_pk: int) -> dict[str, Any]:
    """The background work on a batch, or what became of it."""
    job = next(iter(fresh(Job.objects.filter(pk=batch.job_id))), None) if batch.job_id else None
    if job is None or job.state == Job.State.DONE:
        return {"job": None, "broken": job is None, "error": ""}
    error = wording.error(job) if job.state == Job.State.FAILED else ""
    return {
        "job": job if job.is_open else None,
        "is_mine": job.created_by_id == user_pk,
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
