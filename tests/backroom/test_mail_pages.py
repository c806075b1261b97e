"""The mail of the demo and the decisions about a mail in doubt: for whoever wrote it, and nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from koalicja.backroom import outbox
from koalicja.backroom.models import Mail
from koalicja.backroom.worker import run_worker
from tests.backroom.test_outbox import moved, put
from tests.backroom.test_pages import text_of

pytestmark = pytest.mark.django_db
LIST_QUERIES = 8


def test_a_letter_of_the_demo_shows_its_text_and_its_links_open(anna: Any, client_of: Callable[[Any], Client]) -> None:
    mail = put(
        by=anna,
        to_name="Jan <b>Zmyślony</b>",
        text="Dzień dobry <Janie>,\n\nodpowiedz: http://localhost:8000/z/abc_DEF-1/\n",
        reply_to=anna.email,
    )
    run_worker(once=True)
    response = client_of(anna).get(f"/poczta-pokazowa/{mail.pk}/")
    page = response.content.decode()
    assert '<a href="http://localhost:8000/z/abc_DEF-1/" rel="nofollow">http://localhost:8000/z/abc_DEF-1/</a>' in page
    words = text_of(response)
    assert "Do kogo Jan &lt;b&gt;Zmyślony&lt;/b&gt; &lt;jan@poczta.example&gt;" in words
    assert "Dzień dobry &lt;Janie&gt;, odpowiedz:" in words
    assert "Odpowiedzi trafią do anna@biblioteka.example Stan wysłano Pokaz nie wysyła nic na zewnątrz:" in words


def test_the_list_holds_ones_own_mail_newest_first(anna: Any, basia: Any, client_of: Callable[[Any], Client]) -> None:
    first, second, _hers = put(by=anna), put(by=anna, held=True), put(by=basia)
    rows = client_of(anna).get("/poczta-pokazowa/").context["rows"]
    assert [(row["mail"], row["shown"].label) for row in rows] == [
        (second, "czeka na sprawdzenie"),
        (first, "czeka na wysłanie"),
    ]


def test_an_empty_list_says_what_will_stand_there(karol: Any, client_of: Callable[[Any], Client]) -> None:
    words = text_of(client_of(karol).get("/poczta-pokazowa/"))
    assert "Jeszcze nic nie wysłano Tu pojawią się zaproszenia wysłane e-mailem." in words


def test_outside_the_demo_there_is_no_such_page(anna: Any, client_of: Callable[[Any], Client], settings: Any) -> None:
    mail, client = put(by=anna), client_of(anna)
    settings.DEMO = False
    assert [client.get(path).status_code for path in ("/poczta-pokazowa/", f"/poczta-pokazowa/{mail.pk}/")] == [
        404,
        404,
    ]


def test_an_erased_letter_shows_its_state_alone(anna: Any, client_of: Callable[[Any], Client]) -> None:
    mail = moved(put(by=anna), "sent")
    outbox.erase(Mail.objects.filter(pk=mail.pk))
    words = text_of(client_of(anna).get(f"/poczta-pokazowa/{mail.pk}/"))
    assert ("Zapraszamy" in words, "Do kogo usunięto" in words) == (False, True)
    assert "usunięto usunięto wysłano" in text_of(client_of(anna).get("/poczta-pokazowa/"))


def test_the_list_asks_the_database_as_often_for_one_mail_as_for_many(
    anna: Any, client_of: Callable[[Any], Client], django_assert_num_queries: Callable[..., Any]
) -> None:
    client = client_of(anna)
    for _ in range(3):
        put(by=anna)
        with django_assert_num_queries(LIST_QUERIES):
            client.get("/poczta-pokazowa/")


@pytest.mark.parametrize(
    ("address", "state", "told"),
    [
        ("jeszcze-raz", "ready", "Wiadomość znów jest w drodze."),
        ("doszla", "sent", "Zapisano: wiadomość doszła."),
    ],
)
def test_the_author_decides_about_a_mail_in_doubt(
    address: str, state: str, told: str, anna: Any, client_of: Callable[[Any], Client]
) -> None:
    mail, client = moved(put(by=anna), "in_doubt", why="no_answer"), client_of(anna)
    page = client.get("/poczta-pokazowa/").content.decode()
    assert page.count(f'action="/poczta/{mail.pk}/{address}/"') == 1
    response = client.post(f"/poczta/{mail.pk}/{address}/", {"next": "/poczta-pokazowa/"})
    assert (response.status_code, response["Location"]) == (302, "/poczta-pokazowa/")
    mail.refresh_from_db()
    assert (mail.state, mail.decided_by) == (state, anna)
    assert [str(message) for message in client.get("/poczta-pokazowa/").context["messages"]] == [told]
    client.post(f"/poczta/{mail.pk}/doszla/")
    assert [str(message) for message in client.get("/poczta-pokazowa/").context["messages"]] == [
        "Nic się nie zmieniło: stan tej wiadomości jest już inny. Sprawdź go teraz."
    ]


def test_a_decision_never_leads_to_another_site(anna: Any, client_of: Callable[[Any], Client]) -> None:
    mail = moved(put(by=anna), "in_doubt")
    response = client_of(anna).post(f"/poczta/{mail.pk}/doszla/", {"next": "https://elsewhere.example/"})
    assert response["Location"] == "/"


def test_nobody_else_sees_or_decides(anna: Any, olga: Any, client_of: Callable[[Any], Client]) -> None:
    mail, client = moved(put(by=anna), "in_doubt"), client_of(olga)
    answers = [
        client.get(f"/poczta-pokazowa/{mail.pk}/").status_code,
        client.post(f"/poczta/{mail.pk}/doszla/").status_code,
        client.post(f"/poczta/{mail.pk}/jeszcze-raz/").status_code,
    ]
    mail.refresh_from_db()
    assert (answers, mail.state) == ([404, 404, 404], "in_doubt")
    assert list(client.get("/poczta-pokazowa/").context["rows"]) == []
