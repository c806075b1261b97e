"""The preview leads on: it promises what happens, names who comes in, and its first button is the next thing to do."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from koalicja.people.actions import batches, decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.files import FileRefused
from koalicja.people.models import Batch, Organisation, Person
from koalicja.people.queries.batches import overview
from koalicja.people.views.batch_context import done_sentence, plan_sentence
from tests.people.file_builders import csv_text, outcomes, previewed, shown, upload

pytestmark = pytest.mark.django_db
PATRONS = {2: "Marii Przykładowej", 5: "Jana Przykładowego"}
HEAD = ("Nazwa", "Miejscowość", "Osoba do kontaktu", "Funkcja")
CLUBS = [
    ("Klub Orzeł", "Lipowo", "Ewa Przykładowa", "prezeska"),
    ("Klub Sokół", "Lipowo", "Ewa Przykładowa", "skarbniczka"),
    ("Klub Żubr", "Lipowo", "Jan Przykładowy", ""),
    ("Klub Ryś", "Lipowo", "", ""),
]


@pytest.fixture
def schools(anna: Any, gmina: Any, make_organisation: Any) -> Batch:
    """Rows 2 and 3 may be schools of the register and add nothing to them."""
    for number, patron in PATRONS.items():
        make_organisation(f"Szkoła Podstawowa nr {number} im. {patron}", village="Lipowo")
    return previewed(anna, gmina, csv_text([(f"SP nr {number}", "Lipowo", "") for number in PATRONS]))


def join_all(batch: Batch) -> None:
    decisions.decide_alike(batch, by=batch.created_by, reason="likely_duplicate", decision="join")


def planned(batch: Batch) -> str:
    return plan_sentence(batch, overview(batch).plan).replace("\N{NO-BREAK SPACE}", " ")


def done(batch: Batch) -> str:
    return done_sentence(batch).replace("\N{NO-BREAK SPACE}", " ")


def read(client: Client, batch: Batch, query: str = "") -> str:
    return shown(client.get(batch.get_absolute_url() + query))


def test_rows_that_are_the_same_and_add_nothing_are_promised_and_told_as_without_a_change(
    schools: Batch, client_of: Any
) -> None:
    client = client_of(schools.created_by)
    join_all(schools)
    assert planned(schools) == "Bez zmian: 2. Przyjmij plik, a zapamiętamy Twoje odpowiedzi."
    page = read(client, schools, "?outcome=decided")
    tags = re.findall(r'<span class="tag tag-(\w+)">([^<]+)</span>', page)
    assert [tag for tag in tags if tag[1] != "różni się"] == [("plain", "bez zmian")] * 2
    accept(schools, by=schools.created_by)
    assert (done(schools), schools.counts["met"]) == ("Bez zmian: 2", 0)
    assert "spis się zmienił" not in read(client, schools)


def test_answers_that_change_nothing_are_remembered_for_the_next_time(schools: Batch, gmina: Any) -> None:
    join_all(schools)
    accept(schools, by=schools.created_by)
    rows = [(f"SP nr {number}", "Lipowo", "") for number in PATRONS]
    assert outcomes(previewed(schools.created_by, gmina, csv_text(rows))) == [
        (2, "same", "nothing_new"),
        (3, "same", "nothing_new"),
    ]


def test_a_joined_row_that_adds_a_phone_is_a_change(
    schools: Batch, gmina: Any, make_organisation: Any, anna: Any
) -> None:
    rows = [("SP nr 2", "Lipowo", "600 100 100"), ("SP nr 5", "Lipowo", "")]
    batch = previewed(anna, gmina, csv_text(rows))
    join_all(batch)
    assert planned(batch) == "Zmienimy 1. Bez zmian: 1."
    accept(batch, by=anna)
    assert done(batch) == "Zmieniono: 1, bez zmian: 1"


def test_the_register_has_changed_is_said_only_where_it_has(anna: Any, gmina: Any, make_organisation: Any) -> None:
    school = make_organisation("Szkoła Podstawowa nr 2 im. Marii Przykładowej", village="Lipowo")
    batch = previewed(anna, gmina, csv_text([("SP nr 2", "Lipowo", "600 100 100")]))
    join_all(batch)
    school.contacts.create(kind="phone", value="600 100 100")
    accept(batch, by=anna)
    assert (batch.counts["met"], batch.counts["same"]) == (1, 0)


def test_the_promise_follows_the_register_when_rows_are_compared_anew(schools: Batch) -> None:
    join_all(schools)
    Organisation.objects.filter(name__contains="nr 2 ").update(village="")
    batches.judge_again(schools, schools.created_by)
    assert planned(schools) == "Zmienimy 1. Bez zmian: 1."


def test_a_file_that_waits_for_decisions_has_a_button_to_the_first_of_them(schools: Batch, client_of: Any) -> None:
    page = read(client_of(schools.created_by), schools)
    buttons = re.findall(r'<(?:a|button) class="btn btn-primary"[^>]*>([^<]+)</', page)
    assert (buttons, '<a class="btn btn-primary" href="?outcome=doubtful#wiersze">' in page) == (["Zdecyduj"], True)


def test_persons_whom_a_file_brings_are_promised_shown_and_told(anna: Any, gmina: Any, client_of: Any) -> None:
    batch, client = previewed(anna, gmina, csv_text(CLUBS, head=HEAD)), client_of(anna)
    assert planned(batch) == "Dodamy 4 organizacje i 2 osoby."
    page = read(client, batch)
    assert re.findall(r"osoba: [^<]+", page) == [
        "osoba: Ewa Przykładowa, prezeska",
        "osoba: Ewa Przykładowa, skarbniczka",
        "osoba: Jan Przykładowy",
    ]
    accept(batch, by=anna)
    assert (done(batch), Person.objects.count()) == ("Dodano: 4 organizacje i 2 osoby", 2)


def test_persons_whom_the_register_has_are_not_promised_again(anna: Any, gmina: Any, make_person: Any) -> None:
    make_person("Ewa Przykładowa")
    batch = previewed(anna, gmina, csv_text(CLUBS, head=HEAD))
    assert planned(batch) == "Dodamy 4 organizacje i 1 osobę."
    accept(batch, by=anna)
    assert (done(batch), Person.objects.count()) == ("Dodano: 4 organizacje i 1 osobę", 2)


def test_rows_about_persons_are_counted_as_persons(anna: Any, gmina: Any) -> None:
    rows = [("Klub Orzeł", "Lipowo", "Ewa Przykładowa", ""), ("Ewa Przykładowa", "Lipowo", "", "")]
    batch = previewed(anna, gmina, csv_text(rows, head=HEAD))
    said = planned(batch)
    accept(batch, by=anna)
    assert (said, done(batch), Person.objects.count()) == (
        "Dodamy 1 organizację i 1 osobę.",
        "Dodano: 1 organizację i 1 osobę",
        1,
    )


def test_a_file_for_an_edition_promises_no_persons(olga: Any, edition: Any, gmina: Any) -> None:
    rows = [("020102", *row) for row in CLUBS]
    batch = previewed(olga, None, csv_text(rows, head=("TERYT", *HEAD)), scope=edition.key)
    assert "osob" not in planned(batch)


def test_a_row_without_a_group_prints_no_label_for_it(anna: Any, gmina: Any, client_of: Any) -> None:
    page = read(client_of(anna), previewed(anna, gmina, csv_text([("Klub Orzeł", "", ""), ("", "Lipowo", "")])))
    assert page.count('data-label="Grupa i rodzaj"') == 1


def test_a_list_of_the_country_in_one_register_is_left_out_first(
    anna: Any, gmina: Any, make_gmina: Any, client_of: Any
) -> None:
    make_gmina("200601", name="Kolno", kind=1)
    rows = [("Klub A", "Kolno", ""), ("Klub B", "Kolno", ""), ("Klub C", "Bolesławiec", "")]
    page = read(client_of(anna), previewed(anna, gmina, csv_text(rows)))
    questions = page[page.index('id="gmina-question"') :]
    buttons = re.findall(r"<button[^>]*>([^<]+)</button>", questions)
    assert buttons[:2] == ["Wszystkie: pomiń", "Wszystkie są z mojej gminy: Bolesławiec"]
    assert "Spoza Twojej gminy: 2 (Kolno)" in questions


def test_one_row_of_another_place_is_spoken_of_as_one(anna: Any, gmina: Any, make_gmina: Any, client_of: Any) -> None:
    make_gmina("200601", name="Kolno", kind=1)
    page = read(client_of(anna), previewed(anna, gmina, csv_text([("Klub A", "Kolno", "")])))
    questions = page[page.index('id="gmina-question"') :]
    assert re.findall(r"<button[^>]*>([^<]+)</button>", questions)[:2] == ["Pomiń", "Jest z mojej gminy: Bolesławiec"]
    assert '<a href="?outcome=doubtful&amp;reason=place_elsewhere#wiersze">Pokaż go</a>' in questions


def test_a_list_of_places_is_refused_with_what_helps(anna: Any, gmina: Any, make_gmina: Any, client_of: Any) -> None:
    names = ("Kolno", "Lipno", "Rypin", "Skępe", "Tłuchowo")
    for number, name in enumerate(names):
        make_gmina(f"20060{number + 1}", name=name, kind=1)
    text = csv_text([(name, "1400", "51.49", "22.09") for name in names], head=("name", "population", "lat", "lon"))
    with pytest.raises(FileRefused) as refused:
        previewed(anna, gmina, text)
    assert (refused.value.code, Batch.objects.count()) == ("list_of_places", 0)
    kinds = [(name, "klub", "1400", "51.49") for name in names]
    with_kinds = csv_text(kinds, head=("name", "Rodzaj", "population", "lat"))
    assert previewed(anna, gmina, with_kinds).rows.count() == 5


def test_an_official_register_of_gminas_is_refused_with_what_helps(anna: Any, gmina: Any, client_of: Any) -> None:
    rows = [("02", "", "", "", "DOLNOŚLĄSKIE", "województwo"), ("02", "01", "", "", "bolesławiecki", "powiat")]
    terc = csv_text(rows, head=("WOJ", "POW", "GMI", "RODZ", "NAZWA", "NAZWA_DOD"))
    answer = client_of(anna).post("/spis/020102/wczytaj/", {"file": upload(terc), "missing_gmina": "mine"})
    assert (answer.status_code, Batch.objects.count()) == (422, 0)
    assert "To jest rejestr gmin albo miejscowości (TERC lub SIMC), a nie lista organizacji." in shown(answer)


def test_a_header_alone_is_refused_as_such(anna: Any, gmina: Any) -> None:
    with pytest.raises(FileRefused) as refused:
        previewed(anna, gmina, csv_text([]))
    assert refused.value.code == "only_header"


def test_a_cell_of_very_many_letters_is_a_text_too_long(anna: Any, gmina: Any, client_of: Any) -> None:
    batch = previewed(anna, gmina, csv_text([("Klub Orzeł", "", ""), ("k" * 200_000, "", "")]))
    assert outcomes(batch) == [(2, "new", "new_here"), (3, "error", "too_long")]
    assert "Tekst jest za długi (kolumna: nazwa, znaków: 200000, najwyżej 300)." in read(client_of(anna), batch)


def test_a_name_of_pictures_is_told_that_it_has_no_letters(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text([("\N{PARTY POPPER}" * 3, "Lipowo", ""), ("Klub", "", "")]))
    assert outcomes(batch) == [(2, "error", "name_without_letters"), (3, "new", "new_here")]


def test_the_first_page_says_that_decisions_wait_and_in_how_many_files(
    schools: Batch, gmina: Any, client_of: Any
) -> None:
    previewed(schools.created_by, gmina, csv_text([("Klub Orzeł", "Lipowo", "")]), name="kluby.csv")
    client = client_of(schools.created_by)
    assert "Pliki, które czekają: 2." in shown(client.get("/"))
    client.post(reverse("people:discard_batch", args=[Batch.objects.get(name="kluby.csv").pk]))
    page = shown(client.get("/"))
    assert ("Zdecyduj o 2 wierszach" in page, "Pliki, które czekają" in page) == (True, False)
    assert f"{schools.get_absolute_url()}?outcome=doubtful#wiersze" in page


def test_a_preview_opens_on_what_asks_for_a_decision_then_on_what_is_new_and_last_on_what_is_left_out(
    anna: Any, gmina: Any, client_of: Any, make_organisation: Any
) -> None:
    make_organisation("Klub Sokół")
    make_organisation(f"Szkoła Podstawowa nr 2 im. {PATRONS[2]}", village="Lipowo")
    closed = [(f"Zakład Karny nr {number}", "", "") for number in range(60)]
    others = [("Klub Sokół", "", ""), ("", "x", ""), ("Klub Ryś", "", ""), ("Klub Ryś", "", ""), ("Klub Żubr", "", "")]
    batch = previewed(anna, gmina, csv_text([*closed, *others, ("SP nr 2", "Lipowo", "")]))
    decisions.decide_rows(batch, by=anna, numbers=[66], decision="skip")
    page = client_of(anna).get(batch.get_absolute_url())
    assert [line.number for line in page.context["lines"]][:7] == [67, 64, 63, 62, 65, 2, 3]
    last = client_of(anna).get(batch.get_absolute_url() + "?page=2")
    assert [line.number for line in last.context["lines"]][-1] == 66
    accept(batch, by=anna)
    page = client_of(anna).get(batch.get_absolute_url())
    assert [line.number for line in page.context["lines"]][:2] == [2, 3]
