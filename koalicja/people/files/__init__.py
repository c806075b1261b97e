"""Readers of the tables people have: XLSX, XLS, ODS, CSV and TSV. No Django here; limits are counted while streaming.

The type is told by content, never by name. Nothing is evaluated: of a formula only its stored value counts.
"""

from pathlib import Path

from koalicja.people.files.table import MAX_UNPACKED_BYTES, Detected, FileRefused, Row, Table, too_big
from koalicja.people.files.texts import read_text
from koalicja.people.files.workbooks import read_xls, read_zipped

__all__ = ["Detected", "FileRefused", "Row", "Table", "read_table"]


def read_table(path: str | Path, *, filename: str = "", sheet: str | None = None) -> Table:
    """Open a file as a table: the sheet with most rows unless one is named. Raises FileRefused.

    `filename` is what the person called it: kept out of every decision, content alone tells the type.
    """
    path = Path(path)
    if path.stat().st_size > MAX_UNPACKED_BYTES:
        raise too_big()
    with path.open("rb") as file:
        head = file.read(8192)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FileRefused("empty")
    if head.startswith(b"PK"):
        return read_zipped(path, sheet)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return read_xls(path, sheet)
    found = foreign_type(head)
    if found:
        raise FileRefused("wrong_type", found=found)
    return read_text(path, head)


_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG", "png"),
    (b"GIF8", "gif"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"SQLite format 3", "sqlite"),
)


def foreign_type(head: bytes) -> str:
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return name
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<table", b"<meta", b"<body", b"<div")):
        return "html_table" if b"<table" in text or b"<html" in text else "html"
    if text.startswith(b"mime-version:"):
        return "html_table"  # a "web archive" that spreadsheets write under .xls
    if text.startswith((b"<?xml", b"<workbook")):
        return "html_table" if b"<table" in text or b"spreadsheet" in text else "xml"
    is_utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    controls = sum(byte < 32 and byte not in b"\t\r\n\x0b\x0c\x1a\x1b" for byte in head)
    return "binary" if controls > len(head) // 20 and not is_utf16 else ""
