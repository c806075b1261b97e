"""Typed at a talk: people by a relative, by what they were or where one meets them; schools by a place."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from koalicja.coalitions.actions import naming
from koalicja.coalitions.actions.naming import Meant
from koalicja.coalitions.models import NamedLine, NamingSession
from koalicja.coalitions.naming_lines import apart
from koalicja.coalitions.queries.naming_matches import Box
from koalicja.people.models import Mandate, Organisation, Person, User
from koalicja.people.remarks import Apart

CULTURE, NGO, SENIORS = Box("culture"), Box("ngo"), Box("resident", "60+")


@pytest.fixture
def talk(coalition: Any, anna: User) -> NamingSession:
    return naming.begin_session(coalition=coalition, by=anna, on=date(2026, 3, 3))


def named(talk: NamingSession, by: User, text: str, box: Box) -> tuple[NamedLine, ...]:
    """The lines that wait."""
    return naming.name_lines(session=talk, by=by, box=box, text=text).waiting


def people() -> list[tuple[str, str, str]]:
    return list(Person.objects.order_by("pk").values_list("name", "age_band", "note"))


def organisations() -> list[str]:
    return list(Organisation.objects.exclude(sector="library").order_by("pk").values_list("name", flat=True))


def speakers() -> list[tuple[str, str, str]]:
    rows = Mandate.objects.order_by("pk").values_list("person__name", "function", "organisation__name")
    return [(person, function, organisation) for person, function, organisation in rows]


CALLED = [
    ("emerytowana dyrektorka szkoły Alina Dawna", "Alina Dawna", "emerytowana dyrektorka szkoły"),
    ("była dyrektorka szkoły Alina Dawna", "Alina Dawna", "była dyrektorka szkoły"),
    ("Alina Dawna, była sołtyska Lipek", "Alina Dawna", "była sołtyska Lipek"),
    ("żona sołtysa Ewa Testowa", "Ewa Testowa", "żona sołtysa"),
    ("Ewa Testowa (żona sołtysa)", "Ewa Testowa", "żona sołtysa"),
    ("Ewa Testowa, mama Kuby i Oli", "Ewa Testowa", "mama Kuby i Oli"),
    ("żona sołtysa Testowego", "żona sołtysa Testowego", ""),
    ("mąż Anny Testowej", "mąż Anny Testowej", ""),
    ("mama wójta", "mama wójta", ""),
    ("córka sołtysa", "córka sołtysa", ""),
    ("wnuczka wójta", "wnuczka wójta", ""),
    ("syn dyrektorki szkoły", "syn dyrektorki szkoły", ""),
    ("Ula ze sklepu U Hani", "Ula", "ze sklepu U Hani"),
]


@pytest.mark.parametrize(("line", "name", "note"), CALLED)
@pytest.mark.parametrize("for_residents", [True, False])
def test_a_relative_and_a_former_function_tell_of_a_person(
    line: str, name: str, note: str, for_residents: bool
) -> None:
    assert apart(line, for_residents=for_residents) == Apart(person=name, note=note)


def test_among_residents_whoever_is_called_so_has_the_age_of_the_box(anna: User, talk: NamingSession) -> None:
    lines = {name: (line, note) for line, name, note in CALLED}
    waiting = named(talk, anna, "\n".join(line for line, _note in lines.values()), SENIORS)
    told = [(name, "60+", note) for name, (_line, note) in lines.items()]
    assert (waiting, people(), organisations()) == ((), told, [])


def test_among_organisations_it_is_asked_who_is_called_so(anna: User, talk: NamingSession) -> None:
    text = "mama wójta\nAlina Dawna, emerytowana dyrektorka szkoły\nUla ze sklepu U Hani"
    assert [line.text for line in named(talk, anna, text, NGO)] == text.splitlines()
    assert (people(), organisations()) == ([], [])


@pytest.mark.parametrize("line", ["KGW Wąsosz", "Szkoła w Zalesiu", "Ola Dopisana, KGW Wąsosz"])
def test_an_organisation_in_a_box_of_residents_is_asked_about(anna: User, talk: NamingSession, line: str) -> None:
    assert [each.text for each in named(talk, anna, line, SENIORS)] == [line]
    assert (people(), organisations()) == ([], [])


@pytest.mark.parametrize(
    ("how", "state"),
    [("resident", ([("Zorza KGW", "60+", "")], [])), ("new", ([], ["Zorza KGW"]))],
)
def test_what_begins_as_an_organisation_may_be_a_resident_or_one(
    client_of: Any, anna: User, talk: NamingSession, how: str, state: object
) -> None:
    (line,) = named(talk, anna, "Zorza KGW", SENIORS)
    page = client_of(anna).get(reverse("coalitions:naming", args=[talk.coalition_id])).content.decode()
    assert [page.count(f'name="meant" value="{each}"') for each in ("resident", "new", "speaks")] == [1, 1, 0]
    naming.decide_line(line, by=anna, meant=Meant(how))
    assert (people(), organisations()) == state


@pytest.mark.parametrize("line", ["dh Karol z OSP Podlesie", "druh Karol z OSP Podlesie", "Karol z OSP Podlesie"])
def test_whoever_is_of_an_organisation_in_letters_speaks_for_it(anna: User, talk: NamingSession, line: str) -> None:
    assert named(talk, anna, line, NGO) == ()
    assert (organisations(), speakers()) == (
        ["OSP Podlesie"],
        [(line.removesuffix(" z OSP Podlesie"), "", "OSP Podlesie")],
    )


DIRECTOR = "dyrektorka szkoły w Zalesiu Beata Fikcyjna"


@pytest.mark.parametrize(
    ("name", "village"),
    [
        ("Szkoła Podstawowa Zalesie", ""),
        ("Szkoła Podstawowa", "Zalesie"),
        ("Szkoła Podstawowa im. Jana Zmyślonego w Zalesiu", "Zalesie"),
    ],
)
def test_the_school_of_a_village_is_the_one_of_the_register(
    anna: User, talk: NamingSession, make_organisation: Any, name: str, village: str
) -> None:
    make_organisation(name, talk.coalition.gmina_id, village=village, group="culture", sector="school")
    assert named(talk, anna, DIRECTOR, CULTURE) == ()
    (again,) = naming.name_lines(session=talk, by=anna, box=CULTURE, text="szkoła w Zalesiu").already
    assert (organisations(), str(again.candidacy)) == ([name], str(NamedLine.objects.earliest("pk").candidacy))
    assert speakers() == [("Beata Fikcyjna", "dyrektorka", name)]


def test_of_two_schools_in_one_village_it_is_asked_which_one(
    anna: User, talk: NamingSession, make_organisation: Any
) -> None:
    for name in ("Szkoła Podstawowa Zalesie", "Szkoła Muzyczna w Zalesiu"):
        make_organisation(name, talk.coalition.gmina_id, group="culture", sector="school")
    (line,) = named(talk, anna, DIRECTOR, CULTURE)
    naming.decide_line(
        line, by=anna, meant=Meant("same", Organisation.objects.get(name="Szkoła Muzyczna w Zalesiu").pk)
    )
    assert speakers() == [("Beata Fikcyjna", "dyrektorka", "Szkoła Muzyczna w Zalesiu")]


def test_the_school_that_another_line_names_is_meant(anna: User, talk: NamingSession) -> None:
    assert named(talk, anna, f"Szkoła Podstawowa w Zalesiu\n{DIRECTOR}", CULTURE) == ()
    assert (organisations(), speakers()) == (
        ["Szkoła Podstawowa w Zalesiu"],
        [("Beata Fikcyjna", "dyrektorka", "Szkoła Podstawowa w Zalesiu")],
    )


@pytest.mark.parametrize(
    ("line", "organisation"),
    [
        ("dyrektor szkoły w Podlesiu Jan Próbny", "Szkoła w Podlesiu"),
        ("Jan Próbny, dyrektor Szkoły Podstawowej w Podlesiu", "Szkoła Podstawowa w Podlesiu"),
        ("dyrektor przedszkola w Podlesiu Jan Próbny", "Przedszkole w Podlesiu"),
        ("dyrektor banku w Podlesiu Jan Próbny", "Bank w Podlesiu"),
        ("dyrektor domu kultury w Podlesiu Jan Próbny", "Dom Kultury w Podlesiu"),
        ("kierownik warsztatu terapii w Podlesiu Jan Próbny", ""),
        ("dyrektor szkoły muzycznej w Podlesiu Jan Próbny", ""),
    ],
)
def test_a_new_institution_stands_in_the_nominative_or_is_asked_about(
    anna: User, talk: NamingSession, line: str, organisation: str
) -> None:
    waiting = named(talk, anna, line, CULTURE)
    assert ([each.text for each in waiting], organisations()) == (
        ([], [organisation]) if organisation else ([line], [])
    )
