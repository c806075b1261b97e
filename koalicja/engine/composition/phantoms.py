"""Whom to look for where the rules cannot be met: the fewest people nobody has found yet, and what they must bring.

Their number is the smallest that makes the rules meetable, and so is the number of their attributes. Both are proved
twice: by the solver on the rules with guests (guests.py), and by solving the candidates' own problem again with their
rows added, with one row left out, with one attribute left out. Where no number of people helps, the rules contradict
each other and the answer names them.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from koalicja.engine.composition.check import WEIGHTS, Prepared, validated
from koalicja.engine.composition.conflict import SECONDS, minimal_conflict, rule_names
from koalicja.engine.composition.guests import COLUMNS, LISTS, GuestList, Profile, guest_list, profiles
from koalicja.engine.composition.model import Budget, Model
from koalicja.engine.composition.problem import GROUPS, Bounds, Candidate, Problem, Weights
from koalicja.engine.composition.program import Program, Row, program
from koalicja.engine.composition.result import Advice
from koalicja.engine.composition.rules import age_bands, broken, headcounts
from koalicja.engine.composition.unlock import fewest_unlocked
from koalicja.engine.matching.sectors import SECTOR_GROUPS

__all__ = ["enlarged", "is_open", "missing"]

# Of rules that contradict each other the first of these is loosened, only to see who would be missing then.
LOOSENED_FIRST = (
    "size.max",
    ".max",
    "max_interest_share",
    "min_villages_share",
    "conflicts",
    "allow_isolated",
    "locks.",
)
MOST_CONTRADICTIONS = 8
# So many interest groups of candidates, the greatest first, are tried for a missing person.
MOST_INTERESTS = 6
KEY_BITS = 24
SECTORS = tuple(SECTOR_GROUPS)


def missing(prepared: Prepared, *, seed: int, budget: Budget, fixed: Collection[int] = ()) -> tuple[Advice, ...]:
    """What would help where the rules cannot be met; nothing where they can, or where the time did not suffice.

    look_for: one missing person each, and the rules that cannot be met while only this person is missing (first those
    that nobody in the register helps with). With the rows of all profiles added the rules can be met; leaving out any
    row or any attribute they cannot. `not_interest` among the params: interest groups of candidates that the missing
    must not be of, since then the rules could not be met (proved; of the MOST_INTERESTS that most candidates are of).
    `not_groups` likewise, of those whose profile leaves the group open: the groups that are full.
    rules_contradict: nobody could mend these rules, one of them must be loosened. then_look_for: who would be missing
    after that; its profile is empty, since more people alone do not help, and its params are what the profile would be.
    unlock, before all others: candidates (`ids`) whose locks stand against the rules. With all of these locks gone only
    `still_missing` people are missing, with any one of them kept more; `instead` of the only one any of these would do.
    Who is `fixed` (places) keeps the lock, and so does whoever declined.
    """
    # Whether rules can be met is a matter of the rules alone: without an objective the questions are smaller.
    prepared = replace(prepared, rules=replace(prepared.rules, weights=Weights(*[0] * len(WEIGHTS))))
    search = _Search(prepared, seed, budget)
    if search.status(prepared) == "feasible":
        return ()
    guests = guest_list(prepared)
    contradictions = tuple(_contradictions(guests, seed, budget))
    search.loosened = frozenset(_loosest(advice.rules) for advice in contradictions)
    wanted = search.irreducible(search.fewest(guests))
    held = prepared.declined.union(fixed)
    unlock = search.unlock(guests, None if contradictions else len(wanted), held) if wanted or contradictions else ()
    alike = {_key_of(profile): profile for profile in wanted}
    found = {key: search.rules(wanted, profile) for key, profile in alike.items()}
    if contradictions:
        then = (Advice("then_look_for", found[_key_of(profile)], params=dict(profile)) for profile in wanted)
        return (*unlock, *contradictions, *then)
    others = {key: search.not_interest(wanted, profile) for key, profile in alike.items()}
    look_for = (
        Advice("look_for", found[_key_of(profile)], profile, _closed(full, others[_key_of(profile)]))
        for profile, full in zip(wanted, search.not_groups(wanted), strict=True)
    )
    return (*unlock, *look_for)


def enlarged(prepared: Prepared, rows: Sequence[Profile]) -> Prepared:
    """The problem with one more candidate for each profile, all other cells empty."""
    taken, added = set(prepared.index), []
    for number, profile in enumerate(rows, start=1):
        name = f"missing-{number}"
        while name in taken:
            name += "-"
        added.append(_candidate(name, profile))
    library = prepared.candidates[prepared.library].id if prepared.library is not None else ""
    return validated(
        Problem((*prepared.candidates, *added), prepared.rules, library, library_counts=prepared.library_counts)
    )


def _candidate(name: str, profile: Profile) -> Candidate:
    cells = {column: value for column, value in profile.items() if isinstance(value, str)}
    lists = {column: value for column, value in profile.items() if not isinstance(value, str)}
    knows = {known.rpartition(":")[0]: float(known.rpartition(":")[2]) for known in lists.pop("knows", ())}
    words = {column: frozenset(value) for column, value in lists.items()}
    return Candidate(
        id=name,
        name="",
        group=cells.get("group", ""),
        sector=cells.get("sector", ""),
        age_band=cells.get("age_band", ""),
        interest_group=cells.get("interest_group", ""),
        villages=words.get("villages", frozenset()),
        offers=words.get("offers", frozenset()),
        areas=words.get("areas", frozenset()),
        knows=knows,
    )


def _contradictions(guests: GuestList, seed: int, budget: Budget) -> Iterator[Advice]:
    """Rules that no number of guests can meet together, one conflict after the other."""
    left = guests.program
    for _ in range(MOST_CONTRADICTIONS):
        conflict = minimal_conflict(left, seed=seed, budget=budget)
        if conflict is None or not conflict.rules:
            return
        yield Advice("rules_contradict", conflict.rules)
        left = left.without({_loosest(conflict.rules)})


def _loosest(rules: Sequence[str]) -> str:
    return min(rules, key=lambda rule: next((n for n, part in enumerate(LOOSENED_FIRST) if part in rule), 99))


class _Search:
    """The questions about one register, with some rules loosened where they contradict each other."""

    def __init__(self, prepared: Prepared, seed: int, budget: Budget) -> None:
        self.prepared, self.seed, self.budget = prepared, seed, budget
        self.loosened: frozenset[str] = frozenset()
        # Half of the time is for saying which rules each person would mend.
        self.reserve = budget.left / 2

    def program(self, prepared: Prepared) -> Program:
        return program(prepared, seed=self.seed).without(self.loosened)

    def status(self, prepared: Prepared) -> str:
        """feasible, infeasible (both proved) or unknown. A solver's table counts only if it keeps the rules."""
        model = Model(self.program(prepared))
        outcome = model.best(seed=self.seed, budget=self.budget, seconds=SECONDS, gain={})
        if outcome.table is not None:
            return "feasible" if self.kept(prepared, prepared.ids(outcome.table)) else "unknown"
        return outcome.status

    def kept(self, prepared: Prepared, members: Sequence[str]) -> bool:
        return set(broken(prepared, members)) <= self.loosened

    def unlock(self, guests: GuestList, needed: int | None, fixed: Collection[int]) -> tuple[Advice, ...]:
        """The locks that stand against the rules, and which rules those are; nothing where that was not proved."""
        own = self.budget.part(self.budget.left / 4)
        found = fewest_unlocked(self.prepared, guests, needed=needed, fixed=fixed, seed=self.seed, budget=own)
        self.budget.spend(own.spent)
        if found is None:
            return ()
        there = program(enlarged(self.prepared, found.guests), seed=self.seed)
        conflict = minimal_conflict(there, seed=self.seed, budget=self.budget)
        locks = {"locks.must": self.prepared.must, "locks.never": self.prepared.never}
        kinds = [name for name, places in locks.items() if places & (found.who | found.instead)]
        rules = tuple(kinds) if conflict is None else tuple(dict.fromkeys([*conflict.rules, *kinds]))
        first, *others = sorted(found.who | found.instead, key=self.order_of_locks)
        who, instead = ([first], others) if found.instead else (sorted(found.who, key=self.order_of_locks), [])
        params: dict[str, int | tuple[str, ...]] = {
            "ids": tuple(self.prepared.candidates[place].id for place in who),
            "instead": tuple(self.prepared.candidates[place].id for place in instead),
            "still_missing": len(found.guests),
        }
        return (Advice("unlock", rules, params=params),)

    def order_of_locks(self, place: int) -> tuple[bool, bool, int, int]:
        """First whose sector or group the rules ask for by name, then as the sectors stand: the gmina office first."""
        person, rules = self.prepared.candidates[place], self.prepared.rules
        sector = SECTORS.index(person.sector) if person.sector in SECTORS else len(SECTORS)
        return person.sector not in rules.sectors, person.group not in rules.groups, sector, place

    def fewest(self, guests: GuestList) -> tuple[Profile, ...]:
        """The fewest guests, of the fewest attributes, the seeded choice among equals; none where none was found."""
        model, outcome = Model(guests.program.without(self.loosened)), None
        extra: list[Row] = []
        for aim in ({guests.guests: -1}, guests.effort, _choice(self.prepared, guests, self.seed)):
            found = model.best(seed=self.seed, budget=self.budget, seconds=SECONDS, gain=aim, extra=extra)
            if found.table is None:
                break
            outcome = found
            extra.append(Row("", tuple(aim.items()), found.value or 0))
        if outcome is None or outcome.table is None:
            return ()
        wanted = profiles(self.prepared, guests, outcome.values)
        whole = enlarged(self.prepared, wanted)
        members = {*self.prepared.ids(outcome.table), *(whole.index.keys() - self.prepared.index.keys())}
        return wanted if self.kept(whole, sorted(members)) else ()

    def irreducible(self, wanted: tuple[Profile, ...]) -> tuple[Profile, ...]:
        """The same guests; fewer, should the rules turn out to need fewer (not seen while the solver proved them)."""
        for fewer in _one_less(wanted):
            if self.budget.left < self.reserve:
                break
            if self.status(enlarged(self.prepared, fewer)) == "feasible":
                return self.irreducible(fewer)
        return wanted

    def not_interest(self, wanted: Sequence[Profile], profile: Profile) -> tuple[str, ...]:
        """The interest groups of which those of this profile cannot be: with any of them the rules cannot be met."""
        if self.prepared.rules.max_interest_share is None:
            return ()
        people = (person for person in self.prepared.candidates if person.lock != "never" and person.interest_group)
        counted = Counter(person.interest_group for person in people)
        tried = sorted(counted, key=lambda word: (-counted[word], word))[:MOST_INTERESTS]
        return tuple(sorted(word for word in tried if self.is_closed_to(word, wanted, profile)))

    def is_closed_to(self, word: str, wanted: Sequence[Profile], profile: Profile) -> bool:
        rows = [{**each, "interest_group": word} if each == profile else each for each in wanted]
        return self.status(enlarged(self.prepared, rows)) == "infeasible"

    def not_groups(self, wanted: Sequence[Profile]) -> tuple[tuple[str, ...], ...]:
        """Of each one the groups they cannot be of: with all whose group is open of any of them, no rules can be met.

        Where that is so of every group, they must be of different ones, which are dealt out.
        """
        if not any(map(is_open, wanted)):
            return ((),) * len(wanted)
        limited = (group for group in GROUPS if self.prepared.rules.groups.get(group, Bounds()).max is not None)
        full = tuple(group for group in limited if self.is_full(group, wanted))
        if len(full) == len(GROUPS):
            return self.dealt_groups(wanted)
        return tuple(full if is_open(profile) else () for profile in wanted)

    def dealt_groups(self, wanted: Sequence[Profile]) -> tuple[tuple[str, ...], ...]:
        """All groups but one for each whose group is open; none where no such one was found."""
        rows, found = list(wanted), []
        for place, profile in enumerate(wanted):
            named = [{**profile, "group": group} for group in GROUPS] if is_open(profile) else [profile]
            tried = ([*rows[:place], one, *rows[place + 1 :]] for one in named)
            rows = next((one for one in tried if self.status(enlarged(self.prepared, one)) == "feasible"), rows)
            found.append(tuple(group for group in GROUPS if is_open(profile) and group != rows[place].get("group")))
        return tuple(found) if not any(map(is_open, rows)) else ((),) * len(wanted)

    def is_full(self, group: str, wanted: Sequence[Profile]) -> bool:
        rows = [{**each, "group": group} if is_open(each) else each for each in wanted]
        return self.status(enlarged(self.prepared, rows)) == "infeasible"

    def rules(self, wanted: Sequence[Profile], profile: Profile) -> tuple[str, ...]:
        """The rules that cannot be met without this one of the guests; where time ends, those it counts for."""
        others = list(wanted)
        others.remove(profile)
        there = self.program(enlarged(self.prepared, others))
        conflict = minimal_conflict(there, seed=self.seed, budget=self.budget)
        helped = [rule for rule in _helped(profile) if rule in rule_names(there)]
        if conflict is None:
            return tuple(helped)
        alone = _of_nobody(self.prepared)
        return tuple(dict.fromkeys([*(rule for rule in helped if rule in alone), *conflict.rules]))


