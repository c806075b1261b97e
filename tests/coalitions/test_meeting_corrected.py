"""A meeting that is corrected keeps what nobody meant to take away, and shows itself to whoever opens it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koalicja.coalitions import actions
from koalicja.coalitions.models import Candidacy
from koalicja.people.models import User
from koalicja.standing.models import Fact
from koalicja.ui.formats import day
from tests.coalitions.test_candidate_pages import opened
from tests.desk.test_coalition import text_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NEXT = TODAY + timedelta(days=21)


@pytest.fixture
def page(coalition: Any) -> str:
    return reverse("coalitions:meeting", args=[coalition.pk])


@pytest.fixture
def zofia(coalition: Any, anna: User, make_person: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, person=make_person())


@pytest.fixture
def first(client_of: Any, anna: User, page: str, zofia: Candidacy) -> Fact:
    """Everything is told of it."""
    sent = {
        "on": TODAY.isoformat(),
        "place": "czytelnia",
        "people": "14",
        "group_resident": "9",
        "declared_people": "3",
        "moderated_by": "library",
        "agreed": "Sprzątamy park",
        "next_on": NEXT.isoformat(),
        f"came-{zofia.pk}": "on",
        f"declared-{zofia.pk}": "on",
        "key": "k-1",
    }
    assert client_of(anna).post(page, sent).status_code == 302
    return met()


def met() -> Fact:
    return Fact.objects.in_force().get(kind="met")


def standing() -> list[tuple[str, str, int | None]]:
    rows = Fact.objects.in_force().filter(kind__in=["attended", "declared"]).order_by("pk")
    return [(fact.kind, fact.subject.partition(":")[0], fact.detail.get("people")) for fact in rows]


PEOPLE = [("declared", "", 3), ("attended", "person", None), ("declared", "person", None)]


def told_after(client: Client, answer: Any) -> str:
    return text_of(client.get(answer["Location"]).content.decode())


def test_what_is_left_empty_stays_as_it_was_written_and_is_named(
    client_of: Any, anna: User, page: str, first: Fact
) -> None:
    client = client_of(anna)
    again = {"on": TODAY.isoformat(), "people": "15", "key": "k-2", "same_day": first.pk}
    answer = client.post(page, again)
    assert (answer.status_code, met().detail) == (302, first.detail | {"people": 15})
    assert sorted(standing()) == sorted(PEOPLE)
    told = told_after(client, answer)
    assert (
        "Puste pola zostały, jak były zapisane: „Miejsce”, „Kto prowadził spotkanie”, „Co ustalono”, "
        "„Kiedy następne spotkanie”, „Ile z nich deklaruje udział”, „Liczby z grup”."
    ) in told


def test_numbers_that_were_kept_are_checked_with_those_that_are_typed(
    client_of: Any, anna: User, page: str, first: Fact
) -> None:
    again = {"on": TODAY.isoformat(), "people": "5", "key": "k-2", "same_day": first.pk}
    answer = client_of(anna).post(page, again)
    told = "Z grup wychodzi razem 9, a to więcej, niż przyszło: 5. Popraw jedną z tych liczb."
    assert (answer.status_code, answer.context["form"].errors, met()) == (200, {"people": [told]}, first)


def test_an_opened_meeting_shows_all_of_it_and_what_is_emptied_there_goes(
    client_of: Any, anna: User, page: str, first: Fact, zofia: Candidacy
) -> None:
    client, address = client_of(anna), f"{page}?popraw={first.pk}"
    assert client.get(page).content.decode().count(f'href="{address}"') == 1
    form = opened(client, address)
    shown = {name: form[name] for name in ("on", "place", "people", "group_resident", "group_ngo", "declared_people")}
    assert shown == {
        "on": TODAY.isoformat(),
        "place": "czytelnia",
        "people": "14",
        "group_resident": "9",
        "group_ngo": "",
        "declared_people": "3",
    }
    rest = (form["moderated_by"], form["agreed"], form["next_on"], form[f"came-{zofia.pk}"])
    assert rest == ("library", "Sprzątamy park", NEXT.isoformat(), "True")
    steps = zofia.steps.count()
    sent = form | {"agreed": "", "declared_people": ""}
    assert [client.post(address, sent).status_code for _press in range(2)] == [302, 302]
    left = {key: value for key, value in first.detail.items() if key != "agreed"}
    assert (met().detail, met().corrects, standing()) == (left, first, PEOPLE[1:])
    assert zofia.steps.count() == steps


def test_whoever_corrects_what_another_one_corrected_meanwhile_is_told(
    client_of: Any, anna: User, page: str, first: Fact
) -> None:
    client, address = client_of(anna), f"{page}?popraw={first.pk}"
    hers, mine = opened(client, address), opened(client, address)
    client.post(address, hers | {"people": "15"})
    answer = client.post(address, mine | {"people": "16"})
    told = (
        f"W międzyczasie ten zapis spotkania jest już poprawiony (Anna): {day(TODAY)}, czytelnia, 15 osób. "
        "Zapisz jeszcze raz, jeśli ma zostać to, co jest poniżej."
    )
    form = answer.context["form"]
    shown = [error.replace("\xa0", " ") for error in form.non_field_errors()]
    assert (answer.status_code, shown, met().detail["people"]) == (200, [told], 15)
    more = {"people": "16", "seen": form["seen"].value(), "key": form["key"].value()}
    assert (more["seen"], len(more["key"])) == (str(met().pk), 36)
    assert (client.post(address, mine | more).status_code, met().detail["people"]) == (302, 16)


@pytest.mark.parametrize("key", ["0", "x", "9" * 40])
def test_a_meeting_that_is_not_there_is_said(key: str, client_of: Any, anna: User, page: str, first: Fact) -> None:
    client = client_of(anna)
    answer = client.post(f"{page}?popraw={key}", {"on": TODAY.isoformat(), "people": "1", "key": "k-9"})
    assert (answer.status_code, answer["Location"], met()) == (302, page, first)
    assert "Tego spotkania nie ma już w historii. Nic nie zapisano." in told_after(client, answer)
