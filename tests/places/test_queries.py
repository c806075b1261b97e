"""Search: what people type leads to the gminas they mean."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koalicja.places.actions import apply_terc
from koalicja.places.queries import find_gminas

pytestmark = pytest.mark.usefixtures("country")


def codes(text: str, **options: Any) -> list[str]:
    return [found.gmina.pk for found in find_gminas(text, **options)]


BOLESLAWIEC = ["020101", "020102", "101801"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bolesławiec", BOLESLAWIEC),
        ("boleslawiec", BOLESLAWIEC),
        ("  BOLESLAWIEC ", BOLESLAWIEC),
        ("gmina Bolesławiec", BOLESLAWIEC),
        ("boleslawi", BOLESLAWIEC),
        ("bolesławiec wieruszowski", ["101801"]),
        ("Bolesławiec, powiat wieruszowski", ["101801"]),
        ("bolesławiec łódzkie", ["101801"]),
        ("bolesławiec woj. doln", ["020101", "020102"]),
        ("osiek maly", ["300910"]),
        ("osiek kolski", ["300910"]),
        ("maly osiek", ["300910"]),
        ("020102", ["020102"]),
        ("0201022", ["020102"]),
        ("02 01 02", ["020102"]),
        ("999999", []),
        ("", []),
        ("   ", []),
        ("gmina", []),
        ("%", []),
        ("xyzxyz", []),
    ],
)
def test_what_is_typed_leads_to_the_gminas_meant(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bolseławiec", BOLESLAWIEC),
        ("boleslaviec", BOLESLAWIEC),
        ("bolesławiec wieruszowsky", ["101801"]),
        ("gromatka", ["020103"]),
        ("nowogrodzeic", ["020104"]),
    ],
)
def test_small_mistakes_are_forgiven(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_mistakes_are_forgiven_only_where_nothing_matches_without() -> None:
    assert "Osieck" not in [found.gmina.name for found in find_gminas("osiek", limit=50)]
    assert [found.gmina.name for found in find_gminas("osieck", limit=50)] == ["Osieck"]


def test_a_place_leads_to_its_gmina() -> None:
    found = find_gminas("wierzchoslawice")
    assert [(hit.gmina.name, hit.place) for hit in found] == [("Wierzchosławice", ""), ("Gniewkowo", "Wierzchosławice")]
    assert codes("Wierzchosławice Tarnów") == ["121611"]


def test_whole_names_come_first_then_beginnings_then_places() -> None:
    names = [(found.gmina.name, found.place) for found in find_gminas("osiek")]
    assert names == [
        ("Osiek", ""),
        ("Osiek", ""),
        ("Osiek", ""),
        ("Osiek", ""),
        ("Osiek Jasielski", ""),
        ("Osiek Mały", ""),
        ("Olkusz", "Osiek"),
        ("Obrowo", "Osiek"),
        ("Lubin", "Osiek"),
        ("Wyrzysk", "Osiek nad Notecią"),
    ]
    sizes = [found.gmina.population or 0 for found in find_gminas("osiek")[:4]]
    assert sizes == sorted(sizes, reverse=True)


def test_inner_words_are_found_where_no_name_begins_so() -> None:
    assert codes("podlaski bielsk") == ["200301", "200303"]
    assert "020106" not in codes("boleslawiec")
    assert codes("boleslawieck") == ["020106"]


def test_the_type_tells_namesakes_apart_once_it_is_known(terc: Callable[..., bytes]) -> None:
    apply_terc(terc(change={"020101": ("Bolesławiec", "1")}))
    assert codes("bolesławiec miejska") == ["020101"]
    assert codes("bolesławiec wiejska") == ["020102", "101801"]


def test_ended_gminas_come_last_and_can_be_left_out(terc: Callable[..., bytes]) -> None:
    apply_terc(terc(without=["020101"]))
    assert codes("bolesławiec") == ["020102", "101801", "020101"]
    assert codes("bolesławiec", with_abolished=False) == ["020102", "101801"]
    assert codes("020101", with_abolished=False) == []


def test_the_limit_holds() -> None:
    assert len(find_gminas("a", limit=3)) == 3


@pytest.mark.parametrize("text", ["boleslawiec", "osiek", "dobra", "020102", "bolesławiek"])
def test_a_search_costs_two_queries_whatever_is_found(text: str) -> None:
    find_gminas("anything to fill the memory")
    with CaptureQueriesContext(connection) as captured:
        labels = [found.gmina.full_label for found in find_gminas(text)]
    assert labels != []
    assert len(captured) == (1 if text.isdigit() else 2)


def test_names_are_read_again_after_a_change(terc: Callable[..., bytes]) -> None:
    assert codes("zupełnie nowa") == []
    apply_terc(terc(change={"020101": ("Zupełnie Nowa", "1")}))
    assert codes("zupełnie nowa") == ["020101"]
