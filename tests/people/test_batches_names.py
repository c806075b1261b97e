"""What stands in the name column of a loaded file beside a name: phones, e-mails, persons with a function."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from koalicja.engine.matching.sectors import name_correction
from koalicja.people.actions.accepting import accept
from koalicja.people.models import Contact, Correction, Mandate, Organisation, Person
from tests.people.file_builders import csv_text, outcomes, previewed, shown

pytestmark = pytest.mark.django_db

NAMES = (
    ("Jan Kowalski tel. 600 100 200", "", ""),
    ("Anna Nowak anna@example.pl", "", ""),
    ("OSP Olszynki, tel. 75 732 34 56", "Olszynki", ""),
    ("Ewa Fikcyjna - prezes KGW Jagoda", "", "600 100 203"),
    ("Ks. Marek Zmyślony", "", ""),
    ("Zofia Przykładowa – rodzic", "", ""),
    ("KGW Jagoda kgw@example.pl", "", ""),
)


def _contacts(owner: str) -> list[tuple[str, str, str, str]]:
    rows = Contact.objects.exclude(**{owner: None}).order_by("pk")
    return list(rows.values_list(f"{owner}__name", "kind", "value", "source"))


def test_contacts_and_persons_in_the_column_of_names_become_contacts_and_persons(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text(NAMES))
    assert {outcome for _, outcome, _ in outcomes(batch)} == {"new"}
    accept(batch, by=anna)
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["KGW Jagoda", "OSP Olszynki"]
    assert sorted(Person.objects.values_list("name", "note")) == [
        ("Anna Nowak", ""),
        ("Ewa Fikcyjna", "prezes KGW Jagoda"),
        ("Jan Kowalski", ""),
        ("Ks. Marek Zmyślony", ""),
        ("Zofia Przykładowa – rodzic", ""),
    ]
    assert _contacts("organisation") == [
        ("OSP Olszynki", "phone", "75 732 34 56", "lista.csv"),
        ("KGW Jagoda", "email", "kgw@example.pl", "lista.csv"),
    ]
    assert _contacts("person") == [
        ("Jan Kowalski", "phone", "600 100 200", "lista.csv"),
        ("Anna Nowak", "email", "anna@example.pl", "lista.csv"),
        ("Ewa Fikcyjna", "phone", "600 100 203", "lista.csv"),
    ]


def test_the_same_file_with_contacts_inside_names_changes_nothing_the_second_time(anna: Any, gmina: Any) -> None:
    accept(previewed(anna, gmina, csv_text(NAMES)), by=anna)
    again = previewed(anna, gmina, csv_text(NAMES), name="jeszcze raz.csv")
    assert [outcome for _, outcome, _ in outcomes(again)] == ["same"] * len(NAMES)


def test_a_contact_that_has_no_place_of_its_own_is_an_error_that_says_what_to_do(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    rows = [
        ("OSP Olszynki tel. 600 100 200", "Olszynki", "600100200"),
        ("KGW Jagoda tel. 600 100 200", "Olszynki", "600 100 999"),
        ("KGW Malwa 600 100 200, 600 100 201", "Olszynki", ""),
        ("kgw@example.pl", "Olszynki", ""),
        ("tel. 600 100 200", "Olszynki", ""),
    ]
    batch = previewed(anna, gmina, csv_text(rows))
    assert outcomes(batch) == [
        (2, "new", "new_here"),
        (3, "error", "contact_in_name"),
        (4, "error", "contact_in_name"),
        (5, "error", "contact_as_name"),
        (6, "error", "contact_as_name"),
    ]
    page = shown(client_of(anna).get(batch.get_absolute_url()))
    assert "W nazwie stoi telefon albo e-mail, a na drugi nie ma miejsca." in page
    assert "Zamiast nazwy stoi telefon albo e-mail." in page


def test_the_preview_says_what_goes_into_the_note_and_calls_residents_once(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    batch = previewed(anna, gmina, csv_text([("Ewa Fikcyjna - prezes KGW", "", "")]))
    page = shown(client_of(anna).get(batch.get_absolute_url()))
    assert "do notatki: prezes KGW" in page
    row = page[page.index('id="wiersz-2"') :]
    assert row[: row.index("</tr>")].count("mieszkańcy") == 1


def test_a_file_that_calls_a_person_a_resident_brings_a_person(anna: Any, gmina: Any) -> None:
    rows = [("Jan Kowalski", "mieszkańcy"), ("Adam Kowal", "przedsiębiorcy")]
    accept(previewed(anna, gmina, csv_text(rows, head=("Nazwa", "Grupa"))), by=anna)
    assert list(Person.objects.values_list("name", flat=True)) == ["Jan Kowalski"]
    assert list(Organisation.objects.values_list("name", "group")) == [("Adam Kowal", "business")]


def test_a_file_of_an_edition_leaves_persons_out_whatever_stands_beside_their_names(olga: Any, edition: Any) -> None:
    text = "TERYT gminy;Nazwa\r\n" + "".join(f"020102;{name}\r\n" for name, _village, _phone in NAMES)
    batch = previewed(olga, None, text, scope=edition.key)
    accept(batch, by=olga)
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["KGW Jagoda", "OSP Olszynki"]
    assert Person.objects.count() == 0


@pytest.mark.parametrize("address", ["", "?q=600", "?q=Kowalski", "?kind=person", "eksport.csv", "eksport.csv?q=Ewa"])
def test_nothing_of_a_loaded_contact_or_resident_reaches_the_operator(
    address: str, anna: Any, olga: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    accept(previewed(anna, gmina, csv_text(NAMES)), by=anna)
    page = client_of(olga).get(f"/spis/{gmina.pk}/{address}")
    _nothing_private(page)


def test_the_operators_page_of_an_organisation_shows_no_contact_and_nobodys_name(
    anna: Any, olga: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    accept(previewed(anna, gmina, csv_text(NAMES)), by=anna)
    for organisation in Organisation.objects.all():
        _nothing_private(client_of(olga).get(organisation.get_absolute_url()))


def _nothing_private(answer: Any) -> None:
    content = answer.content.decode()
    assert answer.status_code == 200
    told = ("100 200", "732 34 56", "@example.pl", "Nowak", "Fikcyjna", "Zmyślony", "Przykładowa")
    assert [each for each in told if each in content] == []


def test_of_an_age_in_a_file_the_band_is_kept_wherever_it_stands(anna: Any, gmina: Any) -> None:
    rows = [("Anna Zmyślona, 65 lat", "Wola", ""), ("Ewa Fikcyjna", "Wola", "34"), ("OSP Wola, 100 lat", "Wola", "")]
    accept(previewed(anna, gmina, csv_text(rows, head=("Nazwa", "Miejscowość", "Wiek"))), by=anna)
    people = Person.objects.order_by("name").values_list("name", "age_band", "note")
    assert list(people) == [("Anna Zmyślona", "60+", ""), ("Ewa Fikcyjna", "20-34", "")]
    assert Organisation.objects.get().name == "OSP Wola, 100 lat"


def test_whom_a_file_names_beside_a_resident_stays_in_her_note_and_in_the_preview(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    text = csv_text(
        [
            ("Krawcowa Nela", "600 222 341", "Nela Zmyślona ur. 1966"),
            ("Jan Zmyślony", "600 222 342", "Zmyślony Jan"),
            ("Kwiaciarnia Róża", "600 222 343", "Ewa Zmyślona"),
        ],
        head=("Nazwa", "Telefon", "Osoba do kontaktu"),
    )
    batch = previewed(anna, gmina, text)
    told = "Osoba do kontaktu w pliku: Nela Zmyślona."
    assert told in shown(client_of(anna).get(batch.get_absolute_url()))
    accept(batch, by=anna)
    assert list(Person.objects.order_by("pk").values_list("name", "note")) == [
        ("Krawcowa Nela", told),
        ("Jan Zmyślony", ""),
        ("Ewa Zmyślona", ""),
    ]
    assert list(Mandate.objects.values_list("organisation__name", "person__name")) == [
        ("Kwiaciarnia Róża", "Ewa Zmyślona")
    ]


def test_who_is_known_to_be_a_firm_keeps_whom_the_file_names_as_speaking_for_it(anna: Any, gmina: Any) -> None:
    Correction.objects.create(gmina=gmina, key=name_correction("Krawcowa Nela"), sector="firm", by=anna)
    text = csv_text([("Krawcowa Nela", "Nela Zmyślona")], head=("Nazwa", "Osoba do kontaktu"))
    accept(previewed(anna, gmina, text), by=anna)
    assert list(Mandate.objects.values_list("organisation__name", "person__name")) == [
        ("Krawcowa Nela", "Nela Zmyślona")
    ]
