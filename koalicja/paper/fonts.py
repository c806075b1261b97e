"""The fonts of printed documents: ours only, and which characters they can show."""

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FAMILIES = ("Atkinson Hyperlegible Next", "Source Serif 4")


@lru_cache(maxsize=2)
def faces(folder: Path) -> typst.Fonts:
    """Every face in the folder, and none of the machine's or of the typesetter's own.

    Raises ImproperlyConfigured where one of FAMILIES is not there: another face would be taken in silence.
    """
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    missing = [family for family in FAMILIES if family not in fonts.families()]
    if missing:
        raise ImproperlyConfigured(f"Fonts of printed documents are missing: {missing}, in {folder}. Run `make setup`.")
    return fonts


@lru_cache(maxsize=2)
def covered(folder: Path) -> frozenset[int]:
    """The code points that at least one face of every kind of text can show: those of each family's files together."""
    return frozenset(point for path in sorted(folder.glob("*.ttf")) for point in code_points(path.read_bytes()))


def code_points(font: bytes) -> Iterator[int]:
    """The code points of a TrueType file's Unicode character map (OpenType 1.9, table cmap, formats 4 and 12)."""
    for tag, _checksum, offset, _length in struct.iter_unpack(">4sIII", font[12 : 12 + 16 * u16(font, 4)]):
        if tag == b"cmap":
            for record in range(u16(font, offset + 2)):
                platform, _encoding, at = struct.unpack_from(">HHI", font, offset + 4 + 8 * record)
                if platform in {0, 3}:
                    yield from mapped(font, offset + at)


def mapped(font: bytes, at: int) -> Iterator[int]:
    match u16(font, at):
        case 4:
            segments = u16(font, at + 6) // 2
            for index in range(segments):
                end, start = u16(font, at + 14 + 2 * index), u16(font, at + 16 + 2 * (segments + index))
                yield from range(start, min(end, 0xFFFE) + 1)
        case 12:
            for start, end, _glyph in struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * u32(font, at + 12)]):
                yield from range(start, end + 1)


def u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "big")


def u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")


def paper_fonts() -> typst.Fonts:
    return faces(settings.PAPER_FONTS_DIR)


def printable_points() -> frozenset[int]:
    return covered(settings.PAPER_FONTS_DIR)
