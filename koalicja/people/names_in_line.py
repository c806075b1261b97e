"""The pieces of a typed line put together: who is named, who speaks for whom, what tells of them. Pure.

The grammar stands in docs/formats.md, "A typed line".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from koalicja.engine.matching.declension import is_case_of
from koalicja.engine.matching.people import function_of, looks_like_person, trade_of
from koalicja.engine.matching.sectors import guess_sector
from koalicja.engine.matching.text import fold, words
from koalicja.people.offices_in_line import listed_by_office
from koalicja.people.pieces import (
    Piece,
    bare,
    cut,
    is_branch,
    is_in_letters,
    is_kind,
    is_place,
    is_plain,
    is_two_people,
    marked,
    may_be_village,
    said_by,
)

_AND = re.compile(r"\s+(?:i|oraz|[+&])\s+")
_WEAK = re.compile(r"[(:–—-]")


@dataclass(frozen=True, slots=True)
class Named:
    """One name of a line with what stands beside it: `text` as it was typed, contacts in it marked.

    `between` is what stood before it; `beside` are parts behind a semicolon that tell of it; `organisation`, `person`
    and `function` are what is read in the text, "" where nothing is. `rest` is what else stands in the text.
    """

    text: str
    between: str = ""
    organisation: str = ""
    person: str = ""
    function: str = ""
    rest: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    is_known: bool = True

    @property
    def is_organisation_alone(self) -> bool:
        return bool(self.organisation) and not self.person

    @property
    def may_speak(self) -> bool:
        """Whether she is a person alone, called by her whole name, and not there for a village or a gmina."""
        is_whole = looks_like_person(self.person) or bool(self.function)
        return bool(self.person) and not self.organisation and is_whole and not self._has_office

    @property
    def speaks_by_function(self) -> bool:
        return self.may_speak and bool(self.function)

    @property
    def _has_office(self) -> bool:
        return Piece("", function=self.function).is_of_a_village


def names_of_part(part: str) -> list[Named]:
    """The names between commas, "i", "/", dashes and brackets; what is none belongs to the name before it."""
    found: list[Named] = []
    between, lead, early = "", "", ""
    for before, each in _joined(part):
        between += before
        if not (marked(each) or any(map(str.isalnum, each))):
            continue
        piece, lead = f"{lead}{each}", ""
        said = said_by(bare(piece))
        if not found and not bare(piece):
            early, lead, between = (f"{early}{between}{piece}", "", "") if early else ("", piece, "")
        elif not found and not early and not said.is_name and _is_lone(piece):
            early, between = piece, ""
        elif found and not _begins(found[-1], said, between):
            found[-1], between = _more(found[-1], between, piece, said), ""
        else:
            found = [*_closed(found, between), _named(piece, said, between)]
            between = ""
    return _with_early(_closed(found, between), early)


def _closed(found: list[Named], between: str) -> list[Named]:
    """A bracket closes behind the name that it was opened in."""
    return [*found[:-1], replace(found[-1], text=f"{found[-1].text})")] if found and ")" in between else found


def _is_lone(piece: str) -> bool:
    text = bare(piece)
    return bool(text) and (" " not in text or bool(said_by(text).function) or is_place(text))


def _with_early(found: list[Named], early: str) -> list[Named]:
    """What stood before the first name: a village or a function, told after it; alone it is what is named."""
    if not early:
        return found
    said = said_by(bare(early))
    if not found:
        return [replace(_named(early, said, ""), is_known=False)]
    if found[0].person and not _WEAK.search(found[0].between):
        function = found[0].function or said.function
        text = f"{found[0].text}, {early}"
        rest = found[0].rest if said.function else (*found[0].rest, early)
        return [replace(found[0], text=text, between="", function=function, rest=rest), *found[1:]]
    first = replace(found[0], text=f"{early}{found[0].between}{found[0].text}", between="")
    if first.person and not first.organisation:  # Lipki – Anna Nowak, prezes: Anna Nowak
        told = () if said.function else (bare(early),)
        first = replace(first, function=first.function or said.function, rest=(*told, *first.rest))
    return [first, *found[1:]]


def _joined(part: str) -> list[tuple[str, str]]:
    """The pieces, but for two that are one name: "Kowalska, Anna", "Marek i Ewa Nowakowie"."""
    pieces: list[tuple[str, str]] = []
    for before, piece in cut(part):
        last = pieces[-1][1] if pieces else ""
        both = f"{last}{before}{piece}"
        is_turned = "," in before and " " not in f"{last}{piece}" and not said_by(last).is_name
        if last and (is_two_people(both) or (is_turned and looks_like_person(both))):
            pieces[-1] = (pieces[-1][0], both)
        else:
            pieces.append((before, piece))
    return pieces


def _named(piece: str, said: Piece, between: str) -> Named:
    organisation = said.organisation or ("" if said.person else bare(piece))
    rest = tuple(filter(None, [said.rest]))
    return Named(piece, between, organisation, said.person, said.function, rest, is_known=said.is_name)


def _begins(last: Named, said: Piece, between: str) -> bool:
    """Whether the piece is a name of its own beside the last one, and none of its parts."""
    is_weak = bool(_WEAK.search(between))
    if said.person:
        return not (is_weak and last.is_organisation_alone)
    if not said.organisation or is_branch(said.text):
        return False
    if last.person:
        is_hers = is_weak or bool(said.function)  # Jan Nowak, radny, prezes OSP Wola
        return not is_hers or bool(last.organisation)
    if is_weak:
        return False
    if "/" in between:
        return True
    is_listed = "," in between or "," in last.between or is_in_letters(said.text)
    return is_listed and is_plain(said.text) and is_plain(_first(last.text))


def _first(text: str) -> str:
    return bare(next(piece for _before, piece in cut(text)))


def _more(last: Named, between: str, piece: str, said: Piece) -> Named:
    text = f"{last.text}{between}{piece}"
    if said.person and last.is_organisation_alone:
        rest = (*last.rest, *filter(None, [said.rest]))
        return replace(last, text=text, person=said.person, function=said.function or last.function, rest=rest)
    if last.person and said.organisation and not last.organisation:
        other = (last.function,) if last.function and said.function else ()
        function = said.function or last.function
        return replace(last, text=text, organisation=said.organisation, function=function, rest=(*last.rest, *other))
    if said.function and not said.organisation and not last.function:
        return replace(last, text=text, function=said.function)
    if not last.person and bare(piece):
        return replace(last, text=text, organisation=bare(f"{last.organisation}{between}{piece}"))
    return replace(last, text=text, rest=(*last.rest, *filter(None, [bare(piece)])))


def paired(found: Sequence[Named], *, within: bool) -> list[Named]:
    """Whoever stands beside one organisation speaks for it; several people behind the only one all do.

    `within` one part also pairs follow each other: "Anna Nowak, KGW Lipki, Jan Nowak, OSP Lipki".
    """
    names = _with_functions(list(found))
    alone = [each for each in names if not (each.organisation and each.person)]
    if len(alone) != len(names) or len(names) < 2 or any(_AND.fullmatch(each.between) for each in names[1:2]):
        return names
    kinds = [each.may_speak for each in names]
    if not all(each.may_speak or (each.is_organisation_alone and _may_be_served(each, within)) for each in names):
        return names
    if len(names) % 2 == 0 and (within or (len(names) == 2 and kinds[0])) and _alternate(kinds):
        return [_both(one, other) for one, other in zip(names[::2], names[1::2], strict=True)]
    if not kinds[0] and all(kinds[1:]):
        return _all_for(names[0], names[1:])
    return names


def _may_be_served(each: Named, within: bool) -> bool:
    return each.is_known or (within and each.text[:1].isupper())


def _alternate(kinds: Sequence[bool]) -> bool:
    return all(one != other for one, other in pairwise(kinds))


def _all_for(organisation: Named, people: Sequence[Named]) -> list[Named]:
    """Every person with the organisation; what tells of it stands with the first."""
    first, *others = people
    again = replace(organisation, text=bare(organisation.text), beside=_places(organisation))
    return [_both(organisation, first), *(_both(again, replace(each, between=", ")) for each in others)]


def _places(organisation: Named) -> tuple[str, ...]:
    return tuple(each for each in organisation.beside if may_be_village(bare(each)))[:1]


def _with_functions(names: list[Named]) -> list[Named]:
    """The director beside her school: the one before her, or the next one where she is named first."""
    found: list[Named] = []
    for each in names:
        if found and _serves(found[-1], each, is_first=len(found) == 1):
            found[-1] = _both(found[-1], each)
        else:
            found.append(each)
    return found


def _serves(last: Named, each: Named, *, is_first: bool) -> bool:
    if last.is_organisation_alone:
        return each.speaks_by_function and not _AND.fullmatch(each.between)
    return is_first and last.speaks_by_function and each.is_organisation_alone and each.is_known


def _both(one: Named, other: Named) -> Named:
    return Named(
        f"{one.text}{other.between or ', '}{other.text}",
        one.between,
        one.organisation or other.organisation,
        one.person or other.person,
        one.function or other.function,
        (*one.rest, *other.rest),
        (*one.beside, *other.beside),
    )


def names_of_line(parts: Sequence[str], *, columns: bool = False) -> list[Named]:
    """The names of a line whose parts stood between semicolons, tabs or strokes.

    The first part always names somebody. With `columns` a person behind an organisation is whom to ask there.
    """
    if listed := listed_by_office(parts):
        return [
            Named(f"{function} {person}", "", "", bare(person), function, beside=(place,) if place else ())
            for function, person, place in listed
        ]
    found: list[Named] = []
    for at, whole in enumerate(parts):
        if at and not any(_is_own(each, found, columns=columns) for each in names_of_part(whole)):
            found[-1] = replace(found[-1], beside=(*found[-1].beside, whole))
            continue
        place, part = _place_first(whole) if at else ("", whole)
        names = names_of_part(part) or [Named(part)]
        early = [names.pop(0).text] if at and not names[0].is_known else []
        if told := [*filter(None, [place]), *early]:
            found[-1] = replace(found[-1], beside=(*found[-1].beside, *told))
        for each in paired(names, within=True):
            if not at or not found or _is_own(each, found, columns=columns):
                found.append(each)
            else:
                found[-1] = replace(found[-1], beside=(*found[-1].beside, each.text))
    return found if columns else paired([replace(each, between="") for each in found], within=False)


def _place_first(part: str) -> tuple[str, str]:
    """Lipki, Anna Nowak: behind a semicolon a place before the first name is of the name before it."""
    place, _comma, names = (each.strip() for each in part.partition(","))
    is_one = may_be_village(bare(place)) and any(each.is_known for each in names_of_part(names)[:1])
    return (place, names) if is_one else ("", part)


def _is_own(each: Named, found: Sequence[Named], *, columns: bool) -> bool:
    """Whether what stands behind a semicolon is a name of its own, and tells nothing of the names before it."""
    if not each.is_known or not found:
        return not found
    if columns and found[0].is_organisation_alone:
        return each.is_organisation_alone and not is_kind(each.organisation)
    if each.person:
        return " " in each.person or fold(each.person) not in words(found[0].organisation)
    return " " in each.organisation or _is_own_word(each.organisation, found[-1])


def _is_own_word(word: str, last: Named) -> bool:
    """A word alone that says of what kind the name before it is ("Firma", "sklep") is none of its own."""
    if is_kind(word):
        return False
    if word[0].isupper() or last.text.islower():
        return True
    sector = guess_sector(last.organisation).sector
    return bool(last.person and not last.organisation) or (bool(sector) and sector != guess_sector(word).sector)


def speaker_in(name: str) -> Named | None:
    """The person of "Anna Nowak, KGW Lipki" and for whom she speaks; None where one of the two is not there by itself.

    "Jan Nowak, prezes OSP Wola" says what he does, "Jan Nowak – piekarnia" what his firm is called.
    """
    pieces = [bare(piece) for _before, piece in cut(name)]
    said, *others = paired(names_of_part(name), within=True) or [Named(name)]
    if others or not (said.person and said.organisation):
        return None
    if any(said_by(each).organisation and function_of(each)[0] for each in pieces):
        return None
    return None if is_trade(name, said) else said


def is_trade(name: str, said: Named) -> bool:
    """Jan Nowak – piekarnia: a firm called by its owner, who speaks for none."""
    return looks_like_person(name) and bool(trade_of(name)[1]) and " " not in said.organisation and not said.function


def hidden(text: str, *, organisation: str, person: str) -> tuple[str, ...]:
    """People and organisations that stand in a text and are neither the organisation nor the person that it names.

    Whatever the rules above miss is found here, so that it is asked about.
    """
    own = {fold(person), fold(organisation), fold(_first(organisation))}
    names = []
    for _before, piece in cut(bare(text)):
        said = said_by(piece)
        for name in (said.organisation, said.person):
            is_own = fold(name) in own or is_case_of(tuple(words(name)), organisation)  # prezes OSP Nowej
            if name and not is_own and not is_kind(name) and not is_branch(name):
                names.append(name)
    return tuple(names)
