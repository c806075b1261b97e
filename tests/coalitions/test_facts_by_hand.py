"""A fact set right or struck out by hand takes along every record that points at it and what was written with it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koalicja.coalitions import actions
from koalicja.coalitions.actions import naming
from koalicja.coalitions.actions.meeting import Held
from koalicja.coalitions.models import Area, Candidacy, InvitationPlan
from koalicja.coalitions.queries.invitations import frame_of, invited_one
from koalicja.coalitions.queries.progress import said_by
from koalicja.coalitions.queries.purpose import purpose_of
from koalicja.people.models import User
from koalicja.standing.models import Fact
from koalicja.standing.refusals import DateRefused
from koalicja.standing.told import Told
from koalicja.standing.wording import Teller
from tests.coalitions.invited import sent_letter

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
EARLIER = TODAY - timedelta(days=3)


@pytest.fixture
def osp(coalition: Any, anna: User, make_organisation: Any) -> Candidacy:
    found: Candidacy = actions.consider(coalition=coalition, by=anna, organisation=make_organisation("OSP Olszynki"))
    return found


def the(kind: str) -> Fact:
    return Fact.objects.in_force().get(kind=kind)


def days(*kinds: str) -> list[tuple[str, Any]]:
    return sorted(Fact.objects.in_force().filter(kind__in=kinds).values_list("kind", "on"))


def move_to(fact: Fact, day: Any, coalition: Any, by: User) -> Fact:
    return actions.correct_fact(coalition, fact, by=by, right=replace(Told.of(fact), on=day), reason="zła data")


def test_a_talk_follows_its_fact_and_its_notes_correct_that_one(coalition: Any, anna: User) -> None:
    talk = naming.begin_session(coalition=coalition, by=anna, on=TODAY)
    naming.save_session(talk, by=anna, seen={"agreed": ""}, new={"agreed": "Zapraszamy OSP"}, since=0)
    new = move_to(the("naming_held"), EARLIER, coalition, anna)
    talk.refresh_from_db()
    assert (talk.on, talk.fact) == (EARLIER, new.pk)
    seen = {"agreed": "Zapraszamy OSP"}
    naming.save_session(talk, by=anna, seen=seen, new={"agreed": "Zapraszamy OSP i KGW"}, since=10**6)
    assert (the("naming_held").on, the("naming_held").detail["agreed"]) == (EARLIER, "Zapraszamy OSP i KGW")
    naming.begin_session(coalition=coalition, by=anna, on=TODAY)
    with pytest.raises(DateRefused):
        move_to(the("naming_held"), TODAY, coalition, anna)
    actions.strike_fact(coalition, the("naming_held"), by=anna, reason="nie było")
    naming.save_session(talk, by=anna, seen={"notes": ""}, new={"notes": "Zadzwonić"}, since=10**6)
    assert days("naming_held") == []


def test_a_struck_answer_is_no_answer_any_more(coalition: Any, anna: User, osp: Candidacy) -> None:
    letter = sent_letter(osp, anna)
    actions.take_answer(osp, invitation=letter, how="phone", by=anna, on=TODAY, said="yes")
    new = move_to(the("answered"), EARLIER, coalition, anna)
    assert osp.answers.get().fact == new.pk
    assert osp.answers.get().on == EARLIER
    actions.strike_fact(coalition, new, by=anna, reason="to inna osoba")
    osp.refresh_from_db()
    assert (invited_one(osp).answer, osp.next_step, osp.next_on) == (None, "", None)


def test_a_refusal_and_its_no_go_together(coalition: Any, anna: User, osp: Candidacy) -> None:
    letter = sent_letter(osp, anna)
    actions.take_answer(osp, invitation=letter, how="phone", by=anna, on=TODAY, said="no")
    actions.strike_fact(coalition, the("answered"), by=anna, reason="to inna osoba")
    osp.refresh_from_db()
    assert (days("answered", "declined"), osp.state, osp.erase_on) == ([], "invited", None)


def test_who_came_and_declared_follows_the_meeting(coalition: Any, anna: User, osp: Candidacy, client_of: Any) -> None:
    held = Held(on=EARLIER, people=14, came=[osp.pk], declared=[osp.pk], declared_people=3)
    actions.write_meeting(coalition, by=anna, meeting=held, key="k")
    kinds = ("met", "attended", "declared", "declared")
    page = client_of(anna).get(reverse("desk:correct_fact", args=[coalition.pk, the("met").pk])).content.decode()
    told = page[page.index("Z tym wpisem zmienią się:") :].split("</ul>")[0]
    assert told.count("<li>") == 3
    move_to(the("met"), TODAY, coalition, anna)
    assert days(*kinds) == [("attended", TODAY), ("declared", TODAY), ("declared", TODAY), ("met", TODAY)]
    assert set(osp.steps.filter(state__in=["attended", "declared"]).values_list("on", flat=True)) == {TODAY}
    actions.strike_fact(coalition, the("met"), by=anna, reason="nie było")
    osp.refresh_from_db()
    assert (days(*kinds), osp.state) == ([], "listed")


def test_a_meeting_leaves_those_of_another_meeting_alone(
    coalition: Any, anna: User, osp: Candidacy, make_person: Any
) -> None:
    other = actions.consider(coalition=coalition, by=anna, person=make_person())
    actions.write_meeting(coalition, by=anna, meeting=Held(on=EARLIER, people=5, came=[osp.pk]), key="a")
    actions.write_meeting(coalition, by=anna, meeting=Held(on=TODAY, people=5, came=[osp.pk, other.pk]), key="b")
    actions.strike_fact(coalition, Fact.objects.get(kind="met", on=TODAY), by=anna, reason="nie było")
    assert days("met", "attended") == [("attended", EARLIER), ("met", EARLIER)]


def test_struck_texts_and_leaders_count_no_longer(coalition: Any, anna: User, client_of: Any) -> None:
    said: dict[str, Any] = {"coalition": coalition, "by": anna, "on": EARLIER}
    first = actions.say_statement(**said, kind="goal", text="Więcej młodych", since=0)
    second = actions.say_statement(**said, kind="goal", text="Kino letnie", since=first.pk)
    led = actions.choose_leadership(**said, how="shared", since=0)
    actions.strike_fact(coalition, Fact.objects.get(subject=second.key), by=anna, reason="pomyłka")
    actions.strike_fact(coalition, the("leader_set"), by=anna, reason="pomyłka")
    goal = purpose_of(coalition).texts["goal"]
    assert (goal.newest, goal.older, goal.struck) == (first, (), (second,))
    assert (frame_of(coalition).goal, said_by(coalition).texts, purpose_of(coalition).leadership) == (
        "Więcej młodych",
        {"goal": "Więcej młodych"},
        None,
    )
    page = client_of(anna).get(coalition.get_absolute_url()).content.decode()
    assert "<s>Kino letnie</s>" in page
    again = actions.say_statement(**said, kind="goal", text="Kino letnie", since=first.pk)
    assert purpose_of(coalition).texts["goal"].newest == again
    move_to(Fact.objects.in_force().get(subject=again.key), TODAY, coalition, anna)
    again.refresh_from_db()
    assert again.on == TODAY
    chosen = actions.choose_leadership(**said, how="shared", since=0)
    assert (chosen.pk > led.pk, purpose_of(coalition).leadership) == (True, chosen)


def test_a_struck_area_is_not_chosen_and_a_struck_end_of_it_is_none(coalition: Any, anna: User) -> None:
    area = actions.add_area(coalition=coalition, by=anna, name="Kino", on=EARLIER)
    actions.drop_area(area, by=anna, on=TODAY)
    actions.strike_fact(coalition, the("area_dropped"), by=anna, reason="pomyłka")
    assert Area.objects.get().is_dropped is False
    actions.strike_fact(coalition, the("area_chosen"), by=anna, reason="pomyłka")
    assert Area.objects.get().is_dropped is True


def test_a_tick_for_somebody_who_left_meanwhile_is_told_and_the_form_kept(
    coalition: Any, anna: User, osp: Candidacy, client_of: Any
) -> None:
    client: Client = client_of(anna)
    actions.move(osp, by=anna, to="withdrawn", on=TODAY)
    sent = {"on": TODAY.isoformat(), "people": "5", "place": "Remiza", "key": "k"}
    address = reverse("coalitions:meeting", args=[coalition.pk])
    page = client.post(address, sent | {f"came-{osp.pk}": "on", f"declared-{osp.pk}": "on"})
    text = page.content.decode()
    assert ("OSP Olszynki (rezygnacja)" in text, 'value="Remiza"' in text, days("met")) == (True, True, [])
    assert client.post(address, sent).status_code == 302
    assert days("met", "attended") == [("met", TODAY)]


def test_whoever_was_only_named_leaves_the_list_with_that_fact(coalition: Any, anna: User, osp: Candidacy) -> None:
    actions.strike_fact(coalition, the("named"), by=anna, reason="pomyłka")
    assert (Candidacy.objects.count(), days("named")) == (0, [])


def test_whoever_answered_stays_on_the_list_without_its_fact_and_as_the_steps_say(
    coalition: Any, anna: User, osp: Candidacy, client_of: Any
) -> None:
    actions.take_answer(osp, invitation=None, how="phone", by=anna, on=TODAY, said="yes")
    actions.strike_fact(coalition, the("named"), by=anna, reason="pomyłka")
    osp.refresh_from_db()
    assert (osp.state, osp.steps.get().undone_at is None) == ("listed", False)
    page = reverse("coalitions:candidate", args=[coalition.pk, osp.pk])
    assert client_of(anna).get(page).status_code == 200
    step = actions.move(osp, by=anna, to="signed", on=EARLIER)
    actions.undo_step(step, by=anna, reason="pomyłka")
    osp.refresh_from_db()
    assert osp.state == "listed"


def planned(coalition: Any) -> Any:
    return InvitationPlan.objects.get(coalition=coalition).meets_on


def test_a_struck_meeting_takes_the_day_it_planned_along(coalition: Any, anna: User) -> None:
    next_one, one_after = TODAY + timedelta(days=10), TODAY + timedelta(days=30)
    actions.write_meeting(coalition, by=anna, meeting=Held(on=EARLIER, people=5, next_on=next_one), key="a")
    second = actions.write_meeting(coalition, by=anna, meeting=Held(on=TODAY, people=5, next_on=one_after), key="b")
    assert planned(coalition) == one_after
    actions.strike_fact(coalition, second, by=anna, reason="nie było")
    assert planned(coalition) == next_one
    actions.strike_fact(coalition, the("met"), by=anna, reason="nie było")
    assert planned(coalition) is None


def test_a_day_that_somebody_planned_since_stays_when_the_meeting_is_struck(coalition: Any, anna: User) -> None:
    met = actions.write_meeting(coalition, by=anna, meeting=Held(on=TODAY, next_on=TODAY + timedelta(days=9)), key="a")
    InvitationPlan.objects.update(meets_on=TODAY + timedelta(days=12))
    actions.strike_fact(coalition, met, by=anna, reason="nie było")
    assert planned(coalition) == TODAY + timedelta(days=12)


def test_a_corrected_meeting_moves_the_day_it_planned(coalition: Any, anna: User) -> None:
    before, after = TODAY + timedelta(days=9), TODAY + timedelta(days=16)
    met = actions.write_meeting(coalition, by=anna, meeting=Held(on=TODAY, next_on=before), key="a")
    told = Told.of(met)
    right = replace(told, detail={**told.detail, "next_on": after})
    now = actions.correct_fact(coalition, met, by=anna, right=right, reason="zła data")
    assert planned(coalition) == after
    again = Held(on=TODAY, people=4)
    actions.write_meeting(coalition, by=anna, meeting=again, key="b", instead=now.pk)
    assert planned(coalition) is None


def test_a_yes_after_a_no_that_is_taken_back_restores_the_day_to_come_back(
    coalition: Any, anna: User, osp: Candidacy
) -> None:
    letter, later = sent_letter(osp, anna), TODAY + timedelta(days=90)
    told: dict[str, Any] = {"invitation": letter, "how": "phone", "by": anna, "on": TODAY}
    actions.take_answer(osp, **told, said="no", not_before=later)
    for _twice in range(2):
        actions.take_answer(osp, **told, said="yes")
        osp.refresh_from_db()
        assert (osp.state, osp.not_before) == ("invited", None)
        actions.undo_step(osp.steps.filter(undone_at=None).order_by("-pk")[0], by=anna, reason="pomyłka")
        osp.refresh_from_db()
        assert (osp.state, osp.not_before) == ("declined", later)
    actions.take_answer(osp, **told, said="maybe")
    actions.strike_fact(coalition, Fact.objects.in_force().get(detail__answer="maybe"), by=anna, reason="pomyłka")
    osp.refresh_from_db()
    assert (osp.state, osp.not_before) == ("declined", later)


def test_a_leader_of_an_older_history_follows_its_fact(coalition: Any, anna: User) -> None:
    led = actions.choose_leadership(coalition=coalition, by=anna, on=EARLIER, how="shared", since=0)
    Fact.objects.filter(kind="leader_set").update(detail={"how": "shared"})
    assert Teller().line(the("leader_set")).replace("\u00a0", " ") == "Kto prowadzi: wspólnie"
    move_to(the("leader_set"), TODAY, coalition, anna)
    led.refresh_from_db()
    assert (led.on, purpose_of(coalition).leadership) == (TODAY, led)
    actions.strike_fact(coalition, the("leader_set"), by=anna, reason="pomyłka")
    assert (purpose_of(coalition).leadership, said_by(coalition).is_led) == (None, False)
