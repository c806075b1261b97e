"""Typed names become records, once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from koalicja.backroom.models import Event
from koalicja.people.actions.completing import Completed
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


def test_what_a_line_says_more_of_a_known_organisation_is_added_to_it(
    anna: Any, gmina: Any, make_organisation: Make
) -> None:
    known = make_organisation("Klub Rolnika", note="ma salę")
    line = Line(
        "Klub rolników",
        village="Wąsosz",
        note="zbiórka w piątki",
        contacts=(("phone", "600 123 123"), ("email", "klub@example.pl")),
        same_as=known.pk,
    )
    added = add_names(gmina, by=anna, lines=[line], source="wpisane ręcznie")
    assert added == Added(known=1, completed=(Completed("Klub Rolnika", ("village", "note", "phone", "email")),))
    known.refresh_from_db()
    assert (known.name, known.village, known.note, known.version) == (
        "Klub Rolnika",
        "Wąsosz",
        "ma salę\nzbiórka w piątki",
        2,
    )
    today = timezone.localdate()
    assert list(known.contacts.order_by("pk").values_list("kind", "value", "source", "obtained_on")) == [
        ("phone", "600 123 123", "wpisane ręcznie", today),
        ("email", "klub@example.pl", "wpisane ręcznie", today),
    ]
    told = Event.objects.order_by("pk").values_list("code", "subject", "by")
    assert list(told) == [
        ("organisation.changed", known.key, anna.pk),
        ("contact.added", known.key, anna.pk),
        ("contact.added", known.key, anna.pk),
    ]
    assert add_names(gmina, by=anna, lines=[line], source="wpisane ręcznie") == Added(known=1)
    assert Event.objects.count() == 3


def test_what_the_register_says_otherwise_stays_and_a_second_phone_is_added(
    anna: Any, gmina: Any, make_organisation: Make, make_person: Make
) -> None:
    known, jan = make_organisation("Klub Rolnika", village="Wąsosz"), make_person("Jan Zmyślony", age_band="60+")
    Contact.objects.create(organisation=known, kind="phone", value="600-123-123")
    numbers = (("phone", "+48 600 123 123"), ("phone", "600 123 124"))
    lines = [
        Line("Klub Rolnika", village="Lipowo", contacts=numbers, same_as=known.pk),
        Line("Jan Zmyślony", is_person=True, age_band="35-59"),
    ]
    added = add_names(gmina, by=anna, lines=lines, source="wpisane ręcznie")
    assert added.completed == (
        Completed("Klub Rolnika", ("phone",), ("village",)),
        Completed("Jan Zmyślony", (), ("age_band",)),
    )
    for record in (known, jan):
        record.refresh_from_db()
    assert (known.village, jan.age_band, known.version, jan.version) == ("Wąsosz", "60+", 1, 1)
    assert sorted(known.contacts.values_list("value", flat=True)) == ["600 123 124", "600-123-123"]


def test_the_band_and_the_phone_of_a_known_person_are_added(anna: Any, gmina: Any, make_person: Make) -> None:
    jan = make_person("Jan Zmyślony")
    line = Line("Jan Zmyślony", is_person=True, age_band="35-59", contacts=(("phone", "600 888 777"),))
    added = add_names(gmina, by=anna, lines=[line], source="wpisane ręcznie")
    assert added.completed == (Completed("Jan Zmyślony", ("age_band", "phone")),)
    jan.refresh_from_db()
    assert (jan.age_band, [contact.value for contact in jan.contacts.all()]) == ("35-59", ["600 888 777"])
    assert list(Event.objects.order_by("pk").values_list("code", flat=True)) == ["person.changed", "contact.added"]


def test_a_suggestion_taken_in_keeps_what_was_typed_of_it(anna: Any, gmina: Any, make_organisation: Make) -> None:
    suggestion = make_organisation("OSP Olszynki", state="suggested")
    line = Line("OSP Olszynki", contacts=(("phone", "600 123 123"),), same_as=suggestion.pk)
    added = add_names(gmina, by=anna, lines=[line], source="wpisane ręcznie")
    assert (added.suggestions, added.completed) == ((suggestion.pk,), (Completed("OSP Olszynki", ("phone",)),))
    assert [contact.value for contact in suggestion.contacts.all()] == ["600 123 123"]


def test_the_second_line_about_a_new_name_adds_what_it_says_more(anna: Any, gmina: Any) -> None:
    lines = [Line("Klub Rolnika"), Line("Klub Sportowy"), Line("KLUB ROLNIKA", contacts=(("phone", "600 123 123"),))]
    added = add_names(gmina, by=anna, lines=lines, source="wpisane ręcznie")
    assert (added.count, added.repeated, added.completed) == (2, 1, (Completed("Klub Rolnika", ("phone",)),))
    assert list(Contact.objects.values_list("organisation__name", "value")) == [("Klub Rolnika", "600 123 123")]
