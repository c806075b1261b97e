"""The tables of facts that ship with the product (built by tools/build_places.py), read into frozen values."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class GminaRow:
    code: str
    name: str
    kind: int | None
    powiat: str
    voivodeship: str
    population: int | None
    area_km2: Decimal | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class PlaceRow:
    name: str
    gmina: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Facts:
    gminas: tuple[GminaRow, ...]
    places: tuple[PlaceRow, ...]
    sha256: str


def read_facts(folder: Path = FOLDER) -> Facts:
    """All rows of gminas.csv and places.csv; an empty cell is unknown. `sha256` changes with any of them."""
    digest = hashlib.sha256()
    for name in ("gminas.csv", "places.csv"):
        digest.update((folder / name).read_bytes())
    return Facts(
        tuple(_gmina(row) for row in _rows(folder / "gminas.csv")),
        tuple(
            PlaceRow(row["name"], row["gmina"], float(row["latitude"]), float(row["longitude"]))
            for row in _rows(folder / "places.csv")
        ),
        digest.hexdigest(),
    )


def _gmina(row: dict[str, str]) -> GminaRow:
    return GminaRow(
        code=row["code"],
        name=row["name"],
        kind=int(row["kind"]) if row["kind"] else None,
        powiat=row["powiat"],
        voivodeship=row["voivodeship"],
        population=int(row["population"]) if row["population"] else None,
        area_km2=Decimal(row["area_km2"]) if row["area_km2"] else None,
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
