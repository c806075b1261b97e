"""Rows that are the same as an earlier one of their file, surely or by a human's word: what they add goes to that one.

Nothing of them is lost: empty fields are filled, contacts are added, and what both say differently goes into the note.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from koalicja.engine.matching.rows import FILLS, differing
from koalicja.engine.matching.telephones import is_known
from koalicja.engine.matching.text import fold
from koalicja.people.file_contacts import AND
from koalicja.people.file_values import LIMITS, contacts_in
from koalicja.people.models import BatchRow, Contact
from koalicja.people.refusals import file_field

Outcome, Decision = BatchRow.Outcome, BatchRow.Decision
LISTED: Mapping[str, str] = {"phone": Contact.Kind.PHONE, "email": Contact.Kind.EMAIL}
"""Fields of which a record keeps several."""
_KEPT_BOTH = frozenset({"notes", "person", "role"})  # whom each row names speaks for the organisation
_NOT_FILLED = frozenset({"row_id", "gmina_code", "gmina", "powiat", "voivodeship"})


def first_of(row: BatchRow) -> int:
    """The number of the earlier row that this one is like."""
    return int(row.params["why"]["row"])


def filled(rows: list[BatchRow]) -> list[BatchRow]:
    """The rows as accepting takes them, the first of each kind with what later ones add to it; nothing is saved here.

    Where the first one is to add nothing itself, because a human has left it out, the later one stands for both if a
    human has joined them; one that surely is the same does nothing either.
    """
    by_number = {row.number: row for row in rows if _creates(row) or row.decision == Decision.JOIN}
    idle = set()
    for row in (each for each in rows if each.decision == Decision.FILL):
        first = by_number.get(first_of(row))
        if first is None and row.reason == FILLS:
            idle.add(row.number)
            continue
        if first is None:
            row.decision = Decision.ADD
            first = row
        else:
            first.values = with_another(first.values, row.values, row.number)
        by_number[row.number] = first
    return [row for row in rows if row.number not in idle]


def _creates(row: BatchRow) -> bool:
    return row.outcome == Outcome.NEW or (row.outcome == Outcome.DOUBTFUL and row.decision == Decision.ADD)


def with_another(first: Mapping[str, str], other: Mapping[str, str], number: int) -> dict[str, str]:
    """What two rows say together; `number` is that of the other."""
    values = {name: value for name, value in other.items() if name not in _NOT_FILLED} | dict(first)
    said = []
    for name in dict.fromkeys((*differing(first, other), *_also(first, other))):
        if name not in LISTED and name not in _KEPT_BOTH:
            said.append(f"{file_field(name)}: {other[name]}")
    for name in LISTED.keys() & first.keys() & other.keys():
        values[name] = _both(LISTED[name], first[name], other[name])
    told = gettext("Row %(row)s of the file says: %(said)s.") % {"row": number, "said": "; ".join(said)}
    notes = [first.get("notes", ""), other.get("notes", ""), told if said else ""]
    note = "\n".join(dict.fromkeys(note for note in notes if note))
    return values | ({"notes": note[: LIMITS["notes"]]} if note else {})


def _also(first: Mapping[str, str], other: Mapping[str, str]) -> Iterable[str]:
    """Fields that tell no two records apart, and are words all the same."""
    return (name for name in ("kind",) if first.get(name) and fold(other.get(name, "")) not in {"", fold(first[name])})


def _both(kind: str, first: str, other: str) -> str:
    values = contacts_in(kind, first)
    for each in contacts_in(kind, other):
        is_there = is_known(each, *values) if kind == Contact.Kind.PHONE else fold(each) in map(fold, values)
        values += [] if is_there else [each]
    return AND.join(values)
