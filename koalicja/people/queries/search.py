"""Searching a register as people type. Pure: the caller brings the texts, which hold what `search_words` made.

Beginnings of words are looked for first, which takes some milliseconds in 5,000 texts; only where nothing begins so are
mistakes forgiven, as the engine defines it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from koalicja.engine.matching.search import SearchQuery
from koalicja.engine.matching.text import words


@dataclass(frozen=True, slots=True)
class Found:
    """Positions of the texts that match; `forgiving` when only similar words were found."""

    positions: tuple[int, ...]
    forgiving: bool


def find(texts: Sequence[str], query: str) -> Found:
    """Which of the folded texts hold words that begin as each typed one does; if none, which hold words like them."""
    beginnings = [f" {word}" for word in sorted(words(query), key=len, reverse=True)]
    if not beginnings:
        return Found(tuple(range(len(texts))), False)
    exact = tuple(i for i, text in enumerate(texts) if all(word in f" {text}" for word in beginnings))
    if exact:
        return Found(exact, False)
    asked = SearchQuery(query)
    return Found(tuple(i for i, text in enumerate(texts) if asked.rank(text)), True)
