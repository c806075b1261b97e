"""`koalicja compose` and `koalicja recheck` of a JSON answer: files in, files out, no database.

Exit codes: 0 with a table that keeps the rules, 3 when the rules cannot be met, 4 when unknown, 2 for bad input.
"""

import argparse
import io
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from koalicja.coalitions.composing.answer import as_json
from koalicja.coalitions.composing.asking import asked_of, seed_of
from koalicja.coalitions.composing.page import html_page
from koalicja.coalitions.composing.recheck_command import recheck_answer
from koalicja.coalitions.composing.refusals import InputRefused, engine_refusal, refusal
from koalicja.coalitions.composing.summary import list_lines, summary_lines
from koalicja.engine.composition.errors import CompositionError
from koalicja.people.files import FileRefused

__all__ = ["EXIT_CODES", "language_of", "run_compose", "run_recheck"]

EXIT_CODES: Mapping[str, int] = {"optimal": 0, "feasible": 0, "infeasible": 3, "unknown": 4}
BAD_INPUT = 2
NO_ANSWER = frozenset({"no_time", "solver_disagrees", "rules_can_be_met"})
TOTAL = 45.0  # seconds for the whole answer: with what a busy machine takes to begin and end, within a minute
USUAL_LIMIT = 8.0  # of the first solve; who allows more gets so much more in all


def run_compose(options: argparse.Namespace, *, started: float) -> int:
    """Compose a table and say it; 2 with a sentence on stderr for bad input. `started` is a time.monotonic()."""
    return _refusing(lambda: _compose(options, started))


def run_recheck(options: argparse.Namespace) -> int:
    """Hold a stored answer against its inputs; 0 when everything it says is so."""
    return _refusing(lambda: recheck_answer(options, say=print))


def _refusing(work: Callable[[], int]) -> int:
    _speak()
    try:
        return work()
    except (InputRefused, FileRefused) as error:
        print(refusal(error), file=sys.stderr)
    except CompositionError as error:
        print(engine_refusal(error), file=sys.stderr)
        return EXIT_CODES["unknown"] if error.code in NO_ANSWER else BAD_INPUT
    return BAD_INPUT


def _compose(options: argparse.Namespace, started: float) -> int:
    seed = seed_of(options.seed)
    asked = asked_of(options)
    for out in (options.json, options.html):
        _check_writable(out)
    from koalicja.engine.composition.compose import compose  # the solvers take a second to load

    def elapsed() -> float:
        return time.monotonic() - started

    limit = asked.time_limit
    total = TOTAL + max(0.0, limit - USUAL_LIMIT)
    composition = compose(asked.problem, seed=seed, time_limit=limit, elapsed=elapsed, total=total)
    if options.json:
        answer = as_json(composition, asked.problem, seconds=elapsed())
        _write(options.json, json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    if options.html:
        _write(options.html, html_page(composition, asked.problem, title=asked.title))
    if asked.listed:
        print(*list_lines(asked.listed), "", sep="\n")
    print(*summary_lines(composition, asked.problem), sep="\n")
    return EXIT_CODES[composition.status]


def _check_writable(out: str) -> None:
    """Before the work begins, not after a minute of it."""
    folder = Path(out).absolute().parent
    is_there = Path(out).exists()
    if out and (Path(out).is_dir() or not os.access(out if is_there else folder, os.W_OK)):
        raise InputRefused("cannot_write", path=out)


def _write(out: str, text: str) -> None:
    try:
        Path(out).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputRefused("cannot_write", path=out) from error


def _speak() -> None:
    """Translation for a process of its own: no database, no secret; elsewhere Django is set up already."""
    import django
    from django.conf import settings
    from django.utils import translation

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Polish letters still gets the answer
    rooms = Path(__file__).resolve().parents[2]
    if not settings.configured:
        paths = [str(rooms / room / "locale") for room in ("coalitions", "people", "ui")]
        settings.configure(LOCALE_PATHS=paths, USE_I18N=True, LANGUAGE_CODE="pl", USE_TZ=True)
        django.setup()
    translation.activate(language_of(os.environ))


def language_of(environment: Mapping[str, str]) -> str:
    """Polish first; English where the terminal is set to it."""
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "en" if next(filter(None, names), "").startswith("en") else "pl"
