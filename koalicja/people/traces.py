"""What tells who a person was: the words of her name in any order, or a way to reach her. Pure: knows no database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from koalicja.engine.matching.text import fold, tidy
from koalicja.people.keys import person_keys

LONG_ENOUGH = 7
"""Digits of a number that is looked for inside longer texts; a shorter one is taken for hers only where it is alone."""


@dataclass(frozen=True, slots=True)
class Traces:
    """The words of each of her names, and her contacts made comparable."""

    names: frozenset[frozenset[str]]
    contacts: frozenset[str]

    def are_in(self, text: str) -> bool:
        """Whether the text names her or says how to reach her. Inflected names are not recognised."""
        words = frozenset(_words(text))
        return any(_names(name, words) for name in self.names) or self._reach_her(text)

    def is_name(self, text: str) -> bool:
        """Whether the text is one of her names and nothing else."""
        return frozenset(_words(text)) in self.names

    def without(self, value: Any) -> Any:
        """JSON of the same shape, each text that tells of her emptied."""
        if isinstance(value, str):
            return "" if self.are_in(value) else value
        if isinstance(value, list):
            return [self.without(each) for each in value]
        if isinstance(value, dict):
            return {key: self.without(each) for key, each in value.items()}
        return value

    def _reach_her(self, text: str) -> bool:
        if not self.contacts:
            return False
        digits, folded = "".join(filter(str.isdigit, text)), fold(text)
        return _contact(text) in self.contacts or any(
            contact in (digits if contact.isdigit() else folded)
            for contact in self.contacts
            if "@" in contact or (contact.isdigit() and len(contact) >= LONG_ENOUGH)
        )


def traces_of(names: Iterable[str], contacts: Iterable[str]) -> Traces:
    """Traces of somebody who had these names and contacts; titles before a name are no part of it."""
    words = {frozenset(_words(person_keys(name)["name_key"])) for name in names}
    return Traces(frozenset(words - {frozenset()}), frozenset({_contact(value) for value in contacts} - {""}))


def _contact(value: str) -> str:
    """The digits of a number without the country's, or the text without case, protocol and closing slash."""
    text, digits = fold(tidy(value)), "".join(filter(str.isdigit, value))
    if any(letter.isalpha() for letter in text) or len(digits) < LONG_ENOUGH:
        return re.sub(r"^https?://|^www\.|/$", "", text)
    return re.sub(r"^(00)?48(?=\d{9}$)", "", digits)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _names(name: frozenset[str], words: frozenset[str]) -> bool:
    """A first name alone is hers only where nothing else stands beside it: many bear it."""
    return name <= words if len(name) > 1 else name == words
