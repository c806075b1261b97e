"""What a fact may carry beside its date and subject: a closed list of keys, each of one shape.

Closed, because gates and flags compute from these keys, and because facts are kept for years: nothing that could
identify a resident or reach anybody gets in by a side door. A room that needs another key adds it here.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from koalicja.engine.matching.declension import forms_of
from koalicja.engine.matching.text import fold, tidy
from koalicja.people.lines import has_contact
from koalicja.standing.refusals import DetailRefused
from koalicja.ui.groups import GROUP_NAMES

SUBJECT = re.compile(r"[a-z_]{1,30}:[1-9][0-9]{0,18}")
ANSWERS = ("yes", "maybe", "no", "other")
WAYS = ("email", "letter", "talk", "phone")
HOW_LED = ("member", "shared", "rotating", "nobody")
MODERATORS = ("animator", "library", "member", "outside")
MOST = 100_000
LONGEST_REASON = 300
SHORT_NAME = 4  # letters: a longer one is looked for in other cases, too
# Beside the genitive and locative, which names of places have: the other cases of a person's name, by its last letter.
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "a": ("ą", "ę", "o", "ii", "ej"),
    "e": ("ego", "emu", "em"),
    "i": ("iego", "iemu", "im"),
    "o": ("ę", "ą", "i", "y", "em", "owi"),
    "y": ("ego", "emu", "ym"),
}
OF_CONSONANT = ("em", "iem", "owi")


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MOST:
        raise ValueError
    return value


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueError
    return value


def _day(value: Any) -> str:
    return value.isoformat() if type(value) is date else date.fromisoformat(value).isoformat()


def _key(value: Any) -> str:
    if not SUBJECT.fullmatch(value):
        raise ValueError
    return str(value)


def _groups(value: Any) -> dict[str, int]:
    if not set(value) <= set(GROUP_NAMES):
        raise ValueError
    return {key: _count(value[key]) for key in GROUP_NAMES if key in value}


def _words(longest: int) -> Callable[[Any], str]:
    def checked(value: Any) -> str:
        if type(value) is not str or len(value) > longest:
            raise ValueError
        return "\n".join(tidy(line) for line in value.splitlines()).strip()

    return checked


def _one_of(words: tuple[str, ...]) -> Callable[[Any], str]:
    def checked(value: Any) -> str:
        if value not in words:
            raise ValueError
        return str(value)

    return checked


# Nothing said is a key that is absent: never zero, never an empty text.
SHAPES: Mapping[str, Callable[[Any], Any]] = {
    "about": _key,  # a second thing the fact points to, such as "invitation:4"
    "agreed": _words(2000),  # what a meeting agreed
    "answer": _one_of(ANSWERS),
    "groups": _groups,  # how many came from each of the five groups
    "how": _one_of(HOW_LED),  # how a coalition is led
    "library_only": _flag,  # whether a goal speaks of the library alone
    "moderated_by": _one_of(MODERATORS),
    "months": _count,  # between one meeting and the next
    "next_on": _day,  # when a meeting said it would meet again
    "number": _count,  # which meeting it was: 1, 2, 3
    "people": _count,  # how many, where they are not written down one by one
    "place": _words(200),
    "way": _one_of(WAYS),  # of an invitation or a talk
}


def checked(detail: Mapping[str, Any]) -> dict[str, Any]:
    """The detail as it is stored, without what says nothing. Raises DetailRefused."""
    kept = {}
    for key, value in detail.items():
        if key not in SHAPES:
            raise DetailRefused("unknown", key=key)
        if value is None or value in ("", {}):
            continue
        try:
            kept[key] = SHAPES[key](value)
        except (TypeError, ValueError):
            raise DetailRefused("shape", key=key) from None
        if key in TEXTS:
            without_contact(kept[key], key)
    return {key: value for key, value in kept.items() if value not in ("", {})}


TEXTS = ("agreed", "place")


def tells_a_name(text: str, names: Collection[str]) -> bool:
    """Whether a word of one of these names stands in a text, in whatever case: "Zofią" for "Zofia"."""
    words = set(re.findall(r"\w+", fold(text)))
    parts = {part for name in names for part in re.findall(r"[^\W_]+", name.lower())}
    return any(_is_case(word, part) for word in words for part in parts)


def _is_case(word: str, part: str) -> bool:
    """Whether a folded word is a case of this one of a name, never another word that only begins like it."""
    if len(part) <= SHORT_NAME or word == fold(part):
        return word == fold(part)
    known = forms_of(part)
    endings = ENDINGS.get(part[-1], ())
    stems = {part[:-1]} if endings else {form[:-1] for form in known if form.endswith("a")}
    return word in {fold(form) for form in known | {stem + end for stem in stems for end in endings or OF_CONSONANT}}


def without_contact(text: str, key: str) -> None:
    """Raise DetailRefused where a phone or an e-mail stands in a text: the ledger is no place for contacts."""
    if has_contact(text):
        raise DetailRefused("contact", key=key)
