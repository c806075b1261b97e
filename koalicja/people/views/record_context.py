"""What the pages of an organisation and of a person have in common."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from koalicja.backroom.models import Event
from koalicja.people import access, texts
from koalicja.people.facts import contact_line, contact_link
from koalicja.people.forms.records import LogEntryForm
from koalicja.people.models import Contact, ContactEntry, Organisation, Person
from koalicja.people.queries import records as queries
from koalicja.people.words import FIELD_NAMES

Owner = Organisation | Person


def record_context(request: HttpRequest, record: Owner) -> dict[str, Any]:
    """Contacts, log, mandates, merges and history; contacts and people only for those who may see them."""
    allowed = access.permissions_in(request.user, access.gmina_scope(record.gmina_id))
    history = queries.record_history(record)
    with_people = "contacts" in allowed
    mandates = queries.mandates_of(record)
    context: dict[str, Any] = {
        "gmina": record.gmina,
        "record": record,
        "kind": "organisation" if isinstance(record, Organisation) else "person",
        "with_people": with_people,
        "can_edit": "edit" in allowed,
        "known": queries.provenance(record, history),
        "mandate_count": len(mandates.current),
    }
    return context | _with_people(request, record, mandates, history) if with_people else context


def _with_people(
    request: HttpRequest, record: Owner, mandates: queries.Mandates, history: list[Event]
) -> dict[str, Any]:
    """What only those may see who work with the people of this gmina."""
    return {
        "mandates": mandates.current,
        "coming": mandates.coming,
        "ended": mandates.ended,
        "contacts": [_contact(contact) for contact in queries.contacts_of(record)],
        "log": [_log_line(entry, request) for entry in queries.log_of(record)],
        "log_form": LogEntryForm(initial={"on": timezone.localdate()}, auto_id="log_%s"),
        "log_kinds": ContactEntry.Kind.choices,
        "deletion": queries.last_deletion(record, history),
        "merges": queries.merges_of(record),
        "history": [_history_line(event, mandates.others(record)) for event in history],
        "journal": _journal(record),
    }


def _contact(contact: Contact) -> dict[str, Any]:
    return {"contact": contact, "line": contact_line(contact), "link": contact_link(contact)}


def _log_line(entry: ContactEntry, request: HttpRequest) -> dict[str, Any]:
    return {"entry": entry, "is_mine": entry.by_id == request.user.pk}


def _history_line(event: Event, speaking: Mapping[int, str]) -> dict[str, Any]:
    """One line of the timeline, with old and new values of what was changed; `speaking` names the other side of each
    mandate by its id, for events hold no names.
    """
    changes = event.params.get("changes", {}) if event.code in texts.CHANGES else {}
    note = "; ".join(
        _("%(field)s: %(old)s → %(new)s")
        % {"field": texts.field_name(field), "old": _value(field, both[0]), "new": _value(field, both[1])}
        for field, both in changes.items()
        if both  # of contacts and notes the event says only that they changed; the journal below has the note
    )
    text, name = texts.event_line(event), speaking.get(event.params.get("mandate", 0))
    if name:
        text = _("%(what)s: %(name)s") % {"what": text, "name": name}
    return {"when": event.at, "text": text, "who": event.by, "note": note}


def _journal(record: Owner) -> list[dict[str, Any]]:
    """The audit of the row: each changed field with its old and new value."""
    return [
        {
            "when": entry.timestamp,
            "text": _("%(field)s: %(old)s → %(new)s")
            % {"field": texts.field_name(field), "old": _audited(old), "new": _audited(new)},
            "who": entry.actor,
        }
        for entry in queries.field_changes(record)
        for field, (old, new) in (entry.changes or {}).items()
        if field in FIELD_NAMES
    ]


def _audited(value: str) -> str:
    """What the audit wrote; it writes "None" for nothing."""
    return texts.class_name("") if value in ("", "None") else value


def _value(field: str, value: Any) -> str:
    if field == "class":
        return texts.class_name(value)
    if field == "age_band":
        return texts.age_band(value)
    return str(value) if value else texts.class_name("")
