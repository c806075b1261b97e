"""Readers of files: what people have is read, everything else is refused with a reason."""

import contextlib
import csv
import datetime
import io
import json
import signal
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from koalicja.people.files import Detected, FileRefused, Row, Table, opening, read_table
from koalicja.people.files.opening import text_of
from koalicja.people.files.workbooks import _refusal
from tests.engine.tables import cell, ods_row, write_ods, write_xlsx

PANGRAM = "Zażółć gęślą jaźń ŻÓŁW Śnieg Źrebię"
ROWS = [["nazwa", "miejscowość", "kod"], ["OSP", "Łódź", "020102"], ["KGW „Malwa”", "Żary", ""], [PANGRAM, "", "x"]]


def cells_of(table: Table) -> list[list[str]]:
    return [list(row.cells) for row in table]


def trimmed(rows: list[list[str]]) -> list[list[str]]:
    return [row[: max((at + 1 for at, text in enumerate(row) if text), default=0)] for row in rows]


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def refusal(path: Path, sheet: str | None = None) -> tuple[str, dict[str, str]]:
    with pytest.raises(FileRefused) as refused:
        read_table(path, filename="lista.xlsx", sheet=sheet)
    return refused.value.code, refused.value.params


def csv_bytes(rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ";") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


# Text


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "utf-16"])
def test_text_is_read_in_its_encoding_with_its_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    table = read_table(write(tmp_path / "a", csv_bytes(ROWS, encoding, delimiter)))
    assert cells_of(table) == trimmed(ROWS)
    assert table.detected == Detected("csv", encoding, delimiter)
    assert (table.sheet, table.sheets, table.row_count, table.column_count) == ("", (), 4, 3)


def test_iso_8859_2_is_told_from_windows_1250(tmp_path: Path) -> None:
    rows = [["nazwa", "x"], ["ąśź ĄŚŹ", "Świetlica"]]
    table = read_table(write(tmp_path / "a", csv_bytes(rows, "iso8859-2")))
    assert (table.detected.encoding, cells_of(table)) == ("iso8859-2", rows)


def test_a_legacy_file_without_telling_letters_is_windows_1250(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "a", "nazwa;miejsce\nGOK;Łódź".replace("ź", "").encode("cp1250")))
    assert table.detected.encoding == "cp1250"


def test_rows_keep_the_numbers_a_spreadsheet_shows(tmp_path: Path) -> None:
    content = 'Wykaz;\n\nnazwa;uwagi\nOSP;"w dwóch\nwierszach";;\n ; \nKGW\n;;\n'
    table = read_table(write(tmp_path / "a", content.encode()))
    assert list(table) == [
        Row(1, ("Wykaz",)),
        Row(3, ("nazwa", "uwagi")),
        Row(4, ("OSP", "w dwóch\nwierszach")),
        Row(6, ("KGW",)),
    ]


def test_one_column_needs_no_delimiter(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "a", b"OSP Lipowo\nKGW Malwa, Lipowo\nGOK\n"))
    assert cells_of(table) == [["OSP Lipowo"], ["KGW Malwa, Lipowo"], ["GOK"]]
    assert table.detected == Detected("csv", "utf-8", "")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("title", ["", "Lista organizacji\n"])
def test_a_header_shows_the_delimiter_where_most_rows_hold_a_name_alone(
    tmp_path: Path, delimiter: str, title: str
) -> None:
    names = ["KGW Jagoda", "OSP Olszynki", "Chór Echo", "Klub Sokół"]
    rows = [["Nazwa", "Miejscowość", "Telefon"], *([name] for name in names)]
    rows += [["KGW Malwa", "Lipowo", "75 100 20 30"], ["Koło Bez", "Lipowo", ""]]
    text = title + "\n".join(delimiter.join(row) for row in rows)
    table = read_table(write(tmp_path / "a", text.encode()))
    assert table.detected.delimiter == delimiter
    assert [list(row.cells) for row in table][-7:-1] == rows[:-1]


