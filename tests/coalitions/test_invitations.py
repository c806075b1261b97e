"""Invitations and answers: looked at before they go, sent once, followed by state, fact, event and next step."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from koalicja.backroom.models import Event, Job, Mail
from koalicja.coalitions import actions
from koalicja.coalitions.actions import answers as answering
from koalicja.coalitions.actions.answers import forget_answers
from koalicja.coalitions.models import Answer, Candidacy, Invitation
from koalicja.coalitions.models.invitations import hash_of
from koalicja.people.models import Contact, Person, User
from koalicja.standing.models import Fact

SENDER = actions.Sender("https://koalicja.example", "Gminna Biblioteka", "biblioteka@example.pl", "tel. 12 345 67 89")


@pytest.fixture
def osp(coalition: Any, anna: User, make_organisation: Any) -> Candidacy:
    return considered(coalition, anna, make_organisation(group="ngo"), "osp@example.pl")


@pytest.fixture
def zofia(coalition: Any, anna: User, make_person: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, person=make_person())


def considered(coalition: Any, by: User, organisation: Any, email: str = "") -> Candidacy:
    if email:
        Contact.objects.create(organisation=organisation, kind="email", value=email, source="strona OSP")
    return actions.consider(coalition=coalition, by=by, organisation=organisation)


def prepared(candidacy: Candidacy, by: User, way: str = "email", *, again: bool = False) -> Invitation:
    return actions.prepare_invitation(
        candidacy, by=by, way=way, subject="Zaproszenie", text="Dzień dobry,\n\nzapraszamy.", again=again
    )


def sent(candidacy: Candidacy, by: User, way: str = "email", *, again: bool = False) -> Invitation:
    invitation = prepared(candidacy, by, way, again=again)
    send(candidacy.coalition, by, invitation)
    invitation.refresh_from_db()
    return invitation


def send(coalition: Any, by: User, *invitations: Invitation) -> actions.Sending:
    looked = {each.pk: actions.Looked("Zaproszenie: wspólny stół", "Dzień dobry!") for each in invitations}
    return actions.send_invitations(coalition, by=by, looked=looked, on=timezone.localdate(), sender=SENDER)


def facts() -> list[tuple[str, str, dict[str, Any]]]:
    return list(Fact.objects.exclude(kind="named").order_by("pk").values_list("kind", "source", "detail"))


def told(candidacy: Candidacy) -> list[str]:
    return list(Event.objects.filter(subject=candidacy.key).order_by("pk").values_list("code", flat=True))


def state(candidacy: Candidacy) -> str:
    candidacy.refresh_from_db()
    return candidacy.state


# --- sending


def test_what_is_prepared_is_not_sent_and_its_history_says_so(anna: User, osp: Candidacy) -> None:
    first = prepared(osp, anna)
    assert (prepared(osp, anna), first.is_sent, Mail.objects.count()) == (first, False, 0)
    assert (state(osp), facts(), told(osp)) == ("listed", [], ["candidacy.listed", "invitation.prepared"])


def test_a_bulk_that_was_looked_at_goes_as_one_job_with_step_fact_and_event(
    coalition: Any, anna: User, osp: Candidacy, make_organisation: Any, django_capture_on_commit_callbacks: Any
) -> None:
    kgw = considered(coalition, anna, make_organisation("KGW Wola"), "kgw@example.pl")
    both = [prepared(osp, anna), prepared(kgw, anna)]
    done = send(coalition, anna, *both)
    assert ([each.pk for each in done.sent], done.left) == ([each.pk for each in both], ())
    assert list(Mail.objects.order_by("pk").values_list("to", "state", "about", "scope", "job__kind")) == [
        ("osp@example.pl", "ready", both[0].key, "gmina:020102", "backroom.send_mail"),
        ("kgw@example.pl", "ready", both[1].key, "gmina:020102", "backroom.send_mail"),
    ]
    assert Job.objects.count() == 1
    assert (state(osp), state(kgw)) == ("invited", "invited")
    assert facts() == [("invited", "page", {"way": "email", "about": each.key}) for each in both]
    assert told(osp) == ["candidacy.listed", "invitation.prepared", "candidacy.noted"]


def test_pressing_twice_sends_once(coalition: Any, anna: User, osp: Candidacy) -> None:
    invitation = prepared(osp, anna)
    assert len(send(coalition, anna, invitation).sent) == 1
    assert send(coalition, anna, invitation) == actions.Sending()
    assert (Mail.objects.count(), len(facts()), osp.steps.filter(state="invited").count()) == (1, 1, 1)


def test_the_mail_says_what_was_looked_at_with_link_day_phone_and_source(
    coalition: Any, anna: User, osp: Candidacy
) -> None:
    invitation = sent(osp, anna)
    mail = Mail.objects.get()
    assert (mail.to_name, mail.from_name, mail.reply_to) == ("OSP Olszynki", "Gminna Biblioteka", SENDER.reply_to)
    assert mail.text.startswith("Dzień dobry!\n\n")
    assert f"https://koalicja.example/z/{invitation.token}/" in mail.text
    assert "tel. 12 345 67 89" in mail.text
    assert "strona OSP" in mail.text


def test_only_the_hash_of_a_token_is_stored_and_nothing_told_holds_it(anna: User, osp: Candidacy) -> None:
    invitation = sent(osp, anna)
    token = invitation.token
    assert (len(token), invitation.token_hash) == (24, hash_of(token))
    row = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert [name for name, value in row.items() if token in str(value)] == []
    assert [
        each for each in (*Event.objects.values(), *Fact.objects.values(), *Job.objects.values()) if token in str(each)
    ] == []


def test_inviting_again_by_the_same_way_is_asked_for(anna: User, osp: Candidacy) -> None:
    first = sent(osp, anna)
    with pytest.raises(actions.InvitedBefore) as refused:
        prepared(osp, anna)
    assert refused.value.invitation == first
    second = sent(osp, anna, again=True)
    assert (second.is_again, second.token != first.token, second.code != first.code) == (True, True, True)
    assert prepared(osp, anna, "letter").is_again is False


def test_whoever_refused_or_lost_the_address_in_the_meantime_is_left(
    coalition: Any, anna: User, osp: Candidacy, make_organisation: Any
) -> None:
    kgw = considered(coalition, anna, make_organisation("KGW Wola"), "kgw@example.pl")
    both = [prepared(osp, anna), prepared(kgw, anna)]
    actions.say_no(osp, by=anna, on=timezone.localdate())
    Contact.objects.filter(organisation=kgw.organisation).delete()
    done = send(coalition, anna, *both)
    assert (done.sent, [each.pk for each in done.left]) == ((), [each.pk for each in both])
    assert (Mail.objects.count(), state(osp), state(kgw)) == (0, "declined", "listed")


def test_an_invitation_makes_no_member_less_of_one(anna: User, osp: Candidacy) -> None:
    actions.move(osp, by=anna, to="signed", on=timezone.localdate())
    sent(osp, anna)
    assert state(osp) == "signed"


def test_a_talk_is_their_invitation_and_stands_in_the_log_once(anna: User, zofia: Candidacy) -> None:
    today = timezone.localdate()
    first = actions.log_talk(zofia, by=anna, on=today, kind="call", text="Chętnie")
    assert actions.log_talk(zofia, by=anna, on=today, kind="call", text="Chętnie") == first
    assert (state(zofia), Mail.objects.count(), zofia.owner.log.get().text) == ("invited", 0, "Chętnie")
    assert facts() == [("invited", "page", {"way": "phone", "about": first.key})]


def test_a_link_lives_to_the_meeting_at_least(coalition: Any, anna: User, osp: Candidacy, zofia: Candidacy) -> None:
    today = timezone.localdate()
    assert sent(osp, anna).expires_on == today + timedelta(days=60)
    actions.plan_invitations(coalition, by=anna, meets_on=today + timedelta(days=90), meets_at=time(17))
    assert sent(zofia, anna, "letter").expires_on == today + timedelta(days=90)


def test_one_reminder_of_an_unanswered_mail(anna: User, osp: Candidacy) -> None:
    invitation = sent(osp, anna)
    looked = actions.Looked("Przypomnienie", "Dzień dobry, przypominamy.")
    assert actions.remind(invitation, by=anna, looked=looked, sender=SENDER) is not None
    assert actions.remind(invitation, by=anna, looked=looked, sender=SENDER) is None
    assert list(Mail.objects.order_by("pk").values_list("subject", "state")) == [
        ("Zaproszenie: wspólny stół", "ready"),
        ("Przypomnienie", "ready"),
    ]
    invitation.refresh_from_db()
    assert invitation.text == "Dzień dobry!"


def test_nobody_who_answered_is_reminded(anna: User, osp: Candidacy) -> None:
    invitation = sent(osp, anna)
    actions.answer_by_link(invitation, said="maybe")
    assert actions.remind(invitation, by=anna, looked=actions.Looked("P", "P"), sender=SENDER) is None


# --- wording


def test_a_wording_two_people_write_is_asked_about(coalition: Any, anna: User, marek: User) -> None:
    first = actions.word_invitation(coalition, by=anna, group="ngo", subject="S", text="Druhno, druhu [cel]", seen=0)
    with pytest.raises(actions.TextOutdated) as refused:
        actions.word_invitation(coalition, by=marek, group="ngo", subject="S", text="Inaczej", seen=0)
    assert refused.value.now == first
    assert first is not None
    assert actions.word_invitation(coalition, by=anna, group="ngo", subject="", text="", seen=first.version) is None
    assert coalition.invitation_texts.count() == 0


def test_a_wording_of_before_the_template_counted_again_is_none_that_was_seen(
    coalition: Any, anna: User, marek: User
) -> None:
    def word(by: User, text: str, seen: int) -> Any:
        return actions.word_invitation(coalition, by=by, group="ngo", subject="S", text=text, seen=seen)

    first = word(anna, "Druhno, druhu", 0)
    assert word(anna, "", first.version) is None
    newer = word(anna, "Szanowni Państwo", 0)
    with pytest.raises(actions.TextOutdated):
        word(marek, "Inaczej", first.version)
    assert word(marek, "Inaczej", newer.version).text == "Inaczej"


def test_going_back_to_the_template_where_it_counts_is_no_change(coalition: Any, anna: User) -> None:
    assert actions.word_invitation(coalition, by=anna, group="ngo", subject="", text="", seen=0) is None
    assert Event.objects.filter(code="invitation.worded").count() == 0


# --- texts that wait


def test_each_change_of_a_text_that_waits_leaves_one_event(coalition: Any, anna: User, osp: Candidacy) -> None:
    first = prepared(osp, anna)
    other = {first.pk: actions.Looked("Inny", "Inaczej")}
    assert (actions.keep_typed(coalition, by=anna, typed=other), actions.put_aside(coalition, by=anna)) == (1, ())
    assert actions.keep_typed(coalition, by=anna, typed=other) == 0
    assert (actions.drop_prepared(first, by=anna), actions.drop_prepared(first, by=anna)) == (True, False)
    second = prepared(osp, anna)
    assert (actions.put_aside(coalition, by=anna), actions.put_aside(coalition, by=anna)) == ((second,), ())
    events = Event.objects.filter(code__startswith="invitation.").order_by("pk")
    assert list(events.values_list("code", "subject", "params")) == [
        ("invitation.prepared", osp.key, {}),
        ("invitation.retyped", coalition.key, {"number": 1, "texts": [first.pk]}),
        ("invitation.dropped", osp.key, {}),
        ("invitation.prepared", osp.key, {}),
        ("invitation.put_aside", coalition.key, {"number": 1}),
    ]


def test_a_talk_that_was_noted_was_never_prepared(anna: User, osp: Candidacy) -> None:
    actions.log_talk(osp, by=anna, on=timezone.localdate(), kind="call")
    assert told(osp) == ["candidacy.listed", "candidacy.noted"]


# --- answers


def test_a_yes_keeps_the_state_and_plans_the_day_before(coalition: Any, anna: User, osp: Candidacy) -> None:
    today = timezone.localdate()
    actions.plan_invitations(coalition, by=anna, meets_on=today + timedelta(days=20))
    invitation = sent(osp, anna)
    answer = actions.answer_by_link(invitation, said="yes", gives="namiot", reach="600 100 200", consent="contact-1")
    assert (state(osp), osp.next_step, osp.next_on) == (
        "invited",
        str(answering.NEXT["yes"]),
        today + timedelta(days=19),
    )
    assert (answer.consent, answer.consent_on, answer.by, answer.how) == ("contact-1", today, None, "link")
    assert facts()[-1] == ("answered", "link", {"answer": "yes", "about": invitation.key})
    event = Event.objects.filter(subject=osp.key).latest("pk")
    assert (event.code, event.params, event.by) == ("candidacy.answered", {"answer": "yes", "how": "link"}, None)


def test_the_same_answer_twice_is_one(anna: User, osp: Candidacy) -> None:
    invitation = sent(osp, anna)
    first = actions.answer_by_link(invitation, said="yes", gives="namiot")
    assert actions.answer_by_link(invitation, said="yes", gives="namiot") == first
    assert len([kind for kind, _source, _detail in facts() if kind == "answered"]) == 1


def test_no_by_link_refuses_and_sets_the_day_of_erasure(coalition: Any, anna: User, zofia: Candidacy) -> None:
    actions.answer_by_link(sent(zofia, anna, "letter"), said="no")
    assert state(zofia) == "declined"
    assert zofia.erase_on == timezone.localdate() + timedelta(days=coalition.edition.erase_declined_after_days)
    assert [(kind, source) for kind, source, _detail in facts()[1:]] == [("answered", "link"), ("declined", "link")]


def test_a_no_changed_to_yes_opens_the_invitation_again(anna: User, zofia: Candidacy) -> None:
    invitation = sent(zofia, anna, "letter")
    actions.answer_by_link(invitation, said="no")
    actions.answer_by_link(invitation, said="yes")
    assert (state(zofia), zofia.erase_on) == ("invited", None)
    assert [detail.get("answer") for kind, _source, detail in facts() if kind == "answered"] == ["no", "yes"]


def test_a_member_who_cannot_come_stays_a_member(anna: User, osp: Candidacy) -> None:
    actions.move(osp, by=anna, to="declared", on=timezone.localdate())
    actions.answer_by_link(sent(osp, anna), said="no")
    assert (state(osp), osp.erase_on) == ("declared", None)


def test_somebody_else_is_a_proposal_and_creates_nobody(anna: User, osp: Candidacy) -> None:
    invitation = sent(osp, anna)
    answer = actions.answer_by_link(invitation, said="other", other_name="Jan Zmyślony", other_reach="500 100 200")
    assert (Person.objects.count(), Candidacy.objects.count(), state(osp)) == (0, 1, "invited")
    listed = actions.consider_instead(answer, by=anna, name="Jan Zmyślony")
    assert (listed.origin, listed.origin_key, listed.state) == ("instead", osp.key, "listed")
    answer.refresh_from_db()
    assert answer.done_by == anna


def test_an_answer_by_phone_keeps_the_ways_to_reach_her_and_older_answers_hold_none(anna: User, osp: Candidacy) -> None:
    invitation = sent(osp, anna)
    first = actions.answer_by_link(invitation, said="maybe", reach="600 100 200", consent="contact-1")
    second = actions.take_answer(osp, invitation=None, how="phone", by=anna, on=timezone.localdate(), said="yes")
    first.refresh_from_db()
    assert (first.said, first.reach, first.consent, first.consent_on) == ("maybe", "", "", None)
    assert (second.reach, second.consent, second.by) == ("600 100 200", "contact-1", anna)


def test_a_next_step_of_ones_own_words_stays(anna: User, osp: Candidacy) -> None:
    Candidacy.objects.filter(pk=osp.pk).update(next_step="Zanieść książkę")
    actions.answer_by_link(sent(osp, anna), said="yes")
    osp.refresh_from_db()
    assert osp.next_step == "Zanieść książkę"


@pytest.mark.parametrize("over", [{"revoked_at": timezone.now()}, {"expires_on": date(2020, 1, 1)}])
def test_a_closed_link_takes_nothing(anna: User, osp: Candidacy, over: dict[str, Any]) -> None:
    invitation = sent(osp, anna)
    Invitation.objects.filter(pk=invitation.pk).update(**over)
    with pytest.raises(actions.LinkClosed):
        actions.answer_by_link(invitation, said="yes")
    assert Answer.objects.count() == 0


def test_a_link_that_is_pressed_without_end_closes(anna: User, osp: Candidacy, monkeypatch: Any) -> None:
    monkeypatch.setattr(answering, "MOST_BY_LINK", 2)
    invitation = sent(osp, anna)
    for said in ("yes", "no"):
        actions.answer_by_link(invitation, said=said)
    with pytest.raises(actions.LinkClosed):
        actions.answer_by_link(invitation, said="yes")


# --- erasing


def test_erasing_takes_texts_answers_mail_and_closes_links(anna: User, osp: Candidacy) -> None:
    invitation = sent(osp, anna)
    actions.answer_by_link(invitation, said="no", question="Czy ja muszę?", reach="600 100 200", consent="contact-1")
    Mail.objects.update(
        state="sent", claimed_at=timezone.now(), handed_at=timezone.now(), ended_at=timezone.now(), claims=1
    )
    assert actions.erase(osp) is True
    invitation.refresh_from_db()
    assert (invitation.subject, invitation.text, invitation.revoked_at is None) == ("", "", False)
    assert list(Answer.objects.values_list("said", "question", "reach", "consent")) == [("no", "", "", "")]
    assert list(Mail.objects.values_list("to", "text")) == [("", "")]


def test_a_residents_invitations_and_answers_go_with_her(anna: User, zofia: Candidacy) -> None:
    actions.answer_by_link(sent(zofia, anna, "letter"), said="no")
    assert actions.erase(Candidacy.objects.get()) is True
    assert (Invitation.objects.count(), Answer.objects.count(), Person.objects.count()) == (0, 0, 0)


def test_an_organisation_asked_anew_and_refusing_again_is_erased_again(anna: User, osp: Candidacy) -> None:
    actions.say_no(osp, by=anna, on=timezone.localdate())
    assert actions.erase(osp) is True
    actions.answer_by_link(sent(osp, anna), said="no", question="Nie teraz")
    assert actions.erase(osp) is True
    assert Answer.objects.get().question == ""


# --- a mistaken "no" taken back


def written(candidacy: Candidacy) -> tuple[Any, ...]:
    candidacy.refresh_from_db()
    return candidacy.state, candidacy.next_step, candidacy.next_on, candidacy.erase_on, candidacy.not_before


def typed(candidacy: Candidacy, by: User, said: str, **more: Any) -> Answer:
    today = timezone.localdate()
    return actions.take_answer(candidacy, **{"invitation": None} | more, how="phone", by=by, on=today, said=said)


def take_back(candidacy: Candidacy, by: User) -> None:
    last = candidacy.steps.filter(undone_at=None).order_by("-pk").first()
    assert last is not None
    actions.undo_step(last, by=by, reason="pomyłka")


def in_force() -> list[tuple[str, dict[str, Any]]]:
    return list(Fact.objects.exclude(kind="named").filter(struck_at=None).order_by("pk").values_list("kind", "detail"))


def test_a_no_taken_back_takes_answer_facts_next_step_erasure_and_the_day_to_come_back(
    anna: User, osp: Candidacy
) -> None:
    today = timezone.localdate()
    sent(osp, anna, "letter")
    before, facts_before = written(osp), in_force()
    typed(osp, anna, "no", not_before=today + timedelta(days=90))
    assert written(osp) == (
        "declined",
        "Poszukaj kogoś innego z tej grupy",
        today,
        today + timedelta(days=osp.coalition.edition.erase_declined_after_days),
        today + timedelta(days=90),
    )
    take_back(osp, anna)
    assert (written(osp), in_force(), osp.answers.count()) == (before, facts_before, 0)
    assert list(Fact.objects.exclude(struck_at=None).order_by("pk").values_list("kind", "strike_reason")) == [
        ("answered", "pomyłka"),
        ("declined", "pomyłka"),
    ]


def test_after_a_no_taken_back_the_answer_before_it_counts_with_its_next_step(anna: User, osp: Candidacy) -> None:
    sent(osp, anna, "letter")
    yes = typed(osp, anna, "yes", reach="tel. 000 100 100", consent="contact-1")
    before, facts_before = written(osp), in_force()
    typed(osp, anna, "no")
    take_back(osp, anna)
    assert (written(osp), in_force(), list(osp.answers.all())) == (before, facts_before, [yes])
    yes.refresh_from_db()
    assert (yes.reach, yes.consent, yes.consent_on) == ("tel. 000 100 100", "contact-1", timezone.localdate())


def test_a_no_said_twice_is_taken_back_whole_and_a_planned_step_stays(anna: User, osp: Candidacy) -> None:
    sent(osp, anna, "letter")
    Candidacy.objects.filter(pk=osp.pk).update(next_step="zaprosić na dożynki")
    before, facts_before = written(osp), in_force()
    typed(osp, anna, "no")
    actions.take_answer(osp, invitation=None, how="slip", by=anna, on=timezone.localdate(), said="no")
    take_back(osp, anna)
    assert (written(osp), in_force(), osp.answers.count()) == (before, facts_before, 0)


def test_a_yes_after_a_no_taken_back_leaves_the_no(anna: User, osp: Candidacy) -> None:
    sent(osp, anna, "letter")
    no = typed(osp, anna, "no")
    before, facts_before = written(osp), in_force()
    typed(osp, anna, "yes")
    typed(osp, anna, "maybe")
    take_back(osp, anna)
    assert (written(osp), in_force(), list(osp.answers.all())) == (before, facts_before, [no])


def test_a_refusal_written_by_hand_leaves_the_answer_before_it_when_taken_back(anna: User, osp: Candidacy) -> None:
    sent(osp, anna, "letter")
    yes = typed(osp, anna, "yes")
    before = written(osp)
    actions.say_no(osp, by=anna, on=timezone.localdate())
    take_back(osp, anna)
    assert (written(osp), list(osp.answers.all())) == (before, [yes])


def test_a_resident_has_no_day_to_come_back(anna: User, zofia: Candidacy) -> None:
    typed(zofia, anna, "no", not_before=timezone.localdate())
    assert written(zofia)[-1] is None


def test_a_question_names_who_asked_it(anna: User, osp: Candidacy) -> None:
    typed(osp, anna, "yes", question="O której?")
    assert written(osp)[1] == "Odpowiedz na pytanie od: OSP Olszynki"


def test_a_wrong_answers_telephone_does_not_become_that_of_the_answer_before(
    coalition: Any, anna: User, zofia: Candidacy
) -> None:
    letter = sent(zofia, anna, "letter")
    actions.answer_by_link(letter, said="yes")
    typed(zofia, anna, "maybe", invitation=letter, reach="600 111 222", consent="contact-2")
    typed(zofia, anna, "no", invitation=letter)
    for _struck in range(2):
        fact = Fact.objects.in_force().filter(kind="answered").latest("pk")
        actions.strike_fact(coalition, fact, by=anna, reason="to inna osoba")
    answer = zofia.answers.get()
    assert (answer.said, answer.reach, answer.consent, answer.consent_on) == ("yes", "", "", None)


@pytest.mark.parametrize("again", [{}, {"reach": "600 100 200", "consent": "contact-1"}], ids=["silent", "same"])
def test_a_telephone_known_before_a_wrong_answer_goes_back_to_the_one_that_said_it(
    coalition: Any, anna: User, zofia: Candidacy, again: dict[str, str]
) -> None:
    letter = sent(zofia, anna, "letter")
    actions.answer_by_link(letter, said="yes", reach="600 100 200", consent="contact-1")
    typed(zofia, anna, "maybe", invitation=letter, **again)
    fact = Fact.objects.in_force().filter(kind="answered").latest("pk")
    actions.strike_fact(coalition, fact, by=anna, reason="to inna osoba")
    answer = zofia.answers.get()
    assert (answer.said, answer.reach, answer.consent) == ("yes", "600 100 200", "contact-1")


def test_another_telephone_of_a_wrong_answer_gives_back_what_was_known_before(
    coalition: Any, anna: User, zofia: Candidacy
) -> None:
    letter = sent(zofia, anna, "letter")
    actions.answer_by_link(letter, said="yes", reach="600 100 200", consent="contact-1")
    typed(zofia, anna, "maybe", invitation=letter, reach="600 111 222")
    fact = Fact.objects.in_force().filter(kind="answered").latest("pk")
    actions.strike_fact(coalition, fact, by=anna, reason="to inna osoba")
    answer = zofia.answers.get()
    assert (answer.said, answer.reach, answer.consent) == ("yes", "600 100 200", "contact-1")
    assert answer.consent_on == timezone.localdate()


def test_two_wrong_answers_give_back_what_was_known_before_them(coalition: Any, anna: User, zofia: Candidacy) -> None:
    letter = sent(zofia, anna, "letter")
    actions.answer_by_link(letter, said="yes", reach="600 100 200", consent="contact-1")
    for reach in ("600 111 222", "600 333 444"):
        typed(zofia, anna, "maybe", invitation=letter, reach=reach)
    for fact in Fact.objects.in_force().filter(kind="answered").order_by("pk")[1:]:
        actions.strike_fact(coalition, fact, by=anna, reason="to inna osoba")
    answer = zofia.answers.get()
    assert (answer.said, answer.reach, answer.consent) == ("yes", "600 100 200", "contact-1")


@pytest.mark.parametrize("way", ["link", "withdrawn", "erased"])
def test_a_telephone_that_was_replaced_is_kept_no_longer_than_it_may_come_back(
    anna: User, zofia: Candidacy, way: str
) -> None:
    letter = sent(zofia, anna, "letter")
    actions.answer_by_link(letter, said="yes", reach="600 100 200", consent="contact-1")
    typed(zofia, anna, "maybe", invitation=letter, reach="600 111 222")
    assert [each.replaced.get("reach", "") for each in zofia.answers.all()] == ["600 100 200", ""]
    if way == "link":
        actions.answer_by_link(letter, said="yes", reach="600 333 444", consent="contact-1")
    elif way == "withdrawn":
        actions.withdraw_consent(zofia, by=anna)
    else:
        forget_answers(zofia)
    assert [each.replaced for each in zofia.answers.all()] == [{}] * zofia.answers.count()


def test_whoever_was_named_instead_is_put_on_the_list_once_however_often_it_is_pressed(
    coalition: Any, anna: User, zofia: Candidacy, make_person: Any
) -> None:
    answer = actions.answer_by_link(sent(zofia, anna, "letter"), said="other", other_name="Jan Zmyślony")
    make_person("Jan Zmyślony")
    listed = [actions.consider_instead(answer, by=anna, name="Jan Zmyślony", distinct=True) for _press in range(2)]
    assert (listed[0] == listed[1], Person.objects.filter(name="Jan Zmyślony").count()) == (True, 2)
    later = typed(zofia, anna, "other", other_name="Ewa Fikcyjna")
    other = actions.consider_instead(later, by=anna, name="Ewa Fikcyjna")
    again = actions.consider_instead(later, by=anna, name="Ewa Fikcyjna")
    assert (str(other.person), again) == ("Ewa Fikcyjna", other)


def test_an_old_page_of_an_answer_lists_the_one_it_names(anna: User, zofia: Candidacy) -> None:
    link = sent(zofia, anna, "letter")
    first = actions.answer_by_link(link, said="other", other_name="Jan Zmyślony")
    actions.deal_with(first, by=anna)
    second = actions.answer_by_link(link, said="other", other_name="Ewa Fikcyjna")
    ewa = actions.consider_instead(second, by=anna, name="Ewa Fikcyjna")
    listed = [actions.consider_instead(first, by=anna, name="Jan Zmyślony") for _press in range(2)]
    assert ([str(each.person) for each in listed], listed[0] == listed[1]) == (["Jan Zmyślony"] * 2, True)
    assert actions.consider_instead(second, by=anna, name="Ewa Fikcyjna") == ewa


def test_whoever_changes_hands_over_nothing_to_the_next_spokesperson(
    coalition: Any, anna: User, osp: Candidacy, make_person: Any
) -> None:
    adam, beata = make_person("Adam Pierwszy"), make_person("Beata Druga")
    actions.set_spokesperson(osp, by=anna, seen=None, person=adam, since=0)
    actions.answer_by_link(sent(osp, anna), said="yes", reach="600 100 200", consent="contact-1")
    actions.set_spokesperson(osp, by=anna, seen=adam.pk, person=beata, since=0)
    answer = osp.answers.get()
    assert (answer.said, answer.reach, answer.consent, answer.consent_on) == ("yes", "", "", None)
