"""Who could take exactly a member's seat: the same table with them instead keeps the rules and is worth as much.

Looked up by counting, not by solving, and only one seat at a time: two exchanges together may break a rule.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from math import ceil

from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.model import Outcome
from koalicja.engine.composition.objective import gains, worth
from koalicja.engine.composition.proposal import Proposal, is_no_worse
from koalicja.engine.composition.rules import headcounts

__all__ = ["exchangeable"]


def exchangeable(proposal: Proposal, without: Mapping[int, Outcome]) -> Mapping[int, frozenset[int]]:
    """By member (not locked) the candidates (not locked never) who could sit there instead; members with any only.

    Equal in whole numbers of the objective; where rules are broken, no rule is broken or missed by more. What is proved
    of the tables `without` a member only spares the counting: the answer is the same without it. Those `near` come only
    where a rule needs one, so they are named for one of them alone.
    """
    members = (place for place in proposal.table - proposal.prepared.must if _may_have(proposal, without.get(place)))
    found = dict(_found(proposal, sorted(members)))
    return {place: who for place, who in found.items() if who}


def _may_have(proposal: Proposal, without: Outcome | None) -> bool:
    if without is None:
        return True
    return without.status != "infeasible" and (without.bound is None or without.bound >= proposal.value)


def _found(proposal: Proposal, members: list[int]) -> Iterator[tuple[int, frozenset[int]]]:
    prepared, gain = proposal.prepared, gains(proposal.prepared)
    alike, counts = _alike(prepared, proposal.table), headcounts(prepared)
    lack = _interest_lack(prepared, proposal.table)
    for place in members:
        others, who = proposal.table - {place}, set[int]()
        for same in alike:
            tried = others | {same[0]}
            if (
                worth(prepared, gain, tried) == proposal.value
                and is_no_worse(prepared, proposal.table, tried, counts=counts)
                and _interest_lack(prepared, tried) <= lack
            ):
                who.update(same)
        if place not in prepared.near:
            who -= prepared.near
        yield place, frozenset(who)


def _alike(prepared: Prepared, table: frozenset[int]) -> list[list[int]]:
    """Candidates not at the table, together where no rule and no term tells them apart beside it."""
    quarrels: dict[int, set[int]] = defaultdict(set)
    for one, other in prepared.conflicts:
        quarrels[one].add(other)
        quarrels[other].add(one)
    alike: dict[object, list[int]] = defaultdict(list)
    for place in sorted(frozenset(range(len(prepared.candidates))) - table - prepared.never):
        person, ties = prepared.candidates[place], prepared.ties[place]
        # An age counts for residents only, so the kind belongs to what tells two apart.
        facts = (person.kind, person.group, person.sector, person.age_band, person.interest_group)
        topics = (person.villages, person.offers, person.areas)
        known = frozenset((other, ties[other]) for other in ties.keys() & table)
        grades = (person.influence, person.willingness)
        alike[facts, topics, grades, known, frozenset(quarrels[place] & table)].append(place)
    return list(alike.values())


def _interest_lack(prepared: Prepared, table: frozenset[int]) -> int:
    """How many members of all interests are above their share: the rule's row tells the greatest one only."""
    share = prepared.rules.max_interest_share
    if share is None:
        return 0
    seats = Counter(prepared.candidates[place].interest_group for place in table)
    return sum(max(0, ceil(count - share * len(table))) for word, count in seats.items() if word)
