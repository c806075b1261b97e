"""The program says what the rules and the objective say, by looking at every table of small registers."""

from itertools import combinations

from hypothesis import HealthCheck, given, settings

from koalicja.engine.composition.check import validated
from koalicja.engine.composition.model import Budget, Model
from koalicja.engine.composition.objective import value
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.program import program
from koalicja.engine.composition.rules import broken
from tests.engine.composition.registers import problems

DRAWN = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def every_table(given_: Problem) -> list[tuple[str, ...]]:
    ids = sorted(candidate.id for candidate in given_.candidates)
    return [table for size in range(len(ids) + 1) for table in combinations(ids, size)]


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
