"""The rows of a CSV table in UTF-8 with the numbers of their lines; what cannot be read is refused by its line."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from koalicja.coalitions.composing.refusals import InputRefused

__all__ = ["is_before_head", "raw_lines", "text_rows"]

# With it Excel is told the delimiter: sep=, or, where a spreadsheet wrote it again, "sep=,",,,
_SEPARATOR = re.compile(r'"?sep=[,;|\t]?"?[,;|\t]*', re.IGNORECASE)


def is_before_head(text: str) -> bool:
    """Whether this line says nothing: empty, or what spreadsheets write first to name the delimiter."""
    return not text.strip(' \t",;|') or _SEPARATOR.fullmatch(text) is not None


def text_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(number of the line a row begins in, its cells). Raises InputRefused."""
    reader = csv.reader(_decoded(path), strict=True)
    while True:
        number = reader.line_num + 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputRefused("not_csv", line=number) from error


def _decoded(path: Path) -> Iterator[str]:
    for number, line in raw_lines(path):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputRefused("not_utf8", line=number) from error
        if "\0" in text:
            raise InputRefused("nul_byte", line=number)
        yield text.removeprefix("\N{BYTE ORDER MARK}") if number == 1 else text


def raw_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines by number; where none ends as others do, they end as on old Macs, with a carriage return alone."""
    with path.open("rb") as file:
        is_old_mac = not any(b"\n" in part for part in iter(lambda: file.read(1 << 16), b""))
        file.seek(0)
        lines = (line + b"\r" for line in file.read().split(b"\r")) if is_old_mac else file
        yield from enumerate(lines, 1)
