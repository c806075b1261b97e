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
    """Locks and grades of the newest proposal by candidate; `declined` says in which proposal somebody could not."""

    locks: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    declined: Mapping[str, int] = field(default_factory=dict)
    candidates: Sequence[Candidate] = ()
    neighbours: bool = False


def remembered(runs: Sequence[CompositionRun]) -> Memory:
    """What the newest of these proposals (newest first) holds for the next one."""
    if not runs:
        return Memory()
    everyone = read_problem(runs[0].inputs).candidates
    locks = {each.id: each.lock for each in everyone if each.lock}
    told = {each.id: _told(each) for each in everyone}
    declined = {key: run.number for run in reversed(runs) for key in run.declined if locks.get(key) == "never"}
    return Memory(
        locks=locks,
        told={key: grades for key, grades in told.items() if grades},
        declined=declined,
        candidates=[each for each in everyone if each.id in locks or told[each.id]],
        neighbours=bool(runs[0].around.get("asked")),
    )


def with_memory(candidates: Iterable[Candidate], memory: Memory) -> tuple[Candidate, ...]:
    """The candidates with the locks and grades that are remembered, in place of their own."""
    nothing: dict[str, Any] = dict.fromkeys(GRADED)
    return tuple(
        replace(each, lock=memory.locks.get(each.id, ""), **(nothing | dict(memory.told.get(each.id, {}))))
        for each in candidates
    )


def _told(candidate: Candidate) -> dict[str, float]:
    grades = ((column, getattr(candidate, column)) for column in GRADED)
    return {column: grade for column, grade in grades if grade is not None}
