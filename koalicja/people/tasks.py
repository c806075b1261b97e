"""Work on large files in the background; each job's effect happens exactly once, whatever becomes of the worker."""

from django.utils.translation import gettext_lazy as _

from koalicja.backroom import jobs
from koalicja.people.actions import accepting, batches, undoing
from koalicja.people.actions.judging import (
    Source,
    in_chunks,
    inputs_of,
    judged_rows,
    keep_decisions,
    rows_of_batch,
    rows_of_table,
)
from koalicja.people.actions.untouched import take_back_untouched
from koalicja.people.bulk import insert_rows
from koalicja.people.files import FileRefused
from koalicja.people.models import Batch, User
from koalicja.people.queries.batches import UNDO_JOB

MESSAGES = {
    "opening": _("Opening the file"),
    "judging": _("Comparing with the register: row %(done)s of %(total)s"),
    "looking": _("Step 1 of 2: we look at what the register has now"),
    "comparing": _("Step 1 of 2: we compare with the register, row %(done)s of %(total)s"),
    "saving_rows": _("Step 2 of 2: we save %(done)s of %(total)s (all or nothing)"),
    "saving_links": _("Step 2 of 2: we note who speaks for whom and what each row has done"),
    "checking": _("We check whether the file can be taken back"),
    "undoing": _("Taking the file back: %(done)s of %(total)s (all or nothing)"),
}
ERRORS = {"held": _("The file could not be taken back: something hangs on it now. Nothing was changed.")}


@jobs.register("people.preview_batch", title=_("Reading the file"), messages=MESSAGES)
def preview_batch(context: jobs.JobContext, *, batch: int) -> None:
    """Read and judge the file; rows are stored in short steps, and the preview is shown when all are there."""
    found = _reading(batch)
    if found is None:
        return
    context.progress(0, None, "opening")
    try:
        table = batches.open_table(found)
        if not found.mapping:
            batches.detect(found, table)
    except FileRefused as refusal:
        with context.finish_in_transaction() as outcome:
            batches.refuse(found, code=refusal.code, params=refusal.params)
            outcome.url = found.get_absolute_url()
        return
    _store(context, found, rows_of_table(found, table), found.detected["rows"])


def _reading(pk: int) -> Batch | None:
    return Batch.objects.select_related("upload").filter(pk=pk, state=Batch.State.READING).first()


def _store(context: jobs.JobContext, batch: Batch, source: Source, total: int) -> None:
    inputs = inputs_of(batch)
    with context.fenced():
        keep_decisions(batch, inputs)
        batch.rows.all().delete()
    done = 0
    for chunk in in_chunks(judged_rows(batch, source, inputs)):
        with context.fenced():
            insert_rows(chunk)
        done += len(chunk)
        context.progress(done, total, "judging")
    with context.finish_in_transaction() as outcome:
        batches.show_preview(batch)
        outcome.url = batch.get_absolute_url()


@jobs.register("people.judge_batch", title=_("Comparing the rows with the register"), messages=MESSAGES)
def judge_batch(context: jobs.JobContext, *, batch: int) -> None:
    """Judge stored rows anew; a second attempt finds the old ones, for they are replaced at the very end."""
    found = _reading(batch)
    if found is None:
        return
    rows = []
    source = rows_of_batch(found)
    for row in judged_rows(found, source, inputs_of(found)):
        rows.append(row)
        context.progress(len(rows), len(source), "judging")
    with context.finish_in_transaction() as outcome:
        found.rows.all().delete()
        insert_rows(rows)
        batches.show_preview(found)
        outcome.url = found.get_absolute_url()


@jobs.register("people.accept_batch", title=_("Saving the file to the register"), messages=MESSAGES)
def accept_batch(context: jobs.JobContext, *, batch: int) -> None:
    """Accept a large preview: the state of the batch moves in the same transaction, so it happens once."""
    found = Batch.objects.filter(pk=batch, state=Batch.State.ACCEPTING).select_related("gmina", "accepted_by").first()
    if found is None:
        return
    context.progress(0, None, "looking")
    by = _user(found.accepted_by)
    prepared = accepting.draft(found, by=by, tell=context.progress)
    with context.finish_in_transaction() as outcome:
        start = Batch.State.ACCEPTING
        accepting.apply_batch(found, by=by, start=start, prepared=prepared, tell=context.progress)
        outcome.url = found.get_absolute_url()


@jobs.register(UNDO_JOB, title=_("Taking the file back"), messages=MESSAGES, errors=ERRORS)
def undo_batch(context: jobs.JobContext, *, batch: int, untouched: bool = False) -> None:
    """Take back a large file, if nothing hangs on it by now, or what of it nobody has touched."""
    found = Batch.objects.filter(pk=batch, state=Batch.State.ACCEPTED).select_related("gmina").first()
    if found is None:
        return
    context.progress(0, None, "checking")
    try:
        with context.finish_in_transaction() as outcome:
            take_back = take_back_untouched if untouched else undoing.take_back
            take_back(found, by=_user(context.job.created_by), tell=context.progress)
            outcome.url = found.get_absolute_url()
    except batches.BatchMoved:
        return  # a second click made a second job, and the first has done it
    except undoing.UndoRefused as refusal:
        raise jobs.JobFailed("held") from refusal


def _user(user: User | None) -> User:
    assert user is not None  # noqa: S101  # jobs of files are asked for by somebody
    return user


@jobs.every("people.expire_previews", minutes=10)
def expire_previews() -> None:
    batches.expire_previews()
