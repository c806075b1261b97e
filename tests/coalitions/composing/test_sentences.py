"""Every code reads as a plain sentence in both languages, and no decimal is in any."""

import re

import pytest
from django.utils import translation

from koalicja.coalitions.composing import sentences
from koalicja.coalitions.composing.rule_names import rule_figures, rule_label, rule_sentence
from koalicja.engine.composition.result import Advice, Assumption, Reason, RuleRow

REASONS = [
    (Reason("sole_cover", {"what": "village", "value": "Zarzecze"}), "w składzie nikt inny nie dociera do: Zarzecze"),
    (
        Reason("sole_cover", {"what": "group", "value": "business"}),
        "w składzie nie ma nikogo innego z grupy: przedsiębiorcy",
    ),
    (
        Reason("sole_cover", {"what": "age_band", "value": "60+"}),
        "w składzie nie ma nikogo innego w wieku: 60 i więcej lat",
    ),
    (Reason("sole_cover", {"what": "sector", "value": "school"}), "w składzie nie ma nikogo innego z sektora: szkoła"),
    (Reason("irreplaceable"), "bez zastępstwa, inaczej zasad nie da się spełnić"),
    (Reason("misses_more"), "bez tego miejsca brakowałoby więcej"),
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
        "grupa: urząd gminy, a w niej potrzeba co najmniej: 2",
    ),
    (Reason("fills_age_band", {"age_band": "13-19"}), "wiek: 13–19 lat"),
    (Reason("locked_must"), "miejsce wskazane z góry"),
    (Reason("library"), "Biblioteka Wiodąca, zawsze przy stole"),
    (
        Reason("keeps_rule", {"rule": "min_age_bands"}),
        "potrzebne do zasady: różne przedziały wieku wśród mieszkańców, co najmniej",
    ),
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
        ("age_bands.60+.max", "mieszkańcy w wieku 60 i więcej lat, najwyżej"),
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
    assert sentences.advice_sentence(Advice("look_for", ("size.min",)), names) == "Kogo szukać – ktokolwiek."
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
        "Kogo szukać – grupa: mieszkańcy; wiek, na przykład: 20–34 lata.",
        "Kogo szukać – grupa: mieszkańcy; wiek: 20–34 lata.",
    ]


def test_the_same_advice_is_said_once_with_how_many_are_needed() -> None:
    office = Advice("look_for", ("groups.office.min",), {"group": "office"})
    anybody = Advice("look_for", ("size.min",))
    assert list(sentences.advice_lines((office, anybody, anybody), {})) == [
        ("Kogo szukać – grupa: urząd gminy.", sentences.where_to_look(office.profile)),
        ("Kogo szukać – jeszcze 2 osoby lub organizacje, z dowolnej grupy.", ""),
    ]
    assert [told for told, _where in sentences.advice_lines([office] * 5, {})] == [
        "Kogo szukać – jeszcze 5 osób lub organizacji, każda: grupa: urząd gminy."
    ]


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
        "w składzie nie ma nikogo innego z grupy: przedsiębiorcy",
        "dociera do: Lipowo",
        "może dać: sala",
        "zna 2 osoby ze składu",
    ]
    assert sentences.reason_sentences((*reasons[:1], Reason("reaches", {"villages": ("Wola",)}))) == [
        "w składzie nikt inny nie dociera do: Wola"
    ]


def test_an_assumption_says_for_how_many() -> None:
    assert sentences.assumption_sentence(Assumption("influence", ("a", "b"), None)) == (
        "wpływ: nie wiemy w 2 przypadkach, nie liczy się ani za, ani przeciw."
    )


def test_an_unknown_interest_is_one_of_its_own() -> None:
    assert sentences.assumption_sentence(Assumption("interest_group", ("a", "b"), None)) == (
        "grupa interesu: nie wiemy w 2 przypadkach, w każdym liczymy osobną."
    )


def test_who_is_missing_once_a_rule_is_loosened_is_said_apart() -> None:
    advice = Advice("then_look_for", ("groups.business.min",), params={"group": "business"})
    assert sentences.advice_sentence(advice, {}) == "Kogo szukać potem – grupa: przedsiębiorcy."
    assert sentences.where_to_look(sentences.wanted(advice)).startswith("Zapytaj w sklepach")


@pytest.mark.parametrize(
    ("band", "said"), [("13-19", "13–19 lat"), ("20-34", "20–34 lata"), ("60+", "60 i więcej lat"), ("?", "? lat")]
)
def test_an_age_is_said_in_years_with_the_right_plural(band: str, said: str) -> None:
    assert sentences.ages(band) == said
