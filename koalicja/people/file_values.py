"""Between the values of a file's row and the records of the register. Pure: knows no database.

The engine speaks of fields as in `columns.FIELDS`; the register keeps some of them in a record, some in contacts, and a
person named in an organisation's row becomes somebody who speaks for it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from koalicja.engine.matching.cells import RowProblem, proposed_name
from koalicja.engine.matching.contact_columns import CONTACT_FIELDS
from koalicja.engine.matching.people import person_at_work
from koalicja.engine.matching.rows import Change, ParsedRow, Verdict
from koalicja.engine.matching.sectors import guess_sector
from koalicja.engine.matching.telephones import is_known
from koalicja.engine.matching.text import fold, tidy, words
from koalicja.people.ages import (
    age_apart,
    age_of,
    band_of,
    birth_apart,
    could_be_person,
    is_organisation,
    may_tell_birth,
    without_birth_said,
)
from koalicja.people.file_class import class_said
from koalicja.people.file_contacts import AND, apart, emails_of, keep, phones_of, put_aside, with_contacts_apart
from koalicja.people.lines import contacts_apart, has_contact, is_contact
from koalicja.people.models import Contact
from koalicja.people.pesel import WORD

PERSON_ID = "p"  # register entries of persons are "p12", of organisations "12"
FLAT = " lok. "
MAYBE_PERSON = "maybe_person"  # the code of a class: who is meant must be asked
WHO = "person_or_organisation"  # the doubt about such a row
A_PERSON = "person"  # what is said of such a row that is added as a person
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
ABROAD = frozenset({"zagranica", "statek", "statki"})
_NAMES = frozenset({"name", "person"})
_SAY_AN_AGE = frozenset({"role", "village", "notes"})
_SAY_NO_BIRTH = frozenset({"phone", "email", "website", "regon", "nip", "rspo", "gmina_code", "postcode"})
_SAY_NOTHING_MORE = _NAMES | _SAY_NO_BIRTH | {"age_band"}
NO_TEXTS = _SAY_NO_BIRTH | {*CONTACT_FIELDS}  # columns where only a word of birth says that one stands there
_SAY_A_CLASS = frozenset({"kind", "sector", "group"})
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
    """The row with contacts nowhere but among its contacts, or what does not fit into the register."""
    if isinstance(row, RowProblem):
        return row
    is_abroad = fold(row.values.get("gmina", "")) in ABROAD  # figures there are of streets of another country
    steps = (
        (_fitting,)
        if is_abroad
        else (
            _without_births_said,
            with_contacts_apart,
            _with_name_alone,
            _with_function_apart,
            _with_role_noted,
            _fitting,
        )
    )
    for step in steps:
        if isinstance(row := step(row), RowProblem):
            break
    return row


def _without_births_said(row: ParsedRow) -> ParsedRow | RowProblem:
    """The row without births among contacts and numbers, where nothing else would look for them."""
    values = dict(row.values)
    for name in values.keys() & NO_TEXTS:
        values[name] = without_birth_said(values[name])
    if not any(map(str.isalnum, without_birth_said(values["name"], is_name=True))):
        return RowProblem(row.number, "name_without_letters")
    return ParsedRow(row.number, {name: value for name, value in values.items() if value})


def _with_name_alone(row: ParsedRow) -> ParsedRow | RowProblem:
    """Phones and e-mails inside the name go where contacts are kept; names are seen by more people than contacts are.

    Of a person at work the function becomes a note, unless the file says a kind or a class: then it means the firm.
    """
    name, contacts = contacts_apart(row.values["name"])
    values = {**row.values, "name": name}
    if name.startswith(WORD) and not any(map(str.isalpha, name.removeprefix(WORD))):
        return RowProblem(row.number, "name_without_letters")
    if has_contact(name) or not any(map(str.isalpha, name)):
        return _no_name(row, name, contacts)
    for kind, value in contacts:
        if not _is_said(kind, value, values.setdefault(kind, value)):
            return RowProblem(row.number, "contact_in_name")
    at_work = None if _SAY_A_CLASS & values.keys() else person_at_work(name)
    if at_work:
        values |= {"name": at_work.name, "person": at_work.name}
        values["notes"] = "\n".join(part for part in (at_work.role, row.values.get("notes", "")) if part)
    named = ParsedRow(row.number, {field: value for field, value in values.items() if value})
    return _with_person_alone(named, row.values.get("person", ""))


def _no_name(row: ParsedRow, left: str, contacts: list[tuple[str, str]]) -> ParsedRow | RowProblem:
    """What to say where taking contacts out of a name left no name, or a name with a contact in it."""
    if not has_contact(left):
        return RowProblem(row.number, "contact_as_name") if contacts else row
    return RowProblem(row.number, "contact_as_name" if is_contact(left) else "contact_left_in_name")


def _with_person_alone(row: ParsedRow, written: str) -> ParsedRow | RowProblem:
    """Contacts beside the person whom an organisation's row names: how the organisation is reached, through her."""
    if not written or row.values.get("person") != written:
        return row
    if written != row.values["name"] and not any(map(str.isalpha, written)) and not has_contact(written):
        values = {**row.values, "person": ""}
        put_aside(values, "contact", written)
        return ParsedRow(row.number, {field: value for field, value in values.items() if value})
    if not has_contact(written):
        return row
    person, contacts = apart(written)
    if has_contact(person):
        return RowProblem(row.number, "contact_left_in_name")
    values = {**row.values, "person": person}
    keep(values, contacts)
    return ParsedRow(row.number, {field: value for field, value in values.items() if value})


