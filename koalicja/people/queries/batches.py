"""What the pages about loaded files show: rows by outcome, what accepting would do, files of a scope."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from koalicja.people.models import Batch, BatchRow, Organisation, Person

PAGE_SIZE = 50
EDITION = "edition:"
Outcome, Decision = BatchRow.Outcome, BatchRow.Decision
GMINA_DOUBTS = ("gmina_from_place", "gmina_ambiguous", "gmina_unknown", "gmina_missing", "place_elsewhere")
ANY_GMINA, PLACE_UNKNOWN = "gmina", "place_unknown"
FOREIGN_ROWS, FOREIGN_SHARE = 3, 10  # a file is about other gminas with so many such rows, one in so many
PAIR_DOUBTS = ("likely_duplicate", "twice_in_register", "was_removed", "corrected_by_hand")


@dataclass(frozen=True, slots=True)
class Plan:
    """What accepting would do, in numbers of rows."""

    added: int = 0
    changed: int = 0
    same: int = 0
    doubtful: int = 0
    skipped: int = 0
    errors: int = 0
    repeated: int = 0
    left_out: int = 0

    @property
    def does_something(self) -> bool:
        return bool(self.added or self.changed)

    @property
    def passed_over(self) -> int:
        """Rows of the file that will not reach the register and do not stand there already."""
        return self.doubtful + self.skipped + self.errors + self.repeated + self.left_out


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole preview in numbers: by outcome, by the reason of a doubt, and what accepting would do.

    `left_out` counts rows by why they are left out; `elsewhere` all rows whose place lies in other gminas.
    """

    total: int
    outcomes: Mapping[str, int]
    doubts: Mapping[str, int]
    plan: Plan
    left_out: Mapping[str, int] = field(default_factory=dict)
    elsewhere: int = 0


def overview(batch: Batch) -> Overview:
    """One query, however large the file."""
    groups = batch.rows.order_by().values_list("outcome", "reason", "decision").annotate(n=Count("pk"))
    outcomes: Counter[str] = Counter()
    doubts: Counter[str] = Counter()
    plan: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    elsewhere = 0
    for outcome, reason, decision, count in groups:
        outcomes[outcome] += count
        fate = _fate(outcome, decision)
        plan[fate] += count
        left_out[reason] += count if fate == "left_out" else 0
        elsewhere += count if reason == "place_elsewhere" else 0
        if outcome == Outcome.DOUBTFUL and not decision:
            doubts[reason] += count
    return Overview(sum(outcomes.values()), outcomes, doubts, Plan(**plan), +left_out, elsewhere)


def _fate(outcome: str, decision: str) -> str:
    if decision == Decision.SKIP:
        return "skipped"
    if outcome == Outcome.DOUBTFUL:
        return {Decision.ADD: "added", Decision.JOIN: "changed"}.get(Decision(decision), "doubtful")
    names = {
        Outcome.NEW: "added",
        Outcome.CHANGED: "changed",
        Outcome.SAME: "same",
        Outcome.ERROR: "errors",
        Outcome.REPEATED: "repeated",
        Outcome.LEFT_OUT: "left_out",
    }
    return names[Outcome(outcome)]


def to_do() -> Q:
    """Rows that accepting acts on."""
    acts = Q(outcome__in=[Outcome.NEW, Outcome.CHANGED]) & ~Q(decision=Decision.SKIP)
    return acts | Q(outcome=Outcome.DOUBTFUL, decision__in=[Decision.ADD, Decision.JOIN])


def decidable(batch: Batch, decision: str) -> QuerySet[BatchRow]:
    """The rows about which this may be decided: no row without a gmina is added, none without a likeness joined."""
    rows = batch.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED, Outcome.DOUBTFUL])
    if decision == Decision.ADD:
        return rows.filter(outcome=Outcome.DOUBTFUL, reason__in=["likely_duplicate", "twice_in_register"])
    if decision == Decision.JOIN:
        return rows.filter(outcome=Outcome.DOUBTFUL, reason__in=PAIR_DOUBTS).exclude(matches=[])
    return rows


def alike(batch: Batch, reason: str) -> QuerySet[BatchRow]:
    """The rows with the same doubt: a reason, any doubt about the gmina, or a place that nobody knows."""
    if reason == PLACE_UNKNOWN:
        return batch.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED], params__place="unknown")
    reasons = GMINA_DOUBTS if reason == ANY_GMINA else (reason,)
    return batch.rows.filter(outcome=Outcome.DOUBTFUL, reason__in=reasons)


def unknown_places(batch: Batch, overview: Overview) -> int:
    """How many rows would come here with a place nobody knows, in a file that is largely about other gminas."""
    is_foreign = overview.elsewhere >= FOREIGN_ROWS and overview.elsewhere * FOREIGN_SHARE >= overview.total
    if not is_foreign or batch.options.get("unknown_here"):
        return 0
    return alike(batch, PLACE_UNKNOWN).filter(decision="").count()


def waiting_previews(scopes: Iterable[str]) -> QuerySet[Batch]:
    """Previews of these registers that ask for something: rows to accept, or rows to decide about."""
    rows = BatchRow.objects.filter(batch=OuterRef("pk"), decision__in=["", Decision.ADD, Decision.JOIN])
    asking = rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED, Outcome.DOUBTFUL])
    return Batch.objects.filter(Exists(asking), scope__in=list(scopes), state=Batch.State.PREVIEW)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with the records it may mean."""

    row: BatchRow
    matches: tuple["ShownMatch", ...] = ()

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


def rows_page(batch: Batch, *, outcome: str, reason: str, number: object) -> Page[BatchRow]:
    """One page of rows; a constant number of queries, whatever the size of the file."""
    rows = batch.rows.select_related("gmina__powiat__voivodeship", "organisation", "person")
    if outcome:
        rows = rows.filter(outcome=outcome)
    if reason:
        rows = rows.filter(reason=reason)
    return Paginator(rows.order_by("number"), PAGE_SIZE).get_page(number)  # type: ignore[arg-type]


def shown_rows(batch: Batch, rows: Iterable[BatchRow]) -> list[ShownRow]:
    """Rows with their likely duplicates, read in three queries at most.

    A file for an edition is looked at by people who have no part in the registers it meets: no contacts are read for
    it, and a record that did not come from such a file stays closed.
    """
    rows, for_edition = list(rows), batch.scope.startswith(EDITION)
    ids = {match["id"] for row in rows if row.outcome == Outcome.DOUBTFUL for match in row.matches}
    records = _records(ids, with_contacts=not for_edition)
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
        )
        for row in rows
    ]


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
    return shown.select_related("created_by", "accepted_by", "undone_by")


def errors_of(batch: Batch) -> QuerySet[BatchRow]:
    return batch.rows.filter(outcome=Outcome.ERROR).order_by("number")
