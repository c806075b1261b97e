"""Typed at a talk: who heads the gmina speaks for its office at the first answer; two organisations in one line."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from koalicja.coalitions.actions import naming
from koalicja.coalitions.actions.naming import Meant
from koalicja.coalitions.models import Candidacy, NamedLine, NamingSession
from koalicja.coalitions.queries.naming_matches import Box
from koalicja.people.models import Mandate, Organisation, User

NGO, OFFICE = Box("ngo"), Box("office")


@pytest.fixture
def talk(coalition: Any, anna: User) -> NamingSession:
    return naming.begin_session(coalition=coalition, by=anna, on=timezone.localdate())


def asked(talk: NamingSession, by: User, text: str, organisation: str) -> NamedLine:
    """What a line has become once it was said for which organisation the person speaks."""
    waiting = naming.name_lines(session=talk, by=by, box=OFFICE, text=text).waiting[0]
    decided = naming.decide_line(waiting, by=by, meant=Meant("speaks", organisation=organisation))
    assert decided is not None
    return decided


@pytest.mark.parametrize("register", ["Urząd Gminy", "Urząd Gminy {gmina}"])
@pytest.mark.parametrize("typed", ["Urząd Gminy", "urząd gminy {gmina}", "Urząd Gminy {gmina}"])
def test_the_mayor_speaks_for_the_office_of_the_register_at_the_first_answer(
    register: str, typed: str, anna: User, talk: NamingSession, make_organisation: Any
) -> None:
    gmina = talk.coalition.gmina
    office = make_organisation(register.format(gmina=gmina.name), gmina.pk, group="office", sector="office")
    line = asked(talk, anna, "wójt Jan Zmyślony", typed.format(gmina=gmina.name))
    assert (line.is_waiting, str(Candidacy.objects.get().owner)) == (False, office.name)
    assert list(Mandate.objects.values_list("person__name", "function", "organisation")) == [
        ("Jan Zmyślony", "wójt", office.pk)
    ]


@pytest.mark.parametrize("typed", ["Urząd Gminy Inna", "Urząd Skarbowy"])
def test_another_office_is_not_taken_for_ours(
    typed: str, anna: User, talk: NamingSession, make_organisation: Any
) -> None:
    make_organisation("Urząd Gminy", talk.coalition.gmina_id, group="office", sector="office")
    line = asked(talk, anna, "Jan Zmyślony", typed)
    owner = "" if line.is_waiting else str(Candidacy.objects.get().owner)
    assert owner in {"", typed}


def test_a_second_question_keeps_the_function_and_offers_no_resident(
    anna: User, client_of: Any, talk: NamingSession, make_organisation: Any
) -> None:
    for name in ("Koło Gospodyń Wiejskich Lipki Górne", "Koło Gospodyń Wiejskich Lipki Dolne"):
        make_organisation(name, talk.coalition.gmina_id, group="ngo", sector="kgw")
    line = asked(talk, anna, "przewodnicząca Anna Zmyślona", "Koło Gospodyń Wiejskich Lipki")
    assert (line.is_waiting, line.text) == (True, "przewodnicząca Anna Zmyślona, Koło Gospodyń Wiejskich Lipki")
    page = client_of(anna).get(reverse("coalitions:naming", args=[talk.coalition_id])).content.decode()
    assert page.count('name="meant" value="resident"') == 0
    assert page.count('name="meant" value="same/') == 2


def test_two_organisations_in_one_line_are_two_on_the_list_and_none_is_a_place(anna: User, talk: NamingSession) -> None:
    naming.name_lines(session=talk, by=anna, box=NGO, text="OSP Zarzecze; Stowarzyszenie Przyjaciół Łąk; 600 100 200")
    assert list(
        Organisation.objects.filter(candidacies__isnull=False).order_by("pk").values_list("name", "village")
    ) == [
        ("OSP Zarzecze", ""),
        ("Stowarzyszenie Przyjaciół Łąk", ""),
    ]


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("OSP Nowa; prezes Adam Fikcyjny; 600 100 200", [("Adam Fikcyjny", "prezes", "OSP Nowa")]),
        ("OSP Nowa\nJan Fikcyjny, prezes OSP Nowej", [("Jan Fikcyjny", "prezes", "OSP Nowa")]),
        (
            "Szkoła Podstawowa w Lipowie, dyrektorka Ewa Fikcyjna; przedszkole; Dom Kultury, Piotr Zmyślony",
            [
                ("Ewa Fikcyjna", "dyrektorka", "Szkoła Podstawowa w Lipowie"),
                ("Piotr Zmyślony", "", "Dom Kultury"),
            ],
        ),
        (
            "OSP Nowa; Adam Fikcyjny; Ewa Fikcyjna",
            [("Adam Fikcyjny", "", "OSP Nowa"), ("Ewa Fikcyjna", "", "OSP Nowa")],
        ),
    ],
)
def test_whoever_stands_beside_an_organisation_speaks_for_it(
    anna: User, talk: NamingSession, text: str, speaks: list[tuple[str, str, str]]
) -> None:
    assert naming.name_lines(session=talk, by=anna, box=NGO, text=text).waiting == ()
    found = Mandate.objects.order_by("pk").values_list("person__name", "function", "organisation__name")
    assert list(found) == speaks


def test_the_organisation_of_a_function_is_the_one_of_the_register(
    anna: User, talk: NamingSession, make_organisation: Any
) -> None:
    nowa = make_organisation("OSP Nowa", talk.coalition.gmina_id, group="ngo", sector="fire_brigade")
    naming.name_lines(session=talk, by=anna, box=NGO, text="Jan Fikcyjny, prezes OSP Nowej")
    assert list(Mandate.objects.values_list("person__name", "organisation")) == [("Jan Fikcyjny", nowa.pk)]


def test_a_line_that_may_be_several_names_is_asked_about_and_taken_as_one(
    anna: User, client_of: Any, talk: NamingSession
) -> None:
    text = "Szkoła Podstawowa, Przedszkole i Biblioteka"
    (waiting,) = naming.name_lines(session=talk, by=anna, box=OFFICE, text=text).waiting
    page = client_of(anna).get(reverse("coalitions:naming", args=[talk.coalition_id])).content.decode()
    assert page.count("Nie mamy pewności, czy to jedna nazwa.") == 1
    assert page.count('name="meant" value="new"') == 1
    naming.decide_line(waiting, by=anna, meant=Meant("new"))
    assert [str(each.owner) for each in Candidacy.objects.all()] == [text]
    again = naming.name_lines(session=talk, by=anna, box=OFFICE, text=text)
    assert (len(again.already), again.waiting) == (1, ())


def test_a_place_that_nobody_knows_and_that_is_shaped_like_a_name_is_asked_about(
    anna: User, talk: NamingSession, make_organisation: Any
) -> None:
    make_organisation("Klub Zmyślony", talk.coalition.gmina_id, village="Dolna Niwka")
    done = naming.name_lines(session=talk, by=anna, box=NGO, text="OSP Lipki; Żdan Hnatiuk\nKGW Lipki; Dolna Niwka")
    assert [line.text for line in done.waiting] == ["OSP Lipki; Żdan Hnatiuk"]
    assert [str(line.candidacy.owner) for line in done.listed] == ["KGW Lipki"]
