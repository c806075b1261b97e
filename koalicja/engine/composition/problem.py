"""What a composition is asked for: the people and organisations who could join, the rules, the weights.

Everything nobody told us is None or empty. It is never a reason and never counts for or against anyone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from koalicja.engine.matching.sectors import GROUPS

__all__ = ["GROUPS", "Bounds", "Candidate", "Problem", "Rules", "Weights"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One organisation or resident who could sit at the table.

    `kind` is organisation, resident or "" (nobody said); `group` one of GROUPS or ""; `sector` a key of
    matching.sectors or ""; `age_band` counts for residents only. `influence`, `interest` and `willingness` lie in
    0–1, None for unknown. `knows` maps ids to strengths 0–1 and holds in both directions, the greater strength
    counts; `conflicts` hold in both directions too. `lock` is must, never or "".
    """

    id: str
    name: str
    kind: str = ""
    group: str = ""
    sector: str = ""
    age_band: str = ""
    interest_group: str = ""
    villages: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    influence: float | None = None
    interest: float | None = None
    willingness: float | None = None
    knows: Mapping[str, float] = field(default_factory=dict)
    conflicts: frozenset[str] = frozenset()
    lock: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many members, at least and at most; None is no rule."""

    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each term of the objective counts; none is negative. Multiplying all of them changes no answer."""

    willingness: float = 1.0
    influence: float = 1.0
    reach: float = 1.0
    cover: float = 1.0
    ties: float = 1.0
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of an edition; an absent one (None, empty mapping) is no rule.

    `max_interest_share`: of the members, any one interest group, where an empty one is a group of its own.
    `min_villages_share`: ceil(share × different villages named by candidates not locked never).
    `min_age_bands`: different age bands among residents. `allow_isolated` False: every member knows, or is known by,
    another member; ignored where no candidate names a tie. `areas` and `offers`: members who serve it, at least.
    """

    size: Bounds = Bounds()
    max_interest_share: Fraction | None = None
    min_villages_share: Fraction | None = None
    min_age_bands: int | None = None
    allow_isolated: bool = True
    groups: Mapping[str, Bounds] = field(default_factory=dict)
    age_bands: Mapping[str, Bounds] = field(default_factory=dict)
    areas: Mapping[str, int] = field(default_factory=dict)
    offers: Mapping[str, int] = field(default_factory=dict)
    sectors: Mapping[str, Bounds] = field(default_factory=dict)
    weights: Weights = Weights()


@dataclass(frozen=True, slots=True)
class Problem:
    """Candidates in any order (the answer does not depend on it) and the rules.

    `library` is the id of the Lead Library, which is always at the table ("" where none is named);
    `library_counts` says whether it counts towards its group's and its sector's rules. Of those locked never, the
    `declined` said themselves that they cannot: nobody is advised to take that lock away. The `near` come only where a
    rule cannot be met without one, so none of them is named as able to take the seat of somebody else.
    """

    candidates: tuple[Candidate, ...]
    rules: Rules
    library: str = ""
    library_counts: bool = True
    declined: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
