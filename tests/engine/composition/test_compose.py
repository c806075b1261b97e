"""The whole answer."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings

from bench.composition_cases import feasible_case, planted_case
from koalicja.engine.composition.check import validated
from koalicja.engine.composition.compose import STEPS, _Composing, compose
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.model import Budget, Model
from koalicja.engine.composition.problem import Bounds, Problem
from koalicja.engine.composition.program import program
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.replan import replan
from koalicja.engine.composition.result import Advice, Composition, RuleRow
from koalicja.engine.composition.solve import solve
from koalicja.engine.composition.why_not import why_not
from tests.engine.composition import oracle
from tests.engine.composition.registers import person, problem, problems, shuffled

DRAWN = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def timeless(answer: Composition) -> Composition:
    return replace(answer, solver_seconds=0.0, seconds=None)


def test_an_empty_register_without_rules_is_an_empty_table() -> None:
    answer = compose(problem())
    assert (answer.status, answer.objective, answer.members, answer.alternatives, answer.known_facts) == (
        "optimal",
        0.0,
        (),
        (),
        0,
    )


def test_an_empty_register_is_told_whom_to_look_for() -> None:
    answer = compose(problem(groups={"business": Bounds(1)}))
    assert (answer.status, answer.members) == ("infeasible", ())
    assert answer.rules == (RuleRow("groups.business.min", 1, 0, False),)
    assert answer.advice == (Advice("look_for", ("groups.business.min",), {"group": "business"}),)


def test_without_time_the_answer_is_unknown_and_has_no_more_than_a_bound() -> None:
    answer = compose(problem(person("a"), person("b"), size=Bounds(1)), time_limit=0.0)
    assert (answer.status, answer.objective, answer.gap, answer.members) == ("unknown", None, None, ())
    assert answer.bound == pytest.approx(-0.05)
    assert (answer.reasons, answer.rules, answer.alternatives, answer.tradeoff) == ({}, (), (), ())


def test_a_problem_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(CompositionError) as caught:
        compose(problem(person("a"), person("a")))
    assert caught.value.code == "duplicate_id"


def test_progress_names_the_steps_in_order() -> None:
    told: list[tuple[str, int, int]] = []
    compose(
        problem(person("a"), groups={"ngo": Bounds(1)}),
        on_progress=lambda step, done, total: told.append((step, done, total)),
    )
    assert told == [(step, number, len(STEPS)) for number, step in enumerate(STEPS)]


def test_when_the_callers_time_is_over_no_step_goes_on() -> None:
    seconds = iter([0.0])
    answer = compose(feasible_case(40, "usual", 1).problem, elapsed=lambda: next(seconds, 50.0))
    assert (answer.status, answer.gap) == ("optimal", 0.0)
    assert (answer.alternatives, answer.alternatives_complete, answer.questions) == ((), False, ())
    assert [row.status for row in answer.tradeoff if row.size != len(answer.members)] == ["unknown"] * (
        len(answer.tradeoff) - 1
    )
    assert set(answer.reasons) == set(answer.members)


def test_while_the_caller_has_time_the_answer_is_whole() -> None:
    assert timeless(compose(worked_example(), elapsed=lambda: 30.0)) == timeless(compose(worked_example()))


@pytest.mark.slow
@DRAWN
@given(problems(greatest=6))
def test_the_same_seed_gives_the_same_answer_whatever_the_order_of_rows(drawn: Problem) -> None:
    answer = compose(drawn)
    assert timeless(answer) == timeless(compose(shuffled(drawn, 7)))
    best = oracle.best(drawn)
    assert answer.status == ("infeasible" if best is None else "optimal")
    assert set(answer.reasons) == set(answer.members)
    assert min((len(reasons) for reasons in answer.reasons.values()), default=1) >= 1
    if best is not None:
        assert frozenset(answer.members) in best[1]
        assert answer.gap == 0.0


@pytest.mark.slow
def test_a_register_of_forty_is_explained_whole() -> None:
    answer = compose(feasible_case(40, "usual", 1).problem)
    assert (answer.status, answer.gap, len(answer.alternatives), answer.alternatives_complete) == (
        "optimal",
        0.0,
        5,
        True,
    )
    assert [row.name for row in answer.rules if not row.met] == []
    assert len(answer.questions) == 3
    shown = {*answer.members, *(member for each in answer.alternatives for member in each.members)}
    assert shown & {*answer.never_proposed} == set()


@pytest.mark.slow
def test_a_partial_table_is_explained_among_those_that_miss_as_little() -> None:
    case = planted_case(40, "no residents", 1)
    answer = compose(case.problem)
    assert answer.status == "infeasible"
    assert {row.name for row in answer.rules if not row.met} == set(case.causes)
    assert {row.code for row in answer.advice} == {"look_for"}
    broken = [oracle.broken(case.problem, each.members) for each in answer.alternatives]
    assert broken == [frozenset(case.causes)] * 5
    assert set(answer.reasons) == set(answer.members)


def worked_example() -> Problem:
    return problem(
        person("a", group="culture", willingness=0.9),
        person("b", group="ngo", influence=0.9),
        person("c", group="business"),
        person("d"),
        person("e", group="ngo"),
        size=Bounds(3, 4),
        groups={"culture": Bounds(1), "ngo": Bounds(1), "business": Bounds(1)},
    )


def test_the_worked_example_of_the_methods_page_is_true() -> None:
    answer = compose(worked_example())
    assert (answer.status, answer.members) == ("optimal", ("a", "b", "c"))
    assert answer.objective == pytest.approx(0.55)
    codes = {member: [reason.code for reason in reasons] for member, reasons in answer.reasons.items()}
    assert codes == {
        "a": ["irreplaceable", "sole_cover", "willing"],
        "b": ["sole_cover", "loss_if_out", "influential"],
        "c": ["irreplaceable", "sole_cover"],
    }
    assert (answer.alternatives, answer.alternatives_complete, answer.never_proposed) == ((), True, ("d", "e"))
    assert [(row.size, row.objective) for row in answer.tradeoff] == [
        (3, pytest.approx(0.55)),
        (4, pytest.approx(0.5)),
    ]
    assert [(each.id, each.column, each.change) for each in answer.questions] == [("e", "influence", 1)]
    with_d = why_not(worked_example(), answer.members, "d")
    assert (with_d.status, with_d.loss, with_d.joins) == ("possible", pytest.approx(0.05), ("d",))
    again = replan(worked_example(), answer.members, ("c",))
    assert (again.status, [advice.profile for advice in again.advice]) == ("infeasible", [{"group": "business"}])


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_better_table_that_a_later_step_meets_becomes_the_proposal(seed: int) -> None:
    prepared = validated(feasible_case(40, "usual", seed).problem)
    best = solve(prepared, seed=1, time_limit=30.0)
    every = Budget(36.0)
    anything = Model(program(prepared, seed=1)).best(seed=1, budget=every, gain={})
    assert anything.table is not None
    poor = Proposal(prepared, anything.table, False, 1)
    assert poor.value < (best.value or 0)
    answer = _Composing(prepared, 1, 8.0, lambda step, done, total: None, every).explained(poor, "feasible", best.bound)
    assert answer.objective == best.objective(prepared)
    assert (answer.status, answer.gap, len(answer.alternatives)) == ("feasible", 0.0, 5)
    assert set(answer.reasons) == set(answer.members)
    assert [row.name for row in answer.rules if not row.met] == []
    for each in (*answer.alternatives, *(row for row in answer.tradeoff if row.objective is not None)):
        assert each.objective <= answer.objective
    shown = {*answer.members, *(member for each in answer.alternatives for member in each.members)}
    assert shown & {*answer.never_proposed} == set()


@pytest.mark.slow
def test_where_time_ends_soon_no_other_table_is_better_than_the_proposal() -> None:
    ticks = count()
    answer = compose(
        feasible_case(200, "usual", 1).problem, time_limit=0.2, elapsed=lambda: next(ticks) * 0.02, total=8.0
    )
    others = [each.objective for each in answer.alternatives]
    others += [row.objective for row in answer.tradeoff if row.objective is not None]
    if answer.objective is None:
        # A machine so slow that it found no table shows no other either.
        assert (answer.members, others) == ((), [])
    else:
        assert max(others, default=answer.objective) <= answer.objective
        assert answer.bound >= answer.objective
