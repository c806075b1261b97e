"""What a page says about a record: label, value and where it comes from, as the `facts` component takes them."""

import re
from typing import Any

from django.utils.translation import gettext as _

from koalicja.people.models import Contact, LegalBasis, Organisation, Person
from koalicja.people.queries.records import Provenance
from koalicja.people.sources import shown_source
from koalicja.people.texts import age_band, class_reason, field_name, identifier_name, sector_name
from koalicja.ui.formats import day

Fact = dict[str, Any]
# "51.2631, 15.5697", "N 51.26 E 15.57", "51°15'47\"N 15°34'11\"E": a point on a map, which tells people nothing here.
_DEGREES = r"[NSEW]?\s*-?\d{1,3}(?:[.,]\d{2,}\s*°?|\s*°[\d\s.,'′\"″]*)\s*[NSEW]?"
_POINT = re.compile(rf"\s*{_DEGREES}\s*[,;/ ]\s*{_DEGREES}\s*", re.IGNORECASE)


def _from(record: Organisation | Person, known: Provenance, *fields: str) -> Fact:
    """Where these fields come from: the last edit by hand, otherwise what the record came with."""
    edits = [known.edits[field] for field in fields if field in known.edits]
    if edits:
        newest = max(edits, key=lambda event: event.at)
        return {"source": _("changed by hand, %(who)s") % {"who": newest.by}, "date": newest.at}
    return {"source": origin(record, known), "date": record.created_at}


def origin(record: Organisation | Person, known: Provenance) -> str:
    """The source of a record in words, with the row of the file it stood in."""
    if known.row:
        source = shown_source(record.source) or record.batch
        return _("%(source)s, row %(number)d") % {"source": source, "number": known.row.number}
    return shown_source(record.source)


def organisation_facts(organisation: Organisation, known: Provenance) -> list[Fact]:
    """Everything known of an organisation apart from contacts and people, unknown things included."""
    address = _unless_point(" ".join(part for part in (organisation.street, organisation.house_number) if part))
    facts = [
        _fact(organisation, known, "kind_text", organisation.kind_text),
        _fact(organisation, known, "village", organisation.village),
        {
            "label": _("street and number"),
            "value": address,
            **_if(address, organisation, known, "street", "house_number"),
        },
        _fact(organisation, known, "postcode", organisation.postcode),
    ]
    for key, value in sorted(organisation.identifiers.items()):
        facts.append({"label": identifier_name(key), "value": value, **_from(organisation, known, "identifiers")})
    return facts


def class_facts(organisation: Organisation) -> list[Fact]:
    """The group and the sector, with the reason."""
    reason = class_reason(organisation.class_reason, organisation.class_decided, organisation.name)
    return [
        {"label": _("group"), "group": organisation.group, "value": ""},
        {"label": _("sector"), "value": sector_name(organisation.sector), "basis": reason},
    ]


def person_facts(person: Person, known: Provenance) -> list[Fact]:
    """Everything known of a person apart from contacts and mandates."""
    band = age_band(person.age_band) if person.age_band else ""
    return [
        {"label": field_name("age_band"), "value": band, **_if(band, person, known, "age_band")},
        _fact(person, known, "village", person.village),
    ]


def _unless_point(text: str) -> str:
    """The text, or nothing where a file gave coordinates in its place."""
    return "" if _POINT.fullmatch(text) else text


def _fact(record: Organisation | Person, known: Provenance, field: str, value: str) -> Fact:
    value = _unless_point(value)
    return {"label": field_name(field), "value": value, **_if(value, record, known, field)}


def _if(value: str, record: Organisation | Person, known: Provenance, *fields: str) -> Fact:
    """What is unknown has no source."""
    return _from(record, known, *fields) if value else {}


def contact_line(contact: Contact) -> str:
    """Source, date and legal basis of a contact, in one line."""
    basis = LegalBasis(contact.legal_basis).label if contact.legal_basis else _("legal basis: we do not know")
    known = shown_source(contact.source) or contact.batch or _("we do not know")
    source = _("source: %(source)s") % {"source": known}
    since = day(contact.obtained_on) if contact.obtained_on else ""
    return " · ".join(part for part in (source, since, str(basis)) if part)


def contact_link(contact: Contact) -> str:
    """What a tap on a contact opens; an address opens nothing."""
    if contact.kind == Contact.Kind.PHONE:
        return "tel:" + "".join(letter for letter in contact.value if letter.isdigit() or letter == "+")
    if contact.kind == Contact.Kind.EMAIL:
        return f"mailto:{contact.value}"
    is_page = contact.kind == Contact.Kind.WEBSITE and contact.value.lower().startswith(("http://", "https://"))
    return contact.value if is_page else ""
