"""Advice where the rules cannot be met: it helps, none of it is too much, and nobody is asked for in vain."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings

from koalicja.engine.composition.check import validated
from koalicja.engine.composition.guests import Profile
from koalicja.engine.composition.model import Budget
from koalicja.engine.composition.phantoms import missing
from koalicja.engine.composition.problem import GROUPS, Bounds, Candidate, Problem
from koalicja.engine.composition.result import Advice
from tests.engine.composition.guest_pool import could_be_met
from tests.engine.composition.oracle import MOST, can_be_met
from tests.engine.composition.registers import BANDS, VILLAGES, person, problem, problems

OF_A_GROUP = {"group", "sector", "age_band"}
OWNED = ("ngo", "office", "business")
DRAWN = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def advice(given_: Problem, seed: int = 1) -> tuple[Advice, ...]:
    return missing(validated(given_), seed=seed, budget=Budget(60))


def row(number: int, profile: Profile) -> Candidate:
    """One more line of the canonical table, read without the engine's help; all other cells are empty."""
    cells: dict[str, object] = {
        column: value if isinstance(value, str) else frozenset(value) for column, value in profile.items()
    }
    if "knows" in profile:
        cells["knows"] = {known.split(":")[0]: float(known.split(":")[1]) for known in profile["knows"]}
    return person(f"z{number}", **cells)


def with_rows(given_: Problem, rows: Sequence[Profile]) -> Problem:
    added = tuple(row(number, profile) for number, profile in enumerate(rows))
    return replace(given_, candidates=given_.candidates + added)


def less(profile: Profile) -> Iterator[Profile]:
    """The profile without one cell, and without one entry of a list."""
    for column, value in profile.items():
        rest = {name: cell for name, cell in profile.items() if name != column}
        yield rest
        if not isinstance(value, str) and len(value) > 1:
            yield from ({**rest, column: tuple(word for word in value if word != left)} for left in value)


def fullest(given_: Problem) -> Iterator[Profile]:
    """Every person who could help alone: all villages, areas and offers, any group that fits, any acquaintance."""
    everything: dict[str, tuple[str, ...]] = {
        "areas": tuple(given_.rules.areas),
        "offers": tuple(given_.rules.offers),
        "villages": tuple(sorted({v for r in given_.candidates if r.lock != "never" for v in r.villages})),
        "knows": tuple(f"{candidate.id}:1" for candidate in given_.candidates),
    }
    lists = {column: words for column, words in everything.items() if words}
    if not any(strength for candidate in given_.candidates for strength in candidate.knows.values()):
        lists.pop("knows", None)
    sectors = {"culture": ("", "school"), "business": ("", "firm")}
    for group in ("office", "culture", "ngo", "business", "resident"):
        for sector, band in product(sectors.get(group, ("",)), BANDS if group == "resident" else ("",)):
            yield {**lists, "group": group, "sector": sector, "age_band": band}


def test_a_small_table_is_asked_for_whoever_is_missing_at_it() -> None:
    """One firm, one office and two residents beside the two: only the most seats stand in the way."""
    needed = problem(
        person("a", group="culture"),
        person("b", group="ngo"),
        size=Bounds(2, 3),
        max_interest_share=Fraction(49, 100),
        min_age_bands=2,
        groups={group: Bounds(1) for group in GROUPS},
    )
    found = advice(needed)
    wanted = [each for each in found if each.code == "then_look_for"]
    assert [each.rules for each in found if each.code == "rules_contradict"] == [
        ("size.max", *(f"groups.{group}.min" for group in ("business", "culture", "ngo", "office")))
    ]
    assert sorted(str(each.params["group"]) for each in wanted) == ["business", "office", "resident", "resident"]


@pytest.mark.slow
@DRAWN
@given(problems(greatest=5))
def test_advice_is_given_where_the_rules_cannot_be_met_and_tells_who_is_missing_or_what_contradicts(
    drawn: Problem,
) -> None:
    found = advice(drawn)
    assert bool(found) is not can_be_met(drawn)
    first = [each for each in found if each.code == "unlock"]
    assert first == list(found[: len(first)])
    assert len(first) <= 1
    found = found[len(first) :]
    for each in first:
        only_these_locks_are_in_the_way(drawn, each)
    wanted = [given_.profile for given_ in found if given_.code == "look_for"]
    codes = [given_.code for given_ in found]
    if wanted:
        assert codes == ["look_for"] * len(wanted)
        each_of_them_is_needed(drawn, found)
    elif found:
        assert codes == sorted(codes, key=["rules_contradict", "then_look_for"].index)
        nobody_could_help(drawn, found)


