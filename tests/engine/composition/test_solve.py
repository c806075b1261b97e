"""The first answer: the best table there is, the only one for its seed, whatever the order of rows."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bench.composition_cases import feasible_case, planted_case
from koalicja.engine.composition import solve as solving
from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.model import Budget, Model, Outcome
from koalicja.engine.composition.objective import SCALE, gains, terms, value
from koalicja.engine.composition.problem import Bounds, Problem, Weights
from koalicja.engine.composition.program import (
    apart,
    at_least,
    differs,
    keys,
    not_seated,
    of_size,
    program,
    ranked,
    seated,
)
from koalicja.engine.composition.relaxation import relaxed
from koalicja.engine.composition.rules import broken
from koalicja.engine.composition.solve import gap, short_list, solve
from tests.engine.composition import oracle
from tests.engine.composition.registers import person, problem, problems, shuffled, weighing

DRAWN = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def kept_tables(prepared: Prepared) -> list[tuple[str, ...]]:
    ids = sorted(prepared.index)
    every = (table for size in range(len(ids) + 1) for table in combinations(ids, size))
    return [table for table in every if not broken(prepared, table)]


@DRAWN
@given(problems())
def test_the_answer_is_one_of_the_best_tables_of_the_definition(drawn: Problem) -> None:
    found, truth = solve(validated(drawn), seed=1, time_limit=30), oracle.best(drawn)
    if truth is None:
        assert (found.status, found.members, found.value) == ("infeasible", (), None)
    else:
        worth = float(oracle.value(drawn, found.members))
        assert (found.status, oracle.broken(drawn, found.members)) == ("optimal", set())
        assert worth == pytest.approx(float(truth[0]), abs=1e-4)
        assert found.objective(validated(drawn)) == pytest.approx(worth, abs=1e-4)


@pytest.mark.slow
@DRAWN
@given(problems(), st.integers(0, 5))
def test_the_answer_is_the_best_table_of_the_smallest_keys(drawn: Problem, seed: int) -> None:
    prepared = validated(drawn)
    tables = kept_tables(prepared)
    assume(tables)
    made = program(prepared, seed=seed)
    ranking = ranked(made, made.aim)

    def rank(table: tuple[str, ...]) -> int:
        sums = sum(ranking.gain.get(place, 0) - ranking.step * made.gain[place] for place in prepared.places(table))
        return ranking.step * value(prepared, table) + sums

    assert solve(prepared, seed=seed, time_limit=30).members == max(tables, key=rank)


@DRAWN
@given(problems(), st.integers(0, 99))
def test_the_order_of_rows_changes_nothing(drawn: Problem, order: int) -> None:
    first, second = (
        solve(validated(drawn), seed=4, time_limit=30),
        solve(validated(shuffled(drawn, order)), seed=4, time_limit=30),
    )
    assert (first.status, first.members, first.value) == (second.status, second.members, second.value)


@DRAWN
@given(problems(), st.sampled_from((0.1, 3.0, 7.3, 1000.0)))
def test_multiplying_all_weights_changes_neither_table_nor_bound(drawn: Problem, factor: float) -> None:
    first, second = (
        solve(validated(drawn), seed=1, time_limit=30),
        solve(validated(weighing(drawn, factor)), seed=1, time_limit=30),
    )
    assert (first.status, first.members, first.value, first.bound) == (
        second.status,
        second.members,
        second.value,
        second.bound,
    )


@pytest.mark.slow
@DRAWN
@given(problems())
def test_no_table_beats_the_relaxation_with_or_without_anyone(drawn: Problem) -> None:
    prepared = validated(drawn)
    relaxation = relaxed(program(prepared, seed=1))
    assume(relaxation is not None)
    assert relaxation is not None
    for table in kept_tables(prepared):
        worth, seats = value(prepared, table), prepared.places(table)
        others = set(range(len(prepared.candidates))) - seats
        limits = [*(relaxation.bound_with(place) for place in seats), *(relaxation.bound_without(p) for p in others)]
        assert worth <= min([relaxation.bound, *limits])


@DRAWN
@given(drawn=problems())
def test_a_short_list_leads_to_the_same_table(drawn: Problem) -> None:
    direct = solve(validated(drawn), seed=1, time_limit=30)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solving, "DIRECT", 0)
        patch.setattr(solving, "SHORT", 3)
        listed = solve(validated(drawn), seed=1, time_limit=30)
    assert (listed.status, listed.members, listed.value) == (direct.status, direct.members, direct.value)


@pytest.mark.slow
@pytest.mark.parametrize("variant", ["usual", "tight", "unknown", "alike"])
def test_a_register_of_60_is_proved_and_the_same_with_other_workers_and_other_rows(variant: str) -> None:
    case = feasible_case(60, variant, 5)
    prepared = validated(case.problem)
    found = solve(prepared, seed=3, time_limit=30)
    again = solve(validated(shuffled(case.problem, 1)), seed=3, time_limit=30)
    more = Model(program(prepared, seed=3)).best(seed=99, budget=Budget(30), workers=12)
    assert (found.status, again.status, more.status) == ("optimal", "optimal", "optimal")
    assert more.table is not None
    assert found.members == again.members == prepared.ids(more.table)
    assert value(prepared, found.members) == found.value == found.bound


@pytest.mark.slow
@pytest.mark.parametrize("variant", ["usual", "tight", "unknown", "alike"])
def test_a_register_of_400_has_an_answer_within_five_percent(variant: str) -> None:
    prepared = validated(feasible_case(400, variant, 1).problem)
    found = solve(prepared, seed=1, time_limit=1)  # twenty seconds, see conftest.py
    assert broken(prepared, found.members) == ()
    assert (gap(found.value, found.bound) or 0.0) <= 0.05


def test_a_planted_lack_is_proved() -> None:
    found = solve(validated(planted_case(150, "no business", 1).problem), seed=1, time_limit=30)
    assert (found.status, found.members, found.value, found.bound) == ("infeasible", (), None, None)


def test_without_time_nothing_is_known() -> None:
    found = solve(validated(problem(person("a"), size=Bounds(1))), seed=1, time_limit=0)
    assert (found.status, found.members, found.value) == ("unknown", (), None)


def test_an_empty_register_without_rules_is_a_table_of_nobody() -> None:
    found = solve(validated(problem()), seed=1, time_limit=10)
    assert (found.status, found.members, found.value, found.bound) == ("optimal", (), 0, 0)


def test_weights_of_nothing_leave_the_choice_to_the_seed_alone() -> None:
    register = problem(*(person(f"p{number}") for number in range(6)), size=Bounds(2, 2), weights=Weights(*[0.0] * 6))
    prepared = validated(register)
    order = sorted(range(6), key=lambda place: keys(prepared, 8)[place])
    found = solve(prepared, seed=8, time_limit=10)
    assert (found.status, found.members, found.value) == ("optimal", prepared.ids(order[:2]), 0)


def test_the_gap_is_a_share_of_the_objective() -> None:
    assert (gap(200, 210), gap(-200, -190), gap(0, 0), gap(None, 5), gap(5, None)) == (0.05, 0.05, 0.0, None, None)


def test_terms_say_what_each_part_is_worth() -> None:
    register = problem(
        person("a", willingness=1.0, influence=0.7, villages=frozenset({"Wola"}), knows={"b": 0.6}),
        person("b", willingness=0.3, areas=frozenset({"youth"}), knows={"a": 0.2, "c": 1.0}),
        person("c", villages=frozenset({"Zarzecze"}), areas=frozenset({"sport"})),
        size=Bounds(2),
        weights=Weights(willingness=2.0, ties=4.0),
    )
    assert terms(validated(register), ["a", "b"]) == {
        "willingness": pytest.approx(2.0 * (0.3 - 0.2)),
        "influence": pytest.approx(0.2),
        "reach": pytest.approx(2.0 / 2),
        "cover": pytest.approx(2.0 / 2),
        "ties": pytest.approx(4.0 * 2 * 0.125 * 0.6),
        "size": pytest.approx(-0.05 * (2 / 3 + 2 / 3), abs=1e-5),  # of a nobody told areas, of b villages
    }


def test_ties_count_up_to_one_good_one() -> None:
    others = dict.fromkeys("bcd", 0.8)
    register = problem(person("a", knows=others), *(person(other) for other in "bcd"))
    assert gains(validated(register)).ties_cap == SCALE // 8
    assert terms(validated(register), "abcd")["ties"] == pytest.approx(0.125 * (1 + 3 * 0.8))


def asked(register: Problem, *extra: object, **how: object) -> Outcome:
    made = program(validated(register), seed=1)
    return Model(made).best(seed=1, budget=Budget(20), extra=extra, workers=1, **how)  # type: ignore[arg-type]


WILLING = problem(
    *(person(name, willingness=grade) for name, grade in zip("abcde", (0.8, 0.7, 0.7, 0.6, 0.2), strict=True))
)


def test_rows_added_to_a_question_hold() -> None:
    made = program(validated(WILLING), seed=1)
    best = frozenset({0, 1, 2, 3})
    tables = {
        "best": asked(WILLING).table,
        "with e": asked(WILLING, seated(4)).table,
        "without a": asked(WILLING, not_seated(0)).table,
        "of one": asked(WILLING, *of_size(made, 1)).table,
        "three changes": asked(WILLING, differs(made, best, 3)).table,
    }
    assert tables == {
        "best": best,
        "with e": frozenset({0, 1, 2, 3, 4}),
        "without a": frozenset({1, 2, 3}),
        "of one": frozenset({0}),
        "three changes": tables["three changes"],
    }
    assert len((tables["three changes"] or frozenset()) ^ best) == 3


@pytest.mark.parametrize(("tenths", "kept"), [(2, 3), (3, 2), (5, 2), (8, 0)])
def test_a_distance_between_tables_is_kept_to_the_last_member(tenths: int, kept: int) -> None:
    best = frozenset({0, 1, 2, 3})
    found = asked(WILLING, apart(program(validated(WILLING), seed=1), best, Fraction(tenths, 10)))
    assert found.table is not None
    assert 1 - Fraction(len(found.table & best), len(found.table | best)) >= Fraction(tenths, 10)
    assert len(found.table & best) == kept


def test_asking_for_more_than_the_best_is_refused_by_proof() -> None:
    made = program(validated(WILLING), seed=1)
    best = asked(WILLING).value
    assert best is not None
    assert (asked(WILLING, at_least(made, best)).status, asked(WILLING, at_least(made, best + 1)).status) == (
        "optimal",
        "infeasible",
    )


def test_any_table_is_found_where_no_objective_is_asked_for() -> None:
    found = asked(WILLING, gain={})
    assert (found.status, found.value, found.bound) == ("optimal", 0, 0)


def test_a_dropped_rule_no_longer_holds() -> None:
    few = problem(person("a", willingness=1.0), person("b", willingness=1.0), size=Bounds(None, 1))
    made = program(validated(few), seed=1).without(["size.max"])
    assert Model(made).best(seed=1, budget=Budget(20), workers=1).table == frozenset({0, 1})


def test_the_short_list_holds_the_locked_and_enough_for_each_rule() -> None:
    crowd = [person(f"p{number}", willingness=0.8, group="ngo") for number in range(9)]
    shy = [person(f"s{number}", willingness=0.0, group="business") for number in range(3)]
    register = problem(
        *crowd, *shy, person("z", willingness=0.0, lock="must"), groups={"business": Bounds(1)}, size=Bounds(None, 4)
    )
    prepared = validated(register)
    relaxation = relaxed(program(prepared, seed=1))
    assert relaxation is not None
    chosen = set(prepared.ids(short_list(prepared, relaxation, 4)))
    assert ("z" in chosen, len(chosen & {"s0", "s1", "s2"})) == (True, 2)


@pytest.mark.parametrize(
    ("found", "status", "value", "bound"),
    [
        (Outcome("feasible", frozenset({1}), 7, 9, 1.0), "feasible", 7, 9),
        (Outcome("feasible", frozenset({1}), 3, 9, 1.0), "feasible", 5, 9),
        (Outcome("unknown", None, None, None, 1.0), "feasible", 5, None),
        (Outcome("optimal", frozenset({1}), 5, 5, 1.0), "optimal", 5, 5),
    ],
)
def test_of_a_short_list_and_everyone_the_better_table_and_what_is_proved_about_everyone_stand(
    found: Outcome, status: str, value: int, bound: int | None
) -> None:
    first = Outcome("optimal", frozenset({0}), 5, 5, 1.0)
    together = solving.of_both(first, found)
    assert (together.status, together.value, together.bound) == (status, value, bound)
