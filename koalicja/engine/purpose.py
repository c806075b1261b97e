"""Does a goal speak of the library alone? Such a goal finds few allies, so the page asks what residents will have.

Method `purpose-1`, described in docs/algorithms/purpose-1.md. It reads words, judges nothing, and only ever leads to a
question: a wrong answer costs one sentence on a page.
"""

import re

from koalicja.engine.matching.text import fold

METHOD = "purpose-1"

# Beginnings of words, without Polish marks. A goal speaks of the library where it has one of these …
LIBRARY = ("bibliote", "czyteln", "ksiegozb", "ksiazk", "wypozyczaln")
# … and not of the library alone where it has one of these: somebody, or something, that is not the library's own.
BROADER = (
    "mieszkan",
    "spolecznos",
    "spoleczens",
    "spoleczn",
    "ludz",
    "osob",
    "mlod",
    "nastolat",
    "dziec",
    "senior",
    "starsz",
    "rodzin",
    "rodzic",
    "kobiet",
    "mezczyz",
    "uczni",
    "uczen",
    "uczn",
    "sasia",
    "pokole",
    "miedzypokole",
    "wolontar",
    "organizacj",
    "stowarzysz",
    "przedsieb",
    "wsi",
    "wies",
    "solec",
    "solect",
    "osiedl",
    "kultur",
    "eduka",
    "integra",
    "aktywiz",
    "aktywnosc",
    "wiez",
    "tradycj",
    "dziedzictw",
    "histori",
    "turysty",
    "zdrow",
    "przyrod",
    "ekolog",
    "bezrobo",
    "wyklucz",
    "samotn",
    "niepelnospraw",
    "przybysz",
    "uchodz",
    "demokrac",
    "obywatel",
    "inhabitant",
    "resident",
    "communit",
    "people",
    "young",
    "youth",
    "child",
    "culture",
)
# Phrases whose words look broader but name the library itself, its staff or its programme.
OWN = re.compile(r"\b(instytucj\w* kultury|(osob\w*|ludz\w*) pracujac\w* w bibliote\w*)\b")
WORD = re.compile(r"[^\W_]+")


def speaks_of_the_library_alone(goal: str) -> bool:
    """Whether the goal names the library (its readers, its books) and nobody and nothing beside it."""
    words = WORD.findall(OWN.sub(" ", fold(goal)))
    return any(word.startswith(LIBRARY) for word in words) and not any(word.startswith(BROADER) for word in words)
