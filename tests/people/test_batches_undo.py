"""A whole file can be taken back while nothing hangs on it; the register is then exactly as it was."""

import random
from datetime import date
from typing import Any

import pytest
from django.db import connection

from koalicja.backroom.models import Event
from koalicja.people.actions import decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.actions.batches import BatchMoved
from koalicja.people.actions.contacts import (
    add_contact,
    add_log_entry,
    delete_contact,
    put_back_contact,
    update_contact,
)
from koalicja.people.actions.merges import merge, undo_merge
from koalicja.people.actions.organisations import (
    add_suggestions,
    dismiss_suggestions,
    remove_organisation,
    update_organisation,
)
from koalicja.people.actions.persons import end_mandate, update_person
from koalicja.people.actions.undoing import UndoRefused, undo
from koalicja.people.keys import organisation_keys
from koalicja.people.models import Batch, Contact, Mandate, Merge, Organisation, Person
from tests.people.file_builders import csv_text, outcomes, previewed, shown
from tests.people.register_state import register_state

pytestmark = pytest.mark.django_db


def test_a_file_taken_back_leaves_the_register_as_it_was(anna: Any, gmina: Any, make_organisation: Any) -> None:
    make_organisation("OSP Olszynki", village="Olszynki", note="dzwonić rano", identifiers={"nip": "1234563218"})
    make_organisation("Chór Echo", village="Lipowo", state="suggested")
    before = register_state()
    head = ("Nazwa", "Miejscowość", "Telefon", "REGON", "Uwagi", "Osoba do kontaktu")
    rows = [
        ("OSP Olszynki", "Olszynki", "600 100 100", "123456785", "ma salę", "Zofia Przykładowa"),
        ("Chór Echo", "Lipowo", "", "", "", ""),
        ("Klub Sportowy Orzeł", "Lipowo", "600 100 200", "", "", "Jan Przykładowy"),
    ]
    batch = previewed(anna, gmina, csv_text(rows, head=head))
    decisions.correct_class(batch, by=anna, number=4, value="group:business")
    accept(batch, by=anna)
    assert register_state() != before
    undo(batch, by=anna)
    assert register_state() == before
    event = Event.objects.get(code="batch.undone")
    assert (event.by, event.params) == (anna, {"name": "lista.csv", "removed": 3, "changed": 2})


def test_what_is_taken_back_raises_versions_so_that_open_forms_notice(
    anna: Any, gmina: Any, make_organisation: Any
) -> None:
    osp = make_organisation("OSP Olszynki", village="Olszynki")
    batch = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "600 100 100")]))
    accept(batch, by=anna)
    undo(batch, by=anna)
    osp.refresh_from_db()
    assert osp.version == 3


def test_a_file_is_taken_back_once(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina)
    accept(batch, by=anna)
    twin = Batch.objects.get(pk=batch.pk)
    undo(batch, by=anna)
    with pytest.raises(BatchMoved):
        undo(twin, by=anna)
    assert Event.objects.filter(code="batch.undone").count() == 1


def test_a_file_taken_back_can_be_loaded_again(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina)
    accept(batch, by=anna)
    undo(batch, by=anna)
    again = previewed(anna, gmina)
    assert [row.outcome for row in again.rows.all()] == ["new", "new", "new"]
    accept(again, by=anna)
    assert Organisation.objects.count() == 3


def _edit(one: Organisation, anna: Any, person: Any) -> None:
    Organisation.objects.filter(pk=one.pk).update(note="inaczej", version=2)


def _dismiss(one: Organisation, anna: Any, person: Any) -> None:
    Organisation.objects.filter(pk=one.pk).update(state="dismissed", version=2)


def _merge(one: Organisation, anna: Any, person: Any) -> None:
    other = Organisation.objects.create(gmina=one.gmina, name="Koło Jagoda", name_key="kolo jagoda")
    merge(other, one, by=anna, choices={})


def _talk(one: Organisation, anna: Any, person: Any) -> None:
    add_log_entry(one, by=anna, kind="call", on=date(2026, 11, 20), text="Przyjdą.")


def _add_phone(one: Organisation, anna: Any, person: Any) -> None:
    add_contact(one, by=anna, kind="phone", value="600 900 900", source="telefonicznie")


