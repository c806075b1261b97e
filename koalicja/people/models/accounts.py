"""Accounts and what they may do."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
