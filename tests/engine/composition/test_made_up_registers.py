"""The registers that measurements rest on are what they claim to be."""

import pytest

from bench.composition_cases import FEASIBLE, ONE_CAUSE, TWO_CAUSES, Case, feasible_case, planted_case
from koalicja.engine.composition.check import validated
from koalicja.engine.composition.model import Budget, Model
from koalicja.engine.composition.program import program
from tests.engine.composition.oracle import broken

SEEDS = (1, 2, 3)


@pytest.mark.parametrize("variant", FEASIBLE)
@pytest.mark.parametrize("n", [40, 100])
def test_the_hidden_table_keeps_every_rule(variant: str, n: int) -> None:
    cases = [feasible_case(n, variant, seed) for seed in SEEDS]
    assert [broken(case.problem, case.witness) for case in cases] == [frozenset()] * len(cases)


@pytest.mark.parametrize("plant", [*ONE_CAUSE, *TWO_CAUSES])
@pytest.mark.parametrize("n", [40, 100])
def test_the_hidden_table_breaks_only_what_was_planted(plant: str, n: int) -> None:
    cases = [planted_case(n, plant, seed) for seed in SEEDS]
    assert [_blamed(case) for case in cases] == [True] * len(cases)


def _blamed(case: Case) -> bool:
    return bool(missed := broken(case.problem, case.witness)) and missed <= set(case.causes)


def test_the_same_seed_draws_the_same_register() -> None:
    assert planted_case(60, "no business", 7) == planted_case(60, "no business", 7)
    assert planted_case(60, "no business", 7) != planted_case(60, "no business", 8)


@pytest.mark.parametrize("plant", [*ONE_CAUSE, *TWO_CAUSES])
def test_planted_rules_cannot_be_met_together_and_each_alone_could(plant: str) -> None:
    case = planted_case(40, plant, 1)
    whole = program(validated(case.problem), seed=1)
    # Nobody lives there: two rules lack the same people.
    alone = [case.causes] if plant == "no residents" else [(cause,) for cause in case.causes]
    asked = [Model(whole.without(left)).best(seed=1, budget=Budget(30), gain={}) for left in [(), *alone]]
    assert [outcome.status for outcome in asked] == ["infeasible"] + ["optimal"] * len(alone)
