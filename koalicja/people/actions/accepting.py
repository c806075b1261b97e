"""Accepting a preview: one transaction that writes to the register what was shown, and says where it could not.

Everything is compared once more with the register as it is at that moment, under locks on the registers concerned:
whoever adds a record by hand takes the same lock and looks for it again under it, so nothing is doubled. A large file
is compared before, without any lock; under it only those registers are compared anew that have moved since.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from koalicja.backroom import events
from koalicja.engine.matching.rows import FILLS, Verdict, judge
from koalicja.engine.matching.sectors import name_correction, rule_correction
from koalicja.people.actions.batches import enqueue, move, subject
from koalicja.people.actions.joining import brought, parsed
from koalicja.people.actions.judging import is_for_edition, judged_about_known, judged_now
from koalicja.people.actions.locks import lock_registers
from koalicja.people.actions.organisations import human_class, remember_class
from koalicja.people.actions.writing import Tell, Writer, tell_nobody
from koalicja.people.bulk import update_rows
from koalicja.people.file_values import IDENTIFIERS, is_person_id
from koalicja.people.filling import filled, first_of
from koalicja.people.models import Batch, BatchRow, Correction, Organisation, Person, User
from koalicja.people.queries.batch_filling import BRINGS, to_do
from koalicja.people.queries.batch_register import Known, register_of
from koalicja.people.queries.batches import Plan, overview
from koalicja.people.queries.classes import corrections_of
from koalicja.places.queries import gazetteer

SMALL_ROWS = 2000
Outcome, Decision, State = BatchRow.Outcome, BatchRow.Decision, Batch.State
RENEWED = ("outcome", "reason", "params", "matches", "did", "organisation", "person")
Records = Mapping[str, Organisation | Person]


def accept(batch: Batch, *, by: User) -> None:
    """Write the preview to the register: at once, or as a job when it is large. Raises BatchMoved the second time."""
    if batch.rows.filter(_compared()).count() <= SMALL_ROWS:
        apply_batch(batch, by=by, start=State.PREVIEW)
        return
    with transaction.atomic():
        move(batch, State.PREVIEW, State.ACCEPTING, accepted_by=by)
        enqueue(batch, "people.accept_batch", by)


@dataclass(frozen=True, slots=True)
class Facts:
    """What rows are compared with: records by the ids of their entries, and the classes a register has learned."""

    known: Mapping[str, Known]
    corrections: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What accepting would do by these facts. `writer` has the new records ready in memory; nothing is written."""

    facts: Facts
    steps: list["Step"]
    writer: Writer
    shown: Plan


def draft(batch: Batch, *, by: User, tell: Tell = tell_nobody) -> Draft:
    """Compare every row with the register, without a lock; `tell` hears "comparing". Rows must not change meanwhile."""
    rows = _rows(batch)
    return _drafted(batch, rows, _facts(batch, rows), by=by, tell=tell)


@transaction.atomic
def apply_batch(batch: Batch, *, by: User, start: str, prepared: Draft | None = None, tell: Tell = tell_nobody) -> None:
    """The one transaction. Whoever moves the batch on first does it; for everybody else BatchMoved, and no effect.

    With `prepared` only what has moved in the registers since is compared once more. `tell` hears "saving_rows" and
    "saving_links".
    """
    move(batch, start, State.ACCEPTED, accepted_by=by, accepted_at=timezone.now())
    rows = [step.row for step in prepared.steps] if prepared else _rows(batch)
    records = _locked(rows)
    facts = _facts(batch, rows)
    ready = _mended(batch, prepared, facts) if prepared else _drafted(batch, rows, facts, by=by)
    batch.rows.filter(outcome=Outcome.SAME).update(did="nothing")
    for step in ready.steps:
        _take(ready.writer, step, records)
    ready.writer.flush(tell)
    update_rows([step.row for step in ready.steps if step.renewed], RENEWED)
    batch.options = batch.options | {"corrections": _remember_classes(batch, by)}
    batch.counts = _counts(ready)
    batch.save(update_fields=["options", "counts"])
    events.record("batch.accepted", by=by, subject=subject(batch), scope=batch.scope, name=batch.name, **batch.counts)


def _compared() -> Q:
    """Rows that accepting acts on, and those that stood in the register when shown: they may stand there no more."""
    return to_do() | (Q(outcome=Outcome.SAME) & ~Q(decision=Decision.SKIP))


def _rows(batch: Batch) -> list[BatchRow]:
    return filled(list(batch.rows.filter(_compared()).order_by("number")))


