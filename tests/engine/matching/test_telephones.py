"""One telephone in all the ways people write it, and what in a name is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koalicja.engine.matching.telephones import has_telephone, is_known, numbers_in, telephones_in


@pytest.mark.parametrize(
    "cell",
    [
        "75 100 20 30",
        "75/100 20 30",
        "75/1002030",
        "75–100–20–30",
        "0-75 100 20 30",
        "075 100 20 30",
        "(0-75) 100-20-30",
        "(75) 100 20 30",
        "+48 75 100 20 30",
        "+48 (75) 100-20-30",
        "48 75 100 20 30",
        "0048751002030",
        "tel./fax 75 100 20 30",
        "75 100 20 30 wew. 12",
        "75 100 20 30 w. 12",
        "75 100 20 30 (sekretariat)",
        "75 100 20 30/31",
    ],
)
def test_one_telephone_is_one_however_it_is_written(cell: str) -> None:
    assert numbers_in(cell) == ("751002030",)


@pytest.mark.parametrize("between", [" lub ", " ", ", ", ",", "/", " / ", "; ", " i ", " oraz ", "\n", "|", " +48 "])
@pytest.mark.parametrize(("one", "digits"), [("75 100 20 30", "751002030"), ("601100200", "601100200")])
def test_two_telephones_of_a_cell_are_two(one: str, digits: str, between: str) -> None:
    assert numbers_in(f"{one}{between}600 100 200") == (digits, "600100200")


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("", ()),
        ("brak", ()),
        ("112", ("112",)),
        ("732 34 56", ("7323456",)),
        ("732 34 56, 75 100 20 30", ("7323456", "751002030")),
        ("+49 30 1234567", ("+49301234567",)),
        ("600 100 200, 600-100-200", ("600100200",)),
        ("000 200 007", ("000200007",)),
    ],
)
def test_cells_of_all_kinds(cell: str, numbers: tuple[str, ...]) -> None:
    assert numbers_in(cell) == numbers


def test_a_cell_is_known_when_all_its_telephones_are() -> None:
    known = ("75 100 20 30", "600 100 200 lub 601 100 200")
    assert [is_known(cell, *known) for cell in ("601-100-200", "75/1002030, 600100200", "602 100 200", "")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Szkoła Podstawowa nr 12",
        "Ogród Działkowy 600-lecia",
        "58. Drużyna Harcerska",
        "Spółka 2000",
        "Zespół Szkół, Szkolna 12, 59-700 Bolesławiec",
        "Szkoła Podstawowa, Długa 49, 05-090 05 - 090",
        "Klub 12 59-700 Bolesławiec",
        "OSP REGON 123456789",
        "Szkoła (RSPO: 123456, REGON: 356297000)",
        "Firma NIP 123-456-78-90",
        "Fundacja KRS nr 0000123456",
        "Stowarzyszenie 1945-1989",
        "Szkoła im. 11.11.1918",
        "Grupa Rajd 2024/2025",
        "Sołectwo od numeru 154 - 309, 312 - 447, 876 - 881, 882 - 1027",
        "konto 12 3456 7890 1234 5678 9012 3456",
        "Sklep czynny 8.00-16.00",
        "Dotacja 1 500 000 zł",
        "Przedszkola nr 1, 12, 13, 15, 20",
    ],
)
def test_figures_that_are_no_telephone_are_left_in_names(name: str) -> None:
    assert (telephones_in(name), has_telephone(name)) == ([], False)


@pytest.mark.parametrize("name", ["Ewa Nowak 60010020", "Ewa Nowak 6001002001", "Ewa Nowak 60 01 00 20"])
def test_figures_like_those_of_a_telephone_are_told_though_not_understood(name: str) -> None:
    assert (telephones_in(name), has_telephone(name)) == ([], True)


@given(st.text(alphabet="0123456789 -–/+().,w;tel", max_size=40))
def test_any_cell_has_numbers_of_figures_alone_and_reads_the_same_again(cell: str) -> None:
    numbers = numbers_in(cell)
    assert len(set(numbers)) == len(numbers)
    assert all(number.removeprefix("+").isdecimal() for number in numbers)
    assert is_known(cell, cell) == bool(numbers)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("600 100 507/ 600 100 508", ["600 100 507", "600 100 508"]),
        ("34 328 10 01 / 34 328 10 02", ["34 328 10 01", "34 328 10 02"]),
        ("34 328 10 01/02", ["34 328 10 01/02"]),
        ("34 328 10 01/02 / 600 100 200", ["34 328 10 01/02", "600 100 200"]),
        ("34 328 10 01 w. 5 / 600 100 200", ["34 328 10 01 w. 5", "600 100 200"]),
        ("600 100 507 / 600 100 508 / 600 100 509", ["600 100 507", "600 100 508", "600 100 509"]),
    ],
)
def test_telephones_beside_each_other_are_each_whole(text: str, written: list[str]) -> None:
    assert [found.written for found in telephones_in(text)] == written


WRITTEN = (
    "### ### ###",
    "###-###-###",
    "#########",
    "34 ### ## ##",
    "(34) ###-##-##",
    "34/### ## ##",
    "+48 ### ### ###",
)
BETWEEN = (
    *" ,;/|\n-–—\\_·",
    " / ",
    "/ ",
    " /",
    ", ",
    "; ",
    " lub ",
    " albo ",
    " i ",
    " oraz ",
    " - ",
    " | ",
    " + ",
    ". ",
)


@st.composite
def telephones(draw: st.DrawFn) -> str:
    figures = iter(draw(st.text(alphabet="123456789", min_size=9, max_size=9)))
    return "".join(next(figures) if sign == "#" else sign for sign in draw(st.sampled_from(WRITTEN)))


@given(telephones(), st.sampled_from(BETWEEN), telephones())
def test_any_two_telephones_are_found_as_these_two(one: str, between: str, other: str) -> None:
    assert [found.written for found in telephones_in(f"{one}{between}{other}")] == [one, other]
