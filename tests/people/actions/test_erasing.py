"""After a person was erased, nothing anywhere says who she was."""

import json
from datetime import date
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.db import models
from django.test import Client

from koalicja.backroom import events
from koalicja.backroom.models import Event, Notice
from koalicja.people.actions import contacts, merges, persons
from koalicja.people.actions.accepting import accept
from koalicja.people.actions.erasing import erase_log_entries, erase_person
from koalicja.people.models import BatchRow, Contact, Correction, Mandate, Organisation, Person
from koalicja.people.traces import traces_of
from tests.people.file_builders import csv_text, previewed

pytestmark = pytest.mark.django_db
NAME, PHONE, EMAIL, VILLAGE = "Zofia Przykładowa", "600 123 321", "zofia.p@poczta.example", "Zakątek"
HEAD = ("Nazwa", "Miejscowość", "Telefon", "Osoba", "E-mail")
FILE = (
    (NAME, VILLAGE, PHONE, "", EMAIL),
    (NAME, VILLAGE, PHONE, "", EMAIL),
    ("KGW Jagoda", "Olszynki", "", NAME, ""),
    ("OSP Olszynki", "Olszynki", "600 100 100", "Jan Zmyślony", ""),
    ("600 123 321", "Olszynki", PHONE, "", ""),
)


