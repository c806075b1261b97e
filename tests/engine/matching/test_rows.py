"""Rows of a file, judged."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koalicja.engine.matching.cells import proposed_name
from koalicja.engine.matching.columns import FIELDS
from koalicja.engine.matching.rows import (
    OUTCOMES,
    Change,
    ParsedRow,
    RegisterEntry,
    RowProblem,
    Verdict,
    is_corrected,
    judge,
    parse_row,
    venue_key,
)
from tests.engine.matching.facts import GAZETTEER

MAPPING = {"name": 0, "village": 1, "email": 2, "phone": 3, "gmina_code": 4}


def row(number: int, name: str, **values: str) -> ParsedRow:
    return ParsedRow(number, {"name": name, "gmina_code": "020102", **values})


def entry(identity: str, name: str, **values: str) -> RegisterEntry:
    return RegisterEntry(identity, {"name": name, "gmina_code": "020102", **values})


def judged(
    rows: list[ParsedRow | RowProblem], register: list[RegisterEntry] | None = None, **over: Any
) -> list[Verdict]:
    return list(judge(rows, register=register or [], gazetteer=GAZETTEER, **over))


def outcome(row: ParsedRow | RowProblem, register: list[RegisterEntry] | None = None, **over: Any) -> tuple[str, str]:
    verdict = judged([row], register, **over)[0]
    return verdict.outcome, verdict.code


# Parsing


def test_a_row_becomes_values_by_field() -> None:
    cells = [" OSP\u00a0Lipowo ", "Lipowo", "Poczta: osp@lipowo.example;", "-", "20102", "not mapped"]
    assert parse_row(7, cells, MAPPING) == ParsedRow(
        7, {"name": "OSP Lipowo", "village": "Lipowo", "email": "osp@lipowo.example", "gmina_code": "20102"}
    )


def test_short_rows_lack_only_what_is_missing() -> None:
    assert parse_row(7, ["OSP"], MAPPING) == ParsedRow(7, {"name": "OSP"})


def test_a_row_with_nothing_in_it_is_none() -> None:
    assert parse_row(7, ["", " \u00a0", ""], MAPPING) is None
    assert parse_row(7, [], MAPPING) is None


RECORD = "LICEUM W ŁOMŻY,\u00a0lo@lipowo.example,\u00a0http://, Typ:\u00a0Liceum,Łomża"


@pytest.mark.parametrize(
    ("cells", "note", "problem"),
    [
        (["", "Lipowo"], "", RowProblem(7, "no_name")),
        (["---", "Lipowo"], "", RowProblem(7, "no_name")),
        (["„”", "Lipowo"], "", RowProblem(7, "no_name")),
        (["7", "Lipowo"], "", RowProblem(7, "name_without_letters")),
        (['=HYPERLINK("http://x.example";"OSP")', "Lipowo"], "", RowProblem(7, "formula_as_name")),
        (["=cmd|' /C calc'!A0", ""], "", RowProblem(7, "formula_as_name")),
        (["Razem", "7"], "", RowProblem(7, "summary_row")),
        (["Ogółem: 12", ""], "", RowProblem(7, "summary_row")),
        (["O\x00SP"], "", RowProblem(7, "nul_byte")),
        (["OSP"], "formula_without_value", RowProblem(7, "formula_without_value")),
        ([], "formula_without_value", RowProblem(7, "formula_without_value")),
        (
            ["\n".join([RECORD] * 13 + ['SZKOŁA "ART'])],
            "",
            RowProblem(7, "several_records_in_one_cell", {"count": "13", "field": "name"}),
        ),
        (["a\nb\nc\nd"], "", RowProblem(7, "several_records_in_one_cell", {"count": "4", "field": "name"})),
        (["x" * 301], "", RowProblem(7, "too_long", {"field": "name", "length": "301", "limit": "300"})),
        (["OSP", "x" * 201], "", RowProblem(7, "too_long", {"field": "village", "length": "201", "limit": "200"})),
    ],
)
def test_unusable_rows_say_why(cells: list[str], note: str, problem: RowProblem) -> None:
    assert parse_row(7, cells, MAPPING, note=note) == problem


def test_a_name_in_two_lines_is_one_name() -> None:
    assert parse_row(7, ["Szkoła Podstawowa\nw Lipowie"], MAPPING) == ParsedRow(
        7, {"name": "Szkoła Podstawowa w Lipowie"}
    )


def test_length_is_that_of_the_tidied_text() -> None:
    assert parse_row(7, ["OSP" + " " * 300], MAPPING) == ParsedRow(7, {"name": "OSP"})


def test_people_without_an_organisation_are_their_own_name() -> None:
    mapping = {"first_name": 0, "last_name": 1}
    assert parse_row(2, ["Anna", "Nowak"], mapping) == ParsedRow(2, {"name": "Anna Nowak", "person": "Anna Nowak"})
    assert parse_row(2, ["", "Nowak"], mapping) == ParsedRow(2, {"name": "Nowak", "person": "Nowak"})
    both = {**mapping, "person": 2, "name": 3}
    assert parse_row(2, ["A", "B", "Anna Nowak", "KGW"], both) == ParsedRow(2, {"name": "KGW", "person": "Anna Nowak"})


def test_labels_and_empty_addresses_are_cleaned() -> None:
    mapping = {"name": 0, "kind": 1, "website": 2, "email": 3}
    assert parse_row(2, ["LO", "Typ:\u00a0Liceum", "http://", "nie ma"], mapping) == ParsedRow(
        2, {"name": "LO", "kind": "Liceum", "email": "nie ma"}
    )


def test_shouted_names_are_proposed_calm() -> None:
    assert proposed_name({"name": "DOM KULTURY"}) == "Dom Kultury"


# Keys


def test_the_key_holds_what_tells_organisations_apart() -> None:
    base = {"name": "SP nr 2 w Lipowie", "village": "Lipowo"}
    assert venue_key(base, "020102") == "020102|szkola podstawowy nr 2|lipowo|"
    assert venue_key(base | {"phone": "75 12-3"}, "020102").endswith("|lipowo|75123")
    assert venue_key(base | {"phone": "7", "email": "A@b.example"}, "020102").endswith("|lipowo|a@b.example")
    assert venue_key(base | {"email": "a@b.example", "street": "ul. Polna", "house_number": "1"}, "").endswith(
        "|polna 1"
    )
    assert venue_key(base | {"address": "Polna 1", "rspo": "45"}, "").endswith("|rspo 45")


# Judging against the register


def test_what_the_register_lacks_is_new() -> None:
    verdict = judged([row(2, "OSP Lipowo")])[0]
    assert (verdict.outcome, verdict.code, verdict.target, verdict.changes) == ("new", "new_here", "", ())
    assert (verdict.gmina and verdict.gmina.code) == "020102"
    assert (verdict.sector and verdict.sector.sector) == "fire_brigade"
    assert verdict.key == "020102|ochotniczy straz pozarny lipowo||"


def test_what_the_register_has_is_same() -> None:
    verdict = judged([row(2, "Szkoła Podstawowa Nr 2")], [entry("7", "SP nr 2")])[0]
    assert (verdict.outcome, verdict.code, verdict.target) == ("same", "nothing_new", "7")


def test_new_contacts_are_changes_with_old_and_new() -> None:
    known = entry("7", "SP nr 2", phone="75 100 20 30", email="stary@sp.example", village="Kruszyn")
    verdict = judged([row(2, "SP nr 2", phone="75 999 99 99", email="nowy@sp.example", website="sp.example")], [known])[
        0
    ]
    assert (verdict.outcome, verdict.code) == ("doubtful", "likely_duplicate")
    known = entry("7", "SP nr 2", phone="75 100 20 30", email="stary@sp.example")
    verdict = judged([row(2, "SP nr 2", phone="75 999 99 99", email="nowy@sp.example", website="sp.example")], [known])[
        0
    ]
    assert (verdict.outcome, verdict.target) == ("changed", "7")
    assert verdict.changes == (
        Change("phone", "75 100 20 30", "75 999 99 99"),
        Change("email", "stary@sp.example", "nowy@sp.example"),
        Change("website", "", "sp.example"),
    )


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("phone", "+48 600 100 200", "600-100-200"),
        ("website", "https://www.osp.example/", "osp.example"),
        ("email", "OSP@lipowo.example", "osp@lipowo.example"),
        ("street", "ul. Polna", "Polna"),
        ("person", "Jan  NOWAK", "Jan Nowak"),
        ("notes", "coś wiemy", ""),
    ],
)
def test_the_same_said_otherwise_is_no_change(field: str, old: str, new: str) -> None:
    assert outcome(row(2, "OSP", **{field: new}), [entry("7", "OSP", **{field: old})]) == ("same", "nothing_new")


def test_an_empty_cell_erases_nothing() -> None:
    assert outcome(row(2, "OSP"), [entry("7", "OSP", email="osp@lipowo.example")]) == ("same", "nothing_new")


def test_a_file_does_not_undo_what_a_person_corrected_since() -> None:
    key = venue_key(row(2, "OSP").values, "020102")
    known = RegisterEntry(
        "7",
        {"name": "Straż z Lipowa", "gmina_code": "020102", "notes": "poprawione"},
        keys=(key,),
        loaded={"notes": "z pliku"},
    )
    assert outcome(row(2, "OSP", notes="z pliku"), [known]) == ("same", "nothing_new")
    assert outcome(row(2, "OSP", notes="nowe"), [known]) == ("changed", "fields_differ")


@pytest.mark.parametrize(
    ("now", "loaded", "corrected"),
    [
        ("59-701", {"postcode": "59-700"}, True),
        ("59-700", {"postcode": "59-700"}, False),
        ("59-701", {"village": "Lipowo"}, True),
        ("59-701", {}, False),
        ("", {"postcode": "59-700"}, False),
    ],
)
def test_a_field_is_corrected_when_files_have_spoken_and_it_says_something_else(
    now: str, loaded: dict[str, str], corrected: bool
) -> None:
    known = RegisterEntry("7", {"name": "OSP", "gmina_code": "020102", "postcode": now}, loaded=loaded)
    assert is_corrected(known, "postcode") is corrected


def test_likely_duplicates_are_doubtful_and_shown() -> None:
    verdict = judged([row(2, "SP nr 3 im. Jana Nowaka")], [entry("7", "SP nr 3"), entry("8", "SP nr 4")])[0]
    assert (verdict.outcome, verdict.code) == ("doubtful", "likely_duplicate")
    assert [(match.id, match.code) for match in verdict.duplicates] == [("7", "patron_missing")]


def test_possible_duplicates_are_shown_and_new() -> None:
    verdict = judged([row(2, "SP")], [entry("7", "SP nr 3")])[0]
    assert (verdict.outcome, [match.verdict for match in verdict.duplicates]) == ("new", ["possible"])


def test_two_alike_in_the_register_are_doubtful() -> None:
    verdict = judged([row(2, "OSP")], [entry("7", "OSP"), entry("8", "Ochotnicza Straż Pożarna")])[0]
    assert (verdict.outcome, verdict.code) == ("doubtful", "twice_in_register")
    assert [match.id for match in verdict.duplicates] == ["7", "8"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"phone": "600100200"}, ("same", "nothing_new", "1")),
        ({"email": "KGW@example.org"}, ("same", "nothing_new", "1")),
        ({}, ("doubtful", "likely_duplicate", "")),
        ({"phone": "600 100 201"}, ("doubtful", "likely_duplicate", "")),
        ({"phone": "600100200", "notes": "śpiewa"}, ("doubtful", "likely_duplicate", "")),
    ],
)
def test_a_row_that_says_no_more_than_the_one_entry_with_its_name_and_contact_is_that_entry(
    said: dict[str, str], found: tuple[str, str, str]
) -> None:
    register = [
        entry("1", "KGW Zmyślone", village="Lipowo", phone="600 100 200", email="kgw@example.org"),
        entry("2", "KGW Zmyślone", village="Bolesławice", phone="600 100 207"),
    ]
    verdict = judged([row(2, "KGW Zmyślone", **said)], register)[0]
    assert (verdict.outcome, verdict.code, verdict.target) == found


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"person": "Piotr Zmyślony", "role": "nauczyciel", "phone": "600 100 201"}, "changed"),
        ({"person": "Piotr Zmyślony", "phone": "600 100 201", "email": "inna@example.org"}, "doubtful"),
        ({"phone": "600 100 201"}, "doubtful"),
    ],
)
def test_a_further_speaker_of_an_entry_is_no_question_and_another_school_of_its_name_is(
    said: dict[str, str], outcome: str
) -> None:
    register = [entry("1", "SP nr 2", village="Lipowo")]
    rows = [
        row(2, "SP nr 2", village="Lipowo", person="Jan Zmyślony", phone="600 100 200"),
        row(3, "SP nr 2", village="Lipowo", **said),
    ]
    assert [each.outcome for each in judged(rows, register)] == ["changed", outcome]


def test_a_second_row_of_an_entry_asks_nothing_where_it_says_no_more() -> None:
    register = [entry("1", "KGW Zmyślone", village="Lipowo", phone="600 100 200", email="kgw@example.org")]
    rows = [
        row(2, "KGW Zmyślone", village="Lipowo", email="kgw@example.org"),
        row(3, "Koło Gospodyń Wiejskich Zmyślone", village="Lipowo", phone="600 100 200"),
    ]
    assert [(each.outcome, each.target) for each in judged(rows, register)] == [("same", "1"), ("same", "1")]


def test_one_entry_is_not_two_rows() -> None:
    rows: list[ParsedRow | RowProblem] = [row(2, "LO", email="a@lo.example"), row(3, "LO", email="b@lo.example")]
    first, second = judged(rows, [entry("7", "LO", website="lo.example")])
    assert (first.outcome, first.target) == ("changed", "7")
    assert (second.outcome, second.code, second.target) == ("doubtful", "likely_duplicate", "")


def test_an_equal_register_number_is_the_same_organisation() -> None:
    assert outcome(row(2, "Zupełnie inna", rspo="45"), [entry("7", "SP nr 2", rspo="45")]) == ("same", "nothing_new")


def test_a_row_repeated_in_the_file_says_where_it_was_first() -> None:
    rows: list[ParsedRow | RowProblem] = [row(2, "SP nr 2"), row(5, "Szkoła Podstawowa Nr 2")]
    first, second = judged(rows)
    assert (first.outcome, first.repeats) == ("new", None)
    assert (second.outcome, second.code, second.params, second.repeats) == ("repeated", "same_as_row", {"row": "2"}, 2)
    assert second.key == first.key


def test_like_rows_are_pointed_at_when_asked() -> None:
    rows: list[ParsedRow | RowProblem] = [
        row(2, "SP nr 2"),
        row(3, "SP nr 2 im. Jana Nowaka"),
        row(4, "SP nr 3"),
        row(5, "SP"),
        row(6, "Klub Malwa", address="Polna 1"),
        row(7, "Klub Malwa", address="Leśna 2"),
    ]
    assert [verdict.like_row for verdict in judged(rows, find_like_rows=True)] == [None, 2, None, None, None, None]
    assert {verdict.like_row for verdict in judged(rows)} == {None}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": "Zakład Karny"}, "closed_institution"),
        ({"name": "Budynek", "kind": "zakład leczniczy"}, "closed_institution"),
        ({"name": "Konsulat", "kind": "zagranica"}, "abroad"),
        ({"name": "OSP", "gmina_code": "200304"}, "other_gmina"),
    ],
)
def test_what_does_not_belong_is_left_out(values: dict[str, str], code: str) -> None:
    asked = row(2, **({"name": ""} | values))
    assert outcome(asked, only_gminas=frozenset({"020102"})) == ("left_out", code)


def test_a_corrected_name_is_not_left_out() -> None:
    corrections = {"name:szpital": "health"}
    assert outcome(row(2, "Szpital"), corrections=corrections) == ("new", "new_here")


def test_problems_are_errors_with_their_reason() -> None:
    verdict = judged([RowProblem(9, "too_long", {"limit": "300"})])[0]
    assert (verdict.number, verdict.outcome, verdict.code, verdict.params) == (9, "error", "too_long", {"limit": "300"})


# Gminas of rows


@pytest.mark.parametrize(
    ("values", "default", "expected", "code"),
    [
        ({"gmina_code": ""}, None, "doubtful", "gmina_missing"),
        ({"gmina_code": ""}, "020102", "new", "new_here"),
        ({"gmina_code": "", "gmina": "Bolesławiec"}, None, "doubtful", "gmina_ambiguous"),
        ({"gmina_code": "", "gmina": "Bolesławiec"}, "020102", "new", "new_here"),
        ({"gmina_code": "", "gmina": "Niemapo"}, "020102", "doubtful", "gmina_unknown"),
        ({"gmina_code": "999999"}, None, "doubtful", "gmina_unknown"),
        ({"gmina_code": "999999"}, "020102", "doubtful", "gmina_unknown"),
        ({"gmina_code": "", "village": "Andryjanki"}, None, "doubtful", "gmina_from_place"),
        ({"gmina_code": "", "village": "Andryjanki"}, "020102", "doubtful", "place_elsewhere"),
        ({"gmina_code": "", "village": "Andryjanki"}, "200304", "new", "new_here"),
        ({"gmina_code": "", "village": "Bolesławiec"}, "200304", "doubtful", "place_elsewhere"),
        (
            {"gmina_code": "", "village": "Inne", "voivodeship": "podlaskie"},
            "020102",
            "doubtful",
            "place_elsewhere",
        ),
        ({"gmina_code": "", "village": "Nieznane", "voivodeship": "?"}, "020102", "new", "new_here"),
        ({"gmina_code": "", "village": "Nieznane"}, "020102", "new", "new_here"),
        ({"gmina_code": "", "village": "Boćki"}, "020102", "doubtful", "place_elsewhere"),
        ({"gmina_code": "", "village": "Boćki"}, "200304", "new", "new_here"),
        ({"gmina_code": "200304"}, "020102", "new", "new_here"),
    ],
)
def test_the_gmina_chosen_for_the_file_fills_what_rows_do_not_say(
    values: dict[str, str], default: str | None, expected: str, code: str
) -> None:
    assert outcome(row(2, "OSP", **values), default_gmina=default) == (expected, code)


def test_places_elsewhere_belong_to_the_chosen_gmina_once_a_human_says_so() -> None:
    asked = row(2, "OSP", gmina_code="", village="Boćki")
    assert outcome(asked, default_gmina="020102", all_here=True) == ("new", "new_here")


@pytest.mark.parametrize(
    ("village", "reason"), [("Nieznane", "chosen_place_unknown"), ("", "chosen"), ("Bolesławiec", "chosen")]
)
def test_a_place_nobody_knows_is_told_from_one_in_the_chosen_gmina(village: str, reason: str) -> None:
    verdict = judged([row(2, "OSP", gmina_code="", village=village)], default_gmina="020102")[0]
    assert verdict.gmina is not None
    assert verdict.gmina.reason == reason


def test_gminas_found_by_place_may_be_accepted_together() -> None:
    asked = row(2, "OSP", gmina_code="", village="Andryjanki")
    verdict = judged([asked], accept_places=True)[0]
    assert (verdict.outcome, verdict.gmina and verdict.gmina.code) == ("new", "200304")


def test_a_row_whose_gmina_is_in_doubt_repeats_none_that_is_certain() -> None:
    doubtful, certain = row(2, "OSP", gmina_code="", village="Kruszyn"), row(3, "OSP", village="Kruszyn")
    assert [verdict.outcome for verdict in judged([doubtful, certain])] == ["doubtful", "new"]
    assert [verdict.outcome for verdict in judged([certain, doubtful])] == ["new", "doubtful"]


# Whole files


def random_rows(seed: int) -> list[ParsedRow | RowProblem]:
    source = random.Random(seed)
    names = ["SP nr 2", "Szkoła Podstawowa nr 2", "SP nr 3", "OSP", "GOK", "Klub Malwa", "Szpital", "Anna Nowak"]
    return [
        row(
            number,
            source.choice(names),
            village=source.choice(["", "Kruszyn"]),
            email=source.choice(["", "a@x.example", "b@x.example"]),
            gmina_code=source.choice(["020102", "0201022", "20102", "101801", ""]),
        )
        if source.random() > 0.1
        else RowProblem(number, "no_name")
        for number in range(2, 2 + source.randint(1, 20))
    ]


def as_accepted(verdicts: list[Verdict]) -> list[RegisterEntry]:
    """The register after every row that could be was accepted as new."""
    accepted = [v for v in verdicts if v.outcome == "new" or v.code == "likely_duplicate"]
    return [
        RegisterEntry(str(v.number), {**v.values, "gmina_code": (v.gmina and v.gmina.code) or ""}, (v.key,))
        for v in accepted
    ]


@given(st.integers(0, 10_000))
def test_the_same_file_again_changes_nothing(seed: int) -> None:
    rows = random_rows(seed)
    first = judged(rows)
    again = judged(rows, as_accepted(first))
    assert {v.outcome for v in again} <= {"same", "repeated", "error", "left_out", "doubtful"}
    in_doubt = [v.number for v in first if v.code.startswith("gmina_")]
    assert [v.number for v in again if v.outcome == "doubtful"] == in_doubt


@given(st.integers(0, 10_000))
def test_the_order_of_rows_changes_no_organisation(seed: int) -> None:
    rows = random_rows(seed)
    shuffled = random.Random(seed).sample(rows, len(rows))
    assert sorted(v.key for v in judged(rows) if v.outcome == "new") == sorted(
        v.key for v in judged(shuffled) if v.outcome == "new"
    )


@given(st.lists(st.lists(st.text(max_size=30), max_size=len(FIELDS)), max_size=5))
def test_any_cells_are_judged(table: list[list[str]]) -> None:
    mapping = {name: column for column, name in enumerate(FIELDS)}
    rows = [parsed for number, cells in enumerate(table, 1) if (parsed := parse_row(number, cells, mapping))]
    for verdict in judged(rows, [entry("7", "OSP")], default_gmina="020102"):
        assert verdict.outcome in OUTCOMES
        assert verdict.code
