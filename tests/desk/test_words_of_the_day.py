"""The history says what was true on its day, and the list of changes keeps every old text, page after page."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koalicja.coalitions import actions
from koalicja.coalitions.models import Area, Asset, Coalition
from koalicja.desk.coalition import EVENTS_SHOWN
from koalicja.people.models import User
from koalicja.standing.models import Fact
from koalicja.standing.told import Told
from tests.coalitions.test_erasing import refuse

pytestmark = pytest.mark.django_db
ON = date(2012, 6, 14)
ROOM = {"kind": "room", "what": "Sala na 20 osób", "note": ""}


def change(asset: Asset, by: User, **new: str) -> None:
    asset.refresh_from_db()
    seen = {name: getattr(asset, name) for name in ROOM}
    actions.change_asset(asset, by=by, seen=seen, new=seen | new, since=0)


def plain(text: Any) -> str:
    return str(text).replace("\xa0", " ")


def told(client: Client, coalition: Coalition) -> tuple[list[str], list[str]]:
    """The history and the changes of the page, newest first."""
    shown = client.get(coalition.get_absolute_url()).context["shown"]
    return [plain(line.text) for line in shown.lines], [plain(each["text"]) for each in shown.changes]


@pytest.fixture
def brought(coalition: Coalition, anna: User) -> Asset:
    """A room that grew, changed its kind, and was taken away."""
    asset = actions.add_asset(coalition=coalition, by=anna, **ROOM)
    change(asset, anna, what="Sala na 40 osób", note="od 9 do 18")
    change(asset, anna, kind="equipment", note="")
    asset.refresh_from_db()
    actions.remove_asset(asset, by=anna)
    return asset


def test_what_was_brought_keeps_the_words_of_its_day_after_a_change_and_after_it_is_gone(
    brought: Asset, coalition: Coalition, anna: User, client_of: Any
) -> None:
    assert told(client_of(anna), coalition) == (
        ["Zasób koalicji: Sala na 20 osób"],
        [
            "Już niewnoszone: sprzęt",
            "Zmieniono to, co kto wnosi. Teraz: sprzęt · –. Wcześniej: miejsce · od 9 do 18",
            "Zmieniono to, co kto wnosi. Teraz: Sala na 40 osób · od 9 do 18. Wcześniej: Sala na 20 osób · –",
            "Wniesione do stołu: miejsce",
        ],
    )


def test_an_operator_reads_the_kind_of_that_day_and_no_words(
    brought: Asset, coalition: Coalition, olga: User, client_of: Any
) -> None:
    history, changes = told(client_of(olga), coalition)
    assert history == ["Zasób koalicji: miejsce"]
    assert changes[1:3] == ["Zmieniono to, co kto wnosi"] * 2
    page = client_of(olga).get(coalition.get_absolute_url()).content.decode()
    assert re.findall(r"Sala na|od 9 do", page) == []


def test_a_renamed_area_is_called_as_it_was_then_also_when_its_day_is_set_right(
    coalition: Coalition, anna: User, client_of: Any
) -> None:
    area = actions.add_area(coalition=coalition, by=anna, name="Młodzi", on=ON)
    actions.rename_area(area, by=anna, seen="Młodzi", name="Nastolatki", since=0)
    actions.drop_area(Area.objects.get(), by=anna, on=date(2012, 6, 20))
    chosen = Fact.objects.get(kind="area_chosen")
    right = replace(Told.of(chosen), on=date(2012, 6, 13))
    actions.correct_fact(coalition, chosen, by=anna, right=right, reason="protokół")
    client = client_of(anna)
    assert told(client, coalition)[0] == ["Rezygnacja z obszaru działania: Nastolatki", "Obszar działania: Młodzi"]
    now = Fact.objects.in_force().get(kind="area_chosen")
    page = client.get(reverse("desk:correct_fact", args=[coalition.pk, now.pk]))
    assert plain(page.context["line"]) == "Obszar działania: Młodzi"


def test_old_words_that_name_somebody_who_is_erased_leave_a_gap(
    coalition: Coalition, anna: User, make_person: Any, client_of: Any
) -> None:
    candidacy = actions.consider(coalition=coalition, by=anna, person=make_person("Kunegunda Zmyślona"))
    asset = actions.add_asset(coalition=coalition, by=anna, kind="room", what="Stodoła, daje Kunegunda Zmyślona")
    change(asset, anna, what="Stodoła")
    refuse(candidacy, anna)
    history, changes = told(client_of(anna), coalition)
    assert [line for line in history if line.startswith("Zasób")] == ["Zasób koalicji: …"]
    assert [line for line in changes if line.startswith("Zmieniono")] == [
        "Zmieniono to, co kto wnosi. Teraz: Stodoła. Wcześniej: …"
    ]


def test_every_change_is_reached_a_page_at_a_time_without_scripts(
    coalition: Coalition, anna: User, client_of: Any
) -> None:
    for each in range(EVENTS_SHOWN + 1):
        actions.add_area(coalition=coalition, by=anna, name=f"Obszar {each}", on=ON)
    client, address = client_of(anna), coalition.get_absolute_url()
    asked, texts = [], []
    for query in ("", "?zmiany=2", "?page=2&zmiany=2"):
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address + query)
        asked.append(len(captured))
        texts.append([plain(each["text"]) for each in page.context["shown"].changes])
    areas = [f"Obszar działania: Obszar {each}" for each in reversed(range(EVENTS_SHOWN + 1))]
    assert texts == [areas[:EVENTS_SHOWN], areas[-1:], areas[-1:]]
    assert len(set(asked)) == 1
    first, last = (client.get(address + query).content.decode() for query in ("", "?page=2&zmiany=2"))
    assert re.findall(r'href="([^"]+)#zmiany"', first) == ["?zmiany=2"]
    assert re.findall(r'href="([^"]+)#zmiany"', last) == ["?page=2&amp;zmiany=1"]
    assert [len(re.findall(r"<details[^>]* open", html)) for html in (first, last)] == [0, 2]
