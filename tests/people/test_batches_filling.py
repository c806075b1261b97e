"""Two rows of one file that are the same: what the second adds is not lost, and is taken back with the decision."""

from typing import Any

import pytest

from koalicja.people.actions import decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.actions.undoing import undo
from koalicja.people.filling import with_another
from koalicja.people.models import Batch, Contact, Mandate, Organisation, Person
from koalicja.people.queries.batches import chosen_by_hand, overview
from koalicja.people.queries.batches import shown_rows as shown_by_query
from koalicja.people.views.batch_lines import lines
from tests.people.file_builders import csv_text, outcomes, previewed

pytestmark = pytest.mark.django_db
HEAD = ("Nazwa", "Miejscowość", "Telefon", "E-mail", "Uwagi")
CLUB = [
    ("Zielona Dolina", "Lipowo", "600 100 100", "", "rajdy"),
    ("Klub Sokół", "Lipowo", "600-100-100", "sokol@poczta.example", "mają salę"),
]
PERSON = [
    ("Zofia Przykładowa", "Lipowo", "600 100 200", "", ""),
    ("Zofia Przykładowa", "Lipowo", "600 100 200", "zofia@poczta.example", ""),
]


def reaches() -> list[str]:
    return sorted(Contact.objects.values_list("value", flat=True))


def decided(batch: Batch, by: Any, *numbers: int, decision: str = "fill") -> Batch:
    assert decisions.decide_rows(batch, by=by, numbers=[*numbers], decision=decision) == len(numbers)
    return Batch.objects.get(pk=batch.pk)


def test_what_the_second_row_adds_is_added_to_the_first(anna: Any, gmina: Any) -> None:
    batch = decided(previewed(anna, gmina, csv_text(CLUB, head=HEAD)), anna, 3)
    plan = overview(batch).plan
    assert (plan.added, plan.filled, plan.passed_over, plan.doubtful) == (1, 1, 0, 0)
    accept(batch, by=anna)
    club = Organisation.objects.get()
    assert (club.name, club.village) == ("Zielona Dolina", "Lipowo")
    assert club.note == "rajdy\nmają salę\nWiersz 3 pliku mówi: nazwa: Klub Sokół."
    assert reaches() == ["600 100 100", "sokol@poczta.example"]
    assert [(row.did, row.organisation) for row in batch.rows.all()] == [("created", club), ("filled", club)]
    assert (batch.counts["added"], batch.counts["filled"], batch.counts["passed_over"]) == (1, 1, 0)


def test_the_same_file_again_changes_nothing_and_asks_nothing(anna: Any, gmina: Any) -> None:
    accept(decided(previewed(anna, gmina, csv_text(CLUB, head=HEAD)), anna, 3), by=anna)
    again = previewed(anna, gmina, csv_text(CLUB, head=HEAD))
    assert outcomes(again) == [(2, "same", "nothing_new"), (3, "same", "nothing_new")]


def test_the_decision_is_taken_back_before_and_the_file_after_accepting(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text(CLUB, head=HEAD))
    assert decisions.decide_alike(batch, by=anna, reason="same_phone", decision="fill") == 1
    batch = Batch.objects.get(pk=batch.pk)
    assert decisions.take_back(batch, by=anna, step=1) == 1
    assert outcomes(batch) == [(2, "new", "new_here"), (3, "doubtful", "same_phone")]
    assert [row.decision for row in batch.rows.all()] == ["", ""]
    batch = decided(batch, anna, 3)
    accept(batch, by=anna)
    undo(batch, by=anna)
    assert (Organisation.objects.count(), Contact.objects.count()) == (0, 0)


def test_a_row_that_fills_in_one_left_out_stands_for_itself(anna: Any, gmina: Any) -> None:
    batch = decided(previewed(anna, gmina, csv_text(CLUB, head=HEAD)), anna, 3)
    accept(decided(batch, anna, 2, decision="skip"), by=anna)
    assert (Organisation.objects.get().name, reaches()) == ("Klub Sokół", ["600-100-100", "sokol@poczta.example"])


def test_a_row_whose_first_one_has_come_into_the_register_meanwhile_does_nothing(
    anna: Any, gmina: Any, make_organisation: Any
) -> None:
    batch = decided(previewed(anna, gmina, csv_text(CLUB, head=HEAD)), anna, 3)
    make_organisation("Zielona Dolina", village="Lipowo")
    accept(batch, by=anna)
    assert (Organisation.objects.count(), Contact.objects.count()) == (1, 0)
    assert [row.params["met"] for row in batch.rows.all()] == ["appeared", "appeared"]


def test_three_rows_may_be_one(anna: Any, gmina: Any) -> None:
    rows = [*CLUB, ("Sokół Lipowo", "Lipowo", '"600 100 100; 600 100 300"', "dolina@poczta.example", "")]
    batch = previewed(anna, gmina, csv_text(rows, head=HEAD))
    accept(decided(batch, anna, 3, 4), by=anna)
    assert Organisation.objects.count() == 1
    assert reaches() == ["600 100 100", "600 100 300", "dolina@poczta.example", "sokol@poczta.example"]


