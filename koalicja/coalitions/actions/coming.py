"""What came into the register with a name that was said, so that it can go again with exactly that.

Besides records of their own (an organisation, a person, a mandate) a line may bring contacts and a note to one that the
register had. A note is remembered by a digest of its words: words themselves stay nowhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Max, Q

from koalicja.people.actions.erasing import erase_contacts, erase_note
from koalicja.people.models import Contact, Organisation, Person
from koalicja.places.models import Gmina

Keys = dict[str, list[int]]
KINDS = ("organisation", "person", "mandate", "contact")
NOTE = "note"


@dataclass(frozen=True, slots=True)
class Standing:
    """What stood in the register before a line: the newest contact, and notes of organisations by their digests."""

    contact: int
    notes: dict[int, frozenset[str]]


def standing(gmina: Gmina) -> Standing:
    """Read before a line is written; the caller holds the register."""
    newest = Contact.objects.aggregate(newest=Max("pk"))["newest"] or 0
    noted = Organisation.objects.filter(gmina=gmina).exclude(note="").values_list("pk", "note")
    return Standing(newest, {pk: frozenset(_digests(note)) for pk, note in noted})


def brought(before: Standing, organisation: Organisation | None, person: Person | None) -> list[str]:
    """Keys of the contacts, and of the words of a note, that came since then."""
    owners = Q(organisation=organisation) if organisation else Q(pk=None)
    owners |= Q(person=person) if person else Q(pk=None)
    new = Contact.objects.filter(owners, pk__gt=before.contact).order_by("pk").values_list("pk", flat=True)
    made = [f"contact:{pk}" for pk in new]
    if organisation:
        note = Organisation.objects.values_list("note", flat=True).get(pk=organisation.pk)
        known = before.notes.get(organisation.pk, frozenset())
        made += [f"{NOTE}:{organisation.pk}:{each}" for each in _digests(note) if each not in known]
    return made


def by_kind(made: Iterable[str]) -> Keys:
    """The ids of records among these keys."""
    keys: Keys = {kind: [] for kind in KINDS}
    for kind, _colon, key in (each.partition(":") for each in made):
        if kind in keys:
            keys[kind].append(int(key))
    return keys


def forget(keys: Keys, made: Sequence[str]) -> None:
    """Take contacts and notes out of the register again, with what is remembered of them."""
    erase_contacts(keys["contact"])
    notes: dict[int, set[str]] = {}
    for _kind, pk, digest in (each.split(":") for each in made if each.startswith(f"{NOTE}:")):
        notes.setdefault(int(pk), set()).add(digest)
    for organisation in Organisation.objects.filter(pk__in=notes):
        left = [line for line in organisation.note.splitlines() if _digest(line) not in notes[organisation.pk]]
        erase_note(organisation, left="\n".join(left))


def _digests(note: str) -> list[str]:
    return [_digest(line) for line in note.splitlines() if line]


def _digest(line: str) -> str:
    return sha256(line.encode()).hexdigest()[:20]