def unlocked(drawn: Problem, ids: Sequence[str]) -> Problem:
    people = tuple(replace(row, lock="") if row.id in ids else row for row in drawn.candidates)
    return replace(drawn, candidates=people)


def only_these_locks_are_in_the_way(drawn: Problem, found: Advice) -> None:
    """Where nobody is missing then: with these locks gone the rules can be met, with any one kept they cannot."""
    ids = found.params["ids"]
    assert isinstance(ids, tuple)
    if found.params["still_missing"] == 0:
        assert can_be_met(unlocked(drawn, ids))
        fewer = [tuple(each for each in ids if each != kept) for kept in ids]
        assert [can_be_met(unlocked(drawn, some)) for some in fewer] == [False] * len(ids)
        assert all(can_be_met(unlocked(drawn, [one])) for one in found.params["instead"])  # type: ignore[union-attr]


def test_locks_that_leave_a_group_empty_are_named_before_anybody_new() -> None:
    office = [person(f"o{number}", group="office", lock="never") for number in range(7)]
    needed = problem(person("a", group="ngo"), *office, groups={"office": Bounds(1), "ngo": Bounds(1)})
    first, then = advice(needed)
    assert (first.code, set(first.rules), first.params["still_missing"]) == (
        "unlock",
        {"groups.office.min", "locks.never"},
        0,
    )
    named = {*first.params["ids"], *first.params["instead"]}  # type: ignore[misc]
    assert (len(first.params["ids"]), named) == (1, {row.id for row in office})  # type: ignore[arg-type]
    assert (then.code, then.profile) == ("look_for", {"group": "office"})


def test_locks_are_named_although_somebody_else_is_missing_too() -> None:
    needed = problem(
        person("a", group="ngo"),
        person("o", group="office", lock="never"),
        groups={"office": Bounds(1), "business": Bounds(1)},
    )
    first, *others = advice(needed)
    assert (first.code, first.params) == ("unlock", {"ids": ("o",), "instead": (), "still_missing": 1})
    assert [each.profile for each in others] == [{"group": "office"}, {"group": "business"}]


def test_a_lock_that_is_not_in_the_way_is_not_named() -> None:
    needed = problem(person("a", group="ngo", lock="never"), person("b", group="ngo"), groups={"office": Bounds(1)})
    assert [each.code for each in advice(needed)] == ["look_for"]


def test_who_declined_is_not_asked_to_come_after_all() -> None:
    needed = problem(person("a", group="office", lock="never"), groups={"office": Bounds(1)})
    found = missing(validated(needed), seed=1, budget=Budget(60), fixed=(0,))
    assert [each.code for each in found] == ["look_for"]


def test_who_said_no_keeps_the_lock_also_where_a_whole_proposal_is_made_anew() -> None:
    offices = [person(name, group="office", lock="never") for name in "ab"]
    needed = replace(problem(*offices, groups={"office": Bounds(1)}), declined=frozenset({"a", "gone"}))
    first, *others = advice(needed)
    assert (first.code, first.params["ids"], first.params["instead"]) == ("unlock", ("b",), ())
    assert [each.code for each in others] == ["look_for"]
    both = replace(needed, declined=frozenset({"a", "b"}))
    assert [(each.code, dict(each.profile)) for each in advice(both)] == [("look_for", {"group": "office"})]


def test_of_marks_of_which_one_is_enough_the_sector_that_the_rules_ask_for_comes_first() -> None:
    needed = problem(
        person("a", group="office", sector="municipal_unit", lock="never"),
        person("b", group="office", sector="social_welfare", lock="never"),
        person("c", group="office", sector="office", lock="never"),
        groups={"office": Bounds(1)},
    )
    found = [
        (each.params["ids"], each.params["instead"])
        for seed in range(4)
        for each in advice(needed, seed=seed)
        if each.code == "unlock"
    ]
    assert found == [(("c",), ("b", "a"))] * 4
    sectors = {"social_welfare": Bounds(max=1)}
    asked = replace(needed, rules=replace(needed.rules, sectors=sectors))
    assert (advice(asked)[0].params["ids"], advice(asked)[0].params["instead"]) == (("b",), ("c", "a"))


def of_another_interest(drawn: Problem, found: Sequence[Advice]) -> None:
    """Of an interest group that is named the missing cannot be, of any other they can."""
    rows = [each.profile for each in found]
    words = {person.interest_group for person in drawn.candidates if person.lock != "never"} - {""}
    for profile, named in {tuple(each.profile.items()): each.params.get("not_interest", ()) for each in found}.items():
        places = [place for place, row_ in enumerate(rows) if tuple(row_.items()) == profile]
        for word in words:
            whole = with_rows(drawn, rows)
            ids = {f"z{place}" for place in places}
            people = tuple(replace(p, interest_group=word) if p.id in ids else p for p in whole.candidates)
            assert can_be_met(replace(whole, candidates=people)) is not (word in named)


