"""The shell around every page, the choice of look, and the pages for when something went wrong."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views import defaults
from django.views.csrf import csrf_failure

TEMPLATES = Path(__file__).resolve().parents[2] / "koalicja" / "ui" / "templates"


def stranger_at(path: str) -> HttpRequest:
    """A request of nobody in particular, as the middleware would leave it."""
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


def test_the_page_stands_without_any_context() -> None:
    page = render_to_string("ui/base.html")
    assert re.findall(r'<html lang="(\w+)">', page) == ["pl"]
    assert (page.count("<h1>"), page.count('<nav class="site-nav"')) == (1, 0)
    assert page.count("Gminna Koalicja") == 2


def test_the_skip_link_leads_to_the_content() -> None:
    page = render_to_string("ui/base.html")
    assert re.findall(r'class="skip-link" href="#(\w+)"', page) == ["main"]
    assert page.count('<main id="main"') == 1


def test_the_phone_bar_holds_five_and_puts_the_rest_under_more() -> None:
    items = [{"url": f"/{n}/", "label": f"Miejsce {n}"} for n in range(7)]
    page = render_to_string("ui/parts/navigation.html", {"navigation": items})
    assert page.count('class="wide-only"') == 3
    assert page.count('class="phone-only"') == 1
    five = render_to_string("ui/parts/navigation.html", {"navigation": items[:5]})
    assert (five.count('class="wide-only"'), five.count('class="phone-only"')) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("choice", "html"), [("dark", ' data-theme="dark"'), ("light", ' data-theme="light"')])
def test_a_chosen_look_is_kept(client: Client, choice: str, html: str) -> None:
    answer = client.post("/wyglad/", {"theme": choice, "next": "/wzornik/"})
    assert (answer.status_code, answer["Location"]) == (302, "/wzornik/")
    assert re.findall(r"<html lang=\"pl\"([^>]*)>", client.get("/wzornik/").content.decode()) == [html]


@pytest.mark.django_db
def test_the_device_decides_again_when_asked_to(client: Client) -> None:
    client.post("/wyglad/", {"theme": "dark"})
    client.post("/wyglad/", {"theme": "auto"})
    assert re.findall(r"<html lang=\"pl\"([^>]*)>", client.get("/wzornik/").content.decode()) == [""]


@pytest.mark.django_db
def test_a_forged_look_is_ignored(client: Client) -> None:
    client.cookies["koalicja_theme"] = '"><script>'
    assert re.findall(r"<html lang=\"pl\"([^>]*)>", client.get("/wzornik/").content.decode()) == [""]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "back",
    [
        *(
            "https://elsewhere.example/",
            "//elsewhere.example/",
            "///x",
            "/\\\\elsewhere.example",
            "javascript:alert(1)",
        ),
        *("", "a", "-1", "999", "nie ma", "desk:home", "wzornik/", "../wzornik/", "?x=1", "#x", "./"),
        *("\x00/", " /x", "/\n/x"),
    ],
)
def test_choosing_a_look_leads_to_a_page_of_this_site_and_nowhere_else(client: Client, back: str) -> None:
    answer = client.post("/wyglad/", {"theme": "dark", "next": back})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.django_db
def test_a_look_is_chosen_by_post_only(client: Client) -> None:
    assert client.get("/wyglad/").status_code == 405


@pytest.mark.django_db
def test_the_language_can_be_switched_from_any_page(client: Client) -> None:
    client.post("/jezyk/", {"language": "en", "next": "/wzornik/"})
    page = client.get("/wzornik/").content.decode()
    assert (page.count("Skip to the content"), page.count("Przejdź do treści")) == (1, 0)


@pytest.mark.django_db
def test_each_refusal_says_what_happened_what_was_kept_and_what_helps() -> None:
    request = stranger_at("/gdzies/")
    answers = {
        400: defaults.bad_request(request, ValueError()),
        403: defaults.permission_denied(request, PermissionError()),
        404: defaults.page_not_found(request, LookupError()),
    }
    heads = {code: re.findall(r"<h1>(.*?)</h1>", answer.content.decode()) for code, answer in answers.items()}
    assert {code: answer.status_code for code, answer in answers.items()} == {400: 400, 403: 403, 404: 404}
    assert heads == {
        400: ["Nie udało się odczytać tego żądania"],
        403: ["To miejsce jest zamknięte dla Twojej roli"],
        404: ["Nie ma takiej strony"],
    }


def test_an_old_form_key_is_explained() -> None:
    answer = csrf_failure(stranger_at("/gdzies/"))
    assert answer.status_code == 403
    assert re.findall(r"<h1>(.*?)</h1>", answer.content.decode()) == ["Ten formularz był otwarty za długo"]


def test_the_page_of_a_breakdown_needs_nothing_that_can_break() -> None:
    source = (TEMPLATES / "500.html").read_text().split("{% endcomment %}")[1]
    assert re.findall(r"{%|{{", source) == []
    answer = defaults.server_error(RequestFactory().get("/gdzies/"))
    assert answer.status_code == 500
    assert re.findall(r"<h1>(.*?)</h1>", answer.content.decode()) == ["Coś się u nas zepsuło"]
