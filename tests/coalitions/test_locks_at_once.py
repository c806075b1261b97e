"""Two people on one candidate at the same moment, on PostgreSQL: nobody waits in a circle, nothing is lost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from koalicja.coalitions import actions
from koalicja.coalitions.actions import naming
from koalicja.coalitions.models import Answer, Candidacy, CandidacyStep, Invitation, NamingSession
from koalicja.coalitions.queries.naming_matches import Box
from koalicja.people.actions.merges import merge
from koalicja.people.models import Contact, ContactEntry, Organisation, Person
from koalicja.standing.models import Fact
from tests.coalitions.invited import sent_letter
from tests.programmes.test_at_once import at_once

ROUNDS = 20
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
Considered = Callable[[str], Candidacy]


@pytest.fixture
def considered(coalition: Any, anna: Any, make_organisation: Any) -> Considered:
    return lambda name: actions.consider(coalition=coalition, by=anna, organisation=make_organisation(name))


def fresh(candidacy: Candidacy) -> Candidacy:
    return Candidacy.objects.get(pk=candidacy.pk)


def test_a_talk_and_an_invitation_by_talk(anna: Any, marek: Any, considered: Considered) -> None:
    day = timezone.localdate()
    for number in range(1, ROUNDS + 1):
        osp = considered(f"OSP {number}")

        def note(osp: Any = osp) -> None:
            actions.note_contact(fresh(osp), by=anna, kind="call", on=day, text="Zadzwonić")

        def invite(osp: Any = osp) -> None:
            actions.log_talk(fresh(osp), by=marek, on=day, kind="talk", text="Zaproszeni")

        assert at_once(note, invite) == ["done", "done"]
        counted = (ContactEntry.objects.count(), CandidacyStep.objects.count(), Invitation.objects.count())
        assert counted == (2 * number, 3 * number, number)


def test_a_talk_and_a_call_nobody_answered(anna: Any, marek: Any, considered: Considered) -> None:
    day = timezone.localdate()
    for number in range(1, ROUNDS + 1):
        osp = considered(f"OSP {number}")

        def note(osp: Any = osp) -> None:
            actions.note_contact(fresh(osp), by=anna, kind="call", on=day)

        def attempt(osp: Any = osp) -> None:
            actions.note_attempt(fresh(osp), by=marek, kind="call", on=day)

        assert at_once(note, attempt) == ["done", "done"]
        assert ContactEntry.objects.count() == 2 * number


def test_erasing_a_talk_and_another_spokesperson(anna: Any, marek: Any, considered: Considered, gmina: Any) -> None:
    day = timezone.localdate()
    for number in range(ROUNDS):
        osp = considered(f"OSP {number}")
        ewa = Person.objects.create(gmina=gmina, name=f"Ewa Zmyślona {number}", created_by=anna, source="spis")
        actions.set_spokesperson(osp, by=anna, seen=None, person=ewa, since=0)
        actions.say_no(fresh(osp), by=anna, on=day)

        def erase(osp: Any = osp) -> None:
            actions.erase(fresh(osp))

        def note(osp: Any = osp) -> None:
            actions.note_contact(fresh(osp), by=marek, kind="call", on=day)

        def name(osp: Any = osp, ewa: Any = ewa) -> None:
            actions.set_spokesperson(fresh(osp), by=marek, seen=ewa.pk, person=None, since=0)

        assert at_once(erase, note, name) == ["done", "done", "done"]
        assert (fresh(osp).person_id, CandidacyStep.objects.filter(candidacy=osp, state="talk").count()) == (None, 1)


def test_somebody_named_instead_and_names_typed(coalition: Any, anna: Any, marek: Any, considered: Considered) -> None:
    session = naming.begin_session(coalition=coalition, by=anna, on=timezone.localdate())
    for number in range(ROUNDS):
        letter = sent_letter(considered(f"OSP {number}"), anna)
        answer = actions.answer_by_link(letter, said="other", other_name="Jan Zmyślony")

        def instead(answer: Any = answer, number: int = number) -> None:
            actions.consider_instead(Answer.objects.get(pk=answer.pk), by=anna, name=f"Jan Zmyślony {number}")

        def typed(number: int = number) -> None:
            again = NamingSession.objects.get(pk=session.pk)
            naming.name_lines(session=again, by=marek, box=Box("ngo"), text=f"Kapela {number}00")

        assert at_once(instead, typed) == ["done", "done"]
    assert Candidacy.objects.count() == 3 * ROUNDS


def test_two_who_know_each_other_are_said_to(anna: Any, marek: Any, considered: Considered) -> None:
    for number in range(ROUNDS):
        one, other = considered(f"OSP {number}"), considered(f"KGW {number}")

        def first(one: Any = one, other: Any = other) -> None:
            actions.know(one, by=anna, gained=[other.pk])

        def second(one: Any = one, other: Any = other) -> None:
            actions.know(other, by=marek, gained=[one.pk])

        assert at_once(first, second) == ["done", "done"]
        assert (one.knows.count(), other.knows.count()) == (1, 1)


def test_a_meeting_a_merge_and_a_talk(
    coalition: Any, anna: Any, marek: Any, considered: Considered, make_organisation: Any
) -> None:
    for number in range(ROUNDS):
        day = timezone.localdate() - timedelta(days=number)
        twin = make_organisation(f"OSP w Olszynkach {number}")
        osp, kgw = considered(f"OSP {number}"), considered(f"KGW {number}")

        def write(key: str = f"k{number}", on: date = day, came: Any = (kgw.pk, osp.pk)) -> None:
            actions.write_meeting(coalition, by=anna, meeting=actions.Held(on=on, people=5, came=came), key=key)

        def join(twin: Any = twin, osp: Any = osp) -> None:
            merge(twin, Organisation.objects.get(pk=osp.organisation_id), by=marek, choices={})

        def note(osp: Any = osp, on: date = day) -> None:
            actions.note_contact(fresh(osp), by=marek, kind="call", on=on)

        assert at_once(write, join, note) == ["done", "done", "done"]
        assert fresh(osp).organisation_id == twin.pk
        assert ContactEntry.objects.filter(organisation=twin).count() == 1
        assert Fact.objects.filter(kind="attended", subject__in=[osp.subject, kgw.subject, twin.key]).count() == 2


def test_whoever_answers_while_she_is_erased_is_answered_for_or_told_it_is_gone(
    coalition: Any, anna: Any, client: Any, gmina: Any
) -> None:
    for number in range(ROUNDS):
        ewa = Person.objects.create(gmina=gmina, name=f"Ewa Zmyślona {number}", created_by=anna, source="spis")
        candidacy = actions.consider(coalition=coalition, by=anna, person=ewa)
        letter = sent_letter(candidacy, anna)
        Contact.objects.create(person=ewa, kind="phone", value="600 100 200")
        statuses: list[int] = []

        def erase(candidacy: Any = candidacy) -> None:
            actions.erase(candidacy)

        def answer(letter: Any = letter, statuses: list[int] = statuses) -> None:
            statuses.append(client.post(f"/z/{letter.token}/", {"said": "yes"}).status_code)

        assert at_once(erase, answer) == ["done", "done"]
        assert (statuses in ([302], [404], [410]), Candidacy.objects.count(), Person.objects.count()) == (True, 0, 0)
