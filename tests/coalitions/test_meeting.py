"""A meeting written down: its numbers fit, and one day has one meeting unless somebody says otherwise."""

import re
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from koalicja.backroom.models import Event
from koalicja.coalitions import actions
from koalicja.coalitions.actions.next_meeting import When
from koalicja.coalitions.models import Candidacy, InvitationPlan
from koalicja.coalitions.queries.facts_together import key_of
from koalicja.people.models import User
from koalicja.standing import queries as ledger
from koalicja.standing import wording
from koalicja.standing.models import Fact
from koalicja.standing.told import Told
from tests.coalitions.test_erasing import refuse

DAY = date(2026, 3, 3)


@pytest.fixture
def page(coalition: Any) -> str:
    return reverse("coalitions:meeting", args=[coalition.pk])


def sent(**more: Any) -> dict[str, Any]:
    return {"on": timezone.localdate().isoformat(), "people": "14", "key": "k-1"} | more


def met() -> list[tuple[int, bool]]:
    rows = Fact.objects.filter(kind="met").order_by("pk")
    return [(fact.detail["people"], fact.is_struck) for fact in rows]


def lines(coalition: Any) -> list[str]:
    """Meetings as the history tells them, newest first; struck ones too."""
    shown = ledger.history(coalition.pk, kinds="met")
    numbers = ledger.numbers_of(ledger.facts(coalition.pk, kinds="met"))
    told = wording.timeline(shown.entries, wording.Teller(numbers=numbers))
    return [f"{line.on} {line.text}".replace("\xa0", " ") for line in told]


def test_the_groups_make_no_more_than_all(client_of: Any, anna: User, page: str) -> None:
    answer = client_of(anna).post(page, sent(people="2", group_ngo="5"))
    told = "Z grup wychodzi razem 5, a to więcej, niż przyszło: 2. Popraw jedną z tych liczb."
    assert (answer.status_code, answer.context["form"].errors, met()) == (200, {"people": [told]}, [])
    assert client_of(anna).post(page, sent(people="5", group_ngo="3", group_office="2")).status_code == 302
    assert met() == [(5, False)]


def test_the_same_day_again_leads_to_correcting_what_is_there(client_of: Any, anna: User, page: str) -> None:
    client = client_of(anna)
    assert [client.post(page, sent()).status_code for _press in range(2)] == [302, 302]
    again = client.post(page, sent(key="k-2", people="15"))
    assert (again.status_code, list(again.context["form"].errors), met()) == (200, ["same_day"], [(14, False)])
    fact = Fact.objects.get()
    assert again.content.decode().count(f'value="{fact.pk}"') == 1
    right = sent(key="k-2", people="15", same_day=fact.pk)
    assert [client.post(page, right).status_code for _press in range(2)] == [302, 302]
    assert met() == [(14, True), (15, False)]
    assert Fact.objects.get(struck_at=None).corrects == fact


def test_another_meeting_of_the_day_is_kept_when_somebody_says_so(client_of: Any, anna: User, page: str) -> None:
    client = client_of(anna)
    for key in ("k-1", "k-2"):
        assert client.post(page, sent(key=key, same_day="another")).status_code == 302
    assert met() == [(14, False), (14, False)]


def test_meetings_are_numbered_by_date_in_whatever_order_they_are_written(coalition: Any, anna: User) -> None:
    def write(on: date, key: str, **more: Any) -> Fact:
        return actions.write_meeting(coalition, by=anna, meeting=actions.Held(on=on), key=key, **more)

    november = write(date(2014, 11, 13), "k-1")
    august = write(date(2014, 8, 15), "k-2")
    write(date(2014, 11, 13), "k-3", is_another=True)
    assert [fact.detail for fact in Fact.objects.filter(kind="met")] == [{}, {}, {}]
    assert lines(coalition) == [
        "2014-11-13 Trzecie spotkanie",
        "2014-11-13 Drugie spotkanie",
        "2014-08-15 Pierwsze spotkanie",
    ]
    moved = actions.correct_fact(
        coalition, november, by=anna, right=replace(Told.of(november), on=date(2014, 1, 30)), reason="pomyłka"
    )
    assert lines(coalition) == [
        "2014-11-13 Trzecie spotkanie",
        "2014-08-15 Drugie spotkanie",
        "2014-01-30 Pierwsze spotkanie",
    ]
    actions.strike_fact(coalition, august, by=anna, reason="pomyłka")
    fifth = replace(Told.of(moved), detail={"number": 5})
    actions.correct_fact(coalition, moved, by=anna, right=fifth, reason="były wcześniejsze")
    assert lines(coalition) == [
        "2014-11-13 Spotkanie nr 6",
        "2014-08-15 Spotkanie",
        "2014-01-30 Piąte spotkanie",
    ]
    assert [each.number for each in ledger.counts(coalition.pk).gatherings] == [5, 6]


