"""The best partial table, against a count of what every table of small registers lacks."""

from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import ceil

import pytest
from hypothesis import HealthCheck, assume, given, settings

from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.model import Budget
from koalicja.engine.composition.objective import value
from koalicja.engine.composition.partial import best_partial, least_missing
from koalicja.engine.composition.problem import GROUPS, Bounds, Problem
from koalicja.engine.composition.rules import broken, rule_rows
from koalicja.engine.composition.solve import solve
from tests.engine.composition.registers import person, problem, problems, shuffled

DRAWN = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
LIGHT = {"groups": 8, "min_age_bands": 8, "age_bands": 8, "sectors": 6, "areas": 6, "offers": 6, "size": 4}
HEAVY = {"locks.must": 4, "locks.never": 3, "conflicts": 2}
FIVE_GROUPS = {group: Bounds(1) for group in GROUPS}


def lack(prepared: Prepared, table: tuple[str, ...]) -> tuple[int, int]:
    """What a table does that is forbidden, and what it lacks, weighted."""
    heavy = light = 0
    for row in rule_rows(prepared, table):
        amount = abs(row.required - row.actual)
        if row.met:
            continue
        if row.name == "max_interest_share":
            light += excess(prepared, table) + too_small(prepared, table)
        elif row.name in HEAVY or row.name.endswith(".max"):
            heavy += HEAVY.get(row.name, 1) * int(amount)
        else:
            light += LIGHT.get(row.name.split(".")[0], 2) * int(amount)
    return heavy, light


def too_small(prepared: Prepared, table: tuple[str, ...]) -> int:
    share = prepared.rules.max_interest_share
    smallest = ceil(1 / share) if share else len(prepared.candidates) + 1
    return max(0, smallest - len(table))


def excess(prepared: Prepared, table: tuple[str, ...]) -> int:
    share = prepared.rules.max_interest_share or Fraction(0)
    named = Counter(prepared.candidates[place].interest_group for place in prepared.places(table))
    allowed = share * len(table)
    # A group that only one candidate belongs to is the business of the table's size alone.
    shared = {word for word, many in Counter(c.interest_group for c in prepared.candidates).items() if many > 1}
    return sum(max(0, ceil(many - allowed)) for word, many in named.items() if word and word in shared)


@pytest.mark.slow
@DRAWN
@given(problems(greatest=7))
def test_no_table_lacks_less_and_none_that_lacks_as_little_is_worth_more(drawn: Problem) -> None:
    prepared = validated(drawn)
    assume(solve(prepared, seed=1, time_limit=30).status == "infeasible")
    found = best_partial(prepared, seed=1, time_limit=30)
    ids = sorted(prepared.index)
    tables = [table for size in range(len(ids) + 1) for table in combinations(ids, size)]
    least = min(lack(prepared, table) for table in tables)
    most = max(value(prepared, table) for table in tables if lack(prepared, table) == least)
    assert (found.status, lack(prepared, found.members), found.value, found.bound) == ("optimal", least, most, most)
    assert found.broken == broken(prepared, found.members)
    some = least_missing(prepared, seed=1, budget=Budget(30), seconds=30)
    assert (some.missing, some.is_proved, lack(prepared, prepared.ids(some.table))) == (found.missing, True, least)
    assert best_partial(validated(shuffled(drawn, 3)), seed=1, time_limit=30).members == found.members


def test_an_empty_register_gives_a_table_of_nobody_and_every_rule_it_breaks() -> None:
    rules = {"size": Bounds(8, 20), "groups": FIVE_GROUPS, "min_age_bands": 2, "max_interest_share": Fraction(49, 100)}
    found = best_partial(validated(problem(**rules)), seed=1, time_limit=10)
    names = ("size.min", *(f"groups.{group}.min" for group in sorted(GROUPS)), "min_age_bands")
    assert (found.status, found.members, found.broken) == ("optimal", (), names)


def test_of_a_library_locked_never_the_seat_is_kept() -> None:
    found = best_partial(validated(problem(person("bib", lock="never"), library="bib")), seed=1, time_limit=10)
    assert (found.status, found.members, found.broken) == ("optimal", ("bib",), ("locks.never",))


def test_two_who_must_sit_but_not_together_both_sit() -> None:
    quarrel = problem(person("a", lock="must", conflicts=frozenset({"b"})), person("b", lock="must"))
    found = best_partial(validated(quarrel), seed=1, time_limit=10)
    assert (found.status, found.members, found.broken) == ("optimal", ("a", "b"), ("conflicts",))


def test_a_school_alone_is_at_the_partial_table_though_the_share_needs_three() -> None:
    rules = {"groups": FIVE_GROUPS, "max_interest_share": Fraction(49, 100)}
    found = best_partial(validated(problem(person("s", group="culture"), **rules)), seed=1, time_limit=10)
    missing = tuple(f"groups.{group}.min" for group in sorted(set(GROUPS) - {"culture"}))
    assert (found.members, found.broken) == (("s",), (*missing, "max_interest_share"))


def test_where_all_belong_to_one_the_table_is_filled_and_others_are_missing() -> None:
    crowd = [person(f"s{number}", group="culture", interest_group="commune") for number in range(9)]
    rules = {"size": Bounds(4, 20), "max_interest_share": Fraction(49, 100)}
    found = best_partial(validated(problem(*crowd, **rules)), seed=1, time_limit=10)
    assert (found.status, len(found.members), found.broken) == ("optimal", 4, ("max_interest_share",))


def test_rules_that_can_be_met_have_no_partial_table() -> None:
    with pytest.raises(CompositionError) as refused:
        best_partial(validated(problem(person("a"))), seed=1, time_limit=10)
    assert refused.value.code == "rules_can_be_met"


def test_without_time_there_is_no_partial_table() -> None:
    with pytest.raises(CompositionError) as refused:
        best_partial(validated(problem(person("a"), size=Bounds(2))), seed=1, time_limit=0)
    assert refused.value.code == "no_time"
