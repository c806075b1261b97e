"""Every code reads as a plain sentence in both languages, and no decimal is in any."""

import re

import pytest
from django.utils import translation

from koalicja.coalitions.composing import sentences
from koalicja.coalitions.composing.assuming import assumption_sentence
from koalicja.coalitions.composing.missing_lines import advice_lines
from koalicja.coalitions.composing.rule_names import rule_figures, rule_hint, rule_kept, rule_label, rule_sentence
from koalicja.coalitions.composing.unlocking import printed_unlock, unlock_sentence
from koalicja.coalitions.composing.where import CITY, RURAL, TOWN
from koalicja.coalitions.composing.where_each import where_of_each
from koalicja.engine.composition.result import Advice, Assumption, Reason, RuleRow
from koalicja.people.texts import age_band

REASONS = [
    (Reason("sole_cover", {"what": "village", "value": "Zarzecze"}), "w składzie nikt inny nie dociera do: Zarzecze"),
    (
        Reason("sole_cover", {"what": "group", "value": "business"}),
        "w składzie nikt inny nie jest z grupy: przedsiębiorcy",
    ),
    (
        Reason("sole_cover", {"what": "age_band", "value": "60+"}),
        "w składzie nikt inny z mieszkańców nie ma: 60 lat i więcej",
    ),
    (
        Reason("sole_cover", {"what": "sector", "value": "school"}),
        "w składzie nie ma innego miejsca tego rodzaju: szkoła",
    ),
    (Reason("irreplaceable"), "bez zastępstwa, inaczej zasad nie da się spełnić"),
    (Reason("only_listed"), "na razie wiemy tylko, że jest w spisie"),
    (Reason("misses_more"), "bez tego miejsca skład byłby dalej od zasad"),
    (Reason("loss_if_out", {"grade": "large"}), "bez tego miejsca propozycja jest wyraźnie słabsza"),
    (Reason("reaches", {"villages": ("Zarzecze", "Wola")}), "dociera do: Wola, Zarzecze"),
    (Reason("serves", {"areas": ("młodzież",)}), "działa w obszarze: młodzież"),
    (Reason("serves", {"areas": ("b", "a")}), "działa w obszarach: a, b"),
    (Reason("offers", {"offers": ("sala",)}), "może dać: sala"),
    (Reason("knows", {"count": 1}), "zna 1 osobę ze składu"),
    (Reason("knows", {"count": 4}), "zna 4 osoby ze składu"),
    (Reason("knows", {"count": 12}), "zna 12 osób ze składu"),
    (Reason("willing", {"grade": "large"}), "chęć udziału: duża"),
    (Reason("influential", {"grade": "middle"}), "wpływ: średni"),
    (Reason("interested", {"grade": "small"}), "zainteresowanie: małe"),
    (
        Reason("fills_group", {"group": "office", "required": 2}),
        "bez tego miejsca za mało głosów z grupy: urząd gminy",
    ),
    (
        Reason("fills_age_band", {"age_band": "13-19"}),
        "bez tego miejsca za mało głosów mieszkańców w wieku: 13–19 lat",
    ),
    (Reason("locked_must"), "miejsce wskazane z góry"),
    (Reason("library"), "Biblioteka Wiodąca, zawsze przy stole"),
    (
        Reason("keeps_rule", {"rule": "min_age_bands"}),
        "bez tego miejsca mieszkańcy w składzie są w zbyt podobnym wieku",
    ),
    (
        Reason("keeps_rule", {"rule": "min_villages_share"}),
        "bez tego miejsca skład dociera do zbyt małej liczby miejscowości",
    ),
    (Reason("keeps_rule", {"rule": "max_interest_share"}), "bez tego miejsca jedna strona miałaby za dużo głosów"),
    (Reason("keeps_rule", {"rule": "allow_isolated"}), "bez tego miejsca ktoś w składzie nie znałby nikogo"),
    (Reason("keeps_rule", {"rule": "sectors.office.min"}), "zasady wymagają przy stole: urząd gminy"),
    (Reason("keeps_rule", {"rule": "areas.młodzież"}), "zasady wymagają przy stole: obszar „młodzież”"),
]


