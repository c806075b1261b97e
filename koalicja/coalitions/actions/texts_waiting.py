"""Texts of invitations that wait to be looked at: typed by several people, filled anew, put aside."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from koalicja.backroom import events
from koalicja.coalitions.actions.telling import scope_of
from koalicja.coalitions.inviting import words
from koalicja.coalitions.models import Coalition, Invitation
from koalicja.coalitions.queries.invitations import frame_of, wordings_of
from koalicja.people.actions.edits import held, three_way
from koalicja.people.models import User

WORDS = ("subject", "text")


class TextsChanged(Exception):
    """Somebody has meanwhile changed texts that this one changed, too, or did not see so; nothing is done."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One text as a human left it. `seen` is what her page showed, None where nobody knows that."""

    subject: str
    text: str
    seen: "Looked | None" = None


@transaction.atomic
def keep_typed(
    coalition: Coalition, *, by: User, typed: Mapping[int, Looked], going: Collection[int] = (), gone: int | None = None
) -> int:
    """Keep texts that somebody changed and that wait on; says how many changed.

    What somebody else wrote meanwhile stays where this one touched nothing. Raises TextsChanged where both wrote in one
    field, and where a text that is `going` out, or `gone` without being sent, is not as it was shown.
    """
    held(coalition)
    left = {pk: looked.seen if pk == gone else looked for pk, looked in typed.items()}
    kept = {pk: looked for pk, looked in left.items() if looked}
    waiting = list(Invitation.objects.filter(pk__in=kept, candidacy__coalition=coalition, sent_at=None))
    if gone in kept:
        kept[gone] = replace(kept[gone], seen=kept[gone])
    as_shown([each for each in waiting if each.pk in going or each.pk == gone], kept)
    changed = [each.pk for each in waiting if _keep(each, kept[each.pk])]
    if changed:
        _tell_of_all("invitation.retyped", coalition, by, len(changed), texts=changed)
    return len(changed)


def as_shown(invitations: Iterable[Invitation], looked: Mapping[int, Looked]) -> None:
    """Raises TextsChanged where a text is neither what the page showed nor what was written there."""
    for each in invitations:
        mine = looked[each.pk]
        if any(getattr(each, name) not in (getattr(mine, name), getattr(mine.seen or each, name)) for name in WORDS):
            raise TextsChanged


def _keep(waiting: Invitation, mine: Looked) -> bool:
    now, new = ({name: getattr(each, name) for name in WORDS} for each in (waiting, mine))
    seen = {name: getattr(mine.seen or waiting, name) for name in WORDS}
    changes, conflicts = three_way(seen, new, now)
    if conflicts:
        raise TextsChanged
    if changes:
        changed = {"version": waiting.version + 1, "updated_at": timezone.now()}
        Invitation.objects.filter(pk=waiting.pk, sent_at=None).update(**changes, **changed)
    return bool(changes)


@transaction.atomic
def put_aside(coalition: Coalition, *, by: User) -> tuple[Invitation, ...]:
    """Take back every text that waits as it was filled; those that somebody changed stay. Nothing was sent."""
    held(coalition)
    waiting = Invitation.objects.filter(candidacy__coalition=coalition, sent_at=None, version=1)
    aside = tuple(waiting.order_by("pk"))
    Invitation.objects.filter(pk__in=[each.pk for each in aside]).delete()
    if aside:
        _tell_of_all("invitation.put_aside", coalition, by, len(aside))
    return aside


def refill(coalition: Coalition) -> None:
    """Texts that nobody has changed say what is planned now; the caller holds the coalition."""
    untouched = Invitation.objects.filter(candidacy__coalition=coalition, sent_at=None, version=1)
    waiting = list(untouched.select_related("candidacy"))
    if not waiting:
        return
    frame = frame_of(coalition)
    wordings = wordings_of(coalition, {each.candidacy.group for each in waiting})
    for each in waiting:
        filled = filled_for(each.way, wordings[each.candidacy.group], frame, brings=each.candidacy.brings)
        if (each.subject, each.text) != (filled.subject, filled.text):
            now = {"subject": filled.subject, "text": filled.text, "updated_at": timezone.now()}
            untouched.filter(pk=each.pk).update(**now)


def filled_for(way: str, wording: words.Wording, frame: words.Frame, *, brings: str) -> words.Wording:
    """What one person reads, or what is said to her where she is called."""
    filled = words.filled(wording, frame, brings=brings)
    return replace(filled, text=words.spoken(frame, brings=brings)) if way == Invitation.Way.TALK else filled


def _tell_of_all(code: str, coalition: Coalition, by: User, number: int, **params: Any) -> None:
    events.record(code, by=by, subject=coalition.key, scope=scope_of(coalition), number=number, **params)
