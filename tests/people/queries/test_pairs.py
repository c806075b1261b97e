"""Look-alikes among thousands without comparing each with each."""

import csv
from itertools import islice
from pathlib import Path

import pytest

from koalicja.engine.matching.duplicates import Entry, NameIndex
from koalicja.people.queries.pairs import candidates, look_alikes


def pairs(*entries: Entry) -> list[tuple[str, str]]:
    return [(one.id, other.id) for one, other, _ in look_alikes(entries)]


def test_spellings_of_one_name_in_one_village_are_a_pair() -> None:
    assert pairs(Entry("1", "SP nr 2", "Trzebień"), Entry("2", "Szkoła Podstawowa Nr 2", "Trzebień")) == [("1", "2")]


def test_the_same_name_in_two_villages_is_no_pair() -> None:
    assert pairs(Entry("1", "Świetlica", "Golnice"), Entry("2", "Świetlica", "Trzebień")) == []


def test_a_name_without_a_village_is_compared_with_all() -> None:
    assert pairs(Entry("1", "OSP Olszynki", "Olszynki"), Entry("2", "OSP w Olszynkach")) == [("1", "2")]


def test_an_equal_number_is_enough() -> None:
    one, other = Entry("1", "Piekarnia", identifiers=("regon:1",)), Entry("2", "Wypieki", identifiers=("regon:1",))
    assert pairs(one, other) == [("1", "2")]


def test_a_misspelled_village_or_a_part_of_one_does_not_hide_a_pair() -> None:
    one, other = Entry("1", "OSP Olszynki Dolne", "Olszynki Dolne"), Entry("2", "OSP Olszynki Dolne", "Olszynki Doline")
    part = Entry("3", "OSP Olszynki Dolne", "Olszynki Dolne, Kolonia")
    assert pairs(one, other, part) == [("1", "2"), ("1", "3")]


def test_the_gminas_own_institution_is_found_whatever_its_level() -> None:
    assert pairs(Entry("1", "OPS", "Trzebień"), Entry("2", "GOPS")) == [("1", "2")]


@pytest.mark.data
def test_it_finds_what_comparing_all_finds(data_folder: Path) -> None:
    with (data_folder / "institutions" / "pkw2020_venues_classified.csv").open(encoding="utf-8-sig") as file:
        rows = list(islice(csv.DictReader(file), 1200))
    entries = [Entry(str(i), row["Siedziba"], row["Miejscowość"]) for i, row in enumerate(rows)]
    index = NameIndex(entries)
    every = {
        tuple(sorted((int(entry.id), int(match.id))))
        for entry in entries
        for match in index.matches(entry, limit=1000)
        if match.verdict != "possible"
    }
    mine = {(int(a.id), int(b.id)) for a, b, match in look_alikes(entries) if match.verdict != "possible"}
    assert mine == every


@pytest.mark.data
def test_of_twelve_million_pairs_few_are_compared(data_folder: Path) -> None:
    with (data_folder / "institutions" / "pkw2020_venues_classified.csv").open(encoding="utf-8-sig") as file:
        rows = list(islice(csv.DictReader(file), 5000))
    with_villages = [Entry(str(i), row["Siedziba"], row["Miejscowość"]) for i, row in enumerate(rows)]
    without = [Entry(str(i), row["Siedziba"]) for i, row in enumerate(rows)]
    assert len(candidates(with_villages)) < 60_000
    assert len(candidates(without)) < 120_000
