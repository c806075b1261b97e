"""Statements, and reactions of people of whom only the group and the age band are known, if they say it."""

import hashlib

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koalicja.people.models import Group, User
from koalicja.voices.models.questions import Question

LONGEST_STATEMENT = 300


def hash_of(key: str) -> str:
    """What is stored of the key in a browser or on a sheet: nothing that speaks for anybody."""
    return hashlib.sha256(key.encode()).hexdigest()


class Participant(models.Model):
    """Somebody who takes part in one question: a key of a browser, one turn at a tablet, or a sheet with a code.

    There is no name, no address and no time here, so that nobody can tell who it was by when she came. `turns` counts
    what she answered: of two answers the one with the greater turn is the later one.
    """

    class Way(models.TextChoices):
        DEVICE = "device", pgettext_lazy("way of taking part", "own device")
        TABLET = "tablet", pgettext_lazy("way of taking part", "the library's tablet")
        PAPER = "paper", pgettext_lazy("way of taking part", "paper")

    question = models.ForeignKey(Question, models.CASCADE, related_name="participants")
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.DEVICE)
    key_hash = models.CharField(max_length=64)
    group = models.CharField(max_length=10, choices=Group.choices, blank=True)
    age_band = models.CharField(max_length=20, blank=True)
    has_told = models.BooleanField(default=False, help_text="asked about group and age, she answered or declined")
    turns = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "key_hash"], name="participant_once_by_key"),
            models.CheckConstraint(condition=Q(way__in=["device", "tablet", "paper"]), name="participant_way_known"),
            models.CheckConstraint(
                condition=Q(group__in=["", "office", "culture", "ngo", "business", "resident"]),
                name="participant_group_known",
            ),
            models.CheckConstraint(
                condition=Q(has_told=True) | Q(group="", age_band=""), name="participant_told_before_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.way}"


class StatementQuerySet(models.QuerySet["Statement"]):
    def standing(self) -> "StatementQuerySet":
        """Those people react to: shown, and not merged into another one."""
        return self.filter(state="shown", merged_into=None)


class Statement(models.Model):
    """One problem or idea said to a question, with where it comes from.

    One that is merged stays with its reactions and its origin; they count for the one it was merged into, and come back
    to it when that is undone. One that its author withdrew keeps no words.
    """

    class Origin(models.TextChoices):
        SEED = "seed", pgettext_lazy("origin of a statement", "to begin with")
        PARTICIPANT = "participant", pgettext_lazy("origin of a statement", "somebody who took part")
        PERSON = "person", pgettext_lazy("origin of a statement", "on behalf of a person")
        GROUP = "group", pgettext_lazy("origin of a statement", "on behalf of a group")
        MEETING = "meeting", pgettext_lazy("origin of a statement", "said at a meeting")

    class State(models.TextChoices):
        SHOWN = "shown", pgettext_lazy("state of a statement", "shown")
        HELD = "held", pgettext_lazy("state of a statement", "waits to be looked at")
        REJECTED = "rejected", pgettext_lazy("state of a statement", "not shown")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a statement", "withdrawn")

    class HeldFor(models.TextChoices):
        CONTACT = "contact", _("A telephone or an e-mail may stand in it, perhaps somebody else’s.")
        LINK = "link", _("The address of a web page stands in it.")
        EACH = "each", _("Each statement of this question is looked at first.")

    question = models.ForeignKey(Question, models.CASCADE, related_name="statements")
    text = models.CharField(_("statement"), max_length=LONGEST_STATEMENT, blank=True)
    origin = models.CharField(max_length=15, choices=Origin.choices)
    origin_words = models.CharField(_("who said it, or where"), max_length=200, blank=True)
    author = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="statements")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    on = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SHOWN)
    held_for = models.CharField(max_length=10, choices=HeldFor.choices, blank=True)
    reason = models.CharField(_("why it is not shown"), max_length=300, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged")
    request_key = models.CharField(max_length=40, blank=True, help_text="the same request sent again adds nothing")

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") | Q(state="withdrawn"), name="voice_says_something"),
            models.CheckConstraint(condition=~Q(state="withdrawn") | Q(text=""), name="voice_withdrawn_keeps_no_words"),
            models.CheckConstraint(
                condition=Q(state__in=["shown", "held", "rejected", "withdrawn"]), name="voice_state_known"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["seed", "participant"], origin_words="")
                | (Q(origin__in=["person", "group", "meeting"]) & ~Q(origin_words="")),
                name="voice_on_behalf_says_of_whom",
            ),
            models.CheckConstraint(
                condition=(Q(state="held") & ~Q(held_for="")) | (~Q(state="held") & Q(held_for="")),
                name="voice_held_says_why",
            ),
            models.CheckConstraint(
                condition=(Q(state="rejected") & ~Q(reason="")) | (~Q(state="rejected") & Q(reason="")),
                name="voice_rejected_says_why",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")), name="voice_not_merged_into_itself"
            ),
            models.UniqueConstraint(
                fields=["question", "request_key"], condition=~Q(request_key=""), name="voice_of_one_request_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def key(self) -> str:
        return f"voice:{self.pk}"


class Reaction(models.Model):
    """What somebody thinks of a statement: 1 agrees, -1 disagrees, 0 passes. There is one, and the last one counts."""

    class Value(models.IntegerChoices):
        AGREE = 1, pgettext_lazy("reaction", "yes")
        DISAGREE = -1, pgettext_lazy("reaction", "no")
        PASS = 0, pgettext_lazy("reaction", "pass")

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="reactions")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="reactions")
    value = models.SmallIntegerField(choices=Value.choices)
    turn = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "statement"], name="reaction_once"),
            models.CheckConstraint(condition=Q(value__in=[-1, 0, 1]), name="reaction_known"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.value}"
