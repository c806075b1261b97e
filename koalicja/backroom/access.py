"""The only door to a job's page and to mail in the demo: they belong to whoever started the work or wrote the mail."""

from typing import Any

from django.conf import settings
from django.http import Http404

from koalicja.backroom.interim import fresh
from koalicja.backroom.models import Job, Mail


def job_for(user: Any, pk: int) -> Job:
    """The user's own job as it is now, or 404. (The operator sees jobs of her edition in the list of `desk`.)"""
    job = Job.objects.filter(pk=pk, created_by=user.pk).first()
    if job is None:
        raise Http404
    return fresh([job])[0]


def mail_for(user: Any, pk: int) -> Mail:
    """A mail the user wrote herself, or 404: its link is meant for one person, and no role opens another's mail."""
    mail = Mail.objects.filter(pk=pk, created_by=user.pk).first()
    if mail is None:
        raise Http404
    return mail


def demand_demo() -> None:
    """404 outside demo mode: there mail goes to a server, and no page shows its text."""
    if not settings.DEMO:
        raise Http404
