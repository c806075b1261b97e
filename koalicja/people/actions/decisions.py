"""What people decide about the rows of a preview, one by one or many at once, and how it is taken back.

A decision about many rows is a step, kept in the batch's options as {n, what, of_file, before}: `n` stands in the rows
it decided (see said.py); for what is chosen once for the file, `before` is the choice that stood and `of_file` how many
rows it was about. Only the latest step is taken back, so each finds what it left. The choice that stood before the
first one is kept apart, under `first`: to start anew does not depend on which steps are still there.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from koalicja.backroom import events
from koalicja.people.actions.batches import CHOSEN, STEPS, UNKNOWN_ASKED, hold, judge_again, subject
from koalicja.people.actions.joining import joined_apart, note_brought
from koalicja.people.actions.judging import is_for_edition
from koalicja.people.actions.said import ALL, CLASS, DECISION, GMINA, NOTHING, said_by, say, take_back_to
from koalicja.people.bulk import update_rows
from koalicja.people.file_values import A_PERSON, MAYBE_PERSON, WHO, is_person
from koalicja.people.models import Batch, BatchRow, User
from koalicja.people.queries.batches import (
    ANY_GMINA,
    ELSEWHERE,
    PLACE_UNKNOWN,
    alike,
    chosen_by_hand,
    decidable,
    latest_step,
    undecided,
)
from koalicja.places.models import Gmina

Decision = BatchRow.Decision
FIELDS = ("decision", "decision_params")
FIRST = "first"
ASKED_FIRST = "asked_first"  # among a row's params: what it asked before it came to ask who is meant
OF_GMINA, OF_PLACES, OF_CLASS, ANEW = "gmina", "places", "class", "anew"


@transaction.atomic
def decide_rows(
    batch: Batch, *, by: User, numbers: list[int], decision: str, target: str = "", also: int | None = None
) -> int:
    """Decide about rows: add as new, the same as a record of the register, leave out, or as proposed.

    Without a target, JOIN means each row's likeliest duplicate. A row whose record another row joins and says otherwise
    waits, unless that other row is `also` (see joining.joined_apart). Returns how many rows it met.
    """
    hold(batch)
    return _decide(batch, by, decidable(batch, decision).filter(number__in=numbers), decision, target, also=also)


@transaction.atomic
def decide_alike(batch: Batch, *, by: User, reason: str, decision: str, target: str = "") -> int:
    """Decide about all rows that wait with the same doubt (see queries.batches.alike); returns how many.

    To add what may be a person, A_PERSON as the target says that it is one.
    """
    hold(batch)
    rows = decidable(batch, decision).filter(pk__in=alike(batch, reason).values("pk"))
    step = _next_step(batch)
    count = _decide(batch, by, rows, decision, target if target == A_PERSON else "", step=step)
    if count or batch.rows.filter(decision_params__step=step).exists():  # those that came to ask who it is, too
        _note_step(batch, step, decision)
    return count


def _decide(
    batch: Batch,
    by: User,
    rows: QuerySet[BatchRow],
    decision: str,
    target: str = "",
    *,
    step: int = 0,
    also: int | None = None,
) -> int:
    met = list(rows.select_for_update())
    if decision == Decision.JOIN:
        met, left = joined_apart(batch, met, lambda row: _target_of(row, target), also=also)
        update_rows([*met, *left], ["params"])
    asked = [row for row in met if decision == Decision.ADD and _asks_who_first(row)]
    for row in asked:
        row.params, row.reason = row.params | {ASKED_FIRST: row.reason}, WHO
        say(row, DECISION, NOTHING, step=step)
    update_rows(asked, (*FIELDS, "params", "reason"))
    met = [row for row in met if row not in asked]
    for row in met:
        said = {"decision": decision}
        if decision and row.reason == PLACE_UNKNOWN:
            said["asked"] = PLACE_UNKNOWN
        if decision == Decision.JOIN:
            said["target"] = _target_of(row, target)
        if decision == Decision.ADD and row.reason == WHO and target == A_PERSON and not is_for_edition(batch):
            said["target"] = A_PERSON
        say(row, DECISION, said, step=step)
    update_rows(met, FIELDS)
    note_brought(batch, met)
    if met:
        _record(batch, by, "batch.rows_decided", decision=decision, count=len(met))
    return len(met)


def _asks_who_first(row: BatchRow) -> bool:
    """Whether a row that is none of those it was asked about may be a person's, which nobody has said yet."""
    guess = row.params.get("class", {})
    is_doubtful = row.reason != WHO and guess.get("code") == MAYBE_PERSON and "class" not in row.decision_params
    return is_doubtful and not is_person(row.values, MAYBE_PERSON, guess.get("group", ""))


