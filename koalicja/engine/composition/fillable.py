"""Rules that people of the register may meet already: nobody told us their age, their group or whom they know.

Everybody with such an empty cell stands beside copies of themselves that have it filled in one way each, of all of whom
one can sit. Of the tables of these the one that misses least is sought, and then with the fewest copies: the fewest
cells somebody could fill so that as little is missing as there can be. What was told stays as it is.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from koalicja.engine.composition.check import WEIGHTS, Prepared, validated
from koalicja.engine.composition.guests import USUAL_BANDS
from koalicja.engine.composition.model import Budget, Model
from koalicja.engine.composition.partial import elastic, missing_at_most
from koalicja.engine.composition.problem import Candidate, Problem, Weights
from koalicja.engine.composition.program import Program, Row, keys, program
from koalicja.engine.composition.rules import age_bands

__all__ = ["COLUMNS", "Fill", "age_words", "fewest_fills", "filled"]

# What alone can stand between a register and the rules, and is easy to ask.
COLUMNS = ("age_band", "group", "knows")
# So many people of each empty column are looked at, those at the table first: more than any rule asks for.
MOST = 40
SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Fill:
    """A candidate's row with one empty cell, `column`, filled with `word` ("" where it is no word).

    `end`: whether that is the low or the high end of what could be answered, "" where there is none.
    """

    place: int
    column: str
    word: str
    person: Candidate
    end: str = ""


def fewest_fills(
    prepared: Prepared, table: frozenset[int], missing: int, *, seed: int, budget: Budget
) -> tuple[tuple[Fill, ...], bool]:
    """The fewest cells that could be filled so that less is `missing`, and whether then nothing is, which is proved.

    Nothing where no such cells help, or where the time did not suffice.
    """
    fills = tuple(_fills(prepared, table, seed))
    if not fills:
        return (), False
    whole = _with_copies(prepared, fills)
    loose, cost = elastic(_with_musts(prepared, whole, fills, seed))
    model, copies = Model(loose), {whole.index[_name(prepared, fill)]: fill for fill in fills}
    lack = {variable: -number for variable, number in cost.items()}
    least = model.best(seed=seed, budget=budget, seconds=SECONDS, gain=lack, ranked_by_seed=False)
    if least.value is None or -least.value >= missing:
        return (), False
    few = model.best(
        seed=seed,
        budget=budget,
        seconds=SECONDS,
        extra=[missing_at_most(cost, -least.value)],
        gain=dict.fromkeys(sorted(copies), -1),
    )
    found = tuple(fill for place, fill in sorted(copies.items()) if few.table is not None and place in few.table)
    return found, bool(found) and least.value == 0


def filled(prepared: Prepared, fills: Sequence[Fill]) -> Prepared:
    """The problem with these cells filled."""
    people = list(prepared.candidates)
    for fill in fills:
        people[fill.place] = fill.person
    return _problem(prepared, people)


def age_words(prepared: Prepared) -> tuple[str, ...]:
    """The ages that rules ask for; where they ask for different ones, also those that anybody has, and the usual."""
    rules = prepared.rules
    any_ = {*age_bands(prepared), *USUAL_BANDS} if rules.min_age_bands else set()
    return tuple(sorted(any_ | {word for word, bounds in rules.age_bands.items() if bounds.min}))


def _fills(prepared: Prepared, table: frozenset[int], seed: int) -> Iterator[Fill]:
    names, bands = keys(prepared, seed), age_words(prepared)
    groups = tuple(sorted(word for word, bounds in prepared.rules.groups.items() if bounds.min))
    # The Lead Library is at the table as what it is.
    everyone = sorted(
        frozenset(range(len(prepared.candidates))) - prepared.never - {prepared.library},
        key=lambda place: (place not in table, names[place]),
    )
    for column, words in (("age_band", bands), ("group", groups)):
        empty = [p for p in everyone if not getattr(prepared.candidates[p], column)]
        may = [p for p in empty if column != "age_band" or p in prepared.residents]
        for place in may[:MOST]:
            person = prepared.candidates[place]
            for word in words:
                if column == "age_band" or person.kind in ("", "resident" if word == "resident" else "organisation"):
                    yield Fill(place, column, word, replace(person, **{column: word}))  # type: ignore[arg-type]  # a field of words
    if not prepared.rules.allow_isolated and prepared.has_ties:
        for place in [p for p in everyone if not prepared.candidates[p].knows][:MOST]:
            yield _knowing_all(prepared, place)


def _knowing_all(prepared: Prepared, place: int) -> Fill:
    person = prepared.candidates[place]
    knows = {other.id: 1.0 for other in prepared.candidates if other.id != person.id}
    return Fill(place, "knows", "", replace(person, knows=knows), "high")


def _name(prepared: Prepared, fill: Fill) -> str:
    return f"{prepared.candidates[fill.place].id}:{fill.word}"


def _with_copies(prepared: Prepared, fills: Sequence[Fill]) -> Prepared:
    """Everybody and the copies; a copy knows whom its original knows, and sits only where no other of them does.

    One who is answered to know everybody knows the copies of others too.
    """
    ids = [person.id for person in prepared.candidates]
    copies = {_name(prepared, fill): fill.place for fill in fills}
    quarrels: dict[int, set[str]] = defaultdict(set)
    for one, other in prepared.conflicts:
        quarrels[one].add(ids[other])
        quarrels[other].add(ids[one])
    same: dict[int, list[str]] = {}
    rows: list[Candidate] = []
    for fill in fills:
        others = same.setdefault(fill.place, [ids[fill.place]])
        knows = {ids[other]: float(strength) for other, strength in prepared.ties[fill.place].items()}
        if fill.column == "knows":
            knows |= fill.person.knows
            knows |= {copy: 1.0 for copy, place in copies.items() if place != fill.place}
        conflicts = frozenset({*others, *quarrels[fill.place]})
        rows.append(replace(fill.person, id=_name(prepared, fill), knows=knows, conflicts=conflicts, lock=""))
        others.append(rows[-1].id)
    freed = [replace(p, lock="") if at in same and p.lock == "must" else p for at, p in enumerate(prepared.candidates)]
    weightless = replace(prepared, rules=replace(prepared.rules, weights=Weights(*[0] * len(WEIGHTS))))
    return _problem(weightless, [*freed, *rows])


def _with_musts(prepared: Prepared, whole: Prepared, fills: Sequence[Fill], seed: int) -> Program:
    """The program, in which one of a locked candidate and its copies sits."""
    rows = []
    for place in sorted({fill.place for fill in fills} & prepared.must):
        copies = [whole.index[_name(prepared, fill)] for fill in fills if fill.place == place]
        own = whole.index[prepared.candidates[place].id]
        rows.append(Row("locks.must", tuple((each, 1) for each in (own, *copies)), 1))
    built = program(whole, seed=seed)
    return replace(built, rows=(*built.rows, *rows))


def _problem(prepared: Prepared, people: Sequence[Candidate]) -> Prepared:
    library = prepared.candidates[prepared.library].id if prepared.library is not None else ""
    return validated(Problem(tuple(people), prepared.rules, library, library_counts=prepared.library_counts))
