"""Phones and e-mails out of the columns of a file that more people read than see contacts. Pure: knows no database.

Names and persons are file_values' to mend; here is every other text that a record keeps.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext

from koalicja.engine.matching.cells import RowProblem
from koalicja.engine.matching.contact_columns import CONTACT_FIELDS
from koalicja.engine.matching.first_names import FIRST_NAMES, SHORT_NAMES
from koalicja.engine.matching.people import looks_like_person
from koalicja.engine.matching.rows import ParsedRow
from koalicja.engine.matching.telephones import has_telephone, is_known, telephones_in
from koalicja.engine.matching.text import fold, word_set, words
from koalicja.people.lines import contacts_apart, has_contact, is_contact

AND = "; "  # between several phones or e-mails of one row
PUT_ASIDE = "put_aside"  # in the values of a row: what stood among its contacts and is none
TEXTS = ("kind", "village", "street", "house_number", "flat", "postcode", "address", "role")
NUMBERS = ("regon", "nip", "rspo")  # figures in them are no phone; words and e-mails are
_NAMELESS = "|"
_LABELS = word_set("tel telefon kom komorka fax faks e mail email i lub albo oraz kontakt")
_WEBSITE = re.compile(r"(?:https?://|www\.)[^\s;,]+", re.IGNORECASE)
_BETWEEN_PHONES = re.compile(r"[,;|/\\]|\b(?:lub|albo|oraz|i|or|and)\b", re.IGNORECASE)
_MARK = r"(?:tel(?:efon)?|kom(?:órka|órkowy)?|mob(?:ile)?|phone)\b[.:]*"
_LED_BY = re.compile(rf"^(?:{_MARK}[\s/]*)+(?=[+(\d])", re.IGNORECASE)
_HIDDEN = "\0"  # for what stands in brackets
_NOTHING_BUT_MARKS = re.compile(
    rf"(?:[\s.:+({_HIDDEN}\N{{EN DASH}}-]|{_MARK}|\b(?:nr|numer|fax|faks|dom(?:owy)?|stacjonarny)\b[.:]*)*",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_BETWEEN_PEOPLE = re.compile(r"\s*[,;/&+\n]\s*|\s+(?:i|oraz|lub|albo|and|or)\s+")
_AROUND = " ,;/|\N{EN DASH}-"
_POSTCODE = re.compile(r"(\d\d)\s?[-\N{EN DASH}]?\s?(\d{3})")
_NOTHING_SAID = ("nie ma", "nie posiada", "brak", "bez ", "nie podano")
Contacts = Sequence[tuple[str, str]]


def with_contacts_apart(row: ParsedRow) -> ParsedRow | RowProblem:
    """The row with its phones and e-mails where contacts are kept, or which column cannot be taken apart."""
    values = dict(row.values)
    for name in CONTACT_FIELDS:
        if written := values.pop(name, ""):
            _lift(values, written)
    for name in (*TEXTS, *NUMBERS):
        text = values.get(name, "")
        if not has_contact(text) or (name in NUMBERS and not any(map(str.isalpha, text))):
            continue
        values[name], found = apart(text)
        if has_contact(values[name]):
            return RowProblem(row.number, "contact_in_column", {"field": name})
        keep(values, found)
    _note_several(values)
    _keep_postcode(values)
    _sort_out(values)
    _put_aside_what_is_none(values)
    return ParsedRow(row.number, {name: value for name, value in values.items() if value})


def apart(text: str) -> tuple[str, Contacts]:
    """What is left of a text without its contacts, which may be nothing, and they."""
    rest, found = contacts_apart(f"{_NAMELESS} {text}")
    while is_contact(rest):  # a stroke between two
        rest, more = contacts_apart(f"{_NAMELESS} {rest}")
        found = [*found, *more]
    return rest.strip(f"{_NAMELESS} .,;:-/"), found


def keep(values: dict[str, str], found: Contacts) -> None:
    """Put contacts beside those that the row has; the same one is kept once."""
    for kind, value in found:
        there = values.get(kind, "")
        if not there:
            values[kind] = value
        elif not (is_known(value, there) if kind == "phone" else fold(value) in map(fold, emails_of(there))):
            values[kind] = f"{there}{AND}{value}"


def _lift(values: dict[str, str], text: str) -> None:
    """A column of phones, e-mails and whatever people write beside them: a name there is that of whom to ask for."""
    for website in _WEBSITE.findall(text):
        if not values.get("website"):
            values["website"], text = website, text.replace(website, " ", 1)
    rest, found = apart(text)
    keep(values, found)
    if not any(map(str.isalnum, rest)) or (found and _LABELS.issuperset(words(rest))):
        return
    if not any(map(str.isalpha, rest)) or "@" in rest:
        put_aside(values, "contact", rest)
    elif is_several_people(rest):
        note(values, text)  # with the telephones, so that it stays whose is which
        _tell_of(values, rest)
    elif looks_like_person(rest) and not values.get("person"):
        values["person"] = rest
    else:
        note(values, rest)
        _tell_of(values, rest)


def is_several_people(text: str) -> bool:
    """Whether several persons are named: "Piotr i Adam Zmyśleni", "Ewa Zmyślona, Adam Testowy"."""
    parts = [part for part in _BETWEEN_PEOPLE.split(text) if part]
    return sum(looks_like_person(part) or fold(part) in FIRST_NAMES | SHORT_NAMES for part in parts) > 1


def _note_several(values: dict[str, str]) -> None:
    """Several persons in the column of one: into the note, as our forms want each on her own."""
    written = values.get("person", "")
    if written and written != values["name"] and is_several_people(contacts_apart(written)[0]):
        _rest, found = apart(written)
        keep(values, found)
        told = ", ".join(part for part in (written, values.pop("role", "")) if part)
        note(values, gettext("Contact person in the file: %(name)s.") % {"name": told})
        _tell_of(values, contacts_apart(written)[0])
        del values["person"]


def note(values: dict[str, str], text: str) -> None:
    """Add a line to the row's note."""
    values["notes"] = "\n".join(part for part in (values.get("notes", ""), text) if part)