def _speak(one: Organisation, anna: Any, person: Any) -> None:
    Mandate.objects.create(organisation=one, person=person)


def _correct_contact(one: Organisation, anna: Any, person: Any) -> None:
    phone = one.contacts.get()
    update_contact(phone, by=anna, seen={"value": phone.value}, new={"value": "600 900 900"}, since=0)


def _put_contact_back(one: Organisation, anna: Any, person: Any) -> None:
    put_back_contact(one, by=anna, deletion=delete_contact(one.contacts.get(), by=anna))


def _end_mandate(one: Organisation, anna: Any, person: Any) -> None:
    end_mandate(one.mandates.get(), by=anna, on=date(2026, 11, 20))


def _participate(one: Organisation, anna: Any, person: Any) -> None:
    from koalicja.programmes.models import Edition, Participation, Programme

    programme = Programme.objects.create(name="Program", slug="program")
    edition = Edition.objects.create(programme=programme, name="Runda")
    Participation.objects.create(edition=edition, library=one, gmina_id=one.gmina_id, part="lead")


@pytest.mark.parametrize(
    ("hang", "code"),
    [
        (_edit, "edited"),
        (_dismiss, "removed"),
        (_merge, "merged"),
        (_talk, "noted"),
        (_add_phone, "contact_added"),
        (_speak, "mandate_added"),
        (_participate, "used"),
        (_correct_contact, "contact_corrected"),
        (_put_contact_back, "contact_corrected"),
        (_end_mandate, "mandate_moved"),
    ],
)
def test_a_file_on_which_something_hangs_stays_whole_and_says_why(
    hang: Any, code: str, anna: Any, gmina: Any, make_person: Any
) -> None:
    person = make_person()
    rows = [("OSP Olszynki", "600 100 100", ""), ("KGW Jagoda", "600 100 200", "Jan Przykładowy")]
    batch = previewed(anna, gmina, csv_text(rows, head=("Nazwa", "Telefon", "Osoba do kontaktu")))
    accept(batch, by=anna)
    one = Organisation.objects.get(name="KGW Jagoda")
    hang(one, anna, person)
    before = register_state()
    with pytest.raises(UndoRefused) as refusal:
        undo(batch, by=anna)
    assert [(hold.record, hold.code) for hold in refusal.value.holds] == [(one, code)]
    batch.refresh_from_db()
    assert (batch.state, register_state() == before) == ("accepted", True)


def test_a_record_changed_again_after_the_file_holds_it(anna: Any, gmina: Any, make_organisation: Any) -> None:
    osp = make_organisation("OSP Olszynki", village="Olszynki")
    first = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "600 100 100")]))
    accept(first, by=anna)
    second = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "600 100 200")]))
    accept(second, by=anna)
    with pytest.raises(UndoRefused) as refusal:
        undo(first, by=anna)
    assert [(hold.record, hold.code) for hold in refusal.value.holds] == [(osp, "edited")]
    undo(second, by=anna)
    assert [contact.value for contact in Contact.objects.all()] == ["600 100 100"]


def test_a_record_the_file_changed_and_somebody_merged_away_holds_it(
    anna: Any, gmina: Any, make_organisation: Any
) -> None:
    osp, kept = make_organisation("OSP Olszynki", village="Olszynki"), make_organisation("Straż z Olszynek")
    batch = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "600 100 100")]))
    accept(batch, by=anna)
    merge(kept, osp, by=anna, choices={})
    osp.refresh_from_db()
    with pytest.raises(UndoRefused) as refusal:
        undo(batch, by=anna)
    assert [(hold.record, hold.code) for hold in refusal.value.holds] == [(osp, "merged")]
    assert [contact.value for contact in kept.contacts.all()] == ["600 100 100"]


def test_a_person_the_file_brought_and_somebody_corrected_or_merged_holds_it(
    anna: Any, gmina: Any, make_person: Any
) -> None:
    rows = [("KGW Jagoda", "Jan Przykładowy"), ("Chór Echo", "Ewa Zmyślona")]
    batch = previewed(anna, gmina, csv_text(rows, head=("Nazwa", "Osoba do kontaktu")))
    accept(batch, by=anna)
    jan, ewa = Person.objects.get(name="Jan Przykładowy"), Person.objects.get(name="Ewa Zmyślona")
    update_person(jan, by=anna, seen={"village": ""}, new={"village": "Lipowo"}, since=0)
    merge(make_person("Ewa Zmyslona"), ewa, by=anna, choices={})
    with pytest.raises(UndoRefused) as refusal:
        undo(batch, by=anna)
    held = [(hold.record, hold.code) for hold in refusal.value.holds]
    choir = Organisation.objects.get(name="Chór Echo")
    assert held == [(ewa, "merged"), (jan, "edited"), (choir, "mandate_moved")]


