"""How a table is put together without a solver: by adding the best each time, and by inviting whom one knows."""

from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.objective import gains, worth
from koalicja.engine.composition.rules import rule_rows

USUAL_SIZE = 14


def greedy(prepared: Prepared) -> tuple[str, ...]:
    """Begins with the locked; each time adds whoever mends the most of the rules, then adds the most to the objective.

    Ends when nobody mends a rule and nobody adds to the objective.
    """
    table, gain = frozenset(prepared.must), gains(prepared)

    def merit(places: frozenset[int]) -> tuple[float, int]:
        return -_shortfall(prepared, places), worth(prepared, gain, places)

    while True:
        free = [place for place in range(len(prepared.candidates)) if place not in table | prepared.never]
        best = max((table | {place} for place in free), key=merit, default=table)
        if merit(best) <= merit(table):
            return prepared.ids(table)
        table = best


def _shortfall(prepared: Prepared, places: frozenset[int]) -> float:
    """How far from the rules, each rule at most 1: so that the first of two missing people already counts."""
    rows = [row for row in rule_rows(prepared, prepared.ids(places)) if not row.met]
    return sum(min(1.0, abs(row.required - row.actual) / max(row.required, row.actual)) for row in rows)


def by_hand(prepared: Prepared) -> tuple[str, ...]:
    """Begins with the library and invites whom someone at the table knows, the closest first, up to a usual size."""
    table = list(prepared.must)
    size = min(USUAL_SIZE, prepared.rules.size.max or USUAL_SIZE)
    for seated in table:
        closest = sorted(prepared.ties[seated].items(), key=lambda tie: (-tie[1], tie[0]))
        for place, _ in closest:
            if len(table) < size and place not in table and place not in prepared.never:
                table.append(place)
    strangers = [place for place in range(len(prepared.candidates)) if place not in {*table, *prepared.never}]
    return prepared.ids([*table, *strangers[: max(0, size - len(table))]])
