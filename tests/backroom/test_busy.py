"""While one large transaction is open: others read, and who would write gets a calm page and nothing is lost."""

import json
from typing import Any

import pytest
from django.db import OperationalError, transaction

from koalicja.backroom.busy import is_busy, tried_again
from tests.backroom.conftest import Workshop

# Two real connections: one holds what the other wants to write to, and the other waits for 0.3 seconds only.
TWO = """
import html, json, re
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from koalicja.backroom.busy import CalmSessionMiddleware
from koalicja.people.models import User

user = User.objects.get_or_create(email="olga@biblioteka.example")[0]
client = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
client.force_login(user)
token = re.search('csrfmiddlewaretoken" value="([^"]+)', client.get("/wyloguj/").content.decode())[1]
other = connection.copy()
holder = other.cursor()
is_postgres = connection.vendor == "postgresql"
with connection.cursor() as cursor:
    cursor.execute("SET lock_timeout = 300" if is_postgres else "PRAGMA busy_timeout = 300")
holder.execute("BEGIN" if is_postgres else "BEGIN IMMEDIATE")
if is_postgres:
    holder.execute("LOCK TABLE backroom_notice, django_session IN EXCLUSIVE MODE")

def written(request):
    request.session["word"] = "kept"
    return HttpResponse("done")

read = client.get("/").status_code
sent = client.post("/powiadomienia/7/zamknij/", {"csrfmiddlewaretoken": token, "text": 'a "b" ż'})
request = RequestFactory(HTTP_HOST="localhost").get("/")
session = CalmSessionMiddleware(written)(request).status_code
page = sent.content.decode()
page = page[page.index("<main"):page.index("</main>")]
again = {name: html.unescape(value) for name, value in re.findall('type="hidden" name="([^"]+)" value="([^"]*)"', page)}
holder.execute("ROLLBACK")
other.close()
title = re.search("<h1>(.*?)</h1>", page)[1]
resent = client.post("/powiadomienia/7/zamknij/", again).status_code
print(json.dumps([read, sent.status_code, sent["Retry-After"], title, again.get("text"), session, resent]))
"""


@pytest.mark.slow
def test_while_another_writes_people_read_and_what_they_typed_can_be_sent_once_more(workshop: Workshop) -> None:
    told = json.loads(workshop.call("shell", "--no-imports", "-c", TWO))
    assert told == [200, 503, "60", "Właśnie zapisuje się duży plik", 'a "b" ż', 503, 302]


def test_a_database_that_is_gone_is_no_busy_one() -> None:
    assert not is_busy(OperationalError("unable to open database file"))


def test_a_lock_is_found_behind_the_errors_it_has_caused() -> None:
    error = ValueError()
    error.__context__ = OperationalError("database is locked")
    assert is_busy(error)


@pytest.mark.django_db
def test_a_broken_page_stays_a_broken_page(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise OperationalError("disk I/O error")

    monkeypatch.setattr("koalicja.desk.views.render", broken)
    with pytest.raises(OperationalError):
        client.get("/")


class Circle(Exception):
    sqlstate = "40P01"


def circle() -> OperationalError:
    error = OperationalError("deadlock detected")
    error.__cause__ = Circle()
    return error


def test_whoever_was_taken_back_out_of_a_circle_of_waiting_was_busy() -> None:
    assert is_busy(circle())


@pytest.mark.django_db(transaction=True)
def test_work_taken_back_for_anothers_sake_is_tried_once_more() -> None:
    tries: list[int] = []

    def work(fails: int) -> str:
        tries.append(fails)
        if len(tries) <= fails:
            raise circle()
        return "done"

    assert (tried_again(lambda: work(1)), tries) == ("done", [1, 1])
    tries.clear()
    with pytest.raises(OperationalError):
        tried_again(lambda: work(2))
    assert tries == [2, 2]
    tries.clear()
    assert (tried_again(lambda: work(3), pauses=(0, 0, 0)), tries) == ("done", [3, 3, 3, 3])
    tries.clear()
    with transaction.atomic(), pytest.raises(OperationalError):  # what stands around it is lost with it
        tried_again(lambda: work(1))
    assert tries == [1]
