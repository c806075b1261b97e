"""No phone and no e-mail reaches those who see no contacts, whichever text field of a record it is written into."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.test import Client

from koalicja.engine.matching.rows import ParsedRow
from koalicja.people.actions.accepting import accept
from koalicja.people.file_contacts import phones_of, with_contacts_apart
from koalicja.people.forms.batches import LoadForm
from koalicja.people.forms.fields import OpenLine, WatchedForm
from koalicja.people.forms.records import MandateForm, NewOrganisationForm, NewPersonForm, OrganisationForm, PersonForm
from koalicja.people.models import Contact, Mandate, Organisation, Person
from koalicja.people.queries.age_bands import USUAL_BANDS
from tests.people.file_builders import csv_text, outcomes, previewed
from tests.people.views.test_names import sent

pytestmark = pytest.mark.django_db

CONTACTS = {"600 100 206": "600100206", "malwy@poczta.example": "malwy"}
LABELS = {"600 100 206": "tel.", "malwy@poczta.example": "e-mail:"}
HIDDEN = {"note", "since", "age_band", "class_choice"}  # the note is for those who see contacts; the others are choices
TELLING = "Stoi tu telefon albo e-mail, a to pole czyta wiele osób. Dopisz go jako kontakt."


def written_by_people(model: type[models.Model]) -> set[str]:
    """The text fields of a record that nothing but a human's words fills."""
    ours = {"name_key", "search_key", "group", "sector", "class_decided", "state", "age_band"}
    fields = model._meta.concrete_fields
    return {field.name for field in fields if isinstance(field, models.CharField | models.TextField)} - ours


@pytest.mark.parametrize(
    ("form", "model"),
    [(NewOrganisationForm(), Organisation), (NewPersonForm(bands=USUAL_BANDS), Person)],
)
def test_every_text_that_people_write_of_a_record_is_an_open_line_or_the_note(
    form: WatchedForm, model: type[models.Model]
) -> None:
    open_lines = {name for name, field in form.fields.items() if isinstance(field, OpenLine)}
    assert open_lines == written_by_people(model) - {"note"}


@pytest.mark.parametrize("contact", CONTACTS)
@pytest.mark.parametrize(
    "form",
    [
        OrganisationForm,
        NewOrganisationForm,
        lambda data: PersonForm(data, bands=USUAL_BANDS),
        lambda data: NewPersonForm(data, bands=USUAL_BANDS),
        MandateForm,
    ],
)
def test_no_open_line_of_a_form_takes_a_contact(form: Callable[[dict[str, str]], Any], contact: str) -> None:
    lines = [name for name, field in form({}).fields.items() if isinstance(field, OpenLine)]
    assert lines
    for name in lines:
        filled = form({name: f"Wola {contact}"[:30]})
        assert TELLING in filled.errors[name] or name == "postcode", name


def test_the_source_of_a_file_takes_no_contact() -> None:
    assert LoadForm({"source": "sołtys, 600 100 206"}).errors["source"] == [TELLING]


def test_what_stands_in_a_field_already_may_stay() -> None:
    old = {"name": "Sklep 600 100 206", "village": "Wola"}
    form = OrganisationForm(old | {"village": "Wola Mała"}, initial=old)
    assert form.is_valid()


def test_a_name_that_came_with_the_address_is_no_name_that_stands_already() -> None:
    name = {"name": "Sklep 600 100 206"}
    form = NewOrganisationForm(name | {"source": "sołtys"}, initial=name)
    assert form.errors == {"name": [TELLING]}


COLUMNS = {
    "Rodzaj": "klub",
    "Miejscowość": "Olszynki",
    "Ulica": "Polna",
    "Nr domu": "7",
    "Nr lokalu": "2",
    "Kod pocztowy": "59-700",
    "Adres": "ul. Krzywa 1",
    "Osoba": "Anna Zmyślona",
    "Funkcja": "prezeska",
    "REGON": "brak",
}


