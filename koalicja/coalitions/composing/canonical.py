"""The canonical table (docs/formats.md): CSV that says all a composition can use. Each refusal names its line.

An empty cell and a missing column are unknown, never zero.
"""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from koalicja.coalitions.composing.refusals import InputRefused
from koalicja.coalitions.composing.text_rows import is_before_head, raw_lines, text_rows
from koalicja.engine.composition.problem import GROUPS, Candidate
from koalicja.engine.matching.sectors import SECTOR_GROUPS

__all__ = ["AGE_BAND", "COLUMNS", "is_canonical", "read_canonical"]

HEAD = ("id", "name", "kind", "group")
COLUMNS = (
    *HEAD,
    *("sector", "age_band", "interest_group", "villages", "offers", "areas"),
    *("influence", "interest", "willingness", "knows", "conflicts", "lock"),
)
KINDS = ("organisation", "resident")
LOCKS = ("must", "never")
AGE_BAND = re.compile(r"[0-9]{1,3}(?:-[0-9]{1,3}|\+)")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+")


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with the number of the line it begins in and its filled cells by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def refused(self, code: str, column: str = "", **params: str | int) -> InputRefused:
        named = {"column": column} if column else {}
        return InputRefused(code, line=self.number, **named, **params)


def is_canonical(path: Path) -> bool:
    """Whether the file begins with the canonical header. Raises InputRefused where it nearly does.

    Nearly: capitals, another order, another delimiter, UTF-16. Empty lines and a line `sep=,` may stand before it.
    """
    is_wide = False
    for _number, line in raw_lines(path):
        start = line[:10_000]
        is_wide = is_wide or start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" in start
        if is_wide:
            start = start.removeprefix(BOM_UTF16_LE).removeprefix(BOM_UTF16_BE).replace(b"\0", b"")
        text = start.decode("utf-8-sig", errors="replace").strip()
        if not is_before_head(text):
            return _is_head(text, is_wide=is_wide)
    return False


def _is_head(text: str, *, is_wide: bool) -> bool:
    for mark in ",;\t|":
        names = [name.strip().strip('"').strip() for name in text.split(mark)]
        if mark == "," and tuple(names[:4]) == HEAD and not is_wide:
            return True
        if {*HEAD} <= {name.lower() for name in names}:
            raise InputRefused("near_header", expected=",".join(HEAD))
    return False


def read_canonical(path: Path) -> tuple[Candidate, ...]:
    """All candidates of the table, in its order. Raises InputRefused."""
    lines: dict[str, _Line] = {}
    for line in _lines(path):
        identity = _identity(line)
        if identity in lines:
            raise line.refused("duplicate_id", value=identity, first=lines[identity].number)
        lines[identity] = line
    return tuple(_candidate(identity, line, lines) for identity, line in lines.items())


def _lines(path: Path) -> Iterator[_Line]:
    rows = text_rows(path)
    head = next(row for _number, row in rows if not is_before_head(",".join(row).strip()))
    columns = _columns([name.strip() for name in head])
    for number, row in rows:
        cells = [cell.strip() for cell in row]
        is_too_long = len(cells) > len(head) or any(cells[len(columns) :])
        if is_too_long and any(cells):
            raise InputRefused("too_many_cells", line=number)
        if any(cells):
            yield _Line(number, {name: cell for name, cell in zip(columns, cells, strict=False) if cell})


def _columns(names: list[str]) -> list[str]:
    while names and not names[-1]:
        names.pop()
    for at, name in enumerate(names):
        if name not in COLUMNS:
            raise InputRefused("unknown_column", column=name, known=", ".join(COLUMNS))
        if name in names[:at]:
            raise InputRefused("column_twice", column=name)
    return names


def _identity(line: _Line) -> str:
    identity = line["id"]
    if not identity:
        raise line.refused("no_id")
    if ":" in identity or "|" in identity:
        raise line.refused("bad_id", value=identity)
    return identity


def _candidate(identity: str, line: _Line, known: Mapping[str, _Line]) -> Candidate:
    kind, group = _kind_and_group(line)
    sector, age_band = line["sector"], line["age_band"]
    if sector and sector not in SECTOR_GROUPS:
        raise line.refused("unknown_sector", value=sector)
    if age_band and not AGE_BAND.fullmatch(age_band):
        raise line.refused("bad_age_band", value=age_band)
    return Candidate(
        id=identity,
        name=line["name"] or identity,
        kind=kind,
        group=group,
        sector=sector,
        age_band=age_band,
        interest_group=line["interest_group"],
        villages=frozenset(_listed(line["villages"])),
        offers=frozenset(_listed(line["offers"])),
        areas=frozenset(_listed(line["areas"])),
        influence=_share(line, "influence"),
        interest=_share(line, "interest"),
        willingness=_share(line, "willingness"),
        knows=_ties(identity, line, known),
        conflicts=frozenset(_ids(identity, line, known)),
        lock=_one_of(line, "lock", LOCKS),
    )


def _kind_and_group(line: _Line) -> tuple[str, str]:
    """Each as the table says it or, where only one is said, as the other implies it."""
    kind, group = _one_of(line, "kind", KINDS), _one_of(line, "group", GROUPS)
    if kind and group and (kind == "resident") != (group == "resident"):
        raise line.refused("kind_against_group", kind=kind, group=group)
    implied = "resident" if group == "resident" else "organisation" if group else ""
    return kind or implied, group or ("resident" if kind == "resident" else "")


def _one_of(line: _Line, column: str, known: tuple[str, ...]) -> str:
    if line[column] and line[column] not in known:
        raise line.refused("bad_value", column, value=line[column], known=", ".join(known))
    return line[column]


def _listed(cell: str) -> list[str]:
    return [item.strip() for item in cell.split("|") if item.strip()]


def _share(line: _Line, column: str) -> float | None:
    return _number(line, column, line[column]) if line[column] else None


def _number(line: _Line, column: str, text: str) -> float:
    if _COMMA.fullmatch(text):
        raise line.refused("decimal_comma", column, value=text)
    if not _NUMBER.fullmatch(text):
        raise line.refused("not_a_number", column, value=text)
    number = float(text)
    if not 0 <= number <= 1:
        raise line.refused("outside", column, value=text)
    return abs(number)


def _ties(identity: str, line: _Line, known: Mapping[str, _Line]) -> dict[str, float]:
    ties: dict[str, float] = {}
    for item in _listed(line["knows"]):
        other, mark, strength = (part.strip() for part in item.partition(":"))
        if not mark or not other or not strength:
            raise line.refused("bad_tie", value=item)
        _check_id(identity, line, "knows", other, known)
        ties[other] = max(ties.get(other, 0.0), _number(line, "knows", strength))
    return ties


def _ids(identity: str, line: _Line, known: Mapping[str, _Line]) -> Iterator[str]:
    for other in _listed(line["conflicts"]):
        _check_id(identity, line, "conflicts", other, known)
        yield other


def _check_id(identity: str, line: _Line, column: str, other: str, known: Mapping[str, _Line]) -> None:
    if other not in known:
        raise line.refused("unknown_id", column, value=other)
    if other == identity:
        raise line.refused("own_id", column, value=other)
