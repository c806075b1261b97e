"""What the pages about loaded files show: rows by outcome, what accepting would do, files of a scope."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from koalicja.backroom.models import Job
from koalicja.engine.matching.rows import FILLS
from koalicja.people.file_values import WHO
from koalicja.people.models import Batch, BatchRow, Organisation, Person
from koalicja.people.queries.batch_filling import BRINGS, EFFECTIVE, fates_of_filling

PAGE_SIZE = 50
UNDO_JOB = "people.undo_batch"
EDITION = "edition:"
ERASED = "erased"  # the reason of a row whose person was erased; nothing else is left of it
Outcome, Decision = BatchRow.Outcome, BatchRow.Decision
ASKS_GMINA = ("gmina_from_place", "gmina_ambiguous", "gmina_unknown", "gmina_missing")  # a gmina for the file answers
ELSEWHERE, NOT_OURS = "place_elsewhere", "gmina_not_ours"
GMINA_DOUBTS = (*ASKS_GMINA, ELSEWHERE, NOT_OURS)
SAY_A_GMINA = ("gmina", "gmina_code", "powiat", "voivodeship", "village")  # columns, the surest first
FOR_THE_FILE = ("gmina", "places")  # steps that choose once for the file
ANY_GMINA, PLACE_UNKNOWN, DECIDED = "gmina", "place_unknown", "decided"
JOINED_BY = "joined_by"  # in the params of a row: the row that joins the same record and says otherwise
FOREIGN = (ELSEWHERE, "other_gmina")
FOREIGN_ROWS, FOREIGN_SHARE = 3, 10  # a file is about other gminas with so many such rows, one in so many
# Another row of the file answers the same phone in the same village, or is called alike.
SAME_PHONE, LIKE_ROW = "same_phone", "like_row"
TWINS = ("same_phone", "like_row", FILLS)
ADDABLE = ("likely_duplicate", "twice_in_register", *TWINS, PLACE_UNKNOWN, WHO)  # doubts that "add" answers
PAIR_DOUBTS = ("likely_duplicate", "twice_in_register", "was_removed", "corrected_by_hand")


@dataclass(frozen=True, slots=True)
class Plan:
    """What accepting would do, in numbers of rows; `recognised` are those of `same` that a human has said to be so.

    `filled` are rows that are one with an earlier row of the file, and go into the register with it.
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    doubtful: int = 0
    skipped: int = 0
    errors: int = 0
    repeated: int = 0
    left_out: int = 0
    recognised: int = 0
    filled: int = 0

    @property
    def does_something(self) -> bool:
        """Whether there is anything to accept: a change, or an answer that the register should remember."""
        return bool(self.added or self.changed or self.recognised)

    @property
    def passed_over(self) -> int:
        """Rows of the file that will not reach the register and do not stand there already."""
        return self.doubtful + self.skipped + self.errors + self.repeated + self.left_out


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole preview in numbers: undecided rows by outcome, decided ones, and what accepting would do.

    `doubts` counts undecided doubtful rows by their reason, `left_out` rows by why they are left out.
    """

    total: int
    outcomes: Mapping[str, int]
    decided: int
    doubts: Mapping[str, int]
    plan: Plan
    left_out: Mapping[str, int] = field(default_factory=dict)


def overview(batch: Batch) -> Overview:
    """One query, however large the file; two more where rows fill in others."""
    joins_in_vain = When(decision=Decision.JOIN, **{f"params__{BRINGS}": []}, then=Value(True))
    rows = batch.rows.order_by().annotate(in_vain=Case(joins_in_vain, default=Value(False)))
    groups = rows.values_list("outcome", "reason", "decision", "in_vain").annotate(n=Count("pk"))
    outcomes: Counter[str] = Counter()
    doubts: Counter[str] = Counter()
    plan: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    total = decided = 0
    for outcome, reason, decision, in_vain, count in groups:
        fate = "same" if in_vain else _fate(outcome, decision)
        plan[fate] += count
        total += count
        plan["recognised"] += count if in_vain else 0
        left_out[reason] += count if fate == "left_out" else 0
        if decision:
            decided += count
            continue
        outcomes[outcome] += count
        if outcome == Outcome.DOUBTFUL:
            doubts[reason] += count
    if plan["filled"]:
        plan["filled"] = 0
        plan.update(fates_of_filling(batch))
    return Overview(total, outcomes, decided, doubts, Plan(**plan), +left_out)


def _fate(outcome: str, decision: str) -> str:
    if decision == Decision.SKIP:
        return "skipped"
    if outcome == Outcome.DOUBTFUL:
        return {Decision.ADD: "added", Decision.JOIN: "changed", Decision.FILL: "filled"}.get(
            Decision(decision), "doubtful"
        )
    names = {
        Outcome.NEW: "added",
        Outcome.CHANGED: "changed",
        Outcome.SAME: "same",
        Outcome.ERROR: "errors",
        Outcome.REPEATED: "repeated",
        Outcome.LEFT_OUT: "left_out",
    }
    return names[Outcome(outcome)]


def meant(row: BatchRow) -> str:
    """The id of the record that the row surely means, or is said to mean; "" for none."""
    if row.decision == Decision.JOIN:
        return str(row.decision_params.get("target", ""))
    return str(row.params.get("target", "")) if row.outcome in {Outcome.SAME, Outcome.CHANGED} else ""


def left_beside(batch: Batch, numbers: Collection[int] | None, reason: str = "") -> list[BatchRow]:
    """The rows that did not join, of these numbers or of this question, because another row says otherwise there."""
    rows = undecided(batch).filter(params__has_key=JOINED_BY)
    return list(rows.filter(reason__in=_reasons(reason)) if numbers is None else rows.filter(number__in=numbers))


def decidable(batch: Batch, decision: str) -> QuerySet[BatchRow]:
    """The rows about which this may be decided: no row without a gmina is added, none without a likeness joined."""
    rows = batch.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED, Outcome.DOUBTFUL])
    if decision == Decision.ADD:
        return rows.filter(outcome=Outcome.DOUBTFUL, reason__in=ADDABLE)
    if decision == Decision.JOIN:
        return rows.filter(outcome=Outcome.DOUBTFUL, reason__in=PAIR_DOUBTS).exclude(matches=[])
    if decision == Decision.FILL:
        return rows.filter(outcome=Outcome.DOUBTFUL, reason__in=TWINS)
    return rows


def alike(batch: Batch, reason: str) -> QuerySet[BatchRow]:
    """The undecided rows of one question: a reason, or any of those that a gmina chosen for the file answers."""
    return undecided(batch).filter(reason__in=_reasons(reason))


def _reasons(reason: str) -> tuple[str, ...]:
    return ASKS_GMINA if reason == ANY_GMINA else (reason,)


def undecided(batch: Batch) -> QuerySet[BatchRow]:
    """Doubtful rows that nobody has decided about."""
    return batch.rows.filter(outcome=Outcome.DOUBTFUL, decision="").order_by("number")


def chosen_by_hand(batch: Batch) -> QuerySet[BatchRow]:
    """Rows about which people have said something: a decision, a gmina, a group."""
    by_itself = Q(reason=FILLS, decision=Decision.FILL, decision_params={})
    return batch.rows.filter(~Q(decision="") | Q(decision_params__has_any_keys=["gmina", "class"])).exclude(by_itself)


def unknown_places(batch: Batch) -> QuerySet[BatchRow]:
    """Rows that would be added to the gmina chosen for the file, with a place that nobody knows in any gmina."""
    return batch.rows.filter(outcome=Outcome.NEW, params__place="unknown")


def places_elsewhere(batch: Batch, most: int = 3) -> list[str]:
    """Places outside the gmina chosen for the file that wait for a decision, those of most rows first."""
    rows = undecided(batch).filter(reason=ELSEWHERE).order_by()
    named = rows.values_list("params__why__place").annotate(n=Count("pk"))
    return [place for place, _count in sorted(named, key=lambda each: (-each[1], each[0]))[:most]]


def gminas_said(batch: Batch, most: int = 3) -> list[str]:
    """What rows say of their gmina that fits others alone, those of most rows first."""
    rows = undecided(batch).filter(reason=NOT_OURS).order_by()
    said: Counter[str] = Counter()
    for *words, count in rows.values_list(*(f"values__{name}" for name in SAY_A_GMINA)).annotate(n=Count("pk")):
        said[next((word for word in words if word), "")] += count
    ordered = sorted(said.items(), key=lambda each: (-each[1], each[0]))
    return [word for word, _count in ordered if word][:most]


def is_largely_foreign(batch: Batch) -> bool:
    """Whether so many rows are about other gminas that a place nobody knows may be there too."""
    found = batch.rows.aggregate(total=Count("pk"), foreign=Count("pk", filter=Q(reason__in=FOREIGN)))
    return bool(found["foreign"] >= FOREIGN_ROWS and found["foreign"] * FOREIGN_SHARE >= found["total"])


@dataclass(frozen=True, slots=True)
class BulkStep:
    """The latest decision about many rows that can be taken back; `count` is of rows it still holds for.

    A choice for the file counts the rows it was about when it was made, which may be none.
    """

    n: int
    what: str
    count: int


def latest_step(batch: Batch) -> BulkStep | None:
    """See actions.decisions; a decision whose rows have all been decided anew one by one is passed over."""
    if not (steps := batch.options.get("steps", [])):
        return None
    marked = batch.rows.filter(decision_params__has_key="step").order_by()
    standing: Counter[int] = Counter()
    said = marked.values_list("decision_params__step", "decision", "params__asked_first").annotate(count=Count("pk"))
    for n, decision, asked, count in said:
        # The row may have come to ask something else, and then the decision about it stands no more.
        standing[n] += count if decision or asked or _what(steps, n) not in Decision.values else 0
    for step in reversed(steps):
        count = 0 if step["what"] in FOR_THE_FILE else standing[step["n"]]
        if count or step["before"]:
            return BulkStep(step["n"], step["what"], count or step["of_file"])
    return None


def _what(steps: list[dict[str, Any]], n: int) -> str:
    return next((str(step["what"]) for step in steps if step["n"] == n), "")


def accepted_before(batch: Batch) -> Batch | None:
    """The accepted file this one repeats: the same bytes in the same register, or the one whose rows were taken up."""
    accepted = Batch.objects.filter(scope=batch.scope, state=Batch.State.ACCEPTED)
    if "taken_from" in batch.options:
        return accepted.filter(pk=batch.options["taken_from"]).first()
    return accepted.filter(sha256=batch.sha256).exclude(sha256="").order_by("-accepted_at").first()


def waiting_previews(scopes: Iterable[str]) -> QuerySet[Batch]:
    """Previews of these registers that ask for something: rows to accept, or rows to decide about."""
    rows = BatchRow.objects.filter(batch=OuterRef("pk"), decision__in=["", *EFFECTIVE])
    asking = rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED, Outcome.DOUBTFUL])
    return Batch.objects.filter(Exists(asking), scope__in=list(scopes), state=Batch.State.PREVIEW)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with the records it may mean, or the other row of the file that may mean the same.

    `joiner` is the row that joins the record it was to join, and says otherwise.
    """

    row: BatchRow
    matches: tuple["ShownMatch", ...] = ()
    twin: BatchRow | None = None
    joiner: BatchRow | None = None

    @property
    def pk(self) -> int:
        return self.row.number

    def __str__(self) -> str:
        return f"{self.row.number}: {self.row.values.get('name', '')}"


