"""One reminder that goes by itself after the edition's delay: to whoever is silent, by day, never twice."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from koalicja.backroom.models import Event, Job, Mail
from koalicja.coalitions import actions, tasks
from koalicja.coalitions.models import Candidacy, Invitation, InvitationPlan
from koalicja.people.models import Contact, User
from tests.coalitions.invited import SENDER, sent_letter
from tests.coalitions.test_invitation_pages import said

DELAY = 7
LOOKED = actions.Looked("Przypomnienie", "Dzień dobry!")


@pytest.fixture
def osp(coalition: Any, anna: User, make_organisation: Any) -> Candidacy:
    coalition.edition.remind_after_days = DELAY
    coalition.edition.save()
    return considered(coalition, anna, make_organisation(group="ngo"), "osp@example.pl")


def considered(coalition: Any, by: User, organisation: Any, email: str) -> Candidacy:
    Contact.objects.create(organisation=organisation, kind="email", value=email, source="strona OSP")
    return actions.consider(coalition=coalition, by=by, organisation=organisation)


def arrived(candidacy: Candidacy, by: User) -> Invitation:
    """An invitation by e-mail that the server has taken."""
    invitation = sent_letter(candidacy, by, "email")
    mail(invitation, "sent", ended_at=timezone.now())
    return invitation


def mail(invitation: Invitation, state: str, **fields: Any) -> None:
    now = timezone.now()
    Mail.objects.filter(about=invitation.key).update(state=state, claimed_at=now, handed_at=now, claims=1, **fields)


def after(days: int, hour: int = 12) -> datetime:
    """A moment so many days after today, in local time."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def reminders() -> list[Mail]:
    return list(Mail.objects.filter(subject__startswith="Przypomnienie").order_by("pk"))


def test_who_is_silent_is_reminded_once_on_the_day_with_event_job_and_the_same_link(
    coalition: Any, anna: User, osp: Candidacy
) -> None:
    invitation = arrived(osp, anna)
    assert invitation.remind_on == timezone.localdate() + timedelta(days=DELAY)
    jobs = Job.objects.count()
    assert [actions.remind_due(after(days)) for days in (0, DELAY - 1, DELAY, DELAY, DELAY + 1)] == [0, 0, 1, 0, 0]
    [reminder] = reminders()
    assert (reminder.to, reminder.state, reminder.about, reminder.created_by) == (
        "osp@example.pl",
        "ready",
        invitation.key,
        anna,
    )
    assert (reminder.subject, f"http://localhost/z/{invitation.token}/" in reminder.text) == (
        f"Przypomnienie: {coalition.edition.coalition_label} „{coalition.name}”",
        True,
    )
    invitation.refresh_from_db()
    assert (invitation.reminded_at is not None, Job.objects.count()) == (True, jobs + 1)
    told = Event.objects.get(code="invitation.reminded_alone")
    assert (told.by, told.subject, told.scope) == (None, osp.key, coalition.edition.key)


def test_nobody_is_reminded_at_night_and_whom_the_night_kept_is_in_the_morning(anna: User, osp: Candidacy) -> None:
    arrived(osp, anna)
    assert [actions.remind_due(after(DELAY, hour)) for hour in (0, 7, 20, 23)] == [0, 0, 0, 0]
    assert [actions.remind_due(after(DELAY + 1, hour)) for hour in (7, 8)] == [0, 1]


def test_an_edition_without_a_delay_leaves_it_to_people(coalition: Any, anna: User, osp: Candidacy) -> None:
    coalition.edition.remind_after_days = None
    coalition.edition.save()
    invitation = arrived(osp, anna)
    assert (invitation.remind_on, actions.remind_due(after(30))) == (None, 0)


def test_a_delay_set_later_reminds_nobody_of_older_invitations(coalition: Any, anna: User, osp: Candidacy) -> None:
    coalition.edition.remind_after_days = None
    coalition.edition.save()
    arrived(osp, anna)
    coalition.edition.remind_after_days = DELAY
    coalition.edition.save()
    assert actions.remind_due(after(DELAY)) == 0


