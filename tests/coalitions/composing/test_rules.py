"""Rules files: absent is no rule, unknown is refused with its path, shares are exact."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from koalicja.coalitions.composing.refusals import InputRefused, refusal
from koalicja.coalitions.composing.rules import PRESETS, parse_rules, read_rules, with_size
from koalicja.engine.composition.problem import Bounds, Rules, Weights

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples"
WHOLE = """
size = [12, 20]
max_interest_share = 0.49
min_villages_share = 0.5
min_age_bands = 2
allow_isolated = false
[groups]
office = { min = 1, max = 4 }
[age_bands]
"13-19" = { min = 1 }
[areas]
youth = 2
[offers]
room = 1
[sectors]
school = { min = 1 }
[weights]
ties = 1.5
size = 0
"""


def test_every_key_is_read() -> None:
    assert parse_rules(WHOLE) == Rules(
        size=Bounds(12, 20),
        max_interest_share=Fraction(49, 100),
        min_villages_share=Fraction(1, 2),
        min_age_bands=2,
        allow_isolated=False,
        groups={"office": Bounds(1, 4)},
        age_bands={"13-19": Bounds(1)},
        areas={"youth": 2},
        offers={"room": 1},
        sectors={"school": Bounds(1)},
        weights=Weights(ties=1.5, size=0.0),
    )


def test_an_empty_file_is_no_rule() -> None:
    assert parse_rules("") == Rules()


def test_the_shipped_rules_are_those_of_the_programme() -> None:
    one = Bounds(1)
    assert PRESETS == ("prb",)
    assert read_rules("prb") == Rules(
        size=Bounds(8, 20),
        max_interest_share=Fraction(49, 100),
        min_age_bands=2,
        groups={"office": one, "culture": one, "ngo": one, "business": one, "resident": one},
    )


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ("sise = [1, 2]", "unknown_rule", "sise"),
        ("[groups]\nfirms = { min = 1 }", "unknown_rule", "groups.firms"),
        ("[groups]\noffice = { minimum = 1 }", "unknown_rule", "groups.office.minimum"),
        ("[weights]\nlove = 1", "unknown_rule", "weights.love"),
        ("[groups.office]\nmin = 1\n[groups.office.more]\nx = 1", "unknown_rule", "groups.office.more"),
        ("[groups]\noffice = 2", "rule_not_table", "groups.office"),
        ("groups = 1", "rule_not_table", "groups"),
        ("[groups]\noffice = { min = 1.0 }", "rule_not_whole", "groups.office.min"),
        ("[groups]\noffice = { min = -1 }", "rule_not_whole", "groups.office.min"),
        ("[groups]\noffice = { min = true }", "rule_not_whole", "groups.office.min"),
        ("[groups]\noffice = { min = 3, max = 2 }", "rule_min_over_max", "groups.office"),
        ("[age_bands]\nyoung = { min = 1 }", "rule_bad_age_band", "young"),
        ("[sectors]\nskool = { min = 1 }", "rule_bad_sector", "skool"),
        ("[areas]\nyouth = { min = 1 }", "rule_not_whole", "areas.youth"),
        ("[offers]\nroom = '1'", "rule_not_whole", "offers.room"),
        ("max_interest_share = 49", "rule_not_share", "max_interest_share"),
        ("max_interest_share = nan", "rule_not_share", "max_interest_share"),
        ("min_villages_share = -0.1", "rule_not_share", "min_villages_share"),
        ("min_age_bands = 2.5", "rule_not_whole", "min_age_bands"),
        ("allow_isolated = 0", "rule_not_bool", "allow_isolated"),
        ("[weights]\nties = -1", "rule_not_weight", "weights.ties"),
        ("[weights]\nties = inf", "rule_not_weight", "weights.ties"),
        ("[areas]\n'x|y' = 1", "rule_bad_word", 'areas."x|y"'),
        ("[offers]\n'sala ' = 1", "rule_bad_word", 'offers."sala "'),
        ("[offers]\n'' = 1", "rule_bad_word", 'offers.""'),
        ("[age_bands]\n'' = { min = 1 }", "rule_bad_age_band", ""),
        ("[age_bands]\n'60+ ' = { min = 1 }", "rule_bad_age_band", "60+ "),
        ("[sectors]\n'school ' = { min = 1 }", "rule_bad_sector", "school "),
    ],
)
def test_what_is_wrong_is_refused_with_its_path(text: str, code: str, key: str) -> None:
    with pytest.raises(InputRefused) as refused:
        parse_rules(text)
    assert (refused.value.code, refused.value.params["key"]) == (code, key)
    assert len(refusal(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[weights]\nties = 1e7", "liczba od 0 do 1000000, a jest: 10000000.0."),
        ("[areas]\nyouth = { min = 1 }", "liczba całkowita od 0 do 1000000, a jest: { min = 1 }."),
        ("[offers]\nroom = '1'", 'liczba całkowita od 0 do 1000000, a jest: "1".'),
        ("[offers]\nroom = {}", "liczba całkowita od 0 do 1000000, a jest: {}."),
    ],
)
def test_a_refusal_shows_the_value_as_the_file_writes_it(text: str, said: str) -> None:
    with pytest.raises(InputRefused) as refused:
        parse_rules(text)
    assert refusal(refused.value).partition("potrzebna jest ")[2] == said


@pytest.mark.parametrize("size", ["[1]", "[1, 2, 3]", "12", "[0, 0]", "[1.5, 2]", "['a', 'b']", "[-1, 4]"])
def test_a_size_is_two_whole_numbers_in_order(size: str) -> None:
    with pytest.raises(InputRefused) as refused:
        parse_rules(f"size = {size}")
    assert refused.value.code == "rule_not_size"


def test_a_size_the_wrong_way_round_is_said_and_put_right() -> None:
    for read in (lambda: parse_rules("size = [20, 12]"), lambda: with_size(Rules(), "20-12")):
        with pytest.raises(InputRefused) as refused:
            read()
        said = refusal(refused.value)
        assert said.endswith(("więc potrzebne jest [12, 20], a jest: [20, 12].", "mniejszą liczbę: --size 12-20."))


@pytest.mark.parametrize(
    ("text", "line"), [("size = [1", 1), ("= 1", 1), ("a = 1\na = 2", 2), ("\n\na = [", 3), ("a=" + "[" * 9999, 1)]
)
def test_what_is_no_toml_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(InputRefused) as refused:
        parse_rules(text)
    assert (refused.value.code, refused.value.params) == ("bad_toml", {"line": line})


def test_a_file_in_another_encoding_and_a_missing_one_are_refused(written: Callable[..., Path]) -> None:
    codes = []
    for name in (str(written("# żółw".encode("cp1250"), "z.toml")), "/nowhere/z.toml", "prp", "a\0b"):
        with pytest.raises(InputRefused) as refused:
            read_rules(name)
        codes.append(refused.value.code)
    assert codes == ["rules_not_utf8", "no_rules", "no_rules", "no_rules"]


@pytest.mark.parametrize(
    ("text", "size"), [("12-20", (12, 20)), ("12–20", (12, 20)), ("15", (15, 15)), ("0-3", (0, 3))]
)
def test_a_size_on_the_command_line_takes_the_place_of_the_files(text: str, size: tuple[int, int]) -> None:
    assert with_size(parse_rules("size = [1, 2]\nmin_age_bands = 1"), text) == Rules(
        size=Bounds(*size), min_age_bands=1
    )


@pytest.mark.parametrize("text", ["", "a", "1-2-3", "-5", "1.5-3", "0", "²-3", "12 to 20"])
def test_a_size_that_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(InputRefused) as refused:
        with_size(Rules(), text)
    assert (refused.value.code, refused.value.params) == ("bad_size", {"value": text})


def test_the_examples_of_the_documents_are_rules() -> None:
    read: dict[str, Any] = {path.stem: read_rules(str(path)) for path in sorted(EXAMPLES.glob("*.toml"))}
    assert sorted(read) == ["leader", "twelve-sectors"]
    assert len(read["twelve-sectors"].sectors) == 12
    assert read["leader"].max_interest_share == Fraction(49, 100)
