"""Jobs, notices, sources and health; and what every page knows."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from koalicja.backroom import events, jobs
from koalicja.backroom.models import Job, Notice
from koalicja.desk import context
from koalicja.people.models import Batch, User


def page_values(user: User, path: str) -> dict[str, Any]:
    request = RequestFactory().get(path)
    request.user, request.resolver_match = User.objects.get(pk=user.pk), resolve(path)
    return context.page(request)


def ways(user: User, path: str = "/") -> list[tuple[str, bool]]:
    return [(way["label"], way["current"]) for way in page_values(user, path)["navigation"]]


def test_a_coordinator_has_five_ways_at_most_and_sees_where_she_is(anna: User, coalition: Any) -> None:
    assert ways(anna, "/spis/020102/dopisz/") == [
        ("Dziś", False),
        ("Spis", False),
        ("Dopisz nazwy", True),
        ("Wczytaj plik", False),
        ("Gminna Koalicja", False),
    ]


def test_an_operator_goes_to_her_edition_and_her_jobs(olga: User, coalition: Any) -> None:
    assert ways(olga) == [("Dziś", True), ("Runda I", False), ("Wczytaj plik", False), ("Zadania", False)]


def test_an_animator_gets_the_register_of_the_gmina_in_sight(marek: User, coalition: Any) -> None:
    assert ways(marek) == [("Dziś", True), ("Runda I", False)]
    assert ways(marek, "/spis/020102/") == [("Dziś", False), ("Spis", True), ("Runda I", False)]


def test_a_page_carries_the_label_of_the_edition_it_is_about(
    olga: User, make_edition: Any, edition: Any, karol: User
) -> None:
    from koalicja.programmes import actions

    later = make_edition("Runda II", coalition_label="lokalne partnerstwo", starts_on="2026-01-01")
    actions.appoint_operator(edition=later, user=olga, by=None)
    assert str(page_values(olga, f"/edycje/{edition.pk}/")["brand"]) == "Gminna Koalicja"
    assert str(page_values(olga, f"/edycje/{later.pk}/")["brand"]) == "lokalne partnerstwo"
    assert page_values(karol, "/")["brand"] == ""


def test_an_animators_label_is_that_of_the_coalition_not_of_another_edition_there(
    make_user: Any, coalition: Any, other_edition: Any, make_organisation: Any
) -> None:
    from koalicja.coalitions import actions
    from koalicja.programmes import actions as programmes

    ewa = make_user("Ewa")
    actions.appoint_animator(coalition=coalition, user=ewa, by=None)
    programmes.register_participation(edition=other_edition, library=make_organisation("Filia"), part="lead", by=None)
    assert str(page_values(ewa, "/")["brand"]) == "Gminna Koalicja"


def test_who_is_signed_in_is_called_by_the_job_name_she_chose(make_user: Any, anna: User) -> None:
    ewa = make_user("Ewa", ("coordinator", "gmina:020102"), job_title="dyrektorka biblioteki")
    assert page_values(ewa, "/")["signed_in"]["role"] == "dyrektorka biblioteki"
    assert page_values(anna, "/")["signed_in"]["role"] == "koordynatorka / koordynator"


def test_a_page_without_navigation_asks_the_database_nothing(anna: User, django_assert_num_queries: Any) -> None:
    request = RequestFactory().get("/")
    request.user, request.resolver_match = anna, resolve("/")
    with django_assert_num_queries(0):
        context.page(request)


def test_a_notice_is_told_once_and_closed_by_its_reader_alone(
    anna: User, marek: User, coalition: Any, client_of: Any
) -> None:
    event = events.record(
        "coalition.renamed", by=marek, subject=coalition.key, changes={"name": ["Wspólny stół", "Most"]}
    )
    events.tell(event, [anna.pk], url=coalition.get_absolute_url())
    notice = Notice.objects.get()
    told = "W tym samym czasie, Marek: Nowa nazwa: Most. Poprzednia: Wspólny stół"
    address = f"/powiadomienia/{notice.pk}/zamknij/"
    client = client_of(anna)
    assert told in client.get("/").content.decode()
    assert client_of(marek).post(address).headers["Location"] == "/"
    assert told in client.get("/").content.decode()
    assert client.post(address).headers["Location"] == coalition.get_absolute_url()
    assert told not in client.get("/").content.decode()


def test_a_notice_never_leads_to_another_site(anna: User, client_of: Any) -> None:
    events.tell(events.record("x", by=None), [anna.pk], url="https://elsewhere.example/")
    assert client_of(anna).post(f"/powiadomienia/{Notice.objects.get().pk}/zamknij/").headers["Location"] == "/"


@pytest.fixture
def work(olga: User, anna: User, edition: Any) -> list[Job]:
    make = Job.objects.create
    return [
        make(kind="a", scope=edition.key, created_by=olga, state=Job.State.RUNNING, done=5, total=10),
        make(kind="b", scope="gmina:020102", created_by=anna, state=Job.State.FAILED, error_code="worker_lost",
             error_params={"attempts": 3}),
        make(kind="c", scope="gmina:300910"),
    ]  # fmt: skip


def test_the_operator_sees_the_work_of_her_editions_and_gminas(olga: User, work: list[Job], client_of: Any) -> None:
    answer = client_of(olga).get("/operator/zadania/")
    assert [row["job"].pk for row in answer.context["rows"]] == [work[1].pk, work[0].pk]
    assert [bool(row["error"]) for row in answer.context["rows"]] == [True, False]
    assert [row["whose"] for row in answer.context["rows"]] == [
        "Bolesławiec (gmina wiejska), powiat bolesławiecki, woj. dolnośląskie",
        "Runda I",
    ]


def test_work_on_a_file_names_it_and_leads_to_it_where_the_operator_may_open_it(
    olga: User, edition: Any, client_of: Any
) -> None:
    names = {edition.key: "kraj.xlsx", "gmina:020102": "gmina.xlsx"}
    for scope, name in names.items():
        batch = Batch.objects.create(scope=scope, name=name)
        Job.objects.create(kind="a", scope=scope, arguments={"batch": batch.pk})
    page = client_of(olga).get("/operator/zadania/").content.decode()
    assert [name in page for name in names.values()] == [True, True]
    assert [f">{name}</a>" in page for name in names.values()] == [True, False]


def test_jobs_can_be_narrowed_to_a_state(olga: User, work: list[Job], client_of: Any) -> None:
    rows = client_of(olga).get("/operator/zadania/?state=failed").context["rows"]
    assert [row["job"].pk for row in rows] == [work[1].pk]


@pytest.mark.parametrize("who", ["anna", "marek", "karol"])
def test_nobody_else_has_a_list_of_jobs(who: str, request: Any, work: list[Job], client_of: Any) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.get("/operator/zadania/").status_code == 404
    assert client.post(f"/operator/zadania/{work[0].pk}/przerwij/").status_code == 404
    assert Job.objects.get(pk=work[0].pk).state == Job.State.RUNNING


def test_the_operator_stops_work_of_her_edition_only(olga: User, work: list[Job], client_of: Any) -> None:
    client = client_of(olga)
    assert client.post(f"/operator/zadania/{work[0].pk}/przerwij/").status_code == 302
    assert client.post(f"/operator/zadania/{work[2].pk}/przerwij/").status_code == 404
    assert [Job.objects.get(pk=job.pk).state for job in work] == ["cancelled", "failed", "queued"]
    assert jobs.cancel(work[0], by=olga) == "ended"


def test_the_list_of_jobs_asks_as_many_questions_for_three_as_for_one(
    olga: User, edition: Any, client_of: Any, django_assert_num_queries: Any
) -> None:
    client = client_of(olga)
    for wanted in (1, 3):
        while Job.objects.count() < wanted:
            batch = Batch.objects.create(scope=edition.key, name="kraj.xlsx")
            Job.objects.create(kind="a", scope=edition.key, created_by=olga, arguments={"batch": batch.pk})
        with django_assert_num_queries(9):
            assert len(client.get("/operator/zadania/").context["rows"]) == wanted


def test_sources_and_health_need_no_account(db: None, client: Client) -> None:
    assert "CC BY 4.0" in client.get("/zrodla/").content.decode()
    answer = client.get("/zdrowie/")
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, b"ok\n", "text/plain")


def test_health_says_when_the_database_is_gone(client: Client, monkeypatch: Any) -> None:
    from django.db import DatabaseError

    from koalicja.desk import views

    class Gone:
        def cursor(self) -> None:
            raise DatabaseError

    monkeypatch.setattr(views, "connection", Gone())
    answer = client.get("/zdrowie/")
    assert (answer.status_code, answer.content) == (503, b"no database\n")
