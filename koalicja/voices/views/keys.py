"""How a browser is known again: a signed key in a cookie of its own for each question, and nothing else."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from koalicja.voices.models import Question

DAYS_KEPT = 400  # browsers keep no cookie longer; a question is open for a year at most
TABLET_TURN_SECONDS = 15 * 60
PATH = "/glos/"


def new_key() -> str:
    return secrets.token_urlsafe(24)


def key_of(request: HttpRequest, question: Question) -> str:
    """The key in this browser, "" where there is none that we signed for this question."""
    return str(request.get_signed_cookie(_name(question), default="", salt=question.key) or "")


def is_tablet(request: HttpRequest, question: Question) -> bool:
    """Whether this browser was made the question's tablet."""
    return request.get_signed_cookie(_tablet_name(question), default="", salt=question.key) == question.tablet_token


def remember(response: HttpResponse, question: Question, key: str, *, at_tablet: bool) -> None:
    """Keep the key in this browser; at the tablet for one person's turn."""
    _keep(response, question, _name(question), key, TABLET_TURN_SECONDS if at_tablet else DAYS_KEPT * 24 * 3600)


def forget(response: HttpResponse, question: Question) -> None:
    response.delete_cookie(_name(question), path=PATH, samesite="Lax")


def make_tablet(response: HttpResponse, question: Question) -> None:
    """From now on this browser asks one person after another; whoever had answered in it has gone."""
    _keep(response, question, _tablet_name(question), question.tablet_token, DAYS_KEPT * 24 * 3600)
    forget(response, question)


def _keep(response: HttpResponse, question: Question, name: str, value: str, seconds: int) -> None:
    response.set_signed_cookie(
        name,
        value,
        salt=question.key,
        max_age=seconds,
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _name(question: Question) -> str:
    return f"glos-{question.public_code}"


def _tablet_name(question: Question) -> str:
    return f"tablet-{question.public_code}"
