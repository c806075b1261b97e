"""Persons, and for which organisations they speak."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from koalicja.backroom.models import Event
from koalicja.people.actions import persons as actions
from koalicja.people.actions.edits import EditConflict
from koalicja.people.models import Mandate, Organisation, Person

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def test_an_added_person_has_keys_a_source_and_an_event_without_her_name(anna: Any, gmina: Any) -> None:
    zofia = actions.add_person(gmina, by=anna, name="Zofia Przykładowa", source="rozmowa", age_band="60+")
    zofia.refresh_from_db()
    assert (zofia.name_key, zofia.age_band, zofia.source) == ("przykladowa zofia", "60+", "rozmowa")
    event = Event.objects.get()
    assert (event.code, event.subject, event.params) == ("person.added", zofia.key, {"source": "rozmowa"})


def test_a_changed_person_moves_her_key(anna: Any, make_person: Make) -> None:
    zofia = make_person()
    actions.update_person(zofia, by=anna, seen={"name": zofia.name}, new={"name": "Zofia Nowa"}, since=0)
    zofia.refresh_from_db()
    assert (zofia.name, zofia.name_key, zofia.version) == ("Zofia Nowa", "nowa zofia", 2)


def test_the_history_of_a_person_names_fields_and_no_words_about_her(anna: Any, make_person: Make) -> None:
    zofia = make_person()
    new = {"name": "Zofia Nowa", "village": "Lipowo", "note": "chora", "age_band": "60+"}
    seen = {"name": zofia.name, "village": "", "note": "", "age_band": ""}
    actions.update_person(zofia, by=anna, seen=seen, new=new, since=0)
    changes = {"name": [], "village": [], "note": [], "age_band": ["", "60+"]}
    assert Event.objects.get().params == {"changes": changes}


def test_two_changes_of_one_age_are_refused(anna: Any, marek: Any, make_person: Make) -> None:
    zofia = make_person()
    actions.update_person(zofia, by=anna, seen={"age_band": ""}, new={"age_band": "60+"}, since=0)
    with pytest.raises(EditConflict):
        actions.update_person(zofia, by=marek, seen={"age_band": ""}, new={"age_band": "35-59"}, since=0)
    zofia.refresh_from_db()
    assert zofia.age_band == "60+"


def test_a_mandate_is_in_the_history_of_both(anna: Any, make_organisation: Make, make_person: Make) -> None:
    osp, zofia = make_organisation(), make_person()
    mandate = actions.add_mandate(osp, by=anna, person=zofia, function="prezeska", since=date(2024, 3, 1))
    assert (mandate.function, mandate.since, mandate.until, mandate.is_deputy) == (
        "prezeska",
        date(2024, 3, 1),
        None,
        False,
    )
    assert sorted(Event.objects.values_list("code", "subject")) == [
        ("mandate.added", osp.key),
        ("mandate.added", zofia.key),
    ]


def test_a_new_name_becomes_a_person_of_the_same_gmina(anna: Any, make_organisation: Make) -> None:
    osp = make_organisation()
    actions.add_mandate(osp, by=anna, person="Jan Zmyślony")
    person = Person.objects.get()
    assert (person.name, person.gmina_id, person.source) == ("Jan Zmyślony", "020102", "OSP Olszynki")


def test_nobody_speaks_twice_at_once_for_one_organisation(
    anna: Any, make_organisation: Make, make_person: Make
) -> None:
    osp, zofia = make_organisation(), make_person()
    actions.add_mandate(osp, by=anna, person=zofia)
    with pytest.raises(actions.AlreadySpeaks):
        actions.add_mandate(osp, by=anna, person=zofia)
    assert Mandate.objects.count() == 1


def test_when_a_mandate_ends_both_stay(anna: Any, marek: Any, make_organisation: Make, make_person: Make) -> None:
    osp, zofia = make_organisation(), make_person()
    mandate = actions.add_mandate(osp, by=anna, person=zofia)
    actions.end_mandate(mandate, by=anna, on=date(2026, 11, 1))
    mandate.refresh_from_db()
    assert mandate.until == date(2026, 11, 1)
    assert (Organisation.objects.filter(pk=osp.pk).exists(), Person.objects.filter(pk=zofia.pk).exists()) == (
        True,
        True,
    )
    with pytest.raises(actions.MandateEnded):
        actions.end_mandate(mandate, by=marek, on=date(2026, 11, 2))
    mandate.refresh_from_db()
    assert mandate.until == date(2026, 11, 1)


def test_a_person_may_come_back_after_her_mandate_ended(anna: Any, make_organisation: Make, make_person: Make) -> None:
    osp, zofia = make_organisation(), make_person()
    actions.end_mandate(actions.add_mandate(osp, by=anna, person=zofia), by=anna, on=date(2026, 1, 1))
    actions.add_mandate(osp, by=anna, person=zofia, since=date(2026, 6, 1))
    assert Mandate.objects.filter(organisation=osp, person=zofia).count() == 2


def test_a_mandate_cannot_end_before_it_began(anna: Any, make_organisation: Make, make_person: Make) -> None:
    mandate = actions.add_mandate(make_organisation(), by=anna, person=make_person(), since=date(2026, 6, 1))
    with pytest.raises(IntegrityError):
        actions.end_mandate(mandate, by=anna, on=date(2026, 5, 1))
