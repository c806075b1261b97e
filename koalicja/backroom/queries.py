"""Reads for pages that list background work."""

from collections.abc import Iterable

from django.db.models import QuerySet

from koalicja.backroom.models import Job


def recent_jobs(*, scopes: Iterable[str] | None = None, state: str = "") -> QuerySet[Job]:
    """Jobs, newest first, with who started them: of these scopes (None: of all), in this state (empty: in any)."""
    jobs = Job.objects.select_related("created_by", "cancelled_by")
    if scopes is not None:
        jobs = jobs.filter(scope__in=list(scopes))
    return jobs.filter(state=state) if state else jobs
