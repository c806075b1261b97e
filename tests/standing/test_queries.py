"""Reads of the ledger: history, as of a day, as known on a day, and what the facts count."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koalicja.standing import actions, queries, wording
from koalicja.standing.models import Fact, Kind
from koalicja.standing.queries import Gathering
from koalicja.standing.told import Told
from tests.standing.conftest import DAY, TABLE

Make = Callable[..., Fact]
OTHER_TABLES = count(1000)


def recorded(fact: Fact, at: datetime) -> Fact:
    """The fact as if it had been written down at another time."""
    Fact.objects.filter(pk=fact.pk).update(recorded_at=at)
    return fact


def test_the_history_is_newest_first_by_the_day_and_then_by_writing(make_fact: Make) -> None:
    later, first, second = make_fact(on=date(2014, 1, 30)), make_fact(), make_fact(kind=Kind.DECLARED)
    make_fact(coalition=TABLE + 1)
    page = queries.history(TABLE)
    assert [entry.fact for entry in page.entries] == [later, second, first]
    assert [entry.trace for entry in page.entries] == [(), (), ()]


def test_versions_before_hang_under_the_newest_and_struck_facts_stay(make_fact: Make, ewa: Any) -> None:
    struck = actions.strike(make_fact(on=date(2014, 1, 30)), by=ewa, reason="Pomyłka")
    versions = [make_fact(detail={"people": 1})]
    for people in (2, 3):
        right = replace(Told.of(versions[-1]), detail={"people": people})
        versions.append(actions.correct(versions[-1], by=ewa, right=right, reason="Liczba"))
    page = queries.history(TABLE)
    assert [(entry.fact, entry.trace) for entry in page.entries] == [
        (struck, ()),
        (versions[2], (versions[1], versions[0])),
    ]


def test_a_correction_that_was_struck_keeps_its_trace(make_fact: Make, ewa: Any) -> None:
    wrong = make_fact(detail={"people": 1})
    right = actions.correct(wrong, by=ewa, right=replace(Told.of(wrong), detail={"people": 2}), reason="Liczba")
    actions.strike(right, by=ewa, reason="Nie było spotkania")
    assert [(each.fact, each.trace) for each in queries.history(TABLE).entries] == [(right, (wrong,))]
    assert list(queries.facts(TABLE)) == []


def test_the_history_comes_in_pages_and_by_kind(make_fact: Make) -> None:
    facts = [make_fact(on=DAY + timedelta(days=n), kind=(Kind.MET, Kind.NAMED)[n % 2]) for n in range(5)]
    second = queries.history(TABLE, page="2", size=2)
    assert [each.fact for each in second.entries] == [facts[2], facts[1]]
    assert (second.page.number, second.page.paginator.num_pages) == (2, 3)
    assert [each.fact for each in queries.history(TABLE, kinds=Kind.NAMED).entries] == [facts[3], facts[1]]
    assert [each.fact for each in queries.history(TABLE, page="99", size=2).entries] == [facts[0]]


def test_a_page_names_everything_its_lines_speak_of(make_fact: Make, ewa: Any) -> None:
    wrong = make_fact(kind=Kind.INVITED, subject="person:7", detail={"about": "invitation:4"})
    actions.correct(wrong, by=ewa, right=replace(Told.of(wrong), subject="person:8"), reason="Ktoś inny")
    make_fact()
    assert queries.history(TABLE).subjects == {"person:7", "person:8", "invitation:4"}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_history_takes_three_queries(make_fact: Make, ewa: Any, rows: int) -> None:
    for people in range(rows):
        wrong = make_fact(detail={"people": people})
        actions.correct(wrong, by=ewa, right=replace(Told.of(wrong), detail={"people": 99}), reason="Liczba")
        actions.strike(make_fact(), by=ewa, reason="Pomyłka")
    with CaptureQueriesContext(connection) as captured:
        lines = wording.timeline(queries.history(TABLE).entries, wording.Teller())
    assert (len(lines), sum(len(line.trace) for line in lines), len(captured)) == (2 * rows, rows, 3)


@pytest.mark.parametrize("rows", [1, 3])
def test_counts_of_many_coalitions_take_three_queries(make_fact: Make, rows: int) -> None:
    for coalition in range(1, rows + 1):
        make_fact(coalition=coalition, detail={"people": coalition})
        for kind in (Kind.ATTENDED, Kind.DECLARED, Kind.SIGNED, Kind.LEFT):
            make_fact(kind, coalition=coalition, subject=f"person:{coalition}")
    with CaptureQueriesContext(connection) as captured:
        found = queries.counts_of(range(1, 4))
    assert ([len(found[each].gatherings) for each in (1, 2, 3)], len(captured)) == ([1] * rows + [0] * (3 - rows), 3)


def test_facts_as_of_a_day_leave_out_what_happened_later(make_fact: Make) -> None:
    named, met = make_fact(Kind.NAMED, date(2013, 9, 1)), make_fact()
    assert list(queries.facts(TABLE)) == [met, named]
    assert list(queries.facts(TABLE, as_of=date(2013, 9, 16))) == [named]
    assert list(queries.facts(TABLE, as_of=DAY)) == [met, named]
    assert list(queries.facts(TABLE, kinds=Kind.MET, as_of=date(2013, 9, 16))) == []
    assert list(queries.facts(TABLE, kinds=[Kind.MET, Kind.NAMED])) == [met, named]


def test_facts_as_known_on_a_day_count_that_day_whole_as_it_ended_here(make_fact: Make) -> None:
    late = datetime(2026, 3, 9, 23, 59, 59, tzinfo=timezone.get_default_timezone())
    fact = recorded(make_fact(), late)
    assert list(queries.facts(TABLE, known=date(2026, 3, 8))) == []
    assert list(queries.facts(TABLE, known=date(2026, 3, 9))) == [fact]
    assert list(queries.facts(TABLE, known=late - timedelta(microseconds=1))) == []
    assert list(queries.facts(TABLE, known=late)) == [fact]


def test_what_happened_and_what_was_known_are_asked_for_apart(make_fact: Make, ewa: Any) -> None:
    """The meeting of 17.09.2013 was written down on 1.02.2026 with 15 people, and corrected on 1.03.2026 to 14."""
    zone = timezone.get_default_timezone()
    wrong = recorded(make_fact(detail={"people": 15}), datetime(2026, 2, 1, 12, tzinfo=zone))
    right = actions.correct(wrong, by=ewa, right=replace(Told.of(wrong), detail={"people": 14}), reason="Lista")
    march = datetime(2026, 3, 1, 12, tzinfo=zone)
    Fact.objects.filter(pk=wrong.pk).update(struck_at=march)
    recorded(right, march)
    assert list(queries.facts(TABLE, as_of=DAY)) == [right]
    assert list(queries.facts(TABLE, as_of=DAY, known=date(2026, 1, 31))) == []
    assert list(queries.facts(TABLE, as_of=DAY, known=date(2026, 2, 28))) == [wrong]
    assert list(queries.facts(TABLE, as_of=DAY, known=date(2026, 3, 1))) == [right]
    assert list(queries.facts(TABLE, as_of=date(2013, 9, 16), known=date(2026, 3, 1))) == []
    asked = [queries.counts(TABLE, known=date(2026, month, 28)).gatherings[0].came for month in (2, 3)]
    assert asked == [15, 14]


def test_all_facts_about_somebody_are_found_in_every_coalition(make_fact: Make, ewa: Any) -> None:
    here, there = make_fact(Kind.NAMED, subject="person:7"), make_fact(Kind.NAMED, coalition=9, subject="person:8")
    actions.strike(make_fact(Kind.INVITED, subject="person:7"), by=ewa, reason="Pomyłka")
    make_fact()
    assert list(queries.about(["person:7"])) == [here]
    assert list(queries.about({"person:7", "person:8", ""})) == [there, here]


def came(make_fact: Make) -> tuple[Gathering, ...]:
    return queries.counts(TABLE).gatherings


def test_nothing_told_is_unknown_and_not_zero(make_fact: Make) -> None:
    assert queries.counts(TABLE) == queries.Counts((), 0, 0)
    make_fact()
    assert [(each.came, each.told, each.known) for each in came(make_fact)] == [(None, None, 0)]


def test_who_came_is_the_greater_of_those_told_and_those_known(make_fact: Make) -> None:
    make_fact(detail={"people": 14, "number": 1, "groups": {"office": 2, "ngo": 3}})
    for key in ("organisation:1", "organisation:2", "organisation:2"):
        make_fact(Kind.ATTENDED, subject=key)
    later = date(2013, 10, 16)
    make_fact(on=later, detail={"groups": {"culture": 4, "resident": 2}})
    make_fact(Kind.ATTENDED, on=date(2013, 11, 1), subject="person:7")
    assert came(make_fact) == (
        Gathering(DAY, 1, 14, 2, {"office": 2, "ngo": 3}),
        Gathering(later, 2, 6, 0, {"culture": 4, "resident": 2}),
        Gathering(date(2013, 11, 1), None, None, 1, {}),
    )
    assert [each.came for each in came(make_fact)] == [14, 6, 1]


def test_those_who_declared_are_counted_once_and_no_more_after_leaving(make_fact: Make) -> None:
    make_fact(Kind.DECLARED, detail={"people": 3})
    for key in ("organisation:1", "organisation:2"):
        make_fact(Kind.DECLARED, subject=key)
    later = date(2013, 10, 16)
    make_fact(Kind.DECLARED, on=later, subject="organisation:2")
    make_fact(Kind.DECLARED, on=later, subject="organisation:3")
    make_fact(Kind.SIGNED, on=later, subject="organisation:3")
    assert (queries.counts(TABLE).declared, queries.counts(TABLE).signed) == (4, 1)
    make_fact(Kind.LEFT, on=date(2014, 1, 1), subject="organisation:3")
    assert (queries.counts(TABLE).declared, queries.counts(TABLE).signed) == (3, 0)
    assert queries.counts(TABLE, as_of=later).signed == 1
    make_fact(Kind.SIGNED, on=date(2014, 2, 1), subject="organisation:3")
    assert queries.counts(TABLE).signed == 1


STEPS = st.lists(
    st.tuples(st.sampled_from(["record", "correct", "strike"]), st.integers(0, 30), st.integers(0, 6)),
    min_size=1,
    max_size=12,
)


def what_is_known(table: int, known: datetime | None) -> list[Any]:
    days = (None, DAY, DAY + timedelta(days=3))
    rows = [[(f.pk, f.on, f.detail) for f in queries.facts(table, as_of=day, known=known)] for day in days]
    return [rows, queries.counts(table, known=known)]


def take(step: str, table: int, which: int, days: int, by: Any) -> None:
    told = Told(kind=Kind.MET, on=DAY + timedelta(days=days), detail={"people": which})
    standing = list(Fact.objects.in_force().filter(coalition=table).order_by("pk"))
    if step == "record" or not standing:
        actions.record_all(table, by=by, facts=[told])
    elif step == "correct":
        actions.correct(standing[which % len(standing)], by=by, right=told, reason="Poprawka")
    else:
        actions.strike(standing[which % len(standing)], by=by, reason="Pomyłka")


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_what_was_known_at_an_earlier_moment_never_changes(ewa: Any, steps: list[tuple[str, int, int]]) -> None:
    table, remembered = next(OTHER_TABLES), []
    for step, which, days in steps:
        take(step, table, which, days, ewa)
        remembered.append((timezone.now(), what_is_known(table, None)))
    assert [what_is_known(table, moment) for moment, _then in remembered] == [then for _moment, then in remembered]
