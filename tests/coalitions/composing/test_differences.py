"""Tables beside each other, and what a seat is there for when nothing else explains it."""

from dataclasses import replace

import pytest
from django.utils import translation

from koalicja.coalitions.composing.differences import gain_titles, in_order, other_size, some
from koalicja.coalitions.composing.roles import usual_role
from koalicja.coalitions.composing.sentences import reason_sentences
from koalicja.coalitions.composing.swap import swap_sentences
from koalicja.engine.composition.problem import Candidate, Problem, Rules
from koalicja.engine.composition.result import Reason
from koalicja.people.words import SECTOR_NAMES

OFFICE = Candidate("a", "Urząd Gminy Lipowo", "organisation", "office", "office")
BRIGADE = Candidate("b", "OSP Zarzecze", "organisation", "ngo", "fire_brigade", villages=frozenset({"Zarzecze"}))
SCHOOL = Candidate("c", "Szkoła w Woli", "organisation", "culture", "school", villages=frozenset({"Wola"}))
RESIDENT = Candidate("d", "Osoba z gminy", "resident", "resident")
BAKERY = Candidate("e", "Piekarnia", "organisation", "business", "firm")
PUPIL = Candidate("f", "Uczennica", "resident", "resident", age_band="13-19")
SCOUTS = Candidate("g", "Harcerze", "organisation", "ngo", areas=frozenset({"młodzież"}))
INN = Candidate("h", "Zajazd", "organisation", "business", "firm", offers=frozenset({"sala"}))
SHOP = Candidate("i", "Sklep", "organisation", "business", "firm")
SOMEBODY = Candidate("x", "Ktoś")
PROBLEM = Problem((OFFICE, BRIGADE, SCHOOL, RESIDENT, BAKERY, PUPIL, SCOUTS, INN, SHOP, SOMEBODY), Rules())


@pytest.mark.parametrize(
    ("members", "other", "title"),
    [
        ("bd", "bdf", "także mieszkańcy w wieku: 13–19 lat"),
        ("ae", "bce", "więcej miejscowości: o 2"),
        ("ab", "ag", "więcej obszarów: młodzież"),
        ("ae", "ah", "więcej zasobów: sala"),
        ("ade", "ad", "mniejszy: 2 miejsca"),
        ("bd", "be", "o 1 miejsce więcej z grupy: przedsiębiorcy"),
        ("bd", "bei", "o 2 miejsca więcej z grupy: przedsiębiorcy"),
        ("b", "bx", "większy: 2 miejsca"),
        ("ab", "ab", "inni ludzie, podobna siła"),
    ],
)
def test_an_alternative_is_called_by_what_it_gains(members: str, other: str, title: str) -> None:
    assert gain_titles(members, [other], PROBLEM) == [title]


def test_a_title_that_two_tables_would_share_gives_way_to_one_of_its_own() -> None:
    assert gain_titles("bd", ["be", "bi", "abe", "bd"], PROBLEM) == [
        "Piekarnia zamiast: Osoba z gminy",
        "Sklep zamiast: Osoba z gminy",
        "o 1 miejsce więcej z grupy: urząd gminy",
        "inni ludzie, podobna siła",
    ]


def test_who_comes_is_named_with_whom_they_are_most_like() -> None:
    unit = Candidate("v", "GOPS", "organisation", "office", "social_welfare")
    senior = Candidate("s", "Seniorka", "resident", "resident", "resident", "60+", villages=frozenset({"Wola"}))
    pupil = Candidate("t", "Uczeń", "resident", "resident", "resident", "13-19", villages=frozenset({"Wola"}))
    other = Candidate("u", "Senior", "resident", "resident", "resident", "60+")
    neighbour = Candidate("w", "Sąsiadka", "resident", "resident", "resident", villages=frozenset({"Wola"}))
    everyone = Problem((*PROBLEM.candidates, unit, senior, pupil, other, neighbour), Rules())
    tables = [("ad", "vu"), ("tcs", "tcu"), ("dct", "dcw")]
    assert [gain_titles(before, [after], everyone) for before, after in tables] == [
        ["także mieszkańcy w wieku: 60 lat i więcej"],
        ["Senior zamiast: Seniorka"],
        ["Sąsiadka zamiast: Uczeń"],
    ]
    assert gain_titles("ad", ["vw", "ew"], everyone)[0] == "GOPS zamiast: Urząd Gminy Lipowo"


def test_tables_with_the_same_gain_and_the_same_newcomer_are_told_apart_by_who_leaves() -> None:
    titles = gain_titles("bcd", ["bce", "bde", "cde"], PROBLEM)
    assert titles == [
        "Piekarnia zamiast: Osoba z gminy",
        "Piekarnia zamiast: Szkoła w Woli",
        "Piekarnia zamiast: OSP Zarzecze",
    ]


