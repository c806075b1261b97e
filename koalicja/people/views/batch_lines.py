"""The rows of a loaded file as its pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koalicja.engine.matching.sectors import SECTOR_GROUPS
from koalicja.people.actions.judging import is_for_edition
from koalicja.people.file_contacts import PUT_ASIDE
from koalicja.people.file_values import A_PERSON, CONTACT_KINDS, WHO, adds_person, entry_values, shown_kind, shown_name
from koalicja.people.models import Batch, BatchRow, Decided, Organisation, Person
from koalicja.people.queries.batch_filling import BRINGS
from koalicja.people.queries.batches import (
    ADDABLE,
    DECIDED,
    GMINA_DOUBTS,
    JOINED_BY,
    PAIR_DOUBTS,
    PLACE_UNKNOWN,
    ShownMatch,
    ShownRow,
)
from koalicja.people.refusals import (
    done_reason,
    file_field,
    met_reason,
    namesakes_reason,
    row_reason,
    undecided_reason,
)
from koalicja.people.texts import age_band, class_name, class_reason, likeness, organisation_state
from koalicja.places.models import Gmina
from koalicja.places.queries import gminas
from koalicja.ui.groups import GROUP_NAMES

Outcome, Decision, State = BatchRow.Outcome, BatchRow.Decision, Batch.State
TONES = {
    Outcome.NEW: "ok",
    Outcome.CHANGED: "accent",
    Outcome.DOUBTFUL: "attention",
    Outcome.ERROR: "danger",
}
NOTE_SHOWN = 120
COMPARED = (
    *("name", "kind", "village", "street", "house_number", "flat", "postcode", "address", "regon", "nip", "rspo"),
    *("phone", "email", "website", "person", "age_band"),
)


@dataclass(frozen=True, slots=True)
class Match:
    """A record the row may be, beside what the row says."""

    id: str
    title: str
    url: str
    reason: str
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RowClass:
    """The group and the sector in words, and why; nothing where the row has none to show."""

    group: str = ""
    sector: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a human may decide about the row now."""

    add: bool
    join: bool
    skip: bool
    overwrites: bool
    """Joining writes over what somebody has corrected by hand."""
    is_here: bool
    """Adding says that the place, which nobody knows, is in this gmina."""
    who: bool
    """Adding says whether it is a person or an organisation."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file as a page shows it."""

    number: int
    name: str
    says: str
    tab: str
    tag: str
    tone: str
    reason: str
    kind: RowClass
    decision: str
    url: str
    record_url: str
    changes: list[dict[str, str]]
    matches: list[Match]
    twin: Match | None
    joiner: Match | None
    """Another row that joins the record this one was to join, and says otherwise."""
    gminas: list[Gmina]
    gmina: str
    may: Choices

    def __str__(self) -> str:
        return self.name

    @property
    def asks(self) -> bool:
        """Whether the row waits for an answer, or has been given one: what it may be stands side by side."""
        return self.may.skip and bool(self.matches or self.twin or self.gminas or self.may.add)


def line(shown: ShownRow, *, batch: Batch, names: Mapping[str, Gmina]) -> Line:
    row, is_open = shown.row, batch.state == State.PREVIEW
    may = _choices(row, is_open=is_open)
    return Line(
        number=row.number,
        name=shown_name(row.values) or " · ".join(cell for cell in row.cells if cell)[:200],
        says=_says(row, batch),
        tab=DECIDED if row.decision else row.outcome,
        tag=_tag(row, batch),
        tone=_tone(row, batch),
        reason=_joined_by(row, shown.joiner) if shown.joiner and is_open else _reason(row, batch),
        kind=_class(row, is_open=is_open),
        decision=_decision(shown),
        url=reverse("people:batch_row", args=[row.batch_id, row.number]),
        record_url=_record_url(row),
        changes=[_change(change) for change in row.params.get("changes", [])],
        matches=[_match(row, match) for match in shown.matches] if may.join else [],
        twin=_other(row, shown.twin, likeness(row.params["why"].get("like", row.reason)))
        if shown.twin and may.skip
        else None,
        joiner=_other(row, shown.joiner, "") if shown.joiner and may.join else None,
        gminas=[names[code] for code in row.params.get("gminas", []) if code in names] if is_open else [],
        gmina=row.gmina.full_label if row.gmina and (is_for_edition(batch) or row.reason in GMINA_DOUBTS) else "",
        may=may,
    )


def _choices(row: BatchRow, *, is_open: bool) -> Choices:
    is_doubt = is_open and row.outcome == Outcome.DOUBTFUL
    return Choices(
        add=is_doubt and row.reason in ADDABLE,
        join=is_doubt and row.reason in PAIR_DOUBTS,
        skip=is_open and row.outcome in {Outcome.NEW, Outcome.CHANGED, Outcome.DOUBTFUL},
        overwrites=row.reason == "corrected_by_hand",
        is_here=row.reason == PLACE_UNKNOWN,
        who=row.reason == WHO,
    )


