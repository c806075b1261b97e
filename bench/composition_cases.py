"""Registers of made-up gminas for measuring compositions: what can be met, and what cannot for a known reason.

    .venv/bin/python -m bench.composition_cases [SEED]

lists them. Every register is drawn around a hidden table (`witness`) which keeps all rules but the planted ones, so
that without them the rules can be met. Nothing here looks at the engine's rules or its model. All people are fictional.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from bench.composition_register import (
    BANDS,
    GMINA,
    LIBRARY,
    Draft,
    counts,
    draw_witness,
    drawn_register,
    finished,
    fit_rules,
)
from koalicja.engine.composition.problem import Bounds, Problem

SIZES = (40, 60, 80, 100, 150, 200, 300, 400)


@dataclass(frozen=True, slots=True)
class Case:
    """`causes`: the planted rules, none where the rules can be met; `witness` keeps all the others (ids)."""

    name: str
    kind: str
    problem: Problem
    causes: tuple[str, ...]
    witness: frozenset[str]


def _usual(draft: Draft, size: int = 14) -> None:
    draw_witness(draft, size)
    fit_rules(draft)


def _tight(draft: Draft) -> None:
    draw_witness(draft, 16)
    fit_rules(draft, tight=True)
    for key in sorted(draft.witness - {LIBRARY})[:2]:
        draft.change(key, lock="must")


def _unknown(draft: Draft) -> None:
    for key in draft.rows:
        draft.change(key, influence=None, interest=None, willingness=None, interest_group="", areas=frozenset())
    _usual(draft)


def _alike(draft: Draft) -> None:
    """Nothing tells the rows of one sector from each other: no village, no tie, no word."""
    draft.ties, draft.conflicts = {}, set()
    blank = dict.fromkeys(("influence", "interest", "willingness"))
    for key in draft.rows:
        draft.change(key, villages=frozenset(), offers=frozenset(), areas=frozenset(), interest_group="", **blank)
    draw_witness(draft, 14)
    draft.ties = {}
    fit_rules(draft)


FEASIBLE: dict[str, Callable[[Draft], None]] = {"usual": _usual, "tight": _tight, "unknown": _unknown, "alike": _alike}

# One lack. Each draws the witness under rules it keeps, then adds the rule nothing can meet; answers the planted rules.
Plant = Callable[[Draft], tuple[str, ...]]


def _no_business(draft: Draft) -> tuple[str, ...]:
    draft.remove(lambda row: row.group == "business")
    _usual(draft)
    draft.rule(groups={**draft.rules.groups, "business": Bounds(1)})
    return ("groups.business.min",)


def _no_residents(draft: Draft) -> tuple[str, ...]:
    draft.remove(lambda row: row.group == "resident")
    _usual(draft)
    draft.rule(groups={**draft.rules.groups, "resident": Bounds(1)}, min_age_bands=2)
    return ("groups.resident.min", "min_age_bands")


def _nobody_young(draft: Draft) -> tuple[str, ...]:
    draft.remove(lambda row: row.age_band == BANDS[0])
    _usual(draft)
    draft.rule(age_bands={BANDS[0]: Bounds(1)})
    return (f"age_bands.{BANDS[0]}.min",)


def _one_band(draft: Draft) -> tuple[str, ...]:
    draft.remove(lambda row: row.age_band not in {"", BANDS[3]})
    _usual(draft)
    draft.rule(min_age_bands=2)
    return ("min_age_bands",)


def _area_of_nobody(draft: Draft) -> tuple[str, ...]:
    _usual(draft)
    draft.rule(areas={**draft.rules.areas, "bees": 1})
    return ("areas.bees",)


def _offer_of_the_excluded(draft: Draft) -> tuple[str, ...]:
    _usual(draft)
    draft.newcomers(1, group="ngo", kind="organisation", offers=frozenset({"boat"}), lock="never")
    draft.rule(offers={**draft.rules.offers, "boat": 1})
    return ("offers.boat",)


def _too_few_of_a_kind(draft: Draft) -> tuple[str, ...]:
    _usual(draft)
    draft.newcomers(1, group="business", kind="organisation", sector="local_media")
    draft.rule(sectors={**draft.rules.sectors, "local_media": Bounds(3)})
    return ("sectors.local_media.min",)


def _too_small(draft: Draft) -> tuple[str, ...]:
    draw_witness(draft, 12)
    fit_rules(draft)
    groups = counts(draft.rows[key].group for key in draft.witness)
    draft.rule(groups={group: Bounds(count) for group, count in sorted(groups.items())}, size=Bounds(None, 11))
    return ("size.max",)


def _quarrel_of_musts(draft: Draft) -> tuple[str, ...]:
    _usual(draft)
    one, other = draft.newcomers(2, group="ngo", kind="organisation", lock="must")
    draft.conflicts.add(frozenset((one, other)))
    return ("conflicts", "locks.must")


def _one_owner(draft: Draft) -> tuple[str, ...]:
    _usual(draft)
    for key in draft.rows:
        draft.change(key, interest_group=GMINA)
    draft.rule(max_interest_share=Fraction(49, 100))
    return ("max_interest_share",)


ONE_CAUSE: dict[str, Plant] = {
    "no business": _no_business,
    "no residents": _no_residents,
    "nobody young": _nobody_young,
    "one age band": _one_band,
    "an area of nobody": _area_of_nobody,
    "only the excluded offer it": _offer_of_the_excluded,
    "too few of a kind": _too_few_of_a_kind,
    "too small for the groups": _too_small,
    "a quarrel of musts": _quarrel_of_musts,
    "all of one owner": _one_owner,
}

# Two causes: each rule can be met with all the others, the planted ones together cannot.


def _area_in_a_full_group(draft: Draft) -> tuple[str, ...]:
    draw_witness(draft, 12)
    seated = sum(draft.rows[key].group == "culture" for key in draft.witness)
    fit_rules(draft, slack=seated + 1)
    draft.newcomers(seated + 1, group="culture", kind="organisation", areas=frozenset({"bees"}))
    draft.rule(
        groups={**draft.rules.groups, "culture": Bounds(1, seated)}, areas={**draft.rules.areas, "bees": seated + 1}
    )
    return ("areas.bees", "groups.culture.max")


def _share_and_sector(draft: Draft) -> tuple[str, ...]:
    draw_witness(draft, 12)
    fit_rules(draft, slack=5)
    bank = {"group": "business", "kind": "organisation", "sector": "cooperative_bank", "interest_group": "bank"}
    draft.newcomers(5, **bank)
    draft.newcomers(6, group="ngo", kind="organisation")
    owner = max(counts(draft.rows[key].interest_group or key for key in draft.witness).values())
    draft.rule(
        sectors={**draft.rules.sectors, "cooperative_bank": Bounds(5)},
        max_interest_share=max(Fraction(owner, len(draft.witness)), Fraction(1, 4)),
    )
    return ("max_interest_share", "sectors.cooperative_bank.min", "size.max")


def _quarrel_of_sole_covers(draft: Draft) -> tuple[str, ...]:
    _usual(draft)
    (one,) = draft.newcomers(1, group="ngo", kind="organisation", areas=frozenset({"bees"}))
    (other,) = draft.newcomers(1, group="business", kind="organisation", offers=frozenset({"boat"}))
    draft.conflicts.add(frozenset((one, other)))
    draft.rule(areas={**draft.rules.areas, "bees": 1}, offers={**draft.rules.offers, "boat": 1})
    return ("areas.bees", "conflicts", "offers.boat")


def _villages_and_size(draft: Draft) -> tuple[str, ...]:
    for key, row in list(draft.rows.items()):
        draft.change(key, villages=frozenset(sorted(row.villages)[:1]))
    draw_witness(draft, 9)
    fit_rules(draft, slack=0)
    for number in range(12):
        (key,) = draft.newcomers(1, group="ngo", kind="organisation")
        draft.change(key, villages=frozenset({f"Przysiółek {number}"}))
    named = frozenset().union(*(row.villages for row in draft.rows.values() if row.lock != "never"))
    most = draft.rules.size.max or 0
    draft.rule(min_villages_share=Fraction(most + 1, len(named)))
    return ("min_villages_share", "size.max")


def _bands_and_seats(draft: Draft) -> tuple[str, ...]:
    draft.remove(lambda row: row.age_band in {BANDS[1], BANDS[2]})
    for band in (BANDS[0], BANDS[3]):
        draft.newcomers(1, group="resident", kind="resident", sector="resident", age_band=band)
    draw_witness(draft, 12, limits={"resident": 2})
    fit_rules(draft)
    draft.newcomers(1, group="resident", kind="resident", age_band=BANDS[2])
    draft.rule(min_age_bands=3, groups={**draft.rules.groups, "resident": Bounds(1, 2)})
    return ("groups.resident.max", "min_age_bands")


def _stranger_of_a_sector(draft: Draft) -> tuple[str, ...]:
    _usual(draft)
    draft.newcomers(1, known=False, group="business", kind="organisation", sector="local_media")
    draft.rule(sectors={**draft.rules.sectors, "local_media": Bounds(1)})
    return ("allow_isolated", "sectors.local_media.min")


def _one_for_two(draft: Draft) -> tuple[str, ...]:
    """The table would just be large enough if one newcomer covered two things; each covers one."""
    draw_witness(draft, 8)
    fit_rules(draft)
    groups = counts(draft.rows[key].group for key in draft.witness)
    draft.newcomers(2, areas=frozenset({"bees"}))
    draft.newcomers(2, offers=frozenset({"boat"}))
    draft.rule(
        size=Bounds(8, len(draft.witness) + 3),
        groups={group: Bounds(count) for group, count in sorted(groups.items())},
        areas={**draft.rules.areas, "bees": 2},
        offers={**draft.rules.offers, "boat": 2},
    )
    return ("areas.bees", "offers.boat", "size.max")


TWO_CAUSES: dict[str, Plant] = {
    "an area in a full group": _area_in_a_full_group,
    "a share and a sector": _share_and_sector,
    "sole covers who quarrel": _quarrel_of_sole_covers,
    "villages in a small table": _villages_and_size,
    "age bands in few seats": _bands_and_seats,
    "a stranger of a sector": _stranger_of_a_sector,
    "one person for two things": _one_for_two,
}


def feasible_case(n: int, variant: str, seed: int) -> Case:
    """Raises KeyError for a variant that FEASIBLE does not name."""
    draft = drawn_register(Random(f"{seed}/{n}/{variant}"), n, degree=8 if variant == "tight" else 4)
    FEASIBLE[variant](draft)
    return Case(f"{variant} {n} #{seed}", "feasible", finished(draft), (), frozenset(draft.witness))


def planted_case(n: int, plant: str, seed: int) -> Case:
    """Raises KeyError for a name that neither ONE_CAUSE nor TWO_CAUSES knows."""
    draft = drawn_register(Random(f"{seed}/{n}/{plant}"), n)
    causes = (ONE_CAUSE | TWO_CAUSES)[plant](draft)
    kind = "one cause" if plant in ONE_CAUSE else "two causes"
    return Case(f"{plant} {n} #{seed}", kind, finished(draft), causes, frozenset(draft.witness))


def all_cases(sizes: Iterable[int] = SIZES, seed: int = 1) -> Iterator[Case]:
    for n in sizes:
        yield from (feasible_case(n, variant, seed) for variant in FEASIBLE)
        yield from (planted_case(n, plant, seed) for plant in (*ONE_CAUSE, *TWO_CAUSES))


def main() -> None:
    for case in all_cases(seed=int(sys.argv[1]) if sys.argv[1:] else 1):
        rows = case.problem.candidates
        villages = frozenset().union(*(row.villages for row in rows))
        ties = sum(len(row.knows) for row in rows)
        words = f"{len(rows)} rows, {len(villages)} villages, {ties} ties, witness of {len(case.witness)}"
        print(f"{case.name}: {words}; {', '.join(case.causes) or 'can be met'}")


if __name__ == "__main__":
    main()
