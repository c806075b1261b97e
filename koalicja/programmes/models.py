"""A programme, the organisations behind it, its editions and the libraries that take part in each."""

from datetime import date

from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koalicja.people.models import Organisation
from koalicja.places.models import Gmina


def default_age_bands() -> list[str]:
    """The age bands of a new edition; the edition may change them."""
    return ["13-19", "20-34", "35-59", "60+"]


class Programme(models.Model):
    """A programme that supports libraries, over one or more editions."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(unique=True)
    about = models.TextField(_("what it is for"), max_length=2000, blank=True)
    is_fictional = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme", args=[self.slug])

    @property
    def key(self) -> str:
        return f"programme:{self.pk}"


class ProgrammePartner(models.Model):
    """An organisation behind a programme: who owns it, who runs its coalitions, who pays."""

    class Part(models.TextChoices):
        OWNER = "owner", pgettext_lazy("programme partner", "owner")
        OPERATOR = "operator", pgettext_lazy("programme partner", "operator of coalitions")
        FUNDER = "funder", pgettext_lazy("programme partner", "funder")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partners")
    part = models.CharField(_("part"), max_length=10, choices=Part.choices)
    name = models.CharField(_("name"), max_length=200)
    logo = models.FileField(
        _("logo"), upload_to="logos/", blank=True, validators=[FileExtensionValidator(["png", "jpg", "jpeg", "webp"])]
    )
    logo_type = models.CharField(
        max_length=20, blank=True, help_text="what the logo's content is, not what its name says"
    )
    contact_name = models.CharField(_("contact person"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        ordering = ["programme", "part", "name"]
        constraints = [models.UniqueConstraint(fields=["programme", "part", "name"], name="programme_partner_once")]

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """One round of a programme. It carries the rules: what a coalition is called, which age bands it asks for."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="editions")
    name = models.CharField(_("name"), max_length=100)
    coalition_label = models.CharField(_("what a coalition is called"), max_length=60, default="Gminna Koalicja")
    age_bands = models.JSONField(_("age bands"), default=default_age_bands)
    library_counts = models.BooleanField(_("the Lead Library counts towards its group"), default=True)
    erase_declined_after_days = models.PositiveSmallIntegerField(
        _("days after a refusal until personal data is erased"), default=30
    )
    remind_after_days = models.PositiveSmallIntegerField(
        _("days after an invitation until one reminder goes by itself"), null=True, blank=True
    )
    composition_rules = models.CharField(max_length=40, default="prb", help_text="rules of whom to invite, by name")
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="edition_name_once")]

    def __str__(self) -> str:
        return f"{self.programme}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("programmes:edition", args=[self.pk])

    @property
    def key(self) -> str:
        return f"edition:{self.pk}"

    def has_ended(self, today: date) -> bool:
        return self.ends_on is not None and self.ends_on < today


class Participation(models.Model):
    """A library's role in one edition: lead, or partner of a lead. In the next edition it may be the other one."""

    class Part(models.TextChoices):
        LEAD = "lead", pgettext_lazy("participation", "Lead Library")
        PARTNER = "partner", pgettext_lazy("participation", "Partner Library")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="participations")
    library = models.ForeignKey(Organisation, models.PROTECT, related_name="participations")
    gmina = models.ForeignKey(Gmina, models.PROTECT, related_name="participations")
    part = models.CharField(_("part"), max_length=10, choices=Part.choices)
    lead = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="partners")
    joined_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["edition", "part", "library__name"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "library"], name="library_once_per_edition"),
            models.CheckConstraint(
                condition=Q(part="lead", lead=None) | Q(part="partner", lead__isnull=False),
                name="partner_library_has_its_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.library} ({self.get_part_display()})"

    def get_absolute_url(self) -> str:
        return reverse("programmes:participation", args=[self.pk])

    @property
    def key(self) -> str:
        return f"participation:{self.pk}"