def test_a_suggestion_taken_into_a_register_holds_the_editions_file(olga: Any, edition: Any, gmina: Any) -> None:
    batch = previewed(olga, None, "TERYT gminy;Nazwa\r\n020102;OSP Lipowo\r\n020102;Chór Echo\r\n", scope=edition.key)
    accept(batch, by=olga)
    taken = Organisation.objects.get(name="OSP Lipowo")
    Organisation.objects.filter(pk=taken.pk).update(state="listed", version=2)
    with pytest.raises(UndoRefused) as refusal:
        undo(batch, by=olga)
    assert [(hold.record, hold.code) for hold in refusal.value.holds] == [(taken, "taken_in")]


def test_a_suggestion_that_was_removed_or_put_aside_does_not_hold_the_editions_file(
    olga: Any, anna: Any, edition: Any, gmina: Any, client_of: Any
) -> None:
    before = register_state()
    text = "TERYT gminy;Nazwa\r\n020102;OSP Lipowo\r\n020102;Chór Echo\r\n020102;KGW Jagoda\r\n"
    batch = previewed(olga, None, text, scope=edition.key)
    accept(batch, by=olga)
    osp, choir = Organisation.objects.get(name="OSP Lipowo"), Organisation.objects.get(name="Chór Echo")
    dismiss_suggestions(gmina, by=anna, pks=[choir.pk])
    add_suggestions(gmina, by=anna, pks=[osp.pk])
    page = shown(client_of(olga).post(f"/spis/pliki/{batch.pk}/cofnij/"))
    held = f"przyjęto do spisu po wczytaniu pliku · {gmina.full_label}"
    assert (held in page, "OSP Lipowo" in page, "Chór Echo" in page) == (True, True, False)
    assert "wpisy odłożone, do których nikt nic nie dopisał, nie przeszkadzają" in page
    osp.refresh_from_db()
    remove_organisation(osp, by=anna)
    undo(batch, by=olga)
    assert register_state() == before


def test_a_suggestion_that_somebody_wrote_into_before_it_was_put_aside_holds_the_editions_file(
    olga: Any, anna: Any, edition: Any, gmina: Any
) -> None:
    batch = previewed(olga, None, "TERYT gminy;Nazwa\r\n020102;OSP Lipowo\r\n", scope=edition.key)
    accept(batch, by=olga)
    osp = Organisation.objects.get()
    add_suggestions(gmina, by=anna, pks=[osp.pk])
    osp.refresh_from_db()
    update_organisation(osp, by=anna, seen={"note": ""}, new={"note": "mają salę"}, since=0)
    remove_organisation(osp, by=anna)
    with pytest.raises(UndoRefused) as refusal:
        undo(batch, by=olga)
    assert [(hold.record, hold.code) for hold in refusal.value.holds] == [(osp, "put_aside")]


ENTRIES = csv_text([("Szkoła Podstawowa Nr 7", "Wąsosz"), ("Klub Rolnika", "Wąsosz")])


def test_two_entries_of_a_file_merged_and_parted_again_do_not_hold_it(anna: Any, gmina: Any) -> None:
    before = register_state()
    batch = previewed(anna, gmina, ENTRIES)
    accept(batch, by=anna)
    kept, absorbed = Organisation.objects.order_by("pk")
    undo_merge(merge(kept, absorbed, by=anna, choices={}), by=anna)
    undo(batch, by=anna)
    assert (register_state() == before, Merge.objects.count()) == (True, 0)
    codes = Event.objects.filter(code__startswith="record.").order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["record.merged"] * 2 + ["record.parted"] * 2


