"""Which column holds what."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koalicja.engine.matching.columns import FIELDS, guess_columns

PKW = [
    "TERYT gminy",
    "Gmina",
    "Powiat",
    "Numer",
    "Mieszkańcy",
    "Wyborcy",
    "Siedziba",
    "Miejscowość",
    "Ulica",
    "Numer posesji",
    "Numer lokalu",
    "Kod pocztowy",
    "Poczta",
    "Typ obwodu",
    "Przystosowany dla niepełnosprawnych",
    "Typ obszaru",
    "Pełna siedziba",
    "Opis granic",
    "Numer okręgu do Sejmu",
]
RSPO = [
    "Numer RSPO",
    "Typ",
    "Nazwa",
    "Ulica",
    "Numer budynku",
    "Numer lokalu",
    "Kod pocztowy",
    "Miejscowość",
    "Kod terytorialny ulica",
    "Kod terytorialny miejscowosc",
    "Kod terytorialny gmina",
    "Telefon",
    "Faks",
    "E-mail",
    "Strona www",
    "Województwo",
    "Powiat",
    "Gmina",
    "REGON",
    "NIP",
    "Publiczność status",
    "Imię i nazwisko dyrektora",
    "Nazwa organu prowadzącego",
    "Typ organu prowadzącego",
    "Województwo organu prowadzącego",
    "Gmina organu prowadzącego",
    "Typ podmiotu nadrzędnego",
]


def headed(header: list[str], **fields: str) -> None:
    guess = guess_columns([header, ["x"] * len(header)])
    assert guess.header_row == 0
    assert {name: header[column] for name, column in guess.mapping.items()} == fields
    assert guess.problem == ""


def test_the_polling_places_are_understood() -> None:
    headed(
        PKW,
        gmina_code="TERYT gminy",
        gmina="Gmina",
        powiat="Powiat",
        name="Siedziba",
        village="Miejscowość",
        street="Ulica",
        house_number="Numer posesji",
        flat="Numer lokalu",
        postcode="Kod pocztowy",
        post_town="Poczta",
        kind="Typ obwodu",
    )


def test_the_school_register_is_understood() -> None:
    headed(
        RSPO,
        rspo="Numer RSPO",
        kind="Typ",
        name="Nazwa",
        street="Ulica",
        house_number="Numer budynku",
        flat="Numer lokalu",
        postcode="Kod pocztowy",
        village="Miejscowość",
        gmina_code="Kod terytorialny gmina",
        phone="Telefon",
        email="E-mail",
        website="Strona www",
        voivodeship="Województwo",
        powiat="Powiat",
        gmina="Gmina",
        regon="REGON",
        nip="NIP",
        person="Imię i nazwisko dyrektora",
    )


def test_a_list_kept_by_a_librarian_is_understood() -> None:
    headed(
        ["Lp.", "Nazwa organizacji", "Osoba do kontaktu", "Tel.", "e-mail", "Adres siedziby", "Uwagi", "Sektor"],
        row_id="Lp.",
        name="Nazwa organizacji",
        person="Osoba do kontaktu",
        phone="Tel.",
        email="e-mail",
        address="Adres siedziby",
        notes="Uwagi",
        sector="Sektor",
    )


def test_english_headers_and_separate_names_are_understood() -> None:
    headed(
        ["First name", "Surname", "Organisation", "Job title", "Phone", "Town", "Age band", "Group"],
        first_name="First name",
        last_name="Surname",
        name="Organisation",
        role="Job title",
        phone="Phone",
        village="Town",
        age_band="Age band",
        group="Group",
    )


def test_headers_with_more_words_are_understood() -> None:
    headed(
        ["Pełna nazwa instytucji kultury", "Telefon do biura"],
        name="Pełna nazwa instytucji kultury",
        phone="Telefon do biura",
    )


def test_the_header_may_stand_below_a_title() -> None:
    rows = [["Wykaz organizacji w gminie"], [], ["stan na 2026"], ["nazwa", "miejscowość"], ["OSP", "Lipowo"]]
    guess = guess_columns(rows)
    assert (guess.header_row, guess.mapping) == (3, {"name": 0, "village": 1})
    assert guess.reasons["name"].code == "header"
    assert guess.reasons["name"].params == {"header": "nazwa"}


def test_a_lone_header_over_one_column_is_seen() -> None:
    guess = guess_columns([["Nazwa"], ["OSP"], ["KGW"]])
    assert (guess.header_row, guess.mapping) == (0, {"name": 0})


def test_a_column_named_gmina_with_codes_is_the_code() -> None:
    rows = [["Nazwa", "Gmina"], ["OSP", "0201022"], ["KGW", "020102"], ["GOK", "20102"]]
    assert guess_columns(rows).mapping == {"name": 0, "gmina_code": 1}


def test_without_a_header_the_cells_tell() -> None:
    rows = [
        [
            "1",
            "Gminna Biblioteka Publiczna",
            "biblioteka@lipowo.example",
            "59-700",
            "020102",
            "75 123 45 67",
            "ul. Polna 1",
        ],
        ["2", "OSP Lipowo", "", "59-700", "020102", "+48 600 100 200", "ul. Leśna 2"],
        ["3", "Piekarnia Kłos", "klos@lipowo.example", "59-700", "20102", "600100200", ""],
    ]
    guess = guess_columns(rows)
    assert guess.header_row is None
    assert guess.mapping == {"name": 1, "email": 2, "postcode": 3, "gmina_code": 4, "phone": 5, "street": 6}
    assert guess.reasons["postcode"].code == "content"
    assert guess.reasons["postcode"].params == {"share": "100"}


def test_contacts_under_unknown_headers_are_found() -> None:
    rows = [["Nazwa", "Powiat", "a", "b", "c"], ["OSP", "x", "osp@lipowo.example", "600100200", "https://osp.example"]]
    assert guess_columns(rows).mapping == {"name": 0, "powiat": 1, "email": 2, "phone": 3, "website": 4}


def test_names_one_a_line_are_names() -> None:
    rows = [["OSP Lipowo"], ["Anna Nowak"], ["Zielona Dolina"], ["KGW"]]
    guess = guess_columns(rows)
    assert (guess.header_row, guess.mapping, guess.problem) == (None, {"name": 0}, "")


def test_people_are_found_next_to_organisations_and_alone() -> None:
    assert guess_columns([["OSP Lipowo", "Jan Nowak"], ["KGW", "Anna Lis"]]).mapping == {"name": 0, "person": 1}
    assert guess_columns([["Jan Nowak"], ["Anna Lis"]]).mapping == {"person": 0}


def test_names_of_unknown_kind_are_names_still() -> None:
    assert guess_columns([["Zielona Dolina"], ["Razem"]]).mapping == {"name": 0}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([], "no_rows"),
        ([[""], ["  "]], "no_rows"),
        ([["Województwo", "Kwartał", "Rok", "Ludność"], ["PODLASKIE", "1", "2016", "1188170"]], "statistics"),
        ([["1", "2"], ["3,5", "4 000"]], "statistics"),
        ([["Powiat", "Gmina"], ["bielski", "Boćki"]], "no_name_column"),
    ],
)
def test_what_is_no_list_of_organisations_is_said(rows: list[list[str]], problem: str) -> None:
    assert guess_columns(rows).problem == problem


@given(st.lists(st.lists(st.text(max_size=20), max_size=6), max_size=12))
def test_any_table_gets_a_guess(rows: list[list[str]]) -> None:
    guess = guess_columns(rows)
    width = max((len(row) for row in rows), default=0)
    assert set(guess.mapping) <= set(FIELDS)
    assert len(set(guess.mapping.values())) == len(guess.mapping)
    assert all(0 <= column < width for column in guess.mapping.values())
    assert set(guess.reasons) == set(guess.mapping)


@given(st.permutations(range(len(RSPO))))
def test_the_order_of_columns_is_irrelevant(order: list[int]) -> None:
    header = [RSPO[column] for column in order]
    straight = {name: RSPO[column] for name, column in guess_columns([RSPO, ["x"]]).mapping.items()}
    assert {name: header[column] for name, column in guess_columns([header, ["x"]]).mapping.items()} == straight


@pytest.mark.parametrize(
    ("rows", "header_row"),
    [
        ([["Spis organizacji gminy – stan na 2024 rok", ""], ["nazwa", "liczba członków"], ["OSP Zarzecze", "23"]], 1),
        ([["Wykaz", ""], ["Nazwa organizacji", "Liczba członków"], ["OSP Zarzecze", "dużo"]], 1),
        ([["nazwa", "liczba członków"], ["OSP Zarzecze", ""], ["KGW Wola", "siedem"]], 0),
        ([["Organizacja", "Członkowie"], ["OSP Zarzecze", "wielu"]], 0),
        ([["OSP Zarzecze", "23"], ["Szkoła Podstawowa", "7"]], None),
    ],
)
def test_a_heading_of_names_is_enough_whatever_stands_beside_it(rows: list[list[str]], header_row: int | None) -> None:
    guess = guess_columns(rows)
    assert (guess.header_row, dict(guess.mapping)) == (header_row, {"name": 0})


def columns(text: str, **more: Any) -> dict[str, str]:
    """Which heading each field has; without headings the place of the column."""
    rows = [line.split(";") for line in text.strip().splitlines()]
    guess = guess_columns(rows, **more)
    return {
        name: str(column) if guess.header_row is None else rows[guess.header_row][column]
        for name, column in guess.mapping.items()
    }


@pytest.mark.parametrize(
    ("table", "found"),
    [
        ("Nazwa;Kontakt\nOSP Próba;600 111 007", {"contact": "Kontakt"}),
        ("Nazwa;Kontakt telefoniczny\nOSP Próba;600 111 007", {"contact": "Kontakt telefoniczny"}),
        ("Nazwa;Kontakt\nOSP Próba;tel. 600 555 444, osp@example.pl", {"contact": "Kontakt"}),
        ("Nazwa;Kontakt\nOSP Próba;Jan Testowy\nKGW;Anna Próbna 600 100 200", {"person": "Kontakt"}),
        ("Nazwa;Osoba do kontaktu\nOSP Próba;600 111 007", {"contact": "Osoba do kontaktu"}),
        ("Nazwa;Telefon / e-mail\nOSP Próba;600 111 007, osp@example.pl", {"contact": "Telefon / e-mail"}),
        ("Nazwa;Kontakt (tel., e-mail)\nOSP Próba;600 111 007", {"contact": "Kontakt (tel., e-mail)"}),
        (
            "Nazwa;Kontakt;Osoba do kontaktu\nOSP Próba;600 111 007;Jan Testowy",
            {"contact": "Kontakt", "person": "Osoba do kontaktu"},
        ),
        (
            "Nazwa;Kontakt;Tel. kontaktowy\nOSP Próba;600 111 007;600 111 008",
            {"contact": "Kontakt", "phone": "Tel. kontaktowy"},
        ),
        (
            "Nazwa;Kontakt;Dane kontaktowe\nOSP Próba;600 111 007;600 111 008",
            {"contact": "Kontakt", "contact_2": "Dane kontaktowe"},
        ),
        (
            "Nazwa;Telefon;Nr tel.;Tel. komórkowy\nOSP Próba;600 111 007;600 111 008;600 111 009",
            {"phone": "Telefon", "contact": "Nr tel.", "contact_2": "Tel. komórkowy"},
        ),
        (
            "Nazwa;E-mail;Adres e-mail\nOSP Próba;osp@example.pl;straz@example.pl",
            {"email": "E-mail", "contact": "Adres e-mail"},
        ),
        ("Nazwa;KRS;Telefon\nOSP Próba;0000123456;600 100 200", {"phone": "Telefon"}),
        (
            "Nazwa;Sołectwo;Przewodnicząca\nKGW Próba;Lipowo;Anna Próbna",
            {"village": "Sołectwo", "person": "Przewodnicząca"},
        ),
        (
            "Nazwa;Kierownik;Osoba do kontaktu\nGOK;Jan Testowy;Anna Próbna",
            {"person": "Osoba do kontaktu"},
        ),
        ("Nazwa;Nr\nOSP Próba;7", {"house_number": "Nr"}),
        ("Nazwa;Data urodzenia\nJan Testowy;01.02.1960", {"age_band": "Data urodzenia"}),
    ],
)
def test_columns_of_contacts_and_persons_are_told_by_their_words_and_values(table: str, found: dict[str, str]) -> None:
    assert columns(table) == {"name": "Nazwa", **found}


def test_persons_and_their_phones_in_one_column_are_persons() -> None:
    assert columns("Imię i nazwisko, telefon;Funkcja\nJan Testowy 600 100 200;radny") == {
        "person": "Imię i nazwisko, telefon",
        "role": "Funkcja",
    }


@pytest.mark.parametrize("name", ["Szkoła Podstawowa nr 2", "Sołectwo Lipowo", "OSP tel. 600 100 200"])
def test_a_list_of_names_needs_no_heading_and_none_is_taken_for_one(name: str) -> None:
    guess = guess_columns([[name], ["Piekarnia Kłos"]])
    assert (guess.header_row, guess.mapping) == (None, {"name": 0})


def test_phones_of_the_first_row_are_no_headings() -> None:
    table = "OSP Lipowo;tel. 600 700 800;kom. 600 700 801\nKGW Wola;600 700 802;600 700 803"
    assert columns(table) == {"name": "0", "phone": "1", "contact": "2"}


def test_without_headings_villages_of_the_gmina_are_found() -> None:
    table = "OSP Lipowo;Lipowo;600 700 800\nKGW Wola;Wola;600 700 801"
    assert columns(table, is_village={"Lipowo", "Wola"}.__contains__) == {"name": "0", "village": "1", "phone": "2"}
    assert columns(table) == {"name": "0", "phone": "2"}
