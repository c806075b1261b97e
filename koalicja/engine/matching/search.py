"""Forgiving search in names: diacritics optional, beginnings of words, small mistakes, any order of words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from koalicja.engine.matching.text import words
from koalicja.engine.matching.vocabulary import ABBREVIATIONS, FORMS

# What a short word stands for in the name of a person; a query of it alone means the organisation.
_ALSO: Mapping[str, tuple[str, ...]] = {"ks": ("ksiadz",)}


def search_words(*texts: str) -> str:
    """What is searched in for an organisation or a person: folded words and the words abbreviations stand for.

    Worth storing next to the record; search_rank takes it as it takes plain text.
    """
    found: dict[str, None] = {}
    for word in (word for text in texts for word in words(text)):
        found[word] = None
        found |= dict.fromkeys((*_written_out(word), *_ALSO.get(word, ())))
    return " ".join(found)


def search_rank(query: str, *texts: str) -> int:
    """0 when some word of the query is nowhere in the texts, else up to 100: whole words, beginnings, small mistakes.

    An empty query ranks everything 100. Short words must be right; 4 letters allow one mistake, 8 letters two. Fewer
    mistakes rank higher, and a whole word higher than a beginning.
    """
    return SearchQuery(query).rank(" ".join(texts))


@dataclass(frozen=True, slots=True, init=False)
class SearchQuery:
    """A query taken apart once and asked of many texts."""

    wanted: tuple[tuple[str, ...], ...]

    def __init__(self, query: str) -> None:
        object.__setattr__(self, "wanted", tuple((word, *_written_out(word)) for word in words(query)))

    def rank(self, text: str) -> int:
        """As search_rank."""
        have = frozenset(words(text))
        have |= {long for word in have for long in (*_written_out(word), *_ALSO.get(word, ()))}
        total = 0
        for forms in self.wanted:
            best = max(_rank_word(forms[0], have), _rank_expansion(forms[1:], have))
            if not best:
                return 0
            total += best
        return total // len(self.wanted) if self.wanted else 100


@lru_cache(maxsize=65536)
def _written_out(word: str) -> tuple[str, ...]:
    long = ABBREVIATIONS.get(word) or ((FORMS[word],) if word in FORMS else ())
    return tuple(part for part in long if part != word)


def _rank_expansion(forms: tuple[str, ...], have: frozenset[str]) -> int:
    return 95 if forms and have.issuperset(forms) else 0


def _rank_word(word: str, have: frozenset[str]) -> int:
    if word in have:
        return 100
    if not word.isdecimal() and any(other.startswith(word) for other in have):
        return 90
    allowed = 0 if len(word) < 4 or word.isdecimal() else 1 if len(word) < 8 else 2
    return max((_rank_near(word, other, allowed) for other in have), default=0) if allowed else 0


def _rank_near(word: str, other: str, allowed: int) -> int:
    """70 to 67 near the whole other word, or near its beginning where only the beginning was typed; else 0."""
    if other[0] != word[0] and other[:2] != word[1::-1]:
        return 0
    whole = OSA.distance(word, other, score_cutoff=allowed)
    if whole <= 1:
        return 70
    beginning = OSA.distance(word, other[: len(word)], score_cutoff=allowed)
    if beginning <= 1:
        return 69
    return 68 if whole <= allowed else 67 if beginning <= allowed else 0
