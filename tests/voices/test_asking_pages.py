"""Pages of whoever asks: a question, its link, what waits, merging, closing."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koalicja.people.models import User
from koalicja.voices import actions
from koalicja.voices.models import Question, Statement
from tests.voices.asked import YES, over, question_in, react, somebody, statements


def said(response: Any) -> str:
    """The words of a page, in one line."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main))).replace("\N{NO-BREAK SPACE}", " ")


def url(name: str, question: Question, *more: int) -> str:
    return reverse(f"voices:{name}", args=[question.coalition_id, question.pk, *more])


def sent(**over: Any) -> dict[str, Any]:
    fields = {
        "text": "Czego brakuje tu młodym?",
        "audience": "anybody",
        "round": "open",
        "closes_on": (timezone.localdate() + timedelta(days=3)).isoformat(),
        "seeds": "Kino\n\nSkatepark\nKino",
    }
    return fields | over


@pytest.fixture
def client(anna: User, client_of: Any) -> Client:
    return client_of(anna)


def test_a_question_is_asked_in_one_form(client: Client, coalition: Any) -> None:
    response = client.post(reverse("voices:open_question", args=[coalition.pk]), sent(), follow=True)
    question = Question.objects.get()
    assert response.redirect_chain == [(question.get_absolute_url(), 302)]
    assert [each.text for each in statements(question)] == ["Kino", "Skatepark"]
    text = said(response)
    assert f"http://testserver/glos/{question.public_code}/" in text
    assert f"http://testserver/glos/tablet/{question.tablet_token}/" in text
    assert response.content.decode().count('src="data:image/svg+xml') == 2


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"text": ""}, "text", "Wypełnij to pole; bez niego nie da się iść dalej."),
        ({"closes_on": "2020-01-01"}, "closes_on", "Ten dzień minął."),
        ({"closes_on": "2999-01-01"}, "closes_on", "To dalej niż za rok."),
        ({"seeds": "Kino\n<b>Skatepark</b>"}, "seeds", "Linia 2: Pisz zwykłymi słowami"),
        ({"seeds": "a" * 302}, "seeds", "Linia 1: Za długa o 2 znaki: mieści się 300."),
        ({"seeds": "\n".join(f"Zdanie {number}" for number in range(41))}, "seeds", "Linii jest 41"),
        ({"audience": "all"}, "audience", "Tego nie ma na liście: all."),
    ],
)
def test_what_is_wrong_in_the_form_is_said_and_nothing_is_saved(
    client: Client, coalition: Any, wrong: dict[str, str], field: str, told: str
) -> None:
    response = client.post(reverse("voices:open_question", args=[coalition.pk]), sent(**wrong))
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert errors[field][0].startswith(told)
    assert Question.objects.count() == 0


def test_the_list_tells_what_waits_and_an_operator_sees_results_alone(
    client: Client, question: Question, coalition: Any, olga: User, client_of: Any
) -> None:
    assert question.by
    done = question_in(coalition, question.by, text="Co nas łączy?")
    actions.close_question(done)
    actions.add_own(somebody(question), text="www.przyklad.example", request_key="a")
    address = reverse("voices:questions", args=[coalition.pk])
    mine, hers = client.get(address).content.decode(), client_of(olga).get(address).content.decode()
    assert "Czeka na przeczytanie: 1" in mine
    links = [f'href="{each}"' for each in (url("question", question), url("picture", done))]
    assert ([link in mine for link in links], [link in hers for link in links]) == ([True, True], [False, True])


STEPS: dict[str, tuple[Any, str]] = {
    "few statements": (lambda q, by: None, "Dodaj wypowiedzi na początek"),
    "nobody yet": (lambda q, by: actions.add_for_others(q, by=by, text="Kino", origin="seed"), "Daj ludziom znać"),
    "something waits": (
        lambda q, by: actions.add_own(somebody(q), text="Dzwońcie: 600 100 200", request_key="a"),
        "Przeczytaj 1 czekającą wypowiedź",
    ),
    "its day is over": (lambda q, by: over(q), "Zamknij pytanie"),
    "closed": (lambda q, by: actions.close_question(q, by=by), "Zobacz, co z niego wyszło"),
}


@pytest.mark.parametrize("name", STEPS)
def test_the_page_says_one_next_step(name: str, client: Client, question: Question, anna: User) -> None:
    what, title = STEPS[name]
    what(question, anna)
    assert client.get(question.get_absolute_url()).context["step"].title == title


def test_before_closing_nobody_sees_numbers_of_answers_nor_less_than_five_people(
    client: Client, question: Question
) -> None:
    for number in range(4):
        react(somebody(question, f"osoba{number}"), statements(question)[0], YES)
    assert "Osoby, które odpowiedziały: mniej niż 5" in said(client.get(question.get_absolute_url()))
    react(somebody(question, "piąta"), statements(question)[0], YES)
    assert "Osoby, które odpowiedziały: 5" in said(client.get(question.get_absolute_url()))
    assert client.get(url("picture", question)).status_code == 302


