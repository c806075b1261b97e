"""The script that builds the tables: reading the packages' formats and choosing a place for each gmina."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from koalicja.places.facts import FOLDER, Facts

ROOT = FOLDER.parent.parent.parent


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_places", ROOT / "tools" / "build_places.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_places"] = module
    spec.loader.exec_module(module)
    return module


def varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def city(name: str, country: str, unit: str, at: tuple[int, int], feature: str = "PPL") -> bytes:
    east, north = at
    texts = [(2, name), (3, country), (5, unit), (7, feature)]
    fields = b"".join(varint(number << 3 | 2) + varint(len(text.encode())) + text.encode() for number, text in texts)
    steps = [
        (9, 500),
        (10, east * 2 if east >= 0 else -east * 2 - 1),
        (11, north * 2 if north >= 0 else -north * 2 - 1),
    ]
    fields += b"".join(varint(number << 3) + varint(value) for number, value in steps)
    return varint(len(fields)) + fields


def test_the_protobuf_file_is_read_with_its_running_coordinates(tool: ModuleType) -> None:
    packed = city("Praha", "CZ", "", (1_440_000, 5_010_000)) + city(
        "Zażółć", "PL", "020101", (100_000, -10_000), "PPLA3"
    )
    assert list(tool.decode_cities(packed)) == [tool.Place("Zażółć", "020101", "PPLA3", 500, 50.0, 15.4)]


def test_an_unknown_wire_type_is_an_error(tool: ModuleType) -> None:
    with pytest.raises(ValueError, match="wire type 5"):
        list(tool.read_fields(b"\x0d\x00\x00\x00\x00"))


def test_the_code_is_cut_out_of_eurostats(tool: ModuleType) -> None:
    table = "LAU CODE,LAU NAME NATIONAL,POPULATION,TOTAL AREA (m2)\n1001121200102,Bochnia,19872,130870000\n"
    assert tool.read_lau(table.encode()) == [tool.Gmina("120102", "Bochnia", 19872, 130870000)]


def test_units_are_named_as_usual(tool: ModuleType) -> None:
    table = (
        "Dolnośląskie\tPL-02\tPL.72\nPowiat bolesławiecki\t\tPL.72.0201\npowiat Łowicki\t\tPL.74.1005\n"
        "Jelenia Góra\t\tPL.72.0261\nOrdino\tAD-05\tAD.05\n"
    )
    names, powiats = tool.read_units(table.encode())
    assert names == {"02": "dolnośląskie", "0201": "bolesławiecki", "1005": "łowicki", "0261": "Jelenia Góra"}
    assert powiats == {"2": "0201", "3": "1005", "4": "0261"}


def test_the_place_of_a_gmina_is_chosen_in_the_order_of_trust(tool: ModuleType) -> None:
    def place(name: str, unit: str, feature: str = "PPL", population: int = 100, latitude: float = 50.0) -> object:
        return tool.Place(name, unit, feature, population, latitude, 20.0)

    in_gminas = [
        place("Duża", "020101", population=9000),
        place("Siedziba", "020101", "PPLA3"),
        place("Wieś", "020102", population=900),
        place("Wioska", "020103"),
        place("Osada", "020103", population=200),
    ]
    in_powiats = [
        place("Miasto", "0201", population=5000),
        place("Legnica", "0262"),
        place("Bez powiatu", "", latitude=50.1),
        place("Daleka", "", latitude=54.0),
        place("Kobylin", "0201"),
    ]
    locate = tool.Locator(in_gminas, in_powiats)
    cases = [
        ("020101", "Siedziba"),
        ("020102", "Miasto"),
        ("020103", "Nieznana"),
        ("020104", "Legnica"),
        ("020105", "Bez powiatu"),
        ("020106", "Kobylin-Borzymy"),
        ("020107", "Daleka"),
    ]
    found = [locate(tool.Gmina(code, name, 1, 1)) for code, name in cases]
    assert [chosen and chosen.name for chosen in found] == [
        "Siedziba",
        "Miasto",
        "Osada",
        "Legnica",
        "Bez powiatu",
        "Kobylin",
        None,
    ]


def test_places_take_the_official_spelling(tool: ModuleType) -> None:
    place = tool.Place("Bielsko-Biala", "246101", "PPL", 1, 49.8, 19.0)
    assert tool.polish_name(place, "Bielsko-Biała") == "Bielsko-Biała"
    assert tool.polish_name(place._replace(name="Warsaw", feature="PPLC"), "Warszawa") == "Warszawa"
    assert tool.polish_name(place._replace(name="Wapienica"), "Bielsko-Biała") == "Wapienica"


def test_of_two_namesakes_in_a_powiat_one_is_the_town_and_one_the_land_around_it(tool: ModuleType) -> None:
    town, around = tool.Gmina("020101", "Miasto", 9000, 10), tool.Gmina("020102", "Miasto", 4000, 90)
    elsewhere = tool.Gmina("020202", "Miasto", 4000, 90)
    assert tool.kinds_of_namesakes([around, elsewhere, town]) == {"020101": "1", "020102": "2"}
    with pytest.raises(ValueError, match="Miasto: 020101 and 020102"):
        tool.kinds_of_namesakes([town._replace(population=500), around])


def test_the_committed_tables_are_sorted_and_plain(facts: Facts) -> None:
    for name in ("gminas.csv", "places.csv"):
        data = (FOLDER / name).read_bytes()
        assert (data.count(b"\r"), data[-1:], data[:3] == b"\xef\xbb\xbf") == (0, b"\n", False)
    codes = [gmina.code for gmina in facts.gminas]
    assert codes == sorted(set(codes))
    assert len(codes) == 2478
    assert {place.gmina for place in facts.places} <= set(codes)
    assert sum(gmina.latitude is not None for gmina in facts.gminas) == 2415
    named = {(gmina.code[:4], gmina.name, gmina.kind) for gmina in facts.gminas}
    assert (len(named), sum(gmina.kind is not None for gmina in facts.gminas)) == (2478, 286)


@pytest.mark.data
def test_positions_agree_with_the_shapes_of_gminas(data_folder: Path, facts: Facts) -> None:
    import csv
    import math
    import statistics

    with (data_folder / "geo" / "gminy_2479_centroids.csv").open(encoding="utf-8", newline="") as file:
        inner = {row["teryt6"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}
    distances = []
    for gmina in facts.gminas:
        if gmina.latitude is not None and gmina.longitude is not None and gmina.code in inner:
            latitude, longitude = inner[gmina.code]
            east = (gmina.longitude - longitude) * math.cos(math.radians(latitude))
            distances.append(111.2 * math.hypot(gmina.latitude - latitude, east))
    assert len(distances) == 2415
    assert statistics.median(distances) < 2.5
    assert sum(distance <= 10 for distance in distances) / len(distances) >= 0.995
    assert max(distances) < 20


@pytest.mark.data
def test_codes_and_names_agree_with_the_official_file(data_folder: Path, facts: Facts) -> None:
    from koalicja.places.terc import read_terc

    official = read_terc((data_folder / "teryt" / "terc_2024-01-01.csv").read_bytes())
    names = {gmina.code: gmina.name for gmina in official.gminas}
    powiats = {powiat.code: powiat.name for powiat in official.powiats}
    assert {gmina.code for gmina in facts.gminas} - names.keys() == {"320304"}
    assert {g.code for g in facts.gminas if names.get(g.code, g.name) != g.name} == {"221208", "260417"}
    kinds = {gmina.code: gmina.kind for gmina in official.gminas}
    assert [g.code for g in facts.gminas if g.kind and g.kind != kinds[g.code]] == []
    assert {g.code[:4] for g in facts.gminas if powiats[g.code[:4]] != g.powiat} == {"0206"}
