"""Which statements unite and which divide, and how sure that is. A statement with few voices is in neither list."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import prod

from koalicja.engine.perspectives.beta import majority, two_sided
from koalicja.engine.perspectives.result import Counts, Ranked

__all__ = ["FEWEST", "USUAL", "Sides", "dividing", "enough_voices", "uniting"]

FEWEST = 3  # voices, however few there are
USUAL = 5  # voices, where there are so many people
ROUNDING = 1e-9  # what floats may make of one half
Sides = Mapping[str, Mapping[str, Counts]]  # dimension → key → counts, with the key "" for who did not say


def enough_voices(whole: Mapping[str, Counts], voices: int) -> int:
    """From how many voices on a statement may stand in a list.

    At least half of those on the statement with most, and at least 5 (all, where fewer took part, and never below 3).
    `whole` has the counts of each statement, `voices` the people who reacted to anything.
    """
    most = max((counts.voices for counts in whole.values()), default=0)
    return max(FEWEST, min(USUAL, voices), -(-most // 2))


def uniting(whole: Mapping[str, Counts], sides: Mapping[str, Sides], enough: int) -> tuple[Ranked, ...]:
    """Statements with more who agree than disagree in every group and band that took a side, surest first.

    Sureness: the probability that most agree in each group, and in each band, whichever is smaller. None of them is a
    dividing one.
    """
    dividing_ids = {each.id for each in dividing(whole, sides, enough)}
    found = []
    for name, counts in whole.items():
        if counts.voices < enough or name in dividing_ids or not _agree_everywhere(counts, sides[name]):
            continue
        sure = min(
            (prod(majority(c.agree, c.disagree, c.passed) for c in keys.values()) for keys in sides[name].values()),
            default=majority(counts.agree, counts.disagree, counts.passed),
        )
        found.append(Ranked(name, sure))
    return _best_first(found, whole)


def dividing(whole: Mapping[str, Counts], sides: Mapping[str, Sides], enough: int) -> tuple[Ranked, ...]:
    """Statements on which people more probably than not stand on two sides, surest first.

    Sureness is the greatest of: the probability that the majorities of two groups, or of two bands, differ; that each
    side has at least a third of all who take one.
    """
    found = []
    for name, counts in whole.items():
        if counts.voices >= enough:
            best = min(_divides(name, counts, sides[name]), key=lambda each: (-each.sureness, each.between))
            if best.sureness > 1 / 2 + ROUNDING:
                found.append(best)
    return _best_first(found, whole)


def _agree_everywhere(counts: Counts, sides: Sides) -> bool:
    everywhere = [key for keys in sides.values() for key in keys.values() if key.agree or key.disagree]
    return counts.agree > counts.disagree and all(key.agree > key.disagree for key in everywhere)


def _divides(name: str, counts: Counts, sides: Sides) -> Iterator[Ranked]:
    yield Ranked(name, two_sided(counts.agree, counts.disagree))
    for dimension, keys in sides.items():
        heard = {key: majority(c.agree, c.disagree, c.passed) for key, c in keys.items() if c.agree or c.disagree}
        for (one, p), (other, q) in combinations(heard.items(), 2):
            yield Ranked(name, p * (1 - q) + (1 - p) * q, dimension, (one, other))


def _best_first(found: Sequence[Ranked], whole: Mapping[str, Counts]) -> tuple[Ranked, ...]:
    """Where two are as sure, more voices come first, then the id."""
    return tuple(sorted(found, key=lambda each: (-round(each.sureness, 12), -whole[each.id].voices, each.id)))
