"""Who could take exactly this seat, as a reason: three by name, residents only counted where they have no names."""

import pytest

from koalicja.coalitions.composing.answer import as_json
from koalicja.coalitions.composing.exchange import exchange_sentences
from koalicja.coalitions.composing.sentences import reason_sentences
from koalicja.engine.composition.compose import compose
from koalicja.engine.composition.problem import Bounds, Candidate, Problem, Rules
from koalicja.engine.composition.result import Reason

PROBLEM = Problem(
    (
        Candidate("a", "SP nr 2", "organisation", "culture", "school", villages=frozenset({"Wola"})),
        Candidate("b", "OSP Zarzecze", "organisation", "ngo", "fire_brigade"),
        Candidate("c", "Łączka", "organisation", "ngo"),
        Candidate("d", "Bank", "organisation", "business"),
        Candidate("e", "Anna (przykład)", "resident", "resident", age_band="60+"),
        Candidate("f", "Jan (przykład)", "resident", "resident"),
    ),
    Rules(),
)


@pytest.mark.parametrize(
    ("ids", "named", "counted"),
    [
        ("", [], []),
        ("ba", ["równie dobrze: SP nr 2, OSP Zarzecze"], ["równie dobrze: SP nr 2, OSP Zarzecze"]),
        (
            "abcdef",
            ["równie dobrze: SP nr 2, Anna (przykład), OSP Zarzecze i jeszcze 3"],
            ["równie dobrze: SP nr 2, OSP Zarzecze, Bank i jeszcze 3"],
        ),
        (
            "aef",
            ["równie dobrze: SP nr 2, Anna (przykład), Jan (przykład)"],
            ["równie dobrze: SP nr 2 i 2 mieszkańców"],
        ),
        ("e", ["równie dobrze: Anna (przykład)"], ["równie dobrze: 1 mieszkaniec"]),
    ],
)
def test_best_known_first_then_by_name_and_the_rest_as_a_number(ids: str, named: list[str], counted: list[str]) -> None:
    reasons = (Reason("willing", {"grade": "large"}), *([Reason("exchangeable", {"ids": tuple(ids)})] if ids else []))
    assert exchange_sentences(reasons, PROBLEM) == named
    assert exchange_sentences(reasons, PROBLEM, with_residents=False) == counted
    assert reason_sentences(reasons) == ["chęć udziału: duża"]


def test_in_the_json_it_is_the_last_reason() -> None:
    asked = Problem(
        (
            Candidate("a", "Kawiarnia", group="business", willingness=0.9),
            Candidate("b", "Piekarnia", group="business", willingness=0.9),
        ),
        Rules(size=Bounds(1, 1)),
    )
    (member,) = as_json(compose(asked), asked, seconds=1.0)["members"]
    other = {"a": "Piekarnia", "b": "Kawiarnia"}[member["id"]]
    assert member["reasons"][-1] == {"code": "exchangeable", "text": f"równie dobrze: {other}"}


def test_whoever_is_of_a_neighbouring_gmina_is_named_with_it() -> None:
    reason = Reason("exchangeable", {"ids": ("a", "d")})
    assert exchange_sentences([reason], PROBLEM, near={"d": "sąsiednia gmina: Warta"}) == [
        "równie dobrze: SP nr 2, Bank (sąsiednia gmina: Warta)"
    ]