@pytest.mark.parametrize(("reason", "text"), REASONS, ids=[f"{r.code}-{at}" for at, (r, _) in enumerate(REASONS)])
def test_a_reason_is_a_predicate(reason: Reason, text: str) -> None:
    assert sentences.reason_sentence(reason) == text
    with translation.override("en"):
        assert re.search("[ąćęłńóśźż%_]", sentences.reason_sentence(reason).replace("młodzież", "")) is None


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("size.min", "miejsca przy stole, co najmniej"),
        ("groups.office.min", "urząd gminy, co najmniej"),
        ("groups.business.max", "przedsiębiorcy, najwyżej"),
        ("age_bands.13-19.min", "mieszkańcy w wieku 13–19 lat, co najmniej"),
        ("age_bands.60+.max", "mieszkańcy w wieku 60 lat i więcej, najwyżej"),
        ("areas.a.b", "obszar „a.b”, co najmniej"),
        ("offers.sala", "zasób „sala”, co najmniej"),
        ("sectors.school.min", "szkoła, co najmniej"),
        ("of tomorrow", "of tomorrow"),
    ],
)
def test_a_rule_has_a_name(name: str, label: str) -> None:
    assert rule_label(name) == label


def test_a_rule_with_its_figures_is_a_sentence() -> None:
    assert [
        rule_sentence(RuleRow("groups.office.min", 1, 0, False)),
        rule_sentence(RuleRow("max_interest_share", 0.49, 2 / 3, False)),
    ] == ["urząd gminy, co najmniej: 1, jest: 0", "udział jednej grupy interesu, najwyżej: 49 %, jest: 67 %"]


def test_advice_says_whom_to_look_for_and_where() -> None:
    names = {"a": "Anna"}
    advice = Advice(
        "look_for",
        ("age_bands.13-19.min",),
        {"kind": "resident", "group": "resident", "age_band": "13-19", "villages": ("Wola",), "knows": ("a:1",)},
    )
    assert sentences.advice_sentence(advice, names) == (
        "Kogo szukać – grupa: mieszkańcy; wiek: 13–19 lat; dociera do: Wola; zna: Anna."
    )
    assert sentences.where_to_look(advice.profile).startswith("Zapytaj osoby")
    anyone = sentences.advice_sentence(Advice("look_for", ("size.min",)), names)
    assert anyone == "Kogo szukać – osoba lub organizacja z dowolnej grupy."
    assert sentences.where_to_look({}) == ""


def test_advice_says_whose_interest_does_not_help() -> None:
    advice = Advice("look_for", ("groups.office.min",), {"group": "office"}, {"not_interest": ("gmina", "x")})
    assert sentences.advice_sentence(advice, {}) == (
        "Kogo szukać – grupa: urząd gminy; spoza grupy interesu: gmina, x."
    )


def test_an_age_is_an_example_where_any_new_one_would_do() -> None:
    profile = {"group": "resident", "age_band": "20-34"}
    any_age = Advice("look_for", ("groups.resident.min", "min_age_bands"), profile)
    this_age = Advice("look_for", ("age_bands.20-34.min", "min_age_bands"), profile)
    assert [sentences.advice_sentence(each, {}) for each in (any_age, this_age)] == [
        "Kogo szukać – grupa: mieszkańcy; w wieku, jakiego w składzie jeszcze nie ma, na przykład: 20–34 lata.",
        "Kogo szukać – grupa: mieszkańcy; wiek: 20–34 lata.",
    ]


def test_the_same_advice_is_said_once_with_how_many_are_needed() -> None:
    office = Advice("look_for", ("groups.office.min",), {"group": "office"})
    anybody = Advice("look_for", ("size.min",))
    assert list(advice_lines((office, anybody, anybody), {})) == [
        ("Kogo szukać – grupa: urząd gminy.", sentences.where_to_look(office.profile)),
        (
            "Kogo szukać – jeszcze 2 osoby lub organizacje, z dowolnej grupy.",
            "Zapytaj tych, którzy są już w składzie, kogo by przyprowadzili.",
        ),
    ]
    assert [told for told, _where in advice_lines([office] * 5, {})] == [
        "Kogo szukać – jeszcze 5 osób lub organizacji, każda: grupa: urząd gminy."
    ]


