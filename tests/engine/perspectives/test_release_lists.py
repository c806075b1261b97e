"""The lists of anonymous residents follow from what is shown of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from koalicja.engine.perspectives.agreement import agreement
from koalicja.engine.perspectives.disclosure import released
from koalicja.engine.perspectives.release_lists import release_lists
from tests.engine.perspectives.voices_of import BANDS, crowd, people, votes

WHO = people("resident/13-19:20 resident/60+:30 ngo/60+:10")
LETTERS = {
    "bus": "y" * 15 + "n" * 5 + "y" * 25 + "n" * 5 + "y" * 9 + "n",
    "camps": "y" * 15 + "n" * 5 + "y" * 6 + "n" * 34,
    "club": "y" * 58 + "n" * 2,
    "mall": "n" * 59 + "y",
    "quiet": "p" * 60,
}


def test_what_is_shown_is_put_in_order() -> None:
    given_votes = [vote for name, letters in LETTERS.items() for vote in votes(name, WHO, letters)]
    last = released(given_votes, WHO, statements=list(LETTERS), bands=BANDS, closed=True)
    uniting, dividing = release_lists(last)
    assert [each.id for each in uniting] == ["club", "bus"]
    assert [(each.id, each.dimension, each.between) for each in dividing] == [
        ("camps", "age_band", ("13-19", "20-34|60+|"))
    ]
    before = released(given_votes, WHO, statements=list(LETTERS), bands=BANDS)
    assert [each.id for each in release_lists(before)[0]] == ["bus"]


@given(st.integers(0, 10**6), st.integers(0, 80))
@settings(max_examples=20)
def test_what_unites_by_what_is_shown_has_more_who_agree_by_what_is_hidden(seed: int, size: int) -> None:
    those, given_votes = crowd(seed, size, "stuv")
    last = released(given_votes, those, statements="stuv", bands=BANDS, closed=True)
    uniting, dividing = release_lists(last)
    whole = {view.id: view.all for view in agreement(given_votes, those).statements}
    assert [each.id for each in uniting if whole[each.id].agree <= whole[each.id].disagree] == []
    assert {each.id for each in uniting} & {each.id for each in dividing} == set()
    if not last.people:
        assert (uniting, dividing) == ((), ())


def test_those_who_gave_no_answer_are_no_voices() -> None:
    letters = {
        "seldom": "y" * 10 + "n" * 5 + "pp" + "-" * 43,
        "rarely": "y" * 12 + "n" * 3 + "-" * 45,
        "often": "y" * 30 + "n" * 8 + "p" * 9 + "-" * 13,
    }
    given_votes = [vote for name, text in letters.items() for vote in votes(name, WHO, text)]
    last = released(given_votes, WHO, statements=list(letters), bands=BANDS, closed=True)
    assert [view.answers for view in last.statements] == [
        (("agree",), ("disagree",), ("pass",), ("none",)),
        (("agree",), ("disagree", "pass", "none")),
        (("agree",), ("disagree",), ("pass", "none")),
    ]
    assert [[each.id for each in listed] for listed in release_lists(last)] == [["often"], []]


def test_who_may_have_given_no_answer_neither_divides_nor_stands_in_the_way() -> None:
    letters = {
        "silence": "y" * 32 + "nnnpp" + "-" * 23,
        "hidden": "y" * 6 + "nnpp" + "-" * 50,
        "seen": "yyyyn" * 5 + "-" * 35,
    }
    given_votes = [vote for name, text in letters.items() for vote in votes(name, WHO, text)]
    last = released(given_votes, WHO, statements=list(letters), bands=BANDS, closed=True)
    assert [(view.id, view.all) for view in last.statements[:1] + last.statements[2:]] == [
        ("hidden", (6, 54)),
        ("silence", (32, 28)),
    ]
    assert [[each.id for each in listed] for listed in release_lists(last)] == [["seen"], []]
