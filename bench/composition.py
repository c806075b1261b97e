"""How good, how fast and how sure a proposed coalition is, beside what people do without a solver.

    .venv/bin/python -m bench.composition [--quick] [--sizes 100,400] [--seeds 2] [--only first,advice]

Registers of 40 to 400 made-up candidates (bench/composition_cases.py). Each figure is printed as measured, and each
claim of docs/performance.md gets PASS or FAIL from these figures alone. Exit code 1 where one fails.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import combinations
from random import Random
from statistics import median

from bench.composition_baselines import by_hand, greedy
from bench.composition_cases import FEASIBLE, ONE_CAUSE, SIZES, TWO_CAUSES, Case, feasible_case, planted_case
from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.compose import compose
from koalicja.engine.composition.model import Budget
from koalicja.engine.composition.objective import in_units, value
from koalicja.engine.composition.phantoms import missing
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.replan import replan
from koalicja.engine.composition.result import Composition
from koalicja.engine.composition.rules import broken
from koalicja.engine.composition.solve import gap, solve

WHOLE: tuple[tuple[Callable[[int, str, int], Case], str], ...] = (
    *((feasible_case, variant) for variant in FEASIBLE),
    *((planted_case, plant) for plant in ("no business", "all of one owner", "one person for two things")),
)
TIME_LIMIT = 7.0
ADVICE_LIMIT = 40.0
REPEATS = 3


@dataclass(slots=True)
class Bars:
    """Claims and what was measured for each: a claim nothing was measured for is neither met nor missed."""

    lines: list[tuple[str, str, bool]] = field(default_factory=list)

    def add(
        self, claim: str, figures: Iterable[float], *, worst: Callable[..., float], holds: Callable[[float], bool]
    ) -> None:
        measured = list(figures)
        if measured:
            figure = worst(measured)
            self.lines.append((claim, f"{figure:.3g} ({len(measured)} measured)", holds(figure)))

    def share(self, claim: str, found: Iterable[bool], least: float) -> None:
        self.add(
            claim, [float(one) for one in found], worst=lambda all_: sum(all_) / len(all_), holds=lambda x: x >= least
        )


@dataclass(frozen=True, slots=True)
class First:
    """The first answer to one case, and two tables made without a solver: broken rules and objective of each."""

    case: Case
    status: str
    seconds: float
    gap: float | None
    broken: int
    objective: float | None
    others: tuple[tuple[int, float], tuple[int, float]]

    @property
    def size(self) -> int:
        return len(self.case.problem.candidates)


def first_answer(case: Case) -> First:
    started = time.perf_counter()
    prepared = validated(case.problem)
    found = solve(prepared, seed=1, time_limit=TIME_LIMIT)
    seconds = time.perf_counter() - started
    return First(
        case,
        found.status,
        seconds,
        gap(found.value, found.bound),
        len(broken(prepared, found.members)) if found.value is not None else 0,
        found.objective(prepared),
        (_judged(prepared, greedy(prepared)), _judged(prepared, by_hand(prepared))),
    )


def _judged(prepared: Prepared, members: tuple[str, ...]) -> tuple[int, float]:
    return len(broken(prepared, members)), in_units(prepared, value(prepared, members))


def first_answers(sizes: Iterable[int], seeds: Iterable[int], bars: Bars) -> None:
    print(f"First answers, at most {TIME_LIMIT:g} s of solving each; rules broken / objective")
    print(f"{'case':<18}{'status':<12}{'seconds':>8}{'gap %':>7}{'proposed':>12}{'greedy':>12}{'by hand':>12}")
    found = []
    for case in (feasible_case(n, variant, seed) for n in sizes for variant in FEASIBLE for seed in seeds):
        row = first_answer(case)
        found.append(row)
        tables = ((row.broken, row.objective or 0.0), *row.others)
        told = "".join(f"{rules} / {worth:.2f}".rjust(12) for rules, worth in tables)
        percent = "-" if row.gap is None else f"{100 * row.gap:.2f}"
        print(f"{case.name:<18}{row.status:<12}{row.seconds:>8.2f}{percent:>7}{told}", flush=True)
    without = (sum(row.others[0][0] == 0 for row in found), sum(row.others[1][0] == 0 for row in found))
    hand = [row.others[1][0] for row in found]
    print(f"Without a broken rule: greedy {without[0]} of {len(found)}, by hand {without[1]} of {len(found)}", end="")
    print(f" (by hand {min(hand)} to {max(hand)} rules broken, median {median(hand):g})\n")
    small = [row for row in found if row.size <= 100]
    bars.add("rules broken: 0", [row.broken for row in found], worst=sum, holds=lambda x: x == 0)
    bars.share("a table found wherever there is one", [row.objective is not None for row in found], 1)
    bars.share("n ≤ 100: proved", [row.status == "optimal" for row in small], 1)
    bars.add("n ≤ 100: at most 5 s", [row.seconds for row in small], worst=max, holds=lambda x: x <= 5)
    bars.add("n ≤ 400: first answer at most 8 s", [row.seconds for row in found], worst=max, holds=lambda x: x <= 8)
    bars.add(
        "n ≤ 400: gap at most 5 %",
        [1.0 if row.gap is None else row.gap for row in found],
        worst=max,
        holds=lambda x: x <= 0.05,
    )


def advice(sizes: Iterable[int], seeds: Iterable[int], bars: Bars) -> None:
    print("Rules that cannot be met: the planted causes, and what is advised")
    found: dict[str, list[bool]] = {"one cause": [], "two causes": []}
    for case in (planted_case(n, plant, seed) for n in sizes for plant in (*ONE_CAUSE, *TWO_CAUSES) for seed in seeds):
        started, budget = time.perf_counter(), Budget(ADVICE_LIMIT)
        given = missing(validated(case.problem), seed=1, budget=budget)
        seconds = time.perf_counter() - started
        named = {rule for one in given for rule in one.rules}
        found[case.kind].append(set(case.causes) <= named)
        words = f"{len(given)} × {given[0].code}" if given else "nothing"
        print(
            f"{case.name:<34}{seconds:>7.2f} s  {'found ' if found[case.kind][-1] else 'MISSED'}  {words}", flush=True
        )
    print()
    bars.share("one planted cause found: 95 %", found["one cause"], 0.95)
    bars.share("two interacting causes found: 95 %", found["two causes"], 0.95)


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything told about one case; `tables` are the proposal and its alternatives."""

    case: Case
    answer: Composition
    seconds: float

    @property
    def tables(self) -> list[tuple[str, ...]]:
        return [self.answer.members, *(other.members for other in self.answer.alternatives)]

    @property
    def apart(self) -> float | None:
        return min((jaccard(one, other) for one, other in combinations(self.tables, 2)), default=None)

    @property
    def loss(self) -> float | None:
        prepared = validated(self.case.problem)
        first = value(prepared, self.answer.members)
        others = [value(prepared, members) for members in self.tables[1:]]
        return (first - min(others)) / max(1e-9, abs(first)) if others else None

    @property
    def alternatives(self) -> str:
        if len(self.answer.alternatives) >= 5:
            return "five"
        complete = "no more" if self.answer.alternatives_complete else "perhaps more"
        return f"{len(self.answer.alternatives)}, {complete}"


