"""Single cells of a row: what makes a row unusable, and how values are cleaned."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from koalicja.engine.matching.shouting import readable_name
from koalicja.engine.matching.text import fold, tidy

MAX_LENGTHS: Mapping[str, int] = {"name": 300, "notes": 5000, "website": 400, "email": 254}
MAX_LENGTH = 200
MAX_LINES_IN_NAME = 3
EMAILS_APART = "; "


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row cannot be taken, with what helps to mend it.

    `code`: no_name, several_records_in_one_cell (params: count, field), too_long (params: field, length, limit),
    nul_byte, formula_without_value; of names also formula_as_name, summary_row, name_without_letters.
    """

    number: int
    code: str
    params: Mapping[str, str] = field(default_factory=dict)


_EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>]+")
_KIND_LABEL = re.compile(r"^(?:typ|rodzaj)\s*:\s*", re.IGNORECASE)
_EMPTY_WEBSITES = {"http://", "https://", "www", "www.", "brak"}
_SUMMARY = re.compile(r"(?:razem|suma|ogolem|lacznie|w sumie|podsumowanie|total)[\s:.\-\d]*")
_NOTHING = {"-", "--", "---", "brak", "brak danych", "n/d", "nd", "b/d", "nie dotyczy", "null", "none", "?", "x"}


def find_problem(number: int, raw: Mapping[str, str], note: str = "") -> RowProblem | None:
    """The first problem of a row's mapped cells."""
    if note:
        return RowProblem(number, note)
    for name, cell in raw.items():
        if "\x00" in cell:
            return RowProblem(number, "nul_byte")
        if name == "name" and (records := _count_records(cell)) > 1:
            return RowProblem(number, "several_records_in_one_cell", {"count": str(records), "field": name})
        limit = MAX_LENGTHS.get(name, MAX_LENGTH)
        if len(cell) > limit and (length := len(tidy(cell))) > limit:
            return RowProblem(number, "too_long", {"field": name, "length": str(length), "limit": str(limit)})
    return None


def name_problem(name: str, cells: Sequence[str]) -> str:
    """Why this is no name of anybody ("" when it may be one)."""
    if name.startswith("="):
        return "formula_as_name"
    if _is_summary(cells):
        return "summary_row"
    if any(character.isalpha() for character in name):
        return ""
    return "name_without_letters" if any(map(_is_sign, name)) else "no_name"


def _is_sign(character: str) -> bool:
    """A figure, a picture, a currency …: somebody has written something, other than a dash or quotation marks."""
    return unicodedata.category(character)[0] in "NS"


def _is_summary(cells: Sequence[str]) -> bool:
    """Whether the first filled cell says "total" and nothing but figures follows."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled or not _SUMMARY.fullmatch(fold(filled[0])):
        return False
    return not any(character.isalpha() for cell in filled[1:] for character in cell)


def _count_records(cell: str) -> int:
    """How many records stand in one cell: lines of a name that each bring an address or a list of their own."""
    if "\n" not in cell.strip():
        return 1
    lines = [line for line in cell.strip().splitlines() if line.strip()]
    like_records = [line for line in lines if "@" in line or line.count(",") >= 2 or line.count(";") >= 2]
    if len(like_records) >= 2:
        return len(like_records)
    return len(lines) if len(lines) > MAX_LINES_IN_NAME else 1


def clean_values(raw: Mapping[str, str]) -> dict[str, str]:
    """Tidy values of the filled cells by field; first and last name become person where there is none."""
    values = {name: cleaned for name, cell in raw.items() if (cleaned := _clean(name, cell))}
    first, last = values.pop("first_name", ""), values.pop("last_name", "")
    if (first or last) and "person" not in values:
        values["person"] = f"{first} {last}".strip()
    if "name" not in values and "person" in values:
        values["name"] = values["person"]
    return values


def _clean(name: str, cell: str) -> str:
    text = tidy(cell)
    if fold(text) in _NOTHING:
        return ""
    if name == "website":
        return "" if fold(text) in _EMPTY_WEBSITES else text
    if name == "kind":
        return _KIND_LABEL.sub("", text).strip() if ":" in text else text
    if name == "email":
        return _emails(text)
    return text


def _emails(text: str) -> str:
    """All e-mails of a cell, one behind the other; the cell as it is where figures stand beside them (a phone?)."""
    found = list({fold(email): email for email in reversed(_EMAIL.findall(text))}.values())[::-1]
    if not found or any(map(str.isdigit, _EMAIL.sub("", text))):
        return text
    return EMAILS_APART.join(found)


def proposed_name(values: Mapping[str, str]) -> str:
    """The row's name as it may be stored: calm where it was shouted."""
    return readable_name(values.get("name", ""))