def _with_function_apart(row: ParsedRow) -> ParsedRow:
    """The function beside the person of an organisation's row goes where functions are: "Adam Nowak - prezes"."""
    written = row.values.get("person", "")
    at_work = person_at_work(written) if written and written != row.values["name"] else None
    if not at_work or not at_work.role:
        return row
    said = {"person": at_work.name, "role": row.values.get("role") or at_work.role}
    return ParsedRow(row.number, {**row.values, **said})


def _with_role_noted(row: ParsedRow) -> ParsedRow:
    """The function of somebody who speaks for no organisation of this row goes into the note, as of typed names."""
    role = row.values.get("role", "")
    if not role or row.values.get("person", "") not in {"", row.values["name"]}:
        return row
    values = {name: value for name, value in row.values.items() if name != "role"}
    lines = dict.fromkeys([role, *values.get("notes", "").split("\n")])
    return ParsedRow(row.number, values | {"notes": "\n".join(line for line in lines if line)})


def _fitting(row: ParsedRow) -> ParsedRow | RowProblem:
    for name, limit in LIMITS.items():
        length = len(row.values.get(name, ""))
        if length > limit:
            return RowProblem(row.number, "too_long", {"field": name, "length": str(length), "limit": str(limit)})
    return row


def _with_age_apart(row: ParsedRow, year: int) -> ParsedRow:
    """The row whose age or birth stands beside the name, or in what is written of her, with its age alone apart."""
    values, ages = dict(row.values), []
    for name in _NAMES & values.keys():
        values[name], age = age_apart(values[name], year=year, is_person=name == "person")
        ages += [age] if age is not None and name != "person" else []
    texts = [name for name in values if name not in _SAY_NOTHING_MORE and any(map(str.isdigit, values[name]))]
    says_an_age = not _SAY_AN_AGE.isdisjoint(texts) and values.get("person", values["name"]) == values["name"]
    of_person = says_an_age and could_be_person(values["name"])
    for name in texts:
        values[name], age = birth_apart(values[name], year=year, of_person=of_person and name in _SAY_AN_AGE)
        ages += [age] if age is not None else []
    if row.values.get("person") == row.values["name"]:
        values["person"] = values["name"]
    if ages and "age_band" not in values and not is_organisation(values["name"]):
        values["age_band"] = str(ages[0])
    return ParsedRow(row.number, {name: value for name, value in values.items() if value})


def with_age_band(row: ParsedRow, bands: Collection[str], note: str, *, year: int) -> ParsedRow:
    """The row with a band the register asks for, also of an age; an age in none goes into its notes, so that it stays.

    Of a day or year of birth nothing but the band stays, by the age in this `year`. `note` says what it is and holds
    %(age)s. An organisation's row keeps no age.
    """
    row = _with_age_apart(row, year)
    written = row.values.get("age_band", "")
    spelled = re.sub(r"\s*[\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}-]\s*", "-", tidy(written)).replace(" +", "+")
    band = band_of(age_of(written, year=year), sorted(bands)) or spelled
    values = {name: value for name, value in row.values.items() if name != "age_band"}
    if band in bands:
        return ParsedRow(row.number, values | {"age_band": band})
    about_one = values.get("person", "") in {"", values.get("name", "")}
    if written and about_one and not may_tell_birth(written):
        lines = [values.get("notes", ""), note % {"age": written}]
        values["notes"] = "\n".join(line for line in lines if line)
    return ParsedRow(row.number, values)


def said_to_be_person(values: Mapping[str, str], bands: Collection[str], *, year: int) -> dict[str, str]:
    """The values of a row once a human has said that it is a person: no age and no year stays in the name."""
    name, age = age_apart(values["name"], year=year, is_person=True)
    band = values.get("age_band") or band_of(age, sorted(bands))
    return {**values, "name": name} | ({"age_band": band} if band else {})


