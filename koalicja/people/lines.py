"""Typed or pasted lists of names → lines: bullets and numbering off, village, phone and e-mail apart. Pure."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from koalicja.engine.matching.text import fold, tidy

MOST_LINES = 200
LONGEST_NAME = 300
_BULLET = re.compile(r"^[\s\-–—•*·▪◦○●☐✓>]+\s*")
_NUMBERING = re.compile(r"^\s*(?P<number>\d{1,3})\s*[.)]\s+")
_PHONE = re.compile(r"^(?:tel\.?|telefon|kom\.?|nr tel\.?)?:?\s*(?P<number>\+?[\d\s\-()/]{7,24})$", re.IGNORECASE)
_EMAIL = re.compile(r"^(?:e-?mail:?\s*)?(?P<address>[^\s@;,]+@[^\s@;,]+\.[^\s@;,]+)$", re.IGNORECASE)
_EMAIL_INSIDE = re.compile(r"[^\s@;,()<>]+@[^\s@;,()<>]+\.[^\s@;,()<>]*\w")
_PHONE_INSIDE = re.compile(
    r"(?:\b(?:nr tel|tel(?:efon)?|kom(?:órka)?)\b\.?:?\s*)?"
    r"(?<![\w+])(?<!\d[\s\-])(?<!regon )(?<!krs )(?<!nip )(?<!regon: )(?<!krs: )(?<!nip: )"
    r"(?P<number>(?:\+48[\s\-]*)?(?:\(\d\d\)\s*\d(?:[\s\-]?\d){6}|\d(?:[\s\-]?\d){8}))(?!\w)(?![\s\-]\d)",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(r"[\s(<\[,;:/–—-]*(?:\be-?mail|\bmail)?[\s)>\],;:/–—-]*$", re.IGNORECASE)
_HEADS = {"nazwa", "nazwa organizacji", "organizacja", "nazwa i miejscowosc", "imie i nazwisko", "lp", "name"}


@dataclass(frozen=True, slots=True)
class Typed:
    """One line as it was typed, taken apart."""

    name: str
    village: str = ""
    contacts: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Typing:
    """All lines of a text. Beyond MOST_LINES the rest is counted in `left_over`; the same line twice in `repeated`."""

    lines: tuple[Typed, ...] = ()
    repeated: int = 0
    left_over: int = 0
    too_long: tuple[str, ...] = field(default=())


def taken_apart(text: str) -> Typing:
    """The lines of a pasted text: "- OSP Olszynki; Olszynki; 600 100 200" is a name, a village and a phone."""
    raw = [line for line in text.replace("\r", "\n").split("\n") if re.search(r"[^\W_]", line)]
    lines = [_typed(line) for line in _without_numbering(raw)]
    lines = [line for line in lines if line.name and not _is_head(line)]
    unique = list({(fold(line.name), fold(line.village)): line for line in reversed(lines)}.values())[::-1]
    fitting = [line for line in unique if len(line.name) <= LONGEST_NAME]
    return Typing(
        tuple(fitting[:MOST_LINES]),
        len(lines) - len(unique),
        max(0, len(fitting) - MOST_LINES),
        tuple(line.name for line in unique if len(line.name) > LONGEST_NAME),
    )


def _without_numbering(lines: list[str]) -> list[str]:
    """A list numbered 1, 2, 3 loses its numbers, also with other lines in between; a lone number is part of a name."""
    lines = [_BULLET.sub("", line) for line in lines]
    numbers = [int(match["number"]) for line in lines if (match := _NUMBERING.match(line))]
    if len(numbers) > 1 and all(after in (before + 1, 1) for before, after in pairwise(numbers)):
        return [_NUMBERING.sub("", line) for line in lines]
    return lines


def _typed(line: str) -> Typed:
    parts = [tidy(part).strip(" ,;") for part in re.split(r"[;\t]", line)]
    name, contacts = _without_contacts(_split_comma(parts[0]))
    parts, others = [name, *parts[1:]], []
    for part in parts[1:]:
        contact = _contact(part)
        if contact:
            contacts.append(contact)
        elif part:
            others.append(part)
    village = others[0][:120] if others else ""
    return Typed(parts[0], village, tuple(contacts), ", ".join(others[1:])[:2000])


def has_contact(name: str) -> bool:
    """Whether a phone or an e-mail stands inside a name."""
    return bool(_EMAIL_INSIDE.search(name) or _PHONE_INSIDE.search(name))


def _without_contacts(parts: list[str]) -> tuple[str, list[tuple[str, str]]]:
    """The name and what stood after it or inside it: "Ewa Fikcyjna tel. 600 200 300 ewa@example.pl"."""
    name, contacts = parts[0], [contact for part in parts[1:] if (contact := _contact(part))]
    for kind, pattern in (("email", _EMAIL_INSIDE), ("phone", _PHONE_INSIDE)):
        while (found := pattern.search(name)) and found[0] != name:
            contacts.append((kind, found["number"] if kind == "phone" else found[0]))
            before, rest = _LEFT_OPEN.sub("", name[: found.start()]), name[found.end() :].lstrip(" )>]")
            after = rest.lstrip(" ,;:/")
            name = tidy(f"{before}{',' if before and rest[:1] == ',' else ''} {after}").strip(" ,;")
    return name, contacts


def _split_comma(name: str) -> list[str]:
    """Names have commas of their own; only a phone or an e-mail after the last ones is taken off."""
    parts = name.split(",")
    taken: list[str] = []
    while len(parts) > 1 and _contact(parts[-1].strip()):
        taken.insert(0, parts.pop().strip())
    return [",".join(parts).strip(), *taken]


def _contact(part: str) -> tuple[str, str] | None:
    email = _EMAIL.match(part)
    if email:
        return "email", email["address"]
    phone = _PHONE.match(part)
    if phone and sum(character.isdigit() for character in part) >= 7:
        return "phone", phone["number"].strip()
    return None


def _is_head(line: Typed) -> bool:
    return fold(line.name).strip(" .:") in _HEADS
