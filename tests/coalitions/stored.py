"""A proposal as it stands after its work, without solving: every part of its page has something to show."""

from typing import Any

from django.utils import timezone

from koalicja.coalitions.composing.storing import answer_as_json, problem_as_json
from koalicja.coalitions.models import Coalition, CompositionRun
from koalicja.coalitions.queries.candidates import Wishes, gathered
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import (
    Advice,
    Alternative,
    Assumption,
    Composition,
    Question,
    Reason,
    RuleRow,
    SizeValue,
)


def composition(problem: Problem, **over: Any) -> Composition:
    """An answer whose members are all candidates but the last, which the alternative has instead of the first."""
    keys = [each.id for each in problem.candidates]
    members = tuple(keys[:-1])
    values: dict[str, Any] = {
        "status": "optimal",
        "objective": 3.0,
        "bound": 3.0,
        "gap": 0.0,
        "members": members,
        "reasons": {key: (Reason("irreplaceable"), Reason("reaches", {"villages": ("Wola",)})) for key in members},
        "rules": (RuleRow("size.min", 8, 8, True), RuleRow("groups.ngo.min", 1, 1, True)),
        "alternatives": (Alternative((*members[1:], keys[-1]), 2.9, 0.4),),
        "alternatives_complete": True,
        "tradeoff": (SizeValue(8, "optimal", 3.0, 3.0), SizeValue(9, "infeasible", None, None)),
        "never_proposed": (keys[-1],),
        "advice": (),
        "questions": (Question(keys[0], "willingness", 2),),
        "assumed": (Assumption("willingness", tuple(keys), 0.5),),
        "known_facts": 21,
        "seed": 1,
        "solver_seconds": 0.1,
    }
    return Composition(**values | over)


def partial(problem: Problem) -> Composition:
    """The answer where the rules cannot be met."""
    return composition(
        problem,
        status="infeasible",
        rules=(RuleRow("groups.business.min", 1, 0, False), RuleRow("groups.resident.min", 1, 0, False)),
        advice=(
            Advice("look_for", ("groups.business.min",), {"group": "business"}),
            Advice("look_for", ("groups.resident.min",), {"kind": "resident", "group": "resident"}),
        ),
    )


def proposal(coalition: Coalition, by: Any, answer: Any = composition, **over: Any) -> CompositionRun:
    """A ready run of the register as it is; `answer` makes the composition of its problem."""
    problem, _around = gathered(coalition, Wishes())
    values: dict[str, Any] = {
        "coalition": coalition,
        "number": coalition.runs.count() + 1,
        "state": CompositionRun.State.READY,
        "preset": "prb",
        "inputs": problem_as_json(problem),
        "around": {},
        "method": "composition-1",
        "version": "0",
        "result": answer_as_json(answer(problem)),
        "created_by": by,
        "finished_at": timezone.now(),
    }
    return CompositionRun.objects.create(**values | over)
