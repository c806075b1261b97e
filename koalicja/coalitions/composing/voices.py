"""The tables of votes and of people (docs/formats.md) → what the engine counts. A refusal names file and line."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from koalicja.coalitions.composing.asking import file_of
from koalicja.coalitions.composing.canonical import AGE_BAND
from koalicja.coalitions.composing.refusals import InputRefused, refusal
from koalicja.coalitions.composing.text_rows import is_before_head, text_rows
from koalicja.engine.perspectives.voices import GROUPS, Person, Vote

__all__ = ["PEOPLE_HEAD", "VOTES_HEAD", "read_people", "read_votes"]

VOTES_HEAD = ("person", "statement", "vote")
PEOPLE_HEAD = ("id", "group", "age_band")
VALUES = {"1": 1, "-1": -1, "0": 0}
Table = TypeVar("Table")


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with the number of the line it begins in and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def filled(self, column: str) -> str:
        if not self.cells[column]:
            raise InputRefused("no_cell", line=self.number, column=column)
        return self.cells[column]

    def one_of(self, column: str, known: tuple[str, ...]) -> str:
        value = self.cells[column]
        if value not in known:
            raise InputRefused("bad_value", line=self.number, column=column, value=value, known=", ".join(known))
        return value


def read_people(name: str) -> tuple[Person, ...]:
    """The people of the table, in its order. Raises InputRefused."""
    return _of_file(name, _people)


def read_votes(name: str, people: tuple[Person, ...]) -> tuple[Vote, ...]:
    """The votes of the table, in its order, each by one of the people. Raises InputRefused."""
    known = frozenset(person.id for person in people)
    return _of_file(name, lambda path: _votes(path, known))


def _of_file(name: str, read: Callable[[Path], Table]) -> Table:
    """What is read; there are two tables, so a refusal of a line names its file too."""
    path = file_of(name)
    try:
        return read(path)
    except InputRefused as refused:
        raise InputRefused("in_file", path=name, sentence=refusal(refused)) from refused
    except OSError as error:
        raise InputRefused("no_right", path=name) from error


def _people(path: Path) -> tuple[Person, ...]:
    lines: dict[str, int] = {}
    found = []
    for line in _lines(path, PEOPLE_HEAD):
        identity, band = line.filled("id"), line.cells["age_band"]
        if identity in lines:
            raise InputRefused("duplicate_id", line=line.number, value=identity, first=lines[identity])
        if band and not AGE_BAND.fullmatch(band):
            raise InputRefused("bad_age_band", line=line.number, value=band)
        lines[identity] = line.number
        found.append(Person(identity, line.one_of("group", GROUPS) if line.cells["group"] else "", band))
    return tuple(found)


def _votes(path: Path, known: frozenset[str]) -> tuple[Vote, ...]:
    found = []
    for line in _lines(path, VOTES_HEAD):
        person, statement = line.filled("person"), line.filled("statement")
        line.filled("vote")
        if person not in known:
            raise InputRefused("unknown_person", line=line.number, value=person)
        found.append(Vote(person, statement, VALUES[line.one_of("vote", tuple(VALUES))]))
    return tuple(found)


def _lines(path: Path, head: tuple[str, ...]) -> Iterator[_Line]:
    is_head = True
    for number, row in text_rows(path):
        cells = [cell.strip() for cell in row]
        if is_head and is_before_head(",".join(cells)):
            continue
        if is_head:
            _check_head(cells, head, number)
            is_head = False
        elif any(cells):
            if len(cells) > len(head):
                raise InputRefused("too_many_cells", line=number)
            cells += [""] * (len(head) - len(cells))
            yield _Line(number, dict(zip(head, cells, strict=True)))
    if is_head:
        raise InputRefused("wrong_header", line=1, expected=",".join(head))


def _check_head(cells: list[str], head: tuple[str, ...], number: int) -> None:
    if tuple(cells) != head:
        raise InputRefused("wrong_header", line=number, expected=",".join(head))
