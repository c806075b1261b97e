"""The questions whose answers change the proposal most, and none that change nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings

from koalicja.engine.composition.check import validated
from koalicja.engine.composition.judged import may_be_judged
from koalicja.engine.composition.model import Budget
from koalicja.engine.composition.partial import best_partial
from koalicja.engine.composition.problem import GROUPS, Bounds, Candidate, Problem
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.questions import ENDS, best_questions
from koalicja.engine.composition.reasons import tables_without
from koalicja.engine.composition.result import Question
from tests.engine.composition import oracle
from tests.engine.composition.explained import proposal_of, time
from tests.engine.composition.registers import person, problem, problems

DRAWN = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
GRADES = ("willingness", "influence")
EVERYBODY = "everybody"


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
            person("b", kind="organisation", influence=0.5),
            person("c", kind="organisation", influence=0.0),
            size=Bounds(1, 1),
        )
    )
    assert proposal is not None
    assert asked(proposal) == (Question("b", "willingness", 1, {"name": "Fictional b", "end": "high"}),)


def test_of_a_member_the_low_end_is_what_could_change_the_table() -> None:
    proposal = proposal_of(
        problem(
            person("a", kind="organisation", influence=0.8),
            person("b", willingness=0.5, influence=0.6),
            size=Bounds(1, 1),
        )
    )
    assert proposal is not None
    assert asked(proposal) == (Question("a", "willingness", 1, {"name": "Fictional a", "end": "low"}),)


def test_only_what_the_grades_that_people_choose_from_can_change_is_asked() -> None:
    # At 0 b would have to go, but nobody can say less than 0.2: 0.9 − 0.5 − 0.3 is still more than 0.55 − 0.5.
    proposal = proposal_of(
        problem(person("a", influence=0.9), person("b", willingness=0.55, influence=0.5), size=Bounds(1, 1))
    )
    assert proposal is not None
    assert asked(proposal) == ()


def test_an_unknown_group_that_would_mend_a_rule_is_asked_first() -> None:
    proposal = partial_of(
        problem(
            person("a", group="ngo", willingness=0.5, influence=0.5),
            person("b", willingness=0.5, influence=0.5),
            size=Bounds(1, 2),
            groups={"ngo": Bounds(1), "business": Bounds(1)},
        )
    )
    params: dict[str, str | int | float | tuple[str, ...]] = {
        "name": "Fictional b",
        "value": "business",
        "together": 1,
        "enough": 1,
        "rules": ("groups.business.min",),
    }
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


def in_(village: str) -> frozenset[str]:
    return frozenset({village})


KNOWN = {"willingness": 0.5, "influence": 0.5}


def test_a_village_is_asked_of_who_would_come_if_it_were_one_that_nobody_reaches() -> None:
    # c is worth 0.3, u half a village less 0.25; one of three villages less 0.25 would be 0.42.
    proposal = proposal_of(
        problem(
            person("a", villages=in_("Wola"), **KNOWN),
            person("b", villages=in_("Zarzecze"), **KNOWN),
            person("c", villages=in_("Wola"), willingness=0.8, influence=0.5),
            person("d", villages=in_("Wola"), **KNOWN, lock="must"),
            person("u", willingness=0.5, influence=0.25),
            size=Bounds(3, 3),
        )
    )
    assert proposal is not None
    assert proposal.members == ("b", "c", "d")
    assert asked(proposal) == (Question("u", "villages", 1, {"name": "Fictional u", "end": "high"}),)


def test_a_village_is_asked_of_a_member_who_would_go_if_others_reached_it_already() -> None:
    proposal = proposal_of(
        problem(
            person("a", villages=in_("Wola"), **KNOWN, lock="must"),
            person("b", villages=in_("Zarzecze"), **KNOWN, lock="must"),
            person("c", villages=in_("Wola"), willingness=0.54, influence=0.5),
            person("u", **KNOWN),
            size=Bounds(3, 3),
        )
    )
    assert proposal is not None
    assert proposal.members == ("a", "b", "u")
    assert asked(proposal) == (Question("u", "villages", 1, {"name": "Fictional u", "end": "low"}),)


def test_of_equal_changes_a_fact_is_asked_before_a_grade() -> None:
    proposal = proposal_of(
        problem(
            person("a", villages=in_("Wola"), **KNOWN, lock="must"),
            person("b", villages=in_("Zarzecze"), **KNOWN, lock="must"),
            person("c", villages=in_("Wola"), willingness=0.6, influence=0.5),
            person("d", villages=in_("Wola"), influence=0.5),
            person("u", **KNOWN),
            size=Bounds(3, 3),
        )
    )
    assert proposal is not None
    assert [(each.id, each.column, each.change) for each in asked(proposal)[:1]] == [("u", "villages", 1)]


def test_ages_that_alone_stand_between_the_register_and_the_rules_are_asked_first() -> None:
    proposal = partial_of(
        problem(
            person("a", group="ngo"),
            *(person(key, group="resident") for key in ("r1", "r2", "r3")),
            size=Bounds(2, 8),
            groups={"ngo": Bounds(1), "resident": Bounds(1)},
            min_age_bands=2,
        )
    )
    found = asked(proposal)
    assert {(each.column, each.params["together"], each.params["enough"]) for each in found[:2]} == {("age_band", 2, 1)}
    assert [each.params["rules"] for each in found[:2]] == [("min_age_bands",)] * 2
    assert {each.id for each in found[:2]} <= {"r1", "r2", "r3"}


def test_ages_that_help_but_are_not_enough_say_so() -> None:
    proposal = partial_of(
        problem(
            *(person(key, group="resident") for key in ("r1", "r2")),
            size=Bounds(2, 8),
            groups={"ngo": Bounds(1)},
            min_age_bands=2,
        )
    )
    found = asked(proposal)
    assert [(each.column, each.params["together"], each.params["enough"]) for each in found[:2]] == [
        ("age_band", 2, 0)
    ] * 2


@pytest.mark.slow
@DRAWN
@given(problems(greatest=5))
def test_answers_are_enough_only_where_some_of_them_meet_all_rules(drawn: Problem) -> None:
    assume(not oracle.can_be_met(drawn))
    found = asked(partial_of(drawn))
    enough = [each for each in found if each.params.get("enough")]
    if enough and enough[0].params["together"] == len(enough):
        answers = product(*(words_for(each, drawn) for each in enough))
        assert any(oracle.can_be_met(told_to(drawn, enough, words)) for words in answers)


def words_for(question: Question, drawn: Problem) -> list[str]:
    """The answer that is meant; where any word of the kind would do, all of them. Whoever knows may know everybody."""
    if "value" in question.params:
        return [str(question.params["value"])]
    if question.column == "knows":
        return [EVERYBODY]
    return sorted({"Nowa Wieś", *(village for each in drawn.candidates for village in each.villages)})


def told_to(drawn: Problem, asked_of: list[Question], words: tuple[str, ...]) -> Problem:
    rows = {each.id: each for each in drawn.candidates}
    for question, word in zip(asked_of, words, strict=True):
        row = rows[question.id]
        told: object = word
        if question.column == "knows":
            told = {id_: 1.0 for id_ in rows if word in (id_, EVERYBODY)}
        elif isinstance(before := getattr(row, question.column), frozenset):
            told = before | {word}
        rows[question.id] = replace(row, **{question.column: told})  # type: ignore[arg-type]  # a column by its name
    return replace(drawn, candidates=tuple(rows.values()))


@pytest.mark.parametrize(
    ("facts", "columns"),
    [
        ({"kind": "organisation"}, ["willingness", "influence", "interest"]),
        ({"sector": "school"}, ["willingness", "influence", "interest"]),
        ({"group": "office", "sector": "office"}, ["willingness", "interest"]),
        ({"group": "resident", "sector": "seniors"}, []),
        ({"kind": "resident"}, []),
        ({}, []),
    ],
)
def test_grades_are_asked_of_organisations_and_whose_voice_counts_not_of_the_office(
    facts: dict[str, str], columns: list[str]
) -> None:
    assert [each for each in (*GRADES, "interest") if may_be_judged(person("a", **facts), each)] == columns


def test_what_nobody_is_asked_leaves_room_for_another_question() -> None:
    # The office would be the first to be asked about, were its voice a question.
    proposal = proposal_of(
        problem(
            person("a", group="office", sector="office", willingness=0.7),
            *(person(key, kind="organisation", group="ngo", willingness=0.5, influence=0.5) for key in "bcd"),
            *(person(key, kind="organisation", group="ngo", willingness=0.5) for key in "efg"),
            size=Bounds(1, 1),
        )
    )
    assert proposal is not None
    assert (proposal.members, [(each.column, each.params["end"]) for each in asked(proposal)]) == (
        ("a",),
        [("influence", "high")] * 3,
    )


def test_without_time_nothing_is_asked() -> None:
    proposal = proposal_of(problem(person("a"), person("b"), size=Bounds(1, 1)))
    assert proposal is not None
    assert best_questions(proposal, {}, budget=Budget(0.0)) == ()


@pytest.mark.slow
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
            assert any(not _is_best(drawn, proposal.members, each, end) for end in ENDS)


@pytest.mark.slow
@DRAWN
@given(problems(greatest=5))
def test_an_answer_that_changes_the_table_is_among_the_questions_or_three_others_are(drawn: Problem) -> None:
    """Of every column: each empty cell with each word that anybody or any rule names, and with a new village."""
    proposal = proposal_of(drawn)
    assume(proposal is not None)
    assert proposal is not None
    found = asked(proposal)
    asked_about = {each.id for each in found}
    if len(found) < 3:
        changing = [
            (row.id, column, cell)
            for row in drawn.candidates
            if row.lock != "never" and row.id not in asked_about
            for column, cell in _answers(drawn, row)
            if _takes_away(_told(drawn, row.id, column, cell), proposal.members)
        ]
        assert changing == []


def _answers(drawn: Problem, row: Candidate) -> Iterator[tuple[str, object]]:
    may, rules = [each for each in drawn.candidates if each.lock != "never"], drawn.rules
    resident = "resident" in (row.kind, row.group)
    cells: dict[str, Iterable[object]] = {
        **{column: ENDS if may_be_judged(row, column) else () for column in GRADES},
        "group": () if resident else [group for group in GROUPS if row.kind != "organisation" or group != "resident"],
        "sector": rules.sectors,
        "age_band": ("13-19", "20-39", "60+") if resident else (),
        "interest_group": {each.interest_group for each in may if each.interest_group},
        "knows": [{each.id: 1.0} for each in may if each.id != row.id and row.id not in each.knows]
        if _has_ties(drawn)
        else (),
        **{column: [frozenset({word}) for word in _named(may, column)] for column in ("villages", "areas", "offers")},
    }
    cells["areas"] = {*cells["areas"], *(frozenset({word}) for word in rules.areas)}
    cells["offers"] = {*cells["offers"], *(frozenset({word}) for word in rules.offers)}
    cells["villages"] = [*cells["villages"], frozenset({"Nowa"})] if cells["villages"] else ()
    for column, words in cells.items():
        if getattr(row, column) in ("", None, frozenset(), {}):
            yield from ((column, word) for word in words)


def _named(people: Iterable[Candidate], column: str) -> set[str]:
    return {word for each in people for word in getattr(each, column)}


def _has_ties(drawn: Problem) -> bool:
    return any(strength > 0 for each in drawn.candidates for strength in each.knows.values())


def _told(drawn: Problem, id_: str, column: str, cell: object) -> Problem:
    people = (replace(row, **{column: cell}) if row.id == id_ else row for row in drawn.candidates)  # type: ignore[arg-type]
    return replace(drawn, candidates=tuple(people))


def _takes_away(told: Problem, members: tuple[str, ...]) -> bool:
    """Whether another table is better now, or this one does not keep the rules any more and another does."""
    best = oracle.best(told)
    if best is None:
        return False
    return bool(oracle.broken(told, members)) or best[0] - oracle.value(told, members) >= 1e-4


def _is_best(drawn: Problem, members: tuple[str, ...], question: Question, end: float) -> bool:
    told = _told(drawn, question.id, question.column, end)
    best = oracle.best(told)
    assert best is not None
    return best[0] - oracle.value(told, members) < 1e-4


def test_the_seats_that_change_are_those_of_the_new_best_table() -> None:
    # Nobody sits alone: if c turns out willing, c and d take both seats.
    given_problem = problem(
        person("a", willingness=0.7, influence=0.5, knows={"b": 1.0}),
        person("b", willingness=0.5, influence=0.5),
        person("c", kind="organisation", influence=0.5, knows={"d": 1.0}),
        person("d", willingness=0.6, influence=0.5),
        size=Bounds(2, 2),
        allow_isolated=False,
    )
    proposal = proposal_of(given_problem)
    assert proposal is not None
    assert (proposal.members, asked(proposal)) == (
        ("a", "b"),
        (
            Question("c", "willingness", 2, {"name": "Fictional c", "end": "high"}),
            # One who knows a could sit beside them instead of b.
            Question("d", "knows", 1, {"name": "Fictional d", "end": "high"}),
        ),
    )


ONE = {"group": "ngo", "influence": 0.9, "willingness": 0.8}


def named_(*words: str) -> frozenset[str]:
    return frozenset(words)


@pytest.mark.parametrize("column", ["areas", "offers"])
def test_a_word_that_others_at_the_table_bring_already_is_tried_too(column: str) -> None:
    """If b brings what c does, b comes instead."""
    given_problem = problem(
        person("a", **ONE, **{column: named_("x")}),
        person("b", **ONE),
        person("c", group="ngo", influence=0.5, willingness=0.8, **{column: named_("y")}),
        person("d", group="ngo", influence=0.2, willingness=0.2, **{column: named_("y")}),
        size=Bounds(2, 2),
    )
    proposal = proposal_of(given_problem)
    assert proposal is not None
    found = [(each.id, each.column, each.change, each.params.get("value")) for each in asked(proposal)]
    assert (proposal.members, found) == (("a", "c"), [("b", column, 1, "y")])


def test_an_interest_that_another_member_has_too_is_asked() -> None:
    given_problem = problem(
        person("a", interest_group="p", **ONE),
        person("b", **ONE),
        person("c", group="ngo", interest_group="q", influence=0.1, willingness=0.3),
        size=Bounds(2, 2),
        max_interest_share=Fraction(1, 2),
    )
    proposal = proposal_of(given_problem)
    assert proposal is not None
    params = {"name": "Fictional b", "value": "p"}
    assert (proposal.members, asked(proposal)) == (("a", "b"), (Question("b", "interest_group", 1, params),))


def test_whom_somebody_knows_is_asked_where_nobody_may_sit_alone() -> None:
    given_problem = problem(
        person("a", knows={"b": 1.0}, willingness=0.8, influence=0.9),
        person("b", knows={"a": 1.0}, willingness=0.8, influence=0.9),
        person("c", willingness=0.8, influence=1.0),
        size=Bounds(2, 3),
        allow_isolated=False,
    )
    proposal = proposal_of(given_problem)
    assert proposal is not None
    params = {"name": "Fictional c", "end": "high"}
    assert (proposal.members, asked(proposal)) == (("a", "b"), (Question("c", "knows", 1, params),))


def test_whom_somebody_knows_is_asked_first_where_that_alone_stands_against_the_rules() -> None:
    given_problem = problem(
        person("a", group="ngo", knows={"b": 1.0}),
        person("b", group="ngo", knows={"a": 1.0}),
        person("c", group="culture"),
        person("d", group="office"),
        size=Bounds(2, 4),
        groups={"culture": Bounds(1), "office": Bounds(1), "ngo": Bounds(1)},
        allow_isolated=False,
    )
    found = asked(partial_of(given_problem))
    expected = {"together": 1, "enough": 1, "end": "high"}
    assert sorted((each.id, each.column) for each in found) == [("c", "knows"), ("d", "knows")]
    assert [{key: each.params[key] for key in expected} for each in found] == [expected] * 2


def test_a_village_that_one_other_member_reaches_makes_that_one_superfluous() -> None:
    """u is locked; most members reach Wola, but b alone Zarzecze: if u reaches it too, c may come for b."""
    given_problem = problem(
        person("a", villages=in_("Wola"), **KNOWN, lock="must"),
        person("b", villages=in_("Zarzecze"), **KNOWN),
        person("c", villages=in_("Wola"), willingness=0.6, influence=0.5),
        person("d", villages=in_("Wola"), **KNOWN, lock="must"),
        person("u", **KNOWN, lock="must"),
        size=Bounds(4, 4),
    )
    proposal = proposal_of(given_problem)
    assert proposal is not None
    params = {"name": "Fictional u", "end": "low"}
    assert (proposal.members, asked(proposal)) == (("a", "b", "d", "u"), (Question("u", "villages", 1, params),))


def crowd(**facts: object) -> tuple[Candidate, ...]:
    """So many that not every answer is tried; nobody of them would come."""
    return tuple(person(f"z{number:02d}", influence=0.0, willingness=0.0, **facts) for number in range(45))


@pytest.mark.parametrize("column", ["areas", "offers", "villages"])
def test_in_a_large_register_what_one_member_alone_brings_is_tried_of_others(column: str) -> None:
    cell = {column: named_("x")}
    given_problem = problem(
        person("a", **ONE, **cell, lock="must"),
        person("b", **ONE),
        person("c", group="ngo", influence=0.5, willingness=0.8, **{column: named_("y")}),
        *crowd(**cell),
        size=Bounds(2, 2),
    )
    proposal = proposal_of(given_problem)
    assert proposal is not None
    found = [(each.id, each.column, each.change) for each in asked(proposal)]
    assert (proposal.members, found) == (("a", "c"), [("b", column, 1)])


def test_in_a_large_register_interests_and_ties_are_asked_too() -> None:
    given_problem = problem(
        person("a", interest_group="p", **ONE, knows={"b": 0.1}),
        person("b", **ONE, knows={"a": 0.1}),
        person("c", group="ngo", influence=0.85, willingness=0.8, interest_group="q"),
        *crowd(interest_group="q"),
        size=Bounds(2, 2),
        max_interest_share=Fraction(1, 2),
    )
    proposal = proposal_of(given_problem)
    assert proposal is not None
    found = [(each.id, each.column, each.change) for each in asked(proposal)]
    assert (proposal.members, sorted(found)) == (("a", "b"), [("b", "interest_group", 1), ("c", "knows", 1)])
