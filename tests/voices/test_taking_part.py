"""Pages of whoever takes part: without an account and without scripts, from the link to taking everything back."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from koalicja.people.models import User
from koalicja.voices import actions
from koalicja.voices.models import Participant, Question, Reaction, Statement
from tests.test_crawl import Reader
from tests.voices.asked import NO, PASS, YES, over, question_in, somebody, statements
from tests.voices.test_asking_pages import said


def url(name: str, question: Question) -> str:
    return reverse(f"voices:{name}", args=[question.public_code])


def begun(question: Question, client: Client | None = None, **about: str) -> Client:
    """A browser that has begun and said something of itself, or declined."""
    client = client or Client()
    client.post(url("begin", question), {"entry_code": question.entry_code})
    client.post(url("about_me", question), about or {"decline": "1"})
    return client


def answer(client: Client, question: Question, given: int, **over: Any) -> Any:
    shown = client.get(url("take_part", question)).context["shown"]
    fields = {"statement": shown.statement.pk, "turn": shown.turn, "value": given} if shown.statement else {}
    return client.post(url("take_part", question), fields | over, follow=True)


def given(client: Client, question: Question) -> list[tuple[str, int]]:
    rows = Reaction.objects.filter(participant__question=question).order_by("statement")
    return list(rows.values_list("statement__text", "value"))


def test_somebody_goes_from_the_link_through_all_statements(question: Question) -> None:
    client = Client()
    first = client.get(url("take_part", question))
    assert Participant.objects.count() == 0
    assert client.post(url("begin", question), follow=True).redirect_chain[-1][0] == url("about_me", question)
    client.post(url("about_me", question), {"group": "resident", "age_band": "13-19"})
    texts = [answer(client, question, value).context["shown"] for value in (YES, PASS)]
    assert [(shown.answered, shown.left) for shown in texts] == [(1, 1), (2, 0)]
    assert sorted(value for _text, value in given(client, question)) == [PASS, YES]
    assert "Dziękujemy, to już wszystko" in said(client.get(url("take_part", question)))
    [who] = Participant.objects.all()
    assert (who.group, who.age_band, who.way) == ("resident", "13-19", "device")
    assert (first["X-Robots-Tag"], "no-store" in first["Cache-Control"]) == ("noindex, nofollow, noarchive", True)


def test_a_browser_is_one_person_and_another_one_is_another(question: Question) -> None:
    one = begun(question)
    begun(question, one)
    assert Participant.objects.count() == 1
    begun(question)
    assert Participant.objects.count() == 2
    name = f"glos-{question.public_code}"
    cookie = one.cookies[name]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/glos/", True, "Lax")
    forged = Client()
    forged.cookies[name] = cookie.value.rpartition(":")[0] + ":podpis"
    assert forged.get(url("mine", question))["Location"] == url("take_part", question)


def test_an_answer_is_changed_and_a_request_sent_again_changes_nothing(question: Question) -> None:
    client = begun(question)
    shown = client.get(url("take_part", question)).context["shown"]
    sent = {"statement": shown.statement.pk, "turn": shown.turn, "value": YES}
    for _time in range(2):
        client.post(url("take_part", question), sent)
    again = client.get(url("take_part", question) + f"?wypowiedz={shown.statement.pk}").context["shown"]
    assert (again.statement, again.value, again.turn) == (shown.statement, YES, 2)
    client.post(url("take_part", question), sent | {"turn": 2, "value": NO})
    client.post(url("take_part", question), sent)
    assert given(client, question) == [(shown.statement.text, NO)]
    assert client.get(url("take_part", question)).context["shown"].before == shown.statement.pk


@pytest.mark.parametrize(
    "wrong",
    [{"value": "2"}, {"value": ""}, {"turn": "x"}, {"turn": str(10**30)}, {"statement": "-1"}, {"statement": "9" * 40}],
)
def test_a_wrong_reaction_is_told_and_not_saved(question: Question, wrong: dict[str, str]) -> None:
    client = begun(question)
    assert "Wybierz: tak, nie albo pomijam. Niczego nie zapisano." in said(answer(client, question, YES, **wrong))
    assert given(client, question) == []


def test_a_reaction_to_what_was_taken_off_is_told(question: Question, anna: User) -> None:
    client = begun(question)
    shown = client.get(url("take_part", question)).context["shown"]
    actions.reject_statement(shown.statement, by=anna, reason="Powtarza pytanie")
    told = client.post(
        url("take_part", question), {"statement": shown.statement.pk, "turn": 1, "value": YES}, follow=True
    )
    assert "Tej wypowiedzi już nie pokazujemy" in said(told)
    assert given(client, question) == []


PROMISES = {
    ("anybody", "open"): "Pokazujemy tylko liczby od 5 osób wzwyż",
    ("anybody", "secret"): "To runda tajna",
    ("members", "open"): "Mówisz jako przedstawicielka lub przedstawiciel swojej grupy.",
    ("members", "secret"): "To runda tajna",
    ("room", "open"): "Pokazujemy tylko liczby od 5 osób wzwyż",
}


@pytest.mark.parametrize(("audience", "round"), PROMISES)
def test_the_first_page_says_what_is_shown_and_what_is_prevented(
    coalition: Any, anna: User, audience: str, round: str
) -> None:
    question = question_in(coalition, anna, audience=audience, round=round)
    page = said(Client().get(url("take_part", question)))
    assert [promise for promise in dict.fromkeys(PROMISES.values()) if promise in page] == [PROMISES[audience, round]]
    assert "Temu zapobiegamy: z tej przeglądarki liczymy raz" in page
    assert ("Kod" in page) == (audience != "anybody")


def test_of_a_secret_round_group_and_age_are_not_asked_for(coalition: Any, anna: User) -> None:
    question = question_in(coalition, anna, round="secret")
    client = Client()
    client.post(url("begin", question))
    assert client.get(url("take_part", question)).context["shown"].left == 2


def test_a_wrong_code_is_told_and_nobody_takes_part(coalition: Any, anna: User) -> None:
    question = question_in(coalition, anna, audience="room")
    client = Client()
    wrong = client.post(url("begin", question), {"entry_code": "ABC"})
    assert (wrong.status_code, "To inny kod." in said(wrong), Participant.objects.count()) == (422, True, 0)
    client.post(url("begin", question), {"entry_code": question.entry_code.lower()})
    assert Participant.objects.count() == 1


def test_a_code_that_does_not_exist_is_told(question: Question) -> None:
    for address in ("/glos/abcdef/", "/glos/abcdef/moje/"):
        response = Client().get(address)
        assert (response.status_code, "Może w kodzie jest literówka." in said(response)) == (404, True)
    assert Client().get("/glos/tablet/abc/", follow=True).status_code == 404
    assert Client().get(f"/glos/{question.code}/").status_code == 200


OWN = [
    ("a" * 5000, "Za długa o 4700 znaków: mieści się 300."),
    ("<b>Kino</b>", "Pisz zwykłymi słowami"),
    ("", "Wypełnij to pole"),
    ("Autobusy do miasta po 17", "Ktoś mógł to już powiedzieć: Autobus do miasta po 17"),
    ("Pan Jan: 600 100 200", "Może w niej być telefon albo e-mail, być może innej osoby."),
    ("Film: www.przyklad.example", "Jest w niej adres strony internetowej."),
]


@pytest.mark.parametrize(("text", "told"), OWN, ids=[told[:20] for _text, told in OWN])
def test_a_statement_is_saved_only_after_what_is_to_be_thought_of_is_said(
    question: Question, text: str, told: str
) -> None:
    client = begun(question)
    response = client.post(url("add_own", question), {"text": text, "request_key": "a"})
    assert told in said(response)
    assert response.context["form"]["text"].value() == text
    assert question.statements.count() == 2


def test_what_is_sent_all_the_same_waits_or_is_shown_and_sent_twice_it_is_one(question: Question) -> None:
    client = begun(question)
    phone = {"text": "Pan Jan: 600 100 200", "request_key": "a", "knowingly": "1"}
    page = client.post(url("add_own", question), phone, follow=True)
    client.post(url("add_own", question), phone)
    assert "Zapisano. Pokażemy ją, gdy przeczyta ją ktoś z biblioteki" in said(page)
    alike = {"text": "Autobusy do miasta po 17", "request_key": "b", "knowingly": "1"}
    assert "Dodano: inni mogą już odpowiadać." in said(client.post(url("add_own", question), alike, follow=True))
    assert [(each.text, each.state) for each in statements(question)[2:]] == [
        ("Pan Jan: 600 100 200", "held"),
        ("Autobusy do miasta po 17", "shown"),
    ]


def test_while_typing_what_may_say_the_same_is_shown_to_who_has_begun(question: Question) -> None:
    typed = {"text": "Autobusy do miasta po 17" + " i dalej" * 2000}
    for text, told in [(typed["text"][:24], True), (typed["text"], True), ("Kino", False), ("", False)]:
        piece = begun(question).post(url("near", question), {"text": text}).content.decode()
        assert ("Autobus do miasta po 17" in piece, piece.strip() == "") == (told, not told)
    assert Client().post(url("near", question), {"text": typed["text"][:24]}).content.decode().strip() == ""
    assert question.statements.count() == 2


def test_the_author_reads_the_reason_and_takes_back_one_or_everything(question: Question, anna: User) -> None:
    client = begun(question, group="resident")
    for number, text in enumerate(("Kino", "Basen")):
        client.post(url("add_own", question), {"text": text, "request_key": f"a{number}"})
    kino, basen = statements(question)[2:]
    actions.reject_statement(kino, by=anna, reason="To reklama")
    answer(client, question, NO)
    page = said(client.get(url("mine", question)))
    assert "Kino niepokazana · Powód: To reklama" in page
    assert "Moja odpowiedź: nie" in page
    client.post(url("withdraw", question), {"statement": basen.pk})
    assert Statement.objects.get(pk=basen.pk).state == "withdrawn"
    stranger = begun(question)
    told = stranger.post(url("withdraw", question), {"statement": kino.pk}, follow=True)
    assert "Nie ma tu takiej Twojej wypowiedzi" in said(told)
    client.post(url("withdraw", question), {"everything": "1"})
    assert (Participant.objects.count(), Reaction.objects.count()) == (1, 0)
    assert [each.state for each in statements(question)] == ["shown", "shown", "withdrawn", "withdrawn"]
    assert client.get(url("mine", question))["Location"] == url("take_part", question)


@pytest.mark.parametrize("name", ["begin", "take_part", "about_me", "add_own", "withdraw"])
def test_after_the_last_day_it_is_said_that_nothing_was_saved(question: Question, name: str) -> None:
    client = begun(question)
    over(question)
    assert client.get(url("take_part", question)).status_code == 200
    late = client.post(url(name, question), {"statement": statements(question)[0].pk, "turn": 1, "value": YES})
    assert late.status_code == 410
    assert "jest po terminie i nie zostało zapisane. Wcześniejsze odpowiedzi zostają i są policzone." in said(late)
    assert (Participant.objects.count(), Reaction.objects.count(), Statement.objects.count()) == (1, 0, 2)


def test_the_tablet_asks_one_person_after_another_and_clears_itself(coalition: Any, anna: User) -> None:
    question = question_in(coalition, anna, audience="room")
    tablet = Client()
    tablet.get(reverse("voices:tablet", args=[question.tablet_token]))
    for number in (1, 2, 3):
        start = tablet.get(url("take_part", question))
        assert ("is-kiosk" in start.content.decode(), "data-clear" in start.content.decode()) == (True, False)
        begun(question, tablet, group="resident")
        answer(tablet, question, YES)
        inside = tablet.get(url("take_part", question)).content.decode()
        assert f'data-clear-after="90" data-clear-to="{url("next_person", question)}"' in inside
        tablet.post(url("next_person", question))
        assert tablet.get(url("mine", question))["Location"] == url("take_part", question)
        assert list(Participant.objects.values_list("way", "turns")) == [("tablet", 1)] * number
    tablet.post(url("begin", question))
    tablet.get(url("next_person", question))
    assert tablet.get(url("mine", question))["Location"] == url("take_part", question)


def test_on_an_own_device_nothing_clears_itself(question: Question) -> None:
    client = begun(question)
    client.post(url("next_person", question))
    assert client.get(url("mine", question)).status_code == 200
    assert "data-clear" not in client.get(url("take_part", question)).content.decode()


def test_every_page_inside_is_sound_and_names_nobody_signed_in(question: Question) -> None:
    client = begun(question)
    client.post(url("add_own", question), {"text": "Kino", "request_key": "a"})
    faults = {}
    for name in ("take_part", "about_me", "add_own", "mine"):
        response = client.get(url(name, question))
        reader = Reader()
        reader.feed(response.content.decode())
        assert isinstance(response.wsgi_request.user, AnonymousUser)
        if reader.faults():
            faults[name] = reader.faults()
    assert faults == {}


@pytest.mark.parametrize("people", [1, 6])
def test_the_next_statement_costs_the_same_whoever_has_answered(
    people: int, question: Question, django_assert_num_queries: Any
) -> None:
    client = begun(question)
    for number in range(people):
        actions.add_own(somebody(question, f"osoba{number}"), text=f"Rzecz {number}", request_key=f"a{number}")
    with django_assert_num_queries(8):
        client.get(url("take_part", question))
    with django_assert_num_queries(16):
        client.post(url("take_part", question), {"statement": statements(question)[0].pk, "turn": 1, "value": YES})


def test_nothing_waits_for_a_script(question: Question) -> None:
    page = begun(question).get(url("take_part", question)).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert re.findall(r"hx-\w+|<script", main) == []