def test_residents_who_differ_only_in_an_example_of_an_age_are_one_line() -> None:
    def resident(age: str, *rules: str) -> Advice:
        return Advice("look_for", ("min_age_bands", *rules), {"group": "resident", "age_band": age})

    example = [resident("13-19"), resident("20-34", "groups.resident.min")]
    assert [told for told, _where in advice_lines(example, {})] == [
        "Kogo szukać – jeszcze 2 osoby; grupa: mieszkańcy; każda w innym wieku i w takim, jakiego w składzie "
        "jeszcze nie ma, na przykład: 13–19 lat, 20–34 lata."
    ]
    asked_for = [resident("13-19", "age_bands.13-19.min"), resident("20-34", "age_bands.20-34.min")]
    assert len(list(advice_lines(asked_for, {}))) == 2


def test_where_to_look_is_told_of_each_kind_that_is_missing() -> None:
    profiles = (
        {"group": "business"},
        {"group": "business"},
        {"group": "resident", "age_band": "60+"},
        {"group": "ngo"},
    )
    told = where_of_each([Advice("look_for", (), each) for each in profiles])
    assert told == [
        "Przedsiębiorcy – zapytaj w sklepach, w banku spółdzielczym, wśród rolników i rzemieślników.",
        "Mieszkańcy – zapytaj osoby, które wypożyczają książki, rodziców w szkole, samorząd uczniowski, klub seniora.",
        "Organizacje społeczne – zapytaj w OSP, w kole gospodyń wiejskich, w klubie sportowym, w parafii.",
    ]
    anybody = where_of_each([Advice("look_for", ("size.min",)), Advice("rules_contradict", ("conflicts",))])
    assert anybody == ["Zapytaj tych, którzy są już w składzie, kogo by przyprowadzili."]


def test_a_share_that_is_just_too_great_is_shown_with_the_digits_that_say_so() -> None:
    rows = [RuleRow("max_interest_share", 0.49, actual, actual <= 0.49) for actual in (0.4901, 0.49 + 1e-9, 0.486)]
    assert [rule_figures(row) for row in rows] == [
        ("49 %", "49,01 %"),
        ("49 %", "49,0000001 %"),
        ("49 %", "49 %"),
    ]


def test_rules_that_contradict_are_named() -> None:
    advice = Advice("rules_contradict", ("size.max", "groups.office.min"))
    assert sentences.advice_sentence(advice, {}) == (
        "Tych zasad nie da się spełnić razem, złagodź jedną z nich:"
        " miejsca przy stole, najwyżej; urząd gminy, co najmniej."
    )


def test_the_reasons_of_one_member_say_nothing_twice() -> None:
    reasons = (
        Reason("sole_cover", {"what": "village", "value": "Wola"}),
        Reason("sole_cover", {"what": "group", "value": "business"}),
        Reason("sole_cover", {"what": "village", "value": "Zarzecze"}),
        Reason("fills_group", {"group": "business", "required": 1}),
        Reason("reaches", {"villages": ("Lipowo", "Wola", "Zarzecze")}),
        Reason("offers", {"offers": ("sala",)}),
        Reason("knows", {"count": 2}),
    )
    assert sentences.reason_sentences(reasons) == [
        "w składzie nikt inny nie dociera do: Wola, Zarzecze",
        "w składzie nikt inny nie jest z grupy: przedsiębiorcy",
        "dociera do: Lipowo",
        "może dać: sala",
        "zna 2 osoby ze składu",
    ]
    assert sentences.reason_sentences((*reasons[:1], Reason("reaches", {"villages": ("Wola",)}))) == [
        "w składzie nikt inny nie dociera do: Wola"
    ]


def test_who_is_there_because_the_rules_ask_for_the_kind_is_not_told_twice() -> None:
    reasons = (
        Reason("sole_cover", {"what": "sector", "value": "office"}),
        Reason("keeps_rule", {"rule": "sectors.office.min"}),
    )
    assert [sentences.reason_sentences(reasons), sentences.reason_sentences(reasons[:1])] == [
        ["zasady wymagają przy stole: urząd gminy"],
        ["w składzie nie ma innego miejsca tego rodzaju: urząd"],
    ]


