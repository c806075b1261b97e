"""Who is at none of the near-best tables: only those of whom that is proved."""

import pytest
from hypothesis import HealthCheck, assume, given, settings

from koalicja.engine.composition.exclusion import Audit, always_there, audit, near_tables
from koalicja.engine.composition.model import Budget, Outcome
from koalicja.engine.composition.objective import value
from koalicja.engine.composition.problem import Bounds, Problem
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.reasons import tables_without
from tests.engine.composition import oracle
from tests.engine.composition.explained import proposal_of, time
from tests.engine.composition.registers import person, problem, problems

DRAWN = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def never_of(proposal: Proposal, budget: Budget) -> tuple[str, ...]:
    return proposal.prepared.ids(audit(proposal, (), budget=budget).never)


@pytest.mark.slow
@DRAWN
@given(problems(greatest=7))
def test_they_are_exactly_those_of_no_near_best_table(drawn: Problem) -> None:
    proposal = proposal_of(drawn)
    assume(proposal is not None)
    assert proposal is not None
    tables = (tuple(sorted(table)) for table in oracle.kept_tables(drawn))
    near = [table for table in tables if value(proposal.prepared, table) >= proposal.floor]
    somewhere = {member for table in near for member in table}
    expected = tuple(sorted(set(proposal.prepared.index) - somewhere))
    without = tables_without(proposal, budget=time())
    always = always_there(proposal, without)
    assert set(proposal.prepared.ids(always)) == {m for m in proposal.members if all(m in table for table in near)}
    found = audit(proposal, near_tables(proposal, without), always=always, budget=time())
    assert found == Audit(proposal.prepared.places(expected), frozenset())
    assert never_of(proposal, time()) == expected


def test_without_time_only_what_the_relaxation_and_the_locks_prove_is_listed() -> None:
    proposal = proposal_of(
        problem(
            person("a", willingness=1.0),
            person("b", willingness=0.0),
            person("c", lock="never"),
            person("d", willingness=1.0),
            size=Bounds(1, 1),
        )
    )
    assert proposal is not None
    budget = time()
    budget.spend(budget.seconds)
    assert never_of(proposal, budget) == ("b", "c")


def test_tables_of_other_questions_count_where_they_are_near_best() -> None:
    proposal = proposal_of(problem(person("a", willingness=1.0), person("b"), size=Bounds(1, 1)))
    assert proposal is not None
    near, far = frozenset({0}), frozenset({1})
    found = {
        0: Outcome("optimal", far, proposal.floor - 1, None, 0.0),
        1: Outcome("feasible", near, proposal.floor, None, 0.0),
        2: Outcome("infeasible", None, None, None, 0.0),
    }
    assert list(near_tables(proposal, found)) == [near]


def test_who_is_neither_proved_away_nor_seen_at_a_good_table_is_undecided() -> None:
    """Two must come instead of one: that is more than one exchange, so without time nobody knows."""
    proposal = proposal_of(
        problem(
            person("a", areas=frozenset({"youth", "sport"}), willingness=0.55),
            person("b", areas=frozenset({"youth"}), willingness=0.55),
            person("c", areas=frozenset({"sport"}), willingness=0.55),
            size=Bounds(1, 2),
            areas={"youth": 1, "sport": 1},
        )
    )
    assert proposal is not None
    budget = time()
    budget.spend(budget.seconds)
    early, late = audit(proposal, (), budget=budget), audit(proposal, (), budget=time())
    assert (early.never, late.undecided) == (frozenset(), frozenset())
    assert early.undecided >= late.never
