"""Calm capitals for names typed in SHOUTING CAPITALS."""

import re

from koalicja.engine.matching.text import fold, word_set
from koalicja.engine.matching.vocabulary import ABBREVIATIONS

_SMALL = word_set(
    """
    w we z ze i oraz a na nad pod przy do dla od o im imienia nr numer ul al os pl pw p.w wezw tzw św ks gen mjr płk
    kpt por dr prof inż mgr bł abp bp kard ppłk hm marsz rtm ppor sierż n k
    """
)
_ACRONYMS = ABBREVIATIONS.keys() | word_set(
    """
    psp zsp zsz zsckr ckziu ckz ckp zdz zkiw sosw mow mos gkib rp prl pcpr arimr krus zus pgr rsp skr pkp pks pko sa
    pttk zhr cit lot npk wopr mosir gosir krs ngo ue usa wp ak bch nszz zkp zor gs rodos sm rod kdk sck
    """
)
_SHORTENED = {"wlkp"}
_ROMAN = re.compile(r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_PIECE = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*")
_VOWEL = re.compile(r"[aeiouyąęó]", re.IGNORECASE)
_LEGAL = re.compile(r"\bSP\.?\s*Z\s*O\.?\s*O\b\.?", re.IGNORECASE)


def readable_name(name: str) -> str:
    """A calmer proposal for a name in capitals ("GMINNY OŚRODEK KULTURY W LIPOWIE"); any other name as it is.

    Short words, "im." and "nr" become small; Roman numerals and known acronyms stay. Applied twice it changes nothing.
    """
    if not _is_shouted(name):
        return name
    pieces = list(_PIECE.finditer(name))
    calm, end = [], 0
    for position, piece in enumerate(pieces):
        following = pieces[position + 1][0] if position + 1 < len(pieces) else ""
        calm += [name[end : piece.start()], _calm(piece[0], is_first=position == 0, following=following)]
        end = piece.end()
    return _LEGAL.sub("sp. z o.o.", "".join([*calm, name[end:]]))


def _is_shouted(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    if not letters or any(c.islower() for c in letters):
        return False
    pieces = _PIECE.findall(name)
    return any(len(piece) > 3 and not _is_acronym(piece) for piece in pieces)


def _is_acronym(word: str) -> bool:
    folded = fold(word)
    return folded in _ACRONYMS or "." in word or (not _VOWEL.search(word) and folded not in _SHORTENED)


def _calm(word: str, *, is_first: bool, following: str) -> str:
    if word == "I" and not is_first and not _is_numeral_before(following):
        return "i"
    if _ROMAN.fullmatch(word):
        return word
    if word.lower() in _SMALL:
        return word.capitalize() if is_first and len(word) > 2 else word.lower() if not is_first else word
    return word if _is_acronym(word) else _capitalized(word)


def _is_numeral_before(following: str) -> bool:
    """I Liceum, Jana Pawła I w …, but Miasta i Gminy."""
    return not following or following.lower() in _SMALL or fold(following).startswith(("lice", "lo"))


def _capitalized(word: str) -> str:
    return word[:2] + word[2:].capitalize() if word[1:2] in {"'", "’"} else word.capitalize()
