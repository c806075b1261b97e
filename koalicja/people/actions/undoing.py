"""Taking back a whole accepted file while nothing hangs on it; the register is then exactly as it was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from koalicja.backroom import events
from koalicja.backroom.models import Event
from koalicja.people.actions.batches import enqueue, judge_again, move, subject
from koalicja.people.actions.contacts import owner_of
from koalicja.people.actions.locks import lock_registers
from koalicja.people.actions.organisations import remember_class
from koalicja.people.actions.writing import Tell, tell_nobody
from koalicja.people.models import (
    Batch,
    BatchRow,
    Contact,
    Correction,
    Mandate,
    Merge,
    NotSame,
    Organisation,
    Person,
    User,
)
from koalicja.people.queries.batches import UNDO_JOB, being_taken_back
from koalicja.people.queries.untouched import corrected_contacts, taken_back_since

SMALL_ROWS = 2000
SHOWN = 20
CHUNK = 1000
Record = Organisation | Person
OWNERS: dict[type[Organisation | Person], str] = {Organisation: "organisation", Person: "person"}
WRITTEN = ("organisation.changed", "organisation.classified")
HANGING = {"contacts": "contact_added", "mandates": "mandate_added", "log": "noted"}
"""Why a record is held by what points at it, by the name of the relation; by anything else it is "used"."""
State = Batch.State


@dataclass(frozen=True, slots=True)
class Hold:
    """A record that keeps a file from being taken back, and why: one of the codes that `refusals` puts in words."""

    record: Record
    code: str


class UndoRefused(Exception):
    """Something hangs on the file; nothing was changed. `holds` are the first of `count` records."""

    def __init__(self, holds: tuple[Hold, ...], count: int) -> None:
        super().__init__(f"{count} records hold the batch")
        self.holds = holds
        self.count = count


def undo(batch: Batch, *, by: User) -> None:
    """Take the file back: at once, or as a job when it is large. Raises UndoRefused, and BatchMoved the second time."""
    if batch.rows.filter(did__in=["created", "changed"]).count() <= SMALL_ROWS:
        take_back(batch, by=by)
        return
    with transaction.atomic():
        refuse_if_held(batch)
        if not Batch.objects.filter(being_taken_back(), pk=batch.pk).exists():
            enqueue(batch, UNDO_JOB, by)


@transaction.atomic
def take_back(batch: Batch, *, by: User, tell: Tell = tell_nobody) -> None:
    """The one transaction. Batches, registers and records are locked, in this order, before anybody looks at them.

    `tell` hears "undoing" with how many records are as they were, of how many.
    """
    move(batch, State.ACCEPTED, State.UNDONE, undone_by=by, undone_at=timezone.now())
    waiting = waiting_previews(batch.scope)
    lock_registers(_registers(batch))
    for model in (Organisation, Person):
        list(_touched(model, batch).select_for_update().order_by("pk").values_list("pk"))
    for given in (Contact.objects.filter(batch=batch), Mandate.objects.filter(pk__in=_mandates(batch))):
        list(given.select_for_update().order_by("pk").values_list("pk"))
    refuse_if_held(batch)
    changed = restore(_changed_rows(batch, Organisation)) + restore(_changed_rows(batch, Person))
    removed = _delete_created(batch, changed, tell)
    _forget_classes(batch, by)
    counts = {"removed": removed, "changed": changed}
    events.record("batch.undone", by=by, subject=subject(batch), scope=batch.scope, name=batch.name, **counts)
    for preview in waiting:
        judge_again(preview, by)


def waiting_previews(scope: str) -> list[Batch]:
    """Previews that still wait: they were compared with what is about to be taken back."""
    return list(Batch.objects.select_for_update().filter(scope=scope, state=State.PREVIEW).order_by("pk"))


def _registers(batch: Batch) -> set[str]:
    """The gminas whose records or remembered classes the batch has to do with."""
    of_records = (_touched(model, batch).order_by().values_list("gmina", flat=True) for model in (Organisation, Person))
    own = [batch.gmina_id] if batch.gmina_id else []
    return {str(code) for codes in (*of_records, own) for code in codes}


def _touched(model: type[Any], batch: Batch) -> QuerySet[Any]:
    """Records the batch created or changed."""
    changed = batch.rows.filter(did="changed").values(f"{model._meta.model_name}_id")
    found: QuerySet[Any] = model.objects.filter(Q(batch=batch) | Q(pk__in=changed))
    return found


def refuse_if_held(batch: Batch) -> None:
    """Raise UndoRefused where a record of the batch has since become more than the file made of it."""
    holds: dict[str, Hold] = {}
    for hold in _holds(batch):
        holds.setdefault(hold.record.key, hold)
    if holds:
        raise UndoRefused(tuple(holds.values())[:SHOWN], len(holds))


def _holds(batch: Batch) -> Iterable[Hold]:
    for model in (Organisation, Person):
        yield from _merged(batch, model)
        yield from _changed_since(batch, model)
        yield from _used(batch, model)
    yield from _corrected_contacts(batch)
    yield from _moved_mandates(batch)


def _merged(batch: Batch, model: type[Any]) -> Iterable[Hold]:
    """Records of the batch that are one with another now, whichever of the two went on."""
    touched, owner = _touched(model, batch), OWNERS[model]
    standing = Merge.objects.filter(undone_at=None)
    sides = [standing.values(f"{side}_{owner}") for side in ("kept", "absorbed")]
    for record in touched.filter(Q(pk__in=sides[0]) | Q(pk__in=sides[1])).order_by("pk"):
        yield Hold(record, "merged")


def _changed_since(batch: Batch, model: type[Any]) -> Iterable[Hold]:
    """Created records that were edited, moved to another state or merged; changed ones that were changed again."""
    created = model.objects.filter(batch=batch)
    as_made = Organisation.State.SUGGESTED if batch.scope.startswith("edition:") else Organisation.State.LISTED
    drift, put_aside = taken_back_since(batch, model), _put_aside(batch, model)
    for record in created.exclude(state=as_made, version=1):
        if record.pk in put_aside or (record.state == as_made and record.version == 1 + drift[record.pk]):
            continue
        yield Hold(record, "edited" if record.state == as_made else _why_moved(record, as_made))
    last: dict[int, tuple[Any, int]] = {}
    for row, record in _changed_rows(batch, model):
        last[record.pk] = record, row.before["version"]
    for record, version in last.values():
        if record.state == model.State.MERGED:  # whoever absorbs a record leaves its version as it is
            yield Hold(record, "merged")
        elif record.version != version + drift[record.pk]:
            yield Hold(record, "edited")


def _why_moved(record: Record, as_made: str) -> str:
    """Why a record that is not any more in the state in which its file made it holds that file."""
    if record.state == Organisation.State.DISMISSED:
        return "removed" if as_made == Organisation.State.LISTED else "put_aside"
    return "merged" if record.state == Organisation.State.MERGED else "taken_in"


def _put_aside(batch: Batch, model: type[Any]) -> set[int]:
    """Suggestions of an edition's file that a register has put aside, or taken in and removed, and never wrote into."""
    if model is not Organisation or not batch.scope.startswith("edition:"):
        return set()
    aside = Organisation.objects.filter(batch=batch, state=Organisation.State.DISMISSED)
    aside = aside.exclude(batch_rows__in=BatchRow.objects.filter(did="changed"))
    keys = {f"organisation:{pk}": pk for pk in keys_of(aside)}
    written = Event.objects.filter(code__in=WRITTEN, at__gte=batch.accepted_at).values_list("subject", flat=True)
    return set(keys.values()) - {keys[subject] for subject in written if subject in keys} if keys else set()


