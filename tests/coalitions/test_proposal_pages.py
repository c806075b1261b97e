"""Pages of proposals: what they say, to whom, and what their buttons do."""

import io
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse
from pypdf import PdfReader

from koalicja.backroom.models import Job
from koalicja.backroom.worker import run_worker
from koalicja.coalitions import actions
from koalicja.coalitions.composing.storing import read_answer, read_problem
from koalicja.coalitions.models import CompositionRun, WhyNotAnswer
from koalicja.coalitions.queries.candidates import Wishes
from koalicja.coalitions.queries.runs import shown
from koalicja.coalitions.views import proposal_others, proposal_page, proposal_seats
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import (
    Advice,
    Alternative,
    Assumption,
    Composition,
    Question,
    Reason,
    RuleRow,
    SizeValue,
    WhyNot,
)
from koalicja.people.models import Person
from tests.coalitions.registers import full_register
from tests.coalitions.stored import composition, partial, proposal
from tests.paper.reading import page_texts


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
        "Osoby i organizacje do wyboru: 12.",
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


def test_the_seats_stand_by_groups_with_those_without_a_substitute_first(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    club, brigade = register[0][5].key, register[0][3].key

    def answer(problem: Any) -> Any:
        reasons = {each.id: (Reason("knows", {"count": 1}),) for each in problem.candidates}
        return composition(problem, reasons=reasons | {club: (Reason("irreplaceable"),)})

    run = proposal(coalition, anna, answer)
    found = shown(run, with_people=True)
    assert found.answer is not None
    groups = proposal_seats.seat_groups(proposal_seats.members(found, found.answer), found.problem)
    assert [(each.group, each.count) for each in groups] == [
        ("office", "1 miejsce"),
        ("culture", "3 miejsca"),
        ("ngo", "3 miejsca"),
        ("business", "2 miejsca"),
        ("resident", "2 miejsca"),
    ]
    assert [row.pk for row in groups[2].rows][::2] == [club, brigade]
    assert [row.is_library for row in groups[1].rows] == [True, False, False]
    text = page(client_of(anna), run.get_absolute_url())
    assert text.count('scope="rowgroup"') == 5


def test_a_library_that_does_not_count_is_named_in_the_head_of_its_group(
    anna: Any, coalition: Any, register: Any
) -> None:
    found = shown(proposal(coalition, anna), with_people=True)
    assert found.answer is not None
    problem = replace(found.problem, library_counts=False)
    groups = proposal_seats.seat_groups(proposal_seats.members(found, found.answer), problem)
    assert groups[1].count == "3 miejsca, Biblioteka Wiodąca nie liczy się do minimum"


def test_who_could_sit_there_instead_stands_below_the_other_reasons(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    brigade, club = register[0][3], register[0][5]

    def answer(problem: Any) -> Any:
        reasons = {each.id: (Reason("knows", {"count": 1}),) for each in problem.candidates}
        exchange = Reason("exchangeable", {"ids": (club.key,)})
        return composition(problem, reasons=reasons | {brigade.key: (Reason("knows", {"count": 2}), exchange)})

    text = page(client_of(anna), proposal(coalition, anna, answer).get_absolute_url())
    assert missing_from(text, "zna 2 osoby ze składu", "równie dobrze: Klub Sportowy Orzeł") == []
    assert text.count("równie dobrze") == 1


@pytest.mark.parametrize(
    ("with_people", "told"),
    [
        (
            True,
            (
                "równie dobrze: Zofia Przykładowa i jeszcze 5",
                "Zofia Przykładowa, Halina Przykładowa, Jan Przykładowy, KGW Wola, Maria Przykładowa, "
                "Klub Sportowy Orzeł",
            ),
        ),
        (
            False,
            (
                "równie dobrze: KGW Wola i jeszcze 5",
                "KGW Wola, Osoba w wieku: 13–19 lat, Osoba w wieku: 60 lat i więcej (3), Klub Sportowy Orzeł",
            ),
        ),
    ],
)
def test_all_who_could_sit_there_instead_are_named_where_one_line_has_no_room(
    *, with_people: bool, told: tuple[str, str], anna: Any, coalition: Any, register: Any, make_person: Any
) -> None:
    brigade = register[0][3]
    same = [make_person(name, age_band="60+") for name in ("Halina Przykładowa", "Maria Przykładowa")]

    def answer(problem: Any) -> Any:
        keys = tuple(each.key for each in (*register[0][4:6], *register[1][:2], *same))
        return composition(problem, reasons={brigade.key: (Reason("exchangeable", {"ids": keys}),)})

    found = shown(proposal(coalition, anna, answer), with_people=with_people)
    assert found.answer is not None
    row = next(each for each in proposal_seats.members(found, found.answer) if each.pk == brigade.key)
    assert (row.instead, row.instead_all) == told


def test_what_changed_says_whether_neighbours_were_looked_at(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    asked = {"asked": True, "is_placed": True, "gminas": 1, "organisations": 4, "left_out": 0}
    for around in ({}, asked, asked, {}, asked | {"is_placed": False}):
        proposal(coalition, anna, around=around)
    told = [
        client_of(anna).get(run.get_absolute_url()).context["around_changed"]
        for run in coalition.runs.order_by("number")
    ]
    assert told == [
        "",
        "Tym razem uwzględniliśmy też organizacje z sąsiednich gmin.",
        "",
        "Tym razem nie uwzględniliśmy organizacji z sąsiednich gmin.",
        "",
    ]
    second = page(client_of(anna), coalition.runs.get(number=2).get_absolute_url())
    assert second.count(f"<p>{told[1]}</p>") == 1


def test_another_number_of_seats_stands_on_the_card_of_the_table(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    def answer(problem: Any) -> Any:
        keys = tuple(each.id for each in problem.candidates)
        tables = (Alternative(keys, 2.9, 0.4), Alternative(keys[1:], 2.9, 0.4))
        return composition(problem, alternatives=tables)

    text = page(client_of(anna), proposal(coalition, anna, answer).get_absolute_url())
    cards = [each.split("</p>")[0] for each in text.split('<li class="card">')[1:]]
    assert [card.rpartition(">")[2] for card in cards] == [
        "12 miejsc zamiast 11, zmiana 1 miejsca, trochę słabszy",
        "zmiana 1 miejsca, trochę słabszy",
    ]


def test_after_a_refusal_nothing_is_said_of_other_tables_that_nobody_looked_for(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    def answer(problem: Any) -> Any:
        nothing: dict[str, Any] = {"alternatives": (), "alternatives_complete": False, "tradeoff": ()}
        return composition(problem, status="feasible", bound=None, gap=None, **nothing)

    client = client_of(anna)
    for changes_least in (None, True, False):
        run = proposal(coalition, anna, answer, changes_least=changes_least)
        others = page(client, run.get_absolute_url()).split('id="others"')[1].split("</section>")[0]
        paper = " ".join(page_texts(client.get(address("print_proposal", run)).content))
        is_said = (NOT_SEARCHED in others, 'form="again"' in others, NOT_SEARCHED in paper)
        assert is_said == (changes_least is not None,) * 3
        assert ("W podanym czasie nie znaleźliśmy więcej" in others + paper) is (changes_least is None)


NOT_SEARCHED = "Po odmowie szukamy tylko najmniejszej zmiany. Inne dobre składy pokaże nowe policzenie."


def test_all_tables_stand_side_by_side_with_what_differs(anna: Any, coalition: Any, register: Any) -> None:
    found = shown(proposal(coalition, anna), with_people=True)
    assert found.answer is not None
    beside = proposal_others.comparison(found, found.answer)
    assert [each["label"] for each in beside["columns"]] == ["", "A (proponowany)", "B"]
    told = {row["label"]: [(cell["value"], cell["differs"]) for cell in row["cells"]] for row in beside["rows"]}
    assert list(told) == [
        "miejsca",
        "urząd gminy",
        "oświata i kultura",
        "organizacje społeczne",
        "przedsiębiorcy",
        "mieszkańcy",
        "mieszkańcy: 13–19 lat",
        "mieszkańcy: 35–59 lat",
        "mieszkańcy: 60 lat i więcej",
        "miejscowości, z których ktoś jest",
    ]
    assert (told["miejsca"], told["mieszkańcy: 35–59 lat"]) == (
        [("11", False), ("11", False)],
        [("0", False), ("1", True)],
    )


def test_an_alternative_says_which_ages_and_villages_it_gains_and_loses_or_that_nothing_differs(
    anna: Any, client_of: Any, coalition: Any, register: Any, make_person: Any
) -> None:
    organisations, (zofia, jan, ewa) = register
    halina = make_person("Halina Przykładowa", age_band="60+", village="Wola")
    make_person("Adam Przykładowy", age_band="20-34", village="Stary Las")
    everyone = [each.key for each in (*organisations, zofia, jan, ewa)]

    def answer(problem: Problem) -> Composition:
        last = max(each.id for each in problem.candidates if each.id.startswith("person:"))
        young = [key for key in everyone if key != zofia.key] + [last]
        alike = [key for key in everyone if key != zofia.key] + [halina.key]
        tables = (Alternative(tuple(sorted(young)), 2.9, 0.4), Alternative(tuple(sorted(alike)), 2.9, 0.4))
        return composition(problem, members=tuple(sorted(everyone)), alternatives=tables, never_proposed=())

    run = proposal(coalition, anna, answer)
    found = shown(run, with_people=True)
    assert found.answer is not None
    rows = proposal_others.alternatives(found, found.answer)
    assert [(row["gains"], row["losses"], row["is_alike"]) for row in rows] == [
        (
            ["mieszkańcy w wieku 20–34 lata: +1", "miejscowości: Stary Las"],
            ["mieszkańcy w wieku 60 lat i więcej: −1"],
            False,
        ),
        ([], [], True),
    ]
    alike = "Inni ludzie, a grupy, wiek, miejscowości, obszary i zasoby te same."
    assert page(client_of(anna), run.get_absolute_url()).count(alike) == 1


def test_sizes_without_a_table_are_one_sentence_and_no_rows(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    def answer(problem: Any) -> Any:
        values = [SizeValue(size, "infeasible", None, None) for size in (8, 9, 10, 12, 13)]
        own = SizeValue(11, "optimal", 3.0, 3.0)
        late = SizeValue(14, "unknown", None, 3.0)
        return composition(problem, tradeoff=(*values[:3], own, *values[3:], late))

    run = proposal(coalition, anna, answer)
    found = shown(run, with_people=True)
    assert found.answer is not None
    assert [row["label"] for row in proposal_others.tradeoff(found.answer)] == ["11 miejsc"]
    told = (
        "Nie da się przy takiej liczbie miejsc: 8–10, 12–13. "
        "W podanym czasie nie znaleźliśmy składu przy takiej liczbie miejsc: 14."
    )
    assert missing_from(page(client_of(anna), run.get_absolute_url()), told) == []


def test_of_how_many_it_was_not_decided_in_time_is_said(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    run = proposal(coalition, anna, lambda problem: composition(problem, never_proposed=(), undecided=5))
    said = "nie sprawdziliśmy, czy jest dobry skład z którąś z 5 innych osób i organizacji"
    assert missing_from(page(client_of(anna), run.get_absolute_url()), said) == []


def test_how_many_seats_those_have_whose_village_is_unknown_is_said_beside_the_others(
    anna: Any, coalition: Any, register: Any
) -> None:
    def answer(problem: Any) -> Any:
        unknown = tuple(each.id for each in problem.candidates if not each.villages)
        return composition(problem, assumed=(Assumption("villages", unknown, None),))

    found = shown(proposal(coalition, anna, answer), with_people=True)
    assert found.answer is not None
    assert list(proposal_page.unknown(found, found.answer)) == [
        "miejscowość: nie wiemy w 5 przypadkach; nie liczy się ani za, ani przeciw. "
        "Miejsc w składzie mają: 4 z 5; ci, o których wiemy: 7 z 7."
    ]


def test_ages_that_may_help_and_are_not_proved_to_be_enough_take_no_proof_away(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    Person.objects.update(age_band="")

    def answer(problem: Any) -> Any:
        return composition(problem, status="infeasible", rules=(RuleRow("min_age_bands", 2, 0, False),))

    text = page(client_of(anna), proposal(coalition, anna, answer).get_absolute_url())
    assert "Uzupełnij wiek: 3 osoby; to może pomóc" in text
    assert "Potem policz jeszcze raz: propozycji może być bliżej do zasad." in text
    assert "To pewne przy tym, co" in text.split('id="proof-title"')[1].split("</section>")[0].replace("\xa0", " ")


def test_the_proposal_is_printed_by_one_button(anna: Any, client_of: Any, coalition: Any, register: Any) -> None:
    client = client_of(anna)
    for answer in (composition, partial):
        run = proposal(coalition, anna, answer)
        assert page(client, run.get_absolute_url()).count(f'href="{address("print_proposal", run)}"') == 1


def test_rules_that_stand_against_each_other_ask_for_nobody_and_say_their_figures(
    anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    def answer(problem: Any) -> Any:
        rules = (RuleRow("size.max", 4, 4, True), RuleRow("groups.ngo.min", 5, 2, False))
        return replace(
            partial(problem), rules=rules, advice=(Advice("rules_contradict", ("size.max", "groups.ngo.min")),)
        )

    text = page(client_of(anna), proposal(coalition, anna, answer).get_absolute_url())
    wanted = [
        "Zobacz, których zasad nie da się pogodzić",
        '<h2 id="missing-title">Zasady, których nie da się pogodzić</h2>',
        "miejsca przy stole, najwyżej: 4; organizacje społeczne, co najmniej: 5.",
    ]
    assert missing_from(text, *wanted) == []
    assert [word for word in ("Zapytaj w", "Wpisz, kogo udało się znaleźć") if word in text] == []


def test_an_operator_reads_without_names_of_residents_and_without_buttons(
    olga: Any, anna: Any, client_of: Any, coalition: Any, register: Any
) -> None:
    run = proposal(coalition, anna)
    text = page(client_of(olga), run.get_absolute_url())
    assert missing_from(text, "Osoba w wieku: 60 lat i więcej", "OSP Olszynki") == []
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
    key = register[0][4].key  # of Wola, as a firm at the table
    assert key not in members
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
        (
            WhyNot("person:1", "forbidden", None, None, (), (), ("locks.never",)),
            "Nie może. Jeśli to się zmieniło, wybierz niżej „jak wyjdzie” i policz jeszcze raz.",
        ),
        (
            WhyNot("", "never", None, None, (), (), ("size.max",)),
            "nie da się naraz spełnić zasad: miejsca przy stole, najwyżej: 20.",
        ),
        (WhyNot("", "never", None, None, (), (), ()), "W takim składzie zasad nie da się spełnić."),
        (WhyNot("", "unproved", None, None, (), (), ()), "Zabrakło czasu, żeby to sprawdzić."),
    ],
)
def test_each_kind_of_answer_has_its_sentence(answer: WhyNot, said: str) -> None:
    from koalicja.coalitions.views import proposal_words

    rules = (RuleRow("size.max", 20, 16, True),)
    seen = SimpleNamespace(problem=SimpleNamespace(declined={"person:1"}))
    sentence = proposal_words.why_not(answer, SimpleNamespace(rules=rules), seen)  # type: ignore[arg-type]  # no table is compared
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


LIST_QUERIES, PAGE_QUERIES = 14, 15


def test_who_changes_says_of_residents_what_stands_on_paper_instead_of_the_name(
    anna: Any, coalition: Any, register: Any
) -> None:
    run = proposal(coalition, anna)
    told = []
    for with_people in (True, False):
        found = shown(run, with_people=with_people)
        assert found.answer is not None
        (row,) = proposal_others.alternatives(found, found.answer)
        told.append([(each["name"], each["beside"]) for each in [*row["joins"], *row["leaves"]]])
    library = (coalition.participation.library.name, "")
    assert told == [
        [("Ewa Przykładowa", "35–59 lat"), library],
        [("Osoba w wieku: 35–59 lat", ""), library],
    ]


def test_an_answer_is_written_into_its_field_and_leads_back_to_the_proposal(
    anna: Any, client_of: Any, coalition: Any, register: Any, make_person: Any
) -> None:
    person = make_person("Ewa Przykładowa")
    asks = (Question(person.key, "villages", 1), Question(person.key, "age_band", 1))
    run = proposal(coalition, anna, lambda problem: composition(problem, questions=asks))
    found = shown(run, with_people=True)
    assert found.answer is not None
    back = quote(f"{run.get_absolute_url()}#questions", safe="")
    urls = [each["edit_url"] for each in proposal_page.questions(found, found.answer)]
    assert urls == [f"{person.get_absolute_url()}zmien/?pole={field}&wroc={back}" for field in ("age_band", "village")]
    text = page(client_of(anna), run.get_absolute_url()).replace("&amp;", "&")
    assert missing_from(text, *urls) == []