@pytest.mark.parametrize("is_kept", [True, False])
def test_an_entry_merged_with_an_older_one_and_parted_again_does_not_hold_its_file(
    is_kept: bool, anna: Any, gmina: Any, make_organisation: Any
) -> None:
    older = make_organisation("Straż z Olszynek", note="dzwonić rano")
    before = register_state()
    batch = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "600 100 100")]))
    accept(batch, by=anna)
    one = Organisation.objects.get(name="OSP Olszynki")
    kept, absorbed = (one, older) if is_kept else (older, one)
    undo_merge(merge(kept, absorbed, by=anna, choices={}), by=anna)
    undo(batch, by=anna)
    assert register_state() == before


def test_two_persons_of_a_file_merged_and_parted_again_do_not_hold_it(anna: Any, gmina: Any, make_person: Any) -> None:
    jan = make_person("Jan Zmyślony")
    before = register_state()
    batch = previewed(anna, gmina, csv_text([("KGW Jagoda", "Ewa Zmyślona")], head=("Nazwa", "Osoba do kontaktu")))
    accept(batch, by=anna)
    undo_merge(merge(jan, Person.objects.get(name="Ewa Zmyślona"), by=anna, choices={}), by=anna)
    undo(batch, by=anna)
    assert register_state() == before


def test_both_sides_of_a_standing_merge_hold_their_file_because_they_are_one_now(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, ENTRIES)
    accept(batch, by=anna)
    kept, absorbed = Organisation.objects.order_by("pk")
    merge(kept, absorbed, by=anna, choices={})
    with pytest.raises(UndoRefused) as refusal:
        undo(batch, by=anna)
    assert [(hold.record, hold.code) for hold in refusal.value.holds] == [(kept, "merged"), (absorbed, "merged")]


def test_an_entry_changed_after_it_was_parted_holds_the_file_as_changed(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, ENTRIES)
    accept(batch, by=anna)
    kept, absorbed = Organisation.objects.order_by("pk")
    undo_merge(merge(kept, absorbed, by=anna, choices={}), by=anna)
    kept.refresh_from_db()
    update_organisation(kept, by=anna, seen={"note": ""}, new={"note": "mają salę"}, since=0)
    with pytest.raises(UndoRefused) as refusal:
        undo(batch, by=anna)
    assert [(hold.record, hold.code) for hold in refusal.value.holds] == [(kept, "edited")]


WORDS = ("Orzeł", "Echo", "Jagoda", "Przyjaciół Lasu", "nr 2", "nr 5 im. Marii Przykładowej", "w Lipowie", "Senior")
KINDS = ("OSP", "KGW", "Szkoła Podstawowa", "Klub Sportowy", "Stowarzyszenie", "Zakład Karny", "", "Piekarnia")
VILLAGES = ("Olszynki", "Lipowo", "", "Zarzecze")
HEAD = ("Nazwa", "Miejscowość", "Telefon", "REGON", "Uwagi", "Osoba do kontaktu", "Ulica", "Nr domu")
ADDRESSES = (("", ""), ("Długa", "1"), ("Długa", "2"), ("Długa", "3 wejście od podwórza przez bramę"))
PEOPLE = ("Zofia Przykładowa", "Jan Przykładowy", "")


def _random_file(rng: random.Random) -> str:
    rows = []
    for _ in range(rng.randrange(1, 12)):
        name = f"{rng.choice(KINDS)} {rng.choice(WORDS)}".strip()
        phone = rng.choice(("", f"600 {rng.randrange(100, 103)} 100"))
        regon = rng.choice(("", "", "123456785"))
        note, person, address = rng.choice(("", "ma salę")), rng.choice(PEOPLE), rng.choice(ADDRESSES)
        rows.append((name, rng.choice(VILLAGES), phone, regon, note, person, *address))
    return csv_text(rows, head=HEAD)


