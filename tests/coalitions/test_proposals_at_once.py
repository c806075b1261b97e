"""Two people at once, on PostgreSQL: one proposal at a time, whoever asks."""

from typing import Any

import pytest

from koalicja.backroom.models import Job
from koalicja.coalitions import actions
from koalicja.coalitions.models import CompositionRun, WhyNotAnswer
from koalicja.coalitions.queries.candidates import Wishes
from tests.coalitions.registers import full_register
from tests.coalitions.stored import proposal
from tests.programmes.test_at_once import at_once

ROUNDS = 6
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_proposals_asked_for_at_once_become_one(
    coalition: Any, anna: Any, marek: Any, make_organisation: Any, make_person: Any
) -> None:
    full_register(make_organisation, make_person)
    for number in range(1, ROUNDS + 1):

        def ask(by: Any) -> Any:
            return lambda: actions.ask_for_proposal(coalition=coalition, by=by, wishes=Wishes())

        assert at_once(ask(anna), ask(marek)) == ["RunAtWork", "done"]
        assert (CompositionRun.objects.count(), Job.objects.count()) == (number, number)
        Job.objects.update(state=Job.State.CANCELLED)


def test_two_who_decline_at_once_make_one_proposal(
    coalition: Any, anna: Any, marek: Any, make_organisation: Any, make_person: Any
) -> None:
    organisations, _people = full_register(make_organisation, make_person)
    run = proposal(coalition, anna)

    def decline(by: Any, place: int) -> Any:
        return lambda: actions.decline(run=run, by=by, member=organisations[place].key)

    assert at_once(decline(anna, 0), decline(marek, 1)) == ["RunAtWork", "done"]
    assert CompositionRun.objects.count() == 2


def test_the_same_question_asked_twice_at_once_is_answered_once(
    coalition: Any, anna: Any, marek: Any, make_organisation: Any, make_person: Any
) -> None:
    _organisations, people = full_register(make_organisation, make_person)
    run = proposal(coalition, anna)

    def ask(by: Any) -> Any:
        return lambda: actions.ask_why_not(run=run, by=by, candidate=people[0].key)

    assert at_once(ask(anna), ask(marek)) == ["done", "done"]
    assert (WhyNotAnswer.objects.count(), Job.objects.count()) == (1, 1)
