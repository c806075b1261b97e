"""The number that says who somebody is and when she was born: kept nowhere; the day in it may give a band. Pure."""

import re
from datetime import date

WORD = "PESEL"  # before the day that takes the place of such a number, until the band is known
_DAY = r"\d\d\.\d\d\.\d{4}"
_SAID = re.compile(
    rf"\bpesel\w*[\s:.,=-]*(?:(?:nr|numer)\.?[\s:]*)?(?!{_DAY})(?P<digits>\d(?:[ -]?\d){{0,10}})(?!\d)[\u2026]*",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?<![\d+])(?<!\+\d\d )(?P<digits>\d{11})(?!\d)")
_WORD_ALONE = re.compile(r"[\s,;(]*\bpesel\b[\s:.)…]*(?=$|[,;\n])", re.IGNORECASE)
_CENTURIES = {0: 1900, 20: 2000}
_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
_LENGTH = 11
_PERHAPS = re.compile(rf"{WORD}|\d{{{_LENGTH}}}", re.IGNORECASE)
_POLAND = "48"  # with which a telephone of eleven digits begins
_OF_POLAND = 1948  # the year that it would say


def with_pesel_as_day(text: str) -> str:
    """The text with the day of birth ("PESEL 12.03.1985") where a PESEL stood; what says no day is left out whole."""
    if not _PERHAPS.search(text):
        return text
    text = _SAID.sub(lambda found: _told(found, is_said=True), text)
    text = _WORD_ALONE.sub("", _ALONE.sub(lambda found: _told(found, is_said=False), text))
    return text.rstrip(" ,;")


def _told(found: re.Match[str], *, is_said: bool) -> str:
    digits = re.sub(r"\D", "", found["digits"])
    day = _day(digits)
    is_telephone = digits.startswith(_POLAND) and (not _adds_up(digits) or day is None or day.year != _OF_POLAND)
    if day and (is_said or not is_telephone):
        return f"{WORD} {day:%d.%m.}{day.year:04}"
    return "" if is_said else found[0]


def _day(digits: str) -> date | None:
    """The day of birth that eleven digits say; of the centuries those in which somebody living was born."""
    if len(digits) != _LENGTH:
        return None
    year, month, day = (int(digits[start : start + 2]) for start in (0, 2, 4))
    century = _CENTURIES.get(month - month % 20 if month % 20 else -1)
    try:
        return date(century + year, month % 20, day) if century else None
    except ValueError:
        return None


def _adds_up(digits: str) -> bool:
    summed = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return (10 - summed % 10) % 10 == int(digits[-1])
