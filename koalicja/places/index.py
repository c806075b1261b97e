"""Search over the names of gminas and places in memory: folded, by prefixes, forgiving when nothing matches exactly.

Pure: built from plain rows, knows no database. Some 5,300 names; a search takes a few milliseconds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from koalicja.engine.matching.text import words

# Words that people type around names and that tell nothing apart.
FILLERS = frozenset({"gmina", "gminy", "gm", "powiat", "pow", "wojewodztwo", "woj"})
MIN_FORGIVEN = 4  # letters: shorter words have no room for a mistake
TWO_MISTAKES = 8

WHOLE, BEGINNING, INNER_WORD, INNER_BEGINNING = range(4)  # how a name fits what was typed
RANK_OF_GMINA = (0, 1, 3, 5)
RANK_OF_PLACE = (2, 4, 6, 7)

Match = Callable[[str, str], bool]
Order = tuple[int, bool, tuple[str, ...], int, str]


@dataclass(frozen=True)
class Entry:
    """One name that leads to a gmina; `place` is empty where it is the gmina's own."""

    gmina: str
    place: str
    name: tuple[str, ...]
    context: tuple[str, ...]
    population: int
    is_abolished: bool


@dataclass(frozen=True)
class Hit:
    gmina: str
    place: str


def build_entry(
    gmina: str, name: str, around: Iterable[str], *, place: str = "", population: int | None, is_abolished: bool
) -> Entry:
    """An entry with its words folded; `around` are the names (powiat, voivodeship …) that may follow its name."""
    context = tuple(word for text in around for word in words(text))
    return Entry(gmina, place, words(name), context, population or 0, is_abolished)


def find(entries: Iterable[Entry], text: str, *, limit: int) -> list[Hit]:
    """Gminas that the text may mean, best first, each once.

    Gmina before place, whole name before beginning before inner word, then the larger gmina. Only if nothing matches
    is each word allowed one mistake (two from eight letters on).
    """
    typed = [word for word in words(text) if word not in FILLERS]
    if not typed:
        return []
    entries = tuple(entries)
    ranked = _ranked(entries, typed, _begins) or _ranked(entries, typed, _resembles)
    hits: dict[str, Hit] = {}
    for _, entry in sorted(ranked, key=lambda item: item[0]):
        hits.setdefault(entry.gmina, Hit(entry.gmina, entry.place))
        if len(hits) == limit:
            break
    return list(hits.values())


def _ranked(entries: Iterable[Entry], typed: list[str], match: Match) -> list[tuple[Order, Entry]]:
    """What fits, with its place in the order. Beginnings of inner words count only where nothing else fits."""
    fits = [(fit, entry) for entry in entries if (fit := _fit(entry, typed, match)) is not None]
    best = [(fit, entry) for fit, entry in fits if fit != INNER_BEGINNING] or fits
    return [(_order(fit, entry), entry) for fit, entry in best]


def _order(fit: int, entry: Entry) -> Order:
    rank = RANK_OF_PLACE[fit] if entry.place else RANK_OF_GMINA[fit]
    return rank, entry.is_abolished, entry.name, -entry.population, entry.gmina


def _fit(entry: Entry, typed: list[str], match: Match) -> int | None:
    """How the typed words name the entry; None if they do not lead here.

    The first words are the name; the others may name the powiat or the voivodeship, or be inner words of the name.
    """
    for count in range(min(len(typed), len(entry.name)), 0, -1):
        if not all(match(word, other) for word, other in zip(typed[:count], entry.name, strict=False)):
            continue
        if _all_match(typed[count:], entry.context + entry.name[count:], match):
            return WHOLE if tuple(typed[:count]) == entry.name else BEGINNING
    if _all_match(typed[1:], entry.context + entry.name, match):
        inner = entry.name[1:]
        if typed[0] in inner:
            return INNER_WORD
        if any(match(typed[0], word) for word in inner):
            return INNER_BEGINNING
    return None


def _all_match(typed: Iterable[str], words_there: tuple[str, ...], match: Match) -> bool:
    return all(any(match(word, other) for other in words_there) for word in typed)


def _begins(typed: str, word: str) -> bool:
    return word.startswith(typed)


def _resembles(typed: str, word: str) -> bool:
    """The typed word with a mistake or two: a letter wrong, missing, doubled or swapped with the next one."""
    if word.startswith(typed):
        return True
    allowed = 0 if len(typed) < MIN_FORGIVEN else 1 if len(typed) < TWO_MISTAKES else 2
    return allowed > 0 and OSA.distance(typed, word, score_cutoff=allowed) <= allowed
