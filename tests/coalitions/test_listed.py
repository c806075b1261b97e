"""What the list says of those on it reaches the next proposal: offers, ties, influence; unknown stays unknown."""

from typing import Any

import pytest
from django.utils import timezone

from koalicja.coalitions import actions
from koalicja.coalitions.composing.storing import problem_as_json, read_problem
from koalicja.coalitions.models import Candidacy, CompositionRun
from koalicja.coalitions.queries.asked import without
from koalicja.coalitions.queries.candidates import Wishes, gathered
from koalicja.coalitions.queries.memory import remembered, with_memory
from koalicja.coalitions.queries.villages import of_one_attribute, with_places
from koalicja.engine.composition.check import validated
from koalicja.engine.composition.problem import Candidate, Problem, Rules
from koalicja.engine.composition.result import Reason
from koalicja.people.models import User
from tests.coalitions.registers import full_register
from tests.coalitions.stored import composition


@pytest.fixture
def register(make_organisation: Any, make_person: Any) -> tuple[list[Any], list[Any]]:
    return full_register(make_organisation, make_person)


def candidate(problem: Problem, key: str) -> Candidate:
    return next(each for each in problem.candidates if each.id == key)


def listed(coalition: Any, by: User, record: Any, **known: str) -> Candidacy:
    kind = "organisation" if record.key.startswith("organisation") else "person"
    return actions.consider(coalition=coalition, by=by, **{kind: record}, **known)


def test_what_nobody_said_stays_unknown(coalition: Any, anna: User, register: Any) -> None:
    organisations, people = register
    before, around = gathered(coalition, Wishes())
    for record in (*organisations[3:6], *people):
        listed(coalition, anna, record)
    listed(coalition, anna, organisations[1], size="unknown")
    after, again = gathered(coalition, Wishes())
    assert (after, again.sizes) == (before, ())
    assert around == again


def test_size_ties_and_what_they_bring_are_used(coalition: Any, anna: User, register: Any) -> None:
    organisations, people = register
    osp = listed(coalition, anna, organisations[3], size="large", brings="Sala, wóz strażacki; 600 100 200, Jan Nowak")
    school = listed(coalition, anna, organisations[1], size="small", brings="sala")
    zofia = listed(coalition, anna, people[0], brings="sala, robi zdjęcia na ślubach")
    actions.know(osp, by=anna, gained=[school.pk, zofia.pk])
    problem, around = gathered(coalition, Wishes())
    said = candidate(problem, osp.subject)
    assert (said.offers, said.influence) == (frozenset({"Sala", "wóz strażacki"}), 0.8)
    assert said.knows == {school.subject: 1.0, zofia.subject: 1.0}
    assert (candidate(problem, school.subject).offers, candidate(problem, school.subject).influence) == (
        frozenset({"Sala"}),
        0.2,
    )
    resident = candidate(problem, zofia.subject)
    assert (resident.offers, resident.influence, resident.knows) == (frozenset({"Sala"}), None, {})
    assert around.sizes == tuple(sorted([osp.subject, school.subject]))
    assert read_problem(problem_as_json(problem)) == problem
    assert validated(problem).has_ties


def test_who_has_parted_says_nothing_any_more(coalition: Any, anna: User, register: Any) -> None:
    organisations, _people = register
    osp = listed(coalition, anna, organisations[3], size="large", brings="sala")
    school = listed(coalition, anna, organisations[1])
    actions.know(school, by=anna, gained=[osp.pk])
    before = candidate(gathered(coalition, Wishes())[0], school.subject)
    actions.say_no(osp, by=anna, on=timezone.localdate())
    problem, _around = gathered(coalition, Wishes())
    assert before.knows == {osp.subject: 1.0}
    assert candidate(problem, school.subject).knows == {}
    assert (candidate(problem, osp.subject).offers, candidate(problem, osp.subject).influence) == (frozenset(), None)


def test_a_neighbour_on_the_list_is_thought_of_without_asking_for_neighbours(
    coalition: Any, anna: User, register: Any, make_organisation: Any
) -> None:
    bank = make_organisation("Bank w Gromadce", "020103", group="business", sector="cooperative_bank", village="X")
    make_organisation("Sklep w Gromadce", "020103", group="business", sector="firm")
    listed(coalition, anna, bank)
    problem, around = gathered(coalition, Wishes())
    assert [each.id for each in problem.candidates if each.id == bank.key] == [bank.key]
    assert (candidate(problem, bank.key).villages, around.asked) == (frozenset(), False)
    assert len(problem.candidates) == 8 + 3 + 1 + 1


def test_a_size_counts_more_than_an_earlier_grade_and_is_remembered_as_a_size(
    coalition: Any, anna: User, register: Any
) -> None:
    organisations, _people = register
    osp = listed(coalition, anna, organisations[3], size="small")
    wishes = Wishes(told={osp.subject: {"influence": 0.8, "willingness": 0.5}})
    problem, around = gathered(coalition, wishes)
    assert candidate(problem, osp.subject).influence == 0.2
    run = CompositionRun(inputs=problem_as_json(problem), around={"sizes": list(around.sizes)}, number=1)
    memory = remembered([run])
    assert (memory.told, memory.sizes) == ({osp.subject: {"willingness": 0.5}}, {osp.subject: 0.2})
    kept = {each.id: each for each in with_memory(problem.candidates, memory)}[osp.subject]
    assert (kept.influence, kept.willingness) == (0.2, 0.5)


def test_who_is_set_aside_is_known_by_nobody() -> None:
    one = Candidate("organisation:1", "", knows={"organisation:2": 1.0, "organisation:3": 1.0})
    others = (Candidate("organisation:2", ""), Candidate("organisation:3", ""))
    problem = Problem((one, *others), Rules())
    assert [(each.id, dict(each.knows)) for each in without(problem, {"organisation:2"}).candidates] == [
        ("organisation:1", {"organisation:3": 1.0}),
        ("organisation:3", {}),
    ]


def test_where_names_are_hidden_a_resident_brings_and_knows_nothing() -> None:
    """Of a nameless resident one attribute is told, and no more: age, or else the village."""
    resident = Candidate(
        "person:1",
        "",
        "resident",
        "resident",
        age_band="60+",
        offers=frozenset({"sala"}),
        knows={"organisation:2": 1.0},
    )
    club = Candidate("organisation:2", "", "organisation", "ngo", offers=frozenset({"sala"}))
    problem = of_one_attribute(Problem((resident, club), Rules()))
    left = problem.candidates[0]
    assert (left.offers, left.knows, left.age_band) == (frozenset(), {}, "60+")
    reasons = (
        Reason("offers", {"offers": ("sala",)}),
        Reason("sole_cover", {"what": "offer", "value": "sala"}),
        Reason("knows", {"count": 1}),
        Reason("irreplaceable"),
    )
    given = {"person:1": reasons, "organisation:2": reasons}
    answer = with_places(composition(problem, reasons=given), problem)
    assert {key: [each.code for each in found] for key, found in answer.reasons.items()} == {
        "person:1": ["irreplaceable"],
        "organisation:2": ["offers", "sole_cover", "knows", "irreplaceable"],
    }
