"""The official file as values, and its refusals with their reasons."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koalicja.places.facts import Facts, read_facts
from koalicja.places.terc import (
    MAX_GONE,
    GminaUnit,
    Moved,
    Register,
    Renamed,
    Retyped,
    TercError,
    TercFile,
    TercReport,
    Unit,
    compare,
    read_terc,
)
from tests.places.conftest import HEADER, Row, country_rows, terc_bytes


def refusal(data: bytes) -> tuple[str, dict[str, Any]]:
    with pytest.raises(TercError) as caught:
        read_terc(data)
    return caught.value.code, caught.value.params


def test_a_whole_file_gives_its_units_and_its_day(facts: Facts, rows: list[Row]) -> None:
    file = read_terc(terc_bytes(rows))
    assert (file.state_on, len(file.voivodeships), len(file.powiats), len(file.gminas)) == (
        date(2026, 1, 1),
        16,
        380,
        2478,
    )
    assert [gmina.code for gmina in file.gminas] == [gmina.code for gmina in facts.gminas]
    assert file.voivodeships[0] == Unit("02", "dolnośląskie")
    assert file.powiats[0] == Unit("0201", "bolesławiecki")
    assert file.gminas[0] == GminaUnit("020101", "Bolesławiec", 1)


def test_commas_and_no_byte_order_mark_read_the_same(rows: list[Row]) -> None:
    expected = read_terc(terc_bytes(rows))
    assert read_terc(terc_bytes(rows).decode("utf-8-sig").replace(";", ",").encode()) == expected
    assert read_terc(terc_bytes(rows, encoding="utf-8").replace(b"\r\n", b"\n")) == expected


def test_parts_of_gminas_are_not_gminas(rows: list[Row]) -> None:
    parts: list[Row] = [
        ("02", "01", "04", "4", "Nowogrodziec", "miasto"),
        ("02", "01", "04", "5", "Nowogrodziec", "obszar wiejski"),
        ("14", "65", "02", "8", "Bemowo", "dzielnica"),
        ("10", "61", "02", "9", "Łódź-Bałuty", "delegatura"),
    ]
    assert read_terc(terc_bytes(rows + parts)) == read_terc(terc_bytes(rows))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ("empty", {})),
        (b"\xef\xbb\xbf \r\n", ("empty", {})),
        (HEADER.encode(), ("empty", {})),
        (b"PK\x03\x04rest", ("archive", {})),
        (b'<?xml version="1.0"?><teryt/>', ("xml", {})),
        ("WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\n02;;;;DOLNOŚLĄSKIE;;2026-01-01".encode("cp1250"), ("encoding", {})),
        (b"WOJ;POW\0;GMI\n", ("encoding", {})),
        (b"WOJ;POW;GMI;RODZ_GMI;RM;MZ;NAZWA;SYM;SYMPOD;STAN_NA\n", ("simc", {})),
        (
            b"teryt6,rodz,nazwa\n020101,1,Boles\n",
            (
                "missing_columns",
                {"missing": ["WOJ", "POW", "GMI", "STAN_NA"], "found": ["teryt6", "rodz", "nazwa"]},
            ),
        ),
        (b"x" * 20_000_001, ("too_large", {"limit": 20})),
    ],
    ids=["empty", "bom", "header", "zip", "xml", "cp1250", "nul", "simc", "gugik", "large"],
)
def test_a_file_that_is_not_terc_is_refused_with_the_reason(data: bytes, expected: tuple[str, dict[str, Any]]) -> None:
    assert refusal(data) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("2", "01", "01", "1", "X", ""), ("lost_zeros", {"row": 2, "column": "WOJ", "value": "2"})),
        (("02", "x1", "01", "1", "X", ""), ("bad_row", {"row": 2, "column": "POW", "value": "x1"})),
        (("", "01", "01", "1", "X", ""), ("bad_row", {"row": 2, "column": "WOJ", "value": ""})),
        (("02", "", "01", "1", "X", ""), ("bad_row", {"row": 2, "column": "POW", "value": ""})),
        (("02", "01", "01", "7", "X", ""), ("bad_row", {"row": 2, "column": "RODZ", "value": "7"})),
        (("02", "01", "01", "", "X", ""), ("bad_row", {"row": 2, "column": "RODZ", "value": ""})),
        (("02", "01", "", "1", "X", ""), ("bad_row", {"row": 2, "column": "RODZ", "value": "1"})),
        (("02", "01", "01", "1", "", ""), ("bad_row", {"row": 2, "column": "NAZWA", "value": ""})),
        (
            ("02", "01", "01", "1", "X", "a;b"),
            ("bad_row", {"row": 2, "column": "", "value": "02 · 01 · 01 · 1 · X · a · b · 2026-01-01"}),
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_named(row: Row, expected: tuple[str, dict[str, Any]], rows: list[Row]) -> None:
    assert refusal(terc_bytes([row, *rows])) == expected


def test_a_cell_without_end_is_refused() -> None:
    data = HEADER + '\n02;;;;"' + "x" * 200_000
    assert refusal(data.encode()) == ("open_quote", {"row": 2})


def test_a_quotation_mark_without_end_is_named_by_its_row(rows: list[Row]) -> None:
    lines = terc_bytes(rows).decode("utf-8-sig").splitlines()
    for at in (1, len(lines) // 2, len(lines) - 1):
        cells = lines[at].split(";")
        spoilt = [*lines[:at], ";".join((*cells[:4], f'"{cells[4]}', *cells[5:])), *lines[at + 1 :]]
        assert refusal("\r\n".join(spoilt).encode()) == ("open_quote", {"row": at + 1})


def test_mixed_days_repeated_codes_and_bad_days_are_refused(rows: list[Row]) -> None:
    whole = terc_bytes(rows).decode("utf-8-sig")
    mixed = whole.rstrip() + "\r\n" + ";".join((*rows[-1], "2025-01-01"))
    assert refusal(mixed.encode()) == ("mixed_dates", {"dates": ["2026-01-01", "2025-01-01"]})
    repeated = {"row": len(rows) + 2, "code": "326301", "name": "Świnoujście"}
    assert refusal(terc_bytes([*rows, rows[-1]])) == ("duplicate_code", repeated)
    assert refusal(terc_bytes(rows, "1 stycznia")) == ("bad_date", {"value": "1 stycznia"})


def test_a_file_that_is_not_whole_is_refused(rows: list[Row]) -> None:
    def without(start: str) -> list[Row]:
        return [row for row in rows if not "".join(row[:3]).startswith(start)]

    assert refusal(terc_bytes(rows[:1000])) == ("too_few_gminas", {"found": 869, "least": 2000})
    assert refusal(terc_bytes(without("32"))) == ("missing_voivodeships", {"codes": ["32"]})
    no_gminas = [*without("32"), ("32", "", "", "", "ZACHODNIOPOMORSKIE", "")]
    assert refusal(terc_bytes(no_gminas)) == ("missing_voivodeships", {"codes": ["32"]})
    no_powiat = [row for row in rows if row[:3] != ("02", "01", "")]
    parent = {"code": "020101", "name": "Bolesławiec", "parent": "0201"}
    assert refusal(terc_bytes(no_powiat)) == ("missing_parent", parent)


def register_of(file: TercFile, **over: Any) -> Register:
    fields: dict[str, Any] = {
        "voivodeships": {unit.code: unit.name for unit in file.voivodeships},
        "powiats": {unit.code: unit.name for unit in file.powiats},
        "gminas": {unit.code: unit for unit in file.gminas},
        "gone_powiats": {},
        "gone_gminas": {},
    }
    return Register(**fields | over)


def test_a_register_compared_with_its_own_file_has_no_changes(terc: Callable[..., bytes]) -> None:
    file = read_terc(terc())
    assert compare(register_of(file), file) == TercReport(state_on=date(2026, 1, 1))


def test_every_kind_of_change_is_told_apart(terc: Callable[..., bytes]) -> None:
    before = register_of(
        read_terc(terc()),
        gone_gminas={"020199": GminaUnit("020199", "Dawna", 2)},
        gone_powiats={"0298": "dawny"},
    )
    after = read_terc(
        terc(
            without=["020103", "020201", "0261", "026101"],
            change={
                "02": ("ŚLĄSK DOLNY", ""),
                "0201": ("bolesławski", ""),
                "0298": ("dawny", ""),
                "0299": ("nowy", ""),
                "020102": ("Bolesławiec Stary", "2"),
                "020104": ("Nowogrodziec", "3"),
                "020199": ("Dawna", "2"),
                "029901": ("Gromadka", "2"),
            },
        )
    )
    assert compare(before, after) == TercReport(
        state_on=date(2026, 1, 1),
        added=(GminaUnit("029901", "Gromadka", 2),),
        renamed=(Renamed("020102", "Bolesławiec", "Bolesławiec Stary"),),
        retyped=(Retyped("020104", "Nowogrodziec", 2, 3),),
        abolished=(
            GminaUnit("020103", "Gromadka", 2),
            GminaUnit("020201", "Bielawa", 2),
            GminaUnit("026101", "Jelenia Góra", 1),
        ),
        restored=(GminaUnit("020199", "Dawna", 2),),
        moved=(Moved("Gromadka", "020103", "029901"),),
        powiats_added=(Unit("0299", "nowy"),),
        powiats_renamed=(Renamed("0201", "bolesławiecki", "bolesławski"),),
        powiats_abolished=(Unit("0261", "Jelenia Góra"),),
        powiats_restored=(Unit("0298", "dawny"),),
        voivodeships_renamed=(Renamed("02", "dolnośląskie", "śląsk dolny"),),
    )


def test_a_type_learnt_for_the_first_time_is_no_change_of_type(terc: Callable[..., bytes]) -> None:
    file = read_terc(terc())
    unknown = {code: GminaUnit(code, unit.name, None) for code, unit in register_of(file).gminas.items()}
    report = compare(register_of(file, gminas=unknown), file)
    assert report == TercReport(state_on=date(2026, 1, 1), typed=file.gminas)


def test_a_file_that_lost_many_gminas_is_refused(terc: Callable[..., bytes]) -> None:
    whole = read_terc(terc())
    lost = [unit.code for unit in whole.gminas if unit.code.startswith("32")][-MAX_GONE - 1 :]
    with pytest.raises(TercError) as caught:
        compare(register_of(whole), read_terc(terc(without=lost)))
    assert (caught.value.code, caught.value.params["count"]) == ("too_many_gone", MAX_GONE + 1)


def test_two_gminas_of_one_name_leave_the_successor_open(terc: Callable[..., bytes]) -> None:
    before = register_of(read_terc(terc()))
    after = read_terc(terc(without=["020101", "020102"], change={"020111": ("Bolesławiec", "2")}))
    assert compare(before, after).moved == ()


ROWS = country_rows(read_facts())


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    delimiter=st.sampled_from(";,"),
    newline=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
    is_quoted=st.booleans(),
)
def test_the_form_of_the_file_does_not_matter(
    seed: int, delimiter: str, newline: str, mark: str, is_quoted: bool
) -> None:
    shuffled = [(*row, "2026-01-01") for row in ROWS]
    random.Random(seed).shuffle(shuffled)
    quote = '"' if is_quoted else ""
    lines = [delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in [tuple(HEADER.split(";")), *shuffled]]
    assert read_terc((mark + newline.join(lines)).encode()) == read_terc(terc_bytes(ROWS))


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: (HEADER + "\n" + text).encode("utf-8", "replace"))
)
def test_whatever_is_not_terc_is_refused_and_nothing_else(data: bytes) -> None:
    with pytest.raises(TercError):
        read_terc(data)


@pytest.mark.data
def test_the_real_file_of_2024_is_read(data_folder: Path) -> None:
    file = read_terc((data_folder / "teryt" / "terc_2024-01-01.csv").read_bytes())
    assert (file.state_on, len(file.voivodeships), len(file.powiats), len(file.gminas)) == (
        date(2024, 1, 1),
        16,
        380,
        2477,
    )


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "code"),
    [("gminy_gugik_2026.csv", "missing_columns"), ("simc_2021-01-01.csv", "simc"), ("NUTS_PL.csv", "missing_columns")],
)
def test_real_files_that_are_not_terc_are_refused(data_folder: Path, name: str, code: str) -> None:
    assert refusal((data_folder / "teryt" / name).read_bytes())[0] == code
