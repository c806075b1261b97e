"""From a composition to its sheet: what stands on paper and in what order."""

from dataclasses import replace
from datetime import date

from django.utils import translation

from koalicja.coalitions.composing.answer import product_version
from koalicja.coalitions.composing.printing import Frame, proposal_sheet
from koalicja.coalitions.composing.proposal import proposal_pdf
from koalicja.coalitions.composing.sentences import advice_sentence, profile_words, where_to_look
from koalicja.coalitions.composing.sheet import AgeBandLine, CoverLine, GroupLine, MemberLine, MissingLine
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Advice, Alternative, Composition, Reason, RuleRow
from tests.paper.reading import page_texts

FRAME = Frame("Gminna Koalicja", "Lipowo", "Biblioteka w Lipowie", "Lipowo", date(2026, 11, 22), run=3, note="Przykład")


def test_seats_stand_library_first_then_in_the_order_of_the_groups(problem: Problem, composition: Composition) -> None:
    with_library = replace(problem, library="c")
    members = proposal_sheet(composition, with_library, FRAME).members
    assert [member.name for member in members] == ["c", "OSP Olszynki", "Sklep <b>U Basi</b>"]


def test_a_seat_without_substitute_gets_the_tag_and_its_other_reasons(
    problem: Problem, composition: Composition
) -> None:
    assert proposal_sheet(composition, problem, FRAME).members[0] == MemberLine(
        "OSP Olszynki", "ngo", ("dociera do: Zarzecze",), "Zarzecze", irreplaceable=True
    )


def test_the_library_is_never_called_without_substitute(problem: Problem, composition: Composition) -> None:
    library = proposal_sheet(composition, replace(problem, library="a"), FRAME).members[0]
    assert (library.name, library.irreplaceable) == ("OSP Olszynki", False)


def test_groups_take_the_figures_of_their_rule_and_else_count_the_seats(
    problem: Problem, composition: Composition
) -> None:
    rules = (RuleRow("groups.culture.min", 1, 0, False), RuleRow("groups.ngo.max", 4, 1, True))
    assert proposal_sheet(replace(composition, rules=rules), problem, FRAME).groups == (
        GroupLine("office", 0),
        GroupLine("culture", 0, 1),
        GroupLine("ngo", 1),
        GroupLine("business", 1),
        GroupLine("resident", 1),
    )


def test_ages_are_printed_where_a_rule_asks_for_them(problem: Problem, composition: Composition) -> None:
    rules = (RuleRow("min_age_bands", 2, 1, False), RuleRow("age_bands.13-19.min", 1, 1, True))
    assert proposal_sheet(replace(composition, rules=rules), problem, FRAME).age_bands == (
        AgeBandLine("przedziały wieku wśród mieszkańców", 1, 2),
        AgeBandLine("wiek: 13–19 lat", 1, 1),
    )


def test_what_the_fewest_bring_stands_first(problem: Problem, composition: Composition) -> None:
    a, b, c, d = problem.candidates
    richer = replace(b, villages=frozenset({"Zarzecze"}), offers=frozenset({"sala"}))
    assert proposal_sheet(composition, replace(problem, candidates=(a, richer, c, d)), FRAME).cover == (
        CoverLine("może dać: sala", (2,)),
        CoverLine("miejscowość: Zarzecze", (1, 2)),
    )


def test_two_alike_who_are_missing_make_one_line(problem: Problem, composition: Composition) -> None:
    (advice,) = composition.advice
    contradiction = Advice("rules_contradict", ("size.min", "size.max"))
    sheet = proposal_sheet(replace(composition, advice=(advice, advice, contradiction)), problem, FRAME)
    assert sheet.missing == (
        MissingLine(f"2 osoby lub organizacje – {profile_words(advice.profile, {})}", where_to_look(advice.profile)),
        MissingLine(advice_sentence(contradiction, {}), ""),
    )


def test_three_alternatives_say_what_they_gain_who_joins_and_who_leaves(
    problem: Problem, composition: Composition
) -> None:
    complete = replace(composition, alternatives=(Alternative(("a", "c", "d"), 1.9, 0.5),) * 5)
    assert proposal_sheet(complete, problem, FRAME).alternatives == tuple(
        f"{letter}: więcej miejsc grupy: oświata i kultura; dochodzi: Szkoła; odchodzi: Sklep <b>U Basi</b>"
        for letter in "BCD"
    )


def test_the_next_step_follows_from_what_was_found(problem: Problem, composition: Composition) -> None:
    nobody_special = replace(composition, reasons={"a": (Reason("knows", {"count": 1}),)})
    infeasible = replace(composition, status="infeasible")
    assert [proposal_sheet(each, problem, FRAME).next_step for each in (composition, nobody_special, infeasible)] == [
        "Najpierw rozmowa o tej propozycji, potem zaproszenia. Na początek tam, gdzie nie ma zastępstwa: OSP Olszynki.",
        "Najpierw rozmowa o tej propozycji, potem zaproszenia.",
        "Najpierw trzeba znaleźć osoby, których brakuje, i ułożyć propozycję jeszcze raz. "
        "O tym, co tu jest, można rozmawiać już teraz.",
    ]


def test_rules_are_met_only_where_every_one_is_and_a_table_was_found(
    problem: Problem, composition: Composition
) -> None:
    broken = replace(composition, rules=(RuleRow("size.min", 4, 3, False),))
    nothing = replace(composition, status="unknown", members=(), rules=())
    assert [proposal_sheet(each, problem, FRAME).rules_met for each in (composition, broken, nothing)] == [
        True,
        False,
        False,
    ]


def test_the_sheet_says_how_it_was_made(problem: Problem, composition: Composition) -> None:
    sheet = proposal_sheet(composition, problem, FRAME)
    assert (sheet.title, sheet.method, sheet.version, sheet.seed, sheet.run, sheet.note) == (
        "Gminna Koalicja: Lipowo",
        "composition-1",
        product_version(),
        1,
        3,
        "Przykład",
    )


def test_a_composition_prints_on_two_pages_in_both_languages_even_without_a_table(
    problem: Problem, composition: Composition
) -> None:
    nothing = replace(composition, status="unknown", members=(), rules=(), alternatives=(), advice=(), questions=())
    counts = []
    for language in ("pl", "en"):
        with translation.override(language):
            counts += [
                len(page_texts(proposal_pdf(proposal_sheet(each, problem, FRAME)))) for each in (composition, nothing)
            ]
    assert counts == [2, 2, 2, 2]
