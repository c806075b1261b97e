"""Text made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koalicja.engine.matching.text import fold, tidy, word_set, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zażółć Gęślą Jaźń", "zazolc gesla jazn"),
        ("ŁÓDŹ", "lodz"),
        ("  wiele\u00a0 odstępów\t", "wiele odstepow"),
        ("„cudzysłów” i ‘inny’", '"cudzyslow" i "inny"'),
        ("Szkolno–Przedszkolny", "szkolno-przedszkolny"),
        ("Straße Œuvre", "strasse oeuvre"),
        ("Z\u0301le rozłożone", "zle rozlozone"),
        ("Ⅳ Liceum", "iv liceum"),
        ("", ""),
    ],
)
def test_fold_unifies_what_people_type_differently(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aąbcćdeęfghijklłmnńoóprsśtuwyzźż -'"))
def test_fold_does_not_see_case(text: str) -> None:
    assert fold(text.upper()) == fold(text)


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        (" Szkoła\u00a0Podstawowa \n nr\t2 ", "Szkoła Podstawowa nr 2"),
        ("a\x00b\x07c", "abc"),
        ("zero\u200bwidth \ufeffBOM", "zerowidth BOM"),
        ("Z\u0301le", "Źle"),
        ("pół \ud800 znaku", "pół znaku"),
    ],
)
def test_tidy_keeps_only_what_can_be_shown(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@given(st.text())
def test_tidied_text_is_tidy_printable_and_storable(text: str) -> None:
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    assert "\x00" not in tidied
    assert tidied.encode().decode() == tidied


def test_words_are_folded_and_keep_their_order() -> None:
    assert words('Sp. z o.o. "Żabka" nr 2/3') == ("sp", "z", "o", "o", "zabka", "nr", "2", "3")


def test_word_set_is_a_set_of_words() -> None:
    assert word_set("a b  a") == {"a", "b"}
