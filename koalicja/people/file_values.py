"""Between the values of a file's row and the records of the register. Pure: knows no database.

The engine speaks of fields as in `columns.FIELDS`; the register keeps some of them in a record, some in contacts, and a
person named in an organisation's row becomes somebody who speaks for it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from koalicja.engine.matching.cells import RowProblem, proposed_name
from koalicja.engine.matching.rows import Change, ParsedRow, Verdict
from koalicja.engine.matching.text import fold, tidy
from koalicja.people.models import Contact

PERSON_ID = "p"  # register entries of persons are "p12", of organisations "12"
FLAT = " lok. "
IDENTIFIERS = ("regon", "nip", "rspo")
CONTACT_KINDS: Mapping[str, str] = {
    "phone": Contact.Kind.PHONE,
    "email": Contact.Kind.EMAIL,
    "website": Contact.Kind.WEBSITE,
    "address": Contact.Kind.ADDRESS,
}
ORGANISATION_FIELDS: Mapping[str, str] = {
    "kind": "kind_text",
    "village": "village",
    "street": "street",
    "house_number": "house_number",
    "postcode": "postcode",
    "notes": "note",
}
PERSON_FIELDS: Mapping[str, str] = {"village": "village", "age_band": "age_band", "notes": "note"}
OVERWRITTEN = frozenset({*ORGANISATION_FIELDS, *PERSON_FIELDS, *IDENTIFIERS, "flat"} - {"notes"})
"""Fields of which a record keeps one value, so that a file's takes the place of the one there."""
NUMBER_LENGTH = 30
SILENT_KINDS = frozenset({"staly", "odrebny"})  # kinds of polling districts, which say nothing of the place
SAVED = frozenset({*ORGANISATION_FIELDS, *CONTACT_KINDS, *IDENTIFIERS, "flat", "person", "role", "name", "age_band"})
# What each column of the database holds; the engine's own limits are wider for some.
LIMITS: Mapping[str, int] = {
    "village": 120,
    "street": 150,
    "postcode": 10,
    "notes": 2000,
    "role": 120,
    "website": 300,
    "regon": 20,
    "nip": 20,
    "rspo": 20,
}


def checked(row: ParsedRow | RowProblem) -> ParsedRow | RowProblem:
    """The row, or what does not fit into the register."""
    if isinstance(row, RowProblem):
        return row
    for name, limit in LIMITS.items():
        length = len(row.values.get(name, ""))
        if length > limit:
            return RowProblem(row.number, "too_long", {"field": name, "length": str(length), "limit": str(limit)})
    return row


def with_age_band(row: ParsedRow, bands: Collection[str], note: str) -> ParsedRow:
    """The row with a band the register asks for; any other age goes into its notes, so that nobody loses it.

    `note` says what it is and holds %(age)s. An organisation's row keeps no age.
    """
    written = row.values.get("age_band", "")
    band = re.sub(r"\s*[\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}-]\s*", "-", tidy(written)).replace(" +", "+")
    values = {name: value for name, value in row.values.items() if name != "age_band"}
    if band in bands:
        return ParsedRow(row.number, values | {"age_band": band})
    about_one = values.get("person", "") in {"", values.get("name", "")}
    if written and about_one:
        lines = [values.get("notes", ""), note % {"age": written}]
        values["notes"] = "\n".join(line for line in lines if line)
    return ParsedRow(row.number, values)


def is_person(values: Mapping[str, str], reason: str) -> bool:
    """Whether a row is about a person and no organisation; `reason` is the code of its guessed class."""
    says_only_person = bool(values.get("person")) and values.get("name") == values.get("person")
    return reason == "person_name" or (says_only_person and reason == "nothing_known")


def is_person_id(target: str) -> bool:
    return target.startswith(PERSON_ID)


