"""Whoever writes or loads a birth or a PESEL is told once that it was left out, and what is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from koalicja.people.actions.accepting import accept
from koalicja.people.left_out import births_left_out
from tests.people.file_builders import previewed, shown
from tests.people.views.test_names import sent

REGISTER = "/spis/020102/"
AT_MOST = "Pominięto dzień lub rok urodzenia albo PESEL i nigdzie go nie zapisano: zostaje najwyżej przedział wieku."
IN_FILE = "W tym pliku są dni lub lata urodzenia albo numery PESEL. Pominięto je i nigdzie nie zapisano"

Page = Callable[[Any], Client]


@pytest.mark.parametrize(
    ("before", "after", "is_told"),
    [
        ("Ola Zmyślona ur. 12.05.1966", "Ola Zmyślona", True),
        ("Ola Zmyślona, rocznik 66", "Ola Zmyślona", True),
        ("Ola Zmyślona 85031212343", "Ola Zmyślona", True),
        ("Ola Zmyślona, 65 lat", "Ola Zmyślona", False),
        ("Maria Zmyślona, 65 lat", "Maria Zmyślona", False),
        ("Ola Zmyślona 600222333", "Ola Zmyślona 600 222 333", False),
        ("OSP 1905", "OSP 1905", False),
        ("Ola Zmyślona, ur. 1966, ul. Polna 1966", "Ola Zmyślona, ul. Polna 1966", True),
        ("Ola Zmyślona, ul. Polna 1966", "Ola Zmyślona, ul. Polna 1966", False),
    ],
)
def test_a_birth_left_out_is_told_from_an_age_and_from_a_phone(before: str, after: str, is_told: bool) -> None:
    assert births_left_out(before, after) is is_told


def told(answer: Any) -> list[str]:
    return [text for text in map(str, answer.context["messages"]) if "urodzenia" in text]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": "Ola Zmyślona ur. 12.05.1966"}, "Zostaje przedział wieku: 60 lat i więcej."),
        ({"note": "PESEL 66051212345"}, "Zostaje przedział wieku: 60 lat i więcej."),
        ({"note": "ur. 12.05.1966", "age_band": "35-59"}, ""),
    ],
)
def test_who_types_a_birth_of_a_person_is_told_what_is_kept(
    anna: Any, gmina: Any, client_of: Page, typed: dict[str, str], message: str
) -> None:
    data = {"name": "Ola Zmyślona", "source": "rozmowa"} | typed
    answer = client_of(anna).post(f"{REGISTER}osoby/dodaj/", data, follow=True)
    whole = f"Pominięto dzień lub rok urodzenia albo PESEL i nigdzie go nie zapisano. {message}" if message else AT_MOST
    assert told(answer) == [whole]


@pytest.mark.django_db
def test_each_form_that_leaves_a_birth_out_says_so(
    anna: Any, make_organisation: Any, make_person: Any, client_of: Page
) -> None:
    firm, person = make_organisation(), make_person()
    birth, at, to = "ur. 12.05.1966", firm.get_absolute_url(), person.get_absolute_url()
    contact = {"kind": "address", "value": f"ul. Krótka 1, {birth}", "source": "rozmowa"}
    forms = {
        f"{REGISTER}organizacje/dodaj/": {"name": f"Firma Zmyślona {birth}", "source": "rozmowa"},
        f"{at}zmien/": {"name": f"Nowa Zmyślona {birth}", "since": "0", "initial-name": firm.name},
        f"{to}zmien/": {"name": f"Ewa Zmyślona {birth}", "since": "0", "initial-name": person.name},
        f"{to}kontakty/dodaj/": contact,
        f"{to}rozmowy/dodaj/": {"kind": "call", "on": "2026-01-02", "text": "x", "next_step": f"kwiaty {birth}"},
        f"{at}przedstawiciele/dodaj/": {"person": "Iga Zmyślona", "function": f"skarbniczka {birth}"},
    }
    page = client_of(anna)
    found = {address: len(told(page.post(address, data, follow=True))) for address, data in forms.items()}
    assert found == dict.fromkeys(forms, 1)
    assert told(page.post(f"{to}kontakty/dodaj/", contact | {"value": "ul. Długa 2"}, follow=True)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ola Zmyślona; Wola; 85031212343\nEwa Zmyślona *12.03.1985", 1),
        ("Firma Zmyślona ur. 1966", 1),
        ("Ola Zmyślona, 65 lat; Wola; 600222333\nOSP 1905", 0),
    ],
)
def test_who_pastes_births_is_told_once_for_the_list(
    anna: Any, gmina: Any, client_of: Page, text: str, count: int
) -> None:
    page = client_of(anna)
    data = sent(page.post(f"{REGISTER}dopisz/", {"text": text})) | {"text": text}
    assert told(page.post(f"{REGISTER}dopisz/", data, follow=True)) == [AT_MOST] * count


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "count"),
    [
        ("Nazwa;Uwagi\nOla Zmyślona ur. 1966;x\nChór Zmyślony;\n", 1),
        ("Nazwa;Uwagi\nOla Zmyślona;PESEL 8503…\nChór Zmyślony;\n", 1),
        ("Nazwa;Data urodzenia\nOla Zmyślona;1966-05-12\nChór Zmyślony;\n", 1),
        ("Nazwa;Rok urodzenia\nOla Zmyślona;66\nChór Zmyślony;\n", 1),
        ("Nazwa;Telefon\nOla Zmyślona;dom 34 328 00 11, ur. 1966\nChór Zmyślony;\n", 1),
        ("Nazwa;Uwagi\nOla Zmyślona, 65 lat;x\nChór Zmyślony;\n", 0),
        ("Nazwa;Uwagi\nOSP 1905;powstała 12.03.1905\nChór Zmyślony;\n", 0),
        ("Nazwa;Telefon\nOSP Wola;600222333\nChór Zmyślony;\n", 0),
    ],
)
def test_a_file_that_tells_births_says_so_before_and_after_accepting(
    anna: Any, gmina: Any, client_of: Page, content: str, count: int
) -> None:
    batch, page = previewed(anna, gmina, content), client_of(anna)
    before = shown(page.get(batch.get_absolute_url())).count(IN_FILE)
    accept(batch, by=anna)
    assert (before, shown(page.get(batch.get_absolute_url())).count(IN_FILE)) == (count, count)
