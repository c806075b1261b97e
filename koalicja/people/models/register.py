"""Who exists in a gmina: organisations, persons, who speaks for whom, how to reach them, what was talked about."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koalicja.people.models.accounts import User
from koalicja.places.models import Gmina


class Group(models.TextChoices):
    """The five groups of a coalition; one name each, everywhere."""

    OFFICE = "office", _("gmina office")
    CULTURE = "culture", _("education and culture")
    NGO = "ngo", _("civic organisations")
    BUSINESS = "business", _("entrepreneurs")
    RESIDENT = "resident", _("residents")


class Decided(models.TextChoices):
    """Who decided a class: nobody yet, our rules, or a human (a human's word is never overwritten)."""

    NOBODY = "", pgettext_lazy("class", "unknown")
    GUESS = "guess", pgettext_lazy("class", "guessed")
    HUMAN = "human", pgettext_lazy("class", "checked")


class Organisation(models.Model):
    """An organisation of one gmina's register. A suggestion is known from a file, but nobody has added it yet."""

    class State(models.TextChoices):
        LISTED = "listed", pgettext_lazy("organisation", "in the register")
        SUGGESTED = "suggested", pgettext_lazy("organisation", "suggestion")
        DISMISSED = "dismissed", pgettext_lazy("organisation", "dismissed")
        MERGED = "merged", pgettext_lazy("organisation", "merged")

    gmina = models.ForeignKey(Gmina, models.PROTECT, related_name="organisations")
    name = models.CharField(_("name"), max_length=300)
    name_key = models.CharField(max_length=300, db_index=True)
    search_key = models.CharField(max_length=500, blank=True)
    group = models.CharField(_("group"), max_length=10, choices=Group.choices, blank=True)
    sector = models.CharField(_("sector"), max_length=30, blank=True)
    class_reason = models.JSONField(default=dict)
    class_decided = models.CharField(max_length=10, choices=Decided.choices, default=Decided.NOBODY, blank=True)
    kind_text = models.CharField(_("type, as the source says"), max_length=200, blank=True)
    village = models.CharField(_("village or town"), max_length=120, blank=True)
    street = models.CharField(_("street"), max_length=150, blank=True)
    house_number = models.CharField(_("number"), max_length=30, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    identifiers = models.JSONField(default=dict, help_text="regon, nip, rspo … as the sources give them")
    note = models.TextField(_("note"), max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LISTED)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="absorbed")
    source = models.CharField(_("source"), max_length=200, blank=True)
    batch = models.ForeignKey("people.Batch", models.SET_NULL, null=True, blank=True, related_name="organisations")
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["gmina", "state", "name"], name="organisation_list"),
            models.Index(fields=["gmina", "name_key"], name="organisation_key"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="organisation_named"),
            models.CheckConstraint(condition=Q(group__in=["", *Group.values]), name="organisation_group"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:organisation", args=[self.gmina_id, self.pk])

    @property
    def key(self) -> str:
        return f"organisation:{self.pk}"


class Person(models.Model):
    """A resident, or somebody who speaks for organisations, in one gmina's register. Age band, never a birth date."""

    class State(models.TextChoices):
        LISTED = "listed", pgettext_lazy("person", "in the register")
        DISMISSED = "dismissed", pgettext_lazy("person", "taken out")
        MERGED = "merged", pgettext_lazy("person", "merged")

    gmina = models.ForeignKey(Gmina, models.PROTECT, related_name="people")
    name = models.CharField(_("first and last name"), max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)
    search_key = models.CharField(max_length=400, blank=True)
    age_band = models.CharField(_("age band"), max_length=20, blank=True)
    village = models.CharField(_("village or town"), max_length=120, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LISTED)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="absorbed")
    source = models.CharField(_("source"), max_length=200, blank=True)
    batch = models.ForeignKey("people.Batch", models.SET_NULL, null=True, blank=True, related_name="people")
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["gmina", "state", "name"], name="person_list")]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="person_named")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.gmina_id, self.pk])

    @property
    def key(self) -> str:
        return f"person:{self.pk}"


class Mandate(models.Model):
    """A person speaks for an organisation from a day to a day; the organisation stays when its person leaves."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="mandates")
    person = models.ForeignKey(Person, models.CASCADE, related_name="mandates")
    function = models.CharField(_("function"), max_length=120, blank=True)
    is_deputy = models.BooleanField(_("deputy"), default=False)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("to"), null=True, blank=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["until", "is_deputy", "person__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")), name="mandate_days_in_order"
            ),
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(until=None), name="mandate_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.organisation}"


class LegalBasis(models.TextChoices):
    """Why we may keep a contact (GDPR Art. 6)."""

    UNKNOWN = "", pgettext_lazy("legal basis", "unknown")
    PUBLIC = "public", pgettext_lazy("legal basis", "public information of an institution")
    TASK = "task", pgettext_lazy("legal basis", "public task of the library")
    CONSENT = "consent", pgettext_lazy("legal basis", "consent of the person")


class Contact(models.Model):
    """One way to reach an organisation or a person, with its source, legal basis and date."""

    class Kind(models.TextChoices):
        PHONE = "phone", pgettext_lazy("contact", "phone")
        EMAIL = "email", pgettext_lazy("contact", "e-mail")
        WEBSITE = "website", pgettext_lazy("contact", "website")
        ADDRESS = "address", pgettext_lazy("contact", "postal address")

    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="contacts")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    value = models.CharField(_("contact"), max_length=300)
    source = models.CharField(_("source"), max_length=200, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=20, choices=LegalBasis.choices, blank=True)
    obtained_on = models.DateField(_("date"), null=True, blank=True)
    batch = models.ForeignKey("people.Batch", models.SET_NULL, null=True, blank=True, related_name="contacts")

    class Meta:
        ordering = ["kind", "value"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, person__isnull=False) | Q(organisation__isnull=False, person=None),
                name="contact_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return self.value


class ContactEntry(models.Model):
    """One line of the contact log: called, talked, wrote; what came of it and what is next."""

    class Kind(models.TextChoices):
        CALL = "call", pgettext_lazy("contact entry", "phone call")
        TALK = "talk", pgettext_lazy("contact entry", "talk")
        MAIL = "mail", pgettext_lazy("contact entry", "e-mail")
        LETTER = "letter", pgettext_lazy("contact entry", "letter")
        OTHER = "other", pgettext_lazy("contact entry", "other")

    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="log")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="log")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    on = models.DateField(_("date"))
    text = models.TextField(_("what came of it"), max_length=2000, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, person__isnull=False) | Q(organisation__isnull=False, person=None),
                name="contact_entry_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"
