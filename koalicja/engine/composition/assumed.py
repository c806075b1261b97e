"""What the answer rests on: the cells that somebody filled, and what is taken where nobody did."""

from collections.abc import Callable, Iterator, Mapping

from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.result import Assumption

__all__ = ["assumed", "known_facts"]

# What the objective takes for an unknown grade: neither for nor against.
NEUTRAL: Mapping[str, float] = {"willingness": 0.5, "influence": 0.5}
COLUMNS = (
    "group", "sector", "age_band", "interest_group", "villages", "offers", "areas", "influence", "willingness", "knows",
)  # fmt: skip


def assumed(prepared: Prepared) -> tuple[Assumption, ...]:
    """The columns that the rules or the objective read, and the candidates (not locked never) who leave them empty."""
    return tuple(
        Assumption(column, tuple(ids), NEUTRAL.get(column))
        for column in _columns_read(prepared)
        if (ids := [id_ for id_, is_filled in _cells(prepared, column) if not is_filled])
    )


def known_facts(prepared: Prepared) -> int:
    """The number of filled cells, of candidates not locked never, that the rules or the objective read."""
    return sum(is_filled for column in _columns_read(prepared) for _, is_filled in _cells(prepared, column))


def _cells(prepared: Prepared, column: str) -> Iterator[tuple[str, bool]]:
    """The ids of those whose cell counts, and whether anything is in it; a tie named by the other side is one."""
    for place, person in enumerate(prepared.candidates):
        if place not in prepared.never and (column != "age_band" or place in prepared.residents):
            is_filled = getattr(person, column) not in ("", None, frozenset(), {})
            yield person.id, place in prepared.acquainted if column == "knows" else is_filled


def _columns_read(prepared: Prepared) -> tuple[str, ...]:
    rules, weights = prepared.rules, prepared.rules.weights
    reads: Mapping[str, Callable[[], object]] = {
        "group": lambda: rules.groups,
        "sector": lambda: rules.sectors,
        "age_band": lambda: rules.age_bands or rules.min_age_bands,
        "interest_group": lambda: rules.max_interest_share is not None,
        "villages": lambda: prepared.villages and (weights.reach or rules.min_villages_share),
        "offers": lambda: rules.offers or (weights.cover and _has_topic(prepared, "offers")),
        "areas": lambda: rules.areas or (weights.cover and _has_topic(prepared, "areas")),
        "influence": lambda: weights.influence,
        "willingness": lambda: weights.willingness,
        "knows": lambda: prepared.has_ties and (weights.ties or not rules.allow_isolated),
    }
    return tuple(column for column in COLUMNS if reads[column]())


def _has_topic(prepared: Prepared, column: str) -> bool:
    return any(topic.column == column for topic in prepared.topics)
