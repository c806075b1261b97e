"""Addresses that only take forms: nobody is led there, and whoever opens one is led back."""

import re
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from koalicja.ui.methods import may_be_opened, way_back
from tests.test_access import TABLE
from tests.world import CAST, QUERY, everything

pytestmark = pytest.mark.django_db
BUTTONS = sorted(name for name in TABLE if "GET" not in TABLE[name])
BACK = re.compile(r'<a class="btn[^"]*" href="([^"]*)"')


def whoever_may(name: str, request: pytest.FixtureRequest, client_of: Any) -> Client:
    answers = dict(zip(CAST, TABLE[name]["POST"].split(), strict=True))
    person = next(person for person in CAST if answers[person] == "ok")
    return Client() if person == "nobody" else client_of(request.getfixturevalue(person))


def test_the_pages_that_may_be_opened_are_those_of_the_table(request: pytest.FixtureRequest) -> None:
    world = everything(request, list(TABLE))
    openable = {name: may_be_opened(reverse(name, kwargs=world[name])) for name in TABLE}
    assert [name for name, is_openable in openable.items() if is_openable != ("GET" in TABLE[name])] == []


@pytest.mark.slow
def test_from_every_button_a_page_can_be_reached_in_another_language(
    request: pytest.FixtureRequest, client_of: Any
) -> None:
    """Its address opened by hand gives a calm page; a page it rendered itself leads, after a switch, to one as well."""
    world = everything(request, list(TABLE))
    found = {}
    for name in BUTTONS:
        address, client = reverse(name, kwargs=world[name]), whoever_may(name, request, client_of)
        client.raise_request_exception = False
        opened = client.get(address + QUERY.get(name, ""))
        page = opened.content.decode()
        heads, ways = re.findall(r"<h1>(.*?)</h1>", page), BACK.findall(page)
        back = way_back(RequestFactory().post(address))
        switched = client.post("/jezyk/", {"language": "pl", "next": back}, follow=True)
        outcome = (opened.status_code, heads, ways == [back], switched.status_code)
        if outcome != (405, ["Tego adresu nie można otworzyć"], True, 200):
            found[name] = (*outcome, ways, back)
    assert found == {}


def test_a_page_that_a_refused_form_gave_switches_to_the_page_it_was_sent_from() -> None:
    sent_from = "http://testserver/spis/020102/?q=osp"
    asked = RequestFactory().post("/spis/pliki/2/cofnij/", headers={"referer": sent_from})
    assert way_back(asked) == "/spis/020102/?q=osp"
    assert way_back(RequestFactory().post("/spis/pliki/2/cofnij/")) == "/spis/pliki/2/"


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/spis/", "http://testserver/spis/pliki/2/cofnij/", ""])
def test_the_way_back_is_one_of_ours_and_opens(elsewhere: str) -> None:
    asked = RequestFactory().post("/spis/pliki/2/cofnij/", headers={"referer": elsewhere})
    assert way_back(asked) == "/spis/pliki/2/"


def test_a_page_keeps_its_filters_when_the_language_is_switched(client: Client) -> None:
    page = client.get("/wzornik/?q=osp").content.decode()
    assert re.findall(r'name="next" value="([^"]*)"', page) == ["/wzornik/?q=osp"] * 2


def test_the_file_that_may_not_be_undone_stays_readable_in_english(olga: Any, client_of: Any, edition: Any) -> None:
    from koalicja.people.models import Batch

    batch = Batch.objects.create(scope=edition.key, name="kraj.csv", created_by=olga, state="preview")
    client = client_of(olga)
    page = client.post(f"/spis/pliki/{batch.pk}/cofnij/", follow=True).content.decode()
    ways = set(re.findall(r'name="next" value="([^"]*)"', page))
    assert ways == {batch.get_absolute_url()}


def test_a_page_takes_no_form(client: Client) -> None:
    answer = client.post("/zrodla/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert "Tego adresu nie można otworzyć" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/zdrowie/"])
def test_machines_may_ask_without_wanting_the_page(client: Client, path: str) -> None:
    answer = client.head(path)
    assert (answer.status_code, answer.content) == (200, b"")
