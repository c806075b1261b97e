"""A small made-up register and a hand-made answer."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from django.utils import translation

from koalicja.engine.composition.problem import Bounds, Candidate, Problem, Rules
from koalicja.engine.composition.result import (
    Advice,
    Alternative,
    Assumption,
    Composition,
    Question,
    Reason,
    RuleRow,
    SizeValue,
)

HEAD = (
    "id,name,kind,group,sector,age_band,interest_group,villages,offers,areas,"
    "influence,interest,willingness,knows,conflicts,lock"
)


@pytest.fixture(autouse=True)
def polish() -> Iterator[None]:
    with translation.override("pl"):
        yield


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write a file and give its path."""

    def write(text: str | bytes, name: str = "tabela.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


@pytest.fixture
def problem() -> Problem:
    return Problem(
        (
            Candidate("a", "OSP Olszynki", "organisation", "ngo", villages=frozenset({"Zarzecze"})),
            Candidate("b", "Sklep <b>U Basi</b>", "organisation", "business"),
            Candidate("c", "c", "resident", "resident", age_band="13-19"),
            Candidate("d", "Szkoła", "organisation", "culture"),
        ),
        Rules(size=Bounds(2, 3), max_interest_share=Fraction(49, 100)),
    )


@pytest.fixture
def composition() -> Composition:
    return Composition(
        status="feasible",
        objective=2.0,
        bound=2.1,
        gap=0.05,
        members=("a", "b", "c"),
        reasons={
            "a": (Reason("irreplaceable"), Reason("reaches", {"villages": ("Zarzecze",)})),
            "b": (Reason("fills_group", {"group": "business", "required": 1}),),
            "c": (Reason("knows", {"count": 4}),),
        },
        rules=(RuleRow("size.min", 2, 3, True), RuleRow("max_interest_share", 0.49, 1 / 3, True)),
        alternatives=(Alternative(("a", "c", "d"), 1.9, 0.5),),
        alternatives_complete=True,
        tradeoff=(SizeValue(2, "optimal", 1.5, 1.5), SizeValue(3, "infeasible", None, None)),
        never_proposed=("d",),
        advice=(Advice("look_for", ("groups.office.min",), {"group": "office", "villages": ("Wola",)}),),
        questions=(Question("b", "willingness", 2),),
        assumed=(Assumption("willingness", ("a", "b"), None),),
        known_facts=9,
        seed=1,
        solver_seconds=0.5,
    )
