"""Two presses and two answers at one moment, on PostgreSQL: sent once, and no answer lost."""

from datetime import datetime, time, timedelta
from threading import Thread
from typing import Any

import pytest
from django.utils import timezone

from koalicja.backroom.models import Event, Job, Mail
from koalicja.coalitions import actions
from koalicja.coalitions.actions import invitations
from koalicja.coalitions.models import Answer, Candidacy, CandidacyStep, Invitation
from koalicja.coalitions.queries.reaching import reach_one
from koalicja.people.models import Contact
from koalicja.standing.models import Fact
from tests.coalitions.invited import SENDER, sent_letter
from tests.coalitions.test_erasing_at_once import in_thread, wait_until_another_waits
from tests.programmes.test_at_once import at_once

ROUNDS = 6
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def considered(coalition: Any, anna: Any, make_organisation: Any) -> Any:
    def build(name: str) -> Candidacy:
        organisation = make_organisation(name)
        Contact.objects.create(organisation=organisation, kind="email", value="osp@example.pl")
        return actions.consider(coalition=coalition, by=anna, organisation=organisation)

    return build


def test_a_bulk_that_two_let_go_at_once_is_sent_once(coalition: Any, anna: Any, marek: Any, considered: Any) -> None:
    for number in range(1, ROUNDS + 1):
        prepared = [
            actions.prepare_invitation(considered(f"OSP {number} {each}"), by=anna, way="email", subject="S", text="T")
            for each in range(3)
        ]

        def send(by: Any, prepared: Any = prepared) -> Any:
            looked = {each.pk: actions.Looked("Zaproszenie", "Dzień dobry!") for each in prepared}
            day = timezone.localdate()
            return lambda: actions.send_invitations(coalition, by=by, looked=looked, on=day, sender=SENDER)

        assert at_once(send(anna), send(marek)) == ["done", "done"]
        counted = (Mail.objects.count(), Job.objects.count(), Fact.objects.filter(kind="invited").count())
        assert counted == (3 * number, number, 3 * number)
        assert Invitation.objects.filter(sent_at=None).count() == 0


def test_one_invitation_prepared_by_two_at_once_is_one(anna: Any, marek: Any, considered: Any) -> None:
    for number in range(1, ROUNDS + 1):
        osp = considered(f"OSP {number}")

        def prepare(by: Any, osp: Any = osp) -> Any:
            return lambda: actions.prepare_invitation(osp, by=by, way="letter", subject="", text="T")

        assert at_once(prepare(anna), prepare(marek)) == ["done", "done"]
        assert Invitation.objects.count() == number


def test_of_two_answers_at_once_both_are_kept_and_the_newest_counts(anna: Any, considered: Any) -> None:
    for number in range(ROUNDS):
        osp = considered(f"OSP {number}")
        letter = sent_letter(osp, anna)

        def by_link(letter: Any = letter) -> None:
            actions.answer_by_link(Invitation.objects.get(pk=letter.pk), said="no")

        def by_phone(osp: Any = osp) -> None:
            day = timezone.localdate()
            fresh = Candidacy.objects.get(pk=osp.pk)
            actions.take_answer(fresh, invitation=None, how="phone", by=anna, on=day, said="yes")

        assert at_once(by_link, by_phone) == ["done", "done"]
        newest = Answer.objects.filter(candidacy=osp).first()
        assert newest is not None
        osp.refresh_from_db()
        assert osp.state == ("declined" if newest.said == "no" else "invited")
        answered = Fact.objects.filter(kind="answered", subject=osp.subject)
        assert {fact.detail["answer"] for fact in answered} == {"yes", "no"}


def test_the_same_answer_twice_at_once_is_one(anna: Any, considered: Any) -> None:
    for number in range(1, ROUNDS + 1):
        letter = sent_letter(considered(f"OSP {number}"), anna)

        def answer(letter: Any = letter) -> None:
            actions.answer_by_link(Invitation.objects.get(pk=letter.pk), said="no", question="Czemu ja?")

        assert at_once(answer, answer) == ["done", "done"]
        assert (Answer.objects.count(), CandidacyStep.objects.filter(state="declined").count()) == (number, number)


def test_a_meeting_sent_twice_at_once_is_kept_once(coalition: Any, anna: Any, considered: Any) -> None:
    osp = considered("OSP Olszynki")
    for number in range(1, ROUNDS + 1):
        meeting = actions.Held(on=timezone.localdate(), people=14, came=[osp.pk], declared_people=3)

        def write(key: str = f"k{number}", meeting: Any = meeting) -> None:
            actions.write_meeting(coalition, by=anna, meeting=meeting, key=key, is_another=True)

        assert at_once(write, write) == ["done", "done"]
        counted = [Fact.objects.filter(kind=kind).count() for kind in ("met", "declared", "attended")]
        assert counted == [number, number, 1]


