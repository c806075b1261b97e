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

Match = Callable[[str, str], bool]


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
    for *_, entry in sorted(ranked, key=lambda item: item[:-1]):
        hits.setdefault(entry.gmina, Hit(entry.gmina, entry.place))
        if len(hits) == limit:
            break
    return list(hits.values())


def _ranked(
    entries: Iterable[Entry], typed: list[str], match: Match
) -> list[tuple[int, bool, tuple[str, ...], int, str, Entry]]:
    found = []
    for entry in entries:
        fit = _fit(entry, typed, match)
        if fit is not None:
            rank = (fit, 2 + fit + (fit > 0))[bool(entry.place)]
            found.append((rank, entry.is_abolished, entry.name, -entry.population, entry.gmina, entry))
    return found


def _fit(entry: Entry, typed: list[str], match: Match) -> int | None:
    """0 the whole name, 1 its beginning, 3 an inner word; None if the typed words do not lead here.

    The first words are the name, the others may name the powiat or the voivodeship (or an inner word of the name).
    """
    for count in range(min(len(typed), len(entry.name)), 0, -1):
        head, rest = typed[:count], typed[count:]
        around = entry.context + entry.name[count:]
        if not all(any(match(word, other) for other in around) for word in rest):
            continue
        if all(match(word, other) for word, other in zip(head, entry.name, strict=False)):
            return 0 if head == list(entry.name[:count]) and count == len(entry.name) else 1
    inner = entry.name[1:]
    if inner and any(match(typed[0], word) for word in inner):
        others = entry.context + entry.name
        return 3 if all(any(match(word, other) for other in others) for word in typed[1:]) else None
    return None


def _begins(typed: str, word: str) -> bool:
    return word.startswith(typed)


def _resembles(typed: str, word: str) -> bool:
    """The typed word with a mistake or two: a letter wrong, missing, doubled or swapped with the next one."""
    if word.startswith(typed):
        return True
    allowed = 0 if len(typed) < MIN_FORGIVEN else 1 if len(typed) < TWO_MISTAKES else 2
    return allowed > 0 and OSA.distance(typed, word, score_cutoff=allowed) <= allowed
