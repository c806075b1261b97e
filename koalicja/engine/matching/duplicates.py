"""Likely duplicates among named entries of one gmina, each with its reason (method matching-1)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from koalicja.engine.matching.declension import is_case_of
from koalicja.engine.matching.names import NameParts, name_parts
from koalicja.engine.matching.text import fold, words
from koalicja.engine.matching.vocabulary import GENERIC_WORDS, LIGHT_WORDS, UNIQUE_WORDS, own_kind

ADDRESS_WORDS = {"ul", "ulica", "al", "aleja", "os", "pl", "nr", "lok", "m"}
VERDICTS = ("same", "likely", "possible")
MINIMUM_SET_RATIO = 75.0  # below it two names are not compared at all; the same bound cuts the search inside a gmina


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation to compare; `identifiers` look like "rspo:4489" or "regon:210203232"; "" is unknown."""

    id: str
    name: str
    village: str = ""
    gmina: str = ""
    address: str = ""
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Another entry that may be the same organisation; `score` 0–100 orders matches within a verdict.

    `code`: same_identifier, same_name, other_address, village_unknown, village_spelled_differently, patron_missing,
    other_patron, number_missing, branch, small_mistake, other_level, words_missing, similar_name, other_identifier.
    """

    id: str
    score: int
    verdict: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry taken apart once, to be compared with many."""

    entry: Entry
    parts: NameParts
    cores: tuple[str, ...]
    """Its words in order, and those without the light ones where it has any: two names are compared by either."""
    place: tuple[str, ...]
    address: tuple[str, ...]


def prepare(entry: Entry) -> Prepared:
    """The entry ready to be compared."""
    parts = name_parts(entry.name, entry.village)
    return Prepared(entry, parts, _cores(parts), words(entry.village), address_words(entry.address))


def _cores(parts: NameParts) -> tuple[str, ...]:
    whole = " ".join(sorted(parts.core))
    if LIGHT_WORDS.isdisjoint(parts.core):
        return (whole,)
    bare = " ".join(sorted(word for word in parts.core if word not in LIGHT_WORDS))
    return (whole, bare) if bare else (whole,)


def address_words(address: str) -> tuple[str, ...]:
    """Words of an address that matter when two are compared: without "ul.", "nr" and the like."""
    return tuple(word for word in words(address) if word not in ADDRESS_WORDS)


def compare(one: Entry, other: Entry) -> Match | None:
    """How `other` matches `one`, or None: the definition that NameIndex keeps to, pair by pair."""
    return compare_prepared(prepare(one), prepare(other))


class NameIndex:
    """Entries ready to be asked which of them may be the same as another. Entries of other gminas never match,
    except by an equal identifier; an unknown gmina ("") is compared with unknown ones only."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._cores: dict[str, dict[str, list[Prepared]]] = defaultdict(dict)
        self._by_identifier: dict[str, list[Prepared]] = defaultdict(list)
        self._near: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Make one more entry findable."""
        prepared = prepare(entry)
        pool = self._cores[entry.gmina]
        for core in prepared.cores:
            if core not in pool:
                pool[core] = []
                self._near.pop(entry.gmina, None)
            pool[core].append(prepared)
        for identifier in entry.identifiers:
            self._by_identifier[identifier].append(prepared)

    def matches(self, entry: Entry, *, limit: int = 5) -> tuple[Match, ...]:
        """The best matches, best first; an entry with the same id is not its own match."""
        if not self._cores.get(entry.gmina) and self._by_identifier.keys().isdisjoint(entry.identifiers):
            return ()
        asked = prepare(entry)
        found: dict[str, Match] = {}
        for candidate in self._candidates(asked):
            match = compare_prepared(asked, candidate) if candidate.entry.id != entry.id else None
            if match and (match.id not in found or by_likeness(match) < by_likeness(found[match.id])):
                found[match.id] = match
        return tuple(sorted(found.values(), key=by_likeness)[:limit])

    def _candidates(self, asked: Prepared) -> Iterable[Prepared]:
        for identifier in asked.entry.identifiers:
            yield from self._by_identifier.get(identifier, ())
        pool = self._cores.get(asked.entry.gmina, {})
        for wanted in asked.cores:
            for core in self._near_cores(asked.entry.gmina, wanted, pool):
                yield from pool[core]

    def _near_cores(self, gmina: str, core: str, pool: Mapping[str, object]) -> list[str]:
        near = self._near[gmina].get(core)
        if near is None:
            hits = process.extract_iter(core, pool.keys(), scorer=fuzz.token_set_ratio, score_cutoff=MINIMUM_SET_RATIO)
            near = self._near[gmina][core] = [choice for choice, _, _ in hits]
        return near


