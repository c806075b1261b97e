"""`koalicja compose`, `koalicja recheck` of a JSON answer, `koalicja agreement`: files in, files out, no database.

Exit codes: 0 with a table that keeps the rules, 3 when the rules cannot be met, 4 when unknown, 2 for bad input; 141
where who reads the output has closed it.
"""

import argparse
import io
import json
import os
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from koalicja.coalitions.composing.answer import as_json
from koalicja.coalitions.composing.asking import asked_of, seed_of
from koalicja.coalitions.composing.page import html_page
from koalicja.coalitions.composing.recheck_command import recheck_answer
from koalicja.coalitions.composing.refusals import InputRefused, engine_refusal, refusal
from koalicja.coalitions.composing.summary import list_lines, summary_lines
from koalicja.engine.composition.errors import CompositionError
from koalicja.people.files import FileRefused

__all__ = [
    "EXIT_CODES",
    "language_of",
    "refuse_without_settings",
    "run_agreement",
    "run_compose",
    "run_recheck",
    "usage_refusal",
]

EXIT_CODES: Mapping[str, int] = {"optimal": 0, "feasible": 0, "infeasible": 3, "unknown": 4}
BAD_INPUT = 2
ENDED_BY_READER = 128 + 13  # as a shell says it of SIGPIPE
NO_ANSWER = frozenset({"no_time", "solver_disagrees", "rules_can_be_met"})
TOTAL = 45.0  # seconds of computing: with what a busy machine takes to begin, read and end, within a minute
USUAL_LIMIT = 8.0  # of the first solve; who allows more gets so much more in all


def run_compose(options: argparse.Namespace, *, clock: Callable[[], float] = time.monotonic) -> int:
    """Compose a table and say it; 2 with a sentence on stderr for bad input."""
    return _refusing(lambda: _compose(options, clock))


def run_recheck(options: argparse.Namespace) -> int:
    """Hold a stored answer against its inputs; 0 when everything it says is so."""
    return _refusing(lambda: recheck_answer(options, say=print))


def run_agreement(options: argparse.Namespace) -> int:
    """Say where people agree and who was not heard; 2 with a sentence on stderr for bad input."""
    return _refusing(lambda: _agreement(options))


def refuse_without_settings(refusal_: str) -> int:
    """2 with a sentence on stderr that names the setting of which the site's own refusal speaks."""
    setting = re.search(r"KOALICJA_[A-Z_]+", refusal_)

    def refuse() -> int:
        raise InputRefused("no_settings", setting=setting[0] if setting else refusal_)

    return _refusing(refuse)


def _refusing(work: Callable[[], int]) -> int:
    """What the work ends with; a refusal is one sentence, and a reader who wants no more (head) is no error."""
    _speak()
    try:
        result = _refused(work)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains of it at its end
        return ENDED_BY_READER
    return result


def _refused(work: Callable[[], int]) -> int:
    try:
        return work()
    except (InputRefused, FileRefused) as error:
        print(refusal(error), file=sys.stderr)
    except CompositionError as error:
        print(engine_refusal(error), file=sys.stderr)
        return EXIT_CODES["unknown"] if error.code in NO_ANSWER else BAD_INPUT
    return BAD_INPUT


def _compose(options: argparse.Namespace, clock: Callable[[], float]) -> int:
    seed = seed_of(options.seed)
    asked = asked_of(options)
    _check_outs([out for out in (options.json, options.html) if out], [options.candidates, options.rules])
    from koalicja.engine.composition.compose import compose  # the solvers take a second to load

    started = clock()  # a long file that was read slowly takes nothing of the time to compute

    def elapsed() -> float:
        return clock() - started

    limit = asked.time_limit
    total = TOTAL + max(0.0, limit - USUAL_LIMIT)
    composition = compose(asked.problem, seed=seed, time_limit=limit, elapsed=elapsed, total=total)
    outs = {}
    if options.html:
        outs[options.html] = html_page(composition, asked.problem, title=asked.title)
    if options.json:
        answer = as_json(composition, asked.problem, seconds=elapsed())
        outs[options.json] = json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    _write(outs)
    if asked.listed:
        print(*list_lines(asked.listed), "", sep="\n")
    print(*summary_lines(composition, asked.problem), sep="\n")
    return EXIT_CODES[composition.status]


def _agreement(options: argparse.Namespace) -> int:
    from koalicja.coalitions.composing.agreeing import agreement_json, agreement_lines
    from koalicja.coalitions.composing.voices import read_people, read_votes
    from koalicja.engine.perspectives.agreement import agreement

    if not (options.votes and options.people):
        raise InputRefused("no_voices")
    _check_outs([options.json] if options.json else [], [options.votes, options.people])
    people = read_people(options.people)
    found = agreement(read_votes(options.votes, people), people)
    if options.json:
        text = json.dumps(agreement_json(found), ensure_ascii=False, indent=2, allow_nan=False)
        _write({options.json: f"{text}\n"})
    print(*agreement_lines(found), sep="\n")
    return 0


def _check_outs(outs: Sequence[str], inputs: Sequence[str]) -> None:
    """Before the work begins, not after a minute of it. A device may be named twice, a file may not."""
    taken = {Path(name).resolve() for name in inputs}
    for out in outs:
        try:
            path, place = Path(out), Path(out).resolve()
            is_writable = not path.is_dir() and os.access(path if path.exists() else path.absolute().parent, os.W_OK)
        except (OSError, ValueError) as error:
            raise InputRefused("cannot_write", path=out) from error
        if not is_writable:
            raise InputRefused("cannot_write", path=out)
        if place in taken and not _is_device(path):
            raise InputRefused("out_twice", path=out)
        taken.add(place)


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file()


def _write(outs: Mapping[str, str]) -> None:
    """All files whole or none: each is written beside its place first, and moved there when all are written."""
    ready: dict[Path, Path] = {}
    out = ""
    try:
        for out, text in outs.items():
            path, place = Path(out), Path(out).resolve()
            if _is_device(path) or not os.access(place.parent, os.W_OK):
                path.write_text(text, encoding="utf-8")
                continue
            ready[place] = place.with_name(f".{place.name}.{os.getpid()}")
            ready[place].write_text(text, encoding="utf-8")
        for place, written in ready.items():
            written.replace(place)
    except OSError as error:
        for written in ready.values():
            written.unlink(missing_ok=True)
        raise InputRefused("cannot_write", path=out) from error


def usage_refusal(message: str, program: str) -> str:
    """What the reader of options refuses, in the language of the terminal."""
    _speak()
    told, help_ = message.partition(": ")[2], f"{program} --help"
    option = re.match(r"argument (\S+): expected", message)
    if option:
        return refusal(InputRefused("no_value", option=option[1], help=help_))
    if message.startswith(("unrecognized arguments: ", "ambiguous option: ")):
        return refusal(InputRefused("unknown_option", words=told, help=help_))
    if message.startswith("the following arguments are required: "):
        return refusal(InputRefused("required", words=told, help=help_))
    return f"{message[:1].upper()}{message[1:]}. Try: {help_}"


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
