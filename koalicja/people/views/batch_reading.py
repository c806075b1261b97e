"""How a loaded file was read, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from koalicja.people.models import Batch
from koalicja.people.refusals import file_field

ENCODINGS = {"cp1250": "windows-1250", "iso8859-2": "ISO-8859-2", "iso8859_2": "ISO-8859-2"}


def how_read(batch: Batch) -> list[dict[str, str]]:
    """What was detected about the file."""
    detected = batch.detected
    header = detected.get("header_number")
    columns = [str(column["label"]) for column in detected.get("columns", [])]
    mapping = sorted(batch.mapping.items(), key=lambda item: item[1])
    used = [f"{columns[column]} → {file_field(name)}" for name, column in mapping if column < len(columns)]
    facts = [
        {"label": _("Kind of file"), "value": _kind_of_file(detected)},
        {"label": _("Sheet"), "value": detected.get("sheet", "")},
        {"label": _("Row with the headings"), "value": str(header) if header else _("none")},
        {"label": _("Columns"), "value": ", ".join(part for part in used if not part.startswith(" →"))},
        {"label": _("Source"), "value": batch.source},
    ]
    return [fact for fact in facts if fact["label"] != _("Sheet") or fact["value"]]


def _kind_of_file(detected: Mapping[str, Any]) -> str:
    delimiters = {";": _("semicolon"), ",": _("comma"), "\t": _("tab"), "|": "|"}
    encoding = str(detected.get("encoding", ""))
    parts = [str(detected.get("format", "")).upper(), ENCODINGS.get(encoding, encoding.upper())]
    if detected.get("delimiter"):
        parts.append(_("columns divided by: %(mark)s") % {"mark": delimiters.get(detected["delimiter"], "")})
    return ", ".join(part for part in parts if part)