def _decide_at_random(batch: Batch, rng: random.Random, anna: Any) -> None:
    for row in batch.rows.filter(outcome="doubtful"):
        decision = rng.choice(["add", "join", "skip", ""])
        decisions.decide_rows(batch, by=anna, numbers=[row.number], decision=decision)
    for row in batch.rows.filter(outcome="new")[:2]:
        decisions.correct_class(batch, by=anna, number=row.number, value="firm", alike=rng.random() < 0.5)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_accepting_and_taking_back_any_file_restores_any_register(
    seed: int, anna: Any, gmina: Any, make_person: Any
) -> None:
    rng = random.Random(seed)
    for number in range(rng.randrange(0, 8)):
        name, village = f"{rng.choice(KINDS)} {rng.choice(WORDS)}".strip(), rng.choice(VILLAGES)
        record = Organisation.objects.create(
            gmina=gmina,
            name=name,
            village=village,
            state=rng.choice(["listed", "listed", "suggested", "dismissed"]),
            note=rng.choice(["", "dzwonić rano"]),
            identifiers=rng.choice([{}, {"regon": "123456785"}, {"nip": "1234563218"}]),
            **organisation_keys(name, village=village),
        )
        if rng.random() < 0.4:
            Contact.objects.create(organisation=record, kind="phone", value=f"600 {number}00 100")
    make_person()
    first = previewed(anna, gmina, _random_file(rng))
    _decide_at_random(first, rng, anna)
    accept(first, by=anna)
    before = register_state()
    second = previewed(anna, gmina, _random_file(rng))
    _decide_at_random(second, rng, anna)
    accept(second, by=anna)
    undo(second, by=anna)
    assert register_state() == before


def test_a_file_taken_back_can_be_loaded_again_though_its_old_preview_said_nothing_changes(
    anna: Any, gmina: Any
) -> None:
    first = previewed(anna, gmina)
    accept(first, by=anna)
    second = previewed(anna, gmina)
    assert {outcome for _, outcome, _ in outcomes(second)} == {"same"}
    undo(Batch.objects.get(pk=first.pk), by=anna)
    assert {outcome for _, outcome, _ in outcomes(second)} == {"new"}
    again = previewed(anna, gmina)
    accept(again, by=anna)
    assert (again.pk, again.counts["added"], Organisation.objects.count()) == (second.pk, 3, 3)


def test_an_old_preview_loaded_again_is_compared_with_the_register_as_it_is(
    anna: Any, gmina: Any, make_organisation: Any
) -> None:
    batch = previewed(anna, gmina, "Nazwa\r\nKlub Orzeł\r\n")
    make_organisation("Klub Orzeł")
    assert previewed(anna, gmina, "Nazwa\r\nKlub Orzeł\r\n") == batch
    assert outcomes(batch) == [(2, "same", "nothing_new")]


@pytest.mark.parametrize("was_there", [True, False], ids=["changed", "created"])
def test_files_are_taken_back_one_after_the_other_last_first(
    was_there: bool, anna: Any, gmina: Any, make_organisation: Any
) -> None:
    if was_there:
        make_organisation("OSP Olszynki", village="Olszynki")
    before, head = register_state(), ("Nazwa", "Miejscowość", "Ulica", "Kod pocztowy")
    first = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "Polna", "")], head=head))
    accept(first, by=anna)
    second = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "Polna", "59-700")], head=head))
    assert outcomes(second) == [(2, "changed", "fields_differ")]
    accept(second, by=anna)
    with pytest.raises(UndoRefused):
        undo(first, by=anna)
    undo(second, by=anna)
    undo(first, by=anna)
    assert register_state() == before


def test_what_somebody_edited_after_a_later_file_was_taken_back_still_holds(anna: Any, gmina: Any) -> None:
    head = ("Nazwa", "Miejscowość", "Kod pocztowy")
    first = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "")], head=head))
    accept(first, by=anna)
    second = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "59-700")], head=head))
    accept(second, by=anna)
    undo(second, by=anna)
    osp = Organisation.objects.get()
    update_organisation(osp, by=anna, seen={"postcode": ""}, new={"postcode": "59-701"}, since=0)
    with pytest.raises(UndoRefused) as told:
        undo(first, by=anna)
    assert [hold.code for hold in told.value.holds] == ["edited"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite finds what points at a record")
@pytest.mark.parametrize("model", [Organisation, Person, Batch])
def test_no_deletion_looks_through_a_whole_table_for_what_points_at_the_record(model: Any) -> None:
    scanned = []
    with connection.cursor() as cursor:
        for relation in model._meta.get_fields(include_hidden=True):
            if relation.auto_created and not relation.concrete:
                table, column = relation.related_model._meta.db_table, relation.field.column
                cursor.execute(f'EXPLAIN QUERY PLAN SELECT rowid FROM "{table}" WHERE "{column}" = 7')
                scanned += [(table, column) for row in cursor.fetchall() if not row[3].startswith("SEARCH")]
    assert scanned == []
