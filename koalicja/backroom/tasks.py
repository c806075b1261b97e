"""Housekeeping of the back room, and the sending of mail."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from koalicja.backroom import interim, jobs, outbox, posting, uploads
from koalicja.backroom.models import Job

JOBS_KEPT_FOR = timedelta(days=180)


@jobs.every("backroom.delete_expired_uploads", minutes=10)
def delete_expired_uploads() -> None:
    uploads.delete_expired(timezone.now())


@jobs.every("backroom.forget_old_jobs", minutes=24 * 60)
def forget_old_jobs() -> None:
    Job.objects.filter(finished_at__lt=timezone.now() - JOBS_KEPT_FOR).delete()
    interim.sweep()


@jobs.register(
    outbox.KIND,
    title=_("Sending mail"),
    messages={"mails": _("Mails done: %(done)s of %(total)s")},
    stopped=_("What has been sent stays sent. Every other mail waits again until somebody has looked at it."),
)
def send_mail(context: jobs.JobContext) -> dict[str, int]:
    return posting.send_all(context)


@jobs.every("backroom.look_after_mail", minutes=0.1)
def look_after_mail() -> None:
    posting.look_after(timezone.now())


@jobs.every("backroom.erase_old_mail", minutes=24 * 60)
def erase_old_mail() -> None:
    posting.erase_old(timezone.now())
