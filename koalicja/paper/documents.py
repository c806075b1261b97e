"""The one door to typst: a template of a room and its data in, a tagged PDF out.

What people typed travels as JSON and is shown as text; it is never part of the template, so it cannot become code.
"""

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import typst
from django.apps import apps
from django.utils.translation import get_language

from koalicja.paper.fonts import paper_fonts, printable_points

HOUSE = Path(__file__).with_name("house.typ")
NO_SUCH_LETTER = "?"


class DocumentFault(Exception):
    """A template of ours is wrong. Data never raises it: whatever was typed can be printed."""


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The document as a self-contained PDF/UA-1 file; the same data gives the same bytes.

    `template` names a file in an app's folder `paper`, such as "coalitions/proposal.typ". `data` is plain JSON (texts,
    numbers, booleans, None, lists, mappings); its `title` and `author` become the metadata of the file, and its
    language is the active one. Characters no font of ours has are printed as question marks.
    Raises DocumentFault for a template that does not compile or asks for a font that is not there, LookupError for an
    app that is not installed, ImproperlyConfigured where the fonts are missing.
    """
    values = _printable({"language": (get_language() or "pl")[:2], **data})
    files = {
        "main": _source(template).read_bytes(),
        "house.typ": HOUSE.read_bytes(),
        "data.json": json.dumps(values, ensure_ascii=False).encode(),
    }
    compiler = typst.Compiler(
        files,  # type: ignore[type-var]  # a virtual folder, which the library's stubs forget
        font_paths=paper_fonts(),
        ignore_system_fonts=True,
    )
    try:
        document, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        raise DocumentFault(f"{template}: {error.diagnostic}") from error
    if warnings:
        raise DocumentFault(f"{template}: {'; '.join(warning.message for warning in warnings)}")
    return cast(bytes, document)


def _source(template: str) -> Path:
    app, _slash, name = template.partition("/")
    return Path(apps.get_app_config(app).path) / "paper" / name


def _printable(value: Any) -> Any:
    match value:
        case str():
            return "".join(_shown(character) for character in unicodedata.normalize("NFC", value))
        case Mapping():
            return {str(key): _printable(item) for key, item in value.items()}
        case list() | tuple():
            return [_printable(item) for item in value]
        case None | bool() | int() | float():
            return value
    return _printable(str(value))


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp"}:
        return "\n" if character == "\n" else " "
    if ord(character) in printable_points():
        return character
    # Marks and invisible characters leave nothing behind; a letter leaves a sign that something stood there.
    return "" if category[0] in "MC" else NO_SUCH_LETTER
