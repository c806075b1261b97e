"""Rows that accepting acts on, and what becomes of those that fill in an earlier row of their file."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Q

from koalicja.people.filling import filled, first_of
from koalicja.people.models import Batch, BatchRow

CHUNK = 500
Outcome, Decision = BatchRow.Outcome, BatchRow.Decision
EFFECTIVE = (Decision.ADD, Decision.JOIN, Decision.FILL)  # decisions by which a doubtful row does something
BRINGS = "brings"  # in the params of a joined row: the fields it would change in the record


def to_do() -> Q:
    """Rows that accepting acts on."""
    acts = Q(outcome__in=[Outcome.NEW, Outcome.CHANGED]) & ~Q(decision=Decision.SKIP)
    return acts | Q(outcome=Outcome.DOUBTFUL, decision__in=EFFECTIVE)


def filling_rows(batch: Batch) -> list[BatchRow]:
    """The rows that fill in others and those others, those that are to do nothing left out; a query or two."""
    return with_firsts(batch, batch.rows.filter(decision=Decision.FILL))


def with_firsts(batch: Batch, rows: Iterable[BatchRow]) -> list[BatchRow]:
    """These rows and those that some of them fill in, in their order; one query where one of them does."""
    found = list(rows)
    firsts = {first_of(row) for row in found if row.decision == Decision.FILL}
    wanted = sorted(firsts - {row.number for row in found})
    for start in range(0, len(wanted), CHUNK):
        found += batch.rows.filter(to_do(), number__in=wanted[start : start + CHUNK])
    return sorted(found, key=lambda row: row.number)


def fates_of_filling(batch: Batch) -> Counter[str]:
    """What becomes of the rows that fill in others: it hangs on what becomes of those."""
    rows = filling_rows(batch)
    waiting = [row for row in rows if row.decision == Decision.FILL]
    by_number, taken = {row.number: row for row in rows}, {row.number for row in filled(rows)}
    fates: Counter[str] = Counter()
    for row in waiting:
        first = first_filled(row, by_number) if row.number in taken else row
        is_vain = first.decision == Decision.JOIN and first.params.get(BRINGS) == []
        became = "added" if row.decision == Decision.ADD else "same" if is_vain else "filled"
        fates[became if row.number in taken else "repeated"] += 1
    return fates


def first_filled(row: BatchRow, by_number: Mapping[int, BatchRow]) -> BatchRow:
    """The row that this one fills in, perhaps through others, as `filled` left them."""
    while row.decision == Decision.FILL:
        row = by_number[first_of(row)]
    return row