def jaccard(one: Iterable[str], other: Iterable[str]) -> float:
    here, there = set(one), set(other)
    return len(here ^ there) / max(1, len(here | there))


def clock() -> Callable[[], float]:
    started = time.perf_counter()
    return lambda: time.perf_counter() - started


def whole_answers(sizes: Iterable[int], seeds: Iterable[int], bars: Bars) -> None:
    print(
        "Whole answers: status, seconds, alternatives, the nearest two tables, the greatest loss in %, never proposed"
    )
    found = []
    for case in (make(n, name, seed) for n in sizes for make, name in WHOLE for seed in seeds):
        elapsed = clock()
        answer = compose(case.problem, seed=1, time_limit=TIME_LIMIT, elapsed=elapsed)
        found.append(row := Whole(case, answer, elapsed()))
        apart = "-" if row.apart is None else f"{row.apart:.2f}"
        loss = "-" if row.loss is None else f"{100 * row.loss:.1f}"
        print(
            f"{case.name:<34}{answer.status:<11}{row.seconds:>6.1f}  {row.alternatives:<16}{apart:>6}{loss:>6}"
            f"{len(answer.never_proposed):>5}, undecided {answer.undecided}",
            flush=True,
        )
    print()
    met = [row for row in found if not row.case.causes]
    nearest, losses = (
        [row.apart for row in met if row.apart is not None],
        [row.loss for row in met if row.loss is not None],
    )
    reasons = [all(map(row.answer.reasons.get, row.answer.members)) for row in found]
    bars.add("the whole answer at most 60 s", [row.seconds for row in found], worst=max, holds=lambda x: x <= 60)
    bars.share("every member has a reason", reasons, 1)
    bars.share("five alternatives, or proved that there are fewer", ["perhaps" not in r.alternatives for r in found], 1)
    bars.add("every two tables at Jaccard distance 0.3 or more", nearest, worst=min, holds=lambda x: x >= 0.3)
    bars.add("an alternative loses at most 6 %", losses, worst=max, holds=lambda x: x <= 0.06)


