"""What every room leans on: events people can read, notices, files somebody sent, background work, outgoing mail."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy


class Event(models.Model):
    """One action, told in a way people can read. `code` and `params` become a sentence in the room that wrote it.

    `subject` is a plain key ("organisation:12"); `scope` says whose register or edition it belongs to ("gmina:020102").
    """

    code = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    subject = models.CharField(max_length=60, blank=True)
    scope = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["subject", "-at"], name="event_subject"),
            models.Index(fields=["scope", "-at"], name="event_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject}"


class Notice(models.Model):
    """Something one person should be told on the next page she opens, such as a change that met hers."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, models.CASCADE, related_name="notices")
    url = models.CharField(max_length=300, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["to", "event"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.to_id}: {self.event}"


class Upload(models.Model):
    """A file somebody sent, kept privately under a random name until it expires."""

    name = models.CharField(max_length=255)
    path_key = models.CharField(max_length=64, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class JobQuerySet(models.QuerySet["Job"]):
    def due(self, now: datetime) -> "JobQuerySet":
        """Jobs a worker may take: waiting ones, and running ones whose worker has not been heard of in time."""
        is_free = Q(lease_until=None) | Q(lease_until__lt=now)
        return self.filter(is_free, state__in=Job.OPEN).order_by("pk")

    def held(self, pk: int, attempt: int) -> "JobQuerySet":
        """The job while this attempt still has it: every write of a worker goes through here."""
        return self.filter(pk=pk, attempts=attempt, state=Job.State.RUNNING)


class Job(models.Model):
    """One piece of background work. This row is the truth; whatever carries the job (a queue, a broker) only rings.

    `attempts` is also the fence: it grows with each claim, and only the attempt that holds the row may write to it.
    `lease_until` says until when a running job belongs to its worker, and before when a waiting one is not to be taken.
    """

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("job", "waiting")
        RUNNING = "running", pgettext_lazy("job", "in progress")
        DONE = "done", pgettext_lazy("job", "done")
        FAILED = "failed", pgettext_lazy("job", "failed")
        CANCELLED = "cancelled", pgettext_lazy("job", "stopped")

    OPEN = (State.QUEUED, State.RUNNING)

    kind = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    scope = models.CharField(max_length=60, blank=True, help_text='whose work it is: "gmina:020102", "edition:3"')
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    message_code = models.CharField(max_length=60, blank=True)
    message_params = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    lease_until = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)
    result_url = models.CharField(max_length=300, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_params = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()
    tells_from_inside = False  # set by interim.fresh() where progress comes from inside an open transaction

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["lease_until", "id"], name="job_due", condition=Q(state__in=["queued", "running"])),
            models.Index(fields=["scope", "-id"], name="job_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("backroom:job", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class Interim(models.Model):
    """What a job says from inside its transaction, beside its locked row (see interim.py; PostgreSQL only).

    `job` is a plain key: the check of a foreign key would wait for that lock.
    """

    job = models.BigIntegerField(primary_key=True)
    attempt = models.PositiveSmallIntegerField()
    said = models.JSONField()

    def __str__(self) -> str:
        return f"{self.job}, {self.attempt}"


class StopAsked(models.Model):
    """Somebody asked to stop a job whose row was locked by its own transaction (see interim.py; PostgreSQL only)."""

    job = models.BigIntegerField(primary_key=True)
    by = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return str(self.job)


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, now: datetime) -> "MailQuerySet":
        """What may be handed over now, in the order in which it was put."""
        return self.filter(state=Mail.State.READY, not_before__lte=now).order_by("pk")

    def claimed_as(self, pk: int, claim: int) -> "MailQuerySet":
        """The mail as long as nobody has claimed it again: every note of a worker goes through here."""
        return self.filter(pk=pk, claims=claim, state__in=[Mail.State.CLAIMED, Mail.State.IN_DOUBT])


class Mail(models.Model):
    """One e-mail to one person. `outbox` puts it and takes human decisions, `posting` alone moves it to the server.

    Each hand-over is two committed notes: `claimed_at` before the server hears of the mail, `handed_at` between its
    "go ahead" and the first byte of the text. Where a worker died without the second, the server cannot have it, and
    the next worker sends it; with it nobody knows, and a human decides (ADR 0003). `claims` is the fence.
    """

    class State(models.TextChoices):
        HELD = "held", pgettext_lazy("mail", "waits for a look")
        READY = "ready", pgettext_lazy("mail", "waits to be sent")
        CLAIMED = "claimed", pgettext_lazy("mail", "being sent")
        SENT = "sent", pgettext_lazy("mail", "sent")
        IN_DOUBT = "in_doubt", pgettext_lazy("mail", "may have been sent")
        BOUNCED = "bounced", pgettext_lazy("mail", "address refused")
        REFUSED = "refused", pgettext_lazy("mail", "not sent")
        CANCELLED = "cancelled", pgettext_lazy("mail", "called off")

    class Why(models.TextChoices):
        """Why it is not sent, or not yet; wording.py has the sentences."""

        UNREACHABLE = "unreachable"
        SIGN_IN = "sign_in"
        BUSY = "busy"
        SENDER = "sender"
        ADDRESS = "address"
        CONTENT = "content"
        WORKER_LOST = "worker_lost"
        NO_ANSWER = "no_answer"
        CAME_BACK = "came_back"
        OUTDATED = "outdated"

    OPEN = (State.HELD, State.READY, State.CLAIMED)
    ENDED = (State.SENT, State.BOUNCED, State.REFUSED, State.CANCELLED)

    to = models.CharField(max_length=254, blank=True)
    to_name = models.CharField(max_length=150, blank=True)
    from_name = models.CharField(max_length=150, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    about = models.CharField(max_length=60, blank=True, help_text='what it belongs to: "invitation:12"')
    scope = models.CharField(max_length=60, blank=True, help_text='whose mail it is: "gmina:020102"')
    message_id = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="mails")
    claims = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=20, choices=Why.choices, blank=True)
    said = models.CharField(max_length=500, blank=True, help_text="the mail server's own words")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["not_before", "id"], name="mail_due", condition=Q(state="ready")),
            models.Index(fields=["claimed_at"], name="mail_claimed", condition=Q(state="claimed")),
            models.Index(fields=["about", "-id"], name="mail_about"),
            models.Index(fields=["created_by", "-id"], name="mail_author"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["held", "ready", "claimed", "sent", "in_doubt", "bounced", "refused", "cancelled"]
                ),
                name="mail_state_known",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["held", "ready", "cancelled"]) & Q(claimed_at=None))
                | Q(state__in=["bounced", "refused"])
                | (Q(state__in=["claimed", "sent", "in_doubt"]) & Q(claimed_at__isnull=False, claims__gte=1)),
                name="mail_claimed_before_sent",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["held", "ready", "cancelled"]) & Q(handed_at=None))
                | Q(state__in=["claimed", "bounced", "refused"])
                | (Q(state__in=["sent", "in_doubt"]) & Q(handed_at__isnull=False)),
                name="mail_handed_before_sent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "bounced", "refused", "cancelled"], ended_at__isnull=False)
                | Q(state__in=["held", "ready", "claimed", "in_doubt"], ended_at=None),
                name="mail_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "in_doubt", "bounced", "refused", "cancelled"])
                | (Q(erased_at=None) & ~Q(to="") & ~Q(text="")),
                name="mail_open_has_a_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.about or self.pk}"


class Chore(models.Model):
    """When a periodic task is due next; whoever moves the time on first does it."""

    name = models.CharField(max_length=80, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
