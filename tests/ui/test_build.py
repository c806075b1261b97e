"""What the front-end build wrote: nothing from outside, and every Polish letter has a face."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "var" / "static" / "ui"
POLISH = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”–…·"
pytestmark = pytest.mark.skipif(not BUILT.exists(), reason="the front end is not built (`make setup` builds it)")


def in_range(letter: str, ranges: str) -> bool:
    bounds = [part.strip().removeprefix("U+").split("-") for part in ranges.split(",")]
    return any(int(pair[0], 16) <= ord(letter) <= int(pair[-1], 16) for pair in bounds)


def test_style_and_script_refer_to_no_outside_host() -> None:
    text = (BUILT / "app.css").read_text() + (BUILT / "app.js").read_text()
    assert re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", text) == []


def test_every_file_the_style_sheet_names_is_there() -> None:
    named = set(re.findall(r"url\(([^)]+)\)", (BUILT / "app.css").read_text()))
    assert named == {f"fonts/{path.name}" for path in (BUILT / "fonts").iterdir()}


@pytest.mark.parametrize("family", ["Atkinson Hyperlegible Next Variable", "Source Serif 4 Variable"])
def test_each_family_covers_every_polish_letter_and_swaps(family: str) -> None:
    faces = [face for face in re.findall(r"@font-face{([^}]*)}", (BUILT / "app.css").read_text()) if family in face]
    ranges = ",".join(re.findall(r"unicode-range:([^;}]+)", face)[0] for face in faces)
    assert [letter for letter in POLISH if not in_range(letter, ranges)] == []
    assert ["font-display:swap" in face for face in faces] == [True] * len(faces)


def test_every_drawing_a_template_asks_for_exists() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', (BUILT / "icons.svg").read_text()))
    asked = {
        name
        for path in ROOT.glob("koalicja/**/templates/**/*.html")
        for name in re.findall(r"{% icon \"(\w+)\" %}", path.read_text())
    }
    assert asked - drawn == set()


def test_the_licences_of_what_is_shipped_come_along() -> None:
    text = (BUILT / "LICENSES.txt").read_text()
    assert re.findall(r"^(\S+) \d+\.\d+\.\d+ \((MIT|OFL-1\.1)\)$", text, re.M) == [
        ("bootstrap", "MIT"),
        ("@fontsource-variable/atkinson-hyperlegible-next", "OFL-1.1"),
        ("@fontsource-variable/source-serif-4", "OFL-1.1"),
    ]


def test_the_lock_file_pins_by_hash_and_names_no_host() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    pinned = {name: fields for name, fields in packages.items() if name}
    assert [name for name, fields in pinned.items() if not fields.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, fields in pinned.items() if "resolved" in fields] == []