def everything_said() -> dict[str, list[str]]:
    """Every text and every JSON of the whole database, by the model and field that holds it."""
    said: dict[str, list[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, (models.CharField, models.TextField, models.JSONField)):
                values = model._base_manager.values_list(field.attname, flat=True)
                texts = [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in values]
                said[f"{model._meta.label}.{field.name}"] = texts
    return said


def where(*needles: str) -> dict[str, list[str]]:
    """The fields that say one of these, and what they say."""
    found = {
        name: [text for text in texts if any(needle.casefold() in text.casefold() for needle in needles)]
        for name, texts in everything_said().items()
    }
    return {name: texts for name, texts in found.items() if texts}


@pytest.fixture
def zofia(anna: Any, marek: Any, gmina: Any, edition: Any, make_person: Any) -> Person:
    """Somebody of whom every corner of the register says something."""
    batch = previewed(anna, gmina, csv_text(FILE, head=HEAD))
    accept(batch, by=anna)
    previewed(anna, gmina, csv_text(FILE, head=HEAD), name="druga.csv")
    whole = csv_text([(NAME, "Bolesławiec", PHONE, "", EMAIL), ("KGW Wola", "Olszynki", "", NAME, EMAIL)], head=HEAD)
    previewed(anna, None, whole, scope=edition.key, default_gmina=gmina, name="kraj.csv")
    person = Person.objects.get(name=NAME)
    twin = make_person("Zosia Przykładowa-Dawna", village=VILLAGE)
    contacts.add_contact(twin, by=anna, kind="phone", value=PHONE, source="rozmowa")
    merges.merge(person, twin, by=anna, choices={})
    person.refresh_from_db()
    persons.update_person(person, by=anna, seen={"note": ""}, new={"note": "Ma psa Burka"}, since=0)
    contact = contacts.add_contact(person, by=anna, kind="email", value="stary@poczta.example", source="rozmowa")
    shouted = f"X{EMAIL.upper()}"
    contacts.update_contact(contact, by=anna, seen={"value": contact.value}, new={"value": shouted}, since=0)
    contacts.delete_contact(Contact.objects.get(pk=contact.pk), by=anna)
    contacts.add_log_entry(person, by=anna, kind="call", on=date(2026, 11, 20), text="opiekuje się mamą")
    contacts.delete_log_entry(
        contacts.add_log_entry(person, by=anna, kind="call", on=date(2026, 11, 21), text="opiekuje się tatą"), by=anna
    )
    events.tell(events.about(person.key)[0], [marek.pk], url=person.get_absolute_url())
    osp = Organisation.objects.get(name="OSP Olszynki")
    persons.end_mandate(persons.add_mandate(osp, by=anna, person=person), by=anna, on=date(2026, 11, 20))
    events.record("organisation.changed", by=anna, subject=osp.key, scope="gmina:020102", changes={"note": ["", NAME]})
    Correction.objects.create(gmina=gmina, key="name:przykladowa zofia", sector="")
    Correction.objects.create(gmina=gmina, key="name:zofia przykladowa", sector="")
    return person


TOLD = (NAME, "przykladowa", "Dawna", PHONE, "600123321", "zofia.p@", "stary@", "opiekuje", "Burka")


def test_nothing_in_the_whole_database_says_who_an_erased_person_was(zofia: Person, anna: Any) -> None:
    assert sorted(where(NAME)) == [
        "auditlog.LogEntry.object_repr",
        "backroom.Event.params",
        "people.Batch.detected",
        "people.BatchRow.values",
        "people.Merge.before",
        "people.Person.name",
    ]
    assert BatchRow.objects.filter(outcome="repeated", values__name=NAME, person=None).count() == 2
    others = LogEntry.objects.filter(object_repr="OSP Olszynki").count()
    erase_person(zofia, schedule="edition:1")
    assert where(*TOLD) == {}
    assert list(where(VILLAGE)) == ["people.Batch.detected"]  # a sample of a column: a village says not who lives there
    assert LogEntry.objects.filter(object_repr="OSP Olszynki").count() == others
    told = Event.objects.get(code="person.erased")
    assert (told.subject, told.scope, told.by, told.params) == ("", "gmina:020102", None, {"schedule": "edition:1"})
    assert (Notice.objects.count(), Mandate.objects.count()) == (0, 1)  # Jan speaks for the fire brigade


def test_a_person_who_is_gone_is_not_erased_twice(zofia: Person) -> None:
    erase_person(zofia)
    erase_person(zofia)
    assert Event.objects.filter(code="person.erased").count() == 1


def test_rows_about_others_keep_what_they_say_of_others(zofia: Person) -> None:
    osp = BatchRow.objects.filter(values__name="OSP Olszynki").values_list("values", flat=True)
    before = list(osp)
    erase_person(zofia)
    assert list(osp) == before
    kgw = BatchRow.objects.filter(values__name="KGW Jagoda").order_by("pk")
    assert [row.values for row in kgw] == [{"name": "KGW Jagoda", "village": "Olszynki"}] * 2
    erased = BatchRow.objects.filter(reason="erased")
    assert {(row.outcome, str(row.values), str(row.params)) for row in erased} == {("left_out", "{}", "{'why': {}}")}


def test_somebody_else_of_her_name_keeps_everything(zofia: Person, anna: Any, gmina: Any, make_gmina: Any) -> None:
    elsewhere = persons.add_person(make_gmina("020103"), by=anna, name=NAME, source="rozmowa")
    contacts.add_contact(elsewhere, by=anna, kind="phone", value="700 100 100", source="rozmowa")
    audit = LogEntry.objects.filter(object_repr__in=[NAME, "700 100 100"], changes__gmina__isnull=False)
    erase_person(zofia)
    assert Contact.objects.get(person=elsewhere).value == "700 100 100"
    assert audit.filter(object_id=elsewhere.pk).count() == 1


def test_files_that_named_her_still_open_are_accepted_and_undone(
    zofia: Person, anna: Any, client_of: Any, gmina: Any
) -> None:
    erase_person(zofia)
    client: Client = client_of(anna)
    batches = {row.batch for row in BatchRow.objects.select_related("batch")}
    for batch in batches:
        if batch.gmina_id:
            for tab in ("", "?tab=left_out"):
                assert client.get(batch.get_absolute_url() + tab).status_code == 200
    preview = next(batch for batch in batches if batch.name == "druga.csv")
    accept(preview, by=anna)
    assert not Person.objects.filter(name__icontains="Przykładowa").exists()


def test_a_line_of_the_log_goes_with_its_audit(anna: Any, make_organisation: Any) -> None:
    osp = make_organisation()
    entry = contacts.add_log_entry(osp, by=anna, kind="call", on=date(2026, 11, 20), text="Zofia choruje")
    erase_log_entries([entry.pk])
    assert where("choruje") == {}
    assert Event.objects.get().params == {"entry": entry.pk, "kind": "call", "on": "2026-11-20"}


@pytest.mark.parametrize(
    ("text", "is_hers"),
    [
        ("Zofia Przykładowa", True),
        ("PRZYKLADOWA Zofia, prezeska", True),
        ("Pani Zofia Przykładowa", True),
        ("Zofia", False),
        ("Zofia Nowak", False),
        ("tel. 600-123-321, po 16", True),
        ("+48 600 123 321", True),
        ("pisz na Zofia.P@poczta.example", True),
        ("600 123 322", False),
        ("500", True),
        ("500 zł", False),
    ],
)
def test_traces_are_names_in_any_order_and_contacts(text: str, is_hers: bool) -> None:
    traces = traces_of([NAME], [PHONE, EMAIL, "500"])
    assert traces.are_in(text) is is_hers


def test_a_first_name_alone_is_hers_only_where_it_stands_alone() -> None:
    traces = traces_of(["Zofia"], [])
    assert (traces.are_in("zofia"), traces.are_in("Zofia Nowak")) == (True, False)
