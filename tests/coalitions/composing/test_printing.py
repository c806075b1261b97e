"""From a composition to its sheet: what stands on paper and in what order."""

from dataclasses import replace
from datetime import date

from django.utils import translation

from koalicja.coalitions.composing import questions
from koalicja.coalitions.composing.answer import product_version
from koalicja.coalitions.composing.next_step import Step, step_of
from koalicja.coalitions.composing.printing import Frame, proposal_sheet
from koalicja.coalitions.composing.proposal import proposal_pdf
from koalicja.coalitions.composing.sentences import advice_sentence, profile_words, where_to_look
from koalicja.coalitions.composing.sheet import AgeBandLine, CoverLine, GroupLine, MemberLine, MissingLine
from koalicja.coalitions.composing.unlocking import printed_unlock
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Advice, Alternative, Composition, Question, Reason, RuleRow
from tests.paper.reading import page_texts

FRAME = Frame(
    "Gminna Koalicja", "Lipowo", "Biblioteka w Lipowie", "Lipowo", date(2026, 11, 22), run=41, note="Przykład", number=3
)


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


def test_every_seat_of_a_partial_table_has_a_reason_on_paper(problem: Problem, composition: Composition) -> None:
    least = (Reason("misses_more"), Reason("keeps_rule", {"rule": "size.min"}))
    reasons = {"a": least, "b": (Reason("misses_more"),), "c": (Reason("only_listed"),)}
    partial = replace(composition, status="infeasible", members=("a", "b", "c"), reasons=reasons)
    assert [member.reasons for member in proposal_sheet(partial, problem, FRAME).members] == [
        (
            "uzupełnia skład do najmniejszej liczby miejsc, na jaką pozwalają zasady",
            "jeszcze jeden głos z grupy: organizacje społeczne",
        ),
        ("bez tego miejsca skład byłby dalej od zasad",),
        ("na razie wiemy tylko, że jest w spisie",),
    ]


def test_what_the_reasons_leave_open_is_said_once(problem: Problem, composition: Composition) -> None:
    known = proposal_sheet(composition, problem, FRAME).known
    assert known.endswith(". Mówimy tylko to, co zapisano. Ktoś może robić więcej.")


def test_a_neighbour_stands_with_its_gmina_wherever_it_is_named(problem: Problem, composition: Composition) -> None:
    near = {"a": "sąsiednia gmina: Gromadka", "d": "sąsiednia gmina: Gromadka"}
    sheet = proposal_sheet(composition, problem, replace(FRAME, near=near))
    assert [member.detail for member in sheet.members] == ["Zarzecze, sąsiednia gmina: Gromadka", "", ""]
    assert [f"dochodzi: Szkoła ({near['d']})" in line for line in sheet.alternatives] == [True, False]


def test_rules_not_met_stand_as_sentences_where_no_row_of_groups_or_ages_shows_them(
    problem: Problem, composition: Composition
) -> None:
    rules = (
        RuleRow("size.min", 8, 3, False),
        RuleRow("groups.office.min", 1, 0, False),
        RuleRow("groups.ngo.max", 0, 1, False),
        RuleRow("min_age_bands", 2, 1, False),
        RuleRow("sectors.school.min", 1, 1, True),
    )
    assert proposal_sheet(replace(composition, rules=rules), problem, FRAME).unmet == (
        "miejsca przy stole, co najmniej: 8, jest: 3",
        "organizacje społeczne, najwyżej: 0, jest: 1",
    )


def test_the_same_place_to_look_is_said_once_and_then_referred_to(problem: Problem, composition: Composition) -> None:
    firms, young, old = (
        Advice("look_for", (), profile)
        for profile in (
            {"group": "business"},
            {"group": "resident", "age_band": "13-19"},
            {"group": "resident", "age_band": "60+"},
        )
    )
    sheet = proposal_sheet(replace(composition, advice=(young, old, firms)), problem, FRAME)
    first = sheet.missing[0].where
    assert [line.where for line in sheet.missing] == [first, "jak wyżej", where_to_look(firms.profile)]


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
    )
    assert sheet.against == (advice_sentence(contradiction, {}, composition.rules),)
    assert sheet.missing_title == "Kogo brakuje i gdzie szukać"


def test_where_choices_and_rules_are_the_cause_nobody_is_said_to_be_missing(
    problem: Problem, composition: Composition
) -> None:
    unlock = Advice("unlock", ("locks.must", "size.max"), params={"ids": ("a", "b"), "instead": ()})
    contradiction = Advice("rules_contradict", ("size.max", "locks.must"))
    rules = (RuleRow("size.max", 20, 31, False), RuleRow("locks.must", 31, 31, True))
    cases = ((unlock, contradiction), (contradiction,))
    sheets = [
        proposal_sheet(replace(composition, status="infeasible", rules=rules, advice=advice), problem, FRAME)
        for advice in cases
    ]
    assert [(sheet.missing_title, sheet.missing) for sheet in sheets] == [
        ("Zasady, których nie da się pogodzić", ())
    ] * 2
    assert [sheet.against for sheet in sheets] == [
        (printed_unlock(unlock), advice_sentence(contradiction, {}, rules)),
        (advice_sentence(contradiction, {}, rules),),
    ]
    assert "najwyżej: 20; " in sheets[1].against[0]
    assert [sheet.next_step.partition(" O tym,")[0] for sheet in sheets] == [
        "Najpierw trzeba zmienić to, co ustalono z góry, i ułożyć propozycję jeszcze raz.",
        "Najpierw trzeba złagodzić jedną z zasad, których nie da się pogodzić, i ułożyć propozycję jeszcze raz.",
    ]
    _first, second = page_texts(proposal_pdf(sheets[0]))
    assert [words for words in ("Kogo brakuje", "Gdzie szukać", "Zdejmij") if words in second] == []


