"""What a composition answers. Codes and parameters only: rooms turn them into sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = [
    "Advice",
    "Alternative",
    "Assumption",
    "Composition",
    "Question",
    "Reason",
    "RuleRow",
    "SizeValue",
    "Table",
    "WhyNot",
]

Params = Mapping[str, str | int | float | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a member is there: a code of docs/algorithms/composition-1.md and its parameters."""

    code: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One named rule held against one table: `name` as the rules file's path says it (size, groups.office.min …).

    `required` and `actual` are numbers of members (of villages for min_villages_share, of age bands for
    min_age_bands). For max_interest_share `required` is the share as given, `actual` the greatest number of members of
    one interest group divided by the number of members: not rounded, so the two are equal only where the rule is met.
    It counts everybody whose interest group nobody told us as one of its own, so it also says of how many (`known`) of
    all candidates not locked never (`among`) it is told: with 0 the rule is met, and nothing was checked. Else None.
    """

    name: str
    required: int | float
    actual: int | float
    met: bool
    known: int | None = None
    among: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A set of members as ids in sorted order, and its objective (in the units of the weights as given)."""

    members: tuple[str, ...]
    objective: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another good table; `distance` is the smallest Jaccard distance to any other table listed, the first included."""

    members: tuple[str, ...]
    objective: float
    distance: float


@dataclass(frozen=True, slots=True)
class SizeValue:
    """The best table of exactly `size` members: None and 'infeasible', or its objective and whether that is proved."""

    size: int
    status: str
    objective: float | None
    bound: float | None


@dataclass(frozen=True, slots=True)
class Assumption:
    """A column nobody filled in for `ids`, and the value the objective takes instead (None: no value at all).

    Of grades the neutral middle. Of villages, areas, offers and knows nothing: what is not told brings nothing, and
    that part of the seat costs nothing.
    """

    column: str
    ids: tuple[str, ...]
    value: float | None


@dataclass(frozen=True, slots=True)
class Question:
    """An unknown worth asking about: `change` is how many members would differ between its two ends, at most."""

    id: str
    column: str
    change: int
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Advice:
    """What would help where the rules cannot be met.

    `code` look_for: one missing person, `profile` maps columns of the canonical table to the values that bind (lists as
    tuples). Other codes name rules that contradict each other (see the algorithm's page); their profile is empty.
    `rules` are the names of the rules it would mend.
    """

    code: str
    rules: tuple[str, ...]
    profile: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What a table with the candidate would lose: the best such table, or the rules that forbid it.

    `rules` may be empty although it is proved that no table is possible: which rules forbid it was not proved in time.
    """

    id: str
    status: str
    table: Table | None
    loss: float | None
    leaves: tuple[str, ...]
    joins: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Composition:
    """The whole answer.

    `status`: optimal (proved), feasible (not proved), infeasible (proved that the rules cannot be met; `members` is the
    best partial table) or unknown (neither found nor excluded). `gap` = (bound − objective) / max(1e-9, |objective|).
    `objective` and `gap` are None where there is no table; `bound` may be known without one. `known_facts` is the
    number of filled cells the answer rests on. `alternatives_complete`: no more alternatives exist (proved), where
    fewer than five are given. `undecided` candidates may belong among the `never_proposed` or not: the time did not
    suffice to tell. `seconds` are those by the caller's clock until the answer stood, None without a clock.
    """

    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    members: tuple[str, ...]
    reasons: Mapping[str, tuple[Reason, ...]]
    rules: tuple[RuleRow, ...]
    alternatives: tuple[Alternative, ...]
    alternatives_complete: bool
    tradeoff: tuple[SizeValue, ...]
    never_proposed: tuple[str, ...]
    advice: tuple[Advice, ...]
    questions: tuple[Question, ...]
    assumed: tuple[Assumption, ...]
    known_facts: int
    seed: int
    solver_seconds: float
    seconds: float | None = None
    undecided: int = 0