@pytest.mark.parametrize(
    ("column", "value", "taken"),
    [
        ("influence", 0.5, "przyjmujemy ocenę średnią, ani za, ani przeciw"),
        ("villages", None, "nie liczy się ani za, ani przeciw"),
        ("age_band", None, "do zasad liczy się tylko to, co wiemy"),
    ],
)
def test_an_assumption_says_for_how_many_and_what_is_taken_instead(
    column: str, value: float | None, taken: str
) -> None:
    said = assumption_sentence(Assumption(column, ("a", "b"), value))
    assert said == f"{sentences.column_name(column)}: nie wiemy w 2 przypadkach; {taken}."


def test_of_interest_groups_it_is_said_what_they_are_and_how_a_rule_counts_those_unknown() -> None:
    assert [assumption_sentence(Assumption("interest_group", ids, None)) for ids in (("a",), ("a", "b"))] == [
        "grupa interesu (komu kto podlega): nie wiemy w 1 przypadku, liczymy go osobno.",
        "grupa interesu (komu kto podlega): nie wiemy w 2 przypadkach, każdy liczymy osobno.",
    ]
    rows = [
        RuleRow("max_interest_share", 0.49, 0.1, met, known, 10) for met, known in ((True, 0), (True, 10), (False, 0))
    ]
    other = RuleRow("size.min", 8, 8, True)
    assert [rule_kept(row) for row in (*rows, other)] == [
        "spełniona, gdy każdą, o której nie wiemy, liczymy osobno",
        "spełniona",
        "niespełniona",
        "spełniona",
    ]
    assert [rule_hint([other]), rule_hint(rows)] == [
        "",
        "Grupa interesu to ci, którzy podlegają temu samemu: gminie, parafii, jednej firmie. Dzięki tej zasadzie jedna "
        "z nich nie przegłosuje wszystkich innych.",
    ]


def test_who_is_missing_once_a_rule_is_loosened_is_said_apart() -> None:
    advice = Advice("then_look_for", ("groups.business.min",), params={"group": "business"})
    assert sentences.advice_sentence(advice, {}) == "Kogo szukać potem – grupa: przedsiębiorcy."
    assert sentences.where_to_look(sentences.wanted(advice)).startswith("Zapytaj w sklepach")


def test_where_nothing_binds_it_is_said_of_which_groups_somebody_is_missing_and_whom_to_ask() -> None:
    groups = Advice("then_look_for", ("groups.business.min", "groups.office.min", "size.min"))
    assert sentences.advice_sentence(groups, {}) == (
        "Kogo szukać potem – grupa, jedna z tych: przedsiębiorcy, urząd gminy."
    )
    assert sentences.where_of(groups).startswith("Zapytaj w sklepach")
    anyone = Advice("then_look_for", ("size.min",))
    assert sentences.advice_sentence(anyone, {}) == "Kogo szukać potem – osoba lub organizacja z dowolnej grupy."
    assert sentences.where_of(anyone) == "Zapytaj tych, którzy są już w składzie, kogo by przyprowadzili."


@pytest.mark.parametrize(
    ("band", "said"), [("13-19", "13–19 lat"), ("20-34", "20–34 lata"), ("60+", "60 lat i więcej"), ("?", "? lat")]
)
def test_an_age_is_said_in_years_with_the_right_plural(band: str, said: str) -> None:
    assert sentences.ages(band) == said


def test_an_age_is_said_alike_in_the_register_and_in_proposals() -> None:
    bands = ("13-19", "20-34", "35-59", "60+")
    assert [sentences.ages(band) for band in bands] == [age_band(band) for band in bands]


@pytest.mark.parametrize(
    ("gmina", "deputy"),
    [
        ("", "urzędu gminy może przyjść ktoś inny: zastępca wójta albo burmistrza"),
        (RURAL, "urzędu gminy może przyjść ktoś inny: zastępca wójta"),
        (TOWN, "urzędu miejskiego może przyjść ktoś inny: zastępca burmistrza"),
        (CITY, "urzędu miasta może przyjść ktoś inny: zastępca prezydenta"),
    ],
)
def test_who_may_come_for_the_office_is_called_as_in_this_kind_of_gmina(gmina: str, deputy: str) -> None:
    advice = Advice("look_for", (), {"group": "office", "sector": "office"}, {"gmina": gmina} if gmina else {})
    assert sentences.where_of(advice) == f"Z {deputy}, sekretarz albo ktoś, kto tam pracuje."


