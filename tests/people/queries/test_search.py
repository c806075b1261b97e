"""Searching as people type."""

import pytest

from koalicja.engine.matching.search import search_words
from koalicja.people.queries.search import find, without_place

NAMES = ["OSP Olszynki", "Szkoła Podstawowa nr 2", "Koło Gospodyń Wiejskich Kruszyn", "Biblioteka w Łękach"]
TEXTS = [search_words(name) for name in NAMES]


def found(query: str) -> list[str]:
    return [NAMES[i] for i in find(TEXTS, query).positions]


def test_an_empty_query_finds_everything() -> None:
    assert found("  ") == NAMES


def test_polish_letters_are_optional() -> None:
    assert found("lekach") == ["Biblioteka w Łękach"]


def test_beginnings_of_words_in_any_order_are_enough() -> None:
    assert found("podst szk") == ["Szkoła Podstawowa nr 2"]


def test_abbreviations_are_found_written_out() -> None:
    assert found("ochotnicza straż") == ["OSP Olszynki"]


def test_a_word_inside_another_is_no_hit() -> None:
    assert found("osp") == ["OSP Olszynki"]


def test_small_mistakes_are_forgiven_and_said() -> None:
    result = find(TEXTS, "bibliotka")
    assert ([NAMES[i] for i in result.positions], result.forgiving) == (["Biblioteka w Łękach"], True)


def test_of_similar_words_the_nearest_comes_first() -> None:
    names = ["Orkiestrowa", "Orkestra", "Orkiestra"]
    result = find([search_words(name) for name in names], "orkiesrta")
    assert ([names[i] for i in result.positions], result.forgiving) == (["Orkiestra", "Orkestra", "Orkiestrowa"], True)


def test_nothing_like_it_finds_nothing() -> None:
    assert found("xyzabc") == []


def test_the_same_name_written_out_stands_below_the_exact_hit() -> None:
    names = ["Ochotnicza Straż Pożarna w Olszynkach", "OSP Kruszyn", "OSP Olszynki"]
    result = find([search_words(name) for name in names], "osp olszynki")
    assert ([names[i] for i in result.positions], result.forgiving) == ([names[2], names[0]], False)
    assert result.likely == {0}


def test_a_query_of_marks_alone_finds_nothing() -> None:
    assert found("?! 🎉") == []


@pytest.mark.parametrize(
    ("query", "place", "meant"),
    [
        ("szkoła mstow", "Mstów", "szkola"),
        ("szkoła w Mstowie", "Mstów", "szkola"),
        ("OSP Wąsoszu", "Wąsosz", "osp"),
        ("OSP Golinie", "Golina", "osp"),
        ("koło z Warty", "Warta", "kolo"),
        ("szkoła w Nowej Soli", "Nowa Sól", "szkola"),
        ("biblioteka Nowej Soli", "Nowa Sól", "biblioteka"),
        ("szkoła w Białej Podlaskiej", "Biała Podlaska", "szkola"),
        ("OSP w Górze", "Góra", "osp"),
        ("klub w Suchym Lesie", "Suchy Las", "klub"),
        ("szkoła w Nowej Rudzie", "Nowa Sól", "szkoła w Nowej Rudzie"),
        ("Jan Nowak", "Nowa Sól", "Jan Nowak"),
        ("Janina Nowak", "Nowa Sól", "Janina Nowak"),
        ("Anna Golinska", "Golina", "Anna Golinska"),
        ("Anna Warty", "Warta", "Anna Warty"),
        ("gmina Golina biblioteka", "Golina", "biblioteka"),
        ("KGW Warta", "Warta Bolesławiecka", "kgw"),
        ("mstów", "Mstów", "mstów"),
        ("gmina Mstów", "Mstów", "gmina Mstów"),
        ("szkoła Mokrzesz", "Mstów", "szkoła Mokrzesz"),
        ("osp golinowo", "Golina", "osp golinowo"),
    ],
)
def test_the_name_of_the_place_asks_for_nothing_unless_it_is_all_that_is_asked(
    query: str, place: str, meant: str
) -> None:
    assert without_place(query, place) == meant


def test_what_begins_as_the_place_is_dropped_only_where_all_else_finds_nothing() -> None:
    assert without_place("Janina Nowak", "Nowa Sól", loosely=True) == "janina"
    assert without_place("Janina Nowak", "Nowa Sól", ["anna nowak"], loosely=True) == "Janina Nowak"


def test_a_word_that_stands_in_the_register_is_asked_for_but_the_name_of_the_place_is_not() -> None:
    texts = ["klub w mstowie", "osp mstow"]
    assert without_place("szkoła w Mstowie", "Mstów", texts) == "szkoła w Mstowie"
    assert without_place("szkoła Mstów", "Mstów", texts) == "szkola"
