"""What a coalition remembers from proposal to proposal: who cannot, who must be there, and what somebody told us."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from koalicja.coalitions.composing.storing import read_problem
from koalicja.coalitions.models import CompositionRun
from koalicja.coalitions.queries.keys import standing_for
from koalicja.engine.composition.problem import Candidate

GRADED = ("willingness", "influence")


@dataclass(frozen=True, slots=True)
class Memory:
    """Locks and grades of the newest proposal by candidate; `declined` says in which proposal somebody could not.

    `sizes` is the influence that followed from the size of an organisation: the list says it, nobody graded it.
    All of it is said of the record that stands today for whom it was said of; `stands` tells which, where records
    were made one.
    """

    locks: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    declined: Mapping[str, int] = field(default_factory=dict)
    candidates: Sequence[Candidate] = ()
    neighbours: bool = False
    sizes: Mapping[str, float] = field(default_factory=dict)
    stands: Mapping[str, str] = field(default_factory=dict)

    def now(self, key: str) -> str:
        return self.stands.get(key, key)


def remembered(runs: Sequence[CompositionRun]) -> Memory:
    """What the newest of these proposals (newest first) holds for the next one."""
    if not runs:
        return Memory()
    newest = read_problem(runs[0].inputs)
    refusing = {key for run in runs for key in run.declined}
    stands = standing_for([*(each.id for each in newest.candidates), *newest.declined, *refusing])
    gone = runs[0].around.get("gone", ())  # nobody said anything of them
    told = {each.id: _told(each) for each in newest.candidates}
    sizes = {key: told[key].pop("influence") for key in runs[0].around.get("sizes", ()) if "influence" in told[key]}
    # Of two records made one the mark that keeps away counts, and what was told of the one that stays.
    of_today = sorted(newest.candidates, key=lambda each: (each.lock == "never", each.id not in stands))
    everyone = {stands.get(each.id, each.id): each for each in of_today}
    locks = {stands.get(each.id, each.id): each.lock for each in of_today if each.lock and each.id not in gone}
    told = {stands.get(key, key): told[key] for key in sorted(told, key=lambda key: key not in stands)}
    # Whoever was only marked left those tables, too, and whoever was marked anew since does not refuse.
    refused = {key for key in (stands.get(each, each) for each in newest.declined) if locks.get(key) == "never"}
    said = {stands.get(key, key): run.number for run in reversed(runs) for key in run.declined}
    declined = {key: number for key, number in said.items() if key in refused}
    return Memory(
        locks=locks,
        told={key: grades for key, grades in told.items() if grades},
        declined=declined,
        candidates=[replace(each, id=key) for key, each in everyone.items() if key in locks or told[key]],
        neighbours=bool(runs[0].around.get("asked")),
        sizes={stands.get(key, key): size for key, size in sizes.items()},
        stands=stands,
    )


def with_memory(candidates: Iterable[Candidate], memory: Memory) -> tuple[Candidate, ...]:
    """The candidates with the locks and grades that are remembered, in place of their own."""
    return tuple(
        replace(each, lock=memory.locks.get(memory.now(each.id), ""), **_remembered_of(each, memory))
        for each in candidates
    )


def _remembered_of(candidate: Candidate, memory: Memory) -> dict[str, Any]:
    nothing: dict[str, Any] = dict.fromkeys(GRADED)
    key = memory.now(candidate.id)
    sizes = {"influence": memory.sizes[key]} if key in memory.sizes else {}
    return nothing | dict(memory.told.get(key, {})) | sizes


def _told(candidate: Candidate) -> dict[str, float]:
    grades = ((column, getattr(candidate, column)) for column in GRADED)
    return {column: grade for column, grade in grades if grade is not None}
