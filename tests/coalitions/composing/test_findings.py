"""What a composition says as a whole: on what it rests, how sure it is, what holds for every seat."""

from dataclasses import replace

from koalicja.coalitions.composing.findings import (
    alternatives_note,
    best_sizes,
    facts_line,
    finding,
    proof,
    questions_first,
    size_reason,
    table_note,
    unknown_share,
)
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Advice, Assumption, Composition, Question, RuleRow, SizeValue


def test_known_facts_are_told_by_their_kind(problem: Problem) -> None:
    first, *others = problem.candidates
    rated = replace(problem, candidates=(replace(first, influence=0.0, knows={"b": 1.0}), *others))
    nothing = replace(problem, candidates=(replace(others[0], sector=""),))
    told = [facts_line(problem), facts_line(rated), facts_line(problem, ["b", "d", "x"]), facts_line(nothing)]
    assert told == [
        "Osoby i organizacje w spisie: 4. O ilu z nich wiemy – miejscowość: 1, wiek: 1.",
        "Osoby i organizacje w spisie: 4. O ilu z nich wiemy – miejscowość: 1, wiek: 1, wpływ: 1, kto kogo zna: 1.",
        "Osoby i organizacje w spisie: 2, z sąsiednich gmin: 2. O ilu z nich wiemy – miejscowość: 1, wiek: 1.",
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


def test_the_percentage_by_which_no_table_is_better_is_rounded_up(composition: Composition) -> None:
    gaps = (0.0, 0.0099, 0.01, 0.0104, 0.02, 0.07, 0.0700001, 0.29)
    said = [proof(replace(composition, status="feasible", gap=gap)) for gap in gaps]
    told = [each.rpartition("niż ")[2].rpartition(" ")[0].rpartition(" ")[2] for each in said]
    assert told == ["1", "1", "1", "2", "2", "7", "8", "29"]


def test_what_is_missing_stands_in_the_finding_of_a_partial_table(composition: Composition) -> None:
    rules = (RuleRow("groups.office.min", 1, 0, False), RuleRow("size.min", 2, 3, True))
    many = tuple(RuleRow(f"groups.{key}.min", 1, 0, False) for key in ("office", "culture", "ngo", "business"))
    too_many = (RuleRow("groups.office.max", 1, 2, False),)
    partial = replace(composition, status="infeasible")
    against = replace(partial, advice=(Advice("rules_contradict", ("size.min", "groups.office.min")),))
    table, begins = "Najlepszy niepełny skład: 3 miejsca.", "To dobry początek."
    cannot = "Z tej listy nie da się ułożyć składu, który spełnia wszystkie zasady."
    cases = ((partial, rules), (partial, many), (partial, too_many), (against, rules), (against, many))
    assert [finding(replace(answer, rules=each)) for answer, each in cases] == [
        f"{begins} {table} Do pełnego składu brakuje: urząd gminy, co najmniej: 1, jest: 0.",
        f"{begins} {table} Zasady jeszcze niespełnione: 4.",
        f"{cannot} {table} Niespełnione: urząd gminy, najwyżej: 1, jest: 2.",
        f"{cannot} {table} Niespełnione: urząd gminy, co najmniej: 1, jest: 0.",
        f"{cannot} {table} Niespełnione zasady: 4.",
    ]


def test_without_a_partial_table_none_is_spoken_of(composition: Composition) -> None:
    nothing = replace(composition, status="infeasible", members=(), objective=None, rules=())
    assert finding(nothing) == (
        "Z tej listy nie da się ułożyć składu, który spełnia wszystkie zasady. "
        "W podanym czasie nie udało się znaleźć nawet składu częściowego."
    )


def test_where_answers_about_people_of_the_register_are_enough_they_lead_and_nothing_is_called_sure(
    problem: Problem, composition: Composition
) -> None:
    def asking(column: str, *, enough: int) -> Composition:
        params = {"together": 1, "enough": enough, "rules": ("min_age_bands",)}
        return replace(composition, status="infeasible", questions=(Question("a", column, 1, params),))

    enough, group, too_few = asking("age_band", enough=1), asking("group", enough=1), asking("age_band", enough=0)
    assert [questions_first(each, problem) for each in (enough, group, too_few)] == [True, True, False]
    assert [proof(each, problem) for each in (enough, group, too_few)] == [
        "Z tym, co wiemy, zasady nie są spełnione. Mogą je spełnić osoby, które już są w spisie: nie wiemy, ile mają "
        "lat.",
        "Z tym, co wiemy, zasady nie są spełnione. Mogą je spełnić wpisy, które już są w spisie: nie wiemy, do jakiej "
        "grupy należą.",
        "Z tej listy żaden skład nie spełni wszystkich zasad. To pewne przy tym, co o niej wiemy.",
    ]
    assert finding(enough).startswith("Z tym, co wiemy, zasady nie są spełnione. ")


def test_nothing_is_called_sure_that_an_unknown_group_could_change(composition: Composition) -> None:
    unmet = (RuleRow("groups.business.min", 2, 1, False),)
    known = replace(composition, rules=unmet, assumed=(), questions=(), alternatives=(), alternatives_complete=True)
    unknown = replace(known, assumed=(Assumption("group", ("a", "b"), None),))
    told = [(proof(replace(each, status="infeasible")), alternatives_note(each)) for each in (known, unknown)]
    of_a_sector = replace(unknown, status="infeasible", rules=(RuleRow("sectors.office.min", 1, 0, False),))
    assert proof(of_a_sector) == told[0][0]
    assert told == [
        (
            "Z tej listy żaden skład nie spełni wszystkich zasad. To pewne przy tym, co o niej wiemy.",
            "Więcej dobrych składów, które dość się różnią, nie ma. To pewne.",
        ),
        (
            "Z tym, co wiemy, żaden skład nie spełnia wszystkich zasad. U tylu nie znamy grupy: 2. Odpowiedź może to "
            "zmienić.",
            "Przy tym, co wiemy, więcej dobrych składów, które dość się różnią, nie ma.",
        ),
    ]


def test_what_holds_for_every_seat_of_a_partial_table_is_said_once(problem: Problem, composition: Composition) -> None:
    partial = replace(composition, status="infeasible")
    everybody = replace(partial, members=("a", "b", "c", "d"))
    assert [table_note(each, problem) for each in (composition, partial, everybody)] == [
        "",
        "Bliżej zasad nie udało się dziś podejść. Kogo brakuje, jest niżej.",
        "Cały spis jest w składzie.",
    ]


def test_why_more_seats_do_not_help_is_said_where_a_larger_table_is_not_better(composition: Composition) -> None:
    def sizes(*worth: float) -> Composition:
        return replace(
            composition, tradeoff=tuple(SizeValue(at, "optimal", each, each) for at, each in enumerate(worth, 8))
        )

    several = (sizes(2.0, 1.9), sizes(2.0, 2.1), sizes(1.9, 2.0, 2.0), sizes(2.0, 2.0, 1.9), sizes(1.9, 2.0, 1.999999))
    assert [(best_sizes(each), size_reason(each)) for each in several] == [
        ([8], "Każde miejsce ponad najlepszą liczbę wnosi mniej, niż kosztuje zebranie większego grona."),
        ([9], ""),
        ([9, 10], "Większy skład jest tak samo dobry, ale nie lepszy: dalsze miejsca wnoszą tyle, ile kosztują."),
        ([8, 9], "Przy każdej z tych liczb miejsc jest tak samo dobrze. Dalsze miejsca wnoszą mniej, niż kosztują."),
        ([9], "Każde miejsce ponad najlepszą liczbę wnosi mniej, niż kosztuje zebranie większego grona."),
    ]
    assert (best_sizes(replace(composition, tradeoff=())), size_reason(replace(composition, tradeoff=()))) == ([], "")


def test_questions_lead_where_more_than_half_of_each_kind_of_what_is_weighed_is_unknown(
    problem: Problem, composition: Composition
) -> None:
    first, shop, resident, school = problem.candidates
    placed = replace(problem, candidates=(first, shop, replace(resident, villages=frozenset({"Wola"})), school))
    library = replace(placed, library="a")
    graded = replace(problem, candidates=(first, replace(shop, influence=0.5), resident, replace(school, influence=1)))
    asking = replace(composition, status="optimal", questions=(Question("a", "villages", 1),))
    assert [unknown_share(each) for each in (problem, placed, library, graded)] == [3 / 4, 1 / 2, 2 / 3, 1 / 3]
    assert [questions_first(asking, each) for each in (problem, placed, library, graded)] == [True, False, True, False]
    silent, partial = replace(asking, questions=()), replace(asking, status="infeasible")
    assert [questions_first(each, problem) for each in (silent, partial)] == [False, False]


def test_rules_that_ask_for_nobody_are_said_to_and_no_table_of_nobody_is_praised(composition: Composition) -> None:
    empty = replace(composition, status="optimal", members=())
    assert finding(empty) == (
        "Zasady nikogo nie wymagają, więc spełnia je pusty skład. Podaj, ile miejsc ma być co najmniej."
    )
