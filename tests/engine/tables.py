"""Small workbooks written by hand, part by part: what libraries would not write, and ODS quickly."""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_TYPES = (
    _HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS = _HEAD + f'<Relationships xmlns="{_PACKAGE}">{{}}</Relationships>'
_RELATION = f'<Relationship Id="{{}}" Type="{_OFFICE}/{{}}" Target="{{}}"/>'
_WORKBOOK = (
    _HEAD + '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    f'xmlns:r="{_OFFICE}"><sheets>{{}}</sheets></workbook>'
)
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def write_xlsx(path: Path, *sheets: tuple[str, Iterable[str]], more: dict[str, bytes] | None = None) -> Path:
    """An XLSX file: (name, pieces of XML between sheetData tags) per sheet, and further parts as they are."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        targets = [f"worksheets/sheet{number}.xml" for number, _ in enumerate(sheets, 1)]
        relations = "".join(_RELATION.format(f"rId{at}", "worksheet", target) for at, target in enumerate(targets, 1))
        names = "".join(
            f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}"/>' for at, (name, _) in enumerate(sheets, 1)
        )
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels", _RELATIONS.format(_RELATION.format("rId1", "officeDocument", "xl/workbook.xml"))
        )
        archive.writestr("xl/workbook.xml", _WORKBOOK.format(names))
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format(relations))
        for target, (_, pieces) in zip(targets, sheets, strict=True):
            with archive.open(f"xl/{target}", "w", force_zip64=True) as part:
                part.write((_HEAD + _SHEET).encode())
                for piece in pieces:
                    part.write(piece.encode())
                part.write(b"</sheetData></worksheet>")
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return path


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_CONTENT = (
    _HEAD + '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body>'
    "<office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)
_ODS_MANIFEST = (
    _HEAD + '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{}</manifest:file-entry>'
    "</manifest:manifest>"
)


def ods_cell(text: str) -> str:
    if not text:
        return "<table:table-cell/>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def ods_row(cells: Sequence[str]) -> str:
    return f"<table:table-row>{''.join(map(ods_cell, cells))}</table:table-row>"


def write_ods(path: Path, *sheets: tuple[str, Iterable[str]], mimetype: str = _ODS, encryption: str = "") -> Path:
    """An ODS file: (name, pieces of XML of rows) per sheet."""
    tables = "".join(f'<table:table table:name="{escape(name)}">{"".join(rows)}</table:table>' for name, rows in sheets)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _ODS_MANIFEST.format(encryption))
        archive.writestr("content.xml", _ODS_CONTENT.format(tables))
    return path
