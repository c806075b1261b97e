"""One organisation or one person: what is known, from where, and what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from auditlog.models import LogEntry
from django.utils import timezone

from koalicja.backroom import events
from koalicja.backroom.models import Event
from koalicja.people.models import BatchRow, Contact, ContactEntry, Mandate, Merge, Organisation, Person

Owner = Organisation | Person


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the facts of a record come from: its source and file row, and per field the last edit by hand."""

    row: BatchRow | None
    edits: dict[str, Event]


def provenance(record: Owner, history: Sequence[Event]) -> Provenance:
    """`history` is newest first, as record_history gives it."""
    rows = record.batch_rows.filter(batch_id=record.batch_id) if record.batch_id else BatchRow.objects.none()
    edits: dict[str, Event] = {}
    for event in history:
        if event.code in {"organisation.changed", "person.changed"}:
            for field in event.params.get("changes", {}):
                edits.setdefault(field, event)
    return Provenance(rows.order_by("pk").first(), edits)


def record_history(record: Owner) -> list[Event]:
    """What happened to a record, newest first."""
    return list(events.about(record.key)[:200])


def contacts_of(record: Owner) -> list[Contact]:
    return list(record.contacts.select_related("batch"))


def log_of(record: Owner) -> list[ContactEntry]:
    return list(record.log.select_related("by")[:200])


def mandates_of(record: Owner) -> tuple[list[Mandate], list[Mandate]]:
    """(open, ended) mandates with both sides at hand."""
    mandates = list(record.mandates.select_related("person", "organisation").order_by("is_deputy", "pk"))
    today = timezone.localdate()
    current = [mandate for mandate in mandates if mandate.until is None or mandate.until >= today]
    return current, [mandate for mandate in mandates if mandate not in current]


def merges_of(record: Owner) -> list[Merge]:
    """Merges into this record that stand."""
    return list(record.merges.filter(undone_at=None).select_related("absorbed_organisation", "absorbed_person", "by"))


def last_deletion(record: Owner, history: Sequence[Event]) -> Event | None:
    """The newest deleted contact that can still be put back."""
    return next((event for event in history if event.code == "contact.deleted" and "kept" in event.params), None)


def people_to_choose(code: str) -> list[str]:
    """Names offered while typing who speaks for an organisation."""
    rows = Person.objects.filter(gmina_id=code, state=Person.State.LISTED).order_by("name")
    return list(dict.fromkeys(rows.values_list("name", flat=True)[:500]))


def field_changes(record: Owner) -> list[LogEntry]:
    """The audit of the row itself, newest first: every field that any action has changed, old and new."""
    entries = LogEntry.objects.get_for_object(record).filter(action=LogEntry.Action.UPDATE)
    return list(entries.select_related("actor").order_by("-pk")[:50])
