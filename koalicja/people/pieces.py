"""What one piece of a typed line says by itself: a person, an organisation, a function, or none of these. Pure.

The grammar of a line stands in docs/formats.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from koalicja.engine.matching.first_names import FIRST_NAMES, SHORT_NAMES
from koalicja.engine.matching.people import (
    function_of,
    looks_like_person,
    may_be_person,
    person_and_rest,
    person_at_work,
)
from koalicja.engine.matching.sectors import guess_sector
from koalicja.engine.matching.text import fold, word_set, words

LONGEST_VILLAGE = 120
OUTSIDE = " ,;:/()-–—"
FROM = re.compile(r"(?:z|ze|w|we|od|u|na|przy)\s+", re.IGNORECASE)
SOMEBODY = {"person_name", "person_trade"}
WEBSITE = re.compile(r"(?:https?://|www\.)(?:(?!/[A-ZĄĆĘŁŃÓŚŹŻ]\w*\s)[^\s,;()<>|])+")
_MARK = re.compile("[\ue000-\uf8ff]")  # stands for a contact while a line is read: tidy() lets none of these in
LEFT_OPEN = re.compile(
    r"[\s(<\[,;:/|\\–—-]*(?:\b(?:e-?mail|mail|kontakt|lub|albo|oraz|i|or)\b\.?:?)?[\s)>\],;:/|\\–—-]*$", re.IGNORECASE
)
_RIGHT_OPEN = re.compile(r"^[\s)>\],;:/|\\]*(?:[–—-]\s+)?(?:(?:i|oraz|lub|albo)\s+)?")
_APART = re.compile(r"[\s)>\]]*(?:[,;:/|\\–—]|-\s|\s(?:i|oraz|lub|albo)\s)")
_BETWEEN = re.compile(r"\s*,\s*|\s+(?:i|oraz|[+&])\s+|\s*/\s*(?=[^\W\d])|\s*\(\s*|\s*\)|\s+[-–—]\s*|\s*[–—]\s+|:\s+")
_STREET = re.compile(r"(?:ul|al|pl|os|ulica|aleja|plac|osiedle|rynek|wies|wieś|kolonia)\b", re.IGNORECASE)
_TOWNS = re.compile(r"boleslaw|jaroslaw|(?:kazimierz|stanislaw) (?:dolny|gorny|biskupi)")  # called as people are
_ADJECTIVE = re.compile(r"(?:[lr]n|[cs]k|w)[aey]$|(?:ln|rn|ck|sk)i$")
_BEFORE_A_NOUN = re.compile(r"(?:n|w|cz|ck|sk|sz|t)[ayei]$|[cs]kie$")
_GENITIVE = re.compile(r"(?:u|ow|ii|ych|ej)$")
_LITTLE = word_set("z ze w we od do u na przy obok za naprzeciw naprzeciwko przed pod nad kolo po dla i oraz")
_ALSO_PLACES = word_set(
    "solectwo lesnictwo lesniczowka huta mlyn zamek tartak karczma cegielnia dwor targowisko stadion wies gmina"
)
_TWO_PEOPLE = re.compile(r"(?P<one>[^\W\d_]+) i (?P<other>[^\W\d_]+) [^\W\d_]+(?:-[^\W\d_]+)?")
# Nobody but an organisation is called by such a word alone; Kościelec, Młynary and Urzędów are villages.
_ALONE = word_set(
    """
    agroturystyka apteka bank bar biblioteka biuro bursa caritas chor cukiernia fundacja galeria gazeta gimnazjum
    gospodarstwo hospicjum hotel hufiec hurtownia internat kapela kawiarnia kino klub komenda kosciol kwiaciarnia
    liceum magistrat muzeum nadlesnictwo orkiestra parafia piekarnia pizzeria plebania poczta policja portal posterunek
    przedszkole przychodnia radio remiza restauracja sad schronisko sklep spoldzielnia stowarzyszenie straz swietlica
    szkola szpital teatr technikum towarzystwo urzad warsztat zajazd zlobek firma
    """
)
_KINDS = word_set("stowarzyszenie fundacja firma organizacja instytucja przedsiebiorstwo ngo urzad")
_BRANCH = re.compile(
    r"(?:kolo(?! (?:gospodyn|lowieck|wedkarsk))|oddzial|druzyna|zarzad|referat|filia|sekcja|hufiec|zespol)\b"
)
_OF_VILLAGES = {"wojt", "burmistrz", "soltys", "soltyska", "radny", "radna"}


@dataclass(frozen=True, slots=True)
class Piece:
    """What a piece says by itself; `person` and `organisation` may both be empty."""

    text: str
    organisation: str = ""
    person: str = ""
    function: str = ""
    rest: str = ""
    """What stands in the piece behind her name: "z Lipek", "emerytka"."""

    @property
    def is_name(self) -> bool:
        return bool(self.organisation or self.person)

    @property
    def is_of_a_village(self) -> bool:
        """Whether the function is held for a village or a gmina, and so speaks for no organisation beside it."""
        return fold(self.function) in _OF_VILLAGES


def mark(number: int) -> str:
    return chr(0xE000 + number)


def marked(text: str) -> list[int]:
    """The numbers of the contacts that stood in the text."""
    return sorted(ord(found) - 0xE000 for found in _MARK.findall(text))


def bare(text: str) -> str:
    """The text without the marks of contacts and what led to them: brackets, "e-mail:", "lub"."""
    while found := _MARK.search(text):
        before, rest = LEFT_OPEN.sub("", text[: found.start()]), text[found.end() :]
        after = _RIGHT_OPEN.sub("", rest)
        left = text[len(before) : found.start()]
        is_apart = _APART.search(left) or _APART.match(rest) or ("(" in left and rest.lstrip()[:1] != ")")
        comma = "," if before and after and is_apart else ""
        if not before:
            after = after.lstrip("(")
        text = " ".join(f"{before}{comma} {after}".split()).strip(" ,;")
    return text if "(" in text else text.rstrip(")")


def cut(text: str) -> Iterator[tuple[str, str]]:
    """(what stood before it, piece) for every piece; a piece may be empty."""
    at, before = 0, ""
    for found in _BETWEEN.finditer(text):
        yield before, text[at : found.start()]
        at, before = found.end(), found[0]
    yield before, text[at:]


@lru_cache(maxsize=16384)
def said_by(text: str) -> Piece:
    """What the piece says, with nothing beside it."""
    if not text or text[0].isdigit() or WEBSITE.search(text) or _STREET.match(text) or _TOWNS.fullmatch(fold(text)):
        return Piece(text)
    if is_two_people(text) or is_first_name(text):
        return Piece(text, person=text)
    said = _at_work(text) or _behind_organisation(text) or _person(text)
    return said or Piece(text, organisation=text if is_organisation(text) else "")


def _at_work(text: str) -> Piece | None:
    """dyrektorka Ewa Fikcyjna · prezes OSP Nowej · radna · Sołtys Lipek (an office) · Sołtys Lipowa Jan Nowak"""
    found = person_at_work(text)
    function, served = (found.role, found.organisation) if found else function_of(text)
    if not found and not function:
        return None
    served, role = served.strip(OUTSIDE), (found.role.strip(OUTSIDE) if found else text)
    person = found.name if found else ""
    if not served or FROM.match(served):
        return Piece(text, person=person, function=role)
    if not guess_sector(served).group and guess_sector(role).group == "office":
        return Piece(text, organisation=role if role[0].isupper() or person else "", person=person, function="")
    if served[0].islower() and (" " not in served or not guess_sector(served).group):
        return Piece(text, person=person, function=role)
    return Piece(text, served, person, role.removesuffix(served).strip(OUTSIDE))


def _behind_organisation(text: str) -> Piece | None:
    """Stowarzyszenie Nasza Wieś prezes Dorota Wymyślona: without a comma, so that no sign parts the two."""
    parts = text.split()
    for at in range(1, len(parts) - 2):
        before, behind = " ".join(parts[:at]), " ".join(parts[at:])
        if not parts[at][0].islower() or not function_of(behind)[0] or looks_like_person(before):
            continue
        said = _at_work(behind)
        if said and said.person and not said.organisation:
            is_place = said.is_of_a_village  # Lipki sołtys Jan Nowak
            return replace(said, text=text, **({"rest": before} if is_place else {"organisation": before}))
    return None


def _person(text: str) -> Piece | None:
    """Anna Nowak · Zosia ze sklepu · Anna Nowak KGW Lipowo"""
    parts = text.split()
    person, rest = " ".join(parts[:2]), " ".join(parts[2:])
    if looks_like_person(person) and rest and is_organisation(rest) and guess_sector(rest).certain:
        return Piece(text, rest, person)
    person, rest = person_and_rest(text)
    if person:
        return Piece(text, person=person, rest=rest)
    return Piece(text, person=text) if looks_like_person(text) else None


@lru_cache(maxsize=16384)
def is_organisation(text: str) -> bool:
    """OSP · KGW Lipki · piekarnia Zmyślona · Gminny Ośrodek Kultury; not Kościelna Wieś, chodzi do szkoły, Kościelec.

    One word is an organisation where nothing else is called so; letters in capitals are one that we know.
    """
    guess, parts = guess_sector(text), words(text)
    said = str(guess.params.get("words", ""))
    if not guess.group or guess.code in SOMEBODY or not said or looks_like_person(text) or is_place(text):
        return False
    if len(parts) == 1:
        return said == parts[0] and ((text.isupper() and len(text) > 1) or said in _ALONE)
    folded = fold(text)
    if not text.split(maxsplit=1)[0].isupper() and _GENITIVE.search(parts[0]):
        return False
    before = folded[: max(folded.find(said), 0)].split()
    if not before:
        return text[0].isupper() or folded.startswith(said)
    if not _LITTLE.isdisjoint(before) or not text[0].isupper() or _ADJECTIVE.search(said):
        return False
    noun = text.split()[len(before) :]
    return all(map(_BEFORE_A_NOUN.search, before)) or bool(noun and noun[0][0].isupper())


def is_plain(text: str) -> bool:
    """An organisation with a name of its own: KGW, KGW Lipki, Klub Zmyślony; not Sportu i Rekreacji, nor Szkoła."""
    if not text or not text[0].isupper() or not (" " in text or text.isupper()) or is_branch(text):
        return False
    return is_organisation(text)


def is_in_letters(text: str) -> bool:
    """KGW Lipki, OSP: nothing longer begins so, and two of them are two."""
    return text.split(maxsplit=1)[0].isupper() and is_plain(text)


def is_branch(text: str) -> bool:
    return _BRANCH.match(fold(text)) is not None


def is_kind(text: str) -> bool:
    """Firma, stowarzyszenie: says what the name beside it is."""
    return fold(text) in _KINDS


def is_two_people(name: str) -> bool:
    """Marek i Ewa Nowakowie: which surname each has is theirs to say."""
    found = _TWO_PEOPLE.fullmatch(name.strip())
    return found is not None and fold(found["one"]) in FIRST_NAMES and fold(found["other"]) in FIRST_NAMES


def is_first_name(text: str) -> bool:
    return (fold(text) in FIRST_NAMES or fold(text) in SHORT_NAMES) and not _TOWNS.fullmatch(fold(text))


def may_be_village(text: str, *, beside: str = "") -> bool:
    """Whether the piece may be a place: neither a person nor an organisation stands in it, nor a remark.

    A word in small letters is one beside a name that is written so, too.
    """
    if len(text) > LONGEST_VILLAGE or not text:
        return False
    if is_place(text):
        return True
    if text[0].isdigit() or said_by(text).is_name or said_by(text).function:
        return False
    if not text[0].isupper():
        return " " not in text and bool(beside) and beside.islower()
    said = str(guess_sector(text).params.get("words", ""))
    if " " in text and said and not all(map(_is_of_places, said.split())):
        return False
    return not any(looks_like_person(f"{one} {other}") for one, other in pairwise(text.split()))


def may_be_somebody(village: str) -> bool:
    """Whether what was taken for a place has the shape of somebody's name: only the gmina's places can tell."""
    return " " in village and not is_place(village) and may_be_person(village)


def is_place(text: str) -> bool:
    """ul. Szkolna 5 · Kazimierz Dolny · sołectwo Lipki · Kościelna Wieś · Huta Stara"""
    if _STREET.match(text) or _TOWNS.fullmatch(fold(text)):
        return True
    guess = guess_sector(text)
    said = str(guess.params.get("words", "")) if guess.group else ""
    first = said.split()[0] if said else ""
    return bool(first) and fold(text).startswith(first) and _is_of_places(first)


def _is_of_places(word: str) -> bool:
    return word in _ALSO_PLACES or _ADJECTIVE.search(word) is not None
