"""Rows whose place lies elsewhere are asked about, together or one by one; every skipped row is accounted for."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from koalicja.people.actions import batches, decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.models import Batch, Organisation
from koalicja.people.queries.batches import undecided, waiting_previews
from tests.people.file_builders import csv_text, outcomes, previewed, shown

pytestmark = pytest.mark.django_db
ROWS = [
    ("Szkoła A", "Łomża", ""),
    ("Szkoła B", "Łomża", ""),
    ("Szkoła C", "Kolno", ""),
    ("Szkoła D", "Nieznane", ""),
    ("Szkoła E", "Bolesławiec", ""),
]


@pytest.fixture
def batch(anna: Any, gmina: Any, make_gmina: Any) -> Batch:
    """A file largely about other gminas."""
    for code, name, kind in (("206201", "Łomża", 1), ("200704", "Łomża", 2), ("200601", "Kolno", 1)):
        make_gmina(code, name=name, kind=kind)
    return previewed(anna, gmina, csv_text(ROWS))


def read(client: Client, batch: Batch, query: str = "") -> str:
    return shown(client.get(batch.get_absolute_url() + query))


def test_in_a_file_about_other_gminas_nobody_is_added_by_default_whose_place_is_unknown(
    batch: Any, client_of: Any
) -> None:
    elsewhere = [(number, "doubtful", "place_elsewhere") for number in (2, 3, 4)]
    assert outcomes(batch) == [*elsewhere, (5, "doubtful", "place_unknown"), (6, "new", "new_here")]
    page = read(client_of(batch.created_by), batch)
    assert ("Dodamy 1 organizację, pominiemy 4 wiersze." in page, "Wszystkie są stąd: dodaj" in page) == (True, True)
    accept(batch, by=batch.created_by)
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Szkoła E"]


def test_an_unknown_place_is_taken_for_ones_own_by_a_decision_that_outlives_a_new_comparison(batch: Any) -> None:
    anna = batch.created_by
    assert decisions.decide_rows(batch, by=anna, numbers=[2, 5], decision="add") == 1
    batches.judge_again(batch, anna)
    assert outcomes(batch)[3] == (5, "doubtful", "place_unknown")
    accept(batch, by=anna)
    assert list(Organisation.objects.order_by("name").values_list("name", flat=True)) == ["Szkoła D", "Szkoła E"]


def test_in_a_file_about_this_gmina_an_unknown_place_makes_no_doubt(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text([("Szkoła D", "Nieznane", ""), ("Szkoła E", "Bolesławiec", "")]))
    assert outcomes(batch) == [(2, "new", "new_here"), (3, "new", "new_here")]


def test_rows_elsewhere_and_rows_nobody_knows_are_left_out_together(batch: Any, client_of: Any) -> None:
    client, address = client_of(batch.created_by), reverse("people:decide_rows", args=[batch.pk])
    for reason in ("place_elsewhere", "place_unknown"):
        client.post(address, {"reason": reason, "decision": "skip"})
    assert not undecided(batch).exists()
    accept(batch, by=batch.created_by)
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Szkoła E"]


def test_a_human_may_say_that_the_whole_file_belongs_here(batch: Any, client_of: Any) -> None:
    client = client_of(batch.created_by)
    client.post(reverse("people:batch_gmina", args=[batch.pk]), {"mine": "1"})
    assert [outcome for _, outcome, _ in outcomes(batch)] == ["new", "new", "new", "doubtful", "new"]
    client.post(reverse("people:decide_rows", args=[batch.pk]), {"reason": "place_unknown", "decision": "add"})
    accept(Batch.objects.get(pk=batch.pk), by=batch.created_by)
    assert Organisation.objects.count() == 5


def test_the_page_of_a_row_offers_ones_own_gmina(batch: Any, client_of: Any) -> None:
    client = client_of(batch.created_by)
    page = shown(client.get(reverse("people:batch_row", args=[batch.pk, 2])))
    assert [f'name="gmina" value="{code}"' in page for code in ("020102", "206201")] == [True, False]
    client.post(reverse("people:row_gmina", args=[batch.pk, 2]), {"number": "2", "gmina": "020102"})
    assert outcomes(batch)[0] == (2, "new", "new_here")


def test_every_kind_of_skipped_row_has_its_name_and_number(anna: Any, gmina: Any, client_of: Any) -> None:
    rows = [("Klub", "", ""), ("Klub", "", ""), ("", "x", ""), ("Razem", "7", ""), ("Zakład Karny", "", "")]
    batch, client = previewed(anna, gmina, csv_text(rows)), client_of(anna)
    told = "Pominięte wiersze – z błędem: 2, powtórzone w pliku: 1"
    told += ", instytucje zamknięte (więzienia, oddziały szpitalne): 1."
    page = read(client, batch)
    assert ("pominiemy 4 wiersze" in page, told in page) == (True, True)
    accept(batch, by=anna)
    page = read(client, batch)
    assert ("Dodano: 1 organizację, pominięto: 4" in page, told in page) == (True, True)


def test_words_are_quoted_as_they_stand_and_the_kind_of_a_district_is_no_kind(
    anna: Any, gmina: Any, client_of: Any
) -> None:
    text = csv_text([("Ochotnicza Straż Pożarna", "stały")], head=("Nazwa", "Typ obwodu"))
    page = read(client_of(anna), previewed(anna, gmina, text))
    assert ("„Ochotnicza Straż" in page, " stały" in page or ">stały" in page) == (True, False)


def test_a_preview_with_nothing_to_do_does_not_wait(anna: Any, gmina: Any) -> None:
    first = previewed(anna, gmina)
    assert list(waiting_previews(["gmina:020102"])) == [first]
    accept(first, by=anna)
    previewed(anna, gmina)
    assert list(waiting_previews(["gmina:020102"])) == []


def test_an_editions_file_suggests_and_says_so(olga: Any, edition: Any, client_of: Any, gmina: Any) -> None:
    text = csv_text([("020102", "Klub", "")], head=("TERYT gminy", "Nazwa", "Telefon"))
    batch, client = previewed(olga, None, text, scope=edition.key), client_of(olga)
    assert "Podpowiemy 1 organizację gminom w całym kraju." in read(client, batch)
    accept(batch, by=olga)
    page = read(client, Batch.objects.get(pk=batch.pk))
    assert ("Podpowiedziano: 1" in page, "Podpowiedziano." in page, "Dodano" in page) == (True, True, False)


def test_choosing_a_gmina_anew_asks_about_places_again(batch: Any, gmina: Any) -> None:
    decisions.take_all_here(batch, by=batch.created_by)
    decisions.choose_gmina(batch, by=batch.created_by, gmina=gmina)
    assert outcomes(batch)[0] == (2, "doubtful", "place_elsewhere")
