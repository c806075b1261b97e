"""Whoever leaves the register after a proposal: marked on its page and on paper, and in no table planned again."""

from typing import Any

import pytest
from django.urls import reverse

from koalicja.backroom.worker import run_worker
from koalicja.coalitions import actions
from koalicja.coalitions.composing.storing import read_answer, read_problem
from koalicja.coalitions.models import CompositionRun
from koalicja.coalitions.queries.candidates import Wishes
from koalicja.coalitions.queries.memory import remembered
from koalicja.coalitions.queries.rechecks import rechecked
from koalicja.people.actions.erasing import erase_person
from koalicja.people.actions.leaving import remove_person
from koalicja.people.actions.organisations import put_back_organisation, remove_organisation
from koalicja.people.models import Organisation, Person
from tests.coalitions.registers import full_register
from tests.coalitions.stored import composition, proposal
from tests.paper.reading import page_texts

TITLE = "Policz jeszcze raz: w spisie nie ma już części składu"


@pytest.fixture
def register(make_organisation: Any, make_person: Any) -> tuple[list[Organisation], list[Person]]:
    return full_register(make_organisation, make_person)


@pytest.fixture
def run(coalition: Any, anna: Any, register: Any) -> CompositionRun:
    """A computed proposal with the library, the school, both firms and Zofia at the table."""
    organisations, people = register
    at_table = [organisations[1], organisations[6], organisations[7], people[0]]
    locks = {each.key: "must" for each in at_table}
    found = computed(actions.ask_for_proposal(coalition=coalition, by=anna, wishes=Wishes(locks=locks)))
    assert {*locks} <= {*read_answer(found.result).members}
    return found


def computed(run: CompositionRun) -> CompositionRun:
    run_worker(once=True)
    return CompositionRun.objects.select_related("coalition", "job", "parent").get(pk=run.pk)


def locks_of(run: CompositionRun) -> dict[str, str]:
    return {each.id: each.lock for each in read_problem(run.inputs).candidates if each.lock}


def merged(one: Organisation, into: Organisation) -> None:
    Organisation.objects.filter(pk=one.pk).update(state="merged", merged_into=into)


def everybody(problem: Any) -> Any:
    return composition(problem, members=tuple(each.id for each in problem.candidates), alternatives=())


def test_whoever_left_the_register_is_in_no_table_planned_again_and_the_new_one_says_so(
    run: CompositionRun, register: Any, anna: Any, client_of: Any
) -> None:
    organisations, people = register
    firm, bank, (zofia, jan, _ewa) = organisations[6], organisations[7], people
    erased, absent = zofia.key, sorted([firm.key, zofia.key, jan.key])
    remove_organisation(firm, by=anna)
    remove_person(jan, by=anna)
    erase_person(zofia, by=anna)
    made = computed(actions.decline(run=run, by=anna, member=bank.key))
    members = read_answer(made.result).members
    assert (made.around["gone"], {*members} & {*absent, bank.key}) == (absent, set())
    assert made.declined == [bank.key, *sorted({*absent} & {*read_answer(run.result).members})]
    assert {key for key, lock in locks_of(made).items() if lock == "never"} == {*absent, bank.key}
    assert rechecked(made)[1]
    memory = remembered(list(run.coalition.runs.all()))
    assert (dict(memory.declined), [key for key in absent if key in memory.locks]) == ({bank.key: 2}, [])
    seen = client_of(anna).get(made.get_absolute_url())
    assert seen.context["gone"] == (
        "W spisie nie ma już: Piekarnia Pod Lipą, Jan Przykładowy, wpisy usunięte na dobre (1)."
    )
    changes = seen.context["changes"]
    assert ([each.name for each in changes.declined], changes.never) == (["Bank Spółdzielczy"], ())
    assert [each.name for each in changes.leaves if each.gone] == []
    text = seen.content.decode()
    assert (seen.context["gone"] in text, "Zofia" in text, erased in text) == (True, False, False)
    assert [each["key"] for each in seen.context["locks"] if each["key"] in absent] == []
    kept = client_of(anna).get(reverse("coalitions:proposals", args=[run.coalition_id])).context["kept"]
    assert [(each["key"], each["lock"]) for each in kept] == [(organisations[1].key, "must"), (bank.key, "never")]

    put_back_organisation(firm, by=anna)
    seen = client_of(anna).get(made.get_absolute_url())
    assert seen.context["gone"] == "W spisie nie ma już: Jan Przykładowy, wpisy usunięte na dobre (1)."
    again = actions.decline(run=made, by=anna, member=next(key for key in members if key == organisations[1].key))
    assert (again.around["gone"], firm.key in locks_of(again)) == (sorted([erased, jan.key]), False)


def test_an_office_that_left_the_register_has_no_seat_that_the_rules_ask_for(
    run: CompositionRun, register: Any, anna: Any
) -> None:
    remove_organisation(register[0][0], by=anna)
    made = actions.decline(run=run, by=anna, member=register[0][7].key)
    assert dict(read_problem(made.inputs).rules.sectors) == {}


