"""Somebody declines: as few changes as there can be."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bench.composition_cases import feasible_case
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.problem import Bounds, Problem
from koalicja.engine.composition.replan import Replanned, replan
from koalicja.engine.composition.replanned import composed_again
from koalicja.engine.composition.result import Advice
from tests.engine.composition import oracle
from tests.engine.composition.explained import proposal_of
from tests.engine.composition.registers import person, problem, problems

DRAWN = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def declining(given_problem: Problem, gone: str) -> Problem:
    from dataclasses import replace

    people = tuple(replace(row, lock="never") if row.id == gone else row for row in given_problem.candidates)
    return replace(given_problem, candidates=people)


def test_one_who_is_needed_is_replaced_by_the_best_other_and_all_stay() -> None:
    given_problem = problem(
        person("a", group="ngo", willingness=0.9),
        person("b", group="business", willingness=0.9),
        person("c", group="business", willingness=0.6),
        person("d", group="business", willingness=0.7),
        person("e", group="ngo", willingness=0.8),
        groups={"business": Bounds(1, 1), "ngo": Bounds(1, 1)},
    )
    found = replan(given_problem, ("a", "b"), ("b",))
    assert (found.status, found.members, found.leaves, found.joins) == ("optimal", ("a", "d"), (), ("d",))
    assert found.objective == pytest.approx(0.4)
    assert [row.name for row in found.rules if not row.met] == []


def test_an_exchangeable_seat_is_taken_by_one_who_could_sit_there() -> None:
    given_problem = problem(person("a", willingness=0.9), person("b", willingness=0.9), person("c", willingness=0.9))
    found = replan(given_problem, ("a", "b"), ("b",))
    assert (found.status, found.members, found.leaves, found.joins) == ("optimal", ("a", "c"), (), ("c",))


def test_whose_seat_nobody_is_worth_is_just_missed() -> None:
    given_problem = problem(person("a", willingness=0.9), person("b", willingness=0.9), person("c", willingness=0.2))
    found = replan(given_problem, ("a", "b"), ("b",))
    assert (found.status, found.members, found.leaves, found.joins) == ("optimal", ("a",), (), ())


def test_one_for_each_who_declined_and_nobody_else_joins_however_good() -> None:
    people = [person(key, willingness=0.9) for key in "abcdefgh"]
    found = replan(problem(*people), ("a", "b", "c"), ("b", "c"))
    assert (found.status, found.leaves, len(found.joins)) == ("optimal", (), 2)
    with_nobody_gone = replan(problem(*people), ("a", "b", "c"), ())
    assert (with_nobody_gone.members, with_nobody_gone.joins) == (("a", "b", "c"), ())
    one_was_not_there = replan(problem(*people), ("a", "b", "c"), ("c", "h"))
    assert (one_was_not_there.leaves, len(one_was_not_there.joins)) == ((), 1)


def test_a_village_lost_by_a_decline_is_reached_by_a_substitute_from_there() -> None:
    wola = {"villages": frozenset({"Wola"})}
    given_problem = problem(
        person("a", villages=frozenset({"Zarzecze"})), person("b", **wola), person("c", **wola), size=Bounds(1)
    )
    found = replan(given_problem, ("a", "b"), ("b",))
    assert (found.members, found.leaves, found.joins) == (("a", "c"), (), ("c",))


def test_one_locked_at_the_table_may_decline_too() -> None:
    found = replan(problem(person("a", lock="must"), person("b"), size=Bounds(1)), ("a",), ("a",))
    assert (found.status, found.members, found.joins) == ("optimal", ("b",), ("b",))


def test_where_nobody_can_stand_in_the_best_partial_table_comes_with_advice() -> None:
    given_problem = problem(
        person("a", group="ngo"), person("b", group="business"), groups={"business": Bounds(1), "ngo": Bounds(1)}
    )
    found = replan(given_problem, ("a", "b"), ("b",))
    assert (found.status, found.members, found.joins) == ("infeasible", ("a",), ())
    assert found.advice == (Advice("look_for", ("groups.business.min", "locks.never"), {"group": "business"}),)


def two_must_come() -> Problem:
    return problem(
        person("a", group="ngo"),
        person("b", group="business"),
        person("c", group="culture"),
        person("d", group="office"),
        size=Bounds(3),
        groups={"culture": Bounds(1), "office": Bounds(1)},
    )


def nobody_stands_in() -> Problem:
    return problem(
        person("a", group="ngo"), person("b", group="business"), groups={"business": Bounds(1), "ngo": Bounds(1)}
    )


def test_one_change_is_found_by_counting_more_take_time() -> None:
    short = problem(person("a"), person("b"), person("c", influence=0.9), size=Bounds(2))
    found = replan(short, ("a", "b"), ("b",), time_limit=0.0)
    assert (found.status, found.members, found.joins) == ("optimal", ("a", "c"), ("c",))
    more = replan(two_must_come(), ("a", "b"), ("b",))
    assert (more.status, more.members) == ("optimal", ("a", "c", "d"))
    nothing = replan(two_must_come(), ("a", "b"), ("b",), time_limit=0.0)
    assert nothing == Replanned("unknown", (), None, (), (), (), ())


class Clock:
    """Seconds that pass only when somebody looks: 0 until it was looked at `times` times, then far too many."""

    def __init__(self, times: int) -> None:
        self.times = times

    def __call__(self) -> float:
        self.times -= 1
        return 0.0 if self.times >= 0 else 1000.0


@pytest.mark.slow
def test_wherever_the_time_ends_there_is_a_state_and_never_an_error() -> None:
    """From no time at all to enough of it; the rules cannot be met without b, and that alone may be what is proved."""
    states = set()
    for times in range(40):
        answer, found = composed_again(
            nobody_stands_in(), ("a", "b"), ("b",), on_progress=silent, elapsed=Clock(times), total=10.0
        )
        assert (answer.members, answer.rules, answer.objective) == (found.members, found.rules, found.objective)
        assert (set(answer.reasons) == set(found.members), answer.status) == (True, found.status)
        states.add((found.status, found.members, found.missing, bool(found.advice)))
    assert states == {
        ("unknown", (), None, False),
        ("infeasible", (), None, False),
        ("infeasible", ("a",), 8, False),
        ("infeasible", ("a",), 8, True),
    }


def silent(step: str, done: int, total: int) -> None:
    """Progress that is told to nobody."""


def test_the_answer_about_the_closest_table_has_reasons_and_seconds() -> None:
    given_problem = declining(two_must_come(), "b")
    answer, found = composed_again(given_problem, ("a", "b"), ("b",), on_progress=silent, elapsed=lambda: 2.5)
    assert (found.status, answer.status, answer.members) == ("optimal", "feasible", ("a", "c", "d"))
    assert (set(answer.reasons), answer.seed, answer.seconds) == (set(answer.members), 1, 2.5)
    told = composed_again(given_problem, ("a", "b"), ("b",), seed=7, on_progress=silent)[0]
    assert (told.seed, told.seconds) == (7, None)


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(CompositionError) as caught:
        replan(problem(person("a")), ("a",), ("z",))
    assert caught.value.code == "unknown_id"


@pytest.mark.slow
@DRAWN
@given(problems(greatest=7), st.data())
def test_no_table_without_them_changes_less_among_the_others(drawn: Problem, data: st.DataObject) -> None:
    proposal = proposal_of(drawn)
    assume(proposal is not None and proposal.table)
    assert proposal is not None
    gone = data.draw(st.lists(st.sampled_from(proposal.members), min_size=1, max_size=2, unique=True))
    found = replan(drawn, proposal.members, gone)
    stayers, rest = frozenset(proposal.members) - {*gone}, drawn
    for each in gone:
        rest = declining(rest, each)

    def changes(leaves: int, joins: int) -> int:
        return leaves + max(0, joins - len(gone))

    tables = {
        table: (changes(len(stayers - table), len(table - stayers)), -oracle.value(rest, table))
        for table in oracle.kept_tables(rest)
    }
    if not tables:
        assert found.status == "infeasible"
        return
    fewest, worth = min(tables.values())
    assert found.status == "optimal"
    assert changes(len(found.leaves), len(found.joins)) == fewest
    assert found.objective == pytest.approx(float(-worth), abs=1e-4)
    assert frozenset(found.members) in tables


@pytest.mark.slow
def test_a_register_of_a_hundred_changes_at_most_half_of_starting_over() -> None:
    case = feasible_case(100, "tight", 1)
    proposal = proposal_of(case.problem)
    assert proposal is not None
    free = [proposal.prepared.candidates[place].id for place in sorted(proposal.table - proposal.prepared.must)]
    changed, over = 0, 0
    for gone in free[:3]:
        again = proposal_of(declining(case.problem, gone))
        assert again is not None
        found = replan(case.problem, proposal.members, (gone,))
        assert found.status == "optimal"
        stayers, anew = frozenset(proposal.members) - {gone}, frozenset(again.members)
        changed += len(found.leaves) + max(0, len(found.joins) - 1)
        over += len(stayers - anew) + max(0, len(anew - stayers) - 1)
    assert changed <= over / 2