def organisation_values(values: Mapping[str, str]) -> dict[str, Any]:
    """The fields of an organisation that a row gives; what it does not say is left out."""
    fields: dict[str, Any] = {ours: values[theirs] for theirs, ours in ORGANISATION_FIELDS.items() if theirs in values}
    if fold(fields.get("kind_text", "")) in SILENT_KINDS:
        del fields["kind_text"]
    fields["house_number"], way_in = house_number(values)
    fields["note"] = "\n".join(part for part in (fields.get("note", ""), way_in) if part)
    identifiers = {name: values[name] for name in IDENTIFIERS if values.get(name)}
    return fields | {"name": shown_name(values), "identifiers": identifiers}


def house_number(values: Mapping[str, str]) -> tuple[str, str]:
    """The number with the flat; where people wrote the way in beside it ("3, wejście od …"), that apart."""
    number, flat = values.get("house_number", ""), values.get("flat", "")
    whole = f"{number}{FLAT}{flat}".strip() if flat else number
    if len(whole) <= NUMBER_LENGTH:
        return whole, ""
    first = (number.split() or [""])[0].strip(",;()")
    return (first, whole) if len(first) <= NUMBER_LENGTH else ("", whole)


def person_values(values: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a person that a row gives."""
    fields = {ours: values[theirs] for theirs, ours in PERSON_FIELDS.items() if theirs in values}
    return fields | {"name": shown_name(values)[:200]}


def shown_kind(values: Mapping[str, str]) -> str:
    """What the row says of the kind of organisation; the kind of a polling district says nothing of its place."""
    kind = values.get("kind", "")
    return "" if fold(kind) in SILENT_KINDS else kind


def shown_name(values: Mapping[str, str]) -> str:
    """The name as it will stand in the register: calm where it was shouted."""
    return proposed_name(values)[:300]


def contact_values(values: Mapping[str, str]) -> list[tuple[str, str]]:
    """(kind, value) of the contacts a row gives."""
    return [(kind, values[name]) for name, kind in CONTACT_KINDS.items() if values.get(name)]


def entry_values(
    record: Mapping[str, Any], contacts: Iterable[tuple[str, str]], speaker: tuple[str, str] | None
) -> dict[str, str]:
    """An organisation or a person of the register as the engine reads it; the inverse of the functions above.

    Of several contacts of a kind the first is given; `changes_to_make` looks at all of them.
    """
    number, _, flat = str(record.get("house_number", "")).partition(FLAT)
    values = {theirs: str(record.get(ours) or "") for theirs, ours in {**ORGANISATION_FIELDS, **PERSON_FIELDS}.items()}
    values |= {"name": record["name"], "gmina_code": record["gmina_id"], "house_number": number, "flat": flat}
    values |= {name: str((record.get("identifiers") or {}).get(name, "")) for name in IDENTIFIERS}
    first: dict[str, str] = {}
    for kind, value in contacts:
        first.setdefault(kind, value)
    values |= {name: first.get(kind, "") for name, kind in CONTACT_KINDS.items()}
    values["person"], values["role"] = speaker or ("", "")
    return {name: value for name, value in values.items() if value}


def changes_to_make(verdict: Verdict, contacts: Iterable[tuple[str, str]]) -> list[Change]:
    """The verdict's changes that the register can keep, without contacts it has already."""
    known = {(kind, bare(value)) for kind, value in contacts}
    person = is_person_id(verdict.target)
    ours = frozenset({*PERSON_FIELDS, *CONTACT_KINDS}) if person else SAVED - {"age_band"}
    changes = [change for change in verdict.changes if change.field in ours]
    changes = [change for change in changes if change.field not in {"house_number", "flat"} or len(change.new) <= 20]
    changes = [change for change in changes if change.field != "kind" or fold(change.new) not in SILENT_KINDS]
    changes = [change for change in changes if (CONTACT_KINDS.get(change.field), bare(change.new)) not in known]
    if not any(change.field == "person" for change in changes):
        changes = [change for change in changes if change.field != "role"]
    return changes


def bare(value: str) -> str:
    """A contact made comparable: digits of a phone, or the text without case, protocol and closing slash."""
    text = fold(tidy(value)).removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    digits = "".join(letter for letter in text if letter.isdigit())
    letters = any(letter.isalpha() for letter in text.removeprefix("tel"))
    return text if letters or len(digits) < 7 else digits.removeprefix("48") if len(digits) == 11 else digits