def test_marks_that_stand_against_the_rules_are_said_by_name_before_anybody_new() -> None:
    names = {"a": "Urząd Gminy", "b": "GOPS", "c": "Rada Gminy"}
    only = Advice("unlock", ("locks.never",), params={"ids": ("a",), "instead": ("b", "c"), "still_missing": 0})
    both = Advice("unlock", ("locks.never",), params={"ids": ("a", "b"), "instead": (), "still_missing": 2})
    begins = "Oznaczenia „nie tym razem” nie godzą się z zasadami."
    assert [sentences.advice_sentence(each, names) for each in (only, both)] == [
        f"{begins} Wystarczy zdjąć jedno z tych oznaczeń: Urząd Gminy, GOPS, Rada Gminy.",
        f"{begins} Wystarczy zdjąć na przykład te oznaczenia: Urząd Gminy, GOPS. Wtedy brakuje jeszcze: 2.",
    ]
    assert sentences.where_of(only) == ""


@pytest.mark.parametrize("still_missing", [0, 1])
def test_where_taking_marks_off_is_enough_all_who_could_come_instead_are_one_line(still_missing: int) -> None:
    unlock = Advice("unlock", ("locks.never",), params={"ids": ("a",), "instead": (), "still_missing": still_missing})
    residents = [{"group": "resident", "age_band": band} for band in ("35-59", "60+")]
    profiles: list[dict[str, str]] = [{"group": "office", "sector": "office"}, {"group": "business"}, *residents, {}]
    advice = (unlock, *(Advice("look_for", (), profile) for profile in profiles))
    lines = list(advice_lines(advice, {"a": "Urząd Gminy"}))
    assert lines[0] == (sentences.advice_sentence(unlock, {"a": "Urząd Gminy"}), "")
    instead = (
        "Jeśli oznaczenia mają zostać, szukaj nowych osób lub organizacji (5): urząd gminy (1), przedsiębiorcy (1), "
        "mieszkańcy (2), osoba lub organizacja z dowolnej grupy (1)."
    )
    # Where somebody is missing even then, each of them stands with where to look.
    assert (len(lines), lines[1:] == [(instead, "")]) == ((6, False) if still_missing else (2, True))
    assert [text for text, _where in advice_lines(advice[:2], {})] == [
        sentences.advice_sentence(each, {}) for each in advice[:2]
    ]


def test_of_many_marks_the_next_step_names_the_first_ones() -> None:
    unlock = Advice("unlock", ("locks.must",), params={"ids": tuple("abcde"), "instead": (), "still_missing": 0})
    told = [unlock_sentence(unlock, {}, most=most).partition("oznaczenia: ")[2] for most in (4, 5)]
    assert told == ["a, b, c, d i jeszcze 1.", "a, b, c, d, e."]


def test_only_the_kind_of_marks_that_stands_against_the_rules_is_named() -> None:
    kinds = (("locks.must", "size.max"), ("locks.never",), ("locks.must", "locks.never"), ("size.min",))
    told = [sentences.advice_sentence(Advice("unlock", rules, params={"ids": ("a",)}), {}) for rules in kinds]
    assert [each.partition(" nie godzą")[0] for each in told] == [
        "Oznaczenia „musi być”",
        "Oznaczenia „nie tym razem”",
        "Oznaczenia „musi być” i „nie tym razem”",
        "Oznaczenia „musi być” i „nie tym razem”",
    ]


def test_on_paper_choices_made_beforehand_stand_without_names_and_without_buttons() -> None:
    many = {"ids": ("a", "b"), "instead": (), "still_missing": 0}
    one = {"ids": ("a",), "instead": (), "still_missing": 2}
    cases = ((("locks.must", "size.max"), many), (("locks.never",), one), (("locks.must", "locks.never"), many))
    assert [printed_unlock(Advice("unlock", rules, params=params)) for rules, params in cases] == [
        "Część miejsc ustalono z góry, a z nimi wszystkimi nie da się spełnić zasad. Wystarczy zmienić 2 z tych "
        "ustaleń.",
        "Niektóre osoby i organizacje z góry pominięto, a bez nich nie da się spełnić zasad. Po zmianie 1 z tych "
        "ustaleń brakuje jeszcze: 2.",
        "Część osób i organizacji z góry ustalono, a część pominięto, i przez to nie da się spełnić zasad. Wystarczy "
        "zmienić 2 z tych ustaleń.",
    ]
