"""What nobody told us counts neither for nor against: it brings nothing, and its part of the seat is free."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings

from koalicja.engine.composition.check import validated
from koalicja.engine.composition.objective import gains, value
from koalicja.engine.composition.problem import Bounds, Problem, Rules, Weights
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.reasons import member_reasons, tables_without
from koalicja.engine.composition.result import Reason
from koalicja.engine.composition.solve import solve
from koalicja.engine.composition.unknown import empty_cells, told_parts
from tests.engine.composition.explained import proposal_of, time
from tests.engine.composition.registers import person, problem, problems

DRAWN = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
NOBODY = tuple(person(f"unknown {number}") for number in range(3))


def in_(village: str) -> frozenset[str]:
    return frozenset({village})


def test_of_each_filled_column_it_is_counted_who_left_it_empty() -> None:
    register = problem(
        person("a", villages=in_("Wola"), knows={"b": 0.6}),
        person("b", villages=in_("Wola"), areas=frozenset({"youth"})),
        person("c", knows={"d": 0.0}),
        person("d", villages=in_("Wola"), areas=frozenset({"youth"})),
        person("e", villages=in_("Far"), offers=frozenset({"car"}), lock="never"),
    )
    assert empty_cells(validated(register)) == {
        "villages": frozenset({2}),
        "areas": frozenset({0, 2}),
        "knows": frozenset(),  # that somebody knows nobody is told, too
    }
    assert told_parts(validated(register)) == (Fraction(2, 3), 1, Fraction(1, 3), 1, 1)


def test_a_column_that_the_objective_does_not_read_frees_no_seat() -> None:
    register = problem(person("a", villages=in_("Wola")), person("b"), weights=Weights(reach=0.0))
    assert told_parts(validated(register)) == (1, 1)


def test_where_nobody_told_anything_every_seat_has_its_price() -> None:
    register = validated(problem(person("a"), person("b", villages=in_("Wola"), lock="never")))
    assert gains(register).seat == (-50_000, -50_000)


@pytest.mark.slow
@DRAWN
@given(problems(greatest=6))
def test_telling_the_neutral_middle_changes_the_worth_of_no_table(drawn: Problem) -> None:
    told = tuple(
        replace(row, **{c: 0.5 for c in ("willingness", "influence") if getattr(row, c) is None})  # type: ignore[arg-type]
        for row in drawn.candidates
    )
    before, after = validated(drawn), validated(replace(drawn, candidates=told))
    ids = [row.id for row in drawn.candidates]
    tables = [table for size in range(len(ids) + 1) for table in combinations(ids, size)]
    assert [value(before, table) for table in tables] == [value(after, table) for table in tables]


@pytest.mark.slow
@DRAWN
@given(problems(greatest=6))
def test_somebody_of_whom_nothing_is_told_changes_the_worth_of_no_table(drawn: Problem) -> None:
    prepared = validated(replace(drawn, candidates=(*drawn.candidates, *NOBODY)))
    ids = [row.id for row in drawn.candidates]
    price = 0 if empty_cells(prepared) else min(gains(prepared).seat)
    for size in range(len(ids) + 1):
        for table in combinations(ids, size):
            alone = value(prepared, table)
            assert [value(prepared, (*table, row.id)) for row in NOBODY] == [alone + price] * len(NOBODY)


@DRAWN
@given(problems(greatest=7))
def test_without_rules_nobody_sits_of_whom_nothing_is_told(drawn: Problem) -> None:
    free = replace(drawn, rules=Rules(weights=drawn.rules.weights, allow_isolated=True))
    found, more = (
        solve(validated(each), seed=1, time_limit=20)
        for each in (free, replace(free, candidates=(*free.candidates, *NOBODY)))
    )
    assert (found.status, found.members, found.value) == (more.status, more.members, more.value)


def test_who_brings_something_new_comes_before_who_brings_nothing_new_after() -> None:
    known = [person(key, villages=in_(village)) for key, village in (("a", "A"), ("b", "B"), ("c", "B"))]
    for size, members in ((2, ("a", "b")), (3, ("a", "b", "u")), (4, ("a", "b", "c", "u"))):
        solved = solve(validated(problem(*known, person("u"), size=Bounds(size, size))), seed=1, time_limit=20)
        # b and c bring the same; which of them sits is drawn.
        assert tuple(sorted({"c": "b"}.get(member, member) for member in solved.members)) == tuple(
            sorted({"c": "b"}.get(member, member) for member in members)
        )


@pytest.mark.parametrize("strength", [0.0, 0.01])
def test_a_tie_told_as_none_is_told(strength: float) -> None:
    ties = dict.fromkeys("abd", strength)
    register = problem(
        person("a", knows={"b": 1.0}), person("b"), person("c", knows=ties), person("d", knows={"a": 0.5}),
        size=Bounds(3, 3),
    )  # fmt: skip
    solved = solve(validated(register), seed=1, time_limit=20)
    assert (solved.status, solved.members) == ("optimal", ("a", "b", "d"))
    assert empty_cells(validated(register)) == {"knows": frozenset()}


def test_a_seat_that_nothing_known_speaks_for_says_so_and_claims_no_loss() -> None:
    known = [person(key, villages=in_(key.upper())) for key in "ab"]
    prepared = validated(problem(*known, person("u"), size=Bounds(None, 3)))
    # A table that is not proved to be the best may have a seat that no rule asks for.
    poor = Proposal(prepared, frozenset({0, 1, 2}), False, 1)
    assert member_reasons(poor, tables_without(poor, budget=time()))["u"] == (Reason("only_listed"),)


def test_what_a_member_is_not_charged_for_is_no_loss() -> None:
    # Without u the table has c instead, whose seat costs more; nobody told that u brings anything.
    known = [person(key, villages=in_(village)) for key, village in (("a", "A"), ("b", "B"), ("c", "B"))]
    proposal = proposal_of(problem(*known, person("u"), size=Bounds(3, 3)))
    assert proposal is not None
    assert "u" in proposal.members
    reasons = member_reasons(proposal, tables_without(proposal, budget=time()))
    assert reasons["u"] == (Reason("keeps_rule", {"rule": "size.min"}),)
