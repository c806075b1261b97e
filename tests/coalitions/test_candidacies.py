"""Who is considered: on the list once, states in any order with a history, facts, refusal and erasure."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from koalicja.backroom.models import Event
from koalicja.coalitions import actions, tasks
from koalicja.coalitions.models import Candidacy, CandidacyStep
from koalicja.people.actions import merges
from koalicja.people.actions.edits import EditConflict, Gone, last_event
from koalicja.people.models import BatchRow, Contact, ContactEntry, Mandate, Organisation, Person, User
from koalicja.standing.models import Fact
from koalicja.standing.refusals import DateRefused
from tests.coalitions.invited import sent_letter
from tests.coalitions.test_erasing import left

DAY = date(2014, 1, 30)
LATER = date(2014, 2, 20)


@pytest.fixture
def osp(coalition: Any, anna: User, make_organisation: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, organisation=make_organisation(), on=DAY)


@pytest.fixture
def zofia(coalition: Any, anna: User, make_person: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, person=make_person(), on=DAY, brings="robi zdjęcia")


def facts() -> list[tuple[str, str]]:
    return list(Fact.objects.filter(struck_at=None).order_by("pk").values_list("kind", "subject"))


def state(candidacy: Candidacy) -> str:
    candidacy.refresh_from_db()
    return candidacy.state


def test_somebody_is_on_the_list_once_with_event_step_and_fact(coalition: Any, anna: User, osp: Candidacy) -> None:
    again = actions.consider(coalition=coalition, by=anna, organisation=osp.organisation, origin="session")
    assert (again, again.origin, Candidacy.objects.count()) == (osp, "hand", 1)
    assert facts() == [("named", osp.subject)]
    step = CandidacyStep.objects.get()
    assert (step.state, step.on, step.by, step.fact) == ("listed", DAY, anna, Fact.objects.get().pk)
    event = Event.objects.get()
    assert (event.code, event.subject, event.params) == ("candidacy.listed", osp.key, {"step": step.pk})


def test_nobody_is_not_considered(coalition: Any, anna: User) -> None:
    with pytest.raises(actions.NobodyConsidered):
        actions.consider(coalition=coalition, by=anna)
    assert Candidacy.objects.count() == 0


def test_a_record_that_was_merged_away_is_not_put_on_the_list(
    coalition: Any, anna: User, make_organisation: Any
) -> None:
    kept, gone = make_organisation("KGW Wola"), make_organisation("Koło Gospodyń Wola")
    merges.merge(kept, gone, by=anna, choices={})
    with pytest.raises(Gone):
        actions.consider(coalition=coalition, by=anna, organisation=Organisation.objects.get(pk=gone.pk))
    assert Candidacy.objects.count() == 0


def test_a_candidacy_follows_its_record_when_two_are_merged(anna: User, osp: Candidacy, make_organisation: Any) -> None:
    kept = make_organisation("Ochotnicza Straż Pożarna Olszynki")
    merges.merge(kept, osp.owner, by=anna, choices={})
    osp.refresh_from_db()
    assert osp.organisation == kept


def test_states_come_in_any_order_and_the_latest_day_counts(anna: User, osp: Candidacy) -> None:
    """Chełmek: signed on the day of the first meeting; what is typed afterwards about earlier days changes nothing."""
    actions.move(osp, by=anna, to="signed", on=LATER)
    actions.move(osp, by=anna, to="invited", on=DAY, note="telefon do naczelnika")
    assert state(osp) == "signed"
    assert facts() == [("named", osp.subject), ("signed", osp.subject), ("invited", osp.subject)]
    assert [(step.state, step.on) for step in osp.steps.all()] == [
        ("signed", LATER),
        ("invited", DAY),
        ("listed", DAY),
    ]
    actions.move(osp, by=anna, to="left", on=LATER)
    assert state(osp) == "left"


def test_whoever_is_put_on_the_list_today_may_have_signed_before(
    coalition: Any, anna: User, make_organisation: Any
) -> None:
    """An old coalition is entered years later: the day on which it was typed says nothing of how far it came."""
    found = actions.consider(coalition=coalition, by=anna, organisation=make_organisation("KGW"), on=LATER)
    step = actions.move(found, by=anna, to="signed", on=DAY)
    assert state(found) == "signed"
    actions.undo_step(step, by=anna, reason="pomyłka")
    assert state(found) == "listed"
    actions.move(found, by=anna, to="declined", on=DAY)
    assert state(found) == "declined"


def test_the_same_said_twice_is_one_step(anna: User, osp: Candidacy) -> None:
    assert actions.move(osp, by=anna, to="invited", on=DAY) == actions.move(osp, by=anna, to="invited", on=DAY)
    assert osp.steps.count() == 2


def test_attending_makes_nobody_a_member_and_no_member_less_of_one(anna: User, osp: Candidacy) -> None:
    actions.attend(osp, by=anna, on=DAY)
    assert (state(osp), osp.is_member) == ("attended", False)
    actions.move(osp, by=anna, to="declared", on=DAY)
    actions.attend(osp, by=anna, on=LATER)
    actions.attend(osp, by=anna, on=LATER)
    assert (state(osp), osp.is_member) == ("declared", True)
    assert [kind for kind, _subject in facts()] == ["named", "attended", "declared", "attended"]


def test_a_contact_in_two_taps_stands_in_the_registers_log_too(anna: User, osp: Candidacy) -> None:
    actions.note_contact(osp, by=anna, kind="call", on=DAY, text="oddzwoni w piątek")
    entry = ContactEntry.objects.get()
    assert (entry.organisation, entry.kind, entry.text) == (osp.organisation, "call", "oddzwoni w piątek")
    assert state(osp) == "talk"
    fact = Fact.objects.get(kind="contacted")
    assert (fact.on, fact.subject, fact.detail) == (DAY, osp.subject, {"way": "phone"})
    actions.move(osp, by=anna, to="signed", on=DAY)
    actions.note_contact(osp, by=anna, kind="mail", on=LATER)
    assert state(osp) == "signed"


def test_a_neighbours_register_is_not_ours_to_write_in(coalition: Any, anna: User, make_organisation: Any) -> None:
    shop = actions.consider(coalition=coalition, by=anna, organisation=make_organisation("Sklep", "020103"), on=DAY)
    step = actions.note_contact(shop, by=anna, kind="talk", on=DAY, text="chce wiedzieć więcej")
    assert (ContactEntry.objects.count(), step.note, state(shop)) == (0, "chce wiedzieć więcej", "talk")


def test_the_last_step_is_taken_back_and_stays_readable(anna: User, marek: User, osp: Candidacy) -> None:
    first = osp.steps.get()
    called = actions.note_contact(osp, by=anna, kind="call", on=DAY)
    moved = actions.move(osp, by=anna, to="declined", on=DAY)
    with pytest.raises(actions.StepOutdated):
        actions.undo_step(called, by=marek, reason="Pomyłka")
    actions.undo_step(moved, by=marek, reason="Pomyłka")
    assert (state(osp), osp.erase_on) == ("talk", None)
    struck = Fact.objects.get(pk=moved.fact)
    assert (struck.struck_by, struck.strike_reason) == (marek, "Pomyłka")
    actions.undo_step(called, by=marek, reason="Pomyłka")
    assert (state(osp), ContactEntry.objects.count()) == ("listed", 0)
    with pytest.raises(actions.StepOutdated):
        actions.undo_step(first, by=marek, reason="Pomyłka")
    assert osp.steps.count() == 3


def test_whoever_has_only_steps_that_were_taken_back_may_leave_the_list_but_not_whoever_was_written_to(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    talk = actions.note_contact(osp, by=anna, kind="call", on=DAY, text="Kunegunda prosi o ciszę")
    actions.update_candidacy(osp, by=anna, seen={"brings": ""}, new={"brings": "Kunegunda da stoły"}, since=0)
    sent_letter(zofia, anna)
    undone = [actions.undo_step(each, by=anna, reason="Pomyłka") for each in (talk, zofia.steps.get(state="invited"))]
    pages = [
        client_of(anna).get(reverse("coalitions:candidate", args=[coalition.pk, each.pk])).context["shown"]
        for each in undone
    ]
    assert [page.may_unlist for page in pages] == [True, False]
    actions.unlist(osp, by=anna, reason="Pomyłka")
    with pytest.raises(actions.StepOutdated):
        actions.unlist(zofia, by=anna, reason="Pomyłka")
    assert [each.pk for each in Candidacy.objects.all()] == [zofia.pk]
    assert Fact.objects.in_force().filter(subject=osp.subject).count() == 0
    assert left("kunegunda") == set()


@pytest.mark.parametrize("is_struck", [True, False])
def test_an_attempt_stays_in_the_register_when_an_organisation_leaves_the_list(
    coalition: Any, anna: User, osp: Candidacy, is_struck: bool
) -> None:
    actions.note_attempt(osp, by=anna, kind="call", on=DAY, text="czynne tylko we wtorki")
    talk = actions.note_contact(osp, by=anna, kind="call", on=DAY, text="Kunegunda prosi o ciszę")
    actions.undo_step(talk, by=anna, reason="Pomyłka")
    if is_struck:
        actions.strike_fact(coalition, Fact.objects.get(pk=osp.steps.get(state="listed").fact), by=anna, reason="Błąd")
    else:
        actions.unlist(osp, by=anna, reason="Pomyłka")
    kept = [(each.organisation, each.text) for each in ContactEntry.objects.all()]
    assert (Candidacy.objects.count(), kept) == (0, [(osp.organisation, "czynne tylko we wtorki")])
    assert left("kunegunda") == set()


def test_whoever_came_to_the_list_by_mistake_leaves_it_without_a_trace_in_force(
    anna: User, osp: Candidacy, zofia: Candidacy
) -> None:
    actions.move(osp, by=anna, to="talk", on=DAY)
    with pytest.raises(actions.StepOutdated):
        actions.unlist(osp, by=anna, reason="Pomyłka")
    actions.unlist(zofia, by=anna, reason="Pomyłka")
    assert [each.pk for each in Candidacy.objects.all()] == [osp.pk]
    assert facts() == [("named", osp.subject), ("contacted", osp.subject)]
    with pytest.raises(Gone):
        actions.move(zofia, by=anna, to="talk", on=DAY)


def test_a_day_that_has_not_come_moves_nobody(anna: User, osp: Candidacy) -> None:
    with pytest.raises(DateRefused):
        actions.move(osp, by=anna, to="signed", on=timezone.localdate() + timedelta(days=2))
    assert (state(osp), osp.steps.count()) == ("listed", 1)


def test_two_people_at_one_candidacy_lose_nothing(anna: User, marek: User, osp: Candidacy) -> None:
    seen, since = {"size": "", "brings": "", "should_ask": ""}, last_event(osp.key)
    actions.update_candidacy(osp, by=marek, seen=seen, new=seen | {"brings": "remiza"}, since=since)
    actions.update_candidacy(osp, by=anna, seen=seen, new=seen | {"size": "medium"}, since=since)
    with pytest.raises(EditConflict):
        actions.update_candidacy(osp, by=anna, seen=seen, new=seen | {"brings": "wóz"}, since=since)
    step = {"next_step": "", "next_who": "", "next_on": None}
    planned = {"next_step": "zadzwonić", "next_who": "dyrektorka szkoły", "next_on": LATER}
    actions.plan_next_step(osp, by=anna, seen=step, new=planned, since=since)
    actions.postpone(osp, by=anna, seen=None, not_before=LATER, since=since)
    osp.refresh_from_db()
    assert (osp.brings, osp.size, osp.next_step, osp.next_on, osp.not_before) == (
        "remiza",
        "medium",
        "zadzwonić",
        LATER,
        LATER,
    )


def test_whom_they_know_adds_up(anna: User, osp: Candidacy, zofia: Candidacy, make_coalition: Any) -> None:
    elsewhere = actions.consider(
        coalition=make_coalition("Inny", "101801"), by=anna, organisation=osp.organisation, on=DAY
    )
    actions.know(osp, by=anna, gained=[zofia.pk, elsewhere.pk, osp.pk])
    assert list(osp.knows.all()) == [zofia]
    actions.know(osp, by=anna, lost=[zofia.pk])
    assert list(osp.knows.all()) == []


def test_only_an_organisation_has_somebody_who_speaks_for_it(anna: User, osp: Candidacy, zofia: Candidacy) -> None:
    actions.set_spokesperson(osp, by=anna, seen=None, person=zofia.person, since=0)
    osp.refresh_from_db()
    assert osp.person == zofia.person
    with pytest.raises(actions.NobodyConsidered):
        actions.set_spokesperson(zofia, by=anna, seen=None, person=zofia.person, since=0)


def test_a_refusal_waits_for_its_erasure_as_the_edition_says(coalition: Any, anna: User, osp: Candidacy) -> None:
    coalition.edition.erase_declined_after_days = 14
    coalition.edition.save()
    actions.say_no(Candidacy.objects.get(pk=osp.pk), by=anna, on=DAY, not_before=LATER)
    assert (state(osp), osp.erase_on, osp.not_before) == ("declined", DAY + timedelta(days=14), LATER)
    assert actions.erase_due(DAY + timedelta(days=13)) == 0
    actions.move(osp, by=anna, to="talk", on=LATER)
    assert (state(osp), osp.erase_on) == ("talk", None)


def test_after_no_an_organisation_keeps_only_not_now_and_the_day_to_come_back(
    anna: User, osp: Candidacy, zofia: Candidacy
) -> None:
    actions.set_spokesperson(osp, by=anna, seen=None, person=zofia.person, since=0)
    seen = {"size": "", "brings": "", "should_ask": ""}
    actions.update_candidacy(
        osp, by=anna, seen=seen, new=seen | {"brings": "wóz", "should_ask": "Zofia"}, since=last_event(osp.key)
    )
    actions.note_contact(osp, by=anna, kind="call", on=DAY, text="Zofia choruje")
    actions.know(osp, by=anna, gained=[zofia.pk])
    actions.say_no(osp, by=anna, on=DAY, not_before=LATER, note="Zofia nie ma czasu")
    assert actions.erase_due(timezone.localdate()) == 1
    osp.refresh_from_db()
    words = (osp.person, osp.brings, osp.should_ask, osp.next_step, list(osp.knows.all()))
    assert words == (None, "", "", "", [])
    assert (osp.organisation.name, osp.state, osp.not_before, osp.erase_on) == (
        "OSP Olszynki",
        "declined",
        LATER,
        None,
    )
    assert set(osp.steps.values_list("note", "entry")) == {("", None)}
    assert ContactEntry.objects.count() == 0
    assert "Zofia" not in str(list(Event.objects.values_list("params", flat=True)))
    assert Person.objects.filter(pk=zofia.person_id).exists()  # she is considered herself, too
    assert actions.erase_due(timezone.localdate()) == 0


def test_after_no_a_resident_leaves_list_and_register(anna: User, zofia: Candidacy, make_person: Any) -> None:
    person, twin = zofia.person, make_person("Zosia Przykładowa")
    merges.merge(person, twin, by=anna, choices={})
    Contact.objects.create(person=person, kind="phone", value="500")
    actions.note_contact(zofia, by=anna, kind="call", on=DAY, text="opiekuje się mamą")
    actions.say_no(zofia, by=anna, on=DAY)
    tasks.erase_declined()
    left = (Candidacy, CandidacyStep, Person, Contact, ContactEntry)
    assert [model.objects.count() for model in left] == [0, 0, 0, 0, 0]
    remembered = str(list(Event.objects.values_list("params", flat=True)))
    assert ("Zofia" in remembered, "mam" in remembered) == (False, False)
    assert {kind for kind, _subject in facts()} == {"named", "contacted", "declined"}


def test_whoever_speaks_for_an_organisation_stays_in_the_register(
    anna: User, zofia: Candidacy, make_organisation: Any
) -> None:
    Mandate.objects.create(organisation=make_organisation("KGW"), person=zofia.person)
    actions.say_no(zofia, by=anna, on=DAY)
    actions.erase_due(timezone.localdate())
    assert (Candidacy.objects.count(), Person.objects.count()) == (0, 1)


def test_rows_of_files_forget_an_erased_person(anna: User, zofia: Candidacy) -> None:
    from koalicja.people.models import Batch

    batch = Batch.objects.create(scope="gmina:020102", gmina=zofia.person.gmina, name="lista.csv", created_by=anna)
    values = {"values": {"name": "Zofia"}, "cells": ["Zofia"], "params": {"name": "Zofia"}}
    BatchRow.objects.create(batch=batch, number=2, outcome="new", person=zofia.person, **values)
    actions.say_no(zofia, by=anna, on=DAY)
    actions.erase_due(timezone.localdate())
    row = BatchRow.objects.get()
    assert (row.person, row.values, row.cells, row.params, row.reason) == (None, {}, [], {"why": {}}, "erased")


@pytest.mark.parametrize(
    "fields",
    [{}, {"state": "friend"}, {"size": "large"}, {"origin": "dream"}],
    ids=["nobody", "state", "size of a resident", "origin"],
)
def test_the_database_refuses_what_makes_no_sense(coalition: Any, make_person: Any, fields: dict[str, Any]) -> None:
    who = {"person": make_person()} if fields else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidacy.objects.create(coalition=coalition, **who, **fields)


def test_the_database_holds_nobody_twice(coalition: Any, osp: Candidacy, zofia: Candidacy) -> None:
    for who in ({"organisation": osp.organisation, "person": zofia.person}, {"person": zofia.person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Candidacy.objects.create(coalition=coalition, **who)
