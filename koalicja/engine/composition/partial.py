"""Where no table keeps the rules: the best partial one, and which rules it breaks.

First as little as possible is missing (WEIGHTS: what the librarian said and what is forbidden comes before what is
wanted), then the objective, then the seed. There is always such a table, even of nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil

from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.model import Budget, Model
from koalicja.engine.composition.objective import value
from koalicja.engine.composition.program import Program, Row, program
from koalicja.engine.composition.rules import broken
from koalicja.engine.composition.solve import best_table

__all__ = ["Least", "Partial", "best_partial", "elastic", "least_missing", "loosened", "missing_at_most"]

# What one missing member (village, age band) counts, by the beginning of the rule's name. A lack in a group weighs more
# than an empty seat; where one interest has too great a share, people of others are missing, and the least weight lets
# a table be filled all the same.
WANTED = {
    "groups": 8,
    "min_age_bands": 8,
    "age_bands": 8,
    "sectors": 6,
    "areas": 6,
    "offers": 6,
    "size": 4,
    "min_villages_share": 2,
    "allow_isolated": 2,
    "max_interest_share": 1,
}
# These are broken only where they contradict each other: first a maximum, then a conflict, then a lock.
FORBIDDEN = {"locks.must": 4, "locks.never": 3, "conflicts": 2}
# The part of the time for finding how little can be missing.
FIRST_TIME = 0.5


@dataclass(frozen=True, slots=True)
class Partial:
    """The best partial table. `members` in the order of ids, `value` and `bound` whole numbers of the objective.

    `status`: optimal (proved that no table misses less, that among those that miss as little none is worth more, and
    the only answer for this seed) or feasible. `bound` holds among the tables that miss as little as this one; None
    where that is not proved. `broken`: names of rules. `missing`: the weighted sum of what is missing.
    """

    status: str
    members: tuple[str, ...]
    value: int
    bound: int | None
    broken: tuple[str, ...]
    missing: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Least:
    """How little can be missing, by a table that is not looked at for what it is worth; whether that is proved.

    `model` is that of all partial tables, `cost` what each of its slacks counts.
    """

    missing: int
    table: frozenset[int]
    is_proved: bool
    model: Model
    cost: Mapping[int, int]


def least_missing(prepared: Prepared, *, seed: int, budget: Budget, seconds: float) -> Least:
    """How little a table of this problem can miss. Raises CompositionError("no_time") where none was found in time."""
    loose, cost = elastic(program(prepared, seed=seed))
    model = Model(loose)
    gain = {variable: -number for variable, number in cost.items()}
    found = model.best(seed=seed, budget=budget, seconds=seconds, gain=gain, symmetric=True, ranked_by_seed=False)
    if found.table is None or found.value is None:
        raise CompositionError("no_time")
    return Least(-found.value, found.table, found.status == "optimal", model, cost)


def best_partial(prepared: Prepared, *, seed: int, time_limit: float) -> Partial:
    """The best partial table of a problem whose rules cannot be met, within `time_limit` seconds of solving.

    Raises CompositionError: "rules_can_be_met" where a table keeps them all, "no_time" where the time did not suffice
    for any table, "solver_disagrees" as solve() does.
    """
    budget = Budget(time_limit)
    least = least_missing(prepared, seed=seed, budget=budget, seconds=FIRST_TIME * time_limit)
    missing = least.missing
    kept = missing_at_most(least.cost, missing)
    model, proved = least.model, least.is_proved
    found = best_table(prepared, model, seed=seed, budget=budget, extra=(kept,))
    table = least.table if found.table is None else found.table
    members = prepared.ids(table)
    rules, worth = broken(prepared, members), value(prepared, members)
    if not rules:
        raise CompositionError("rules_can_be_met")
    if found.status == "optimal" and worth != found.value:
        raise CompositionError("solver_disagrees", rules=rules, value=worth)
    bound = max(worth, found.bound) if proved and found.bound is not None else None
    status = "optimal" if proved and found.status == "optimal" else "feasible"
    return Partial(status, members, worth, bound, rules, missing, budget.spent)


def loosened(prepared: Prepared, *, seed: int, missing: int) -> Program:
    """The program of all tables that miss at most so much (see Partial): the best partial table is its best."""
    loose, cost = elastic(program(prepared, seed=seed))
    return replace(loose, rows=(*loose.rows, missing_at_most(cost, missing)))


def missing_at_most(cost: Mapping[int, int], missing: int) -> Row:
    """A row for tables that miss at most so much."""
    return Row("", tuple((variable, -number) for variable, number in cost.items()), -missing)


def elastic(given: Program) -> tuple[Program, Mapping[int, int]]:
    """The program with slack in every named row, and what each slack costs."""
    upper, rows, names = list(given.upper), [], {}
    for row in given.rows:
        slack = _greatest_slack(row, given.upper) if row.name else 0
        if slack:
            names[len(upper)] = row
            upper.append(slack)
        rows.append(replace(row, terms=(*row.terms, (len(upper) - 1, row.unit))) if slack else row)
    worst = 1 + sum(_wanted(row) * upper[variable] for variable, row in names.items())
    cost = {variable: _wanted(row) or worst * _forbidden(row) for variable, row in names.items()}
    gain = (*given.gain, *(0 for _ in names))
    return replace(given, upper=tuple(upper), gain=gain, rows=tuple(rows), most=given.seats), cost


def _greatest_slack(row: Row, upper: tuple[int, ...]) -> int:
    least = sum(coefficient * upper[variable] for variable, coefficient in row.terms if coefficient < 0)
    return max(0, ceil((row.low - least) / row.unit))


def _wanted(row: Row) -> int:
    """The weight of a lack, 0 for what is forbidden."""
    return 0 if row.most else WANTED.get(row.name.split(".")[0], 0)


def _forbidden(row: Row) -> int:
    return FORBIDDEN.get(row.name, 1)
