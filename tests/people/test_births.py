"""Of an age, and of a day or year of birth, the register keeps the band alone, wherever it was written."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.test import Client

from koalicja.backroom.models import Event
from koalicja.engine.matching.rows import ParsedRow
from koalicja.people.actions.accepting import accept
from koalicja.people.ages import age_apart, age_of, birth_apart, line_without_age, with_births_hidden
from koalicja.people.file_values import with_age_band
from koalicja.people.lines import Typed
from koalicja.people.models import Batch, BatchRow, Contact, Mandate, Organisation, Person
from tests.people.file_builders import csv_text, previewed, shown
from tests.people.views.test_names import sent

NOW = 2026
BANDS = frozenset({"13-19", "20-34", "35-59", "60+"})


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("01.02.1960", 66),
        ("12.03.1955 r.", 71),
        ("ur. 1960", 66),
        ("ur. w 1960 r.", 66),
        ("1960", 66),
        ("1960-02-01", 66),
        ("1960-02-01 00:00:00", 66),
        ("1.2.60", 66),
        ("1.2.10", 16),
        ("12 III 1955", 71),
        ("1 lutego 1960", 66),
        ("rok urodzenia: 1960", 66),
        ("rocznik 60", 66),
        ("34", 34),
        ("34 lata", 34),
        ("1850", None),
        ("2030", None),
        ("21947", None),
        ("35-59", None),
        ("dorosły", None),
    ],
)
def test_an_age_follows_from_a_day_or_year_of_birth(text: str, age: int | None) -> None:
    assert age_of(text, year=NOW) == age


@pytest.mark.parametrize(
    ("name", "bare", "age"),
    [
        ("Jan Testowy, ur. 1950", "Jan Testowy", 76),
        ("Ewa Testowa (1961)", "Ewa Testowa", 65),
        ("Ewa Testowa, 1961 r.", "Ewa Testowa", 65),
        ("Anna Testowa ur. 12.03.1955", "Anna Testowa", 71),
        ("Anna Testowa (ur. 12 marca 1955 r.)", "Anna Testowa", 71),
        ("Anna Testowa 12.03.1955", "Anna Testowa", 71),
        ("Jan Testowy – sołtys, ur. 1950", "Jan Testowy – sołtys", 76),
        ("Anna Zmyślona, 65 lat", "Anna Zmyślona", 65),
        ("Xymena Qwerty ur. 1955", "Xymena Qwerty", 71),
        ("OSP Wola (1961)", "OSP Wola (1961)", None),
        ("OSP Wola, 100 lat", "OSP Wola, 100 lat", None),
        ("Szkoła im. Jana Testowego (ur. 1900)", "Szkoła im. Jana Testowego", None),
        ('Firma "Kwiat" Danuta Wymyślona, r. ur. 1966', 'Firma "Kwiat" Danuta Wymyślona', None),
        ("Gospodarstwo rolne Karol Zmyślony 12.05.1966", "Gospodarstwo rolne Karol Zmyślony", None),
        ("Agroturystyka u Jana Zmyślonego 12.05.1966", "Agroturystyka u Jana Zmyślonego", None),
        ("Szkoła im. Jana Testowego 12.03.1985", "Szkoła im. Jana Testowego 12.03.1985", None),
        ("Sołtys Wsi ur. 12.05.1966", "Sołtys Wsi", None),
        ("Firma założona 12.03.1985", "Firma założona 12.03.1985", None),
        ("Firma Jan Testowy, założona 12.03.1985", "Firma Jan Testowy, założona 12.03.1985", None),
        ("OSP 1905", "OSP 1905", None),
        ("Kuba Testowy 120385", "Kuba Testowy", 41),
        ("Bartek Testowy 85-03-12", "Bartek Testowy", 41),
        ("Anna Testowa, rocznik: 77", "Anna Testowa", 49),
        ("Anna Testowa ur. 05.1966", "Anna Testowa", 60),
        ("Anna Testowa 1966 r. ur.", "Anna Testowa", 60),
        ("Marek i Ewa Nowakowie, ur. 1960 i 1962", "Marek i Ewa Nowakowie", None),
        ("Kuba Testowy ur. 2008 oraz 2010 r., Lipki", "Kuba Testowy, Lipki", None),
        ("Kuba Testowy (ur. 1960/1962)", "Kuba Testowy", None),
        ("Kuba Testowy, ur. 2008, 2010", "Kuba Testowy", None),
        ("Kuba Testowy ur. 08 i ur. 10", "Kuba Testowy", None),
        ("Marek i Ewa Nowakowie 2008 i 2010", "Marek i Ewa Nowakowie", None),
        ("Kuba Testowy, 15 i 17 lat", "Kuba Testowy", None),
        ("Jan Testowy, l. 71", "Jan Testowy", 71),
        ("Jan Testowy 12.03.1958 Lechitów", "Jan Testowy, Lechitów", 68),
        ("Klub Rocznik 76 i 78", "Klub Rocznik 76 i 78", None),
    ],
)
def test_a_birth_is_lifted_out_of_every_name_and_other_years_stay_in_an_organisations(
    name: str, bare: str, age: int | None
) -> None:
    assert age_apart(name, year=NOW) == (bare, age)


@pytest.mark.parametrize(
    ("name", "bare", "age"),
    [
        ("Lodzia 1957 Zmyślona", "Lodzia Zmyślona", 69),
        ("Zielony Domek r.1976 Testowa Iga", "Zielony Domek Testowa Iga", 50),
        ("Zenobia Testowa 59 lat, ul. Krótka 3", "Zenobia Testowa, ul. Krótka 3", 59),
        ("Lodzia (ma 59 lat) wdowa", "Lodzia wdowa", 59),
        ("Lodzia z 1957 r., śpiewa", "Lodzia, śpiewa", 69),
        ("Wiek 59 Lodzia Testowa", "Lodzia Testowa", 59),
        ("Lodzia Testowa, 59", "Lodzia Testowa", None),
        ("Lodzia Testowa, od 20 lat w chórze", "Lodzia Testowa, od 20 lat w chórze", None),
        ("Lodzia Testowa, sołtyska od 2015", "Lodzia Testowa, sołtyska od 2015", None),
        ("Lodzia Testowa, ul. 1 Maja 59", "Lodzia Testowa, ul. 1 Maja 59", None),
    ],
)
def test_of_a_name_that_a_human_says_is_a_persons_no_age_and_no_year_stays(
    name: str, bare: str, age: int | None
) -> None:
    assert age_apart(name, year=NOW, is_person=True) == (bare, age)


@pytest.mark.django_db
@pytest.mark.usefixtures("gmina")
@pytest.mark.parametrize(
    ("text", "kept", "told"),
    [
        ("Lodzia 1957 Zmyślona", ("Lodzia Zmyślona", "60+", "", ""), "dzień lub rok urodzenia"),
        ("Zielony Domek r.1956 Testowa Iga", ("Zielony Domek Testowa Iga", "60+", "", ""), "dzień lub rok"),
        ("Zielony Domek 60 lat Testowa", ("Zielony Domek Testowa", "60+", "", ""), "Pominięto wiek"),
        ("OSP Zmyślona; Wola; 60 lat, śpiewa", ("OSP Zmyślona", "60+", "Wola", "śpiewa"), "Pominięto wiek"),
        ("OSP 1957", ("OSP", "60+", "", ""), "dzień lub rok urodzenia"),
    ],
)
def test_a_line_answered_as_a_person_keeps_the_band_of_its_age_alone_and_says_so(
    anna: Any, client_of: Callable[[Any], Client], text: str, kept: Any, told: str
) -> None:
    client = client_of(anna)
    data = sent(client.post("/spis/020102/dopisz/", {"text": text})) | {"line-0-what": "person"}
    answer = client.post("/spis/020102/dopisz/", data, follow=True)
    assert list(Person.objects.values_list("name", "age_band", "village", "note")) == [kept]
    assert [told in str(message) for message in answer.context["messages"]].count(True) == 1


def test_a_birth_in_other_words_is_taken_out_and_the_words_stay() -> None:
    assert birth_apart("lubi śpiewać, ur. 1950 w Woli", year=NOW) == ("lubi śpiewać w Woli", 76)
    assert birth_apart("ul. Polna 1950", year=NOW) == ("ul. Polna 1950", None)
    assert birth_apart("imieniny 15 maja, dzień urodzin 11 maja", year=NOW) == ("imieniny 15 maja", None)
    assert birth_apart("rocznik 1977, urodziny 13 kwietnia 1977", year=NOW) == ("", 49)
    assert birth_apart("urodziny 40 osób", year=NOW) == ("urodziny 40 osób", None)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("urodziny przewodniczącej 15 maja", ""),
        ("lubi kwiaty, urodziny pani prezes: 15.05", "lubi kwiaty"),
        ("15 maja ma urodziny, śpiewa", "śpiewa"),
        ("skarbnik, dowód 14.04.1941", "skarbnik, dowód"),
        ("urodziny biblioteki 15 maja", "urodziny biblioteki 15 maja"),
        ("15 maja urodziny gminy", "15 maja urodziny gminy"),
        ("na urodziny przyszło 15 osób", "na urodziny przyszło 15 osób"),
    ],
)
def test_a_birthday_is_somebodys_and_the_one_of_an_institution_stays(text: str, bare: str) -> None:
    assert birth_apart(text, year=NOW)[0] == bare


def test_a_birth_may_be_a_part_of_a_typed_line() -> None:
    line = Typed("Anna Testowa", "ur. 1950", (), "Wola")
    assert line_without_age(line, year=NOW) == (Typed("Anna Testowa", "Wola", (), ""), 76)


@pytest.mark.parametrize(
    "written", ["01.02.1960", "ur. 1960", "1850", "21947", "1950/1955", "marzec 60", "01.02.60 (?)"]
)
def test_what_may_be_a_birth_never_goes_into_the_note(written: str) -> None:
    values = with_age_band(
        ParsedRow(2, {"name": "Jan Testowy", "age_band": written}), BANDS, "%(age)s", year=NOW
    ).values
    assert values.keys() <= {"name", "age_band"}
    assert values.get("age_band", "60+") == "60+"


def test_an_age_in_no_band_stays_in_the_note() -> None:
    row = ParsedRow(2, {"name": "Jan Testowy", "age_band": "5 lat"})
    assert with_age_band(row, BANDS, "wiek: %(age)s", year=NOW).values == {
        "name": "Jan Testowy",
        "notes": "wiek: 5 lat",
    }


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("01.02.1960", "••.••.••••"),
        ("Jan Testowy, ur. 1950", "Jan Testowy, ur. ••••"),
        ("55031201234", "•••••••••••"),
        ("48 600 100 200", "48 600 100 200"),
        ("655 12 10 10", "655 12 10 10"),
        ("59-700 Wola 7", "59-700 Wola 7"),
    ],
)
def test_samples_hide_births(text: str, hidden: str) -> None:
    assert with_births_hidden(text) == hidden


def everything_kept() -> str:
    """All that the database holds of people, files and events."""
    models = (Batch, BatchRow, Organisation, Person, Contact, Mandate, Event)
    return "\n".join(serializers.serialize("json", model.objects.all(), ensure_ascii=False) for model in models)


ROWS = [
    ("Jan", "Testowy", "01.02.1951", "", "PESEL 51020112345"),
    ("Ewa", "Testowa", "12.03.1952 r.", "lubi śpiewać", ""),
    ("Ola", "Testowa", "ur. 1953", "", ""),
    ("Iga", "Testowa", "", "ur. 04.05.1954", ""),
    ("Jan", "Próbny", "1850", "", ""),
    ("", "", "06.07.1955", "razem", ""),
    ("Adam", "Próbny, ur. 1956", "", "", ""),
]


@pytest.mark.django_db
@pytest.mark.parametrize("head", ["Wiek", "Data urodzenia", "Rok ur."])
def test_no_birth_of_a_file_is_kept_anywhere(anna: Any, gmina: Any, head: str) -> None:
    batch = previewed(anna, gmina, csv_text(ROWS, head=("Imię", "Nazwisko", head, "Uwagi", "Inne")))
    accept(batch, by=anna)
    assert list(Person.objects.order_by("pk").values_list("name", "age_band", "note")) == [
        ("Jan Testowy", "60+", ""),
        ("Ewa Testowa", "60+", "lubi śpiewać"),
        ("Ola Testowa", "60+", ""),
        ("Iga Testowa", "60+", ""),
        ("Jan Próbny", "", ""),
        ("Adam Próbny", "60+", ""),
    ]
    kept = everything_kept()
    births = ["1951", "1952", "1953", "1954", "1850", "1955", "1956", "510201"]
    assert [birth for birth in births if birth in kept] == []


@pytest.mark.django_db
def test_the_preview_says_the_band_and_the_same_file_again_changes_nothing(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    text = csv_text(ROWS[:4], head=("Imię", "Nazwisko", "Wiek", "Uwagi", "Inne"))
    batch = previewed(anna, gmina, text)
    page = shown(client_of(anna).get(batch.get_absolute_url()))
    assert page.count("wiek: 60 lat i więcej") == 4
    accept(batch, by=anna)
    again = previewed(anna, gmina, text, name="drugi.csv")
    assert set(again.rows.values_list("outcome", flat=True)) == {"same"}


@pytest.mark.django_db
def test_no_birth_of_a_typed_line_is_kept_anywhere(anna: Any, gmina: Any, client_of: Callable[[Any], Client]) -> None:
    page = client_of(anna)
    text = "Jan Testowy, ur. 1951\nEwa Testowa (1952)\nAnna Testowa ur. 12.03.1953\nOla Testowa; ur. 1954; Wola"
    page.post("/spis/020102/dopisz/", sent(page.post("/spis/020102/dopisz/", {"text": text})))
    assert list(Person.objects.order_by("pk").values_list("name", "village", "age_band", "note")) == [
        ("Jan Testowy", "", "60+", ""),
        ("Ewa Testowa", "", "60+", ""),
        ("Anna Testowa", "", "60+", ""),
        ("Ola Testowa", "Wola", "60+", ""),
    ]
    kept = everything_kept() + json.dumps(list(Event.objects.values_list("params", flat=True)))
    assert [birth for birth in ("1951", "1952", "1953", "1954") if birth in kept] == []


@pytest.mark.django_db
def test_a_birth_written_in_the_second_step_is_not_kept_either(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    page = client_of(anna)
    data = sent(page.post("/spis/020102/dopisz/", {"text": "Jan Testowy"}))
    page.post("/spis/020102/dopisz/", data | {"line-0-name": "Jan Testowy, ur. 1951"})
    assert list(Person.objects.values_list("name", flat=True)) == ["Jan Testowy"]
