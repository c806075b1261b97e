"""Which rules contradict each other: the fewest names that cannot be met together.

The solver is only ever asked whether some rules can be met; its own conflict cores are not used, since they have been
wrong (google/or-tools #5141, #2649). Splitting in halves needs few questions: U. Junker, QuickXplain, AAAI 2004.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from koalicja.engine.composition.model import Budget, Model
from koalicja.engine.composition.program import Program

__all__ = ["SECONDS", "Conflict", "minimal_conflict", "rule_names"]

SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Conflict:
    """`rules` cannot be met together, which is proved; where `minimal`, without any one of them they could."""

    rules: tuple[str, ...]
    minimal: bool


def rule_names(program: Program) -> tuple[str, ...]:
    """The rules of a program by name, in their order."""
    return tuple(dict.fromkeys(row.name for row in program.rows if row.name))


def minimal_conflict(program: Program, *, seed: int, budget: Budget) -> Conflict | None:
    """A minimal set of rules that cannot be met together; None where no such set was proved in time."""
    search = _Search(program, seed, budget)
    if search.status(search.names) != "infeasible":
        return None
    rules = search.needed((), search.names, told=False)
    statuses = [search.status([name for name in rules if name != left]) for left in rules]
    return Conflict(tuple(rules), all(status in ("optimal", "feasible") for status in statuses))


class _Search:
    """Remembers what was asked: the same names are asked more than once."""

    def __init__(self, program: Program, seed: int, budget: Budget) -> None:
        self.program, self.seed, self.budget = program, seed, budget
        self.names = rule_names(program)
        self.known: dict[frozenset[str], str] = {}

    def status(self, kept: Collection[str]) -> str:
        """Whether the rules of these names can be met: optimal or feasible, infeasible, or unknown."""
        names = frozenset(kept)
        if names not in self.known:
            model = Model(self.program.without(frozenset(self.names) - names))
            self.known[names] = model.best(seed=self.seed, budget=self.budget, seconds=SECONDS, gain={}).status
        return self.known[names]

    def needed(self, given: Sequence[str], names: Sequence[str], *, told: bool) -> list[str]:
        """Those of `names` that a conflict with all of `given` needs. What was not proved in time stays."""
        if told and self.status(given) == "infeasible":
            return []
        if len(names) == 1:
            return list(names)
        half = len(names) // 2
        first, second = names[:half], names[half:]
        of_second = self.needed([*given, *first], second, told=bool(first))
        of_first = self.needed([*given, *of_second], first, told=bool(of_second))
        return [*of_first, *of_second]