def _keep_postcode(values: dict[str, str]) -> None:
    """A postcode as 00-000, as our forms want it; whatever else stands there goes into the note."""
    written = values.get("postcode", "")
    found = _POSTCODE.fullmatch(written)
    if found:
        values["postcode"] = f"{found[1]}-{found[2]}"
    elif written:
        values["postcode"] = ""
        note(values, gettext("Postcode in the file: %(value)s.") % {"value": written})


def _sort_out(values: dict[str, str]) -> None:
    """An e-mail out of the column of phones and a phone out of that of e-mails; other words there go into the notes."""
    for name, other in (("phone", "email"), ("email", "phone")):
        text = values.get(name, "")
        rest, found = apart(text) if has_contact(text) else (text, [])
        strangers = [contact for contact in found if contact[0] == other]
        if not strangers:
            continue
        values[name] = AND.join(value for kind, value in found if kind == name)
        if any(map(str.isalpha, rest)) and not _LABELS.issuperset(words(rest)):
            note(values, text)
        keep(values, strangers)


def _put_aside_what_is_none(values: dict[str, str]) -> None:
    """What is no phone and no e-mail, which our forms refuse too, out of the contacts and into the note."""
    for kind, parts_of in (("phone", phones_of), ("email", emails_of)):
        kept = []
        for part in parts_of(values.get(kind, "")):
            found = [value for each, value in apart(part)[1] if each == kind] if kind == "email" else []
            if _is_contact(kind, part):
                kept.append(part)
            elif found and all(_is_contact(kind, each) for each in found):
                kept += found
            elif part:
                put_aside(values, kind, part)
        values[kind] = AND.join(kept)


def _is_contact(kind: str, value: str) -> bool:
    if kind == "phone":
        return has_telephone(value)
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


def put_aside(values: dict[str, str], kind: str, text: str) -> None:
    """What stood among contacts and is none: into the note, and the preview tells of it."""
    if fold(text).startswith(_NOTHING_SAID):
        return
    said = {
        "phone": gettext("Phone in the file: %(value)s."),
        "email": gettext("E-mail in the file: %(value)s."),
        "contact": gettext("Contact in the file: %(value)s."),
    }
    note(values, said[kind] % {"value": text})
    _tell_of(values, text)


def _tell_of(values: dict[str, str], text: str) -> None:
    values[PUT_ASIDE] = ", ".join(part for part in (values.get(PUT_ASIDE, ""), text) if part)


def emails_of(cell: str) -> list[str]:
    """The e-mails of a cell, each a contact of its own, where nothing but e-mails stands between semicolons."""
    parts = [part for part in re.split(r"\s*[;\n]\s*", cell) if part]
    return parts if len(parts) > 1 and all("@" in part for part in parts) else [cell]


def phones_of(cell: str) -> list[str]:
    """The phones of a cell, each a contact of its own with the words beside it: "(sekretariat)", "wew. 12"."""
    parts = [part for part in re.split(r"\s*[;\n]\s*", cell) if part]
    parts = parts if len(parts) > 1 and all(map(has_telephone, parts)) else [cell]
    return [phone for part in parts for phone in _phones_apart(part)]


def _phones_apart(text: str) -> list[str]:
    """The text cut between its telephones, without "tel." and "kom." before them; one telephone stays as it stands."""
    found = telephones_in(text)
    if len(found) < 2:
        return [text]
    cuts = [cut for one, other in pairwise(found) if (cut := _cut(text, one.end, other.start))]
    ends = [start for start, _end in cuts] + [len(text)]
    pieces = [text[start:end].strip(_AROUND) for start, end in zip([0, *(end for _, end in cuts)], ends, strict=True)]
    return [_LED_BY.sub("", piece) for piece in pieces] if cuts else [text]


def _cut(text: str, end: int, start: int) -> tuple[int, int] | None:
    """Where one telephone and its words end and the next one's begin; None where words may be of either."""
    between = _IN_BRACKETS.sub(lambda found: _HIDDEN * len(found[0]), text[end:start])
    separators = [*_BETWEEN_PHONES.finditer(between.split("(")[0])]
    if not separators:
        after = len(between) - len(between.lstrip(f" {_HIDDEN}"))
        return (end + after, end + after) if _says_nothing(between[after:]) else None
    at, to = separators[-1].span()
    return (end + at, end + to) if _says_nothing(between[to:]) or _says_nothing(between[:at]) else None


def _says_nothing(text: str) -> bool:
    return _NOTHING_BUT_MARKS.fullmatch(text) is not None
