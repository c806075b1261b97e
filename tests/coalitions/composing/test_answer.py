"""The answer as JSON and as a page."""

import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from django.utils import translation

from koalicja.coalitions.composing.answer import Stored, as_json, read_stored
from koalicja.coalitions.composing.page import html_page
from koalicja.coalitions.composing.summary import summary_lines
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Composition, Question

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[3] / "docs" / "schemas" / "composition-1.schema.json").read_text(encoding="utf-8")
)


def test_the_answer_is_what_the_schema_says(composition: Composition, problem: Problem) -> None:
    answer = as_json(composition, problem, seconds=1.23456)
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(answer, allow_nan=False)))
    assert list(answer) == SCHEMA["required"]
    assert answer["seconds"] == 1.235
    assert answer["gap"] == pytest.approx(0.05)
    assert answer["members"][0] == {
        "id": "a",
        "name": "OSP Olszynki",
        "reasons": [
            {"code": "irreplaceable", "text": "bez zastępstwa, inaczej zasad nie da się spełnić"},
            {"code": "reaches", "text": "dociera do: Zarzecze"},
        ],
    }
    assert answer["advice"] == [
        {
            "code": "look_for",
            "text": "Kogo szukać – grupa: urząd gminy; dociera do: Wola.",
            "rules": ["groups.office.min"],
            "profile": {"group": "office", "villages": ["Wola"]},
            "not_groups": [],
            "not_interest": [],
            "ids": [],
            "instead": [],
            "still_missing": 0,
        }
    ]
    assert answer["never_proposed"] == ["d"]


def test_the_answer_asks_what_the_page_asks_and_judges_nobody(composition: Composition, problem: Problem) -> None:
    first, second, *others = problem.candidates
    office = replace(first, kind="organisation", group="office", sector="office")
    resident = replace(second, kind="resident", group="resident", sector="")
    known = replace(problem, candidates=(office, resident, *others))
    judged = [(first.id, "influence"), (first.id, "willingness"), (second.id, "willingness"), (second.id, "villages")]
    questions = tuple(Question(key, column, 1) for key, column in judged)
    answer = as_json(replace(composition, questions=questions), known, seconds=0)
    assert [(each["id"], each["column"]) for each in answer["questions"]] == [
        (second.id, "villages"),
        (first.id, "willingness"),
    ]


def test_an_answer_without_a_table_has_no_numbers(composition: Composition, problem: Problem) -> None:
    nothing = replace(composition, status="unknown", objective=None, bound=None, gap=None, members=(), reasons={})
    answer = as_json(nothing, problem, seconds=0)
    jsonschema.Draft202012Validator(SCHEMA).validate(answer)
    assert (answer["objective"], answer["bound"], answer["gap"], answer["members"]) == (None, None, None, [])


def test_a_negative_objective_has_a_gap_of_its_size(composition: Composition, problem: Problem) -> None:
    answer = as_json(replace(composition, objective=-2.0, bound=-1.5), problem, seconds=0)
    assert answer["gap"] == 0.25


def test_a_stored_answer_is_read_back(composition: Composition, problem: Problem) -> None:
    answer = json.loads(json.dumps(as_json(composition, problem, seconds=0)))
    assert read_stored(answer) == Stored("feasible", ("a", "b", "c"), (), 2.0, 2.1, 1)


@pytest.mark.parametrize("change", [{"method": "other"}, {"status": "good"}, {"members": 1}, {"seed": None}])
def test_what_is_no_stored_answer_is_not_read(
    composition: Composition, problem: Problem, change: dict[str, object]
) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        read_stored(as_json(composition, problem, seconds=0) | change)


def test_the_page_stands_alone_and_escapes(composition: Composition, problem: Problem) -> None:
    page = html_page(composition, problem, title="Bolesławiec & <co>")
    assert "<script" not in page
    assert "&lt;b&gt;U Basi&lt;/b&gt;" in page
    assert "<b>U Basi" not in page
    assert "<title>Kogo zaprosić: Bolesławiec &amp; &lt;co&gt;</title>" in page
    assert re.findall(r"(?:src|href)=", page) == []
    assert page.count("<h1>") == 1
    assert '<html lang="pl">' in page
    for text in (
        "Zarzecze",
        "49 %",
        "Kogo szukać – grupa: urząd gminy; dociera do: Wola.",
        "Liczba, od której zaczęło się losowanie: 1",
    ):
        assert text in page
    assert "0.49" not in page
    assert "0,49" not in page


def test_the_page_speaks_english_too(composition: Composition, problem: Problem) -> None:
    with translation.override("en"):
        page = html_page(composition, problem)
    assert '<html lang="en">' in page
    assert re.search("[ąćęłńśźż]", page.replace("Szkoła", "")) is None


def test_the_screen_says_who_and_why_and_whom_to_look_for(composition: Composition, problem: Problem) -> None:
    text = "\n".join(summary_lines(composition, problem))
    assert text.splitlines()[0] == "Skład: 3 miejsca. Wszystkie zasady są spełnione."
    for line in ("bez zastępstwa, inaczej zasad nie da się spełnić; dociera do: Zarzecze", "Kogo szukać – grupa"):
        assert line in text
    assert "żaden nie może być lepszy o więcej niż 5 %" in text.replace("Żaden", "żaden")


@pytest.mark.parametrize("status", ["optimal", "feasible"])
def test_fewer_other_tables_than_usual_for_want_of_time_are_said_so_on_the_screen_and_on_the_page(
    status: str, composition: Composition, problem: Problem
) -> None:
    note = "W podanym czasie nie znaleźliśmy więcej dobrych składów, które dość się różnią."
    ended = replace(composition, status=status, alternatives_complete=False)
    proved, none = replace(ended, alternatives_complete=True), replace(ended, alternatives=())
    told = [("\n".join(summary_lines(each, problem)), html_page(each, problem)) for each in (ended, none, proved)]
    assert [[text.count(note) for text in both] for both in told] == [[1, 1], [1, 1], [0, 0]]


def test_where_most_is_unknown_the_questions_come_first(composition: Composition, problem: Problem) -> None:
    order = "\n".join(summary_lines(composition, problem))
    assert order.index("Pytania") < order.index("Kto:")
    known = tuple(replace(each, villages=frozenset({"Wola"})) for each in problem.candidates)
    order = "\n".join(summary_lines(composition, replace(problem, candidates=known)))
    assert order.index("Pytania") > order.index("Kto:")
