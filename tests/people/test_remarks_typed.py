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
]


@pytest.mark.parametrize(("typed", "apart"), BESIDE)
def test_a_remark_is_no_part_of_a_name(gmina: Any, typed: str, apart: tuple[str, str, str]) -> None:
    line = proposals(gmina, taken_apart(typed).lines)[0].line
    assert (line.name, line.village, line.note) == apart


def test_a_village_of_the_gmina_is_known_in_its_case(gmina: Any, make_organisation: Any) -> None:
    make_organisation("OSP Lipki", village="Lipki")
    line = proposals(gmina, taken_apart("Ewa Zmyślona, z Lipek, śpiewa").lines)[0].line
    assert (line.name, line.village, line.note) == ("Ewa Zmyślona", "Lipki", "śpiewa")


def test_the_person_of_the_register_is_known_with_a_remark_beside_her(gmina: Any, make_person: Any) -> None:
    zofia = make_person("Zofia Przykładowa")
    found = proposals(gmina, taken_apart("Zofia Przykładowa, córka sąsiada").lines)[0]
    assert [known.pk for known in found.likely] == [zofia.pk]
