"""The day for which people are invited, as the meetings that were written down leave it."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils import timezone

from koalicja.coalitions.actions.texts_waiting import refill
from koalicja.coalitions.models import Coalition, InvitationPlan
from koalicja.standing.models import Fact, Kind


@dataclass(frozen=True, slots=True)
class When:
    """A day with its hour and the day until when answers are awaited."""

    day: date | None = None
    hour: time | None = None
    reply_by: date | None = None

    @classmethod
    def of(cls, plan: InvitationPlan) -> "When":
        return cls(plan.meets_on, plan.meets_at, plan.reply_by)


def follow_meetings(coalition: Coalition, *, told: Fact | None = None) -> None:
    """The plan as the meetings that stand leave it; `told` has just said something new of the next one.

    The newest meeting that said a day ahead gives it, without an hour, which was said of another day. Where none does,
    what people had planned comes back whole, unless it was for a day that is over. A day that somebody planned since a
    meeting spoke stays until another one speaks.
    """
    plan = InvitationPlan.objects.filter(coalition=coalition).first() or InvitationPlan(coalition=coalition)
    met = Fact.objects.in_force().filter(coalition=coalition.pk, kind=Kind.MET).select_related("root")
    meetings = list(met.order_by("on", "pk"))
    newest = meetings[-1] if meetings else None
    kept, known = _planned_by_people(plan)
    if plan.by_meeting is None or date_or_none(plan.by_meeting["day"]) != plan.meets_on:
        if told is None or told != newest:
            return
        known = max((each.pk for each in meetings if each != told), default=0)
    wanted = _wanted(plan, kept, [each for each in meetings if each.pk > known], newest)
    if wanted != When.of(plan):
        _set(plan, wanted, None if wanted == kept else _memory(wanted, kept, known))


def next_of(fact: Fact) -> date | None:
    """When a meeting said it would meet again."""
    return date_or_none(fact.detail.get("next_on"))


def date_or_none(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _wanted(plan: InvitationPlan, kept: When, meetings: list[Fact], newest: Fact | None) -> When:
    said = next((next_of(each) for each in reversed(meetings) if _was_ahead(each)), None)
    if said and newest and said <= newest.on:
        said = None  # that day is over, and the meeting of it said no further one
    day = said or kept.day
    if day is None or (newest and day <= newest.on):
        return When() if day else kept
    if day == kept.day:
        return kept
    if day == plan.meets_on:
        return When.of(plan)
    return When(day) if day >= timezone.localdate() else When()


def _was_ahead(meeting: Fact) -> bool:
    """Whether the day it planned was still to come when it was first written down."""
    day, first = next_of(meeting), meeting.root or meeting
    return day is not None and day >= timezone.localdate(first.recorded_at)


def _planned_by_people(plan: InvitationPlan) -> tuple[When, int]:
    """What people had planned before a meeting said otherwise, and the last meeting they knew of."""
    memory = plan.by_meeting
    if memory is None or date_or_none(memory["day"]) != plan.meets_on:
        return When.of(plan), 0
    hour = time.fromisoformat(memory["hour"]) if memory["hour"] else None
    return When(date_or_none(memory["before"]), hour, date_or_none(memory["reply_by"])), int(memory["known"])


def _memory(wanted: When, kept: When, known: int) -> dict[str, Any]:
    said = {"day": wanted.day, "before": kept.day, "hour": kept.hour, "reply_by": kept.reply_by}
    return {name: each.isoformat() if each else None for name, each in said.items()} | {"known": known}


def _set(plan: InvitationPlan, when: When, memory: dict[str, Any] | None) -> None:
    plan.meets_on, plan.meets_at, plan.reply_by, plan.by_meeting = when.day, when.hour, when.reply_by, memory
    plan.version += 1
    plan.updated_at = timezone.now()
    plan.save()
    refill(plan.coalition)
