"""What a typed line brings to a record that the register has: gaps are filled, and what stands there stays."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from koalicja.engine.matching.telephones import is_known
from koalicja.engine.matching.text import fold
from koalicja.people.actions.contacts import add_contact, owner_field
from koalicja.people.actions.organisations import update_organisation
from koalicja.people.actions.persons import update_person
from koalicja.people.file_values import bare
from koalicja.people.models import Contact, Organisation, Person, User

Record = Organisation | Person
LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Brought:
    """What a line says of a record beside its name; what it does not say is empty."""

    village: str = ""
    age_band: str = ""
    note: str = ""
    contacts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Completed:
    """A record, the fields that were filled, kinds of contacts among them, and those that say something else."""

    name: str
    filled: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def complete(record: Record, brought: Brought, *, by: User, source: str) -> Completed:
    """Fill the gaps of the locked record, each with its event in the history; contacts it does not have are added."""
    gaps, left = _gaps(record, brought)
    if gaps:
        seen = {name: getattr(record, name) for name in gaps}
        if isinstance(record, Organisation):
            update_organisation(record, by=by, seen=seen, new=gaps, since=0)
        else:
            update_person(record, by=by, seen=seen, new=gaps, since=0)
        record.refresh_from_db()
    new = _new_contacts(record, brought.contacts)
    for kind, value in new:
        add_contact(record, by=by, kind=kind, value=value, source=source, obtained_on=timezone.localdate())
    return Completed(record.name, tuple(dict.fromkeys((*gaps, *(kind for kind, _value in new)))), left)


def _gaps(record: Record, brought: Brought) -> tuple[dict[str, str], tuple[str, ...]]:
    """What to write, and the fields of which the record says something else."""
    said = {"village": brought.village}
    if isinstance(record, Person):
        said["age_band"] = brought.age_band
    gaps = {name: value for name, value in said.items() if value and not getattr(record, name)}
    left = [name for name, value in said.items() if value and fold(getattr(record, name) or value) != fold(value)]
    if brought.note and fold(brought.note) not in fold(record.note):
        note = "\n".join(part for part in (record.note, brought.note) if part)
        if len(note) <= LONGEST_NOTE:
            gaps["note"] = note
        else:
            left.append("note")
    return gaps, tuple(left)


def _new_contacts(record: Record, contacts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    known = list(Contact.objects.filter(**owner_field(record)).values_list("kind", "value")) if contacts else []
    new: list[tuple[str, str]] = []
    for kind, value in contacts:
        there = [each for other, each in (*known, *new) if other == kind]
        is_there = is_known(value, *there) if kind == Contact.Kind.PHONE else bare(value) in map(bare, there)
        new += [] if is_there else [(kind, value)]
    return new
