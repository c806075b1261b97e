"""Through no door does a word of birth with a day or year behind it come into any table."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from koalicja.people.actions.accepting import accept
from koalicja.people.models import BatchRow, Contact, Organisation, Person
from tests.people.file_builders import previewed, xlsx
from tests.people.views.test_names import sent

REGISTER = "/spis/020102/"
DOPISZ = f"{REGISTER}dopisz/"
BIRTHS = (
    "ur. 12.05.1966",
    "ur.12.05.1966 r.",
    "r. ur. 1966",
    "(ur. 1966)",
    "ur. 66",
    "ur. 05.1966",
    "ur. w Nowej Woli 12.05.1966",
    "ur. w maju 1966",
    "urodziny 12.05.1966",
    "dzień urodzin 12 maja",
    "urodzony dnia 12 V 1966",
    "data urodzenia: 12 maja 1966 r.",
    "rok urodzenia - 1966",
    "rocznik 1966",
    "rocznik: 66",
    "12.05.1966 ur.",
    "born on 12 May 1966",
    "PESEL 66051212345",
)
NAMES = (
    "Firma Zmyślona",
    'Firma "Kwiat" Danuta Wymyślona',
    "Gospodarstwo rolne Karol Zmyślony",
    "Agroturystyka u Jana Zmyślonego",
    "Sołtys Wsi",
    "Sklep pasta",
    "Kwiaciarnia Róża",
    "OSP Wola",
    "Jan Zmyślony",
    "Kuba Pasta",
    "Żdan Hnatiuk",
    "Jan Zmyślony - prezes OSP Wola",
)
BESIDE = ("Funkcja", "Miejscowość", "Ulica", "Nr domu", "Kod pocztowy", "Rodzaj", "Uwagi", "Telefon", "E-mail", "Adres")
HEAD = ("Nazwa", "Osoba do kontaktu", *BESIDE, "Strona www", "REGON", "Inne")
TOLD = re.compile(
    r"\b(?:ur|urodz\w*|roczn\w*|born|birth\w*|dob|pesel)\b[^\w\"]{0,3}"
    r"(?:(?:w|dnia|dniu|on|roku|nowej woli|maju)\s){0,3}(?:\d|maja|v\b)"
    r"|(?<![0-9a-f])1966(?![0-9a-f])|(?<!:)12\.05|12 maja|660512",
    re.IGNORECASE,
)

Page = Callable[[Any], Client]
pytestmark = pytest.mark.django_db


def told_anywhere() -> list[str]:
    """What any table keeps of a birth."""
    return [
        text
        for model in apps.get_models()
        if model._meta.app_label not in {"places", "sessions"}
        for row in json.loads(serializers.serialize("json", model._default_manager.all()))
        for name, value in row["fields"].items()
        if isinstance(value, str | list | dict)
        and not name.endswith(("_at", "sha256", "path_key"))
        and TOLD.search(text := f"{name}: {value}")
    ]


def variants(pieces: tuple[str, ...]) -> Iterator[str]:
    for piece in pieces:
        for birth in BIRTHS:
            yield f"{piece}, {birth}"


def test_what_tells_a_birth_is_told() -> None:
    assert [birth for birth in BIRTHS if not TOLD.search(birth)] == []


@pytest.mark.parametrize("decision", ["", "add", "person"])
def test_no_column_of_a_file_lets_a_birth_in(anna: Any, gmina: Any, decision: str) -> None:
    rows = [[name, *[""] * (len(HEAD) - 1)] for name in variants(NAMES)]
    for place in range(1, len(HEAD)):
        row = [f"Firma {place}", *[""] * (len(HEAD) - 1)]
        for number, birth in enumerate(BIRTHS):
            told = [f"Firma {place}-{number}", *row[1:]]
            told[place] = f"Zmyślona, {birth}" if number % 2 else birth
            rows.append(told)
    batch = previewed(anna, gmina, xlsx({"Lista": [HEAD, *rows]}), name="lista.xlsx")
    assert told_anywhere() == []
    asked = batch.rows.filter(outcome=BatchRow.Outcome.DOUBTFUL)
    asked.update(
        decision="add" if decision else "", decision_params={"target": "person"} if decision == "person" else {}
    )
    accept(batch, by=anna)
    assert told_anywhere() == []


@pytest.mark.parametrize("birth", ["12.05.1966", "120566", "12051966", "66-05-12", "1966-05-12", "12/5/66"])
def test_a_day_beside_somebodys_name_is_kept_nowhere(anna: Any, gmina: Any, client_of: Page, birth: str) -> None:
    names = ("Jan Zmyślony", "Kuba Pasta", "Żdan Hnatiuk", "Ewa Zmyślona, rolniczka")
    accept(
        previewed(anna, gmina, xlsx({"Lista": [("Nazwa", "Uwagi"), *((f"{name} {birth}", "x") for name in names)]})),
        by=anna,
    )
    page = client_of(anna)
    data = sent(page.post(DOPISZ, {"text": "\n".join(f"{name} Drugi {birth}" for name in names)}))
    page.post(DOPISZ, data | {name: "person" for name in data if name.endswith("-what")})
    assert [text for text in told_anywhere() if birth in text] == []


@pytest.mark.parametrize("answer", [None, "person", "firm", "ngo_other"])
def test_no_pasted_line_lets_a_birth_in_whatever_is_answered(
    anna: Any, gmina: Any, client_of: Page, answer: str | None
) -> None:
    page = client_of(anna)
    lines = [*variants(NAMES[:8]), *(f"Firma {n}; Wola; właścicielka {birth}" for n, birth in enumerate(BIRTHS))]
    lines += [f"Jan Zmyślony {birth}; Wola; 600 100 200" for birth in BIRTHS]
    for text in ("\n".join(lines[:100]), "\n".join(lines[100:])):
        data = sent(page.post(DOPISZ, {"text": text}))
        asked = [name for name in data if name.endswith("-what") and (answer or data[name] == "ask")]
        page.post(DOPISZ, data | dict.fromkeys(asked, answer or "person"))
        assert told_anywhere() == []


def test_an_answer_typed_over_in_the_second_step_lets_none_in(anna: Any, gmina: Any, client_of: Page) -> None:
    page = client_of(anna)
    for birth in BIRTHS:
        data = sent(page.post(DOPISZ, {"text": "Sklep pasta; Wola; uwaga"}))
        typed = dict.fromkeys(("line-0-name", "line-0-village", "line-0-note"), f"Sklep {birth}")
        page.post(DOPISZ, data | typed | {"line-0-what": "person"})
    assert told_anywhere() == []


def test_no_form_of_a_record_lets_a_birth_in(anna: Any, gmina: Any, client_of: Page) -> None:
    page = client_of(anna)
    shared = ("name", "village", "note", "source")
    for number, birth in enumerate(BIRTHS):
        for address, names in (
            ("organizacje/dodaj/", (*shared, "street", "kind_text", "house_number")),
            ("osoby/dodaj/", shared),
        ):
            page.post(
                f"{REGISTER}{address}", dict.fromkeys(names, f"Zmyślona {number} {birth}"[:120]) | {"distinct": "1"}
            )
    assert (Organisation.objects.count() > 0, Person.objects.count() > 0, told_anywhere()) == (True, True, [])
    for record in (Organisation.objects.first(), Person.objects.first()):
        assert record is not None
        for birth in BIRTHS:
            typed = dict.fromkeys(shared, f"Zmyślona {birth}")
            page.post(f"{record.get_absolute_url()}zmien/", typed | {"since": "0", "initial-name": record.name})
    assert told_anywhere() == []


def test_no_contact_talk_or_function_lets_a_birth_in(anna: Any, gmina: Any, client_of: Page) -> None:
    page = client_of(anna)
    page.post(f"{REGISTER}organizacje/dodaj/", {"name": "Chór Zmyślony", "source": "rozmowa"})
    page.post(f"{REGISTER}osoby/dodaj/", {"name": "Ola Zmyślona", "source": "rozmowa"})
    firm, person = Organisation.objects.get(), Person.objects.get()
    for number, birth in enumerate(BIRTHS):
        address = {"kind": "address", "value": f"ul. Krótka {number}, {birth}", "source": f"dowód {birth}"}
        talk = {"kind": "call", "on": "2026-01-02", "text": f"rozmowa {birth}", "next_step": birth}
        for record in (firm, person):
            page.post(f"{record.get_absolute_url()}kontakty/dodaj/", address)
            page.post(f"{record.get_absolute_url()}rozmowy/dodaj/", talk)
        who = {"person": f"Ewa Zmyślona {birth}", "function": f"skarbniczka {birth}"}
        page.post(f"{firm.get_absolute_url()}przedstawiciele/dodaj/", who)
        page.post(f"{person.get_absolute_url()}za-kogo/", {"organisation": firm.name, "function": f"śpiewa {birth}"})
    for contact in Contact.objects.all()[:2]:
        page.post(f"{REGISTER}kontakty/{contact.pk}/zmien/", address | {"since": "0"})
    assert (Contact.objects.count() > 0, told_anywhere()) == (True, [])


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("dowód 13.04.1977", "dowód"),
        ("od Oli, 13.04.1977", "od Oli"),
        ("statut z 13.04.1977", "statut z 13.04.1977"),
        ("spis wyborców, 13.04.2024", "spis wyborców, 13.04.2024"),
    ],
)
def test_a_day_long_ago_in_a_source_is_a_birth_and_a_late_one_is_not(
    anna: Any, gmina: Any, client_of: Page, source: str, kept: str
) -> None:
    client_of(anna).post(f"{REGISTER}osoby/dodaj/", {"name": "Ola Zmyślona", "source": source})
    client_of(anna).post(f"{REGISTER}organizacje/dodaj/", {"name": "Chór Zmyślony", "source": source})
    assert list(Person.objects.values_list("source", flat=True)) == [kept]
    assert list(Organisation.objects.values_list("source", flat=True)) == [kept]
