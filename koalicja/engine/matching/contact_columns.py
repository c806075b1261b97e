"""Columns of contacts and persons under any heading: what their words claim, and what their values show."""

import re
from collections.abc import Iterable

from koalicja.engine.matching.headers import EMAIL_WORDS, FUNCTIONS, PHONE_WORDS
from koalicja.engine.matching.telephones import telephones_in
from koalicja.engine.matching.text import words

CONTACT_FIELDS = ("contact", "contact_2", "contact_3")
"""Columns of phones and e-mails together, or beside those of each."""
Claims = tuple[tuple[str, int], ...]
_WITH_CONTACTS = frozenset({"phone", "email", "website", "name", *CONTACT_FIELDS})
_NAMING = frozenset({"person", "first_name", "last_name"})
_OF_PERSONS = frozenset({"osoba", "osoby", "person", "imie", "nazwisko", "przedstawiciel"})
_BOTH, _SAID, _BESIDE = 995, 300, 10
_MOSTLY = 0.5
_EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>]+")
_LABELS = frozenset(
    {
        "tel",
        "telefon",
        "kom",
        "komorka",
        "mob",
        "e",
        "mail",
        "email",
        "i",
        "lub",
        "albo",
        "oraz",
        "or",
        "and",
        "fax",
        "faks",
    }
)


def with_contacts(text: str, claims: Claims) -> Claims:
    """The claims of a heading (folded words), those of contacts with them: "Nr tel." is about no house."""
    said = set(text.split())
    has_phone, has_email = not said.isdisjoint(PHONE_WORDS), not said.isdisjoint(EMAIL_WORDS)
    if has_phone or has_email:
        claims = tuple(each for each in claims if each[1] > 900 or each[0] in _WITH_CONTACTS | _NAMING)
    own = {name for name, _score in claims}
    if has_phone and has_email:
        return (*(each for each in claims if each[0] not in {"phone", "email"}), *_in_turn(_BOTH))
    if any(word.startswith("kontakt") for word in said) or "contact" in own:
        score = _SAID if said.isdisjoint(_OF_PERSONS) else _BESIDE
        return (*(each for each in claims if each[0] != "contact"), *_in_turn(score))
    if own & {"phone", "email"} or has_phone or has_email:
        return (*claims, *_in_turn(_BESIDE))
    return claims


def _in_turn(score: int) -> Claims:
    return tuple((name, score - place) for place, name in enumerate(CONTACT_FIELDS))


def by_values(claims: Claims, cells: Iterable[str]) -> Claims:
    """The claims that the values of the column bear out: of phones and e-mails alone no person is called."""
    filled = [cell for cell in cells if cell]
    if not filled or not any(name in _NAMING or name in CONTACT_FIELDS for name, _score in claims):
        return claims
    is_either = ("contact", _SAID) in claims and any(map(_has_contact, filled))
    if sum(is_contacts(cell) or (is_either and not _names(cell)) for cell in filled) >= _MOSTLY * len(filled):
        others = tuple(each for each in claims if each[0] not in _NAMING)
        return others if any(name in CONTACT_FIELDS for name, _score in others) else (*others, *_in_turn(_SAID))
    names_somebody = any(name in _NAMING for name, _score in claims)
    if names_somebody and not any(map(_has_contact, filled)):
        return tuple(each for each in claims if each[0] not in CONTACT_FIELDS)
    return claims


def is_contacts(cell: str) -> bool:
    """Whether the cell holds phones and e-mails, and besides at most words that say which is which."""
    rest = _EMAIL.sub(" ", cell)
    found = telephones_in(rest)
    for phone in reversed(found):
        rest = f"{rest[: phone.start]} {rest[phone.end :]}"
    return (bool(found) or rest != cell) and _LABELS.issuperset(words(rest))


def _names(cell: str) -> bool:
    """Whether the cell may begin with somebody's name."""
    return cell[0].isupper() and "@" not in cell


def _has_contact(cell: str) -> bool:
    return _EMAIL.search(cell) is not None or bool(telephones_in(cell))


def function_said(heading: str) -> str:
    """The function that a heading is, and nothing else, as it stands beside a name: "Prezes" → "prezes"."""
    return heading.strip().lower() if " ".join(words(heading)) in {*FUNCTIONS, "dyrektor", "prezes"} else ""
