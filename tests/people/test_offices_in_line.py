"""Who is named with a function, short or whole, before or behind an organisation or a place."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from koalicja.engine.matching.rows import ParsedRow
from koalicja.people.closed_names import is_closed_name
from koalicja.people.file_values import checked
from koalicja.people.lines import taken_apart
from koalicja.people.models import Contact, Decided, Group, Mandate, Person
from koalicja.people.queries.names import proposals
from tests.people.views.test_names import sent

PHONE = (("phone", "601 100 100"),)


@pytest.mark.parametrize(
    ("line", "organisation", "speaker"),
    [
        ("Szkoła w Lipkach - dyr. Ewa Fikcyjna", "Szkoła w Lipkach", "Ewa Fikcyjna, dyr. Szkoła w Lipkach"),
        ("Przedszkole Bajka, dyr. Ewa Fikcyjna", "Przedszkole Bajka", "Ewa Fikcyjna, dyr. Przedszkole Bajka"),
        ("SP Trzy - kier. Adam Fikcyjny", "SP Trzy", "Adam Fikcyjny, kier. SP Trzy"),
        ("GOPS, z-ca kier. Adam Fikcyjny", "GOPS", "Adam Fikcyjny, z-ca kier. GOPS"),
        ("GOPS; kier Adam Fikcyjny", "GOPS", "Adam Fikcyjny, kier GOPS"),
        ("GOPS, z-ca dyrektora Adam Fikcyjny", "GOPS", "Adam Fikcyjny, z-ca dyrektora GOPS"),
        ("Stowarzyszenie Łąka prezes Ewa Fikcyjna", "Stowarzyszenie Łąka", "Ewa Fikcyjna, prezes Stowarzyszenie Łąka"),
        ("Piekarnia u Gienka; Gienek Fikcyjny", "Piekarnia u Gienka", "Gienek Fikcyjny, Piekarnia u Gienka"),
    ],
)
def test_a_function_in_short_or_without_a_comma_stands_with_who_speaks(
    line: str, organisation: str, speaker: str
) -> None:
    lines = taken_apart(f"{line}, 601 100 100", speakers=True).lines
    assert [(each.name, each.village, each.contacts) for each in lines] == [
        (organisation, "", ()),
        (speaker, "", PHONE),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "sołtysi: Lipki - Jan Fikcyjny, 601 100 100; Wola - Ewa Fikcyjna",
        "Sołtysi – Lipki: Jan Fikcyjny 601 100 100, Wola: Ewa Fikcyjna",
        "sołtysi: Jan Fikcyjny (Lipki) 601 100 100; Ewa Fikcyjna (Wola)",
    ],
)
def test_a_list_under_an_office_names_its_people_each_with_a_place(line: str) -> None:
    assert [(each.name, each.village, each.contacts) for each in taken_apart(line).lines] == [
        ("sołtys Jan Fikcyjny", "Lipki", PHONE),
        ("sołtyska Ewa Fikcyjna", "Wola", ()),
    ]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("radni: Jan Fikcyjny, Wola", [("radny Jan Fikcyjny", "Wola")]),
        ("radni: Lipki - Jan Fikcyjny; Wola", [("radni: Lipki - Jan Fikcyjny", "Wola")]),
        ("Lipki sołtys Jan Fikcyjny", [("Lipki sołtys Jan Fikcyjny", "")]),
    ],
)
def test_what_is_no_such_list_stays_as_it_was_typed(line: str, names: list[tuple[str, str]]) -> None:
    assert [(each.name, each.village) for each in taken_apart(line).lines] == names


@pytest.mark.django_db
def test_a_place_that_the_gmina_knows_before_a_name_is_her_village(gmina: Any, make_organisation: Any) -> None:
    make_organisation("OSP Lipki", village="Lipki")
    found = proposals(gmina, taken_apart("Lipki - Ewa Fikcyjna\nStokrotka - Ewa Zmyślona").lines)
    assert [(each.name, each.line.village, each.is_person) for each in found] == [
        ("Ewa Fikcyjna", "Lipki", True),
        ("Stokrotka - Ewa Zmyślona", "", False),
    ]


@pytest.mark.parametrize(
    ("name", "group", "is_closed"),
    [
        ("Stokrotka - Ewa Zmyślona", "", True),
        ("Stokrotka (Zmyślona Ewa)", "", True),
        ("Stokrotka, Złota Jesień", "", False),
        ("Piekarnia Ewa Zmyślona", Group.BUSINESS, False),
    ],
)
def test_a_name_to_check_with_a_person_in_it_is_kept_from_operators(name: str, group: str, is_closed: bool) -> None:
    assert is_closed_name(name, group=group, decided=Decided.GUESS) is is_closed


TWICE = """Ewa Fikcyjna, kierowniczka, Dom Kultury w Lipkach, tel. 601 100 100
Ewa Fikcyjna – instruktorka tańca, 604 333 222
Ewa Fikcyjna – instruktorka tańca, 601 100 100"""


@pytest.mark.django_db
def test_what_a_second_line_says_more_of_a_person_comes_to_the_first(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    page = client_of(anna)
    answer = page.post("/spis/020102/dopisz/", {"text": TWICE})
    forms = [line["form"] for line in answer.context["lines"]]
    assert [(form["what"].value(), form.proposal.reason["code"]) for form in forms] == [
        ("culture_centre", "name_says"),
        ("person", "person_at_work"),
        ("person", "twice_more"),
        ("skip", "twice"),
    ]
    page.post("/spis/020102/dopisz/", sent(answer))
    assert list(Person.objects.values_list("name", "note")) == [("Ewa Fikcyjna", "instruktorka tańca")]
    assert sorted(Contact.objects.values_list("value", flat=True)) == ["601 100 100", "604 333 222"]
    assert list(Mandate.objects.values_list("organisation__name", "function")) == [
        ("Dom Kultury w Lipkach", "kierowniczka")
    ]


@pytest.mark.parametrize(
    ("cell", "person", "role"),
    [
        ("Adam Fikcyjny - prezes", "Adam Fikcyjny", "prezes"),
        ("prezes Ewa Fikcyjna", "Ewa Fikcyjna", "prezes"),
        ("Ewa Fikcyjna (skarbnik)", "Ewa Fikcyjna", "skarbnik"),
        ("Ewa Fikcyjna, dyr.", "Ewa Fikcyjna", "dyr."),
        ("naczelnik Jan Fikcyjny", "Jan Fikcyjny", "naczelnik"),
        ("Jan Fikcyjny", "Jan Fikcyjny", None),
    ],
)
def test_a_function_in_the_column_of_a_person_stands_apart(cell: str, person: str, role: str | None) -> None:
    row = checked(ParsedRow(2, {"name": "OSP Nowa", "person": cell}))
    assert isinstance(row, ParsedRow)
    assert (row.values["person"], row.values.get("role")) == (person, role)
