"""The options of `koalicja compose`, `recheck` and `agreement`; apart, so that other commands load nothing of them."""

import argparse

__all__ = ["add_agreement", "add_compose", "add_recheck", "recheck_file", "without_settings"]


COMPOSE = """\
Who should sit at the table, from a file of candidates and rules; needs no database.

Says the table with a reason for every seat, who is missing and what is worth asking.
--candidates and --rules are needed."""
COMPOSE_ENDS = """\
Ends with 0 and a table that keeps the rules, 3 when the rules cannot be met (the table
is then the best partial one), 4 when neither was found out in the time, 2 and one sentence
on standard error for bad input. Within a minute at the usual time limit.

  koalicja compose --candidates people.xlsx --gmina 240410 --rules prb
  koalicja compose --candidates candidates.csv --rules rules.toml --library gbp --json answer.json

The canonical table, rules and the answer: docs/formats.md. The method:
docs/algorithms/composition-1.md. What was written is checked by koalicja recheck."""


def add_compose(command: argparse.ArgumentParser) -> None:
    """The options of `koalicja compose`."""
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.description, command.epilog = COMPOSE, COMPOSE_ENDS
    _add_inputs(command)
    command.add_argument(
        "--seed",
        default="1",
        help="a whole number, 1 if nothing is said: where optimality is proved, it fixes the answer",
    )
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
    command.add_argument(
        "--candidates",
        default="",
        metavar="FILE",
        help="the canonical table (CSV), or any list: CSV, XLSX, XLS, ODS, one name a line",
    )
    command.add_argument(
        "--gmina", default="", metavar="CODE", help="six digits: the gmina, where a list names none or more than one"
    )
    command.add_argument(
        "--rules", default="", metavar="RULES", help="prb (shipped: all five groups, 8-20 seats), or a TOML file"
    )
    command.add_argument(
        "--size", default=None, metavar="12-20", help="least and most seats, instead of those in the rules"
    )
    command.add_argument(
        "--library", default="", metavar="ID", help="id of the Lead Library, always at the table; row-N in a list"
    )
    command.add_argument(
        "--time-limit", default="8", metavar="SECONDS", help="of the first solve, 8 if nothing is said"
    )


def _compose(options: argparse.Namespace) -> int:
    from koalicja.coalitions.composing.command import run_compose

    return run_compose(options)


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
