"""No telephone stays in a name: whatever the name, the way of writing and what stands between the figures."""

import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from koalicja.engine.matching.columns import guess_columns
from koalicja.engine.matching.rows import ParsedRow, RowProblem, parse_row
from koalicja.people.actions import decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.file_values import checked
from koalicja.people.files import read_table
from koalicja.people.lines import has_contact, taken_apart
from koalicja.people.models import Contact, Organisation, Person
from tests.people.file_builders import csv_text, outcomes, previewed, shown

WRITTEN = (
    *("3 3 3", "2 3 2 2", "2 7", "9", "3 2 2", "7", "3 4", "3 6", "2 3 4", "3 2 2 2", "8", "10", "1 2 3 2 2"),
    *("1 1 1 1 1 1 1 1 1", "4 5", "5 4", "2 2 2 3", "3 3 4", "2 3 3 3"),
)
BETWEEN = (" ", "-", "–", "—", "−", ".", "/", "_", "\N{NO-BREAK SPACE}", "  ", " - ", "/-", ") ", "|", "·", ",", "\\")
BEFORE = (" ", " tel. ", " tel.", " kom ", " (", " +48 ", " 0", ", ", " - ", ": ", " nr tel. ", " tel/fax: ", " T: ")
AFTER = ("", ")", " wew. 12", " w.3", ", sołtyska", " prezes", " Olszynki", " (po 16)", " lub", "/02")
NAMES = ("Anna Nowak", "Marek Lis prezes OSP", "KGW Jagoda", "OSP Olszynki", "Pani Zosia", "Klub Sokół", "Ks. Jan Lis")


@st.composite
def names_with_telephones(draw: st.DrawFn) -> str:
    groups = [
        draw(st.text("0123456789", min_size=int(size), max_size=int(size)))
        for size in draw(st.sampled_from(WRITTEN)).split()
    ]
    telephone = draw(st.sampled_from(BETWEEN)).join(groups)
    return draw(st.sampled_from(NAMES)) + draw(st.sampled_from(BEFORE)) + telephone + draw(st.sampled_from(AFTER))


def figures(text: str) -> int:
    return len(re.findall(r"\d", text))


@settings(max_examples=250)
@given(names_with_telephones())
def test_no_telephone_is_left_in_the_name_of_a_loaded_row(name: str) -> None:
    row = checked(ParsedRow(2, {"name": name}))
    kept = [row.values["name"], row.values.get("person", "")] if isinstance(row, ParsedRow) else []
    assert [text for text in kept if figures(text) >= 7] == []


@settings(max_examples=250)
@given(names_with_telephones())
def test_no_telephone_is_left_beside_the_person_of_a_loaded_row(person: str) -> None:
    row = checked(ParsedRow(2, {"name": "Stowarzyszenie Zgoda", "person": person}))
    assert not isinstance(row, ParsedRow) or figures(row.values["person"]) < 7


@settings(max_examples=250)
@given(names_with_telephones())
def test_a_telephone_left_in_a_typed_name_is_asked_about(name: str) -> None:
    left = [line.name for line in taken_apart(name).lines if figures(line.name) >= 7]
    assert [each for each in left if not has_contact(each)] == []


FOUND = (
    "Anna Nowak 75/732-34-56",
    "Ewa Nowak 732 34 57",
    "Iga Nowak 600–100–201",
    "Ula Nowak 600/100/202",
    "Iza Nowak iza(at)example.pl",
    "Marek Lis prezes OSP 75/732 34 59",
    "Anna Wójcik kom 600 100 203 wew. 12",
)


@pytest.mark.django_db
def test_persons_with_contacts_in_many_spellings_become_persons_with_contacts(anna: Any, gmina: Any) -> None:
    accept(previewed(anna, gmina, csv_text([(name, "", "") for name in FOUND])), by=anna)
    assert list(Organisation.objects.values_list("name", flat=True)) == []
    assert sorted(Person.objects.values_list("name", "note")) == [
        ("Anna Nowak", ""),
        ("Anna Wójcik", ""),
        ("Ewa Nowak", ""),
        ("Iga Nowak", ""),
        ("Iza Nowak", ""),
        ("Marek Lis", "prezes OSP"),
        ("Ula Nowak", ""),
    ]
    assert list(Contact.objects.order_by("pk").values_list("person__name", "value")) == [
        ("Anna Nowak", "75/732-34-56"),
        ("Ewa Nowak", "732 34 57"),
        ("Iga Nowak", "600–100–201"),
        ("Ula Nowak", "600/100/202"),
        ("Iza Nowak", "iza@example.pl"),
        ("Marek Lis", "75/732 34 59"),
        ("Anna Wójcik", "600 100 203 wew. 12"),
    ]
    again = previewed(anna, gmina, csv_text([(name, "", "") for name in FOUND]), name="znowu.csv")
    assert [outcome for _, outcome, _ in outcomes(again)] == ["same"] * len(FOUND)