def with_other_person_noted(row: ParsedRow, note: str, corrections: Mapping[str, str] | None) -> ParsedRow:
    """The row of a person whose file names another one to ask for: nobody speaks for a person, so the note tells it.

    `note` says what it is and holds %(name)s.
    """
    name, other = row.values["name"], row.values.get("person", "")
    said = class_said(row.values)
    if not other or sorted(words(other)) == sorted(words(name)) or (said and said[0] != "resident"):
        return row
    kind, email = row.values.get("kind", ""), row.values.get("email", "")
    guess = guess_sector(name, kind=kind, email=email, corrections=corrections)
    if not is_person({"name": name}, guess.code, guess.group):
        return row
    values = {field: value for field, value in row.values.items() if field not in {"person", "role"}}
    told = note % {"name": ", ".join(part for part in (other, row.values.get("role", "")) if part)}
    values["notes"] = "\n".join(part for part in (values.get("notes", ""), told) if part)
    return ParsedRow(row.number, values)


def is_person(values: Mapping[str, str], reason: str, group: str) -> bool:
    """Whether a row is about a person and no organisation; `reason` is the code of its guessed class."""
    if reason == "person_name" or (reason == "person_trade" and group == "resident"):
        return True
    says_only_person = bool(values.get("person")) and values.get("name") == values.get("person")
    if not says_only_person:
        return False
    if reason == "file_says" and group == "resident":
        return True
    says_nothing = reason in {"nothing_known", MAYBE_PERSON}
    return says_nothing or (reason == "name_says" and person_at_work(values["name"]) is not None)


def adds_person(values: Mapping[str, str], guess: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Whether the row adds a person: by its guessed class, or because a human has said so of it."""
    return said.get("target") == A_PERSON or is_person(values, guess.get("code", ""), guess.get("group", ""))


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
    given = [(kind, values[name]) for name, kind in CONTACT_KINDS.items() if values.get(name)]
    return [(kind, each) for kind, value in given for each in contacts_in(kind, value)]


def contacts_in(kind: str, value: str) -> list[str]:
    """The contacts of a row's cell, one by one."""
    apart = {Contact.Kind.PHONE: phones_of, Contact.Kind.EMAIL: emails_of}.get(Contact.Kind(kind))
    return apart(value) if apart else [value]


def entry_values(
    record: Mapping[str, Any], contacts: Iterable[tuple[str, str]], speaker: tuple[str, str] | None
) -> dict[str, str]:
    """An organisation or a person of the register as the engine reads it; the inverse of the functions above.

    All phones are given; of several other contacts of a kind the first. `changes_to_make` looks at all of them.
    """
    number, _, flat = str(record.get("house_number", "")).partition(FLAT)
    values = {theirs: str(record.get(ours) or "") for theirs, ours in {**ORGANISATION_FIELDS, **PERSON_FIELDS}.items()}
    values |= {"name": record["name"], "gmina_code": record["gmina_id"], "house_number": number, "flat": flat}
    values |= {name: str((record.get("identifiers") or {}).get(name, "")) for name in IDENTIFIERS}
    said: dict[str, str] = {}
    for kind, value in contacts:
        is_more = kind == Contact.Kind.PHONE and kind in said and not is_known(value, said[kind])
        said[kind] = f"{said[kind]}{AND}{value}" if is_more else said.get(kind, value)
    values |= {name: said.get(kind, "") for name, kind in CONTACT_KINDS.items()}
    values["person"], values["role"] = speaker or ("", "")
    return {name: value for name, value in values.items() if value}


def changes_to_make(verdict: Verdict, contacts: Iterable[tuple[str, str]]) -> list[Change]:
    """The verdict's changes that the register can keep, without contacts it has already."""
    known = list(contacts)
    person = is_person_id(verdict.target)
    ours = frozenset({*PERSON_FIELDS, *CONTACT_KINDS}) if person else SAVED - {"age_band"}
    changes = [change for change in verdict.changes if change.field in ours]
    changes = [change for change in changes if change.field not in {"house_number", "flat"} or len(change.new) <= 20]
    changes = [change for change in changes if change.field != "kind" or fold(change.new) not in SILENT_KINDS]
    changes = [left for change in changes if (left := _without_known(change, known)).new]
    if not any(change.field == "person" for change in changes):
        changes = [change for change in changes if change.field != "role"]
    return changes


def _without_known(change: Change, contacts: Iterable[tuple[str, str]]) -> Change:
    """The change without the contacts that the record has, however they are written."""
    kind = CONTACT_KINDS.get(change.field)
    if kind is None:
        return change
    known = [value for each, value in contacts if each == kind]
    return replace(
        change, new=AND.join(one for one in contacts_in(kind, change.new) if not _is_said(kind, one, *known))
    )


def _is_said(kind: str, value: str, *known: str) -> bool:
    """Whether a contact is among the known ones: all telephones of a cell, or the same text but for its look."""
    return is_known(value, *known) if kind == Contact.Kind.PHONE else bare(value) in map(bare, known)


def bare(value: str) -> str:
    """An e-mail or a website made comparable: without case, protocol and closing slash."""
    return fold(tidy(value)).removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
