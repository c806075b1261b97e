"""A question to residents or members, the log of its moderation, and the numbers that came of it."""

import secrets
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koalicja.coalitions.models import Coalition
from koalicja.coalitions.models.invitations import ALPHABET, TOKEN_LENGTH, new_code
from koalicja.people.models import User


def new_tablet_token() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(TOKEN_LENGTH))


class Question(models.Model):
    """One question of a coalition ("What is missing here for the young?"), open until the end of a day.

    `code` is its public address. Where not everybody may take part, `entry_code` is what those who may are told; the
    tablet's address lets one person after another answer on one device. `bands` are the edition's when it was opened:
    people are counted by the same ones throughout.
    """

    class Audience(models.TextChoices):
        ANYBODY = "anybody", pgettext_lazy("who may take part", "anybody with the link")
        MEMBERS = "members", pgettext_lazy("who may take part", "members of the coalition, with a code")
        ROOM = "room", pgettext_lazy("who may take part", "a class or a meeting, with a code")

    class Round(models.TextChoices):
        OPEN = "open", pgettext_lazy("round", "open: the picture shows the groups")
        SECRET = "secret", pgettext_lazy("round", "secret: the picture shows only the whole")

    coalition = models.ForeignKey(Coalition, models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=200)
    about = models.TextField(pgettext_lazy("question", "what it is for"), max_length=1000, blank=True)
    audience = models.CharField(_("who may take part"), max_length=10, choices=Audience.choices)
    round = models.CharField(_("round"), max_length=10, choices=Round.choices, default=Round.OPEN)
    looks_first = models.BooleanField(_("each statement is looked at before it is shown"), default=False)
    closes_on = models.DateField(_("last day"))
    code = models.CharField(max_length=12, unique=True, default=new_code)
    entry_code = models.CharField(max_length=12, blank=True)
    tablet_token = models.CharField(max_length=40, unique=True, default=new_tablet_token)
    bands = models.JSONField(default=list)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["closes_on"], name="question_to_close", condition=Q(closed_at=None))]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="question_asks_something"),
            models.CheckConstraint(
                condition=Q(audience__in=["anybody", "members", "room"]), name="question_audience_known"
            ),
            models.CheckConstraint(condition=Q(round__in=["open", "secret"]), name="question_round_known"),
            models.CheckConstraint(
                condition=Q(audience="anybody", entry_code="") | (~Q(audience="anybody") & ~Q(entry_code="")),
                name="question_code_where_not_anybody",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False) | Q(closed_by=None), name="question_closed_at_and_by"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("voices:question", args=[self.coalition_id, self.pk])

    @property
    def key(self) -> str:
        return f"question:{self.pk}"

    @property
    def public_code(self) -> str:
        """The code as it stands in its address: people read it in small letters."""
        return self.code.lower()

    @property
    def speaks_by_name_of_groups(self) -> bool:
        """Whether members speak as their group's representatives: each group's view is shown, also of one person."""
        return self.audience == self.Audience.MEMBERS and self.round == self.Round.OPEN

    def is_open(self, today: date) -> bool:
        return self.closed_at is None and today <= self.closes_on


class ModerationEntry(models.Model):
    """What was done with a statement, by whom and why; by nobody: a rule did it, or its author.

    The day is enough: an hour might tell who had the tablet then.
    """

    class What(models.TextChoices):
        ADDED = "added", pgettext_lazy("moderation", "added")
        HELD = "held", pgettext_lazy("moderation", "waits to be looked at")
        SHOWN = "shown", pgettext_lazy("moderation", "shown")
        REJECTED = "rejected", pgettext_lazy("moderation", "not shown")
        MERGED = "merged", pgettext_lazy("moderation", "merged")
        PARTED = "parted", pgettext_lazy("moderation", "merging undone")
        WITHDRAWN = "withdrawn", pgettext_lazy("moderation", "withdrawn by its author")

    question = models.ForeignKey(Question, models.CASCADE, related_name="moderation")
    statement = models.ForeignKey("voices.Statement", models.CASCADE, related_name="moderation")
    what = models.CharField(max_length=10, choices=What.choices)
    reason = models.CharField(max_length=300, blank=True)
    other = models.ForeignKey("voices.Statement", models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["added", "held", "shown", "rejected", "merged", "parted", "withdrawn"]),
                name="moderation_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.what}"


class Release(models.Model):
    """The numbers that may be shown, worked out once, when the question was closed; they never change again."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="release")
    method = models.CharField(max_length=30)
    content = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.question_id} {self.method}"
