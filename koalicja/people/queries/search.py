"""Searching a register as people type. Pure: the caller brings the texts, which hold what `search_words` made.

Beginnings of words are looked for first, which takes some milliseconds in 5,000 texts. Several words, or one that
begins nothing, are asked of every text once more as the engine forgives mistakes: a name written out, its village
inflected, stands below what is spelled exactly so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from koalicja.engine.matching.search import SearchQuery
from koalicja.engine.matching.text import words

SHORTEST_NAME = 4
LONGEST_ENDING = 2
LITTLE_WORDS = frozenset({"w", "we", "z", "ze", "gmina", "gminie"})
CLOSE = 78  # beside exact hits: at most every other word has a mistake


@dataclass(frozen=True, slots=True)
class Found:
    """Positions of the texts that match, best first; `forgiving` when only similar words were found.

    `likely` of the positions are no exact hits though others are; `ranks` says how near those are that are not exact.
    """

    positions: tuple[int, ...]
    forgiving: bool
    likely: frozenset[int] = frozenset()
    ranks: Mapping[int, int] = field(default_factory=dict)


def find(texts: Sequence[str], query: str) -> Found:
    """Which of the folded texts hold words that begin as each typed one does, then which hold words like them.

    No query finds everything; one without a letter or digit finds nothing.
    """
    beginnings = [f" {word}" for word in sorted(words(query), key=len, reverse=True)]
    if not beginnings:
        return Found((), False) if query.strip() else Found(tuple(range(len(texts))), False)
    exact = tuple(i for i, text in enumerate(texts) if all(word in f" {text}" for word in beginnings))
    if exact and len(beginnings) == 1:
        return Found(exact, False)
    asked, sure = SearchQuery(query), frozenset(exact)
    least = CLOSE if exact else 1
    asked_of = ((i, asked.rank(text)) for i, text in enumerate(texts) if i not in sure)
    ranks = {i: rank for i, rank in asked_of if rank >= least}
    similar = tuple(sorted(ranks, key=lambda i: -ranks[i]))
    return Found(exact + similar, not exact, frozenset(similar) if exact else frozenset(), ranks)


def without_place(query: str, place: str) -> str:
    """The query without the words that only name the place, inflected too: "szkoła w Mstowie" is "szkoła" in Mstów.

    A query of nothing else stays as it is.
    """
    stems = [_stem(word) for word in words(place) if len(word) >= SHORTEST_NAME]
    kept = [word for word in words(query) if not any(_is_form_of(stem, word) for stem in stems)]
    said = [word for word in kept if word not in LITTLE_WORDS]
    return " ".join(said) if said and len(kept) < len(words(query)) else query


def _stem(word: str) -> str:
    """What all cases of a name share, roughly: Mstów, Mstowie; Wąsosz, Wąsoszu; Golina, Golinie."""
    return word.rstrip("aeiouy") if len(word.rstrip("aeiouy")) >= SHORTEST_NAME else word


def _is_form_of(stem: str, word: str) -> bool:
    return word.startswith(stem) and len(word) - len(stem) <= LONGEST_ENDING
