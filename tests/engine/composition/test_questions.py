"""The questions whose answers change the proposal most, and none that change nothing."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings

from koalicja.engine.composition.check import validated
from koalicja.engine.composition.model import Budget
from koalicja.engine.composition.partial import best_partial
from koalicja.engine.composition.problem import Bounds, Problem
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.questions import best_questions
from koalicja.engine.composition.reasons import tables_without
from koalicja.engine.composition.result import Question
from tests.engine.composition import oracle
from tests.engine.composition.explained import proposal_of, time
from tests.engine.composition.registers import person, problem, problems

DRAWN = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
GRADES = ("willingness", "influence")


def asked(proposal: Proposal) -> tuple[Question, ...]:
    return best_questions(proposal, tables_without(proposal, budget=time()), budget=time())


def partial_of(given_problem: Problem) -> Proposal:
    prepared = validated(given_problem)
    partial = best_partial(prepared, seed=1, time_limit=30.0)
    return Proposal(prepared, prepared.places(partial.members), True, 1, partial.missing)


def test_what_is_known_of_all_asks_nothing() -> None:
    proposal = proposal_of(
        problem(
            person("a", willingness=0.9, influence=0.5),
            person("b", willingness=0.5, influence=0.5),
            size=Bounds(1, 1),
        )
    )
    assert proposal is not None
    assert asked(proposal) == ()


def test_the_willingness_that_would_bring_another_to_the_table_is_asked_first() -> None:
    # b takes a's seat if willing; c would have to be worth more than a full grade.
    proposal = proposal_of(
        problem(
            person("a", willingness=0.6, influence=0.5),
            person("b", influence=0.5),
            person("c", influence=0.0),
            size=Bounds(1, 1),
        )
    )
    assert proposal is not None
    assert asked(proposal) == (Question("b", "willingness", 1, {"name": "Fictional b"}),)


def test_of_a_member_the_low_end_is_what_could_change_the_table() -> None:
    proposal = proposal_of(
        problem(
            person("a", influence=0.9),
            person("b", willingness=0.5, influence=0.6),
            size=Bounds(1, 1),
        )
    )
    assert proposal is not None
    assert asked(proposal) == (Question("a", "willingness", 1, {"name": "Fictional a"}),)


def test_an_unknown_group_that_would_mend_a_rule_is_asked_first() -> None:
    proposal = partial_of(
        problem(
            person("a", group="ngo", willingness=0.5, influence=0.5),
            person("b", willingness=0.5, influence=0.5),
            size=Bounds(1, 2),
            groups={"ngo": Bounds(1), "business": Bounds(1)},
        )
    )
    params = {"name": "Fictional b", "value": "business", "rules": ("groups.business.min",)}
    assert asked(proposal) == (Question("b", "group", 1, params),)


def test_an_age_that_would_mend_a_rule_is_asked_of_residents_only() -> None:
    proposal = partial_of(
        problem(
            person("a", group="resident", age_band="60+", willingness=0.5, influence=0.5),
            person("b", group="resident", willingness=0.5, influence=0.5),
            person("c", group="ngo", willingness=0.5, influence=0.5),
            size=Bounds(1),
            age_bands={"13-19": Bounds(1)},
        )
    )
    found = asked(proposal)
    assert [(each.id, each.column, each.params["rules"]) for each in found] == [
        ("b", "age_band", ("age_bands.13-19.min",))
    ]


def test_an_age_that_lets_a_better_table_keep_the_rules_is_asked_where_all_are_met() -> None:
    proposal = proposal_of(
        problem(
            person("a", group="resident", age_band="13-19", willingness=0.1, influence=0.5),
            person("b", group="resident", willingness=0.9, influence=0.5),
            size=Bounds(1, 1),
            age_bands={"13-19": Bounds(1)},
        )
    )
    assert proposal is not None
    params = {"name": "Fictional b", "value": "13-19"}
    assert asked(proposal) == (Question("b", "age_band", 1, params),)


def test_without_time_nothing_is_asked() -> None:
    proposal = proposal_of(problem(person("a"), person("b"), size=Bounds(1, 1)))
    assert proposal is not None
    assert best_questions(proposal, {}, budget=Budget(0.0)) == ()


@DRAWN
@given(problems(greatest=6))
def test_a_question_about_a_grade_is_asked_only_where_an_answer_makes_another_table_better(drawn: Problem) -> None:
    proposal = proposal_of(drawn)
    assume(proposal is not None)
    assert proposal is not None
    found = asked(proposal)
    assert len(found) <= 3
    assert len({each.id for each in found}) == len(found)
    assert [each.change for each in found] == sorted((each.change for each in found), reverse=True)
    for each in found:
        if each.column in GRADES:
            assert any(not _is_best(drawn, proposal.members, each, end) for end in (0.0, 1.0))


@DRAWN
@given(problems(greatest=5))
def test_a_grade_that_changes_the_table_is_among_the_questions_or_three_others_are(drawn: Problem) -> None:
    proposal = proposal_of(drawn)
    assume(proposal is not None)
    assert proposal is not None
    found = asked(proposal)
    asked_about = {each.id for each in found}
    unknown = [
        (row.id, column)
        for row in drawn.candidates
        for column in GRADES
        if getattr(row, column) is None and row.lock != "never" and row.id not in asked_about
    ]
    if len(found) < 3:
        changing = [
            (id_, column)
            for id_, column in unknown
            for end in (0.0, 1.0)
            if not _is_best(drawn, proposal.members, Question(id_, column, 0), end)
        ]
        assert changing == []


def _is_best(drawn: Problem, members: tuple[str, ...], question: Question, end: float) -> bool:
    people = tuple(replace(row, **{question.column: end}) if row.id == question.id else row for row in drawn.candidates)
    told = replace(drawn, candidates=people)
    best = oracle.best(told)
    assert best is not None
    return best[0] - oracle.value(told, members) < 1e-4


def test_the_seats_that_change_are_those_of_the_new_best_table() -> None:
    # Nobody sits alone: if c turns out willing, c and d take both seats.
    given_problem = problem(
        person("a", willingness=0.7, influence=0.5, knows={"b": 1.0}),
        person("b", willingness=0.5, influence=0.5),
        person("c", influence=0.5, knows={"d": 1.0}),
        person("d", willingness=0.6, influence=0.5),
        size=Bounds(2, 2),
        allow_isolated=False,
    )
    proposal = proposal_of(given_problem)
    assert proposal is not None
    assert (proposal.members, asked(proposal)) == (
        ("a", "b"),
        (Question("c", "willingness", 2, {"name": "Fictional c"}),),
    )
