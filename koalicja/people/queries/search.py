"""Searching a register as people type. Pure: the caller brings the texts, which hold what `search_words` made.

Beginnings of words are looked for first, which takes some milliseconds in 5,000 texts. Several words, or one that
begins nothing, are asked of every text once more as the engine forgives mistakes: a name written out, its village
inflected, stands below what is spelled exactly so.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from koalicja.engine.matching.declension import is_case_of
from koalicja.engine.matching.search import SearchQuery
from koalicja.engine.matching.text import words

SHORTEST_NAME = 4
LONGEST_ENDING = 2
SHORTEST_STEM = 5
CASES = frozenset({"ie", "u", "ach", "y", "i"})
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


def without_place(query: str, place: str, texts: Iterable[str] = (), *, loosely: bool = False) -> str:
    """The query without the words that only name the place, inflected too: "szkoła w Mstowie" is "szkoła" in Mstów.

    A word no preposition leads to must be the name itself or surely a case of it: Nowak is nobody's Nowa Sól; words
    that are the whole name in any case mean it. With
    `loosely`, for a query that found nothing, whatever begins so may be meant. A word that stands in one of the texts,
    other than the name itself, is always asked for. A query of nothing else stays as it is.
    """
    asked = words(query)
    names = [word for word in words(place) if len(word) >= SHORTEST_NAME]
    led = [loosely or before in LITTLE_WORDS for before in ("", *asked)]
    meant = [word for word, is_led in zip(asked, led, strict=False) if _means(names, word, is_led=is_led)]
    meant += _whole_name(asked, place)
    dropped = set(meant) - _standing({word for word in meant if word not in names}, texts)
    said = [word for word in asked if word not in dropped and word not in LITTLE_WORDS]
    return " ".join(said) if said and dropped else query


def says_all_of(place: str, query: str, without: str) -> bool:
    """Whether the query has as many words more than the one without the place as the place has: its whole name."""
    asked, left = ([word for word in words(each) if word not in LITTLE_WORDS] for each in (query, without))
    return len(asked) - len(left) >= len(words(place))


def _whole_name(asked: Sequence[str], place: str) -> Iterable[str]:
    """The words that are the whole name, whatever its case does to its stem: "w Nowej Soli", "w Górze"."""
    length = len(words(place))
    for start in range(len(asked) - length + 1):
        phrase = tuple(asked[start : start + length])
        is_led = start > 0 and asked[start - 1] in LITTLE_WORDS
        if (is_led or length > 1) and is_case_of(phrase, place):
            yield from phrase


def _means(names: Sequence[str], word: str, *, is_led: bool) -> bool:
    return word in names or any(_is_form_of(name, word) if is_led else _is_case_of(name, word) for name in names)


def _standing(asked: Collection[str], texts: Iterable[str]) -> set[str]:
    return {word for word in asked if any(f" {word} " in f" {text} " for text in texts)}


def _stem(name: str) -> str:
    """What all cases of a name share, roughly: Mstów, Mstowie; Wąsosz, Wąsoszu; Golina, Golinie."""
    return name.rstrip("aeiouy") if len(name.rstrip("aeiouy")) >= SHORTEST_NAME else name


def _is_form_of(name: str, word: str) -> bool:
    stem = _stem(name)
    return word.startswith(stem) and len(word) - len(stem) <= LONGEST_ENDING


def _is_case_of(name: str, word: str) -> bool:
    """Whether the word is the whole stem with an ending that names of places have and surnames mostly have not."""
    stem = _stem(name)
    return len(stem) >= SHORTEST_STEM and word.startswith(stem) and word[len(stem) :] in CASES
