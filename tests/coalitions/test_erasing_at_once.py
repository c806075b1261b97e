"""Erasing while others write, on PostgreSQL: taken back out of a circle it begins again, and nobody is forgotten."""

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from koalicja.coalitions import actions
from koalicja.coalitions.models import Candidacy, Coalition
from koalicja.people.actions.accepting import accept
from koalicja.people.models import Organisation, Person
from tests.coalitions.test_locks_at_once import Considered, considered
from tests.people.file_builders import csv_text, previewed
from tests.programmes.test_at_once import at_once

__all__ = ["considered"]
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 8


def refused(candidacy: Candidacy, by: Any) -> Candidacy:
    actions.say_no(candidacy, by=by, on=timezone.localdate())
    Candidacy.objects.filter(pk=candidacy.pk).update(erase_on=timezone.localdate())
    return candidacy


def erase_all() -> int:
    return actions.erase_due(timezone.localdate())


def in_thread(work: Callable[[], None]) -> Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def wait_until_another_waits() -> None:
    """Until another connection to this database waits for a lock."""
    waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    deadline = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("select pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)


def test_an_erasure_taken_back_out_of_a_circle_begins_again(anna: Any, considered: Considered) -> None:
    osp = refused(considered("OSP Olszynki"), anna)
    holds = Event()

    @transaction.atomic
    def against_the_order() -> None:
        with connection.cursor() as cursor:
            cursor.execute("set local deadlock_timeout = '1min'")  # the other one finds the circle, and is taken back
            list(Organisation.objects.select_for_update().filter(pk=osp.organisation_id))
            holds.set()
            wait_until_another_waits()
            list(Coalition.objects.select_for_update().filter(pk=osp.coalition_id))

    other = in_thread(against_the_order)
    holds.wait(60)
    assert erase_all() == 1
    other.join(60)
    osp.refresh_from_db()
    assert (osp.erase_on, osp.erased_at is None) == (None, False)


def test_whoever_is_held_for_long_keeps_nobody_else_back_and_comes_next_time(anna: Any, considered: Considered) -> None:
    first, second = (refused(considered(name), anna) for name in ("OSP Olszynki", "KGW Wola"))
    holds, erased = Event(), Event()

    @transaction.atomic
    def hold() -> None:
        list(Organisation.objects.select_for_update().filter(pk=first.organisation_id))
        holds.set()
        erased.wait(60)

    other = in_thread(hold)
    holds.wait(60)
    with connection.cursor() as cursor:
        cursor.execute("set lock_timeout = '200ms'")
        with pytest.raises(OperationalError):
            erase_all()
        cursor.execute("set lock_timeout = '20s'")
    erased.set()
    other.join(60)
    left = Candidacy.objects.filter(erased_at=None)
    assert list(left.values_list("pk", flat=True)) == [first.pk]
    assert (erase_all(), left.count(), second.pk > first.pk) == (1, 0, True)


def test_a_file_is_accepted_while_people_are_erased(coalition: Any, anna: Any, gmina: Any) -> None:
    for number in range(ROUNDS):
        for each in range(3):
            name = f"Ewa Zmyślona {number}{each}"
            ewa = Person.objects.create(gmina=gmina, name=name, created_by=anna, source="spis")
            refused(actions.consider(coalition=coalition, by=anna, person=ewa), anna)
        batch = previewed(anna, gmina, csv_text([(f"OSP Olszynki {number}", "Olszynki", "")]))

        def take_in(batch: Any = batch) -> None:
            accept(batch, by=anna)

        assert at_once(take_in, erase_all) == ["done", "done"]
        assert (Person.objects.count(), Candidacy.objects.count()) == (0, 0)
        assert Organisation.objects.filter(name__startswith="OSP Olszynki").count() == number + 1