def test_of_two_workers_at_once_one_reminds_and_whoever_answers_meanwhile_gets_no_second_mail(
    coalition: Any, anna: Any, considered: Any
) -> None:
    coalition.edition.remind_after_days = 7
    coalition.edition.save()
    then = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=7), time(12)))
    for number in range(1, ROUNDS + 1):
        letters = [sent_letter(considered(f"OSP {number} {each}"), anna, "email") for each in range(3)]
        now = timezone.now()
        Mail.objects.filter(state="ready").update(state="sent", claimed_at=now, handed_at=now, ended_at=now, claims=1)
        reminded: list[int] = []

        def worker(reminded: list[int] = reminded) -> None:
            reminded.append(actions.remind_due(then))

        def answer(letter: Any = letters[0]) -> None:
            actions.answer_by_link(Invitation.objects.get(pk=letter.pk), said="yes")

        assert at_once(worker, worker, answer) == ["done", "done", "done"]
        mails = [Mail.objects.filter(about=letter.key).count() for letter in letters]
        has_first = Invitation.objects.get(pk=letters[0].pk).reminded_at is not None
        assert (sorted(reminded), mails) == ([0, 2 + has_first], [1 + has_first, 2, 2])
        assert Event.objects.filter(code="invitation.reminded_alone").count() == Mail.objects.count() - 3 * number
        Mail.objects.filter(state="ready").update(state="cancelled", ended_at=now)


def test_by_hand_and_by_itself_at_once_is_one_reminder(coalition: Any, anna: Any, considered: Any) -> None:
    coalition.edition.remind_after_days = 7
    coalition.edition.save()
    then = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=7), time(12)))
    for number in range(ROUNDS):
        letter, now = sent_letter(considered(f"OSP {number}"), anna, "email"), timezone.now()
        Mail.objects.filter(about=letter.key).update(
            state="sent", claimed_at=now, handed_at=now, ended_at=now, claims=1
        )

        def by_hand(letter: Any = letter) -> None:
            looked = actions.Looked("Przypomnienie", "Dzień dobry!")
            actions.remind(Invitation.objects.get(pk=letter.pk), by=anna, looked=looked, sender=SENDER)

        assert at_once(by_hand, lambda: actions.remind_due(then)) == ["done", "done"]
        assert Mail.objects.filter(about=letter.key).count() == 2


def test_a_text_put_aside_while_it_is_sent_is_either_gone_or_sent(coalition: Any, anna: Any, considered: Any) -> None:
    for number in range(ROUNDS):
        osp = considered(f"OSP {number}")
        waiting = actions.prepare_invitation(osp, by=anna, way="email", subject="S", text="T")
        said: list[bool] = []

        def send(waiting: Any = waiting) -> None:
            looked = {waiting.pk: actions.Looked("S", "T")}
            actions.send_invitations(coalition, by=anna, looked=looked, on=timezone.localdate(), sender=SENDER)

        def drop(waiting: Any = waiting, said: list[bool] = said) -> None:
            said.append(actions.drop_prepared(Invitation.objects.get(pk=waiting.pk), by=anna))

        assert at_once(send, drop) == ["done", "done"]
        mails, rows = Mail.objects.filter(about=waiting.key).count(), Invitation.objects.filter(pk=waiting.pk).count()
        assert (said, mails, rows) in [([True], 0, 0), ([False], 1, 1)]


def test_of_two_who_change_one_text_at_once_one_is_asked_and_no_mail_holds_words_that_its_sender_did_not_see(
    coalition: Any, anna: Any, marek: Any, considered: Any
) -> None:
    for number in range(ROUNDS):
        osp = considered(f"OSP {number}")
        waiting = actions.prepare_invitation(osp, by=anna, way="email", subject="S", text="T")
        seen = actions.Looked("S", "T")

        def send(waiting: Any = waiting, seen: Any = seen) -> None:
            typed, day = {waiting.pk: actions.Looked("S", "P-SLOWA", seen)}, timezone.localdate()
            actions.keep_typed(coalition, by=anna, typed=typed, going=[waiting.pk])
            actions.send_invitations(coalition, by=anna, looked=typed, on=day, sender=SENDER)

        def write(waiting: Any = waiting, seen: Any = seen) -> None:
            actions.keep_typed(coalition, by=marek, typed={waiting.pk: actions.Looked("S", "Q-SLOWA", seen)})

        done, now = at_once(send, write), Invitation.objects.get(pk=waiting.pk)
        mails = [mail.text.partition("\n")[0] for mail in Mail.objects.filter(about=waiting.key)]
        asked, sent = (["TextsChanged", "done"], "Q-SLOWA", []), (["done", "done"], "P-SLOWA", ["P-SLOWA"])
        sent_first = (["TextsChanged", "done"], "P-SLOWA", ["P-SLOWA"])
        assert (done, now.text, mails) in [asked, sent, sent_first]


def test_whoever_puts_a_text_aside_waits_until_it_was_sent_and_is_told_so(
    coalition: Any, anna: Any, considered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    osp = considered("OSP Olszynki")
    waiting = actions.prepare_invitation(osp, by=anna, way="email", subject="S", text="T")
    said: list[bool] = []
    threads: list[Thread] = []

    def reach_meanwhile(candidacy: Candidacy) -> Any:
        def drop() -> None:
            said.append(actions.drop_prepared(Invitation.objects.get(pk=waiting.pk), by=anna))

        threads.append(in_thread(drop))
        wait_until_another_waits()
        return reach_one(candidacy)

    monkeypatch.setattr(invitations, "reach_one", reach_meanwhile)
    looked = {waiting.pk: actions.Looked("S", "T")}
    done = actions.send_invitations(coalition, by=anna, looked=looked, on=timezone.localdate(), sender=SENDER)
    threads[0].join(60)
    assert (said, list(done.sent), Mail.objects.count(), Invitation.objects.count()) == ([False], [waiting], 1, 1)
