"""What a coalition remembers from proposal to proposal: who cannot, who must be there, and what somebody told us."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from koalicja.coalitions.composing.storing import read_problem
from koalicja.coalitions.models import CompositionRun
from koalicja.engine.composition.problem import Candidate

GRADED = ("willingness", "influence")


@dataclass(frozen=True, slots=True)
class Memory:
    """Locks and grades of the newest proposal by candidate; `declined` says in which proposal somebody could not.

    `sizes` is the influence that followed from the size of an organisation: the list says it, nobody graded it.
    """

    locks: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    declined: Mapping[str, int] = field(default_factory=dict)
    candidates: Sequence[Candidate] = ()
    neighbours: bool = False
    sizes: Mapping[str, float] = field(default_factory=dict)


def remembered(runs: Sequence[CompositionRun]) -> Memory:
    """What the newest of these proposals (newest first) holds for the next one."""
    if not runs:
        return Memory()
    newest = read_problem(runs[0].inputs)
    everyone = newest.candidates
    gone = runs[0].around.get("gone", ())  # nobody said anything of them
    locks = {each.id: each.lock for each in everyone if each.lock and each.id not in gone}
    told = {each.id: _told(each) for each in everyone}
    sizes = {key: told[key].pop("influence") for key in runs[0].around.get("sizes", ()) if "influence" in told[key]}
    # Whoever was only marked left those tables, too, and whoever was marked anew since does not refuse.
    refused = {key for key in newest.declined if locks.get(key) == "never"}
    declined = {key: run.number for run in reversed(runs) for key in run.declined if key in refused}
    return Memory(
        locks=locks,
        told={key: grades for key, grades in told.items() if grades},
        declined=declined,
        candidates=[each for each in everyone if each.id in locks or told[each.id]],
        neighbours=bool(runs[0].around.get("asked")),
        sizes=sizes,
    )


def with_memory(candidates: Iterable[Candidate], memory: Memory) -> tuple[Candidate, ...]:
    """The candidates with the locks and grades that are remembered, in place of their own."""
    return tuple(
        replace(each, lock=memory.locks.get(each.id, ""), **_remembered_of(each, memory)) for each in candidates
    )


def _remembered_of(candidate: Candidate, memory: Memory) -> dict[str, Any]:
    nothing: dict[str, Any] = dict.fromkeys(GRADED)
    sizes = {"influence": memory.sizes[candidate.id]} if candidate.id in memory.sizes else {}
    return nothing | dict(memory.told.get(candidate.id, {})) | sizes


def _told(candidate: Candidate) -> dict[str, float]:
    grades = ((column, getattr(candidate, column)) for column in GRADED)
    return {column: grade for column, grade in grades if grade is not None}
