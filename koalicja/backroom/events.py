"""Write and read events: the audit that people can read. Rows are audited apart, by auditlog."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from koalicja.backroom.models import Event, Notice

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def record(code: str, *, by: "AbstractBaseUser | None", subject: str = "", scope: str = "", **params: Any) -> Event:
    """Record one event inside the caller's transaction. `params` must be JSON."""
    return Event.objects.create(code=code, by_id=by.pk if by else None, subject=subject, scope=scope, params=params)


def tell(event: Event, people: Iterable[int], *, url: str = "") -> None:
    """Show the event to these users (ids) on the next page each of them opens."""
    Notice.objects.bulk_create(
        [Notice(to_id=pk, event=event, url=url) for pk in sorted(set(people))], ignore_conflicts=True
    )


def about(subject: str) -> QuerySet[Event]:
    """The history of one subject, newest first."""
    return Event.objects.filter(subject=subject).select_related("by")


def in_scope(scope: str) -> QuerySet[Event]:
    """What happened in one register or edition, newest first."""
    return Event.objects.filter(scope=scope)


def unseen(user_pk: int) -> list[Notice]:
    """Notices this user has not seen yet, oldest first."""
    return list(
        Notice.objects.filter(to_id=user_pk, seen_at=None).select_related("event", "event__by").order_by("pk")[:20]
    )


def mark_seen(user_pk: int, notice_pk: int) -> None:
    """Close one notice; does nothing when it is another person's or already closed."""
    Notice.objects.filter(pk=notice_pk, to_id=user_pk, seen_at=None).update(seen_at=timezone.now())
