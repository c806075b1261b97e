"""Text made comparable: what two people may type differently and still mean the same."""

import re
import unicodedata
from functools import lru_cache

_LETTERS: dict[int, str] = {
    **dict(zip(map(ord, "ąćęłńóśźżĄĆĘŁŃÓŚŹŻøØđĐħı\u00a0"), "acelnoszzACELNOSZZoOdDhi ", strict=True)),
    **str.maketrans({"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}),
}
_QUOTES = str.maketrans(dict.fromkeys("„”“‟‘’‚‛`´′″«»‹›'＂＇", '"'))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"))
_PUNCTUATION = {**_QUOTES, **_DASHES}
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"\S*@\S+|\b(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:pl|eu|com|org|net|info)\b(?:/\S*)?")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_BLANK_CONTROLS = {"\t", "\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x1f", "\x85"}


def tidy(text: str) -> str:
    """The text as it may be stored and shown: no control or invisible characters, single ordinary spaces, NFC.

    Case, diacritics and punctuation stay. `tidy(tidy(x)) == tidy(x)`.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return " ".join(text.split()) if "  " in text else text.strip()
    kept = [" " if c in _BLANK_CONTROLS else c for c in text if c in _BLANK_CONTROLS or _is_visible(c)]
    return _SPACES.sub(" ", unicodedata.normalize("NFC", "".join(kept))).strip()


@lru_cache(maxsize=4096)
def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text without case, diacritics (ł included), kinds of quotes, dashes and spaces.

    `fold(fold(x)) == fold(x)`; words keep their order and numbers their digits.
    """
    folded = text.translate(_LETTERS).casefold()
    while not folded.isascii():
        simpler = _simplify(folded)
        if simpler == folded:
            break
        folded = simpler
    return _SPACES.sub(" ", folded.translate(_QUOTES)).strip()


def _simplify(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_PUNCTUATION))
    plain = "".join(c for c in decomposed if c in _BLANK_CONTROLS or (_is_visible(c) and not unicodedata.combining(c)))
    return plain.translate(_LETTERS).casefold()


def without_addresses(text: str) -> str:
    """Folded text without the web and e-mail addresses in it: what is written inside them are no words."""
    return _ADDRESS.sub(" ", text) if "." in text or "@" in text else text


def word_set(text: str) -> frozenset[str]:
    """Space-separated words as a set: how lists of facts are written here."""
    return frozenset(text.split())


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """Folded words and numbers in their order; punctuation is gone."""
    return tuple(_WORD.findall(fold(text)))
