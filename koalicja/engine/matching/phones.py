"""Entries of one village with one phone: likely the same under two names, unless they surely share a switchboard.

A school and its kindergarten, or three schools of one complex, answer the same phone and are different institutions.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from koalicja.engine.matching.duplicates import Match
from koalicja.engine.matching.names import name_key, name_parts
from koalicja.engine.matching.sectors import SectorGuess, guess_sector
from koalicja.engine.matching.telephones import LOCAL, numbers_in
from koalicja.engine.matching.text import words

IDENTIFIERS = ("rspo", "regon", "nip")
INSTITUTIONS = frozenset({"office", "culture"})  # of these groups two names in one house are two institutions
CLEAR = frozenset({"name_says", "kind_says", "remembered_name", "remembered_rule"})


@dataclass(frozen=True, slots=True)
class _Held:
    id: str
    values: Mapping[str, str]
    sector: SectorGuess


class PhoneBook:
    """Who answers which phone in which village; asked for others who answer the same."""

    def __init__(self, corrections: Mapping[str, str]) -> None:
        self._corrections = corrections
        self._held: dict[tuple[str, str, str], list[_Held]] = defaultdict(list)

    def add(self, identity: str, values: Mapping[str, str], gmina: str) -> None:
        """Make one more entry findable by its phones."""
        keys = _keys(values, gmina)
        if keys:
            held = _Held(identity, values, self._sector(values))
            for key in keys:
                self._held[key].append(held)

    def matches(self, values: Mapping[str, str], gmina: str) -> tuple[Match, ...]:
        """Entries that may be the same by the phone alone, in the order they were added."""
        found = [held for key in _keys(values, gmina) for held in self._held.get(key, ())]
        if not found:
            return ()
        asked = _Held("", values, self._sector(values))
        alike = dict.fromkeys(held.id for held in found if not _are_surely_two(asked, held))
        return tuple(Match(identity, 60, "likely", "same_phone") for identity in alike)

    def _sector(self, values: Mapping[str, str]) -> SectorGuess:
        return guess_sector(values["name"], kind=values.get("kind", ""), corrections=self._corrections)


def _keys(values: Mapping[str, str], gmina: str) -> list[tuple[str, str, str]]:
    """One for each phone; none where the village is unknown, so that nobody is said to be where nobody said."""
    village = " ".join(words(values.get("village", "")))
    if not village:
        return []
    return [(gmina, village, number) for number in numbers_in(values.get("phone", "")) if len(number) >= LOCAL]


def _are_surely_two(one: _Held, other: _Held) -> bool:
    if _are_called_otherwise(one, other) and "resident" in {one.sector.group, other.sector.group}:
        return True  # people of one household, or a firm and its owner: neither is the other
    pairs = [(one.values.get(name, ""), other.values.get(name, "")) for name in IDENTIFIERS]
    if any(mine and theirs and mine != theirs for mine, theirs in pairs):
        return True
    if _have_other_numbers(one, other):
        return True
    if not (one.sector.sector and other.sector.sector and {one.sector.code, other.sector.code} <= CLEAR):
        return False
    return one.sector.sector != other.sector.sector or one.sector.group in INSTITUTIONS


def _are_called_otherwise(one: _Held, other: _Held) -> bool:
    mine, theirs = (name_key(held.values["name"], village=held.values.get("village", "")) for held in (one, other))
    return mine != theirs


def _have_other_numbers(one: _Held, other: _Held) -> bool:
    mine, theirs = (name_parts(held.values["name"], held.values.get("village", "")).numbers for held in (one, other))
    return bool(mine and theirs and mine != theirs)
