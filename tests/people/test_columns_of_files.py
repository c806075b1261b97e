"""Columns as people head them: contacts of every kind, functions, villages; what is not read is said."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from koalicja.people.actions.accepting import accept
from koalicja.people.models import Contact, Mandate, Organisation, Person
from koalicja.places.models import Place
from tests.people.file_builders import csv_text, outcomes, previewed, shown

pytestmark = pytest.mark.django_db


def loaded(by: Any, gmina: Any, text: str, **over: Any) -> Any:
    """The batch, accepted."""
    batch = previewed(by, gmina, text, **over)
    accept(batch, by=by)
    return batch


def contacts() -> list[tuple[str, str]]:
    return list(Contact.objects.order_by("pk").values_list("kind", "value"))


@pytest.mark.parametrize("head", ["Kontakt", "Kontakt telefoniczny", "Telefon / e-mail", "Dane kontaktowe", "E-mail"])
def test_a_column_of_contacts_gives_phones_and_emails(anna: Any, gmina: Any, head: str) -> None:
    text = f"Nazwa;{head}\nOSP Próba;600 111 007\nKGW Próba;tel. 600 555 444, kgw@example.pl\n"
    loaded(anna, gmina, text)
    assert contacts() == [("phone", "600 111 007"), ("phone", "600 555 444"), ("email", "kgw@example.pl")]
    assert list(Organisation.objects.values_list("note", flat=True)) == ["", ""]
    again = previewed(anna, gmina, text, name="drugi.csv")
    assert {outcome for _, outcome, _ in outcomes(again)} == {"same"}


def test_a_website_among_contacts_is_one(anna: Any, gmina: Any) -> None:
    loaded(anna, gmina, "Nazwa;Dane kontaktowe\nOSP Próba;600 111 007, www.osp.example.pl\n")
    assert sorted(contacts()) == [("phone", "600 111 007"), ("website", "www.osp.example.pl")]
    assert Organisation.objects.get().note == ""


@pytest.mark.parametrize(
    "head", ["Osoba do kontaktu", "Tel. kontaktowy", "Dane kontaktowe", "Kontakt (tel., e-mail)", "Nr tel."]
)
def test_a_second_column_of_contacts_is_read_too(anna: Any, gmina: Any, head: str) -> None:
    second = "Jan Testowy" if "Osoba" in head else "600 111 008"
    loaded(anna, gmina, f"Nazwa;Kontakt;{head}\nOSP Próba;600 111 007;{second}\n")
    expected = {"600 111 007"} | ({second} if second[0] == "6" else set())
    assert set(Contact.objects.values_list("value", flat=True)) == expected
    assert list(Person.objects.values_list("name", flat=True)) == (["Jan Testowy"] if "Osoba" in head else [])
    assert Organisation.objects.get().house_number == ""


def test_who_stands_among_contacts_is_the_person_to_ask_for_and_other_words_are_a_note(anna: Any, gmina: Any) -> None:
    loaded(
        anna,
        gmina,
        "Nazwa;Telefon;Kontakt\nOSP Próba;600 111 001;600 111 007\nKGW Próba;600 111 002;600 111 008\n"
        "GOK Próba;600 111 003;Jan Testowy 600 111 009\nUKS Próba;600 111 004;po 16 w świetlicy\n",
    )
    assert list(Mandate.objects.values_list("organisation__name", "person__name")) == [("GOK Próba", "Jan Testowy")]
    assert list(Organisation.objects.exclude(note="").values_list("name", "note")) == [
        ("UKS Próba", "po 16 w świetlicy")
    ]
    assert Contact.objects.count() == 7


def test_a_column_of_contacts_may_hold_whatever_people_write(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    rows = ["OSP Próba;600 111 007, osp@example.pl;", "KGW Próba;600;Anna Próbna", "GOK Próba;zły;600"]
    batch = previewed(anna, gmina, "\n".join(["Nazwa;Kontakt;Przewodnicząca", *rows]))
    page = shown(client_of(anna).get(batch.get_absolute_url()))
    told = [each for each in ("notatki: 600", "notatki: zły, 600") if f"więc trafia do {each}<" in page]
    assert told == ["notatki: 600", "notatki: zły, 600"]
    accept(batch, by=anna)
    assert contacts() == [("phone", "600 111 007"), ("email", "osp@example.pl")]
    assert list(Organisation.objects.order_by("pk").values_list("name", "note")) == [
        ("OSP Próba", ""),
        ("KGW Próba", "Kontakt w pliku: 600."),
        ("GOK Próba", "zły\nKontakt w pliku: 600."),
    ]
    assert list(Person.objects.values_list("name", flat=True)) == ["Anna Próbna"]


@pytest.mark.parametrize(("head", "function"), [("Przewodnicząca", "przewodnicząca"), ("Kierownik", "kierownik")])
def test_a_heading_that_is_a_function_says_it_of_the_person(anna: Any, gmina: Any, head: str, function: str) -> None:
    loaded(anna, gmina, f"Nazwa;Sołectwo;{head}\nKGW Próba;Lipowo;Anna Próbna\n")
    assert Organisation.objects.get().village == "Lipowo"
    assert list(Mandate.objects.values_list("person__name", "function")) == [("Anna Próbna", function)]


def test_the_function_of_somebody_who_speaks_for_nobody_is_a_note_and_shown(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    batch = previewed(anna, gmina, "Imię i nazwisko;Telefon;Funkcja\nAdam Próbny;601 602 603;radny\n")
    assert "do notatki: radny" in shown(client_of(anna).get(batch.get_absolute_url()))
    accept(batch, by=anna)
    assert list(Person.objects.values_list("name", "note")) == [("Adam Próbny", "radny")]
    page = client_of(anna).get("/spis/020102/eksport.csv")
    assert "radny" in page.content.decode()


def test_what_is_no_contact_goes_into_the_note_and_the_preview_says_so(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    text = "Nazwa;Telefon;E-mail\nOSP Próba;600;zły\nKGW Próba;600 100 200;kgw@example.pl\nGOK Próba;brak;nie ma\n"
    batch = previewed(anna, gmina, text)
    assert [outcome for _, outcome, _ in outcomes(batch)] == ["new", "new", "new"]
    page = shown(client_of(anna).get(batch.get_absolute_url()))
    assert page.count("to nie telefon ani e-mail, więc trafia do notatki: 600, zły") == 1
    accept(batch, by=anna)
    assert contacts() == [("phone", "600 100 200"), ("email", "kgw@example.pl")]
    notes = Organisation.objects.order_by("pk").values_list("name", "note")
    assert list(notes) == [
        ("OSP Próba", "Telefon w pliku: 600.\nE-mail w pliku: zły."),
        ("KGW Próba", ""),
        ("GOK Próba", ""),
    ]
    again = previewed(anna, gmina, text, name="drugi.csv")
    assert {outcome for _, outcome, _ in outcomes(again)} == {"same"}


def test_columns_that_are_not_read_are_named_with_a_way_to_read_them(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    batch = previewed(anna, gmina, "Lp.;Nazwa;Liczba członków;Barwy;Pusta\n1;OSP Próba;23;zielone;\n")
    page = shown(client_of(anna).get(batch.get_absolute_url()))
    assert "Nie wczytujemy kolumn: Liczba członków, Barwy." in page
    assert f'href="{batch.get_absolute_url()}kolumny/"' in page
    many = ";".join(f"Cecha {number}" for number in range(1, 12))
    batch = previewed(anna, gmina, f"Nazwa;{many}\nOSP Próba{';x' * 11}\n", name="druga.csv")
    assert "Cecha 8 i innych (3)." in shown(client_of(anna).get(batch.get_absolute_url()))
    batch = previewed(anna, gmina, "Nazwa;Telefon\nOSP Próba;600 100 200\n", name="trzecia.csv")
    assert "Nie wczytujemy" not in shown(client_of(anna).get(batch.get_absolute_url()))


def test_a_file_without_headings_gives_villages_and_says_what_was_read(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    for name in ("Lipowo", "Wola"):
        Place.objects.create(name=name, gmina=gmina, latitude=51.3, longitude=15.6)
    batch = previewed(anna, gmina, "OSP Lipowo;Lipowo;600 700 800\nKGW Malwa;Wola;600 700 801\n")
    page = shown(client_of(anna).get(batch.get_absolute_url()))
    assert "kolumna 1 → nazwa, kolumna 2 → miejscowość, kolumna 3 → telefon" in page
    accept(batch, by=anna)
    assert list(Organisation.objects.order_by("pk").values_list("name", "village")) == [
        ("OSP Lipowo", "Lipowo"),
        ("KGW Malwa", "Wola"),
    ]


def test_the_question_about_another_gmina_shows_what_the_file_says(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    batch = previewed(anna, gmina, "Nazwa;Gmina\nOSP Jeden;Nibygmina\nOSP Dwa;Nibygmina\nOSP Trzy;Innagmina\n")
    page = shown(client_of(anna).get(batch.get_absolute_url()))
    assert "W pliku: <strong>Nibygmina, Innagmina</strong>" in page
    assert page.count("gmina w pliku: Nibygmina") == 2


def test_a_doctor_with_a_title_is_a_person(anna: Any, gmina: Any) -> None:
    loaded(anna, gmina, "Nazwa\ndr Ewa Kot, lekarz\nPrzychodnia Kot\n")
    assert list(Person.objects.values_list("name", "note")) == [("dr Ewa Kot", "lekarz")]
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Przychodnia Kot"]


def test_the_note_of_an_organisation_is_in_the_preview(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    text = csv_text([("Firma Zmyślona", "600", "piecze chleb")], head=("Nazwa", "Telefon", "Uwagi"))
    page = shown(client_of(anna).get(previewed(anna, gmina, text).get_absolute_url()))
    assert [page.count(told) for told in ("do notatki: piecze chleb", "Telefon w pliku", "do notatki: 600")] == [
        1,
        0,
        1,
    ]


@pytest.mark.parametrize(
    ("written", "postcode", "note"),
    [
        ("59-700", "59-700", ""),
        ("59700", "59-700", ""),
        ("59 – 700", "59-700", ""),
        ("y", "", "Kod pocztowy w pliku: y."),
        ("59", "", "Kod pocztowy w pliku: 59."),
    ],
)
def test_a_postcode_is_one_or_goes_into_the_note(anna: Any, gmina: Any, written: str, postcode: str, note: str) -> None:
    loaded(anna, gmina, csv_text([("Firma Zmyślona", written)], head=("Nazwa", "Kod pocztowy")))
    assert list(Organisation.objects.values_list("postcode", "note")) == [(postcode, note)]


def test_a_column_of_other_codes_is_no_column_of_postcodes(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text([("Firma Zmyślona", "59")], head=("Nazwa", "Kod kreskowy")))
    assert batch.mapping == {"name": 0}
