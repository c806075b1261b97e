"""The rules of a table at which people may sit whom nobody has found yet: guests, whose attributes are variables.

A guest is a row that could be added to the candidates' table: every attribute empty but those the solver gives it. All
guests of one table together are counts (how many guests there are, how many of them are of a group, serve an area …),
so nothing tells two guests apart before `profiles` deals the attributes out. A guest has no interest group, which makes
it one of its own, the mildest there is. But a guest is somebody who could exist: everybody is of one of the groups, a
sector is one of its group's, and maxima count them although their row does not say so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.program import Program, Row
from koalicja.engine.composition.rules import age_bands, headcounts, villages_needed
from koalicja.engine.matching.sectors import GROUPS, SECTOR_GROUPS

__all__ = ["COLUMNS", "LISTS", "USUAL_BANDS", "Attribute", "GuestList", "Profile", "guest_list", "profiles"]

COLUMNS = {
    "groups": "group", "sectors": "sector", "age_bands": "age_band", "areas": "areas", "offers": "offers",
}  # fmt: skip
LISTS = ("areas", "offers", "villages", "knows")
# Named where the rules ask for one more age band and say not which.
USUAL_BANDS = ("13-19", "20-34", "35-59", "60+")

Profile = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One cell, or one entry of a list cell, of a guest's row: a column of the canonical table and a word."""

    column: str
    word: str


@dataclass(frozen=True, slots=True)
class GuestList:
    """`program`: the candidates' variables first, then those of guests.

    `guests`: the variable that counts them. `attributes`: of each, how many guests have it. `acquaintances`: how many
    times guests name someone they know (None: nobody needs to know anyone); `known`: whom they must know, by place;
    `hosts`: whom they may know only not to be alone.
    """

    program: Program
    guests: int
    attributes: Mapping[Attribute, int]
    acquaintances: int | None
    known: Mapping[int, int]
    hosts: Mapping[int, int]

    @property
    def effort(self) -> Mapping[int, int]:
        """To be maximised: the fewest attributes over all guests."""
        counted = [*self.attributes.values(), *([self.acquaintances] if self.acquaintances is not None else [])]
        return dict.fromkeys(counted, -1)


def guest_list(prepared: Prepared) -> GuestList:
    """Every rule, by its name, for a table of candidates and any number of guests. There is no objective."""
    return _Building(prepared).built()


