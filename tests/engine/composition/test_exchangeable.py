"""Who could take exactly a member's seat: held against every such table of small registers."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings

from koalicja.engine.composition.check import validated
from koalicja.engine.composition.exchangeable import exchangeable
from koalicja.engine.composition.partial import best_partial
from koalicja.engine.composition.problem import Bounds, Problem
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.reasons import member_reasons, tables_without
from koalicja.engine.composition.result import Reason
from tests.engine.composition import oracle
from tests.engine.composition.explained import proposal_of, time
from tests.engine.composition.registers import person, problem, problems

DRAWN = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def by_id(proposal: Proposal) -> dict[str, tuple[str, ...]]:
    """Without what solving says: only by counting."""
    found = exchangeable(proposal, {})
    return {proposal.prepared.candidates[place].id: proposal.prepared.ids(who) for place, who in found.items()}


def test_equal_in_all_that_counts_they_can_be_exchanged() -> None:
    proposal = proposal_of(
        problem(
            person("a", group="ngo", lock="must"),
            person("b", group="business", willingness=0.9),
            person("c", group="business", willingness=0.8),
            person("d", group="business", willingness=0.7),
            person("e", group="ngo", willingness=0.9),
            person("f", group="business", willingness=1.0, lock="never"),
            size=Bounds(2, 2),
            groups={"business": Bounds(1)},
        )
    )
    assert proposal is not None
    # Above 0.8 willingness counts no more; a is locked, d is worth less, e of another group, f locked never.
    assert set(proposal.members) < {"a", "b", "c"}
    (taken,) = set(proposal.members) - {"a"}
    assert by_id(proposal) == {taken: ({"b": "c", "c": "b"}[taken],)}
    reasons = member_reasons(proposal, tables_without(proposal, budget=time()))
    assert reasons[taken][-1] == Reason("exchangeable", {"ids": by_id(proposal)[taken]})
    assert [reason.code for reason in reasons["a"]] == ["locked_must", "sole_cover"]


def test_ties_and_quarrels_with_who_stays_tell_two_apart() -> None:
    proposal = proposal_of(
        problem(
            person("a", lock="must"),
            person("b", group="ngo", knows={"a": 1.0}),
            person("c", group="ngo", knows={"a": 1.0}, conflicts=frozenset({"a"})),
            person("d", group="ngo", knows={"e": 1.0}),
            person("e", group="culture", knows={"a": 1.0, "b": 0.2}),
            size=Bounds(2, 2),
            groups={"ngo": Bounds(1)},
        )
    )
    assert proposal is not None
    assert (proposal.members, by_id(proposal)) == (("a", "b"), {})


def test_those_nearby_are_named_for_one_of_them_alone_and_never_for_one_of_our_own() -> None:
    def found(taken: str) -> dict[str, tuple[str, ...]]:
        everyone = [person(name, group="business") for name in "abcd"]
        given_ = replace(problem(*everyone, groups={"business": Bounds(1)}), near=frozenset({"c", "d", "gone"}))
        prepared = validated(given_)
        return by_id(Proposal(prepared, prepared.places([taken]), True, 1, None))

    assert (found("a"), found("c")) == ({"a": ("b",)}, {"c": ("a", "b", "d")})


@pytest.mark.slow
@DRAWN
@given(problems(greatest=7))
def test_they_are_exactly_those_of_the_tables_one_exchange_away(drawn: Problem) -> None:
    proposal = proposal_of(drawn)
    assume(proposal is not None)
    assert proposal is not None
    kept, expected = set(oracle.kept_tables(drawn)), {}
    table, prepared = frozenset(proposal.members), proposal.prepared
    locked = {prepared.candidates[place].id for place in prepared.must}
    for member in sorted(table - locked):
        swapped = {other: table - {member} | {other} for other in sorted(set(prepared.index) - table)}
        worth = oracle.value(drawn, table)
        same = [o for o, tried in swapped.items() if tried in kept and abs(oracle.value(drawn, tried) - worth) < 1e-5]
        expected |= {member: tuple(same)} if same else {}
    assert by_id(proposal) == expected


@pytest.mark.slow
@DRAWN
@given(problems(greatest=7))
def test_who_cannot_be_missed_is_never_said_to_be_exchangeable(drawn: Problem) -> None:
    proposal = partial_or_best(drawn)
    without = tables_without(proposal, budget=time())
    for reasons in member_reasons(proposal, without).values():
        codes = [reason.code for reason in reasons]
        assert "exchangeable" not in codes[:-1]
        if {"irreplaceable", "misses_more", "loss_if_out", "library", "locked_must"} & set(codes):
            assert "exchangeable" not in codes
    # By counting alone the same comes out: what is solved only spares the counting.
    assert exchangeable(proposal, without) == exchangeable(proposal, {})


def partial_or_best(drawn: Problem) -> Proposal:
    found = proposal_of(drawn)
    if found is not None:
        return found
    prepared = validated(drawn)
    partial = best_partial(prepared, seed=1, time_limit=30)
    return Proposal(prepared, prepared.places(partial.members), partial.status == "optimal", 1, partial.missing)


def test_at_a_partial_table_an_exchange_misses_no_more() -> None:
    lacking = problem(
        person("a", group="ngo"),
        person("b", group="ngo"),
        person("c"),
        groups={"ngo": Bounds(1, 1), "business": Bounds(1)},
    )
    proposal = partial_or_best(lacking)
    assert proposal.missing
    (member,) = proposal.members
    assert by_id(proposal) == {member: ({"a": "b", "b": "a"}[member],)}


def test_of_two_interests_above_their_share_neither_grows_by_an_exchange() -> None:
    lacking = problem(
        *(person(id_, interest_group="commune", lock="must") for id_ in "ab"),
        *(person(id_, interest_group="parish", lock="must") for id_ in "c"),
        person("d"),
        person("e", interest_group="parish"),
        person("f", interest_group="parish"),
        size=Bounds(4, 4),
        max_interest_share=Fraction(1, 4),
    )
    proposal = partial_or_best(lacking)
    assert (proposal.members, by_id(proposal)) == (("a", "b", "c", "d"), {})