def _facts(batch: Batch, rows: Iterable[BatchRow]) -> Facts:
    for_edition = is_for_edition(batch)
    known = register_of({row.gmina_id for row in rows if row.gmina_id}, with_people=not for_edition)
    return Facts(known, None if for_edition else corrections_of(batch.scope.removeprefix("gmina:")))


def _drafted(batch: Batch, rows: list[BatchRow], facts: Facts, *, by: User, tell: Tell = tell_nobody) -> Draft:
    state = Organisation.State.SUGGESTED if is_for_edition(batch) else Organisation.State.LISTED
    writer = Writer(batch, by, state)
    steps = []
    for done, step in enumerate(_steps(batch, rows, facts), start=1):
        steps.append(step)
        if step.creates and not step.renewed:
            writer.build(step.row)
        tell(done, len(rows), "comparing")
    return Draft(facts, steps, writer, overview(batch).plan)


def _mended(batch: Batch, prepared: Draft, facts: Facts) -> Draft:
    """The draft with the rows of those gminas compared anew whose registers are not any more as they were then.

    Rows with an identifier go with them: by it alone a row is compared with records of other gminas too.
    """
    if prepared.facts == facts:
        return prepared
    moved = _moved(prepared.facts, facts)
    again = [step.row for step in prepared.steps if moved is None or _is_met_by(step.row, moved)]
    steps = {step.row.pk: step for step in _steps(batch, again, facts)}
    return replace(prepared, facts=facts, steps=[steps.get(step.row.pk, step) for step in prepared.steps])


def _moved(before: Facts, now: Facts) -> set[str] | None:
    """Codes of the gminas of which a record differs; None for all of them."""
    if before.corrections != now.corrections:
        return None
    names = before.known.keys() | now.known.keys()
    differing = [name for name in names if before.known.get(name) != now.known.get(name)]
    both = (each for name in differing for each in (before.known.get(name), now.known.get(name)) if each)
    return {record.entry.values["gmina_code"] for record in both}


def _is_met_by(row: BatchRow, moved: Collection[str]) -> bool:
    return str(row.gmina_id) in moved or not row.values.keys().isdisjoint(IDENTIFIERS)


def _counts(ready: Draft) -> dict[str, int]:
    writer, shown = ready.writer, ready.shown
    became = Counter(step.renewed["outcome"] for step in ready.steps if step.renewed and not step.creates)
    did = Counter(row.did for row in writer.rows)
    in_vain = {row.number for row in writer.rows if row.decision == Decision.JOIN and row.params.get(BRINGS) == []}
    vain = [row for row in writer.rows if row.number in in_vain or row.decision == Decision.FILL]
    as_shown = sum(row.params.get("met") == "nothing_new" for row in vain)
    met = sum("met" in row.params for row in writer.rows) - as_shown
    return {
        "added": did["created"],
        "changed": did["changed"],
        "filled": did["filled"],
        "met": met,
        "same": sum(step.stands for step in ready.steps) + as_shown,
        "passed_over": shown.passed_over + became.total(),
        "doubtful": shown.doubtful + became[Outcome.DOUBTFUL],
    } | _people(writer, did["created"])


def _people(writer: Writer, added: int) -> dict[str, int]:
    """How many persons the file has added, and how many of its added rows are organisations; nothing without any."""
    people = Person.objects.filter(batch=writer.batch).count()
    of_rows = sum(row.did == "created" and row.organisation_id is None for row in writer.rows)
    return {"people": people, "organisations": added - of_rows} if people else {}


def _locked(rows: Iterable[BatchRow]) -> dict[str, Organisation | Person]:
    """The records that rows mean, read under locks: gminas first, then records, each in order of keys."""
    rows = list(rows)
    lock_registers(row.gmina_id for row in rows if row.gmina_id)
    targets = {target for row in rows if (target := _target(row))}
    organisations = [int(each) for each in targets if not is_person_id(each)]
    people = [int(each[1:]) for each in targets if is_person_id(each)]
    found: dict[str, Organisation | Person] = {}
    for organisation in Organisation.objects.select_for_update().filter(pk__in=organisations).order_by("pk"):
        found[str(organisation.pk)] = organisation
    for person in Person.objects.select_for_update().filter(pk__in=people).order_by("pk"):
        found[f"p{person.pk}"] = person
    return found


def _target(row: BatchRow) -> str:
    if row.decision == Decision.JOIN:
        return str(row.decision_params.get("target", ""))
    return str(row.params.get("target", "")) if row.outcome == Outcome.CHANGED else ""


