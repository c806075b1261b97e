"""What a row brings to the record of the register that a human says it is."""

from collections.abc import Iterable
from dataclasses import replace

from koalicja.engine.matching.rows import ParsedRow, judge
from koalicja.people.actions.judging import is_for_edition, judged_about_known, with_gmina, without_corrected
from koalicja.people.bulk import update_rows
from koalicja.people.models import Batch, BatchRow, Organisation
from koalicja.people.queries.batch_register import Known, register_of
from koalicja.people.queries.batches import BRINGS
from koalicja.places.queries import gazetteer

State = Organisation.State


def parsed(row: BatchRow) -> ParsedRow:
    """The stored row for the engine, in the gmina where it was found to be."""
    return with_gmina(ParsedRow(row.number, row.values), str(row.gmina_id))


def brought(row: BatchRow, record: Known, *, for_edition: bool) -> tuple[tuple[str, str, str], ...] | None:
    """(field, old, new) of what joining would change; None where the register tells the row from the record now."""
    entry = replace(record.entry, keys=(*record.entry.keys, row.params.get("key", "")))
    verdict = next(iter(judge([parsed(row)], register=[entry], gazetteer=gazetteer())))
    if not verdict.target:
        return None
    judged = judged_about_known(verdict, record, for_edition=for_edition)
    back = record.state == State.DISMISSED and not for_edition  # what a register put aside, no edition brings back
    brought_back = (("state", record.state, State.LISTED.value),) if back else ()
    asked = row.reason == "corrected_by_hand"  # only then did the human see which of her words would go
    allowed = judged.changes if asked else without_corrected(judged.changes, record)
    return (*brought_back, *allowed)


def note_brought(batch: Batch, rows: Iterable[BatchRow]) -> None:
    """Note in joined rows which fields they would change now, so that the preview promises what accepting does."""
    joined = [row for row in rows if row.decision == BatchRow.Decision.JOIN and row.gmina_id]
    if not joined:
        return
    for_edition = is_for_edition(batch)
    known = register_of({str(row.gmina_id) for row in joined}, with_people=not for_edition)
    for row in joined:
        record = known.get(str(row.decision_params.get("target", "")))
        changes = brought(row, record, for_edition=for_edition) if record else None
        noted = {} if changes is None else {BRINGS: [name for name, _old, _new in changes]}
        row.params = {name: value for name, value in row.params.items() if name != BRINGS} | noted
    update_rows(joined, ["params"])
