"""Why somebody is not at the table: what it would cost, who would leave, or which rules forbid it."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.problem import Bounds, Problem
from koalicja.engine.composition.result import Table, WhyNot
from koalicja.engine.composition.why_not import why_not
from tests.engine.composition import oracle
from tests.engine.composition.explained import proposal_of
from tests.engine.composition.registers import person, problem, problems

DRAWN = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def test_the_best_table_with_them_says_what_is_lost_and_who_makes_room() -> None:
    given_problem = problem(
        person("a", willingness=0.9), person("b", willingness=0.7), person("c", willingness=0.6), size=Bounds(2, 2)
    )
    assert why_not(given_problem, ("a", "b"), "c") == WhyNot(
        id="c",
        status="possible",
        table=Table(("a", "c"), 0.3),
        loss=0.1,
        leaves=("b",),
        joins=("c",),
        rules=(),
    )


def test_the_rules_that_forbid_somebody_are_named() -> None:
    given_problem = problem(
        person("a", lock="must"), person("b", conflicts=frozenset({"a"})), person("c"), size=Bounds(1, 2)
    )
    found = why_not(given_problem, ("a",), "b")
    assert (found.status, found.table, found.loss, found.rules) == ("never", None, None, ("conflicts", "locks.must"))


def test_who_is_locked_out_is_forbidden() -> None:
    found = why_not(problem(person("a"), person("b", lock="never")), (), "b")
    assert (found.status, found.table, found.rules) == ("forbidden", None, ("locks.never",))


def test_beside_a_partial_table_others_may_miss_as_little() -> None:
    given_problem = problem(
        person("a", group="ngo", willingness=0.9),
        person("b", group="ngo", willingness=0.6),
        size=Bounds(1, 1),
        groups={"business": Bounds(1)},
    )
    found = why_not(given_problem, ("a",), "b")
    assert (found.status, found.leaves, found.joins) == ("possible", ("a",), ("b",))
    assert found.loss == pytest.approx(0.2)


def test_without_time_nothing_is_said() -> None:
    found = why_not(problem(person("a"), person("b"), size=Bounds(1, 1)), ("a",), "b", time_limit=0.0)
    assert (found.status, found.table, found.rules) == ("unproved", None, ())


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(CompositionError) as caught:
        why_not(problem(person("a")), ("a",), "z")
    assert (caught.value.code, caught.value.params) == ("unknown_id", {"id": "z", "column": "members", "value": "z"})


@pytest.mark.slow
@DRAWN
@given(problems(greatest=7), st.data())
def test_it_is_possible_exactly_where_some_table_with_them_keeps_the_rules(drawn: Problem, data: st.DataObject) -> None:
    proposal = proposal_of(drawn)
    assume(proposal is not None and drawn.candidates)
    assert proposal is not None
    chosen = data.draw(st.sampled_from(sorted(row.id for row in drawn.candidates)))
    found = why_not(drawn, proposal.members, chosen, time_limit=60)
    worth = [float(oracle.value(drawn, table)) for table in oracle.kept_tables(drawn) if chosen in table]
    if any(row.id == chosen and row.lock == "never" for row in drawn.candidates):
        assert found.status == "forbidden"
    elif worth:
        assert found.status == "possible"
        assert found.table is not None
        assert found.table.objective == pytest.approx(max(worth), abs=1e-4)
        assert chosen in found.table.members
        assert found.joins == tuple(sorted({*found.table.members} - {*proposal.members}))
    else:
        assert found.status == "never"
        _check_conflict(drawn, chosen, frozenset(found.rules))


def _check_conflict(drawn: Problem, chosen: str, rules: frozenset[str]) -> None:
    """Every table with them breaks one of these rules; leaving out any one of these, some table breaks none."""
    others = [row.id for row in drawn.candidates if row.id != chosen]
    tables = [{chosen, *some} for size in range(len(others) + 1) for some in combinations(others, size)]
    broken = [oracle.broken(drawn, table) & rules for table in tables]
    assert [found for found in broken if not found] == []
    assert {rule for rule in rules if {rule} not in broken} == set()


def test_of_tables_worth_as_much_the_one_that_changes_one_seat_is_told() -> None:
    # a, b and c, d bring the same; with d the seeds could have changed both seats.
    people = [person(key, villages=frozenset({village})) for key, village in zip("abcd", "XYXY", strict=True)]
    register = problem(*people, size=Bounds(2, 2))
    for seed in range(6):
        for table in (("a", "b"), ("c", "d")):
            for candidate in sorted({*"abcd"} - {*table}):
                found = why_not(register, table, candidate, seed=seed)
                assert (found.status, found.loss, found.joins, len(found.leaves)) == ("possible", 0, (candidate,), 1)
