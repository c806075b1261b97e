"""Voivodeships, powiats, gminas and the places in them, keyed by their TERYT codes (text: leading zeros matter)."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

FIRST_CITY_NUMBER = 61  # powiats numbered from here on are cities with powiat rights


class Voivodeship(models.Model):
    code = models.CharField(max_length=2, primary_key=True, validators=[RegexValidator(r"^[0-9]{2}$")])
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Powiat(models.Model):
    code = models.CharField(max_length=4, primary_key=True, validators=[RegexValidator(r"^[0-9]{4}$")])
    name = models.CharField(max_length=60)
    voivodeship = models.ForeignKey(Voivodeship, models.PROTECT, related_name="powiats")
    abolished_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_city(self) -> bool:
        """A city with powiat rights, whose powiat is the city itself."""
        return int(self.code[2:]) >= FIRST_CITY_NUMBER


class Gmina(models.Model):
    """A municipality. Names repeat and types change: only the code tells gminas apart.

    A gmina is never deleted, for others hang on it: one that is gone has `abolished_on`, and `merged_into` where known.
    """

    class Kind(models.IntegerChoices):
        URBAN = 1, pgettext_lazy("gmina", "urban gmina")
        RURAL = 2, pgettext_lazy("gmina", "rural gmina")
        MIXED = 3, pgettext_lazy("gmina", "urban-rural gmina")

    code = models.CharField(max_length=6, primary_key=True, validators=[RegexValidator(r"^[0-9]{6}$")])
    name = models.CharField(max_length=100)
    kind = models.PositiveSmallIntegerField(choices=Kind.choices, null=True, blank=True)
    powiat = models.ForeignKey(Powiat, models.PROTECT, related_name="gminas")
    population = models.PositiveIntegerField(null=True, blank=True)
    area_km2 = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    search_key = models.CharField(max_length=100, db_index=True)
    abolished_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="absorbed")

    class Meta:
        ordering = ["search_key", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind=None) | Q(kind__in=[1, 2, 3]), name="gmina_kind"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                name="gmina_has_both_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places:gmina", args=[self.pk])

    @property
    def full_label(self) -> str:
        """What tells it from its namesakes; the type only where we know it. Load with `powiat__voivodeship`."""
        words = {
            "name": self.name,
            "kind": self.get_kind_display(),
            "powiat": self.powiat.name,
            "voivodeship": self.powiat.voivodeship.name,
        }
        if self.kind is None:
            return _("%(name)s, powiat %(powiat)s, %(voivodeship)s voivodeship") % words
        return _("%(name)s (%(kind)s), powiat %(powiat)s, %(voivodeship)s voivodeship") % words


class Place(models.Model):
    """A town or village that tells us its gmina: for search and for recognising a gmina by the name of a place."""

    name = models.CharField(max_length=120)
    search_key = models.CharField(max_length=120, db_index=True)
    gmina = models.ForeignKey(Gmina, models.CASCADE, related_name="places")
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        ordering = ["search_key", "gmina_id"]

    def __str__(self) -> str:
        return self.name


class Update(models.Model):
    """One change of the tables above: the facts that came with the product, or an official TERC file.

    The newest row is the version of all places; what is kept in memory is thrown away when it changes.
    """

    class Source(models.TextChoices):
        BUILT_IN = "built-in", pgettext_lazy("source of places", "the product's own table")
        TERC = "terc", pgettext_lazy("source of places", "official TERC file")

    source = models.CharField(max_length=10, choices=Source.choices)
    state_on = models.DateField(null=True, blank=True, help_text="the day whose state the file gives")
    sha256 = models.CharField(max_length=64)
    changes = models.JSONField(default=dict)
    applied_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.state_on or ''}".strip()