def lines(shown: list[ShownRow], batch: Batch) -> list[Line]:
    """Rows in words; the gminas offered are read with one query for the page."""
    codes = {code for each in shown for code in each.row.params.get("gminas", [])}
    names = gminas().in_bulk(sorted(codes)) if codes else {}
    return [line(each, batch=batch, names=names) for each in shown]


def _reason(row: BatchRow, batch: Batch) -> str:
    """Why a row will have its effect; afterwards, what became of it."""
    if "met" in row.params:
        return met_reason(row.params["met"])
    if row.decision == Decision.JOIN and row.params.get(BRINGS) == []:
        return met_reason("nothing_new")
    is_done = batch.state in {State.ACCEPTED, State.UNDONE}
    if not is_done or row.outcome not in {Outcome.NEW, Outcome.CHANGED, Outcome.DOUBTFUL}:
        return row_reason(row.reason, row.params["why"])
    if _is_undecided(row):
        return f"{undecided_reason(row.reason)} {row_reason(row.reason, row.params['why'])}"
    done = done_reason(row.did, is_undone=batch.state == State.UNDONE, suggests=is_for_edition(batch))
    return f"{done} {namesakes_reason()}" if batch.state == State.ACCEPTED and "namesakes" in row.params else done


def _is_undecided(row: BatchRow) -> bool:
    return row.outcome == Outcome.DOUBTFUL and not row.decision


def _says(row: BatchRow, batch: Batch) -> str:
    place = " ".join(row.values[name] for name in ("village", "street", "house_number") if row.values.get(name))
    contacts = [row.values[name] for name in ("phone", "email", "website") if row.values.get(name)]
    kind, place = shown_kind(row.values), place or row.values.get("address", "")
    beside = ("", "") if is_for_edition(batch) else (_speaker(row), _noted(row))
    told = (kind, place, _gmina_said(row), *contacts, *beside, _age(row), _put_aside(row))
    return " · ".join(part for part in told if part)


def _gmina_said(row: BatchRow) -> str:
    """What the file itself says of the gmina, where that is the question."""
    said = [row.values[name] for name in ("gmina", "gmina_code", "powiat", "voivodeship") if row.values.get(name)]
    if not said or row.reason not in GMINA_DOUBTS:
        return ""
    return _("gmina in the file: %(gmina)s") % {"gmina": ", ".join(said)}


def _age(row: BatchRow) -> str:
    band = row.values.get("age_band", "")
    return _("age: %(band)s") % {"band": age_band(band)} if band and _is_about_person(row) else ""


def _put_aside(row: BatchRow) -> str:
    """What stood among the contacts and is no contact: it is kept, and nobody is called there."""
    written = row.values.get(PUT_ASIDE, "")
    return _("no phone and no e-mail, so it goes into the note: %(written)s") % {"written": written} if written else ""


def _is_about_person(row: BatchRow) -> bool:
    code = row.params.get("class", {}).get("code", "")
    return row.values.get("person", "") == row.values.get("name") or code in {"person_name", "person_trade"}


def _speaker(row: BatchRow) -> str:
    """Whom the row names beside the organisation, with the function."""
    name, role = row.values.get("person", ""), row.values.get("role", "")
    if _is_about_person(row) or not name:
        return ""
    return _("person: %(person)s") % {"person": f"{name}, {role}" if role else name}


def _noted(row: BatchRow) -> str:
    """What goes into the note, but for what is told as put aside."""
    aside = row.values.get(PUT_ASIDE, "")
    told = [each for each in row.values.get("notes", "").split("\n") if _words_noted(each) not in aside]
    note = ", ".join(each for each in told if each)
    return _("into the note: %(note)s") % {"note": note[:NOTE_SHOWN]} if note else ""


def _words_noted(line: str) -> str:
    """The file's own words in a line of a note: "600, zły" of "Telefon w pliku: 600, zły."."""
    return line.removesuffix(".").partition(": ")[2] or line


def _tag(row: BatchRow, batch: Batch) -> str:
    if row.outcome == Outcome.REPEATED or row.decision == Decision.FILL:
        return pgettext("row", "together with row %(row)s") % {"row": row.params["why"]["row"]}
    return outcome_name(Outcome.LEFT_OUT if row.decision == Decision.SKIP else _decided_outcome(row), batch)


def outcome_name(outcome: BatchRow.Outcome, batch: Batch) -> str:
    """An outcome as a page of this file calls it: an edition only suggests, and once accepted nothing waits."""
    if outcome == Outcome.DOUBTFUL and batch.state != State.PREVIEW:
        return pgettext("row", "undecided")
    suggests = outcome == Outcome.NEW and is_for_edition(batch)
    return pgettext("row", "suggestion") if suggests else str(outcome.label)