def of_an_open_group(drawn: Problem, found: Sequence[Advice]) -> None:
    """Where the group is left open: with anybody of a group that is not named the rules can be met, else not."""
    whole = with_rows(drawn, [each.profile for each in found])
    open_ones = {f"z{place}": each for place, each in enumerate(found) if not {*each.profile} & OF_A_GROUP}
    named = [frozenset(each.params.get("not_groups", ())) for each in open_ones.values()]
    if not named or len(set(named)) > 1:  # all groups are full for one more: they are dealt out
        return
    for group in GROUPS:
        sure = {"kind": "resident" if group == "resident" else "organisation", "group": group}
        people = tuple(replace(p, **sure) if p.id in open_ones else p for p in whole.candidates)
        assert can_be_met(replace(whole, candidates=people)) is (group not in named[0])


def each_of_them_is_needed(drawn: Problem, found: Sequence[Advice]) -> None:
    wanted = [each.profile for each in found]
    assume(len(wanted) + len(drawn.candidates) <= MOST - 2)
    assert can_be_met(with_rows(drawn, wanted))
    of_another_interest(drawn, found)
    of_an_open_group(drawn, found)
    around = [(wanted[:place], profile, wanted[place + 1 :]) for place, profile in enumerate(wanted)]
    fewer = [[*before, *after] for before, _, after in around]
    poorer = [[*before, poor, *after] for before, profile, after in around for poor in less(profile)]
    assert [can_be_met(with_rows(drawn, rows)) for rows in (*fewer, *poorer)] == [False] * len(fewer + poorer)
    if len(wanted) > 1:
        assert [alone for alone in fullest(drawn) if can_be_met(with_rows(drawn, [alone]))] == []


def nobody_could_help(drawn: Problem, found: Sequence[Advice]) -> None:
    assert [given_.profile for given_ in found] == [{}] * len(found)
    assert [one for one in fullest(drawn) if can_be_met(with_rows(drawn, [one]))] == []
    contradictions = [given_.rules for given_ in found if given_.code == "rules_contradict"]
    for rules in contradictions:
        assert not could_be_met(drawn, rules)
        assert [left for left in rules if not could_be_met(drawn, {*rules} - {left})] == []
    named = {rule for rules in contradictions for rule in rules}
    rows: list[Profile] = [dict(given_.params) for given_ in found if given_.code == "then_look_for"]  # type: ignore[misc]
    assume(len(rows) + len(drawn.candidates) <= MOST - 2)
    assert can_be_met(with_rows(drawn, rows), without=named)


NOBODY = {group: Bounds(None, 0) for group in GROUPS}


def test_a_missing_person_is_of_some_group_even_where_the_row_does_not_say_so() -> None:
    found = advice(problem(size=Bounds(1, 3), groups=NOBODY))
    assert found[0] == Advice("rules_contradict", ("size.min", *(f"groups.{group}.max" for group in sorted(GROUPS))))
    assert [(each.code, each.profile, each.params) for each in found[1:]] == [("then_look_for", {}, {})]


def test_a_missing_school_counts_towards_the_most_of_its_group() -> None:
    found = advice(problem(groups={"culture": Bounds(None, 0)}, sectors={"school": Bounds(1)}))
    assert found == (
        Advice("rules_contradict", ("groups.culture.max", "sectors.school.min")),
        Advice("then_look_for", ("sectors.school.min",), params={"sector": "school"}),
    )


def test_where_one_group_has_room_anybody_is_asked_for() -> None:
    room = {group: bounds for group, bounds in NOBODY.items() if group != "ngo"}
    full = tuple(group for group in GROUPS if group != "ngo")
    assert advice(problem(size=Bounds(1, 3), groups=room)) == (
        Advice("look_for", ("size.min",), {}, {"not_groups": full}),
    )


def test_groups_that_are_full_are_named_where_anybody_else_will_do() -> None:
    few = problem(
        *(person(key, group="office" if key == "c" else "ngo") for key in "abc"),
        size=Bounds(4, 6),
        groups={"ngo": Bounds(1, 2), "office": Bounds(1, 1)},
    )
    assert advice(few) == (Advice("look_for", ("size.min",), {}, {"not_groups": ("office", "ngo")}),)
    helped = [group for group in GROUPS if can_be_met(with_rows(few, [{"group": group}]))]
    assert helped == [group for group in GROUPS if group not in {"office", "ngo"}]


