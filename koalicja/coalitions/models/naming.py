"""The talk at which a librarian and an animator name who is there: its notes, and every name as it was typed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from koalicja.coalitions.models.candidacies import Candidacy
from koalicja.coalitions.models.coalition import Coalition
from koalicja.people.models import User


class NamingSession(models.Model):
    """One talk about whom to invite. `notes` prepare it and are shared; `fact` is its entry in the ledger."""

    coalition = models.ForeignKey(Coalition, models.CASCADE, related_name="naming_sessions")
    on = models.DateField(_("date of the talk"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    notes = models.TextField(_("notes for preparation"), max_length=2000, blank=True)
    agreed = models.TextField(_("what was agreed"), max_length=2000, blank=True)
    fact = models.PositiveBigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["coalition", "on"], name="naming_once_a_day")]

    def __str__(self) -> str:
        return f"{self.coalition_id}: {self.on}"

    @property
    def key(self) -> str:
        return f"naming:{self.pk}"


class NamingNote(models.Model):
    """What one person noted for herself or himself before a talk. Nobody else ever reads it, also not in events."""

    session = models.ForeignKey(NamingSession, models.CASCADE, related_name="own_notes")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    text = models.TextField(_("my own notes"), max_length=2000, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "author"], name="naming_note_of_one")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.author_id}"


class NamedLine(models.Model):
    """One typed line. While it waits for an answer `text` holds what was typed; afterwards the register has the name.

    `is_first` says that this line put its candidacy on the list, `made` which records came into being with it, as keys
    ("person:7", "mandate:3"): taking the line back takes back exactly these.
    """

    session = models.ForeignKey(NamingSession, models.CASCADE, related_name="lines")
    box = models.CharField(max_length=40)
    text = models.CharField(max_length=400, blank=True)
    candidacy = models.ForeignKey(Candidacy, models.CASCADE, null=True, related_name="named_lines")
    is_first = models.BooleanField(default=False)
    made = models.JSONField(default=list)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(candidacy=None) & ~Q(text="") | Q(candidacy__isnull=False, text=""),
                name="named_line_waits_or_is_listed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.box}"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to say who is meant."""
        return self.candidacy_id is None
