"""Rules and objective counted by the engine are those counted from the definition, table by table."""

from fractions import Fraction
from math import nextafter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koalicja.engine.composition.check import validated
from koalicja.engine.composition.objective import in_units, value
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import RuleRow
from koalicja.engine.composition.rules import broken, rule_rows
from tests.engine.composition import oracle
from tests.engine.composition.registers import person, problem, problems

DRAWN = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@DRAWN
@given(problems(), st.data())
def test_a_table_breaks_the_rules_the_definition_says(drawn: Problem, data: st.DataObject) -> None:
    prepared = validated(drawn)
    # Locked-never people serve nobody in the engine's count, which no table that keeps the rules can show.
    free = [person.id for person in prepared.candidates if person.lock != "never"]
    members = data.draw(st.frozensets(st.sampled_from(free))) if free else frozenset()
    assert set(broken(prepared, members)) == oracle.broken(drawn, members)
    assert in_units(prepared, value(prepared, members)) == pytest.approx(float(oracle.value(drawn, members)), abs=1e-4)


@pytest.mark.parametrize(
    ("share", "actual", "met"),
    [
        (Fraction("0.3333333333333333"), nextafter(1 / 3, 1), False),
        (Fraction(1, 3), 1 / 3, True),
        (Fraction(3, 10), 1 / 3, False),
    ],
)
def test_a_share_that_breaks_the_rule_never_looks_equal_to_what_is_required(
    share: Fraction, actual: float, met: bool
) -> None:
    three = problem(person("a"), person("b"), person("c"), max_interest_share=share)
    rows = rule_rows(validated(three), ["a", "b", "c"])
    assert rows == (RuleRow("max_interest_share", float(share), actual, met, known=0, among=3),)


def test_a_share_says_of_how_many_the_interest_is_known() -> None:
    told = [person("a", interest_group="x"), person("b"), person("c", interest_group="y", lock="never")]
    (row, never) = rule_rows(validated(problem(*told, max_interest_share=Fraction(1, 2))), ["a", "b"])
    assert (row.name, row.met, row.known, row.among) == ("max_interest_share", True, 1, 2)
    assert (never.name, never.known, never.among) == ("locks.never", None, None)
