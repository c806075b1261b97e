"""The example programme: exact numbers, real gminas, invented people, loaded once."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from koalicja.coalitions.models import Coalition
from koalicja.desk import example, queries
from koalicja.desk.example import choice, words
from koalicja.desk.example.loader import SEED
from koalicja.desk.example.logos import PICTURES, png
from koalicja.people.models import Contact, Group, Organisation, Person, Role, SignInLink, User
from koalicja.places.models import Gmina, Voivodeship
from koalicja.programmes.images import png_size
from koalicja.programmes.models import Participation, Programme

TODAY = date(2026, 11, 22)
LEAD, PARTNER = Participation.Part.LEAD, Participation.Part.PARTNER


@pytest.fixture(scope="module")
def example_loaded(django_db_setup: Any, django_db_blocker: Any) -> Any:
    """The whole example, loaded once for this module and taken back after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_places", verbosity=0)
        summary = example.load(TODAY)
        yield summary
        transaction.set_rollback(True)


@pytest.fixture
def loaded(example_loaded: Any, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield example_loaded


def leads(edition: str) -> Any:
    return Participation.objects.filter(edition__name=edition, part=LEAD)


def star(role: str) -> User:
    return User.objects.get(pk=SignInLink.objects.get(role=role).user_id)


def test_round_one_has_150_lead_libraries_and_142_named_coalitions(loaded: Any) -> None:
    assert (leads("Runda I").count(), leads("Runda II").count()) == (150, 128)
    coalitions = Coalition.objects.all()
    assert (coalitions.count(), coalitions.values("name").distinct().count()) == (142, 142)
    assert set(coalitions.values_list("edition__name", flat=True)) == {"Runda I"}
    assert (loaded.leads, loaded.coalitions) == ((150, 128), 142)


@pytest.mark.parametrize("edition", ["Runda I", "Runda II"])
def test_lead_libraries_stand_in_all_16_voivodeships_with_usually_three_partners(loaded: Any, edition: str) -> None:
    rows = leads(edition)
    assert set(rows.values_list("gmina__powiat__voivodeship", flat=True)) == set(
        Voivodeship.objects.values_list("pk", flat=True)
    )
    partners = Counter(row.partners.count() for row in rows)
    assert set(partners) == {1, 2, 3, 4}
    assert partners.most_common(1)[0][0] == 3


def test_lead_gminas_are_small_and_no_library_leads_twice(loaded: Any) -> None:
    gminas = [row.gmina for row in Participation.objects.filter(part=LEAD).select_related("gmina")]
    assert max(gmina.population or 0 for gmina in gminas) <= 20_000
    assert len({gmina.pk for gmina in gminas}) == 278


def test_some_libraries_of_round_one_became_leads_in_round_two(loaded: Any) -> None:
    before = Participation.objects.filter(edition__name="Runda I", part=PARTNER).values("library")
    assert leads("Runda II").filter(library__in=before).count() == choice.PROMOTED


def test_each_animator_has_about_four_coalitions_and_each_lead_a_coordinator(loaded: Any) -> None:
    scopes = Role.objects.filter(kind="animator", scope__startswith="coalition:").values_list("user", "scope")
    assert Counter(Counter(user for user, _scope in scopes).values()) == {4: 34, 3: 2}
    assert Role.objects.filter(kind="coordinator").values("user").distinct().count() == 278
    operator = Role.objects.filter(kind="operator", scope__startswith="edition:")
    assert set(operator.values_list("user", flat=True)) == {star("operator").pk}


@pytest.mark.slow
def test_registers_of_the_demo_show_every_state(loaded: Any) -> None:
    coordinator, empty, animator = star("coordinator"), star("coordinator-empty"), star("animator")
    (code,) = queries.coordinated(coordinator.roles.all())
    rich = queries.registers([code])[code]
    assert (rich.missing, rich.need, min(rich.groups.values()) >= 7, rich.suggestions) == ((), "check", True, 5)
    (bare,) = queries.coordinated(empty.roles.all())
    assert (queries.registers([bare])[bare].entries, queries.registers([bare])[bare].suggestions) == (0, 0)
    needs = [row.register.need for row in queries.animated(animator.roles.all())]
    assert needs == ["empty", "groups", "check", "well"]


def test_the_rich_register_has_look_alikes_contacts_mandates_and_a_log(loaded: Any) -> None:
    (code,) = queries.coordinated(star("coordinator").roles.all())
    organisations = Organisation.objects.filter(gmina=code)
    names = set(organisations.values_list("name", flat=True))
    assert {"Szkoła Podstawowa nr 2", "SP nr 2", "OSP Olszynki", "Ochotnicza Straż Pożarna w Olszynkach"} <= names
    assert set(organisations.values_list("group", flat=True)) >= set(Group.values) - {Group.RESIDENT}
    found = (
        Contact.objects.filter(organisation__gmina=code).count() >= 30,
        Person.objects.filter(gmina=code, mandates__isnull=False).count() >= 15,
        organisations.filter(log__isnull=False).distinct().count(),
    )
    assert found == (True, True, 12)


def test_nobody_in_the_example_can_be_reached(loaded: Any) -> None:
    emails = [*User.objects.values_list("email", flat=True)]
    emails += Contact.objects.filter(kind="email").values_list("value", flat=True)
    assert [email for email in emails if not email.endswith(".example")] == []
    phones = Contact.objects.filter(kind="phone").values_list("value", flat=True)
    assert [phone for phone in phones if not re.fullmatch(r"000 \d{3} \d{3}", phone)] == []
    sources = set(Organisation.objects.values_list("source", flat=True)) | set(
        Person.objects.values_list("source", flat=True)
    )
    assert sources == {words.SOURCE, "lista lokali (przykład)"}
    assert Programme.objects.get().is_fictional


def test_a_second_load_changes_nothing_but_brings_lost_links_back(loaded: Any) -> None:
    before = (User.objects.count(), Organisation.objects.count(), example.links("http://localhost:8000/"))
    assert example.load(TODAY) is None
    assert (User.objects.count(), Organisation.objects.count(), example.links("http://localhost:8000/")) == before
    lost = SignInLink.objects.get(role="animator")
    user = lost.user
    lost.delete()
    example.load(TODAY)
    assert SignInLink.objects.get(role="animator").user == user


def test_every_link_is_long_and_leads_to_the_address_that_was_asked_for(loaded: Any) -> None:
    links = example.links("http://localhost:8000/")
    assert set(links) == {"operator", "animator", "coordinator", "coordinator-empty"}
    assert all(re.fullmatch(r"http://localhost:8000/demo/[\w-]{32}/", link) for link in links.values())


def test_people_are_drawn_the_same_way_every_time(loaded: Any) -> None:
    drawn = [User.objects.get(email="koordynatorka@biblioteka.example").name, Coalition.objects.order_by("pk")[0].name]
    assert drawn[0] == "Hanna Leśniak"
    first = [(row.gmina_id, row.library.name) for row in leads("Runda I").order_by("pk")[:5]]
    again = choice.chosen(choice.spots(), choice.LEADS_I, Random(SEED))
    assert [code for code, _name in first] == again[:5]


@pytest.mark.data
def test_no_lead_gmina_is_urban_by_the_official_list(loaded: Any, data_folder: Path) -> None:
    with (data_folder / "teryt" / "terc_2024-01-01.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["RODZ"] in {"1", "2", "3"}]
    kinds = {row["WOJ"] + row["POW"] + row["GMI"]: row["RODZ"] for row in rows}
    codes = Participation.objects.filter(part=LEAD).values_list("gmina", flat=True)
    assert [code for code in codes if kinds.get(code) == "1"] == []


def test_the_command_wants_demo_mode_and_gminas(db: None, settings: Any) -> None:
    with pytest.raises(CommandError, match="no gminas"):
        call_command("load_example")
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo mode only"):
        call_command("load_example")
    assert (Gmina.objects.count(), Programme.objects.count()) == (0, 0)


def test_shares_are_in_proportion_and_leave_nobody_out() -> None:
    assert choice.shares({"a": 60, "b": 39, "c": 1}, 10) == {"a": 6, "b": 3, "c": 1}
    assert sum(choice.shares({"a": 1, "b": 1, "c": 1}, 10).values()) == 10


@pytest.mark.parametrize("name", PICTURES)
def test_logos_are_whole_pictures(name: str) -> None:
    assert png_size(png(name)) == (144, 72)
