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
            "Anna: czy ten głos liczy się w gminie? Odpowiedź może zmienić 1 miejsce.",
        ),
        (Question("a", "villages", 2), "Anna: gdzie działa? Odpowiedź może zmienić do 2 miejsc."),
        (
            Question("a", "age_band", 0, {"name": "Anna", "value": "13-19", "rules": ("min_age_bands",)}),
            "Anna: jaki to wiek? Może: 13–19 lat? Odpowiedź może pomóc spełnić:"
            " różne przedziały wieku wśród mieszkańców, co najmniej.",
        ),
        (
            Question("a", "influence", 2, {"end": "low"}),
            "Anna: czy ten głos liczy się w gminie? Odpowiedź „raczej nie” może zmienić do 2 miejsc.",
        ),
        (
            Question("a", "villages", 1, {"end": "high"}),
            "Anna: gdzie działa? Odpowiedź „tam, gdzie nie ma nikogo ze składu” może zmienić 1 miejsce.",
        ),
        (
            Question("a", "group", 1, {"rules": ("groups.ngo.min",), "together": 2, "enough": 1}),
            "Anna: do której z pięciu grup należy? Odpowiedź może pomóc spełnić: organizacje społeczne."
            " Razem 2 takie odpowiedzi mogą wystarczyć, żeby spełnić wszystkie zasady.",
        ),
        (
            Question("a", "group", 1, {"rules": ("groups.ngo.min",), "together": 1, "enough": 0}),
            "Anna: do której z pięciu grup należy? Odpowiedź może pomóc spełnić: organizacje społeczne."
            " Sama nie wystarczy, żeby spełnić wszystkie zasady.",
        ),
        (
            Question("a", "knows", 2, {"end": "high"}),
            "Anna: kogo zna ze składu? Odpowiedź może zmienić do 2 miejsc.",
        ),
        (
            Question("a", "knows", 1, {"end": "low"}),
            "Anna: kogo zna ze składu? Odpowiedź „nikogo” może zmienić 1 miejsce.",
        ),
        (
            Question("a", "knows", 2, {"end": "high", "value": "b"}),
            "Anna: czy zna: Bartek? Odpowiedź może zmienić do 2 miejsc.",
        ),
        (
            Question("a", "interest_group", 2, {"value": "gmina"}),
            "Anna: czy podlega: gmina? Odpowiedź może zmienić do 2 miejsc.",
        ),
        (Question("a", "interest_group", 2), "Anna: komu podlega? Odpowiedź może zmienić do 2 miejsc."),
    ],
)
def test_a_question_is_a_sentence_and_says_what_hangs_on_it(question: Question, sentence: str) -> None:
    assert question_sentence(question, {"a": "Anna", "b": "Bartek"}) == sentence


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


def test_what_a_question_may_change_is_computed_for_the_grades_that_the_page_offers() -> None:
    from koalicja.coalitions.forms import GRADES
    from koalicja.engine.composition.questions import ENDS

    assert (min(GRADES.values()), max(GRADES.values())) == ENDS


def test_a_resident_of_the_register_is_asked_where_they_live_and_an_organisation_where_it_acts() -> None:
    names = {"person:1": "Ewa Przykładowa", "organisation:1": "OSP Zmyślona"}
    told = [
        question_sentence(Question(key, "villages", 2, params), names).partition("?")[0]
        for key in names
        for params in ({}, {"value": "Wola"})
    ]
    assert told == [
        "Ewa Przykładowa: gdzie mieszka",
        "Ewa Przykładowa: czy mieszka w miejscowości: Wola",
        "OSP Zmyślona: gdzie działa",
        "OSP Zmyślona: czy działa w miejscowości: Wola",
    ]


def test_whether_its_voice_counts_is_not_asked_of_the_gmina_office(problem: Problem, composition: Composition) -> None:
    first, *others = problem.candidates
    office = replace(problem, candidates=(replace(first, group="office", sector="office"), *others))
    both = (Question(first.id, "influence", 2), Question(first.id, "willingness", 1))
    found = [asked(replace(composition, questions=both), given) for given in (problem, office)]
    assert [[each.column for each in questions] for questions in found] == [
        ["influence", "willingness"],
        ["willingness"],
    ]
