"""The linear relaxation of a program: how good a table could be at most, and who could be in a better one.

The bound is computed from the dual values in plain arithmetic, so that it holds whatever the solver's tolerance: any
dual values of the right sign give a valid bound, good ones a close one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from koalicja.engine.composition.program import Program, Row

__all__ = ["Relaxation", "relaxed"]

Floats = NDArray[np.float64]
# A relaxation takes milliseconds; on a machine that is busy with more, so long at most.
MOST_SECONDS = 4.0
# What the sums of a bound may lose in floating point, relative to the objective.
SAFETY = 1e-9


@dataclass(frozen=True, slots=True)
class Relaxation:
    """`bound`: no table is worth more (whole numbers). `values` of the variables, 0 to their greatest value.

    `reduced`: what one more of each variable would add to the bound; a table with a candidate whose number is
    below 0 is worth at most bound + number, one without a candidate whose number is above 0 at most bound − number.
    """

    bound: float
    values: Floats
    reduced: Floats

    def bound_with(self, place: int) -> float:
        """No table with this candidate is worth more."""
        return self.bound + min(0.0, float(self.reduced[place]))

    def bound_without(self, place: int) -> float:
        """No table without this candidate is worth more."""
        return self.bound - max(0.0, float(self.reduced[place]))


def relaxed(program: Program, extra: Sequence[Row] = (), *, seconds: float = MOST_SECONDS) -> Relaxation | None:
    """The relaxation, None where the linear solver finds no solution in time (which proves nothing by itself)."""
    rows = [row for row in (*program.rows, *extra) if row.terms]
    if not program.seats or not rows or seconds <= 0:
        return None
    matrix, low = _matrix(rows, len(program.upper)), np.array([row.low for row in rows], dtype=float)
    gain, upper = np.array(program.gain, dtype=float), np.array(program.upper, dtype=float)
    # HiGHS works with absolute tolerances: the objective goes in with numbers around 1.
    scale = max(1.0, float(np.abs(gain).max(initial=0.0)))
    found = linprog(  # type: ignore[call-overload]  # its stubs know no sparse matrix
        -gain / scale,
        A_ub=-matrix,
        b_ub=-low,
        bounds=np.column_stack([np.zeros_like(upper), upper]),
        method="highs",
        options={"time_limit": min(MOST_SECONDS, seconds)},
    )
    if found.status != 0:
        return None
    # Of max g·x with A x ≥ b, y ≥ 0: the bound is Σ (g + Aᵀy)⁺ × upper − y·b.
    duals: Floats = np.maximum(0.0, -np.asarray(found.ineqlin.marginals, dtype=float)) * scale
    reduced: Floats = gain + matrix.T @ duals
    bound = float(np.maximum(0.0, reduced) @ upper - duals @ low)
    return Relaxation(bound + SAFETY * max(scale, abs(bound)), np.asarray(found.x, dtype=float), reduced)


def _matrix(rows: Sequence[Row], columns: int) -> csr_array:
    starts = np.cumsum([0, *(len(row.terms) for row in rows)])
    indices = np.array([variable for row in rows for variable, _ in row.terms], dtype=np.int32)
    data = np.array([coefficient for row in rows for _, coefficient in row.terms], dtype=float)
    return csr_array((data, indices, starts), shape=(len(rows), columns))
