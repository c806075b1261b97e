"""A day, a year or an age beside a person leaves nothing but her band, also with an organisation in the line."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from koalicja.coalitions.actions import naming
from koalicja.coalitions.queries.naming_matches import Box
from koalicja.people.actions.accepting import accept
from koalicja.people.models import Organisation, Person
from tests.people.file_builders import previewed, xlsx
from tests.people.views.test_names import sent

DOPISZ = "/spis/020102/dopisz/"
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*")
OF_BIRTH = re.compile(r"(?<![\w.-])(?:12\.03\.1985|1985|73|68|44|85)(?![\w-])")

ADULT, OLD = "35-59", "60+"
LINES = [
    ("KGW Alfa; Anna Alfowa; 12.03.1985", ["KGW Alfa"], [("Anna Alfowa", ADULT)]),
    ("OSP Teta, prezes Jan Tetowy; 12.03.1985; 600 100 299", ["OSP Teta"], [("Jan Tetowy", ADULT)]),
    ("KGW Omega; prezeska Anna Omegowa, 1985", ["KGW Omega"], [("Anna Omegowa", ADULT)]),
    ("KGW Sigma; Anna Sigmowa, 1985; Wola", ["KGW Sigma"], [("Anna Sigmowa", ADULT)]),
    ("KGW Beta, Anna Betowa 1985", ["KGW Beta"], [("Anna Betowa", ADULT)]),
    ("Anna Lambda c. Jana, 1985", [], [("Anna Lambda", ADULT)]),
    ("Anna Kapowa; 12.03.1985; KGW Kapa", ["KGW Kapa"], [("Anna Kapowa", ADULT)]),
    ("KGW Kapa (Anna Kapowa, 12.03.1985)", ["KGW Kapa"], [("Anna Kapowa", ADULT)]),
    ("KGW Kapa (Anna Kapowa 12.03.1985)", ["KGW Kapa"], [("Anna Kapowa", ADULT)]),
    ("KGW Kapa - Anna Kapowa 12.03.1985", ["KGW Kapa"], [("Anna Kapowa", ADULT)]),
    ("KGW Lipki, Janina Nowak (73)", ["KGW Lipki"], [("Janina Nowak", OLD)]),
    ("OSP Zeta; Jan Zetowy; 68 lat", ["OSP Zeta"], [("Jan Zetowy", OLD)]),
    ("KGW Nowa; Zofia Testowa, l. 44", ["KGW Nowa"], [("Zofia Testowa", ADULT)]),
    ("KGW Nowa, Ala Testowa 85r.", ["KGW Nowa"], [("Ala Testowa", ADULT)]),
    ("Zofia Testowa, 73", [], [("Zofia Testowa", "")]),
    ("KGW Nowa; Zofia Testowa, 73; Wola", ["KGW Nowa"], [("Zofia Testowa", "")]),
]

pytestmark = pytest.mark.django_db


def figures_of_birth() -> list[str]:
    """Every text of the register, of coalitions and of what was loaded where the figures of the lines stand."""
    return [
        f"{name}: {text}"
        for model in apps.get_models()
        if model._meta.app_label not in {"places", "sessions"}
        for row in json.loads(serializers.serialize("json", model._default_manager.all()))
        for name, value in row["fields"].items()
        if not name.endswith(("_at", "sha256", "path_key", "phone_key", "_pk", "_id"))
        for text in texts_in(value)
        if OF_BIRTH.search(TIME.sub("", text))
    ]


def texts_in(value: Any) -> Iterator[str]:
    """The texts of a field; figures alone inside a structure are the numbers of rows."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        yield from (text for each in inside for text in texts_in(each) if not text.isdigit())


def organisations() -> list[str]:
    return list(Organisation.objects.exclude(sector="library").order_by("name").values_list("name", flat=True))


def people() -> list[tuple[str, str]]:
    return list(Person.objects.order_by("name").values_list("name", "age_band"))


