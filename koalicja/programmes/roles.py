"""Give a role where it holds, with the key of what it follows from; ending takes exactly those rows back."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from koalicja.people.models import Role, User


def account(email: str, name: str, job_title: str = "") -> User:
    """The account with this e-mail, made if there is none. A name that is there stays as its owner wrote it."""
    email = email.strip().lower()
    known = User.objects.filter(email=email)
    try:
        with transaction.atomic():
            found = known.first() or User.objects.create_user(email=email, name=name, job_title=job_title)
    except IntegrityError:  # somebody else made it in between
        found = known.get()
    if not found.name and known.filter(name="").update(name=name):
        found.name = name
    return found


def give(user: User, kind: str, scopes: Iterable[str], *, source: str, by: Any) -> None:
    """Write one open row per scope; rows that are open already stay as they are."""
    rows = [Role(user=user, kind=kind, scope=scope, source=source, given_by=by) for scope in sorted(set(scopes))]
    Role.objects.bulk_create(rows, ignore_conflicts=True, batch_size=200)


def take_back(*, kind: str, source: str, user: User | None = None, scopes: Iterable[str] | None = None) -> int:
    """End the open rows that follow from this source; returns how many."""
    rows = Role.objects.filter(kind=kind, source=source, ended_at=None)
    if user is not None:
        rows = rows.filter(user=user)
    if scopes is not None:
        rows = rows.filter(scope__in=list(scopes))
    return rows.update(ended_at=timezone.now())


def holders(kind: str, scope: str, source: str = "") -> list[User]:
    """Who holds the role here now, by name."""
    rows = Role.objects.filter(kind=kind, scope=scope, ended_at=None)
    if source:
        rows = rows.filter(source=source)
    return list(User.objects.filter(roles__in=rows).distinct().order_by("name", "pk"))
