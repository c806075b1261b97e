"""What is asked, of whom, in what order and in what words."""

from dataclasses import replace

import pytest
from django.utils import translation

from koalicja.coalitions.composing.questions import asked, question_sentence
from koalicja.coalitions.composing.sentences import COLUMN_NAMES
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Composition, Question


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (Question("a", "willingness", 3), "Anna: czy chce przyjść? Odpowiedź może zmienić do 3 miejsc."),
        (
            Question("a", "influence", 1),
            "Anna: czy inni w gminie liczą się z tym zdaniem? Odpowiedź może zmienić 1 miejsce.",
        ),
        (Question("a", "villages", 2), "Anna: gdzie działa? Odpowiedź może zmienić do 2 miejsc."),
        (
            Question("a", "age_band", 0, {"name": "Anna", "value": "13-19", "rules": ("min_age_bands",)}),
            "Anna: jaki to wiek? Może: 13–19 lat? Odpowiedź może pomóc spełnić:"
            " różne przedziały wieku wśród mieszkańców, co najmniej.",
        ),
        (
            Question("a", "knows", 2, {"value": "b"}),
            "Anna: kto kogo zna? Odpowiedź może zmienić do 2 miejsc.",
        ),
    ],
)
def test_a_question_is_a_sentence_and_says_what_hangs_on_it(question: Question, sentence: str) -> None:
    assert question_sentence(question, {"a": "Anna"}) == sentence


@pytest.mark.parametrize("column", sorted(COLUMN_NAMES))
def test_every_column_can_be_asked_about_in_both_languages(column: str) -> None:
    said = []
    for language in ("pl", "en"):
        with translation.override(language):
            said.append(question_sentence(Question("a", column, 1), {"a": "Anna"}).partition("?")[1])
    assert said == ["?", "?"]


def test_nobody_is_asked_to_judge_a_resident(problem: Problem, composition: Composition) -> None:
    a, b, c, d = problem.candidates
    known = replace(
        problem,
        candidates=(
            replace(a, kind="organisation"),
            replace(b, kind="resident", group="resident", sector="seniors"),
            replace(c, kind="", group="", sector=""),
            replace(d, kind="", group="culture", sector="school"),
        ),
    )
    judged = tuple(Question(each, column, 1) for each in "abcd" for column in ("influence", "interest", "willingness"))
    put = asked(replace(composition, questions=(*judged, Question("b", "age_band", 1))), known)
    assert sorted((each.id, each.column) for each in put) == [
        ("a", "influence"),
        ("a", "interest"),
        ("a", "willingness"),
        ("b", "age_band"),
        ("d", "influence"),
        ("d", "interest"),
        ("d", "willingness"),
    ]


def test_rules_come_first_then_weight_then_what_is_easier_to_say(problem: Problem, composition: Composition) -> None:
    known = replace(problem, candidates=tuple(replace(each, kind="organisation") for each in problem.candidates))
    questions = (
        Question("a", "influence", 2),
        Question("a", "willingness", 2),
        Question("a", "villages", 2),
        Question("a", "age_band", 2),
        Question("a", "offers", 3),
        Question("a", "group", 0, {"rules": ("groups.ngo.min",)}),
    )
    put = asked(replace(composition, questions=questions), known)
    assert [each.column for each in put] == ["group", "offers", "age_band", "villages", "willingness", "influence"]
