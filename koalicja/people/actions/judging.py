"""From a file to rows that say what each would do to the register; the register itself is only read."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from koalicja.engine.matching.contact_columns import function_said
from koalicja.engine.matching.rows import FILLS, ParsedRow, RowProblem, Verdict, is_corrected, judge, parse_row
from koalicja.engine.matching.sectors import SectorGuess
from koalicja.people.actions.ours import with_others_apart
from koalicja.people.actions.said import DECISION, unsaid
from koalicja.people.ages import is_column_of_births, with_births_hidden, year_of_birth_said
from koalicja.people.file_class import class_said
from koalicja.people.file_values import (
    CONTACT_KINDS,
    MAYBE_PERSON,
    OVERWRITTEN,
    WHO,
    changes_to_make,
    checked,
    is_person,
    is_person_id,
    with_age_band,
    with_other_person_noted,
)
from koalicja.people.files import Row, Table
from koalicja.people.left_out import row_tells_birth
from koalicja.people.models import Batch, BatchRow, Organisation
from koalicja.people.pesel import with_pesel_as_day
from koalicja.people.queries.age_bands import bands_understood
from koalicja.people.queries.batch_register import Known, register_of
from koalicja.people.queries.batches import ERASED, LIKE_ROW, TWINS
from koalicja.people.queries.classes import corrections_of
from koalicja.places.queries import gazetteer

CHUNK = 1000
CELLS_SHOWN = 12
BIRTHS = "births"  # among what is detected: whether the file tells some
KEPT = "kept"
CELL_LENGTH = 160
AREA_FIELDS = ("gmina", "powiat", "voivodeship")
PLACE_FIELDS = ("gmina_code", *AREA_FIELDS)
LIKENESS = frozenset({"likely_duplicate", "twice_in_register", *TWINS})  # doubts that "add" and "the same" answer
OWN_WORDS = frozenset({*CONTACT_KINDS, "notes", "person", "role"})
ASKED = frozenset({"was_removed", "corrected_by_hand"})  # doubts about a record that the row surely means
_OF_PERSONS = frozenset({"person_name", "person_trade", MAYBE_PERSON})
Outcome = BatchRow.Outcome
Source = Iterable[tuple[ParsedRow | RowProblem, list[str]]]
Shown = tuple[list[str], Mapping[str, str]]  # the first cells of a row; where it says it is, if a human said otherwise
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What people have decided about rows, by row number: (decision, its parameters)."""

    decisions: Mapping[int, tuple[str, dict[str, Any]]] = field(default_factory=dict)

    def gmina_of(self, number: int) -> str:
        """The gmina a human has chosen for this row, if any."""
        return str(self.decisions.get(number, ("", {}))[1].get("gmina", ""))


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict turned towards this batch: what the file may do here, and what a human is shown."""

    outcome: str
    code: str
    params: Mapping[str, str]
    changes: tuple[tuple[str, str, str], ...] = ()
    target: str = ""


def is_for_edition(batch: Batch) -> bool:
    """Whether the file brings suggestions to every gmina instead of records to one register."""
    return batch.scope.startswith("edition:")


def inputs_of(batch: Batch) -> Inputs:
    """What people have decided; where rows are being replaced, as it was put aside (see keep_decisions)."""
    if KEPT in batch.options:
        kept = batch.options[KEPT]
        return Inputs({int(number): (decision, params) for number, (decision, params) in kept.items()})
    decided = batch.rows.exclude(decision="", decision_params={})
    return Inputs(
        {
            number: (decision, params)
            for number, decision, params in decided.values_list("number", "decision", "decision_params")
        }
    )


def keep_decisions(batch: Batch, inputs: Inputs) -> None:
    """Put decisions aside, so that they outlive the rows they were taken about, until the preview is shown again."""
    kept = {str(number): list(decided) for number, decided in inputs.decisions.items()}
    batch.options = batch.options | {KEPT: kept}
    batch.save(update_fields=["options"])


def rows_of_table(batch: Batch, table: Table) -> Iterator[tuple[ParsedRow | RowProblem, list[str]]]:
    """The rows below the header, parsed by the batch's mapping, each with its first cells; births are noted as such."""
    header = batch.detected.get("header_number", 0)
    function, births, year = _function_of_persons(batch), _column_of_births(batch), timezone.localdate().year
    for read in table:
        if read.number > header:
            row = _without_pesel(read, births)
            parsed = _parsed(row, batch.mapping, function)
            if parsed is not None:
                if not batch.detected.get(BIRTHS) and (row is not read or row_tells_birth(parsed, year=year)):
                    batch.detected = batch.detected | {BIRTHS: True}
                yield checked(parsed), [cell[:CELL_LENGTH] for cell in row.cells[:CELLS_SHOWN]]


