"""A composition as the JSON of docs/formats.md (schema: docs/schemas/composition-1.schema.json)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from koalicja.coalitions.composing import sentences
from koalicja.coalitions.composing.assuming import assumption_sentence
from koalicja.coalitions.composing.exchange import exchange_sentences
from koalicja.coalitions.composing.questions import asked, question_sentence
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Advice, Composition, Reason, RuleRow

__all__ = [
    "CLOSED",
    "METHOD",
    "UNLOCKED",
    "Stored",
    "as_json",
    "names_of",
    "product_version",
    "read_stored",
    "reason_text",
]

METHOD = "composition-1"
CLOSED = ("not_groups", "not_interest")  # what whoever is missing must not be of
UNLOCKED = ("ids", "instead")  # whose locks stand against the rules
TABLE_STATUSES = frozenset({"optimal", "feasible", "infeasible"})


def product_version() -> str:
    """The version of the product, as it stands in every stored answer."""
    return version("koalicja")


def names_of(problem: Problem) -> dict[str, str]:
    """The names of the candidates by id."""
    return {candidate.id: candidate.name or candidate.id for candidate in problem.candidates}


def as_json(composition: Composition, problem: Problem, *, seconds: float) -> dict[str, Any]:
    """The whole answer; its sentences in the active language. `seconds` are those of computing, not of reading."""
    names = names_of(problem)
    return {
        "status": composition.status,
        "objective": composition.objective,
        "bound": composition.bound,
        "gap": relative_gap(composition.objective, composition.bound),
        "assumed": list(_assumed(composition)),
        "known_facts": composition.known_facts,
        "questions": list(_questions(composition, problem, names)),
        "members": [
            {"id": member, "name": names[member], "reasons": _reasons(composition, problem, member)}
            for member in composition.members
        ],
        "rules": _rows(composition.rules, "name", "required", "actual", "met", "known", "among"),
        "alternatives": [
            {"members": list(each.members), "objective": each.objective, "distance": each.distance}
            for each in composition.alternatives
        ],
        "alternatives_complete": composition.alternatives_complete,
        "tradeoff": _rows(composition.tradeoff, "size", "status", "objective", "bound"),
        "never_proposed": list(composition.never_proposed),
        "never_proposed_undecided": composition.undecided,
        "advice": [_advice(each, names, composition.rules) for each in composition.advice],
        "method": METHOD,
        "version": product_version(),
        "seed": composition.seed,
        "seconds": round(seconds, 3),
    }


def _rows(found: Iterable[object], *keys: str) -> list[dict[str, Any]]:
    return [{key: getattr(each, key) for key in keys} for each in found]


def _assumed(composition: Composition) -> Iterator[dict[str, Any]]:
    for each in composition.assumed:
        text = assumption_sentence(each)
        yield {"column": each.column, "value": each.value, "ids": list(each.ids), "text": text}


def _questions(composition: Composition, problem: Problem, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for each in asked(composition, problem):
        put = {"id": each.id, "column": each.column, "change": each.change}
        told = {"value": str(each.params.get("value", "")), "rules": list(_words(each.params.get("rules")))}
        changes = {
            "end": str(each.params.get("end", "")),
            "together": int(str(each.params.get("together", 0))),
            "enough": bool(each.params.get("enough")),
        }
        yield put | told | changes | {"text": question_sentence(each, names)}


def relative_gap(objective: float | None, bound: float | None) -> float | None:
    """(bound − objective) / max(1e-9, |objective|), from the two numbers as they are given; None without a table."""
    return None if objective is None or bound is None else (bound - objective) / max(1e-9, abs(objective))


def _reasons(composition: Composition, problem: Problem, member: str) -> list[dict[str, str]]:
    reasons = composition.reasons.get(member, ())
    return [{"code": reason.code, "text": reason_text(reason, problem)} for reason in reasons]


def reason_text(reason: Reason, problem: Problem) -> str:
    """The sentence of a reason; `problem` has the names of those who are named in it."""
    return next(iter(exchange_sentences([reason], problem)), "") or sentences.reason_sentence(reason)


def _advice(advice: Advice, names: Mapping[str, str], rows: Sequence[RuleRow]) -> dict[str, Any]:
    profile = {
        column: value if isinstance(value, str) else list(value) for column, value in sorted(advice.profile.items())
    }
    text = sentences.advice_sentence(advice, names, rows)
    closed = {name: list(_words(advice.params.get(name))) for name in (*CLOSED, *UNLOCKED)}
    still = {"still_missing": int(str(advice.params.get("still_missing", 0)))}
    return {"code": advice.code, "text": text, "rules": list(advice.rules), "profile": profile} | closed | still


def _words(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


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
