"""Which rows without a certain gmina may be the register's own, and which fit only others.

A gmina chosen for the file answers the first alone, so the second are a question of their own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from koalicja.engine.matching.gminas import Gazetteer
from koalicja.engine.matching.rows import Verdict
from koalicja.people.queries.batches import ASKS_GMINA, NOT_OURS


def with_others_apart(verdicts: Iterable[Verdict], own: str | None, places: Gazetteer) -> Iterator[Verdict]:
    """The verdicts, those of rows that cannot be of the register's own gmina under a code of their own."""
    for verdict in verdicts:
        if own and verdict.code in ASKS_GMINA and not _may_be(own, verdict, places):
            yield replace(verdict, code=NOT_OURS)
        else:
            yield verdict


def _may_be(own: str, verdict: Verdict, places: Gazetteer) -> bool:
    """Whether the row comes to be of this gmina once it is chosen for the file, as engine.matching.rows has it."""
    values = verdict.values
    if verdict.gmina and own in verdict.gmina.candidates:
        return True
    if values.get("gmina_code") or values.get("gmina"):
        return False
    known = places.gminas_of_place(values.get("village", ""))
    area = {name: values.get(name, "") for name in ("voivodeship", "powiat")}
    return (not known or own in known) and places.is_in_area(own, **area)