def _without_pesel(row: Row, births: int) -> Row:
    """The row without a PESEL in any cell; two figures in the column of births, if there is one, are a year."""
    cells = tuple(
        year_of_birth_said(cell) if place == births else with_pesel_as_day(cell) for place, cell in enumerate(row.cells)
    )
    return row if cells == row.cells else replace(row, cells=cells)


def _column_of_births(batch: Batch) -> int:
    """Where the file says when somebody was born, by the heading of the column of ages; -1 where it says how old."""
    columns, at = batch.detected.get("columns", []), batch.mapping.get("age_band", -1)
    return at if 0 <= at < len(columns) and is_column_of_births(columns[at]["label"]) else -1


def _function_of_persons(batch: Batch) -> str:
    """The function that stands above the column of persons, where no column says it of each."""
    columns, at = batch.detected.get("columns", []), batch.mapping.get("person", -1)
    return "" if "role" in batch.mapping or not 0 <= at < len(columns) else function_said(columns[at]["label"])


def _parsed(row: Row, mapping: Mapping[str, int], function: str) -> ParsedRow | RowProblem | None:
    parsed = parse_row(row.number, row.cells, mapping, note=row.note)
    if function and isinstance(parsed, ParsedRow) and any(map(str.isalpha, parsed.values.get("person", ""))):
        parsed = ParsedRow(parsed.number, {**parsed.values, "role": function})
    return parsed


def rows_of_batch(batch: Batch) -> list[tuple[ParsedRow | RowProblem, list[str]]]:
    """The rows as they were read, without opening the file again; of somebody erased there is nothing to read."""
    columns = ("number", "outcome", "reason", "params", "values", "cells")
    rows = batch.rows.exclude(reason=ERASED).order_by("number")
    return [
        (RowProblem(number, reason, params["why"]) if outcome == Outcome.ERROR else ParsedRow(number, values), cells)
        for number, outcome, reason, params, values, cells in rows.values_list(*columns)
    ]


def judged_rows(batch: Batch, source: Source, inputs: Inputs) -> Iterator[BatchRow]:
    """One unsaved row per row of the source, judged against the register as it is now."""
    for_edition = is_for_edition(batch)
    gminas = None if for_edition else {batch.scope.removeprefix("gmina:")}
    known = register_of(gminas, with_people=not for_edition)
    shown: deque[Shown] = deque()
    places = gazetteer()
    corrections = None if for_edition else corrections_of(next(iter(gminas or ())))
    read = _with_bands(source, bands_understood(batch.gmina))
    verdicts = judge(
        _remembered(read if for_edition else _with_others_noted(read, corrections), shown, inputs),
        register=[record.entry for record in known.values()],
        gazetteer=places,
        default_gmina=batch.default_gmina_id,
        corrections=corrections,
        only_gminas=None if gminas is None else frozenset(gminas),
        accept_places=bool(batch.options.get("accept_places")),
        all_here=bool(batch.options.get("all_here")),
        placed_stay=bool(batch.options.get("placed_stay")),
        by_phone=not for_edition,
        find_like_rows=not for_edition,
    )
    for verdict in with_others_apart(verdicts, batch.gmina_id, places):
        yield _row(batch, verdict, shown.popleft(), known, inputs)


def _with_bands(source: Source, bands: frozenset[str]) -> Source:
    note, year = gettext("Age in the file: %(age)s."), timezone.localdate().year
    for row, cells in source:
        yield with_age_band(row, bands, note, year=year) if isinstance(row, ParsedRow) else row, cells


def _with_others_noted(source: Source, corrections: Mapping[str, str] | None) -> Source:
    note = gettext("Contact person in the file: %(name)s.")
    for row, cells in source:
        yield with_other_person_noted(row, note, corrections) if isinstance(row, ParsedRow) else row, cells


def _remembered(source: Source, shown: deque[Shown], inputs: Inputs) -> Iterator[ParsedRow | RowProblem]:
    for row, cells in source:
        gmina = inputs.gmina_of(row.number)
        if gmina and isinstance(row, ParsedRow):
            # The file's own words stay with the row: the choice of a gmina may be taken back.
            place = {name: row.values[name] for name in PLACE_FIELDS if name in row.values}
            shown.append((cells, place))
            yield with_gmina(row, gmina)
        else:
            shown.append((cells, {}))
            yield row


