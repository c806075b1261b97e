"""Names of places as they stand behind "w", "na" or "z": "w Nowej Soli" is Nowa Sól (method matching-1).

Forms are made from the name, letter by letter, and never cut from the phrase; a form that nobody uses harms nobody, a
missing one leaves a name unrecognised. Every word takes the endings of an adjective and of a noun, for names mix them.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from koalicja.engine.matching.text import fold

_WORDS = re.compile(r"[^\W_]+")
_IRREGULAR = {
    "wieś": ("wsi",),
    "las": ("lesie",),
    "białystok": ("białymstoku", "białegostoku"),
    "krasnystaw": ("krasnymstawie", "krasnegostawu"),
}
# Before -e: the longest ending that fits.
_SOFTENED = {
    "st": "ści",
    "zd": "ździ",
    "sł": "śl",
    "ch": "sz",
    "sn": "śni",
    "k": "c",
    "g": "dz",
    "r": "rz",
    "ł": "l",
    "t": "ci",
    "d": "dzi",
}
_HARD = re.compile(r"[bpfwmnsz]$")
_SOFT = {"ń": "ni", "ś": "si", "ć": "ci", "ź": "zi"}
_BEFORE_I = {"n": "ni", "s": "si", "z": "zi", "c": "ci", "b": "bi", "p": "pi", "w": "wi", "m": "mi", "f": "fi"}


def is_case_of(phrase: tuple[str, ...], name: str) -> bool:
    """Whether the folded words are the name in the locative or genitive, or as it is."""
    forms = _forms_of_name(name)
    return len(phrase) == len(forms) and all(word in known for word, known in zip(phrase, forms, strict=True))


@lru_cache(maxsize=8192)
def _forms_of_name(name: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(map(fold, forms_of(word))) for word in _WORDS.findall(name.lower()))


def forms_of(word: str) -> frozenset[str]:
    """The lower-case word of a name, and what it may become in the locative and the genitive."""
    return frozenset({word, *_IRREGULAR.get(word, ()), *_as_adjective(word), *_as_noun(word)})


def _as_adjective(word: str) -> Iterator[str]:
    """nowa, nowe, nowy; wielka, wielkie, wielki; lisia."""
    stem, ending = word[:-1], word[-1:]
    if ending == "a":
        yield stem + ("iej" if stem.endswith(("k", "g")) else "ej")
    elif ending in {"y", "i"}:
        yield word + "m"
        yield stem + ("iego" if ending == "i" else "ego")
    elif ending == "e":
        vowel = "" if stem.endswith("i") else "y"
        yield from (stem + vowel + "m", stem + vowel + "ch", word + "m", word + "go")


def _as_noun(word: str) -> Iterator[str]:
    stem, ending = word[:-1], word[-1:]
    if ending == "a":
        yield from _before_e(stem)
        yield from (stem + "y", stem + "i", stem if stem.endswith("i") else stem + "i")
    elif ending == "o":
        yield from (*_before_e(stem), stem + "u", stem + "a")
    elif ending == "e":
        yield from (stem + "u", stem + "a", stem + "ach", stem)
    elif ending in {"y", "i"}:
        yield from (stem + "ach", word.removesuffix("i") + "ach", stem + "iach", stem)
        if word.endswith("ki"):
            yield word[:-2] + "ek"
    elif ending not in {"u", "ó", "ą", "ę"}:
        for base in _stems(word):
            yield from _of_consonant(base)


def _stems(word: str) -> Iterable[str]:
    """What stands before endings: sól has sol-, dąb dęb-, bolesławiec bolesławc-, gródek gródk-."""
    last = max((at for at, letter in enumerate(word) if letter in "aąeęioóuy"), default=-1)
    stems = {word}
    if last >= 0 and word[last] in "óą":
        stems.add(word[:last] + {"ó": "o", "ą": "ę"}[word[last]] + word[last + 1 :])
    if last > 0 and word[last] == "e" and len(word) - last <= 2:
        before = word[:last]
        stems.add(before.removesuffix("i") + word[last + 1 :])
        stems.add(re.sub("([nszc])i$", lambda soft: "ńśźć"["nszc".index(soft[1])], before) + word[last + 1 :])
    return stems


def _of_consonant(base: str) -> Iterator[str]:
    soft = base[:-1] + _SOFT.get(base[-1], base[-1])
    yield from (*_before_e(base), base + "u", base + "a", soft + "u", soft + "a", soft, base + "i")
    if base.endswith(("cz", "sz", "rz", "ż")):
        yield base + "y"
    if base[-1] in _BEFORE_I:
        labial = base[:-1] + _BEFORE_I[base[-1]]
        yield from (labial + "u", labial + "a", labial)


def _before_e(stem: str) -> Iterator[str]:
    """góra has górz-e, brzeg -u, miasto mieści-e, łódź nothing."""
    if stem.endswith("iast"):
        yield stem[:-4] + "ieście"
    if stem.endswith("azd"):
        yield stem[:-3] + "eździe"
    for length in (2, 1):
        changed = _SOFTENED.get(stem[-length:])
        if changed:
            yield stem[:-length] + changed + "e"
            return
    if _HARD.search(stem):
        yield stem + "ie"
