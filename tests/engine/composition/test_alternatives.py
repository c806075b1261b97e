"""Five other good tables, or the proof that there are fewer."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from bench.composition_cases import feasible_case
from koalicja.engine.composition.alternatives import (
    MOST,
    _any_of_few,
    _apart,
    _one_by_one,
    good_alternatives,
    jaccard,
    near_search,
)
from koalicja.engine.composition.objective import value
from koalicja.engine.composition.problem import Bounds, Problem
from koalicja.engine.composition.program import Row
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.rules import broken
from tests.engine.composition import oracle
from tests.engine.composition.explained import proposal_of, time
from tests.engine.composition.registers import person, problem, problems

DRAWN = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
FAR = Fraction(3, 10)


def near_best(proposal: Proposal, drawn: Problem) -> list[frozenset[int]]:
    """Every table that loses at most six in a hundred, by looking at all."""
    tables = [proposal.prepared.ids(proposal.prepared.places(table)) for table in oracle.kept_tables(drawn)]
    return [proposal.prepared.places(t) for t in tables if value(proposal.prepared, t) >= proposal.floor]


def most_apart(first: frozenset[int], tables: list[frozenset[int]]) -> int:
    """How many tables there can be, every two of them and the first far apart, up to MOST."""
    far = [table for table in tables if jaccard(first, table) >= FAR]

    def longest(chosen: int, left: list[frozenset[int]]) -> int:
        best = chosen
        for number, table in enumerate(left):
            if best >= MOST:
                return MOST
            best = max(best, longest(chosen + 1, [t for t in left[number + 1 :] if jaccard(table, t) >= FAR]))
        return best

    return min(MOST, longest(0, far))


@pytest.mark.slow
@DRAWN
@given(problems(greatest=6))
def test_there_are_as_many_as_there_can_be(drawn: Problem) -> None:
    proposal = proposal_of(drawn)
    assume(proposal is not None)
    assert proposal is not None
    found, is_complete = good_alternatives(proposal, budget=time())
    near = near_best(proposal, drawn)
    tables = [proposal.prepared.places(each.members) for each in found]
    assert [table for table in tables if table not in near] == []
    far = [jaccard(a, b) >= FAR for a, b in combinations([proposal.table, *tables], 2)]
    assert all(far)
    assert is_complete
    assert len(found) == most_apart(proposal.table, near)


@pytest.mark.slow
def test_five_of_a_register_of_sixty_are_far_apart_and_lose_little() -> None:
    case = feasible_case(60, "usual", 1)
    proposal = proposal_of(case.problem)
    assert proposal is not None
    found, is_complete = good_alternatives(proposal, budget=time())
    tables = [proposal.members, *(each.members for each in found)]
    assert (len(found), is_complete) == (5, True)
    assert [broken(proposal.prepared, members) for members in tables] == [()] * 6
    near = [jaccard(frozenset(a), frozenset(b)) for a, b in combinations(map(frozenset, tables), 2)]
    assert min(near) >= FAR
    floor = 0.94 * proposal.in_units(proposal.value)
    assert [each for each in found if each.objective < floor] == []
    assert [each.objective for each in found] == sorted((each.objective for each in found), reverse=True)


def test_the_distance_is_the_smallest_to_any_other_table() -> None:
    # Any two of four alike: {a, b} leaves {c, d}, and nothing else is far from both … but half a table is.
    given_problem = problem(*(person(id_) for id_ in "abcd"), size=Bounds(2, 2))
    proposal = proposal_of(given_problem)
    assert proposal is not None
    found, is_complete = good_alternatives(proposal, budget=time())
    assert is_complete
    assert len(found) == 5
    assert [round(each.distance, 3) for each in found] == [0.667] * 5


def test_where_only_one_table_keeps_the_rules_it_is_proved_that_there_is_no_other() -> None:
    proposal = proposal_of(problem(person("a", lock="must"), person("b", lock="must"), size=Bounds(2, 2)))
    assert proposal is not None
    assert good_alternatives(proposal, budget=time()) == ((), True)


def test_without_time_nothing_is_claimed() -> None:
    proposal = proposal_of(problem(person("a", lock="must"), person("b", lock="must"), size=Bounds(2, 2)))
    assert proposal is not None
    budget = time()
    budget.spend(budget.seconds)
    assert good_alternatives(proposal, budget=budget) == ((), False)


def test_all_at_once_are_more_than_one_by_one() -> None:
    # The best third table stands between two others, which are far enough from each other.
    grades = (0.74, 0.72, 0.75, 0.76, 0.75, 0.75, 0.71, 0.7, 0.74)
    people = (person(f"p{number}", willingness=grade) for number, grade in enumerate(grades))
    proposal = proposal_of(problem(*people, size=Bounds(7, 7)))
    assert proposal is not None
    one_by_one, is_proved = _one_by_one(near_search(proposal), time())
    assert (len(one_by_one), is_proved) == (2, True)
    found, is_complete = good_alternatives(proposal, budget=time())
    tables = [proposal.table, *(proposal.prepared.places(each.members) for each in found)]
    assert (len(found), is_complete) == (3, True)
    assert min(jaccard(a, b) for a, b in combinations(tables, 2)) >= FAR


def test_where_the_time_is_short_any_good_table_of_the_most_promising_will_do() -> None:
    proposal = proposal_of(feasible_case(60, "usual", 1).problem)
    assert proposal is not None
    rows = [*near_search(proposal).rows, _apart(proposal, proposal.table)]
    found = _any_of_few(proposal, rows, time())
    assert found.table is not None
    assert jaccard(found.table, proposal.table) >= FAR
    assert value(proposal.prepared, proposal.prepared.ids(found.table)) >= proposal.floor
    impossible = [*rows, Row("", ((0, 1),), 2)]
    assert _any_of_few(proposal, impossible, time()).status == "unknown"
