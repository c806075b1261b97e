"""A file on its way into a register: load it, correct how it is read, throw it away.

What people decide about its rows is decisions.py; nothing here writes to the register, that is accepting.py.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from koalicja.backroom import events, jobs, uploads
from koalicja.backroom.models import Job, Upload
from koalicja.engine.matching.columns import SAMPLE_ROWS, ColumnGuess, guess_columns
from koalicja.engine.matching.place_lists import is_list_of_places, is_territorial_register
from koalicja.people.actions.joining import note_brought
from koalicja.people.actions.judging import (
    KEPT,
    Inputs,
    Source,
    in_chunks,
    inputs_of,
    judged_rows,
    keep_decisions,
    rows_of_batch,
    rows_of_table,
)
from koalicja.people.ages import with_births_hidden
from koalicja.people.bulk import insert_rows
from koalicja.people.files import FileRefused, Row, Table, read_table
from koalicja.people.models import Batch, BatchRow, User
from koalicja.people.queries.batches import PLACE_UNKNOWN, is_largely_foreign, undecided, unknown_places
from koalicja.places.models import Gmina
from koalicja.places.queries import gazetteer

STEPS = "steps"
# What people choose once for the file, beside its gmina.
CHOSEN = ("accept_places", "all_here", "unknown_here", "placed_stay")
UNKNOWN_ASKED = "unknown_asked"  # whether rows of unknown places were asked about when the file was chosen to be here
OF_A_ROW = ("gmina", "class", "rule")  # what they choose for a row, beside the decision about it
OF_THE_FILE = ("scope", "gmina", "name", "source", "legal_basis", "sheet", "mapping", "detected", "default_gmina")
SMALL_BYTES = 300 * 1024
SMALL_ROWS = 3000
SAMPLES = 3
SAMPLE_LENGTH = 80
_YEARS = re.compile(r"\d{4,}")  # of births, or days of them as a spreadsheet counts
KEPT_FOR = timedelta(hours=24)
State = Batch.State


class BatchMoved(Exception):
    """Somebody else has accepted, undone or thrown away the file meanwhile; `state` is what it is now."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def move(batch: Batch, start: str, end: str, **fields: Any) -> None:
    """The one way a batch changes its state: only from `start`, so that of two people one succeeds."""
    if not Batch.objects.filter(pk=batch.pk, state=start).update(state=end, **fields):
        raise BatchMoved(Batch.objects.values_list("state", flat=True).get(pk=batch.pk))
    batch.state = end
    for name, value in fields.items():
        setattr(batch, name, value)


def hold(batch: Batch) -> None:
    """Lock a preview for the rest of the transaction, so that it is not accepted in the middle of a decision.

    `batch` then says what people have chosen for the file by now. Raises BatchMoved where it is no preview.
    """
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != State.PREVIEW:
        raise BatchMoved(locked.state)
    batch.options, batch.default_gmina_id = locked.options, locked.default_gmina_id


def load_file(
    scope: str,
    file: uploads.Chunked,
    *,
    name: str,
    by: User,
    gmina: Gmina | None = None,
    default_gmina: Gmina | None = None,
    source: str = "",
    legal_basis: str = "",
) -> Batch:
    """Keep the file for a day and read it: at once when it is small, else as a job. The same file again while its
    preview stands gives that preview, compared anew. Raises FileRefused or UploadTooLarge, and then nothing is left.
    """
    upload = uploads.keep(file, name=name, by=by)
    facts = {"scope": scope, "source": source, "legal_basis": legal_basis, "default_gmina": default_gmina}
    try:
        table = read_table(uploads.stored_path(upload), filename=name) if upload.size <= SMALL_BYTES else None
        with transaction.atomic():
            return _new_batch(upload, table, by=by, gmina=gmina, facts=facts)
    except BaseException:
        _drop(upload)
        raise


def _drop(upload: Upload) -> None:
    uploads.delete(upload)
    Upload.objects.filter(pk=upload.pk).delete()


def _new_batch(upload: Upload, table: Table | None, *, by: User, gmina: Gmina | None, facts: dict[str, Any]) -> Batch:
    User.objects.select_for_update().get(pk=by.pk)  # two clicks of one person wait for each other
    mine = Batch.objects.filter(created_by=by, sha256=upload.sha256, state__in=[State.READING, State.PREVIEW], **facts)
    if waiting := mine.select_for_update().first():
        _drop(upload)
        if waiting.state == State.PREVIEW:
            judge_again(waiting, by)
        return waiting
    batch = Batch.objects.create(
        gmina=gmina, upload=upload, name=upload.name, sha256=upload.sha256, created_by=by, **facts
    )
    events.record("batch.loaded", by=by, subject=subject(batch), scope=batch.scope, name=batch.name)
    if table is not None and table.row_count <= SMALL_ROWS:
        detect(batch, table)
        fill(batch, rows_of_table(batch, table), Inputs())
    else:
        enqueue(batch, "people.preview_batch", by)
    return batch


def subject(batch: Batch) -> str:
    return f"batch:{batch.pk}"


