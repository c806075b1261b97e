"""What a reader of files gives (a table) or raises (a refusal), and the limits it keeps."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
BYTES_PER_CELL = 24  # of a sheet in memory, empty cells between filled ones too


class FileRefused(Exception):
    """The file cannot be read as a table; nothing was taken from it.

    `code` (params): empty, wrong_type (found: pdf, jpeg, html, html_table, docx …), password, unpacked_too_big
    (limit_mb), too_many_rows (limit), too_many_columns (limit, found), damaged (reason, row where known),
    mixed_encodings (row), nul_bytes (row), no_such_sheet (sheet).
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Row:
    """`number` as the spreadsheet shows it (from 1); `note` is "" or formula_without_value."""

    number: int
    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Detected:
    """`format` is xlsx, xls, ods or csv; `encoding` and `delimiter` of text files ("" for workbooks; "" one column)."""

    format: str
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, checked against all limits. Iterate it for its rows, as often as needed.

    `sheets` names all sheets of a workbook (none for text). `row_count` and `column_count` count filled rows and
    columns; rows without any filled cell are not given, trailing empty cells are cut.
    """

    detected: Detected
    sheet: str
    sheets: tuple[str, ...]
    row_count: int
    column_count: int
    _open: Callable[[], Iterator[Row]] = field(repr=False)

    def __iter__(self) -> Iterator[Row]:
        return self._open()


def too_big() -> FileRefused:
    return FileRefused("unpacked_too_big", limit_mb=str(MAX_UNPACKED_BYTES // 1024 // 1024))


def check_size(row: int, columns: int) -> None:
    if row > MAX_ROWS:
        raise FileRefused("too_many_rows", limit=str(MAX_ROWS))
    if columns > MAX_COLUMNS:
        raise FileRefused("too_many_columns", limit=str(MAX_COLUMNS), found=str(columns))


@dataclass(slots=True)
class SheetScan:
    """What a scan of a sheet's XML saw of filled cells."""

    name: str
    row_count: int = 0
    last_row: int = 0
    column_count: int = 0
    unvalued: set[int] = field(default_factory=set)

    def see(self, row: int, columns: int, *, has_unvalued: bool = False) -> None:
        check_size(row, columns)
        self.row_count += 1
        self.last_row = max(self.last_row, row)
        self.column_count = max(self.column_count, columns)
        if has_unvalued:
            self.unvalued.add(row)


def check_area(scans: Iterable[SheetScan]) -> None:
    """Sheets that are held together: every cell of the rectangle up to the last row and column takes memory."""
    if sum(scan.last_row * scan.column_count for scan in scans) * BYTES_PER_CELL > MAX_UNPACKED_BYTES:
        raise too_big()
