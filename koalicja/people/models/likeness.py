"""Two records that are one, and two that are not."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from koalicja.people.models.accounts import User
from koalicja.people.models.register import Organisation, Person
from koalicja.places.models import Gmina


class Merge(models.Model):
    """Two records made one, with what is needed to take them apart again."""

    gmina = models.ForeignKey(Gmina, models.PROTECT, related_name="merges")
    kept_organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="merges")
    absorbed_organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    kept_person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="merges")
    absorbed_person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    before = models.JSONField(default=dict, help_text="values of the kept record and ids of what moved to it")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"merge {self.pk}"


class NotSame(models.Model):
    """A human said that two records that look alike are not the same one; they are not proposed again."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", pgettext_lazy("pair", "organisations")
        PERSON = "person", pgettext_lazy("pair", "persons")

    gmina = models.ForeignKey(Gmina, models.CASCADE, related_name="not_same")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    low = models.BigIntegerField(help_text="the smaller id of the two")
    high = models.BigIntegerField(help_text="the larger id of the two")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "low", "high"], name="not_same_once"),
            models.CheckConstraint(condition=Q(low__lt=models.F("high")), name="not_same_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.low} ≠ {self.high}"
