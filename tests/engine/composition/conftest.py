"""No clock decides what is found: to the engine every machine here is twenty times as quick as it is."""

from collections.abc import Iterator
from typing import Any

import pytest
from ortools.sat.python import cp_model

from koalicja.engine.composition import model

QUICKER = 20


class Quick(cp_model.CpSolver):
    """A solver whose seconds are long ones."""

    @property
    def wall_time(self) -> float:
        return float(super().wall_time) / QUICKER


@pytest.fixture(autouse=True, scope="module")
def no_clock_decides() -> Iterator[None]:
    """A limit of no time stays one."""
    real = model._solver

    def quick(*, seed: int, seconds: float, workers: int) -> Any:
        solver = real(seed=seed, seconds=seconds * QUICKER, workers=workers)
        solver.__class__ = Quick
        return solver

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model, "_solver", quick)
        yield
