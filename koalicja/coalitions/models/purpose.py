"""What a coalition is for: the problem, the goal, the library's place, who leads, areas of action, what it has.

Texts and leadership are never overwritten: every change is a row of its own, and the newest counts.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koalicja.coalitions.models.candidacies import Candidacy
from koalicja.coalitions.models.coalition import Coalition
from koalicja.people.models import User


class Statement(models.Model):
    """One version of a text the coalition stands on. `on` is the day it was agreed, which may be long before today."""

    class Kind(models.TextChoices):
        PROBLEM = "problem", pgettext_lazy("statement", "Problem it answers")
        GOAL = "goal", pgettext_lazy("statement", "Goal")
        LIBRARY_ROLE = "library_role", pgettext_lazy("statement", "Library's role")
        LIBRARY_GAIN = "library_gain", pgettext_lazy("statement", "What the library gains")

    coalition = models.ForeignKey(Coalition, models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    text = models.TextField(_("text"), max_length=2000)
    on = models.DateField(_("agreed on"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["coalition", "kind", "-on", "-id"], name="statement_newest")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="statement_says_something"),
            models.CheckConstraint(
                condition=Q(kind__in=["problem", "goal", "library_role", "library_gain"]), name="statement_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"

    @property
    def key(self) -> str:
        return f"statement:{self.pk}"


class Leadership(models.Model):
    """One version of who leads: a member (the library is one of them), several, in turns, or nobody yet.

    `words` names whoever is on no list. With one member at most one of candidacy, the library and words is given.
    """

    class How(models.TextChoices):
        MEMBER = "member", pgettext_lazy("who leads", "one member")
        SHARED = "shared", pgettext_lazy("who leads", "several together")
        ROTATING = "rotating", pgettext_lazy("who leads", "in turns")
        NOBODY = "nobody", pgettext_lazy("who leads", "nobody yet")

    coalition = models.ForeignKey(Coalition, models.CASCADE, related_name="leaderships")
    how = models.CharField(_("how it is led"), max_length=10, choices=How.choices)
    candidacy = models.ForeignKey(Candidacy, models.SET_NULL, null=True, blank=True, related_name="leaderships")
    by_library = models.BooleanField(_("the Lead Library"), default=False)
    words = models.CharField(_("in words"), max_length=300, blank=True)
    on = models.DateField(_("agreed on"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["coalition", "-on", "-id"], name="leadership_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["member", "shared", "rotating", "nobody"]), name="leadership_how_known"
            ),
            models.CheckConstraint(
                condition=~Q(how="nobody") | Q(candidacy=None, by_library=False, words=""),
                name="leadership_of_nobody_names_nobody",
            ),
            models.CheckConstraint(
                condition=Q(candidacy=None, by_library=False)
                | Q(candidacy=None, words="")
                | Q(by_library=False, words=""),
                name="leadership_names_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.on}"

    @property
    def key(self) -> str:
        return f"leadership:{self.pk}"


class Area(models.Model):
    """An area of action. `starter` is the key of one of ours that it was taken from, empty for the coalition's own.

    One that was given up stays, so that what points at it keeps its meaning; taken up again it is the same row.
    """

    coalition = models.ForeignKey(Coalition, models.CASCADE, related_name="areas")
    name = models.CharField(_("name"), max_length=120)
    starter = models.CharField(max_length=30, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    on = models.DateField(_("chosen on"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="area_named"),
            models.UniqueConstraint(fields=["coalition", "name"], name="area_name_once"),
            models.UniqueConstraint(
                fields=["coalition", "starter"], condition=~Q(starter=""), name="area_starter_once"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=False) | Q(dropped_by=None), name="area_dropped_at_and_by"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return f"area:{self.pk}"

    @property
    def is_dropped(self) -> bool:
        return self.dropped_at is not None


class Asset(models.Model):
    """Something brought to the table, entered once; `candidacy` says by whom, nothing: by the Lead Library."""

    class Kind(models.TextChoices):
        ROOM = "room", pgettext_lazy("asset", "room")
        EQUIPMENT = "equipment", pgettext_lazy("asset", "equipment")
        PEOPLE = "people", pgettext_lazy("asset", "people")
        HOURS = "hours", pgettext_lazy("asset", "opening hours")
        CONTACTS = "contacts", pgettext_lazy("asset", "contacts")
        KNOWLEDGE = "knowledge", pgettext_lazy("asset", "knowledge")
        MONEY = "money", pgettext_lazy("asset", "money")
        OTHER = "other", pgettext_lazy("asset", "something else")

    coalition = models.ForeignKey(Coalition, models.CASCADE, related_name="assets")
    candidacy = models.ForeignKey(Candidacy, models.PROTECT, null=True, blank=True, related_name="assets")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    what = models.CharField(_("what"), max_length=200)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["kind", "what", "pk"]
        indexes = [models.Index(fields=["coalition", "kind"], name="asset_list")]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="asset_named"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["room", "equipment", "people", "hours", "contacts", "knowledge", "money", "other"]
                ),
                name="asset_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def key(self) -> str:
        return f"asset:{self.pk}"
