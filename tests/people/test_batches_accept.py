"""Accepting a file: one transaction, exactly what was shown, compared once more with the register of that moment."""

from datetime import date
from typing import Any

import pytest

from koalicja.backroom.models import Event
from koalicja.people.actions import decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.actions.batches import BatchMoved
from koalicja.people.actions.undoing import undo
from koalicja.people.keys import person_keys
from koalicja.people.models import AgeBands, Batch, Contact, Correction, Mandate, NotSame, Organisation, Person
from koalicja.people.queries.batches import overview
from tests.people.file_builders import csv_text, outcomes, previewed, shown
from tests.people.register_state import register_state

pytestmark = pytest.mark.django_db
FULL_HEAD = (
    "Nazwa",
    "Typ",
    "Miejscowość",
    "Ulica",
    "Nr domu",
    "Nr lokalu",
    "Kod pocztowy",
    "Telefon",
    "E-mail",
    "REGON",
)


def test_accepting_writes_every_fact_of_a_row_with_its_source(anna: Any, gmina: Any) -> None:
    row = (
        "KLUB SPORTOWY ORZEŁ",
        "klub sportowy",
        "Lipowo",
        "ul. Długa",
        "5",
        "3",
        "59-700",
        "75 700 00 00",
        "a@b.example",
        "123456785",
    )
    batch = previewed(anna, gmina, csv_text([row], head=FULL_HEAD), source="lista GOPS", legal_basis="public")
    accept(batch, by=anna)
    orzel = Organisation.objects.get()
    assert (orzel.name, orzel.kind_text, orzel.village, orzel.street) == (
        "Klub Sportowy Orzeł",
        "klub sportowy",
        "Lipowo",
        "ul. Długa",
    )
    assert (orzel.house_number, orzel.postcode, orzel.identifiers) == ("5 lok. 3", "59-700", {"regon": "123456785"})
    assert (orzel.sector, orzel.group, orzel.class_decided, orzel.state) == ("sports_club", "ngo", "guess", "listed")
    assert (orzel.source, orzel.batch, orzel.created_by, orzel.gmina) == ("lista GOPS", batch, anna, gmina)
    assert list(Contact.objects.order_by("kind").values_list("kind", "value", "source", "legal_basis", "batch")) == [
        ("email", "a@b.example", "lista GOPS", "public", batch.pk),
        ("phone", "75 700 00 00", "lista GOPS", "public", batch.pk),
    ]


def test_accepting_remembers_what_each_row_did_and_tells_it_once(anna: Any, gmina: Any, make_organisation: Any) -> None:
    osp = make_organisation("OSP Olszynki", village="Olszynki", note="dzwonić rano")
    rows = [("OSP Olszynki", "Olszynki", "600 100 100"), ("Chór Echo", "", ""), ("", "x", "")]
    batch = previewed(anna, gmina, csv_text(rows))
    accept(batch, by=anna)
    osp.refresh_from_db()
    echo = Organisation.objects.get(name="Chór Echo")
    assert list(batch.rows.order_by("number").values_list("did", "organisation")) == [
        ("changed", osp.pk),
        ("created", echo.pk),
        ("", None),
    ]
    assert (osp.note, osp.version) == ("dzwonić rano", 2)
    assert [c.value for c in osp.contacts.all()] == ["600 100 100"]
    event = Event.objects.get(code="batch.accepted")
    assert (event.by, event.subject, event.scope) == (anna, f"batch:{batch.pk}", "gmina:020102")
    counts = {"added": 1, "changed": 1, "filled": 0, "met": 0, "same": 0, "passed_over": 1, "doubtful": 0}
    assert (event.params, batch.counts) == ({"name": "lista.csv"} | counts, counts)


def test_the_same_file_again_changes_nothing(anna: Any, gmina: Any) -> None:
    accept(previewed(anna, gmina), by=anna)
    before = register_state()
    again = previewed(anna, gmina)
    assert {outcome for _, outcome, _ in outcomes(again)} == {"same"}
    assert overview(again).plan.does_something is False
    accept(again, by=anna)
    assert register_state() == before


def test_the_same_file_again_changes_nothing_even_after_corrections_by_hand(anna: Any, gmina: Any) -> None:
    accept(previewed(anna, gmina), by=anna)
    Organisation.objects.filter(name="KGW Jagoda").update(name="Koło Jagoda z Olszynek", village="Olszynki Małe")
    Contact.objects.filter(value="600 100 200").update(value="600 999 999")
    before = register_state()
    again = previewed(anna, gmina)
    accept(again, by=anna)
    assert register_state() == before


