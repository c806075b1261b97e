"""Housekeeping of the back room."""

from datetime import timedelta

from django.utils import timezone

from koalicja.backroom import interim, jobs, uploads
from koalicja.backroom.models import Job

JOBS_KEPT_FOR = timedelta(days=180)


@jobs.every("backroom.delete_expired_uploads", minutes=10)
def delete_expired_uploads() -> None:
    uploads.delete_expired(timezone.now())


@jobs.every("backroom.forget_old_jobs", minutes=24 * 60)
def forget_old_jobs() -> None:
    Job.objects.filter(finished_at__lt=timezone.now() - JOBS_KEPT_FOR).delete()
    interim.sweep()
