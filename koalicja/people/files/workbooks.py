"""Rows of XLSX, XLS and ODS workbooks, read by calamine in a process of its own that may use little memory and time."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from koalicja.people.files import opening
from koalicja.people.files.table import (
    MAX_UNPACKED_BYTES,
    Detected,
    FileRefused,
    Row,
    SheetScan,
    Table,
    check_area,
    check_size,
    too_big,
)
from koalicja.people.files.unpacking import scan_zipped

MEMORY_BYTES = 768 * 1024 * 1024  # of addresses, of which a sheet takes some half
PROCESSOR_SECONDS = 60
MAX_SECONDS = 120
BLOCK_BYTES = 1024 * 1024

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE_STREAMS = {"Workbook": "", "Book": "", "WordDocument": "doc", "PowerPoint Document": "ppt"}


def read_zipped(path: Path, sheet: str | None) -> Table:
    """A sheet of an XLSX or ODS file. Raises FileRefused."""
    kind, scans = scan_zipped(path)
    return _table(path, kind, scans, sheet)


def read_xls(path: Path, sheet: str | None) -> Table:
    """A sheet of a legacy XLS file. Raises FileRefused."""
    _check_ole(path.read_bytes())
    scans = [SheetScan(*counts) for counts in _Opened(path).lines()]
    return _table(path, "xls", scans, sheet)


def _table(path: Path, kind: str, scans: list[SheetScan], sheet: str | None) -> Table:
    if not scans:
        raise FileRefused("empty")
    wanted = _wanted(scans, sheet)
    if not wanted.row_count:
        raise FileRefused("empty")
    check_size(wanted.last_row, wanted.column_count)
    check_area([wanted])
    opened = _Opened(path, wanted.name, wanted.last_row)
    rows = _rows_of(opened, frozenset(wanted.unvalued))
    names = tuple(scan.name for scan in scans)
    return Table(Detected(kind), wanted.name, names, wanted.row_count, wanted.column_count, rows)


def _check_ole(content: bytes) -> None:
    if _ENCRYPTED in content:
        raise FileRefused("password")
    for stream, found in _OLE_STREAMS.items():
        if stream.encode("utf-16-le") in content:
            if found:
                raise FileRefused("wrong_type", found=found)
            return
    raise FileRefused("wrong_type", found="ole")


def _wanted(scans: list[SheetScan], sheet: str | None) -> SheetScan:
    if sheet is None:
        return max(scans, key=lambda scan: scan.row_count)
    for scan in scans:
        if scan.name == sheet:
            return scan
    raise FileRefused("no_such_sheet", sheet=sheet)


class _Opened:
    """What `opening.py` says of a workbook: of one sheet its rows, else of every sheet how large it is.

    It is asked when first read; the answer is kept in a file without a name as long as this object lives.
    """

    def __init__(self, path: Path, sheet: str | None = None, last_row: int | None = None) -> None:
        self._asked = {"path": str(path), "sheet": sheet, "last_row": last_row}
        self._answer: int | None = None

    def lines(self) -> Iterator[Any]:
        if self._answer is None:
            file = tempfile.TemporaryFile()  # noqa: SIM115  # closed together with this object
            weakref.finalize(self, file.close)
            _ask(self._asked, file.fileno())
            self._answer = file.fileno()
        position, rest = 0, b""
        while block := os.pread(self._answer, BLOCK_BYTES, position):
            position += len(block)
            *lines, rest = (rest + block).split(b"\n")
            yield from map(json.loads, lines)


def _ask(asked: dict[str, Any], answer: int) -> None:
    """Have the workbook opened elsewhere; however that process dies, the file is refused and this one lives on."""
    limits = {"memory_bytes": MEMORY_BYTES, "seconds": PROCESSOR_SECONDS, "output_bytes": MAX_UNPACKED_BYTES}
    try:
        done = subprocess.run(  # noqa: S603  # our own script, and what it is asked is data on its standard input
            [sys.executable, "-P", opening.__file__],
            input=json.dumps(asked | limits).encode(),
            stdout=answer,
            stderr=subprocess.DEVNULL,
            timeout=MAX_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused("damaged", reason="endless_work") from error
    refusal = _refusal(done.returncode)
    if refusal:
        raise refusal


def _refusal(code: int) -> FileRefused | None:
    if code == opening.DONE:
        return None
    if code == opening.PASSWORD:
        return FileRefused("password")
    if code in {opening.TOO_BIG, -signal.SIGABRT, -signal.SIGKILL}:  # Rust aborts where it gets no memory
        return too_big()
    reasons = {opening.ENDLESS_ROW: "endless_row", -signal.SIGXCPU: "endless_work"}
    return FileRefused("damaged", reason=reasons.get(code, "workbook"))


def _rows_of(opened: _Opened, unvalued: frozenset[int]) -> Callable[[], Iterator[Row]]:
    """The filled rows; those that hold nothing but formulas without a value stand among them with their note."""

    def rows() -> Iterator[Row]:
        waiting = sorted(unvalued, reverse=True)
        for number, cells in opened.lines():
            while waiting and waiting[-1] < number:
                yield Row(waiting.pop(), (), "formula_without_value")
            if waiting and waiting[-1] == number:
                yield Row(waiting.pop(), tuple(cells), "formula_without_value")
            else:
                yield Row(number, tuple(cells))
        yield from (Row(number, (), "formula_without_value") for number in reversed(waiting))

    return rows
