"""A composition as the JSON of docs/formats.md (schema: docs/schemas/composition-1.schema.json)."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from koalicja.coalitions.composing import sentences
from koalicja.coalitions.composing.questions import question_sentence
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Advice, Composition

__all__ = ["METHOD", "Stored", "as_json", "names_of", "product_version", "read_stored"]

METHOD = "composition-1"
TABLE_STATUSES = frozenset({"optimal", "feasible", "infeasible"})


def product_version() -> str:
    """The version of the product, as it stands in every stored answer."""
    return version("koalicja")


def names_of(problem: Problem) -> dict[str, str]:
    """The names of the candidates by id."""
    return {candidate.id: candidate.name or candidate.id for candidate in problem.candidates}


def as_json(composition: Composition, problem: Problem, *, seconds: float) -> dict[str, Any]:
    """The whole answer; its sentences in the active language. `seconds` are those of the whole command."""
    names = names_of(problem)
    return {
        "status": composition.status,
        "objective": composition.objective,
        "bound": composition.bound,
        "gap": relative_gap(composition.objective, composition.bound),
        "assumed": [
            {
                "column": each.column,
                "value": each.value,
                "ids": list(each.ids),
                "text": sentences.assumption_sentence(each),
            }
            for each in composition.assumed
        ],
        "known_facts": composition.known_facts,
        "questions": [
            {
                "id": each.id,
                "column": each.column,
                "change": each.change,
                "text": question_sentence(each, names),
            }
            for each in composition.questions
        ],
        "members": [
            {"id": member, "name": names[member], "reasons": _reasons(composition, member)}
            for member in composition.members
        ],
        "rules": [
            {"name": row.name, "required": row.required, "actual": row.actual, "met": row.met}
            for row in composition.rules
        ],
        "alternatives": [
            {"members": list(each.members), "objective": each.objective, "distance": each.distance}
            for each in composition.alternatives
        ],
        "alternatives_complete": composition.alternatives_complete,
        "tradeoff": [
            {"size": each.size, "status": each.status, "objective": each.objective, "bound": each.bound}
            for each in composition.tradeoff
        ],
        "never_proposed": list(composition.never_proposed),
        "advice": [_advice(each, names) for each in composition.advice],
        "method": METHOD,
        "version": product_version(),
        "seed": composition.seed,
        "seconds": round(seconds, 3),
    }


def relative_gap(objective: float | None, bound: float | None) -> float | None:
    """(bound − objective) / max(1e-9, |objective|), from the two numbers as they are given; None without a table."""
    return None if objective is None or bound is None else (bound - objective) / max(1e-9, abs(objective))


def _reasons(composition: Composition, member: str) -> list[dict[str, str]]:
    reasons = composition.reasons.get(member, ())
    return [{"code": reason.code, "text": sentences.reason_sentence(reason)} for reason in reasons]


def _advice(advice: Advice, names: Mapping[str, str]) -> dict[str, Any]:
    profile = {
        column: value if isinstance(value, str) else list(value) for column, value in sorted(advice.profile.items())
    }
    text = sentences.advice_sentence(advice, names)
    return {"code": advice.code, "text": text, "rules": list(advice.rules), "profile": profile}


@dataclass(frozen=True, slots=True)
class Stored:
    """What of a stored answer can be checked again. `objective` is None where there is no table.

    `unmet` are the names of the rules it says are not met.
    """

    status: str
    members: tuple[str, ...]
    unmet: tuple[str, ...]
    objective: float | None
    bound: float | None
    seed: int


def read_stored(found: Any) -> Stored:
    """The checkable part of a JSON answer. Raises KeyError, TypeError or ValueError where it is none."""
    if found["method"] != METHOD:
        raise ValueError("method")
    if found["status"] not in TABLE_STATUSES | {"unknown"}:
        raise ValueError("status")
    return Stored(
        status=found["status"],
        members=tuple(str(member["id"]) for member in found["members"]),
        unmet=tuple(sorted(str(row["name"]) for row in found["rules"] if not row["met"])),
        objective=None if found["objective"] is None else float(found["objective"]),
        bound=None if found["bound"] is None else float(found["bound"]),
        seed=int(found["seed"]),
    )
