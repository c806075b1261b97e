"""Signing in: a code by e-mail for everybody with an account; direct links in the demo, and only there."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError
from django.http import HttpRequest

from koalicja.people.models import SignInLink


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts come from the programme: nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no username; the e-mail is the name."""


def refuse_demo_links_in_production() -> None:
    """Raise ImproperlyConfigured where the database holds demo sign-in links and demo mode is off."""
    if settings.DEMO:
        return
    try:
        found = SignInLink.objects.exists()
    except (OperationalError, ProgrammingError):  # not migrated yet: nothing to sign in to
        return
    if found:
        raise ImproperlyConfigured(
            "This database holds the demo's direct sign-in links, and demo mode is off. Use an empty database, "
            "or remove the links with `koalicja demo remove-links`, or set KOALICJA_DEMO=1 if this is a demo."
        )
