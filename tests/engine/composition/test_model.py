"""The program says what the rules and the objective say, by looking at every table of small registers."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings

from koalicja.engine.composition.check import validated
from koalicja.engine.composition.model import Budget, Model
from koalicja.engine.composition.objective import value
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.program import program
from koalicja.engine.composition.rules import broken
from tests.engine.composition.registers import problems

DRAWN = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def every_table(given_: Problem) -> list[tuple[str, ...]]:
    ids = sorted(candidate.id for candidate in given_.candidates)
    return [table for size in range(len(ids) + 1) for table in combinations(ids, size)]


@pytest.mark.slow
@DRAWN
@given(problems())
def test_the_best_table_of_the_model_is_the_best_of_all_tables(drawn: Problem) -> None:
    prepared = validated(drawn)
    kept = [value(prepared, table) for table in every_table(drawn) if not broken(prepared, table)]
    found = Model(program(prepared, seed=1)).best(seed=1, budget=Budget(30), workers=1)
    assert (found.status, found.value) == (("optimal", max(kept)) if kept else ("infeasible", None))
    if found.table is not None:
        members = prepared.ids(found.table)
        assert (broken(prepared, members), value(prepared, members)) == ((), found.value)


def test_a_part_of_a_budget_ends_by_solving_and_by_the_callers_clock() -> None:
    now = [10.0]
    whole = Budget(30.0, elapsed=lambda: now[0], total=50.0)
    part = whole.part(20.0, share=0.25)
    lefts = [(whole.left, part.left)]
    now[0] = 19.0
    lefts.append((whole.left, part.left))
    now[0] = 45.0
    lefts.append((whole.left, part.left))
    whole.spend(28.0)
    assert (lefts, whole.left) == ([(30.0, 10.0), (30.0, 1.0), (5.0, 0.0)], 2.0)


def test_without_a_clock_a_part_of_a_budget_is_seconds_of_solving_alone() -> None:
    assert [Budget(30.0).part(seconds, share=0.1).left for seconds in (20.0, 40.0)] == [20.0, 30.0]