def enqueue(batch: Batch, kind: str, by: User, **arguments: bool) -> Job:
    """Ask for background work on the batch and note which job it is."""
    job = jobs.enqueue(kind, by=by, scope=batch.scope, begun_at=batch.get_absolute_url(), batch=batch.pk, **arguments)
    Batch.objects.filter(pk=batch.pk).update(job_id=job.pk)
    batch.job_id = job.pk
    return job


def open_table(batch: Batch) -> Table:
    """The batch's file. Raises FileRefused; code `expired` when its day is over."""
    try:
        path = uploads.stored_path(batch.upload) if batch.upload else None
    except FileNotFoundError:
        path = None
    if path is None:
        raise FileRefused("expired")
    return read_table(path, filename=batch.name, sheet=batch.sheet or None)


def detect(batch: Batch, table: Table, *, mapping: Mapping[str, int] | None = None, header: int | None = None) -> None:
    """Note how the file is read: sheet, encoding, header row, and which column holds what, guessed where nobody said.

    Raises FileRefused: not_a_list where no column names anybody, list_of_places, territorial_register, and only_header
    where nothing follows it.
    """
    head = list(islice(table, SAMPLE_ROWS))
    guess = guess_columns([row.cells for row in head], is_village=_villages_of(batch))
    if mapping is None:
        _refuse_unlisted(head, guess)
        mapping, header = guess.mapping, 0 if guess.header_row is None else head[guess.header_row].number
    labels = next((row.cells for row in head if row.number == header), ())
    body = [row.cells for row in head if row.number > (header or 0)]
    batch.mapping = dict(mapping)
    batch.sheet = table.sheet
    batch.detected = {
        "format": table.detected.format,
        "encoding": table.detected.encoding,
        "delimiter": table.detected.delimiter,
        "sheet": table.sheet,
        "sheets": list(table.sheets),
        "header_number": header or 0,
        "rows": table.row_count - sum(1 for row in head if row.number <= (header or 0)),
        "columns": [
            _column(labels, body, index, tells_age=index == mapping.get("age_band"))
            for index in range(table.column_count)
        ],
    }
    batch.save(update_fields=["mapping", "sheet", "detected"])


def _refuse_unlisted(head: list[Row], guess: ColumnGuess) -> None:
    if guess.problem:
        raise FileRefused("empty" if guess.problem == "no_rows" else "not_a_list")
    at = -1 if guess.header_row is None else guess.header_row
    labels, body = head[at].cells if at >= 0 else (), [row.cells for row in head[at + 1 :]]
    if not body:
        raise FileRefused("only_header")
    if is_territorial_register(labels):
        raise FileRefused("territorial_register")
    if is_list_of_places(labels, body, guess.mapping, gazetteer().is_place_name):
        raise FileRefused("list_of_places")


def _villages_of(batch: Batch) -> Callable[[str], bool]:
    """Whether a text is a village of the gmina whose register this is, or, for an edition, of any."""
    places, gmina = gazetteer(), batch.gmina_id or batch.default_gmina_id
    return (lambda text: gmina in places.gminas_of_place(text)) if gmina else places.is_place_name


def _column(labels: tuple[str, ...], body: list[tuple[str, ...]], index: int, *, tells_age: bool) -> dict[str, Any]:
    """The heading and the first values of a column; of nobody a day of birth."""
    cells = (row[index].strip() for row in body if index < len(row))
    samples = islice(dict.fromkeys(cell[:SAMPLE_LENGTH] for cell in cells if cell), SAMPLES)
    shown = [_YEARS.sub("••••", text) if tells_age else text for text in map(with_births_hidden, samples)]
    return {"label": labels[index].strip()[:SAMPLE_LENGTH] if index < len(labels) else "", "samples": shown}


def fill(batch: Batch, source: Source, inputs: Inputs) -> None:
    """Replace the batch's rows by freshly judged ones, all in the caller's transaction, and show the preview."""
    batch.rows.all().delete()
    for chunk in in_chunks(judged_rows(batch, source, inputs)):
        insert_rows(chunk)
    show_preview(batch)


def show_preview(batch: Batch) -> None:
    """All rows are judged: let people see them."""
    _ask_about_unknown_places(batch)
    note_brought(batch, batch.rows.filter(decision=BatchRow.Decision.JOIN))
    batch.options = {name: value for name, value in batch.options.items() if name != KEPT}
    move(batch, State.READING, State.PREVIEW, options=batch.options, detected=batch.detected)


def _ask_about_unknown_places(batch: Batch) -> None:
    """In a file largely about other gminas nobody is added by default whose place no gmina is known to have."""
    was_asked = batch.options.get("all_here") and batch.options.get(UNKNOWN_ASKED)
    if not batch.options.get("unknown_here") and (was_asked or is_largely_foreign(batch)):
        unknown_places(batch).update(outcome=BatchRow.Outcome.DOUBTFUL, reason=PLACE_UNKNOWN)