def test_commas_in_names_are_no_delimiter_without_a_header(tmp_path: Path) -> None:
    text = "Klub Sokół\nZwiązek Emerytów, Rencistów i Inwalidów\nKGW Jagoda\nChór Echo"
    assert read_table(write(tmp_path / "a", text.encode())).detected.delimiter == ""


def test_excels_hint_about_the_delimiter_is_no_row(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "a", b"sep=,\nnazwa,x\nOSP,1\n"))
    assert list(table) == [Row(2, ("nazwa", "x")), Row(3, ("OSP", "1"))]


def test_a_table_can_be_read_again_and_again(tmp_path: Path) -> None:
    table = read_table(write(tmp_path / "a", csv_bytes(ROWS)))
    assert cells_of(table) == cells_of(table)


@pytest.mark.parametrize(
    ("content", "code", "params"),
    [
        (b"", "empty", {}),
        (b"\xef\xbb\xbf \r\n\t", "empty", {}),
        (b";;;\n;;\n", "empty", {}),
        (b"%PDF-1.7 ...", "wrong_type", {"found": "pdf"}),
        (b"\xff\xd8\xff\xe0 JFIF", "wrong_type", {"found": "jpeg"}),
        (b"\x89PNG\r\n", "wrong_type", {"found": "png"}),
        (b"{\\rtf1 x}", "wrong_type", {"found": "rtf"}),
        (b"<!DOCTYPE html><html><table><tr><td>OSP</td></tr></table>", "wrong_type", {"found": "html_table"}),
        (b"\xef\xbb\xbf\n<div>x</div>", "wrong_type", {"found": "html"}),
        (b"MIME-Version: 1.0\nX: y", "wrong_type", {"found": "html_table"}),
        (b"<?xml version='1.0'?><x/>", "wrong_type", {"found": "xml"}),
        (bytes(range(32)) * 9, "wrong_type", {"found": "binary"}),
        (b"nazwa;x\n" * 40 + b"OS\x00P;x\n", "nul_bytes", {"row": "41"}),
        ("nazwa;ą\n".encode() * 3 + "Żary;x\n".encode("cp1250"), "mixed_encodings", {"row": "4"}),
        ("nazwa;ą\n".encode("cp1250") * 3 + "Żary;x\n".encode(), "mixed_encodings", {"row": "4"}),
        (b"\xef\xbb\xbfnazwa;x\n" + "Żary;x\n".encode("cp1250"), "mixed_encodings", {"row": "2"}),
        ("nazwa;x\nś;".encode("cp1250") + b"\x81", "damaged", {"reason": "encoding"}),
        (b"nazwa;x\n" + b"a" * 3_000_000, "damaged", {"reason": "endless_line", "row": "2"}),
        (b'nazwa;x\nOSP;"' + b"a\n" * 90_000, "damaged", {"reason": "quotes", "row": "2"}),
        (b'a;"' + b"a\n" * 70_000 + b'";b\n', "damaged", {"reason": "quotes", "row": "1"}),
        (b"nazwa;x\n" * 300 + b"\x8c\x81;x\n" * 2000, "damaged", {"reason": "encoding"}),
        (b"\xff\xfe\x00", "damaged", {"reason": "encoding"}),
        (";".join(["x"] * 500).encode(), "too_many_columns", {"limit": "200", "found": "500"}),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_bad_text_is_refused_with_a_reason(tmp_path: Path, content: bytes, code: str, params: dict[str, str]) -> None:
    assert refusal(write(tmp_path / "lista.xlsx", content)) == (code, params)


def outcome(path: Path) -> tuple[str, int, int]:
    """What a fresh process of at most 1.5 GB makes of the file: refusal or number of rows, peak MB of it and of its
    child. One that works for minutes where it should take a moment is ended, on whatever machine.
    """
    program = (
        "import re, resource as r, sys\n"
        "r.setrlimit(r.RLIMIT_AS, (1_500_000_000, 1_500_000_000))\n"
        "r.setrlimit(r.RLIMIT_CPU, (120, 120))\n"
        "from koalicja.people.files import FileRefused, read_table\n"
        "try: print(sum(1 for _ in read_table(sys.argv[1])))\n"
        "except FileRefused as error: print(error.code)\n"
        "own, child = r.getrusage(r.RUSAGE_SELF), r.getrusage(r.RUSAGE_CHILDREN)\n"
        "peak = re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]\n"
        "print(int(peak) // 1024, child.ru_maxrss // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    said, own, child = done.stdout.split()
    return said, int(own), int(child)


def code_and_peak_mb(path: Path) -> tuple[str, int]:
    """The refusal and the largest memory of a fresh process that reads the file."""
    return outcome(path)[:2]


@pytest.mark.slow
def test_two_million_rows_are_refused_in_little_memory(tmp_path: Path) -> None:
    code, peak = code_and_peak_mb(write(tmp_path / "a.csv", b"nazwa;gmina\n" + b"OSP;020102\n" * 2_000_000))
    assert code == "too_many_rows"
    assert peak < 80


@pytest.mark.slow
def test_two_hundred_thousand_rows_are_fine(tmp_path: Path) -> None:
    assert read_table(write(tmp_path / "a.csv", b"OSP;1\n" * 200_000)).row_count == 200_000


def test_a_file_beyond_any_limit_is_not_even_opened(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(301 * 2**20)
    assert refusal(tmp_path / "a.csv") == ("unpacked_too_big", {"limit_mb": "300"})


# XLSX


def test_xlsx_as_people_save_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([None, "nazwa", "kod", "data", "liczba", "prawda"])
    sheet.append([])
    sheet.append([None, "OSP", 20101.0, datetime.date(2026, 11, 22), 1.5, True])
    sheet.append([None, "ŻABKA", "020101", datetime.datetime(2026, 1, 2, 3, 4, 5), 10**12, None])
    book.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx")
    assert list(table) == [
        Row(1, ("", "nazwa", "kod", "data", "liczba", "prawda")),
        Row(3, ("", "OSP", "20101", "2026-11-22", "1.5", "TRUE")),
        Row(4, ("", "ŻABKA", "020101", "2026-01-02 03:04:05", "1000000000000")),
    ]
    assert (table.detected, table.row_count, table.column_count) == (Detected("xlsx"), 3, 6)


def test_the_sheet_with_most_rows_is_taken_unless_one_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["tytuł"])  # type: ignore[union-attr]
    for number in range(3):
        (book["Dane & <x>"] if "Dane & <x>" in book.sheetnames else book.create_sheet("Dane & <x>")).append([number])
    book.create_sheet("Pusty")
    book.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx")
    assert (table.sheet, table.sheets) == ("Dane & <x>", ("Sheet", "Dane & <x>", "Pusty"))
    assert cells_of(read_table(tmp_path / "a.xlsx", sheet="Sheet")) == [["tytuł"]]
    assert refusal(tmp_path / "a.xlsx", sheet="Inny") == ("no_such_sheet", {"sheet": "Inny"})
    assert refusal(tmp_path / "a.xlsx", sheet="Pusty") == ("empty", {})


def test_formulas_give_their_stored_value_or_a_note(tmp_path: Path) -> None:
    rows = (
        f'<row r="1">{cell("A1", "nazwa")}</row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>X()</f><v>OSP</v></c><c r="B3"><f>2+2</f></c></row>'
        '<row r="4"><c r="A4"><f>HYPERLINK("x")</f><v></v></c></row>'
        '<row r="5"><c r="A5"><f t="shared" si="0"/></c></row>'
    )
    assert list(read_table(write_xlsx(tmp_path / "a.xlsx", ("A", [rows])))) == [
        Row(1, ("nazwa",)),
        Row(2, ("2",)),
        Row(3, ("OSP",), "formula_without_value"),
        Row(4, (), "formula_without_value"),
        Row(5, (), "formula_without_value"),
    ]


def test_rows_and_cells_without_references_count_on(tmp_path: Path) -> None:
    rows = '<row><c t="inlineStr"><is><t>a</t></is></c></row><row/><row><c t="inlineStr"><is><t>b</t></is></c></row>'
    table = read_table(write_xlsx(tmp_path / "a.xlsx", ("A", [rows])))
    assert (table.row_count, table.column_count) == (2, 1)


@pytest.mark.slow
def test_formatted_but_empty_cells_do_not_count(tmp_path: Path) -> None:
    styled = "".join(f'<row r="{at}" s="1"><c r="XFD{at}" s="1"/></row>' for at in range(2, 210_000))
    closed = "".join(f'<row r="{at}"/>' for at in range(210_000, 420_000))
    path = write_xlsx(tmp_path / "a.xlsx", ("A", [f'<row r="1">{cell("A1", "OSP")}</row>', styled, closed]))
    table = read_table(path)
    assert (table.row_count, table.column_count, cells_of(table)) == (1, 1, [["OSP"]])


def test_prefixed_xml_is_counted_too(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ("A", []))
    content = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="1"><x:c r="SF1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in (parts | {"xl/worksheets/sheet1.xml": content.encode()}).items():
            archive.writestr(name, part)
    assert refusal(path) == ("too_many_columns", {"limit": "200", "found": "500"})


@pytest.mark.slow
def test_a_full_sheet_of_rows_is_refused_in_little_memory(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, 1_048_577))
    code, peak = code_and_peak_mb(write_xlsx(tmp_path / "a.xlsx", ("A", [rows])))
    assert code == "too_many_rows"
    assert peak < 80


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([f'<row r="1">{cell("SF1", "x")}</row>'], "too_many_columns"),
        ([f'<row r="1">{"<c><v>1</v></c>" * 500}</row>'], "too_many_columns"),
        ([f'<row r="1048576">{cell("A1048576", "x")}</row>'], "too_many_rows"),
        ([f'<row r="1">{cell("A1", "x")}</row>', f'<row r="199999">{cell("GR199999", "x")}</row>'], "unpacked_too_big"),
        (['<!DOCTYPE x [<!ENTITY a "b">]>'], "damaged"),
        (["<row>", *["x" * 1_000_000] * 40], "damaged"),
        ([], "empty"),
    ],
)
def test_sheets_beyond_the_limits_are_refused(tmp_path: Path, rows: list[str], code: str) -> None:
    assert refusal(write_xlsx(tmp_path / "a.xlsx", ("A", rows)))[0] == code


