"""Each statement is seen about equally often."""

from hypothesis import given, settings
from hypothesis import strategies as st

from koalicja.engine.perspectives.showing import order_to_show

NAMES = [f"s{at:02}" for at in range(12)]


@given(st.integers(), st.integers(1, 12), st.integers(1, 12), st.integers(1, 30))
@settings(max_examples=30)
def test_when_each_reads_as_many_no_statement_is_seen_more_than_once_more(
    seed: int, statements: int, reads: int, people: int
) -> None:
    shown = dict.fromkeys(NAMES[:statements], 0)
    for person in range(people):
        for name in order_to_show(shown, seed=seed, person=f"p{person}")[:reads]:
            shown[name] += 1
    assert max(shown.values()) - min(shown.values()) <= 1


@given(st.integers(), st.integers(1, 12), st.integers(1, 5), st.integers(1, 8))
@settings(max_examples=30)
def test_when_some_read_at_once_it_is_seen_no_more_often_than_they_are_many(
    seed: int, reads: int, at_once: int, rounds: int
) -> None:
    shown = dict.fromkeys(NAMES, 0)
    for number in range(rounds):
        orders = [order_to_show(shown, seed=seed, person=f"p{number}-{person}") for person in range(at_once)]
        for order in orders:
            for name in order[:reads]:
                shown[name] += 1
    assert max(shown.values()) - min(shown.values()) <= at_once


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 9)), st.sets(st.sampled_from(NAMES)), st.integers())
@settings(max_examples=30)
def test_all_that_is_not_answered_is_shown_once_least_seen_first(
    shown: dict[str, int], answered: set[str], seed: int
) -> None:
    order = order_to_show(shown, seed=seed, person="p", answered=answered)
    assert sorted(order) == sorted(shown.keys() - answered)
    assert [shown[name] for name in order] == sorted(shown[name] for name in order)
    turned = dict(reversed(shown.items()))
    assert order_to_show(turned, seed=seed, person="p", answered=answered) == order


def test_another_person_and_another_seed_see_another_order() -> None:
    shown = dict.fromkeys(NAMES, 0)
    orders = {order_to_show(shown, seed=seed, person=person) for seed in (1, 2) for person in "ab"}
    assert len(orders) == 4
    assert order_to_show(shown, seed=1, person="a")[:3] == ("s08", "s01", "s07")
