"""TERC files as the office publishes them, made from the product's own table; and the table itself, loaded."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from koalicja.places.facts import Facts, read_facts

HEADER = "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA"
KIND_NAMES = {1: "gmina miejska", 2: "gmina wiejska", 3: "gmina miejsko-wiejska"}
Row = tuple[str, str, str, str, str, str]


@pytest.fixture(scope="session")
def facts() -> Facts:
    return read_facts()


@pytest.fixture
def all_places(db: None, facts: Facts) -> None:
    """All gminas and places that ship with the product."""
    from koalicja.places.actions import load_places

    load_places(facts)


@pytest.fixture(scope="module")
def loaded_country(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The same for a whole module, in a transaction around all its tests."""
    from django.db import transaction

    from koalicja.places.actions import load_places

    with django_db_blocker.unblock(), transaction.atomic():
        load_places()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def country(loaded_country: None, db: None) -> None:
    """All gminas and places that ship with the product, loaded once for the module."""


def country_rows(facts: Facts) -> list[Row]:
    """One row for each voivodeship, powiat and gmina of the table; cities are urban, the rest
    rural where the table does not say."""
    rows: list[Row] = []
    seen: set[str] = set()
    for gmina in facts.gminas:
        voivodeship, powiat, number = gmina.code[:2], gmina.code[2:4], gmina.code[4:]
        if voivodeship not in seen:
            rows.append((voivodeship, "", "", "", gmina.voivodeship.upper(), "województwo"))
        if gmina.code[:4] not in seen:
            rows.append((voivodeship, powiat, "", "", gmina.powiat, "powiat"))
        seen |= {voivodeship, gmina.code[:4]}
        kind = gmina.kind or (1 if int(powiat) >= 61 else 2)
        rows.append((voivodeship, powiat, number, str(kind), gmina.name, KIND_NAMES[kind]))
    return rows


def terc_bytes(rows: Iterable[Row], day: str = "2026-01-01", *, encoding: str = "utf-8-sig") -> bytes:
    lines = [HEADER, *(";".join((*row, day)) for row in rows)]
    return "\r\n".join([*lines, ""]).encode(encoding)


@pytest.fixture
def rows(facts: Facts) -> list[Row]:
    return country_rows(facts)


@pytest.fixture
def terc(rows: list[Row]) -> Callable[..., bytes]:
    """Build a TERC file of the whole country; `without` leaves codes out, `change` replaces or adds rows by code."""

    def build(
        *, without: Iterable[str] = (), change: dict[str, tuple[str, str]] | None = None, day: str = "2026-01-01"
    ) -> bytes:
        by_code = {"".join(row[:3]): row for row in rows if "".join(row[:3]) not in set(without)}
        for code, (name, kind) in (change or {}).items():
            by_code[code] = (code[:2], code[2:4], code[4:], kind, name, "")
        return terc_bytes((by_code[code] for code in sorted(by_code)), day)

    return build
