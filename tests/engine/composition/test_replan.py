"""Somebody declines: as few changes as there can be."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bench.composition_cases import feasible_case
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.problem import Bounds, Problem
from koalicja.engine.composition.replan import replan
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


def test_whose_refusal_no_rule_needs_mended_is_just_missed() -> None:
    given_problem = problem(person("a", willingness=0.9), person("b", willingness=0.9), person("c", willingness=0.9))
    found = replan(given_problem, ("a", "b"), ("b",))
    assert (found.status, found.members, found.leaves, found.joins) == ("optimal", ("a",), (), ())


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


def test_without_time_there_is_no_table() -> None:
    found = replan(problem(person("a"), person("b")), ("a", "b"), ("b",), time_limit=0.0)
    assert (found.status, found.members, found.objective) == ("unknown", (), None)


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(CompositionError) as caught:
        replan(problem(person("a")), ("a",), ("z",))
    assert caught.value.code == "unknown_id"


@DRAWN
@given(problems(greatest=7), st.data())
def test_no_table_without_them_changes_less(drawn: Problem, data: st.DataObject) -> None:
    proposal = proposal_of(drawn)
    assume(proposal is not None and proposal.table)
    assert proposal is not None
    gone = data.draw(st.sampled_from(proposal.members))
    found = replan(drawn, proposal.members, (gone,))
    stayers, rest = frozenset(proposal.members) - {gone}, declining(drawn, gone)
    tables = {table: (len(table ^ stayers), -oracle.value(rest, table)) for table in oracle.kept_tables(rest)}
    if not tables:
        assert found.status == "infeasible"
        return
    fewest, worth = min(tables.values())
    assert found.status == "optimal"
    assert len(found.leaves) + len(found.joins) == fewest
    assert found.objective == pytest.approx(float(-worth), abs=1e-4)
    assert frozenset(found.members) in tables


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
        changed += len(found.leaves) + len(found.joins)
        over += len((frozenset(proposal.members) - {gone}) ^ frozenset(again.members))
    assert changed <= over / 2
