"""What every room leans on: one readable event per action, and notices to people whose work met somebody else's."""

from django.conf import settings
from django.db import models
from django.utils import timezone


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