FIRST = f'<row r="1">{cell("A1", "x")}</row>'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('<row r="2"><c r="GR1048576"><v>1</v></c></row>', "damaged"),
        ('<row r="2"><c r="A2"><v>1</v></c><c r="B3"><v>1</v></c></row>', "damaged"),
        ('<row r="2"><c r="B3"><f>1</f></c></row>', "damaged"),
        ('<row/><c r="XFD1048576"><v>1</v></c><row r="3"></row>', "damaged"),
        ('<c r="XFD1048576"><v>1</v></c>', "damaged"),
        ("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", "too_many_rows"),
        ('<row><c r="XFD1048576"><v>1</v></c></row>', "too_many_rows"),
        ("<row r='2'><c r='SF2'><v>1</v></c></row>", "too_many_columns"),
        ('<row r="2"><c s="1" r = "SF2"><v>1</v></c><c r="A2"><v>1</v></c></row>', "too_many_columns"),
        ('<row r="2"><c r="SF2"><v>1</v></c><c r="A2"><v>1</v></c></row>', "too_many_columns"),
        ('<row r="2"><c r="SF2"><v>1</v></c><x:c r="A2"><v>1</v></x:c></row>', "too_many_columns"),
        ('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is/></c></row>', "too_many_rows"),
        ('<row r="2"><c r="SF2" t="inlineStr"><is/></c></row>', "too_many_columns"),
        ('<row r="2"><c r="SF2" t="str"><v></v></c></row>', "too_many_columns"),
        ('<row r="190000"><c r="GR190000" t="inlineStr"><is/></c></row>', "unpacked_too_big"),
        ("""<row r="2"><c x=' r="A2"' r="XFD1048576"><v>1</v></c></row>""", "unpacked_too_big"),  # fools the scan
        ('<row r="2"><c r="SF2"><v></v></c><c r="SG2" s="1"/><c r="SH2"><v/></c></row>', "1"),
        ("<row r='2'><c r='A2'><v>1</v></c></row><row><c s='1'/><c><v>1</v></c></row>", "3"),
    ],
)
def test_a_small_crafted_workbook_costs_little_and_gets_its_reason(tmp_path: Path, rows: str, said: str) -> None:
    found, own, child = outcome(write_xlsx(tmp_path / "a.xlsx", ("A", [FIRST, rows])))
    assert found == said
    assert (own < 60, child < 120) == (True, True)


