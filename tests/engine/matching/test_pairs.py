"""Look-alikes among thousands without comparing each with each."""

import csv
from itertools import islice
from pathlib import Path

import pytest

from koalicja.engine.matching.duplicates import Entry, NameIndex
from koalicja.engine.matching.pairs import EarlierRows, candidates, look_alikes


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


def like(rows: list[tuple[str, str, bool]]) -> list[tuple[str, str] | None]:
    earlier = EarlierRows()
    entries = [(Entry(str(i), name, village, "020102"), is_person) for i, (name, village, is_person) in enumerate(rows)]
    found = [earlier.like(entry, is_person=is_person) for entry, is_person in entries]
    return [(match.id, match.code) if match else None for match in found]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("SP nr 2 im. Jana Nowaka", "Górki", False), ("SP nr 2", "Górki", False)], ("0", "patron_missing")),
        ([("SP nr 2 im. Jana Nowaka", "Górki", False), ("SP nr 3", "Górki", False)], None),
        ([("SP nr 2 im. Jana Nowaka", "Górki", False), ("SP nr 2", "Lipowo", False)], None),
        ([("OSP Górki", "Górki", False), ("OSP", "", False), ("Straż w Górkach", "", False)], None),
        ([("Jan Nowak", "", True), ("Jan Nowak", "Górki", True)], ("0", "village_unknown")),
        ([("Jan Nowak", "Lipowo", True), ("Jan Nowak", "Górki", True)], None),
        ([("Jan Nowak", "Górki", True), ("Jan Nowaki", "Górki", True)], None),
        ([("Jan Nowak", "Górki", True), ("Jan Nowak", "Górki", False)], None),
        ([("Klub Malwa", "Górki", False)] * 3, ("0", "same_name")),
    ],
)
def test_a_row_is_asked_which_earlier_one_it_is_like(
    rows: list[tuple[str, str, bool]], found: tuple[str, str] | None
) -> None:
    assert like(rows)[-1] == found


def test_rows_of_two_gminas_are_not_alike() -> None:
    earlier = EarlierRows()
    assert earlier.like(Entry("1", "SP nr 2", "Górki", "020102"), is_person=False) is None
    assert earlier.like(Entry("2", "SP nr 2", "Górki", "200304"), is_person=False) is None


@pytest.mark.data
def test_earlier_rows_are_found_as_comparing_all_finds_them(data_folder: Path) -> None:
    with (data_folder / "institutions" / "pkw2020_venues_classified.csv").open(encoding="utf-8-sig") as file:
        rows = list(islice(csv.DictReader(file), 1200))
    entries = [Entry(str(i), row["Siedziba"], row["Miejscowość"]) for i, row in enumerate(rows)]
    earlier, index, mine, every = EarlierRows(), NameIndex(()), [], []
    for entry in entries:
        mine.append(earlier.like(entry, is_person=False) is not None)
        found = index.matches(entry, limit=1000)
        every.append(any(match.verdict != "possible" and match.code != "other_address" for match in found))
        index.add(entry)
    assert mine == every
