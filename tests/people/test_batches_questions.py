"""A preview asks several things at once: each button decides the rows of its own question, as many as it says."""

import html
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from koalicja.people.actions import decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.models import Batch, Organisation
from koalicja.people.queries.batches import shown_rows
from tests.people.file_builders import csv_text, previewed, shown

pytestmark = pytest.mark.django_db
HEAD = ("Nazwa", "Miejscowość", "Powiat", "Gmina")
ROWS = [
    ("Klub A", "Kolno", "", ""),
    ("Klub B", "Kolno", "", ""),
    ("Klub C", "Kolno", "", ""),
    ("Klub D", "Nieznane", "", ""),
    ("Klub E", "", "", "Niegmina"),
    ("Klub F", "", "", "Łomża"),
    ("SP nr 2", "Lipowo", "", ""),
    ("Klub G", "Osiek Mały", "", ""),
    ("Klub H", "Wąwóz", "", ""),
    ("Klub I", "", "", ""),
    ("Klub J", "Łomża", "", ""),
    ("Klub K", "Bolesławiec", "", ""),
    ("Klub L", "Manowce", "kolneński", ""),
]
BUTTON = re.compile(r'<form[^>]* action="([^"]+)">(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'name="(?:(reason|mine|decision))" value="([^"]+)"')


@dataclass(frozen=True)
class Button:
    """One button of one question: where it posts what, and where the question's rows are shown."""

    url: str
    sent: tuple[tuple[str, str], ...]
    rows: str


def cards(page: str) -> list[tuple[str, str]]:
    """(the link to the question's rows, the question's text)."""
    texts = re.findall(r'<section class="card stack" aria-labelledby="(?:gmina|doubt)-.*?</section>', page, re.DOTALL)
    return [(html.unescape(re.findall(r'href="(\?[^"]+)#wiersze"', text)[0]), text) for text in texts]


def buttons(page: str) -> list[Button]:
    found = []
    for rows, text in cards(page):
        for url, form in BUTTON.findall(text):
            hidden = [pair for pair in FIELD.findall(form) if pair[0] == "reason"]
            pressed = [pair for pair in FIELD.findall(form) if pair[0] != "reason"]
            found += [Button(url, (*hidden, each), rows) for each in pressed] or [Button(url, (), rows)]
    return found


def state(batch: Batch) -> dict[int, tuple[str, ...]]:
    rows = batch.rows.values_list("number", "outcome", "reason", "decision")
    return {number: tuple(state) for number, *state in rows}


def numbers(client: Client, address: str) -> list[int]:
    return [line.number for line in client.get(address).context["lines"]]


@pytest.fixture(params=[True, False], ids=["gmina chosen", "to be asked"])
def batch(request: Any, anna: Any, gmina: Any, make_gmina: Any, make_organisation: Any) -> Batch:
    places = (("206201", "Łomża", 1), ("200704", "Łomża", 2), ("200601", "Kolno", 1), ("300906", "Osiek Mały", 2))
    for code, name, kind in places:
        make_gmina(code, name=name, kind=kind)
    make_organisation("Szkoła Podstawowa nr 2 im. Marii Przykładowej", village="Lipowo")
    default = gmina if request.param else None
    return previewed(anna, gmina, csv_text(ROWS, head=HEAD), default_gmina=default)


def test_every_button_decides_the_rows_of_its_own_question_and_says_how_many(batch: Any, client_of: Any) -> None:
    client = client_of(batch.created_by)
    page, before = shown(client.get(batch.get_absolute_url())), state(batch)
    pressed = buttons(page)
    assert len(pressed) >= 4
    for number, button in enumerate(pressed, start=1):
        waiting = numbers(client, batch.get_absolute_url() + button.rows)
        if not button.sent:  # "confirm" names fewer than the question it stands in
            waiting = [each for each in waiting if before[each][1] == "gmina_from_place"]
        answer = shown(client.post(button.url, dict(button.sent), follow=True))
        after = state(batch)
        decided = [each for each in before if after[each] != before[each]]
        assert (button, decided) == (button, waiting)
        told = re.findall(r"Zapisano decyzję: (\d+) wiersz", answer)
        assert (told, re.findall(r"Cofnij(?::| decyzję o) (\d+)", answer)) == ([str(len(waiting))], [str(len(waiting))])
        taken = re.findall(r'name="step" value="(\d+)"', answer)[0]
        client.post(reverse("people:take_back_batch_step", args=[batch.pk]), {"step": taken})
        assert (number, state(batch)) == (number, before)


