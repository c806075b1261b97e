"""Names of organisations: one key for many spellings, and calm capitals for shouted names (method matching-1)."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from koalicja.engine.matching.declension import is_case_of
from koalicja.engine.matching.shouting import readable_name
from koalicja.engine.matching.text import fold, words
from koalicja.engine.matching.vocabulary import (
    ABBREVIATIONS,
    BRANCH_WORDS,
    BUSINESS_PREFIXES,
    FORMS,
    LEGAL_FORMS,
    SILENT_WORDS,
    is_same_place,
)

__all__ = ["NameParts", "name_key", "name_parts", "readable_name"]

PATRON = re.compile(
    r"\b(?:im\.?|imienia)\s+(?P<patron>.+?)"
    r"(?=\s(?:w|we|z|ze|nr|na|dla|przy|filia|oddzial|imienia|im\.?)\s|\s-\s|[,;()]|$)"
)
_NUMBER = re.compile(r"\b(?:nr|numer)\.?\s*(?P<number>\d+(?:[a-z]|\s[a-h])?|[ivxlc]+)(?!\w)")
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}")
_GLUED = re.compile(r"\b(sp|lo|zs|zso|pp)(\d{1,3})\b")
_DIGIT = re.compile(r"\d")
_SHORT_FORMS = {"sa", "sc", "spj", "spk"}
_TAIL = re.compile(r"\W+$")
_LEGAL_HINTS = ("sp", "s.", "likwidacji", "upadlosci", "restrukturyzacji")
_PRIEST = re.compile(r"\bks\.")
_FLAT = re.compile(r"\blok\.?\s*(?=\d)")
_ROMAN_CATHOLIC = re.compile(r"\brz(?:ymsko)?\.?\s?-?\s?kat(?:olick(\w+)|\.)")
_TOKEN = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_LYCEUM = re.compile(r"\b(?:lo|lice\w+)\b")
_PREPOSITIONS = {"w", "we", "na"}


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a name says: kind and proper words in their order, numbers, patron; the place taken out where known.

    `written` is the name itself.
    """

    core: tuple[str, ...]
    numbers: tuple[str, ...]
    patron: tuple[str, ...]
    written: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        numbered = [word for number in self.numbers for word in ("nr", number)]
        return " ".join([*self.core, *numbered, *(("im", *self.patron) if self.patron else ())])

    @property
    def is_branch(self) -> bool:
        return not BRANCH_WORDS.isdisjoint(self.core)


def name_key(name: str, *, village: str = "") -> str:
    """Equal for spellings that mean the same name: without case, diacritics, legal forms, "w", "nr"; written out.

    With the village given, "w Lipowie" and a trailing "Lipowo" are left out, so keys compare within one village.
    The key of a name that people write is its own key. Empty only when the name has no letter and no digit.
    """
    return name_parts(name, village).key


@lru_cache(maxsize=65536)
def name_parts(name: str, village: str = "") -> NameParts:
    """The parts of a name that are compared apart; see name_key."""
    text = _prepared(name)
    patron: tuple[str, ...] = ()
    if "im" in text:
        patron = tuple(word for match in PATRON.finditer(text) for word in words(match["patron"]))
        text = PATRON.sub(" ", text)
    text, numbers = _without_numbers(text)
    tokens = _lemmas(_TOKEN.findall(text))
    numbers += [_number(token) for token in tokens if token.isdigit()]
    tokens = _without_place([token for token in tokens if not token.isdigit()], village)
    core = tuple(token for token in tokens if token not in SILENT_WORDS and token not in BUSINESS_PREFIXES)
    while len(core) > 1 and core[-1] in _SHORT_FORMS:  # what stood behind it was a small word
        core = core[:-1]
    if not core:
        core = tuple(tokens)
    return NameParts(core, tuple(sorted(set(numbers))), patron, name)


def _prepared(name: str) -> str:
    text = fold(name)
    if any(hint in text for hint in _LEGAL_HINTS) or "s" in _TAIL.sub("", text)[-4:]:
        text = LEGAL_FORMS.sub(" ", text).strip()
    if "." in text:
        text = _DOTTED.sub(lambda match: re.sub(r"[.\s]", "", match[0]) + " ", _PRIEST.sub("ksiadz", text))
    if "lok" in text:
        text = _FLAT.sub("", text)
    if "kat" in text:
        text = _ROMAN_CATHOLIC.sub("rzymskokatolicki", text)
    return _GLUED.sub(r"\1 nr \2", text) if _DIGIT.search(text) else text


def _without_numbers(text: str) -> tuple[str, list[str]]:
    numbers: list[str] = []
    if "n" in text:
        numbers = [_number(match["number"]) for match in _NUMBER.finditer(text)]
        text = _NUMBER.sub(" ", text) if numbers else text
    first, _, rest = text.strip().partition(" ")
    while rest and (first.isdigit() or _is_roman(first)) and _LYCEUM.search(rest):
        numbers.append(_number(first))
        text = rest
        first, _, rest = text.strip().partition(" ")
    return text, numbers


def _is_roman(word: str) -> bool:
    return _ROMAN.fullmatch(word) is not None


def _number(text: str) -> str:
    """Arabic digits without leading zeros: "02" and "ii" are "2", "2 a" is "2a"."""
    text = text.replace(" ", "")
    if not _is_roman(text):
        return text.lstrip("0") or "0"
    values = [_ROMAN_VALUES[letter] for letter in text]
    following = [*values[1:], 0]
    return str(sum(-value if value < after else value for value, after in zip(values, following, strict=True)))


def _lemmas(tokens: list[str]) -> list[str]:
    written_out = [word for token in tokens for word in ABBREVIATIONS.get(token, (token,))]
    return [FORMS.get(word, word) for word in written_out]


def _without_place(tokens: list[str], village: str) -> list[str]:
    for part in (village, *village.split(",")) if village else ():
        place = words(part)
        for start in range(len(tokens) - len(place), -1, -1) if place else ():
            rest = tokens[:start] + tokens[start + len(place) :]
            if _is_place_at(tokens, start, place, part) and not SILENT_WORDS.issuperset(rest):
                return rest
    return tokens


def _is_place_at(tokens: list[str], start: int, place: tuple[str, ...], name: str) -> bool:
    pairs = zip(tokens[start:], place, strict=False)
    phrase = tuple(base if FORMS.get(base) == token else token for token, base in pairs)  # "miasto" became "miejski"
    if start and tokens[start - 1] in _PREPOSITIONS:
        return is_same_place(phrase, place) or is_case_of(phrase, name)
    return phrase == place and (start == 0 or start + len(place) == len(tokens))
