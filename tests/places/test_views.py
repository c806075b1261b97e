"""Public pages about gminas, in their states."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from koalicja.places.actions import apply_terc
from koalicja.places.models import Gmina

pytestmark = pytest.mark.usefixtures("country")


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    body = re.sub(r"<(script|style|head)[^>]*>.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_the_search_page_begins_with_what_it_is_for(client: Client) -> None:
    text = text_of(client, "/gminy/")
    assert "Której gminy szukasz?" in text
    assert "Żadna gmina nie pasuje" not in text


def test_namesakes_are_listed_with_powiat_and_voivodeship(client: Client) -> None:
    text = text_of(client, "/gminy/?q=boleslawiec")
    rows = re.findall(r"Bolesławiec (nie wiemy|gmina \S+) (\S+) (\S+)", text)
    assert rows == [
        ("gmina miejska", "bolesławiecki", "dolnośląskie"),
        ("gmina wiejska", "bolesławiecki", "dolnośląskie"),
        ("nie wiemy", "wieruszowski", "łódzkie"),
    ]
    assert "Znaleziono: 3 gminy" in text


def test_nothing_found_comes_with_advice(client: Client) -> None:
    text = text_of(client, "/gminy/?q=nie+ma+takiej")
    assert "Żadna gmina nie pasuje" in text
    assert "Wpisz krótszy początek nazwy" in text


def test_many_found_say_how_to_narrow_them_down(client: Client) -> None:
    text = text_of(client, "/gminy/?q=st")
    assert "Widać pierwsze 20. Dopisz słowo, na przykład powiat, żeby zawęzić listę." in text


def test_a_place_is_named_beside_its_gmina(client: Client) -> None:
    assert "Istebna miejscowość: Jaworzynka" in text_of(client, "/gminy/?q=jaworzynka")


def test_too_long_a_text_is_refused_with_the_reason(client: Client) -> None:
    response = client.get("/gminy/", {"q": "a" * 81})
    assert response.context["form"].errors["q"].as_data()[0].code == "max_length"
    assert response.context["found"] == []


@pytest.mark.django_db
def test_an_empty_table_says_who_loads_it(client: Client) -> None:
    from koalicja.places.models import Place, Update

    Place.objects.all().delete()
    Gmina.objects.all().delete()
    Update.objects.all().delete()
    assert "Tabela gmin jest pusta" in text_of(client, "/gminy/?q=osiek")


def test_a_gmina_shows_its_facts_with_their_sources_and_what_is_unknown(client: Client) -> None:
    text = text_of(client, "/gminy/020102/")
    assert "Gmina: Bolesławiec" in text
    assert "Bolesławiec (gmina wiejska), powiat bolesławiecki, woj. dolnośląskie" in text
    assert "Kod TERYT 020102" in text
    basis = "z dwóch gmin o tej samej nazwie miastem jest ta gęściej zaludniona"
    assert f"Rodzaj gmina wiejska źródło: Eurostat, LAU 2018 · {basis}" in text
    assert "Mieszkańcy 14\u00a0626 źródło: Eurostat, LAU 2018".replace("\u00a0", " ") in text
    assert "Powierzchnia 288,49 km² źródło: Eurostat, LAU 2018" in text
    assert "Powiat bolesławiecki źródło: GeoNames" in text
    assert "Położenie 51,264° N, 15,57° E źródło: GeoNames · siedziba albo inna miejscowość" in text


def test_a_gmina_without_a_position_says_so(client: Client) -> None:
    text = text_of(client, "/gminy/020305/")
    assert "Położenie nie wiemy" in text
    assert "Rodzaj nie wiemy" in text
    assert "Miejscowości" not in text


def test_after_terc_the_type_is_known_with_its_day(client: Client, terc: Callable[..., bytes]) -> None:
    apply_terc(terc())
    assert "Rodzaj gmina wiejska źródło: TERC (GUS), 1.01.2026" in text_of(client, "/gminy/020102/")


def test_an_ended_gmina_points_to_its_successor(client: Client, terc: Callable[..., bytes]) -> None:
    apply_terc(terc(without=["020103"], change={"020199": ("Gromadka", "2")}))
    page = client.get("/gminy/020103/").content.decode()
    assert "Ta gmina została zniesiona" in page
    assert '<a class="btn btn-secondary" href="/gminy/020199/">' in page
    assert "zniesiona, najpóźniej: 1.01.2026" in text_of(client, "/gminy/?q=gromadka")


@pytest.mark.parametrize(
    "url", ["/gminy/999999/", "/gminy/zzz/", "/gminy/02010/", "/gminy/wybor/", "/gminy/wybor/?field=<b>"]
)
def test_what_is_not_there_is_not_found(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("url", ["/gminy/", "/gminy/020102/", "/gminy/wybor/?field=gmina"])
def test_places_are_read_only(client: Client, url: str) -> None:
    assert client.post(url).status_code == 405


def test_choices_follow_the_typing(client: Client) -> None:
    page = client.get(
        "/gminy/wybor/", {"field": "gmina", "gmina_text": "boleslawiec", "gmina": "101801"}
    ).content.decode()
    assert re.findall(r'value="([0-9]{6})"( checked)?', page) == [
        ("020101", ""),
        ("020102", ""),
        ("101801", " checked"),
    ]
    assert "<html" not in page


def test_pages_exist_in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"
    page = client.get("/gminy/020102/").content.decode()
    assert "Bolesławiec (rural gmina), powiat bolesławiecki, dolnośląskie voivodeship" in page


@pytest.mark.parametrize(
    ("url", "count"), [("/gminy/?q=gromadka", 2), ("/gminy/?q=boleslawiec", 2), ("/gminy/020102/", 3)]
)
def test_pages_cost_the_same_queries_at_one_and_at_three_rows(client: Client, url: str, count: int) -> None:
    client.get("/gminy/?q=x")
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    assert len(captured) == count
