"""Nothing below 5 is shown of anonymous residents, nor follows from what is, by any attack we could think of."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, pairwise, product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koalicja.engine.perspectives.blocks import SMALL, together
from koalicja.engine.perspectives.disclosure import ANSWERS, Part, Release, Row, StatementRelease, released
from koalicja.engine.perspectives.errors import PerspectiveError
from koalicja.engine.perspectives.voices import GROUPS, Person, Vote
from tests.engine.perspectives.attacker import cells_of, derivable, least, most, shown_sums
from tests.engine.perspectives.voices_of import BANDS, crowd, people, votes

SEEDS = st.integers(0, 10**6)
SIZES = st.integers(0, 90)


def looks(seed: int, *sizes: int, statements: str = "s") -> list[Release]:
    """What is shown after each wave of people, the newest last."""
    those: list[Person] = []
    given_votes: list[Vote] = []
    found: list[Release] = []
    for wave, size in enumerate(sizes):
        more = crowd(seed + wave if seed % 3 else seed, size, statements, start=len(those))
        those, given_votes = those + more[0], given_votes + more[1]
        previous = found[-1] if found else None
        found.append(released(given_votes, those, statements=statements, bands=BANDS, previous=previous))
    return found


def numbers(look: Release) -> Iterator[int]:
    yield from ([look.people] if look.people else [])
    yield from (part.people for part in (*look.groups, *look.age_bands))
    for view in look.statements:
        yield from (view.people, *view.all, *(count for row in (*view.groups, *view.age_bands) for count in row.counts))


@given(SEEDS, SIZES, SIZES)
@settings(max_examples=40)
def test_no_number_shown_is_below_five(seed: int, first: int, second: int) -> None:
    for look in looks(seed, first, second, statements="stu"):
        assert min(numbers(look), default=SMALL) >= SMALL


@given(SEEDS, SIZES, SIZES, st.data())
@settings(max_examples=12)
def test_nobody_can_tell_how_many_are_behind_any_filter_after_two_looks(
    seed: int, first: int, second: int, data: st.DataObject
) -> None:
    shown = looks(seed, first, second)
    cells = cells_of((*GROUPS, ""), (*BANDS, ""), 2)
    sums = shown_sums(shown, cells, "s")
    waves = [
        wave
        for wave, look in enumerate(shown)
        if look.people and look.people not in {other.people for other in shown[:wave]}
    ]
    for _ in range(8 if waves else 0):
        wave = data.draw(st.sampled_from(waves))
        chosen = data.draw(st.sampled_from([cell for cell in cells if cell[3] == wave]))
        greatest = most(frozenset({chosen}), sums, cells)
        assert greatest >= SMALL or greatest - least(frozenset({chosen}), sums, cells) >= SMALL - 2


@given(SEEDS, SIZES, st.data())
@settings(max_examples=8)
def test_nobody_can_prove_that_fewer_than_five_are_behind_any_filter_of_one_look(
    seed: int, size: int, data: st.DataObject
) -> None:
    shown = looks(seed, size)
    cells = cells_of((*GROUPS, ""), (*BANDS, ""), 1)
    sums = shown_sums(shown, cells, "s")
    for _ in range(8 if shown[0].people else 0):
        chosen = data.draw(st.sampled_from(cells))
        assert most(frozenset({chosen}), sums, cells) >= SMALL


@given(SEEDS, st.integers(10, 80))
@settings(max_examples=10)
def test_no_sum_or_difference_of_what_is_shown_is_below_five(seed: int, size: int) -> None:
    """Every set of people that two statements, the group and the band tell apart, tried one by one."""
    chance = Random(seed)
    those = [
        Person(f"p{at}", chance.choice(["ngo", "resident", "resident"]), chance.choice(["60+", "60+", "13-19"]))
        for at in range(size)
    ]
    lean = chance.random()
    given_votes = [Vote(p.id, name, 1 if chance.random() < lean else -1) for p in those for name in "st"]
    look = released(given_votes, those, statements="st", bands=BANDS)
    value = {(vote.person, vote.statement): ANSWERS[(1 - vote.value) // 2] for vote in given_votes}
    atoms = list(product(["ngo", "resident"], ["60+", "13-19"], ["agree", "disagree"], ["agree", "disagree"]))
    truth = np.array(
        [sum((p.group, p.age_band, value[p.id, "s"], value[p.id, "t"]) == atom for p in those) for atom in atoms]
    )
    rows = [[1] * len(atoms)]
    rows += [[atom[0] in part.keys for atom in atoms] for part in look.groups]
    rows += [[atom[1] in part.keys for atom in atoms] for part in look.age_bands]
    for at, view in enumerate(look.statements, 2):
        for answers in view.answers:
            rows += [[atom[at] in answers for atom in atoms]]
            rows += [[atom[0] in row.keys and atom[at] in answers for atom in atoms] for row in view.groups]
            rows += [[atom[1] in row.keys and atom[at] in answers for atom in atoms] for row in view.age_bands]
    subsets = np.array(list(product([0, 1], repeat=len(atoms))), dtype=float)[1:]
    found = derivable(np.array(rows, dtype=float), subsets)
    assert found.any()
    assert (subsets[found] @ truth).min() >= SMALL


@pytest.mark.parametrize(("keys", "total"), [(2, 24), (3, 17), (4, 14)])
def test_who_knows_the_method_learns_no_number_below_five(keys: int, total: int) -> None:
    """All tables that would have been shown the same way: a hidden small count may be one of at least four."""
    same: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for table in product(range(total + 1), repeat=keys):
        if SMALL <= sum(table) <= total:
            blocks = together([(count,) for count in table])
            same[tuple((block, sum(table[place] for place in block)) for block in blocks)].append(table)
    for tables in same.values():
        for place in range(keys):
            values = {table[place] for table in tables}
            assert not values & set(range(SMALL)) or len(values & set(range(SMALL))) >= SMALL - 1


@given(st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=2), min_size=1, max_size=7))
def test_blocks_are_a_partition_without_a_small_count(counts: list[list[int]]) -> None:
    blocks = together(counts)
    assert sorted(place for block in blocks for place in block) == list(range(len(counts)))
    if len(blocks) > 1:
        assert min(sum(counts[place][at] for place in block) for block in blocks for at in (0, 1)) >= SMALL
    if all(min(count) >= SMALL for count in counts):
        assert len(blocks) == len(counts)


def test_blocks_take_the_nearest_key_first() -> None:
    assert together([(3,), (20,), (20,), (20,)]) == ((0, 1), (2,), (3,))
    assert together([(20,), (20,), (20,), (0,)]) == ((0,), (1,), (2, 3))
    assert together([(3,), (5,), (20,), (20,)]) == ((0, 1, 2), (3,))
    assert together([(20,), (3,), (20,)], order=[0, 2]) == ((0, 1), (2,))
    assert together([(3,), (8,)]) == ((0, 1),)


@given(SEEDS, SIZES, SIZES, SIZES)
@settings(max_examples=30)
def test_between_two_looks_every_number_stays_or_grows_by_five(seed: int, one: int, two: int, three: int) -> None:
    shown = looks(seed, one, two, three, statements="st")
    for before, after in pairwise(shown):
        assert after == before or after.people - before.people >= SMALL
        for old_parts, parts in ((before.groups, after.groups), (before.age_bands, after.age_bands)):
            for old in old_parts:
                inside = [part.people for part in parts if set(part.keys) <= set(old.keys)]
                assert after == before or sum(inside) - old.people >= SMALL
        for old_view in before.statements:
            view = next(each for each in after.statements if each.id == old_view.id)
            for answers, count in zip(old_view.answers, old_view.all, strict=True):
                now = sum(n for new, n in zip(view.answers, view.all, strict=True) if set(new) <= set(answers))
                assert view == old_view or now - count >= SMALL
            for old_rows, rows in ((old_view.groups, view.groups), (old_view.age_bands, view.age_bands)):
                for old_row in old_rows:
                    inside = [sum(row.counts) for row in rows if set(row.keys) <= set(old_row.keys)]
                    assert view == old_view or sum(inside) - sum(old_row.counts) >= SMALL * len(old_view.answers)


@given(SEEDS, st.integers(20, 60), st.integers(20, 90), st.integers(40, 200))
@settings(max_examples=20)
def test_rows_tell_everybody_once(seed: int, one: int, two: int, three: int) -> None:
    for view in (view for look in looks(seed, one, two, three) for view in look.statements if len(view.answers) > 1):
        for rows, keys in ((view.groups, (*GROUPS, "")), (view.age_bands, (*BANDS, ""))):
            assert sorted(key for row in rows for key in row.keys) == sorted(keys)
            assert tuple(map(sum, zip(*(row.counts for row in rows), strict=True))) == view.all


@given(SEEDS, st.integers(5, 90), st.integers(0, 4))
@settings(max_examples=20)
def test_fewer_than_five_new_people_change_nothing(seed: int, size: int, more: int) -> None:
    before, after = looks(seed, size, more)
    assert after == before


def test_fewer_than_five_people_are_nobody() -> None:
    those = people("resident/60+:4")
    assert released(votes("s", those, "yyyn"), those, statements="s", bands=BANDS) == Release()


def test_what_is_shown_of_a_village_evening() -> None:
    those = people("ngo/20-34:3 resident/13-19:9 resident/20-34:8 resident/60+:14 resident:10")
    letters = "yyy" + "nnnnnnnny" + "nnnnnnny" + "y" * 13 + "n" + "yyyyyyyypp"
    look = released(votes("s", those, letters), those, statements="s", bands=BANDS)
    small = ("office", "culture", "ngo", "business", "resident", "")
    assert look == Release(
        44,
        (Part(small, 44),),
        (Part(("13-19",), 9), Part(("20-34",), 11), Part(("60+",), 14), Part(("",), 10)),
        (
            StatementRelease(
                "s",
                44,
                (("agree",), ("disagree", "pass", "none")),
                (26, 18),
                (Row(small, (26, 18)),),
                (Row(("13-19", "20-34", "60+", ""), (26, 18)),),
            ),
        ),
    )


def test_two_camps_of_ages_are_shown_as_such() -> None:
    those = people("resident/13-19:30 resident/20-34:3 resident/60+:40 resident:20")
    letters = "y" * 20 + "n" * 10 + "yyn" + "n" * 30 + "y" * 10 + "n" * 10 + "y" * 10
    view = released(votes("s", those, letters), those, statements="s", bands=BANDS).statements[0]
    assert view.answers == (("agree",), ("disagree", "pass", "none"))
    assert view.age_bands == (Row(("13-19",), (20, 10)), Row(("20-34", "60+"), (12, 31)), Row(("",), (10, 10)))


@pytest.mark.parametrize(("letters", "told"), [("y" * 17 + "np-", ("agree", 16)), ("n" * 20, ("disagree", 16))])
def test_what_nearly_all_say_is_told_as_a_bound_and_only_at_the_end(letters: str, told: tuple[str, int]) -> None:
    those = people("resident/60+:20")
    given_votes = votes("s", those, letters)
    last = released(given_votes, those, statements="s", bands=BANDS, closed=True).statements[0]
    assert (last.answers, last.all, last.at_least) == ((ANSWERS,), (20,), told)
    before = released(given_votes, those, statements="s", bands=BANDS).statements[0]
    assert before == replace(last, at_least=("", 0))


def test_every_number_up_to_four_may_be_behind_nearly_all() -> None:
    those = people("resident/60+:20")
    shown = {
        released(votes("s", those, "y" * (20 - other) + "n" * other), those, statements="s", bands=BANDS, closed=True)
        for other in range(SMALL)
    }
    assert len(shown) == 1


def test_every_number_up_to_four_may_be_behind_nearly_all_of_the_others() -> None:
    those = people("resident/60+:50")
    shown = {
        released(
            votes("s", those, "y" * 30 + "n" * (20 - passed - silent) + "p" * passed + "-" * silent),
            those,
            statements="s",
            bands=BANDS,
            closed=True,
        )
        for passed in range(SMALL)
        for silent in range(SMALL - passed)
    }
    assert [(look.statements[0].all, look.statements[0].at_least) for look in shown] == [((30, 20), ("disagree", 16))]


def test_five_others_are_too_many_for_nearly_all() -> None:
    those = people("resident/60+:20")
    view = released(votes("s", those, "y" * 15 + "nnnpp"), those, statements="s", bands=BANDS, closed=True).statements[
        0
    ]
    assert (view.answers, view.at_least) == ((ANSWERS,), ("", 0))


def test_few_people_have_no_nearly_all() -> None:
    those = people("resident/60+:8")
    view = released(votes("s", those, "y" * 8), those, statements="s", bands=BANDS, closed=True).statements[0]
    assert view.at_least == ("", 0)


def test_a_statement_added_later_is_shown_and_an_old_one_waits_for_five_of_each() -> None:
    first = people("resident/60+:30")
    given_votes = votes("s", first, "y" * 15 + "n" * 15)
    before = released(given_votes, first, statements=["s"], bands=BANDS)
    those = people("resident/60+:40")
    given_votes += votes("s", those[30:], "y" * 8 + "n" * 2) + votes("t", those, "y" * 20 + "n" * 20)
    after = released(given_votes, those, statements=["s", "t"], bands=BANDS, previous=before)
    assert [(view.id, view.people, view.all) for view in after.statements] == [("s", 30, (15, 15)), ("t", 40, (20, 20))]


def test_a_view_is_refined_when_enough_have_come() -> None:
    first = people("resident/60+:24")
    before = released(votes("s", first, "y" * 12 + "n" * 8 + "pppp"), first, statements="s", bands=BANDS)
    those = people("resident/60+:60")
    letters = "y" * 12 + "n" * 8 + "pppp" + "y" * 12 + "n" * 12 + "p" * 6 + "-" * 6
    after = released(votes("s", those, letters), those, statements="s", bands=BANDS, previous=before)
    assert before.statements[0].answers == (("agree",), ("disagree", "pass", "none"))
    assert (after.statements[0].answers, after.statements[0].all) == (
        tuple((answer,) for answer in ANSWERS),
        (24, 20, 10, 6),
    )


def test_answers_are_not_parted_where_that_would_be_rare_in_what_was_shown_apart() -> None:
    first = people("resident/13-19:20 resident/60+:20")
    letters = "y" * 10 + "n" * 8 + "pp" + "y" * 10 + "n" * 8 + "p-"
    before = released(votes("s", first, letters), first, statements="s", bands=BANDS)
    those = [*first, *(Person(f"later{at}", "resident", "13-19" if at < 20 else "60+") for at in range(50))]
    letters += "y" * 10 + "n" * 10 + "y" * 10 + "n" * 10 + "p" * 5 + "-" * 5
    after = released(votes("s", those, letters), those, statements="s", bands=BANDS, previous=before).statements[0]
    assert before.statements[0].age_bands[0] == Row(("13-19",), (10, 10))
    assert (after.people, after.answers) == (90, (("agree",), ("disagree", "pass", "none")))
    assert after.age_bands == (Row(("13-19",), (20, 20)), Row(("20-34", "60+", ""), (20, 30)))


def test_who_was_shown_apart_stays_apart_when_a_small_group_comes() -> None:
    first = people("ngo/60+:20 resident/60+:20")
    letters = "y" * 10 + "n" * 10 + "y" * 10 + "n" * 10
    before = released(votes("s", first, letters), first, statements="s", bands=BANDS)
    rest = ("office", "culture", "business", "resident", "")
    assert before.statements[0].groups == (Row(rest, (10, 10)), Row(("ngo",), (10, 10)))
    later = (["culture"] * 10, ["ngo"] * 10, ["resident"] * 10)
    those = [*first, *(Person(f"later{at}", group, "60+") for at, group in enumerate(chain(*later)))]
    letters += "yyyyyyyynn" + "yyyyynnnnn" + "yyyyynnnnn"
    after = released(votes("s", those, letters), those, statements="s", bands=BANDS, previous=before)
    assert [part.people for part in after.groups] == [30, 10, 30]
    assert [(sorted(row.keys), row.counts) for row in after.statements[0].groups] == [
        (sorted(rest), (23, 17)),
        (["ngo"], (15, 15)),
    ]


def test_a_rare_answer_is_shown_with_those_who_gave_none() -> None:
    those = people("resident/60+:50")
    view = released(
        votes("s", those, "yyy" + "n" * 20 + "p" * 12 + "-" * 15), those, statements="s", bands=BANDS
    ).statements[0]
    assert (view.answers, view.all) == ((("agree", "none"), ("disagree",), ("pass",)), (18, 20, 12))


def test_a_release_of_other_bands_cannot_be_renewed() -> None:
    those = people("resident/60+:20")
    before = released([], those, statements="s", bands=BANDS)
    with pytest.raises(PerspectiveError) as refused:
        released([], those, statements="s", bands=["60+"], previous=before)
    assert refused.value.code == "other_keys"


def test_the_attacker_finds_what_a_careless_page_gives_away() -> None:
    careless = Release(20, (Part(("ngo",), 17),), ())
    cells = cells_of((*GROUPS, ""), (*BANDS, ""), 1)
    others = frozenset(cell for cell in cells if cell[0] != "ngo")
    assert most(others, shown_sums([careless], cells, "s"), cells) == 3
    impatient = [Release(20, (Part(("ngo",), 10),), ()), Release(26, (Part(("ngo",), 12),), ())]
    cells = cells_of((*GROUPS, ""), (*BANDS, ""), 2)
    came = frozenset(cell for cell in cells if cell[0] == "ngo" and cell[3] == 1)
    assert most(came, shown_sums(impatient, cells, "s"), cells) == 2
