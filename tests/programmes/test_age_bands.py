"""Age bands as people type them."""

import pytest

from koalicja.programmes.age_bands import BadBands, parsed_bands, written_bands


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("13-19\n20-34\n60+", ["13-19", "20-34", "60+"]),
        ("60+, 13 – 19; 20—34\r\n\r\n35-59", ["13-19", "20-34", "35-59", "60+"]),
        ("0-5", ["0-5"]),
        ("18-18", ["18-18"]),
    ],
)
def test_bands_are_read_in_any_order_with_any_dash(text: str, bands: list[str]) -> None:
    assert parsed_bands(text) == bands


def test_what_is_shown_can_be_read_back() -> None:
    bands = ["13-19", "20-34", "60+"]
    assert written_bands(bands) == "13–19\n20–34\n60+"
    assert parsed_bands(written_bands(bands)) == bands


@pytest.mark.parametrize(
    ("text", "code", "band"),
    [
        ("", "none", ""),
        (" \n ", "none", ""),
        ("młodzież", "unreadable", "młodzież"),
        ("19-13", "backwards", "19-13"),
        ("13-300", "backwards", "13-300"),
        ("13-20\n20-34", "overlap", "20-34"),
        ("60+\n65+", "overlap", "65+"),
        ("\n".join(f"{n}-{n}" for n in range(10, 19)), "too_many", ""),
    ],
)
def test_bands_that_cannot_stand_are_named(text: str, code: str, band: str) -> None:
    with pytest.raises(BadBands) as refusal:
        parsed_bands(text)
    assert (refusal.value.code, refusal.value.band) == (code, band)
