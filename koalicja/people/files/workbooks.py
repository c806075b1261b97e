"""Rows of XLSX, XLS and ODS workbooks, read by calamine once the file has been found harmless."""

import datetime
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError

from koalicja.people.files.table import Detected, FileRefused, Row, SheetScan, Table, check_size
from koalicja.people.files.unpacking import scan_zipped

T = TypeVar("T")

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_STREAMS = {"Workbook": "", "Book": "", "WordDocument": "doc", "PowerPoint Document": "ppt"}
_STOPS = (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)


def read_zipped(path: Path, sheet: str | None) -> Table:
    """A sheet of an XLSX or ODS file. Raises FileRefused."""
    kind, scans = scan_zipped(path)
    if not scans:
        raise FileRefused("empty")
    wanted = _wanted(scans, sheet)
    if not wanted.row_count:
        raise FileRefused("empty")
    opened = _Sheet(path, wanted.name)
    rows = _rows_of(opened.get, frozenset(wanted.unvalued), wanted.last_row)
    return Table(
        Detected(kind), wanted.name, tuple(scan.name for scan in scans), wanted.row_count, wanted.column_count, rows
    )


def read_xls(path: Path, sheet: str | None) -> Table:
    """A sheet of a legacy XLS file. Raises FileRefused."""
    _check_ole(path.read_bytes())
    scans = [_scan_xls(path, name) for name in _guarded(lambda: CalamineWorkbook.from_path(path).sheet_names)]
    wanted = _wanted(scans, sheet)
    if not wanted.row_count:
        raise FileRefused("empty")
    check_size(wanted.last_row, wanted.column_count)
    opened = _Sheet(path, wanted.name)
    rows = _rows_of(opened.get, frozenset(), wanted.last_row)
    return Table(
        Detected("xls"), wanted.name, tuple(scan.name for scan in scans), wanted.row_count, wanted.column_count, rows
    )


def _check_ole(content: bytes) -> None:
    if _ENCRYPTED in content:
        raise FileRefused("password")
    for stream, found in _OLE_STREAMS.items():
        if stream.encode("utf-16-le") in content:
            if found:
                raise FileRefused("wrong_type", found=found)
            return
    raise FileRefused("wrong_type", found="ole")


def _scan_xls(path: Path, name: str) -> SheetScan:
    scan = SheetScan(name)
    for row in _rows_of(_Sheet(path, name).get, frozenset(), None)():
        scan.row_count += 1
        scan.last_row = row.number
        scan.column_count = max(scan.column_count, len(row.cells))
    return scan


def _wanted(scans: list[SheetScan], sheet: str | None) -> SheetScan:
    if sheet is None:
        return max(scans, key=lambda scan: scan.row_count)
    for scan in scans:
        if scan.name == sheet:
            return scan
    raise FileRefused("no_such_sheet", sheet=sheet)


class _Sheet:
    """A sheet that is loaded when first read, and then kept."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name
        self._sheet: CalamineSheet | None = None

    def get(self) -> CalamineSheet:
        if self._sheet is None:
            self._sheet = _guarded(lambda: CalamineWorkbook.from_path(self._path).get_sheet_by_name(self._name))
        return self._sheet


def _guarded(read: Callable[[], T]) -> T:
    """What the library reads; whatever it raises, panics of its Rust part too, is a refusal of the file."""
    try:
        return read()
    except PasswordError as error:
        raise FileRefused("password") from error
    except BaseException as error:
        if isinstance(error, _STOPS):
            raise
        raise FileRefused("damaged", reason="workbook") from error


def _rows_of(
    get_sheet: Callable[[], CalamineSheet], unvalued: frozenset[int], last_row: int | None
) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        sheet = get_sheet()
        margin = [""] * (sheet.start[1] if sheet.start else 0)
        seen = 0
        for number, values in enumerate(islice(sheet.iter_rows(), last_row), 1):
            cells = margin + [value if type(value) is str else _text(value) for value in values]
            while cells and not cells[-1].strip():
                cells.pop()
            note = "formula_without_value" if number in unvalued else ""
            seen = number
            if cells or note:
                yield Row(number, tuple(cells), note)
        for number in sorted(number for number in unvalued if number > seen):
            yield Row(number, (), "formula_without_value")

    return rows


def _text(value: object) -> str:
    """A cell as a person reads it: whole numbers without ".0", dates as 2026-11-22."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return "" if value is None else str(value)
