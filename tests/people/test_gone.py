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


@pytest.fixture
def mareks(marek: Any, client_of: Callable[[Any], Client]) -> Client:
    return client_of(marek)


@pytest.fixture
def merged(anna: Any, make_organisation: Make) -> tuple[Organisation, Organisation]:
    """What went on, and what two merges later stands in it: the second record went into the first by way of a third."""
    kept, between, absorbed = (make_organisation(f"{name} Olszynki") for name in ("Straż", "Remiza", "OSP"))
    merges.merge(between, absorbed, by=anna, choices={})
    merges.merge(kept, between, by=anna, choices={})
    return Organisation.objects.get(pk=kept.pk), absorbed


def page(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


MERGED = "„OSP Olszynki” połączono tymczasem z wpisem „Straż Olszynki”."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "data", "written"),
    [
        (
            "kontakty/dodaj/",
            PHONE | {"legal_basis": "", "obtained_on": ""},
            lambda: Contact.objects.values_list("organisation__name", "value").get(),
        ),
        (
            "rozmowy/dodaj/",
            {"kind": "call", "on": "2026-11-20", "text": "Przyjdą."},
            lambda: ContactEntry.objects.values_list("organisation__name", "text").get(),
        ),
        (
            "przedstawiciele/dodaj/",
            {"person": "Jan Zmyślony"},
            lambda: Mandate.objects.values_list("organisation__name", "person__name").get(),
        ),
    ],
)
def test_what_is_added_to_a_merged_record_is_written_to_the_one_that_went_on(
    path: str, data: dict[str, str], written: Callable[[], Any], mareks: Client, merged: Any
) -> None:
    kept, absorbed = merged
    answer = mareks.post(f"{absorbed.get_absolute_url()}{path}", data, follow=True)
    assert answer.redirect_chain[-1][0].partition("#")[0] == kept.get_absolute_url()
    assert f"{MERGED} To, co wpisano, zapisaliśmy przy nim." in page(answer)
    said = {"kontakty/dodaj/": "600 900 900", "rozmowy/dodaj/": "Przyjdą."}.get(path, "Jan Zmyślony")
    assert written() == ("Straż Olszynki", said)


@pytest.mark.django_db
@pytest.mark.parametrize(("keep", "village"), [({}, "Lipowo"), ({"keep-village": "left"}, "Zarzecze")])
def test_an_edit_of_a_merged_record_is_put_beside_the_one_that_went_on(
    keep: dict[str, str], village: str, mareks: Client, merged: Any
) -> None:
    kept, absorbed = merged
    Organisation.objects.filter(pk=kept.pk).update(village="Zarzecze")
    data = {"name": "OSP Olszynki", "initial-name": "OSP Olszynki", "since": "0"}
    data |= {"village": "Lipowo", "initial-village": "", "note": "Mają salę.", "initial-note": ""}
    answer = mareks.post(f"{absorbed.get_absolute_url()}zmien/", data)
    assert answer.status_code == 409
    told = page(answer)
    assert [
        word in told for word in ("„OSP Olszynki” połączono z innym wpisem", "Zarzecze", "Lipowo", "Mają salę.")
    ] == [True] * 4
    assert [(row["name"], row["chosen"]) for row in answer.context["rows"]] == [
        ("keep-village", "left"),
        ("keep-note", "right"),
    ]
    assert answer.context["action"] == f"{kept.get_absolute_url()}zmien/"
    sent = {key: str(value) for key, value in answer.context["kept"]} | {"keep-note": "right"} | keep
    saved = mareks.post(answer.context["action"], sent)
    kept.refresh_from_db()
    assert (saved.status_code, kept.name, kept.village, kept.note) == (302, "Straż Olszynki", village, "Mają salę.")


@pytest.mark.django_db
def test_an_edit_that_stands_there_already_says_so(marek: Any, client_of: Any, merged: Any) -> None:
    kept, absorbed = merged
    data = {"name": "Straż Olszynki", "initial-name": "OSP Olszynki", "since": "0"}
    before = register_state()
    answer = client_of(marek).post(f"{absorbed.get_absolute_url()}zmien/", data, follow=True)
    assert answer.redirect_chain[-1][0] == kept.get_absolute_url()
    assert f"{MERGED} To, co wpisano, już tam jest." in page(answer)
    assert register_state() == before


@pytest.mark.django_db
def test_a_person_merged_meanwhile_keeps_what_was_typed_too(
    anna: Any, marek: Any, client_of: Any, make_person: Make
) -> None:
    kept, absorbed = make_person("Jan Zmyślony"), make_person("Jan Zmyslony")
    merges.merge(kept, absorbed, by=anna, choices={})
    data = {"name": "Jan Zmyslony", "initial-name": "Jan Zmyslony", "village": "Lipowo", "initial-village": ""}
    client = client_of(marek)
    answer = client.post(f"{absorbed.get_absolute_url()}zmien/", data)
    sent = {key: str(value) for key, value in answer.context["kept"]} | {"keep-village": "right"}
    client.post(answer.context["action"], sent)
    kept.refresh_from_db()
    assert (kept.name, kept.village) == ("Jan Zmyślony", "Lipowo")