def test_the_questions_share_no_row_and_leave_none_out(batch: Any, client_of: Any) -> None:
    client = client_of(batch.created_by)
    page = shown(client.get(batch.get_absolute_url()))
    asked: list[int] = []
    for address, text in cards(page):
        its_own = numbers(client, batch.get_absolute_url() + address)
        assert re.findall(r"(\d+) wiersz", text)[0] == str(len(its_own))
        asked += its_own
    doubtful = [number for number, (outcome, *_) in state(batch).items() if outcome == "doubtful"]
    assert sorted(asked) == sorted(doubtful)


def test_rows_that_fit_another_gmina_are_a_question_of_their_own(batch: Any, client_of: Any) -> None:
    client = client_of(batch.created_by)
    of_others = [number for number, (_, reason, _d) in state(batch).items() if reason == "gmina_not_ours"]
    page = shown(client.get(batch.get_absolute_url()))
    assert ("Inna gmina?" in page, {6, 7} <= set(of_others)) == (True, True)
    sent = {"reason": "gmina", "decision": "skip"}
    client.post(reverse("people:decide_rows", args=[batch.pk]), sent)
    assert [state(batch)[number][2] for number in of_others] == [""] * len(of_others)


PHONE = ("Nazwa", "Miejscowość", "Telefon", "E-mail")
TWO_NAMES = [
    ("Zielona Dolina", "Lipowo", "600 100 100", "dolina@przyklad.example"),
    ("Klub Sokół", "Lipowo", "600-100-100", ""),
]


def test_two_rows_with_one_phone_in_one_village_are_shown_side_by_side(anna: Any, gmina: Any, client_of: Any) -> None:
    client, batch = client_of(anna), previewed(anna, gmina, csv_text(TWO_NAMES, head=PHONE))
    assert state(batch) == {2: ("new", "new_here", ""), 3: ("doubtful", "same_phone", "")}
    page = shown(client.get(batch.get_absolute_url() + "?outcome=doubtful"))
    line = client.get(batch.get_absolute_url() + "?outcome=doubtful").context["lines"][0]
    assert (line.number, line.twin.title) == (3, "Wiersz 2")
    beside = [(each["label"], each["left"], each["right"], each["differs"]) for each in line.twin.rows]
    assert beside == [
        ("nazwa", "Klub Sokół", "Zielona Dolina", True),
        ("miejscowość", "Lipowo", "Lipowo", False),
        ("telefon", "600-100-100", "600 100 100", True),
        ("e-mail", "", "dolina@przyklad.example", False),
    ]
    answers = ("To samo: uzupełnij wiersz 2", "To inna: dodaj", "Pomiń")
    assert [each for each in answers if each not in page] == []
    client.post(reverse("people:decide_rows", args=[batch.pk]), {"reason": "same_phone", "decision": "add"})
    accept(Batch.objects.get(pk=batch.pk), by=anna)
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["Klub Sokół", "Zielona Dolina"]
    assert [told[0] for told in state(previewed(anna, gmina, csv_text(TWO_NAMES, head=PHONE))).values()] == ["same"] * 2


def test_a_row_with_the_phone_of_a_record_is_the_same_when_a_human_says_so(
    anna: Any, gmina: Any, make_organisation: Any
) -> None:
    record = make_organisation("Zielona Dolina", village="Lipowo")
    record.contacts.create(kind="phone", value="600 100 100")
    batch = previewed(anna, gmina, csv_text(TWO_NAMES[1:], head=PHONE))
    assert state(batch) == {2: ("doubtful", "likely_duplicate", "")}
    decisions.decide_alike(batch, by=anna, reason="likely_duplicate", decision="join")
    accept(batch, by=anna)
    assert Organisation.objects.get() == record
    assert state(previewed(anna, gmina, csv_text(TWO_NAMES[1:], head=PHONE))) == {2: ("same", "nothing_new", "")}


@pytest.mark.parametrize("pairs", [1, 3])
def test_rows_with_a_twin_take_as_many_queries_for_three_as_for_one(
    pairs: int, anna: Any, gmina: Any, django_assert_num_queries: Any
) -> None:
    rows = [(name, "Lipowo", f"60010010{n}", "") for n in range(pairs) for name in ("Klub Sokół", "Zielona Dolina")]
    batch = previewed(anna, gmina, csv_text(rows, head=PHONE))
    page = list(batch.rows.filter(reason="same_phone"))
    with django_assert_num_queries(1):
        twins = [each.twin.number for each in shown_rows(batch, page) if each.twin]
    assert twins == [2, 4, 6][:pairs]