def _changed_rows(batch: Batch, model: type[Any]) -> list[tuple[BatchRow, Any]]:
    """Rows that changed a record of this kind, in their order; a person beside an organisation was only named there."""
    rows = batch.rows.filter(did="changed").order_by("number")
    if model is Organisation:
        return [(row, row.organisation) for row in rows.exclude(organisation=None).select_related("organisation")]
    named = rows.filter(organisation=None).exclude(person=None)
    return [(row, row.person) for row in named.select_related("person")]


def _used(batch: Batch, model: type[Any]) -> Iterable[Hold]:
    """Created records that anything else points at, whichever room wrote it."""
    for relation in model._meta.related_objects:
        other: type[models.Model] = relation.related_model
        if other in {BatchRow, Merge}:
            continue
        path, code = relation.field.name, HANGING.get(str(relation.get_accessor_name()), "used")
        used = other._default_manager.filter(**{f"{path}__batch": batch})
        if other is Contact:
            used = used.exclude(batch=batch)
        elif other is Mandate:
            used = used.exclude(pk__in=_mandates(batch))
        for pk in set(used.values_list(f"{path}_id", flat=True)[:SHOWN]):
            yield Hold(model.objects.get(pk=pk), code)


def _corrected_contacts(batch: Batch) -> Iterable[Hold]:
    """Owners of contacts from the file that somebody has corrected, or deleted and put back, since."""
    for contact in corrected_contacts(batch).select_related("organisation", "person"):
        yield Hold(owner_of(contact), "contact_corrected")


