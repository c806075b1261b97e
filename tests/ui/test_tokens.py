"""Contrast is computed from the tokens themselves, in light, dark and on paper."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "koalicja" / "ui" / "assets" / "scss" / "_tokens.scss"
SURFACES = ("paper", "card")
GROUPS = ("office", "culture", "ngo", "business", "resident")
TEXT_PAIRS = (
    [(ink, on) for ink in ("ink", "muted", "accent", "accent-strong", "attention", "danger", "ok") for on in SURFACES]
    + [(tone, f"{tone}-soft") for tone in ("accent", "attention", "danger", "ok")]
    + [("ink", soft) for soft in ("accent-soft", "attention-soft", "danger-soft", "ok-soft", "lamp")]
    + [("on-accent", "accent"), ("on-accent", "accent-strong")]
    + [("attention", "lamp"), ("accent", "lamp")]
)
SHAPE_PAIRS = [(name, on) for name in (*GROUPS, "muted", "lamp-metal") for on in SURFACES]


def tokens(look: str) -> dict[str, str]:
    body = re.search(rf"@mixin {look} {{(.*?)\n}}", TOKENS.read_text(), re.S)
    assert body
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", body[1]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("look", ["light", "dark", "paper"])
def test_text_is_readable_on_every_surface_it_stands_on(look: str) -> None:
    colours = tokens(look)
    found = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in TEXT_PAIRS}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("look", ["light", "dark", "paper"])
def test_borders_of_fields_and_the_shapes_of_groups_can_be_seen(look: str) -> None:
    colours = tokens(look)
    found = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in SHAPE_PAIRS}
    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < 3} == {}


def test_every_look_has_the_same_tokens() -> None:
    assert tokens("light").keys() == tokens("dark").keys() == tokens("paper").keys()
