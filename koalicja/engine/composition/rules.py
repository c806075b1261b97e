"""Every named rule held against one table, by counting: the solver's word is not taken for it."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, inf, nextafter

from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.result import RuleRow

__all__ = ["Headcount", "age_bands", "broken", "headcounts", "rule_rows", "villages_needed"]


@dataclass(frozen=True, slots=True)
class Headcount:
    """A rule that counts members: at least `min` and at most `max` of `who` (None is no rule)."""

    name: str
    who: frozenset[int]
    min: int | None
    max: int | None


def headcounts(prepared: Prepared) -> tuple[Headcount, ...]:
    """Size, groups, age bands of residents, areas, offers and sectors, in this order."""
    rules, everyone = prepared.rules, frozenset(range(len(prepared.candidates)))
    counted = everyone - ({prepared.library} if not prepared.library_counts else frozenset())
    sources = (
        ("groups", "group", rules.groups, counted),
        ("age_bands", "age_band", rules.age_bands, prepared.residents),
        ("sectors", "sector", rules.sectors, counted),
    )
    found = [Headcount("size", everyone, rules.size.min, rules.size.max)]
    for name, column, bounds, who in sources:
        for word, bound in sorted(bounds.items()):
            those = frozenset(i for i in who if getattr(prepared.candidates[i], column) == word)
            found.append(Headcount(f"{name}.{word}", those, bound.min, bound.max))
    for name, needs in (("areas", rules.areas), ("offers", rules.offers)):
        for word, need in sorted(needs.items()):
            those = frozenset(i for i in everyone if word in getattr(prepared.candidates[i], name))
            found.append(Headcount(f"{name}.{word}", those, need, None))
    return tuple(found)


def villages_needed(prepared: Prepared) -> int | None:
    """How many villages the table must reach; None is no rule."""
    share = prepared.rules.min_villages_share
    return None if share is None else ceil(Fraction(share) * len(prepared.villages))


def age_bands(prepared: Prepared) -> dict[str, frozenset[int]]:
    """The residents of each age band that anyone named."""
    bands: dict[str, set[int]] = {}
    for place in sorted(prepared.residents):
        if prepared.candidates[place].age_band:
            bands.setdefault(prepared.candidates[place].age_band, set()).add(place)
    return {band: frozenset(who) for band, who in sorted(bands.items())}


def rule_rows(
    prepared: Prepared, members: Collection[str], *, counts: Sequence[Headcount] | None = None
) -> tuple[RuleRow, ...]:
    """Each rule with what it requires and what the table has; raises KeyError for an id that is no candidate's.

    For allow_isolated, conflicts and locks.never `actual` counts the members (pairs) that break the rule, of which 0
    are required; for locks.must it counts those of the required who sit at the table. `counts` are the headcounts(),
    for who asks about many tables.
    """
    table = prepared.places(members)
    return (
        *_counted(headcounts(prepared) if counts is None else counts, table),
        *_shares(prepared, table),
        *_isolated(prepared, table),
        *_conflicts_and_locks(prepared, table),
    )


def broken(
    prepared: Prepared, members: Collection[str], *, counts: Sequence[Headcount] | None = None
) -> tuple[str, ...]:
    """The names of the rules a table breaks."""
    return tuple(row.name for row in rule_rows(prepared, members, counts=counts) if not row.met)


def _counted(counts: Sequence[Headcount], table: frozenset[int]) -> Iterator[RuleRow]:
    for rule in counts:
        actual = len(rule.who & table)
        if rule.min is not None:
            # Areas and offers have no maximum, so the rules file names their number without ".min".
            suffix = "" if rule.name.startswith(("areas.", "offers.")) else ".min"
            yield RuleRow(rule.name + suffix, rule.min, actual, actual >= rule.min)
        if rule.max is not None:
            yield RuleRow(f"{rule.name}.max", rule.max, actual, actual <= rule.max)


def _shares(prepared: Prepared, table: frozenset[int]) -> Iterator[RuleRow]:
    rules = prepared.rules
    if rules.max_interest_share is not None:
        actual = _greatest_share(prepared, table)
        share = Fraction(rules.max_interest_share)
        met = actual <= share
        # Two shares so near to each other that their floats are one must not look equal where the rule is broken.
        least = 0.0 if met else nextafter(float(share), inf)
        known, among = prepared.interests_known, len(prepared.candidates) - len(prepared.never)
        yield RuleRow("max_interest_share", float(share), max(least, float(actual)), met, known, among)
    needed = villages_needed(prepared)
    if needed is not None:
        reached = sum(1 for who in prepared.villages.values() if who & table)
        yield RuleRow("min_villages_share", needed, reached, reached >= needed)
    if rules.min_age_bands is not None:
        present = sum(1 for who in age_bands(prepared).values() if who & table)
        yield RuleRow("min_age_bands", rules.min_age_bands, present, present >= rules.min_age_bands)


def _greatest_share(prepared: Prepared, table: frozenset[int]) -> Fraction:
    if not table:
        return Fraction(0)
    # A member without an interest group is a group of its own: a number stands for it.
    interests = Counter(prepared.candidates[place].interest_group or place for place in table)
    return Fraction(max(interests.values()), len(table))


def _isolated(prepared: Prepared, table: frozenset[int]) -> Iterator[RuleRow]:
    if not prepared.rules.allow_isolated and prepared.has_ties:
        alone = sum(1 for place in table if not prepared.ties[place].keys() & table)
        yield RuleRow("allow_isolated", 0, alone, alone == 0)


def _conflicts_and_locks(prepared: Prepared, table: frozenset[int]) -> Iterator[RuleRow]:
    if prepared.conflicts:
        both = sum(1 for one, other in prepared.conflicts if one in table and other in table)
        yield RuleRow("conflicts", 0, both, both == 0)
    if prepared.must:
        yield RuleRow("locks.must", len(prepared.must), len(prepared.must & table), prepared.must <= table)
    if prepared.never:
        yield RuleRow("locks.never", 0, len(prepared.never & table), not prepared.never & table)
