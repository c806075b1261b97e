"""Pages of proposals: what they say, to whom, and what their buttons do."""

import io
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from koalicja.backroom.models import Job
from koalicja.backroom.worker import run_worker
from koalicja.coalitions import actions
from koalicja.coalitions.composing.storing import read_answer, read_problem
from koalicja.coalitions.models import CompositionRun, WhyNotAnswer
from koalicja.coalitions.queries.candidates import Wishes
from koalicja.engine.composition.result import WhyNot
from tests.coalitions.registers import full_register
from tests.coalitions.stored import partial, proposal


@pytest.fixture
def register(make_organisation: Any, make_person: Any) -> Any:
    return full_register(make_organisation, make_person)


def address(name: str, run: CompositionRun) -> str:
    return reverse(f"coalitions:{name}", args=[run.coalition_id, run.number])


def page(client: Any, url: str) -> str:
    return str(client.get(url).content.decode())


def missing_from(text: str, *wanted: str) -> list[str]:
    return [line for line in wanted if line not in text]


def test_an_empty_register_leads_to_the_register(anna: Any, client_of: Any, coalition: Any) -> None:
    text = page(client_of(anna), reverse("coalitions:proposals", args=[coalition.pk]))
    assert missing_from(text, "Wpisz nazwy", 'href="/spis/020102/dopisz/"') == []
    assert "Policz propozycję" not in text


def test_a_proposal_is_asked_for_followed_and_read(anna: Any, client_of: Any, coalition: Any, register: Any) -> None:
    client = client_of(anna)
    answer = client.post(reverse("coalitions:compose", args=[coalition.pk]), {"neighbours": "on"})
    run = CompositionRun.objects.get()
    assert answer.url == run.get_absolute_url()
    waiting = page(client, answer.url)
    assert missing_from(waiting, "Propozycja się liczy", 'hx-trigger="load delay:1s"') == []
    run_worker(once=True)
    piece = client.get(answer.url, headers={"HX-Request": "true", "HX-Target": "work"})
    assert piece["HX-Refresh"] == "true"
    text = page(client, answer.url)
    wanted = [
        "<h1>Kogo zaprosić: Wspólny stół</h1>",
        "Wszystkie zasady są spełnione.",
        "Możliwe osoby i organizacje: 12.",
        "Nie wiemy, gdzie leży ta gmina",
        "OSP Olszynki",
        "Zofia Przykładowa",
        "Nie może",
        "Każda grupa ma swoje miejsca",
        "lepszego składu nie ma",
    ]
    assert missing_from(text, *wanted) == []