def with_gmina(row: ParsedRow, code: str) -> ParsedRow:
    """The row as if the file had said this gmina and nothing else of where it is."""
    values = {name: value for name, value in row.values.items() if name not in AREA_FIELDS}
    return ParsedRow(row.number, values | {"gmina_code": code})


def _row(batch: Batch, verdict: Verdict, shown: Shown, known: Mapping[str, Known], inputs: Inputs) -> BatchRow:
    cells, place = shown
    judged = _turned(verdict, known, for_edition=is_for_edition(batch))
    decision, decision_params = inputs.decisions.get(verdict.number, ("", {}))
    if decision and not _still_answers(decision, decision_params, verdict, judged):
        decision, decision_params = "", unsaid(decision_params, DECISION)
    if judged.code == FILLS and not decision:
        decision = BatchRow.Decision.FILL
    is_error = judged.outcome == Outcome.ERROR
    target = judged.target if judged.outcome in {Outcome.SAME, Outcome.CHANGED} else ""
    return BatchRow(
        batch_id=batch.pk,  # cheaper than the object, thousands of times
        number=verdict.number,
        outcome=judged.outcome,
        reason=judged.code,
        params=_params(verdict, judged, [batch.gmina_id] if batch.gmina_id else []),
        cells=[with_births_hidden(cell) for cell in cells] if is_error else [],
        values=_as_in_the_file(verdict.values, place) if inputs.gmina_of(verdict.number) else dict(verdict.values),
        gmina_id=_gmina_of(verdict),
        matches=[{"id": m.id, "score": m.score, "code": m.code} for m in verdict.duplicates]
        or ([{"id": judged.target, "score": 100, "code": "same_name"}] if judged.code in ASKED else []),
        decision=decision,
        decision_params=decision_params,
        organisation_id=int(target) if target and not is_person_id(target) else None,
        person_id=int(target[1:]) if is_person_id(target) else None,
    )


def judged_now(batch: Batch, verdict: Verdict, known: Mapping[str, Known]) -> dict[str, Any]:
    """What a stored row comes to be by this verdict, before it has done anything: the fields that hold it."""
    row = _row(batch, verdict, ([], {}), known, Inputs())
    told = {name: getattr(row, name) for name in ("outcome", "reason", "params", "matches")}
    return told | {"organisation_id": row.organisation_id, "person_id": row.person_id}


def _as_in_the_file(values: Mapping[str, str], place: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in PLACE_FIELDS} | dict(place)


def _still_answers(decision: str, params: Mapping[str, Any], verdict: Verdict, judged: Judged) -> bool:
    """Whether an earlier decision answers the question the row asks now; what asks about a human's word asks anew."""
    if decision == BatchRow.Decision.SKIP:
        return True
    if judged.code == WHO:
        return decision == BatchRow.Decision.ADD
    if judged.outcome == Outcome.NEW and _is_place_unknown(verdict):
        return decision == BatchRow.Decision.ADD
    if judged.outcome != Outcome.DOUBTFUL or judged.code not in LIKENESS or params.get("asked"):
        return False
    if decision == BatchRow.Decision.FILL:
        return judged.code in TWINS
    return decision == BatchRow.Decision.ADD or params.get("target") in {match.id for match in verdict.duplicates}


def _is_place_unknown(verdict: Verdict) -> bool:
    return verdict.gmina is not None and verdict.gmina.reason == "chosen_place_unknown"


def _gmina_of(verdict: Verdict) -> str | None:
    return verdict.gmina.code if verdict.gmina else None


def _params(verdict: Verdict, judged: Judged, own: list[str]) -> dict[str, Any]:
    params: dict[str, Any] = {"why": dict(judged.params)}
    if verdict.key:
        params["key"] = verdict.key
    if verdict.sector and judged.outcome not in {Outcome.REPEATED, Outcome.SAME}:
        params["class"] = _class(verdict.sector, verdict.values)
    if judged.changes:
        params["changes"] = [list(change) for change in judged.changes]
    if judged.target:
        params["target"] = judged.target
    if _is_place_unknown(verdict):
        params["place"] = "unknown"
    is_about_gmina = not (verdict.duplicates or judged.target or judged.code in {*TWINS, WHO})
    if verdict.gmina and judged.outcome == Outcome.DOUBTFUL and is_about_gmina:
        params["gminas"] = list(dict.fromkeys([*own, *verdict.gmina.candidates]))[:12]
    return params