@dataclass(frozen=True, slots=True)
class Again:
    """A table after some declined: how many of the others change, planned again and started over.

    `seconds` and `processor` (seconds of all cores, which other work on the machine does not lengthen) are medians.
    """

    status: str
    seconds: float
    processor: float
    changes: int
    anew: int
    broken: int


def planned_again(case: Case, table: tuple[str, ...], declined: list[str]) -> Again:
    times, worked = [], []
    for _ in range(REPEATS):
        started, begun = time.perf_counter(), time.process_time()
        again = replan(case.problem, table, declined, seed=1)
        times.append(time.perf_counter() - started)
        worked.append(time.process_time() - begun)
    left = validated(without(case.problem, declined))
    over = solve(left, seed=1, time_limit=TIME_LIMIT)
    rules = len(broken(left, again.members))
    changes, anew = (changes_among_others(table, declined, each.members) for each in (again, over))
    return Again(again.status, median(times), median(worked), changes, anew, rules)


def changes_among_others(table: Iterable[str], declined: Iterable[str], members: Iterable[str]) -> int:
    """How many others leave, and join beyond one for each who declined."""
    stay, free = {*table} - {*declined}, len({*declined})
    return len(stay - {*members}) + max(0, len({*members} - stay) - free)


def without(problem: Problem, declined: Iterable[str]) -> Problem:
    gone = {*declined}
    rows = (replace(row, lock="never") if row.id in gone else row for row in problem.candidates)
    return replace(problem, candidates=tuple(rows))


def replans(sizes: Iterable[int], seeds: Iterable[int], bars: Bars) -> None:
    print("One to three members decline: status, seconds, processor seconds, changes among the others", end=" ")
    print("planned again / started over")
    found: list[Again] = []
    for case in (feasible_case(n, variant, seed) for n in sizes for variant in ("usual", "tight") for seed in seeds):
        prepared = validated(case.problem)
        table = solve(prepared, seed=1, time_limit=TIME_LIMIT).members
        free = [member for member in table if prepared.index[member] not in prepared.must]
        for count in (1, 2, 3):
            row = planned_again(case, table, Random(f"{case.name}/{count}").sample(free, count))
            found.append(row)
            told = f"{row.status:<11}{row.seconds:>6.2f}{row.processor:>6.2f}{row.changes:>5} /{row.anew:>3}"
            print(f"{case.name:<18}{count} declined  {told}", flush=True)
    print()
    met = [row for row in found if row.status in ("optimal", "feasible")]
    share = sum(row.changes for row in met) / max(1, sum(row.anew for row in met))
    bars.add(
        "planned again (median of 3 runs) in at most 1 s",
        [row.seconds for row in found],
        worst=max,
        holds=lambda x: x <= 1,
    )
    print(f"Processor seconds of planning again: at most {max(row.processor for row in found):.2f}\n")
    bars.add("planned again: rules broken: 0", [row.broken for row in met], worst=sum, holds=lambda x: x == 0)
    bars.add("at most half of the changes of starting over", [share], worst=max, holds=lambda x: x <= 0.5)


def verdict(bars: Bars) -> int:
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load {load:.1f} at the end")
    for claim, figure, held in bars.lines:
        print(f"{'PASS' if held else 'FAIL'}  {claim}: {figure}")
    return int(not all(held for _, _, held in bars.lines))


PARTS: dict[str, tuple[Callable[[Iterable[int], Iterable[int], Bars], None], tuple[int, ...]]] = {
    "first": (first_answers, SIZES),
    "advice": (advice, (40, 100, 200, 400)),
    "whole": (whole_answers, (100, 400)),
    "replan": (replans, (60, 100, 200, 400)),
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="small registers only, about half a minute")
    parser.add_argument("--sizes", help="candidates of a register, such as 100,400")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--only", default=",".join(PARTS))
    asked = parser.parse_args()
    seeds, bars = range(1, asked.seeds + 1), Bars()
    sizes = tuple(map(int, asked.sizes.split(","))) if asked.sizes else (40,) if asked.quick else ()
    for name in asked.only.split(","):
        part, usual = PARTS[name]
        part(sizes or usual, seeds, bars)
    return verdict(bars)


if __name__ == "__main__":
    sys.exit(main())
