"""What stands beside a person's name in a typed list is no part of it: a place is her village, words go to the note."""

from typing import Any

import pytest

from koalicja.people.lines import taken_apart
from koalicja.people.queries.names import proposals

pytestmark = pytest.mark.django_db

BESIDE = [
    ("Zosia Mała, córka sąsiada", ("Zosia Mała", "", "córka sąsiada")),
    ("Zosia Mała (córka sąsiada); Lipki", ("Zosia Mała", "Lipki", "córka sąsiada")),
    ("Zosia Mała, 15 lat, córka sąsiada", ("Zosia Mała", "", "córka sąsiada")),
    ("Oliwia Druga, 12.03.1985, Mstów", ("Oliwia Druga", "Mstów", "")),
    ("Oliwia Druga, Mstów; Lipki", ("Oliwia Druga", "Lipki", "Mstów")),
    ("Jan Testowy, Lipowo, gra na akordeonie", ("Jan Testowy", "Lipowo", "gra na akordeonie")),
    ("Ewa Zmyślona, emerytka", ("Ewa Zmyślona", "", "emerytka")),
    ("Kowalska, Anna", ("Kowalska, Anna", "", "")),
    ("KGW Jagoda, Lipowo", ("KGW Jagoda, Lipowo", "", "")),
    ("Jan Zmyślony – piekarz", ("Jan Zmyślony – piekarz", "", "")),
    ("Jan Zmyślony, harcerz", ("Jan Zmyślony", "", "harcerz")),
    ("Anna Zmyślona, emerytowana nauczycielka", ("Anna Zmyślona", "", "emerytowana nauczycielka")),
    ("Sołtys Henryk Wymyślony, Brzezinki, 502 100 200", ("Sołtys Henryk Wymyślony", "Brzezinki", "")),
    ("burmistrz Paweł Testowy, śpiewa", ("burmistrz Paweł Testowy", "", "śpiewa")),
    ("Anna Lipowa, ul. Lipowa 5/3, Brzezinki", ("Anna Lipowa", "Brzezinki", "ul. Lipowa 5/3")),
    ("Iza Zmyślona [nie dzwonić po 20]", ("Iza Zmyślona", "", "nie dzwonić po 20")),
    ("?? Anna Zmyślona ?", ("Anna Zmyślona", "", "")),
    ("ktoś [at] example.pl?", ("ktoś [at] example.pl", "", "")),
]


@pytest.mark.parametrize(("typed", "apart"), BESIDE)
def test_a_remark_is_no_part_of_a_name(gmina: Any, typed: str, apart: tuple[str, str, str]) -> None:
    line = proposals(gmina, taken_apart(typed).lines)[0].line
    assert (line.name, line.village, line.note) == apart


@pytest.mark.parametrize(
    ("typed", "is_person", "code", "asks_who"),
    [
        ("Adam Zmyślony Jan Testowy", False, "several", False),
        ("1. Anna Zmyślona 2. Jan Testowy", False, "several", False),
        ("Lodzia 1957 Zmyślona", False, "nothing_known", True),
        ("drużynowa Zofia Testowa", True, "person_at_work", False),
        ("leśniczy Jan Testowy", True, "person_at_work", False),
    ],
)
def test_who_may_be_a_person_is_read_or_asked_about(
    gmina: Any, *, typed: str, is_person: bool, code: str, asks_who: bool
) -> None:
    found = proposals(gmina, taken_apart(typed).lines)[0]
    assert (found.is_person, found.reason["code"], found.asks_who) == (is_person, code, asks_who)


def test_a_village_of_the_gmina_is_known_in_its_case(gmina: Any, make_organisation: Any) -> None:
    make_organisation("OSP Lipki", village="Lipki")
    line = proposals(gmina, taken_apart("Ewa Zmyślona, z Lipek, śpiewa").lines)[0].line
    assert (line.name, line.village, line.note) == ("Ewa Zmyślona", "Lipki", "śpiewa")


def test_the_person_of_the_register_is_known_with_a_remark_beside_her(gmina: Any, make_person: Any) -> None:
    zofia = make_person("Zofia Przykładowa")
    found = proposals(gmina, taken_apart("Zofia Przykładowa, córka sąsiada").lines)[0]
    assert [known.pk for known in found.likely] == [zofia.pk]
