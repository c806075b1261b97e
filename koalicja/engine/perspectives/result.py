"""What agreement() answers. Everything is immutable; codes and keys, never sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from koalicja.engine.perspectives.beta import jeffreys

__all__ = ["Agreement", "Alike", "Counts", "NotHeard", "Ranked", "StatementView"]


@dataclass(frozen=True, slots=True)
class Counts:
    """People by their reaction to one statement."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def voices(self) -> int:
        """How many reacted at all."""
        return self.agree + self.disagree + self.passed

    @property
    def share(self) -> float | None:
        """Of those who took a side, how many agree: 0–1, None where nobody did."""
        sides = self.agree + self.disagree
        return self.agree / sides if sides else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Jeffreys' 95 % interval of `share`, None where nobody took a side."""
        return jeffreys(self.agree, self.disagree) if self.agree + self.disagree else None


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement as all see it, each of the five groups, each age band.

    `groups` has the five groups and `age_bands` the bands asked for, also where nobody reacted. Who did not say a
    group or a band is in `all` only.
    """

    id: str
    all: Counts
    groups: Mapping[str, Counts]
    age_bands: Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A statement of a list. `sureness` 0–1 is the probability by which the list is ordered.

    Of a dividing statement `dimension` and `between` say across what: group or age_band with two keys ("" for those
    who did not say), or "" with none where it splits the whole.
    """

    id: str
    sureness: float
    dimension: str = ""
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alike:
    """The chance, 0–1, that two people who take a side take the same, on average over `statements` of them.

    One is from `one`, the other from `other` (keys of `dimension`: group or age_band); within a group the two are
    equal. Only statements on which both have somebody with a side are counted (within a group: two people).
    """

    dimension: str
    one: str
    other: str
    chance: float
    statements: int


@dataclass(frozen=True, slots=True)
class NotHeard:
    """A group or age band of whom few or none were heard.

    `heard` is none or few; `voices` people of `could` who could be heard reacted to something. `could` is None where
    nobody said how many there are.
    """

    dimension: str
    key: str
    heard: str
    voices: int
    could: int | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """The whole picture; `uniting` and `dividing` best first, `few_voices` those that too few reacted to for either.

    `people` are all who could speak, `voices` those of them who reacted to something.
    """

    people: int
    voices: int
    statements: tuple[StatementView, ...]
    uniting: tuple[Ranked, ...]
    dividing: tuple[Ranked, ...]
    few_voices: tuple[str, ...]
    alike: tuple[Alike, ...]
    not_heard: tuple[NotHeard, ...]
