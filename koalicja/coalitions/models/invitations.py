"""Invitations to those who are considered, what they answered, and the words a coalition invites with."""

import hashlib
import secrets
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koalicja.coalitions.models.candidacies import Candidacy
from koalicja.coalitions.models.coalition import Coalition
from koalicja.people.models import Group, User

# Letters and digits nobody takes for one another, read aloud or typed from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
TOKEN_LENGTH = 24  # 24 of 31 signs: 118 bits
CODE_LENGTH = 6


def new_seed() -> str:
    return secrets.token_hex(16)


def hash_of(token: str) -> str:
    """What is stored of a token: nothing that opens a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH)).upper()


class InvitationPlan(models.Model):
    """What every invitation of one coalition says besides the person: when and where, how long, who asks, until when.

    Nothing is required: a missing date is a visible gap of the text, never an empty place in it.
    """

    coalition = models.OneToOneField(Coalition, models.CASCADE, related_name="invitation_plan")
    meets_on = models.DateField(_("day of the meeting"), null=True, blank=True)
    meets_at = models.TimeField(_("hour"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    takes = models.CharField(_("how much time it takes"), max_length=200, blank=True)
    asks = models.CharField(_("who asks"), max_length=200, blank=True)
    reply_by = models.DateField(_("answers until"), null=True, blank=True)
    by_meeting = models.JSONField(null=True, blank=True, help_text="what people had planned before a meeting spoke")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.coalition_id} {self.meets_on or ''}".strip()


class InvitationText(models.Model):
    """The wording of one coalition for one of the five groups; where there is none, the product's own template counts.

    The text holds marks such as [cel], which are filled for each person.
    """

    coalition = models.ForeignKey(Coalition, models.CASCADE, related_name="invitation_texts")
    group = models.CharField(max_length=10, choices=Group.choices)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"), max_length=5000)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["coalition", "group"], name="invitation_text_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(subject=""), name="invitation_text_says_something"),
            models.CheckConstraint(
                condition=Q(group__in=["office", "culture", "ngo", "business", "resident"]),
                name="invitation_text_of_a_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coalition_id} {self.group}"


class Invitation(models.Model):
    """One invitation to one candidacy by one way: prepared until a human has looked at its text, then as it went out.

    Its link is never stored. The token follows from `seed` and the server's secret, and is found again by its hash
    alone, so that a copy of the database opens no link, while a letter can be printed once more.
    """

    class Way(models.TextChoices):
        EMAIL = "email", pgettext_lazy("way of an invitation", "e-mail")
        LETTER = "letter", pgettext_lazy("way of an invitation", "letter")
        TALK = "talk", pgettext_lazy("way of an invitation", "talk")

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="invitations")
    way = models.CharField(max_length=10, choices=Way.choices)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), max_length=8000, blank=True)
    is_again = models.BooleanField(default=False, help_text="asked for, although one went by this way before")
    seed = models.CharField(max_length=32, default=new_seed)
    token_hash = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=12, unique=True, default=new_code)
    on = models.DateField(null=True, blank=True, help_text="the day it went out; nothing while it is prepared")
    expires_on = models.DateField(null=True, blank=True, help_text="the last day on which its link takes an answer")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    remind_on = models.DateField(null=True, blank=True, help_text="when one reminder goes by itself; nothing: never")
    reminded_at = models.DateTimeField(null=True, blank=True)
    site = models.CharField(max_length=200, blank=True, help_text="address of this product, as its mail told it")
    prepared_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    sent_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    undone_on = models.DateField(null=True, blank=True, help_text="when the library took back what this link answered")
    undone_said = models.CharField(max_length=10, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["candidacy", "-id"], name="invitation_newest"),
            models.Index(
                fields=["remind_on"],
                name="invitation_to_remind",
                condition=Q(remind_on__isnull=False, reminded_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(way__in=["email", "letter", "talk"]), name="invitation_way_known"),
            models.UniqueConstraint(
                fields=["candidacy", "way"], condition=Q(sent_at=None), name="invitation_prepared_once"
            ),
            models.UniqueConstraint(
                fields=["candidacy", "way"],
                condition=Q(sent_at__isnull=False, is_again=False),
                name="invitation_by_one_way_once",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, on=None, expires_on=None)
                | Q(sent_at__isnull=False, on__isnull=False, expires_on__isnull=False),
                name="invitation_sent_has_its_days",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy_id} {self.way} {self.on or ''}".strip()

    @property
    def key(self) -> str:
        return f"invitation:{self.pk}"

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def token(self) -> str:
        """The secret of its link; computed, never stored, never written into an event or a log."""
        number = int.from_bytes(salted_hmac("coalitions.invitation", self.seed, algorithm="sha256").digest(), "big")
        signs = []
        for _place in range(TOKEN_LENGTH):
            number, at = divmod(number, len(ALPHABET))
            signs.append(ALPHABET[at])
        return "".join(signs)

    @property
    def has_its_link(self) -> bool:
        """False after the server's secret was changed: the link that was sent still works, a new one would not."""
        return hash_of(self.token) == self.token_hash

    def takes_answers(self, today: date) -> bool:
        """Whether its link still works on this day."""
        return self.revoked_at is None and self.expires_on is not None and today <= self.expires_on


class Answer(models.Model):
    """What somebody answered; the newest counts, by its day. An older one keeps the answer alone, no way to reach her.

    `consent` is the version of the text she agreed to, "" where she did not.
    """

    class Said(models.TextChoices):
        YES = "yes", pgettext_lazy("answer", "yes")
        MAYBE = "maybe", pgettext_lazy("answer", "maybe")
        NO = "no", pgettext_lazy("answer", "no")
        OTHER = "other", pgettext_lazy("answer", "somebody else instead of me")

    class By(models.TextChoices):
        LINK = "link", pgettext_lazy("how an answer came", "link")
        SLIP = "slip", pgettext_lazy("how an answer came", "reply slip")
        PHONE = "phone", pgettext_lazy("how an answer came", "phone")
        COUNTER = "counter", pgettext_lazy("how an answer came", "at the counter")

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="answers")
    invitation = models.ForeignKey(Invitation, models.SET_NULL, null=True, blank=True, related_name="answers")
    said = models.CharField(_("answer"), max_length=10, choices=Said.choices)
    how = models.CharField(max_length=10, choices=By.choices)
    question = models.TextField(_("question"), max_length=1000, blank=True)
    gives = models.CharField(_("what I can give"), max_length=500, blank=True)
    reach = models.CharField(_("how to reach me"), max_length=200, blank=True)
    other_name = models.CharField(_("who could come instead"), max_length=200, blank=True)
    other_reach = models.CharField(_("how to reach this person"), max_length=200, blank=True)
    consent = models.CharField(max_length=30, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    carried = models.JSONField(default=list, blank=True, help_text="names of what an answer before this one said")
    replaced = models.JSONField(default=dict, blank=True, help_text="ways to reach her as the answer before had them")
    on = models.DateField(_("date"))
    fact = models.PositiveBigIntegerField(null=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True, help_text="when a human dealt with what it asks for")
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["candidacy", "-on", "-id"], name="answer_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(said__in=["yes", "maybe", "no", "other"]), name="answer_known"),
            models.CheckConstraint(condition=Q(how__in=["link", "slip", "phone", "counter"]), name="answer_way_known"),
            models.CheckConstraint(
                condition=Q(consent="", consent_on=None) | (~Q(consent="") & Q(consent_on__isnull=False)),
                name="answer_consent_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy_id} {self.said}"
