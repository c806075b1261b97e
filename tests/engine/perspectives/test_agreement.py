"""The whole picture: counts, what unites and divides, who was not heard."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koalicja.engine.perspectives.agreement import agreement
from koalicja.engine.perspectives.errors import PerspectiveError
from koalicja.engine.perspectives.ranking import enough_voices
from koalicja.engine.perspectives.result import Agreement, Counts, NotHeard
from koalicja.engine.perspectives.voices import GROUPS, Person, Vote
from tests.engine.perspectives.voices_of import BANDS, people, rooms, votes

Room = tuple[list[Person], list[Vote]]
FAST = settings(max_examples=60)
WHO = people("office:2 culture:4 ngo:4 business:3 resident:7")


def ids(ranked: Sequence[object]) -> list[str]:
    return [getattr(each, "id", "") for each in ranked]


@given(rooms())
@FAST
def test_every_number_is_what_counting_by_hand_gives(room: Room) -> None:
    those, given_votes = room
    found = agreement(given_votes, those, bands=BANDS)
    last = {(vote.person, vote.statement): vote.value for vote in given_votes}
    keys = [("group", group) for group in GROUPS] + [("age_band", band) for band in BANDS]
    for view in found.statements:
        for dimension, key in keys:
            told = (view.groups if dimension == "group" else view.age_bands)[key]
            values = [last.get((p.id, view.id)) for p in those if getattr(p, dimension) == key]
            assert (told.agree, told.disagree, told.passed) == tuple(values.count(value) for value in (1, -1, 0))
        everyone = [value for (_person, statement), value in last.items() if statement == view.id]
        assert view.all == Counts(*(everyone.count(value) for value in (1, -1, 0)))
    assert [view.id for view in found.statements] == sorted({vote.statement for vote in given_votes})
    assert (found.people, found.voices) == (len(those), len({vote.person for vote in given_votes}))


@given(rooms(), st.randoms(use_true_random=False))
@FAST
def test_the_order_of_the_input_changes_nothing(room: Room, chance: object) -> None:
    those, given_votes = room
    last = {(vote.person, vote.statement): vote for vote in given_votes}
    turned, mixed = list(reversed(those)), list(last.values())
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert agreement(mixed, turned) == agreement(given_votes, those)


@given(rooms())
@FAST
def test_a_statement_with_few_voices_stands_in_no_list(room: Room) -> None:
    found = agreement(room[1], room[0])
    voices = {view.id: view.all.voices for view in found.statements}
    most = max(voices.values(), default=0)
    few = {name for name, count in voices.items() if count < min(5, found.voices) or count < 3 or 2 * count < most}
    assert set(found.few_voices) == few
    assert few & {*ids(found.uniting), *ids(found.dividing)} == set()


@given(rooms())
@FAST
def test_no_statement_unites_and_divides(room: Room) -> None:
    found = agreement(room[1], room[0])
    assert set(ids(found.uniting)) & set(ids(found.dividing)) == set()
    for listed in (found.uniting, found.dividing):
        assert [each.sureness for each in listed] == pytest.approx(
            sorted((each.sureness for each in listed), reverse=True), abs=1e-9
        )


@given(rooms())
@FAST
def test_the_opposite_of_every_answer_divides_as_much(room: Room) -> None:
    those, given_votes = room
    opposite = [Vote(vote.person, vote.statement, -vote.value) for vote in given_votes]

    def told(found: Agreement) -> dict[str, float]:
        return {each.id: round(each.sureness, 9) for each in found.dividing}

    assert told(agreement(opposite, those)) == told(agreement(given_votes, those))


@given(rooms(), st.integers(0, 79))
@FAST
def test_one_more_who_agrees_never_takes_a_uniting_statement_down(room: Room, at: int) -> None:
    those, given_votes = room
    before = {each.id: each.sureness for each in agreement(given_votes, those).uniting}
    if not given_votes:
        return
    last = {(vote.person, vote.statement): vote.value for vote in given_votes}
    person, statement = list(last)[at % len(last)]
    after = {each.id: each.sureness for each in agreement([*given_votes, Vote(person, statement, 1)], those).uniting}
    if statement in before:
        assert after[statement] >= before[statement] - 1e-12


def test_all_agreeing_unites_and_two_camps_divide() -> None:
    given_votes = [
        *votes("bus", WHO, "yyyyyyyynyyyyyyyyypy"),
        *votes("club", WHO, "y" * 20),
        *votes("mall", WHO, "nynnnnnynnyyynyyyyyy"),
        *votes("half", WHO, "ynynynynynynynynynyn"),
    ]
    found = agreement(given_votes, WHO)
    assert ids(found.uniting) == ["club", "bus"]
    assert [(each.id, each.dimension, each.between) for each in found.dividing] == [
        ("mall", "group", ("culture", "resident")),
        ("half", "", ()),
    ]
    assert found.few_voices == ()


def test_one_enthusiast_leads_no_list() -> None:
    given_votes = [*votes("old", WHO, "yyyyyyyyyyyynyyyypyn"), Vote("resident1", "new", 1), Vote("ngo1", "new", -1)]
    found = agreement(given_votes, WHO)
    assert (ids(found.uniting), ids(found.dividing), found.few_voices) == (["old"], [], ("new",))


def test_a_statement_that_a_whole_group_has_not_seen_stands_below_one_that_all_saw() -> None:
    given_votes = [*votes("seen", WHO, "yyyynyyyynyyyyyyyyyn"), *votes("unseen", WHO, "yyyyyyyyyy---yyyyyyy")]
    assert ids(agreement(given_votes, WHO).uniting) == ["seen", "unseen"]


def test_a_statement_that_one_age_band_refuses_does_not_unite() -> None:
    those = people("resident/13-19:5 resident/60+:9")
    found = agreement(votes("early", those, "nnnnnyyyyyyyyy"), those)
    assert (ids(found.uniting), ids(found.dividing)) == ([], ["early"])
    assert (found.dividing[0].dimension, found.dividing[0].between) == ("age_band", ("13-19", "60+"))


def test_when_everybody_passes_nothing_unites_or_divides() -> None:
    found = agreement(votes("what", WHO, "p" * 20), WHO)
    assert (found.uniting, found.dividing, found.few_voices) == ((), (), ())
    assert (found.statements[0].all.share, found.statements[0].all.interval) == (None, None)


@pytest.mark.parametrize(
    ("voices", "most", "enough"), [(30, 30, 15), (30, 13, 7), (8, 6, 5), (4, 4, 4), (2, 2, 3), (0, 0, 3)]
)
def test_how_many_voices_are_enough(voices: int, most: int, enough: int) -> None:
    assert enough_voices({"a": Counts(most), "b": Counts(1)}, voices) == enough


def test_within_a_group_people_are_more_alike_than_across_two_camps() -> None:
    those = people("ngo:4 business:4")
    found = agreement([*votes("a", those, "yyyynnnn"), *votes("b", those, "nnnnyyyp")], those)
    chances = {(each.one, each.other): (each.chance, each.statements) for each in found.alike}
    assert chances == {
        ("ngo", "ngo"): (pytest.approx(0.85), 2),
        ("business", "business"): (pytest.approx((0.85 + 0.825) / 2), 2),
        ("ngo", "business"): (pytest.approx((0.18 + 0.9 * 0.125 + 0.1 * 0.875) / 2), 2),
    }


def test_who_was_not_heard_and_of_how_many() -> None:
    those = people("office:1 culture:8 ngo:6 resident/13-19:9 resident/60+:6")
    spoke = [person for person in those if person.id not in {"resident1", "resident2", "resident3", "resident4"}]
    spoke = [person for person in spoke if person.id not in {"resident5", "resident6", "resident7", "resident8"}]
    found = agreement(votes("a", spoke, "y" * len(spoke)), those, bands=BANDS)
    assert found.not_heard == (
        NotHeard("group", "business", "none", 0, 0),
        NotHeard("group", "office", "few", 1, 1),
        NotHeard("age_band", "20-34", "none", 0, 0),
        NotHeard("age_band", "13-19", "few", 1, 9),
    )


def test_those_who_could_be_heard_may_be_more_than_those_we_know() -> None:
    those = people("office:3 culture:3 ngo:3 business:3 resident:4")
    could = {"office": 3, "culture": 10, "ngo": 3, "business": 3, "resident": 40}
    found = agreement(votes("a", those, "y" * 16), those, could_be_heard={"group": could, "age_band": None})
    assert found.not_heard == (NotHeard("group", "resident", "few", 4, 40),)


def test_nobody_at_all_is_a_picture_too() -> None:
    found = agreement([], [], statements=["a"], bands=["60+"])
    assert [(each.key, each.heard) for each in found.not_heard] == [(key, "none") for key in (*GROUPS, "60+")]
    assert (found.people, found.voices, found.uniting, found.dividing) == (0, 0, (), ())
    assert found.statements[0].groups == dict.fromkeys(GROUPS, Counts())


def test_bands_of_the_people_stand_youngest_first() -> None:
    those = [Person("a", "resident", "60+"), Person("b", "resident", "7-12"), Person("c", "resident", "13-19")]
    found = agreement([Vote("a", "s", 1)], those)
    assert list(found.statements[0].age_bands) == ["7-12", "13-19", "60+"]


@pytest.mark.parametrize(
    ("given_votes", "those", "options", "code", "params"),
    [
        ([], [Person("")], {}, "empty_id", {}),
        ([], [Person("a"), Person("a")], {}, "duplicate_person", {"id": "a"}),
        ([], [Person("a", "club")], {}, "unknown_group", {"id": "a", "value": "club"}),
        ([], [Person("a", "", "5")], {"bands": BANDS}, "unknown_age_band", {"id": "a", "value": "5"}),
        ([Vote("b", "s", 1)], [Person("a")], {}, "unknown_person", {"id": "b", "statement": "s"}),
        ([Vote("a", "", 1)], [Person("a")], {}, "empty_id", {}),
        ([Vote("a", "s", 2)], [Person("a")], {}, "bad_vote", {"id": "a", "statement": "s", "value": 2}),
        ([Vote("a", "s", 1)], [Person("a")], {"statements": ["t"]}, "unknown_statement", {"id": "a", "statement": "s"}),
        ([], [], {"could_be_heard": {"group": {"club": 1}}}, "unknown_key", {"key": "club"}),
        ([], [], {"could_be_heard": {"group": {"ngo": -1}}}, "below_zero", {"key": "ngo"}),
    ],
)
def test_what_cannot_be_counted_is_refused(
    given_votes: list[Vote], those: list[Person], options: dict[str, object], code: str, params: dict[str, object]
) -> None:
    with pytest.raises(PerspectiveError) as refused:
        agreement(given_votes, those, **options)  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.params) == (code, params)