@dataclass(frozen=True, slots=True)
class ShownMatch:
    id: str
    code: str
    record: Organisation | Person
    contacts: tuple[tuple[str, str], ...] = field(default=())
    is_closed: bool = False
    """Nothing of this record may be shown to whoever looks at the file."""


ATTENTION = (Outcome.DOUBTFUL, Outcome.NEW, Outcome.CHANGED, Outcome.ERROR, Outcome.SAME, Outcome.REPEATED)


def _by_attention() -> Case:
    """What needs a decision first, then what is new; what is left out, by us or by a decision, comes last."""
    last = len(ATTENTION)
    whens = [When(outcome=outcome, decision="", then=Value(place)) for place, outcome in enumerate(ATTENTION)]
    decided = When(decision__in=EFFECTIVE, then=Value(ATTENTION.index(Outcome.CHANGED)))
    return Case(*whens, decided, default=Value(last))


def rows_page(batch: Batch, *, outcome: str, reason: str, number: object) -> Page[BatchRow]:
    """One page of rows; a constant number of queries, whatever the size of the file.

    `outcome` shows the undecided rows with it, DECIDED those that people have decided about; without it all rows of a
    preview stand by what they ask of a human, else in the order of the file.
    """
    rows = batch.rows.select_related("gmina__powiat__voivodeship", "organisation", "person")
    if outcome == DECIDED:
        rows = rows.exclude(decision="")
    elif outcome:
        rows = rows.filter(outcome=outcome, decision="")
    if reason:
        rows = rows.filter(reason__in=_reasons(reason))
    is_whole_preview = batch.state == Batch.State.PREVIEW and not outcome
    order = (_by_attention(), "number") if is_whole_preview else ("number",)
    return Paginator(rows.order_by(*order), PAGE_SIZE).get_page(number)  # type: ignore[arg-type]  # None is page 1