def _class(guess: SectorGuess, values: Mapping[str, str]) -> dict[str, Any]:
    """The class as an organisation keeps it: what the file says beats our guess. A person's name stays a person's."""
    said = class_said(values)
    if said and not (said[0] == "resident" and guess.code in _OF_PERSONS):
        return {"group": said[0], "sector": said[1], "code": "file_says", "rule": ""}
    return {"group": guess.group, "sector": guess.sector, "code": guess.code, "rule": guess.rule, **guess.params}


def _turned(verdict: Verdict, known: Mapping[str, Known], *, for_edition: bool) -> Judged:
    """What the verdict means for this kind of batch: an edition's file only suggests, a removed record asks first."""
    if verdict.outcome in {Outcome.ERROR, Outcome.LEFT_OUT} or verdict.code == "same_as_row":
        return Judged(verdict.outcome, verdict.code, verdict.params)
    if for_edition and verdict.sector and is_person(verdict.values, verdict.sector.code, verdict.sector.group):
        return Judged(Outcome.LEFT_OUT, "person_in_edition", {})
    if verdict.code == FILLS:
        return _again(verdict)
    if verdict.outcome == Outcome.NEW and _asks_who(verdict):
        return Judged(Outcome.DOUBTFUL, WHO, {})
    if not verdict.target:
        return Judged(verdict.outcome, verdict.code, verdict.params)
    return judged_about_known(verdict, known[verdict.target], for_edition=for_edition)


def _again(verdict: Verdict) -> Judged:
    """A row that says more than an earlier one fills it in; of people of one name who differ we ask: two namesakes?"""
    guess, why = verdict.sector, {"row": verdict.params["row"], "like": "same_name"}
    about_one = guess is not None and is_person(verdict.values, guess.code, guess.group)
    is_asked = about_one and verdict.params["differ"]
    return Judged(Outcome.DOUBTFUL, LIKE_ROW if is_asked else FILLS, why)


def _asks_who(verdict: Verdict) -> bool:
    """Whether neither the name nor the file says if the row is about a person or an organisation."""
    if verdict.sector is None or verdict.sector.code != MAYBE_PERSON or is_person(verdict.values, MAYBE_PERSON, ""):
        return False
    said = class_said(verdict.values)
    return said is None or said[0] == "resident"


def judged_about_known(verdict: Verdict, record: Known, *, for_edition: bool) -> Judged:
    """The verdict on a row that means a record of the register, given the record's state."""
    suggested, removed = Organisation.State.SUGGESTED, Organisation.State.DISMISSED
    if record.state == removed:
        if for_edition:
            return Judged(Outcome.LEFT_OUT, "dismissed_here", {}, (), verdict.target)
        return Judged(Outcome.DOUBTFUL, "was_removed", {}, _changes(verdict, record), verdict.target)
    if for_edition and record.state != suggested:
        return Judged(Outcome.SAME, "already_listed", {}, (), verdict.target)
    changes = _changes(verdict, record)
    untouched = without_corrected(changes, record)
    corrected = [change for change in changes if change not in untouched]
    if for_edition:  # what a register has corrected in a suggestion is not an edition's to change
        changes = without_own_words(untouched)
    elif corrected:
        name, old, new = corrected[0]
        why = {"field": name, "old": old, "new": new}
        return Judged(Outcome.DOUBTFUL, "corrected_by_hand", why, changes, verdict.target)
    if record.state == suggested and not for_edition:
        changes = (("state", suggested, Organisation.State.LISTED), *changes)
    if changes:
        return Judged(Outcome.CHANGED, "fields_differ", {}, changes, verdict.target)
    return Judged(Outcome.SAME, "nothing_new", {}, (), verdict.target)


def without_corrected(changes: tuple[tuple[str, str, str], ...], record: Known) -> tuple[tuple[str, str, str], ...]:
    """The changes that touch nothing a human has corrected since a file last said it."""
    return tuple(
        change for change in changes if change[0] not in OVERWRITTEN or not is_corrected(record.entry, change[0])
    )


def without_own_words(changes: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    """The changes without what the register has for its own eyes: its contacts, notes and who speaks for whom."""
    return tuple((name, "" if name in OWN_WORDS else old, new) for name, old, new in changes)


def _changes(verdict: Verdict, record: Known) -> tuple[tuple[str, str, str], ...]:
    return tuple((change.field, change.old, change.new) for change in changes_to_make(verdict, record.contacts))


def in_chunks(rows: Iterable[BatchRow], size: int = CHUNK) -> Iterator[list[BatchRow]]:
    """Lists of at most so many rows, so that a large file is never held whole."""
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
