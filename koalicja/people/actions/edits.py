"""Two people at one record: edits of different fields are both kept, both are told; the same field is asked about."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone

from koalicja.backroom import events
from koalicja.backroom.models import Event
from koalicja.people.models import User

R = TypeVar("R", bound=models.Model)


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field two people changed differently: what stands in the register now, and what the second one wrote."""

    field: str
    theirs: Any
    yours: Any


class EditConflict(Exception):
    """The same fields were changed by somebody else in the meantime; nothing was saved."""

    def __init__(self, conflicts: tuple[FieldConflict, ...], others: tuple[Event, ...]) -> None:
        super().__init__(", ".join(conflict.field for conflict in conflicts))
        self.conflicts = conflicts
        self.others = others


class Gone(Exception):
    """It is not there any more: deleted, merged away, or taken back with the file it came from. Nothing was written."""


def held(record: R) -> R:
    """The row as it now stands, locked until the transaction ends. Raises Gone where nothing may be written to it."""
    found = type(record)._default_manager.select_for_update().filter(pk=record.pk).first()
    if found is None or getattr(found, "merged_into_id", None):
        raise Gone(_key_of(record))  # never its name: errors stand in logs
    return found


def _key_of(record: models.Model) -> str:
    return str(getattr(record, "key", None) or f"{record._meta.model_name}:{record.pk}")


def went_on(record: R) -> R | None:
    """The record that this one was merged into, and that one perhaps into another; None where it was not merged."""
    rows = type(record)._default_manager
    pk = rows.filter(pk=record.pk).values_list("merged_into", flat=True).first()
    following = None
    while pk is not None:
        following, pk = pk, rows.filter(pk=pk).values_list("merged_into", flat=True).first()
    return rows.filter(pk=following).first() if following else None


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit did: the fields it changed, and the edits of others it met."""

    changed: tuple[str, ...]
    others: tuple[Event, ...]

    def replaced(self, other: Event) -> list[str]:
        """The fields that this other one had changed, too: what stands there now is of the later edit."""
        return _in_both(self.changed, other)


@dataclass(frozen=True, slots=True)
class Watched:
    """Where edits of a record are told: the event's code, subject, scope, and params that name the record in them.

    Of `silent` fields the event says that they changed and no value: events are read and kept more widely than contacts
    and notes are.
    """

    code: str
    subject: str
    scope: str
    url: str
    params: Mapping[str, Any]
    silent: Collection[str] = ()


def _in_both(changed: Collection[str], other: Event) -> list[str]:
    return [name for name in changed if name in other.params.get("changes", {})]


def last_event(subject: str) -> int:
    """The newest event about a record; a form keeps it, so that saving can tell what happened since."""
    return events.about(subject).order_by("-pk").values_list("pk", flat=True).first() or 0


def three_way(
    seen: Mapping[str, Any], new: Mapping[str, Any], current: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[FieldConflict, ...]]:
    """What to write, and what two people changed differently. A field nobody touched here is left as it now stands."""
    changes, conflicts = {}, []
    for name, value in new.items():
        before = seen.get(name, current[name])
        if value in (before, current[name]):
            continue
        if before == current[name]:
            changes[name] = value
        else:
            conflicts.append(FieldConflict(name, current[name], value))
    return changes, tuple(conflicts)


@transaction.atomic
def save_edit(
    record: R,
    *,
    by: User,
    seen: Mapping[str, Any],
    new: Mapping[str, Any],
    since: int,
    watched: Watched,
    derive: Callable[[R], Mapping[str, Any]] = lambda record: {},
) -> Edit:
    """Write the fields of `new` that differ from `seen`, in one transaction, under a lock on the row.

    `since` is the newest event when the form was opened. Raises EditConflict and writes nothing where the same field
    was changed differently in between, and Gone where the record is not there any more.
    """
    locked = held(record)
    changes, conflicts = three_way(seen, new, {name: getattr(locked, name) for name in new})
    others = _edits_of_others(by, since, watched)
    if conflicts:
        raise EditConflict(conflicts, others)
    if changes:
        told = {name: _told(watched, name, getattr(locked, name), value) for name, value in changes.items()}
        _write(locked, changes, derive)
        over = list(dict.fromkeys(name for other in others for name in _in_both(tuple(changes), other)))
        params = {**watched.params, "changes": told} | ({"over": over} if over else {})
        event = events.record(watched.code, by=by, subject=watched.subject, scope=watched.scope, **params)
        events.tell(event, {other.by_id for other in others if other.by_id}, url=watched.url)
    return Edit(tuple(changes), others)


def _told(watched: Watched, name: str, old: Any, new: Any) -> list[Any]:
    return [] if name in watched.silent else [_plain(old), _plain(new)]


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool, dict, list, type(None))) else str(value)


def _edits_of_others(by: User, since: int, watched: Watched) -> tuple[Event, ...]:
    newer = events.about(watched.subject).filter(code=watched.code, pk__gt=since).exclude(by=by).exclude(by=None)
    return tuple(
        event for event in newer if all(event.params.get(key) == value for key, value in watched.params.items())
    )


def _write(locked: R, changes: Mapping[str, Any], derive: Callable[[R], Mapping[str, Any]]) -> None:
    for name, value in changes.items():
        setattr(locked, name, value)
    for name, value in derive(locked).items():
        setattr(locked, name, value)
    if hasattr(locked, "version"):
        locked.version += 1
        locked.updated_at = timezone.now()  # type: ignore[attr-defined]  # versioned records carry both
    locked.save()