def replaced(path: Path, part: str, old: str, new: str) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped(path, parts | {part: parts[part].replace(old.encode(), new.encode())})


def test_the_dimension_a_sheet_claims_does_not_matter(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ("A", [FIRST]))
    replaced(path, "xl/worksheets/sheet1.xml", "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    found, own, child = outcome(path)
    assert (found, own < 60, child < 60) == ("1", True, True)


def test_one_long_text_in_thousands_of_cells_is_refused(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = f'<sst xmlns="{space}" count="1" uniqueCount="1"><si><t>{"x" * 1_000_000}</t></si></sst>'
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 5000))
    path = write_xlsx(tmp_path / "a.xlsx", ("A", [rows]), more={"xl/sharedStrings.xml": strings.encode()})
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="rId9" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    replaced(path, "xl/_rels/workbook.xml.rels", "</Relationships>", relation)
    found, own, child = outcome(path)
    assert (found, own < 60, child < 800) == ("unpacked_too_big", True, True)


@pytest.mark.parametrize("junk", ["<c " * 300_000, "<c r='A2'>" + " " * 900_000, "<c" + " r" * 400_000])
def test_a_row_of_junk_is_scanned_in_a_moment(tmp_path: Path, junk: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ("A", [FIRST, f'<row r="2">{junk}</row>']))
    assert outcome(path)[0] == "damaged"


