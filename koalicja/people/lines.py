"""Typed or pasted lists of names → lines: bullets and numbering off, village, phone and e-mail apart. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from koalicja.engine.matching.people import looks_like_person
from koalicja.engine.matching.telephones import has_telephone, telephones_in
from koalicja.engine.matching.text import fold, tidy
from koalicja.people.births_in_line import BIRTH, births_aside
from koalicja.people.names_in_line import Named, names_of_line, speaker_in
from koalicja.people.pesel import with_pesel_as_day
from koalicja.people.pieces import LEFT_OPEN, WEBSITE, bare, mark, marked, may_be_village

MOST_LINES = 200
MOST_NOTE = 2000
LONGEST_NAME = 300
_BULLET = re.compile(r"^[\s\-–—•*·▪◦○●☐✓>]+\s*")
_SQUARE = re.compile(r"\[(?!\s?(?:at|ma[łl]pa|@|dot|kropka|\.)\s?\])([^\[\]]*)\]", re.IGNORECASE)
_DOUBTING = re.compile(r"^\s*\?+\s*(?=\w)|(?<=\w)\s*\?+\s*$")
_NUMBERING = re.compile(r"^\s*(?P<number>\d{1,3})\s*[.)]\s+")
_AT = r"(?:@|\s?[(\[{]\s?(?:at|ma[łl]pa|@)\s?[)\]}]\s?|\s(?:ma[łl]pa|@)\s|\s@|@\s)"
_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|kropka|\.)\s?[)\]}]\s?|\s(?:kropka|dot)\s)"
_PART = r"[^\s@;:,/|()<>\[\]{}]+"
_EMAIL_INSIDE = re.compile(
    rf"{_PART}{_AT}{_PART}?(?<=\w){_DOT}(?:{_PART}{_DOT})*[^\s@;:,/|()<>\[\]{{}}]*\w", re.IGNORECASE
)
_HOSTS = "gmail|wp|o2|onet|interia|op|poczta|vp|tlen|yahoo|hotmail|outlook|icloud"
_HALF_AN_EMAIL = re.compile(rf"[(\[{{]\s?(?:at|ma[łl]pa|@)\s?[)\]}}]|(?:@|\bma[łl]pa)\s?(?:{_HOSTS})\b", re.IGNORECASE)
_SOME_CONTACT = re.compile(r"@|\bat\b|\bma[łl]pa\b|\d(?:\D{0,6}?\d){6}", re.IGNORECASE)
_WEBSITE = "website"  # where to read of somebody: no way to reach her, and so a note
_STROKE = re.compile(r"\|")
_NAMELESS = "|"  # stands for the name where there is none
_HEADS = {"nazwa", "nazwa organizacji", "organizacja", "nazwa i miejscowosc", "imie i nazwisko", "lp", "name"}


@dataclass(frozen=True, slots=True)
class Typed:
    """One line as it was typed, taken apart."""

    name: str
    village: str = ""
    contacts: tuple[tuple[str, str], ...] = ()
    note: str = ""
    raw: str = field(default="", compare=False)
    births: tuple[str, ...] = ()
    """Days, years and ages that stood beside the name: of an organisation's line they are nobody's."""


@dataclass(frozen=True, slots=True)
class Typing:
    """All lines of a text. Those beyond MOST_LINES are counted in `left_over` and stand in `rest` as they were typed.

    The same line twice is counted in `repeated`.
    """

    lines: tuple[Typed, ...] = ()
    repeated: int = 0
    left_over: int = 0
    rest: str = ""
    too_long: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Inside:
    """A contact inside a name."""

    kind: str
    value: str
    start: int
    end: int


def taken_apart(text: str, *, columns: bool = False, speakers: bool = False) -> Typing:
    """The lines of a pasted text: "- OSP Olszynki; Olszynki; 600 100 200" is a name, a village and a phone.

    Several names of a line are as many lines. With `columns` a person behind an organisation is whom to ask there; with
    `speakers` whoever speaks for one has a line of her own: "Anna Nowak, KGW Lipki" behind "KGW Lipki".
    """
    raw = [line for line in text.replace("\r", "\n").split("\n") if re.search(r"[^\W_]", line)]
    raw = [_DOUBTING.sub("", _SQUARE.sub(r"(\1)", line)) for line in raw]
    lines = [typed for line in _without_numbering(raw) for typed in _typed(line, columns=columns)]
    unique = _each_once(lines)
    repeated = len(lines) - len(unique)
    unique = _each_once([each for line in unique for each in _with_speaker(line)]) if speakers else unique
    fitting = [line for line in unique if _fits(line)]
    return Typing(
        tuple(fitting[:MOST_LINES]),
        repeated,
        max(0, len(fitting) - MOST_LINES),
        "\n".join(dict.fromkeys(line.raw for line in fitting[MOST_LINES:])),
        tuple(line.name if len(line.name) > LONGEST_NAME else line.raw for line in unique if not _fits(line)),
    )


def _fits(line: Typed) -> bool:
    return len(line.name) <= LONGEST_NAME and len(line.note) <= MOST_NOTE


def _each_once(lines: list[Typed]) -> list[Typed]:
    """A name with its village stands once, with the contacts and notes of all its lines; so do not two namesakes."""
    found: dict[tuple[object, ...], Typed] = {}
    for line in lines:
        key: tuple[object, ...] = (fold(line.name), fold(line.village))
        if (first := found.get(key)) is not None and _are_namesakes(first, line):
            key = (*key, line.contacts)
        first = found.get(key)
        found[key] = line if first is None else _with_more(first, line)
    return list(found.values())


def _are_namesakes(first: Typed, later: Typed) -> bool:
    """People of one name whose phones or e-mails differ; of an organisation both are kept."""
    one, other = dict(first.contacts), dict(later.contacts)
    return looks_like_person(first.name) and any(one[kind] != other[kind] for kind in one.keys() & other.keys())


def _with_more(first: Typed, later: Typed) -> Typed:
    more = () if fold(later.note) in fold(first.note) else (later.note,)
    return replace(
        first,
        contacts=tuple(dict.fromkeys((*first.contacts, *later.contacts))),
        note=", ".join(filter(None, (first.note, *more))),
        raw=f"{first.raw}\n{later.raw}",
        births=(*first.births, *later.births),
    )


def _without_numbering(lines: list[str]) -> list[str]:
    """A list numbered 1, 2, 3 loses its numbers, also with other lines in between; a lone number is part of a name."""
    lines = [_BULLET.sub("", line) for line in lines]
    numbers = [int(match["number"]) for line in lines if (match := _NUMBERING.match(line))]
    if len(numbers) > 1 and all(after in (before + 1, 1) for before, after in pairwise(numbers)):
        return [_NUMBERING.sub("", line) for line in lines]
    return lines


def _typed(line: str, *, columns: bool) -> list[Typed]:
    """Every name of a line, with what stands behind it; what stands before the first belongs to the first."""
    contacts: list[tuple[str, str]] = []
    cells = [with_pesel_as_day(tidy(part)).strip(" ,;") for part in re.split(r"[;\t]", line)]
    parts = [part.strip(" ,;") for cell in cells for part in _STROKE.split(_with_marks(cell, contacts))]
    parts = [part for part in parts if marked(part) or any(map(str.isalnum, part))]
    parts = _with_births_marked(parts, contacts)
    first = next((at for at, part in enumerate(parts) if any(map(str.isalnum, bare(part)))), None)
    if first is None:
        return _of_contacts_alone([cell for cell in cells if any(map(str.isalnum, cell))], line)
    if _is_head(bare(parts[first])):
        return []
    names = names_of_line(parts[first:], columns=columns) or [Named(parts[first])]
    names[0] = replace(names[0], text=f"{''.join(parts[:first])}{names[0].text}")
    typed = [_as_typed(each.text, each.beside, contacts, line) for each in names]
    return [each for each in typed if any(map(str.isalnum, each.name))] or [Typed(line.strip(), raw=line)]


def _of_contacts_alone(cells: Sequence[str], raw: str) -> list[Typed]:
    """A line that names nobody, under its first contact: whose it is must be said."""
    return [Typed(cells[0], "", (), ", ".join(cells[1:]), raw)] if cells else []


def _with_marks(text: str, contacts: list[tuple[str, str]]) -> str:
    """The text with a mark for every contact, so that no comma or stroke inside one takes it apart."""
    while (found := _first_inside(text) or _website_inside(text)) is not None:
        text = f"{text[: found.start]} {mark(len(contacts))} {text[found.end :]}"
        contacts.append((found.kind, found.value))
    return " ".join(text.split())


def _with_births_marked(parts: Sequence[str], contacts: list[tuple[str, str]]) -> list[str]:
    """The same for what tells when somebody was born, which is hers as her telephone is."""
    marks = []
    for part, found in births_aside(parts):
        text, first = part, len(contacts)
        contacts += [(BIRTH, said) for _start, _end, said in found]
        for at, (start, end, _said) in reversed(list(enumerate(found, first))):
            text = f"{text[:start]} {mark(at)} {text[end:]}"
        marks.append(" ".join(text.split()) if found else part)
    return marks


def _website_inside(text: str) -> _Inside | None:
    found = WEBSITE.search(text)
    return _Inside(_WEBSITE, found[0].rstrip(".,)>"), found.start(), found.end()) if found else None


def _as_typed(text: str, beside: Sequence[str], contacts: Sequence[tuple[str, str]], raw: str) -> Typed:
    """The first place behind the name is its village; functions, websites and what else stands there its note."""
    found = [contacts[at] for each in (text, *beside) for at in marked(each)]
    name = bare(text)
    village, notes = "", [value for kind, value in found if kind == _WEBSITE]
    for each in filter(None, map(bare, beside)):
        if not village and may_be_village(each, beside=name):
            village = each
        else:
            notes.append(each)
    ways = tuple(each for each in found if each[0] not in {_WEBSITE, BIRTH})
    births = tuple(value for kind, value in found if kind == BIRTH)
    return Typed(name, village, ways, ", ".join(notes), raw, births)


def _with_speaker(line: Typed) -> list[Typed]:
    """The organisation, then who speaks for it with what is told of her; a telephone beside a person is hers."""
    said = speaker_in(line.name)
    if said is None:
        return [line]
    of_person = ", ".join([said.person, f"{said.function} {said.organisation}".strip()])
    organisation = replace(line, name=said.organisation, contacts=(), births=())
    return [organisation, Typed(of_person, "", line.contacts, ", ".join(said.rest), line.raw, line.births)]


def typed_again(text: str) -> Typed:
    """A line that was taken apart before, written as one text: one name, whatever stands in it."""
    contacts: list[tuple[str, str]] = []
    parts = [_with_marks(tidy(each).strip(" ,;"), contacts) for each in re.split(r"[;\t]", text)]
    name, *others = [part for part in parts if part]
    return _as_typed(name, others, contacts, text)


def has_contact(name: str) -> bool:
    """Whether a phone or an e-mail stands inside a name, whole or in a way that we cannot take apart."""
    if not _SOME_CONTACT.search(name):
        return False
    return bool(_EMAIL_INSIDE.search(name) or _HALF_AN_EMAIL.search(name) or has_telephone(name))


def is_contact(name: str) -> bool:
    """Whether the name is nothing but contacts."""
    return bool(_contacts(name))


def contacts_apart(name: str) -> tuple[str, list[tuple[str, str]]]:
    """The name alone and (kind, value) of what stood inside it; a name that is nothing but a contact stays."""
    return _without_contacts(_split_comma(name)) if _SOME_CONTACT.search(name) else (name, [])


def _without_contacts(parts: list[str]) -> tuple[str, list[tuple[str, str]]]:
    """The name and what stood after it or inside it: "Ewa Fikcyjna tel. 600 200 300 ewa@example.pl"."""
    name, contacts = parts[0], []
    while (found := _first_inside(name)) and (found.start, found.end) != (0, len(name)):
        contacts.append((found.kind, found.value))
        before, rest = LEFT_OPEN.sub("", name[: found.start]), name[found.end :].lstrip(" )>]")
        after = rest.lstrip(" ,;:/")
        name = tidy(f"{before}{',' if before and rest[:1] == ',' else ''} {after}").strip(" ,;")
    return name, [*contacts, *(contact for part in parts[1:] for contact in _contacts(part))]


def _first_inside(name: str) -> _Inside | None:
    email = _EMAIL_INSIDE.search(name)
    if email:
        return _Inside("email", _plain_email(email[0]), email.start(), email.end())
    phones = telephones_in(name)
    return _Inside("phone", phones[0].written, phones[0].start, phones[0].end) if phones else None


def _plain_email(written: str) -> str:
    """iza(at)example.pl, iza małpa example kropka pl: as it is sent to."""
    return re.sub(_DOT, ".", re.sub(_AT, "@", written, flags=re.IGNORECASE), flags=re.IGNORECASE)


def _split_comma(name: str) -> list[str]:
    """Names have commas of their own; only a phone or an e-mail after the last ones is taken off."""
    parts = name.split(",")
    taken: list[str] = []
    while len(parts) > 1 and _contacts(parts[-1].strip()):
        taken.insert(0, parts.pop().strip())
    return [",".join(parts).strip(), *taken]


def _contacts(part: str) -> list[tuple[str, str]]:
    """The contacts of a part that holds nothing else."""
    rest, contacts = _rest_of(part)
    return [] if rest else contacts


def _rest_of(part: str) -> tuple[str, list[tuple[str, str]]]:
    """What is left of a part without its contacts, which may be nothing, and they."""
    if not _SOME_CONTACT.search(part):
        return part, []
    rest, contacts = _without_contacts([f"{_NAMELESS} {part}"])
    return rest.removeprefix(_NAMELESS).strip(" .,"), contacts


def _is_head(name: str) -> bool:
    return fold(name).strip(" .:") in _HEADS
