"""Two people, one file or one register, at the same moment: on SQLite they queue, on PostgreSQL they race."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from koalicja.backroom.models import Event
from koalicja.people.actions import accepting, batches, decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.actions.batches import BatchMoved
from koalicja.people.actions.contacts import Gone, update_contact
from koalicja.people.actions.names import Line, add_names
from koalicja.people.actions.organisations import (
    add_organisation,
    add_suggestions,
    set_class,
    update_organisation,
)
from koalicja.people.actions.persons import MandateEnded, end_mandate
from koalicja.people.actions.undoing import UndoRefused, undo
from koalicja.people.actions.untouched import undo_untouched
from koalicja.people.models import Batch, Contact, Correction, Mandate, Organisation
from koalicja.people.queries.classes import class_fields
from tests.people.file_builders import csv_text, previewed, upload

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 6


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run these at the same moment, each with its own connection; results or errors in their order."""
    barrier, results = Barrier(len(works)), [None] * len(works)

    def run(position: int, work: Callable[[], Any]) -> None:
        try:
            barrier.wait(300)
            results[position] = work()
        except Exception as error:
            results[position] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(position, work)) for position, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return results


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_people_accepting_at_once_apply_the_file_once(turn: int, anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina)
    twins = [Batch.objects.get(pk=batch.pk) for _ in range(2)]
    results = together(*(lambda twin=twin: accept(twin, by=anna) for twin in twins))
    assert kinds(results) == ["BatchMoved", "NoneType"]
    assert (Organisation.objects.count(), Event.objects.filter(code="batch.accepted").count()) == (3, 1)


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_files_with_the_same_names_accepted_at_once_double_nothing(turn: int, anna: Any, gmina: Any) -> None:
    one = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "")]))
    other = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", ""), ("Chór Echo", "", "")]))
    assert kinds(together(lambda: accept(one, by=anna), lambda: accept(other, by=anna))) == ["NoneType", "NoneType"]
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["Chór Echo", "OSP Olszynki"]


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_typing_and_accepting_the_same_name_at_once_double_nothing(turn: int, anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text([("OSP Olszynki", "", "")]))
    line = Line("OSP Olszynki", class_choice="fire_brigade")
    results = together(
        lambda: accept(batch, by=anna), lambda: add_names(gmina, by=anna, lines=[line], source="wpisane")
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_adding_one_organisation_while_a_file_brings_it_doubles_nothing(turn: int, anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text([("OSP Olszynki", "", "")]))
    accepted, _added = together(
        lambda: accept(batch, by=anna), lambda: add_organisation(gmina, by=anna, name="OSP Olszynki", source="rozmowa")
    )
    assert accepted is None
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_an_edit_and_an_undo_at_once_never_lose_the_edit_silently(turn: int, anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "")]))
    accept(batch, by=anna)
    osp = Organisation.objects.get()

    def edit() -> Any:
        return update_organisation(osp, by=anna, seen={"note": ""}, new={"note": "dzwonić rano"}, since=0)

    undone, edited = together(lambda: undo(batch, by=anna), edit)
    batch.refresh_from_db()
    if isinstance(undone, UndoRefused):
        assert (batch.state, Organisation.objects.get().note) == ("accepted", "dzwonić rano")
    else:
        assert (batch.state, Organisation.objects.count()) == ("undone", 0)
        assert isinstance(edited, Gone)


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_suggestion_taken_in_while_the_untouched_are_taken_back_stays_or_is_gone_and_both_are_told(
    turn: int, olga: Any, anna: Any, edition: Any, gmina: Any
) -> None:
    rows = [("020102", "OSP Lipowo"), ("020102", "Chór Echo"), ("020102", "KGW Jagoda")]
    batch = previewed(olga, None, csv_text(rows, head=("TERYT gminy", "Nazwa")), scope=edition.key)
    accept(batch, by=olga)
    add_suggestions(gmina, by=anna, pks=[Organisation.objects.get(name="Chór Echo").pk])
    osp = Organisation.objects.get(name="OSP Lipowo").pk
    twins = [Batch.objects.get(pk=batch.pk) for _ in range(2)]
    once, twice, added = together(
        lambda: undo_untouched(twins[0], by=olga),
        lambda: undo_untouched(twins[1], by=olga),
        lambda: add_suggestions(gmina, by=anna, pks=[osp]),
    )
    left = sorted(Organisation.objects.values_list("name", "state"))
    if added:
        assert (left, sorted([once, twice])) == ([("Chór Echo", "listed"), ("OSP Lipowo", "listed")], [0, 1])
    else:
        assert (left, sorted([once, twice])) == ([("Chór Echo", "listed")], [0, 2])
    told = Event.objects.filter(code="batch.untouched_taken_back").values_list("params", flat=True)
    assert [params["removed"] for params in told] == [max(once, twice)]


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_contact_corrected_and_a_mandate_ended_during_an_undo_are_kept_or_refused(
    turn: int, anna: Any, gmina: Any
) -> None:
    head = ("Nazwa", "Telefon", "Osoba do kontaktu")
    batch = previewed(anna, gmina, csv_text([("OSP Olszynki", "600 100 100", "Jan Przykładowy")], head=head))
    accept(batch, by=anna)
    phone, mandate = Contact.objects.get(), Mandate.objects.get()

    def correct() -> Any:
        return update_contact(phone, by=anna, seen={"value": "600 100 100"}, new={"value": "600 900 900"}, since=0)

    undone, corrected, ended = together(
        lambda: undo(batch, by=anna), correct, lambda: end_mandate(mandate, by=anna, on=date(2026, 11, 20))
    )
    if isinstance(undone, UndoRefused):
        assert (isinstance(corrected, Gone), isinstance(ended, Exception)) == (False, False)
        assert (Contact.objects.get().value, Mandate.objects.get().until) == ("600 900 900", date(2026, 11, 20))
    else:
        assert undone is None
        assert (Contact.objects.count(), Mandate.objects.count(), Organisation.objects.count()) == (0, 0, 0)
        assert [type(corrected), type(ended)] == [Gone, MandateEnded]


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_clicks_on_load_give_one_preview(turn: int, anna: Any, gmina: Any) -> None:
    def load() -> int:
        return batches.load_file(
            "gmina:020102", upload(), name="lista.csv", by=anna, gmina=gmina, default_gmina=gmina
        ).pk

    first, second = together(load, load)
    assert first == second
    assert Batch.objects.count() == 1


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_decision_never_comes_in_the_middle_of_accepting(turn: int, anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina)
    accepted, decided = together(
        lambda: accept(batch, by=anna),
        lambda: decisions.decide_rows(batch, by=anna, numbers=[2], decision="skip"),
    )
    assert accepted is None
    assert Organisation.objects.count() == (3 if isinstance(decided, BatchMoved) else 2)


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_people_deciding_about_all_alike_at_once_decide_once(
    turn: int, anna: Any, make_user: Any, make_organisation: Any
) -> None:
    marek = make_user("Marek")
    fields = class_fields("OSP Olszynki")
    first, *_rest, last = [make_organisation(f"OSP {village}", **fields) for village in "ABCDEFGH"]

    def decide(record: Organisation, by: Any, value: str) -> Any:
        return lambda: set_class(record, by=by, value=value, seen="fire_brigade", alike=True)

    results = together(decide(first, anna, "association"), decide(last, marek, "public_service"))
    assert kinds(results) == ["EditConflict", "int"]
    chosen = "association" if results[0] == 8 else "public_service"
    assert set(Organisation.objects.values_list("sector", "class_decided", "version")) == {(chosen, "human", 2)}
    assert set(Correction.objects.values_list("sector", flat=True)) == {chosen}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_deciding_about_all_alike_while_a_file_that_taught_classes_is_taken_back_waits_in_no_circle(
    turn: int, anna: Any, make_user: Any, gmina: Any, make_organisation: Any
) -> None:
    marek = make_user("Marek")
    osp = make_organisation("OSP Zarzecze", **class_fields("OSP Zarzecze"))
    batch = previewed(anna, gmina, csv_text([("OSP Olszynki", "", ""), ("OSP Kruszyn", "", "")]))
    decisions.correct_class(batch, by=anna, number=2, value="association", alike=True)
    accept(batch, by=anna)
    undone, decided = together(
        lambda: undo(batch, by=anna),
        lambda: set_class(osp, by=marek, value="public_service", seen="fire_brigade", alike=True),
    )
    batch.refresh_from_db()
    assert decided == 1
    assert (undone, batch.state, Organisation.objects.count()) == (None, "undone", 1)
    taught = dict(Correction.objects.values_list("key", "sector"))
    assert taught == dict.fromkeys(["name:ochotniczy straz pozarny zarzecze", "rule:fire_brigade"], "public_service")


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_undoing_one_file_while_another_is_accepted_leaves_one_of_two_whole_registers(
    turn: int, anna: Any, gmina: Any
) -> None:
    one = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", ""), ("Chór Echo", "", "")]))
    accept(one, by=anna)
    other = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "600 100 100"), ("KGW Jagoda", "", "")]))
    undone, accepted = together(lambda: undo(one, by=anna), lambda: accept(other, by=anna))
    one.refresh_from_db()
    other.refresh_from_db()
    names = sorted(Organisation.objects.values_list("name", flat=True))
    phones = list(Contact.objects.values_list("organisation__name", "value"))
    if isinstance(undone, UndoRefused):
        assert (accepted, one.state, other.state) == (None, "accepted", "accepted")
        assert (names, phones) == (["Chór Echo", "KGW Jagoda", "OSP Olszynki"], [("OSP Olszynki", "600 100 100")])
    else:
        assert (undone, accepted, one.state, other.state) == (None, None, "undone", "accepted")
        assert (names, phones) == (["KGW Jagoda", "OSP Olszynki"], [("OSP Olszynki", "600 100 100")])