@pytest.mark.django_db
def test_contacts_beside_the_person_of_an_organisation_become_its_contacts(anna: Any, gmina: Any) -> None:
    rows = [
        ("KGW Jagoda", "75 100 20 30", "Anna Nowak, tel. 600 100 200"),
        ("KGW Malwa", "", "Ewa Nowak ewa(at)example.pl"),
        ("KGW Róża", "600 100 201", "Iga Nowak 600-100-201"),
        ("KGW Bez", "", "Iza Nowak 60010020"),
    ]
    batch = previewed(anna, gmina, csv_text(rows, head=("Nazwa", "Telefon", "Osoba do kontaktu")))
    assert outcomes(batch) == [*((n, "new", "new_here") for n in (2, 3, 4)), (5, "error", "contact_left_in_name")]
    accept(batch, by=anna)
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Anna Nowak", "Ewa Nowak", "Iga Nowak"]
    assert list(Contact.objects.order_by("pk").values_list("organisation__name", "value")) == [
        ("KGW Jagoda", "75 100 20 30"),
        ("KGW Jagoda", "600 100 200"),
        ("KGW Malwa", "ewa@example.pl"),
        ("KGW Róża", "600 100 201"),
    ]


@pytest.mark.django_db
def test_what_cannot_be_taken_apart_is_an_error_that_says_what_to_do(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    names = ("Ewa Nowak 60010020", "Iza Nowak (at)", "Iza małpa gmail")
    batch = previewed(anna, gmina, csv_text([(name, "", "") for name in names]))
    assert outcomes(batch) == [(number, "error", "contact_left_in_name") for number in (2, 3, 4)]
    page = shown(client_of(anna).get(batch.get_absolute_url()))
    assert page.count("Zostaw w niej samą nazwę") == 3


@pytest.mark.django_db
def test_both_phones_of_a_typed_line_are_kept(anna: Any, gmina: Any, client_of: Callable[[Any], Client]) -> None:
    sent = {"text": "Ewa Nowak 600 100 200 lub 75/100-20-30"}
    client, address = client_of(anna), f"/spis/{gmina.pk}/dopisz/"
    page = client.post(address, sent).content.decode()
    fields = dict(re.findall(r'name="(line-0-\w+)"[^>]*value="([^"]*)"', page))
    client.post(address, {**sent, **fields, "line-0-what": "person", "save": "1", "count": "1"})
    assert list(Contact.objects.order_by("pk").values_list("person__name", "value")) == [
        ("Ewa Nowak", "600 100 200"),
        ("Ewa Nowak", "75/100-20-30"),
    ]


@pytest.mark.django_db
def test_the_operators_list_of_random_spellings_holds_no_telephone(
    anna: Any, olga: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    draw = Random(7)
    rows = [(f"{draw.choice(NAMES)} {draw.choice(BETWEEN).join(_groups(draw))}", "", "") for _ in range(150)]
    batch = previewed(anna, gmina, csv_text(rows))
    decisions.decide_alike(batch, by=anna, reason="like_row", decision="add")
    accept(batch, by=anna)
    names = [*Organisation.objects.values_list("name", flat=True), *Person.objects.values_list("name", flat=True)]
    assert (len(names) > 50, [name for name in names if figures(name) >= 7]) == (True, [])
    exported = client_of(olga).get(f"/spis/{gmina.pk}/eksport.csv").content.decode("utf-8-sig")
    assert re.findall(r"\d{7}|\d{3}\D\d{3}\D\d{3}", exported) == []


def _groups(draw: Random) -> list[str]:
    return ["".join(draw.choice("123456789") for _ in range(int(size))) for size in draw.choice(WRITTEN).split()]


REAL = (
    "institutions/pkw2020_obwody_glosowania.xlsx",
    "institutions/biblioteki_pkw2020.csv",
    "institutions/pkw2020_venues_classified.csv",
    "messy/rspo_sample_2020.csv",
    "messy/szkoly_kujaw_pom.xlsx",
    "messy/szkoly_podlasie.xls",
)


@pytest.mark.data
@pytest.mark.parametrize("file", REAL)
def test_no_name_of_a_real_institution_is_taken_for_a_contact(file: str, data_folder: Path) -> None:
    table = read_table(data_folder / file)
    guess = guess_columns([row.cells for row in islice(table, 200)])
    parsed = [parse_row(row.number, row.cells, guess.mapping) for row in islice(table, 1, None)]
    rows = [row for row in parsed if isinstance(row, ParsedRow)]
    assert len(rows) > 100
    found = [(row.values["name"], checked(row)) for row in rows]
    assert [name for name, row in found if isinstance(row, RowProblem) and "contact" in row.code] == []
    assert [name for name, row in found if isinstance(row, ParsedRow) and row.values["name"] != name] == []
