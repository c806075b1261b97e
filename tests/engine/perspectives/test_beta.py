"""Intervals and probabilities, held against integrals computed another way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koalicja.engine.perspectives.beta import alike_between, alike_within, jeffreys, majority, two_sided
from tests.engine.perspectives.voices_of import beta_probability

FEW = st.integers(0, 12)


@given(FEW, FEW)
@settings(max_examples=20)
def test_each_tail_outside_the_interval_holds_a_fortieth(yes: int, no: int) -> None:
    low, high = jeffreys(yes, no)
    below = beta_probability(yes + 0.5, no + 0.5, 0, low)
    above = beta_probability(yes + 0.5, no + 0.5, high, 1)
    assert below == pytest.approx(0.025 if yes else 0, abs=1e-6)
    assert above == pytest.approx(0.025 if no else 0, abs=1e-6)


@pytest.mark.parametrize(
    ("yes", "no", "low", "high"),
    [(0, 0, 0, 1), (1, 0, 0.146747, 1), (0, 10, 0, 0.217196), (5, 5, 0.224, 0.776), (8, 2, 0.497, 0.955)],
)
def test_the_intervals_are_those_of_the_tables(yes: int, no: int, low: float, high: float) -> None:
    assert jeffreys(yes, no) == pytest.approx((low, high), abs=2e-3)


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_interval_holds_the_share_and_turns_with_it(yes: int, no: int) -> None:
    low, high = jeffreys(yes, no)
    assert 0 <= low < high <= 1
    if yes + no:
        assert low <= yes / (yes + no) <= high
    assert jeffreys(no, yes) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(FEW, FEW, FEW)
@settings(max_examples=20)
def test_a_majority_is_as_probable_as_the_integral_says(agree: int, disagree: int, passed: int) -> None:
    told = majority(agree, disagree, passed)
    assert told == pytest.approx(
        beta_probability(agree + passed / 2 + 0.5, disagree + passed / 2 + 0.5, 0.5, 1), abs=1e-6
    )
    assert majority(disagree, agree, passed) == pytest.approx(1 - told, abs=1e-9)
    assert majority(0, 0, passed) == pytest.approx(0.5)


@given(FEW, FEW, FEW)
def test_a_better_vote_never_makes_a_majority_less_sure(agree: int, disagree: int, passed: int) -> None:
    as_pass = majority(agree, disagree, passed + 1)
    assert majority(agree, disagree + 1, passed) < as_pass < majority(agree + 1, disagree, passed)
    assert majority(agree, disagree, passed) < majority(agree + 1, disagree, passed)


@given(FEW, FEW)
@settings(max_examples=20)
def test_two_sides_are_as_probable_as_the_integral_says(agree: int, disagree: int) -> None:
    mass = beta_probability(agree + 0.5, disagree + 0.5, 1 / 3, 2 / 3)
    assert two_sided(agree, disagree) == pytest.approx(mass, abs=1e-6)


@given(FEW, FEW)
@settings(max_examples=20)
def test_two_of_a_group_are_alike_as_often_as_the_integral_says(agree: int, disagree: int) -> None:
    mean = beta_probability(agree + 0.5, disagree + 0.5, 0, 1, lambda p: p * p + (1 - p) * (1 - p))
    assert alike_within(agree, disagree) == pytest.approx(mean, abs=1e-6)


def test_who_take_the_same_side_are_more_alike() -> None:
    assert alike_between((3, 0), (0, 3)) == pytest.approx(1 - alike_between((3, 0), (3, 0)))
    assert alike_between((0, 0), (9, 0)) == pytest.approx(0.5)