def shown_rows(batch: Batch, rows: Iterable[BatchRow]) -> list[ShownRow]:
    """Rows with their likely duplicates, read in four queries at most.

    A file for an edition is looked at by people who have no part in the registers it meets: no contacts are read for
    it, and a record that did not come from such a file stays closed.
    """
    rows, for_edition = list(rows), batch.scope.startswith(EDITION)
    ids = {match["id"] for row in rows if row.outcome == Outcome.DOUBTFUL for match in row.matches}
    records = _records(ids, with_contacts=not for_edition)
    others = _others(batch, rows)
    return [
        ShownRow(
            row,
            tuple(
                ShownMatch(
                    match["id"],
                    match["code"],
                    *records[match["id"]],
                    is_closed=for_edition and not _is_from_edition(records[match["id"]][0]),
                )
                for match in row.matches
                if match["id"] in records
            ),
            _twin(row, others),
            _joiner(row, others),
        )
        for row in rows
    ]


def _others(batch: Batch, rows: Iterable[BatchRow]) -> dict[int, BatchRow]:
    """By their numbers, the rows that these name: one with the same phone, or one that joins the same record."""
    rows = list(rows)
    numbers = {int(row.params["why"]["row"]) for row in rows if row.reason in TWINS}
    numbers |= {row.params[JOINED_BY]["row"] for row in rows if JOINED_BY in row.params}
    return {row.number: row for row in batch.rows.filter(number__in=numbers)} if numbers else {}


