"""What the best table of each size is worth."""

import pytest
from hypothesis import HealthCheck, assume, given, settings

from koalicja.engine.composition.problem import Bounds, Problem
from koalicja.engine.composition.result import SizeValue
from koalicja.engine.composition.tradeoff import size_values, sizes
from tests.engine.composition import oracle
from tests.engine.composition.explained import proposal_of, time
from tests.engine.composition.registers import person, problem, problems

DRAWN = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@DRAWN
@given(problems(greatest=7))
def test_no_table_of_a_size_is_worth_more_than_what_is_said(drawn: Problem) -> None:
    proposal = proposal_of(drawn)
    assume(proposal is not None)
    assert proposal is not None
    for row in size_values(proposal, budget=time()):
        worth = [float(oracle.value(drawn, t)) for t in oracle.kept_tables(drawn) if len(t) == row.size]
        assert row.status == ("optimal" if worth else "infeasible")
        if worth:
            assert row.objective == row.bound
            assert row.objective is not None
            assert abs(row.objective - max(worth)) < 1e-4
        else:
            assert (row.objective, row.bound) == (None, None)


def test_a_larger_table_of_strangers_costs_its_seats() -> None:
    proposal = proposal_of(problem(person("a", willingness=0.9), person("b"), person("c"), size=Bounds(1, 3)))
    assert proposal is not None
    assert size_values(proposal, budget=time()) == (
        SizeValue(1, "optimal", 0.25, 0.25),
        SizeValue(2, "optimal", 0.2, 0.2),
        SizeValue(3, "optimal", 0.15, 0.15),
    )


def test_without_a_rule_sizes_around_the_tables_own_are_shown() -> None:
    people = [person(f"p{number:02d}", lock="must" if number < 10 else "") for number in range(30)]
    proposal = proposal_of(problem(*people))
    assert proposal is not None
    assert (len(proposal.table), sizes(proposal)) == (10, range(4, 17))


def test_a_wide_range_is_cut_around_the_tables_own_size() -> None:
    people = [person(f"p{number:02d}", lock="must" if number < 40 else "") for number in range(80)]
    proposal = proposal_of(problem(*people, size=Bounds(2, 70)))
    assert proposal is not None
    assert (len(proposal.table), sizes(proposal)) == (40, range(28, 53))
