"""Proposals from the register to the stored answer."""

import json
from typing import Any

import pytest
from django.db import connection

from koalicja.backroom.models import Event, Job
from koalicja.backroom.worker import run_worker
from koalicja.coalitions import actions
from koalicja.coalitions.composing.storing import answer_as_json, problem_as_json, read_answer, read_problem
from koalicja.coalitions.models import CompositionRun
from koalicja.coalitions.queries.candidates import Around, Wishes, gathered
from koalicja.coalitions.queries.memory import remembered
from koalicja.coalitions.queries.runs import shown
from koalicja.people.models import Mandate, Organisation, Person
from koalicja.places.models import Gmina
from tests.coalitions.registers import full_register


@pytest.fixture
def register(make_organisation: Any, make_person: Any) -> tuple[list[Organisation], list[Person]]:
    return full_register(make_organisation, make_person)


def asked(coalition: Any, by: Any, **wishes: Any) -> CompositionRun:
    return actions.ask_for_proposal(coalition=coalition, by=by, wishes=Wishes(**wishes))


def computed(run: CompositionRun) -> CompositionRun:
    run_worker(once=True)
    return CompositionRun.objects.select_related("coalition", "job").get(pk=run.pk)


def test_everyone_of_the_register_is_a_candidate_and_who_speaks_for_an_organisation_comes_with_it(
    coalition: Any, register: Any
) -> None:
    organisations, people = register
    Mandate.objects.create(organisation=organisations[0], person=people[2])
    problem, around = gathered(coalition, Wishes())
    library = coalition.participation.library
    assert {each.id for each in problem.candidates} == {
        library.key,
        *(each.key for each in organisations),
        people[0].key,
        people[1].key,
    }
    by_key = {each.id: each for each in problem.candidates}
    brigade, zofia = by_key[organisations[3].key], by_key[people[0].key]
    assert (brigade.kind, brigade.group, brigade.sector, brigade.villages) == (
        "organisation", "ngo", "fire_brigade", frozenset({"Olszynki"}),
    )  # fmt: skip
    assert (zofia.kind, zofia.group, zofia.age_band, zofia.villages) == ("resident", "resident", "60+", {"Wola"})
    assert (brigade.willingness, brigade.influence, dict(brigade.knows)) == (None, None, {})
    assert (problem.library, problem.library_counts, around) == (library.key, True, Around())


def test_the_library_is_a_candidate_even_where_the_register_does_not_list_it_and_its_edition_says_if_it_counts(
    coalition: Any, make_organisation: Any
) -> None:
    other = make_organisation("Biblioteka Gminna", state="merged", group="culture", sector="library")
    real = make_organisation("Gminna Biblioteka", state="dismissed", group="culture", sector="library")
    Organisation.objects.filter(pk=other.pk).update(merged_into=real)
    coalition.participation.library = Organisation.objects.get(pk=other.pk)
    coalition.participation.save()
    coalition.edition.library_counts = False
    problem, _around = gathered(coalition, Wishes())
    assert (problem.library, problem.library_counts) == (real.key, False)
    assert real.key in {each.id for each in problem.candidates}


def test_organisations_of_neighbours_within_25_km_come_without_people_and_reach_none_of_our_villages(
    coalition: Any, make_organisation: Any, make_person: Any, make_gmina: Any
) -> None:
    for code, north in (("020102", 51.0), ("020103", 51.2), ("101801", 51.3)):  # 22 and 33 km apart
        make_gmina(code)
        Gmina.objects.filter(pk=code).update(latitude=north, longitude=15.5)
    near = make_organisation("GOK Gromadka", "020103", group="culture", village="Gromadka")
    make_organisation("Za daleko", "101801")
    make_person("Anna Zmyślona", "020103")
    coalition.gmina.refresh_from_db()
    problem, around = gathered(coalition, Wishes(neighbours=True))
    assert around == Around(asked=True, gminas=1, organisations=1, keys=[near.key])
    by_key = {each.id: each for each in problem.candidates}
    assert by_key.keys() == {coalition.participation.library.key, near.key}
    assert by_key[near.key].villages == frozenset()


def test_where_the_gmina_lies_may_be_unknown_and_that_is_said(coalition: Any) -> None:
    assert gathered(coalition, Wishes(neighbours=True))[1] == Around(asked=True, is_placed=False)


def test_a_proposal_is_stored_with_all_that_is_needed_to_compute_it_again_and_with_no_name(
    coalition: Any, register: Any, anna: Any
) -> None:
    run = computed(asked(coalition, anna))
    assert (run.number, run.state, run.preset, run.method, run.seed) == (1, "ready", "prb", "composition-1", 1)
    answer = read_answer(run.result)
    assert answer.status == "optimal"
    assert answer.seconds is not None
    assert 0 < answer.solver_seconds <= answer.seconds
    assert read_answer(json.loads(json.dumps(answer_as_json(answer)))) == answer
    assert problem_as_json(read_problem(run.inputs)) == run.inputs
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM coalitions_compositionrun")
        row = str(cursor.fetchall())
    names = [each.name for part in register for each in part]
    assert [name for name in names if name in row] == []
    job = Job.objects.get()
    assert (job.state, job.scope, job.result_url) == ("done", "gmina:020102", run.get_absolute_url())
    event = Event.objects.get(code="proposal.asked")
    assert (event.subject, event.params["number"]) == (coalition.key, 1)


