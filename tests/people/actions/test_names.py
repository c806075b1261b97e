"""Typed names become records, once."""

from collections.abc import Callable
from typing import Any

import pytest

from koalicja.backroom.models import Event
from koalicja.people.actions.names import Added, Line, add_names
from koalicja.people.models import Contact, Correction, Mandate, Organisation, Person

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
LINES = [
    Line("OSP Olszynki", class_choice="fire_brigade", village="Olszynki", contacts=(("phone", "600 100 200"),)),
    Line("Zielona Dolina", class_choice="agritourism"),
    Line("Zofia Przykładowa", is_person=True, age_band="60+", note="śpiewa w chórze"),
]


def test_lines_become_records_with_group_contact_and_source(anna: Any, gmina: Any) -> None:
    added = add_names(gmina, by=anna, lines=LINES, source="wpisane ręcznie")
    rows = Organisation.objects.order_by("name").values_list("name", "group", "sector", "class_decided", "source")
    assert list(rows) == [
        ("OSP Olszynki", "ngo", "fire_brigade", "human", "wpisane ręcznie"),
        ("Zielona Dolina", "business", "agritourism", "human", "wpisane ręcznie"),
    ]
    assert list(Person.objects.values_list("name", "age_band", "note")) == [
        ("Zofia Przykładowa", "60+", "śpiewa w chórze")
    ]
    assert list(Contact.objects.values_list("organisation__name", "value")) == [("OSP Olszynki", "600 100 200")]
    assert (added.count, added.known) == (3, 0)
    assert Event.objects.get().params["count"] == 3


def test_only_a_corrected_guess_is_remembered(anna: Any, gmina: Any) -> None:
    add_names(gmina, by=anna, lines=LINES, source="")
    assert list(Correction.objects.values_list("sector", flat=True)) == ["agritourism"]


def test_the_same_names_again_add_nothing(anna: Any, gmina: Any) -> None:
    add_names(gmina, by=anna, lines=LINES, source="")
    again = add_names(gmina, by=anna, lines=LINES, source="")
    assert again == Added(known=3, just_before=3)
    assert (Organisation.objects.count(), Person.objects.count(), Event.objects.count()) == (2, 1, 1)


def test_spellings_that_mean_the_same_are_one(anna: Any, gmina: Any) -> None:
    lines = [Line("SP nr 2"), Line("Szkoła Podstawowa Nr 2"), Line("Przykładowa Zofia", is_person=True)]
    added = add_names(gmina, by=anna, lines=[*lines, Line("Zofia Przykładowa", is_person=True)], source="")
    assert (len(added.organisations), len(added.people), added.known, added.repeated) == (
        1,
        1,
        0,
        2,
    )


def test_the_same_name_in_another_village_is_another(anna: Any, gmina: Any) -> None:
    lines = [Line("Świetlica wiejska", village="Golnice"), Line("Świetlica wiejska", village="Trzebień")]
    assert len(add_names(gmina, by=anna, lines=lines, source="").organisations) == 2


def test_a_line_said_to_be_another_one_is_added(anna: Any, gmina: Any, make_organisation: Make) -> None:
    known = make_organisation("OSP Olszynki")
    line = Line("OSP Olszynki", distinct_from=(known.pk,))
    assert add_names(gmina, by=anna, lines=[line], source="").count == 1


def test_an_answer_about_one_record_does_not_add_a_name_that_came_meanwhile(
    anna: Any, gmina: Any, make_organisation: Make
) -> None:
    line = Line("OSP Olszynki", distinct_from=(make_organisation("OSP Olszynki").pk,))
    add_names(gmina, by=anna, lines=[line], source="")
    again = add_names(gmina, by=anna, lines=[line], source="")
    assert (again.count, again.known, Organisation.objects.count()) == (0, 1, 2)


def test_a_person_named_with_a_function_speaks_for_the_organisation(
    anna: Any, gmina: Any, make_organisation: Make
) -> None:
    osp, away = make_organisation("OSP Olszynki"), make_organisation("OSP Kruszyn", state="dismissed")
    lines = [
        Line("Jan Zmyślony", is_person=True, speaks_for=osp.pk, function="prezes"),
        Line("Anna Zmyślona", is_person=True, speaks_for=away.pk, function="prezeska"),
    ]
    add_names(gmina, by=anna, lines=lines, source="")
    shown = Mandate.objects.values_list("person__name", "organisation__name", "function")
    assert list(shown) == [("Jan Zmyślony", "OSP Olszynki", "prezes")]


def test_a_line_said_to_be_a_known_one_adds_nothing(anna: Any, gmina: Any, make_organisation: Make) -> None:
    known = make_organisation("OSP Olszynki")
    added = add_names(gmina, by=anna, lines=[Line("Strażacy z Olszynek", same_as=known.pk)], source="")
    assert (added.count, added.known, Organisation.objects.count()) == (0, 1, 1)


def test_a_line_that_names_a_suggestion_takes_it_in(anna: Any, gmina: Any, make_organisation: Make) -> None:
    suggestion = make_organisation("OSP Olszynki", state="suggested", source="pkw.xlsx")
    added = add_names(gmina, by=anna, lines=[Line("Ochotnicza Straż Pożarna Olszynki")], source="")
    suggestion.refresh_from_db()
    assert (added.suggestions, suggestion.state, suggestion.source) == ((suggestion.pk,), "listed", "pkw.xlsx")
    assert Organisation.objects.count() == 1


def test_a_record_of_another_gmina_is_not_known_here(anna: Any, gmina: Any, make_organisation: Make) -> None:
    make_organisation("OSP Olszynki", "101801")
    assert add_names(gmina, by=anna, lines=[Line("OSP Olszynki")], source="").count == 1


def test_a_name_that_nobody_could_place_stays_to_be_checked(anna: Any, gmina: Any) -> None:
    lines = [Line("Zielona Dolina"), Line("OSP Olszynki", class_choice="")]
    add_names(gmina, by=anna, lines=lines, source="")
    rows = Organisation.objects.order_by("name").values_list("name", "group", "class_decided")
    assert list(rows) == [("OSP Olszynki", "", "human"), ("Zielona Dolina", "", "")]