@transaction.atomic
def begin_again(batch: Batch, *, by: User) -> None:
    """Begin once more what a broken-off or stopped job left: reading starts anew, saving goes back to the preview.

    Rows taken up from an accepted file have no file of their own: they are compared anew.
    """
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if Job.objects.filter(pk=locked.job_id or 0, state__in=Job.OPEN).exists():
        return
    if locked.state == State.ACCEPTING:
        move(batch, State.ACCEPTING, State.PREVIEW)
    elif locked.state == State.READING:
        enqueue(batch, "people.preview_batch" if locked.upload_id else "people.judge_batch", by)
    events.record("batch.begun_again", by=by, subject=subject(batch), scope=batch.scope, state=locked.state)


@transaction.atomic
def change_reading(
    batch: Batch,
    *,
    by: User,
    sheet: str | None = None,
    mapping: Mapping[str, int] | None = None,
    header: int | None = None,
) -> None:
    """Read the file another way: another sheet (its columns are guessed anew), or columns as a human says.

    Decisions about rows are forgotten with another sheet. Raises FileRefused and BatchMoved; then nothing changes.
    """
    move(batch, State.PREVIEW, State.READING)
    inputs = inputs_of(batch)
    if sheet not in {None, batch.sheet}:
        inputs, batch.options = Inputs(), {name: value for name, value in batch.options.items() if name != STEPS}
    batch.sheet = sheet or batch.sheet
    table = open_table(batch)
    detect(batch, table, mapping=mapping, header=header)
    events.record("batch.reading_changed", by=by, subject=subject(batch), scope=batch.scope, mapping=batch.mapping)
    if table.row_count <= SMALL_ROWS:
        fill(batch, rows_of_table(batch, table), inputs)
    else:
        keep_decisions(batch, inputs)
        enqueue(batch, "people.preview_batch", by)


def judge_again(batch: Batch, by: User) -> None:
    """Judge the stored rows anew: somebody said where rows belong, or the register has changed. Decisions stay."""
    move(batch, State.PREVIEW, State.READING)
    if batch.rows.count() <= SMALL_ROWS:
        fill(batch, rows_of_batch(batch), inputs_of(batch))
    else:
        enqueue(batch, "people.judge_batch", by)


@transaction.atomic
def take_up_again(batch: Batch, *, by: User) -> Batch:
    """A preview of the rows of an accepted file that nobody decided about, judged anew; the file itself is not needed.

    While such a preview stands, that one. Raises BatchMoved where the file is not accepted.
    """
    accepted = Batch.objects.select_for_update().get(pk=batch.pk)
    if accepted.state != State.ACCEPTED:
        raise BatchMoved(accepted.state)
    standing = Batch.objects.filter(state__in=[State.READING, State.PREVIEW], options__taken_from=batch.pk).first()
    if standing:
        return standing
    again = _of_undecided(accepted, by)
    events.record("batch.taken_up", by=by, subject=subject(again), scope=again.scope, name=again.name)
    judge_again(again, by)
    return again


def _of_undecided(accepted: Batch, by: User) -> Batch:
    kept = {name: accepted.options[name] for name in CHOSEN if name in accepted.options}
    again = Batch.objects.create(
        options=kept | {"taken_from": accepted.pk},
        state=State.PREVIEW,
        created_by=by,
        **{name: getattr(accepted, name) for name in OF_THE_FILE},
    )
    rows = list(undecided(accepted))
    for row in rows:
        row.pk, row.batch_id = None, again.pk
        row.decision_params = {name: row.decision_params[name] for name in OF_A_ROW if name in row.decision_params}
    insert_rows(rows)
    return again


@transaction.atomic
def discard(batch: Batch, *, by: User) -> None:
    """Throw away a preview, or a file whose work was stopped or broke off: its rows and its file.

    Raises BatchMoved where it is neither any more.
    """
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    is_idle = not Job.objects.filter(pk=locked.job_id or 0, state__in=Job.OPEN).exists()
    is_left = locked.job_id and is_idle and locked.state in {State.READING, State.ACCEPTING}
    move(batch, locked.state if is_left else State.PREVIEW, State.EXPIRED)
    _forget(batch)
    events.record("batch.discarded", by=by, subject=subject(batch), scope=batch.scope)


def _forget(batch: Batch) -> None:
    batch.rows.all().delete()
    if batch.upload:
        uploads.delete(batch.upload)


def expire_previews() -> int:
    """Throw away previews older than a day; what has been accepted or undone stays. Returns how many."""
    old = Batch.objects.filter(state__in=[State.READING, State.PREVIEW], created_at__lt=timezone.now() - KEPT_FOR)
    count = 0
    for batch in old.select_related("upload"):
        with transaction.atomic():
            if Batch.objects.filter(pk=batch.pk, state=batch.state).update(state=State.EXPIRED):
                _forget(batch)
                events.record("batch.expired", by=None, subject=subject(batch), scope=batch.scope)
                count += 1
    return count


@transaction.atomic
def refuse(batch: Batch, *, code: str, params: Mapping[str, str]) -> None:
    """Note that the file could not be read, and forget it."""
    move(batch, State.READING, State.REFUSED, refusal={"code": code, "params": dict(params)})
    _forget(batch)
    events.record("batch.refused", by=None, subject=subject(batch), scope=batch.scope, refusal=code)
