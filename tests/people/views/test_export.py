"""The list as a file: what is filtered, safe cells, and only what the role may take out."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from koalicja.backroom.models import Event
from koalicja.engine.matching.columns import guess_columns
from koalicja.people.actions import merges
from koalicja.people.actions.accepting import accept
from koalicja.people.models import Contact, Mandate, Organisation, Person
from koalicja.people.queries.export import safe
from tests.people.file_builders import previewed

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
EKSPORT = "/spis/020102/eksport"


@pytest.fixture
def register(make_organisation: Make, make_person: Make) -> None:
    osp = make_organisation(
        "OSP Olszynki",
        village="Olszynki",
        group="ngo",
        sector="fire_brigade",
        note="raz\ndwa",
        house_number="5 lok. 2",
        identifiers={"regon": "012345678"},
    )
    make_organisation('=HYPERLINK("https://example.pl")', group="business", sector="firm")
    zofia = make_person(age_band="60+", village="Kruszyn")
    Mandate.objects.create(organisation=osp, person=zofia, function="prezeska")
    Contact.objects.create(organisation=osp, kind="phone", value="+48 600 100 200")
    Contact.objects.create(organisation=osp, kind="phone", value="600 100 201")
    Contact.objects.create(person=zofia, kind="email", value="zofia@example.pl")


@pytest.fixture
def annas(anna: Any, client_of: Callable[[Any], Client]) -> Client:
    return client_of(anna)


def csv_rows(answer: Any) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def xlsx_rows(answer: Any) -> list[dict[str, str]]:
    head, *rows = load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True)
    return [{key: value or "" for key, value in zip(head, row, strict=True)} for row in rows]


def test_both_files_hold_the_same(annas: Client, register: None) -> None:
    rows = csv_rows(annas.get(f"{EKSPORT}.csv"))
    assert rows == xlsx_rows(annas.get(f"{EKSPORT}.xlsx"))
    osp = next(row for row in rows if row["nazwa organizacji"] == "OSP Olszynki")
    assert {key: value for key, value in osp.items() if value} == {
        "nazwa organizacji": "OSP Olszynki",
        "grupa": "organizacje społeczne",
        "rodzaj w spisie": "ochotnicza straż pożarna (OSP)",
        "kod TERYT gminy": "020102",
        "miejscowość": "Olszynki",
        "nr domu": "5",
        "nr lokalu": "2",
        "REGON": "012345678",
        "przedstawiciel": "Zofia Przykładowa",
        "funkcja": "prezeska",
        "uwagi": "raz dwa",
        "telefon": "600 100 200",
        "pozostałe drogi kontaktu": "600 100 201",
    }
    zofia = next(row for row in rows if row["nazwa organizacji"] == "Zofia Przykładowa")
    assert (zofia["przedstawiciel"], zofia["grupa"], zofia["przedział wieku"], zofia["e-mail"]) == (
        "Zofia Przykładowa",
        "mieszkańcy",
        "60+",
        "zofia@example.pl",
    )


def test_a_person_of_an_unusual_name_is_read_back_as_a_person(
    annas: Client, anna: Any, basia: Any, other_gmina: Any, make_person: Make
) -> None:
    make_person("Wiewióra", village="Kruszyn")
    content = annas.get(f"{EKSPORT}.csv").content.decode("utf-8-sig").replace("020102", other_gmina.pk)
    accept(previewed(basia, other_gmina, content), by=basia)
    assert [str(each) for each in Person.objects.filter(gmina=other_gmina)] == ["Wiewióra"]
    assert not Organisation.objects.exists()


def test_the_filters_of_the_list_hold_for_the_file(annas: Client, register: None) -> None:
    assert [row["nazwa organizacji"] for row in csv_rows(annas.get(f"{EKSPORT}.csv?group=ngo"))] == ["OSP Olszynki"]
    assert csv_rows(annas.get(f"{EKSPORT}.csv?q=xyzabc")) == []


def test_no_cell_is_a_formula(annas: Client, register: None) -> None:
    names = [row["nazwa organizacji"] for row in csv_rows(annas.get(f"{EKSPORT}.csv"))]
    assert '\'=HYPERLINK("https://example.pl")' in names
    book = load_workbook(BytesIO(annas.get(f"{EKSPORT}.xlsx").content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value} == {"s"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_risky_beginnings_get_an_apostrophe(start: str) -> None:
    assert (safe(f"{start}1"), safe("a=1")) == (f"'{start}1", "a=1")


def test_a_csv_opens_with_polish_letters_in_a_spreadsheet(annas: Client, register: None) -> None:
    answer = annas.get(f"{EKSPORT}.csv")
    assert answer.content.startswith(b"\xef\xbb\xbfnazwa organizacji;")
    assert answer["Content-Disposition"].startswith('attachment; filename="spis-boleslawiec-020102-')


def test_the_operator_takes_out_no_persons_and_no_contacts(
    olga: Any, register: None, client_of: Callable[[Any], Client]
) -> None:
    for form, read in (("csv", csv_rows), ("xlsx", xlsx_rows)):
        rows = read(client_of(olga).get(f"{EKSPORT}.{form}"))
        assert len(rows) == 2
        assert set(rows[0]) == {
            "nazwa organizacji", "rodzaj własnymi słowami", "grupa", "rodzaj w spisie", "kod TERYT gminy",
            "miejscowość", "ulica", "nr domu", "nr lokalu", "kod pocztowy", "REGON", "NIP", "RSPO",
            "dalsze wpisy w rejestrach",
        }  # fmt: skip


def test_a_second_number_of_a_merged_record_is_exported(annas: Client, anna: Any, make_organisation: Any) -> None:
    kept = make_organisation("KGW Malwa", identifiers={"regon": "1", "nip": "5"})
    merges.merge(kept, make_organisation("KGW Malva", identifiers={"regon": "2", "krs": "9"}), by=anna, choices={})
    row = csv_rows(annas.get(f"{EKSPORT}.csv"))[0]
    assert [row[name] for name in ("REGON", "NIP", "dalsze wpisy w rejestrach")] == ["1", "5", "REGON 2; KRS 9"]


def test_an_export_leaves_a_trace(annas: Client, anna: Any, register: None) -> None:
    annas.get(f"{EKSPORT}.xlsx?group=ngo")
    event = Event.objects.get()
    assert (event.code, event.by, event.scope, event.params) == (
        "register.exported",
        anna,
        "gmina:020102",
        {"count": 1, "form": "xlsx", "with_contacts": True},
    )


def test_our_own_import_recognises_every_column(annas: Client, register: None) -> None:
    table = list(csv.reader(StringIO(annas.get(f"{EKSPORT}.csv").content.decode("utf-8-sig")), delimiter=";"))
    guess = guess_columns(table)
    assert {name: table[0][column] for name, column in guess.mapping.items()} == {
        "name": "nazwa organizacji",
        "kind": "rodzaj własnymi słowami",
        "group": "grupa",
        "sector": "rodzaj w spisie",
        "gmina_code": "kod TERYT gminy",
        "village": "miejscowość",
        "street": "ulica",
        "house_number": "nr domu",
        "flat": "nr lokalu",
        "postcode": "kod pocztowy",
        "regon": "REGON",
        "nip": "NIP",
        "rspo": "RSPO",
        "person": "przedstawiciel",
        "role": "funkcja",
        "age_band": "przedział wieku",
        "notes": "uwagi",
        "phone": "telefon",
        "email": "e-mail",
        "contact": "pozostałe drogi kontaktu",
        "website": "strona www",
        "address": "adres korespondencyjny",
    }
