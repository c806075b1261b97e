"""A coalition: a name, a gmina and the Lead Library at the table."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from koalicja.places.models import Gmina
from koalicja.programmes.models import Edition, Participation


class Coalition(models.Model):
    """A coalition of one Lead Library in one edition. Its label ("Gminna Koalicja") comes from the edition.

    `rhythm_months` is how often it wants to meet, nothing where nobody said: a table that meets once a year lives.
    """

    participation = models.OneToOneField(Participation, models.PROTECT, related_name="coalition")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="coalitions")
    gmina = models.ForeignKey(Gmina, models.PROTECT, related_name="coalitions")
    name = models.CharField(_("name"), max_length=200)
    formed_on = models.DateField(_("formed on"), null=True, blank=True)
    rhythm_months = models.PositiveSmallIntegerField(_("months between meetings"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["gmina__name", "name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="coalition_named"),
            models.CheckConstraint(
                condition=models.Q(rhythm_months=None) | models.Q(rhythm_months__range=(1, 120)),
                name="coalition_rhythm_in_months",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("desk:coalition", args=[self.pk])

    @property
    def key(self) -> str:
        return f"coalition:{self.pk}"
