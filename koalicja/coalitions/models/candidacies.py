"""Who is considered for one coalition, and how far it has come. Being invited or attending makes nobody a member."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koalicja.coalitions.models.coalition import Coalition
from koalicja.people.models import ContactEntry, Group, Organisation, Person, User


class Candidacy(models.Model):
    """One organisation or resident considered for one coalition; with an organisation, `person` would speak for it.

    `state` follows from the steps (actions.steps.settle) and is stored to list by. What stands here may be read
    by whoever it is about; nothing here grades a resident.
    """

    class State(models.TextChoices):
        LISTED = "listed", pgettext_lazy("candidacy", "on the list")
        TALK = "talk", pgettext_lazy("candidacy", "talk")
        INVITED = "invited", pgettext_lazy("candidacy", "invitation")
        ATTENDED = "attended", pgettext_lazy("candidacy", "presence")
        DECLARED = "declared", pgettext_lazy("candidacy", "declaration")
        SIGNED = "signed", pgettext_lazy("candidacy", "signature")
        DECLINED = "declined", pgettext_lazy("candidacy", "refusal")
        WITHDRAWN = "withdrawn", pgettext_lazy("candidacy", "resignation")
        LEFT = "left", pgettext_lazy("candidacy", "leaving")

    class Size(models.TextChoices):
        SMALL = "small", pgettext_lazy("size of an organisation", "small")
        MEDIUM = "medium", pgettext_lazy("size of an organisation", "medium")
        LARGE = "large", pgettext_lazy("size of an organisation", "large")
        UNKNOWN = "unknown", pgettext_lazy("size of an organisation", "we do not know")

    class Origin(models.TextChoices):
        SESSION = "session", pgettext_lazy("origin of a candidacy", "named at a session")
        PROPOSAL = "proposal", pgettext_lazy("origin of a candidacy", "from a proposal")
        INSTEAD = "instead", pgettext_lazy("origin of a candidacy", "named instead of somebody")
        HAND = "hand", pgettext_lazy("origin of a candidacy", "put on the list by hand")

    MEMBERS = (State.DECLARED, State.SIGNED)
    PARTED = (State.DECLINED, State.WITHDRAWN, State.LEFT)

    coalition = models.ForeignKey(Coalition, models.CASCADE, related_name="candidacies")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="candidacies")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="candidacies")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.LISTED)
    size = models.CharField(_("size"), max_length=10, choices=Size.choices, blank=True)
    brings = models.CharField(_("what they could bring"), max_length=500, blank=True)
    knows = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="known_by")
    should_ask = models.CharField(_("who should ask"), max_length=200, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    next_who = models.CharField(_("who"), max_length=200, blank=True)
    next_on = models.DateField(_("when"), null=True, blank=True)
    not_before = models.DateField(_("not now, come back on"), null=True, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.HAND)
    origin_key = models.CharField(max_length=60, blank=True, help_text='plain key of what named it, as "proposal:3"')
    erase_on = models.DateField(null=True, blank=True, help_text="after a refusal: when personal data is erased")
    erased_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["coalition", "state"], name="candidacy_board"),
            models.Index(fields=["erase_on"], name="candidacy_to_erase", condition=Q(erase_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(person__isnull=False), name="candidacy_of_somebody"
            ),
            models.UniqueConstraint(
                fields=["coalition", "organisation"],
                condition=Q(organisation__isnull=False),
                name="candidacy_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["coalition", "person"], condition=Q(organisation=None), name="candidacy_resident_once"
            ),
            models.CheckConstraint(
                condition=Q(size="") | Q(organisation__isnull=False, size__in=["small", "medium", "large", "unknown"]),
                name="candidacy_size_of_organisations",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "listed",
                        "talk",
                        "invited",
                        "attended",
                        "declared",
                        "signed",
                        "declined",
                        "withdrawn",
                        "left",
                    ]
                ),
                name="candidacy_state_known",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=["session", "proposal", "instead", "hand"]), name="candidacy_origin_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coalition_id}: {self.subject}"

    @property
    def key(self) -> str:
        return f"candidacy:{self.pk}"

    @property
    def subject(self) -> str:
        """The key of whom it is about, as the register and the ledger know it."""
        return f"organisation:{self.organisation_id}" if self.organisation_id else f"person:{self.person_id}"

    @property
    def owner(self) -> Organisation | Person:
        """The record of the register that is considered: the organisation, else the resident."""
        owner = self.organisation or self.person
        assert owner is not None  # noqa: S101  # a database constraint says so
        return owner

    @property
    def group(self) -> str:
        """One of the five groups, "" where nobody knows the organisation's."""
        return str(self.organisation.group) if self.organisation else Group.RESIDENT.value

    @property
    def is_member(self) -> bool:
        return self.state in self.MEMBERS


class CandidacyStep(models.Model):
    """One step in the history of a candidacy: what happened, when, and who wrote it down.

    A noted one (a call, a presence at a meeting) only ever raises the state: a member who takes a call stays a member.
    A step that was taken back stays readable. `fact` is the key of its entry in the ledger.
    """

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=Candidacy.State.choices)
    is_noted = models.BooleanField(default=False)
    on = models.DateField(_("date"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    entry = models.ForeignKey(ContactEntry, models.SET_NULL, null=True, related_name="+")
    fact = models.PositiveBigIntegerField(null=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateField(null=True, blank=True, help_text="the day to come back that this step took away")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["candidacy", "-on", "-id"], name="candidacy_history")]

    def __str__(self) -> str:
        return f"{self.candidacy_id} {self.state} {self.on}"
