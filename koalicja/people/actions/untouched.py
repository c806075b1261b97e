"""Taking back of an edition's file what nobody has touched, where gminas work with the rest and keep it as it is."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from koalicja.backroom import events
from koalicja.people.actions import undoing
from koalicja.people.actions.batches import BatchMoved, enqueue, judge_again, move, subject
from koalicja.people.actions.judging import is_for_edition
from koalicja.people.actions.locks import lock_registers
from koalicja.people.actions.writing import Tell, tell_nobody
from koalicja.people.models import Batch, BatchRow, Contact, NotSame, Organisation, User
from koalicja.people.queries.batches import UNDO_JOB, being_taken_back
from koalicja.people.queries.untouched import TAKEN_BACK, changed_untouched, created_untouched

SMALL_ROWS = undoing.SMALL_ROWS
State = Batch.State


def undo_untouched(batch: Batch, *, by: User) -> int | None:
    """Take back what nobody touched and say how many entries; None where a job does so, for the file is large.

    0 for a file of one register: that is taken back as a whole or not at all. Raises BatchMoved where it is not
    accepted.
    """
    if not is_for_edition(batch):
        return 0
    if batch.rows.filter(did__in=["created", "changed"]).count() <= SMALL_ROWS:
        return take_back_untouched(batch, by=by)
    with transaction.atomic():
        if not Batch.objects.filter(being_taken_back(), pk=batch.pk).exists():
            enqueue(batch, UNDO_JOB, by, untouched=True)
    return None


@transaction.atomic
def take_back_untouched(batch: Batch, *, by: User, tell: Tell = tell_nobody) -> int:
    """The one transaction, with the locks of `undoing.take_back`; again it finds nothing and writes nothing.

    Whoever takes a suggestion in at the same moment is either seen here, and it stays, or finds it gone. Where nothing
    stays, the file is taken back as a whole. `tell` hears "undoing".
    """
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != State.ACCEPTED:
        raise BatchMoved(locked.state)
    waiting = undoing.waiting_previews(batch.scope)
    _hold(batch)
    made, changed = undoing.keys_of(created_untouched(batch)), changed_untouched(batch)
    count = len(made) + len(changed)
    if not count:
        return 0
    tell(0, count, "undoing")
    _restore(batch, changed)
    _delete(batch, made, len(changed), tell)
    batch.counts = locked.counts | {TAKEN_BACK: locked.counts.get(TAKEN_BACK, 0) + count}
    batch.save(update_fields=["counts"])
    kept = batch.rows.filter(did__in=["created", "changed"]).count()
    if not kept:
        move(batch, State.ACCEPTED, State.UNDONE, undone_by=by, undone_at=timezone.now())
    told = {"removed": len(made), "changed": len(changed), "kept": kept}
    events.record(
        "batch.untouched_taken_back", by=by, subject=subject(batch), scope=batch.scope, name=batch.name, **told
    )
    for preview in waiting:
        judge_again(preview, by)
    return count


def _hold(batch: Batch) -> None:
    """Registers, records, contacts, in this order: only then is it looked at what nobody has touched."""
    changed = batch.rows.filter(did="changed").values("organisation")
    records = Organisation.objects.filter(Q(batch=batch) | Q(pk__in=changed))
    lock_registers(str(code) for code in records.order_by().values_list("gmina", flat=True).distinct())
    for held in (records, Contact.objects.filter(batch=batch)):
        list(held.select_for_update().order_by("pk").values_list("pk"))


def _restore(batch: Batch, keys: Collection[int]) -> None:
    """The rows keep their record: it tells a file accepted before that this change is as if it had not been."""
    rows = batch.rows.filter(did="changed", organisation__in=keys).order_by("number")
    undoing.restore([(row, row.organisation) for row in rows.select_related("organisation")])
    undoing.drop(Contact, undoing.keys_of(Contact.objects.filter(batch=batch, organisation__in=keys)))
    rows.update(did=TAKEN_BACK)


def _delete(batch: Batch, keys: Sequence[int], done: int, tell: Tell) -> None:
    total, gone = done + len(keys), set(keys)
    contacts = Contact.objects.filter(batch=batch).values_list("pk", "organisation")
    undoing.drop(Contact, [pk for pk, owner in contacts if owner in gone])
    pairs = NotSame.objects.filter(kind=NotSame.Kind.ORGANISATION).values_list("pk", "low", "high")
    undoing.drop(NotSame, [pk for pk, *two in pairs if not gone.isdisjoint(two)])
    for some in undoing.chunks(keys):
        mine: dict[str, Any] = {"organisation": None, "did": TAKEN_BACK}
        BatchRow.objects.filter(batch=batch, did="created", organisation__in=some).update(**mine)
        BatchRow.objects.filter(organisation__in=some).update(organisation=None)
        undoing.drop_parted("organisation", some)
        undoing.drop(Organisation, some)
        done += len(some)
        tell(done, total, "undoing")