@pytest.mark.parametrize("is_candidate", [True, False])
def test_the_entry_it_was_made_one_with_stands_for_a_member_unless_it_is_a_candidate_itself(
    is_candidate: bool, *, run: CompositionRun, register: Any, anna: Any, client_of: Any, make_organisation: Any
) -> None:
    firm, bank = register[0][6:]
    kept = register[0][5] if is_candidate else make_organisation("Piekarnia i Cukiernia", group="business")
    merged(firm, kept)
    before = client_of(anna).get(run.get_absolute_url()).context
    seat = next(row for row in before["members"] if row.pk == firm.key)
    assert (seat.known.name, seat.known.mark) == (kept.name, "połączono z innym wpisem" if is_candidate else "")
    assert before["step"]["title"].startswith(TITLE) == is_candidate
    made = computed(actions.decline(run=run, by=anna, member=bank.key))
    assert made.around["gone"] == ([firm.key] if is_candidate else [])
    assert (firm.key in read_answer(made.result).members) == (not is_candidate)
    told = f"Połączono z innym wpisem: {kept.name}." if is_candidate else ""
    assert client_of(anna).get(made.get_absolute_url()).context["gone"] == told
    assert rechecked(made)[1]


@pytest.mark.parametrize("reader", ["anna", "olga"])
def test_seats_of_who_left_the_register_are_marked_and_the_one_step_is_to_compute_again(
    reader: str, *, coalition: Any, register: Any, anna: Any, client_of: Any, request: pytest.FixtureRequest
) -> None:
    organisations, people = register
    run, client = proposal(coalition, anna, everybody), client_of(request.getfixturevalue(reader))
    assert not client.get(run.get_absolute_url()).context["step"]["title"].startswith("Policz")
    remove_organisation(organisations[6], by=anna)
    remove_person(people[1], by=anna)
    erase_person(people[0], by=anna)
    seen = client.get(run.get_absolute_url())
    rows = {row.pk: (row.known.name, row.known.mark) for row in seen.context["members"] if row.known.gone}
    jan, mark = "Jan Przykładowy" if reader == "anna" else "Osoba w wieku: 13–19 lat", "nie ma już w spisie"
    assert sorted(rows.values()) == sorted([("Piekarnia Pod Lipą", mark), (jan, mark), ("Nie ma już w spisie", "")])
    text = seen.content.decode()
    assert text.count(f"{mark}</span>") == 2
    assert "Zofia" not in text
    told = f"W spisie nie ma już: Piekarnia Pod Lipą, {jan}, wpisy usunięte na dobre (1)."
    step = seen.context["step"]
    if reader == "anna":
        why = f"{told} Nowa propozycja bierze spis taki, jaki jest teraz; ta zostaje."
        assert step == {"title": f"{TITLE} (3)", "why": why, "url": "#again", "label": "Policz jeszcze raz"}
        assert seen.context["again_open"]
        assert text.count('form="decline"') == len(seen.context["members"]) - 4  # the three and the Lead Library
    else:
        assert step == {"title": "Poproś bibliotekę, żeby policzyła tę propozycję jeszcze raz", "why": told}


def test_paper_marks_the_seats_of_who_left_the_register_and_says_the_same_step(
    coalition: Any, register: Any, anna: Any, client_of: Any
) -> None:
    organisations, people = register
    run = proposal(coalition, anna, everybody)
    remove_organisation(organisations[6], by=anna)
    remove_person(people[1], by=anna)
    erase_person(people[0], by=anna)
    answer = client_of(anna).get(reverse("coalitions:print_proposal", args=[run.coalition_id, run.number]))
    text = " ".join(page_texts(answer.content))
    assert [text.count(words) for words in ("nie ma już w spisie", "Nie ma już w spisie", f"{TITLE} (3).")] == [2, 1, 1]
    assert [name for name in ("Zofia", "Jan") if name in text] == []


def test_a_refusal_and_a_mark_follow_whom_they_were_said_of_into_the_entry_that_stands_for_her(
    run: CompositionRun, register: Any, anna: Any, make_organisation: Any
) -> None:
    coalition, (shop, bank) = run.coalition, register[0][6:8]
    kept, last = (make_organisation(f"Bank Zmyślony {number}", group="business") for number in (1, 2))
    after = computed(actions.decline(run=run, by=anna, member=bank.key))
    merged(bank, into=kept)
    merged(kept, into=last)  # twice in a row
    memory = remembered([after, run])
    assert ({key: memory.locks.get(key) for key in (bank.key, last.key)}, memory.declined) == (
        {bank.key: None, last.key: "never"},
        {last.key: after.number},
    )
    said = Wishes(locks={bank.key: "never", last.key: "must", shop.key: "must"})  # a form from before the merge
    again = computed(actions.ask_for_proposal(coalition=coalition, by=anna, wishes=said))
    assert (locks_of(again)[last.key], last.key in read_answer(again.result).members) == ("never", False)


def test_who_cannot_takes_along_the_entry_she_was_made_one_with(run: CompositionRun, register: Any, anna: Any) -> None:
    shop, bank = register[0][6:8]
    merged(shop, into=bank)
    after = computed(actions.decline(run=run, by=anna, member=shop.key))
    members = set(read_answer(after.result).members)
    assert ({shop.key, bank.key} & members, set(after.declined), rechecked(after)[1]) == (
        set(),
        {shop.key, bank.key},
        True,
    )
