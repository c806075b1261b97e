"""Look-alikes side by side."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from koalicja.people.models import Merge, Organisation, Person

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
DUPLIKATY = "/spis/020102/duplikaty/"


def text(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def pairs(answer: Any) -> list[tuple[str, str]]:
    return [item["pair"].names for item in answer.context["pairs"]]


@pytest.fixture
def annas(anna: Any, client_of: Callable[[Any], Client]) -> Client:
    return client_of(anna)


@pytest.fixture
def twins(make_organisation: Make) -> tuple[Organisation, Organisation]:
    one = make_organisation("SP nr 2", village="Trzebień", sector="school", group="culture")
    return one, make_organisation("Szkoła Podstawowa Nr 2", village="Trzebień", postcode="59-700")


def test_likely_pairs_are_listed_with_the_reason(annas: Client, twins: Any, make_person: Make) -> None:
    make_person()
    make_person("przykładowa ZOFIA")
    answer = annas.get(DUPLIKATY)
    assert sorted(pairs(answer)) == [("SP nr 2", "Szkoła Podstawowa Nr 2"), ("Zofia Przykładowa", "przykładowa ZOFIA")]
    assert "2 pary wyglądają na to samo." in text(answer)
    assert "ta sama nazwa" in text(answer)


@pytest.mark.parametrize(
    ("names", "is_pair"),
    [
        (("SP nr 2", "Szkoła Podstawowa Nr 2"), True),
        (("SP nr 2 w Trzebieniu", "Filia SP nr 2 w Trzebieniu"), False),
        (("SP nr 2 im. Jana Zmyślonego", "SP nr 2 im. Ewy Zmyślonej"), False),
    ],
)
def test_the_page_of_an_organisation_asks_about_the_pairs_of_the_list_alone(
    annas: Client, make_organisation: Make, names: tuple[str, str], is_pair: bool
) -> None:
    one, _other = (make_organisation(name, village="Trzebień") for name in names)
    asks = "Czy jest w spisie dwa razy?" in text(annas.get(one.get_absolute_url()))
    assert (asks, pairs(annas.get(DUPLIKATY))) == (is_pair, [names] * is_pair)


def test_a_pair_told_apart_is_not_proposed_until_taken_back(annas: Client, twins: Any) -> None:
    address = f"/spis/020102/organizacje/{twins[0].pk}/to-nie-to-samo/{twins[1].pk}/"
    answer = annas.post(address, follow=True)
    assert pairs(answer) == []
    assert "SP nr 2 ≠ Szkoła Podstawowa Nr 2" in text(answer)
    assert "Czy to to samo?" not in text(annas.get(twins[0].get_absolute_url()))
    assert pairs(annas.post(address, {"again": "1"}, follow=True)) == [("SP nr 2", "Szkoła Podstawowa Nr 2")]


def test_the_choice_side_by_side_is_what_is_merged_and_can_be_undone(annas: Client, twins: Any) -> None:
    one, other = twins
    address = f"/spis/020102/organizacje/{one.pk}/polacz/{other.pk}/"
    rows = {row["name"]: (row["left"], row["right"], row["chosen"]) for row in annas.get(address).context["rows"]}
    assert rows["keep-name"] == ("SP nr 2", "Szkoła Podstawowa Nr 2", "left")
    assert rows["keep-postcode"] == ("", "59-700", "right")
    annas.post(
        address, {"do": "merge", "seen": "1-1", "keep-name": "right", "keep-postcode": "right", "keep-class": "left"}
    )
    one.refresh_from_db()
    assert (one.name, one.postcode, one.sector) == ("Szkoła Podstawowa Nr 2", "59-700", "school")
    assert "Połączone wpisy" in text(annas.get(one.get_absolute_url()))
    merge = Merge.objects.get()
    done = annas.post(f"/spis/020102/polaczenia/{merge.pk}/cofnij/", follow=True)
    assert "To znowu dwa wpisy: SP nr 2 oraz Szkoła Podstawowa Nr 2." in text(done)
    again = annas.post(f"/spis/020102/polaczenia/{merge.pk}/cofnij/", follow=True)
    assert "To połączenie jest już cofnięte." in text(again)
    one.refresh_from_db()
    assert (one.name, one.postcode) == ("SP nr 2", "")


def test_a_choice_of_the_unknown_side_does_not_lose_what_is_known(annas: Client, twins: Any) -> None:
    one, other = twins
    data = {"do": "merge", "seen": "1-1", "keep-class": "right", "keep-postcode": "left"}
    annas.post(f"/spis/020102/organizacje/{one.pk}/polacz/{other.pk}/", data)
    one.refresh_from_db()
    assert (one.sector, one.postcode) == ("school", "59-700")


def test_a_change_made_meanwhile_stops_the_merge_and_keeps_the_choices(annas: Client, twins: Any) -> None:
    one, other = twins
    address = f"/spis/020102/organizacje/{one.pk}/polacz/{other.pk}/"
    Organisation.objects.filter(pk=other.pk).update(street="Nowa", version=2)
    data = {"do": "merge", "seen": "1-1", "keep-name": "right"}
    answer = annas.post(address, data)
    assert "Ktoś właśnie zmienił jeden z tych wpisów." in text(answer)
    rows = {row["name"]: (row["right"], row["chosen"]) for row in answer.context["rows"]}
    assert (rows["keep-street"], rows["keep-name"]) == (("Nowa", "right"), ("Szkoła Podstawowa Nr 2", "right"))
    assert 'name="seen" value="1-2"' in answer.content.decode()
    assert Merge.objects.count() == 0
    annas.post(address, data | {"seen": "1-2", "keep-street": "right"})
    one.refresh_from_db()
    assert (one.name, one.street) == ("Szkoła Podstawowa Nr 2", "Nowa")


def test_a_merge_asked_for_twice_says_twice_that_it_is_done(annas: Client, twins: Any) -> None:
    one, other = twins
    address = f"/spis/020102/organizacje/{one.pk}/polacz/{other.pk}/"
    said = [text(annas.post(address, {"do": "merge", "seen": "1-1"}, follow=True)) for _ in range(2)]
    assert ["Dwa wpisy są teraz jednym: SP nr 2" in page for page in said] == [True, True]
    assert ["Nic się nie zmieniło" in page for page in said] == [False, False]
    assert Merge.objects.count() == 1


def test_after_a_merge_the_message_itself_undoes_it_or_leads_to_the_next_pair(
    annas: Client, twins: Any, make_person: Make
) -> None:
    one, other = twins
    make_person()
    make_person("przykładowa ZOFIA")
    address = f"/spis/020102/organizacje/{one.pk}/polacz/{other.pk}/"
    done = annas.post(address, {"do": "merge", "seen": "1-1"}, follow=True)
    message = done.content.decode().partition('<div class="message message-success"')[2].partition("</div>")[0]
    zofia, twin = Person.objects.order_by("pk")
    assert f'href="/spis/020102/osoby/{zofia.pk}/polacz/{twin.pk}/"' in message
    assert f'action="/spis/020102/polaczenia/{Merge.objects.get().pk}/cofnij/"' in message
    assert ("Następna para (1)" in message, "Rozłącz z powrotem" in message) == (True, True)
    annas.post(f"/spis/020102/polaczenia/{Merge.objects.get().pk}/cofnij/")
    stale = annas.get(f"{DUPLIKATY}?merged={Merge.objects.get().pk}")
    assert stale.context["merged"] is None


def test_merging_what_is_gone_is_refused_with_a_sentence(annas: Client, twins: Any, make_organisation: Make) -> None:
    one, other = twins
    third = make_organisation("Szkoła w Trzebieniu")
    Organisation.objects.filter(pk=other.pk).update(state="merged", merged_into=third)
    answer = annas.post(f"/spis/020102/organizacje/{one.pk}/polacz/{other.pk}/", {"do": "merge"}, follow=True)
    assert "Jednego z tych wpisów nie ma już w spisie. Nic się nie zmieniło." in text(answer)


def test_a_record_of_another_gmina_cannot_be_drawn_in(annas: Client, twins: Any, make_organisation: Make) -> None:
    there = make_organisation("SP nr 2", "101801")
    for path in ("polacz", "to-nie-to-samo"):
        assert annas.post(f"/spis/020102/organizacje/{twins[0].pk}/{path}/{there.pk}/").status_code == 404


def test_a_new_record_is_compared_at_once(annas: Client, twins: Any, make_organisation: Make) -> None:
    annas.get(DUPLIKATY)
    make_organisation("Szkoła Podstawowa nr 2", village="Trzebień")
    assert len(pairs(annas.get(DUPLIKATY))) == 3
