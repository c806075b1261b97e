"""Gminas of rows: the gazetteer that the matching engine gets from the tables."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from koalicja.engine.matching.gminas import GminaFact
from koalicja.places.actions import apply_terc
from koalicja.places.models import Gmina
from koalicja.places.queries import gazetteer


def test_the_gazetteer_knows_gminas_and_places(all_places: None) -> None:
    known = gazetteer()
    assert known.fact("101801") == GminaFact("101801", "Bolesławiec", None, "wieruszowski", "łódzkie")
    assert known.resolve(gmina="Bolesławiec", voivodeship="łódzkie").code == "101801"
    assert known.resolve(gmina="Bolesławiec").candidates == ("020101", "020102", "101801")
    assert known.gminas_of_place("Jaworzynka") == ("240309",)


def test_it_is_read_once_and_again_after_a_change(all_places: None, terc: Callable[..., bytes]) -> None:
    first = gazetteer()
    with CaptureQueriesContext(connection) as captured:
        assert gazetteer() is first
    assert len(captured) == 1
    apply_terc(terc(without=["020103"], change={"020101": ("Bolesławiec", "1")}))
    assert gazetteer().fact("020101") == GminaFact("020101", "Bolesławiec", 1, "bolesławiecki", "dolnośląskie")
    assert gazetteer().fact("020103") is None


def test_tables_filled_by_hand_are_never_kept(make_gmina: Callable[..., Gmina]) -> None:
    make_gmina("020102")
    assert "101801" not in gazetteer()
    make_gmina("101801")
    assert "101801" in gazetteer()
