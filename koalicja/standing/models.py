"""The ledger: dated facts about coalitions, each with its source and author; corrected with a trace, never deleted."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

FIRST_DAY = date(1990, 1, 1)  # no gmina of today is older than local self-government (the act of 8.03.1990)


class Kind(models.TextChoices):
    """What happened. A room that writes a new kind of fact adds it here, with its label; the database takes any."""

    NAMING_HELD = "naming_held", pgettext_lazy("fact", "Talk about whom to invite")
    NAMED = "named", pgettext_lazy("fact", "On the list")
    CONTACTED = "contacted", pgettext_lazy("fact", "Talk")
    INVITED = "invited", pgettext_lazy("fact", "Invitation")
    ANSWERED = "answered", pgettext_lazy("fact", "Answer")
    MET = "met", pgettext_lazy("fact", "Meeting")
    ATTENDED = "attended", pgettext_lazy("fact", "Presence")
    DECLARED = "declared", pgettext_lazy("fact", "Declaration")
    SIGNED = "signed", pgettext_lazy("fact", "Signature")
    DECLINED = "declined", pgettext_lazy("fact", "Refusal")
    WITHDRAWN = "withdrawn", pgettext_lazy("fact", "Resignation")
    LEFT = "left", pgettext_lazy("fact", "Leaving")
    PROBLEM_SET = "problem_set", pgettext_lazy("fact", "Problem")
    GOAL_SET = "goal_set", pgettext_lazy("fact", "Goal")
    ROLE_SET = "role_set", pgettext_lazy("fact", "Library's role")
    GAIN_SET = "gain_set", pgettext_lazy("fact", "What the library gains")
    LEADER_SET = "leader_set", pgettext_lazy("fact", "Who leads")
    RHYTHM_SET = "rhythm_set", pgettext_lazy("fact", "Rhythm of meetings")
    AREA_CHOSEN = "area_chosen", pgettext_lazy("fact", "Area of action")
    AREA_DROPPED = "area_dropped", pgettext_lazy("fact", "Area of action given up")
    ASSET_ADDED = "asset_added", pgettext_lazy("fact", "Brought to the table")


class Source(models.TextChoices):
    """How we know it. Further words (whose minutes, which newspaper) stand in `Fact.source_text`."""

    PAGE = "page", pgettext_lazy("source of a fact", "typed here")
    LINK = "link", pgettext_lazy("source of a fact", "link in the invitation")
    SLIP = "slip", pgettext_lazy("source of a fact", "reply slip")
    PHONE = "phone", pgettext_lazy("source of a fact", "phone")
    MAIL = "mail", pgettext_lazy("source of a fact", "e-mail")
    COUNTER = "counter", pgettext_lazy("source of a fact", "at the library's counter")
    TALK = "talk", pgettext_lazy("source of a fact", "talk")
    PRESENCE = "presence", pgettext_lazy("source of a fact", "list of presence")
    MINUTES = "minutes", pgettext_lazy("source of a fact", "minutes")
    DOCUMENT = "document", pgettext_lazy("source of a fact", "signed document")
    PRESS = "press", pgettext_lazy("source of a fact", "website or newspaper")
    FILE = "file", pgettext_lazy("source of a fact", "loaded file")


class Precision(models.TextChoices):
    """How exactly the date is known. Of a month or a year, `Fact.on` is its first day or a later one."""

    DAY = "day", pgettext_lazy("date of a fact", "the day")
    MONTH = "month", pgettext_lazy("date of a fact", "only the month")
    YEAR = "year", pgettext_lazy("date of a fact", "only the year")


class FactQuerySet(models.QuerySet["Fact"]):
    def in_force(self, known: datetime | None = None) -> "FactQuerySet":
        """Facts that stand: now, or as the ledger knew them at a moment. What came later changes nothing in that."""
        if known is None:
            return self.filter(struck_at=None)
        return self.filter(Q(struck_at=None) | Q(struck_at__gt=known), recorded_at__lte=known)

    def newest_versions(self) -> "FactQuerySet":
        """Without those that a correction replaced; struck ones stay, for they are part of the history."""
        return self.filter(correction=None)


class Fact(models.Model):
    """Something that happened in the life of a coalition, as somebody said it.

    `coalition` is the plain key of a coalition and `subject` of whom or what it is about ("organisation:12",
    "person:7", "statement:3", or nothing): this room knows no higher one. `detail` holds counts, places and keys
    (details.py says which), never contacts and never the name of a resident.

    A fact is never changed and never deleted. It stands from `recorded_at` until `struck_at`. A correction is another
    row that begins at that very moment, `corrects` the older one and shares its `root`, the first of all versions.
    """

    coalition = models.PositiveBigIntegerField()
    kind = models.CharField(pgettext_lazy("fact", "what happened"), max_length=40)
    on = models.DateField(pgettext_lazy("fact", "date"))
    precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    subject = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    source = models.CharField(
        pgettext_lazy("fact", "source"), max_length=10, choices=Source.choices, default=Source.PAGE
    )
    source_text = models.CharField(pgettext_lazy("fact", "source in words"), max_length=200, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    request_key = models.CharField(max_length=80, blank=True, help_text="the same request sent again records once")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="correction")
    root = models.ForeignKey("self", models.PROTECT, null=True, related_name="versions")
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    strike_reason = models.CharField(pgettext_lazy("fact", "why"), max_length=300, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["coalition", "-on", "-id"], name="fact_history"),
            models.Index(fields=["coalition", "kind", "on"], name="fact_as_of"),
            models.Index(fields=["coalition", "recorded_at"], name="fact_as_known"),
            models.Index(fields=["subject", "-on"], name="fact_subject", condition=~Q(subject="")),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(kind=""), name="fact_has_a_kind"),
            models.CheckConstraint(condition=Q(on__gte=FIRST_DAY), name="fact_not_before_1990"),
            models.CheckConstraint(condition=Q(precision__in=Precision.values), name="fact_precision_known"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="fact_source_known"),
            models.CheckConstraint(condition=Q(subject="") | Q(subject__contains=":"), name="fact_subject_is_a_key"),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None, strike_reason="")
                | (Q(struck_at__isnull=False) & ~Q(strike_reason="")),
                name="fact_struck_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None) | Q(struck_at__gte=F("recorded_at")), name="fact_struck_after_recorded"
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, root=None) | Q(corrects__isnull=False, root__isnull=False),
                name="fact_correction_has_a_root",
            ),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(corrects=F("id")), name="fact_corrects_another_one"),
            models.UniqueConstraint(
                fields=["coalition", "request_key"], condition=~Q(request_key=""), name="fact_request_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kind} {self.subject}".strip()

    @property
    def coalition_key(self) -> str:
        return f"coalition:{self.coalition}"

    @property
    def first(self) -> int:
        """The key of the first of its versions, which all of them share."""
        return self.root_id or self.pk

    @property
    def is_struck(self) -> bool:
        return self.struck_at is not None
