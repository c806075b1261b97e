"""Forgiving search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koalicja.engine.matching.search import SearchQuery, search_rank, search_words


@pytest.mark.parametrize(
    ("query", "text", "rank"),
    [
        ("biblioteka", "Gminna Biblioteka Publiczna", 100),
        ("bibl", "Gminna Biblioteka Publiczna", 95),
        ("gminna publiczna", "Gminna Biblioteka Publiczna", 100),
        ("kowalski jan", "Jan Kowalski", 100),
        ("zolwin", "Żółwin", 100),
        ("sp 2", "Szkoła Podstawowa nr 2", 97),
        ("szkoła podstawowa", "SP nr 2", 97),
        ("kowlaski", "Jan Kowalski", 70),
        ("kowlas", "Jan Kowalski", 69),
        ("okwalski", "Jan Kowalski", 70),
        ("bbilioteak", "Biblioteka", 68),
        ("swietilcaa", "Świetlicami", 67),
        ("", "cokolwiek", 100),
        ("ksiądz zieliński", "ks. Marek Zieliński", 100),
        ("księdza zieliński", "ks. Marek Zieliński", 97),
        ("ks zieliński", "ksiądz Marek Zieliński", 95),
        ("klub sportowy", "KS Orzeł", 100),
    ],
)
def test_search_finds(query: str, text: str, rank: int) -> None:
    assert search_rank(query, text) == rank


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("sp 3", "SP nr 2"),
        ("2", "SP nr 12"),
        ("kot", "kit"),
        ("nowak", "Jan Kowalski"),
        ("1234", "1235"),
        ("dom x", "Dom"),
    ],
)
def test_search_does_not_find(query: str, text: str) -> None:
    assert search_rank(query, text) == 0


def test_texts_are_searched_together() -> None:
    assert search_rank("anna lipowo", "Anna Nowak", "KGW Lipowo") == 100


def test_stored_words_are_as_good_as_the_text() -> None:
    stored = search_words("SP nr 2", "Lipowo")
    assert stored == "sp szkola podstawowy nr 2 lipowo"
    assert SearchQuery("szkoła podst lipo").rank(stored) == search_rank("szkoła podst lipo", "SP nr 2", "Lipowo") > 0


@given(st.permutations(["szkola", "podst", "lipowo", "2"]))
def test_the_order_of_words_is_irrelevant(query: list[str]) -> None:
    assert search_rank(" ".join(query), "Szkoła Podstawowa nr 2 Lipowo") == 98


@given(st.text(), st.text())
def test_any_text_can_be_searched(query: str, text: str) -> None:
    assert 0 <= search_rank(query, text) <= 100
