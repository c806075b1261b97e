"""Who changed a text of an invitation that waits: by typing, or by changing what it is filled with."""

from collections.abc import Iterable

from koalicja.backroom import events
from koalicja.coalitions.models import Coalition, Invitation
from koalicja.people.models import User

TYPED = "invitation.retyped"
FILLED = ("invitation.planned", "invitation.worded", "statement.said", "meeting.written")
LOOKED_AT = 200  # events: what was changed while a page stood open is among the newest


def changed_by(coalition: Coalition, invitations: Iterable[Invitation]) -> dict[int, User]:
    """By key of the invitation; one query. A text that nobody typed in was changed by whoever changed its filling."""
    waiting = list(invitations)
    untouched = {each.pk for each in waiting if each.version == 1}
    found: dict[int, User] = {}
    for event in events.about(coalition.key).filter(code__in=(TYPED, *FILLED)).order_by("-pk")[:LOOKED_AT]:
        if event.by:
            keys = event.params.get("texts", ()) if event.code == TYPED else untouched
            found = dict.fromkeys(keys, event.by) | found
    return found