def test_a_second_click_is_told_and_does_nothing(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina)
    twin = Batch.objects.get(pk=batch.pk)
    accept(batch, by=anna)
    before = register_state()
    with pytest.raises(BatchMoved) as told:
        accept(twin, by=anna)
    assert (told.value.state, register_state() == before) == ("accepted", True)
    assert Event.objects.filter(code="batch.accepted").count() == 1


def test_what_somebody_added_in_the_meantime_is_not_added_twice(anna: Any, gmina: Any, make_organisation: Any) -> None:
    batch = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", ""), ("Chór Echo", "", "")]))
    osp = make_organisation("Ochotnicza Straż Pożarna Olszynki", village="Olszynki")
    accept(batch, by=anna)
    row = batch.rows.get(number=2)
    assert (row.did, row.organisation, row.params["met"]) == ("nothing", osp, "appeared")
    assert sorted(o.name for o in Organisation.objects.all()) == ["Chór Echo", "Ochotnicza Straż Pożarna Olszynki"]
    assert batch.counts["met"] == 1


def test_a_field_somebody_changed_in_the_meantime_is_left_alone(anna: Any, gmina: Any, make_organisation: Any) -> None:
    osp = make_organisation("OSP Olszynki", village="Olszynki", kind_text="straż")
    text = csv_text(
        [("OSP Olszynki", "Olszynki", "OSP", "59-700")], head=("Nazwa", "Miejscowość", "Typ", "Kod pocztowy")
    )
    batch = previewed(anna, gmina, text)
    Organisation.objects.filter(pk=osp.pk).update(kind_text="jednostka w KSRG", version=2)
    accept(batch, by=anna)
    osp.refresh_from_db()
    assert (osp.kind_text, osp.postcode, osp.version) == ("jednostka w KSRG", "59-700", 3)


def test_a_record_merged_in_the_meantime_is_left_alone(anna: Any, gmina: Any, make_organisation: Any) -> None:
    osp, kept = make_organisation("OSP Olszynki", village="Olszynki"), make_organisation("Straż", village="Olszynki")
    batch = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "600 100 100")]))
    Organisation.objects.filter(pk=osp.pk).update(state="merged", merged_into=kept)
    accept(batch, by=anna)
    assert (batch.counts["changed"], batch.counts["met"], Contact.objects.count()) == (0, 1, 0)


def test_a_row_naming_a_merged_record_finds_the_one_that_was_kept(
    anna: Any, gmina: Any, make_organisation: Any
) -> None:
    kept = make_organisation("Straż z Olszynek", village="Olszynki")
    make_organisation("OSP Olszynki", village="Olszynki", state="merged", merged_into=kept)
    batch = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "")]))
    assert outcomes(batch) == [(2, "same", "nothing_new")]


def test_decisions_are_carried_out_and_undecided_rows_passed_over(
    anna: Any, gmina: Any, make_organisation: Any
) -> None:
    school = make_organisation("Szkoła Podstawowa nr 2 im. Marii Przykładowej", village="Lipowo")
    other = make_organisation("Szkoła Podstawowa nr 5 im. Jana Przykładowego", village="Lipowo")
    make_organisation("Szkoła Podstawowa nr 7 im. Ewy Przykładowej", village="Lipowo")
    rows = [("SP nr 2", "Lipowo", "600 200 200"), ("SP nr 5", "Lipowo", ""), ("SP nr 7", "Lipowo", "")]
    batch = previewed(anna, gmina, csv_text(rows))
    decisions.decide_rows(batch, by=anna, numbers=[2], decision="join", target=str(school.pk))
    decisions.decide_rows(batch, by=anna, numbers=[3], decision="add")
    accept(batch, by=anna)
    added = Organisation.objects.get(batch=batch)
    assert (added.name, [c.value for c in school.contacts.all()]) == ("SP nr 5", ["600 200 200"])
    assert list(NotSame.objects.values_list("kind", "low", "high")) == [("organisation", other.pk, added.pk)]
    assert [row.did for row in batch.rows.order_by("number")] == ["changed", "created", ""]
    assert (batch.counts["doubtful"], batch.counts["passed_over"]) == (1, 1)


