"""Who is told what to do next on a proposal's page: those who only look on, an empty register, after broken work."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from koalicja.backroom import leases
from koalicja.backroom.models import Job
from koalicja.backroom.worker import run_worker
from koalicja.coalitions import actions
from koalicja.coalitions.composing.storing import read_answer, read_problem
from koalicja.coalitions.models import CompositionRun, WhyNotAnswer
from koalicja.coalitions.queries.candidates import Wishes
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Composition
from koalicja.people.models import Organisation
from tests.coalitions.registers import full_register
from tests.coalitions.stored import composition, partial, proposal


@pytest.fixture
def register(make_organisation: Any, make_person: Any) -> Any:
    return full_register(make_organisation, make_person)


def unknown(problem: Problem) -> Composition:
    """Neither found nor excluded."""
    nothing: dict[str, Any] = {"objective": None, "bound": None, "gap": None, "members": (), "reasons": {}, "rules": ()}
    lists: dict[str, Any] = {"alternatives": (), "tradeoff": (), "never_proposed": (), "questions": ()}
    return replace(composition(problem), status="unknown", **nothing, **lists)


def address(name: str, run: CompositionRun) -> str:
    return reverse(f"coalitions:{name}", args=[run.coalition_id, run.number])


LOOKS_ON = [
    (composition, "Przeczytaj propozycję przed rozmową z biblioteką", "print"),
    (partial, "Porozmawiaj z biblioteką o tym, kogo brakuje", "#missing"),
    (unknown, "Zapytaj bibliotekę, którą zasadę można poluzować", ""),
]


@pytest.mark.parametrize(("answer", "title", "leads_to"), LOOKS_ON)
def test_an_operator_is_told_what_she_can_do_who_only_looks_on(
    answer: Any, title: str, leads_to: str, request: pytest.FixtureRequest, register: Any
) -> None:
    get = request.getfixturevalue
    run = proposal(get("coalition"), get("anna"), answer)
    seen = get("client_of")(get("olga")).get(run.get_absolute_url())
    step = seen.context["step"]
    assert (step["title"], step.get("url", "")) == (
        title,
        address("print_proposal", run) if leads_to == "print" else leads_to,
    )
    main = re.search(r"<main.*</main>", seen.content.decode(), re.DOTALL)
    assert main is not None
    assert re.findall(r"<form[^>]*>", main[0]) == []


def test_an_operator_may_print_and_nothing_else(
    anna: Any, olga: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    run, client = proposal(coalition, anna), client_of(olga)
    assert client.get(address("print_proposal", run))["Content-Type"] == "application/pdf"
    sent = {"member": register[0][3].key, "candidate": register[1][0].key}
    addresses = [reverse("coalitions:compose", args=[coalition.pk]), address("decline", run), address("why_not", run)]
    assert [client.post(url, sent).status_code for url in addresses] == [403] * 3
    assert (CompositionRun.objects.count(), WhyNotAnswer.objects.count(), Job.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize("state", [Job.State.RUNNING, Job.State.FAILED])
def test_an_operator_sees_work_on_its_way_and_broken_work_without_buttons(
    state: str, anna: Any, olga: Any, client_of: Any, coalition: Any
) -> None:
    run = actions.ask_for_proposal(coalition=coalition, by=anna, wishes=Wishes())
    Job.objects.update(state=state)
    page = client_of(olga).get(run.get_absolute_url()).content.decode()
    said = {
        "running": "Propozycja się liczy",
        "failed": "Policzyć jeszcze raz mogą osoba koordynująca i osoba animująca.",
    }
    assert (said[state] in page.replace("\N{NO-BREAK SPACE}", " "), "Policz jeszcze raz" in page) == (True, False)


def test_a_proposal_of_a_register_with_its_library_only_leads_to_typing_names(
    anna: Any, client_of: Any, coalition: Any
) -> None:
    step = client_of(anna).get(proposal(coalition, anna, partial).get_absolute_url()).context["step"]
    assert (step["title"], step["url"]) == ("Wpisz nazwy", reverse("people:add_names", args=["020102"]))
    assert client_of(anna).get(step["url"]).status_code == 200


def killed(job: Job) -> None:
    """Every worker that takes the job is killed before it ends: none renews its lease."""
    for _attempt in range(job.max_attempts):
        assert leases.claim(job.pk) is not None
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert leases.claim(job.pk) is None


def test_a_question_whose_workers_were_killed_says_so_and_is_asked_again_with_one_button(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    client = client_of(anna)
    run = actions.ask_for_proposal(coalition=coalition, by=anna, wishes=Wishes())
    run_worker(once=True)
    run.refresh_from_db()
    members = read_answer(run.result).members
    key = next(each.id for each in read_problem(run.inputs).candidates if each.id not in members)
    client.post(address("why_not", run), {"candidate": key})
    first = WhyNotAnswer.objects.get().job
    assert first is not None
    killed(first)
    broken = client.get(run.get_absolute_url())
    assert [(row["is_open"], row["is_broken"], row["text"]) for row in broken.context["asked"]] == [
        (False, True, "Praca się przerwała. Zapytaj jeszcze raz.")
    ]
    button = f'form="why-not-again" name="candidate" value="{key}"'
    assert (button in broken.content.decode(), 'id="why-not-again"' in broken.content.decode()) == (True, True)
    assert client.post(address("why_not", run), {"candidate": key}).url.endswith("#why-not")
    asked = WhyNotAnswer.objects.get()
    assert asked.job is not None
    assert (asked.job.pk != first.pk, asked.job.state) == (True, Job.State.QUEUED)
    run_worker(once=True)
    answered = client.get(run.get_absolute_url())
    assert [(row["is_open"], row["is_broken"]) for row in answered.context["asked"]] == [(False, False)]
    assert button not in answered.content.decode()


def test_a_proposal_whose_workers_were_killed_says_so_and_is_computed_again_with_one_button(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    client = client_of(anna)
    run = actions.ask_for_proposal(coalition=coalition, by=anna, wishes=Wishes())
    assert run.job is not None
    killed(run.job)
    page = client.get(run.get_absolute_url()).content.decode()
    assert [
        words for words in ("Propozycja nie została policzona do końca", "Policz jeszcze raz") if words not in page
    ] == []
    again = client.post(reverse("coalitions:compose", args=[coalition.pk]), {"parent": run.number})
    run_worker(once=True)
    made = CompositionRun.objects.get(number=2)
    assert (again.url, made.is_ready) == (made.get_absolute_url(), True)


def test_where_most_is_unknown_the_questions_are_the_next_step_and_stand_first(
    anna: Any, olga: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    weighed = proposal(coalition, anna)
    assert client_of(anna).get(weighed.get_absolute_url()).context["step"]["title"].startswith("Porozmawiaj")
    Organisation.objects.update(village="")
    run = proposal(coalition, anna)
    seen = client_of(anna).get(run.get_absolute_url())
    step, text = seen.context["step"], seen.content.decode()
    assert (step["title"], step["url"], step["other_url"]) == (
        "Najpierw zapytaj o 1 rzecz",
        "#questions",
        address("print_proposal", run),
    )
    places = [text.index(each) for each in ('id="questions"', 'id="groups-title"')]
    assert (places == sorted(places), text.count('id="questions"')) == (True, 1)
    looks_on = client_of(olga).get(run.get_absolute_url()).context["step"]["title"]
    assert looks_on == "Przeczytaj propozycję przed rozmową z biblioteką"
