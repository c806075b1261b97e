"""Statements that may say the same, and what keeps one from being shown at once."""

import pytest

from koalicja.voices.holding import has_markup, held_for
from koalicja.voices.near import Near, alikeness, near_statements

KNOWN = [
    (1, "Brakuje miejsca spotkań dla młodzieży"),
    (2, "Autobus do miasta po 17"),
    (3, "Za mało zajęć dla seniorów"),
]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("brakuje miejsca spotkań dla młodzieży!", [Near(1, 100)]),
        ("Młodzież nie ma miejsca do spotkań", [1]),
        ("Autobusu do miasta nie ma po 17", [2]),
        ("Zajęcia dla seniora, bo jest ich za mało", [3]),
        ("Autbus do miasta po 17", [2]),
        ("Brakuje zajęć dla młodzieży", []),
        ("Potrzebny autobus nocny", []),
        ("Brakuje lekarza", []),
        ("!", []),
    ],
)
def test_what_may_say_the_same_is_found_also_in_other_forms_of_words(text: str, near: list[object]) -> None:
    found = near_statements(text, KNOWN)
    assert [each if each.score == 100 else each.id for each in found] == near


def test_likeness_goes_both_ways_and_the_nearest_comes_first() -> None:
    one, other = KNOWN[0][1], "Miejsce spotkań młodzieży"
    assert alikeness(one, other) == alikeness(other, one)
    found = near_statements(one, [(9, other), (7, one), (8, other)])
    assert [each.id for each in found] == [7, 8, 9]
    assert near_statements(one, [(9, other), (7, one)], limit=1) == (Near(7, 100),)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Autobus po 17", ""),
        ("Koncert 12.05.2027 o 18:30", ""),
        ("Zadzwońcie do Jana, 600 100 200", "contact"),
        ("piszcie: jan@poczta.example", "contact"),
        ("Zobaczcie www.przyklad.example/film", "link"),
        ("Jest na https://przyklad.example", "link"),
        ("Strona przyklad.pl", "link"),
    ],
)
def test_contacts_and_links_wait_to_be_looked_at(text: str, why: str) -> None:
    assert held_for(text) == why
    assert held_for(text, looks_first=True) == (why or "each")


@pytest.mark.parametrize(
    ("text", "is_markup"),
    [("<b>Autobus</b>", True), ("<script>alert(1)", True), ("< a href=x", True), ("3 < 5 > 2", False), ("<3", False)],
)
def test_marks_of_web_pages_are_told_from_signs(text: str, is_markup: bool) -> None:
    assert has_markup(text) == is_markup