def _tone(row: BatchRow, batch: Batch) -> str:
    is_over = _is_undecided(row) and batch.state != State.PREVIEW
    return "plain" if is_over or row.decision == Decision.SKIP else TONES.get(_decided_outcome(row), "plain")


def _decided_outcome(row: BatchRow) -> BatchRow.Outcome:
    """The outcome, or what a human has made of a doubtful row."""
    if row.decision == Decision.JOIN and row.params.get(BRINGS) == []:
        return Outcome.SAME
    decided = {Decision.ADD: Outcome.NEW, Decision.JOIN: Outcome.CHANGED, Decision.FILL: Outcome.REPEATED}
    return decided.get(Decision(row.decision), Outcome(row.outcome))


def _class(row: BatchRow, *, is_open: bool) -> RowClass:
    """The class of a row that would add something; later only what it then was."""
    found = row.params.get("class")
    if not is_open and not (found and found["group"]) and "class" not in row.decision_params:
        return RowClass()
    if not found or row.outcome in {Outcome.ERROR, Outcome.LEFT_OUT, Outcome.CHANGED}:
        return RowClass()
    if adds_person(row.values, found, row.decision_params) and found["code"] not in {"person_name", "person_trade"}:
        return RowClass("resident", "", _("This row adds a person."))
    chosen = row.decision_params.get("class")
    if chosen is not None:
        group = chosen.removeprefix("group:") if chosen.startswith("group:") else SECTOR_GROUPS.get(chosen, "")
        return RowClass(group, _beside(group, class_name(chosen)), class_reason({}, Decided.HUMAN))
    said_in = row.values.get("kind", "") if found["code"] == "kind_says" else row.values.get("name", "")
    sector = class_name(found["sector"]) if found["sector"] else ""
    return RowClass(found["group"], _beside(found["group"], sector), class_reason(found, Decided.GUESS, said_in))


def _beside(group: str, sector: str) -> str:
    """The sector beside its group: nothing where both are called the same, as residents are."""
    return "" if group in GROUP_NAMES and sector == str(GROUP_NAMES[group]) else sector


def _decision(shown: ShownRow) -> str:
    row = shown.row
    if row.decision == Decision.JOIN:
        target = row.decision_params.get("target")
        named = next((str(m.record) for m in shown.matches if m.id == target and not m.is_closed), "")
        return _("the same as: %(record)s") % {"record": named} if named else str(Decision.JOIN.label)
    if row.decision_params.get("target") == A_PERSON:
        return pgettext("decision", "add as a person")
    return str(Decision(row.decision).label) if row.decision else ""


def _record_url(row: BatchRow) -> str:
    record = row.organisation or row.person
    return record.get_absolute_url() if record else ""


def _change(change: list[str]) -> dict[str, str]:
    name, old, new = change
    if name == "state":
        old, new = organisation_state(old), organisation_state(new)
    return {"label": file_field(name), "old": old, "new": new, "adds": "1" if name in CONTACT_KINDS else ""}


def _match(row: BatchRow, match: ShownMatch) -> Match:
    record = match.record
    if match.is_closed:
        return Match(match.id, _("a record that only this register's people see"), "", "", [])
    rows = _side_by_side(_said(row), entry_values(_columns(record), match.contacts, None))
    state = "" if record.state == "listed" else organisation_state(record.state)
    title = f"{record} ({state})" if state else str(record)
    return Match(match.id, title, record.get_absolute_url(), likeness(match.code), rows)


def _other(row: BatchRow, other: BatchRow, why: str) -> Match:
    url = reverse("people:batch_row", args=[other.batch_id, other.number])
    title = _("Row %(number)s") % {"number": other.number}
    return Match(str(other.number), title, url, why, _side_by_side(_said(row), _said(other)))


def _joined_by(row: BatchRow, joiner: BatchRow) -> str:
    fields = ", ".join(file_field(name) for name in row.params[JOINED_BY]["fields"])
    return row_reason("joined_by_another", {"row": joiner.number, "fields": fields})


def _said(row: BatchRow) -> dict[str, str]:
    return {**row.values, "name": shown_name(row.values), "kind": shown_kind(row.values)}


def _side_by_side(ours: Mapping[str, str], theirs: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = []
    for name in COMPARED:
        left, right = ours.get(name, ""), theirs.get(name, "")
        if left or right:
            differs = bool(left and right and left != right)
            rows.append({"label": file_field(name), "left": left, "right": right, "differs": differs})
    return rows


def _columns(record: Organisation | Person) -> dict[str, Any]:
    return {column.attname: getattr(record, column.attname) for column in record._meta.concrete_fields}
