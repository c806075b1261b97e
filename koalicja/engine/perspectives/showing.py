"""In which order a person sees the statements, so that each is seen about equally often."""

from collections.abc import Collection, Mapping
from hashlib import sha256

__all__ = ["order_to_show"]


def order_to_show(
    shown: Mapping[str, int], *, seed: int, person: str, answered: Collection[str] = frozenset()
) -> tuple[str, ...]:
    """The statements that the person has not answered: those shown least often first, ties in an order of her own.

    `shown` counts by statement how many people have seen it so far (a new one: 0). The same `seed`, `person` and
    counts give the same order. Where each person reads the first k and the counts are kept, no statement is ever shown
    more than once more than another; where m people read at once by the same counts, no more than m times.
    """

    def place(statement: str) -> tuple[int, str]:
        return shown[statement], sha256(f"{seed}\x1f{person}\x1f{statement}".encode()).hexdigest()

    return tuple(sorted((statement for statement in shown if statement not in answered), key=place))
