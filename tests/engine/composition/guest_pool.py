"""Can some of the rules be met with anybody else at the table? Asked of another solver, with a crowd of real rows.

The crowd is people who could exist, many of each kind: of every group, sector and age band, serving and offering
everything, at home in every village, acquainted with every candidate. What even they cannot mend, nobody can.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import ceil, inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from koalicja.engine.composition.problem import GROUPS, Candidate, Problem
from tests.engine.composition.registers import BANDS, person

SECTORS = {"culture": ("", "school"), "business": ("", "firm")}
OF_EACH_KIND = 3

Terms = dict[int, float]


def could_be_met(given: Problem, rules: Collection[str]) -> bool:
    """Whether the rules of these names can be met by candidates and any others."""
    whole = replace(given, candidates=(*given.candidates, *_crowd(given)))
    rows = [row for name, *row in _rows(whole, len(given.candidates)) if not name or name in rules]
    size = max((variable for terms, _ in rows for variable in terms), default=0) + 1
    size = max(size, len(whole.candidates))
    matrix = np.zeros((len(rows), size))
    for number, (terms, _) in enumerate(rows):
        for variable, factor in terms.items():
            matrix[number, variable] = factor
    found = milp(
        np.zeros(size),
        constraints=LinearConstraint(matrix, [low for _, low in rows], inf) if rows else None,
        integrality=np.ones(size),
        bounds=Bounds(0, 1),
    )
    assert found.status in (0, 2)
    return bool(found.status == 0)


def _crowd(given: Problem) -> Iterator[Candidate]:
    villages = frozenset(_villages(given))
    for group in GROUPS:
        kinds = product(SECTORS.get(group, ("",)), BANDS if group == "resident" else ("",), range(_enough(given)))
        for sector, band, number in kinds:
            yield person(
                f"crowd {group} {sector} {band} {number}",
                kind="resident" if group == "resident" else "organisation",
                group=group,
                sector=sector,
                age_band=band,
                villages=villages,
                areas=frozenset(given.rules.areas),
                offers=frozenset(given.rules.offers),
            )


def _enough(given: Problem) -> int:
    """Of each kind: a small share of one interest takes many others."""
    share = given.rules.max_interest_share
    return OF_EACH_KIND if not share else max(OF_EACH_KIND, ceil((len(given.candidates) + 1) / share / len(GROUPS)))


def _villages(given: Problem) -> set[str]:
    return {village for row in given.candidates if row.lock != "never" for village in row.villages}


def _rows(given: Problem, own: int) -> Iterator[tuple[str, Terms, float]]:
    """(name of the rule, or "" where a row only defines a variable; Σ factor × variable, at least)."""
    people, rules = given.candidates, given.rules
    fresh = iter(range(len(people), 10**6))
    yield from _headcounts(given)
    yield from _interests(given)
    if rules.min_villages_share is not None:
        named = sorted(_villages(given))
        yield from _different(
            "min_villages_share",
            [[place for place, row in enumerate(people) if v in row.villages and row.lock != "never"] for v in named],
            ceil(Fraction(rules.min_villages_share) * len(named)),
            fresh,
        )
    if rules.min_age_bands is not None:
        residents = [(place, row.age_band) for place, row in enumerate(people) if _is_resident(row) and row.age_band]
        bands = sorted({band for _, band in residents})
        those = [[place for place, band in residents if band == each] for each in bands]
        yield from _different("min_age_bands", those, rules.min_age_bands, fresh)
    yield from _ties_and_locks(given, own)


def _is_resident(row: Candidate) -> bool:
    return "resident" in (row.kind, row.group)


def _headcounts(given: Problem) -> Iterator[tuple[str, Terms, float]]:
    people, rules = given.candidates, given.rules
    counted = [("size", [*range(len(people))], rules.size.min, rules.size.max)]
    for kind, bounds in (("groups", rules.groups), ("age_bands", rules.age_bands), ("sectors", rules.sectors)):
        for word, bound in bounds.items():
            counted.append((f"{kind}.{word}", [*_of(given, kind, word)], bound.min, bound.max))
    for name, who, least, most in counted:
        if least is not None:
            yield f"{name}.min", dict.fromkeys(who, 1.0), least
        if most is not None:
            yield f"{name}.max", dict.fromkeys(who, -1.0), -most
    for kind, needs in (("areas", rules.areas), ("offers", rules.offers)):
        for word, need in needs.items():
            who = [place for place, row in enumerate(people) if word in getattr(row, kind)]
            yield f"{kind}.{word}", dict.fromkeys(who, 1.0), need


def _of(given: Problem, kind: str, word: str) -> Iterator[int]:
    for place, row in enumerate(given.candidates):
        if kind == "age_bands":
            if _is_resident(row) and row.age_band == word:
                yield place
        elif row.id != given.library or given.library_counts:
            group = "resident" if _is_resident(row) else row.group
            if word == (group if kind == "groups" else row.sector):
                yield place


def _interests(given: Problem) -> Iterator[tuple[str, Terms, float]]:
    share = given.rules.max_interest_share
    if share is None:
        return
    people = given.candidates
    alone = [[place] for place, row in enumerate(people) if not row.interest_group]
    words = {row.interest_group for row in people} - {""}
    for who in (*alone, *([p for p, row in enumerate(people) if row.interest_group == word] for word in words)):
        part, whole = Fraction(share).as_integer_ratio()
        terms = {place: float(part - (whole if place in who else 0)) for place in range(len(people))}
        yield "max_interest_share", terms, 0


def _different(
    name: str, those: list[list[int]], needed: int, fresh: Iterator[int]
) -> Iterator[tuple[str, Terms, float]]:
    present = [next(fresh) for _ in those]
    for variable, who in zip(present, those, strict=True):
        yield "", {**dict.fromkeys(who, 1.0), variable: -1.0}, 0
    yield name, dict.fromkeys(present, 1.0), needed


def _ties_and_locks(given: Problem, own: int) -> Iterator[tuple[str, Terms, float]]:
    people = given.candidates
    index = {row.id: place for place, row in enumerate(people)}
    ties: dict[int, set[int]] = {place: set() for place in range(len(people))}
    for place, row in enumerate(people):
        for other, strength in row.knows.items():
            if strength > 0:
                ties[place].add(index[other])
                ties[index[other]].add(place)
        for other in row.conflicts:
            yield "conflicts", {place: -1.0, index[other]: -1.0}, -1
        if row.lock == "must" or row.id == given.library:
            yield "locks.must", {place: 1.0}, 1
        if row.lock == "never":
            yield "locks.never", {place: -1.0}, 0
    if given.rules.allow_isolated or not any(ties.values()):
        return
    for place in range(len(people)):
        known = {*range(own)} if place >= own else ties[place] | {*range(own, len(people))}
        yield "allow_isolated", {**dict.fromkeys(known, 1.0), place: -1.0}, 0
