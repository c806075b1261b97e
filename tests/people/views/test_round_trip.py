"""A register taken out as a file and loaded again changes nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from koalicja.people.models import Contact, Mandate
from tests.people.file_builders import outcomes, previewed

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


@pytest.fixture
def register(make_organisation: Make, make_person: Make) -> None:
    osp = make_organisation(
        "OSP Olszynki",
        village="Olszynki",
        group="ngo",
        sector="fire_brigade",
        class_decided="human",
        note="raz\ndwa",
        street="Długa",
        house_number="5 lok. 2",
        postcode="59-700",
        kind_text="straż",
        identifiers={"regon": "123456785", "rspo": "4489"},
    )
    make_organisation("Zielona Dolina", group="business", sector="agritourism", class_decided="human")
    make_organisation("Koło, które nie wie", village="Kruszyn")
    zofia = make_person(age_band="60+", village="Kruszyn", note="chór")
    make_organisation("+48 pomysłów, sklep", group="business", sector="firm", class_decided="human")
    make_person("Jan Zmyślony")
    make_person("Ksywka")
    Mandate.objects.create(
        organisation=osp, person=zofia, function="prezeska", since=date(2024, 3, 1), until=date(2999, 12, 31)
    )
    for kind, value in (
        ("phone", "+48 600 100 200"),
        ("phone", "600 100 201"),
        ("email", "osp@example.pl"),
        ("website", "https://osp.example.pl"),
        ("address", "ul. Długa 5, 59-700 Bolesławiec"),
    ):
        Contact.objects.create(organisation=osp, kind=kind, value=value)
    Contact.objects.create(person=zofia, kind="email", value="zofia@example.pl")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_our_own_file_loaded_again_is_the_same(
    anna: Any, gmina: Any, register: None, client_of: Callable[[Any], Client], form: str
) -> None:
    file = client_of(anna).get(f"/spis/020102/eksport.{form}").content
    batch = previewed(anna, gmina, file, name=f"spis.{form}")
    assert [(number, outcome) for number, outcome, _ in outcomes(batch)] == [(n, "same") for n in range(2, 9)]
