"""Numbers, dates and grades as people here write them; the language of the page decides."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from koalicja.ui.groups import UNKNOWN

HARD_SPACE = "\N{NO-BREAK SPACE}"
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ONE_LETTER_WORDS = frozenset("aiouwzAIOUWZ")


def is_polish() -> bool:
    return (get_language() or "pl").startswith("pl")


def number(value: int | float | Decimal | None) -> str:
    """1000 · 10 000 (hard space, from five digits on) · 1,5; unknown stays unknown."""
    if value is None or value == "":
        return str(UNKNOWN)
    whole, _, rest = f"{Decimal(str(value)):f}".partition(".")
    digits = whole.lstrip("-")
    rest = rest.rstrip("0")
    separator, comma = (HARD_SPACE, ",") if is_polish() else (",", ".")
    if len(digits) > 4 or not is_polish():
        digits = f"{int(digits):,}".replace(",", separator)
    minus = "\N{MINUS SIGN}" if whole.startswith("-") else ""
    return minus + digits + (comma + rest if rest else "")


_LETTERS = {letter: at for at, letter in enumerate("aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż")}


def in_alphabet(text: str) -> tuple[tuple[int, str], ...]:
    """A key to sort by as a Polish reader looks things up: Lipki before Łąki, without case; other signs come first."""
    return tuple((_LETTERS.get(sign, -1), sign) for sign in text.casefold())


def day(value: date | datetime | None) -> str:
    """7.10.2026 in Polish, 7 Oct 2026 in English."""
    if not value:
        return str(UNKNOWN)
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    if is_polish():
        return f"{local.day}.{local.month:02}.{local.year}"
    return f"{local.day} {ENGLISH_MONTHS[local.month - 1]} {local.year}"


def clock(value: datetime | time | None) -> str:
    """14:30 on the wall of the reader's time zone."""
    if value is None or value == "":
        return str(UNKNOWN)
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return f"{local.hour}:{local.minute:02}"


def moment(value: datetime | None) -> str:
    """7.10.2026, 14:30"""
    return f"{day(value)}, {clock(value)}" if value else str(UNKNOWN)


def grade(value: str | None) -> str:
    """A grade in a word, never a decimal: low, medium, high; anything else is unknown."""
    words = {
        "low": pgettext("grade", "low"),
        "medium": pgettext("grade", "medium"),
        "high": pgettext("grade", "high"),
    }
    return words.get(value or "", str(UNKNOWN))


def keep_together(text: str | Promise) -> str:
    """A hard space after one-letter words, so that no line ends in "w" or "i"."""
    words = str(text).split(" ")
    joined = "".join(word + (HARD_SPACE if word.lstrip("(„") in ONE_LETTER_WORDS else " ") for word in words[:-1])
    result = joined + words[-1]
    # Only spaces were exchanged: what was safe before is safe now.
    return mark_safe(result) if isinstance(text, SafeString) else result  # noqa: S308  # it was safe before
