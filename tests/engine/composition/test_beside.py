"""Reasons among more candidates than a table was made from."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from koalicja.engine.composition.beside import reasons_among
from koalicja.engine.composition.compose import compose
from koalicja.engine.composition.problem import Bounds, Candidate, Problem
from tests.engine.composition import oracle
from tests.engine.composition.registers import person, problem, problems

DRAWN = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
NEEDED = {"irreplaceable", "misses_more"}


def codes(given_: Problem, *others: Candidate) -> dict[str, set[str]]:
    """The reasons of the table made of these candidates among them and others."""
    whole = replace(given_, candidates=(*given_.candidates, *others))
    found = reasons_among(whole, compose(given_), seed=1, time_limit=8.0)
    return {member: {reason.code for reason in reasons} for member, reasons in found.items()}


def few() -> Problem:
    return problem(
        person("a", group="culture"), person("b", group="ngo"), groups={"culture": Bounds(1), "ngo": Bounds(1)}
    )


def test_who_has_a_substitute_among_the_others_is_not_irreplaceable() -> None:
    told = codes(few(), person("z", group="ngo"))
    assert {member for member, reasons in told.items() if "irreplaceable" in reasons} == {"a"}
    assert "exchangeable" in told["b"]


def test_at_a_partial_table_whom_another_would_spare_is_not_missed() -> None:
    partial = replace(few(), rules=replace(few().rules, groups={**few().rules.groups, "business": Bounds(1)}))
    assert "misses_more" in codes(partial)["b"]
    assert "misses_more" not in codes(partial, person("z", group="ngo"))["b"]


@pytest.mark.slow
@DRAWN
@given(problems(greatest=5))
def test_without_others_the_reasons_are_the_same(drawn: Problem) -> None:
    answer = compose(drawn)
    assert reasons_among(drawn, answer, seed=1, time_limit=8.0) == answer.reasons


@DRAWN
@given(problems(greatest=4))
def test_irreplaceable_is_who_sits_at_every_table_of_all(drawn: Problem) -> None:
    others = tuple(
        replace(each, id=f"z{each.id}", lock="", knows={}, conflicts=frozenset()) for each in drawn.candidates
    )
    whole = replace(drawn, candidates=(*drawn.candidates, *others))
    if oracle.best(drawn) is None:
        return
    for member, reasons in codes(drawn, *others).items():
        if "irreplaceable" in reasons:
            gone = tuple(replace(each, lock="never") if each.id == member else each for each in whole.candidates)
            assert oracle.best(replace(whole, candidates=gone)) is None