NAMES = ("Jaskółka", "Wierzba", "Szafir", "Kometa")
CLUBS = [(f"Klub {name}", "Olszynki", f"600 100 10{number}") for number, name in enumerate(NAMES)]
CHOIRS = [(f"Chór {name}", "", "") for name in ("Podkowa", "Latarnia")]


@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("is_undone_first", [True, False])
def test_a_large_file_says_of_every_row_what_it_did_while_another_is_taken_back(
    turn: int, is_undone_first: bool, anna: Any, gmina: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = previewed(anna, gmina, csv_text(CLUBS))
    accept(one, by=anna)
    other = previewed(anna, gmina, csv_text([*CLUBS, *CHOIRS]))
    monkeypatch.setattr(accepting, "SMALL_ROWS", 3)
    accept(other, by=anna)
    prepared = accepting.draft(other, by=anna)

    def save() -> None:
        accepting.apply_batch(other, by=anna, start="accepting", prepared=prepared)

    if is_undone_first:
        undo(one, by=anna)
        save()
    else:
        assert together(lambda: undo(one, by=anna), save) == [None, None]
    added = other.counts["added"]
    brought = CHOIRS + CLUBS if added == 6 else CHOIRS
    assert set(Organisation.objects.values_list("name", flat=True)) == {name for name, _, _ in brought}
    assert (added + other.counts["same"], added in ({6} if is_undone_first else {2, 6})) == (6, True)
