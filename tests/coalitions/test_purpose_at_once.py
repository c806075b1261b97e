"""Two people at one coalition at the same moment, on PostgreSQL: nobody loses anything."""

from datetime import date
from typing import Any

import pytest

from koalicja.coalitions import actions
from koalicja.coalitions.models import Area, Candidacy, CandidacyStep, Statement
from koalicja.standing.models import Fact
from tests.programmes.test_at_once import at_once

ROUNDS = 6
DAY = date(2012, 6, 14)
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_texts_said_at_once_the_second_is_asked_about(coalition: Any, anna: Any, marek: Any) -> None:
    for number in range(1, ROUNDS + 1):
        newest = Statement.objects.order_by("-pk").first()

        def say(by: Any, text: str, since: int = newest.pk if newest else 0) -> Any:
            return lambda: actions.say_statement(
                coalition=coalition, by=by, kind="goal", text=text, on=DAY, since=since
            )

        assert at_once(say(anna, f"Więzi {number}"), say(marek, f"Młodzi {number}")) == ["EditConflict", "done"]
        assert (Statement.objects.count(), Fact.objects.count()) == (number, number)


def test_one_organisation_named_by_two_at_once_is_on_the_list_once(
    coalition: Any, anna: Any, marek: Any, make_organisation: Any
) -> None:
    for number in range(1, ROUNDS + 1):
        organisation = make_organisation(f"OSP {number}")

        def name(by: Any, organisation: Any = organisation) -> Any:
            return lambda: actions.consider(coalition=coalition, by=by, organisation=organisation, on=DAY)

        assert at_once(name(anna), name(marek)) == ["done", "done"]
        assert (Candidacy.objects.count(), Fact.objects.filter(kind="named").count()) == (number, number)


def test_steps_of_two_people_at_one_candidacy_are_both_kept(
    coalition: Any, anna: Any, marek: Any, make_organisation: Any
) -> None:
    for number in range(ROUNDS):
        organisation = make_organisation(f"OSP {number}")
        osp = actions.consider(coalition=coalition, by=anna, organisation=organisation, on=DAY)

        def call(osp: Any = osp) -> None:
            actions.note_contact(Candidacy.objects.get(pk=osp.pk), by=anna, kind="call", on=DAY)

        def sign(osp: Any = osp) -> None:
            actions.move(Candidacy.objects.get(pk=osp.pk), by=marek, to="signed", on=DAY)

        assert at_once(call, sign) == ["done", "done"]
        states = sorted(CandidacyStep.objects.filter(candidacy=osp).values_list("state", flat=True))
        assert (states, Candidacy.objects.get(pk=osp.pk).state) == (["listed", "signed", "talk"], "signed")


def test_one_area_chosen_by_two_at_once_is_one(coalition: Any, anna: Any, marek: Any) -> None:
    for number in range(1, ROUNDS + 1):

        def choose(by: Any, name: str = f"Obszar {number}") -> Any:
            return lambda: actions.add_area(coalition=coalition, by=by, name=name, on=DAY)

        assert at_once(choose(anna), choose(marek)) == ["done", "done"]
        assert (Area.objects.count(), Fact.objects.count()) == (number, number)