class _Building:
    """Variables and rows as they come."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.seats = len(prepared.candidates)
        self.everyone = tuple((place, 1) for place in range(self.seats))
        self.most = _enough_guests(prepared)
        self.upper = [1] * self.seats
        self.rows: list[Row] = []
        self.attributes: dict[Attribute, int] = {}
        self.guests = self._variable(self.most)
        self.any_guest = self._variable(1)
        self._row("", ((self.any_guest, self.most), (self.guests, -1)), 0)
        self.of_group = {group: self._variable(self.most) for group in GROUPS}
        self._row("", (*((variable, 1) for variable in self.of_group.values()), (self.guests, -1)), 0)
        self.acquaintances: int | None = None
        self.known: dict[int, int] = {}
        self.hosts: dict[int, int] = {}

    def built(self) -> GuestList:
        self._headcounts()
        self._age_bands()
        self._each_has_one_group()
        self._villages()
        self._interests()
        self._isolated()
        self._locks()
        program = Program(self.seats, tuple(self.upper), (0,) * len(self.upper), tuple(self.rows), (), ())
        return GuestList(program, self.guests, self.attributes, self.acquaintances, self.known, self.hosts)

    def _variable(self, upper: int) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def _row(self, name: str, terms: Iterable[tuple[int, int]], low: int) -> None:
        self.rows.append(Row(name, tuple(terms), low))

    def _most(self, larger: int, *smaller: int) -> None:
        """The smaller ones together are at most the larger."""
        self._row("", ((larger, 1), *((variable, -1) for variable in smaller)), 0)

    def _with(self, column: str, word: str, *, most: int | None = None) -> int:
        """How many guests have the attribute."""
        attribute = Attribute(column, word)
        if attribute not in self.attributes:
            self.attributes[attribute] = self._variable(self.most if most is None else most)
            self._most(self.guests, self.attributes[attribute])
        return self.attributes[attribute]

    def _headcounts(self) -> None:
        for rule in headcounts(self.prepared):
            kind, _, word = rule.name.partition(".")
            guests = self._with(COLUMNS[kind], word) if word else self.guests
            if rule.min:
                suffix = "" if kind in ("areas", "offers") else ".min"
                self._row(rule.name + suffix, (*((place, 1) for place in sorted(rule.who)), (guests, 1)), rule.min)
            if rule.max is not None:
                there = self.of_group[word] if kind == "groups" else guests
                terms = (*((place, -1) for place in sorted(rule.who)), (there, -1))
                self._row(f"{rule.name}.max", terms, -rule.max)

    def _age_bands(self) -> None:
        needed = self.prepared.rules.min_age_bands
        found = age_bands(self.prepared)
        present = []
        for band in sorted({*found, *self.prepared.rules.age_bands, *USUAL_BANDS}) if needed else ():
            guests, variable = self._with("age_band", band), self._variable(1)
            self._row("", (*((place, 1) for place in sorted(found.get(band, ()))), (guests, 1), (variable, -1)), 0)
            present.append((variable, 1))
        if needed:
            self._row("min_age_bands", present, needed)

    def _each_has_one_group(self) -> None:
        """A sector is one of its group, and only residents have an age band."""
        bands = [variable for attribute, variable in self.attributes.items() if attribute.column == "age_band"]
        if bands:
            self._most(self._with("group", "resident"), *bands)
        sectors: dict[str, list[int]] = defaultdict(list)
        for attribute, variable in self.attributes.items():
            if attribute.column == "sector":
                sectors[SECTOR_GROUPS.get(attribute.word, "")].append(variable)
        named = []
        for group in (*GROUPS, ""):
            here = self._variable(self.most)
            named.append(here)
            self._most(here, *sectors[group])
            if Attribute("group", group) in self.attributes:
                self._most(here, self._with("group", group))
            if group:
                self._most(self.of_group[group], here)
        self._most(self.guests, *named)

    def _villages(self) -> None:
        needed, reached = villages_needed(self.prepared), []
        for village, who in self.prepared.villages.items() if needed else ():
            guests, variable = self._with("villages", village, most=1), self._variable(1)
            self._row("", (*((place, 1) for place in sorted(who)), (guests, 1), (variable, -1)), 0)
            reached.append((variable, 1))
        if needed:
            self._row("min_villages_share", reached, needed)

    def _interests(self) -> None:
        share = self.prepared.rules.max_interest_share
        if share is None:
            return
        part, whole = Fraction(share).as_integer_ratio()
        of_all = {place: part for place, _ in self.everyone} | {self.guests: part}
        anyone = self._variable(1)
        self._row("", (*((place, -1) for place, _ in self.everyone), (anyone, self.seats)), 0)
        self._row("", ((anyone, self.most), (self.guests, -1)), 0)
        self._row("max_interest_share", (*of_all.items(), (anyone, -whole)), 0)
        groups: dict[str, list[int]] = defaultdict(list)
        for place, person in enumerate(self.prepared.candidates):
            groups[person.interest_group].append(place)
        for word, who in sorted(groups.items()):
            if word and len(who) > 1:
                terms = of_all | dict.fromkeys(who, part - whole)
                self._row("max_interest_share", terms.items(), 0)

    def _isolated(self) -> None:
        if self.prepared.rules.allow_isolated or not self.prepared.has_ties:
            return
        self.acquaintances = self._variable(max(self.most, self.seats))
        for place, ties in enumerate(self.prepared.ties):
            self.known[place], self.hosts[place] = self._variable(1), self._variable(1)
            terms = (*((other, 1) for other in ties), (self.known[place], 1), (place, -1))
            self._row("allow_isolated", terms, 0)
            self._most(place, self.known[place])
            self._most(place, self.hosts[place])
            self._most(self.any_guest, self.known[place])
        # A guest knows someone at the table, and the profile can name only someone who exists.
        self._row("allow_isolated", ((self.acquaintances, 1), (self.guests, -1)), 0)
        self._most(self.acquaintances, *self.known.values())
        self._row("allow_isolated", (*((host, 1) for host in self.hosts.values()), (self.any_guest, -1)), 0)
        self._most(self.guests, self.any_guest)

    def _locks(self) -> None:
        for one, other in self.prepared.conflicts:
            self._row("conflicts", ((one, -1), (other, -1)), -1)
        for place in sorted(self.prepared.must):
            self._row("locks.must", ((place, 1),), 1)
        for place in sorted(self.prepared.never):
            self._row("locks.never", ((place, -1),), 0)


def _enough_guests(prepared: Prepared) -> int:
    """More guests than this never help: one for each thing the rules count, and enough to outvote any interest.

    The most seats do not belong here: which rules contradict each other is asked with some of them loosened.
    """
    rules = prepared.rules
    counted = sum(rule.min or 0 for rule in headcounts(prepared)) + (rules.min_age_bands or 0) + 1
    share = Fraction(rules.max_interest_share or 1)
    return counted + int((counted + len(prepared.candidates)) / share) + 1


def profiles(prepared: Prepared, guests: GuestList, values: Sequence[int]) -> tuple[Profile, ...]:
    """The guests of a solution one by one: list entries go to whoever has fewest so far. In the order of the groups."""
    rows = _grouped(guests, values)
    rows += [{} for _ in range(values[guests.guests] - len(rows))]
    for attribute, variable in sorted(guests.attributes.items(), key=lambda item: (item[0].column, item[0].word)):
        if attribute.column in LISTS:
            for row in sorted(rows, key=_length)[: values[variable]]:
                row.setdefault(attribute.column, []).append(attribute.word)
    _acquainted(prepared, guests, values, rows)
    return tuple(
        {column: tuple(words) if column in LISTS else words[0] for column, words in row.items()} for row in rows
    )


def _length(row: Mapping[str, list[str]]) -> int:
    return sum(map(len, row.values()))


def _grouped(guests: GuestList, values: Sequence[int]) -> list[dict[str, list[str]]]:
    """Guests with their group, sector and age band, which must fit each other."""
    words: dict[str, list[str]] = defaultdict(list)
    for attribute, variable in sorted(guests.attributes.items(), key=lambda item: (item[0].column, item[0].word)):
        words[attribute.column] += [attribute.word] * (values[variable] if attribute.column not in LISTS else 0)
    rows: list[dict[str, list[str]]] = []
    for group in (*GROUPS, ""):
        count = words["group"].count(group)
        sectors = [sector for sector in words["sector"] if SECTOR_GROUPS.get(sector, "") == group]
        bands = words["age_band"] if group == "resident" else []
        for place in range(max(count, len(sectors))):
            cells = {
                "group": [group] if place < count else [],
                "sector": sectors[place : place + 1],
                "age_band": bands[place : place + 1],
            }
            rows.append({column: found for column, found in cells.items() if found})
    return rows


def _acquainted(prepared: Prepared, guests: GuestList, values: Sequence[int], rows: list[dict[str, list[str]]]) -> None:
    needed = [place for place, variable in guests.known.items() if values[variable]]
    hosts = [place for place, variable in guests.hosts.items() if values[variable]]
    # Without anyone to know (where nobody needs to) there is nothing to deal out.
    for turn in range(max(len(needed), len(rows))) if rows and (needed or hosts) else ():
        place = needed[turn] if turn < len(needed) else (hosts or needed)[0]
        rows[turn % len(rows)].setdefault("knows", []).append(f"{prepared.candidates[place].id}:1")