def test_a_form_that_was_sent_and_then_changed_is_asked_about(client_of: Any, anna: User, page: str) -> None:
    client = client_of(anna)
    client.post(page, sent())
    again = client.post(page, sent(people="3"))
    assert (again.status_code, list(again.context["form"].errors), met()) == (200, ["same_day"], [(14, False)])
    fact, key = Fact.objects.get(), again.context["form"]["key"].value()
    assert key != "k-1"
    client.post(page, sent(people="3", key=key, same_day=fact.pk))
    assert met() == [(14, True), (3, False)]


def test_how_many_declared_is_corrected_with_the_meeting(coalition: Any, anna: User) -> None:
    def write(key: str, declared: int | None, **more: Any) -> Fact:
        meeting = actions.Held(on=DAY, people=14, declared_people=declared)
        return actions.write_meeting(coalition, by=anna, meeting=meeting, key=key, **more)

    def declared() -> list[tuple[int, bool]]:
        rows = Fact.objects.filter(kind="declared").order_by("pk")
        return [(fact.detail["people"], fact.is_struck) for fact in rows]

    first = write("k-1", 3)
    second = write("k-2", 4, instead=first.pk)
    assert declared() == [(3, True), (4, False)]
    third = write("k-3", None, instead=second.pk)
    assert declared() == [(3, True), (4, True)]
    write("k-4", 2, instead=third.pk)
    assert declared() == [(3, True), (4, True), (2, False)]


def test_of_two_who_write_the_same_day_down_the_second_is_asked(coalition: Any, anna: User, marek: User) -> None:
    meeting = actions.Held(on=DAY, people=14)
    first = actions.write_meeting(coalition, by=anna, meeting=meeting, key="k-1")
    with pytest.raises(actions.MeetingThere) as there:
        actions.write_meeting(coalition, by=marek, meeting=meeting, key="k-2")
    assert (there.value.fact, Fact.objects.filter(kind="met").count()) == (first, 1)


TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=17)
PLANNED = When(LATER, time(17), LATER - timedelta(days=3))


def plan(coalition: Any, anna: User) -> None:
    said = {"meets_on": PLANNED.day, "meets_at": PLANNED.hour, "reply_by": PLANNED.reply_by}
    actions.plan_invitations(coalition, by=anna, **said)


def when(coalition: Any) -> When:
    return When.of(InvitationPlan.objects.get(coalition=coalition))


def held(coalition: Any, anna: User, on: date, next_on: date | None = None, **more: Any) -> Fact:
    meeting = actions.Held(on=on, people=14, next_on=next_on)
    return actions.write_meeting(coalition, by=anna, meeting=meeting, key=f"k-{Fact.objects.count()}", **more)


def test_an_old_meeting_written_down_late_leaves_the_planned_day_alone(coalition: Any, anna: User) -> None:
    plan(coalition, anna)
    held(coalition, anna, DAY, DAY + timedelta(days=30))
    assert when(coalition) == PLANNED
    held(coalition, anna, TODAY, TODAY + timedelta(days=9))
    held(coalition, anna, TODAY - timedelta(days=5), TODAY + timedelta(days=4))
    assert when(coalition) == When(TODAY + timedelta(days=9))


def test_a_meeting_that_no_longer_says_another_day_gives_hour_and_reply_by_back(coalition: Any, anna: User) -> None:
    plan(coalition, anna)
    first = held(coalition, anna, TODAY, LATER + timedelta(days=5))
    assert when(coalition) == When(LATER + timedelta(days=5))
    again = held(coalition, anna, TODAY, instead=first.pk)
    assert when(coalition) == PLANNED
    actions.strike_fact(coalition, again, by=anna, reason="nie było")
    assert when(coalition) == PLANNED


def test_a_struck_meeting_gives_back_what_people_had_planned_before_it(coalition: Any, anna: User) -> None:
    plan(coalition, anna)
    first = held(coalition, anna, TODAY - timedelta(days=1), LATER + timedelta(days=5))
    second = held(coalition, anna, TODAY, LATER + timedelta(days=40))
    actions.strike_fact(coalition, first, by=anna, reason="nie było")
    assert when(coalition) == When(LATER + timedelta(days=40))
    actions.strike_fact(coalition, second, by=anna, reason="nie było")
    assert when(coalition) == PLANNED


def test_a_day_planned_by_people_since_a_meeting_comes_back_before_what_that_meeting_said(
    coalition: Any, anna: User
) -> None:
    held(coalition, anna, TODAY - timedelta(days=1), LATER + timedelta(days=5))
    plan(coalition, anna)
    second = held(coalition, anna, TODAY, LATER + timedelta(days=40))
    assert when(coalition) == When(LATER + timedelta(days=40))
    actions.strike_fact(coalition, second, by=anna, reason="nie było")
    assert when(coalition) == PLANNED


