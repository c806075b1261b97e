"""Who has not been heard: groups and bands with no or few voices, given who could have been heard."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from koalicja.engine.perspectives.errors import PerspectiveError
from koalicja.engine.perspectives.result import NotHeard

__all__ = ["FEW", "not_heard"]

FEW = 3  # fewer voices than these are few


def not_heard(
    voices: Mapping[str, int], could: Mapping[str, int] | None, *, dimension: str, keys: Sequence[str]
) -> tuple[NotHeard, ...]:
    """The `keys` of whom none or few were heard: none first, then those most behind; none is left out in silence.

    `voices` and `could` count people by key, also those without one (""); `could` None: nobody knows how many there
    are, then only numbers below FEW are few. Else also those are few who were heard less than half as often as all.
    Raises PerspectiveError.
    """
    for counts in (voices, could or {}):
        _check(counts, {*keys, ""})
    spoke, all_could = sum(voices.values()), sum((could or {}).values())
    found = list(_found(voices, could, dimension, keys, spoke / all_could if all_could else 0.0))
    return tuple(sorted(found, key=lambda each: (each.heard != "none", _rate(each), keys.index(each.key))))


def _found(
    voices: Mapping[str, int], could: Mapping[str, int] | None, dimension: str, keys: Sequence[str], usual: float
) -> Iterator[NotHeard]:
    for key in keys:
        spoke = voices.get(key, 0)
        there = None if could is None else could.get(key, 0)
        if spoke == 0:
            yield NotHeard(dimension, key, "none", 0, there)
        elif spoke < FEW or (there and 2 * spoke / there < usual):
            yield NotHeard(dimension, key, "few", spoke, there)


def _rate(each: NotHeard) -> float:
    """The share of those who could; the more people it leaves out, the earlier of those with none."""
    if each.voices == 0:
        return -float(each.could or 0)
    return each.voices / each.could if each.could else float(each.voices)


def _check(counts: Mapping[str, int], keys: Collection[str]) -> None:
    for key, count in counts.items():
        if key not in keys:
            raise PerspectiveError("unknown_key", key=key)
        if count < 0:
            raise PerspectiveError("below_zero", key=key)
