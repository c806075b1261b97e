"""Readers of the tables people have: XLSX, XLS, ODS, CSV and TSV, with limits counted while streaming. No Django here.

First the outline; see docs/formats.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200


class FileRefused(Exception):
    """The file cannot be read as a table; nothing was taken from it.

    `code`: empty, wrong_type (found, advice), password, unpacked_too_big (limit_mb), too_many_rows (limit),
    too_many_columns (limit, found), damaged, mixed_encodings (row), nul_bytes (row), no_such_sheet (sheet).
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Row:
    """`number` as the spreadsheet shows it (from 1); `note` is "" or formula_without_value or nul_byte."""

    number: int
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Detected:
    """`format` xlsx, xls, ods or csv; `encoding` and `delimiter` of text ("" for workbooks)."""

    format: str
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, checked against all limits, ready to be read as often as needed: `for row in table`.

    `sheets` names all sheets of the workbook ((),) for text; `row_count` and `column_count` are those of filled cells.
    Rows without any filled cell are not given; trailing empty cells are cut.
    """

    detected: Detected
    sheet: str
    sheets: tuple[str, ...]
    row_count: int
    column_count: int
    _rows: "object" = field(repr=False)

    def __iter__(self) -> Iterator[Row]:
        raise NotImplementedError


def read_table(path: str | Path, *, filename: str = "", sheet: str | None = None) -> Table:
    """Open a file as a table; the sheet with most rows unless one is named. Raises FileRefused."""
    raise NotImplementedError
