"""The official TERC file (CSV of the TERYT register) as frozen values, or a refusal with its reason.

No database here: `read_terc` reads bytes, `compare` says what a file changes. Both are pure.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

COLUMNS = ("WOJ", "POW", "GMI", "RODZ", "NAZWA", "STAN_NA")
GMINA_KINDS = {"1": 1, "2": 2, "3": 3}
OTHER_KINDS = {"4", "5", "8", "9"}  # town and country parts of a gmina, districts of Warsaw, delegations of cities
VOIVODESHIPS = tuple(f"{number:02}" for number in range(2, 33, 2))
MIN_GMINAS = 2_000
MAX_BYTES = 20_000_000
LONGEST_CELL = 1_000
MAX_GONE = 60  # more gminas than that never ended in one year since 1998: the file has lost some
ARCHIVE_OR_SHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")


class TercError(Exception):
    """The file cannot be applied; `code` and `params` say why (koalicja.places.sentences makes the sentence)."""

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, order=True)
class Unit:
    """A voivodeship (2-digit code) or a powiat (4-digit code)."""

    code: str
    name: str


@dataclass(frozen=True, order=True)
class GminaUnit:
    """A gmina; `kind` is None where nobody told us."""

    code: str
    name: str
    kind: int | None


@dataclass(frozen=True)
class TercFile:
    state_on: date
    voivodeships: tuple[Unit, ...]
    powiats: tuple[Unit, ...]
    gminas: tuple[GminaUnit, ...]


@dataclass(frozen=True)
class Renamed:
    code: str
    old: str
    new: str


@dataclass(frozen=True)
class Retyped:
    code: str
    name: str
    old: int
    new: int


@dataclass(frozen=True)
class Moved:
    """A gmina that ended and one that began with the same name in the same voivodeship: probably its successor."""

    name: str
    old_code: str
    new_code: str


@dataclass(frozen=True)
class TercReport:
    """What a file changes, each list sorted by code. `typed` are gminas whose type was not known before."""

    state_on: date
    added: tuple[GminaUnit, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    retyped: tuple[Retyped, ...] = ()
    typed: tuple[GminaUnit, ...] = ()
    abolished: tuple[GminaUnit, ...] = ()
    restored: tuple[GminaUnit, ...] = ()
    moved: tuple[Moved, ...] = ()
    powiats_added: tuple[Unit, ...] = ()
    powiats_renamed: tuple[Renamed, ...] = ()
    powiats_abolished: tuple[Unit, ...] = ()
    powiats_restored: tuple[Unit, ...] = ()
    voivodeships_added: tuple[Unit, ...] = ()
    voivodeships_renamed: tuple[Renamed, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many of each change; only those that are."""
        lists = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "state_on"}
        return {name: len(items) for name, items in lists.items() if items}


@dataclass(frozen=True)
class Register:
    """What we hold, by code. The gone ones are apart: they are kept, for others hang on them."""

    voivodeships: Mapping[str, str]
    powiats: Mapping[str, str]
    gminas: Mapping[str, GminaUnit]
    gone_powiats: Mapping[str, str]
    gone_gminas: Mapping[str, GminaUnit]


# --- reading -----------------------------------------------------------------------------------------------------


def read_terc(data: bytes) -> TercFile:
    """The units of a whole-country TERC file.

    Comma or semicolon, UTF-8 with or without BOM. Raises TercError: empty, too_large, archive, xml, encoding,
    missing_columns, simc, bad_row, open_quote, lost_zeros, bad_date, mixed_dates, duplicate_code, missing_voivodeships,
    missing_parent, too_few_gminas.
    """
    rows = list(_rows(_text(data)))
    if not rows:
        raise TercError("empty")
    state_on = _state(rows)
    units: dict[str, Unit | GminaUnit] = {}
    for number, row in rows:
        unit = _unit(number, row)
        if unit is None:
            continue
        if unit.code in units:
            raise TercError("duplicate_code", row=number, code=unit.code, name=unit.name)
        units[unit.code] = unit
    return _complete(state_on, units)


