"""`koalicja compose` and `koalicja recheck` of a JSON answer: files in, files out, no database.

Exit codes: 0 with a table that keeps the rules, 3 when the rules cannot be met, 4 when unknown, 2 for bad input.
"""

import argparse
import io
import json
import math
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from koalicja.coalitions.composing.answer import as_json, read_stored
from koalicja.coalitions.composing.canonical import is_canonical, read_canonical
from koalicja.coalitions.composing.page import html_page
from koalicja.coalitions.composing.refusals import InputRefused, engine_refusal, refusal
from koalicja.coalitions.composing.rules import read_rules, with_size
from koalicja.coalitions.composing.summary import list_lines, summary_lines
from koalicja.coalitions.composing.tables import Listed, gmina_line, read_listed
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.problem import Problem
from koalicja.people.files import FileRefused

__all__ = ["EXIT_CODES", "language_of", "run_compose", "run_recheck"]

EXIT_CODES: Mapping[str, int] = {"optimal": 0, "feasible": 0, "infeasible": 3, "unknown": 4}
NOT_SO, BAD_INPUT = 1, 2
MOST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say, read and checked. `listed` is None for a canonical table."""

    problem: Problem
    listed: Listed | None
    title: str
    time_limit: float


def run_compose(options: argparse.Namespace) -> int:
    """Compose a table and say it; 2 with a sentence on stderr for bad input."""
    return _refusing(lambda: _compose(options))


def run_recheck(options: argparse.Namespace) -> int:
    """Hold a stored answer against its inputs; 0 when everything it says is so."""
    return _refusing(lambda: _recheck(options))


def _refusing(work: Callable[[], int]) -> int:
    _speak()
    try:
        return work()
    except (InputRefused, FileRefused) as error:
        print(refusal(error), file=sys.stderr)
    except CompositionError as error:
        if error.code == "no_time":
            print(refusal(InputRefused("too_little_time")), file=sys.stderr)
            return EXIT_CODES["unknown"]
        if error.code == "solver_disagrees":
            raise
        print(engine_refusal(error), file=sys.stderr)
    return BAD_INPUT


def _compose(options: argparse.Namespace) -> int:
    started = time.monotonic()
    seed = _seed(options.seed)
    asked = _asked(options)
    for out in (options.json, options.html):
        _check_writable(out)
    from koalicja.engine.composition.compose import compose  # the solvers take a second to load

    composition = compose(asked.problem, seed=seed, time_limit=asked.time_limit)
    seconds = time.monotonic() - started
    if options.json:
        answer = as_json(composition, asked.problem, seconds=seconds)
        _write(options.json, json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    if options.html:
        _write(options.html, html_page(composition, asked.problem, title=asked.title))
    if asked.listed:
        print(*list_lines(asked.listed), "", sep="\n")
    print(*summary_lines(composition, asked.problem), sep="\n")
    return EXIT_CODES[composition.status]


def _asked(options: argparse.Namespace) -> Asked:
    time_limit = _time_limit(options.time_limit)
    rules = read_rules(options.rules)
    rules = with_size(rules, options.size) if options.size else rules
    path = Path(options.candidates)
    if not path.is_file():  # also for a name that no file can have
        raise InputRefused("no_file", path=options.candidates)
    try:
        canonical = is_canonical(path)
        listed = None if canonical else read_listed(path, gmina=options.gmina)
        candidates = listed.candidates if listed else read_canonical(path)
    except OSError as error:
        raise InputRefused("no_file", path=options.candidates) from error
    title = listed.gmina_name if listed else gmina_line(options.gmina) if options.gmina else ""
    problem = Problem(candidates, rules, options.library)
    if options.library and all(candidate.id != options.library for candidate in candidates):
        raise InputRefused("unknown_library", id=options.library)
    return Asked(problem, listed, title, time_limit)


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= MOST_SEED):
        raise InputRefused("bad_seed", value=text)
    return int(text)


def _time_limit(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise InputRefused("bad_time_limit", value=text)
    return seconds


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


def _recheck(options: argparse.Namespace) -> int:
    if not (options.candidates and options.rules):
        raise InputRefused("no_inputs")
    try:
        stored = read_stored(json.loads(Path(options.answer).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        code = "no_file" if isinstance(error, OSError) else "bad_answer"
        raise InputRefused(code, path=options.answer, reason=str(error)) from error
    asked = _asked(options)
    if stored.objective is None:
        raise InputRefused("bad_answer", path=options.answer, reason="objective")
    from koalicja.coalitions.composing.rechecking import is_confirmed, recheck_lines
    from koalicja.engine.composition.recheck import recheck

    again = recheck(
        asked.problem,
        members=stored.members,
        objective=stored.objective,
        bound=stored.bound,
        status=stored.status,
        seed=stored.seed,
        time_limit=asked.time_limit,
    )
    print(*recheck_lines(stored, again), sep="\n")
    return 0 if is_confirmed(stored, again) else NOT_SO