def by_likeness(match: Match) -> tuple[int, int, str]:
    return VERDICTS.index(match.verdict), -match.score, match.id


def compare_prepared(one: Prepared, other: Prepared) -> Match | None:
    shared = sorted(set(one.entry.identifiers) & set(other.entry.identifiers))
    if shared:
        kind, _, value = shared[0].partition(":")
        return Match(other.entry.id, 100, "same", "same_identifier", {"kind": kind, "value": value})
    if one.entry.gmina != other.entry.gmina:
        return None
    if not any(fuzz.token_set_ratio(a, b) >= MINIMUM_SET_RATIO for a in one.cores for b in other.cores):
        return None
    village = _village_relation(one, other)
    if village == "different":
        return None
    parts = _parts_for(one, other)
    if parts != (one.parts, other.parts):
        village = "same"  # the one that has no village of its own says it in its name
    found = _compare_names(*parts)
    return _with_doubts(one, other, village, found) if found else None


def _village_relation(one: Prepared, other: Prepared) -> str:
    if not one.place and not other.place:
        return "same"
    if not one.place or not other.place:
        return "unknown"
    if one.place == other.place or not _place_parts(one).isdisjoint(_place_parts(other)):
        return "same"
    a, b = "".join(one.place), "".join(other.place)
    return "misspelled" if min(len(a), len(b)) >= 6 and a[0] == b[0] and fuzz.ratio(a, b) >= 85 else "different"


def _place_parts(prepared: Prepared) -> set[tuple[str, ...]]:
    return {words(part) for part in prepared.entry.village.split(",")} - {()}


def _parts_for(one: Prepared, other: Prepared) -> tuple[NameParts, NameParts]:
    """Where only one says its village, the other's name may hold it ("Szkoła Podstawowa w Lipowie")."""
    if one.place and not other.place:
        return one.parts, name_parts(other.entry.name, one.entry.village)
    if other.place and not one.place:
        return name_parts(one.entry.name, other.entry.village), other.parts
    return one.parts, other.parts


def _compare_names(one: NameParts, other: NameParts) -> tuple[int, str, str] | None:
    """(score, verdict, code) of two names alone, or None."""
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return None
    score, verdict, code = _compare_cores(*_in_one_case(one, other))
    if code == "same_name" and one.core != other.core and sorted(one.core) != sorted(other.core):
        verdict = "likely"  # nobody has said that the words behind "w" are a place
    if not verdict:
        return None
    for is_doubt, penalty, worst, reason in (
        (one.is_branch != other.is_branch, 25, "possible", "branch"),
        (bool(one.numbers) != bool(other.numbers), 20, "possible", "number_missing"),
        (_patrons(one, other) == "different", 15, "possible", "other_patron"),
        (_patrons(one, other) == "one", 5, "likely", "patron_missing"),
        (_patrons(one, other) == "alike", 3, "likely", "small_mistake"),
    ):
        if is_doubt:
            score, verdict, code = score - penalty, _worse(verdict, worst), reason
            break
    return score, verdict, code


