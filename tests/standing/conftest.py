"""Builders of the ledger's tests. A coalition here is a plain key: the room knows no higher one."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from koalicja.standing import actions
from koalicja.standing.models import Fact, Kind

TABLE = 7
DAY = date(2013, 9, 17)


@pytest.fixture
def ewa(make_user: Callable[..., Any]) -> Any:
    return make_user("Ewa")


@pytest.fixture
def jan(make_user: Callable[..., Any]) -> Any:
    return make_user("Jan")


@pytest.fixture
def make_fact(ewa: Any) -> Callable[..., Fact]:
    """A fact of the first table, recorded by Ewa."""

    def build(kind: str = Kind.MET, on: date = DAY, coalition: int = TABLE, **over: Any) -> Fact:
        return actions.record(coalition, **{"by": ewa, "kind": kind, "on": on} | over)

    return build