def zip_bomb(path: Path) -> Path:
    row = f'<row r="1">{cell("A1", "x")}</row>'
    return write_xlsx(path, ("A", [row]), more={"xl/media/a": bytes(310 * 2**20)})


@pytest.mark.slow
def test_a_zip_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    assert refusal(zip_bomb(tmp_path / "a.xlsx")) == ("unpacked_too_big", {"limit_mb": "300"})


@pytest.mark.slow
@pytest.mark.parametrize("size", [1000, 290 * 2**20])
def test_a_zip_directory_that_lies_is_caught_while_unpacking(tmp_path: Path, size: int) -> None:
    content = bytearray(zip_bomb(tmp_path / "a.xlsx").read_bytes())
    struct.pack_into("<I", content, content.rfind(b"PK\x01\x02") + 24, size)
    assert refusal(write(tmp_path / "b.xlsx", content)) == ("damaged", {"reason": "zip_sizes"})


@pytest.mark.slow
def test_many_parts_that_are_small_each_and_big_together_are_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ("A", []), more={f"xl/media/{at}": b"\0" * 2**20 for at in range(310)})
    assert refusal(path) == ("unpacked_too_big", {"limit_mb": "300"})


def zipped(path: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("parts", "code", "params"),
    [
        ({"word/document.xml": b"<x/>"}, "wrong_type", {"found": "docx"}),
        ({"xl/workbook.bin": b"x"}, "wrong_type", {"found": "xlsb"}),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "wrong_type", {"found": "odt"}),
        ({"a.txt": b"x"}, "wrong_type", {"found": "zip"}),
        ({"xl/workbook.xml": b"<x/>"}, "damaged", {"reason": "zip"}),
        ({str(at): b"" for at in range(5001)}, "damaged", {"reason": "zip_parts"}),
        ({"xl/workbook.xml": b"\xff\xfe<", "xl/_rels/workbook.xml.rels": b""}, "damaged", {"reason": "xml_entities"}),
        ({"xl/workbook.xml": b"<x/>", "xl/_rels/workbook.xml.rels": b"<x/>"}, "empty", {}),
    ],
    ids=lambda value: next(iter(value), "") if isinstance(value, dict) else None,
)
def test_other_zip_files_are_refused(
    tmp_path: Path, parts: dict[str, bytes], code: str, params: dict[str, str]
) -> None:
    assert refusal(zipped(tmp_path / "a.xlsx", parts)) == (code, params)


