"""A stored answer checked again: what is confirmed, what is refuted, what time did not suffice for."""

from dataclasses import astuple

import pytest

from bench.composition_cases import feasible_case
from koalicja.engine.composition.check import validated
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.partial import best_partial
from koalicja.engine.composition.problem import Bounds
from koalicja.engine.composition.recheck import recheck
from koalicja.engine.composition.solve import solve
from tests.engine.composition.registers import person, problem

GRADES = (0.8, 0.7, 0.6, 0.6)
REGISTER = problem(*(person(f"p{n}", willingness=grade) for n, grade in enumerate(GRADES)), size=Bounds(2, 2))
BEST = 0.8 + 0.7 - 2 * 0.5 - 2 * 0.05


def again(
    members: tuple[str, ...], objective: float, bound: float | None, status: str = "optimal", time: float = 20.0
) -> tuple[object, ...]:
    found = recheck(REGISTER, members=members, objective=objective, bound=bound, status=status, seed=1, time_limit=time)
    return astuple(found)


def test_a_proved_answer_is_confirmed() -> None:
    assert again(("p0", "p1"), BEST, BEST) == ((), pytest.approx(BEST), True, "proved", "same", True)


def test_another_table_than_the_proved_one_is_seen() -> None:
    assert again(("p0", "p2"), 0.3, 0.3) == ((), pytest.approx(0.3), True, "wrong", "other", True)


def test_broken_rules_and_a_false_objective_are_seen() -> None:
    assert again(("p0",), 5.0, 5.0) == (("size.min",), pytest.approx(0.25), False, "proved", "other", True)


def test_an_answer_that_was_not_proved_may_have_another_table() -> None:
    assert again(("p0", "p2"), 0.3, 0.9, "feasible") == ((), pytest.approx(0.3), True, "proved", "not_proved", True)


def test_where_no_bound_was_stated_there_is_none_to_prove() -> None:
    told = ((), pytest.approx(BEST), True, "not_stated", "not_proved", True)
    assert again(("p0", "p1"), BEST, None, "feasible") == told


def test_a_member_who_is_no_candidate_is_refused() -> None:
    with pytest.raises(CompositionError) as refused:
        again(("nobody",), 0.0, 0.0)
    assert (refused.value.code, refused.value.params["id"]) == ("unknown_id", "nobody")


def test_time_that_does_not_suffice_is_said() -> None:
    case = feasible_case(60, "tight", 1)
    prepared = validated(case.problem)
    solved = solve(prepared, seed=1, time_limit=30)
    objective = solved.objective(prepared)
    assert objective is not None
    found = recheck(
        case.problem,
        members=solved.members,
        objective=objective,
        bound=objective,
        status="optimal",
        seed=1,
        time_limit=0,
    )
    assert astuple(found) == ((), pytest.approx(objective), True, "no_time", "no_time", True)


def test_a_partial_table_is_confirmed() -> None:
    lacking = problem(*REGISTER.candidates, size=Bounds(2, 2), groups={"ngo": Bounds(1)})
    partial = best_partial(validated(lacking), seed=1, time_limit=20)
    found = recheck(
        lacking, members=partial.members, objective=BEST, bound=BEST, status="infeasible", seed=1, time_limit=20
    )
    assert astuple(found) == (("groups.ngo.min",), pytest.approx(BEST), True, "proved", "same", True)


@pytest.mark.parametrize("time", [20.0, 0.0])
def test_of_an_answer_that_said_the_rules_cannot_be_met_it_is_said_that_they_can(time: float) -> None:
    found = again(("p0", "p1"), BEST, BEST, "infeasible", time)
    assert found == ((), pytest.approx(BEST), True, "wrong", "other", False)


def test_a_table_that_breaks_rules_which_can_be_met_by_another_is_refuted() -> None:
    assert again(("p0",), 0.25, 0.25, "infeasible") == (
        ("size.min",),
        pytest.approx(0.25),
        True,
        "wrong",
        "other",
        False,
    )


def test_of_an_answer_with_a_table_it_is_said_that_the_rules_cannot_be_met_any_more() -> None:
    lacking = problem(*REGISTER.candidates, size=Bounds(2, 2), groups={"ngo": Bounds(1)})
    found = recheck(lacking, members=("p0", "p1"), objective=BEST, bound=BEST, status="optimal", seed=1, time_limit=20)
    assert astuple(found) == (("groups.ngo.min",), pytest.approx(BEST), True, "wrong", "other", False)


def test_of_a_partial_table_nothing_is_refuted_without_time() -> None:
    found = again(("p0",), 0.25, 0.25, "infeasible", 0.0)
    assert found == (("size.min",), pytest.approx(0.25), True, "no_time", "no_time", True)
