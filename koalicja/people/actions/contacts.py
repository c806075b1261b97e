"""Ways to reach an organisation or a person, and the log of who talked with them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from koalicja.backroom import events
from koalicja.backroom.models import Event
from koalicja.people.access import gmina_scope
from koalicja.people.actions.edits import Edit, Gone, Watched, held, save_edit
from koalicja.people.models import Contact, ContactEntry, Organisation, Person, User

Owner = Organisation | Person
EDITABLE = ("kind", "value", "source", "legal_basis", "obtained_on")


class AlreadyThere(Exception):
    """The owner has this very contact already."""


def owner_field(owner: Owner) -> dict[str, Owner]:
    """{"organisation": owner} or {"person": owner}, as contacts and log lines are filtered and made."""
    return {"organisation": owner} if isinstance(owner, Organisation) else {"person": owner}


def _has(owner: Owner, kind: str, value: str) -> bool:
    return Contact.objects.filter(kind=kind, value__iexact=value, **owner_field(owner)).exists()


@transaction.atomic
def add_contact(
    owner: Owner,
    *,
    by: User,
    kind: str,
    value: str,
    source: str,
    legal_basis: str = "",
    obtained_on: date | None = None,
) -> Contact:
    """Note a way to reach the owner. Raises AlreadyThere for the very same one, Gone where the owner is."""
    held(owner)
    if _has(owner, kind, value):
        raise AlreadyThere
    contact = Contact.objects.create(
        kind=kind,
        value=value,
        source=source,
        legal_basis=legal_basis,
        obtained_on=obtained_on,
        **owner_field(owner),
    )
    _record("contact.added", owner, by, contact=contact.pk, kind=kind)
    return contact


@transaction.atomic
def update_contact(contact: Contact, *, by: User, seen: Mapping[str, Any], new: Mapping[str, Any], since: int) -> Edit:
    """Change a contact; see save_edit for two people at once.

    Raises EditConflict, AlreadyThere where the owner has the very same one besides, and Gone where it was deleted or
    stayed behind with a record that was merged away.
    """
    owner = _held_owner(contact)
    _refuse_twin(owner, contact, seen, new)
    watched = Watched(
        "contact.changed",
        owner.key,
        gmina_scope(owner.gmina_id),
        owner.get_absolute_url(),
        {"contact": contact.pk},
        silent=("value",),
    )
    return save_edit(contact, by=by, seen=seen, new=new, since=since, watched=watched)


def _held_owner(contact: Contact) -> Owner:
    """Whose it is now, locked: a merge may have moved it since it was read."""
    owner = owner_of(contact)
    try:
        held(owner)
    except Gone:
        now = Contact.objects.filter(pk=contact.pk).first()
        if now is None or owner_of(now) == owner:
            raise
        owner = owner_of(now)
        held(owner)
    return owner


def _refuse_twin(owner: Owner, contact: Contact, seen: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """What is changed to a way that the owner has already would be there twice; twins from before may stay."""
    same = {name: new.get(name, getattr(contact, name)) for name in ("kind", "value")}
    is_changed = any(value != seen.get(name, getattr(contact, name)) for name, value in same.items())
    others = Contact.objects.filter(kind=same["kind"], value__iexact=same["value"], **owner_field(owner))
    if is_changed and others.exclude(pk=contact.pk).exists():
        raise AlreadyThere


def owner_of(record: Contact | ContactEntry) -> Owner:
    """Whose contact or log line it is."""
    owner = record.organisation or record.person
    assert owner is not None  # noqa: S101  # a database constraint says so
    return owner


@transaction.atomic
def delete_contact(contact: Contact, *, by: User) -> Event:
    """Delete a contact; the event keeps what is needed to put it back. Raises Gone where somebody was quicker."""
    owner = owner_of(contact)
    kept = _values(contact)
    deleted, _ = Contact.objects.filter(pk=contact.pk).delete()
    if not deleted:
        raise Gone
    return _record("contact.deleted", owner, by, contact=contact.pk, kind=contact.kind, kept=kept)


def _values(contact: Contact) -> dict[str, Any]:
    obtained = contact.obtained_on.isoformat() if contact.obtained_on else None
    return {
        "kind": contact.kind,
        "value": contact.value,
        "source": contact.source,
        "legal_basis": contact.legal_basis,
        "obtained_on": obtained,
        "batch_id": contact.batch_id,
    }


@transaction.atomic
def put_back_contact(owner: Owner, *, by: User, deletion: Event) -> Contact:
    """Undo a deletion, once: afterwards the event no longer holds the contact.

    Raises AlreadyThere the second time and where the owner has the very same one, Gone where the owner is.
    """
    held(owner)
    event = held(deletion)
    kept = event.params.pop("kept", None)
    if kept is None or _has(owner, kept["kind"], kept["value"]):
        raise AlreadyThere
    event.save(update_fields=["params"])
    kept["obtained_on"] = date.fromisoformat(kept["obtained_on"]) if kept["obtained_on"] else None
    contact = Contact.objects.create(**kept, **owner_field(owner))
    _record("contact.put_back", owner, by, contact=contact.pk, kind=contact.kind)
    return contact


@transaction.atomic
def add_log_entry(owner: Owner, *, by: User, kind: str, on: date, text: str = "", next_step: str = "") -> ContactEntry:
    """Note a call, talk, e-mail or letter, what came of it and what is next. Raises Gone where the owner is."""
    held(owner)
    entry = ContactEntry.objects.create(kind=kind, on=on, text=text, next_step=next_step, by=by, **owner_field(owner))
    _record("log.added", owner, by, entry=entry.pk, kind=kind, on=on.isoformat())
    return entry


@transaction.atomic
def delete_log_entry(entry: ContactEntry, *, by: User) -> None:
    """Take back a line of one's own log. Raises Gone where it is not there any more."""
    owner = owner_of(entry)
    deleted, _ = ContactEntry.objects.filter(pk=entry.pk).delete()
    if not deleted:
        raise Gone
    _record("log.deleted", owner, by, entry=entry.pk, kind=entry.kind, on=entry.on.isoformat())


def _record(code: str, owner: Owner, by: User, **params: Any) -> Event:
    return events.record(code, by=by, subject=owner.key, scope=gmina_scope(owner.gmina_id), **params)