def test_parts_need_not_be_compressed(tmp_path: Path) -> None:
    with zipfile.ZipFile(write_xlsx(tmp_path / "a.xlsx", ("A", [f'<row r="1">{cell("A1", "OSP")}</row>']))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert cells_of(read_table(zipped(tmp_path / "b.xlsx", parts, zipfile.ZIP_STORED))) == [["OSP"]]


def test_damaged_zip_files_are_refused(tmp_path: Path) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", ("A", [f'<row r="1">{cell("A1", "OSP")}</row>'])).read_bytes()
    assert refusal(write(tmp_path / "b", whole[:-30])) == ("damaged", {"reason": "zip"})
    start = whole.find(b"xl/workbook.xml") + len("xl/workbook.xml")
    broken = whole[:start] + b"\xff" * 20 + whole[start + 20 :]
    assert refusal(write(tmp_path / "c", broken)) == ("damaged", {"reason": "zip"})
    assert refusal(write(tmp_path / "d", b"PK\x03\x04 and nothing more")) == ("damaged", {"reason": "zip"})


def test_a_workbook_the_library_cannot_read_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ("A", [f'<row r="1">{cell("A1", "OSP")}</row><c r="A!"><v>1</x></row>']))
    with pytest.raises(FileRefused) as refused:
        list(read_table(path))
    assert (refused.value.code, refused.value.params) == ("damaged", {"reason": "workbook"})


def test_passwords_are_recognised(tmp_path: Path) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = write_xlsx(tmp_path / "a.xlsx", ("A", [f'<row r="1">{cell("A1", "OSP")}</row>']))
    with plain.open("rb") as source, (tmp_path / "locked.xlsx").open("wb") as target:
        OOXMLFile(source).encrypt("sekret", target)
    assert refusal(tmp_path / "locked.xlsx") == ("password", {})
    flagged = bytearray(plain.read_bytes())
    flagged[flagged.rfind(b"PK\x01\x02") + 8] |= 1
    assert refusal(write(tmp_path / "b.xlsx", flagged)) == ("password", {})


# XLS


def write_xls(path: Path, *sheets: list[list[object]]) -> Path:
    book = xlwt.Workbook()
    for at, rows in enumerate(sheets, 1):
        sheet = book.add_sheet(f"Arkusz{at}")
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if value is not None:
                    sheet.write(row, column, value)
    book.save(str(path))
    return path


def test_xls_is_read(tmp_path: Path) -> None:
    path = write_xls(tmp_path / "a.xls", [["x"]], [["nazwa", "kod"], [], ["Żółw", 20101], [None, xlwt.Formula("1+1")]])
    table = read_table(path)
    assert list(table)[:2] == [Row(1, ("nazwa", "kod")), Row(3, ("Żółw", "20101"))]
    assert (table.detected, table.sheet, table.sheets) == (Detected("xls"), "Arkusz2", ("Arkusz1", "Arkusz2"))


def test_xls_files_beyond_help_are_refused(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert refusal(write(tmp_path / "a", ole + "WordDocument".encode("utf-16-le"))) == ("wrong_type", {"found": "doc"})
    assert refusal(write(tmp_path / "b", ole)) == ("wrong_type", {"found": "ole"})
    assert refusal(write(tmp_path / "c", ole + "Workbook".encode("utf-16-le"))) == ("damaged", {"reason": "workbook"})
    assert refusal(write_xls(tmp_path / "d.xls", [])) == ("empty", {})
    wide = write_xls(tmp_path / "e.xls", [["x"] * 250])
    assert refusal(wide) == ("too_many_columns", {"limit": "200", "found": "250"})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheets", "row", "column"), [(1, 65535, 255), (1, 65535, 190), (2, 65535, 255), (30, 65535, 255), (30, 9999, 199)]
)
def test_a_small_xls_with_far_corners_costs_little(tmp_path: Path, sheets: int, row: int, column: int) -> None:
    book = xlwt.Workbook()
    for at in range(sheets):
        sheet = book.add_sheet(f"Arkusz{at}")
        sheet.write(0, 0, "OSP")
        sheet.write(row, column, "x")
    book.save(str(tmp_path / "a.xls"))
    found, own, child = outcome(tmp_path / "a.xls")
    assert (found, own < 60, child < 800) == ("unpacked_too_big", True, True)