def test_what_may_say_the_same_is_shown_before_a_statement_is_saved(client: Client, question: Question) -> None:
    form = {"text": "Autobusu do miasta po 17", "origin": "meeting", "origin_words": "spotkanie 12 maja"}
    first = client.post(url("add_for_others", question), form)
    assert "Ktoś mógł to już powiedzieć: Autobus do miasta po 17" in said(first)
    assert question.statements.count() == 2
    client.post(url("add_for_others", question), form | {"knowingly": "1"})
    added = statements(question)[-1]
    assert (added.text, added.origin, added.origin_words) == (form["text"], "meeting", "spotkanie 12 maja")
    client.post(url("add_for_others", question), {"text": "Kino", "origin": "person", "origin_words": ""})
    assert question.statements.count() == 3


def test_a_contact_typed_for_others_is_asked_about_and_a_birth_is_kept_nowhere(
    client: Client, question: Question
) -> None:
    form = {"text": "Dzwonić do Jana: 600 100 200", "origin": "person", "origin_words": "pan Jan, ur. 12.03.1950"}
    assert "Usuń to, chyba że może to czytać każdy." in said(client.post(url("add_for_others", question), form))
    response = client.post(url("add_for_others", question), form | {"knowingly": "1"}, follow=True)
    assert "Pominięto dzień lub rok urodzenia albo PESEL" in said(response)
    added = statements(question)[2]
    assert (added.text, added.origin_words) == ("Dzwonić do Jana: 600 100 200", "pan Jan")


def test_a_statement_is_not_shown_only_with_a_reason(client: Client, question: Question) -> None:
    bus = statements(question)[0]
    assert client.post(url("statement", question, bus.pk), {"reason": " "}).context["form"].errors == {
        "reason": ["Wypełnij to pole; bez niego nie da się iść dalej."]
    }
    client.post(url("statement", question, bus.pk), {"reason": "To reklama przewoźnika"})
    bus.refresh_from_db()
    assert (bus.state, bus.reason) == ("rejected", "To reklama przewoźnika")
    page = said(client.get(question.get_absolute_url()))
    assert "niepokazanie: Autobus do miasta po 17" in page
    client.post(url("show_statement", question, bus.pk))
    bus.refresh_from_db()
    assert bus.state == "shown"


def test_two_are_merged_from_the_page_and_parted_again(client: Client, question: Question, anna: User) -> None:
    bus = statements(question)[0]
    night = actions.add_for_others(question, by=anna, text="Po 17 autobus do miasta", origin="seed")
    page = client.get(url("statement", question, night.pk))
    assert (page.context["near"], [each.pk for each in page.context["others"]]) == ([bus], [statements(question)[1].pk])
    client.post(url("merge_statement", question, night.pk), {"into": bus.pk})
    assert "Połączona z nią: Po 17 autobus do miasta" in said(client.get(question.get_absolute_url()))
    client.post(url("undo_merge", question, night.pk))
    night.refresh_from_db()
    assert night.merged_into is None
    for into in ("", "x", str(10**20), str(night.pk)):
        response = client.post(url("merge_statement", question, night.pk), {"into": into}, follow=True)
        assert [str(each.level_tag) for each in response.context["messages"]][-1:] == ["error"]
    assert question.statements.filter(merged_into=None).count() == 3


def test_closing_says_what_it_means_and_leads_to_the_picture(client: Client, question: Question) -> None:
    page = said(client.get(url("close_question", question)))
    assert "Nie da się go otworzyć ponownie." in page
    assert "Odpowiedziało mniej niż 5 osób: nie pokazalibyśmy żadnej liczby." in page
    response = client.post(url("close_question", question))
    assert response["Location"] == url("picture", question)
    again = client.post(url("set_last_day", question), {"closes_on": timezone.localdate().isoformat()}, follow=True)
    assert "Pytanie jest zamknięte, więc niczego nie zmieniono." in said(again)


def test_a_withdrawn_statement_opens_nowhere(client: Client, question: Question) -> None:
    ola = somebody(question)
    mine = actions.add_own(ola, text="Kino", request_key="a")
    actions.withdraw(ola, mine.pk)
    assert client.get(url("statement", question, mine.pk)).status_code == 404
    assert "wycofanie przez autorkę lub autora: (wycofana)" in said(client.get(question.get_absolute_url()))


@pytest.mark.parametrize("more", [1, 3])
def test_the_page_of_a_question_asks_the_database_as_often_whatever_is_said(
    more: int, client: Client, question: Question, anna: User, django_assert_num_queries: Any
) -> None:
    for number in range(more):
        actions.add_own(somebody(question, f"osoba{number}"), text=f"Rzecz {number}", request_key=f"a{number}")
        added = actions.add_for_others(question, by=anna, text=f"Inna {number}", origin="seed")
        actions.merge_statement(added, statements(question)[0], by=anna)
    client.get(question.get_absolute_url())
    with django_assert_num_queries(10):
        client.get(question.get_absolute_url())
    assert Statement.objects.count() == 2 + 2 * more
