"""Refuse dependencies whose licence does not go with Apache-2.0: no GPL or AGPL; LGPL and MPL libraries are fine.

Where a package offers several licences, one that fits is enough. Reads Python's installed parts and package-lock.json.
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
# Packages that name no licence in their metadata, each read by hand.
READ_BY_HAND = {"axe-playwright-python": "MIT"}


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
    bad = [(name, licence) for name, licence in parts if not FITS.search(READ_BY_HAND.get(name, licence))]
    for name, licence in bad:
        print(f"{name}: {licence or 'no licence named'}")
    print(f"{len(parts)} parts, {len(bad)} with a licence that does not fit")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
