"""One organisation or one person: what is known, from where, and what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from auditlog.models import LogEntry
from django.utils import timezone

from koalicja.backroom import events
from koalicja.backroom.models import Event
from koalicja.engine.matching.text import fold
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


@dataclass(frozen=True, slots=True)
class Mandates:
    """Mandates of a record: those that run today, those that will begin, those that have ended."""

    current: list[Mandate]
    coming: list[Mandate]
    ended: list[Mandate]

    def others(self, record: Owner) -> dict[int, str]:
        """The name of the other side of each mandate, by its id."""
        by_id = {mandate.pk: mandate for mandate in (*self.current, *self.coming, *self.ended)}
        is_organisation = isinstance(record, Organisation)
        return {pk: (each.person if is_organisation else each.organisation).name for pk, each in by_id.items()}


def mandates_of(record: Owner) -> Mandates:
    """All mandates of a record with both sides at hand; one query."""
    mandates = list(record.mandates.select_related("person", "organisation").order_by("is_deputy", "pk"))
    if isinstance(record, Organisation):  # whoever was taken out of the register speaks for nobody until she is back
        mandates = [each for each in mandates if each.person.state != Person.State.DISMISSED]
    today = timezone.localdate()
    ended = [mandate for mandate in mandates if mandate.until and mandate.until < today]
    coming = [each for each in mandates if each.since and each.since > today and each not in ended]
    return Mandates([each for each in mandates if each not in coming and each not in ended], coming, ended)


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


def organisations_to_choose(code: str) -> dict[str, list[Organisation]]:
    """The organisations of a register by what somebody may type to mean them: the name, alone or with the village."""
    found: dict[str, list[Organisation]] = {}
    for each in Organisation.objects.filter(gmina_id=code, state=Organisation.State.LISTED).order_by("name", "pk"):
        for words in {fold(each.name), fold(name_and_village(each))}:
            found.setdefault(words, []).append(each)
    return found


def name_and_village(organisation: Organisation) -> str:
    return f"{organisation.name}, {organisation.village}" if organisation.village else organisation.name


def field_changes(record: Owner) -> list[LogEntry]:
    """The audit of the row itself, newest first: every field that any action has changed, old and new."""
    entries = LogEntry.objects.get_for_object(record).filter(action=LogEntry.Action.UPDATE)
    return list(entries.select_related("actor").order_by("-pk")[:50])