@pytest.mark.parametrize(("line", "of_organisations", "of_people"), LINES)
def test_of_a_typed_line_the_register_keeps_the_band_of_its_person(
    anna: Any, gmina: Any, client_of: Any, *, line: str, of_organisations: list[str], of_people: list[tuple[str, str]]
) -> None:
    page: Client = client_of(anna)
    page.post(DOPISZ, sent(page.post(DOPISZ, {"text": line})))
    assert (organisations(), people(), figures_of_birth()) == (of_organisations, of_people, [])


@pytest.mark.parametrize(("line", "of_organisations", "of_people"), LINES)
def test_of_a_line_in_a_naming_session_no_figure_of_a_birth_is_kept(
    coalition: Any, anna: Any, *, line: str, of_organisations: list[str], of_people: list[tuple[str, str]]
) -> None:
    talk = naming.begin_session(coalition=coalition, by=anna, on=date(2026, 3, 3))
    named = naming.name_lines(session=talk, by=anna, box=Box("ngo" if of_organisations else "resident"), text=line)
    assert (len([*named.listed, *named.waiting]), figures_of_birth()) == (1, [])


@pytest.mark.parametrize(
    ("cells", "of_organisations", "of_people"),
    [
        (("KGW Stara, Anna Starofikcyjna 1985", ""), ["KGW Stara, Anna Starofikcyjna"], []),
        (("Ewa Nowofikcyjna (73)", ""), [], [("Ewa Nowofikcyjna", OLD)]),
        (("Ala Testowa 85r.", ""), [], [("Ala Testowa", ADULT)]),
        (("KGW Nowa", "Ewa Nowofikcyjna (73)"), ["KGW Nowa"], [("Ewa Nowofikcyjna", "")]),
        (("KGW Nowa", "Ala Testowa 85r."), ["KGW Nowa"], [("Ala Testowa", "")]),
    ],
)
def test_of_a_cell_of_a_file_no_figure_of_a_birth_is_kept(
    anna: Any,
    gmina: Any,
    *,
    cells: tuple[str, str],
    of_organisations: list[str],
    of_people: list[tuple[str, str]],
) -> None:
    batch = previewed(anna, gmina, xlsx({"Lista": [("Nazwa", "Osoba do kontaktu"), cells, ("Chór Testowy", "")]}))
    accept(batch, by=anna)
    assert (organisations(), people(), figures_of_birth()) == (
        sorted(["Chór Testowy", *of_organisations]),
        of_people,
        [],
    )


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Klub Rocznik 76", ["Klub Rocznik 76"]),
        ("OSP założona 1925", ["OSP założona 1925"]),
        ("OSP Wola; ul. 1 Maja 59", ["OSP Wola"]),
        ("KGW 2000, Anna Nowak", ["KGW 2000"]),
        ("Szkoła nr 73, dyrektorka Anna Nowak", ["Szkoła nr 73"]),
    ],
)
def test_figures_of_an_organisation_stay(anna: Any, gmina: Any, client_of: Any, line: str, names: list[str]) -> None:
    page: Client = client_of(anna)
    page.post(DOPISZ, sent(page.post(DOPISZ, {"text": line})))
    assert organisations() == names


@pytest.mark.parametrize(
    ("line", "messages"),
    [
        ("KGW Alfa; Anna Alfowa; 12.03.1985", ["Pominięto dzień lub rok urodzenia albo PESEL"]),
        ("Zofia Testowa, 73", ["Pominięto wiek albo liczbę przy imieniu"]),
        ("OSP Zeta; Jan Zetowy; 68 lat", []),
    ],
)
def test_who_types_a_birth_or_figures_alone_is_told(
    anna: Any, gmina: Any, client_of: Any, line: str, messages: list[str]
) -> None:
    page: Client = client_of(anna)
    answer = page.post(DOPISZ, sent(page.post(DOPISZ, {"text": line})), follow=True)
    texts = [str(each) for each in answer.context["messages"]]
    assert [each[: len(said)] for each in texts for said in messages if each.startswith("Pomin")] == messages