def _twin(row: BatchRow, others: Mapping[int, BatchRow]) -> BatchRow | None:
    return others.get(int(row.params["why"]["row"])) if row.reason in TWINS else None


def _joiner(row: BatchRow, others: Mapping[int, BatchRow]) -> BatchRow | None:
    """The row may have been decided otherwise since."""
    noted = row.params.get(JOINED_BY)
    other = others.get(noted["row"]) if noted and row.decision != Decision.JOIN else None
    stands = other and other.decision != Decision.SKIP and meant(other) == noted["target"]
    return other if stands else None


def _is_from_edition(record: Organisation | Person) -> bool:
    """Whether the record is as a file for an edition brought it: no register has taken it over or written into it."""
    return record.state == Organisation.State.SUGGESTED and record.version == 1


def _records(ids: Collection[str], *, with_contacts: bool) -> dict[str, tuple[Any, tuple[tuple[str, str], ...]]]:
    related = ["contacts"] if with_contacts else []
    organisations = [int(each) for each in ids if not each.startswith("p")]
    people = [int(each[1:]) for each in ids if each.startswith("p")]
    found: dict[str, tuple[Any, tuple[tuple[str, str], ...]]] = {}
    if organisations:
        rows = Organisation.objects.filter(pk__in=organisations).select_related("batch").prefetch_related(*related)
        for record in rows:
            found[str(record.pk)] = record, _contacts_of(record) if with_contacts else ()
    if people:
        for person in Person.objects.filter(pk__in=people).prefetch_related(*related):
            found[f"p{person.pk}"] = person, _contacts_of(person) if with_contacts else ()
    return found


def _contacts_of(record: Organisation | Person) -> tuple[tuple[str, str], ...]:
    return tuple((contact.kind, contact.value) for contact in record.contacts.all())


def files_of(scope: str) -> QuerySet[Batch]:
    """The files loaded into this register or edition, newest first; those thrown away are left out."""
    shown = Batch.objects.filter(scope=scope).exclude(state=Batch.State.EXPIRED)
    shown = shown.annotate(is_undoing=being_taken_back(), broke_off=_with_job(Job.State.FAILED))
    shown = shown.annotate(is_stopped=_with_job(Job.State.CANCELLED))
    return shown.select_related("created_by", "accepted_by", "undone_by")


def being_taken_back() -> Exists:
    """Files that a job is about to take back, or takes back just now; they stay accepted until it has done so."""
    return Exists(Job.objects.filter(pk=OuterRef("job_id"), kind=UNDO_JOB, state__in=Job.OPEN))


def _with_job(state: str) -> Exists:
    return Exists(Job.objects.filter(pk=OuterRef("job_id"), state=state))


def errors_of(batch: Batch) -> QuerySet[BatchRow]:
    return batch.rows.filter(outcome=Outcome.ERROR).order_by("number")