def _moved_mandates(batch: Batch) -> Iterable[Hold]:
    """Organisations whose representative from the file has stopped speaking for them, or has been merged away since."""
    rows = batch.rows.filter(before__has_key="mandate").select_related("organisation").order_by("pk")
    given = {row.before["mandate"]: row for row in rows}
    for mandate in Mandate.objects.filter(pk__in=given).order_by("pk"):
        row = given[mandate.pk]
        is_moved = (mandate.organisation_id, mandate.person_id) != (row.organisation_id, row.person_id)
        if row.organisation and (mandate.until or is_moved):
            yield Hold(row.organisation, "mandate_moved")


def _mandates(batch: Batch) -> list[int]:
    """Ids of the mandates that the batch gave."""
    rows = batch.rows.filter(before__has_key="mandate").values_list("before", flat=True)
    return [before["mandate"] for before in rows]


def restore(changed: Sequence[tuple[BatchRow, Any]]) -> int:
    """Put back what stood in changed records, the last change first; their version goes on, so open forms notice."""
    records: dict[int, Any] = {}
    columns: set[str] = set()
    for row, found in reversed(changed):
        record = records.setdefault(found.pk, found)
        for column, value in row.before["fields"].items():
            setattr(record, column, value)
        columns |= row.before["fields"].keys()
        record.updated_at = datetime.fromisoformat(row.before["since"])
    for record in records.values():
        record.version += 1
    for model in {type(record) for record in records.values()}:
        names = [*sorted(columns), "version", "updated_at"]
        model._default_manager.bulk_update(records.values(), names, batch_size=200)
    return len(records)


def _delete_created(batch: Batch, restored: int, tell: Tell) -> int:
    """Remove what the file has created. Nothing else points at it: `refuse_if_held` has looked at every relation."""
    made = {model: keys_of(model._default_manager.filter(batch=batch)) for model in OWNERS}
    count = sum(map(len, made.values()))
    total = restored + count
    tell(restored, total, "undoing")
    drop(Mandate, _mandates(batch))
    drop(Contact, keys_of(Contact.objects.filter(batch=batch)))
    for model, owner in OWNERS.items():
        created = model._default_manager.filter(batch=batch).values("pk")
        drop(NotSame, keys_of(NotSame.objects.filter(Q(low__in=created) | Q(high__in=created), kind=owner)))
    done = restored
    for model, owner in OWNERS.items():
        for some in chunks(made[model]):
            drop_parted(owner, some)
            BatchRow.objects.filter(**{f"{owner}__in": some}).update(**{owner: None})
            drop(model, some)
            done += len(some)
            tell(done, total, "undoing")
    return count


def drop_parted(owner: str, keys: Sequence[int]) -> None:
    """Forget that these were once one with another and were parted again; the events keep both."""
    parted = Merge.objects.exclude(undone_at=None)
    drop(Merge, keys_of(parted.filter(Q(**{f"kept_{owner}__in": keys}) | Q(**{f"absorbed_{owner}__in": keys}))))


def keys_of(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def chunks(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def drop(model: type[Any], keys: Sequence[int]) -> None:
    """Delete without looking once more what hangs on each row; instead of an audit row each the file has its event."""
    for some in chunks(keys):
        rows = model._default_manager.filter(pk__in=some)
        rows._raw_delete(rows.db)


def _forget_classes(batch: Batch, by: User) -> None:
    """Give back what the register knew of classes, unless somebody has taught it better since; in order of the keys.

    The caller holds the register.
    """
    for taught in sorted(batch.options.get("corrections", []), key=lambda taught: str(taught["key"])):
        now = Correction.objects.filter(gmina=batch.gmina, key=taught["key"]).values_list("sector", flat=True).first()
        if batch.gmina and (now or "") == taught["after"]:
            remember_class(batch.gmina, by=by, keys=[taught["key"]], sector=taught["before"])
