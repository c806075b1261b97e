"""Keys put together until no count below SMALL can be read off: the step that every release is made of.

The partition follows from which keys are small alone, never from how small: see docs/algorithms/agreement-1.md.
"""

from collections.abc import Sequence

__all__ = ["SMALL", "together"]

SMALL = 5  # a count below it is never shown, and follows from nothing that is


def together(counts: Sequence[Sequence[int]], order: Sequence[int] | None = None) -> tuple[tuple[int, ...], ...]:
    """A partition of the places of `counts`, each a vector of the people at one key, into blocks to be shown as one.

    A key none of whose counts is small stands alone, but for those taken into the one block of all small keys: as many
    that each count of the block is at least SMALL − 1 beyond SMALL for each key so taken. They are taken in the given
    `order` of places, without one from the nearest on. Where all do not suffice, everything is one block.
    """
    places = range(len(counts))
    small = [place for place in places if min(counts[place]) < SMALL]
    if not small:
        return tuple((place,) for place in places)
    by_order = {place: at for at, place in enumerate(order or ())}
    taking = sorted(
        (place for place in places if place not in small),
        key=lambda place: (by_order.get(place, 0), _far(place, small)),
    )
    for taken in range(1, len(taking)):
        block = sorted([*small, *taking[:taken]])
        if min(map(sum, zip(*(counts[place] for place in block), strict=True))) >= SMALL * taken + SMALL - 1:
            return tuple(sorted([tuple(block), *((place,) for place in taking[taken:])]))
    return (tuple(places),)


def _far(place: int, small: Sequence[int]) -> tuple[int, int]:
    return min(abs(place - other) for other in small), -place