def test_a_removed_record_comes_back_only_when_a_human_says_so(anna: Any, gmina: Any, make_organisation: Any) -> None:
    osp = make_organisation("OSP Olszynki", village="Olszynki", state="dismissed")
    batch = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "")]))
    assert outcomes(batch) == [(2, "doubtful", "was_removed")]
    assert decisions.decide_rows(batch, by=anna, numbers=[2], decision="join") == 1
    accept(batch, by=anna)
    osp.refresh_from_db()
    assert (osp.state, osp.version) == ("listed", 2)


def test_a_suggestion_named_in_a_file_is_taken_into_the_register(anna: Any, gmina: Any, make_organisation: Any) -> None:
    osp = make_organisation("OSP Olszynki", village="Olszynki", state="suggested")
    batch = previewed(anna, gmina, csv_text([("OSP Olszynki", "Olszynki", "")]))
    assert batch.rows.get().params["changes"] == [["state", "suggested", "listed"]]
    accept(batch, by=anna)
    osp.refresh_from_db()
    assert osp.state == "listed"


def test_corrected_classes_are_kept_and_remembered_for_that_register(anna: Any, gmina: Any, other_gmina: Any) -> None:
    rows = [("OSP Olszynki", "", ""), ("OSP Lipowo", "", ""), ("Klub Sportowy Orzeł", "", "")]
    batch = previewed(anna, gmina, csv_text(rows))
    decisions.correct_class(batch, by=anna, number=2, value="public_service", alike=True)
    decisions.correct_class(batch, by=anna, number=4, value="group:business")
    accept(batch, by=anna)
    classes = Organisation.objects.order_by("pk").values_list("group", "sector", "class_decided")
    assert list(classes) == [("office", "public_service", "human")] * 2 + [("business", "", "human")]
    assert sorted(Correction.objects.values_list("gmina", "sector")) == [("020102", "public_service")] * 3
    later = previewed(anna, gmina, csv_text([("OSP Zarzecze", "", "")]))
    assert later.rows.get().params["class"]["sector"] == "public_service"


NAMING = ("Nazwa", "Osoba do kontaktu", "Funkcja")


def test_a_named_person_of_the_register_is_found_there(
    anna: Any, gmina: Any, make_person: Any, make_organisation: Any
) -> None:
    zofia = make_person("Zofia Przykładowa", village="Lipowo", **person_keys("Zofia Przykładowa"))
    osp = make_organisation("OSP Olszynki")
    Mandate.objects.create(organisation=osp, person=zofia, until=date(2999, 1, 1))
    rows = [
        ("KGW Jagoda", "Przykładowa Zofia", "szefowa"),
        ("Chór Echo", "zofia przykładowa", ""),
        ("Klub A", "Jan", ""),
    ]
    batch = previewed(anna, gmina, csv_text(rows, head=NAMING))
    accept(batch, by=anna)
    speaking = Mandate.objects.order_by("pk").values_list("organisation__name", "person__name", "function")
    assert list(speaking) == [
        ("OSP Olszynki", "Zofia Przykładowa", ""),
        ("KGW Jagoda", "Zofia Przykładowa", "szefowa"),
        ("Chór Echo", "Zofia Przykładowa", ""),
        ("Klub A", "Jan", ""),
    ]
    assert Person.objects.count() == 2
    undo(batch, by=anna)
    assert (list(Person.objects.all()), Mandate.objects.count()) == ([zofia], 1)


def test_a_named_person_whom_another_row_brings_is_the_same_one(anna: Any, gmina: Any) -> None:
    rows = [("KGW Jagoda", "Zofia Przykładowa", ""), ("Zofia Przykładowa", "Zofia Przykładowa", "")]
    accept(previewed(anna, gmina, csv_text(rows, head=NAMING)), by=anna)
    assert [(person.name, person.mandates.count()) for person in Person.objects.all()] == [("Zofia Przykładowa", 1)]


def test_where_several_have_the_name_one_more_is_added_and_the_row_says_so(
    anna: Any, gmina: Any, make_person: Any, client_of: Any
) -> None:
    for village in ("Lipowo", "Olszynki"):
        make_person("Zofia Przykładowa", village=village, **person_keys("Zofia Przykładowa"))
    rows = [("KGW Jagoda", "Zofia Przykładowa", ""), ("Chór Echo", "Zofia Przykładowa", "")]
    batch = previewed(anna, gmina, csv_text(rows, head=NAMING))
    accept(batch, by=anna)
    assert (Person.objects.count(), Mandate.objects.values("person").distinct().count()) == (3, 1)
    page = shown(client_of(anna).get(batch.get_absolute_url()))
    assert "W spisie jest kilka osób o takim imieniu i nazwisku jak ten przedstawiciel" in page


