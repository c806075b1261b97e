"""What the answer is asked about, whatever the time did not suffice for."""

from koalicja.engine.composition.check import validated
from koalicja.engine.composition.problem import Bounds
from koalicja.engine.composition.program import keys
from koalicja.engine.composition.proposal import Proposal, helped_rules, is_no_worse, trimmed
from tests.engine.composition.registers import person, problem


def test_who_adds_nothing_leaves_a_table_that_is_not_proved() -> None:
    prepared = validated(
        problem(person("a", willingness=0.9), person("b"), person("c", group="ngo"), groups={"ngo": Bounds(1)})
    )
    assert trimmed(prepared, frozenset({0, 1, 2}), keys(prepared, 1)) == frozenset({0, 2})


def test_of_two_who_add_nothing_but_a_seat_that_is_needed_one_stays_by_the_seed() -> None:
    prepared = validated(problem(person("a"), person("b"), size=Bounds(1)))
    names = keys(prepared, 1)
    least = frozenset({min((0, 1), key=lambda place: names[place])})
    assert trimmed(prepared, frozenset({0, 1}), names) == least


def test_missing_by_more_is_worse_than_missing() -> None:
    prepared = validated(problem(person("a"), person("b"), person("c"), size=Bounds(3)))
    one, two = frozenset({0}), frozenset({0, 1})
    assert (is_no_worse(prepared, one, two), is_no_worse(prepared, two, one)) == (True, False)
    assert helped_rules(Proposal(prepared, two, True, 1, 4), 0) == ("size.min",)


def test_near_best_loses_six_in_a_hundred_also_below_zero() -> None:
    given_problem = problem(*(person(id_) for id_ in "ab"), size=Bounds(2))
    proposal = Proposal(validated(given_problem), frozenset({0, 1}), True, 1)
    assert (proposal.value, proposal.floor) == (-100_000, -106_000)
