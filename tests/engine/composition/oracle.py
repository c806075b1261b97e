"""What a composition must answer, found by looking at every subset: at most 12 candidates.

Written from the definition (docs/algorithms/composition-1.md), apart from the engine's own rules, objective and model.
Rules go by the names of the rules file; size is split into size.min and size.max.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import combinations
from math import ceil

from koalicja.engine.composition.problem import Bounds, Candidate, Problem

MOST = 12


def broken(problem: Problem, members: Collection[str]) -> frozenset[str]:
    """Names of the rules that a table of these ids breaks."""
    table = [row for row in problem.candidates if row.id in members]
    return frozenset(
        [*_broken_counts(problem, table), *_broken_spread(problem, table), *_broken_people(problem, table)]
    )


def value(problem: Problem, members: Collection[str]) -> Fraction:
    """The objective of a table in the units of the weights, exactly as the numbers are written."""
    weights = problem.rules.weights
    table = [row for row in problem.candidates if row.id in members]
    return sum(
        (_exact(getattr(weights, term)) * worth for term, worth in _terms(problem, table).items()), start=Fraction(0)
    )


def kept_tables(problem: Problem, *, without: Collection[str] = ()) -> Iterator[frozenset[str]]:
    """Every table that keeps all rules but those named in `without`."""
    assert len(problem.candidates) <= MOST
    ids = [row.id for row in problem.candidates]
    for size in range(len(ids) + 1):
        for members in combinations(ids, size):
            if broken(problem, members) <= frozenset(without):
                yield frozenset(members)


def can_be_met(problem: Problem, *, without: Collection[str] = ()) -> bool:
    return next(kept_tables(problem, without=without), None) is not None


def best(problem: Problem) -> tuple[Fraction, list[frozenset[str]]] | None:
    """The greatest objective of a table that keeps the rules, and all tables that reach it; None: no such table."""
    worth = {members: value(problem, members) for members in kept_tables(problem)}
    if not worth:
        return None
    most = max(worth.values())
    return most, [members for members, reached in worth.items() if reached == most]


def _exact(number: float) -> Fraction:
    return Fraction(str(number))


def _is_resident(row: Candidate) -> bool:
    return row.kind == "resident" or row.group == "resident"


def _group(row: Candidate) -> str:
    return "resident" if _is_resident(row) else row.group


def _bound_names(path: str, bounds: Bounds, count: int) -> Iterator[str]:
    if bounds.min is not None and count < bounds.min:
        yield f"{path}.min"
    if bounds.max is not None and count > bounds.max:
        yield f"{path}.max"


def _broken_counts(problem: Problem, table: list[Candidate]) -> Iterator[str]:
    rules = problem.rules
    counted = [row for row in table if problem.library_counts or row.id != problem.library]
    residents = [row for row in table if _is_resident(row)]
    yield from _bound_names("size", rules.size, len(table))
    for group, bounds in rules.groups.items():
        yield from _bound_names(f"groups.{group}", bounds, sum(_group(row) == group for row in counted))
    for sector, bounds in rules.sectors.items():
        yield from _bound_names(f"sectors.{sector}", bounds, sum(row.sector == sector for row in counted))
    for band, bounds in rules.age_bands.items():
        yield from _bound_names(f"age_bands.{band}", bounds, sum(row.age_band == band for row in residents))
    for area, least in rules.areas.items():
        if sum(area in row.areas for row in table) < least:
            yield f"areas.{area}"
    for offer, least in rules.offers.items():
        if sum(offer in row.offers for row in table) < least:
            yield f"offers.{offer}"
    bands = {row.age_band for row in residents if row.age_band}
    if rules.min_age_bands is not None and len(bands) < rules.min_age_bands:
        yield "min_age_bands"


def _named_villages(problem: Problem) -> set[str]:
    return {village for row in problem.candidates if row.lock != "never" for village in row.villages}


def _broken_spread(problem: Problem, table: list[Candidate]) -> Iterator[str]:
    rules = problem.rules
    if rules.max_interest_share is not None and table:
        owners = Counter(row.interest_group or f"only {row.id}" for row in table)
        if Fraction(max(owners.values()), len(table)) > rules.max_interest_share:
            yield "max_interest_share"
    if rules.min_villages_share is not None:
        reached = {village for row in table for village in row.villages}
        if len(reached) < ceil(rules.min_villages_share * len(_named_villages(problem))):
            yield "min_villages_share"


def _strengths(problem: Problem) -> dict[frozenset[str], Fraction]:
    strengths: dict[frozenset[str], Fraction] = {}
    for row in problem.candidates:
        for other, strength in row.knows.items():
            pair = frozenset((row.id, other))
            if len(pair) == 2 and strength > 0:
                strengths[pair] = max(strengths.get(pair, Fraction(0)), _exact(strength))
    return strengths


def _broken_people(problem: Problem, table: list[Candidate]) -> Iterator[str]:
    seated = {row.id for row in table}
    strengths = _strengths(problem)
    knowing = {name for pair in strengths if pair <= seated for name in pair}
    if not problem.rules.allow_isolated and strengths and not seated <= knowing:
        yield "allow_isolated"
    if any(row.conflicts & seated - {row.id} for row in table):
        yield "conflicts"
    must = {row.id for row in problem.candidates if row.lock == "must" or row.id == problem.library}
    if not must <= seated:
        yield "locks.must"
    if any(row.lock == "never" for row in table):
        yield "locks.never"


def _terms(problem: Problem, table: list[Candidate]) -> dict[str, Fraction]:
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    strengths = _strengths(problem)
    seated = {row.id for row in table}
    scale = quarter * max(problem.rules.size.min or 0, 8)
    named = _named_villages(problem)
    met = {row.id: sum(s for pair, s in strengths.items() if row.id in pair and pair <= seated) for row in table}
    return {
        "willingness": sum(
            (min(_exact(row.willingness), Fraction(4, 5)) - half for row in table if row.willingness is not None),
            start=Fraction(0),
        ),
        "influence": sum(
            (_exact(row.influence) - half for row in table if row.influence is not None), start=Fraction(0)
        ),
        "reach": len({v for row in table for v in row.villages}) * max(scale / len(named), Fraction(1, 10))
        if named
        else Fraction(0),
        "cover": scale * _cover(problem, table),
        "ties": quarter / 2 * sum((min(met[row.id], Fraction(1)) for row in table), start=Fraction(0)),
        "size": -sum((_told(problem, row) for row in table), start=Fraction(0)) / 20,
    }


def _told(problem: Problem, asked: Candidate) -> Fraction:
    """The part of what could be told of somebody (places, areas, offers, people known) that somebody told."""
    may = [row for row in problem.candidates if row.lock != "never"]
    known = {name for row in problem.candidates for name in (row.knows and (row.id, *row.knows)) or ()}
    weights = problem.rules.weights
    columns = [
        {row.id for row in may if row.villages} if weights.reach else set(),
        {row.id for row in may if row.areas} if weights.cover else set(),
        {row.id for row in may if row.offers} if weights.cover else set(),
        {row.id for row in may if row.id in known} if weights.ties else set(),
    ]
    read = [filled for filled in columns if filled]
    if not read or asked.lock == "never":
        return Fraction(1)
    return Fraction(sum(asked.id in filled for filled in read), len(read))


def _cover(problem: Problem, table: list[Candidate]) -> Fraction:
    """Every area and offer anyone names counts up to one more than its rule asks for."""
    rules, most, reached = problem.rules, 0, Fraction(0)
    for field, needs in (("areas", rules.areas), ("offers", rules.offers)):
        may = [row for row in problem.candidates if row.lock != "never"]
        named = {w for row in may for w in getattr(row, field)} | set(needs)
        caps = {word: needs.get(word, 0) + 1 for word in named}
        reached += sum(min(sum(word in getattr(row, field) for row in table), cap) for word, cap in caps.items())
        most += sum(caps.values())
    return reached / most if most else Fraction(0)
