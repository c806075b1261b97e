"""Tables beside each other, and what a seat is there for when nothing else explains it."""

import pytest
from django.utils import translation

from koalicja.coalitions.composing.differences import gain_title, in_order, lost, some
from koalicja.coalitions.composing.roles import usual_role
from koalicja.coalitions.composing.sentences import reason_sentences
from koalicja.engine.composition.problem import Candidate, Problem, Rules
from koalicja.engine.composition.result import Reason
from koalicja.people.words import SECTOR_NAMES

OFFICE = Candidate("a", "Urząd Gminy Lipowo", "organisation", "office", "office")
BRIGADE = Candidate("b", "OSP Zarzecze", "organisation", "ngo", "fire_brigade", villages=frozenset({"Zarzecze"}))
SCHOOL = Candidate("c", "Szkoła w Woli", "organisation", "culture", "school", villages=frozenset({"Wola"}))
RESIDENT = Candidate("d", "Osoba z gminy", "resident", "resident")
BAKERY = Candidate("e", "Piekarnia", "organisation", "business", "firm")
PROBLEM = Problem((OFFICE, BRIGADE, SCHOOL, RESIDENT, BAKERY), Rules())


@pytest.mark.parametrize(
    ("members", "other", "title"),
    [
        ("ae", "bce", "więcej miejscowości: o 2"),
        ("ade", "ad", "mniejszy: 2 miejsca"),
        ("bd", "be", "więcej miejsc grupy: przedsiębiorcy"),
        ("ab", "ab", "inni ludzie, podobna siła"),
    ],
)
def test_an_alternative_is_called_by_what_it_gains(members: str, other: str, title: str) -> None:
    assert gain_title(members, other, PROBLEM) == title


def test_what_is_lost_is_told_by_villages_and_groups() -> None:
    assert [lost("abc", "bcd", PROBLEM), lost("bc", "de", PROBLEM), lost("ab", "ab", PROBLEM)] == [
        "część miejsc grupy: urząd gminy",
        "miejscowości: Wola, Zarzecze; część miejsc grupy: oświata i kultura;"
        " część miejsc grupy: organizacje społeczne",
        "",
    ]


def test_the_gmina_office_never_leads_a_line_of_names() -> None:
    assert in_order("adceb", PROBLEM) == ["b", "c", "e", "d", "a"]


def test_a_line_names_two_whole_and_counts_those_alike() -> None:
    assert [some(["a"]), some(["x", "y", "z", "z"]), some(["r", "r", "x"])] == ["a", "x, y (+2)", "r (2), x"]


def test_a_seat_that_only_fills_the_table_up_tells_its_usual_role() -> None:
    fills = (Reason("keeps_rule", {"rule": "size.min"}),)
    nobody = Candidate("x", "X")
    grouped = Candidate("y", "Y", group="ngo")
    assert [reason_sentences(fills, each) for each in (OFFICE, BRIGADE, grouped, nobody, None)] == [
        ["zwykle: prowadzi sprawy gminy"],
        ["zwykle: ludzie i remiza"],
        ["jeszcze jeden głos z grupy: organizacje społeczne"],
        ["uzupełnia skład do najmniejszej liczby miejsc, na jaką pozwalają zasady"],
        ["uzupełnia skład do najmniejszej liczby miejsc, na jaką pozwalają zasady"],
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
