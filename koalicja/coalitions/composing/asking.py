"""What the options of the command line say, read and checked before any work begins."""

import argparse
import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from koalicja.coalitions.composing.canonical import is_canonical, read_canonical
from koalicja.coalitions.composing.refusals import InputRefused
from koalicja.coalitions.composing.rules import read_rules, with_size
from koalicja.coalitions.composing.tables import Listed, gmina_line, read_listed
from koalicja.engine.composition.guests import USUAL_BANDS
from koalicja.engine.composition.problem import Problem

__all__ = ["Asked", "asked_of", "file_of", "seed_of"]

MOST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say, read and checked. `listed` is None for a canonical table."""

    problem: Problem
    listed: Listed | None
    title: str
    time_limit: float


def asked_of(options: argparse.Namespace) -> Asked:
    """Candidates, rules and limits. Raises InputRefused and FileRefused."""
    if not options.candidates:
        raise InputRefused("no_candidates")
    if not options.rules:
        raise InputRefused("no_rules_named")
    time_limit = _time_limit(options.time_limit)
    rules = read_rules(options.rules)
    rules = rules if options.size is None else with_size(rules, options.size)
    path, year = file_of(options.candidates), datetime.now().astimezone().year
    try:
        canonical = is_canonical(path)
        listed = (
            None
            if canonical
            else read_listed(path, gmina=options.gmina, year=year, bands=rules.age_bands or USUAL_BANDS)
        )
        candidates = listed.candidates if listed else read_canonical(path)
    except OSError as error:
        raise InputRefused("no_right", path=options.candidates) from error
    title = listed.gmina_name if listed else gmina_line(options.gmina) if options.gmina else ""
    problem = Problem(candidates, rules, options.library)
    if options.library and all(candidate.id != options.library for candidate in candidates):
        raise InputRefused("unknown_library", id=options.library)
    return Asked(problem, listed, title, time_limit)


def file_of(name: str) -> Path:
    """The file of this name. Raises InputRefused for what is no regular file."""
    path = Path(name)
    if path.is_file():
        return path
    if path.is_dir():
        raise InputRefused("is_folder", path=name)
    is_there = "\0" not in name and path.exists()
    raise InputRefused("not_regular" if is_there else "no_file", path=name)


def seed_of(text: str) -> int:
    """Raises InputRefused."""
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
