"""The only door to a job's page: it belongs to whoever started the work."""

from typing import Any

from django.http import Http404

from koalicja.backroom.interim import fresh
from koalicja.backroom.models import Job


def job_for(user: Any, pk: int) -> Job:
    """The user's own job as it is now, or 404. (The operator sees jobs of her edition in the list of `desk`.)"""
    job = Job.objects.filter(pk=pk, created_by=user.pk).first()
    if job is None:
        raise Http404
    return fresh([job])[0]
