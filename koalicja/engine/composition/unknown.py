"""What nobody told us counts neither for nor against: it brings nothing to a table, and its part of the seat is free.

A grade has a neutral middle; what is brought to a table (villages, areas, offers, ties) has none. A member brings only
what is told, and pays for the seat only in so far as it was told what it brings. So somebody of whom nothing is known
makes no table better or worse: who is known to bring something new comes before, who is known to bring nothing new
after.
"""

from collections.abc import Mapping
from fractions import Fraction

from koalicja.engine.composition.check import Prepared

__all__ = ["TERM_OF", "empty_cells", "told_parts"]

# The columns that say what a member brings, and the weight by which the objective reads each.
TERM_OF: Mapping[str, str] = {"villages": "reach", "areas": "cover", "offers": "cover", "knows": "ties"}


def empty_cells(prepared: Prepared) -> Mapping[str, frozenset[int]]:
    """Of each column that the objective reads and anybody who may come filled: the places of those who did not."""
    may = frozenset(range(len(prepared.candidates))) - prepared.never
    empty = {
        column: frozenset(place for place in may if not _is_told(prepared, place, column))
        for column, term in TERM_OF.items()
        if getattr(prepared.rules.weights, term)
    }
    return {column: who for column, who in empty.items() if who != may}


def told_parts(prepared: Prepared) -> tuple[Fraction, ...]:
    """Of each candidate the part of those columns that is told, 0–1; 1 where nobody filled any."""
    empty = empty_cells(prepared)
    return tuple(
        1 - Fraction(sum(place in who for who in empty.values()), max(1, len(empty)))
        for place in range(len(prepared.candidates))
    )


def _is_told(prepared: Prepared, place: int, column: str) -> bool:
    if column == "knows":
        return place in prepared.acquainted
    return bool(getattr(prepared.candidates[place], column))
