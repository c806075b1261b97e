"""How a loaded file was read, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from koalicja.people.models import Batch
from koalicja.people.refusals import file_field

MOST_NAMED = 8
ENCODINGS = {"cp1250": "windows-1250", "iso8859-2": "ISO-8859-2", "iso8859_2": "ISO-8859-2"}


def how_read(batch: Batch) -> list[dict[str, str]]:
    """What was detected about the file."""
    detected = batch.detected
    header = detected.get("header_number")
    columns = [_label(column, at) for at, column in enumerate(detected.get("columns", []))]
    mapping = sorted(batch.mapping.items(), key=lambda item: item[1])
    used = [f"{columns[column]} → {file_field(name)}" for name, column in mapping if column < len(columns)]
    facts = [
        {"label": _("Kind of file"), "value": _kind_of_file(detected)},
        {"label": _("Sheet"), "value": detected.get("sheet", "")},
        {"label": _("Row with the headings"), "value": str(header) if header else _("none")},
        {"label": _("Columns"), "value": ", ".join(used)},
        {"label": _("Source"), "value": batch.source},
    ]
    return [fact for fact in facts if fact["label"] != _("Sheet") or fact["value"]]


def unread(batch: Batch) -> str:
    """The columns that hold something and are not read, by name, in one sentence; nothing where all are."""
    taken = set(batch.mapping.values())
    columns = enumerate(batch.detected.get("columns", []))
    left = [_label(column, at) for at, column in columns if column["samples"] and at not in taken]
    if not left:
        return ""
    if len(left) > MOST_NAMED:
        others = {"columns": ", ".join(left[:MOST_NAMED]), "count": len(left) - MOST_NAMED}
        return _("Columns that we do not read: %(columns)s and others (%(count)s).") % others
    return _("Columns that we do not read: %(columns)s.") % {"columns": ", ".join(left)}


def _label(column: Mapping[str, Any], at: int) -> str:
    """The heading of a column, or its number where it has none."""
    return str(column["label"]) or _("column %(number)s") % {"number": at + 1}


def _kind_of_file(detected: Mapping[str, Any]) -> str:
    delimiters = {";": _("semicolon"), ",": _("comma"), "\t": _("tab"), "|": "|"}
    encoding = str(detected.get("encoding", ""))
    parts = [str(detected.get("format", "")).upper(), ENCODINGS.get(encoding, encoding.upper())]
    if detected.get("delimiter"):
        parts.append(_("columns divided by: %(mark)s") % {"mark": delimiters.get(detected["delimiter"], "")})
    return ", ".join(part for part in parts if part)
