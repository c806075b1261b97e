"""`koalicja recheck` of a JSON answer: 0 when everything it says is so, 1 when something is not, 2 for bad input."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from koalicja.coalitions.composing.answer import read_stored
from koalicja.coalitions.composing.answer_file import read_answer_file
from koalicja.coalitions.composing.asking import Asked, asked_of, file_of
from koalicja.coalitions.composing.refusals import InputRefused

if TYPE_CHECKING:
    from koalicja.engine.composition.recheck import Rechecked

__all__ = ["NOT_SO", "recheck_answer"]

NOT_SO = 1


def recheck_answer(options: argparse.Namespace, *, say: Callable[[str], None]) -> int:
    """Hold a stored answer against its inputs and say what is so. Raises InputRefused."""
    if not (options.candidates and options.rules):
        raise InputRefused("no_inputs")
    found = read_answer_file(options.answer, file_of(options.answer))
    asked = asked_of(options)
    from koalicja.coalitions.composing.claims import is_without_table, strangers  # these load the solvers
    from koalicja.engine.composition.check import validated

    if is_without_table(found):
        raise InputRefused("nothing_to_check", path=options.answer)
    prepared = validated(asked.problem)
    wrong = [*strangers(found, prepared)]
    if not wrong and (found["objective"] is None or found["status"] == "unknown"):
        wrong = [_("Status: it does not agree with the table and its objective.")]
    if wrong:
        for line in wrong:
            say(line)
        return NOT_SO
    from koalicja.coalitions.composing.rechecking import Claimed, verdict

    claimed = Claimed(found, read_stored(found), asked.problem, prepared)
    lines, is_so = verdict(claimed, lambda: _solved_again(found, asked))
    for line in lines:
        say(line)
    return 0 if is_so else NOT_SO


def _solved_again(found: dict[str, Any], asked: Asked) -> "Rechecked":
    from koalicja.engine.composition.recheck import recheck

    stored = read_stored(found)
    return recheck(
        asked.problem,
        members=stored.members,
        objective=float(found["objective"]),
        bound=stored.bound,
        status=stored.status,
        seed=stored.seed,
        time_limit=asked.time_limit,
    )
