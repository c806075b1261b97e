"""Made-up gminas drawn at random: who is there, who knows whom, and a table that keeps the rules of its edition."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from random import Random

from koalicja.engine.composition.problem import Bounds, Candidate, Problem, Rules

LIBRARY = "library"
GMINA = "gmina"
BANDS = ("13-19", "20-34", "35-59", "60+")
AREAS = ("youth", "seniors", "health", "sport", "heritage", "environment", "safety", "digital")
OFFERS = ("room", "transport", "money", "promotion", "animation", "kitchen")
# How often a register names a sector, and its group: schools and fire stations everywhere, firms and residents seldom.
REGISTER = {
    "school": ("culture", 12),
    "kindergarten": ("culture", 5),
    "culture_centre": ("culture", 4),
    "village_hall": ("culture", 7),
    "office": ("office", 3),
    "council": ("office", 3),
    "village_head": ("office", 9),
    "social_welfare": ("office", 2),
    "association": ("ngo", 10),
    "fire_brigade": ("ngo", 12),
    "rural_housewives": ("ngo", 7),
    "sports_club": ("ngo", 5),
    "firm": ("business", 6),
    "farmer": ("business", 4),
    "resident": ("resident", 11),
}


@dataclass(slots=True)
class Draft:
    """A register and its rules while they are drawn; ties and conflicts are kept as unordered pairs."""

    rng: Random
    rows: dict[str, Candidate]
    ties: dict[frozenset[str], float] = field(default_factory=dict)
    conflicts: set[frozenset[str]] = field(default_factory=set)
    rules: Rules = field(default_factory=Rules)
    witness: set[str] = field(default_factory=set)

    def change(self, key: str, **over: object) -> None:
        self.rows[key] = replace(self.rows[key], **over)  # type: ignore[arg-type]

    def tie(self, one: str, other: str) -> None:
        self.ties[frozenset((one, other))] = self.rng.choice((0.25, 0.5, 0.75, 1.0))

    def remove(self, unwanted: Callable[[Candidate], bool]) -> None:
        gone = {key for key, row in self.rows.items() if unwanted(row) and key != LIBRARY}
        self.rows = {key: row for key, row in self.rows.items() if key not in gone}
        self.ties = {pair: strength for pair, strength in self.ties.items() if not pair & gone}
        self.conflicts = {pair for pair in self.conflicts if not pair & gone}

    def newcomers(self, count: int, *, known: bool = True, **attributes: object) -> list[str]:
        """Rows nobody has a quarrel with, who reach no village and, where `known`, know the library."""
        keys = [f"new-{len(self.rows) + number}" for number in range(count)]
        for key in keys:
            self.rows[key] = Candidate(id=key, name=f"Nowa {key}", **attributes)  # type: ignore[arg-type]
            if known:
                self.tie(key, LIBRARY)
        return keys

    def rule(self, **over: object) -> None:
        self.rules = replace(self.rules, **over)  # type: ignore[arg-type]


def _villages(rng: Random, home: int, names: list[str]) -> frozenset[str]:
    if rng.random() < 0.15:
        return frozenset()
    reach = rng.choices((1, 2, 3, 5), (10, 5, 3, 1))[0]
    return frozenset(names[(home + step) % len(names)] for step in range(reach))


def _known(rng: Random, share: float, low: float, high: float) -> float | None:
    return round(rng.uniform(low, high), 2) if rng.random() < share else None


def _words(rng: Random, words: tuple[str, ...], unknown: float) -> frozenset[str]:
    return frozenset() if rng.random() < unknown else frozenset(rng.sample(words, rng.choice((1, 1, 2, 3))))


def _owner(rng: Random, sector: str) -> str:
    owned = {"office": 1.0, "council": 0.7, "social_welfare": 1.0, "school": 0.6, "kindergarten": 0.6}
    if rng.random() < owned.get(sector, 0.9 if sector in {"culture_centre", "village_hall"} else 0):
        return GMINA
    return rng.choice(("parish", "holding", "cooperative")) if rng.random() < 0.12 else ""


def _row(rng: Random, number: int, names: list[str]) -> tuple[Candidate, int]:
    sector = rng.choices(list(REGISTER), [weight for _, weight in REGISTER.values()])[0]
    group, _ = REGISTER[sector]
    home = min(int(rng.expovariate(3 / len(names))), len(names) - 1)
    resident = group == "resident"
    row = Candidate(
        id=f"c{number:03}",
        name=f"{sector} {number} (przykład)",
        kind="resident" if resident else "organisation",
        group=group,
        sector=sector,
        age_band=rng.choices(BANDS, (1, 2, 4, 4))[0] if resident and rng.random() < 0.8 else "",
        interest_group=_owner(rng, sector),
        villages=_villages(rng, home, names),
        offers=_words(rng, OFFERS, 0.5),
        areas=_words(rng, AREAS, 0.3),
        influence=_known(rng, 0.4, 0, 1),
        interest=_known(rng, 0.3, 0.2, 1),
        willingness=_known(rng, 0.5, 0.1, 1),
    )
    return row, home


def drawn_register(rng: Random, n: int, *, degree: float = 4) -> Draft:
    """`n` rows with the library; `degree` is how many others each knows on average, mostly of the village or group."""
    names = [f"Wieś {number}" for number in range(max(14, min(62, n // 4 + rng.randint(0, 10))))]
    drawn = [_row(rng, number, names) for number in range(1, n)]
    library = Candidate(
        LIBRARY, "Biblioteka (przykład)", "organisation", "culture", "library", "", GMINA, frozenset(names[:1]),
        frozenset({"room"}), frozenset({"digital"}), 0.5, 1.0, 1.0,
    )  # fmt: skip
    draft = Draft(rng, {row.id: row for row, _ in drawn} | {LIBRARY: library})
    near = [[b for b, other in drawn if abs(other - home) <= 1 or b.group == a.group] for a, home in drawn]
    for _ in range(round(degree * n / 2)):
        place = rng.randrange(len(drawn))
        others = near[place] if rng.random() < 0.75 else [row for row, _ in drawn]
        other = rng.choice(others)
        if other.id != drawn[place][0].id:
            draft.tie(drawn[place][0].id, other.id)
    for row in rng.sample([row for row, _ in drawn], max(3, n // 10)):
        draft.tie(row.id, LIBRARY)
    for _ in range(n // 20):
        pair = frozenset(row.id for row, _ in rng.sample(drawn, 2))
        if pair not in draft.ties:
            draft.conflicts.add(pair)
    for row, _ in rng.sample(drawn, 2):
        draft.change(row.id, lock="never")
    return draft


def _fits(draft: Draft, key: str, owners: Counter[str], owner_limit: int) -> bool:
    row = draft.rows[key]
    quarrels = any(key in pair and pair & draft.witness for pair in draft.conflicts)
    return row.lock != "never" and not quarrels and owners[row.interest_group or key] < owner_limit


def draw_witness(draft: Draft, size: int, *, limits: dict[str, int] | None = None) -> None:
    """Seats the library, one of each group and two age bands where there are any, then acquaintances up to `size`.

    At most a quarter of the seats goes to one owner. Everyone seated knows someone seated: a tie is added if need be.
    """
    rng, owners, groups = draft.rng, Counter({GMINA: 1}), Counter({"culture": 1})
    draft.witness = {LIBRARY}
    wishes: list[Callable[[Candidate], bool]] = [
        lambda row: row.group == "office",
        lambda row: row.group == "ngo",
        lambda row: row.group == "business",
        lambda row: row.age_band == BANDS[0],
        lambda row: row.age_band not in {"", BANDS[0]},
    ]
    keys = sorted(draft.rows)
    while len(draft.witness) < size:
        asked = bool(wishes)
        wish = wishes.pop(0) if asked else (lambda row: True)
        free = [key for key in keys if key not in draft.witness and wish(draft.rows[key])]
        free = [key for key in free if _fits(draft, key, owners, max(2, size // 4))]
        free = [key for key in free if groups[draft.rows[key].group] < (limits or {}).get(draft.rows[key].group, size)]
        if not free and not asked:
            return
        if not free:
            continue
        known = [key for key in free if any(frozenset((key, seated)) in draft.ties for seated in draft.witness)]
        key = rng.choice(known or free)
        if not known:
            draft.tie(key, rng.choice(sorted(draft.witness)))
        draft.witness.add(key)
        owners[draft.rows[key].interest_group or key] += 1
        groups[draft.rows[key].group] += 1


def counts(values: Iterable[str]) -> Counter[str]:
    return Counter(value for value in values if value)


def fit_rules(draft: Draft, *, tight: bool = False, slack: int = 3) -> None:
    """Rules of an edition that the witness keeps; `tight` asks for all that it reaches."""
    rows = [draft.rows[key] for key in sorted(draft.witness)]
    groups = counts(row.group for row in rows)
    bands = counts(row.age_band for row in rows if row.group == "resident")
    areas, offers = counts(a for row in rows for a in row.areas), counts(o for row in rows for o in row.offers)
    owner = max(counts(row.interest_group or row.id for row in rows).values())
    named = frozenset().union(*(row.villages for row in draft.rows.values() if row.lock != "never"))
    reached = frozenset().union(*(row.villages for row in rows))
    share = Fraction(len(reached), max(1, len(named)))
    most = 3 if tight else 2
    draft.rules = Rules(
        size=Bounds(len(rows) if tight else min(8, len(rows)), len(rows) if tight else len(rows) + slack),
        max_interest_share=max(Fraction(49, 100), Fraction(owner, len(rows))),
        min_villages_share=share if tight else min(Fraction(1, 2), share * Fraction(4, 5)),
        min_age_bands=min(2, len(bands)),
        allow_isolated=False,
        groups={group: Bounds(min(count, 2 if tight else 1)) for group, count in sorted(groups.items())},
        age_bands={BANDS[0]: Bounds(1)} if bands[BANDS[0]] else {},
        areas={area: min(most, areas[area]) for area in AREAS[: 6 if tight else 3] if areas[area]},
        offers={offer: 1 for offer in OFFERS[: 4 if tight else 2] if offers[offer]},
        sectors={"school": Bounds(1)} if any(row.sector == "school" for row in rows) else {},
    )


def finished(draft: Draft) -> Problem:
    knows: dict[str, dict[str, float]] = {key: {} for key in draft.rows}
    conflicts: dict[str, set[str]] = {key: set() for key in draft.rows}
    for pair, strength in sorted(draft.ties.items(), key=lambda tie: sorted(tie[0])):
        one, other = draft.rng.sample(sorted(pair), 2)
        knows[one][other] = strength
    for pair in draft.conflicts:
        conflicts[min(pair)].add(max(pair))
    rows = [replace(r, knows=knows[r.id], conflicts=frozenset(conflicts[r.id])) for r in draft.rows.values()]
    draft.rng.shuffle(rows)
    return Problem(tuple(rows), draft.rules, LIBRARY)