def test_the_best_partial_table_comes_before_whom_to_look_for(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    run = proposal(coalition, anna, partial)
    text = page(client_of(anna), run.get_absolute_url())
    assert missing_from(text, "Poszukaj 2 osób", "Brakuje: przedsiębiorcy, mieszkańcy") == []
    places = [text.index(part) for part in ('id="next-step"', 'id="members-title"', 'id="missing-title"')]
    assert places == sorted(places)


def test_an_operator_reads_without_names_of_residents_and_without_buttons(
    olga: Any, anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    run = proposal(coalition, anna)
    text = page(client_of(olga), run.get_absolute_url())
    assert missing_from(text, "Osoba w wieku: 60 i więcej lat", "OSP Olszynki") == []
    shown = [word for word in ("Zofia Przykładowa", "Nie może", "Policz jeszcze raz", "<select") if word in text]
    assert shown == []


def test_two_locks_and_an_answer_go_with_the_next_proposal(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    run = proposal(coalition, anna)
    organisations, _people = register
    must, never = organisations[5].key, organisations[6].key
    sent = {
        "parent": run.number,
        f"lock/{must}": "must",
        f"lock/{never}": "never",
        f"lock/{organisations[0].key}": "",
        f"told/willingness/{organisations[1].key}": "high",
    }
    answer = client_of(anna).post(reverse("coalitions:compose", args=[coalition.pk]), sent)
    made = CompositionRun.objects.get(number=2)
    assert (answer.url, made.parent) == (made.get_absolute_url(), run)
    by_key = {each.id: each for each in read_problem(made.inputs).candidates}
    assert {key: each.lock for key, each in by_key.items() if each.lock} == {must: "must", never: "never"}
    assert by_key[organisations[1].key].willingness == 0.8


@pytest.mark.parametrize(
    "sent",
    [{"lock/organisation:1": "perhaps"}, {"lock/somebody": "must"}, {"told/willingness/organisation:1": "0.7"}],
)
def test_what_the_page_does_not_offer_is_refused_with_a_sentence(
    sent: dict[str, str], anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    answer = client_of(anna).post(reverse("coalitions:compose", args=[coalition.pk]), sent, follow=True)
    assert "Wczytaj ją jeszcze raz i spróbuj ponownie." in answer.content.decode()
    assert CompositionRun.objects.count() == 0


def test_who_asks_while_one_is_computed_is_led_to_it(
    anna: Any, marek: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    run = actions.ask_for_proposal(coalition=coalition, by=marek, wishes=Wishes())
    client = client_of(anna)
    listed = page(client, reverse("coalitions:proposals", args=[coalition.pk]))
    assert missing_from(listed, "Właśnie liczy się propozycja.", "disabled") == []
    answer = client.post(reverse("coalitions:compose", args=[coalition.pk]), follow=True)
    assert answer.redirect_chain == [(run.get_absolute_url(), 302)]
    assert missing_from(answer.content.decode(), "Właśnie liczy się propozycja. Widać ją tutaj") == []
    assert CompositionRun.objects.count() == 1


def test_work_that_broke_off_says_so_and_may_be_asked_for_again(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    run = actions.ask_for_proposal(coalition=coalition, by=anna, wishes=Wishes())
    Job.objects.update(state=Job.State.CANCELLED)
    text = page(client_of(anna), run.get_absolute_url())
    assert missing_from(text, "Propozycja nie została policzona do końca", "Policz jeszcze raz") == []


def test_a_decline_says_who_cannot_who_joins_and_that_nothing_changes_less(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    client = client_of(anna)
    run = actions.ask_for_proposal(coalition=coalition, by=anna, wishes=Wishes())
    run_worker(once=True)
    run.refresh_from_db()
    brigade = register[0][3]
    assert brigade.key in read_answer(run.result).members
    answer = client.post(address("decline", run), {"member": brigade.key})
    run_worker(once=True)
    text = page(client, answer.url)
    assert missing_from(text, "Co się zmieniło od propozycji 1", "Nie może", "nie da się zmienić mniej") == []
    refused = client.post(address("decline", run), {"member": "organisation:0"}, follow=True).content.decode()
    assert missing_from(refused, "Wybierz kogoś z tej propozycji. Biblioteka Wiodąca zostaje przy stole.") == []


def test_why_somebody_is_not_there_is_asked_once_and_answered_on_the_page(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    client = client_of(anna)
    run = actions.ask_for_proposal(coalition=coalition, by=anna, wishes=Wishes())
    run_worker(once=True)
    run.refresh_from_db()
    members = read_answer(run.result).members
    key = next(each.id for each in read_problem(run.inputs).candidates if each.id not in members)
    for _twice in range(2):
        assert client.post(address("why_not", run), {"candidate": key}).url.endswith("#why-not")
    assert missing_from(page(client, run.get_absolute_url()), "Odpowiedź się liczy.", 'hx-select="#why-not"') == []
    run_worker(once=True)
    text = page(client, run.get_absolute_url())
    assert missing_from(text, "byłby", "Odchodzi wtedy:") == []
    assert (WhyNotAnswer.objects.count(), Job.objects.filter(kind="coalitions.why_not").count()) == (1, 1)
    refused = client.post(address("why_not", run), {"candidate": members[0]}, follow=True).content.decode()
    assert missing_from(refused, "Wybierz kogoś z listy.") == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (WhyNot("", "forbidden", None, None, (), (), ("locks.never",)), "Zaznaczono „nie tym razem”."),
        (WhyNot("", "never", None, None, (), (), ("size.max",)), "nie da się naraz spełnić zasad: miejsca przy stole"),
        (WhyNot("", "never", None, None, (), (), ()), "W takim składzie zasad nie da się spełnić."),
        (WhyNot("", "unproved", None, None, (), (), ()), "Zabrakło czasu, żeby to sprawdzić."),
    ],
)
def test_each_kind_of_answer_has_its_sentence(answer: WhyNot, said: str) -> None:
    from koalicja.coalitions.views import proposal_words

    sentence = proposal_words.why_not(answer, None, {})  # type: ignore[arg-type]  # no table is compared here
    assert missing_from(sentence, said) == []


def test_the_printed_proposal_has_two_pages_and_no_name_of_a_resident(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    run = proposal(coalition, anna)
    answer = client_of(anna).get(address("print_proposal", run))
    document = PdfReader(io.BytesIO(answer.content))
    text = " ".join("\n".join(sheet.extract_text() for sheet in document.pages).split())
    assert (answer["Content-Type"], len(document.pages)) == ("application/pdf", 2)
    assert missing_from(text, "OSP Olszynki", "Osoba w wieku") == []
    assert "Przykładow" not in text


def test_nothing_is_printed_before_the_proposal_is_ready(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    run = actions.ask_for_proposal(coalition=coalition, by=anna, wishes=Wishes())
    answer = client_of(anna).get(address("print_proposal", run), follow=True)
    assert answer.redirect_chain == [(run.get_absolute_url(), 302)]
    assert "Nie ma jeszcze czego drukować." in answer.content.decode()


def test_the_pages_ask_as_many_questions_for_three_proposals_as_for_one(
    anna: Any, client_of: Any, coalition: Any, register: Any, django_assert_num_queries: Any
) -> None:
    client = client_of(anna)
    run = proposal(coalition, anna)
    listed = reverse("coalitions:proposals", args=[coalition.pk])
    client.get(listed)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(listed)
    client.get(run.get_absolute_url())
    run = proposal(coalition, anna, parent=run)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(run.get_absolute_url())
    for _n in range(2):
        run = proposal(coalition, anna, parent=run)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(listed)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(run.get_absolute_url())


LIST_QUERIES, PAGE_QUERIES = 12, 13
