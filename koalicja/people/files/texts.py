"""CSV and TSV as people save them: UTF-8 with or without BOM, UTF-16, windows-1250, ISO-8859-2; any usual delimiter."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from koalicja.engine.matching.columns import HEADER_SEARCH_ROWS, guess_columns
from koalicja.people.files.table import Detected, FileRefused, Row, Table, check_size

BLOCK_BYTES = 1024 * 1024
MAX_LINE_BYTES = 1024 * 1024
SNIFFED_LINES = 200
DELIMITERS = (";", "\t", ",", "|")
NO_DELIMITER = "\x1f"
LONG_CELL = 131_072  # of several lines: a quotation mark that never closes; of one line: a text, however long
csv.field_size_limit(MAX_LINE_BYTES)

# The letters in which the two legacy encodings of Polish differ: ą ś ź Ą Ś Ź.
_WINDOWS_1250 = bytes((0xB9, 0x9C, 0x9F, 0xA5, 0x8C, 0x8F))
_ISO_8859_2 = bytes((0xB1, 0xB6, 0xBC, 0xA1, 0xA6, 0xAC))


def read_text(path: Path, head: bytes) -> Table:
    """A CSV, TSV or one-column text file. Raises FileRefused."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = _told_encoding(path, has_bom=head.startswith(b"\xef\xbb\xbf"))
    delimiter = _told_delimiter(path, encoding)
    rows = _rows_of(path, encoding, delimiter)
    row_count = column_count = 0
    for row in rows():
        check_size(row.number, len(row.cells))
        row_count += 1
        column_count = max(column_count, len(row.cells))
    return Table(Detected("csv", encoding, delimiter.replace(NO_DELIMITER, "")), "", (), row_count, column_count, rows)


def _told_encoding(path: Path, *, has_bom: bool) -> str:
    """The one encoding all lines are written in; lines that need another one are refused with their number."""
    legacy: Counter[int] = Counter()
    first: dict[str, int] = {}
    for line, number in _unusual_lines(path):
        kind = "utf-8" if _is_utf8(line) else "legacy"
        first.setdefault(kind, number)
        if kind == "legacy":
            legacy.update(line)
    if len(first) == 2 or (has_bom and "legacy" in first):
        raise FileRefused("mixed_encodings", row=str(max(first.values())))
    return _told_legacy(legacy) if legacy else "utf-8-sig" if has_bom else "utf-8"


def _unusual_lines(path: Path) -> Iterator[tuple[bytes, int]]:
    """Lines with letters beyond ASCII and their numbers; of a block that is UTF-8 throughout only the first."""
    number = 1
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES) + file.readline(MAX_LINE_BYTES):
            _check_block(block, number)
            if not block.isascii():
                lines = ((line, number + at) for at, line in enumerate(block.split(b"\n")) if not line.isascii())
                yield from islice(lines, 1) if _is_utf8(block) else lines
            number += block.count(b"\n")


def _check_block(block: bytes, number: int) -> None:
    if b"\x00" in block:
        raise FileRefused("nul_bytes", row=str(number + block[: block.index(b"\x00")].count(b"\n")))
    if len(block) == BLOCK_BYTES + MAX_LINE_BYTES and not block.endswith(b"\n"):
        raise FileRefused("damaged", reason="endless_line", row=str(number + block.count(b"\n")))


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _told_legacy(counts: Counter[int]) -> str:
    windows = sum(counts[byte] for byte in range(0x80, 0xA0)) + sum(counts[byte] for byte in _WINDOWS_1250)
    iso = sum(counts[byte] for byte in _ISO_8859_2)
    return "iso8859-2" if iso > windows else "cp1250"


def _told_delimiter(path: Path, encoding: str) -> str:
    lines = _first_lines(path, encoding)
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0][4]
    if not any(line.strip(" \r\n" + "".join(DELIMITERS)) for line in lines) and len(lines) < SNIFFED_LINES:
        raise FileRefused("empty")
    best = max(((*_columns(lines, delimiter), -rank) for rank, delimiter in enumerate(DELIMITERS)), default=(0, 0, 0))
    share, _, rank = best
    return DELIMITERS[-rank] if share >= 0.6 else _shown_by_header(lines)


def _shown_by_header(lines: list[str]) -> str:
    """The delimiter of a line that reads as headings of columns, where most rows below hold a name alone."""
    for line in lines[:HEADER_SEARCH_ROWS]:
        for delimiter in DELIMITERS:
            if delimiter in line and _is_header(line, delimiter):
                return delimiter
    return NO_DELIMITER


def _is_header(line: str, delimiter: str) -> bool:
    try:
        guess = guess_columns(list(csv.reader([line], delimiter=delimiter)))
    except csv.Error:
        return False
    return guess.header_row == 0 and len(guess.mapping) >= 2 and not guess.problem


def _first_lines(path: Path, encoding: str) -> list[str]:
    try:
        with path.open(encoding=encoding, newline="") as file:
            return list(islice(file, SNIFFED_LINES))
    except UnicodeError as error:
        raise FileRefused("damaged", reason="encoding") from error


def _columns(lines: list[str], delimiter: str) -> tuple[float, float]:
    """(share of filled lines that the delimiter divides, columns on average)."""
    try:
        widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if any(cells)]
    except csv.Error:
        return 0.0, 0.0
    divided = [width for width in widths if width > 1]
    return (len(divided) / len(widths), sum(divided) / len(divided)) if divided else (0.0, 0.0)


def _rows_of(path: Path, encoding: str, delimiter: str) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        number = 0
        try:
            with path.open(encoding=encoding, newline="") as file:
                for number, cells in enumerate(csv.reader(file, delimiter=delimiter), 1):
                    while cells and not cells[-1].strip():
                        cells.pop()
                    if any(len(cell) > LONG_CELL and "\n" in cell for cell in cells):
                        raise FileRefused("damaged", reason="quotes", row=str(number))
                    if cells and not (number == 1 and _is_hint(cells, delimiter)):
                        yield Row(number, tuple(cells))
        except csv.Error as error:
            raise FileRefused("damaged", reason="quotes", row=str(number + 1)) from error
        except UnicodeError as error:
            raise FileRefused("damaged", reason="encoding") from error

    return rows


def _is_hint(cells: list[str], delimiter: str) -> bool:
    return cells in (["sep="], [f"sep={delimiter}"])
