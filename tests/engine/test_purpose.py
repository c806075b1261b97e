"""Goals that speak of the library alone, and goals that do not: real ones and made ones."""

from pathlib import Path

import pytest

from koalicja.engine import purpose
from koalicja.engine.purpose import speaks_of_the_library_alone

ALONE = [
    "Rozwój biblioteki",  # Brześć Kujawski, 2010
    "rozwój bibliotek w gminie Brześć Kujawski",
    "Platforma wsparcia biblioteki",  # Mircze before its first meeting
    "Remont filii, większy księgozbiór i dłuższe godziny w bibliotece.",
    "Promocja czytelnictwa",
    "WSPARCIE GMINNEJ BIBLIOTEKI PUBLICZNEJ",
    "Biblioteka jako nowoczesna instytucja kultury",
    "Ksia\u0328z\u0307ki dla czytelników",  # letters and their marks typed apart
]
NOT_ALONE = [
    "",
    "Rozwój lokalnej społeczności",  # Mircze after its first meeting
    "Wsparcie biblioteki i rozwój społeczności lokalnej",
    "Edukacja regionalna",  # Góra Puławska
    "Aktywizacja mieszkańców",
    "Więcej młodych w kulturze",
    "Więzi międzypokoleniowe",
    "Czas wolny młodzieży; dzieci 1–5 lat z opiekunami; seniorzy",  # Osiek Mały
    "Integracja środowiska wokół kultury i sztuki",  # Dąbrowa Tarnowska
    "Biblioteka miejscem spotkań mieszkańców",
    "Czytelnictwo dzieci z małych wsi",
    "Nowa świetlica w remizie",
]


@pytest.mark.parametrize("goal", ALONE)
def test_a_goal_of_the_library_its_books_and_readers_speaks_of_it_alone(goal: str) -> None:
    assert speaks_of_the_library_alone(goal) is True


@pytest.mark.parametrize("goal", NOT_ALONE)
def test_a_goal_that_names_somebody_beside_the_library_or_not_the_library_does_not(goal: str) -> None:
    assert speaks_of_the_library_alone(goal) is False


def test_the_rule_is_written_down_with_every_word_it_looks_for() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "algorithms" / f"{purpose.METHOD}.md").read_text("utf-8")
    named = page.split("`")
    assert [word for word in (*purpose.LIBRARY, *purpose.BROADER) if word not in named] == []
