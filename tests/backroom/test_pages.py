"""The page of one piece of background work: for whoever started it, in every state."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from koalicja.backroom import jobs, leases
from koalicja.backroom.context import JobContext
from koalicja.backroom.models import Job
from koalicja.backroom.worker import run_worker

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def job_of(user: Any, kind: str = "trial.steps", **arguments: Any) -> Job:
    return jobs.enqueue(kind, by=user, **({"count": 2} if kind == "trial.steps" else {}) | arguments)


def running(user: Any) -> Job:
    job_of(user)
    job = leases.claim()
    assert job is not None
    JobContext(job).progress(1200, 27_408, "rows")
    return job


def text_of(response: Any) -> str:
    """The words of the main part of a page."""
    main = re.sub(r"(?s).*<main|</main>.*", "", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_progress_is_shown_in_words_and_as_a_bar(anna: Any, client_of: Callable[[Any], Client]) -> None:
    job = running(anna)
    response = client_of(anna).get(f"/zadania-w-tle/{job.pk}/")
    page = response.content.decode()
    assert '<progress aria-labelledby="work-label" aria-describedby="work-progress" value="1200" max="27408">' in page
    assert '<p class="work-count" id="work-progress">1200 of 27\N{NO-BREAK SPACE}408 rows</p>' in page
    assert f'action="/zadania-w-tle/{job.pk}/przerwij/"' in page
    assert f'<a class="btn btn-secondary" href="/zadania-w-tle/{job.pk}/">Sprawdź ponownie</a>' in page


def test_a_waiting_page_is_given_only_the_progress(anna: Any, client_of: Callable[[Any], Client]) -> None:
    job = running(anna)
    response = client_of(anna).get(f"/zadania-w-tle/{job.pk}/", headers=HTMX)
    page = response.content.decode().strip()
    assert page.startswith('<section class="work" id="work" hx-get=')
    assert "<html" not in page


def test_a_waiting_page_is_led_on_to_the_result(anna: Any, client_of: Callable[[Any], Client]) -> None:
    job = job_of(anna)
    run_worker(once=True)
    assert client_of(anna).get(f"/zadania-w-tle/{job.pk}/", headers=HTMX)["HX-Redirect"] == "/gotowe/"


def test_a_waiting_page_of_a_failed_job_is_led_to_the_reason(anna: Any, client_of: Callable[[Any], Client]) -> None:
    job = job_of(anna, "trial.refuse")
    run_worker(once=True)
    response = client_of(anna).get(f"/zadania-w-tle/{job.pk}/", headers=HTMX)
    assert response["HX-Redirect"] == f"/zadania-w-tle/{job.pk}/"


def test_another_page_that_shows_work_is_read_anew_when_it_ends(anna: Any, client_of: Callable[[Any], Client]) -> None:
    job, client = job_of(anna), client_of(anna)
    run_worker(once=True)
    at = {"HX-Request": "true", "HX-Current-URL": "http://localhost/"}
    answer = client.get(f"/zadania-w-tle/{job.pk}/", headers=at)
    assert (answer["HX-Refresh"], answer.has_header("HX-Redirect")) == ("true", False)
    at["HX-Current-URL"] = f"http://localhost/zadania-w-tle/{job.pk}/"
    assert client.get(f"/zadania-w-tle/{job.pk}/", headers=at)["HX-Redirect"] == "/gotowe/"


def test_stopped_work_leads_back_to_where_it_was_begun(anna: Any, client_of: Callable[[Any], Client]) -> None:
    job, client = job_of(anna, begun_at="/pliki/7/"), client_of(anna)
    assert client.post(f"/zadania-w-tle/{job.pk}/przerwij/")["Location"] == "/pliki/7/"
    assert client.get(f"/zadania-w-tle/{job.pk}/", headers=HTMX)["HX-Redirect"] == "/pliki/7/"
    page = client.get(f"/zadania-w-tle/{job.pk}/").content.decode()
    assert 'href="/pliki/7/">Wróć tam, gdzie się zaczęła</a>' in page


def test_a_finished_job_links_to_its_result(anna: Any, client_of: Callable[[Any], Client]) -> None:
    job = job_of(anna)
    run_worker(once=True)
    response = client_of(anna).get(f"/zadania-w-tle/{job.pk}/")
    assert '<a class="btn btn-primary" href="/gotowe/">Zobacz wynik</a>' in response.content.decode()


def test_a_failed_job_says_what_and_why(anna: Any, client_of: Callable[[Any], Client]) -> None:
    job = job_of(anna, "trial.refuse")
    run_worker(once=True)
    words = text_of(client_of(anna).get(f"/zadania-w-tle/{job.pk}/"))
    assert "Nie udało się Too many rows: 200 000." in words.replace("\N{NO-BREAK SPACE}", " ")


def test_a_job_begun_again_says_so(anna: Any, client_of: Callable[[Any], Client]) -> None:
    job = running(anna)
    Job.objects.filter(pk=job.pk).update(attempts=2)
    words = text_of(client_of(anna).get(f"/zadania-w-tle/{job.pk}/"))
    assert "Praca urwała się i zaczęła od początku. Nic nie zostanie zrobione dwa razy." in words


def test_stopping_a_job_shows_that_it_was_stopped(anna: Any, client_of: Callable[[Any], Client]) -> None:
    job = running(anna)
    response = client_of(anna).post(f"/zadania-w-tle/{job.pk}/przerwij/", follow=True)
    assert response.redirect_chain == [(f"/zadania-w-tle/{job.pk}/", 302)]
    assert "Przerwano pracę" in text_of(response)
    job.refresh_from_db()
    assert (job.state, job.cancelled_by) == ("cancelled", anna)


def test_stopping_an_ended_job_changes_nothing(anna: Any, client_of: Callable[[Any], Client]) -> None:
    job = job_of(anna)
    run_worker(once=True)
    client_of(anna).post(f"/zadania-w-tle/{job.pk}/przerwij/")
    job.refresh_from_db()
    assert (job.state, job.cancelled_by) == ("done", None)


def test_nobody_elses_job_can_be_seen_or_stopped(anna: Any, basia: Any, client_of: Callable[[Any], Client]) -> None:
    job = running(anna)
    assert client_of(basia).get(f"/zadania-w-tle/{job.pk}/").status_code == 404
    assert client_of(basia).post(f"/zadania-w-tle/{job.pk}/przerwij/").status_code == 404
    assert Client().get(f"/zadania-w-tle/{job.pk}/").status_code == 302
    job.refresh_from_db()
    assert job.state == "running"


def test_a_page_asks_the_database_as_often_for_one_job_as_for_many(
    anna: Any, client_of: Callable[[Any], Client], django_assert_num_queries: Callable[..., Any]
) -> None:
    client, job = client_of(anna), running(anna)
    url = f"/zadania-w-tle/{job.pk}/"
    client.get(url)
    with django_assert_num_queries(3):  # session, user, job
        client.get(url, headers=HTMX)
