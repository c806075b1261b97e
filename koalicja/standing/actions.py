"""Writes of the ledger: record, correct, strike. Nothing is ever overwritten or deleted.

A higher room's action calls these inside its own transaction. One action leaves one event: where the caller tells the
matter in an event of its own, it passes `tell=False`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from koalicja.backroom import events
from koalicja.engine.matching.text import tidy
from koalicja.people.models import User
from koalicja.standing import details
from koalicja.standing.models import Fact, Precision, Source
from koalicja.standing.refusals import DetailRefused, FactOutdated, ReasonMissing, RequestReused
from koalicja.standing.told import Told, checked


def record(
    coalition: int,
    *,
    by: User | None,
    kind: str,
    on: date,
    precision: str = Precision.DAY,
    subject: str = "",
    detail: dict[str, Any] | None = None,
    source: str = Source.PAGE,
    source_text: str = "",
    key: str = "",
    scope: str = "",
    tell: bool = True,
) -> Fact:
    """Write one fact down; see record_all. `by` is None where nobody has an account, such as an answer by a link."""
    told = Told(
        kind=kind,
        on=on,
        precision=precision,
        subject=subject,
        detail=detail or {},
        source=source,
        source_text=source_text,
        key=key,
    )
    return record_all(coalition, by=by, facts=[told], scope=scope, tell=tell)[0]


@transaction.atomic
def record_all(
    coalition: int, *, by: User | None, facts: Sequence[Told], scope: str = "", tell: bool = True
) -> list[Fact]:
    """Write down what was told at one time, all or nothing, in one event.

    A fact whose request key the coalition already has is not written again: its row comes back as it now stands, even
    struck. Raises DateRefused, DetailRefused, or RequestReused where that key came with something else.
    """
    rows = [_written_once(coalition, by, checked(told)) for told in facts]
    new = [fact for fact, is_new in rows if is_new]
    if new and tell:
        _tell("fact.recorded", new[0], by, scope, facts=[fact.pk for fact in new])
    return [fact for fact, _is_new in rows]


@transaction.atomic
def correct(fact: Fact, *, by: User, right: Told, reason: str, scope: str = "", tell: bool = True) -> Fact:
    """Put the right fact in the place of a wrong one, which stays readable; returns the fact that now stands.

    Writes nothing where both say the same. Raises FactOutdated where somebody else was first, else as record_all does.
    """
    right, reason = checked(right), _reason(reason)
    old = Fact.objects.select_for_update().get(pk=fact.pk)
    if repeated := _known_request(old.coalition, right):
        return repeated
    if old.is_struck:
        raise FactOutdated(old, _newest_version(old))
    if right.says_the_same(Told.of(old)):
        return old
    at = _strike(old, by, reason)
    new = _row(old.coalition, by, right)
    new.corrects, new.root_id, new.recorded_at = old, old.first, at
    new.save()
    if tell:
        _tell("fact.corrected", new, by, scope, facts=[new.pk], before=old.pk)
    return new


@transaction.atomic
def strike(fact: Fact, *, by: User, reason: str, scope: str = "", tell: bool = True) -> Fact:
    """Say that it did not happen; the fact stays readable with the reason.

    The same said again by the same person does nothing. Raises ReasonMissing, DetailRefused, or FactOutdated where
    somebody else was first.
    """
    reason = _reason(reason)
    old = Fact.objects.select_for_update().get(pk=fact.pk)
    if old.is_struck:
        now = _newest_version(old)
        if now == old and old.struck_by_id == by.pk and old.strike_reason == reason:
            return old
        raise FactOutdated(old, now)
    _strike(old, by, reason)
    if tell:
        _tell("fact.struck", old, by, scope, facts=[old.pk])
    return old


def _written_once(coalition: int, by: User | None, told: Told) -> tuple[Fact, bool]:
    if repeated := _known_request(coalition, told):
        return repeated, False
    fact = _row(coalition, by, told)
    try:
        with transaction.atomic():
            fact.save()
    except IntegrityError:
        # The same request at the same moment: the other one has committed, or this is another matter.
        if repeated := _known_request(coalition, told):
            return repeated, False
        raise
    return fact, True


def _known_request(coalition: int, told: Told) -> Fact | None:
    found = Fact.objects.filter(coalition=coalition, request_key=told.key).first() if told.key else None
    if found and not told.says_the_same(Told.of(found)):
        raise RequestReused(found)
    return found


def _row(coalition: int, by: User | None, told: Told) -> Fact:
    return Fact(
        coalition=coalition,
        kind=told.kind,
        on=told.on,
        precision=told.precision,
        subject=told.subject,
        detail=told.detail,
        source=told.source,
        source_text=told.source_text,
        author=by,
        request_key=told.key,
    )


def _strike(fact: Fact, by: User, reason: str) -> datetime:
    """Let the fact stand no longer; returns since when. Clocks of two servers may differ by a moment."""
    fact.struck_at = max(timezone.now(), fact.recorded_at)
    fact.struck_by, fact.strike_reason = by, reason
    fact.save(update_fields=["struck_at", "struck_by", "strike_reason"])
    return fact.struck_at


def _newest_version(fact: Fact) -> Fact:
    return Fact.objects.select_related("author", "struck_by").filter(root=fact.first).order_by("-pk").first() or fact


def _reason(text: str) -> str:
    reason = tidy(text)
    if not reason:
        raise ReasonMissing
    if len(reason) > details.LONGEST_REASON:
        raise DetailRefused("shape", key="reason")
    details.without_contact(reason, "reason")
    return reason


def _tell(code: str, fact: Fact, by: User | None, scope: str, **params: Any) -> None:
    told = {"kind": fact.kind, "on": fact.on.isoformat(), "precision": fact.precision}
    events.record(code, by=by, subject=fact.coalition_key, scope=scope, **told, **params)
