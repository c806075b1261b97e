"""Which pieces of a typed line are names of their own, and which tell of the name before them. Pure."""

import re
from itertools import pairwise

from koalicja.engine.matching.first_names import FIRST_NAMES, SHORT_NAMES
from koalicja.engine.matching.people import looks_like_person, person_and_rest, person_at_work
from koalicja.engine.matching.sectors import guess_sector
from koalicja.engine.matching.text import fold, words
from koalicja.people.remarks import is_organisation

LONGEST_VILLAGE = 120
_ADJECTIVE = re.compile(r"(?:[lr]n|[cs]k|w)[aey]$|(?:ln|rn|ck|sk)i$")
_ALSO_PLACES = {
    *("solectwo", "lesnictwo", "lesniczowka", "huta", "mlyn", "zamek"),
    *("tartak", "karczma", "cegielnia", "dwor", "targowisko", "stadion"),
}
_TOWNS = re.compile(r"boleslaw|jaroslaw|(?:kazimierz|stanislaw) (?:dolny|gorny|biskupi)")  # called as people are
_KINDS = {"stowarzyszenie", "fundacja", "firma", "organizacja", "instytucja", "przedsiebiorstwo", "ngo", "urzad"}
_STREET = re.compile(r"(?:ul|al|pl|os|ulica|aleja|plac|osiedle|rynek|wies|kolonia)\b", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
_AND = re.compile(r"\s+(?:i|oraz)\s+")
_BRANCH = re.compile(
    r"(?:kolo(?! (?:gospodyn|lowieck|wedkarsk))|oddzial|druzyna|zarzad|referat|filia|sekcja|hufiec|zespol)\b"
)


def is_name(text: str, *, beside: str = "") -> bool:
    """Whether a piece behind a semicolon is somebody's name or an organisation's, and no place of `beside`."""
    return names_person(text, beside=beside) or begins_as_organisation(text, beside=beside)


def names_person(text: str, *, beside: str = "") -> bool:
    """Anna Przykładowa · Anna Przykładowa, KGW Lipki · dyrektorka Anna Przykładowa · Zosia; no street of a person."""
    if _STREET.match(text) or _TOWNS.fullmatch(fold(text)):
        return False
    if _is_first_name(text):
        head = beside.partition(",")[0]
        return fold(text) not in words(head) or not begins_as_organisation(head) or names_person(head)
    return person_at_work(text) is not None or looks_like_person(person_and_rest(text)[0] or text)


def begins_as_organisation(text: str, *, beside: str = "") -> bool:
    """OSP · Sklep Zmyślony · piekarnia Zmyślona; Szkolna 5, Kościelna Wieś and Sołectwo Lipki are places.

    A word alone that says what kind `beside` is ("Firma", "szkoła") is none, unless all of the line is written so.
    """
    said = _word_of_organisations(text)
    if not said or not fold(text).startswith(said) or _is_of_places(said.split()[0]) or _STREET.match(text):
        return False
    if " " in text:
        return is_organisation(text)
    return fold(text) == said and said not in _KINDS and (text[0].isupper() or beside.islower())


def may_be_village(text: str) -> bool:
    """Whether the piece may be a place: no person stands in it, nor an organisation ("naprzeciw sklepu")."""
    if len(text) > LONGEST_VILLAGE:
        return False
    if _STREET.match(text) or _TOWNS.fullmatch(fold(text)):
        return True
    said = _word_of_organisations(text)
    if said and not all(map(_is_of_places, said.split())):
        return False
    return not any(looks_like_person(f"{one} {other}") for one, other in pairwise(text.split()))


def listed(text: str) -> list[str]:
    """The names of "KGW Lipki, OSP Olszynki, Klub Zmyślony"; nothing where a piece between commas is not plainly one.

    A person beside one organisation stays with it: she speaks for it.
    """
    found = _COMMA.split(text)
    last = _AND.split(found[-1])
    if len(last) == 2 and (len(found) > 1 or all(map(looks_like_person, last))):
        found = [*found[:-1], *last]
    are_people = [looks_like_person(each) for each in found]
    are_plain = [person or _is_plain(each) for each, person in zip(found, are_people, strict=True)]
    if len(found) < 2 or not all(are_plain) or any(_BRANCH.match(fold(each)) for each in found[1:]):
        return []
    if not any(are_people) or all(are_people):
        return found
    if len(found) % 2 == 0 and all(one != other for one, other in pairwise(are_people)):
        both = [f"{one}, {other}" for one, other in zip(found[::2], found[1::2], strict=True)]
        return both if len(both) > 1 else []
    return found


def chunks(text: str) -> list[str]:
    return [each for each in _COMMA.split(text) if each]


def _is_plain(text: str) -> bool:
    """An organisation with a name of its own: KGW, KGW Lipki, Klub Zmyślony; not Sportu i Rekreacji, nor Szkoła."""
    if not text or not text[0].isupper() or _AND.search(text):
        return False
    if not (" " in text or text.isupper()):
        return False
    return begins_as_organisation(text) and not re.search(r"(?:u|ow|ii|ych|ej)$", fold(text.split(maxsplit=1)[0]))


def _word_of_organisations(text: str) -> str:
    guess = guess_sector(text)
    return str(guess.params.get("words", "")) if guess.group else ""


def _is_of_places(word: str) -> bool:
    return word in _ALSO_PLACES or bool(_ADJECTIVE.search(word))


def _is_first_name(text: str) -> bool:
    return fold(text) in FIRST_NAMES or fold(text) in SHORT_NAMES