def test_a_person_who_already_speaks_there_is_given_no_second_mandate(
    anna: Any, gmina: Any, make_person: Any, make_organisation: Any
) -> None:
    jan, zofia = make_person("Jan Zmyślony"), make_person("Zofia Przykładowa", **person_keys("Zofia Przykładowa"))
    osp = make_organisation("OSP Olszynki")
    for person, is_deputy in ((jan, False), (zofia, True)):
        Mandate.objects.create(organisation=osp, person=person, is_deputy=is_deputy)
    accept(previewed(anna, gmina, csv_text([("OSP Olszynki", "Zofia Przykładowa", "")], head=NAMING)), by=anna)
    assert (Mandate.objects.count(), Person.objects.count()) == (2, 2)


def test_an_editions_file_brings_no_person_into_a_register(olga: Any, edition: Any, make_organisation: Any) -> None:
    make_organisation("Chór Echo", state="suggested")
    text = "TERYT gminy;Nazwa;Osoba do kontaktu\r\n020102;Chór Echo;Zofia Przykładowa\r\n"
    accept(previewed(olga, None, text, scope=edition.key), by=olga)
    assert Person.objects.count() == 0


def test_a_person_beside_an_organisation_speaks_for_it(anna: Any, gmina: Any) -> None:
    head = ("Nazwa", "Imię i nazwisko", "Funkcja", "Telefon")
    rows = [
        ("OSP Olszynki", "Zofia Przykładowa", "prezeska", "600 1 1 1 1 1 1"),
        ("Chór Echo", "Zofia Przykładowa", "", ""),
    ]
    batch = previewed(anna, gmina, csv_text(rows, head=head))
    accept(batch, by=anna)
    zofia = Person.objects.get()
    assert sorted(zofia.mandates.values_list("organisation__name", "function")) == [
        ("Chór Echo", ""),
        ("OSP Olszynki", "prezeska"),
    ]
    again = previewed(anna, gmina, csv_text(rows, head=head))
    assert {outcome for _, outcome, _ in outcomes(again)} == {"same"}


def test_a_list_of_people_becomes_people_with_age_bands_not_organisations(anna: Any, gmina: Any) -> None:
    head = ("Imię", "Nazwisko", "Wiek", "Telefon")
    rows = [("Zofia", "Przykładowa", "60+", "600 100 100"), ("Jan", "Przykładowy", "około 40", "")]
    accept(previewed(anna, gmina, csv_text(rows, head=head)), by=anna)
    assert list(Person.objects.order_by("pk").values_list("name", "age_band")) == [
        ("Zofia Przykładowa", "60+"),
        ("Jan Przykładowy", ""),
    ]
    assert (Organisation.objects.count(), Contact.objects.get().person.name) == (0, "Zofia Przykładowa")
    again = previewed(anna, gmina, csv_text(rows, head=head))
    assert {outcome for _, outcome, _ in outcomes(again)} == {"same"}


def test_identifiers_and_notes_are_added_to_never_replaced(anna: Any, gmina: Any, make_organisation: Any) -> None:
    osp = make_organisation("OSP Olszynki", village="Olszynki", identifiers={"nip": "1234563218"}, note="dzwonić rano")
    text = csv_text(
        [("OSP Olszynki", "Olszynki", "123456785", "ma salę")], head=("Nazwa", "Miejscowość", "REGON", "Uwagi")
    )
    accept(previewed(anna, gmina, text), by=anna)
    osp.refresh_from_db()
    assert osp.identifiers == {"nip": "1234563218", "regon": "123456785"}
    assert osp.note == "dzwonić rano\nma salę"


def test_a_long_house_number_loses_nothing(anna: Any, gmina: Any) -> None:
    text = csv_text([("Klub Orzeł", "3 (wejście od ul. Kujawskiej, koło basenu)")], head=("Nazwa", "Nr domu"))
    accept(previewed(anna, gmina, text), by=anna)
    orzel = Organisation.objects.get()
    assert (orzel.house_number, orzel.note) == ("3", "3 (wejście od ul. Kujawskiej, koło basenu)")


