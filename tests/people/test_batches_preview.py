"""The preview of a file: every row judged with its reason, everything correctable, nothing of the register changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from koalicja.backroom import uploads
from koalicja.backroom.models import Event, Upload
from koalicja.people.actions import batches, decisions
from koalicja.people.actions.batches import BatchMoved
from koalicja.people.files import FileRefused
from koalicja.people.models import Batch, Contact, Organisation, Person
from tests.people.file_builders import csv_text, outcomes, previewed, upload, xlsx

pytestmark = pytest.mark.django_db


def test_a_preview_says_for_each_row_what_would_happen_and_changes_nothing(
    anna: Any, gmina: Any, make_organisation: Any
) -> None:
    make_organisation("OSP Olszynki", village="Olszynki")
    make_organisation("Koło Gospodyń Wiejskich Jagoda", village="Olszynki")
    make_organisation("Szkoła Podstawowa nr 2 im. Marii Przykładowej", village="Lipowo")
    before = list(Organisation.objects.order_by("pk").values())
    rows = [
        ("OSP Olszynki", "Olszynki", "600 100 100"),
        ("KGW Jagoda", "Olszynki", ""),
        ("SP nr 2", "Lipowo", ""),
        ("Klub Seniora", "Lipowo", ""),
        ("klub seniora", "LIPOWO", ""),
        ("", "Lipowo", "600 100 300"),
        ("Zakład Karny", "Lipowo", ""),
    ]
    batch = previewed(anna, gmina, csv_text(rows))
    assert outcomes(batch) == [
        (2, "changed", "fields_differ"),
        (3, "same", "nothing_new"),
        (4, "doubtful", "likely_duplicate"),
        (5, "new", "new_here"),
        (6, "repeated", "same_as_row"),
        (7, "error", "no_name"),
        (8, "left_out", "closed_institution"),
    ]
    assert batch.rows.get(number=2).params["changes"] == [["phone", "", "600 100 100"]]
    assert list(Organisation.objects.order_by("pk").values()) == before
    assert Contact.objects.count() == 0


def test_a_preview_notes_how_the_file_was_read(anna: Any, gmina: Any) -> None:
    text = "Wykaz 2026;;\r\n;;\r\n" + csv_text()
    batch = previewed(anna, gmina, text.encode("cp1250"))
    assert batch.detected["header_number"] == 3
    assert (batch.detected["format"], batch.detected["encoding"], batch.detected["delimiter"]) == (
        "csv",
        "cp1250",
        ";",
    )
    assert batch.mapping == {"name": 0, "village": 1, "phone": 2}
    assert batch.detected["columns"][0] == {
        "label": "Nazwa",
        "samples": ["OSP Olszynki", "Szkoła Podstawowa nr 2 w Lipowie", "KGW Jagoda"],
    }


def test_the_same_file_sent_twice_gives_one_preview(anna: Any, gmina: Any) -> None:
    first, second = previewed(anna, gmina), previewed(anna, gmina)
    assert first == second
    assert (Batch.objects.count(), Upload.objects.count(), Event.objects.filter(code="batch.loaded").count()) == (
        1,
        1,
        1,
    )


def test_columns_can_be_corrected_and_decisions_about_rows_stay(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, "Nazwa;Opis\r\nKlub Orzeł;Lipowo\r\nChór Echo;Olszynki\r\n")
    decisions.decide_rows(batch, by=anna, numbers=[3], decision="skip")
    batches.change_reading(batch, by=anna, mapping={"name": 0, "village": 1}, header=1)
    assert list(batch.rows.order_by("number").values_list("values", "decision")) == [
        ({"name": "Klub Orzeł", "village": "Lipowo"}, ""),
        ({"name": "Chór Echo", "village": "Olszynki"}, "skip"),
    ]
    assert Event.objects.filter(code="batch.reading_changed", by=anna).count() == 1


def test_another_sheet_can_be_read(anna: Any, gmina: Any) -> None:
    book = xlsx({"Kluby": [("Nazwa",), ("Klub A",), ("Klub B",)], "Chóry": [("Nazwa",), ("Chór Echo",)]})
    batch = previewed(anna, gmina, book, name="listy.xlsx")
    assert (batch.sheet, batch.rows.count()) == ("Kluby", 2)
    batches.change_reading(batch, by=anna, sheet="Chóry")
    assert (batch.sheet, [row.values["name"] for row in batch.rows.all()]) == ("Chóry", ["Chór Echo"])


def test_a_sheet_that_is_not_there_changes_nothing(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, xlsx({"Kluby": [("Nazwa",), ("Klub A",)]}), name="listy.xlsx")
    with pytest.raises(FileRefused):
        batches.change_reading(batch, by=anna, sheet="Chóry")
    batch.refresh_from_db()
    assert (batch.state, batch.sheet, batch.rows.count()) == ("preview", "Kluby", 1)


def test_without_a_gmina_every_row_is_doubtful_until_one_is_chosen(olga: Any, edition: Any, gmina: Any) -> None:
    rows = [("Klub Orzeł", "Nieznana Wieś", ""), ("Chór Echo", "", "")]
    batch = previewed(olga, None, csv_text(rows), scope=edition.key)
    assert outcomes(batch) == [(2, "doubtful", "gmina_unknown"), (3, "doubtful", "gmina_missing")]
    decisions.choose_gmina(batch, by=olga, gmina=gmina)
    batch.refresh_from_db()
    assert outcomes(batch) == [(2, "new", "new_here"), (3, "new", "new_here")]
    assert {row.gmina_id for row in batch.rows.all()} == {gmina.pk}


def test_gminas_found_by_a_place_wait_for_a_human(olga: Any, edition: Any, make_gmina: Any) -> None:
    make_gmina("300906", name="Osiek Mały")
    batch = previewed(olga, None, csv_text([("Klub Orzeł", "Osiek Mały", "")]), scope=edition.key)
    assert outcomes(batch) == [(2, "doubtful", "gmina_from_place")]
    decisions.confirm_places(batch, by=olga)
    assert outcomes(batch) == [(2, "new", "new_here")]
    assert batch.rows.get().gmina_id == "300906"


def test_an_ambiguous_gmina_is_chosen_for_a_row_among_those_that_fit(
    olga: Any, edition: Any, gmina: Any, other_gmina: Any
) -> None:
    batch = previewed(olga, None, csv_text([("Klub Orzeł", "Bolesławiec", "")]), scope=edition.key)
    assert outcomes(batch) == [(2, "doubtful", "gmina_ambiguous")]
    decisions.choose_row_gmina(batch, by=olga, number=2, gmina="999999")
    assert outcomes(batch) == [(2, "doubtful", "gmina_ambiguous")]
    decisions.choose_row_gmina(batch, by=olga, number=2, gmina=other_gmina.pk)
    assert outcomes(batch) == [(2, "new", "new_here")]
    assert batch.rows.get().gmina_id == other_gmina.pk


def test_rows_of_other_gminas_are_left_out_of_a_register(anna: Any, gmina: Any, other_gmina: Any) -> None:
    text = "TERYT gminy;Nazwa\r\n020102;Klub Orzeł\r\n101801;Chór Echo\r\n"
    batch = previewed(anna, gmina, text)
    assert outcomes(batch) == [(2, "new", "new_here"), (3, "left_out", "other_gmina")]


def test_decisions_are_taken_one_by_one_and_for_all_alike(anna: Any, gmina: Any, make_organisation: Any) -> None:
    one = make_organisation("Szkoła Podstawowa nr 2 im. Marii Przykładowej", village="Lipowo")
    make_organisation("Szkoła Podstawowa nr 5 im. Jana Przykładowego", village="Olszynki")
    batch = previewed(anna, gmina, csv_text([("SP nr 2", "Lipowo", ""), ("SP nr 5", "Olszynki", ""), ("Chór", "", "")]))
    assert decisions.decide_rows(batch, by=anna, numbers=[2, 4], decision="add") == 1
    assert decisions.decide_alike(batch, by=anna, reason="likely_duplicate", decision="join") == 1  # row 2 is decided
    assert decisions.decide_rows(batch, by=anna, numbers=[2], decision="join") == 1
    decided = batch.rows.get(number=2)
    assert (decided.decision, decided.decision_params) == ("join", {"target": str(one.pk)})
    assert decisions.decide_rows(batch, by=anna, numbers=[2], decision="") == 1
    assert [(row.number, row.decision) for row in batch.rows.order_by("number")] == [(2, ""), (3, "join"), (4, "")]
    told = [
        (event.params["decision"], event.params["count"])
        for event in Event.objects.filter(code="batch.rows_decided").order_by("pk")
    ]
    assert told == [("add", 1), ("join", 1), ("join", 1), ("", 1)]


def test_a_row_of_unknown_gmina_can_only_be_left_out(olga: Any, edition: Any) -> None:
    batch = previewed(olga, None, csv_text([("Chór Echo", "", "")]), scope=edition.key)
    assert decisions.decide_rows(batch, by=olga, numbers=[2], decision="add") == 0
    assert decisions.decide_rows(batch, by=olga, numbers=[2], decision="join") == 0
    assert decisions.decide_rows(batch, by=olga, numbers=[2], decision="skip") == 1


def test_a_class_is_corrected_for_a_row_or_for_all_found_by_its_rule(anna: Any, gmina: Any) -> None:
    rows = [("OSP Olszynki", "", ""), ("OSP Lipowo", "", ""), ("Klub Sportowy Orzeł", "", "")]
    batch = previewed(anna, gmina, csv_text(rows))
    assert decisions.correct_class(batch, by=anna, number=4, value="group:ngo") == 1
    assert decisions.correct_class(batch, by=anna, number=2, value="public_service", alike=True) == 2
    given = [row.decision_params.get("class") for row in batch.rows.order_by("number")]
    assert given == ["public_service", "public_service", "group:ngo"]


def test_what_the_file_says_of_groups_beats_our_guess(anna: Any, gmina: Any) -> None:
    text = "Nazwa;Grupa;Sektor\r\nKlub Orzeł;przedsiębiorcy;\r\nOSP Lipowo;;biblioteka\r\nChór Echo;coś innego;\r\n"
    batch = previewed(anna, gmina, text)
    classes = [row.params["class"] for row in batch.rows.order_by("number")]
    assert [(each["group"], each["sector"], each["code"]) for each in classes[:2]] == [
        ("business", "", "file_says"),
        ("culture", "library", "file_says"),
    ]
    assert classes[2]["code"] != "file_says"


def test_a_discarded_preview_leaves_no_row_and_no_file(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina)
    path = uploads.stored_path(batch.upload)
    batches.discard(batch, by=anna)
    assert (batch.state, batch.rows.count(), path.exists()) == ("expired", 0, False)
    with pytest.raises(BatchMoved):
        batches.discard(batch, by=anna)


def test_previews_older_than_a_day_are_forgotten_and_accepted_files_stay(anna: Any, gmina: Any) -> None:
    old, fresh = previewed(anna, gmina), previewed(anna, gmina, csv_text([("Chór Echo", "", "")]))
    kept = previewed(anna, gmina, csv_text([("Klub Orzeł", "", "")]))
    Batch.objects.filter(pk=kept.pk).update(state="accepted")
    yesterday = timezone.now() - timedelta(hours=25)
    Batch.objects.filter(pk__in=[old.pk, kept.pk]).update(created_at=yesterday)
    assert batches.expire_previews() == 1
    assert {batch.pk: (batch.state, batch.rows.count()) for batch in Batch.objects.all()} == {
        old.pk: ("expired", 0),
        fresh.pk: ("preview", 1),
        kept.pk: ("accepted", 1),
    }


def test_decisions_come_too_late_for_an_accepted_file(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina)
    Batch.objects.filter(pk=batch.pk).update(state="accepted")
    for late in (
        lambda: decisions.decide_rows(batch, by=anna, numbers=[2], decision="skip"),
        lambda: decisions.correct_class(batch, by=anna, number=2, value="firm"),
        lambda: decisions.confirm_places(batch, by=anna),
        lambda: batches.change_reading(batch, by=anna, mapping={"name": 0}, header=1),
    ):
        with pytest.raises(BatchMoved):
            late()
    assert list(batch.rows.exclude(decision="", decision_params={})) == []


def test_a_refused_file_leaves_nothing_behind(anna: Any, gmina: Any) -> None:
    with pytest.raises(FileRefused):
        batches.load_file(f"gmina:{gmina.pk}", upload(b"%PDF-1.4 ..."), name="lista.xlsx", by=anna, gmina=gmina)
    assert (Batch.objects.count(), Upload.objects.count(), Event.objects.count(), Person.objects.count()) == (
        0,
        0,
        0,
        0,
    )
