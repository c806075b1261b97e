"""Writes of coalitions: the state after, the event, the roles."""

from typing import Any

import pytest

from koalicja.backroom.models import Event, Notice
from koalicja.coalitions import actions
from koalicja.coalitions.models import Coalition
from koalicja.people.actions.edits import EditConflict, last_event
from koalicja.people.models import Role, User
from koalicja.programmes.models import Participation


def open_roles(user: User) -> set[tuple[str, str, str]]:
    return set(Role.objects.filter(user=user, ended_at=None).values_list("kind", "scope", "source"))


@pytest.fixture
def lead(edition: Any, make_organisation: Any) -> Participation:
    library = make_organisation("Biblioteka", "300910")
    return Participation.objects.create(edition=edition, library=library, gmina_id="300910", part="lead")


def test_a_coalition_takes_edition_and_gmina_from_its_lead_library(lead: Participation, olga: User) -> None:
    made = actions.create_coalition(participation=lead, by=olga, name="Razem bliżej")
    assert (made.edition_id, made.gmina_id, made.version) == (lead.edition_id, "300910", 1)
    event = Event.objects.get()
    assert (event.code, event.subject, event.scope) == ("coalition.created", made.key, lead.edition.key)


def test_a_lead_library_has_one_coalition_in_an_edition(lead: Participation, olga: User) -> None:
    actions.create_coalition(participation=lead, by=olga, name="Razem bliżej")
    with pytest.raises(actions.CoalitionExists):
        actions.create_coalition(participation=lead, by=olga, name="Druga")
    assert [c.name for c in Coalition.objects.all()] == ["Razem bliżej"]


def test_a_partner_library_gets_no_coalition_of_its_own(
    lead: Participation, olga: User, make_organisation: Any
) -> None:
    partner = Participation.objects.create(
        edition=lead.edition, library=make_organisation("Filia", "300910"), gmina_id="300910", part="partner", lead=lead
    )
    with pytest.raises(actions.OnlyLeadLibraries):
        actions.create_coalition(participation=partner, by=olga, name="Razem")
    assert Coalition.objects.count() == 0


def test_two_people_renaming_at_once_do_not_overwrite_each_other(coalition: Any, anna: User, marek: User) -> None:
    since = last_event(coalition.key)
    actions.rename_coalition(coalition=coalition, by=marek, seen="Wspólny stół", name="Ławka", since=since)
    with pytest.raises(EditConflict) as refusal:
        actions.rename_coalition(coalition=coalition, by=anna, seen="Wspólny stół", name="Most", since=since)
    coalition.refresh_from_db()
    assert (coalition.name, coalition.version, refusal.value.conflicts[0].theirs) == ("Ławka", 2, "Ławka")
    actions.rename_coalition(coalition=coalition, by=anna, seen="Ławka", name="Most", since=since)
    coalition.refresh_from_db()
    assert coalition.name == "Most"
    assert list(Notice.objects.values_list("to", flat=True)) == [marek.pk]


def test_an_animator_gets_the_coalition_and_its_gmina_and_loses_exactly_these(coalition: Any, make_user: Any) -> None:
    ewa = make_user("Ewa", ("animator", "gmina:020102"))
    actions.appoint_animator(coalition=coalition, user=ewa, by=None)
    assert open_roles(ewa) == {
        ("animator", "gmina:020102", "test"),
        ("animator", coalition.key, coalition.key),
        ("animator", "gmina:020102", coalition.key),
    }
    actions.end_animator(coalition=coalition, user=ewa, by=ewa)
    assert open_roles(ewa) == {("animator", "gmina:020102", "test")}
    assert list(Event.objects.order_by("pk").values_list("code", flat=True)) == ["animator.appointed", "animator.ended"]