def is_open(profile: Profile) -> bool:
    """Whether the profile leaves open of which group somebody is."""
    return not profile.keys() & {"group", "sector", "age_band"}


def _closed(groups: tuple[str, ...], interests: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    return {name: words for name, words in (("not_groups", groups), ("not_interest", interests)) if words}


def _one_less(wanted: tuple[Profile, ...]) -> Iterator[tuple[Profile, ...]]:
    """The guests without one of them, or with one attribute less; alike guests once."""
    seen = set()
    for place, profile in enumerate(wanted):
        if _key_of(profile) in seen:
            continue
        seen.add(_key_of(profile))
        before, after = wanted[:place], wanted[place + 1 :]
        yield (*before, *after)
        yield from ((*before, less, *after) for less in _without_one_word(profile))


def _without_one_word(profile: Profile) -> Iterator[Profile]:
    for column, value in profile.items():
        rest = {name: cell for name, cell in profile.items() if name != column}
        if isinstance(value, str) or len(value) == 1:
            yield rest
        else:
            yield from ({**rest, column: tuple(w for w in value if w != word)} for word in value)


def _key_of(profile: Profile) -> tuple[tuple[str, str | tuple[str, ...]], ...]:
    return tuple(sorted(profile.items()))


def _helped(profile: Profile) -> Iterator[str]:
    """The rules a profile counts for by its own words."""
    for rule, column in COLUMNS.items():
        suffix = "" if column in LISTS else ".min"
        value = profile.get(column, ())
        yield from (f"{rule}.{word}{suffix}" for word in ((value,) if isinstance(value, str) else value))
    if "age_band" in profile:
        yield "min_age_bands"


def _of_nobody(prepared: Prepared) -> frozenset[str]:
    """The minima that the whole register does not reach."""
    names = {
        f"{rule.name}{'' if rule.name.startswith(LISTS) else '.min'}"
        for rule in headcounts(prepared)
        if len(rule.who - prepared.never) < (rule.min or 0)
    }
    few_bands = len(age_bands(prepared)) < (prepared.rules.min_age_bands or 0)
    return frozenset(names | ({"min_age_bands"} if few_bands else set()))


def _choice(prepared: Prepared, guests: GuestList, seed: int) -> Mapping[int, int]:
    """Which of several profiles alike in number is named: by seed and word alone. The library is the usual host."""
    named = {variable: f"{attribute.column}:{attribute.word}" for attribute, variable in guests.attributes.items()}
    for column, places in (("known", guests.known), ("host", guests.hosts)):
        named |= {variable: f"{column}:{prepared.candidates[place].id}" for place, variable in places.items()}
    keys = {variable: -_key(seed, word) for variable, word in named.items()}
    if prepared.library is not None and guests.hosts:
        keys[guests.hosts[prepared.library]] = -1
    return keys


def _key(seed: int, word: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}:{word}".encode()).digest()[: KEY_BITS // 8], "big") + 2