def test_only_a_row_with_a_twin_can_fill_one_in(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text(CLUB, head=HEAD))
    assert decisions.decide_rows(batch, by=anna, numbers=[2], decision="fill") == 0


def test_the_preview_says_with_which_row_it_goes(anna: Any, gmina: Any) -> None:
    batch = decided(previewed(anna, gmina, csv_text(CLUB, head=HEAD)), anna, 3)
    line = lines(shown_by_query(batch, list(batch.rows.filter(number=3))), batch)[0]
    assert (line.tag, line.tone, line.decision) == (
        "razem z wierszem 2",
        "plain",
        "to samo co wcześniejszy wiersz, który uzupełnia",
    )
    accept(batch, by=anna)
    done = lines(shown_by_query(batch, list(batch.rows.filter(number=3))), batch)[0]
    assert done.reason == "Dodano razem z wcześniejszym wierszem, który uzupełnia."


def test_a_person_twice_with_one_phone_is_asked_about_and_joined(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text(PERSON, head=HEAD))
    assert outcomes(batch) == [(2, "new", "new_here"), (3, "doubtful", "same_phone")]
    accept(decided(batch, anna, 3), by=anna)
    assert (Person.objects.get().name, reaches()) == ("Zofia Przykładowa", ["600 100 200", "zofia@poczta.example"])
    again = previewed(anna, gmina, csv_text(PERSON, head=HEAD))
    assert {outcome for _, outcome, _ in outcomes(again)} == {"same"}


def test_people_of_one_household_are_not_asked_about(anna: Any, gmina: Any) -> None:
    rows = [PERSON[0], ("Jan Przykładowy", *PERSON[0][1:])]
    assert [told[1] for told in outcomes(previewed(anna, gmina, csv_text(rows, head=HEAD)))] == ["new", "new"]


def test_every_email_of_a_cell_is_a_contact(anna: Any, gmina: Any) -> None:
    rows = [
        ("KGW Jagoda", "Lipowo", "", "a@poczta.example; b@poczta.example", ""),
        ("OSP Lipowo", "Lipowo", "", "c@poczta.example, C@poczta.example", ""),
        ("Chór Skowronek", "Lipowo", "", "600 100 400, d@poczta.example", ""),
    ]
    text = csv_text([[f'"{cell}"' for cell in row] for row in rows], head=HEAD)
    accept(previewed(anna, gmina, text), by=anna)
    assert reaches() == ["600 100 400", *(f"{each}@poczta.example" for each in "abcd")]
    assert {told[1:] for told in outcomes(previewed(anna, gmina, text))} == {("same", "nothing_new")}


def test_two_rows_said_together_lose_nothing() -> None:
    first = {"name": "KGW", "phone": "600 100 100", "email": "a@b.example", "kind": "koło", "gmina": "Lipno"}
    other = {"name": "KGW", "phone": "600100100", "email": "c@b.example", "kind": "klub", "gmina": "Inna", "regon": "1"}
    assert with_another(first, other, 7) == {
        "name": "KGW",
        "phone": "600 100 100",
        "email": "a@b.example; c@b.example",
        "kind": "koło",
        "gmina": "Lipno",
        "regon": "1",
        "notes": "Wiersz 7 pliku mówi: typ: klub.",
    }


SPOKEN = ("Nazwa", "Miejscowość", "Telefon", "Prezes", "REGON")
THEATRE = [
    ("Teatr Zmyślona Kurtyna", "Lipowo", "", "Maria Sceniczna", ""),
    ("Teatr Zmyślona Kurtyna", "Lipowo", "", "Piotr Sceniczny", ""),
    ("teatr zmyślona kurtyna", "Lipowo", "", "", ""),
]


def speakers() -> list[str]:
    return sorted(Mandate.objects.values_list("person__name", flat=True))


def test_a_repeated_row_that_says_more_fills_in_the_first_by_itself(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text(THEATRE, head=SPOKEN))
    assert outcomes(batch) == [(2, "new", "new_here"), (3, "doubtful", "fills_row"), (4, "repeated", "same_as_row")]
    line = lines(shown_by_query(batch, list(batch.rows.filter(number=3))), batch)[0]
    assert (line.tag, line.reason) == (
        "razem z wierszem 2",
        "To samo co w wierszu 2; to, co podaje ponadto, uzupełni tamten wiersz.",
    )
    assert chosen_by_hand(batch).count() == 0
    accept(batch, by=anna)
    assert (Organisation.objects.get().note, speakers()) == ("", ["Maria Sceniczna", "Piotr Sceniczny"])
    again = previewed(anna, gmina, csv_text(THEATRE, head=SPOKEN))
    assert [told[1] for told in outcomes(again)] == ["same", "same", "repeated"]
    undo(batch, by=anna)
    assert (Organisation.objects.count(), Person.objects.count(), Mandate.objects.count()) == (0, 0, 0)