@dataclass(frozen=True, slots=True)
class Step:
    """What one row does: with no target it creates; with `met` it does nothing, and that is why.

    With `first`, the number of an earlier row, all it says was given to that one.
    One that `stands` was the same and still is; `renewed` is what a row that is not has become, judged as it is now.
    """

    row: BatchRow
    target: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    met: str = ""
    stands: bool = False
    first: int | None = None
    renewed: Mapping[str, Any] | None = None

    @property
    def creates(self) -> bool:
        is_new = self.renewed is None or self.renewed["outcome"] == Outcome.NEW
        return not self.target and not self.met and self.first is None and is_new


def _steps(batch: Batch, rows: list[BatchRow], facts: Facts) -> Iterable[Step]:
    for_edition, known = is_for_edition(batch), facts.known
    verdicts = judge(
        [parsed(row) for row in rows],
        register=[record.entry for record in known.values()],
        gazetteer=gazetteer(),
        corrections=facts.corrections,
    )
    for row, verdict in zip(rows, verdicts, strict=True):
        if row.decision == Decision.FILL:
            yield Step(row, first=first_of(row))
        elif row.decision == Decision.JOIN:
            yield _join(row, known, for_edition=for_edition)
        elif row.outcome == Outcome.CHANGED:
            yield _change(row, verdict, known, for_edition=for_edition)
        elif row.outcome == Outcome.SAME:
            yield _keep(row, verdict, known, batch)
        else:
            yield _create(row, verdict)


def _create(row: BatchRow, verdict: Verdict) -> Step:
    is_free = verdict.outcome == Outcome.NEW or (
        row.decision == Decision.ADD
        and (verdict.outcome == Outcome.DOUBTFUL or verdict.code == FILLS)
        and not verdict.target
    )
    return Step(row) if is_free else Step(row, verdict.target, met="appeared")


def _change(row: BatchRow, verdict: Verdict, known: Mapping[str, Known], *, for_edition: bool) -> Step:
    """Only what was shown, and only where the register still says what was shown."""
    target = str(row.params["target"])
    if verdict.target != target or target not in known:
        return Step(row, met="moved")
    now = set(judged_about_known(verdict, known[target], for_edition=for_edition).changes)
    still = tuple(change for change in map(tuple, row.params["changes"]) if change in now)
    return Step(row, target, still) if still else Step(row, target, met="changed_meanwhile")


def _keep(row: BatchRow, verdict: Verdict, known: Mapping[str, Known], batch: Batch) -> Step:
    """Nobody has seen what such a row would change, so it changes nothing; what is gone is added as if it were new."""
    now = judged_now(batch, verdict, known)
    if now["outcome"] == Outcome.SAME:
        return Step(row, verdict.target, stands=True)
    if now["outcome"] == Outcome.CHANGED:
        return Step(row, verdict.target, met="changed_meanwhile")
    return Step(row, renewed=now)


def _join(row: BatchRow, known: Mapping[str, Known], *, for_edition: bool) -> Step:
    """What the row brings to the record a human said it is."""
    target = _target(row)
    record = known.get(target)
    if record is None:
        return Step(row, met="moved")
    changes = brought(row, record, for_edition=for_edition)
    if changes is None:
        return Step(row, target, met="moved")
    return Step(row, target, changes) if changes else Step(row, target, met="nothing_new")


def _take(writer: Writer, step: Step, records: Records) -> None:
    record = records.get(step.target)
    for name, value in (step.renewed or {}).items():
        setattr(step.row, name, value)
    if step.met:
        writer.met(step.row, step.target, step.met)
    elif step.first is not None:
        writer.fill(step.row, step.first)
    elif step.creates:
        writer.create(step.row)
    elif record is not None and not step.stands:  # another row may have led to the record it stands in
        writer.change(step.row, record, step.changes)


def _remember_classes(batch: Batch, by: User) -> list[dict[str, Any]]:
    """Teach the register the classes a human corrected; returns what it knew before, for the undo."""
    if batch.gmina is None or is_for_edition(batch):
        return []
    wanted: dict[str, str] = {}
    corrected = batch.rows.filter(decision_params__has_key="class").order_by("number")
    for row in corrected.exclude(did=""):
        sector = human_class(row.decision_params["class"])["sector"]
        wanted[name_correction(row.values["name"])] = sector
        if row.decision_params.get("rule"):
            wanted[rule_correction(row.decision_params["rule"])] = sector
    before = dict(Correction.objects.filter(gmina=batch.gmina, key__in=wanted).values_list("key", "sector"))
    for key, sector in sorted(wanted.items()):
        remember_class(batch.gmina, by=by, keys=[key], sector=sector)
    return [{"key": key, "before": before.get(key, ""), "after": sector} for key, sector in wanted.items()]
