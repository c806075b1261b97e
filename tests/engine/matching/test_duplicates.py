"""Likely duplicates, and the brute-force oracle that the index keeps to."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koalicja.engine.matching.duplicates import Entry, Match, NameIndex, compare

GMINA = "020102"


def verdict_of(one: Entry, other: Entry) -> tuple[str, str] | None:
    match = compare(one, other)
    return (match.verdict, match.code) if match else None


def named(name: str, village: str = "", **over: object) -> Entry:
    values = {"id": "x", "name": name, "village": village, "gmina": GMINA} | over
    return Entry(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (named("SP nr 2"), named("Szkoła Podstawowa Nr 2"), ("same", "same_name")),
        (named("SP nr 2", "Lipowo"), named("Szkoła Podstawowa nr 2 w Lipowie", "Lipowo"), ("same", "same_name")),
        (named("SP nr 2"), named("SP nr 3"), None),
        (named("OSP Zarzecze"), named("OSP Olszynki"), None),
        (named("OSP", "Zarzecze"), named("OSP", "Olszynki"), None),
        (named("OSP", "Zarzecze"), named("OSP"), ("likely", "village_unknown")),
        (named("OSP"), named("OSP", "Zarzecze"), ("likely", "village_unknown")),
        (named("OSP w Zarzeczu"), named("OSP", "Zarzecze"), ("same", "same_name")),
        (named("OSP", "Zarzecze"), named("OSP Zarzecze"), ("same", "same_name")),
        (named("OSP Zarzecze"), named("OSP", "Olszynki"), ("possible", "words_missing")),
        (named("SP nr 3"), named("SP nr 3 im. Jana Pawła II"), ("likely", "patron_missing")),
        (named("SP im. Marii Nowak"), named("SP im. M. Nowak"), ("likely", "small_mistake")),
        (named("SP im. Marii Nowak"), named("SP im. Jana Pawła II"), ("possible", "other_patron")),
        (named("SP nr 3"), named("SP"), ("possible", "number_missing")),
        (named("Filia GBP"), named("GBP"), ("possible", "branch")),
        (named("Bibloteka Publiczna"), named("Biblioteka Publiczna"), ("likely", "small_mistake")),
        (named("GOK"), named("Gminny Ośrodek Kultury i Sportu"), ("likely", "words_missing")),
        (named("OPS"), named("Gminny Ośrodek Pomocy Społecznej"), ("likely", "other_level")),
        (named("MOPS"), named("OPS Miasta i Gminy Lipowo", "Lipowo"), ("likely", "other_level")),
        (named("MGOPS"), named("Miejsko-Gminny Ośrodek Pomocy Społecznej"), ("same", "same_name")),
        (named("MOK"), named("Gminny Ośrodek Kultury"), ("likely", "other_level")),
        (named("MBP", "Lipowo"), named("Biblioteka Publiczna Gminy Lipowo"), ("likely", "other_level")),
        (named("MGDK"), named("Dom Kultury"), ("likely", "other_level")),
        (named("GBP"), named("Filia biblioteczna GBP"), ("possible", "branch")),
        (named("OPS"), named("Powiatowe Centrum Pomocy Rodzinie"), None),
        (named("OPS", "Lipowo"), named("GOPS", "Zarzecze"), None),
        (named("Dom Kultury"), named("Dom Kultury Malwa"), ("possible", "words_missing")),
        (named("Klub Malwa"), named("Klub Malwa Bis"), ("likely", "words_missing")),
        (named("Towarzystwo Miłośników Lipowa"), named("Towarzystwo Miłośnikow Lipowej"), ("possible", "similar_name")),
        (named("Stowarzyszenie Przyjaciół Lipowa"), named("Stowarzyszenie Przyjaciół Koni"), None),
        (named("Przedszkole Publiczne Krasnal"), named("Przedszkole Publiczne Krasnale"), ("likely", "small_mistake")),
        (
            named("Klub Seniora", address="Polna 1"),
            named("Klub Seniora", address="ul. Leśna 2"),
            ("likely", "other_address"),
        ),
        (named("Klub Seniora", address="Polna 1"), named("Klub Seniora", address="ul. Polna 1"), ("same", "same_name")),
        (named("OSP", "Olszynki"), named("OSP", "Olszynky"), ("possible", "village_spelled_differently")),
        (named("MDK", "Świnoujście, Przytór"), named("MDK", "Świnoujście"), ("same", "same_name")),
        (named("GOK"), named("GOK", gmina="101801"), None),
        (named("A", identifiers=("rspo:1",)), named("B", identifiers=("rspo:1",)), ("same", "same_identifier")),
        (named("SP", identifiers=("rspo:1",)), named("SP", identifiers=("rspo:2",)), ("possible", "other_identifier")),
        (named("GOPS"), named("GOK"), None),
        (named("Przedszkole Lubiel"), named("Publiczne Przedszkole w Lubielu"), ("likely", "words_missing")),
        (named("OSP Kuchary"), named("OSP w Kucharach"), ("likely", "same_name")),
        (named("OSP w Nowej Wsi"), named("OSP Nowa Wieś"), ("likely", "same_name")),
        (named("SP nr 2 w Zawadzie"), named("SP nr 3 Zawada"), None),
        (named("OSP w Zawadach"), named("OSP Dąbrowa"), None),
        (named("Przedszkole Niepubliczne Bajka"), named("Przedszkole Publiczne Bajka"), None),
        (named("Publiczne Przedszkole"), named("Samorządowe Przedszkole"), None),
        (named("GOKiS"), named("Gminny Ośrodek Kultury i Sportu"), ("same", "same_name")),
        (named("GOKSiR"), named("Gminny Ośrodek Kultury, Sportu i Rekreacji"), ("same", "same_name")),
        (named("GCKiB"), named("Gminne Centrum Kultury i Bibliotek"), ("same", "same_name")),
        (named("CUS"), named("Centrum Usług Społecznych"), ("same", "same_name")),
        (named("ROD Malwa"), named("Rodzinny Ogród Działkowy „Malwa”"), ("same", "same_name")),
        (named("PTTK"), named("Polskie Towarzystwo Turystyczno-Krajoznawcze"), ("same", "same_name")),
        (named("ZNP"), named("Związek Nauczycielstwa Polskiego"), ("same", "same_name")),
        (named("LOK"), named("Liga Obrony Kraju"), ("same", "same_name")),
        (named("SKR"), named("Spółdzielnia Kółek Rolniczych"), ("same", "same_name")),
        (named("KRUS"), named("Kasa Rolniczego Ubezpieczenia Społecznego"), ("same", "same_name")),
        (named("SOSW"), named("Specjalny Ośrodek Szkolno-Wychowawczy"), ("same", "same_name")),
        (named("KGiW Malwa"), named("KGW Malwa"), ("likely", "words_missing")),
        (named("Klub Malwa, lok. 3"), named("Klub Malwa 3"), ("same", "same_name")),
        (named("***"), named("???"), None),
    ],
)
def test_pairs(one: Entry, other: Entry, expected: tuple[str, str] | None) -> None:
    assert verdict_of(one, other) == expected


def test_an_equal_identifier_says_which() -> None:
    one, other = named("A", identifiers=("regon:12",)), named("B", gmina="", identifiers=("regon:12", "rspo:5"))
    assert compare(one, other) == Match("x", 100, "same", "same_identifier", {"kind": "regon", "value": "12"})


WHICH = ["1", "2", "Malwa", "Malwy", "im. Jana Nowaka", "w Zawadzie", "Zawada"]
KINDS = [
    "SP nr {}",
    "Szkoła Podstawowa nr {}",
    "OSP",
    "Ochotnicza Straż Pożarna w Lipowie",
    "GOK",
    "Klub {}",
    "KGW {}",
    "Gminne KGW {}",
]


def random_entries(seed: int, count: int) -> list[Entry]:
    source = random.Random(seed)
    return [
        Entry(
            str(number),
            source.choice(KINDS).format(source.choice(WHICH)),
            source.choice(["", "Lipowo", "Zarzecze"]),
            source.choice([GMINA, "101801", ""]),
            source.choice(["", "Polna 1", "ul. Polna 1", "Leśna 2"]),
            tuple(source.sample(["rspo:1", "rspo:2", "regon:7"], source.choice([0, 0, 0, 1]))),
        )
        for number in range(count)
    ]


def brute_force(entries: list[Entry], asked: Entry) -> dict[str, Match]:
    found = (compare(asked, entry) for entry in entries if entry.id != asked.id)
    return {match.id: match for match in found if match}


@given(st.integers(0, 10_000))
def test_the_index_finds_what_comparing_every_pair_finds(seed: int) -> None:
    entries = random_entries(seed, 25)
    index = NameIndex(entries)
    for asked in entries:
        assert {match.id: match for match in index.matches(asked, limit=100)} == brute_force(entries, asked)


@given(st.integers(0, 10_000))
def test_the_order_of_entries_is_irrelevant(seed: int) -> None:
    entries = random_entries(seed, 12)
    shuffled = random.Random(seed).sample(entries, len(entries))
    assert [NameIndex(entries).matches(e) for e in entries] == [NameIndex(shuffled).matches(e) for e in entries]


@given(st.integers(0, 10_000))
def test_likeness_is_mutual(seed: int) -> None:
    one, other = random_entries(seed, 2)
    assert verdict_of(one, other) == verdict_of(other, one)


@given(st.text(), st.text(), st.text())
def test_any_names_can_be_compared(one: str, other: str, village: str) -> None:
    assert compare(named(one, village), named(one, village)) is None or verdict_of(named(one), named(one))
    compare(named(one, village), named(other))


def test_best_matches_come_first_and_only_so_many() -> None:
    index = NameIndex(named(name, id=name) for name in ("SP nr 2", "SP nr 2 im. Marii Nowak", "SP", "SP nr 3"))
    matches = index.matches(named("Szkoła Podstawowa nr 2", id="new"))
    assert [(match.id, match.verdict) for match in matches] == [
        ("SP nr 2", "same"),
        ("SP nr 2 im. Marii Nowak", "likely"),
        ("SP", "possible"),
    ]
    assert [match.id for match in index.matches(named("SP nr 2", id="new"), limit=1)] == ["SP nr 2"]


def test_an_entry_added_later_is_found() -> None:
    index = NameIndex([named("GOK", id="1")])
    assert index.matches(named("KGW Malwa", id="new")) == ()
    index.add(named("Koło Gospodyń Wiejskich Malwa", id="2"))
    assert [match.id for match in index.matches(named("KGW Malwa", id="new"))] == ["2"]
