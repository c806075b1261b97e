"""Opens a workbook with calamine in a process of its own, which gets little memory and time, whatever the file says.

A script that knows nothing of the rest: standard input says what to read, rows leave as lines of JSON, the exit code
says how it went. What goes beyond the limits kills this process and no other.
"""

import datetime
import errno
import json
import os
import resource
import sys
from collections.abc import Iterator
from itertools import islice

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError

DONE, DAMAGED, PASSWORD, TOO_BIG, ENDLESS_ROW = 0, 10, 11, 12, 13
MAX_LINE_BYTES = 8 * 1024 * 1024
MAX_SHEETS = 1_000


def main() -> int:
    asked = json.load(sys.stdin)
    for kind, most in (
        (resource.RLIMIT_AS, asked["memory_bytes"]),
        (resource.RLIMIT_CPU, asked["seconds"]),
        (resource.RLIMIT_FSIZE, asked["output_bytes"]),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        return _write(_lines(CalamineWorkbook.from_path(asked["path"]), asked))
    except BaseException as error:  # the library's Rust part panics with BaseException
        return _code(error)


def _code(error: BaseException) -> int:
    if isinstance(error, PasswordError):
        return PASSWORD
    is_full = isinstance(error, OSError) and error.errno == errno.EFBIG
    return TOO_BIG if is_full or isinstance(error, MemoryError) else DAMAGED


def _lines(book: CalamineWorkbook, asked: dict[str, object]) -> Iterator[object]:
    """[number, [cells …]] of the sheet's filled rows, or [name, rows, last row, columns] of every sheet."""
    last_row = asked["last_row"]
    if isinstance(asked["sheet"], str):
        yield from _rows(book.get_sheet_by_name(asked["sheet"]), last_row if isinstance(last_row, int) else None)
        return
    for name in book.sheet_names[:MAX_SHEETS]:
        count = last = columns = 0
        for last, cells in _rows(book.get_sheet_by_name(name), None):  # noqa: B007  # the last row counts
            count += 1
            columns = max(columns, len(cells))
        yield name, count, last, columns


def _rows(sheet: CalamineSheet, last_row: int | None) -> Iterator[tuple[int, list[str]]]:
    margin = [""] * (sheet.start[1] if sheet.start else 0)
    for number, values in enumerate(islice(sheet.iter_rows(), last_row), 1):
        cells = margin + [value if type(value) is str else text_of(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, cells


def _write(lines: Iterator[object]) -> int:
    out = sys.stdout.buffer
    for line in lines:
        text = json.dumps(line, ensure_ascii=False).encode()
        if len(text) > MAX_LINE_BYTES:
            return ENDLESS_ROW
        out.write(text + b"\n")
    out.flush()
    return DONE


def text_of(value: object) -> str:
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


if __name__ == "__main__":
    os._exit(main())  # at once: giving back a large sheet piece by piece takes longer than reading it