def everything_shown_to(reader: Client) -> str:
    """The list, every record and the exports, as this reader sees them."""
    told = []
    pages = ["", "eksport.csv", *(f"organizacje/{each.pk}/" for each in Organisation.objects.all())]
    pages += [f"osoby/{each.pk}/" for each in Person.objects.all()]
    for page in pages:
        answer = reader.get(f"/spis/020102/{page}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told.append(content.decode(errors="replace"))
    return "\n".join(told)


@pytest.mark.slow
@pytest.mark.parametrize("contact", CONTACTS)
@pytest.mark.parametrize("column", ["Nazwa", *COLUMNS])
def test_a_contact_in_any_column_of_a_file_becomes_a_contact_or_an_error_row(
    anna: Any, olga: Any, gmina: Any, client_of: Callable[[Any], Client], *, column: str, contact: str
) -> None:
    head = ("Nazwa", *COLUMNS)
    row = {"Nazwa": "Klub Zmyślony", **COLUMNS}
    row[column] += f" {contact}" if column == "REGON" else f", {LABELS[contact]} {contact}"
    batch = previewed(anna, gmina, csv_text([[row[name] for name in head]], head=head))
    accept(batch, by=anna)
    assert batch.rows.get().outcome == "new"
    kind = "email" if "@" in contact else "phone"
    assert list(Contact.objects.exclude(kind="address").values_list("kind", "value")) == [(kind, contact)]
    kept = Organisation.objects.get()
    assert (kept.kind_text, kept.village, kept.street, kept.postcode) == ("klub", "Olszynki", "Polna", "59-700")
    assert list(Mandate.objects.values_list("person__name", "function")) == [("Anna Zmyślona", "prezeska")]
    told = everything_shown_to(client_of(olga)).replace(" ", "")
    assert [part for part in CONTACTS.values() if part in told] == []
    again = previewed(anna, gmina, csv_text([[row[name] for name in head]], head=head), name="drugi.csv")
    assert outcomes(again) == [(2, "same", "nothing_new")]


@pytest.mark.parametrize("contact", CONTACTS)
@pytest.mark.parametrize("line", ["Koło Malwy{}; Wąsosz", "Koło Malwy; Wąsosz{}", "Koło Malwy; Wąsosz; uwaga{}"])
def test_a_contact_in_any_part_of_a_pasted_line_becomes_a_contact(
    anna: Any, olga: Any, gmina: Any, client_of: Callable[[Any], Client], *, line: str, contact: str
) -> None:
    page = client_of(anna)
    seen = page.post("/spis/020102/dopisz/", {"text": line.format(f", {LABELS[contact]} {contact}")})
    page.post("/spis/020102/dopisz/", sent(seen))
    assert Organisation.objects.values_list("name", "village").get() == ("Koło Malwy", "Wąsosz")
    assert Contact.objects.values_list("value").get() == (contact,)
    told = everything_shown_to(client_of(olga)).replace(" ", "")
    assert [part for part in CONTACTS.values() if part in told] == []


def test_what_is_corrected_in_the_second_step_brings_no_contact_into_the_place(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    page = client_of(anna)
    data = sent(page.post("/spis/020102/dopisz/", {"text": "Koło Malwy; Wąsosz"}))
    answer = page.post("/spis/020102/dopisz/", data | {"line-0-village": "Wąsosz 600 100 206"})
    assert answer.context["lines"][0]["form"].errors == {"village": [TELLING]}
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("Nadleśnictwo Góra 65 543 21 00 i 65 543 21 01", ["65 543 21 00", "65 543 21 01"]),
        (
            "Nowa Firma Iks 61 111 22 33, 61 111 22 34; Wąsosz; 600 600 601",
            ["600 600 601", "61 111 22 33", "61 111 22 34"],
        ),
    ],
)
def test_all_phones_of_a_pasted_line_are_kept(
    anna: Any, gmina: Any, client_of: Callable[[Any], Client], text: str, phones: list[str]
) -> None:
    page = client_of(anna)
    page.post("/spis/020102/dopisz/", sent(page.post("/spis/020102/dopisz/", {"text": text})))
    assert list(Contact.objects.order_by("value").values_list("value", flat=True)) == phones


def test_contacts_in_each_others_columns_change_places(anna: Any, gmina: Any) -> None:
    head = ("Nazwa", "Miejscowość", "Telefon", "E-mail")
    rows = [
        ("Klub Iks", "Olszynki", "klub@poczta.example", ""),
        ("Klub Igrek", "Olszynki", "", "600 100 207"),
        ("Klub Zet", "Olszynki", "600 100 208, zet@poczta.example", ""),
    ]
    accept(previewed(anna, gmina, csv_text(rows, head=head)), by=anna)
    assert list(Contact.objects.order_by("pk").values_list("organisation__name", "kind", "value")) == [
        ("Klub Iks", "email", "klub@poczta.example"),
        ("Klub Igrek", "phone", "600 100 207"),
        ("Klub Zet", "phone", "600 100 208"),
        ("Klub Zet", "email", "zet@poczta.example"),
    ]


def test_a_second_email_in_another_column_is_kept_beside_the_first(anna: Any, gmina: Any) -> None:
    head = ("Nazwa", "Miejscowość", "E-mail")
    rows = [("Klub Iks", "Olszynki inny@poczta.example", "klub@poczta.example")]
    for _ in range(2):
        accept(previewed(anna, gmina, csv_text(rows, head=head)), by=anna)
    emails = Contact.objects.order_by("value").values_list("value", flat=True)
    assert list(emails) == ["inny@poczta.example", "klub@poczta.example"]


