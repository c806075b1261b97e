"""Statements that may say the same thing in other words. Pure.

Polish bends words and people choose them freely, so words are compared by their beginnings, without those that say
nothing; "Brakuje miejsca dla młodzieży" is near "Młodzież nie ma miejsca do spotkań". It is a hint, never a verdict:
people decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from koalicja.engine.matching.text import words

NEAR = 60
SAME = 100
_STEM = 5
_SHORT = 3
_COMMON = (
    "nie jest sie dla oraz aby zeby ktory ktora ktore jako tylko takze tez czy gdzie tam tu jak ale lub albo "
    "sa byc bylo bedzie moze mozna trzeba powinno powinna powinien brakuje brak potrzeba potrzebny potrzebna "
    "potrzebne nasz nasza nasze nas nam mamy maja mam gmina gminie gminy bardzo wiecej przydalby przydalaby"
)
_SAY_NOTHING = frozenset(_COMMON.split())


@dataclass(frozen=True, slots=True)
class Near:
    """A statement that may say the same; `score` up to 100, which is the same words."""

    id: int
    score: int


def near_statements(text: str, known: Iterable[tuple[int, str]], *, limit: int = 3) -> tuple[Near, ...]:
    """Of the known (id, text) those that may say what `text` says, nearest first."""
    found = [Near(key, score) for key, other in known if (score := alikeness(text, other)) >= NEAR]
    return tuple(sorted(found, key=lambda each: (-each.score, each.id))[:limit])


def alikeness(one: str, other: str) -> int:
    """0–100: 100 where the words are the same, else by shared beginnings of words and by spelling."""
    mine, theirs = words(one), words(other)
    if mine == theirs:
        return SAME if mine else 0
    spelled = fuzz.ratio(" ".join(mine), " ".join(theirs))
    stems, others = _stems(mine), _stems(theirs)
    shared = len(stems & others)
    by_stems = 200 * shared / (len(stems) + len(others)) if shared >= 2 else 0
    return min(SAME - 1, round(max(by_stems, spelled if spelled >= 85 else 0)))


def _stems(said: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in said if len(word) >= _SHORT and word not in _SAY_NOTHING)
