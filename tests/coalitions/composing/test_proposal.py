"""The printed proposal: two pages for eight to thirty members, everything on them, whatever people typed."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from pypdf import PdfReader

from koalicja.coalitions.composing.proposal import proposal_data, proposal_pdf, shortened
from koalicja.coalitions.composing.sheet import AgeBandLine, CoverLine, GroupLine, MemberLine, MissingLine
from koalicja.ui.groups import GROUP_NAMES
from tests.coalitions.composing.sheets import MEMBERS, make_sheet
from tests.paper.reading import families, filled_shapes, letter_sizes, page_texts, structure_tags

A4_POINTS = (595, 842)
SHAPES = {"office": "square", "culture": "circle", "ngo": "triangle", "business": "diamond", "resident": "hexagon"}


def headings(text: str, words: list[str]) -> list[str]:
    """Those of the words that the page has, in the order of the page."""
    return sorted((word for word in words if word in text), key=text.index)


@pytest.mark.parametrize("size", [8, 14, 16, 30])
def test_a_proposal_takes_two_pages_of_a4(size: int) -> None:
    pages = PdfReader(BytesIO(proposal_pdf(make_sheet(size)))).pages
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == [A4_POINTS] * 2


@pytest.mark.slow
@pytest.mark.parametrize("size", [8, 16, 20, 30])
def test_names_of_eighty_letters_take_two_pages_and_are_printed_whole(size: int) -> None:
    sheet = make_sheet(size, long_names=True)
    assert {len(member.name) for member in sheet.members} == {80}
    pages = page_texts(proposal_pdf(sheet))
    assert len(pages) == 2
    assert [member.name for member in sheet.members if member.name not in pages[0]] == []


@pytest.mark.slow
@pytest.mark.parametrize("size", [8, 16, 17, 30])
def test_two_pages_hold_whatever_was_typed(size: int) -> None:
    long = "Wielka Żółć " * 60
    sheet = make_sheet(
        size,
        members=(MemberLine(long, "ngo", (long, long, long), long, irreplaceable=True),) * size,
        name=long,
        gmina=long,
        finding=long,
        groups=tuple(GroupLine(group, 1, 40) for group in ("office", "culture", "ngo", "business", "resident")),
        age_bands=(AgeBandLine(long, 1, 40),) * 9,
        cover=(CoverLine(long, tuple(range(1, size + 1))),) * 30,
        missing=(MissingLine(long, long),) * 30,
        against=(long,) * 30,
        missing_title=long[:30],
        proof=long,
        unknown=(long,) * 30,
        alternatives=(long,) * 30,
        next_step=long,
        note=long,
    )
    assert len(page_texts(proposal_pdf(sheet))) == 2


@pytest.mark.parametrize(("size", "long_names"), [(31, False), (68, False), (68, True)])
def test_of_more_seats_than_a_table_has_the_first_ones_are_printed_so_that_they_can_be_read(
    size: int, long_names: bool
) -> None:
    sheet = make_sheet(size, long_names=long_names)
    document = proposal_pdf(sheet)
    first, second = page_texts(document)
    shown = sum(f" {at} {shortened(each.name, 90)}" in first for at, each in enumerate(sheet.members, start=1))
    assert shown == (15 if long_names else 25)
    assert f"Pozostałe miejsca są na stronie propozycji: {size - shown}." in first
    assert min(letter_sizes(document, page=0)) == 8.0  # of the foot; 8.6 of the table's head
    assert "Kto co wnosi Co Kto sala Gminna Biblioteka Publiczna" in second


def test_page_one_says_who_and_why_with_two_reasons_each() -> None:
    first = page_texts(proposal_pdf(make_sheet(8)))[0]
    assert first.startswith(
        "Propozycja 3: kogo zaprosić Gminna Koalicja: Lipowo "
        "Gmina: Lipowo, gmina wiejska, powiat przykładowy, woj. przykładowe · 22.11.2026 "
        "Biblioteka Wiodąca: Gminna Biblioteka Publiczna w Lipowie, tel. 63 000 00 00, biblioteka@lipowo.example "
        "Ten skład spełnia"
    )
    assert [member.name for member in MEMBERS[:8] if member.name not in first] == []
    assert "bez zastępstwa głos młodych; obszar: czas wolny" in first
    assert first.count("bez zastępstwa") == sum(member.irreplaceable for member in MEMBERS[:8])
    assert first.endswith("Gminna Koalicja: Lipowo · Przykład: osoby i organizacje są zmyślone. 1 / 2")


def test_a_long_finding_is_printed_whole_on_as_many_lines_as_it_takes() -> None:
    rules = "różne przedziały wieku wśród mieszkańców, co najmniej: 2, jest: 0"
    begins = "To dobry początek. Najlepszy niepełny skład: 6 miejsc. Do pełnego składu brakuje:"
    finding = f"{begins} {rules}; {rules}; {rules}."
    pages = page_texts(proposal_pdf(make_sheet(30, finding=finding, long_names=True)))
    assert (len(pages), finding in pages[0]) == (2, True)


def test_page_two_says_why_and_what_next_in_this_order() -> None:
    second = page_texts(proposal_pdf(make_sheet()))[1]
    order = [
        "Pięć grup przy jednym stole",
        "Czy może być lepiej?",
        "Czego nie wiemy",
        "Kto co wnosi",
        "Kogo brakuje i gdzie szukać",
        "Inne dobre składy",
        "Co dalej",
        "Policzył program Koalicja, wersja: 0.1.0. Numer do sprawdzenia: 41.",
        "Notatki z rozmowy",
    ]
    assert headings(second, order) == order


@pytest.mark.parametrize("size", [8, 16, 30])
def test_questions_that_lead_stand_above_the_table_and_nowhere_else(size: int) -> None:
    sheet = make_sheet(size, long_names=size == 30, questions_lead=True)
    first, second = pages = page_texts(proposal_pdf(sheet))
    assert len(pages) == 2
    order = [sheet.finding, "O co warto zapytać", *sheet.unknown, sheet.members[-1].name]
    assert headings(first, order) == order
    assert headings(second, [*sheet.unknown, "Czego nie wiemy"]) == []


def test_the_proposal_speaks_english_where_the_page_does() -> None:
    with translation.override("en"):
        document = proposal_pdf(make_sheet(8))
    first, second = page_texts(document)
    assert first.startswith("Proposal 3: whom to invite Gminna Koalicja: Lipowo Gmina: Lipowo")
    assert "22 Nov 2026" in first
    order = ["Five groups at one table", "Could it be better?", "What we do not know", "Who brings what", "What next"]
    assert headings(second, order) == order
    assert PdfReader(BytesIO(document)).trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]


@pytest.mark.slow
@pytest.mark.parametrize("long_names", [False, True])
@pytest.mark.parametrize("size", [8, 16, 30])
def test_the_file_is_tagged_and_says_its_language_and_title(size: int, long_names: bool) -> None:
    sheet = make_sheet(size, long_names=long_names)
    reader = PdfReader(BytesIO(proposal_pdf(sheet)))
    root: Any = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "pl")
    assert reader.metadata is not None
    assert reader.metadata.title == sheet.title.replace(" i ", " i\N{NO-BREAK SPACE}")


@pytest.mark.parametrize("size", [8, 30])
def test_each_group_has_its_shape_and_its_word(size: int) -> None:
    sheet = make_sheet(size)
    document = proposal_pdf(sheet)
    drawn, first, second = filled_shapes(document, 0), *page_texts(document)
    assert drawn == [SHAPES[member.group] for member in sheet.members]
    words = {str(GROUP_NAMES[group]): drawn.count(shape) for group, shape in SHAPES.items()}
    assert {word: first.count(f" {word} ") for word in words} == words
    assert [word for word in words if word not in second] == []


@pytest.mark.parametrize(("size", "long_names"), [(8, False), (30, False), (8, True), (30, True)])
def test_there_is_room_to_write_on_the_second_page(size: int, long_names: bool) -> None:
    assert "Notatki z rozmowy" in page_texts(proposal_pdf(make_sheet(size, long_names=long_names)))[1]


def test_whatever_is_not_printed_is_counted() -> None:
    members = (replace(MEMBERS[0], reasons=("pierwszy", "drugi", "trzeci")), *MEMBERS[1:8])
    sheet = make_sheet(
        8,
        members=members,
        age_bands=tuple(AgeBandLine(f"wiek: {age} lat", 1, 1) for age in range(20, 27)),
        unknown=tuple(f"Pytanie {number}?" for number in range(1, 6)),
        unmet=tuple(f"zasada {number}" for number in range(1, 5)),
    )
    first, second = page_texts(proposal_pdf(sheet))
    assert ("drugi" in first, "trzeci" in first) == (True, False)
    assert "Przy każdym miejscu są tu najwyżej dwa powody. Wszystkie są na stronie propozycji." in first
    assert "wiek: 24 lat 1 1 wystarczy" in second
    assert "Kreska pokazuje minimum. Pozostałe są na stronie propozycji: 2." in second
    assert (
        "Inne niespełnione zasady • zasada 1 • zasada 2 • zasada 3 • Pozostałe są na stronie propozycji: 1." in second
    )
    assert "Pytanie 3? • Pozostałe są na stronie propozycji: 2." in second


def test_only_our_two_families_are_on_the_paper() -> None:
    assert families(proposal_pdf(make_sheet())) == {
        "AtkinsonHyperlegibleNext": {"Regular", "SemiBold"},
        "SourceSerif4": {"Regular", "SemiBold"},
    }


def test_tables_have_heads_and_shapes_are_not_read_aloud() -> None:
    tags = structure_tags(proposal_pdf(make_sheet(8)))
    assert [tag for tag in tags if tag in {"H1", "H2", "Table", "Figure"}] == [
        *["H1", "Table", "H2", "Table", "H2", "H2", "H2", "Table", "H2", "Table", "H2", "H2", "H2"],
    ]
    assert tags.count("TH") == 4 + 4 + 2 + 2


def test_who_brings_what_names_two_and_gives_the_numbers_of_the_others() -> None:
    data = proposal_data(make_sheet(8, cover=(CoverLine("sala", (2, 4, 5, 8)), CoverLine("nocleg", ()))))
    assert [[what, who.replace("\N{NO-BREAK SPACE}", " ")] for what, who in data["cover"]] == [
        ["sala", "Ochotnicza Straż Pożarna w Olszynkach (2), Szkoła Podstawowa w Lipowie (4); także: 5, 8"],
        ["nocleg", "jeszcze nikt"],
    ]


def test_what_has_no_row_of_its_own_is_named_in_the_last_one() -> None:
    data = proposal_data(make_sheet(30, long_names=True))
    assert (len(data["cover"]), data["cover"][-1]) == (
        10,
        ["także", "; ".join(f"obszar działania numer {number}" for number in range(2, 7))],
    )
    firm = "firma lub gospodarstwo, które dociera do wsi Nowe Sady"
    whom = f"{firm}; osoba w\N{NO-BREAK SPACE}wieku 13–19\N{NO-BREAK SPACE}lat ze wsi Zarzecze"
    assert (len(data["missing"]), data["missing"][-1]) == (7, ["także", whom])


@pytest.mark.parametrize(
    ("rules_met", "sentence"),
    [
        (True, "Nikogo: wszystkie zasady są spełnione."),
        (False, "Jeszcze nie wiadomo: nie znaleźliśmy składu, który spełnia wszystkie zasady."),
    ],
)
def test_nobody_missing_is_said_only_where_the_rules_are_met(rules_met: bool, sentence: str) -> None:
    second = page_texts(proposal_pdf(make_sheet(missing=(), rules_met=rules_met)))[1]
    assert f"Kogo brakuje i gdzie szukać {sentence} Inne dobre składy" in second


def test_sections_with_nothing_to_say_are_left_out() -> None:
    sheet = make_sheet(
        8, unknown=(), cover=(), alternatives=(), next_step="", run=None, number=None, note="", age_bands=()
    )
    second = page_texts(proposal_pdf(sheet))[1]
    wanted = ["Pięć grup", "Czy może być lepiej?", "Kogo brakuje", "Policzył"]
    absent = [
        "Czego nie wiemy",
        "Kto co wnosi",
        "Inne dobre składy",
        "Co dalej",
        "Propozycja 3",
        "mieszkańcy w różnym",
    ]
    assert headings(second, wanted + absent) == wanted


def test_a_group_nobody_told_us_is_printed_as_unknown() -> None:
    members = (replace(MEMBERS[1], group=""), *MEMBERS[1:8])
    first = page_texts(proposal_pdf(make_sheet(8, members=members)))[0]
    assert first.count("nie wiemy") == 1


@pytest.mark.parametrize(
    ("text", "limit", "result"),
    [
        ("Szkoła w Lipowie", 16, "Szkoła w Lipowie"),
        ("Szkoła w Lipowie", 15, "Szkoła…"),
        ("Szkoła,  mała\nw Lipowie", 14, "Szkoła, mała…"),
        ("Brzęczyszczykiewiczówna", 10, "Brzęczysz…"),
        ("", 5, ""),
    ],
)
def test_what_is_too_long_is_cut_between_words(text: str, limit: int, result: str) -> None:
    assert shortened(text, limit) == result


def test_a_number_and_its_noun_stand_on_one_line() -> None:
    data = proposal_data(make_sheet(unknown=("Odpowiedź może zmienić 1 miejsce, tel. 75 700 00 00",)))
    assert data["unknown"] == ["Odpowiedź może zmienić 1\N{NO-BREAK SPACE}miejsce, tel. 75 700 00 00"]