def test_several_phones_of_a_row_are_several_contacts_and_known_ones_are_not_added_again(anna: Any, gmina: Any) -> None:
    one = [("Klub Iks", "Olszynki", '"600 100 201; 600 100 202"')]
    more = [("Klub Iks", "Olszynki", '"600 100 202; 600 100 203"')]
    for rows in (one, more, more):
        accept(previewed(anna, gmina, csv_text(rows)), by=anna)
    phones = Contact.objects.order_by("value").values_list("value", flat=True)
    assert list(phones) == ["600 100 201", "600 100 202", "600 100 203"]


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("655 43 10 10, 600 222 333", ["655 43 10 10", "600 222 333"]),
        ("655 43 10 10 / 600 222 337", ["655 43 10 10", "600 222 337"]),
        ("65 5431014 lub 600222339", ["65 5431014", "600222339"]),
        ("65/543-10-13, kom. 600222338", ["65/543-10-13", "600222338"]),
        ("600 222 333 i 600 222 334 oraz 600 222 335", ["600 222 333", "600 222 334", "600 222 335"]),
        ("(75) 100 20 30, (75) 100 20 31", ["(75) 100 20 30", "(75) 100 20 31"]),
        ("75 100 20 30 (sekretariat), 600 222 333 dyrektor", ["75 100 20 30 (sekretariat)", "600 222 333 dyrektor"]),
        ("65/543-10-13", ["65/543-10-13"]),
        ("600 222 333/334", ["600 222 333/334"]),
        ("75 100 20 30 wew. 12, 13", ["75 100 20 30 wew. 12, 13"]),
        ("600 222 333; brak", ["600 222 333; brak"]),
        ("600 100 200 (Anna, rano), 601 100 200 (Jan)", ["600 100 200 (Anna, rano)", "601 100 200 (Jan)"]),
        ("655 43 10 10 (dom) 600 222 333 (kom.)", ["655 43 10 10 (dom)", "600 222 333 (kom.)"]),
        ("655431010 (dom, 600100200 po 16)", ["655431010 (dom, 600100200 po 16)"]),
        ("600100200 Jan i Maria 600100201", ["600100200 Jan i Maria 600100201"]),
        ("Jan 600 222 333, Maria 600 222 334", ["Jan 600 222 333", "Maria 600 222 334"]),
        ("tel.kom. 600 100 200, tel. kom. 601 100 200", ["600 100 200", "601 100 200"]),
        ("tel./kom. 600 100 200 tel.kom. 601 100 200", ["600 100 200", "601 100 200"]),
    ],
)
def test_several_phones_of_a_cell_are_contacts_of_their_own(cell: str, phones: list[str]) -> None:
    assert phones_of(cell) == phones


@pytest.mark.parametrize("between", [" / ", "/", " \\ ", " lub "])
@pytest.mark.parametrize(("field", "lead"), [("contact", ""), ("contact", "tel. "), ("phone", "tel. ")])
def test_a_stroke_between_phones_parts_them_in_every_column_of_contacts(field: str, lead: str, between: str) -> None:
    row = with_contacts_apart(ParsedRow(2, {"name": "OSP Nowa", field: f"{lead}600 100 302{between}600 100 303"}))
    assert isinstance(row, ParsedRow)
    assert row.values == {"name": "OSP Nowa", "phone": "600 100 302; 600 100 303"}


def test_two_phones_of_a_cell_of_a_file_become_two_contacts(anna: Any, gmina: Any) -> None:
    text = csv_text([("Firma Zmyślona", "Wola", "65/543-10-13, kom. 600222338")])
    accept(previewed(anna, gmina, text), by=anna)
    assert list(Contact.objects.order_by("pk").values_list("value", flat=True)) == ["65/543-10-13", "600222338"]
    accept(previewed(anna, gmina, text.replace(", kom. 600", ", 600222339, 600"), name="druga.csv"), by=anna)
    assert list(Contact.objects.order_by("pk").values_list("value", flat=True)) == [
        "65/543-10-13",
        "600222338",
        "600222339",
    ]


BOTH = "600 100 206; 600 100 207"


@pytest.mark.parametrize(
    ("written", "phones"),
    [
        ("Piotr i Adam Zmyśleni", []),
        ("Ewa Zmyślona 600 100 206, Adam Testowy 600 100 207", BOTH.split("; ")),
        ("Ewa 600 100 206, Adam 600 100 207", BOTH.split("; ")),
        ("Ewa Zmyślona / Adam Testowy", []),
    ],
)
def test_several_persons_in_one_cell_are_never_one_person(
    anna: Any, gmina: Any, written: str, phones: list[str]
) -> None:
    row = with_contacts_apart(ParsedRow(2, {"name": "KGW Zmyślone", "contact": written}))
    assert isinstance(row, ParsedRow)
    assert [row.values.get(name) for name in ("notes", "person", "phone")] == [written, None, "; ".join(phones) or None]
    batch = previewed(anna, gmina, csv_text([("KGW Zmyślone", written)], head=("Nazwa", "Osoba do kontaktu")))
    accept(batch, by=anna)
    told = f"Osoba do kontaktu w pliku: {written}."
    assert list(Organisation.objects.values_list("name", "note")) == [("KGW Zmyślone", told)]
    assert (Person.objects.count(), Mandate.objects.count()) == (0, 0)
    assert list(Contact.objects.order_by("pk").values_list("value", flat=True)) == phones
