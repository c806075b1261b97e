"""Any list the importer reads becomes candidates of one gmina."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from koalicja.coalitions.composing.refusals import InputRefused, refusal
from koalicja.coalitions.composing.tables import gmina_line, read_listed
from koalicja.engine.composition.problem import Candidate
from koalicja.people.files import FileRefused

Write = Callable[..., Path]
LIST = """Nazwa;Gmina;Powiat;Miejscowość
OSP Olszynki;Chodów;kolski;Olszynki
Szkoła Podstawowa w Chodowie;Chodów;kolski;Chodów
OSP Olszynki;Chodów;kolski;Olszynki
;Chodów;kolski;Chodów
Młyn;Chodów;kolski;
"""


def test_rows_become_candidates_named_by_their_row(written: Write) -> None:
    listed = read_listed(written(LIST))
    assert listed.candidates == (
        Candidate("row-2", "OSP Olszynki", "organisation", "ngo", "fire_brigade", villages=frozenset({"Olszynki"})),
        Candidate(
            "row-3", "Szkoła Podstawowa w Chodowie", "organisation", "culture", "school", villages=frozenset({"Chodów"})
        ),
        Candidate("row-6", "Młyn", "organisation", "business", "firm"),
    )
    assert (listed.gmina, listed.gmina_name) == ("300903", "Chodów (kolski, wielkopolskie)")
    assert ([problem.number for problem in listed.problems], listed.repeated, listed.elsewhere) == ([5], 1, 0)


def test_people_are_residents_with_their_age(written: Write) -> None:
    path = written("Imię i nazwisko;Wiek\nAnna Przykładowa;13 – 19\nJan Zmyślony;młody\n")
    assert [(c.kind, c.group, c.age_band) for c in read_listed(path, gmina="300903").candidates] == [
        ("resident", "resident", "13-19"),
        ("resident", "resident", ""),
    ]


def test_ages_beside_names_are_read_as_on_the_page_into_the_bands_of_the_rules(written: Write) -> None:
    lines = (
        "Jan Kowalski, 65 lat\nZofia Przykładowa, 17 lat\nAnna Nowak 17 lat\n1. Ewa Zmyślona – 40 lat\nKlub 50 lat\n"
    )
    found = read_listed(written(lines, "lista.txt"), gmina="300903").candidates
    people = [
        ("Jan Kowalski", "60+"),
        ("Zofia Przykładowa", "13-19"),
        ("Anna Nowak", "13-19"),
        ("Ewa Zmyślona", "35-59"),
    ]
    assert [(c.name, c.group, c.age_band) for c in found[:4]] == [(name, "resident", band) for name, band in people]
    assert (found[4].name, found[4].age_band) == ("Klub 50 lat", "")
    born = written("Imię i nazwisko;Wiek\nAnna Przykładowa;17\nJan Zmyślony (ur. 1950);\nEwa Testowa, 40 lat;\n")
    found = read_listed(born, gmina="300903", year=2026, bands=("13-25", "26+")).candidates
    assert [(c.name, c.group, c.age_band) for c in found] == [
        ("Anna Przykładowa", "resident", "13-25"),
        ("Jan Zmyślony", "resident", "26+"),
        ("Ewa Testowa", "resident", "26+"),
    ]


def test_what_the_file_says_of_group_and_sector_beats_our_guess(written: Write) -> None:
    path = written("Nazwa;Grupa;Sektor\nSzkoła tańca Ewy;przedsiębiorcy;firma\n")
    (candidate,) = read_listed(path, gmina="300903").candidates
    assert (candidate.kind, candidate.group, candidate.sector) == ("organisation", "business", "firm")


def test_a_pasted_list_of_names_needs_the_gmina(written: Write) -> None:
    path = written("OSP Olszynki\nKGW Jagoda\nSzkoła Podstawowa nr 2\n", "lista.txt")
    with pytest.raises(InputRefused) as refused:
        read_listed(path)
    assert (refused.value.code, refused.value.params) == ("gmina_needed", {})
    assert "--gmina" in refusal(refused.value)
    assert [candidate.id for candidate in read_listed(path, gmina="300903").candidates] == ["row-1", "row-2", "row-3"]


def test_a_pasted_list_loses_its_numbers_and_its_heading(written: Write) -> None:
    path = written("Spis organizacji\nNazwa\n1. OSP Olszynki; Olszynki\n2. 2. Drużyna Harcerska\n\n3. Młyn\n")
    listed = read_listed(path, gmina="300903")
    assert [(candidate.id, candidate.name, *candidate.villages) for candidate in listed.candidates] == [
        ("row-3", "OSP Olszynki", "Olszynki"),
        ("row-4", "2. Drużyna Harcerska"),
        ("row-6", "Młyn"),
    ]


def test_bare_lines_with_villages_and_phones_are_a_pasted_list(written: Write) -> None:
    path = written("OSP Olszynki; Olszynki; 600 100 200\nSzkoła Podstawowa nr 2; Lipowo; 600 100 300\nMłyn; Wola; \n")
    assert [(candidate.name, *candidate.villages) for candidate in read_listed(path, gmina="300903").candidates] == [
        ("OSP Olszynki", "Olszynki"),
        ("Szkoła Podstawowa nr 2", "Lipowo"),
        ("Młyn", "Wola"),
    ]


def test_a_file_of_several_gminas_needs_the_gmina(written: Write) -> None:
    path = written(LIST + "KGW Jagoda;Osiek Mały;kolski;Osiek Mały\n")
    with pytest.raises(InputRefused) as refused:
        read_listed(path)
    assert (refused.value.code, refused.value.params["count"]) == ("several_gminas", 2)
    assert [candidate.name for candidate in read_listed(path, gmina="300910").candidates] == ["KGW Jagoda"]


@pytest.mark.parametrize("code", ["999999", "x", "30 09 99"])
def test_an_unknown_gmina_is_refused(written: Write, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_listed(written(LIST), gmina=code)
    assert (refused.value.code, refused.value.params) == ("unknown_gmina", {"value": code})


def test_a_list_without_anybody_of_the_gmina_is_refused(written: Write) -> None:
    with pytest.raises(InputRefused) as refused:
        read_listed(written(LIST), gmina="020101")
    assert refused.value.code == "nobody_there"


@pytest.mark.parametrize(
    ("text", "code"),
    [("Rok;Ludność\n2016;1188\n2017;1187\n", "not_a_list"), ("\n\n", "empty"), ("%PDF-1.7", "wrong_type")],
)
def test_what_is_no_list_is_refused(written: Write, text: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_listed(written(text), gmina="300903")
    assert refused.value.code == code
    assert len(refusal(refused.value).splitlines()) == 1


def test_rows_without_a_name_alone_are_refused(written: Write) -> None:
    with pytest.raises(InputRefused) as refused:
        read_listed(written("Nazwa;Miejscowość\n;Chodów\n-;Chodów\n"), gmina="300903")
    assert refused.value.code == "no_usable_row"


def test_in_a_list_mostly_of_other_places_an_unknown_place_lies_elsewhere(written: Write) -> None:
    rows = "Szkoła Podstawowa nr {0};{1}\n"
    towns = ["Toruń", "Bydgoszcz", "Gdańsk", "Kraków", "Poznań"]
    body = "".join(rows.format(at, town) for at, town in enumerate(towns))
    path = written("Nazwa;Miasto\n" + body + rows.format(8, "Chodów") + rows.format(9, "Xyzowo"))
    listed = read_listed(path, gmina="300903")
    assert ([candidate.id for candidate in listed.candidates], listed.elsewhere) == (["row-7"], 6)
    near = written("Nazwa;Miasto\n" + rows.format(8, "Chodów") + rows.format(9, "Xyzowo") + rows.format(1, "Toruń"))
    assert [candidate.id for candidate in read_listed(near, gmina="300903").candidates] == ["row-2", "row-3"]


def test_a_gmina_is_named_with_its_powiat_because_names_repeat() -> None:
    assert gmina_line("020101") == "Bolesławiec (bolesławiecki, dolnośląskie)"


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "gmina", "count"),
    [
        ("messy/rspo_sample_2020.csv", "", 168),
        ("messy/szkoly_kujaw_pom.xlsx", "046101", 132),
        ("messy/szkoly_podlasie.xls", "206101", 87),
        ("institutions/pkw2020_obwody_glosowania.xlsx", "020101", 13),
    ],
)
def test_real_lists_give_the_candidates_of_a_gmina(name: str, gmina: str, count: int) -> None:
    listed = read_listed(Path(os.environ["KOALICJA_TEST_DATA"]) / name, gmina=gmina)
    assert len(listed.candidates) == count
    assert len({candidate.id for candidate in listed.candidates}) == count


@pytest.mark.data
def test_a_table_of_the_population_is_no_list() -> None:
    with pytest.raises(FileRefused) as refused:
        read_listed(Path(os.environ["KOALICJA_TEST_DATA"]) / "messy/bdl_export_ludnosc.csv", gmina="200301")
    assert refused.value.code == "not_a_list"
