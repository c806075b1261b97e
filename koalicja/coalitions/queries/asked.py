"""The problem a proposal was computed from: all that was gathered without the neighbours that were not needed."""

from collections.abc import Collection
from dataclasses import replace

from koalicja.coalitions.composing.storing import read_problem
from koalicja.coalitions.models import CompositionRun
from koalicja.engine.composition.problem import Candidate, Problem

__all__ = ["asked_problem", "optional_neighbours", "without"]


def asked_problem(run: CompositionRun, *, also: str = "") -> Problem:
    """What was solved; `also` puts back one who was set aside, to ask why they are not there."""
    return without(read_problem(run.inputs), set(run.around.get("aside", ())) - {also})


def without(problem: Problem, keys: Collection[str]) -> Problem:
    """The problem without these candidates, and without ties that lead to them."""
    left = (each for each in problem.candidates if each.id not in keys)
    return replace(problem, candidates=tuple(_knowing_others(each, keys) for each in left))


def _knowing_others(candidate: Candidate, gone: Collection[str]) -> Candidate:
    if not candidate.knows.keys() & set(gone):
        return candidate
    return replace(candidate, knows={key: tie for key, tie in candidate.knows.items() if key not in gone})


def optional_neighbours(run: CompositionRun, problem: Problem, table: Collection[str] = ()) -> set[str]:
    """Candidates of other gminas of whom nobody told us anything, and who sit at no earlier `table`."""
    told = {
        each.id
        for each in problem.candidates
        if each.lock == "must" or each.willingness is not None or each.influence is not None
    }
    return set(run.around.get("keys", ())) - told - set(table)
