"""All look-alike pairs of a register without comparing each with each: only those that share what a match cannot lack.

Pure. The engine compares two entries when they are of one village, or when their villages do not part them and they
share an identifier, all their words (of a gmina's own institution all but its level), or the beginning or end of a
proper word. Where a block is a crowd, only entries of one village and with all words in common are compared (measured
against all pairs in tests/engine/matching).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from rapidfuzz import fuzz

from koalicja.engine.matching.duplicates import (
    Entry,
    Match,
    Prepared,
    by_likeness,
    compare,
    compare_prepared,
    prepare,
)
from koalicja.engine.matching.names import name_parts
from koalicja.engine.matching.text import fold, words
from koalicja.engine.matching.vocabulary import GENERIC_WORDS, own_kind

CROWD = 60
STEM = 4
ALIKE = 88

LIKELY = ("same", "likely")

Key = tuple[str, ...]


def look_alikes(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry, Match]]:
    """Pairs of entries that may be the same, each once, in the order of the entries."""
    for one, other in sorted(candidates(entries)):
        match = compare(entries[one], entries[other])
        if match:
            yield entries[one], entries[other], match


def candidates(entries: Sequence[Entry]) -> set[tuple[int, int]]:
    """Positions of the pairs worth comparing: some tens of thousands among 5,000, not twelve million."""
    villages = [fold(entry.village) for entry in entries]
    neighbours = _neighbours(set(villages))
    blocks: dict[Key, list[int]] = defaultdict(list)
    for position, entry in enumerate(entries):
        for key in _keys(entry, villages[position]):
            blocks[key].append(position)
    return {
        (one, other)
        for block in blocks.values()
        for one, other in combinations(block[:CROWD], 2)
        if villages[other] in neighbours[villages[one]] or not villages[one] or not villages[other]
    }


def _neighbours(villages: set[str]) -> dict[str, set[str]]:
    """Each village with those that may be the same one misspelled, or a part of it ("Lipowo, Kolonia")."""
    near = {village: {village} for village in villages}
    for one, other in combinations(sorted(villages), 2):
        misspelled = one[:1] == other[:1] and fuzz.ratio(one, other, score_cutoff=ALIKE)
        if misspelled or "," in one + other:
            near[one].add(other)
            near[other].add(one)
    return near


def _keys(entry: Entry, village: str) -> Iterable[Key]:
    core = name_parts(entry.name, entry.village).core
    # A name without a village may have it inside ("OSP w Olszynkach"): so the village's words are proper words too.
    proper = {word for word in (*core, *words(village)) if word not in GENERIC_WORDS}
    stems = {("begins", word[:STEM]) for word in proper} | {("ends", word[-STEM:]) for word in proper}
    whole_name = " ".join(own_kind(core) or sorted(core))
    places = {("words", whole_name), ("words", whole_name, village), *((*stem, village) for stem in stems)}
    whole = {("village", village)} if village else set()
    return {*places, *stems, *whole, *(("identifier", number) for number in entry.identifiers)}


class EarlierRows:
    """The new rows of a file, one after the other: each is asked which earlier one may well be the same.

    Only rows of one gmina are compared, and of them only candidates as above. A person is compared with persons of the
    same name alone, where no two known villages part them.
    """

    def __init__(self) -> None:
        self._blocks: dict[Key, list[Prepared]] = defaultdict(list)
        self._people: dict[Key, list[Entry]] = defaultdict(list)

    def like(self, entry: Entry, *, is_person: bool) -> Match | None:
        """The likeliest earlier row, whose number is its id; from now on this one is an earlier row too."""
        found = self._namesakes(entry) if is_person else self._alike(entry)
        return min(found, key=lambda match: (*by_likeness(match)[:2], int(match.id)), default=None)

    def _namesakes(self, entry: Entry) -> list[Match]:
        namesakes, village = self._people[entry.gmina, *sorted(words(entry.name))], fold(entry.village)
        found = []
        for other in namesakes:
            there = fold(other.village)
            if not village or not there or village == there:
                code = "same_name" if village and there else "village_unknown"
                found.append(Match(other.id, 100, "likely", code))
        namesakes.append(entry)
        return found

    def _alike(self, entry: Entry) -> list[Match]:
        asked = prepare(entry)
        blocks = [self._blocks[entry.gmina, *key] for key in _keys(entry, fold(entry.village))]
        earlier = {other.entry.id: other for block in blocks for other in block}
        for block in blocks:
            if len(block) < CROWD:
                block.append(asked)
        matches = (compare_prepared(asked, other) for other in earlier.values())
        return [match for match in matches if match and match.verdict in LIKELY and match.code != "other_address"]
