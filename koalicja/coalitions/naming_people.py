"""People whom a typed line calls by what they are to others, by what they were, or by where one meets them. Pure."""

import re
from dataclasses import dataclass

from koalicja.engine.matching.first_names import FIRST_NAMES, SHORT_NAMES
from koalicja.engine.matching.people import function_of, looks_like_person
from koalicja.engine.matching.sectors import guess_sector
from koalicja.engine.matching.text import fold, word_set
from koalicja.people.pieces import FROM, OUTSIDE, cut, is_organisation, said_by

_RELATIONS = word_set(
    """
    zona maz mama matka tata ojciec syn corka wnuk wnuczka babcia dziadek prababcia pradziadek brat siostra tesc
    tesciowa ziec synowa szwagier szwagierka ciocia ciotka wujek wuj kuzyn kuzynka wdowa wdowiec sasiad sasiadka
    narzeczony narzeczona
    """
)
_FORMER = word_set("emerytowany emerytowana byly byla dawny dawna")
_OF_OTHERS = re.compile(r"(?:ego|ej)$")
_MET = re.compile(
    r"(?P<name>(?:(?:dh|druh|druhna|pan|pani|p)\.?\s+)?(?P<first>[^\W\d_]+))\s+(?P<from>(?:z|ze|od|u)\s.+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Called:
    """A line without what tells of the person in it: `name` is what is left to read, `told` the remarks."""

    name: str
    told: tuple[str, ...] = ()
    is_hers: bool = False
    """Whether `name` is a person's, since nothing else stood in the line."""


def called(line: str) -> Called:
    """żona sołtysa Ewa Testowa · Alina Dawna, emerytowana dyrektorka szkoły · mama wójta, which is her name here."""
    left, is_absorbing = "", False
    told: list[str] = []
    for before, piece in cut(line):
        if is_absorbing and before.split() in (["i"], ["oraz"]) and piece and not said_by(piece).is_name:
            told[-1] += f"{before}{piece}"  # mama Kuby i Oli
            continue
        is_absorbing = tells(piece)
        name, remark = _apart(piece) if is_absorbing else (piece, "")
        told += [remark] if remark else []
        left += f"{before if left or not is_absorbing else ''}{name}" if name else ""
    left = left.strip(OUTSIDE)
    if not left and told:
        return Called(told[0], tuple(told[1:]), is_hers=True)
    return Called(left, tuple(told), is_hers=bool(told) and looks_like_person(left))


def tells(piece: str) -> bool:
    """Whether the piece is about a relative or a former function: "córka sołtysa", "była dyrektorka szkoły"."""
    first, _space, rest = piece.partition(" ")
    if fold(first) in _RELATIONS:
        return bool(rest)
    return fold(first) in _FORMER and bool(function_of(rest)[0] or _apart(piece)[0])


def _apart(piece: str) -> tuple[str, str]:
    """(her name, the remark before it); the name of somebody else, "żona Jana Testowego", is of the remark."""
    parts = piece.split()
    for length in (3, 2):
        name = " ".join(parts[-length:])
        if len(parts) > length and looks_like_person(name) and not any(map(_OF_OTHERS.search, parts[-length:])):
            return name, " ".join(parts[:-length])
    return "", piece


def met(line: str) -> tuple[str, str, str]:
    """(name, organisation, remark) of whom a first name and an institution tell: "Ula ze sklepu U Hani".

    Letters are not declined: who is "z OSP Podlesie" is of OSP Podlesie. ("", "", line) for any other line.
    """
    found = _MET.fullmatch(line)
    first = fold(found["first"]) if found else ""
    if not found or not guess_sector(found["from"]).group or not (first in FIRST_NAMES or first in SHORT_NAMES):
        return "", "", line
    of = FROM.sub("", found["from"], count=1)
    is_in_letters = of.split(maxsplit=1)[0].isupper() and is_organisation(of)
    return found["name"], of if is_in_letters else "", found["from"]


def begins_as_organisation(line: str) -> bool:
    """Whether the line begins with an organisation by its own words: "KGW Wąsosz", "Szkoła w Zalesiu"."""
    return is_organisation(next(piece for _before, piece in cut(line)))
