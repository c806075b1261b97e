"""The first page of each role: one step, why, one button."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koalicja.backroom.models import Job
from koalicja.coalitions.models import CompositionRun
from koalicja.desk import homes
from koalicja.people.access import roles_of
from koalicja.people.models import Batch, BatchRow, Contact, Decided, Mandate, Organisation, Person, SignInLink, User
from koalicja.programmes.models import Participation
from tests.coalitions.stored import proposal


def step_of(user: User) -> Any:
    return homes.home_of(roles_of(User.objects.get(pk=user.pk)), timezone.now()).step


def fill(make_organisation: Any, make_person: Any, code: str = "020102", without: str = "") -> None:
    """A register with all five groups, everything checked."""
    for group in ("office", "culture", "ngo", "business"):
        if group != without:
            make_organisation(f"Organizacja {group} {code}", code, group=group, class_decided=Decided.HUMAN)
    if without != "resident":
        make_person(f"Zofia Przykładowa {code}", code)


def reach_all() -> None:
    """A contact for every record."""
    for organisation in Organisation.objects.all():
        Contact.objects.create(organisation=organisation, kind="email", value="biuro@przyklad.example")
    for person in Person.objects.all():
        Contact.objects.create(person=person, kind="email", value="osoba@przyklad.example")


def make_preview(name: str, scope: str, outcome: str = "new") -> Batch:
    batch = Batch.objects.create(scope=scope, name=name, state=Batch.State.PREVIEW)
    BatchRow.objects.create(batch=batch, number=2, outcome=outcome)
    return batch


READY = "Podgląd jest gotowy: sprawdź go i przyjmij"


def make_work(scope: str, doing: str, **over: Any) -> Batch:
    """A file being worked on in the background."""
    job = Job.objects.create(**{"kind": "people.accept_batch", "scope": scope, "state": Job.State.RUNNING} | over)
    return Batch.objects.create(scope=scope, name="kraj.xlsx", state=doing, job_id=job.pk)


def test_a_stranger_reads_what_this_is_and_finds_the_doors_of_the_demo(db: None, client: Client, anna: User) -> None:
    SignInLink.objects.create(token="t-1", role="coordinator", user=anna)
    page = client.get("/").content.decode()
    assert page.count("<h1>") == 1
    assert ("/demo/t-1/" in page, "Koordynatorka Biblioteki Wiodącej" in page) == (True, True)
    assert reverse("account_request_login_code") in page


def test_outside_demo_mode_a_stranger_finds_no_doors(db: None, client: Client, anna: User, settings: Any) -> None:
    SignInLink.objects.create(token="t-1", role="coordinator", user=anna)
    settings.DEMO = False
    assert "/demo/t-1/" not in client.get("/").content.decode()


def test_somebody_without_a_role_is_told_whom_to_ask(karol: User, client_of: Any) -> None:
    page = client_of(karol).get("/").content.decode()
    assert "Nic jeszcze nie jest dla Ciebie otwarte" in page
    assert 'class="site-nav"' not in page


def test_an_empty_register_asks_for_names_first(anna: User) -> None:
    step = step_of(anna)
    assert (step.title, step.url) == (
        "Wpisz pierwsze nazwy",
        reverse("people:add_names", args=["020102"]),
    )
    assert step.other_url == reverse("people:load", args=["020102"])


def test_a_register_with_only_its_library_counts_as_empty_and_says_what_is_there(anna: User, coalition: Any) -> None:
    step = step_of(anna)
    assert step.url == reverse("people:add_names", args=["020102"])
    assert step.why.startswith("W spisie jest na razie tylko biblioteka.")


def test_suggestions_come_before_typing_when_the_register_is_empty(anna: User, make_organisation: Any) -> None:
    make_organisation("Remiza", state=Organisation.State.SUGGESTED)
    step = step_of(anna)
    assert step.url == reverse("people:suggestions", args=["020102"])
    assert step.title == "Przejrzyj 1 podpowiedź"


def test_a_preview_that_waits_comes_first_of_all(anna: User, gmina: Any) -> None:
    batch = make_preview("spis.xlsx", "gmina:020102")
    step = step_of(anna)
    assert (step.title, step.url) == (READY, reverse("people:batch", args=[batch.pk]))


def test_a_preview_that_would_change_nothing_waits_for_nobody(anna: User, gmina: Any) -> None:
    make_preview("spis.xlsx", "gmina:020102", "same")
    assert step_of(anna).title == "Wpisz pierwsze nazwy"


def test_the_preview_of_the_national_file_comes_first_for_the_operator(olga: User, coalition: Any) -> None:
    batch = make_preview("kraj.xlsx", coalition.edition.key)
    Job.objects.create(kind="x", scope="gmina:020102", state=Job.State.FAILED, finished_at=timezone.now())
    step = step_of(olga)
    assert (step.title, step.url) == (READY, reverse("people:batch", args=[batch.pk]))


@pytest.mark.parametrize(
    ("doing", "over", "progress"),
    [
        ("reading", {"state": "queued"}, "Czeka na swoją kolej"),
        ("reading", {"message_code": "opening"}, "Otwieramy plik"),
        (
            "reading",
            {"done": 5000, "total": 27_408, "message_code": "judging"},
            "Porównujemy ze spisem: wiersz 5000 z 27\N{NO-BREAK SPACE}408",
        ),
        (
            "accepting",
            {"done": 12_000, "total": 23_147, "message_code": "saving_rows"},
            "Krok 2 z 2: zapisujemy 12\N{NO-BREAK SPACE}000 z 23\N{NO-BREAK SPACE}147 (wszystko albo nic)",
        ),
    ],
)
def test_a_file_at_work_says_how_far_it_is(
    doing: str, over: dict[str, Any], progress: str, olga: User, coalition: Any
) -> None:
    make_preview("inny.xlsx", coalition.edition.key)
    batch = make_work(coalition.edition.key, doing, created_by=olga, **over)
    step, address = step_of(olga), reverse("people:batch", args=[batch.pk])
    assert (step.title, step.url, step.work.progress) == ("Zapisujemy plik w spisie", address, progress)
    assert step.why.startswith("Plik: kraj.xlsx.")
    client = Client()
    client.force_login(olga)
    page = client.get("/").content.decode()
    live = f'hx-get="{step.work.job.get_absolute_url()}"'
    assert (live in page, live in client.get(address).content.decode()) == (True, True)


def test_a_file_that_somebody_else_works_on_says_how_far_it_is(olga: User, coalition: Any, client_of: Any) -> None:
    make_work(coalition.edition.key, "reading", state="queued")
    page = client_of(olga).get("/").content.decode()
    assert ('<p class="work-count">Czeka na swoją kolej</p>' in page, "hx-get" in page) == (True, False)


def test_the_coordinators_own_file_at_work_comes_first(anna: User, gmina: Any) -> None:
    make_preview("inny.xlsx", "gmina:020102")
    batch = make_work("gmina:020102", "reading", done=2000, total=4000)
    step = step_of(anna)
    assert (step.work.progress, step.url) == ("Zrobiono: 2000 z 4000", reverse("people:batch", args=[batch.pk]))


def test_a_file_whose_work_failed_says_why(olga: User, coalition: Any) -> None:
    over = {"state": "failed", "error_code": "trouble", "error_params": {"attempts": 3}}
    batch = make_work(coalition.edition.key, "accepting", **over)
    step = step_of(olga)
    assert (step.title, step.url) == (
        "Praca nad plikiem się urwała: kraj.xlsx",
        reverse("people:batch", args=[batch.pk]),
    )
    assert step.why.startswith("Serwer nie mógł połączyć się ze swoją bazą danych (liczba prób: 3).")


def test_a_file_whose_work_was_stopped_waits_for_nobody(anna: User, gmina: Any) -> None:
    make_work("gmina:020102", "reading", state="cancelled")
    assert step_of(anna).title == "Wpisz pierwsze nazwy"


def test_a_file_at_work_costs_one_question_more(
    olga: User, coalition: Any, client_of: Any, django_assert_num_queries: Any
) -> None:
    client = client_of(olga)
    make_work(coalition.edition.key, "reading", state="queued")
    with django_assert_num_queries(OPERATOR_QUERIES + 1):
        client.get("/")


def test_missing_groups_are_named(anna: User, make_organisation: Any, make_person: Any) -> None:
    fill(make_organisation, make_person, without="business")
    assert step_of(anna).title == "Kogo brakuje: przedsiębiorcy"


def test_somebody_who_speaks_for_an_organisation_is_no_resident(
    anna: User, make_organisation: Any, make_person: Any
) -> None:
    fill(make_organisation, make_person)
    Mandate.objects.create(organisation=Organisation.objects.first(), person=Person.objects.get())
    assert step_of(anna).title == "Kogo brakuje: mieszkańcy"


def test_guessed_groups_wait_for_a_check(anna: User, make_organisation: Any, make_person: Any) -> None:
    fill(make_organisation, make_person)
    make_organisation("Zgadnięta", group="ngo", class_decided=Decided.GUESS)
    step = step_of(anna)
    assert (step.title, step.url) == ("Sprawdź grupę 1 organizacji", reverse("people:check_classes", args=["020102"]))


def test_a_good_register_without_a_coalition_asks_for_a_name(
    anna: User, edition: Any, make_organisation: Any, make_person: Any
) -> None:
    fill(make_organisation, make_person)
    library = make_organisation("Biblioteka", group="culture", class_decided=Decided.HUMAN)
    lead = Participation.objects.create(edition=edition, library=library, gmina_id="020102", part="lead")
    assert step_of(anna).url == reverse("coalitions:create", args=[lead.pk])


def test_when_nothing_waits_the_page_is_calm(anna: User, make_organisation: Any, make_person: Any) -> None:
    fill(make_organisation, make_person)
    assert step_of(anna).title == "5 wpisów bez kontaktu"
    reach_all()
    step = step_of(anna)
    assert (step.calm, step.title) == (True, "W spisie jest ktoś z każdej z pięciu grup")


@pytest.fixture
def asked(anna: User, coalition: Any, make_organisation: Any, make_person: Any) -> Callable[..., CompositionRun]:
    """A proposal in a good register, whose work is in some state."""
    fill(make_organisation, make_person)
    reach_all()
    Organisation.objects.update(class_decided=Decided.HUMAN)

    def build(number: int = 1, **over: Any) -> CompositionRun:
        job = Job.objects.create(kind="coalitions.compose", state=over.pop("job", Job.State.DONE))
        return proposal(coalition, anna, number=number, job=job, **over)

    return build


AT_WORK = {"state": "at_work", "result": None}
PROPOSAL_STEPS = [
    (
        {**AT_WORK, "job": Job.State.QUEUED},
        ("Propozycja 1 się liczy: Wspólny stół", "Zobacz, ile już zrobiono", False),
    ),
    (
        {**AT_WORK, "job": Job.State.RUNNING},
        ("Propozycja 1 się liczy: Wspólny stół", "Zobacz, ile już zrobiono", False),
    ),
    (
        {**AT_WORK, "job": Job.State.FAILED},
        ("Propozycja 1 nie została policzona: Wspólny stół", "Zobacz, co się stało", False),
    ),
    (
        {**AT_WORK, "job": Job.State.CANCELLED},
        ("Propozycja 1 nie została policzona: Wspólny stół", "Zobacz, co się stało", False),
    ),
    ({}, ("Propozycja 1 jest gotowa: Wspólny stół", "Otwórz propozycję", True)),
]


@pytest.mark.parametrize(("over", "said"), PROPOSAL_STEPS)
def test_home_says_how_it_is_with_the_newest_proposal(
    over: dict[str, Any], said: tuple[str, str, bool], anna: User, asked: Any, client_of: Any
) -> None:
    run = asked(**over)
    step = step_of(anna)
    assert (step.title, step.label, step.calm, step.url) == (*said, run.get_absolute_url())
    page = client_of(anna).get("/").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert [words for words in (said[0], said[1], step.why) if words not in page] == []


@pytest.mark.parametrize("state", [Job.State.RUNNING, Job.State.FAILED])
def test_the_animator_reads_of_a_proposal_on_its_way_too(state: str, marek: User, asked: Any) -> None:
    run = asked(**AT_WORK, job=state)
    assert step_of(marek).url == run.get_absolute_url()


def test_a_proposal_that_is_ready_stands_beside_its_coalition_while_the_register_waits_for_more(
    anna: User, asked: Any, client_of: Any, make_organisation: Any
) -> None:
    run = asked()
    make_organisation("Remiza")
    page = client_of(anna).get("/").content.decode()
    assert f'<a href="{run.get_absolute_url()}">propozycja 1 jest gotowa</a>' in page
    assert step_of(anna).url != run.get_absolute_url()


def test_an_older_proposal_that_broke_off_is_over_when_a_newer_one_is_ready(anna: User, asked: Any) -> None:
    asked(1, state="broken", result=None, job=Job.State.FAILED)
    asked(2)
    assert step_of(anna).title == "Propozycja 2 jest gotowa: Wspólny stół"


def test_proposals_cost_home_no_question_more(
    anna: User, marek: User, asked: Any, client_of: Any, django_assert_num_queries: Any
) -> None:
    counts = ((anna, COORDINATOR_QUERIES), (marek, ANIMATOR_QUERIES))
    for number, over in enumerate(({}, {}, {**AT_WORK, "job": Job.State.RUNNING}), start=1):
        asked(number, **over)
        for user, most in counts:
            client = client_of(user)
            with django_assert_num_queries(most):
                client.get("/")


def test_an_animator_sees_first_the_coalition_that_needs_help(
    marek: User, make_coalition: Any, make_organisation: Any, make_person: Any, edition: Any
) -> None:
    from koalicja.coalitions import actions

    fill(make_organisation, make_person, without="office")
    fill(make_organisation, make_person, "300910")
    for name, code in (("Ławeczka", "300910"), ("Most", "101801")):
        actions.appoint_animator(coalition=make_coalition(name, code), user=marek, by=None)
    Organisation.objects.update(class_decided=Decided.HUMAN)
    home = homes.home_of(roles_of(User.objects.get(pk=marek.pk)), timezone.now())
    assert [(row.coalition.name, row.register.need) for row in home.coalitions] == [
        ("Most", "empty"),
        ("Wspólny stół", "groups"),
        ("Ławeczka", "well"),
    ]
    assert home.step is not None
    assert home.step.title == f"Najpierw pomóż: Most (gmina: {home.coalitions[0].register.gmina.name})"
    assert home.step.why.startswith("W spisie jest na razie tylko biblioteka.")


def test_the_animator_reads_the_same_number_as_the_register_shows(
    marek: User, coalition: Any, make_organisation: Any, client_of: Any
) -> None:
    make_organisation("Remiza")
    client = client_of(marek)
    shown = client.get("/spis/020102/").context["found"].counts.total
    assert (shown, f"</a> ({shown})" in client.get("/").content.decode()) == (2, True)


def test_an_operator_of_an_empty_edition_adds_libraries(oskar: User, other_edition: Any) -> None:
    assert step_of(oskar).url == reverse("programmes:register_participation", args=[other_edition.pk])


def test_an_operator_loads_one_file_while_registers_are_empty(olga: User, coalition: Any) -> None:
    step = step_of(olga)
    assert step.url == reverse("people:load_edition", args=[coalition.edition_id])
    assert step.why.startswith("Puste spisy: 1 z 1.")


def test_after_the_file_an_operator_names_coordinators_and_then_calls(olga: User, anna: User, coalition: Any) -> None:
    from koalicja.programmes import actions

    Batch.objects.create(scope=coalition.edition.key, name="kraj.xlsx", state=Batch.State.ACCEPTED)
    assert step_of(olga).title == "Wskaż, kto koordynuje: Runda I"
    actions.appoint_coordinator(participation=coalition.participation, user=anna, by=olga)
    assert step_of(olga).title == "Zobacz, kto jeszcze nie zaczął: Runda I"


def test_failed_work_comes_first_for_the_operator(olga: User, coalition: Any) -> None:
    Job.objects.create(kind="x", scope="gmina:020102", state=Job.State.FAILED, finished_at=timezone.now())
    Job.objects.create(kind="x", scope="gmina:300910", state=Job.State.FAILED, finished_at=timezone.now())
    step = step_of(olga)
    assert (step.title, step.url) == ("Zobacz, dlaczego nie udało się 1 zadanie", "/operator/zadania/?state=failed")


@pytest.mark.parametrize("who", ["anna", "marek", "olga", "karol"])
def test_every_home_page_opens_with_one_heading(who: str, request: Any, client_of: Any, coalition: Any) -> None:
    answer = client_of(request.getfixturevalue(who)).get("/")
    page = answer.content.decode()
    assert (answer.status_code, page.count("<h1>"), page.count('id="next-step-title"')) == (200, 1, int(who != "karol"))


def test_home_asks_as_many_questions_for_three_coalitions_as_for_one(
    marek: User, make_coalition: Any, client_of: Any, django_assert_num_queries: Any
) -> None:
    from koalicja.coalitions import actions

    client = client_of(marek)
    with django_assert_num_queries(ANIMATOR_QUERIES):
        client.get("/")
    for code in ("300910", "101801"):
        actions.appoint_animator(coalition=make_coalition(f"Stół {code}", code), user=marek, by=None)
    with django_assert_num_queries(ANIMATOR_QUERIES):
        client.get("/")


def test_home_asks_as_many_questions_for_three_gminas_as_for_one(
    anna: User, make_coalition: Any, make_gmina: Any, client_of: Any, django_assert_num_queries: Any
) -> None:
    from koalicja.programmes import actions

    client = client_of(anna)
    rows = [make_coalition(f"Stół {code}", code).participation for code in ("020102", "300910", "101801")]
    with django_assert_num_queries(COORDINATOR_QUERIES):
        client.get("/")
    for row in rows[1:]:
        actions.appoint_coordinator(participation=row, user=anna, by=None)
    with django_assert_num_queries(COORDINATOR_QUERIES):
        client.get("/")


def test_home_asks_as_many_questions_for_three_editions_as_for_one(
    olga: User, make_edition: Any, coalition: Any, client_of: Any, django_assert_num_queries: Any
) -> None:
    from koalicja.programmes import actions

    client = client_of(olga)
    with django_assert_num_queries(OPERATOR_QUERIES):
        client.get("/")
    for name in ("Runda II", "Runda III"):
        actions.appoint_operator(edition=make_edition(name), user=olga, by=None)
    with django_assert_num_queries(OPERATOR_QUERIES):
        client.get("/")


ANIMATOR_QUERIES, COORDINATOR_QUERIES, OPERATOR_QUERIES = 14, 15, 12
