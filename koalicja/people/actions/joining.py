"""What a row brings to the record of the register that a human says it is, and which rows already bring something else.

A record takes one row of a file, or several that say the same; a row that says otherwise waits until a human says that
it is the same all the same. Otherwise the last of them would win, and nobody would see it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from django.db.models import Q

from koalicja.engine.matching.rows import ParsedRow, differing, judge
from koalicja.people.actions.judging import is_for_edition, judged_about_known, with_gmina, without_corrected
from koalicja.people.bulk import update_rows
from koalicja.people.file_values import is_person_id
from koalicja.people.filling import filled
from koalicja.people.models import Batch, BatchRow, Organisation
from koalicja.people.queries.batch_filling import BRINGS, filling_rows
from koalicja.people.queries.batch_register import Known, register_of
from koalicja.people.queries.batches import JOINED_BY, TWINS, meant
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
    """Note in joined rows which fields they would change now, so that the preview promises what accepting does.

    What other rows of the file fill in counts too, so where one of these may do so, all joined rows are looked at.
    """
    rows = list(rows)
    if any(row.reason in TWINS for row in rows):
        rows = list(batch.rows.filter(decision=BatchRow.Decision.JOIN))
    joined = [row for row in rows if row.decision == BatchRow.Decision.JOIN and row.gmina_id]
    if not joined:
        return
    for_edition = is_for_edition(batch)
    known = register_of({str(row.gmina_id) for row in joined}, with_people=not for_edition)
    together = {row.number: row.values for row in filled(filling_rows(batch))}
    for row in joined:
        record = known.get(str(row.decision_params.get("target", "")))
        alone, row.values = row.values, together.get(row.number, row.values)
        changes = brought(row, record, for_edition=for_edition) if record else None
        row.values = alone
        noted = {} if changes is None else {BRINGS: [name for name, _old, _new in changes]}
        row.params = {name: value for name, value in row.params.items() if name != BRINGS} | noted
    update_rows(joined, ["params"])


def joined_apart(
    batch: Batch, rows: Iterable[BatchRow], target_of: Callable[[BatchRow], str], *, also: int | None
) -> tuple[list[BatchRow], list[BatchRow]]:
    """The rows that may join their records, and those that wait: an earlier row joins the same one and says otherwise.

    The latter note that row and the fields in question; `also` is the row beside which a human has said to join.
    """
    rows = sorted(rows, key=lambda row: row.number)
    said = _said_of({target_of(row) for row in rows}, batch, {row.number for row in rows})
    free, left = [], []
    for row in rows:
        others = said[target_of(row)]
        found = ((number, differing(row.values, values)) for number, values in others if number != also)
        first = next(((number, fields) for number, fields in found if fields), None)
        if first:
            row.params = row.params | {JOINED_BY: {"row": first[0], "target": target_of(row), "fields": first[1]}}
            left.append(row)
        else:
            row.params = {name: value for name, value in row.params.items() if name != JOINED_BY}
            others.append((row.number, row.values))
            free.append(row)
    return free, left


def _said_of(targets: set[str], batch: Batch, without: set[int]) -> dict[str, list[tuple[int, Mapping[str, str]]]]:
    """What other rows of the file say of these records: those that surely mean them, and those that people joined."""
    organisations = [int(each) for each in targets if not is_person_id(each)]
    people = [int(each[1:]) for each in targets if is_person_id(each)]
    known = Q(organisation__in=organisations) | Q(person__in=people)
    means = Q(outcome__in=[BatchRow.Outcome.SAME, BatchRow.Outcome.CHANGED]) & known
    rows = batch.rows.filter(means | Q(decision=BatchRow.Decision.JOIN)).exclude(decision=BatchRow.Decision.SKIP)
    said: dict[str, list[tuple[int, Mapping[str, str]]]] = defaultdict(list)
    for row in rows.order_by("number"):
        if row.number not in without and meant(row) in targets:
            said[meant(row)].append((row.number, row.values))
    return said
