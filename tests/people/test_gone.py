"""Writing to what is not there any more: a sentence and nothing written, never a stack trace."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.html import strip_tags

from koalicja.backroom.models import Event
from koalicja.people.actions import contacts, merges, organisations, persons
from koalicja.people.actions.accepting import accept
from koalicja.people.actions.edits import Gone
from koalicja.people.actions.undoing import UndoRefused, undo
from koalicja.people.models import Contact, ContactEntry, Mandate, Merge, NotSame, Organisation, Person
from tests.people.file_builders import csv_text, previewed
from tests.people.register_state import register_state

Make = Callable[..., Any]
Write = Callable[[Organisation, Any], Any]
PHONE = {"kind": "phone", "value": "600 900 900", "source": "rozmowa"}
ROUNDS = 5

WRITES: dict[str, Write] = {
    "contact": lambda one, by: contacts.add_contact(one, by=by, **PHONE),
    "talk": lambda one, by: contacts.add_log_entry(one, by=by, kind="call", on=date(2026, 11, 20), text="Przyjdą."),
    "edit": lambda one, by: organisations.update_organisation(
        one, by=by, seen={"note": ""}, new={"note": "inaczej"}, since=0
    ),
    "class": lambda one, by: organisations.set_class(one, by=by, value="firm", seen=organisations.class_value(one)),
    "put back": lambda one, by: organisations.put_back_organisation(one, by=by),
    "somebody new speaks": lambda one, by: persons.add_mandate(one, by=by, person="Jan Zmyślony"),
    "somebody known speaks": lambda one, by: persons.add_mandate(one, by=by, person=Person.objects.get()),
}


@pytest.fixture
def file(anna: Any, gmina: Any, make_person: Make) -> tuple[Any, Organisation]:
    """An accepted file, and the organisation it brought; the register knows one person besides."""
    make_person()
    batch = previewed(anna, gmina, csv_text([("KGW Jagoda", "Olszynki", "600 100 200")]))
    accept(batch, by=anna)
    return batch, Organisation.objects.get(name="KGW Jagoda")


@pytest.mark.django_db
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_nothing_is_written_to_what_a_file_brought_and_took_away(
    write: Write, anna: Any, marek: Any, file: tuple[Any, Organisation]
) -> None:
    batch, one = file
    undo(batch, by=anna)
    before = register_state(), Event.objects.count()
    with pytest.raises(Gone):
        write(one, marek)
    assert (register_state(), Event.objects.count()) == before


@pytest.mark.django_db
def test_a_person_who_is_gone_gets_no_mandate_and_no_change(
    anna: Any, make_organisation: Make, make_person: Make
) -> None:
    osp, zofia = make_organisation(), make_person()
    Person.objects.get().delete()
    for write in (
        lambda: persons.add_mandate(osp, by=anna, person=zofia),
        lambda: persons.update_person(zofia, by=anna, seen={"village": ""}, new={"village": "Lipowo"}, since=0),
        lambda: contacts.add_contact(zofia, by=anna, **PHONE),
    ):
        with pytest.raises(Gone):
            write()
    assert (Mandate.objects.count(), Contact.objects.count(), Event.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_a_deleted_contact_is_not_put_back_to_what_is_gone(anna: Any, make_organisation: Make) -> None:
    osp = make_organisation()
    deletion = contacts.delete_contact(contacts.add_contact(osp, by=anna, **PHONE), by=anna)
    Organisation.objects.get().delete()
    with pytest.raises(Gone):
        contacts.put_back_contact(osp, by=anna, deletion=deletion)
    deletion.refresh_from_db()
    assert deletion.params["kept"]["value"] == "600 900 900"


@pytest.mark.django_db
def test_pairs_of_what_is_gone_are_refused(anna: Any, gmina: Any, make_organisation: Make) -> None:
    one, other = make_organisation("SP nr 2"), make_organisation("Szkoła Podstawowa nr 2")
    merged = merges.merge(one, other, by=anna, choices={})
    Merge.objects.get().delete()
    Organisation.objects.get(pk=other.pk).delete()
    calls: dict[str, Callable[[], Any]] = {
        "merge": lambda: merges.merge(one, other, by=anna, choices={}),
        "tell apart": lambda: merges.tell_apart(gmina, by=anna, kind="organisation", one=one.pk, other=other.pk),
        "undo": lambda: merges.undo_merge(merged, by=anna),
    }
    codes = {}
    for name, call in calls.items():
        with pytest.raises(merges.MergeRefused) as refusal:
            call()
        codes[name] = refusal.value.code
    assert (codes, NotSame.objects.count()) == (dict.fromkeys(calls, "gone"), 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("kontakty/dodaj/", PHONE | {"legal_basis": "", "obtained_on": ""}),
        ("rozmowy/dodaj/", {"kind": "call", "on": "2026-11-20", "text": "Przyjdą."}),
        ("przedstawiciele/dodaj/", {"person": "Jan Zmyślony"}),
        ("zmien/", {"name": "OSP Lipowo", "initial-name": "OSP Olszynki", "since": "0"}),
        ("grupa/", {"value": "firm", "seen": ""}),
        ("przywroc/", {}),
    ],
)
def test_a_form_sent_to_a_merged_record_is_answered_on_the_one_that_went_on(
    path: str,
    data: dict[str, str],
    anna: Any,
    client_of: Callable[[Any], Client],
    make_organisation: Make,
) -> None:
    kept, absorbed = make_organisation("Straż Olszynki"), make_organisation("OSP Olszynki")
    merges.merge(kept, absorbed, by=anna, choices={})
    before = register_state()
    answer = client_of(anna).post(f"{absorbed.get_absolute_url()}{path}", data, follow=True)
    assert answer.redirect_chain[-1][0] == kept.get_absolute_url()
    assert "Tego wpisu już nie ma: połączono go z innym albo cofnięto plik" in strip_tags(answer.content.decode())
    assert register_state() == before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("name", ["contact", "talk", "edit", "class", "somebody new speaks", "somebody known speaks"])
def test_a_write_and_an_undo_at_once_end_with_one_refusal(
    name: str, turn: int, anna: Any, marek: Any, file: tuple[Any, Organisation]
) -> None:
    batch, one = file
    start, results = Barrier(2), {}

    def run(who: str, work: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            work()
            results[who] = "done"
        except (Gone, UndoRefused) as refusal:
            results[who] = type(refusal).__name__
        finally:
            connection.close()

    works = {"undo": lambda: undo(batch, by=anna), "write": lambda: WRITES[name](one, marek)}
    threads = [Thread(target=run, args=each) for each in works.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    there = Organisation.objects.filter(pk=one.pk).count()
    assert (results, there) in (
        ({"undo": "done", "write": "Gone"}, 0),
        ({"undo": "UndoRefused", "write": "done"}, 1),
    )
    left = Contact.objects.filter(value="600 900 900").count() + ContactEntry.objects.count() + Mandate.objects.count()
    assert left == (there if name not in {"edit", "class"} else 0)
