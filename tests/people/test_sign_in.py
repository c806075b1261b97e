"""Signing in: the code by e-mail, the demo's links, and the refusal to serve them outside the demo."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from koalicja.people.models import SignInLink
from koalicja.people.sign_in import refuse_demo_links_in_production


def ask_for_code(client: Client, email: str) -> Any:
    return client.post("/zaloguj/", {"email": email})


def code_from(message: mail.EmailMessage) -> str:
    found = re.search(r"kod do logowania: (\S+)", message.body)
    assert found, message.body
    return found[1]


def test_the_code_from_the_mail_signs_in(anna: Any, client: Client) -> None:
    response = ask_for_code(client, "Anna@Biblioteka.example")
    assert (response.status_code, response["Location"]) == (302, "/zaloguj/kod/")
    [message] = mail.outbox
    assert message.to == ["Anna@Biblioteka.example"]
    response = client.post("/zaloguj/kod/", {"code": code_from(message)})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(anna.pk)


def test_the_code_leads_back_to_the_page_asked_for(anna: Any, client: Client) -> None:
    response = client.get("/spis/020102/")
    assert response["Location"] == "/zaloguj/?next=/spis/020102/"
    response = client.post(response["Location"], {"email": anna.email, "next": "/spis/020102/"})
    response = client.post(response["Location"], {"code": code_from(mail.outbox[0]), "next": "/spis/020102/"})
    assert response["Location"] == "/spis/020102/"


def test_a_wrong_code_says_what_would_help_and_signs_nobody_in(anna: Any, client: Client) -> None:
    ask_for_code(client, anna.email)
    response = client.post("/zaloguj/kod/", {"code": "AAAAAA"})
    assert "To nie jest kod z najnowszej wiadomości" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_fifth_wrong_code_ends_the_attempt(anna: Any, client: Client) -> None:
    ask_for_code(client, anna.email)
    right = code_from(mail.outbox[0])
    answers = [client.post("/zaloguj/kod/", {"code": "AAAAAA"}).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 302]
    assert client.post("/zaloguj/kod/", {"code": right})["Location"] == "/zaloguj/"
    assert "_auth_user_id" not in client.session


def test_a_new_code_replaces_the_old_one(anna: Any, client: Client) -> None:
    ask_for_code(client, anna.email)
    client.post("/zaloguj/kod/", {"action": "resend"})
    first, second = (code_from(message) for message in mail.outbox)
    client.post("/zaloguj/kod/", {"code": first})
    assert "_auth_user_id" not in client.session
    client.post("/zaloguj/kod/", {"code": second})
    assert client.session["_auth_user_id"] == str(anna.pk)


def test_a_stranger_sees_the_same_page_and_gets_no_mail(anna: Any, client: Client) -> None:
    known, unknown = ask_for_code(Client(), anna.email), ask_for_code(client, "nikt@nigdzie.example")
    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    assert [message.to for message in mail.outbox] == [[anna.email]]


def test_the_page_says_one_thing_about_the_code_to_everybody(anna: Any, client: Client) -> None:
    for email in (anna.email, "nikt@nigdzie.example"):
        ask_for_code(client, email)
        assert list(client.get("/zaloguj/kod/").context["messages"]) == []
    client.post("/zaloguj/kod/", {"action": "resend"})
    told = [str(message) for message in client.get("/zaloguj/kod/").context["messages"]]
    assert told == ["Nowy kod jest w drodze; poprzedni już nie działa."]


def test_a_wrong_code_does_not_speak_of_saving(anna: Any, client: Client) -> None:
    ask_for_code(client, anna.email)
    page = client.post("/zaloguj/kod/", {"code": "AAAAAA"}).content.decode()
    assert ("Logowanie jeszcze się nie udało; popraw:" in page, "nie zostało zapisane" in page) == (True, False)


def test_a_closed_account_does_not_get_in(anna: Any, client: Client) -> None:
    anna.is_active = False
    anna.save()
    ask_for_code(client, anna.email)
    assert mail.outbox == []


def test_not_an_email_gets_a_sentence(db: None, client: Client) -> None:
    response = ask_for_code(client, "anna")
    assert "To nie jest adres e-mail" in response.content.decode()


@pytest.fixture
def link(anna: Any) -> SignInLink:
    return SignInLink.objects.create(token="t" * 40, role="coordinator", user=anna)


def test_a_demo_link_works_many_times(link: SignInLink) -> None:
    for _ in range(3):
        client = Client()
        response = client.get(f"/demo/{link.token}/")
        assert (response.status_code, response["Location"]) == (302, "/")
        assert client.session["_auth_user_id"] == str(link.user_id)


def test_an_unknown_demo_link_is_not_found(link: SignInLink) -> None:
    assert Client().get("/demo/other/").status_code == 404


def test_the_server_refuses_demo_links_outside_the_demo(link: SignInLink, settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured, match="demo mode is off"):
        refuse_demo_links_in_production()


def test_the_server_starts_without_demo_links(db: None, settings: Any) -> None:
    settings.DEMO = False
    assert refuse_demo_links_in_production() is None


def test_signing_out_needs_a_click_and_ends_the_session(anna: Any, client_of: Any) -> None:
    client = client_of(anna)
    assert client.get("/wyloguj/").status_code == 200
    assert client.post("/wyloguj/")["Location"] == "/"
    assert "_auth_user_id" not in client.session
