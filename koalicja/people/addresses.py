"""E-mail and web addresses inside a text, set aside while days and years are looked for in it. Pure.

A word of birth or a year in them ("rocznik85@example.org", "https://example.org/2019") is part of the address.
"""

import re
from collections.abc import Callable

NOT_ASIDE = "\U000f0000-\U000ffffd"  # the characters that stand for addresses, as in a class of a pattern
_FIRST = 0xF0000
_TOLD = r"PESEL \d\d\.\d\d\.\d{4}"
_OF_BIRTH = r"(?:ur|urodz\w*|roczni\w*|born|birth|dob|dat\w+|rok)\b[.:]?(?:\s|\d)"
_REST = rf"(?:(?!{_TOLD})(?:[^\s;,()<>\[\]]|,(?=[^\s;,])(?!{_OF_BIRTH})))*"
_LOCAL = r"[^\s@;:,()<>\[\]{}/|\"']+"
_HOST = r"\w[\w-]*(?:\.\w[\w-]*)+"
_AT = r"(?: ?[(\[{] ?(?:at|ma[łl]pa|@) ?[)\]}] ?| (?:ma[łl]pa|@) )"
_DOMAINS = "pl|eu|com|org|net|info|gov|edu|biz|online|site|shop|store|example|dev|app|io|co|me|tv|de|cz|sk|ua|uk"
_ADDRESS = re.compile(
    rf"(?P<told>{_TOLD})"
    rf"|\w+://{_REST}|(?<!\w)www\.{_REST}"
    rf"|(?:{_LOCAL})?@(?:(?!{_TOLD})[\w.+-])+"
    rf"|(?=[^\s@]*[^\W\d_]{{2}}){_LOCAL}{_AT}{_HOST}"
    rf"|(?<![\w.-])[^\W_][\w-]*(?:\.\w[\w-]*)*\.(?:{_DOMAINS})(?![\w-])(?:/(?!{_OF_BIRTH}){_REST})?"
    rf"|[{NOT_ASIDE}]",
    re.IGNORECASE,
)


def addresses_aside(text: str) -> tuple[str, Callable[[str], str]]:
    """The text with one character for every address, and how to put them back into what is left of it."""
    kept: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        if found["told"]:
            return found[0]
        kept.append(found[0])
        return chr(_FIRST + len(kept) - 1)

    bare = _ADDRESS.sub(put_aside, text)
    return bare, lambda left: re.sub(f"[{NOT_ASIDE}]", lambda found: kept[ord(found[0]) - _FIRST], left)
