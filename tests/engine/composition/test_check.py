"""What is refused, and in which order a checked problem stands."""

from fractions import Fraction

import pytest

from koalicja.engine.composition.check import validated
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.problem import Bounds, Problem, Weights
from tests.engine.composition.registers import person, problem, shuffled

REFUSED = {
    "duplicate_id": (problem(person("a"), person("a")), {"id": "a"}),
    "empty_id": (problem(person("")), {}),
    "unknown_library": (problem(person("a"), library="b"), {"value": "b"}),
    "unknown id known": (problem(person("a", knows={"z": 1.0})), {"id": "a", "column": "knows", "value": "z"}),
    "unknown id in conflict": (
        problem(person("a", conflicts=frozenset({"z"}))),
        {"id": "a", "column": "conflicts", "value": "z"},
    ),
    "refers_to_itself": (problem(person("a", knows={"a": 1.0})), {"id": "a", "column": "knows"}),
    "unknown_value": (problem(person("a", group="army")), {"id": "a", "column": "group", "value": "army"}),
    "outside_0_1": (problem(person("a", interest=1.5)), {"id": "a", "column": "interest", "value": 1.5}),
    "outside_0_1 known": (
        problem(person("a", knows={"b": -0.1}), person("b")),
        {"id": "a", "column": "knows", "value": -0.1},
    ),
    "kind_and_group": (
        problem(person("a", kind="resident", group="ngo")),
        {"id": "a", "kind": "resident", "group": "ngo"},
    ),
    "kind_and_group of an organisation": (
        problem(person("a", kind="organisation", group="resident")),
        {"id": "a", "kind": "organisation", "group": "resident"},
    ),
    "unknown_group": (problem(groups={"army": Bounds(1)}), {"value": "army"}),
    "below_zero": (problem(weights=Weights(ties=-1.0)), {"rule": "weights.ties"}),
    "below_zero of a share": (problem(areas={"youth": -1}), {"rule": "areas.youth"}),
    "share_outside_0_1": (problem(max_interest_share=Fraction(3, 2)), {"rule": "max_interest_share"}),
    "weight_too_small": (
        problem(weights=Weights(ties=0.000_09)),
        {"rule": "weights.ties", "least": 0.0001},
    ),
    "min_above_max": (problem(groups={"ngo": Bounds(3, 2)}), {"rule": "groups.ngo", "min": 3, "max": 2}),
}
CODES = {"unknown id known": "unknown_id", "unknown id in conflict": "unknown_id"}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_a_contradiction_in_the_form_is_refused_by_its_name(case: str) -> None:
    given, params = REFUSED[case]
    with pytest.raises(CompositionError) as refused:
        validated(given)
    assert (refused.value.code, refused.value.params) == (CODES.get(case, case.split(" ", maxsplit=1)[0]), params)


def family() -> Problem:
    return problem(
        person("b", group="resident", knows={"a": 0.2}, villages=frozenset({"Wola"})),
        person("a", kind="resident", knows={"b": 0.7, "c": 0.0}, conflicts=frozenset({"c"}), offers=frozenset({"car"})),
        person("c", group="ngo", lock="never", villages=frozenset({"Kąty"}), areas=frozenset({"sport"})),
        library="b",
        areas={"youth": 2},
        offers={"car": 1},
    )


def test_candidates_stand_by_id_with_kind_and_group_from_each_other() -> None:
    prepared = validated(family())
    assert [(c.id, c.kind, c.group) for c in prepared.candidates] == [
        ("a", "resident", "resident"),
        ("b", "resident", "resident"),
        ("c", "organisation", "ngo"),
    ]


def test_ties_and_conflicts_hold_in_both_directions_and_the_greater_strength_counts() -> None:
    prepared = validated(family())
    assert (prepared.ties, prepared.conflicts) == (({1: Fraction(7, 10)}, {0: Fraction(7, 10)}, {}), ((0, 2),))


def test_villages_and_topics_are_those_of_candidates_not_locked_never_and_of_the_rules() -> None:
    prepared = validated(family())
    assert prepared.villages == {"Wola": frozenset({1})}
    assert [(topic.column, topic.word, topic.who, topic.need) for topic in prepared.topics] == [
        ("areas", "youth", frozenset(), 2),
        ("offers", "car", frozenset({0}), 1),
    ]


def test_the_library_must_sit() -> None:
    prepared = validated(family())
    assert (prepared.must, prepared.never, prepared.library) == (frozenset({1}), frozenset({2}), 1)


def test_the_order_of_rows_is_forgotten() -> None:
    assert validated(shuffled(family(), 2)) == validated(family())


def test_the_smallest_weight_that_counts_and_none_at_all_are_taken() -> None:
    weights = Weights(ties=0.0001, size=0.0)
    assert validated(problem(weights=weights)).rules.weights == weights


def test_an_error_says_its_code() -> None:
    assert str(CompositionError("duplicate_id", id="a")) == "('duplicate_id', {'id': 'a'})"
