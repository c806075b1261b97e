"""The options of `koalicja compose`, `recheck` and `agreement`; apart, so that other commands load nothing of them."""

import argparse
import time

__all__ = ["add_agreement", "add_compose", "add_recheck", "recheck_file", "without_settings"]


def add_compose(command: argparse.ArgumentParser) -> None:
    """The options of `koalicja compose`."""
    _add_inputs(command)
    command.add_argument("--seed", default="1", help="a whole number: where optimality is proved, it fixes the answer")
    command.add_argument("--json", default="", metavar="OUT", help="write the whole answer as JSON")
    command.add_argument("--html", default="", metavar="OUT", help="write a printable page")
    command.set_defaults(run=_compose)


def add_recheck(command: argparse.ArgumentParser) -> None:
    """The options of `koalicja recheck`."""
    command.add_argument("answer", metavar="RUN", help="the number of a stored run, or an answer of compose --json")
    _add_inputs(command)


def add_agreement(command: argparse.ArgumentParser) -> None:
    """The options of `koalicja agreement`."""
    command.add_argument("--votes", default="", metavar="FILE", help="CSV: person,statement,vote with 1, -1 or 0")
    command.add_argument("--people", default="", metavar="FILE", help="CSV: id,group,age_band")
    command.add_argument("--json", default="", metavar="OUT", help="write the whole answer as JSON")
    command.set_defaults(run=_agreement)


def _add_inputs(command: argparse.ArgumentParser) -> None:
    """Which of them are needed is said where they are read, in the language of the terminal."""
    command.add_argument("--candidates", default="", metavar="FILE", help="the canonical table, or any list")
    command.add_argument("--gmina", default="", metavar="CODE", help="the gmina, where a list does not name one")
    command.add_argument("--rules", default="", metavar="RULES", help="prb, or a TOML file")
    command.add_argument("--size", default=None, metavar="12-20", help="instead of the size in the rules")
    command.add_argument("--library", default="", metavar="ID", help="the Lead Library, always at the table")
    command.add_argument("--time-limit", default="8", metavar="SECONDS", help="of the first solve")


def _compose(options: argparse.Namespace) -> int:
    started = time.monotonic()  # before the readers of files load
    from koalicja.coalitions.composing.command import run_compose

    return run_compose(options, started=started)


def _agreement(options: argparse.Namespace) -> int:
    from koalicja.coalitions.composing.command import run_agreement

    return run_agreement(options)


def recheck_file(options: argparse.Namespace) -> int:
    """Hold an answer written as JSON against its candidates and rules; needs no database."""
    from koalicja.coalitions.composing.command import run_recheck

    return run_recheck(options)


def without_settings(refusal: str) -> int:
    """Say in the language of the terminal that the database of the site cannot be read, and which setting says so."""
    from koalicja.coalitions.composing.command import refuse_without_settings

    return refuse_without_settings(refusal)
