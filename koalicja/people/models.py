"""Who exists in a gmina: accounts, roles, organisations, persons, mandates, contacts, and the files they came from."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koalicja.backroom.models import Upload
from koalicja.places.models import Gmina


class UserManager(BaseUserManager["User"]):
    """Accounts are made by the programme; people prove their e-mail with a code."""

    def create_user(self, email: str, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. What it may do comes from its roles alone."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    job_title = models.CharField(_("job title"), max_length=150, blank=True)
    language = models.CharField(max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email


class Role(models.Model):
    """What somebody may do, and where. The scope is a plain key: "edition:3", "gmina:020102", "coalition:7".

    What each role may do stands in `access.PERMISSIONS`; higher rooms' actions write these rows.
    """

    class Kind(models.TextChoices):
        OPERATOR = "operator", pgettext_lazy("role", "programme operator")
        ANIMATOR = "animator", pgettext_lazy("role", "animator")
        COORDINATOR = "coordinator", pgettext_lazy("role", "coordinator")

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    scope = models.CharField(max_length=60)
    source = models.CharField(max_length=60, blank=True, help_text="the key of what the role follows from")
    given_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "scope", "source"], condition=Q(ended_at=None), name="role_once"
            )
        ]
        indexes = [models.Index(fields=["scope", "kind"], name="role_scope")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.scope}"


class SignInLink(models.Model):
    """A direct sign-in link of the demo: works many times, in demo mode only; elsewhere the server refuses to start."""

    token = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.role


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
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, blank=True, related_name="organisations")
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
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, blank=True, related_name="people")
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
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, blank=True, related_name="contacts")

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
        SKIP = "skip", pgettext_lazy("decision", "leave out")

    # No index of its own for any key: "batch_row_outcome" covers the batch, few rows have a record while they are many.
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
    did = models.CharField(max_length=10, blank=True, help_text="what accepting did: created, changed or nothing")

    class Meta:
        ordering = ["number", "pk"]
        indexes = [
            models.Index(fields=["batch", "outcome", "number"], name="batch_row_outcome"),
            models.Index(fields=["organisation"], name="batch_row_organisation", condition=~Q(organisation=None)),
            models.Index(fields=["person"], name="batch_row_person", condition=~Q(person=None)),
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
