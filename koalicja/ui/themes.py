"""The look a person chose: light, dark, or as on the device."""

from django.http import HttpRequest, HttpResponse

COOKIE = "koalicja_theme"
THEMES = frozenset({"light", "dark"})
YEAR_SECONDS = 365 * 24 * 60 * 60


def chosen_theme(request: HttpRequest) -> str:
    """The stored choice, or nothing where there is none (or where the cookie holds something else)."""
    choice = request.COOKIES.get(COOKIE, "")
    return choice if choice in THEMES else ""


def remember_theme(response: HttpResponse, choice: str) -> None:
    """Stores light or dark for a year; anything else means: as on the device."""
    if choice in THEMES:
        response.set_cookie(COOKIE, choice, max_age=YEAR_SECONDS, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