def test_a_locked_xls_is_recognised(tmp_path: Path) -> None:
    content = bytearray(write_xls(tmp_path / "a.xls", [["OSP"]]).read_bytes())
    interface_header = content.find(b"\xe1\x00\x02\x00\xb0\x04")
    assert interface_header > 0
    content[interface_header : interface_header + 2] = b"\x2f\x00"
    assert refusal(write(tmp_path / "b.xls", content)) == ("password", {})


# ODS


def test_ods_is_read(tmp_path: Path) -> None:
    rows = [ods_row(ROWS[0]), '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>']
    number = '<table:table-cell office:value-type="float" office:value="20101"/>'
    rows += [f"<table:table-row><table:table-cell/>{number}</table:table-row>", *map(ods_row, ROWS[1:])]
    rows += ['<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>']
    table = read_table(write_ods(tmp_path / "a.ods", ("Mały", [ods_row(["x"])]), ("Dane", rows)))
    assert [row.number for row in table] == [1, 4, 5, 6, 7]
    assert cells_of(table) == [ROWS[0], ["", "20101"], *trimmed(ROWS[1:])]
    assert (table.detected, table.sheet, table.sheets) == (Detected("ods"), "Dane", ("Mały", "Dane"))
    assert (table.row_count, table.column_count) == (5, 3)


def test_repeated_ods_rows_are_as_many_rows(tmp_path: Path) -> None:
    rows = ods_row(["OSP"]).replace("<table:table-row>", '<table:table-row table:number-rows-repeated="3">')
    assert [row.number for row in read_table(write_ods(tmp_path / "a.ods", ("A", [rows])))] == [1, 2, 3]


def test_ods_formulas_without_a_value_are_noted(tmp_path: Path) -> None:
    row = '<table:table-row><table:table-cell table:formula="of:=1+1"/></table:table-row>'
    table = read_table(write_ods(tmp_path / "a.ods", ("A", [ods_row(["OSP"]), row])))
    assert list(table) == [Row(1, ("OSP",)), Row(2, (), "formula_without_value")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (
            ods_row(["OSP"]).replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1000000">'),
            "too_many_rows",
        ),
        (
            '<table:table-row><table:table-cell table:number-columns-repeated="16000" office:value-type="string">'
            "<text:p>x</text:p></table:table-cell></table:table-row>",
            "too_many_columns",
        ),
        (
            '<table:table-row table:number-rows-repeated="200000">'
            '<table:table-cell table:number-columns-repeated="200" office:value-type="string"><text:p>x</text:p>'
            "</table:table-cell></table:table-row>",
            "unpacked_too_big",
        ),
        ("<table:table-row>", "damaged"),
        ("", "empty"),
    ],
)
def test_ods_beyond_the_limits_is_refused(tmp_path: Path, row: str, code: str) -> None:
    assert refusal(write_ods(tmp_path / "a.ods", ("A", [row])))[0] == code


def test_ods_sheets_are_weighed_together_for_they_are_held_together(tmp_path: Path) -> None:
    value = '<table:table-cell table:number-columns-repeated="180" office:value="1"/>'
    rows = [f'<table:table-row table:number-rows-repeated="60000">{value}</table:table-row>']
    path = write_ods(tmp_path / "a.ods", *((f"A{at}", rows) for at in range(2)))
    found, own, child = outcome(path)
    assert (found, own < 60, child) == ("unpacked_too_big", True, 0)


def test_ods_that_is_locked_or_no_table_is_refused(tmp_path: Path) -> None:
    locked = write_ods(tmp_path / "a.ods", ("A", []), encryption="<manifest:encryption-data/>")
    assert refusal(locked) == ("password", {})
    letter = write_ods(tmp_path / "b.ods", mimetype="application/vnd.oasis.opendocument.text")
    assert refusal(letter) == ("wrong_type", {"found": "odt"})
    assert refusal(write_ods(tmp_path / "c.ods")) == ("empty", {})


