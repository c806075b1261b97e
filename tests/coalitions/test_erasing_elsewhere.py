"""Whoever said no is named nowhere any more, also in what others wrote; the words beside her name stay."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from koalicja.backroom.models import Event, Mail
from koalicja.coalitions import actions
from koalicja.coalitions.actions import naming
from koalicja.coalitions.models import (
    Answer,
    Area,
    Candidacy,
    Coalition,
    InvitationPlan,
    NamedLine,
    NamingNote,
)
from koalicja.people.actions.erasing import erase_rows
from koalicja.people.models import ContactEntry, Organisation, Person, User
from koalicja.standing.models import Fact
from tests.coalitions.invited import sent_letter
from tests.coalitions.test_erasing import left

pytestmark = pytest.mark.django_db
HERS = ("kunegund", "zmyślon", "600 700 800", "600700800")
SAYS = "Zapytać: Kunegunda Zmyślona, 600-700-800."
NO_WORDS = {  # keys, codes and hashes; names of coalitions are nobody's
    "Coalition.name",
    "Candidacy.origin_key",
    "Invitation.seed",
    "Invitation.token_hash",
    "Invitation.code",
    "Invitation.site",
    "Invitation.undone_said",
    "Answer.consent",
    "NamedLine.box",
    "Area.starter",
    "CompositionRun.preset",
    "CompositionRun.method",
    "CompositionRun.version",
    "WhyNotAnswer.candidate",
}


def refuse(candidacy: Candidacy, by: User) -> None:
    """She says no, and the day of the erasure has come."""
    actions.say_no(candidacy, by=by, on=timezone.localdate())
    candidacy.refresh_from_db()
    assert candidacy.erase_on is not None
    assert actions.erase_due(candidacy.erase_on) == 1


def fields_with_words() -> list[tuple[type[models.Model], Any]]:
    """Every column of this room into which somebody can write words."""
    found = []
    for model in apps.get_app_config("coalitions").get_models():
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, (models.CharField, models.TextField)) and not field.choices
            if is_text and f"{model.__name__}.{field.name}" not in NO_WORDS:
                found.append((model, field))
    return found


@pytest.fixture
def kgw(coalition: Coalition, anna: User, make_organisation: Any) -> Candidacy:
    """Another one on the list, with one row of everything in which words stand."""
    today = timezone.localdate()
    kgw = actions.consider(coalition=coalition, by=anna, organisation=make_organisation("KGW Lipki", group="ngo"))
    actions.answer_by_link(sent_letter(kgw, anna), said="other", other_name="Ewa Przykładowa")
    session = naming.begin_session(coalition=coalition, by=anna, on=today)
    NamedLine.objects.create(session=session, box="ngo", text="kto?", by=anna)
    NamingNote.objects.create(session=session, author=anna, text="notatka")
    InvitationPlan.objects.get_or_create(coalition=coalition)
    coalition.invitation_texts.create(group="ngo", subject="Zaproszenie", text="Dzień dobry")
    actions.say_statement(coalition=coalition, by=anna, kind="goal", text="Mieszkańcy się znają.", on=today, since=0)
    actions.choose_leadership(coalition=coalition, by=anna, how="shared", words="koło", on=today, since=0)
    for name in ("Dożynki", "Teatr"):
        actions.add_area(coalition=coalition, by=anna, name=name, on=today)
    actions.add_asset(coalition=coalition, by=anna, kind="room", what="sala")
    return kgw


@pytest.fixture
def kunegunda(coalition: Coalition, anna: User, make_person: Any) -> Candidacy:
    person = make_person("Kunegunda Zmyślona")
    person.contacts.create(kind="phone", value="600 700 800", source="rozmowa")
    return actions.consider(coalition=coalition, by=anna, person=person)


def test_nothing_that_people_write_in_this_room_names_her_any_more(
    coalition: Coalition, anna: User, kgw: Candidacy, kunegunda: Candidacy, make_organisation: Any
) -> None:
    shop = make_organisation("Sklep Kunegunda Zmyślona")
    for model, field in fields_with_words():
        for row in model._default_manager.all():
            words = f"{row.pk} {SAYS}" if model is Area else SAYS  # each area is called otherwise
            model._default_manager.filter(pk=row.pk).update(**{field.name: words})
    InvitationPlan.objects.update(by_meeting={"place": SAYS})
    planted = {model.__name__ for model, _field in fields_with_words()}
    assert planted <= left(*HERS)
    refuse(kunegunda, anna)
    shop.refresh_from_db()
    assert shop.name == "Sklep Kunegunda Zmyślona"  # the name of an organisation is its own
    erase_rows(Organisation, [shop.pk])
    assert left(*HERS) == set()
    assert NamedLine.objects.filter(candidacy=None).count() == 0


def test_what_is_told_and_remembered_of_others_names_her_no_more(
    coalition: Coalition, anna: User, kgw: Candidacy, kunegunda: Candidacy
) -> None:
    today = timezone.localdate()
    actions.update_candidacy(kgw, by=anna, seen={"should_ask": ""}, new={"should_ask": SAYS}, since=0)
    actions.note_contact(kgw, by=anna, kind="call", on=today, text=f"Chętnie. {SAYS} Oddzwonią.")
    wrong = actions.note_contact(kgw, by=anna, kind="talk", on=today, text=SAYS)
    actions.undo_step(wrong, by=anna, reason="pomyłka")
    asset = actions.add_asset(coalition=coalition, by=anna, kind="other", what="stoły", note=SAYS)
    seen = {"kind": "other", "what": "stoły", "note": SAYS}
    actions.change_asset(asset, by=anna, seen=seen, new=seen | {"what": SAYS}, since=0)
    area = actions.add_area(coalition=coalition, by=anna, name="Kunegunda Zmyślona uczy", on=today)
    actions.drop_area(area, by=anna, on=today)
    Fact.objects.filter(kind="goal_set").update(detail={"agreed": f"Będzie bal. {SAYS}"}, source_text=SAYS)
    Mail.objects.create(about=kgw.invitations.get().key, to="k@example.pl", subject="Bal", text=f"Dobry. {SAYS}")
    assert {"Candidacy", "ContactEntry", "Asset", "Area", "Event", "LogEntry", "Fact", "Mail"} <= left(*HERS)
    refuse(kunegunda, anna)
    assert left(*HERS) == set()
    kgw.refresh_from_db()
    assert (kgw.should_ask, ContactEntry.objects.get().text) == ("", "Chętnie. … Oddzwonią.")
    assert Fact.objects.get(kind="goal_set").detail == {"agreed": "Będzie bal. …"}
    assert (Mail.objects.get().text, coalition.assets.get(kind="other").what) == ("Dobry. …", "…")
    assert Event.objects.get(code="asset.changed").params["changes"] == {"what": ["stoły", ""]}


def instead(candidacy: Candidacy, by: User, name: str, reach: str = "") -> Answer:
    letter = sent_letter(candidacy, by)
    return actions.answer_by_link(letter, said="other", other_name=name, other_reach=reach)


@pytest.mark.parametrize("is_on_the_list_first", [True, False])
def test_whoever_was_named_instead_by_two_organisations_leaves_both_answers(
    coalition: Coalition, anna: User, make_organisation: Any, make_person: Any, is_on_the_list_first: bool
) -> None:
    osp, kgw = (
        actions.consider(coalition=coalition, by=anna, organisation=make_organisation(name))
        for name in ("OSP Olszynki", "KGW Lipki")
    )
    if is_on_the_list_first:
        candidacy = actions.consider(coalition=coalition, by=anna, person=make_person("Kunegunda Zmyślona"))
        first = instead(osp, anna, "Kunegunda Zmyślona", "600 700 800")
    else:
        first = instead(osp, anna, "Kunegunda Zmyślona", "600 700 800")
        candidacy = actions.consider_instead(first, by=anna, name="Kunegunda Zmyślona")
    second = instead(kgw, anna, "p. Zmyślona Kunegunda, 600 700 800", "u Kunegundy")
    other = instead(
        actions.consider(coalition=coalition, by=anna, organisation=make_organisation("LZS Lipki")), anna, "Jan Inny"
    )
    refuse(candidacy, anna)
    assert left(*HERS) == set()
    told = Answer.objects.filter(pk__in=[first.pk, second.pk, other.pk]).order_by("pk")
    assert [each.other_name for each in told] == ["", "", "Jan Inny"]


def test_an_answer_about_somebody_else_of_her_name_stays_for_that_one(
    coalition: Coalition, anna: User, make_organisation: Any, kunegunda: Candidacy
) -> None:
    osp = actions.consider(coalition=coalition, by=anna, organisation=make_organisation("OSP Olszynki"))
    answer = instead(osp, anna, "Kunegunda Zmyślona", "przy remizie")
    actions.consider_instead(answer, by=anna, name="Kunegunda Zmyślona", distinct=True)
    refuse(kunegunda, anna)
    answer.refresh_from_db()
    assert (answer.other_name, answer.other_reach) == ("Kunegunda Zmyślona", "przy remizie")
    assert Person.objects.filter(name="Kunegunda Zmyślona").count() == 1


def test_a_telephone_by_which_another_one_wants_to_be_reached_stays_theirs(
    coalition: Coalition, anna: User, kgw: Candidacy, kunegunda: Candidacy
) -> None:
    Answer.objects.filter(candidacy=kgw).update(reach="600 700 800")
    refuse(kunegunda, anna)
    assert [each.reach for each in kgw.answers.all()] == ["600 700 800"]
