"""What a composition says as a whole: on what it rests, how sure it is, what holds for every seat."""

from dataclasses import replace

from koalicja.coalitions.composing.findings import facts_line, finding, proof, size_reason, table_note
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Composition, RuleRow, SizeValue


def test_known_facts_are_told_by_their_kind(problem: Problem) -> None:
    first, *others = problem.candidates
    rated = replace(problem, candidates=(replace(first, influence=0.0, knows={"b": 1.0}), *others))
    nothing = replace(problem, candidates=(replace(others[0], sector=""),))
    assert [facts_line(problem), facts_line(rated), facts_line(nothing)] == [
        "Osoby i organizacje w spisie: 4. O ilu z nich wiemy – miejscowość: 1, wiek: 1.",
        "Osoby i organizacje w spisie: 4. O ilu z nich wiemy – miejscowość: 1, wiek: 1, wpływ: 1, kto kogo zna: 1.",
        "Wiemy tylko, kto jest w spisie.",
    ]


def test_ratings_are_spoken_of_only_where_somebody_gave_one(problem: Problem, composition: Composition) -> None:
    optimal = replace(composition, status="optimal", gap=0.0)
    first, *others = problem.candidates
    rated = replace(problem, candidates=(replace(first, willingness=1.0), *others))
    assert [proof(optimal, problem), proof(optimal, rated)] == [
        "Przy tych zasadach i przy tym, co wiemy, lepszego składu nie ma. To, co wiemy, można uzupełnić.",
        "Przy tych zasadach i podanych ocenach lepszego składu nie ma. Oceny można zmienić.",
    ]


def test_what_is_missing_stands_in_the_finding_of_a_partial_table(composition: Composition) -> None:
    rules = (RuleRow("groups.office.min", 1, 0, False), RuleRow("size.min", 2, 3, True))
    many = tuple(RuleRow(f"groups.{key}.min", 1, 0, False) for key in ("office", "culture", "ngo", "business"))
    partial = replace(composition, status="infeasible")
    assert [finding(replace(partial, rules=each)).rpartition(". ")[2] for each in (rules, many)] == [
        "Niespełnione: urząd gminy, co najmniej.",
        "Niespełnione zasady: 4.",
    ]


def test_what_holds_for_every_seat_of_a_partial_table_is_said_once(problem: Problem, composition: Composition) -> None:
    partial = replace(composition, status="infeasible")
    everybody = replace(partial, members=("a", "b", "c", "d"))
    assert [table_note(each, problem) for each in (composition, partial, everybody)] == [
        "",
        "Ten skład jest najbliżej zasad, jak się dało. Kogo brakuje, jest niżej.",
        "Cały spis jest w składzie.",
    ]


def test_why_more_seats_do_not_help_is_said_where_a_larger_table_is_not_better(composition: Composition) -> None:
    smaller = replace(composition, tradeoff=(SizeValue(8, "optimal", 2.0, 2.0), SizeValue(9, "optimal", 1.9, 1.9)))
    larger = replace(composition, tradeoff=(SizeValue(8, "optimal", 2.0, 2.0), SizeValue(9, "optimal", 2.1, 2.1)))
    assert [size_reason(each) for each in (smaller, larger)] == [
        "Więcej miejsc nie wzmacnia składu: wnosi mniej nowego, niż kosztuje zebranie większego grona.",
        "",
    ]
