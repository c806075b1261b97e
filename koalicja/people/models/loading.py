"""Files loaded into registers: a batch, its rows, and what a register has learned from corrections."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from koalicja.backroom.models import Upload
from koalicja.people.models.accounts import User
from koalicja.people.models.register import Organisation, Person
from koalicja.places.models import Gmina


class Batch(models.Model):
    """One loaded file or pasted list: preview first, then accepted in one transaction; its rows are its audit record.

    `scope` is "gmina:020102" for one register, or "edition:3" for a file that brings suggestions to every gmina.
    """

    class State(models.TextChoices):
        READING = "reading", pgettext_lazy("batch", "reading")
        PREVIEW = "preview", pgettext_lazy("batch", "preview")
        ACCEPTING = "accepting", pgettext_lazy("batch", "being saved")
        ACCEPTED = "accepted", pgettext_lazy("batch", "accepted")
        UNDONE = "undone", pgettext_lazy("batch", "undone")
        REFUSED = "refused", pgettext_lazy("batch", "refused")
        EXPIRED = "expired", pgettext_lazy("batch", "expired")

    scope = models.CharField(max_length=60, db_index=True)
    gmina = models.ForeignKey(Gmina, models.PROTECT, null=True, blank=True, related_name="batches")
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, blank=True, related_name="batches")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)
    source = models.CharField(max_length=200, blank=True)
    legal_basis = models.CharField(max_length=20, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    mapping = models.JSONField(default=dict)
    default_gmina = models.ForeignKey(Gmina, models.PROTECT, null=True, blank=True, related_name="+")
    options = models.JSONField(default=dict)
    detected = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.READING)
    refusal = models.JSONField(default=dict)
    job_id = models.BigIntegerField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:batch", args=[self.pk])


class BatchRow(models.Model):
    """One row of a file: what stood there, what we made of it, what a human decided, and what it did."""

    class Outcome(models.TextChoices):
        NEW = "new", pgettext_lazy("row", "new")
        CHANGED = "changed", pgettext_lazy("row", "changed")
        SAME = "same", pgettext_lazy("row", "same")
        DOUBTFUL = "doubtful", pgettext_lazy("row", "doubtful")
        ERROR = "error", pgettext_lazy("row", "error")
        REPEATED = "repeated", pgettext_lazy("row", "repeated in the file")
        LEFT_OUT = "left_out", pgettext_lazy("row", "left out")

    class Decision(models.TextChoices):
        NONE = "", pgettext_lazy("decision", "as proposed")
        ADD = "add", pgettext_lazy("decision", "add as new")
        JOIN = "join", pgettext_lazy("decision", "same as the one in the register")
        FILL = "fill", pgettext_lazy("decision", "same as an earlier row, which it fills in")
        SKIP = "skip", pgettext_lazy("decision", "leave out")

    # "batch_row_outcome" covers the batch. The indexes of the records are whole ones: SQLite takes no partial index to
    # find what points at a record that is deleted, and would look through every row for each.
    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text="row number in the file, as a spreadsheet shows it")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict)
    cells = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    gmina = models.ForeignKey(Gmina, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    matches = models.JSONField(default=list, help_text="likely duplicates: [{id, score, code}]")
    decision = models.CharField(max_length=5, choices=Decision.choices, default=Decision.NONE, blank=True)
    decision_params = models.JSONField(default=dict)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="batch_rows", db_index=False
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="batch_rows", db_index=False
    )
    before = models.JSONField(default=dict, help_text="the register's values that this row replaced, for the undo")
    did = models.CharField(max_length=10, blank=True, help_text="what accepting did: created, changed, filled, nothing")

    class Meta:
        ordering = ["number", "pk"]
        indexes = [
            models.Index(fields=["batch", "outcome", "number"], name="batch_row_outcome"),
            models.Index(fields=["organisation"], name="batch_row_organisation"),
            models.Index(fields=["person"], name="batch_row_person"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"


class Correction(models.Model):
    """A class corrected by a human, remembered for that gmina's register: key "name:…" or "rule:…" → sector."""

    gmina = models.ForeignKey(Gmina, models.CASCADE, related_name="corrections")
    key = models.CharField(max_length=320)
    sector = models.CharField(max_length=30)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gmina", "key"], name="correction_once")]

    def __str__(self) -> str:
        return f"{self.key} → {self.sector}"


class AgeBands(models.Model):
    """The age bands a register asks for, where its edition has chosen others than the usual four."""

    gmina = models.OneToOneField(Gmina, models.CASCADE, primary_key=True, related_name="age_bands")
    keys = models.JSONField()

    def __str__(self) -> str:
        return f"{self.gmina_id}: {', '.join(self.keys)}"