def test_nobody_comes_in_place_of_somebody_called_the_same() -> None:
    alike = [Candidate(key, "Osoba w wieku: 60 lat i więcej", "resident", "resident") for key in "vw"]
    assert gain_titles("av", ["aw"], Problem((*PROBLEM.candidates, *alike), Rules())) == [
        "dochodzi: Osoba w wieku: 60 lat i więcej"
    ]


def test_what_another_table_has_less_and_more_of_is_told_by_name() -> None:
    def told(members: str, other: str) -> list[str]:
        return swap_sentences(members, other, PROBLEM, PROBLEM)

    assert [told("abc", "bcd"), told("bc", "bi"), told("bd", "cf"), told("ag", "ah"), told("ab", "ab")] == [
        ["Ubywa – głosy z grup: urząd gminy (1).", "Przybywa – głosy z grup: mieszkańcy (1)."],
        [
            "Ubywa – głosy z grup: oświata i kultura (1); miejscowości: Wola.",
            "Przybywa – głosy z grup: przedsiębiorcy (1).",
        ],
        [
            "Ubywa – głosy z grup: organizacje społeczne (1); miejscowości: Zarzecze.",
            "Przybywa – głosy z grup: oświata i kultura (1); miejscowości: Wola; wiek: 13–19 lat.",
        ],
        [
            "Ubywa – głosy z grup: organizacje społeczne (1); obszary: młodzież.",
            "Przybywa – głosy z grup: przedsiębiorcy (1); do dania: sala.",
        ],
        [],
    ]


def test_ties_grades_and_what_a_reader_may_not_see_by_name_are_told_without_names() -> None:
    friends = replace(BAKERY, knows={"i": 1.0}, influence=1.0, willingness=1.0)
    resident = replace(RESIDENT, villages=frozenset({"Lipowo"}))
    whole = Problem((OFFICE, BRIGADE, SCHOOL, resident, friends, SHOP), Rules())
    seen = replace(whole, candidates=(OFFICE, BRIGADE, SCHOOL, RESIDENT, friends, SHOP))
    assert [swap_sentences("adi", "aei", seen, whole), swap_sentences("aei", "adi", seen, whole)] == [
        [
            "Ubywa – głosy z grup: mieszkańcy (1); miejscowość kogoś z mieszkańców.",
            "Przybywa – głosy z grup: przedsiębiorcy (1); osoby lub organizacje, które znają kogoś w składzie: 2; "
            "chęć udziału; wpływ.",
        ],
        [
            "Ubywa – głosy z grup: przedsiębiorcy (1); osoby lub organizacje, które znają kogoś w składzie: 2; "
            "chęć udziału; wpływ.",
            "Przybywa – głosy z grup: mieszkańcy (1); miejscowość kogoś z mieszkańców.",
        ],
    ]


def test_the_gmina_office_never_leads_a_line_of_names() -> None:
    assert in_order("adceb", PROBLEM) == ["b", "c", "e", "d", "a"]


def test_a_line_names_two_whole_and_counts_those_alike() -> None:
    assert [some(["a"]), some(["x", "y", "z", "z"]), some(["r", "r", "x"])] == ["a", "x, y i jeszcze 2", "r (2), x"]


def test_a_seat_that_only_fills_the_table_up_says_so_and_what_is_worth_asking() -> None:
    fills = (Reason("keeps_rule", {"rule": "size.min"}),)
    fills_up = "uzupełnia skład do najmniejszej liczby miejsc, na jaką pozwalają zasady"
    nobody = Candidate("x", "X")
    grouped = Candidate("y", "Y", group="ngo")
    assert [reason_sentences(fills, each) for each in (OFFICE, BRIGADE, grouped, nobody, None)] == [
        [fills_up, "warto zapytać, co wnosi (zwykle: prowadzi sprawy gminy)"],
        [fills_up, "warto zapytać, co wnosi (zwykle: ludzie i remiza)"],
        [fills_up, "jeszcze jeden głos z grupy: organizacje społeczne"],
        [fills_up],
        [fills_up],
    ]


def test_every_sector_has_a_role_in_both_languages() -> None:
    said = {"pl": "", "en": ""}
    for language in said:
        with translation.override(language):
            said[language] = "; ".join(
                usual_role(Candidate("x", "X", sector=sector))
                for sector in SECTOR_NAMES
                if sector not in {"resident", "adults"}
            )
    assert (said["pl"].count("zwykle: "), said["en"].count("usually: ")) == (len(SECTOR_NAMES) - 2,) * 2
    assert "usually" not in said["pl"]


@pytest.mark.parametrize(
    ("others", "told"), [("bd", ""), ("b", "1 miejsce zamiast 2"), ("bdefi", "5 miejsc zamiast 2")]
)
def test_how_many_seats_another_table_has_is_said_where_they_are_not_as_many(others: str, told: str) -> None:
    assert other_size("ac", others) == told


def test_where_who_joins_is_told_anyway_a_title_is_a_gain_or_nothing() -> None:
    assert gain_titles("bd", ["bdf", "be", "bi"], PROBLEM, exchanges=False) == [
        "także mieszkańcy w wieku: 13–19 lat",
        "",
        "",
    ]
