"""Two people at one fact at the same moment, each with a connection of her own (SQLite hides such races)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from koalicja.backroom.models import Event
from koalicja.standing import actions
from koalicja.standing.models import Fact, Kind
from koalicja.standing.refusals import FactOutdated
from koalicja.standing.told import Told
from tests.standing.conftest import DAY, TABLE

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Make = Callable[..., Fact]
ROUNDS = 8


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run each call in a thread of its own, all let go at the same moment; exceptions come back as results."""
    barrier = Barrier(len(calls))

    def one(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=300)
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def right(fact: Fact, people: int) -> Told:
    return replace(Told.of(fact), detail={"people": people})


def test_of_two_who_correct_one_fact_one_wins_and_the_other_is_told(make_fact: Make, ewa: Any, jan: Any) -> None:
    for number in range(ROUNDS):
        fact = make_fact(coalition=number + 1, detail={"people": 15})
        results = at_once(
            lambda fact=fact: actions.correct(fact, by=ewa, right=right(fact, 14), reason="Lista"),
            lambda fact=fact: actions.correct(fact, by=jan, right=right(fact, 13), reason="Zdjęcie"),
        )
        won, refused = sorted(results, key=lambda each: isinstance(each, FactOutdated))
        assert list(Fact.objects.in_force().filter(coalition=number + 1)) == [won]
        assert (type(refused), refused.now, refused.before.struck_by) == (FactOutdated, won, won.author)
    assert Event.objects.filter(code="fact.corrected").count() == ROUNDS


def test_of_a_correction_and_a_strike_one_wins(make_fact: Make, ewa: Any, jan: Any) -> None:
    for number in range(ROUNDS):
        fact = make_fact(coalition=number + 1, detail={"people": 15})
        results = at_once(
            lambda fact=fact: actions.correct(fact, by=ewa, right=right(fact, 14), reason="Lista"),
            lambda fact=fact: actions.strike(fact, by=jan, reason="Nie odbyło się"),
        )
        assert sorted(type(each).__name__ for each in results) == ["Fact", "FactOutdated"]
    assert Event.objects.exclude(code="fact.recorded").count() == ROUNDS


def test_one_request_sent_twice_at_once_is_recorded_once(ewa: Any) -> None:
    for number in range(ROUNDS):
        told = Told(kind=Kind.MET, on=DAY, key=f"form {number}")
        calls = [lambda told=told: actions.record_all(TABLE, by=ewa, facts=[told])] * 2
        first, second = at_once(*calls)
        assert first == second
    assert (Fact.objects.count(), Event.objects.count()) == (ROUNDS, ROUNDS)


def test_one_correction_sent_twice_at_once_is_made_once(make_fact: Make, ewa: Any) -> None:
    for number in range(ROUNDS):
        fact = make_fact(coalition=number + 1, detail={"people": 15})
        told = replace(right(fact, 14), key="form 1")
        first, second = at_once(
            *[lambda fact=fact, told=told: actions.correct(fact, by=ewa, right=told, reason="Lista")] * 2
        )
        assert (first == second, first.corrects_id) == (True, fact.pk)
    assert Event.objects.filter(code="fact.corrected").count() == ROUNDS