def test_a_meeting_on_its_planned_day_without_a_next_one_leaves_no_day_until_it_is_struck(
    coalition: Any, anna: User
) -> None:
    actions.plan_invitations(coalition, by=anna, meets_on=TODAY, meets_at=time(17))
    fact = held(coalition, anna, TODAY)
    assert when(coalition) == When()
    actions.strike_fact(coalition, fact, by=anna, reason="nie było")
    assert when(coalition) == When(TODAY, time(17))


def test_after_a_meeting_between_what_people_had_planned_for_a_day_ahead_comes_back_whole(
    coalition: Any, anna: User
) -> None:
    plan(coalition, anna)
    held(coalition, anna, TODAY - timedelta(days=1), TODAY)
    assert when(coalition) == When(TODAY)
    held(coalition, anna, TODAY)
    assert when(coalition) == PLANNED


def test_a_correction_that_says_nothing_new_of_the_next_day_leaves_the_hour(coalition: Any, anna: User) -> None:
    first = held(coalition, anna, TODAY, LATER)
    actions.plan_invitations(coalition, by=anna, meets_at=time(18))
    again = held(coalition, anna, TODAY, LATER, instead=first.pk)
    assert when(coalition) == When(LATER, time(18))
    plan(coalition, anna)
    actions.plan_invitations(coalition, by=anna, meets_on=LATER + timedelta(days=1))
    held(coalition, anna, TODAY, LATER, instead=again.pk)
    assert when(coalition).day == LATER + timedelta(days=1)


def test_a_day_that_is_still_ahead_stays_after_a_meeting_between(coalition: Any, anna: User) -> None:
    plan(coalition, anna)
    held(coalition, anna, TODAY - timedelta(days=1), LATER + timedelta(days=5))
    held(coalition, anna, TODAY)
    assert when(coalition) == When(LATER + timedelta(days=5))


@pytest.fixture
def zofia(coalition: Any, anna: User, make_person: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, person=make_person("Zofia Zmyślona"))


@pytest.mark.parametrize("parted", ["declined", "withdrawn", "left"])
def test_whoever_parted_since_is_ticked_as_present_and_stays_parted(
    parted: str, zofia: Candidacy, client_of: Any, anna: User, page: str
) -> None:
    actions.move(zofia, by=anna, to=parted, on=TODAY - timedelta(days=10))
    zofia.refresh_from_db()
    before, client, held_on = (zofia.state, zofia.erase_on), client_of(anna), TODAY - timedelta(days=30)
    form = client.get(page).context["form"]
    assert ([line["candidacy"] for line in form.parted_lines()], form.lines()) == ([zofia], [])
    answer = client.post(page, sent(on=held_on.isoformat()) | {f"came-{zofia.pk}": "on"})
    zofia.refresh_from_db()
    assert (answer.status_code, (zofia.state, zofia.erase_on)) == (302, before)
    came = Fact.objects.get(kind="attended")
    assert (came.subject, came.on, came.detail) == (
        zofia.subject,
        held_on,
        {"about": key_of(Fact.objects.get(kind="met"))},
    )
    told = Event.objects.filter(subject=zofia.key, code="candidacy.noted")
    assert [(event.by, event.params["state"]) for event in told] == [(anna, "attended")]


def test_a_tick_of_somebody_who_parted_is_never_hidden_and_belonging_is_not_offered(
    zofia: Candidacy, client_of: Any, anna: User, page: str
) -> None:
    actions.move(zofia, by=anna, to="left", on=TODAY)
    client = client_of(anna)
    fold = re.compile(
        r"<details[^>]*?( open)?>\s*<summary>(?:(?!</summary>).)*Odmówili, zrezygnowali albo odeszli", re.S
    )
    assert fold.findall(client.get(page).content.decode()) == [""]
    again = client.post(page, sent(people="2", group_ngo="5") | {f"came-{zofia.pk}": "on"}).content.decode()
    assert (fold.findall(again), f'name="declared-{zofia.pk}"' in again) == ([" open"], False)
    told = client.post(page, sent() | {f"came-{zofia.pk}": "on", f"declared-{zofia.pk}": "on"})
    assert (told.status_code, len(told.context["form"].non_field_errors()), met()) == (200, 1, [])


def test_an_organisation_whose_data_was_erased_is_not_offered(
    coalition: Any, client_of: Any, anna: User, page: str, make_organisation: Any
) -> None:
    osp = actions.consider(coalition=coalition, by=anna, organisation=make_organisation("OSP Olszynki"))
    refuse(osp, anna)
    form = client_of(anna).get(page).context["form"]
    assert (form.parted_lines(), form.lines()) == ([], [])
