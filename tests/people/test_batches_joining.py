"""Several rows of one file for one record: the same said twice joins, anything else is asked about."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from koalicja.people.actions import decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.models import Batch, Contact, Organisation
from tests.people.file_builders import csv_text, outcomes, previewed, shown

pytestmark = pytest.mark.django_db
HEAD = ("Nazwa", "Miejscowość", "Kod pocztowy", "Telefon")
ROWS = [
    ("Klub Sokół", "Lipowo", "59-700", "75 100 20 30"),
    ("Koło Malwa", "Lipowo", "59-701", "75 100 20 30"),
    ("Chór Echo", "Lipowo", "59-700", "75/100-20-30"),
]


@pytest.fixture
def dolina(make_organisation: Any) -> Organisation:
    record: Organisation = make_organisation("Zielona Dolina", village="Lipowo")
    Contact.objects.create(organisation=record, kind="phone", value="75 100 20 30", source="telefon")
    return record


@pytest.fixture
def batch(anna: Any, gmina: Any, dolina: Any) -> Batch:
    return loaded(anna, gmina, ROWS)


def loaded(anna: Any, gmina: Any, rows: Any, **over: Any) -> Batch:
    return previewed(anna, gmina, csv_text(rows, head=HEAD), **over)


def decided(batch: Batch) -> list[str]:
    return list(batch.rows.order_by("number").values_list("decision", flat=True))


def post(client: Client, batch: Batch, **data: Any) -> str:
    return shown(client.post(reverse("people:decide_rows", args=[batch.pk]), data, follow=True))


def test_of_rows_that_say_different_things_only_the_first_joins_by_the_answer_for_all(
    batch: Any, client_of: Callable[[Any], Client]
) -> None:
    assert {reason for _, _, reason in outcomes(batch)} == {"likely_duplicate"}
    page = post(client_of(batch.created_by), batch, reason="likely_duplicate", decision="join")
    assert decided(batch) == ["join", "", ""]
    assert "Zapisano decyzję: 1 wiersz." in page
    assert "2 wiersze dalej czekają" in page
    page = shown(client_of(batch.created_by).get(f"{batch.get_absolute_url()}?outcome=doubtful"))
    assert "Ten sam wpis oznacza już wiersz 2 i mówi co innego: nazwa, kod pocztowy." in page
    assert "Ten sam wpis oznacza już wiersz 2 i mówi co innego: nazwa." in page


def test_rows_that_must_be_joined_one_by_one_are_offered_no_answer_for_all(
    batch: Any, anna: Any, client_of: Callable[[Any], Client]
) -> None:
    def is_offered() -> bool:
        return "Wszystkie: to samo co najbardziej podobne" in shown(client_of(anna).get(batch.get_absolute_url()))

    before = is_offered()
    decisions.decide_alike(batch, by=anna, reason="likely_duplicate", decision="join")
    after = is_offered()
    decisions.decide_rows(batch, by=anna, numbers=[2], decision="skip")
    assert (before, after, is_offered()) == (True, False, True)


def test_the_answer_for_all_changes_one_record_by_one_row_and_the_same_file_again_changes_nothing(
    batch: Any, anna: Any, gmina: Any, dolina: Any
) -> None:
    assert decisions.decide_alike(batch, by=anna, reason="likely_duplicate", decision="join") == 1
    decisions.decide_alike(batch, by=anna, reason="likely_duplicate", decision="add")
    accept(batch, by=anna)
    assert list(Organisation.objects.order_by("pk").values_list("name", "postcode")) == [
        ("Zielona Dolina", "59-700"),
        ("Koło Malwa", "59-701"),
        ("Chór Echo", "59-700"),
    ]
    again = loaded(anna, gmina, ROWS, name="znowu.csv")
    assert [outcome for _, outcome, _ in outcomes(again)] == ["same"] * 3


def test_a_single_decision_is_told_of_the_row_that_joins_already_and_may_be_taken_all_the_same(
    batch: Any, anna: Any, gmina: Any, dolina: Any, client_of: Callable[[Any], Client]
) -> None:
    client = client_of(anna)
    post(client, batch, number=3, decision="join", target=dolina.pk)
    page = post(client, batch, number=2, decision="join", target=dolina.pk)
    assert (decided(batch), "Zapisano decyzję" in page) == (["", "join", ""], False)
    assert "1 wiersz dalej czeka" in page
    page = shown(client.get(f"{batch.get_absolute_url()}?outcome=doubtful"))
    assert '<input type="hidden" name="also" value="3">' in page
    assert "Oba to ten wpis: liczy się dalszy wiersz pliku" in page
    post(client, batch, number=2, decision="join", target=dolina.pk, also=3)
    assert decided(batch) == ["join", "join", ""]
    accept(batch, by=anna)
    again = loaded(anna, gmina, ROWS[:2], name="znowu.csv")
    assert [outcome for _, outcome, _ in outcomes(again)] == ["same"] * 2


def test_a_row_no_longer_waits_beside_one_that_was_decided_otherwise(
    batch: Any, anna: Any, client_of: Callable[[Any], Client]
) -> None:
    decisions.decide_alike(batch, by=anna, reason="likely_duplicate", decision="join")
    decisions.decide_rows(batch, by=anna, numbers=[2], decision="add")
    page = shown(client_of(anna).get(f"{batch.get_absolute_url()}?outcome=doubtful"))
    assert ("Ten sam wpis oznacza już" in page, 'name="also"' in page) == (False, False)
    assert decisions.decide_alike(batch, by=anna, reason="likely_duplicate", decision="join") == 1
    assert decided(batch) == ["add", "join", ""]


def test_a_row_beside_one_that_surely_means_the_record_waits_too(anna: Any, gmina: Any, dolina: Any) -> None:
    rows = [("Zielona Dolina", "Lipowo", "59-700", ""), ROWS[1]]
    batch = loaded(anna, gmina, rows)
    assert [outcome for _, outcome, _ in outcomes(batch)] == ["changed", "doubtful"]
    assert decisions.decide_rows(batch, by=anna, numbers=[3], decision="join") == 0
    decisions.decide_rows(batch, by=anna, numbers=[2], decision="skip")
    assert decisions.decide_rows(batch, by=anna, numbers=[3], decision="join") == 1


def test_rows_that_say_the_same_of_one_record_join_together(anna: Any, gmina: Any, dolina: Any) -> None:
    rows = [("Klub Sokół", "Lipowo", "59-700", "75 100 20 30"), ("KLUB „SOKÓŁ”", "Lipowo", "", "0-75 100 20 30")]
    head = (*HEAD, "Adres e-mail")
    text = csv_text([(*rows[0], "a@example.pl"), (*rows[1], "")], head=head)
    batch = previewed(anna, gmina, text)
    assert decisions.decide_alike(batch, by=anna, reason="likely_duplicate", decision="join") == 2
    accept(batch, by=anna)
    again = previewed(anna, gmina, text, name="znowu.csv")
    assert [outcome for _, outcome, _ in outcomes(again)] == ["same"] * 2
