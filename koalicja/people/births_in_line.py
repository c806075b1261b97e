"""Days, years and ages of people in a typed line, set aside before it is read, as its contacts are. Pure.

They are whose name stands before them, so that none becomes a part, a place or a note of an organisation beside her.
"""

import re
from collections.abc import Iterator, Sequence

from koalicja.people.birth_words import (
    BETWEEN,
    BORN,
    DATE,
    MARK,
    MORE,
    NEAR,
    SAID_IN_PART,
    SINCE_WHEN,
    URODZ,
    WHOLE,
    YEARS,
)
from koalicja.people.pieces import bare, cut, said_by

HIDDEN = "\N{BULLET}"
_LENGTH_OF_YEAR = 4
_AND_MORE = MORE.replace("?P<more>", "?:")  # of two people no age follows
BIRTH = "birth"  # the kind of what is set aside, among the kinds of contacts
_FIGURE = re.compile(r"\d")
_SAID = re.compile(
    rf"(?P<open>[(\[]\s*)?(?<![\w./'-])"
    rf"(?:(?P<born>(?:{MARK}){BETWEEN}(?:{BORN}|{SAID_IN_PART}){_AND_MORE}|(?P<first>{BORN})\s?(?:ur\b\.?|{URODZ})|{DATE}(?:\s?r\b\.?)?{_AND_MORE})"
    rf"|(?:(?:z|w|rok)\s)?(?P<year>{WHOLE}(?:\s?(?:r\b\.?|roku))?{_AND_MORE})|(?:ma\s)?(?P<years>{YEARS})"
    r"|(?:l\.\s?)(?P<years_of>\d{1,3})|'?(?P<short>\d\d)\s?(?:r\b\.?|roku)|(?P<figures>[1-9]\d{0,2}))"
    r"(?(open)\s*[)\]])(?![\w/])",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:^|[,;:()/\[\N{EN DASH}]|\s-|\s(?:i|oraz))\s*$")
_ENDS = re.compile(r"\s*(?:$|[,;:()/\]\N{EN DASH}\ue000-\uf8ff]|-\s|(?:i|oraz|lub)\s)")
_CALLED = re.compile(r"\s*(?:[^\W\d_]+[\s-]){0,2}[^\W\d_]{3,}\s*")  # as a person may be, and no street is
_FIGURES = re.compile(rf"(?:{DATE}|\d+)(?:\s?(?:r\b\.?|roku|lat\w?\b))?", re.IGNORECASE)


def births_aside(parts: Sequence[str], *, is_person: bool = False) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """Every part of a line with what in it is of somebody's birth: (start, end, what it says).

    Figures alone may be the number of a house, so they say nothing; they are no part of a name all the same. Where a
    human or a column says that it `is_person`, every name is one.
    """
    has_figures = any(map(_FIGURE.search, parts))
    is_of_people = has_figures and (is_person or any(map(names_somebody, parts)))
    last = ""
    for part in parts:
        yield part, list(_found(part, last, is_person=is_person)) if is_of_people else []
        last = part


def without_births_beside(name: str, *, is_person: bool = False) -> tuple[str, list[str]]:
    """A name without what it says of the births of people in it, and what that is."""
    said: list[str] = []
    for _part, found in births_aside([name], is_person=is_person):
        for start, end, what in reversed(found):
            name = f"{name[:start].rstrip(' ,')} {name[end:]}"
            said.insert(0, what)
    return (re.sub(r"\s+(?=[,;)])", "", " ".join(name.split())).strip(" ,;") if said else name), said


def with_figures_hidden(text: str) -> str:
    """The text with a dot for every figure of a birth in it."""
    for _part, found in births_aside([text]):
        for start, end, _said in found:
            text = f"{text[:start]}{_FIGURE.sub(HIDDEN, text[start:end])}{text[end:]}"
    return text


def says_nothing(said: str) -> bool:
    """Whether it is figures alone, from which no age follows."""
    return said.isdigit() and len(said) < _LENGTH_OF_YEAR


def names_somebody(part: str) -> bool:
    """Whether a person stands in the part, by name."""
    return any(_is_somebody(piece) for _before, piece in cut(_without_figures(bare(part))))


def _without_figures(text: str) -> str:
    return re.sub(r"[\[\]]", " ", _FIGURES.sub(" ", text))


def _is_somebody(piece: str, *, alone: bool = False) -> bool:
    """Whether the piece ends with a person, and not with an organisation; `alone` with nothing behind her name."""
    piece = " ".join(piece.split())
    said = said_by(piece)
    return bool(said.person) and (piece.endswith(said.person) or not (alone or said.organisation))


def _found(part: str, last: str, *, is_person: bool) -> Iterator[tuple[int, int, str]]:
    for found in _SAID.finditer(part):
        if _is_of_somebody(found, last, is_person=is_person):
            yield found.start(), found.end(), _what(found)


def _is_of_somebody(found: re.Match[str], last: str, *, is_person: bool) -> bool:
    """Whether it is a piece of its own, or stands behind a person's name."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    if not _ENDS.match(after) or SINCE_WHEN.search(" ".join(before.split()[-NEAR:])):
        return False
    named = [piece for _sign, piece in cut(bare(before)) if piece.strip()] or [
        piece for _sign, piece in cut(bare(last)) if piece.strip()
    ]
    is_house = bool(found["figures"]) and not found["open"]  # Jan Nowak ul. Polna 5
    is_called = is_person and len(named) == 1 and _CALLED.fullmatch(named[0])
    is_behind = bool(named) and bool(is_called or _is_somebody(_without_figures(named[-1]), alone=is_house))
    needs_somebody = found["figures"] or (found["year"] and found["open"])  # OSP Wola (1925) was founded then
    return is_behind or (not needs_somebody and bool(found["open"] or _BEGINS.search(before)))


def _what(found: re.Match[str]) -> str:
    """What is said, so that nothing but the text of it is needed to tell the age."""
    if found["short"]:
        return f"ur. {found['short']}"
    if found["years_of"] or (found["figures"] and found["open"]):
        return f"{found['years_of'] or found['figures']} lat"
    return found["first"] or found["born"] or found["year"] or found["years"] or found["figures"]
