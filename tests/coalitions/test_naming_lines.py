"""Whoever is typed comes onto the list: in whatever line, beside whatever, behind whatever sign."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koalicja.coalitions.naming_lines import apart, is_in_doubt
from koalicja.people.lines import taken_apart

# Who is found of each piece.
NAMES = {
    **{each: each for each in ("Anna Przykładowa", "Jan Zmyślony", "Ewa Fikcyjna", "Kuba Testowy", "Zosia")},
    **{each: each for each in ("OSP Lipki", "KGW Kalinowo", "Klub Zmyślony", "piekarnia Zmyślona", "GOK")},
    **{each: each for each in ("Szkoła Podstawowa w Lipowie", "Gminny Ośrodek Kultury")},
    "dyrektorka Maria Testowa": "Maria Testowa",
    "sołtys Adam Próbny": "Adam Próbny",
    "prezes Piotr Fikcyjny": "Piotr Fikcyjny",
}
OTHERS = (
    *("Podlesie", "Lipki", "Kościelec", "ul. Szkolna 5", "15 lat", "600 100 200", "biuro@example.pl", "prezes"),
    *("gra na skrzypcach", "mama Kuby", "radna", "emerytka"),
)
BETWEEN = ("; ", "\t", " | ", ", ", " i ", " oraz ", " / ", "/", " – ", " - ", ": ", " (")


@st.composite
def lines(draw: st.DrawFn) -> tuple[str, list[str]]:
    pieces = draw(st.lists(st.sampled_from((*NAMES, *OTHERS)), min_size=3, max_size=5, unique=True))
    line = pieces[0]
    for piece in pieces[1:]:
        between = draw(st.sampled_from(BETWEEN))
        line += f"{between}{piece}" + (")" if between == " (" else "")
    return line, [NAMES[each] for each in pieces if each in NAMES]


@settings(max_examples=400, derandomize=True, deadline=None)
@given(lines(), st.booleans())
def test_whoever_is_typed_is_an_entry_speaks_for_one_or_is_asked_about(
    typed: tuple[str, list[str]], for_residents: bool
) -> None:
    line, names = typed
    said = [(each, apart(each.name, for_residents=for_residents)) for each in taken_apart(line).lines]
    found = [name for _each, one in said for name in (one.organisation, one.person)]
    asked = " ".join(
        f"{each.name} {each.village} {each.note}"
        for each, one in said
        if is_in_doubt(one, each.name, each.village, each.note)
    )
    assert [name for name in names if not any(each.startswith(name) for each in found) and name not in asked] == []


@pytest.mark.parametrize(
    ("line", "is_asked"),
    [
        ("Szkoła Podstawowa, Przedszkole i Biblioteka", True),
        ("Gminny Ośrodek Kultury i Biblioteka Publiczna w Lipkach", True),
        ("OSP Lipki (Klub Zmyślony)", True),
        ("Związek Emerytów, Rencistów i Inwalidów", False),
        ("Polski Związek Wędkarski, Koło nr 5", False),
        ("Urząd Miasta i Gminy", False),
        ("OSP Nowa, prezes Adam Fikcyjny", False),
        ("Ewa Testowa, syn Marii Testowej", False),
    ],
)
def test_it_is_asked_whether_a_line_is_one_name_where_two_may_stand_in_it(line: str, *, is_asked: bool) -> None:
    (typed,) = taken_apart(line).lines
    assert is_in_doubt(apart(typed.name, for_residents=False), typed.name, typed.note) is is_asked
