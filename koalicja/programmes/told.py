"""What pages about roles tell beside their own message."""

from django.contrib import messages
from django.http import HttpRequest

from koalicja.people.models import User
from koalicja.programmes.texts import name_kept


def say_if_name_kept(request: HttpRequest, user: User, typed: str) -> None:
    """Nothing that somebody typed is dropped in silence."""
    if told := name_kept(user, typed):
        messages.warning(request, told)
