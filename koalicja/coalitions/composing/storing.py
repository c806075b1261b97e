"""A problem and its answer as JSON of a stored run, and back: codes and keys. Words and names are added when shown.

No name is stored. A candidate is the key of its record, so that somebody deleted from the register lives on nowhere.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from fractions import Fraction
from typing import Any, TypeVar

from koalicja.engine.composition.problem import Bounds, Candidate, Problem, Rules, Weights
from koalicja.engine.composition.result import (
    Advice,
    Alternative,
    Assumption,
    Composition,
    Question,
    Reason,
    RuleRow,
    SizeValue,
    Table,
    WhyNot,
)

__all__ = [
    "answer_as_json",
    "problem_as_json",
    "read_answer",
    "read_problem",
    "read_why_not",
    "rules_as_json",
    "why_not_as_json",
    "with_names",
]

SETS = ("villages", "offers", "areas", "conflicts")
SHARES = ("max_interest_share", "min_villages_share")
BOUNDS = ("groups", "age_bands", "sectors")
Item = TypeVar("Item")


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """Everything that was asked, without names; what nobody told us is left out."""
    return {
        "candidates": [_candidate_as_json(each) for each in problem.candidates],
        "rules": rules_as_json(problem.rules),
        "library": problem.library,
        "library_counts": problem.library_counts,
        "declined": sorted(problem.declined),
        "near": sorted(problem.near),
    }


def read_problem(stored: Mapping[str, Any]) -> Problem:
    return Problem(
        candidates=tuple(_read_candidate(each) for each in stored["candidates"]),
        rules=_read_rules(stored["rules"]),
        library=stored["library"],
        library_counts=stored["library_counts"],
        declined=frozenset(stored.get("declined", ())),
        near=frozenset(stored.get("near", ())),
    )


def with_names(problem: Problem, names: Mapping[str, str]) -> Problem:
    """The problem with the names of today; one without a name keeps none."""
    return replace(problem, candidates=tuple(replace(each, name=names.get(each.id, "")) for each in problem.candidates))


def _candidate_as_json(candidate: Candidate) -> dict[str, Any]:
    values = {field.name: getattr(candidate, field.name) for field in fields(candidate) if field.name != "name"}
    values |= {name: sorted(values[name]) for name in SETS} | {"knows": dict(sorted(candidate.knows.items()))}
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}


def _read_candidate(stored: Mapping[str, Any]) -> Candidate:
    values: dict[str, Any] = {"name": ""} | dict(stored)
    return Candidate(**values | {name: frozenset(values[name]) for name in SETS if name in values})


def rules_as_json(rules: Rules) -> dict[str, Any]:
    """Shares as exact fractions ("49/100")."""
    stored = asdict(rules)
    return stored | {name: None if stored[name] is None else str(stored[name]) for name in SHARES}


def _read_rules(stored: Mapping[str, Any]) -> Rules:
    shares = {name: None if stored[name] is None else Fraction(stored[name]) for name in SHARES}
    bounds = {name: {key: Bounds(**value) for key, value in stored[name].items()} for name in BOUNDS}
    own = {"size": Bounds(**stored["size"]), "weights": Weights(**stored["weights"])}
    return Rules(**dict(stored) | shares | bounds | own)


def answer_as_json(composition: Composition) -> dict[str, Any]:
    return asdict(composition)


def read_answer(stored: Any) -> Composition:
    """The answer as it was, whatever JSON made of its tuples."""
    reasons = {member: _each(Reason, given) for member, given in stored["reasons"].items()}
    lists = {
        "members": tuple(stored["members"]),
        "never_proposed": tuple(stored["never_proposed"]),
        "reasons": reasons,
        "rules": _each(RuleRow, stored["rules"]),
        "alternatives": _each(Alternative, stored["alternatives"]),
        "tradeoff": _each(SizeValue, stored["tradeoff"]),
        "advice": _each(Advice, stored["advice"]),
        "questions": _each(Question, stored["questions"]),
        "assumed": _each(Assumption, stored["assumed"]),
    }
    return Composition(**dict(stored) | lists)


def why_not_as_json(answer: WhyNot) -> dict[str, Any]:
    return asdict(answer)


def read_why_not(stored: Mapping[str, Any]) -> WhyNot:
    table = stored["table"] and Table(**_tuples(stored["table"]))
    return WhyNot(**_tuples(stored) | {"table": table})


def _each(kind: type[Item], stored: list[Mapping[str, Any]]) -> tuple[Item, ...]:
    return tuple(kind(**_tuples(each)) for each in stored)


def _tuples(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Lists are tuples in the engine, also those among the parameters."""
    found = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
    inner = {name: _tuples(stored[name]) for name in ("params", "profile") if isinstance(stored.get(name), dict)}
    return found | inner