def left_asking_who(batch: Batch, numbers: list[int] | None) -> int:
    """How many rows that are to be added as new still wait for an answer whether they are of a person."""
    asking = undecided(batch).filter(reason=WHO, params__has_key=ASKED_FIRST)
    return (asking.filter(number__in=numbers) if numbers else asking).count()


def _target_of(row: BatchRow, target: str) -> str:
    ids = [match["id"] for match in row.matches]
    return target if target in ids else ids[0]


def _record(batch: Batch, by: User, code: str, **params: Any) -> None:
    events.record(code, by=by, subject=subject(batch), scope=batch.scope, **params)


@transaction.atomic
def correct_class(batch: Batch, *, by: User, number: int, value: str, alike: bool = False) -> int:
    """Correct the guessed class of a row and, with `alike`, of all rows recognised by the same rule. Returns how many.

    `value` is a class as forms write it: a sector key, "group:ngo", or "" for unknown.
    """
    hold(batch)
    row = batch.rows.select_for_update().get(number=number)
    rule = row.params.get("class", {}).get("rule", "") if alike else ""
    rows = [row, *batch.rows.filter(params__class__rule=rule).exclude(pk=row.pk)] if rule else [row]
    step = _next_step(batch) if rule else 0
    for each in rows:
        say(each, CLASS, {"class": value} | ({"rule": rule} if rule else {}), step=step)
    update_rows(rows, FIELDS)
    if step:
        _note_step(batch, step, OF_CLASS)
    _record(batch, by, "batch.class_corrected", row=number, value=value, count=len(rows))
    return len(rows)


@transaction.atomic
def choose_row_gmina(batch: Batch, *, by: User, number: int, gmina: str) -> None:
    """Say to which of the offered gminas one row belongs."""
    hold(batch)
    row = batch.rows.select_for_update().get(number=number)
    if gmina not in row.params.get("gminas", []):
        return
    say(row, GMINA, {"gmina": gmina})
    row.save(update_fields=["decision_params"])
    _record(batch, by, "batch.row_gmina_chosen", row=number, gmina=gmina)
    judge_again(batch, by)


@transaction.atomic
def choose_gmina(batch: Batch, *, by: User, gmina: Gmina | None) -> None:
    """Say once for the file to which gmina rows belong that do not say it; None takes it back.

    Where none was chosen before, rows of unknown places are among those asked about, and rows left out because their
    places are elsewhere are not.
    """
    hold(batch)
    is_first = gmina is not None and batch.default_gmina_id is None
    chosen = gmina.pk if gmina else None
    first = {"unknown_here": is_first, "placed_stay": is_first and batch.gmina_id is not None}
    _choose_for_file(batch, OF_GMINA, chosen, ANY_GMINA, all_here=False, **first)
    _record(batch, by, "batch.gmina_chosen", gmina=gmina.pk if gmina else "")
    judge_again(batch, by)


@transaction.atomic
def take_all_here(batch: Batch, *, by: User) -> None:
    """All rows that do not name another gmina belong to this register, wherever their places seem to lie.

    Rows of a place that nobody knows stay a question of their own.
    """
    _choose_for_file(batch, OF_GMINA, batch.gmina_id, ELSEWHERE, all_here=True)
    _record(batch, by, "batch.all_here")
    judge_again(batch, by)


@transaction.atomic
def confirm_places(batch: Batch, *, by: User) -> None:
    """Accept the gminas that were found by the name of a place alone."""
    _choose_for_file(batch, OF_PLACES, batch.default_gmina_id, "gmina_from_place", accept_places=True)
    _record(batch, by, "batch.places_confirmed")
    judge_again(batch, by)


