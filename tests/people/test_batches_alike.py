"""Rows of one file that read like the same are asked about in its preview; a settled place is not asked about again."""

from typing import Any

import pytest

from koalicja.people.actions import decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.actions.undoing import undo
from koalicja.people.models import Batch, NotSame, Organisation, Person
from koalicja.people.queries.batches import shown_rows
from koalicja.people.queries.duplicates import likely_pairs
from koalicja.people.views.batch_lines import lines
from tests.people.file_builders import csv_text, outcomes, previewed, shown
from tests.people.register_state import register_state

pytestmark = pytest.mark.django_db
HEAD = ("Nazwa", "Miejscowość", "Telefon")
SCHOOLS = [
    ("Szkoła Podstawowa Nr 2 im. Jana Przykładowego", "Górki", "600 100 100"),
    ("Biblioteka", "Górki", ""),
    ("SP nr 2", "Górki", "600 100 200"),
]
ASKED = [(2, "new", "new_here"), (3, "new", "new_here"), (4, "doubtful", "like_row")]


def loaded(anna: Any, gmina: Any, rows: list[tuple[str, ...]], head: tuple[str, ...] = HEAD) -> Batch:
    return previewed(anna, gmina, csv_text(rows, head=head))


def test_two_spellings_of_one_name_stand_side_by_side_in_the_preview(anna: Any, gmina: Any, client_of: Any) -> None:
    batch = loaded(anna, gmina, SCHOOLS)
    assert outcomes(batch) == ASKED
    line = lines(shown_rows(batch, list(batch.rows.filter(number=4))), batch)[0]
    assert line.twin is not None
    assert (line.twin.id, line.twin.reason) == ("2", "w jednej nazwie brakuje patrona")
    page = shown(client_of(anna).get(batch.get_absolute_url()))
    assert "Inny wiersz tego pliku wygląda na to samo. Czy to to samo?" in page
    assert "Wszystkie: to samo, uzupełnij wcześniejszy wiersz" in page
    assert "Wszystkie: to inne, dodaj" in page


def test_the_answer_that_they_are_one_fills_in_the_first_row_and_is_taken_back(anna: Any, gmina: Any) -> None:
    before = register_state()
    batch = loaded(anna, gmina, SCHOOLS)
    assert decisions.decide_alike(batch, by=anna, reason="like_row", decision="fill") == 1
    batch = Batch.objects.get(pk=batch.pk)
    accept(batch, by=anna)
    school = Organisation.objects.get(name__startswith="Szkoła")
    assert Organisation.objects.count() == 2
    assert sorted(contact.value for contact in school.contacts.all()) == ["600 100 100", "600 100 200"]
    assert likely_pairs(gmina) == []
    assert {outcome for _, outcome, _ in outcomes(loaded(anna, gmina, SCHOOLS))} == {"same"}
    undo(Batch.objects.get(pk=batch.pk), by=anna)
    assert register_state() == before


def test_the_answer_that_they_are_two_is_remembered_by_the_register(anna: Any, gmina: Any) -> None:
    before = register_state()
    batch = loaded(anna, gmina, SCHOOLS)
    assert decisions.decide_alike(batch, by=anna, reason="like_row", decision="add") == 1
    batch = Batch.objects.get(pk=batch.pk)
    accept(batch, by=anna)
    assert (Organisation.objects.count(), likely_pairs(gmina), NotSame.objects.count()) == (3, [], 1)
    undo(batch, by=anna)
    assert (register_state() == before, NotSame.objects.count()) == (True, 0)


def test_a_person_twice_without_a_place_is_asked_about_and_two_places_part_two_persons(anna: Any, gmina: Any) -> None:
    rows = [
        ("Jan Przykładowy", "", "600 100 200", ""),
        ("Jan Przykładowy", "", "600 100 200", "jan@example.pl"),
        ("Ewa Zmyślona", "Lipowo", "", ""),
        ("Ewa Zmyślona", "Zarzecze", "", ""),
        ("Jan Przykładowy, piekarnia", "", "600 100 200", ""),
    ]
    batch = loaded(anna, gmina, rows, (*HEAD, "E-mail"))
    assert [(number, outcome) for number, outcome, _ in outcomes(batch)][:4] == [
        (2, "new"),
        (3, "doubtful"),
        (4, "new"),
        (5, "new"),
    ]
    decisions.decide_rows(batch, by=anna, numbers=[3], decision="add")
    batch = Batch.objects.get(pk=batch.pk)
    accept(batch, by=anna)
    assert NotSame.objects.filter(kind="person").count() == 1
    assert [pair.names for pair in likely_pairs(gmina) if pair.kind == "person"] == []
    undo(batch, by=anna)
    assert (Person.objects.count(), NotSame.objects.count()) == (0, 0)


def test_a_file_for_an_edition_asks_nothing_about_its_own_rows(olga: Any, edition: Any, gmina: Any) -> None:
    rows = [("020102", "Szkoła Podstawowa Nr 2 im. Jana Przykładowego", "Górki"), ("020102", "SP nr 2", "Górki")]
    batch = previewed(olga, None, csv_text(rows, head=("TERYT gminy", "Nazwa", "Miejscowość")), scope=edition.key)
    assert [outcome for _, outcome, _ in outcomes(batch)] == ["new", "new"]


ELSEWHERE = [("Koło Malwa", "Osiek Mały", "600 100 100"), ("Klub Sokół", "Osiek Mały", "600 100 200")]


@pytest.fixture
def settled(anna: Any, gmina: Any, make_gmina: Any) -> Batch:
    """An accepted file whose village bears the name of a place elsewhere; a human has said that it is here."""
    make_gmina("300906", name="Osiek Mały", kind=2)
    batch = previewed(anna, gmina, csv_text(ELSEWHERE, head=HEAD), default_gmina=gmina)
    assert {reason for _, _, reason in outcomes(batch)} == {"place_elsewhere"}
    decisions.take_all_here(batch, by=anna)
    accept(Batch.objects.get(pk=batch.pk), by=anna)
    assert Organisation.objects.count() == 2
    return Batch.objects.get(pk=batch.pk)


@pytest.mark.parametrize("is_chosen", [True, False])
def test_the_same_file_again_asks_nothing_about_a_settled_place(
    is_chosen: bool, settled: Batch, anna: Any, gmina: Any
) -> None:
    again = previewed(anna, gmina, csv_text(ELSEWHERE, head=HEAD), default_gmina=gmina if is_chosen else None)
    assert outcomes(again) == [(2, "same", "nothing_new"), (3, "same", "nothing_new")]


def test_rows_of_a_settled_village_are_compared_with_the_register(settled: Batch, anna: Any, gmina: Any) -> None:
    rows = [("Koło Malwa", "Osiek Mały", "600 900 900"), ("Chór Echo", "Osiek Mały", "")]
    batch = previewed(anna, gmina, csv_text(rows, head=HEAD), default_gmina=gmina)
    assert outcomes(batch)[1] == (3, "new", "new_here")
    assert outcomes(batch)[0][1] in {"changed", "doubtful"}
    assert "place_elsewhere" not in {reason for _, _, reason in outcomes(batch)}


def test_without_a_gmina_for_the_file_only_the_very_row_is_settled(settled: Batch, anna: Any, gmina: Any) -> None:
    rows = [("Koło Malwa", "Osiek Mały", "600 100 100"), ("Chór Echo", "Osiek Mały", "")]
    batch = previewed(anna, gmina, csv_text(rows, head=HEAD), default_gmina=None)
    assert outcomes(batch)[0] == (2, "same", "nothing_new")
    assert outcomes(batch)[1][1] != "new"
