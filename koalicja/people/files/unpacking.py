"""Unpacks XLSX and ODS files by its own count and scans their sheets, before any library holds them in memory."""

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import IO
from xml.parsers import expat

from koalicja.people.files.ods import OdsScanner
from koalicja.people.files.table import MAX_UNPACKED_BYTES, FileRefused, SheetScan, check_area, too_big

CHUNK_BYTES = 1024 * 1024
MAX_PARTS = 5_000
MAX_XML_ROW_BYTES = 32 * 1024 * 1024
MAX_USUAL_BYTES = 1024 * 1024


def scan_zipped(path: Path) -> tuple[str, list[SheetScan]]:
    """("xlsx" or "ods", what each sheet holds), after everything was unpacked once and counted. Raises FileRefused."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            kind = _kind_of_zip(archive)
            unpacker = _Unpacker(file, {info.filename: info for info in archive.infolist()})
            return kind, unpacker.scan_xlsx() if kind == "xlsx" else unpacker.scan_ods()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, KeyError, expat.ExpatError) as error:
        raise FileRefused("damaged", reason="zip") from error


def _kind_of_zip(archive: zipfile.ZipFile) -> str:
    infos = archive.infolist()
    parts = {info.filename for info in infos}
    if len(infos) > MAX_PARTS or len(parts) != len(infos):
        raise FileRefused("damaged", reason="zip_parts")
    if sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES:
        raise too_big()
    if any(info.flag_bits & 1 for info in infos):
        raise FileRefused("password")
    if "xl/workbook.xml" in parts:
        return "xlsx"
    mimetype = archive.read("mimetype")[:100].decode("latin-1") if "mimetype" in parts else ""
    if mimetype.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    for part, found in (("xl/workbook.bin", "xlsb"), ("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx")):
        if part in parts:
            raise FileRefused("wrong_type", found=found)
    raise FileRefused("wrong_type", found="odt" if "opendocument" in mimetype else "zip")


_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
# A cell: letters and number of its reference where it has one, what else its tag says, and what follows if it is empty.
_CELL = re.compile(
    rb"<(?:\w+:)?c(?=[\s/>])(?:\s(?:[^<>]*?\s)?r\s*+=\s*+[\"']([A-Za-z]{1,4})(\d{1,9})[\"'])?([^<>]*+)>"
    rb"(\s*+(?:<(?:\w+:)?v\s*+/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*+</(?:\w+:)?c\s*+>)?"
)
_USUAL_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_NUMBER = re.compile(rb"\sr\s*+=\s*+[\"'](\d{1,9})[\"']")
_UNVALUED = re.compile(
    rb"<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*+"
    rb"(?:<(?:\w+:)?v\s*+/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*+</(?:\w+:)?c>"
)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^<>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*>")


class _Unpacker:
    """Unpacks parts by its own count, because a ZIP directory may lie, and refuses XML that defines entities."""

    def __init__(self, file: IO[bytes], parts: dict[str, zipfile.ZipInfo]) -> None:
        self._file = file
        self._parts = parts
        self._counts: dict[str, int] = {}

    def scan_xlsx(self) -> list[SheetScan]:
        sheets = self._sheets()
        scans = {part: SheetScan(name) for name, part in sheets.items()}
        for part in self._parts:
            if part in scans:
                self._scan_sheet(part, scans[part])
            else:
                for _ in self._chunks(part):
                    pass
        return list(scans.values())

    def _sheets(self) -> dict[str, str]:
        """Names of worksheets and the parts that hold them, in the order of the workbook."""
        relations = b"".join(self._chunks("xl/_rels/workbook.xml.rels"))
        targets = {
            _attribute(tag, "Id"): _attribute(tag, "Target")
            for tag in _RELATION.findall(relations)
            if _attribute(tag, "Type").endswith("/worksheet")
        }
        sheets = {}
        for tag in _SHEET.findall(b"".join(self._chunks("xl/workbook.xml"))):
            target = targets.get(_attribute(tag, r"\w+:id"))
            if target:
                part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
                sheets[_attribute(tag, "name")] = part
        return {name: part for name, part in sheets.items() if part in self._parts}

    def _scan_sheet(self, part: str, scan: SheetScan) -> None:
        rest, position, opening = b"", 0, b""
        for chunk in self._chunks(part):
            text = rest + chunk
            if not opening:
                first = _ROW.search(text)
                opening = first[0][:-1] if first else b""
            *rows, rest = text.split(b"</" + opening[1:] + b">") if opening else [text]
            for row in rows:
                position = _scan_row(row, opening, position, scan)
            position, rest = _pass_over(rest, opening, position)
            if len(rest) > MAX_XML_ROW_BYTES:
                raise FileRefused("damaged", reason="endless_row")
        _check_no_cell(rest)
        check_area([scan])

    def scan_ods(self) -> list[SheetScan]:
        if b"encryption-data" in b"".join(self._chunks("META-INF/manifest.xml")):
            raise FileRefused("password")
        scanner = OdsScanner()
        for part in self._parts:
            for chunk in self._chunks(part):
                if part == "content.xml":
                    scanner.parser.Parse(chunk, False)
        scanner.parser.Parse(b"", True)
        check_area(scanner.scans)
        return scanner.scans

    def _chunks(self, part: str) -> Iterator[bytes]:
        """The unpacked bytes of a part, counted against the limit and against what the directory says."""
        info = self._parts[part]
        count, tail = 0, b""
        for chunk in self._inflated(info):
            count += len(chunk)
            self._counts[part] = count
            if sum(self._counts.values()) > MAX_UNPACKED_BYTES:
                raise too_big()
            if count > info.file_size:
                raise FileRefused("damaged", reason="zip_sizes")
            if b"<!ENTITY" in tail + chunk or (not tail and chunk.startswith((b"\xff\xfe", b"\xfe\xff"))):
                raise FileRefused("damaged", reason="xml_entities")
            tail = chunk[-8:]
            yield chunk

    def _inflated(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        self._file.seek(info.header_offset)
        header = self._file.read(30)
        self._file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
        packed = self._file.read(info.compress_size)
        if info.compress_type == zipfile.ZIP_STORED:
            yield from (packed[start : start + CHUNK_BYTES] for start in range(0, len(packed), CHUNK_BYTES))
            return
        inflater = zlib.decompressobj(-15)
        while packed and not inflater.eof:
            try:
                yield inflater.decompress(packed, CHUNK_BYTES)
            except zlib.error as error:
                raise FileRefused("damaged", reason="zip") from error
            packed = inflater.unconsumed_tail


def _attribute(tag: bytes, name: str) -> str:
    match = re.search(rf"\s{name}=(?:\"([^\"]*)\"|'([^']*)')".encode(), tag)
    return html.unescape((match[1] or match[2] or b"").decode("utf-8", "replace")) if match else ""


def _pass_over(rest: bytes, opening: bytes, position: int) -> tuple[int, bytes]:
    """Without the rows that are closed in themselves, which a sheet may have by the hundred thousand."""
    start = max(rest.rfind(opening), 0) if opening else max(len(rest) - 200, 0)
    return position + (rest.count(opening, 0, start) if opening else 0), rest[start:]


def _scan_row(text: bytes, opening: bytes, position: int, scan: SheetScan) -> int:
    """The number of the row that ends the text; what it holds goes into the scan."""
    start = max(text.rfind(opening), 0)
    end = text.find(b">", start) + 1
    _check_no_cell(text[:start])
    body = text[end:]
    number = _NUMBER.search(text, start, end)
    columns, rows = _held_cells(body)
    row = int(number[1]) if number else max(rows, default=position + text.count(opening))
    if rows - {row}:
        raise FileRefused("damaged", reason="cell_row", row=str(row))
    if columns:
        scan.see(row, columns, has_unvalued=b"<f" in body and _UNVALUED.search(body) is not None)
    return row


def _check_no_cell(text: bytes) -> None:
    """Cells stand in rows; others would be read as well."""
    if _CELL.search(text):
        raise FileRefused("damaged", reason="cell_row")


def _held_cells(body: bytes) -> tuple[int, set[int]]:
    """The column of the last cell that holds something, be it an empty text, and the rows that the cells say."""
    return _usual_cells(body) or _unusual_cells(body)


def _usual_cells(body: bytes) -> tuple[int, set[int]] | None:
    """Quickly, for all rows that are written the usual way, with the last filled cell furthest to the right."""
    value = max(body.rfind(b"</v></c>"), body.rfind(b"</is></c>"))
    start = body.rfind(b'<c r="', 0, max(value, 0))
    if start < 0 or len(body) > MAX_USUAL_BYTES or body.find(b"</", body.find(b"</c>", value) + 4) >= 0:
        return None
    cells = _USUAL_CELL.findall(body, 0, body.find(b">", start))
    if len(cells) != body.count(b"<c", 0, start + 2) or b":c" in body:
        return None
    columns = [_column(letters) for letters, _ in cells]
    return (columns[-1], {int(row) for row in {row for _, row in cells}}) if columns[-1] == max(columns) else None


def _unusual_cells(body: bytes) -> tuple[int, set[int]]:
    last = column = 0
    rows = set()
    for cell in _CELL.finditer(body):
        letters, row, said, emptiness = cell.groups()
        column = _column(letters) if letters else column + 1
        rows.add(row)
        if column > last and not said.endswith(b"/") and not (emptiness and b"str" not in said):
            last = column
    return last, {int(row) for row in rows if row}


@cache
def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