EDITION_FILE = (
    "TERYT gminy;Nazwa;Miejscowość;Telefon;Imię i nazwisko\r\n"
    "020102;OSP Olszynki;Olszynki;600 100 100;Zofia Przykładowa\r\n"
    "020102;Chór Echo;Olszynki;;\r\n"
    "020102;KGW Jagoda;Olszynki;600 100 200;\r\n"
    "101801;OSP Lipowo;Lipowo;;\r\n"
    "101801;Jan Przykładowy;Lipowo;;\r\n"
)


def test_an_editions_file_brings_suggestions_and_touches_nothing_of_a_coordinator(
    olga: Any, edition: Any, gmina: Any, other_gmina: Any, make_organisation: Any
) -> None:
    listed = make_organisation("OSP Olszynki", village="Olszynki")
    dismissed = make_organisation("Chór Echo", village="Olszynki", state="dismissed")
    batch = previewed(olga, None, EDITION_FILE, scope=edition.key)
    assert outcomes(batch) == [
        (2, "same", "already_listed"),
        (3, "left_out", "dismissed_here"),
        (4, "new", "new_here"),
        (5, "new", "new_here"),
        (6, "left_out", "person_in_edition"),
    ]
    accept(batch, by=olga)
    assert sorted(Organisation.objects.values_list("gmina", "name", "state", "version")) == [
        ("020102", dismissed.name, "dismissed", 1),
        ("020102", "KGW Jagoda", "suggested", 1),
        ("020102", listed.name, "listed", 1),
        ("101801", "OSP Lipowo", "suggested", 1),
    ]
    assert (Person.objects.count(), Mandate.objects.count(), [c.value for c in Contact.objects.all()]) == (
        0,
        0,
        ["600 100 200"],
    )


def test_an_editions_preview_holds_nothing_that_a_register_keeps_to_itself(
    olga: Any, edition: Any, gmina: Any, make_organisation: Any
) -> None:
    kgw = make_organisation("KGW Jagoda", village="Olszynki", state="suggested", note="Klucz u sąsiadki")
    Contact.objects.create(organisation=kgw, kind="phone", value="700 700 700")
    text = "TERYT gminy;Nazwa;Miejscowość;Telefon;Uwagi\r\n020102;KGW Jagoda;Olszynki;600 100 200;latem\r\n"
    batch = previewed(olga, None, text, scope=edition.key)
    row = batch.rows.get()
    assert row.params["changes"] == [["phone", "", "600 100 200"], ["notes", "", "latem"]]
    stored = str(list(batch.rows.values_list("params", "values", "cells", "matches", "before")))
    assert ("700 700 700" in stored, "sąsiadki" in stored) == (False, False)
    accept(batch, by=olga)
    kgw.refresh_from_db()
    assert (kgw.note, sorted(kgw.contacts.values_list("value", flat=True))) == (
        "Klucz u sąsiadki\nlatem",
        ["600 100 200", "700 700 700"],
    )


def test_an_editions_file_again_changes_nothing(olga: Any, edition: Any, gmina: Any, other_gmina: Any) -> None:
    accept(previewed(olga, None, EDITION_FILE, scope=edition.key), by=olga)
    before = register_state()
    again = previewed(olga, None, EDITION_FILE, scope=edition.key)
    assert {outcome for _, outcome, _ in outcomes(again)} == {"same", "left_out"}
    accept(again, by=olga)
    assert register_state() == before


def test_an_age_that_the_register_does_not_ask_for_becomes_a_note(anna: Any, gmina: Any, make_person: Any) -> None:
    AgeBands.objects.create(gmina=gmina, keys=["0-17", "18+"])
    make_person("Ewa Dawna", age_band="35-59")
    rows = [("Jan Zmyślony", "18 +"), ("Zofia Przykładowa", "60-74"), ("Adam Obecny", "35–59")]
    text = csv_text(rows, head=("Imię i nazwisko", "Przedział wieku"))
    accept(previewed(anna, gmina, text), by=anna)
    people = Person.objects.exclude(name="Ewa Dawna").order_by("name").values_list("name", "age_band", "note")
    assert list(people) == [
        ("Adam Obecny", "35-59", ""),
        ("Jan Zmyślony", "18+", ""),
        ("Zofia Przykładowa", "", "Wiek w pliku: 60-74."),
    ]
    assert {outcome for _, outcome, _ in outcomes(previewed(anna, gmina, text))} == {"same"}
