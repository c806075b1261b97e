"""A word of birth or a year inside an e-mail or web address, or of an organisation's name, is no birth and stays."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from koalicja.engine.matching.rows import ParsedRow
from koalicja.people.ages import age_apart, birth_apart, with_births_hidden, without_birth_said
from koalicja.people.file_values import checked
from koalicja.people.left_out import row_tells_birth
from koalicja.people.models import Contact, Organisation
from tests.people.file_builders import csv_text, previewed
from tests.people.views.test_contacts import contact
from tests.people.views.test_names import sent

NOW = 2026
ADDRESSES = (
    "biuro@urodziny24.pl",
    "rocznik85@example.org",
    "ur.1966@example.org",
    "rocznik85 (at) example.org",
    "rocznik85 małpa example.org",
    "@rocznik85",
    "https://urodziny24.pl",
    "https://example.org/roczniki-2019",
    "https://example.org/lista,urodziny-24,id.html",
    "www.urodziny24.pl",
    "urodziny24.pl",
    "example.org/born-88",
)
NAMES = (
    "Klub Rocznik 76",
    "KLUB ROCZNIK 76",
    "Pub Born 88",
    "Urodziny 24",
    "Rocznik 76",
    "Zespół Rocznik 1976",
    "Dzień Urodzaju 15 sierpnia",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_stays_whole_whatever_word_is_in_it(address: str) -> None:
    assert without_birth_said(address) == address
    assert birth_apart(address, year=NOW, of_person=True) == (address, None)
    assert age_apart(f"Sala zabaw, {address}", year=NOW) == (f"Sala zabaw, {address}", None)
    assert with_births_hidden(address) == address


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("birth", ["ur. 1966", "rocznik 66", "PESEL 66051212345"])
def test_a_birth_beside_an_address_goes_and_the_address_stays(address: str, birth: str) -> None:
    assert birth_apart(f"{address}, {birth}", year=NOW) == (address, 60)
    assert birth_apart(f"{birth}, {address}", year=NOW) == (address, 60)
    assert birth_apart(f"Wola ({birth}, {address})", year=NOW) == (f"Wola ({address})", 60)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("https://example.org,ur. 1966", "https://example.org"),
        ("jan@example.org,ur.1966", "jan@example.org"),
        ("jan@example.org/ur. 1966", "jan@example.org/"),
        ("(ur. 1966 jan@example.org)", "(jan@example.org)"),
        ("66051212345@example.org", "@example.org"),
    ],
)
def test_no_birth_hides_in_an_address_it_is_written_against(text: str, left: str) -> None:
    assert birth_apart(text, year=NOW) == (left, 60)


@pytest.mark.parametrize("text", ["spotykają się rocznie 24 razy", "ul. Urodzinowa 24", "rocznica 15 sierpnia"])
def test_words_like_those_of_births_say_none(text: str) -> None:
    assert birth_apart(text, year=NOW) == (text, None)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_keeps_its_figures(name: str) -> None:
    assert age_apart(name, year=NOW) == (name, None)
    row = ParsedRow(2, {"name": name})
    assert (checked(row), row_tells_birth(row, year=NOW)) == (row, False)


@pytest.mark.parametrize(
    ("name", "bare", "age"),
    [
        ("Firma Zmyślona, rocznik: 66", "Firma Zmyślona", None),
        ("Firma Zmyślona (Rocznik 66)", "Firma Zmyślona", None),
        ("Firma Zmyślona ur. 66", "Firma Zmyślona", None),
        ("Firma Zmyślona rocznik 1966", "Firma Zmyślona", None),
        ("Firma Zmyślona Urodziny 12.05.1966", "Firma Zmyślona", None),
        ("Gospodarstwo rolne Karol Zmyślony Rocznik 66", "Gospodarstwo rolne Karol Zmyślony", None),
        ("Żdan Zmyślony Rocznik 66", "Żdan Zmyślony", 60),
    ],
)
def test_a_birth_said_of_somebody_in_a_name_goes(name: str, bare: str, age: int | None) -> None:
    assert age_apart(name, year=NOW) == (bare, age)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        ("email", "biuro@urodziny24.pl"),
        ("email", "rocznik85@example.org"),
        ("website", "https://urodziny24.pl"),
        ("website", "https://example.org/roczniki-2019"),
    ],
)
def test_the_form_and_a_file_take_such_an_address(
    anna: Any, gmina: Any, make_organisation: Any, client_of: Callable[[Any], Client], address: tuple[str, str]
) -> None:
    kind, value = address
    client_of(anna).post(f"{make_organisation().get_absolute_url()}kontakty/dodaj/", contact(kind, value))
    assert list(Contact.objects.values_list("kind", "value")) == [(kind, value)]
    head = {"email": "E-mail", "website": "Strona www"}[kind]
    batch = previewed(anna, gmina, csv_text([("Sala Zmyślona", value)], head=("Nazwa", head)))
    assert [row.values for row in batch.rows.all()] == [{"name": "Sala Zmyślona", kind: value}]


@pytest.mark.django_db
def test_a_pasted_line_keeps_such_an_address(anna: Any, gmina: Any, client_of: Callable[[Any], Client]) -> None:
    page, at = client_of(anna), "/spis/020102/dopisz/"
    data = sent(page.post(at, {"text": "Sala zabaw, tel. 600 100 200, www.urodziny24.pl\nKlub Rocznik 76"}))
    page.post(at, data | {name: "firm" for name in data if name.endswith("-what")})
    kept = list(Organisation.objects.order_by("pk").values_list("name", "note"))
    assert kept == [("Sala zabaw", "www.urodziny24.pl"), ("Klub Rocznik 76", "")]
