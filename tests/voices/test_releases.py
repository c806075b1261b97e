"""What is stored of a closed question: of residents protected, of members by groups."""

from typing import Any

import pytest

from koalicja.people.models import User
from koalicja.voices import actions
from koalicja.voices.models import Question, Release
from koalicja.voices.queries import standing
from tests.voices.asked import NO, YES, question_in, react, somebody, statements


def evening(question: Question, groups: dict[str, int], disagree: int = 0) -> None:
    """So many people of each group react to the first statement, the first `disagree` of each with no."""
    bus = statements(question)[0]
    for group, people in groups.items():
        for number in range(people):
            who = somebody(question, f"{group}{number}", group, "20-34")
            react(who, bus, NO if number < disagree else YES)


def numbers_in(content: Any) -> set[int]:
    if isinstance(content, dict):
        return set().union(*(numbers_in(each) for each in content.values()))
    if isinstance(content, list | tuple):
        return set().union(*(numbers_in(each) for each in content))
    return {content} if isinstance(content, int) else set()


def test_of_residents_no_number_below_five_is_stored(question: Question, anna: User) -> None:
    evening(question, {"resident": 20, "ngo": 12, "business": 3}, disagree=5)
    content = actions.close_question(question, by=anna).content
    assert (content["kind"], content["release"]["people"]) == ("residents", 35)
    assert min(numbers_in(content["release"]) - {0}) >= 5
    assert content["alone"]["group"] == ["ngo"]  # the three of business stand with the residents


@pytest.mark.parametrize("people", [0, 4])
def test_of_fewer_than_five_residents_nothing_is_stored(question: Question, anna: User, people: int) -> None:
    evening(question, {"resident": people})
    content = actions.close_question(question, by=anna).content
    assert content["release"] == {"people": 0, "groups": (), "age_bands": (), "statements": ()}
    assert (content["uniting"], content["dividing"]) == ([], [])


def test_of_members_each_groups_view_is_stored_and_who_was_not_heard(coalition: Any, anna: User) -> None:
    question = question_in(coalition, anna, audience="members")
    evening(question, {"office": 1, "ngo": 3})
    content = actions.close_question(question, by=anna).content
    first = content["statements"][0]
    assert (content["kind"], content["people"]) == ("members", 4)
    assert (first["all"], first["groups"]["office"], first["groups"]["ngo"]) == ([4, 0, 0], [1, 0, 0], [3, 0, 0])
    assert [(each["key"], each["heard"]) for each in content["not_heard"] if each["dimension"] == "group"] == [
        ("culture", "none"),
        ("business", "none"),
        ("resident", "none"),
        ("office", "few"),
    ]


@pytest.mark.parametrize("audience", ["anybody", "members"])
def test_of_a_secret_round_only_the_whole_is_stored(coalition: Any, anna: User, audience: str) -> None:
    question = question_in(coalition, anna, audience=audience, round="secret")
    evening(question, {"resident": 10, "ngo": 10})
    content = actions.close_question(question, by=anna).content
    stored = Release.objects.get().content
    assert (content["kind"], stored["release"]["people"]) == ("residents", 20)
    assert stored["alone"] == {"group": [], "age_band": []}
    assert [part["people"] for part in stored["release"]["groups"]] == [20]
    assert {(person.group, person.age_band) for person in standing.counted(question).people} == {("", "")}
