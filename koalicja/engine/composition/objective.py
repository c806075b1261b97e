"""What a table is worth, in whole numbers, so that two machines agree to the last digit.

Weights are divided by the greatest of them first: multiplying all of them changes neither table nor gap. The numbers
below are those of docs/algorithms/composition-1.md.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from koalicja.engine.composition.check import WEIGHTS, Prepared, exact
from koalicja.engine.composition.unknown import told_parts

__all__ = ["SCALE", "TERMS", "Gains", "gains", "in_units", "terms", "value", "worth"]

TERMS = WEIGHTS
# One unit of the objective in whole numbers.
SCALE = 1_000_000
ENOUGH_WILLING = Fraction(8, 10)
NEUTRAL = Fraction(1, 2)
# Reaching all villages, or covering every topic with one to spare, is worth a quarter per seat of the smallest table.
PER_SEAT = Fraction(1, 4)
SEATS_IF_NO_RULE = 8
# One who knows one other well is connected enough. With a cap of two the proofs did not end: at 400 candidates of whom
# nothing but ties is known the gap stayed at 22 % after 10 s, with one it closes in 6 s.
TIES_WORTH = Fraction(1, 8)
ENOUGH_TIES = 1
SEAT_COST = Fraction(1, 20)
# Where many villages are named, each is still worth more than the seat of one who reaches it and nothing else.
VILLAGE_AT_LEAST = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Gains:
    """The objective's coefficients in whole numbers.

    `willingness`, `influence`: of each candidate. `village`: of each village reached. `topic`: of each member who
    covers a topic, up to need + 1. `ties`: of each candidate's ties, together at most `ties_cap`. `seat`: of each
    candidate's seat, 0 or less: a whole one where everything is told, free where nothing is (unknown.py).
    """

    willingness: tuple[int, ...]
    influence: tuple[int, ...]
    village: int
    topic: int
    ties: tuple[Mapping[int, int], ...]
    ties_cap: int
    seat: tuple[int, ...]

    @property
    def alone(self) -> tuple[int, ...]:
        """What each member is worth whoever else is there."""
        return tuple(map(sum, zip(self.willingness, self.influence, self.seat, strict=True)))


def gains(prepared: Prepared) -> Gains:
    """The coefficients of this problem's objective."""
    weight = _weights(prepared)
    people = prepared.candidates
    spread = PER_SEAT * max(prepared.rules.size.min or 0, SEATS_IF_NO_RULE)
    wanted = sum(topic.need + 1 for topic in prepared.topics)
    per_tie = weight["ties"] * TIES_WORTH / ENOUGH_TIES
    village = weight["reach"] * max(spread / max(1, len(prepared.villages)), VILLAGE_AT_LEAST)
    topic = weight["cover"] * spread / max(1, wanted)
    # Few different numbers come again and again, and fractions are slow.
    willing = cache(lambda grade: _whole(weight["willingness"] * _willing(grade)))
    influential = cache(lambda grade: _whole(weight["influence"] * _above_neutral(grade)))
    tied = cache(lambda tie: _whole(per_tie * tie))
    seat = cache(lambda told: -_whole(weight["size"] * SEAT_COST * told))
    return Gains(
        willingness=tuple(willing(person.willingness) for person in people),
        influence=tuple(influential(person.influence) for person in people),
        village=_whole(village),
        topic=_whole(topic),
        ties=tuple({other: tied(tie) for other, tie in known.items()} for known in prepared.ties),
        ties_cap=_whole(per_tie * ENOUGH_TIES),
        seat=tuple(map(seat, told_parts(prepared))),
    )


def value(prepared: Prepared, members: Iterable[str]) -> int:
    """The objective of a table in whole numbers; raises KeyError for an id that is no candidate's."""
    return worth(prepared, gains(prepared), prepared.places(members))


def worth(prepared: Prepared, gain: Gains, table: frozenset[int]) -> int:
    """The same by places, for many tables of one problem: `gain` is computed once."""
    return sum(_terms(prepared, gain, table).values())


def terms(prepared: Prepared, members: Collection[str]) -> dict[str, float]:
    """Each term of the objective (see TERMS) by itself, in units of the weights as given; size is 0 or less."""
    whole = _terms(prepared, gains(prepared), prepared.places(members))
    return {name: in_units(prepared, number) for name, number in whole.items()}


def in_units(prepared: Prepared, whole: int) -> float:
    """A whole number of the objective in units of the weights as given."""
    return float(Fraction(whole, SCALE) * _greatest(prepared))


def _terms(prepared: Prepared, gain: Gains, table: frozenset[int]) -> dict[str, int]:
    ties = (sum(gain.ties[one][other] for other in gain.ties[one].keys() & table) for one in table)
    covered = sum(min(len(topic.who & table), topic.need + 1) for topic in prepared.topics)
    return {
        "willingness": sum(gain.willingness[one] for one in table),
        "influence": sum(gain.influence[one] for one in table),
        "reach": gain.village * sum(1 for who in prepared.villages.values() if who & table),
        "cover": gain.topic * covered,
        "ties": sum(min(tied, gain.ties_cap) for tied in ties),
        "size": sum(gain.seat[one] for one in table),
    }


def _greatest(prepared: Prepared) -> Fraction:
    return max(exact(getattr(prepared.rules.weights, name)) for name in TERMS)


def _weights(prepared: Prepared) -> dict[str, Fraction]:
    greatest = _greatest(prepared)
    if not greatest:
        return dict.fromkeys(TERMS, Fraction(0))
    # Rounded before anything else, so that the last digit of a product of floats changes no coefficient.
    return {
        name: Fraction(round(exact(getattr(prepared.rules.weights, name)) / greatest * SCALE), SCALE) for name in TERMS
    }


def _whole(number: Fraction) -> int:
    return round(number * SCALE)


def _willing(willingness: float | None) -> Fraction:
    return Fraction(0) if willingness is None else min(exact(willingness), ENOUGH_WILLING) - NEUTRAL


def _above_neutral(influence: float | None) -> Fraction:
    return Fraction(0) if influence is None else exact(influence) - NEUTRAL
