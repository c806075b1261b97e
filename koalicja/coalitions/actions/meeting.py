"""A meeting as it is written down afterwards: one fact that it was held, one for each known person who came.

There is no record of meetings of its own: the room of meetings will begin with these facts.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from koalicja.coalitions.actions.answers import is_ours
from koalicja.coalitions.actions.locks import hold_all
from koalicja.coalitions.actions.next_meeting import follow_meetings, next_of
from koalicja.coalitions.actions.steps import attend, move
from koalicja.coalitions.actions.telling import scope_of, tell
from koalicja.coalitions.models import Candidacy, Coalition
from koalicja.coalitions.queries.facts_together import counted_with, facts_with, key_of
from koalicja.people.actions.edits import held
from koalicja.people.models import User
from koalicja.standing import actions as ledger
from koalicja.standing.models import Fact, Kind, Source
from koalicja.standing.told import Told, checked

State = Candidacy.State


@dataclass(frozen=True, slots=True)
class Held:
    """What is written down of a meeting. `came` and `declared` are keys of candidacies; `people` counts everybody.

    `declared_people` is how many declared where they are not all on the list. What nobody said is None.
    """

    on: date
    place: str = ""
    people: int | None = None
    groups: Mapping[str, int] = field(default_factory=dict)
    moderated_by: str = ""
    agreed: str = ""
    next_on: date | None = None
    came: Collection[int] = ()
    declared: Collection[int] = ()
    declared_people: int | None = None


class MeetingThere(Exception):
    """A meeting of this day is written down already, and nobody said whether this is another one; `fact` tells it."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(str(fact))
        self.fact = fact


@transaction.atomic
def write_meeting(
    coalition: Coalition, *, by: User, meeting: Held, key: str, instead: int | None = None, is_another: bool = False
) -> Fact:
    """Keep one meeting; the same form sent twice keeps it once. Raises FactRefused, and nothing is written then.

    Whoever declared came, too. What the newest meeting says of the next one becomes the day of the next invitations.
    `instead` is the fact that this one corrects; without it a second meeting of a day raises MeetingThere, unless it
    is another one.
    """
    held(coalition)
    met = Fact.objects.filter(coalition=coalition.pk, kind=Kind.MET)
    known = met.filter(request_key=key).first()
    if known and checked(_met(meeting, key, number=known.detail.get("number"))).says_the_same(Told.of(known)):
        return known
    of_day = met.filter(struck_at=None, on=meeting.on).order_by("-pk")
    before = of_day.filter(pk=instead or 0).first()
    there = None if before or (is_another and not known) else known or of_day.first()
    if there:
        raise MeetingThere(there)
    hold_all(coalition.pk, {*meeting.came, *meeting.declared})
    fact = _corrected(coalition, by, before, meeting, key) if before else _recorded(coalition, by, meeting, key)
    _note_people(coalition, by, meeting, fact)
    says_anew = before is None or next_of(before) != meeting.next_on
    follow_meetings(coalition, told=fact if says_anew else None)
    tell("meeting.written", coalition, by, on=meeting.on.isoformat(), people=meeting.people)
    return fact


def _note_people(coalition: Coalition, by: User, meeting: Held, fact: Fact) -> None:
    """Who came and who declared; those of whom this meeting says so already are left alone."""
    noted = {(each.kind, each.subject) for each in facts_with(fact)}
    listed = Candidacy.objects.filter(coalition=coalition).select_related("organisation", "person").order_by("pk")
    for candidacy in listed.filter(pk__in={*meeting.came, *meeting.declared}):
        if (Kind.ATTENDED, candidacy.subject) not in noted:
            attend(candidacy, by=by, on=meeting.on, about=key_of(fact))
            _no_longer_wait(candidacy)
    for candidacy in listed.filter(pk__in=meeting.declared).exclude(state=State.SIGNED):
        if (Kind.DECLARED, candidacy.subject) not in noted:
            move(candidacy, by=by, to=State.DECLARED, on=meeting.on, source=Source.PRESENCE, about=key_of(fact))


def _recorded(coalition: Coalition, by: User, meeting: Held, key: str) -> Fact:
    told = [_met(meeting, key), *_declared(meeting)]
    return ledger.record_all(coalition.pk, by=by, facts=told, scope=scope_of(coalition), tell=False)[0]


def _corrected(coalition: Coalition, by: User, before: Fact, meeting: Held, key: str) -> Fact:
    """The meeting as it is now told, with how many declared, where that was counted apart."""
    reason, scope = _("written down again on the page of the meeting"), scope_of(coalition)
    told = _met(meeting, key, number=before.detail.get("number"))
    counted, right = counted_with(before), _declared(meeting)
    if counted and right:
        ledger.correct(counted, by=by, right=right[0], reason=reason, scope=scope, tell=False)
    elif counted:
        ledger.strike(counted, by=by, reason=reason, scope=scope, tell=False)
    elif right:
        ledger.record_all(coalition.pk, by=by, facts=right, scope=scope, tell=False)
    return ledger.correct(before, by=by, right=told, reason=reason, scope=scope, tell=False)


def _no_longer_wait(candidacy: Candidacy) -> None:
    """What an answer asked for before the meeting is over; what a human planned stays."""
    if not is_ours(candidacy.next_step):
        return
    waiting = Candidacy.objects.filter(pk=candidacy.pk, next_step=candidacy.next_step)
    waiting.update(next_step="", next_who="", next_on=None, version=F("version") + 1, updated_at=timezone.now())


def _met(meeting: Held, key: str, *, number: int | None = None) -> Told:
    """Which meeting it was is counted by date when it is read; a number that a human wrote in the history stays."""
    detail: dict[str, Any] = {
        "number": number,
        "place": meeting.place,
        "people": meeting.people,
        "groups": dict(meeting.groups),
        "moderated_by": meeting.moderated_by,
        "agreed": meeting.agreed,
        "next_on": meeting.next_on,
    }
    return Told(kind=Kind.MET, on=meeting.on, detail=detail, source=Source.PRESENCE, key=key)


def _declared(meeting: Held) -> list[Told]:
    """How many declared, where they are not all on the list."""
    if not meeting.declared_people or meeting.declared_people <= len(set(meeting.declared)):
        return []
    people = {"people": meeting.declared_people}
    return [Told(kind=Kind.DECLARED, on=meeting.on, detail=people, source=Source.PRESENCE)]
