"""The two ways in which an action of this room is told: one readable event, and facts in the ledger.

This is the only place that writes into `standing`; `tell=False` there, because the action's own event says it.
"""

from datetime import date
from typing import Any

from koalicja.backroom import events
from koalicja.backroom.models import Event
from koalicja.coalitions.models import Coalition
from koalicja.people.models import User
from koalicja.standing import actions as ledger
from koalicja.standing.models import Source


def scope_of(coalition: Coalition) -> str:
    return f"edition:{coalition.edition_id}"


def tell(code: str, coalition: Coalition, by: User | None, **params: Any) -> Event:
    """One event about the coalition. Names of residents never stand in `params`: operators may read it."""
    return events.record(code, by=by, subject=coalition.key, scope=scope_of(coalition), name=coalition.name, **params)


def record_fact(
    coalition: Coalition,
    kind: str,
    *,
    by: User | None,
    on: date,
    subject: str = "",
    detail: dict[str, Any] | None = None,
    source: str = Source.PAGE,
    key: str = "",
) -> int:
    """Write one fact down and give its key. Raises what standing.actions.record raises."""
    fact = ledger.record(
        coalition.pk,
        by=by,
        kind=kind,
        on=on,
        subject=subject,
        detail=detail,
        source=source,
        key=key,
        scope=scope_of(coalition),
        tell=False,
    )
    return int(fact.pk)
