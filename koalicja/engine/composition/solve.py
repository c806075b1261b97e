"""The best table: proved where time allows, and otherwise with a bound on how much better any other could be.

Up to DIRECT candidates the whole problem goes to CP-SAT. Above, the linear relaxation names the most promising ones and
a table of them comes first. Then everyone whom the relaxation excludes from any table as good as that one is left out:
what is proved about the rest is proved about all.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor

from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.model import Budget, Model, Outcome
from koalicja.engine.composition.objective import in_units, value
from koalicja.engine.composition.program import Row, not_seated, program
from koalicja.engine.composition.relaxation import Relaxation, relaxed
from koalicja.engine.composition.rules import broken, headcounts

__all__ = ["Solved", "best_table", "gap", "short_list", "solve"]

DIRECT = 120
SHORT = 80
# The part of the time the short list may take; the rest is for the proof over everyone.
SHORT_TIME = 0.4
# However short the time, so long for a bound.
BOUND_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Solved:
    """The first answer. `members` in the order of ids; `value` and `bound` are whole numbers of the objective.

    `status`: optimal (proved, and the only answer for this seed), feasible, infeasible (proved) or unknown; there is a
    table in the first two. `bound` may be known without a table.
    """

    status: str
    members: tuple[str, ...]
    value: int | None
    bound: int | None
    seconds: float

    def objective(self, prepared: Prepared) -> float | None:
        return None if self.value is None else in_units(prepared, self.value)


def gap(value: int | None, bound: int | None) -> float | None:
    """(bound − objective) / |objective|, the same whatever the weights are multiplied with."""
    if value is None or bound is None:
        return None
    return (bound - value) / max(1e-9, abs(value))


def solve(prepared: Prepared, *, seed: int, time_limit: float) -> Solved:
    """The best table that keeps all rules, within `time_limit` seconds of solving.

    Raises CompositionError("solver_disagrees") where counting does not find what the solver said.
    """
    budget = Budget(time_limit)
    found = best_table(prepared, Model(program(prepared, seed=seed)), seed=seed, budget=budget)
    if found.table is None:
        return Solved(found.status, (), None, found.bound, budget.spent)
    members = prepared.ids(found.table)
    rules, worth = broken(prepared, members), value(prepared, members)
    if rules or found.value is None or worth < found.value or (found.status == "optimal" and worth > found.value):
        raise CompositionError("solver_disagrees", rules=rules, value=worth)
    return Solved(found.status, members, worth, max(worth, found.bound or worth), budget.spent)


def best_table(
    prepared: Prepared, model: Model, *, seed: int, budget: Budget, extra: Sequence[Row] = (), symmetric: bool = True
) -> Outcome:
    """The best table of a model that also keeps the `extra` rows (which name no candidate where `symmetric`)."""
    relaxation = relaxed(model.program, extra, seconds=max(BOUND_SECONDS, budget.left))
    if model.program.seats <= DIRECT or relaxation is None:
        found = model.best(seed=seed, budget=budget, extra=extra, symmetric=symmetric)
        return _bounded(found, relaxation)
    return _from_short_list(prepared, model, relaxation, seed=seed, budget=budget, extra=extra, symmetric=symmetric)


def short_list(prepared: Prepared, relaxation: Relaxation, size: int = SHORT) -> frozenset[int]:
    """The places most likely at the best table, with the locked and enough for each rule."""
    order = sorted(
        range(len(prepared.candidates)),
        key=lambda place: (-round(float(relaxation.values[place]), 6), -float(relaxation.reduced[place]), place),
    )
    chosen = set(prepared.must) | {place for place in order if relaxation.values[place] > 1e-6}
    for rule in headcounts(prepared):
        chosen.update([place for place in order if place in rule.who][: 2 * (rule.min or 0)])
    for place in order:
        if len(chosen) >= size:
            break
        chosen.add(place)
    return frozenset(chosen)


def _from_short_list(
    prepared: Prepared,
    model: Model,
    relaxation: Relaxation,
    *,
    seed: int,
    budget: Budget,
    extra: Sequence[Row],
    symmetric: bool,
) -> Outcome:
    everyone, chosen = range(model.program.seats), short_list(prepared, relaxation)
    others = [not_seated(place) for place in everyone if place not in chosen]
    first = model.best(
        seed=seed, budget=budget, seconds=SHORT_TIME * budget.left, extra=[*extra, *others], symmetric=False
    )
    excluded = [
        not_seated(place)
        for place in everyone
        if first.value is not None and relaxation.bound_with(place) < first.value
    ]
    if first.status == "optimal" and {*others} <= {*excluded}:
        return first
    found = model.best(seed=seed, budget=budget, extra=[*extra, *excluded], hint=first.table, symmetric=symmetric)
    return _bounded(of_both(first, found), relaxation)


def of_both(first: Outcome, found: Outcome) -> Outcome:
    """What a table of some and a search among all of them say together."""
    if first.value is None or first.table is None or found.status == "optimal":
        return found
    bound = None if found.bound is None else max(found.bound, first.value)
    if found.value is not None and found.value > first.value:
        return replace(found, bound=bound)
    return replace(first, status="feasible", bound=bound)


def _bounded(found: Outcome, relaxation: Relaxation | None) -> Outcome:
    if relaxation is None or found.status in ("optimal", "infeasible"):
        return found
    relaxed_bound = floor(relaxation.bound)
    bound = relaxed_bound if found.bound is None else min(found.bound, relaxed_bound)
    return replace(found, bound=bound if found.value is None else max(bound, found.value))