def _in_one_case(one: NameParts, other: NameParts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cores, where what stands behind "w" in one name is a case of words of the other: "w Kucharach", "Kuchary"."""
    if one.core == other.core:
        return one.core, other.core
    return _as_named(one, other), _as_named(other, one)


def _as_named(one: NameParts, other: NameParts) -> tuple[str, ...]:
    """The core of `one` with its place as `other` has it."""
    left, right = set(one.core) - set(other.core), set(other.core) - set(one.core)
    for phrase in _places(one.written) if left and right else ():
        if left.isdisjoint(phrase) or not set(one.core).issuperset(phrase):
            continue
        for named in _runs(other.written, len(phrase)):
            base = tuple(map(fold, named))
            if not right.isdisjoint(base) and is_case_of(phrase, " ".join(named)):
                return tuple(word for word in one.core if word not in phrase) + base
    return one.core


@lru_cache(maxsize=65536)
def _places(name: str) -> tuple[tuple[str, ...], ...]:
    """What may be a place in a name, folded: the words behind "w", "we" or "na", up to three, longest first."""
    found = [tuple(fold(each).split()) for each in _BEHIND_IN.findall(name.lower())]
    return tuple(phrase[:length] for phrase in found for length in range(len(phrase), 0, -1))


def _runs(name: str, length: int) -> Iterable[tuple[str, ...]]:
    spelled = _WORDS.findall(name.lower())
    return (tuple(spelled[start : start + length]) for start in range(len(spelled) - length + 1))


_WORDS = re.compile(r"[^\W\d_]+")
_BEHIND_IN = re.compile(r"\b(?:w|we|na) ([^\W\d_]+(?: [^\W\d_]+){0,2})")


def _compare_cores(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[int, str, str]:
    a, b = sorted(one), sorted(other)
    if a == b:
        return 100, "same", "same_name"
    score = round(fuzz.ratio(" ".join(a), " ".join(b)))
    kind = own_kind(a)
    if kind and kind == own_kind(b):
        return min(90, 60 + score // 3), "likely", "other_level"
    bare = [word for word in a if word not in LIGHT_WORDS], [word for word in b if word not in LIGHT_WORDS]
    if bare[0] == bare[1] and not GENERIC_WORDS.issuperset(bare[0]):
        return min(90, 60 + score // 3), "likely", "words_missing"
    if set(a) < set(b) or set(b) < set(a):
        short = min(set(a), set(b), key=len)
        is_telling = not UNIQUE_WORDS.isdisjoint(short) or not GENERIC_WORDS.issuperset(short)
        verdict = "likely" if is_telling else "possible"
        return min(90, 60 + score // 3), verdict, "words_missing"
    proper = _ratio_of_proper_words(a, b)
    if score >= 90 and proper >= 80:
        return score, "likely", "small_mistake"
    return (score, "possible", "similar_name") if score >= 80 and proper >= 70 else (0, "", "")


def _ratio_of_proper_words(one: list[str], other: list[str]) -> float:
    """Alikeness of the words that differ, which is where "Przyjaciół Lipowa" and "Przyjaciół Koni" part."""
    only_one = [word for word in one if word not in other]
    only_other = [word for word in other if word not in one]
    return fuzz.ratio(" ".join(only_one), " ".join(only_other))


def _patrons(one: NameParts, other: NameParts) -> str:
    if one.patron == other.patron:
        return "same"
    if not one.patron or not other.patron:
        return "one"
    surname_alike = fuzz.ratio(one.patron[-1], other.patron[-1]) >= 80
    return "alike" if surname_alike and one.patron[0][0] == other.patron[0][0] else "different"


def _with_doubts(one: Prepared, other: Prepared, village: str, found: tuple[int, str, str]) -> Match:
    score, verdict, code = found
    params: dict[str, str] = {}
    if village == "unknown" and verdict == "same":
        score, verdict, code = score - 5, "likely", "village_unknown"
    elif village == "misspelled":
        score, verdict, code = score - 20, "possible", "village_spelled_differently"
    elif one.address and other.address and one.address != other.address and verdict == "same":
        score, verdict, code = score - 10, "likely", "other_address"
    conflict = _conflicting_identifier(one.entry, other.entry)
    if conflict:
        score, verdict, code, params = score - 30, "possible", "other_identifier", {"kind": conflict}
    return Match(other.entry.id, max(score, 0), verdict, code, params)


def _conflicting_identifier(one: Entry, other: Entry) -> str:
    mine = {kind for kind, _, _ in (identifier.partition(":") for identifier in one.identifiers)}
    theirs = {kind for kind, _, _ in (identifier.partition(":") for identifier in other.identifiers)}
    return min(mine & theirs, default="")


def _worse(one: str, other: str) -> str:
    return max(one, other, key=VERDICTS.index)
