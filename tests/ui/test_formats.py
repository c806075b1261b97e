from datetime import UTC, datetime, time
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from koalicja.ui import formats


@pytest.mark.parametrize(
    ("value", "polish", "english"),
    [
        (0, "0", "0"),
        (1000, "1000", "1,000"),
        (10000, "10\u00a0000", "10,000"),
        (1234567, "1\u00a0234\u00a0567", "1,234,567"),
        (1.5, "1,5", "1.5"),
        (Decimal("2.50"), "2,5", "2.5"),
        (-12000, "\u221212\u00a0000", "\u221212,000"),
        (None, "nie wiemy", "we do not know"),
    ],
)
def test_numbers_read_as_people_write_them(value: float | None, polish: str, english: str) -> None:
    assert formats.number(value) == polish
    with translation.override("en"):
        assert formats.number(value) == english


def test_days_and_clocks_are_those_on_the_wall_in_poland() -> None:
    late = datetime(2026, 10, 6, 22, 30, tzinfo=UTC)
    assert (formats.day(late), formats.clock(late)) == ("7.10.2026", "0:30")
    assert formats.moment(late) == "7.10.2026, 0:30"
    assert formats.clock(time(14, 30)) == "14:30"
    with translation.override("en"):
        assert formats.day(late) == "7 Oct 2026"


def test_an_unknown_moment_stays_unknown() -> None:
    assert [formats.day(None), formats.clock(None), formats.moment(None)] == ["nie wiemy"] * 3


def test_grades_are_words_and_anything_else_is_unknown() -> None:
    assert [formats.grade(key) for key in ("low", "medium", "high", "", None)] == [
        "małe",
        "średnie",
        "duże",
        "nie wiemy",
        "nie wiemy",
    ]


def test_no_line_ends_in_a_word_of_one_letter() -> None:
    assert formats.keep_together("Zrób to w domu i w szkole (z nami)") == (
        "Zrób to w\u00a0domu i\u00a0w\u00a0szkole (z\u00a0nami)"
    )


def test_joined_words_stay_as_safe_or_unsafe_as_they_were() -> None:
    assert isinstance(formats.keep_together(mark_safe("<b>a</b> i b")), SafeString)
    assert not isinstance(formats.keep_together("<b> i b"), SafeString)