@pytest.mark.django_db
def test_a_contact_that_stayed_behind_with_a_merged_record_can_be_added_to_the_one_that_went_on(
    anna: Any, marek: Any, client_of: Any, make_organisation: Make
) -> None:
    kept, absorbed = make_organisation("Straż Olszynki"), make_organisation("OSP Olszynki")
    contacts.add_contact(kept, by=anna, **PHONE)
    twin = contacts.add_contact(absorbed, by=anna, **PHONE)
    merges.merge(kept, absorbed, by=anna, choices={})
    data = PHONE | {"value": "600 900 901", "initial-value": "600 900 900", "legal_basis": "", "obtained_on": ""}
    answer = client_of(marek).post(f"/spis/020102/kontakty/{twin.pk}/zmien/", data)
    assert answer.status_code == 200
    assert f"{MERGED} To, co wpisano, jest niżej: zapisz, aby dodać to przy nim." in page(answer)
    assert f'action="{kept.get_absolute_url()}kontakty/dodaj/"' in answer.content.decode()
    assert 'value="600 900 901"' in answer.content.decode()


@pytest.mark.django_db
def test_a_contact_deleted_before_a_merge_comes_back_where_its_owner_went(
    anna: Any, marek: Any, client_of: Any, make_organisation: Make
) -> None:
    kept, absorbed = make_organisation("Straż Olszynki"), make_organisation("OSP Olszynki")
    deletion = contacts.delete_contact(contacts.add_contact(absorbed, by=anna, **PHONE), by=anna)
    merges.merge(kept, absorbed, by=anna, choices={})
    url = f"{absorbed.get_absolute_url()}kontakty/przywroc/{deletion.pk}/"
    answer = client_of(marek).post(url, follow=True)
    assert (kept.contacts.get().value, "Kontakt jest z powrotem." in page(answer)) == ("600 900 900", True)
    assert "Ten kontakt już tu jest" in page(client_of(marek).post(url, follow=True))


@pytest.mark.django_db
def test_a_contact_is_not_changed_into_one_that_is_there(anna: Any, client_of: Any, make_organisation: Make) -> None:
    osp = make_organisation()
    contacts.add_contact(osp, by=anna, **PHONE)
    other = contacts.add_contact(osp, by=anna, **PHONE | {"value": "600 900 901"})
    with pytest.raises(contacts.AlreadyThere):
        contacts.update_contact(other, by=anna, seen={"value": "600 900 901"}, new={"value": "600 900 900"}, since=0)
    data = PHONE | {"initial-value": "600 900 901", "legal_basis": "", "obtained_on": ""}
    answer = client_of(anna).post(f"/spis/020102/kontakty/{other.pk}/zmien/", data)
    assert "Ten kontakt już tu jest. Nic nie zapisano." in page(answer)
    same = contacts.update_contact(other, by=anna, seen={"source": "rozmowa"}, new={"source": "strona"}, since=0)
    assert same.changed == ("source",)
    assert sorted(osp.contacts.values_list("value", flat=True)) == ["600 900 900", "600 900 901"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.parametrize("name", ["contact", "talk", "edit"])
def test_a_merge_and_a_write_at_once_lose_nothing(
    name: str, turn: int, anna: Any, mareks: Client, make_organisation: Make
) -> None:
    kept, absorbed = make_organisation("Straż Olszynki"), make_organisation("OSP Olszynki")
    paths = {"contact": "kontakty/dodaj/", "talk": "rozmowy/dodaj/", "edit": "zmien/"}
    data = {
        "contact": PHONE | {"legal_basis": "", "obtained_on": ""},
        "talk": {"kind": "call", "on": "2026-11-20", "text": "Przyjdą."},
        "edit": {"name": "OSP Olszynki", "initial-name": "OSP Olszynki", "note": "inaczej", "initial-note": ""},
    }
    start, answers = Barrier(2), {}

    def run(who: str, work: Callable[[], Any]) -> None:
        try:
            start.wait(300)
            answers[who] = work()
        finally:
            connection.close()

    url = f"{absorbed.get_absolute_url()}{paths[name]}"
    works = {
        "merge": lambda: merges.merge(kept, absorbed, by=anna, choices={}),
        "write": lambda: mareks.post(url, data[name]),
    }
    threads = [Thread(target=run, args=each) for each in works.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    answer = answers["write"]
    if name == "edit" and answer.status_code == 409:
        mareks.post(answer.context["action"], {key: str(value) for key, value in answer.context["kept"]})
    kept.refresh_from_db()
    left = {
        "contact": kept.contacts.filter(value="600 900 900").count(),
        "talk": kept.log.count(),
        "edit": int(kept.note == "inaczej"),
    }
    assert left == {"contact": 0, "talk": 0, "edit": 0} | {name: 1}


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
            start.wait(300)
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
        thread.join(300)
    there = Organisation.objects.filter(pk=one.pk).count()
    assert (results, there) in (
        ({"undo": "done", "write": "Gone"}, 0),
        ({"undo": "UndoRefused", "write": "done"}, 1),
    )
    left = Contact.objects.filter(value="600 900 900").count() + ContactEntry.objects.count() + Mandate.objects.count()
    assert left == (there if name not in {"edit", "class"} else 0)