def _choose_for_file(batch: Batch, what: str, gmina: str | None, question: str, **options: bool) -> None:
    hold(batch)
    before = _choice(batch)
    chosen = before | {"gmina": gmina, **options}
    if chosen == before:  # a second click: nothing that could be taken back
        return
    waiting = alike(batch, question).count()
    batch.options = {FIRST: before} | batch.options | {UNKNOWN_ASKED: batch.rows.filter(reason=PLACE_UNKNOWN).exists()}
    step = _next_step(batch)
    _keep_answers(batch, step)
    _note_step(batch, step, what, of_file=waiting, before=before)
    _put_choice(batch, chosen)


def _keep_answers(batch: Batch, step: int) -> None:
    """Where rows come to ask something else by this step, what was decided about them comes back with it."""
    rows = list(batch.rows.exclude(decision=Decision.NONE).exclude(decision=Decision.SKIP).select_for_update())
    for row in rows:
        say(row, DECISION, said_by(row, DECISION), step=step)
    update_rows(rows, FIELDS)


def _choice(batch: Batch) -> dict[str, Any]:
    """What has been chosen once for the file."""
    return {"gmina": batch.default_gmina_id} | {name: bool(batch.options.get(name)) for name in CHOSEN}


def _put_choice(batch: Batch, choice: dict[str, Any]) -> None:
    batch.default_gmina_id = choice["gmina"]
    batch.options = batch.options | {name: choice[name] for name in CHOSEN if name in choice}
    batch.save(update_fields=["default_gmina", "options"])


def _next_step(batch: Batch) -> int:
    return max((step["n"] for step in batch.options.get(STEPS, [])), default=0) + 1


def _note_step(batch: Batch, step: int, what: str, *, of_file: int = 0, before: dict[str, Any] | None = None) -> None:
    noted = {"n": step, "what": what, "of_file": of_file, "before": before}
    batch.options = batch.options | {STEPS: [*batch.options.get(STEPS, []), noted]}
    batch.save(update_fields=["options"])


@transaction.atomic
def decide_anew(batch: Batch, *, by: User) -> int:
    """Forget what people have said about this preview: one step, which can be taken back. Returns how many rows."""
    hold(batch)
    step, before = _next_step(batch), _choice(batch)
    first = batch.options.get(FIRST, before)
    rows = list(chosen_by_hand(batch).select_for_update())
    if not rows and first == before:
        return 0
    for row in rows:
        say(row, ALL, NOTHING, step=step)
    update_rows(rows, FIELDS)
    _note_step(batch, step, ANEW, of_file=int(first != before), before=before)
    _put_choice(batch, first)
    _record(batch, by, "batch.decided_anew", count=len(rows))
    judge_again(batch, by)
    return len(rows)


@transaction.atomic
def take_back(batch: Batch, *, by: User, step: int) -> int | None:
    """Take back the latest decision about many rows; what was decided one by one since then stays.

    Returns how many rows it was about, None where it is not the latest (a second click).
    """
    hold(batch)
    latest = latest_step(batch)
    if latest is None or latest.n != step:
        return None
    rows = list(batch.rows.filter(decision_params__step__gte=step).select_for_update())
    for row in rows:
        take_back_to(row, step)
        if ASKED_FIRST in row.params and not row.decision:
            row.reason = row.params.pop(ASKED_FIRST)
    update_rows(rows, (*FIELDS, "params", "reason"))
    note_brought(batch, rows)
    _record(batch, by, "batch.decisions_taken_back", what=latest.what, count=latest.count)
    before = _forget_from(batch, step)
    if before:
        _put_choice(batch, before)
        judge_again(batch, by)
    return latest.count


def _forget_from(batch: Batch, step: int) -> dict[str, Any] | None:
    """Drop the step, and later ones of which nothing is left; returns the choice for the file that stood before it."""
    steps = batch.options[STEPS]
    batch.options = batch.options | {STEPS: [each for each in steps if each["n"] < step]}
    batch.save(update_fields=["options"])
    return next((each["before"] for each in steps if each["n"] == step), None)
