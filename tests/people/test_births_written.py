"""Days of birth and PESEL numbers as people write them, in files, typed lines and forms: of none anything is stored."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.test import Client

from koalicja.people.actions.accepting import accept
from koalicja.people.ages import age_apart, birth_apart
from koalicja.people.models import ContactEntry, Organisation, Person
from koalicja.people.pesel import with_pesel_as_day
from tests.people.file_builders import csv_text, previewed
from tests.people.test_births import everything_kept
from tests.people.views.test_names import sent

NOW = 2026
DOPISZ = "/spis/020102/dopisz/"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pesel 85031212343", "PESEL 12.03.1985"),
        ("PESEL: 90010212345, sołtyska", "PESEL 02.01.1990, sołtyska"),
        ("(85031212343)", "(PESEL 12.03.1985)"),
        ("Anna Próbna, PESEL 8503…", "Anna Próbna"),
        ("Jan Próbny, PESEL", "Jan Próbny"),
        ("10321512345", "PESEL 15.12.2010"),
        ("NIP 5252248481", "NIP 5252248481"),
        ("REGON 123456785, 12345678901234", "REGON 123456785, 12345678901234"),
        ("KRS 0000123456", "KRS 0000123456"),
        ("48600100200", "48600100200"),
        ("48121234567", "48121234567"),
        ("+48 34 328 00 11", "+48 34 328 00 11"),
        ("85991212343", "85991212343"),
    ],
)
def test_a_pesel_becomes_the_day_in_it_and_other_figures_stay(text: str, told: str) -> None:
    assert with_pesel_as_day(text) == told


@pytest.mark.parametrize(
    ("text", "bare", "age"),
    [
        ("urodzona dnia 12.03.1985", "", 41),
        ("(12.03.1985) liderka", "liderka", 41),
        ("ur. w Częstochowie 12.03.1985", "", 41),
        ("moja data: 12.03.85", "", 41),
        ("(85031212343)", "", 41),
        ("liderka z Mstowa 12.03.1985", "liderka z Mstowa", 41),
        ("d.ur. 12.03.1985", "", 41),
        ("śpiewa\nur. 12.03.1985\nprzy szkole", "śpiewa\nprzy szkole", 41),
        ("umowa 12.03.2024", "umowa 12.03.2024", None),
        ("zgoda z dnia 12.03.2024", "zgoda z dnia 12.03.2024", None),
        ("12.03.2024 spotkanie z wójtem", "12.03.2024 spotkanie z wójtem", None),
        ("sołtyska od 12.03.2020", "sołtyska od 12.03.2020", None),
        ("kadencja 12.03.2020 - 12.03.2024", "kadencja 12.03.2020 - 12.03.2024", None),
        ("600 10 20 30", "600 10 20 30", None),
        ("12.03.2030", "12.03.2030", None),
    ],
)
def test_a_day_in_what_is_written_of_a_person_is_taken_for_a_birth_unless_a_word_says_otherwise(
    text: str, bare: str, age: int | None
) -> None:
    assert birth_apart(text, year=NOW, of_person=True) == (bare, age)


def test_in_the_note_of_an_organisation_only_what_is_said_to_be_a_birth_is_one() -> None:
    assert birth_apart("właściciel ur. 12.03.1985", year=NOW) == ("właściciel", 41)
    assert birth_apart("powstało 12.03.1985", year=NOW) == ("powstało 12.03.1985", None)
    assert birth_apart("12.03.1985", year=NOW) == ("12.03.1985", None)


@pytest.mark.parametrize(
    ("name", "bare", "age"),
    [
        ("Lena Pierwsza *12.03.1985", "Lena Pierwsza", 41),
        ("Maria Siódma (12.03.1985 Częstochowa)", "Maria Siódma", 41),
        ("Oliwia Druga, 12.03.1985, Mstów", "Oliwia Druga, Mstów", 41),
        ("Wera Data, urodzona dnia 12.03.1985", "Wera Data", 41),
        ("Kaja Data (ur. w Częstochowie 12.03.1985)", "Kaja Data", 41),
        ("Maria Zmyślona, PESEL 85031212345", "Maria Zmyślona", 41),
        ("Anna Piąta 85031212343", "Anna Piąta", 41),
        ("OSP Wola 12.03.1985", "OSP Wola 12.03.1985", None),
    ],
)
def test_a_birth_in_a_name_leaves_the_name_whole(name: str, bare: str, age: int | None) -> None:
    assert age_apart(name, year=NOW) == (bare, age)


FILE = [
    ("Lena Pierwsza *12.03.1985", "", "Mstów", ""),
    ("Oliwia Druga, 12.03.1985", "", "Mstów", "urodzona dnia 12.03.1985"),
    ("Wera Trzecia", "1985", "Mstów", "(12.03.1985) liderka"),
    ("Iga Czwarta", "85", "Mstów", "85031212343"),
    ("Anna Piąta 85031212343", "", "Mstów", "PESEL: 85031212343"),
    ("Jan Szósty", "1985-03-12", "Mstów", "ur. w Częstochowie 12.03.1985"),
    ("Maria Siódma (12.03.1985 Częstochowa)", "", "Mstów", "pesel 85031212343"),
    ("Zofia Ósma", "05", "Mstów", "moja data: 12.03.85"),
]
GONE = ["85031212343", "12.03.1985", "1985-03-12", "12.03.85", "1985"]


@pytest.mark.django_db
@pytest.mark.parametrize("heading", ["Rok urodzenia", "Rok ur."])
def test_a_file_full_of_births_leaves_bands_alone(anna: Any, gmina: Any, heading: str) -> None:
    batch = previewed(anna, gmina, csv_text(FILE, head=("Nazwisko i imię", heading, "Miejscowość", "Uwagi")))
    accept(batch, by=anna)
    assert list(Person.objects.order_by("pk").values_list("name", "age_band", "note")) == [
        ("Lena Pierwsza", "35-59", ""),
        ("Oliwia Druga", "35-59", ""),
        ("Wera Trzecia", "35-59", "liderka"),
        ("Iga Czwarta", "35-59", ""),
        ("Anna Piąta", "35-59", ""),
        ("Jan Szósty", "35-59", ""),
        ("Maria Siódma", "35-59", ""),
        ("Zofia Ósma", "20-34", ""),
    ]
    kept = everything_kept()
    assert [birth for birth in GONE if birth in kept] == []


TYPED = """Ola Data; Mstów; PESEL: 85031212343
Maria Zmyślona, PESEL 85031212345
Lena Datowska *12.03.1985
Oliwia Druga, 12.03.1985, Mstów
Wera Data, urodzona dnia 12.03.1985
Kaja Data (ur. w Częstochowie 12.03.1985)
Ulka Data; Mstów; 12.03.1985
Dzmitry Hryszkawiec; Mstów; 36 lat; 699 699 698
Piekarnia Jan Dat; Mstów; właściciel ur. 12.03.1985"""


@pytest.mark.django_db
def test_typed_lines_full_of_births_leave_bands_alone(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    page = client_of(anna)
    data = sent(page.post(DOPISZ, {"text": TYPED}))
    asked = [name for name in data if data[name] == "ask"]
    page.post(DOPISZ, data | dict.fromkeys(asked, "person"))
    assert list(Person.objects.order_by("pk").values_list("name", "village", "age_band", "note")) == [
        ("Ola Data", "Mstów", "35-59", ""),
        ("Maria Zmyślona", "", "35-59", ""),
        ("Lena Datowska", "", "35-59", ""),
        ("Oliwia Druga", "Mstów", "35-59", ""),
        ("Wera Data", "", "35-59", ""),
        ("Kaja Data", "", "35-59", ""),
        ("Ulka Data", "Mstów", "35-59", ""),
        ("Dzmitry Hryszkawiec", "Mstów", "35-59", ""),
    ]
    assert list(Organisation.objects.values_list("name", "note")) == [("Piekarnia Jan Dat", "właściciel")]
    kept = everything_kept()
    assert [birth for birth in GONE if birth in kept] == []


@pytest.mark.django_db
def test_a_line_that_may_be_a_person_must_be_answered(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    page = client_of(anna)
    data = sent(page.post(DOPISZ, {"text": "Dzmitry Hryszkawiec; Mstów; 36 lat\nSzewczenko O.\nZielona Dolina"}))
    assert [data[f"line-{n}-what"] for n in range(3)] == ["ask", "ask", ""]
    answer = page.post(DOPISZ, data)
    said = "Najpierw odpowiedz: czy to osoba? Jeśli to organizacja, wybierz jej grupę."
    assert answer.content.decode().count(said) == 2
    assert (Person.objects.count(), Organisation.objects.count()) == (0, 0)
    page.post(DOPISZ, data | {"line-0-what": "person", "line-1-what": ""})
    assert list(Person.objects.values_list("name", "age_band")) == [("Dzmitry Hryszkawiec", "35-59")]
    assert list(Organisation.objects.order_by("pk").values_list("name", "group")) == [
        ("Szewczenko O.", ""),
        ("Zielona Dolina", ""),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Żdan Hnatiuk", "Żdan Hnatiuk"),
        ("Żdan Hnatiuk", "Hnatiuk Żdan"),
        ("Nguyen Thi Lan Anh", "Nguyen Thi Lan Anh"),
    ],
)
def test_a_person_of_the_register_is_known_whatever_the_name_looks_like(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client], name: str, typed: str
) -> None:
    page = client_of(anna)
    page.post(DOPISZ, sent(page.post(DOPISZ, {"text": f"{name}; Mstów"})) | {"line-0-what": "person"})
    data = sent(page.post(DOPISZ, {"text": f"{typed}; Mstów; 36 lat"}))
    person = Person.objects.get()
    assert (data["line-0-what"], data["line-0-same"]) == ("person", str(person.pk))
    page.post(DOPISZ, data)
    assert list(Person.objects.values_list("name", "age_band")) == [(name, "35-59")]
    assert Organisation.objects.count() == 0


@pytest.mark.django_db
def test_the_form_of_a_person_keeps_the_band_alone(anna: Any, gmina: Any, client_of: Callable[[Any], Client]) -> None:
    page = client_of(anna)
    facts = {"name": "Ola Próbna 85031212343", "village": "Mstów", "note": "(12.03.1985) liderka", "source": "rozmowa"}
    page.post("/spis/020102/osoby/dodaj/", facts)
    person = Person.objects.get()
    assert (person.name, person.age_band, person.note) == ("Ola Próbna", "35-59", "liderka")
    kept = everything_kept()
    assert [birth for birth in GONE if birth in kept] == []


@pytest.mark.django_db
def test_the_form_of_an_organisation_keeps_no_birth_either(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    page = client_of(anna)
    facts = {
        "name": "Piekarnia Dat 85031212343",
        "note": "właściciel ur. 12.03.1985, pesel 85031212343\ndziała od 01.09.1990",
        "kind_text": "PESEL 85031212343",
        "source": "rozmowa, PESEL 85031212343",
        "class_choice": "guess",
    }
    page.post("/spis/020102/organizacje/dodaj/", facts)
    firm = Organisation.objects.get()
    assert (firm.name, firm.note, firm.kind_text, firm.source) == (
        "Piekarnia Dat",
        "właściciel\ndziała od 01.09.1990",
        "",
        "rozmowa",
    )
    kept = everything_kept()
    assert [birth for birth in GONE if birth in kept] == []


@pytest.mark.django_db
def test_a_person_changed_later_keeps_no_birth_either(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    page = client_of(anna)
    page.post("/spis/020102/osoby/dodaj/", {"name": "Ola Próbna", "source": "rozmowa"})
    person = Person.objects.get()
    typed = {"name": "Ola Próbna, PESEL 85031212343", "note": "umowa 12.03.2024, moja data: 12.03.85", "since": "0"}
    shown = {"initial-name": "Ola Próbna", "initial-note": "", "initial-village": "", "initial-age_band": ""}
    page.post(f"/spis/020102/osoby/{person.pk}/zmien/", typed | shown)
    person.refresh_from_db()
    assert (person.name, person.age_band, person.note) == ("Ola Próbna", "35-59", "umowa 12.03.2024")
    kept = everything_kept()
    assert [birth for birth in GONE if birth in kept] == []


@pytest.mark.django_db
def test_neither_the_log_nor_who_speaks_keeps_a_birth(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    page = client_of(anna)
    page.post("/spis/020102/organizacje/dodaj/", {"name": "Chór Zmyślony", "source": "rozmowa"})
    firm = Organisation.objects.get()
    for address, data in (
        ("rozmowy/dodaj/", {"kind": "call", "on": "2026-01-02", "text": "ur. 12.03.1985", "next_step": "85031212343"}),
        (
            "przedstawiciele/dodaj/",
            {"person": "Ola Próbna, PESEL 85031212343", "function": "skarbniczka ur. 12.03.1985"},
        ),
    ):
        page.post(f"{firm.get_absolute_url()}{address}", data)
    assert list(Person.objects.values_list("name", flat=True)) == ["Ola Próbna"]
    kept = everything_kept() + serializers.serialize("json", ContactEntry.objects.all())
    assert (ContactEntry.objects.count(), [birth for birth in GONE if birth in kept]) == (1, [])
