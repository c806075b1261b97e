"""Somebody who has kept every release and solves for what it hides. Knows who could say what, and nothing else.

Shares no code with the engine: people are cells (group, band, answer, wave) of unknown size, each number that was ever
shown is a sum of cells.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from koalicja.engine.perspectives.disclosure import ANSWERS, Release

Cell = tuple[str, str, str, int]
Sum = tuple[frozenset[Cell], int]


def cells_of(groups: Sequence[str], bands: Sequence[str], waves: int) -> list[Cell]:
    return list(product(groups, bands, ANSWERS, range(waves)))


def shown_sums(looks: Sequence[Release], cells: Sequence[Cell], statement: str) -> list[Sum]:
    """Every number of the releases as a sum of cells; a part that was kept from an earlier look speaks of that one."""
    wave_of = {look.people: wave for wave, look in reversed(list(enumerate(looks)))}
    found: list[Sum] = []

    def tell(count: int, wave: int, groups: object = None, bands: object = None, answers: object = None) -> None:
        def among(value: str, those: object) -> bool:
            return those is None or value in those  # type: ignore[operator]

        those = frozenset(
            cell
            for cell in cells
            if among(cell[0], groups) and among(cell[1], bands) and among(cell[2], answers) and cell[3] <= wave
        )
        found.append((those, count))

    for wave, look in enumerate(looks):
        if not look.people:
            continue
        tell(look.people, wave)
        for part in look.groups:
            tell(part.people, wave, groups=part.keys)
        for part in look.age_bands:
            tell(part.people, wave, bands=part.keys)
        for view in (each for each in look.statements if each.id == statement):
            when = wave_of[view.people]
            for place, answers in enumerate(view.answers):
                tell(view.all[place], when, answers=answers)
                for row in view.groups:
                    tell(row.counts[place], when, groups=row.keys, answers=answers)
                for row in view.age_bands:
                    tell(row.counts[place], when, bands=row.keys, answers=answers)
    return found


def most(those: frozenset[Cell], sums: Sequence[Sum], cells: Sequence[Cell]) -> int:
    """The greatest number of people that the cells may hold, as far as anybody can tell: an integer program."""
    matrix = np.array([[cell in told for cell in cells] for told, _count in sums], dtype=float)
    counts = np.array([count for _told, count in sums], dtype=float)
    wanted = -np.array([cell in those for cell in cells], dtype=float)
    found = milp(
        wanted, constraints=LinearConstraint(matrix, counts, counts), integrality=np.ones(len(cells)), bounds=Bounds(0)
    )
    assert found.success, found.message
    return round(-found.fun)


def least(those: frozenset[Cell], sums: Sequence[Sum], cells: Sequence[Cell]) -> int:
    """The smallest number of people that the cells may hold."""
    everyone = max(count for _told, count in sums)
    return everyone - most(frozenset(cells) - those, sums, cells)


def derivable(matrix: np.ndarray, subsets: np.ndarray) -> np.ndarray:
    """Which of the subsets (rows of 0 and 1) are sums and differences of the rows of the matrix."""
    left = subsets - subsets @ (np.linalg.pinv(matrix) @ matrix)
    found: np.ndarray = np.abs(left).max(axis=1) < 1e-9
    return found
