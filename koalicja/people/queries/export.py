"""The register as a table that our own import reads back without a change: one row per organisation and person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import pgettext

from koalicja.people.models import Contact, Organisation, Person
from koalicja.people.queries import mandates
from koalicja.people.queries.register import Entry
from koalicja.people.texts import sector_name
from koalicja.places.models import Gmina
from koalicja.ui.groups import GROUP_NAMES

FLAT = " lok. "
NUMBERS = ("regon", "nip", "rspo")
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Headers and rows of text, ready to be written."""

    headers: list[str]
    rows: list[list[str]]


def sheet(gmina: Gmina, entries: Iterable[Entry], *, with_people: bool, with_contacts: bool) -> Sheet:
    """The records of these entries in their order; six queries however many.

    Persons, who speaks, notes and contacts are there only for those who may take them out.
    """
    entries = list(entries)
    organisations = {o.pk: o for o in Organisation.objects.filter(gmina=gmina, state=Organisation.State.LISTED)}
    people = {p.pk: p for p in Person.objects.filter(gmina=gmina, state=Person.State.LISTED)} if with_people else {}
    contacts = _contacts(gmina) if with_contacts else {}
    speakers = mandates.speakers([gmina.pk]) if with_people else {}
    rows = []
    for entry in entries:
        if entry.kind == "organisation" and entry.pk in organisations:
            row = _organisation(organisations[entry.pk], speakers.get(entry.pk, ("", "")), with_notes=with_people)
        elif entry.kind == "person" and entry.pk in people:
            row = _person(people[entry.pk])
        else:
            continue
        rows.append(row | contacts.get((entry.kind, entry.pk), {}))
    columns = _columns(with_people=with_people, with_contacts=with_contacts)
    return Sheet(
        [str(header) for _key, header in columns], [[safe(row.get(key, "")) for key, _h in columns] for row in rows]
    )


def _columns(*, with_people: bool, with_contacts: bool) -> list[tuple[str, str]]:
    """(key, header); the headers are among those that engine.matching.headers recognises."""
    facts = [
        ("name", pgettext("column of an export", "organisation name")),
        ("kind", pgettext("column of an export", "type")),
        ("group", pgettext("column of an export", "group")),
        ("sector", pgettext("column of an export", "sector")),
        ("gmina_code", pgettext("column of an export", "TERYT code of the gmina")),
        ("village", pgettext("column of an export", "village")),
        ("street", pgettext("column of an export", "street")),
        ("house_number", pgettext("column of an export", "house number")),
        ("flat", pgettext("column of an export", "flat")),
        ("postcode", pgettext("column of an export", "postcode")),
        *((number, number.upper()) for number in NUMBERS),
        ("further", pgettext("column of an export", "further entries in registers")),
    ]
    people = [
        ("person", pgettext("column of an export", "representative")),
        ("role", pgettext("column of an export", "position")),
        ("age_band", pgettext("column of an export", "age band")),
        ("notes", pgettext("column of an export", "notes")),
    ]
    contacts = [
        ("phone", pgettext("column of an export", "phone")),
        ("email", pgettext("column of an export", "e-mail")),
        ("website", pgettext("column of an export", "website")),
        ("address", pgettext("column of an export", "address")),
        ("more", pgettext("column of an export", "all further ways to reach them")),
    ]
    return [*facts, *(people if with_people else []), *(contacts if with_contacts else [])]


def _organisation(record: Organisation, speaker: tuple[str, str], *, with_notes: bool) -> dict[str, str]:
    number, _sep, flat = record.house_number.partition(FLAT)
    person, role = speaker
    return {
        "name": record.name,
        "kind": record.kind_text,
        "group": str(GROUP_NAMES.get(record.group, "")),
        "sector": sector_name(record.sector),
        "gmina_code": record.gmina_id,
        "village": record.village,
        "street": record.street,
        "house_number": number,
        "flat": flat,
        "postcode": record.postcode,
        **{key: str(record.identifiers.get(key, "")) for key in NUMBERS},
        "further": _further(record.identifiers),
        "person": person,
        "role": role,
        "notes": _one_line(record.note) if with_notes else "",
    }


def _person(record: Person) -> dict[str, str]:
    """A person stands in both columns of names: so the import knows that the row is a person, whatever the name."""
    return {
        "name": record.name,
        "group": str(GROUP_NAMES["resident"]),
        "gmina_code": record.gmina_id,
        "village": record.village,
        "person": record.name,
        "age_band": record.age_band,
        "notes": _one_line(record.note),
    }


def _further(identifiers: Mapping[str, str]) -> str:
    """The second numbers of one kind that merged records have brought together: "REGON 210203232"."""
    more = {kind: value for kind, value in identifiers.items() if kind not in NUMBERS and value}
    return "; ".join(f"{kind.partition('_')[0].upper()} {value}" for kind, value in more.items())


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _contacts(gmina: Gmina) -> dict[tuple[str, int], dict[str, str]]:
    """The first contact of each kind in its column, all others together in the last one."""
    found: dict[tuple[str, int], dict[str, str]] = {}
    owned = Contact.objects.filter(Q(organisation__gmina=gmina) | Q(person__gmina=gmina)).order_by("pk")
    for organisation, person, kind, value in owned.values_list("organisation_id", "person_id", "kind", "value"):
        owner = ("organisation", organisation) if organisation else ("person", person or 0)
        cells = found.setdefault(owner, {})
        if kind in cells:
            cells["more"] = "; ".join(part for part in (cells.get("more", ""), value) if part)
        else:
            cells[kind] = _national(value) if kind == Contact.Kind.PHONE else value
    return found


def _national(phone: str) -> str:
    """A Polish number without +48: spreadsheets read a leading plus as a sum."""
    return phone.removeprefix("+48").strip() if phone.startswith("+48") else phone


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before = + - @ and control characters."""
    return f"'{text}" if text.startswith(RISKY) else text