def test_names_are_those_of_today_and_who_was_deleted_has_none(coalition: Any, register: Any, anna: Any) -> None:
    organisations, people = register
    run = computed(asked(coalition, anna))
    Organisation.objects.filter(pk=organisations[0].pk).update(name="Urząd Gminy Bolesławiec")
    key = people[0].key
    people[0].delete()
    found = shown(run, with_people=True)
    assert found.known[organisations[0].key].name == "Urząd Gminy Bolesławiec"
    assert (found.known[key].name, found.known[key].url) == ("Nie ma już w spisie", "")


def test_who_may_not_read_names_of_residents_sees_an_age_and_nothing_else(
    coalition: Any, register: Any, anna: Any
) -> None:
    run = computed(asked(coalition, anna))
    known = shown(run, with_people=False).known[register[1][0].key]
    assert (known.name, known.detail, known.url) == ("Osoba w wieku: 60 lat i więcej", "", "")


def test_only_one_proposal_is_computed_at_a_time_until_its_work_has_ended(
    coalition: Any, register: Any, anna: Any, marek: Any
) -> None:
    first = asked(coalition, anna)
    with pytest.raises(actions.RunAtWork) as refusal:
        asked(coalition, marek)
    assert refusal.value.run == first
    Job.objects.update(state=Job.State.FAILED)
    second = asked(coalition, marek)
    first.refresh_from_db()
    assert (first.state, second.number, second.state) == ("broken", 2, "at_work")


def test_locks_and_what_was_told_go_into_the_next_proposal(coalition: Any, register: Any, anna: Any) -> None:
    organisations, people = register
    locks = {organisations[5].key: "must", organisations[0].key: "never"}
    told = {organisations[3].key: {"willingness": 0.8}, people[0].key: {"willingness": 0.2}}
    run = computed(asked(coalition, anna, locks=locks, told=told))
    problem, answer = read_problem(run.inputs), read_answer(run.result)
    by_key = {each.id: each for each in problem.candidates}
    assert by_key[organisations[3].key].willingness == 0.8
    assert by_key[people[0].key].willingness is None  # nobody grades a resident
    assert organisations[5].key in answer.members
    assert organisations[0].key not in answer.members
    assert (answer.status, [row.name for row in answer.rules if not row.met]) == (
        "infeasible",
        ["groups.office.min", "sectors.office.min"],
    )


def test_declining_leaves_out_one_and_changes_as_few_others_as_possible(
    coalition: Any, register: Any, anna: Any
) -> None:
    run = computed(asked(coalition, anna))
    before = set(read_answer(run.result).members)
    gone = next(each.key for each in register[0][3:6] if each.key in before)
    made = computed(actions.decline(run=run, by=anna, member=gone))
    after = set(read_answer(made.result).members)
    assert (made.number, made.parent, made.declined, made.state) == (2, run, [gone], "ready")
    assert before - after == {gone}
    assert len(after - before) <= 1
    assert read_answer(made.result).seconds is not None
    assert [row.name for row in read_answer(made.result).rules if not row.met] == []


def test_who_was_only_marked_has_not_refused_and_who_is_marked_anew_refuses_no_more(
    coalition: Any, register: Any, anna: Any
) -> None:
    run = computed(asked(coalition, anna))
    marked, refusing = [each.key for each in register[0] if each.key in read_answer(run.result).members][:2]
    never = {marked: "never"}
    computed(asked(coalition, anna, locks=never))
    made = computed(actions.decline(run=run, by=anna, member=refusing))
    memory = remembered(list(coalition.runs.all()))
    assert (set(made.declined), dict(memory.declined)) == ({marked, refusing}, {refusing: 3})
    assert memory.locks == {marked: "never", refusing: "never"}
    assert read_problem(made.inputs).declined == {refusing}

    computed(asked(coalition, anna))
    computed(asked(coalition, anna, locks={refusing: "never"}))
    memory = remembered(list(coalition.runs.all()))
    assert (memory.locks, memory.declined) == ({refusing: "never"}, {})


def test_neither_the_library_nor_somebody_outside_the_proposal_can_decline(
    coalition: Any, register: Any, anna: Any
) -> None:
    run = computed(asked(coalition, anna))
    for key in (coalition.participation.library.key, "organisation:999999", ""):
        with pytest.raises(actions.NotAMember):
            actions.decline(run=run, by=anna, member=key)
    assert CompositionRun.objects.count() == 1
