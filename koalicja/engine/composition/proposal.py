"""A first answer with everything that is asked about it afterwards: the same rules, the same seed, one model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from math import ceil

from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.model import Budget, Model, Outcome
from koalicja.engine.composition.objective import Gains, gains, in_units, value
from koalicja.engine.composition.partial import loosened
from koalicja.engine.composition.program import Program, Row, program
from koalicja.engine.composition.relaxation import Relaxation, relaxed
from koalicja.engine.composition.result import RuleRow
from koalicja.engine.composition.rules import Headcount, rule_rows
from koalicja.engine.composition.solve import best_table

__all__ = ["NEAR", "Proposal", "helped_rules", "is_no_worse", "trimmed"]

# Tables that lose at most this part of the first one's objective are near-best.
NEAR = Fraction(6, 100)


@dataclass(frozen=True)
class Proposal:
    """The first table, by places. `missing` is None where it keeps all rules; otherwise what a partial table misses.

    Everything asked about a partial table is asked among the tables that miss as little as it does. `met`: tables that
    came out of questions about one that is not proved to be the best.
    """

    prepared: Prepared
    table: frozenset[int]
    is_proved: bool
    seed: int
    missing: int | None = None
    met: list[frozenset[int]] = field(default_factory=list, compare=False, repr=False)

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
    def gains(self) -> Gains:
        return gains(self.prepared)

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
        self.meet(found.table)
        return found

    def meet(self, table: frozenset[int] | None) -> None:
        """Keep in mind a table that keeps the rules as this one does."""
        if table is not None and not self.is_proved:
            self.met.append(table)

    def better(self) -> "Proposal | None":
        """The best of the tables met, where it is worth more than this one."""
        worths = {table: value(self.prepared, self.prepared.ids(table)) for table in dict.fromkeys(self.met)}
        best = max(worths, key=lambda table: (worths[table], sorted(table)), default=self.table)
        if worths.get(best, self.value) <= self.value:
            return None
        self.met.append(self.table)
        other = replace(self, table=trimmed(self.prepared, best, self.program.keys))
        # What is the same for every table need not be built again.
        same = ("program", "model", "relaxation", "gains")
        other.__dict__.update({name: self.__dict__[name] for name in same if name in self.__dict__})
        return other

    def excluded(self, least: int) -> frozenset[int]:
        """Those whom the relaxation proves to be at no table of this objective."""
        if self.relaxation is None:
            return frozenset()
        bound_with = self.relaxation.bound_with
        return frozenset(place for place in range(self.program.seats) if bound_with(place) < least)


def helped_rules(proposal: Proposal, place: int) -> tuple[str, ...]:
    """The rules that the table would break, or miss by more, if this member left and nobody joined."""
    return tuple(_worse(proposal.prepared, proposal.table, proposal.table - {place}))


def is_no_worse(
    prepared: Prepared, table: frozenset[int], other: frozenset[int], *, counts: Sequence[Headcount] | None = None
) -> bool:
    """Whether another table breaks no rule that this one keeps, and misses none by more (`counts`: see rule_rows)."""
    return next(_worse(prepared, table, other, counts), None) is None


def _worse(
    prepared: Prepared, table: frozenset[int], other: frozenset[int], counts: Sequence[Headcount] | None = None
) -> Iterator[str]:
    before, after = (rule_rows(prepared, prepared.ids(members), counts=counts) for members in (table, other))
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
