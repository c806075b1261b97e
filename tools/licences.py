"""Refuse dependencies whose licence does not go with Apache-2.0: no GPL or AGPL; LGPL and MPL libraries are fine.

Of licences joined by AND all must fit; of those joined by OR, or listed apart, one is enough. Reads Python's installed
parts and package-lock.json.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FITS = re.compile(
    r"\b(MIT|BSD|0BSD|ISC|Apache|PSF|PSF-2\.0|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General|Unlicense|CC0|"
    r"Public Domain|HPND|Zlib|OFL|BlueOak|CC-BY-4\.0|Python-2\.0)",
    re.I,
)
REFUSED = re.compile(r"\bA?GPL|Affero|GNU General Public|\bSSPL|Commons Clause|\bNC\b", re.I)
OPERATORS = ("OR", "AND", "WITH")
# Packages that name no licence in their metadata, each read by hand.
READ_BY_HAND = {"axe-playwright-python": "MIT"}


def fits(licence: str) -> bool:
    """Whether one of the licences offered goes with ours; the text is an SPDX expression, a name, or several by ";"."""
    return any(_fits_one(offered.strip()) for offered in licence.split(";"))


def _fits_one(text: str) -> bool:
    words = re.findall(r"[()]|[^\s()]+", text)
    try:
        return _either(words) and not words
    except (IndexError, ValueError):  # no expression but a name, which may hold such words: "Library or Lesser (LGPL)"
        return _is_name_that_fits(text)


def _either(words: list[str]) -> bool:
    """OR binds least. Takes what it has read from the front of `words`; so do the two below."""
    found = _all(words)
    while words and words[0].upper() == "OR":
        words.pop(0)
        found = _all(words) or found
    if words and words[0] != ")":
        raise ValueError
    return found


def _all(words: list[str]) -> bool:
    found = _one(words)
    while words and words[0].upper() == "AND":
        words.pop(0)
        found = _one(words) and found
    return found


def _one(words: list[str]) -> bool:
    word = words.pop(0)
    if word == "(":
        found = _either(words)
        if words.pop(0) != ")":
            raise ValueError
        return found
    if word == ")" or word.upper() in OPERATORS:
        raise ValueError
    if words and words[0].upper() == "WITH":  # an exception only ever allows more
        del words[:2]
    return _is_name_that_fits(word)


def _is_name_that_fits(name: str) -> bool:
    return bool(FITS.search(name)) and not REFUSED.search(name)


def python_parts() -> list[tuple[str, str]]:
    command = [sys.executable, "-m", "piplicenses", "--format=json", "--from=mixed"]
    rows = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [(row["Name"], row["License"]) for row in rows if row["Name"].lower() not in {"koalicja"}]


def front_end_parts() -> list[tuple[str, str]]:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return [
        (name.removeprefix("node_modules/"), str(fields.get("license", "")))
        for name, fields in packages.items()
        if name
    ]


def main() -> int:
    parts = python_parts() + front_end_parts()
    bad = [(name, licence) for name, licence in parts if not fits(READ_BY_HAND.get(name, licence))]
    for name, licence in bad:
        print(f"{name}: {licence or 'no licence named'}")
    print(f"{len(parts)} parts, {len(bad)} with a licence that does not fit")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