def test_where_each_group_has_room_for_one_they_are_dealt_out() -> None:
    one = {group: Bounds(None, int(group in {"ngo", "business"})) for group in GROUPS}
    first, second = advice(problem(size=Bounds(2), groups=one))
    left = [{*GROUPS} - {*each.params["not_groups"]} for each in (first, second)]
    assert sorted(map(sorted, left)) == [["business"], ["ngo"]]


def owned() -> Problem:
    of_one = [person(key, group=group, interest_group="x") for key, group in zip("abc", OWNED, strict=True)]
    return problem(
        *of_one, size=Bounds(3, 5), max_interest_share=Fraction(49, 100), groups={group: Bounds(1) for group in OWNED}
    )


def test_a_missing_person_is_to_be_of_another_interest_where_that_binds() -> None:
    found = advice(owned())
    assert {(each.code, tuple(each.params.items())) for each in found} == {("look_for", (("not_interest", ("x",)),))}
    rows = [each.profile for each in found]
    assert can_be_met(with_rows(owned(), rows))
    of_x = with_rows(owned(), rows)
    same = tuple(replace(each, interest_group=each.interest_group or "x") for each in of_x.candidates)
    assert not can_be_met(replace(of_x, candidates=same))


def test_where_the_interest_does_not_bind_none_is_named() -> None:
    roomy = replace(owned(), rules=replace(owned().rules, max_interest_share=Fraction(1), size=Bounds(4, 5)))
    assert advice(roomy) == (Advice("look_for", ("size.min",), {}),)


def test_one_person_is_asked_for_two_things_where_one_will_do() -> None:
    library = person("lib", group="culture", knows={"anna": 0.5}, villages=frozenset({"Wola"}))
    anna = person("anna", group="resident", age_band="60+", villages=frozenset({"Zarzecze"}), lock="never")
    needed = problem(
        library, anna, library="lib", age_bands={"13-19": Bounds(1)}, offers={"car": 1}, size=Bounds(None, 2)
    )
    assert advice(needed) == (
        Advice(
            "look_for",
            ("age_bands.13-19.min", "offers.car"),
            {"group": "resident", "age_band": "13-19", "offers": ("car",)},
        ),
    )


def test_two_people_alike_are_two_profiles_alike() -> None:
    needed = problem(person("a", group="ngo"), groups={"business": Bounds(2)})
    alike = Advice("look_for", ("groups.business.min",), {"group": "business"})
    assert advice(needed) == (alike, alike)


def test_a_stranger_at_the_table_needs_someone_who_knows_them() -> None:
    stranger = person("s", sector="firm")
    needed = problem(
        stranger, person("a", knows={"b": 1.0}), person("b"), sectors={"firm": Bounds(1)}, allow_isolated=False
    )
    assert advice(needed) == (Advice("look_for", ("sectors.firm.min", "allow_isolated"), {"knows": ("s:1",)}),)


def test_a_village_is_named_by_name_and_never_a_new_one() -> None:
    near = person("a", villages=frozenset(VILLAGES[:1]), lock="must", conflicts=frozenset({"b", "c"}))
    far = [person(key, villages=frozenset({village})) for key, village in zip("bc", VILLAGES[1:], strict=True)]
    needed = problem(near, *far, min_villages_share=1)
    (found,) = advice(needed)
    assert found.profile == {"villages": ("Kąty", "Zarzecze")}


def test_an_empty_register_is_told_whom_to_begin_with() -> None:
    found = advice(problem(size=Bounds(3), groups={"office": Bounds(1)}, min_age_bands=1))
    assert [given_.code for given_ in found] == ["look_for"] * 3
    assert [sorted(given_.profile) for given_ in found] == [["group"], ["age_band", "group"], []]


def test_contradicting_locks_are_named_first_and_then_who_would_be_missing() -> None:
    quarrel = [person("a", lock="must", conflicts=frozenset({"b"})), person("b", lock="must")]
    found = advice(problem(*quarrel, groups={"business": Bounds(1)}))
    assert found == (
        Advice("unlock", ("conflicts", "locks.must"), params={"ids": ("a",), "instead": ("b",), "still_missing": 1}),
        Advice("rules_contradict", ("conflicts", "locks.must")),
        Advice("then_look_for", ("groups.business.min",), params={"group": "business"}),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_gives_the_same_advice(seed: int) -> None:
    people = [person(f"p{place}", villages=frozenset({f"Village {place}"}), knows={"p0": 1}) for place in range(1, 9)]
    needed = problem(person("p0"), *people, size=Bounds(None, 3), min_villages_share=0.9, allow_isolated=False)
    backwards = replace(needed, candidates=needed.candidates[::-1])
    assert advice(needed, seed) == advice(backwards, seed)
