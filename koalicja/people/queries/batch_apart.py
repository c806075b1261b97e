"""Rows that no answer for all can join: another row of the file joins the same record and says otherwise."""

from collections import Counter

from koalicja.people.models import Batch, BatchRow
from koalicja.people.queries.batches import JOINED_BY, Overview, meant, undecided


def reasons_apart(batch: Batch, overview: Overview) -> frozenset[str]:
    """The doubts of which every waiting row must be decided by itself."""
    waiting = list(undecided(batch).filter(params__has_key=JOINED_BY)) if overview.doubts else []
    numbers = {row.params[JOINED_BY]["row"] for row in waiting}
    others = {row.number: row for row in batch.rows.filter(number__in=numbers)} if numbers else {}
    apart = Counter(row.reason for row in waiting if _stands(row, others.get(row.params[JOINED_BY]["row"])))
    return frozenset(reason for reason, count in overview.doubts.items() if apart[reason] == count)


def _stands(row: BatchRow, other: BatchRow | None) -> bool:
    """The other row may have been decided otherwise since."""
    if other is None or other.decision == BatchRow.Decision.SKIP:
        return False
    return meant(other) == str(row.params[JOINED_BY]["target"])
