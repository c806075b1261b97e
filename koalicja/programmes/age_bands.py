"""Age bands of an edition: keys such as "13-19" and "60+", one a line when typed. Pure."""

import re
from collections.abc import Sequence
from itertools import pairwise

MAX_BANDS = 8
OLDEST = 120
_BAND = re.compile(r"(?P<first>\d{1,3})(?:-(?P<last>\d{1,3})|(?P<open>\+))")


class BadBands(ValueError):
    """`code`: none, too_many, unreadable, backwards or overlap; `band` is the line it is about."""

    def __init__(self, code: str, band: str = "") -> None:
        super().__init__(f"{code} {band}".strip())
        self.code, self.band = code, band


def parsed_bands(text: str) -> list[str]:
    """The bands of a text, youngest first; raises BadBands with the line that cannot stand."""
    lines = [line for line in (re.sub(r"[\s]+", "", raw) for raw in re.split(r"[\n,;]", text)) if line]
    spans = sorted(_span(line) for line in lines)
    if not spans:
        raise BadBands("none")
    if len(spans) > MAX_BANDS:
        raise BadBands("too_many")
    for (_, last, _), (first, _, band) in pairwise(spans):
        if first <= last:
            raise BadBands("overlap", band)
    return [band for _, _, band in spans]


def _span(line: str) -> tuple[int, int, str]:
    line = re.sub("[\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{NON-BREAKING HYPHEN}]", "-", line)
    match = _BAND.fullmatch(line)
    if not match:
        raise BadBands("unreadable", line)
    first = int(match["first"])
    last = OLDEST if match["open"] else int(match["last"])
    if first > last or last > OLDEST:
        raise BadBands("backwards", line)
    return first, last, f"{first}+" if match["open"] else f"{first}-{last}"


def written_bands(bands: Sequence[str]) -> str:
    """As people read them, one a line: 13–19."""
    return "\n".join(shown_band(band) for band in bands)


def shown_band(band: str) -> str:
    return band.replace("-", "\N{EN DASH}")