def test_repeated_rows_of_a_known_organisation_add_to_it(anna: Any, gmina: Any, make_organisation: Any) -> None:
    make_organisation("Klub Zmyślak", village="Lipowo")
    rows = [
        ("Klub Zmyślak", "Lipowo", "", "Ewa Fikcyjna", ""),
        ("Klub Zmyślak", "Lipowo", "", "Jan Fikcyjny", ""),
        ("Klub Zmyślak", "Lipowo", "", "Jan Fikcyjny", "123456785"),
    ]
    batch = previewed(anna, gmina, csv_text(rows, head=SPOKEN))
    assert {told[1:] for told in outcomes(batch)} == {("changed", "fields_differ")}
    assert [row.params["changes"] for row in batch.rows.order_by("number")] == [
        [["person", "", "Ewa Fikcyjna"], ["role", "", "prezes"]],
        [["person", "", "Jan Fikcyjny"]],
        [["regon", "", "123456785"]],
    ]
    accept(batch, by=anna)
    assert (speakers(), Organisation.objects.get().identifiers) == (
        ["Ewa Fikcyjna", "Jan Fikcyjny"],
        {"regon": "123456785"},
    )


def test_rows_that_say_otherwise_of_a_known_organisation_are_asked_about(
    anna: Any, gmina: Any, make_organisation: Any
) -> None:
    make_organisation("Klub Zmyślak", village="Lipowo")
    rows = [("Klub Zmyślak", "Lipowo", "", "", "123456785"), ("Klub Zmyślak", "Lipowo", "", "", "356297000")]
    batch = previewed(anna, gmina, csv_text(rows, head=SPOKEN))
    assert [told[1:] for told in outcomes(batch)] == [("changed", "fields_differ"), ("doubtful", "likely_duplicate")]


def test_what_a_repeated_row_says_otherwise_goes_into_the_note(anna: Any, gmina: Any) -> None:
    rows = [("Klub Zmyślak", "Lipowo", "", "", "123456785"), ("Klub Zmyślak", "Lipowo", "", "", "356297000")]
    accept(previewed(anna, gmina, csv_text(rows, head=SPOKEN)), by=anna)
    club = Organisation.objects.get()
    assert (club.identifiers, club.note) == ({"regon": "123456785"}, "Wiersz 3 pliku mówi: REGON: 356297000.")
    again = previewed(anna, gmina, csv_text(rows, head=SPOKEN))
    assert {told[1] for told in outcomes(again)} == {"same"}


def test_every_phone_of_one_address_is_kept(anna: Any, gmina: Any) -> None:
    head = ("Nazwa", "Miejscowość", "Adres", "Telefon", "E-mail", "Uwagi")
    rows = [
        ("Klub Sportowy Zmyślak", "Lipowo", "ul. Polna 3", "600 100 100", "a@poczta.example", "mają salę"),
        ("Klub Sportowy Zmyślak", "Lipowo", "ul. Polna 3", "600 100 200", "b@poczta.example", "rajdy"),
        ("Klub Sportowy Zmyślak", "Lipowo", "ul. Polna 3", "600 100 200", "", "mają salę"),
    ]
    batch = previewed(anna, gmina, csv_text(rows, head=head))
    assert [told[1] for told in outcomes(batch)] == ["new", "doubtful", "repeated"]
    accept(batch, by=anna)
    assert reaches() == ["600 100 100", "600 100 200", "a@poczta.example", "b@poczta.example", "ul. Polna 3"]
    assert Organisation.objects.get().note.split("\n")[:2] == ["mają salę", "rajdy"]
    again = previewed(anna, gmina, csv_text(rows, head=head))
    assert [told[1] for told in outcomes(again)] == ["same", "same", "repeated"]


def test_the_first_row_left_out_leaves_its_repetition_out(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text(THEATRE, head=SPOKEN))
    accept(decided(batch, anna, 2, decision="skip"), by=anna)
    assert (Organisation.objects.count(), Person.objects.count()) == (0, 0)


def test_a_repeated_row_goes_with_its_first_to_the_record_it_is_said_to_be(
    anna: Any, gmina: Any, make_organisation: Any
) -> None:
    make_organisation("Teatr Zmyślona Kurtyna im. Adama Fikcyjnego", village="Lipowo")
    batch = previewed(anna, gmina, csv_text(THEATRE, head=SPOKEN))
    assert [told[2] for told in outcomes(batch)] == ["likely_duplicate", "fills_row", "same_as_row"]
    accept(decided(batch, anna, 2, decision="join"), by=anna)
    assert (Organisation.objects.count(), speakers()) == (1, ["Maria Sceniczna", "Piotr Sceniczny"])
    undo(Batch.objects.get(pk=batch.pk), by=anna)
    assert (Organisation.objects.count(), speakers()) == (1, [])


def test_namesakes_at_one_address_are_asked_about(anna: Any, gmina: Any) -> None:
    head = ("Nazwa", "Miejscowość", "Adres", "Telefon")
    rows = [("Jan Przykładowy", "Lipowo", "ul. Polna 3", f"600 100 {end}") for end in (100, 200)]
    batch = previewed(anna, gmina, csv_text(rows, head=head))
    assert outcomes(batch) == [(2, "new", "new_here"), (3, "doubtful", "like_row")]
    assert [row.decision for row in batch.rows.all()] == ["", ""]
