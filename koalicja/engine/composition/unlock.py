"""Locks that stand against the rules: the fewest that would have to go so that nobody, or fewer people, are missing.

Whoever is locked never (or must) is in the register already, so this is said before anybody new is looked for. The
fewest locks are sought at the tables with guests (guests.py) that need the fewest guests when no lock holds, and it is
solved again that with these locks gone no more are needed, and that with any one of them kept they are.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.conflict import SECONDS
from koalicja.engine.composition.guests import GuestList, Profile, guest_list, profiles
from koalicja.engine.composition.model import Budget, Model
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.program import Program, Row

__all__ = ["Unlocked", "fewest_unlocked", "without_locks"]

LOCKS = ("locks.must", "locks.never")
# Of so many others it is asked whether one of them would do as well.
MOST_INSTEAD = 12
KEY_BITS = 16


@dataclass(frozen=True, slots=True)
class Unlocked:
    """Without the locks of `who` only the `guests` are missing; `instead` of the only one any of these would do."""

    who: frozenset[int]
    guests: tuple[Profile, ...]
    instead: frozenset[int]


def fewest_unlocked(
    prepared: Prepared,
    guests: GuestList,
    *,
    needed: int | None,
    fixed: Collection[int] = (),
    seed: int,
    budget: Budget,
) -> Unlocked | None:
    """The fewest locks without which fewer than `needed` guests are missing (None: no number of them helps).

    None where no such locks are proved. Who is `fixed` keeps the lock, and so does the Lead Library, unless it is
    locked never.
    """
    search = _Search(prepared, guests, frozenset(fixed), seed, budget)
    if not search.never | search.must or needed == 0:
        return None
    fewest = search.fewest_guests(search.free)
    if fewest is None or (needed is not None and fewest >= needed):
        return None
    found = search.unlocked(fewest)
    if found is None or not search.is_needed(found.who, fewest):
        return None
    return replace(found, instead=frozenset(search.instead(found.who, fewest)))


def without_locks(prepared: Prepared, who: Collection[int]) -> Prepared:
    """The problem with these locks gone."""
    people = tuple(replace(p, lock="") if place in who else p for place, p in enumerate(prepared.candidates))
    library = prepared.candidates[prepared.library].id if prepared.library is not None else ""
    return validated(Problem(people, prepared.rules, library, library_counts=prepared.library_counts))


@dataclass(frozen=True)
class _Search:
    prepared: Prepared
    guests: GuestList
    fixed: frozenset[int]
    seed: int
    budget: Budget

    @property
    def never(self) -> frozenset[int]:
        return self.prepared.never - self.fixed

    @property
    def must(self) -> frozenset[int]:
        return self.prepared.must - self.fixed - {self.prepared.library}

    @property
    def free(self) -> Program:
        """Tables at which only the fixed locks hold."""
        kept = [Row("", ((place, 1),), 1) for place in sorted(self.prepared.must - self.must)]
        kept += [Row("", ((place, -1),), 0) for place in sorted(self.prepared.never - self.never)]
        whole = self.guests.program.without(LOCKS)
        return replace(whole, rows=(*whole.rows, *kept))

    def fewest_guests(self, program: Program, *, count: int | None = None) -> int | None:
        """How many guests these tables need at least (`count`: the variable that counts them); None: not proved."""
        gain = {self.guests.guests if count is None else count: -1}
        found = Model(program).best(seed=self.seed, budget=self.budget, seconds=SECONDS, gain=gain)
        return -found.value if found.status == "optimal" and found.value is not None else None

    def unlocked(self, fewest: int) -> Unlocked | None:
        """Each lock that does not hold costs one, and the seed chooses among equals."""
        one = 1 << (KEY_BITS + 10)
        gain = {place: -(one + self.key(place)) for place in sorted(self.never)}
        gain |= {place: one + self.key(place) for place in sorted(self.must)}
        few = Row("", ((self.guests.guests, -1),), -fewest)
        found = Model(self.free).best(seed=self.seed, budget=self.budget, seconds=SECONDS, extra=[few], gain=gain)
        if found.status != "optimal" or found.table is None:
            return None
        who = (self.never & found.table) | (self.must - found.table)
        return Unlocked(who, profiles(self.prepared, self.guests, found.values), frozenset()) if who else None

    def key(self, place: int) -> int:
        digest = hashlib.sha256(f"{self.seed}:{self.prepared.candidates[place].id}".encode()).digest()
        return int.from_bytes(digest[: KEY_BITS // 8], "big")

    def is_needed(self, who: frozenset[int], fewest: int) -> bool:
        """Without these locks so few are missing, and with any one of them more."""
        return self.suffices(who, fewest) and not any(self.suffices(who - {one}, fewest) for one in sorted(who))

    def suffices(self, who: frozenset[int], fewest: int) -> bool:
        others = guest_list(without_locks(self.prepared, who))
        missing = self.fewest_guests(others.program, count=others.guests)
        return missing is not None and missing <= fewest

    def instead(self, who: frozenset[int], fewest: int) -> Iterator[int]:
        if len(who) == 1:
            for place in sorted((self.never | self.must) - who)[:MOST_INSTEAD]:
                if self.suffices(frozenset({place}), fewest):
                    yield place
