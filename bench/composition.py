"""How good, how fast and how sure a proposed coalition is, beside what people do without a solver.

    .venv/bin/python -m bench.composition [--quick] [--seeds 2] [--only first,advice,whole,replan]

Registers of 40 to 400 made-up candidates (bench/composition_cases.py). Each figure is printed as measured, and each
claim of docs/performance.md gets PASS or FAIL from these figures alone. Exit code 1 where one fails.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median

from bench.composition_baselines import by_hand, greedy
from bench.composition_cases import FEASIBLE, ONE_CAUSE, SIZES, TWO_CAUSES, Case, feasible_case, planted_case
from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.model import Budget
from koalicja.engine.composition.objective import in_units, value
from koalicja.engine.composition.phantoms import missing
from koalicja.engine.composition.rules import broken
from koalicja.engine.composition.solve import gap, solve

TIME_LIMIT = 7.0
ADVICE_LIMIT = 40.0


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


def verdict(bars: Bars) -> int:
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load {load:.1f} at the end")
    for claim, figure, held in bars.lines:
        print(f"{'PASS' if held else 'FAIL'}  {claim}: {figure}")
    return int(not all(held for _, _, held in bars.lines))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="small registers only, about half a minute")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--only", default="first,advice")
    asked = parser.parse_args()
    seeds, parts, bars = range(1, asked.seeds + 1), asked.only.split(","), Bars()
    if "first" in parts:
        first_answers((40,) if asked.quick else SIZES, seeds, bars)
    if "advice" in parts:
        advice((40,) if asked.quick else (40, 100, 200, 400), seeds, bars)
    return verdict(bars)


if __name__ == "__main__":
    sys.exit(main())
