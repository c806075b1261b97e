"""Which column holds what: guessed from headers (wherever they stand) or, without headers, from the cells."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from koalicja.engine.matching.contact_columns import CONTACT_FIELDS, Claims, by_values, is_contacts, with_contacts
from koalicja.engine.matching.headers import FUNCTIONS, HEADERS, ONLY_WHOLE, OTHERS_COLUMNS
from koalicja.engine.matching.people import looks_like_person
from koalicja.engine.matching.sectors import guess_sector
from koalicja.engine.matching.text import tidy, words

FIELDS: tuple[str, ...] = (
    "name",
    "kind",
    "sector",
    "group",
    "gmina_code",
    "voivodeship",
    "powiat",
    "gmina",
    "village",
    "street",
    "house_number",
    "flat",
    "address",
    "postcode",
    "post_town",
    "phone",
    "email",
    *CONTACT_FIELDS,
    "website",
    "regon",
    "nip",
    "rspo",
    "row_id",
    "person",
    "first_name",
    "last_name",
    "role",
    "age_band",
    "notes",
)

HEADER_SEARCH_ROWS = 30
SAMPLE_ROWS = 200
DIGITS_OF_A_CONTACT = 7  # no heading has so many
LEAST_OF_PERSONS = 100  # who is named by a function, where no column is called after persons
SAMPLE_LENGTH = 1000  # of a cell: enough to tell what it holds, however long it is


@dataclass(frozen=True, slots=True)
class ColumnReason:
    """`code` header (params: header) or content (params: share, in per cent of the filled cells)."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """`header_row` is an index into the rows asked about (None: no header); `mapping` field → column, both 0-based.

    `problem` is "" or: no_rows, no_name_column, statistics (no names, and figures in most columns).
    """

    header_row: int | None
    mapping: Mapping[str, int]
    reasons: Mapping[str, ColumnReason]
    problem: str = ""


def guess_columns(rows: Sequence[Sequence[str]], *, is_village: Callable[[str], bool] | None = None) -> ColumnGuess:
    """The mapping of columns to FIELDS, from the first rows of a table (a few hundred are enough).

    `is_village` knows the villages of the gmina; only with it are they found in a table without headings.
    """
    tidied = [[tidy(cell[:SAMPLE_LENGTH]) for cell in row] for row in rows[:SAMPLE_ROWS]]
    if not any(any(row) for row in tidied):
        return ColumnGuess(None, {}, {}, "no_rows")
    header_row = _header_row(tidied)
    body = tidied if header_row is None else tidied[header_row + 1 :]
    found = _Found()
    if header_row is not None:
        for name, column in _by_header(tidied[header_row], body).items():
            found.add(name, column, ColumnReason("header", {"header": tidied[header_row][column]}))
    _move_codes(found, body)
    _add_by_content(found, body, has_header=header_row is not None, is_village=is_village)
    has_names = not {"name", "person", "last_name"}.isdisjoint(found.mapping)
    problem = "" if has_names else "statistics" if _is_mostly_figures(body) else "no_name_column"
    return ColumnGuess(header_row, found.mapping, found.reasons, problem)


class _Found:
    """The mapping while it grows."""

    def __init__(self) -> None:
        self.mapping: dict[str, int] = {}
        self.reasons: dict[str, ColumnReason] = {}

    def add(self, name: str, column: int, reason: ColumnReason) -> None:
        self.mapping[name] = column
        self.reasons[name] = reason


def _header_row(rows: list[list[str]]) -> int | None:
    following = [*rows[1:], []]
    candidates = zip(rows[:HEADER_SEARCH_ROWS], following, strict=False)
    score, index = max((_header_score(row, after), -index) for index, (row, after) in enumerate(candidates))
    return -index if score else None


def _header_score(row: list[str], after: list[str]) -> int:
    """How many different fields the row names; a lone known word is a header in a row of its own or over figures.

    A cell that says nothing but "name" is a header whatever stands beside it: nobody is called so.
    """
    filled = [cell for cell in row if cell]
    found = len(_by_header(row))
    if any(map(_says_name, filled)):
        return found + 1
    is_over_figures = not any(map(_is_figure, filled)) and sum(map(_is_figure, after)) >= 2
    is_alone = len(filled) == 1 and _is_heading(filled[0])
    return found if found >= 2 or (found == 1 and (is_alone or is_over_figures)) else 0


def _is_heading(cell: str) -> bool:
    """Whether a cell that stands alone is more than a name that holds a known word: "Szkoła Podstawowa nr 2"."""
    said = any(score > 900 for _name, score in _header_claims(cell))
    return said or _NAME_WORD.search(" ".join(words(cell))) is not None


def _says_name(cell: str) -> bool:
    """Whether the whole cell is a heading of names, such as "Nazwa organizacji" or "Imię i nazwisko"."""
    exact = {name for name, score in _header_claims(cell) if score > 900}  # 1000 less the place of the phrase
    return bool(exact & {"name", "person", "last_name"}) and _NAME_WORD.search(" ".join(words(cell))) is not None


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None


def _is_mostly_figures(body: list[list[str]]) -> bool:
    width = max((len(row) for row in body), default=0)
    figures = sum(_share(body, column, _is_figure) >= 0.8 for column in range(width))
    return 2 * figures > width


def _by_header(row: Sequence[str], body: Sequence[Sequence[str]] = ()) -> dict[str, int]:
    """The field of each column by its heading, where the values below do not speak against it."""
    claims = [
        (-score, column, name)
        for column, cell in enumerate(row)
        for name, score in by_values(_header_claims(cell), (each[column] for each in body if column < len(each)))
    ]
    mapping: dict[str, int] = {}
    for _, column, name in sorted(claims):
        if name not in mapping and column not in mapping.values():
            mapping[name] = column
    return mapping


@lru_cache(maxsize=1024)
def _header_claims(cell: str) -> Claims:
    text = " ".join(words(cell))
    if not text or len(text) > 60 or "@" in cell or sum(map(str.isdigit, cell)) >= DIGITS_OF_A_CONTACT:
        return ()
    is_others = any(other in text for other in OTHERS_COLUMNS)
    claims = []
    for name, phrases in HEADERS.items():
        exact = [position for position, phrase in enumerate(phrases) if phrase == text]
        if exact:
            claims.append((name, 1000 - exact[0]))
        elif not is_others and len(text.split()) <= 5:
            inside = [
                len(phrase.split()) - position for position, phrase in enumerate(phrases) if _is_inside(phrase, text)
            ]
            claims += [(name, 500 + inside[0] - 10 * len(text.split()))] if inside else []
    if text in FUNCTIONS:
        claims.append(("person", LEAST_OF_PERSONS))
    return () if is_others and not claims else with_contacts(text, tuple(claims))


def _is_inside(phrase: str, text: str) -> bool:
    return phrase not in ONLY_WHOLE and f" {phrase} " in f" {text} "


_EMAIL = re.compile(r"[^@\s;,]+@[^@\s;,]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?:(?:tel|kom|fax)\.?:?\s*)?(?:\(?\+?48\)?)?[\s\-().\d]{9,16}(?:\D.*)?", re.IGNORECASE)
_WEBSITE = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)
_POSTCODE = re.compile(r"\d{2}-\d{3}")
_CODE = re.compile(r"(?:0[2468]|1[02468]|2[02468]|3[02])\d{4,5}|[2468]\d{4}")
_NAME_WORD = re.compile(r"\b(nazw|imie|name\b|organi[sz]a|instytucj|podmiot)")
_FIGURE = re.compile(r"-?\d[\d\s]*(?:[.,]\d+)?\s?%?")
_STREET = re.compile(r"(?:ul|al|pl|os)\.\s?\S.*", re.IGNORECASE)


def _is_phone(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    return 9 <= digits <= 22 and not _POSTCODE.fullmatch(text) and _PHONE.fullmatch(text) is not None


def _is_named(text: str) -> bool:
    return any(character.isalpha() for character in text) and guess_sector(text).sector not in {"", "resident"}


_DETECTORS: tuple[tuple[str, Callable[[str], bool], float], ...] = (
    ("email", lambda text: _EMAIL.search(text) is not None, 0.5),
    ("website", lambda text: _WEBSITE.match(text) is not None, 0.5),
    ("postcode", lambda text: _POSTCODE.fullmatch(text) is not None, 0.7),
    ("gmina_code", lambda text: _CODE.fullmatch(text) is not None, 0.9),
    ("phone", _is_phone, 0.6),
    ("street", lambda text: _STREET.fullmatch(text) is not None, 0.5),
)


def _move_codes(found: _Found, body: list[list[str]]) -> None:
    """A column headed "Gmina" that holds codes is the code column."""
    mapping = found.mapping
    if "gmina" in mapping and "gmina_code" not in mapping and _share(body, mapping["gmina"], _is_gmina_code) >= 0.8:
        found.add("gmina_code", mapping.pop("gmina"), found.reasons.pop("gmina"))


def _is_gmina_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def _share(body: list[list[str]], column: int, detect: Callable[[str], bool]) -> float:
    cells = [row[column] for row in body if column < len(row) and row[column]]
    return sum(map(detect, cells)) / len(cells) if cells else 0.0


def _add_by_content(
    found: _Found, body: list[list[str]], *, has_header: bool, is_village: Callable[[str], bool] | None
) -> None:
    """Fill what headers left open; without any header also the names themselves."""
    for name, detect, needed in _DETECTORS:
        _take_best(found, body, name, detect, needed)
    if has_header:
        return
    _take_best(found, body, "name", _is_named, 0.3)
    _take_best(found, body, "person", looks_like_person, 0.5)
    if "name" not in found.mapping and "person" not in found.mapping:
        _take_best(found, body, "name", _has_letters, 0.9)
    if is_village is not None:
        _take_best(found, body, "village", is_village, 0.6)
    for name in CONTACT_FIELDS:
        _take_best(found, body, name, is_contacts, 0.6)


def _has_letters(text: str) -> bool:
    return sum(character.isalpha() for character in text) >= 3


def _take_best(found: _Found, body: list[list[str]], name: str, detect: Callable[[str], bool], needed: float) -> None:
    if name in found.mapping:
        return
    width = max((len(row) for row in body), default=0)
    free = [column for column in range(width) if column not in found.mapping.values()]
    share, column = max(((_share(body, column, detect), -column) for column in free), default=(0.0, 0))
    if share >= needed:
        found.add(name, -column, ColumnReason("content", {"share": str(round(100 * share))}))