def test_on_paper_too_those_who_could_come_instead_of_a_change_are_one_line(
    problem: Problem, composition: Composition
) -> None:
    unlock = Advice("unlock", ("locks.never",), params={"ids": ("a",), "instead": (), "still_missing": 0})
    people = [Advice("look_for", (), {"group": group}) for group in ("ngo", "business")]
    sheet = proposal_sheet(replace(composition, status="infeasible", advice=(unlock, *people)), problem, FRAME)
    assert (sheet.missing, sheet.against) == (
        (),
        (
            printed_unlock(unlock),
            "Jeśli to wszystko ma zostać, trzeba szukać nowych osób lub organizacji (2): organizacje społeczne (1), "
            "przedsiębiorcy (1).",
        ),
    )


def test_paper_leads_to_the_same_step_as_the_page(problem: Problem, composition: Composition) -> None:
    infeasible = replace(composition, status="infeasible")
    nothing = replace(composition, status="unknown", members=(), rules=())
    assert proposal_sheet(infeasible, problem, replace(FRAME, fill_in="Uzupełnij wiek.")).next_step == "Uzupełnij wiek."
    assert proposal_sheet(nothing, problem, FRAME).next_step == (
        "Najpierw trzeba złagodzić którąś zasadę albo ustalić z góry mniej miejsc i ułożyć propozycję jeszcze raz."
    )
    asking = replace(composition, status="optimal")
    cases = ((infeasible, True, False), (infeasible, False, False), (nothing, False, True), (asking, False, True))
    steps = [step_of(answer, has_gap=has_gap, leads=leads) for answer, has_gap, leads in cases]
    assert steps == [Step.FILL_IN, Step.LOOK_FOR, Step.LOOSEN, Step.ASK_FIRST]


def test_three_alternatives_say_what_they_gain_who_joins_and_who_leaves(
    problem: Problem, composition: Composition
) -> None:
    complete = replace(composition, alternatives=(Alternative(("a", "c", "d"), 1.9, 0.5),) * 5)
    *lines, left = proposal_sheet(complete, problem, FRAME).alternatives
    assert [line[:2] for line in lines] == ["B:", "C:", "D:"]
    assert {line[3:] for line in lines} == {"dochodzi: Szkoła; odchodzi: Sklep <b>U Basi</b>"}
    assert left == "Pozostałe są na stronie propozycji: 2."


def test_the_next_step_follows_from_what_was_found(problem: Problem, composition: Composition) -> None:
    nobody_special = replace(composition, reasons={"a": (Reason("knows", {"count": 1}),)})
    infeasible = replace(composition, status="infeasible")
    assert [proposal_sheet(each, problem, FRAME).next_step for each in (composition, nobody_special, infeasible)] == [
        "Najpierw rozmowa o tej propozycji, potem zaproszenia. Na początek tam, gdzie nie ma zastępstwa: OSP Olszynki.",
        "Najpierw rozmowa o tej propozycji, potem zaproszenia.",
        "Najpierw trzeba znaleźć osoby, których brakuje, i ułożyć propozycję jeszcze raz. "
        "O tym, co tu jest, można rozmawiać już teraz.",
    ]


def test_where_most_is_unknown_the_sheet_leads_with_the_questions_as_the_page_does(
    problem: Problem, composition: Composition
) -> None:
    asking = replace(composition, status="optimal", questions=(Question("a", "villages", 1),))
    judged = replace(asking, questions=(Question("b", "willingness", 1),))
    known = replace(problem, candidates=tuple(replace(one, villages=frozenset("W")) for one in problem.candidates))
    partial = replace(asking, status="infeasible")
    tried = ((asking, problem), (asking, known), (partial, problem), (judged, problem))
    sheets = [proposal_sheet(answer, asked, FRAME) for answer, asked in tried]
    assert [(sheet.questions_lead, len(sheet.unknown)) for sheet in sheets] == [
        (True, 1),
        (False, 1),
        (False, 1),
        (False, 0),
    ]
    assert [questions.lead(answer, asked, None) for answer, asked in tried] == [True, False, False, True]
    assert sheets[0].next_step == (
        "Najpierw warto zapytać o to, co stoi nad składem na stronie 1 (1 pytanie), potem ułożyć propozycję "
        "jeszcze raz."
    )
    assert proposal_sheet(asking, problem, replace(FRAME, told=known)).questions_lead is False


def test_how_many_were_not_decided_stands_below_the_other_tables(problem: Problem, composition: Composition) -> None:
    undecided = replace(composition, undecided=3)
    before, after = (proposal_sheet(each, problem, FRAME).alternatives for each in (composition, undecided))
    told = "W podanym czasie nie sprawdziliśmy, czy jest dobry skład z którąś z 3 innych osób i organizacji."
    assert after == (*before, told)


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
    assert (sheet.title, sheet.method, sheet.version, sheet.seed, sheet.run, sheet.number, sheet.note) == (
        "Gminna Koalicja: Lipowo",
        "composition-1",
        product_version(),
        1,
        41,
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
