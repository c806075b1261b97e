"""What the answer rests on, and what is taken where nobody told us anything."""

from fractions import Fraction

from koalicja.engine.composition.assumed import assumed, known_facts
from koalicja.engine.composition.check import validated
from koalicja.engine.composition.problem import Bounds, Problem, Weights
from koalicja.engine.composition.result import Assumption
from tests.engine.composition.registers import person, problem


def of(given_problem: Problem) -> tuple[tuple[Assumption, ...], int]:
    prepared = validated(given_problem)
    return assumed(prepared), known_facts(prepared)


def test_an_empty_register_rests_on_nothing() -> None:
    assert of(problem()) == ((), 0)


def test_grades_nobody_gave_count_as_the_middle() -> None:
    given_problem = problem(person("a", willingness=0.5), person("b", influence=0.0), person("c", interest=0.9))
    assert of(given_problem) == (
        (Assumption("influence", ("a", "c"), 0.5), Assumption("willingness", ("b", "c"), 0.5)),
        2,
    )


def test_columns_that_no_rule_and_no_weight_reads_are_left_out() -> None:
    given_problem = problem(
        person("a", group="ngo", sector="school", villages=frozenset({"Wola"}), age_band="60+"),
        weights=Weights(willingness=0, influence=0, reach=0, cover=0, ties=0, size=1),
    )
    assert of(given_problem) == ((), 0)


def test_every_column_that_rules_read_is_counted() -> None:
    full = person(
        "a",
        group="resident",
        sector="school",
        age_band="60+",
        interest_group="parish",
        villages=frozenset({"Wola"}),
        offers=frozenset({"room"}),
        areas=frozenset({"youth"}),
        influence=0.1,
        willingness=0.2,
        knows={"b": 1.0},
    )
    given_problem = problem(
        full,
        person("b", kind="resident"),
        person("c"),
        person("d", lock="never", group="ngo", willingness=0.1),
        max_interest_share=Fraction(1, 2),
        min_age_bands=1,
        groups={"ngo": Bounds(1)},
        sectors={"school": Bounds(1)},
    )
    found, facts = of(given_problem)
    assert found == (
        Assumption("group", ("c",), None),
        Assumption("sector", ("b", "c"), None),
        Assumption("age_band", ("b",), None),
        Assumption("interest_group", ("b", "c"), None),
        Assumption("villages", ("b", "c"), None),
        Assumption("offers", ("b", "c"), None),
        Assumption("areas", ("b", "c"), None),
        Assumption("influence", ("b", "c"), 0.5),
        Assumption("willingness", ("b", "c"), 0.5),
        Assumption("knows", ("c",), None),
    )
    # Ten of a; of b the group, which follows from the kind, and the tie that a named.
    assert facts == 12