def answered(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    actions.answer_by_link(invitation, said="maybe")


def answered_by_phone(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    actions.take_answer(osp, invitation=None, how="phone", by=anna, on=timezone.localdate(), said="yes")


def refused(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    actions.say_no(osp, by=anna, on=timezone.localdate())


def erased(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    actions.say_no(osp, by=anna, on=timezone.localdate())
    actions.erase(osp)


def talked_with(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    actions.note_contact(osp, by=anna, kind="call", on=timezone.localdate(), text="Przyjdą")


def declared(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    actions.move(osp, by=anna, to="declared", on=timezone.localdate())


def asked_for_time(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    day = timezone.localdate() + timedelta(days=DELAY + 1)
    actions.postpone(osp, by=anna, seen=None, not_before=day, since=0)


def reminded_by_hand(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    mail = actions.remind(invitation, by=anna, looked=LOOKED, sender=actions.Sender("http://localhost/"))
    assert mail is not None
    mail.delete()


def switched_off(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    assert actions.keep_from_reminding(invitation, by=anna) is True


def closed(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    assert actions.revoke(invitation, by=anna) is True


def invited_in_a_talk(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    actions.log_talk(osp, by=anna, on=timezone.localdate(), kind="talk", text="")


def came_back(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    mail(invitation, "bounced", why="came_back")


def in_doubt(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    mail(invitation, "in_doubt", why="no_answer", ended_at=None)


def lost_their_address(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    Contact.objects.all().delete()


def meeting_is_over(osp: Candidacy, anna: User, invitation: Invitation) -> None:
    InvitationPlan.objects.create(coalition=osp.coalition, meets_on=timezone.localdate() + timedelta(days=DELAY))


BETWEEN: list[Callable[[Candidacy, User, Invitation], None]] = [
    answered,
    answered_by_phone,
    refused,
    erased,
    talked_with,
    declared,
    asked_for_time,
    reminded_by_hand,
    switched_off,
    closed,
    invited_in_a_talk,
    came_back,
    in_doubt,
    lost_their_address,
    meeting_is_over,
]


@pytest.mark.parametrize("between", BETWEEN, ids=lambda each: each.__name__)
def test_whoever_needs_no_reminder_gets_none(between: Any, anna: User, osp: Candidacy) -> None:
    invitation = arrived(osp, anna)
    between(osp, anna, invitation)
    assert (actions.remind_due(after(DELAY)), reminders()) == (0, [])


def test_a_mail_in_doubt_that_arrived_is_reminded_of_once_somebody_said_so(anna: User, osp: Candidacy) -> None:
    invitation = arrived(osp, anna)
    in_doubt(osp, anna, invitation)
    assert actions.remind_due(after(DELAY)) == 0
    mail(invitation, "sent", why="", ended_at=timezone.now())
    assert actions.remind_due(after(DELAY + 2)) == 1


def test_by_hand_nobody_is_reminded_who_has_refused_or_was_reminded_by_itself(anna: User, osp: Candidacy) -> None:
    invitation, sender = arrived(osp, anna), actions.Sender("http://localhost/")
    assert actions.remind_due(after(DELAY)) == 1
    assert actions.remind(invitation, by=anna, looked=LOOKED, sender=sender) is None
    Invitation.objects.update(reminded_at=None)
    refused(osp, anna, invitation)
    assert actions.remind(invitation, by=anna, looked=LOOKED, sender=sender) is None
    assert len(reminders()) == 1


def test_a_worker_that_dies_before_the_commit_leaves_nothing_behind_and_the_next_one_reminds_once(
    anna: User, osp: Candidacy
) -> None:
    invitation = arrived(osp, anna)

    class Killed(BaseException):
        pass

    @transaction.atomic
    def remind_and_die() -> None:
        assert actions.remind_due(after(DELAY)) == 1
        raise Killed

    with pytest.raises(Killed):
        remind_and_die()
    invitation.refresh_from_db()
    assert (invitation.reminded_at, reminders(), Event.objects.filter(code="invitation.reminded_alone").count()) == (
        None,
        [],
        0,
    )
    assert [actions.remind_due(after(DELAY)) for _worker in range(2)] == [1, 0]
    assert len(reminders()) == 1


def test_reminders_of_one_coalition_go_as_one_job(
    coalition: Any, anna: User, osp: Candidacy, make_organisation: Any
) -> None:
    kgw = considered(coalition, anna, make_organisation("KGW Wola"), "kgw@example.pl")
    arrived(osp, anna)
    arrived(kgw, anna)
    jobs = Job.objects.count()
    assert (actions.remind_due(after(DELAY)), Job.objects.count()) == (2, jobs + 1)
    assert [mail.to for mail in reminders()] == ["osp@example.pl", "kgw@example.pl"]


def test_looking_for_reminders_that_are_not_due_takes_one_query(
    anna: User, osp: Candidacy, make_organisation: Any, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        arrived(considered(osp.coalition, anna, make_organisation(f"KGW {number}"), f"kgw{number}@example.pl"), anna)
    with django_assert_num_queries(1):
        assert actions.remind_due(after(DELAY - 1)) == 0


def test_the_worker_does_it_among_its_periodic_work(anna: User, osp: Candidacy) -> None:
    from koalicja.backroom.registry import periodic_tasks

    [periodic] = [each for each in periodic_tasks() if each.name == "coalitions.remind"]
    assert (periodic.work, periodic.interval) == (tasks.remind, timedelta(minutes=30))
    assert tasks.remind() is None  # type: ignore[func-returns-value]


# --- the pages


def test_the_page_says_when_it_goes_and_switches_it_off_and_on_for_one_person(
    coalition: Any, anna: User, osp: Candidacy, client_of: Any
) -> None:
    invitation, client = arrived(osp, anna), client_of(anna)
    page = reverse("coalitions:invitations", args=[coalition.pk])
    stops, goes = (
        reverse("coalitions:decide_reminder", args=[coalition.pk, invitation.pk, decision])
        for decision in ("wylacz", "wlacz")
    )
    day = invitation.remind_on.strftime("%-d.%m.%Y")
    assert (f"Przypomnienie pójdzie samo: {day}" in said(client.get(page)), stops in html(client, page)) == (True, True)
    client.post(stops)
    assert (day in said(client.get(page)), goes in html(client, page)) == (False, True)
    assert actions.remind_due(after(DELAY)) == 0
    client.post(goes)
    assert (f"Przypomnienie pójdzie samo: {day}" in said(client.get(page)), stops in html(client, page)) == (True, True)
    told = Event.objects.filter(subject=osp.key, code__startswith="invitation.reminder").order_by("pk")
    assert list(told.values_list("code", "by__name")) == [
        ("invitation.reminder_off", "Anna"),
        ("invitation.reminder_on", "Anna"),
    ]
    assert actions.remind_due(after(DELAY)) == 1
    client.post(stops)
    assert (stops in html(client, page), goes in html(client, page)) == (False, False)


def test_switched_on_again_late_it_goes_on_the_next_day(anna: User, osp: Candidacy) -> None:
    invitation, today = arrived(osp, anna), timezone.localdate()
    actions.keep_from_reminding(invitation, by=anna)
    late = today + timedelta(days=DELAY + 3)
    assert [actions.let_remind(invitation, by=anna, today=late) for _twice in range(2)] == [True, False]
    invitation.refresh_from_db()
    assert invitation.remind_on == late + timedelta(days=1)


def test_an_unknown_decision_is_not_found_and_changes_nothing(
    coalition: Any, anna: User, osp: Candidacy, client_of: Any
) -> None:
    invitation = arrived(osp, anna)
    address = reverse("coalitions:decide_reminder", args=[coalition.pk, invitation.pk, "jutro"])
    assert client_of(anna).post(address).status_code == 404
    before = invitation.remind_on
    invitation.refresh_from_db()
    assert invitation.remind_on == before


def test_the_text_of_the_reminder_is_read_before_the_invitations_go(
    coalition: Any, anna: User, osp: Candidacy, client_of: Any
) -> None:
    actions.prepare_invitation(osp, by=anna, way="email", subject="S", text="T")
    page = said(client_of(anna).get(reverse("coalitions:invitation_texts", args=[coalition.pk])))
    assert ("Kto milczy, dostanie jedno przypomnienie. Pójdzie samo:" in page, "Wystarczy jedno słowo" in page) == (
        True,
        True,
    )


def html(client: Any, address: str) -> str:
    return str(client.get(address).content.decode())


def invited_once_more(candidacy: Candidacy, by: User) -> Invitation:
    """A further invitation by e-mail, asked for, that the server has taken."""
    waiting = actions.prepare_invitation(candidacy, by=by, way="email", subject="S", text="T", again=True)
    looked = {waiting.pk: actions.Looked("Zaproszenie", "Dzień dobry!")}
    day = timezone.localdate()
    actions.send_invitations(candidacy.coalition, by=by, looked=looked, on=day, sender=SENDER)
    mail(waiting, "sent", ended_at=timezone.now())
    waiting.refresh_from_db()
    return waiting


def test_only_of_the_newest_invitation_anybody_reminds(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy
) -> None:
    first, newest = arrived(osp, anna), invited_once_more(osp, anna)
    address = reverse("coalitions:invitations", args=[coalition.pk])
    (row,) = client_of(anna).get(address).context["rows"]
    assert row["remind"] == newest
    sent = [actions.remind(each, by=anna, looked=LOOKED, sender=SENDER) for each in (first, newest)]
    assert [mail is None for mail in sent] == [True, False]


def test_nobody_is_reminded_twice_also_not_of_another_invitation(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy
) -> None:
    assert actions.remind(arrived(osp, anna), by=anna, looked=LOOKED, sender=SENDER) is not None
    newest = invited_once_more(osp, anna)
    address = reverse("coalitions:invitations", args=[coalition.pk])
    (row,) = client_of(anna).get(address).context["rows"]
    assert (row["remind"], row.get("reminder_url")) == (None, None)
    assert actions.remind(newest, by=anna, looked=LOOKED, sender=SENDER) is None
    assert actions.remind_due(after(DELAY)) == 0
