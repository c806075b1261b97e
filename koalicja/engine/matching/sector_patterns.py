"""How the words of a sector are written in sector_rules.py, and what they are compiled to."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """`id` is stable: corrections are remembered under it. `certain` is False where the words may mislead."""

    id: str
    sector: str
    pattern: re.Pattern[str]
    certain: bool = True
    closed: bool = False
    code: str = ""
    beginnings: frozenset[str] = frozenset()
    """First three letters of the words a phrase may begin with (see word_beginnings); empty: any."""


def word_beginnings(text: str) -> frozenset[str]:
    """What a text offers to Rule.beginnings, to pass over most rules without a search."""
    return frozenset(word[:3] for word in text.split())


_SIGNS = {"*": r"\w*", "+": r"\w+", "(": "(?:", "... ": r"(?:\w+ ){0,4}?"}
_LETTERS = re.compile(r"[a-z]+")
_SIGN = re.compile(r"\.\.\. |[*+]|\((?!\?)")


def _compiled(phrases: str) -> tuple[re.Pattern[str], frozenset[str]]:
    found = [phrase.strip() for line in phrases.splitlines() for phrase in line.split(",") if phrase.strip()]
    texts = [_SIGN.sub(lambda sign: _SIGNS[sign[0]], phrase) for phrase in found]
    anchored = [text if text.startswith("^") else r"(?<!\w)" + text for text in texts]
    pattern = re.compile("|".join(rf"(?:{text})(?!\w)" for text in anchored))
    firsts = [_literal(word) for phrase in found for word in _first_words(phrase)]
    return pattern, frozenset(firsts) if all(firsts) else frozenset()


def _first_words(phrase: str) -> list[str]:
    phrase = phrase.lstrip("^")
    return phrase[1:].split(")")[0].split("|") if phrase[0] == "(" else [phrase.split(" ")[0]]


def _literal(word: str) -> str:
    """The first three letters that any word found here has; "" where they are not certain."""
    letters = _LETTERS.match(word)
    literal = letters[0] if letters else ""
    is_whole = literal in {word, word.removesuffix("$")}
    return literal[:3] if is_whole or len(literal) >= 3 else ""


def rule(key: str, phrases: str, *, sector: str = "", certain: bool = True) -> Rule:
    pattern, beginnings = _compiled(phrases)
    return Rule(key, sector or key, pattern, certain, beginnings=beginnings)


def closed_rule(key: str, phrases: str, *, sector: str = "", code: str = "closed_institution") -> Rule:
    pattern, beginnings = _compiled(phrases)
    return Rule(key, sector, pattern, closed=True, code=code, beginnings=beginnings)