def _text(data: bytes) -> str:
    if not data.strip():
        raise TercError("empty")
    if len(data) > MAX_BYTES:
        raise TercError("too_large", limit=MAX_BYTES // 1_000_000)
    if data.startswith(ARCHIVE_OR_SHEET):
        raise TercError("archive")
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise TercError("xml")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TercError("encoding") from None
    if "\0" in text:
        raise TercError("encoding")
    return text


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(row number in the file, cells by column) of all rows that hold anything."""
    head = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",", strict=True
    )
    columns: list[str] = []
    begins = 1
    try:
        for cells in reader:
            values, row, begins = [cell.strip() for cell in cells], begins, reader.line_num + 1
            if not any(values):
                continue
            if reader.line_num > row:  # names of units have no line breaks: a quotation mark has swallowed them
                raise TercError("open_quote", row=row)
            if any(len(value) > LONGEST_CELL for value in values):
                raise TercError("bad_row", row=reader.line_num, column="", value="")
            if not columns:
                columns = _columns(values)
            elif len(values) != len(columns):
                raise TercError("bad_row", row=reader.line_num, column="", value=" · ".join(values)[:80])
            else:
                yield reader.line_num, dict(zip(columns, values, strict=True))
    except csv.Error:
        raise TercError("open_quote", row=begins) from None


def _columns(head: list[str]) -> list[str]:
    columns = [name.upper() for name in head]
    missing = [name for name in COLUMNS if name not in columns]
    if missing and "RODZ_GMI" in columns:
        raise TercError("simc")
    if missing or len(set(columns)) < len(columns):
        raise TercError("missing_columns", missing=missing or sorted(COLUMNS), found=[name[:40] for name in head[:12]])
    return columns


def _state(rows: list[tuple[int, dict[str, str]]]) -> date:
    dates = Counter(row["STAN_NA"] for _, row in rows)
    if len(dates) > 1:
        raise TercError("mixed_dates", dates=[day for day, _ in dates.most_common(3)])
    text = next(iter(dates))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise TercError("bad_date", value=text) from None


def _unit(number: int, row: dict[str, str]) -> Unit | GminaUnit | None:
    """The unit of a row; None for parts of gminas."""
    code = _code(number, row)
    kind, name = row["RODZ"], row["NAZWA"]
    if not name:
        raise TercError("bad_row", row=number, column="NAZWA", value="")
    if len(code) < 6:
        if kind:
            raise TercError("bad_row", row=number, column="RODZ", value=kind)
        return Unit(code, name.lower() if len(code) == 2 else name)
    if kind in GMINA_KINDS:
        return GminaUnit(code, name, GMINA_KINDS[kind])
    if kind not in OTHER_KINDS:
        raise TercError("bad_row", row=number, column="RODZ", value=kind)
    return None


def _code(number: int, row: dict[str, str]) -> str:
    """2, 4 or 6 digits: a row of a voivodeship leaves POW and GMI empty, one of a powiat leaves GMI empty."""
    parts = {column: row[column] for column in ("WOJ", "POW", "GMI")}
    for column, value in parts.items():
        if len(value) == 1 and value.isdecimal():
            raise TercError("lost_zeros", row=number, column=column, value=value)
        is_code = len(value) == 2 and value.isascii() and value.isdecimal()
        if not is_code and (value or column == "WOJ"):
            raise TercError("bad_row", row=number, column=column, value=value[:40])
    if parts["GMI"] and not parts["POW"]:
        raise TercError("bad_row", row=number, column="POW", value="")
    return "".join(parts.values())


def _complete(state_on: date, units: Mapping[str, Unit | GminaUnit]) -> TercFile:
    gminas = tuple(sorted(unit for unit in units.values() if isinstance(unit, GminaUnit)))
    others = sorted(unit for unit in units.values() if isinstance(unit, Unit))
    missing = [code for code in VOIVODESHIPS if code not in units]
    if len(gminas) < MIN_GMINAS:
        raise TercError("too_few_gminas", found=len(gminas), least=MIN_GMINAS)
    if missing:
        raise TercError("missing_voivodeships", codes=missing)
    for code, unit in units.items():
        if len(code) > 2 and code[:-2] not in units:
            raise TercError("missing_parent", code=code, name=unit.name, parent=code[:-2])
    empty = sorted(set(VOIVODESHIPS) - {gmina.code[:2] for gmina in gminas})
    if empty:
        raise TercError("missing_voivodeships", codes=empty)
    return TercFile(
        state_on,
        tuple(unit for unit in others if len(unit.code) == 2),
        tuple(unit for unit in others if len(unit.code) == 4),
        gminas,
    )


# --- comparing ---------------------------------------------------------------------------------------------------


def compare(register: Register, file: TercFile) -> TercReport:
    """What the file changes in the register. Raises TercError: too_many_gone (the file has lost gminas)."""
    new = {gmina.code: gmina for gmina in file.gminas}
    held_codes = register.gminas.keys() | register.gone_gminas.keys()
    added = tuple(gmina for gmina in file.gminas if gmina.code not in held_codes)
    gone = tuple(gmina for code, gmina in sorted(register.gminas.items()) if code not in new)
    if len(gone) > MAX_GONE:
        raise TercError("too_many_gone", count=len(gone), names=[gmina.name for gmina in gone[:3]])
    held = [
        (old, new[code]) for code, old in sorted({**register.gone_gminas, **register.gminas}.items()) if code in new
    ]
    powiats = {unit.code: unit.name for unit in file.powiats}
    held_powiats = {**register.gone_powiats, **register.powiats}
    return TercReport(
        state_on=file.state_on,
        added=added,
        renamed=tuple(Renamed(old.code, old.name, now.name) for old, now in held if old.name != now.name),
        retyped=tuple(
            Retyped(old.code, now.name, old.kind, now.kind)
            for old, now in held
            if old.kind is not None and now.kind is not None and old.kind != now.kind
        ),
        typed=tuple(now for old, now in held if old.kind is None),
        abolished=gone,
        restored=tuple(now for old, now in held if old.code in register.gone_gminas),
        moved=_moved(gone, added),
        powiats_added=_added(held_powiats, file.powiats),
        powiats_renamed=_renamed(held_powiats, file.powiats),
        powiats_abolished=tuple(
            Unit(code, name) for code, name in sorted(register.powiats.items()) if code not in powiats
        ),
        powiats_restored=tuple(unit for unit in file.powiats if unit.code in register.gone_powiats),
        voivodeships_added=_added(register.voivodeships, file.voivodeships),
        voivodeships_renamed=_renamed(register.voivodeships, file.voivodeships),
    )


def _added(held: Mapping[str, str], units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple(unit for unit in units if unit.code not in held)


def _renamed(held: Mapping[str, str], units: Iterable[Unit]) -> tuple[Renamed, ...]:
    return tuple(
        Renamed(unit.code, held[unit.code], unit.name)
        for unit in units
        if unit.code in held and held[unit.code] != unit.name
    )


def _moved(gone: Iterable[GminaUnit], added: Iterable[GminaUnit]) -> tuple[Moved, ...]:
    """Pairs of one name in one voivodeship, where neither side leaves a doubt which is meant."""
    ended, begun = _by_name(gone), _by_name(added)
    return tuple(
        Moved(olds[0].name, olds[0].code, begun[key][0].code)
        for key, olds in sorted(ended.items(), key=lambda item: item[1][0].code)
        if len(olds) == 1 and len(begun.get(key, [])) == 1
    )


def _by_name(gminas: Iterable[GminaUnit]) -> dict[tuple[str, str], list[GminaUnit]]:
    found: dict[tuple[str, str], list[GminaUnit]] = {}
    for gmina in gminas:
        found.setdefault((gmina.name, gmina.code[:2]), []).append(gmina)
    return found
