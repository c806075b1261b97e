"""What the coalition stands on: its texts and who leads. Every change is a new version; the older ones stay."""

from datetime import date
from typing import Any

from django.db import transaction

from koalicja.backroom import events
from koalicja.coalitions.actions.telling import record_fact, tell
from koalicja.coalitions.actions.texts_waiting import refill
from koalicja.coalitions.models import Candidacy, Coalition, Leadership, Statement
from koalicja.coalitions.queries.purpose import standing_of
from koalicja.engine.purpose import speaks_of_the_library_alone
from koalicja.people.actions.edits import EditConflict, FieldConflict, held
from koalicja.people.models import User
from koalicja.standing.models import Kind

FACTS = {
    Statement.Kind.PROBLEM: Kind.PROBLEM_SET,
    Statement.Kind.GOAL: Kind.GOAL_SET,
    Statement.Kind.LIBRARY_ROLE: Kind.ROLE_SET,
    Statement.Kind.LIBRARY_GAIN: Kind.GAIN_SET,
}


@transaction.atomic
def say_statement(*, coalition: Coalition, by: User, kind: str, text: str, on: date, since: int) -> Statement:
    """A new version of one of the coalition's texts. `since` is the key of the last version that was shown, or 0.

    The same text on the same day writes nothing. Raises EditConflict where somebody else wrote another version since;
    FactRefused for a day that has not come.
    """
    held(coalition)
    versions = standing_of(Statement.objects.filter(coalition=coalition, kind=kind).select_related("by"), coalition)
    last, newest = versions.order_by("-pk").first(), versions.first()
    if newest and newest.text == text:
        return newest
    if last and last.pk > since:
        raise _conflict(coalition, kind, last, text, {"code": "statement.said", "params__statement": last.pk})
    said = Statement.objects.create(coalition=coalition, kind=kind, text=text, on=on, by=by)
    detail: dict[str, Any] = {}
    if said.kind == Statement.Kind.GOAL:
        detail["library_only"] = speaks_of_the_library_alone(text)
    record_fact(coalition, FACTS[Statement.Kind(kind)], by=by, on=on, subject=said.key, detail=detail)
    tell("statement.said", coalition, by, statement=said.pk, kind=kind, is_first=last is None)
    refill(coalition)
    return said


@transaction.atomic
def choose_leadership(
    *,
    coalition: Coalition,
    by: User,
    how: str,
    on: date,
    since: int,
    candidacy: Candidacy | None = None,
    by_library: bool = False,
    words: str = "",
) -> Leadership:
    """Who leads from a day on; the library need not. `since` and the refusals are those of say_statement."""
    held(coalition)
    versions = standing_of(Leadership.objects.filter(coalition=coalition).select_related("by", "candidacy"), coalition)
    last, newest = versions.order_by("-pk").first(), versions.first()
    new = Leadership(
        coalition=coalition, how=how, candidacy=candidacy, by_library=by_library, words=words, on=on, by=by
    )
    if newest and _named(newest) == _named(new):
        return newest
    if last and last.pk > since:
        raise _conflict(coalition, "leadership", last, new, {"code": "leader.chosen", "params__leadership": last.pk})
    new.save()
    subject = coalition.participation.library.key if by_library else candidacy.subject if candidacy else ""
    record_fact(coalition, Kind.LEADER_SET, by=by, on=on, subject=subject, detail={"how": how, "about": new.key})
    tell("leader.chosen", coalition, by, leadership=new.pk, how=how)
    return new


def _named(leadership: Leadership) -> tuple[Any, ...]:
    return leadership.how, leadership.candidacy_id, leadership.by_library, leadership.words


def _conflict(coalition: Coalition, field: str, theirs: Any, yours: Any, told: dict[str, Any]) -> EditConflict:
    others = tuple(events.about(coalition.key).filter(**told))
    return EditConflict((FieldConflict(field, theirs, yours),), others)
