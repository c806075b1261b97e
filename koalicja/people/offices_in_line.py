"""A list under the office that all in it hold: "sołtysi: Lipki - Anna Nowak; Olszynki - Jan Lis". Pure."""

import re
from collections.abc import Sequence

from koalicja.engine.matching.people import looks_like_person
from koalicja.engine.matching.text import fold
from koalicja.people.pieces import bare, cut

_HEAD = re.compile(
    r"(?P<office>sołtysi|sołtyski|radni|radne)(?:\s(?:gminy|wsi|i sołtyski|i radne))?\s*(?::|\s[-–—])\s*", re.IGNORECASE
)
_OFFICES = {"sol": ("sołtys", "sołtyska"), "rad": ("radny", "radna")}
_MEN = {"kuba", "barnaba"}


def listed_by_office(parts: Sequence[str]) -> list[tuple[str, str, str]]:
    """(function, person, place) of everybody listed, contacts marked in the person; [] where it is no such list."""
    head = _HEAD.match(parts[0])
    if not head:
        return []
    pieces = [
        piece.strip() for part in (parts[0][head.end() :], *parts[1:]) for _before, piece in cut(part) if piece.strip()
    ]
    is_place_first = not looks_like_person(bare(pieces[0])) if pieces else False
    found: list[tuple[str, str, str]] = []
    place = ""
    for piece in pieces:
        text = bare(piece)
        if not text and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {piece}", found[-1][2])
        elif looks_like_person(text):
            found.append((_function(head["office"], text), piece, place))
            place = ""
        elif is_place_first and not place:
            place = piece
        elif not is_place_first and found and not found[-1][2]:
            found[-1] = (*found[-1][:2], piece)
        else:
            return []
    return [] if place else found


def _function(office: str, person: str) -> str:
    """What she or he is called in it: sołtyska, sołtys."""
    first = fold(person.split(maxsplit=1)[0])
    return _OFFICES[fold(office)[:3]][first.endswith("a") and first not in _MEN]
