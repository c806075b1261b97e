"""A first answer with everything that is asked about it afterwards: the same rules, the same seed, one model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil

from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.model import Budget, Model, Outcome
from koalicja.engine.composition.objective import in_units, value
from koalicja.engine.composition.partial import loosened
from koalicja.engine.composition.program import Program, Row, program
from koalicja.engine.composition.relaxation import Relaxation, relaxed
from koalicja.engine.composition.result import RuleRow
from koalicja.engine.composition.rules import rule_rows
from koalicja.engine.composition.solve import best_table

__all__ = ["NEAR", "Proposal", "helped_rules", "is_no_worse", "trimmed"]

# Tables that lose at most this part of the first one's objective are near-best.
NEAR = Fraction(6, 100)


@dataclass(frozen=True)
class Proposal:
    """The first table, by places. `missing` is None where it keeps all rules; otherwise what a partial table misses.

    Everything asked about a partial table is asked among the tables that miss as little as it does.
    """

    prepared: Prepared
    table: frozenset[int]
    is_proved: bool
    seed: int
    missing: int | None = None

    @cached_property
    def program(self) -> Program:
        if self.missing is None:
            return program(self.prepared, seed=self.seed)
        return loosened(self.prepared, seed=self.seed, missing=self.missing)

    @cached_property
    def model(self) -> Model:
        return Model(self.program)

    @cached_property
    def relaxation(self) -> Relaxation | None:
        return relaxed(self.program)

    @cached_property
    def value(self) -> int:
        return value(self.prepared, self.members)

    @cached_property
    def members(self) -> tuple[str, ...]:
        return self.prepared.ids(self.table)

    @property
    def floor(self) -> int:
        """The smallest objective of a near-best table."""
        return ceil(self.value - NEAR * abs(self.value))

    def in_units(self, whole: int) -> float:
        return in_units(self.prepared, whole)

    def best(self, extra: Sequence[Row], *, budget: Budget, seconds: float) -> Outcome:
        """The best table that also keeps the `extra` rows, within what the budget has and at most `seconds`."""
        own = budget.part(seconds)
        if own.left <= 0:
            return Outcome("unknown", None, None, None, 0.0)
        found = best_table(self.prepared, self.model, seed=self.seed, budget=own, extra=extra, symmetric=False)
        budget.spend(own.spent)
        return found

    def excluded(self, least: int) -> frozenset[int]:
        """Those whom the relaxation proves to be at no table of this objective."""
        if self.relaxation is None:
            return frozenset()
        bound_with = self.relaxation.bound_with
        return frozenset(place for place in range(self.program.seats) if bound_with(place) < least)


def helped_rules(proposal: Proposal, place: int) -> tuple[str, ...]:
    """The rules that the table would break, or miss by more, if this member left and nobody joined."""
    return tuple(_worse(proposal.prepared, proposal.table, proposal.table - {place}))


def is_no_worse(prepared: Prepared, table: frozenset[int], other: frozenset[int]) -> bool:
    """Whether another table breaks no rule that this one keeps, and misses none by more."""
    return next(_worse(prepared, table, other), None) is None


def _worse(prepared: Prepared, table: frozenset[int], other: frozenset[int]) -> Iterator[str]:
    before, after = rule_rows(prepared, prepared.ids(table)), rule_rows(prepared, prepared.ids(other))
    return (new.name for old, new in zip(before, after, strict=True) if _is_worse(old, new))


def _is_worse(old: RuleRow, new: RuleRow) -> bool:
    return not new.met and (old.met or abs(new.actual - new.required) > abs(old.actual - old.required))


def trimmed(prepared: Prepared, table: frozenset[int], keys: Sequence[int]) -> frozenset[int]:
    """The table without those who neither keep a rule nor add anything: a proved table has none of them."""
    for place in sorted(table, key=lambda place: (keys[place], place), reverse=True):
        less = table - {place}
        if is_no_worse(prepared, table, less) and value(prepared, prepared.ids(less)) >= value(
            prepared, prepared.ids(table)
        ):
            return trimmed(prepared, less, keys)
    return table