# The process that opens workbooks


@pytest.mark.parametrize(
    ("code", "refused", "params"),
    [
        (opening.PASSWORD, "password", {}),
        (opening.TOO_BIG, "unpacked_too_big", {"limit_mb": "300"}),
        (-signal.SIGABRT, "unpacked_too_big", {"limit_mb": "300"}),
        (-signal.SIGXCPU, "damaged", {"reason": "endless_work"}),
        (-signal.SIGSEGV, "damaged", {"reason": "workbook"}),
        (opening.ENDLESS_ROW, "damaged", {"reason": "endless_row"}),
        (opening.DAMAGED, "damaged", {"reason": "workbook"}),
        (1, "damaged", {"reason": "workbook"}),
    ],
)
def test_however_the_process_ends_the_file_is_refused(code: int, refused: str, params: dict[str, str]) -> None:
    refusal = _refusal(code)
    assert refusal is not None
    assert (refusal.code, refusal.params) == (refused, params)


def answer_of(path: Path, **limits: int) -> int:
    asked = {"path": str(path), "sheet": "A", "last_row": None}
    room = {"memory_bytes": 500 * 2**20, "seconds": 120, "output_bytes": 2**20}
    command = [sys.executable, "-P", opening.__file__]
    with (path.parent / "answer").open("wb") as answer:
        given = json.dumps(asked | room | limits).encode()
        return subprocess.run(command, input=given, stdout=answer, stderr=subprocess.DEVNULL, check=False).returncode


def test_the_process_keeps_its_limits(tmp_path: Path) -> None:
    rows = [f'<row r="{at}">{cell(f"A{at}", "OSP" * 30)}</row>' for at in range(1, 5001)]
    path = write_xlsx(tmp_path / "a.xlsx", ("A", rows))
    assert answer_of(path) == opening.DONE
    assert answer_of(path, output_bytes=10_000) == opening.TOO_BIG
    wide = write_xlsx(tmp_path / "b.xlsx", ("A", [f'<row r="1">{cell("A1", "x" * 9_000_000)}</row>']))
    assert answer_of(wide, output_bytes=2**25) == opening.ENDLESS_ROW


# Any file


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e20, "1e+20"),
        (0.1, "0.1"),
        (False, "FALSE"),
        (None, ""),
        (7, "7"),
        (datetime.time(12, 30), "12:30:00"),
        (datetime.datetime(2026, 11, 22), "2026-11-22"),
        (datetime.timedelta(hours=1), "1:00:00"),
    ],
)
def test_cells_are_shown_as_people_read_them(value: object, text: str) -> None:
    assert text_of(value) == text


@settings(deadline=None)
@given(
    st.binary(max_size=200)
    | st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf"]).flatmap(
        lambda head: st.binary(max_size=100).map(lambda tail: head + tail)
    )
    | st.text().map(str.encode)
)
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = write(tmp_path_factory.mktemp("any") / "a", content)
    with contextlib.suppress(FileRefused):
        assert all(row.cells for row in read_table(path))


LETTERS = st.text(alphabet="aąbćęłńóśźżABCĄŚŹ 12-„”", min_size=1, max_size=9).map(str.strip).filter(bool)


@pytest.mark.slow
@settings(deadline=None, max_examples=20)
@given(st.lists(st.lists(LETTERS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_was_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("back")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(folder / "a.xlsx")
    assert cells_of(read_table(folder / "a.xlsx")) == rows
    assert cells_of(read_table(write_ods(folder / "a.ods", ("A", map(ods_row, rows))))) == rows
    assert cells_of(read_table(write(folder / "a.csv", csv_bytes(rows, "utf-8-sig")))) == rows
    assert cells_of(read_table(write(folder / "b.csv", csv_bytes(rows, "cp1250")))) == rows


def test_the_readers_work_without_django() -> None:
    program = "import sys; import koalicja.people.files; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
