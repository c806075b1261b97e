"""Every member is there for a reason, and no reason rests on what nobody told us."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings

from koalicja.engine.composition.compose import compose
from koalicja.engine.composition.model import Outcome
from koalicja.engine.composition.problem import Bounds, Problem
from koalicja.engine.composition.reasons import grade_of_loss, member_reasons, tables_without
from koalicja.engine.composition.result import Reason
from tests.engine.composition import oracle
from tests.engine.composition.explained import proposal_of, time
from tests.engine.composition.registers import person, problem, problems

DRAWN = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def reasons_of(given_problem: Problem) -> dict[str, list[tuple[str, dict[str, object]]]]:
    proposal = proposal_of(given_problem)
    assert proposal is not None
    found = member_reasons(proposal, tables_without(proposal, budget=time()))
    return {member: [(reason.code, dict(reason.params)) for reason in reasons] for member, reasons in found.items()}


def test_reasons_of_a_small_table_strongest_first() -> None:
    library = person("a", group="culture", villages=frozenset({"Wola"}), knows={"b": 0.5})
    farmer = person("b", group="business", willingness=0.9, areas=frozenset({"sport", "youth"}))
    given_problem = problem(
        library,
        farmer,
        person("c", group="ngo", influence=0.6, lock="must"),
        person("d", group="ngo", interest=0.9),
        library="a",
        size=Bounds(4, 4),
        groups={"ngo": Bounds(2), "business": Bounds(1)},
        areas={"youth": 1},
    )
    assert reasons_of(given_problem) == {
        "a": [
            ("library", {}),
            ("sole_cover", {"what": "village", "value": "Wola"}),
            ("sole_cover", {"what": "group", "value": "culture"}),
            ("reaches", {"villages": ("Wola",)}),
            ("knows", {"count": 1}),
        ],
        "b": [
            ("irreplaceable", {}),
            ("sole_cover", {"what": "area", "value": "sport"}),
            ("sole_cover", {"what": "area", "value": "youth"}),
            ("sole_cover", {"what": "group", "value": "business"}),
            ("serves", {"areas": ("sport", "youth")}),
            ("knows", {"count": 1}),
            ("willing", {"grade": "large"}),
            ("keeps_rule", {"rule": "areas.youth"}),
        ],
        "c": [
            ("locked_must", {}),
            ("fills_group", {"group": "ngo", "required": 2}),
            ("influential", {"grade": "middle"}),
        ],
        "d": [
            ("irreplaceable", {}),
            ("fills_group", {"group": "ngo", "required": 2}),
            ("interested", {"grade": "large"}),
        ],
    }


def test_somebody_of_whom_nothing_is_known_is_there_for_the_rule_that_needs_a_seat() -> None:
    found = reasons_of(problem(person("a"), person("b"), size=Bounds(1)))
    assert found == {"a": [("keeps_rule", {"rule": "size.min"}), ("exchangeable", {"ids": ("b",)})]}


def test_a_low_grade_is_no_reason() -> None:
    found = reasons_of(problem(person("a", willingness=0.2, influence=0.5, interest=0.1, lock="must")))
    assert found == {"a": [("locked_must", {})]}


def test_at_a_partial_table_nobody_is_irreplaceable_but_without_some_more_is_missing() -> None:
    lacking = problem(
        person("a", group="ngo"), person("b", group="ngo"), groups={"ngo": Bounds(2), "business": Bounds(1)}
    )
    answer = compose(lacking)
    assert (answer.status, answer.members) == ("infeasible", ("a", "b"))
    assert [answer.reasons[member][0] for member in answer.members] == [Reason("misses_more")] * 2


def test_at_a_partial_table_who_is_missed_for_nothing_else_is_there_for_the_rule_that_would_miss_more() -> None:
    answer = compose(problem(person("a"), person("b"), size=Bounds(3)))
    assert (answer.status, answer.members) == ("infeasible", ("a", "b"))
    due = (Reason("misses_more"), Reason("keeps_rule", {"rule": "size.min"}))
    assert [answer.reasons[member] for member in answer.members] == [due, due]


def test_losses_are_graded_by_what_is_proved() -> None:
    def without(bound: int | None) -> str:
        return grade_of_loss(1000, Outcome("optimal", frozenset(), bound, bound, 0.0))

    bounds = (None, 1000, 1200, 999, 990, 971, 970, -50)
    assert [without(bound) for bound in bounds] == ["", "", "", "small", "middle", "middle", "large", "large"]


@pytest.mark.slow
@DRAWN
@given(problems(greatest=7))
def test_everybody_has_a_reason_and_who_is_irreplaceable_sits_at_every_table(drawn: Problem) -> None:
    proposal = proposal_of(drawn)
    assume(proposal is not None)
    assert proposal is not None
    without = tables_without(proposal, budget=time())
    found = member_reasons(proposal, without)
    assert set(found) == set(proposal.members)
    assert [member for member, reasons in found.items() if not reasons] == []
    tables = list(oracle.kept_tables(drawn))
    everywhere = {member for member in proposal.members if all(member in table for table in tables)}
    locked = {row.id for row in drawn.candidates if row.lock == "must" or row.id == drawn.library}
    assert {member for member in found if Reason("irreplaceable") in found[member]} == everywhere - locked


@pytest.mark.slow
@DRAWN
@given(problems(greatest=7))
def test_the_table_without_somebody_is_the_best_there_is(drawn: Problem) -> None:
    proposal = proposal_of(drawn)
    assume(proposal is not None)
    assert proposal is not None
    # Weights are divided by the greatest, so that whole numbers are units of it.
    for place, outcome in tables_without(proposal, budget=time()).items():
        member = proposal.prepared.candidates[place].id
        worth = [oracle.value(drawn, table) for table in oracle.kept_tables(drawn) if member not in table]
        if worth:
            assert outcome.value is not None
            assert abs(Fraction(proposal.in_units(outcome.value)) - max(worth)) < Fraction(1, 10_000)
        else:
            assert outcome.status == "infeasible"
