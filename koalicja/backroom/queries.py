"""Reads for pages that list background work and mail."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from koalicja.backroom.models import Job, Mail


def recent_jobs(*, scopes: Iterable[str] | None = None, state: str = "") -> QuerySet[Job]:
    """Jobs, newest first, with who started them: of these scopes (None: of all), in this state (empty: in any)."""
    jobs = Job.objects.select_related("created_by", "cancelled_by")
    if scopes is not None:
        jobs = jobs.filter(scope__in=list(scopes))
    return jobs.filter(state=state) if state else jobs


def newest_mail(keys: Iterable[str]) -> dict[str, Mail]:
    """The newest mail about each of these things ("invitation:12"), where there is one; without its text."""
    mails = Mail.objects.filter(about__in=list(keys)).defer("text").order_by("pk")
    return {mail.about: mail for mail in mails}


def mail_written_by(user: Any) -> QuerySet[Mail]:
    """What this user sent or let go, newest first."""
    return Mail.objects.filter(created_by=user.pk)
