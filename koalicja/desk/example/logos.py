"""Three small logos drawn by code: no picture of anybody is in the repository."""

import struct
import zlib
from collections.abc import Callable

WIDTH, HEIGHT, FINER = 144, 72, 3
PAPER = (255, 255, 255)
TEAL, AMBER, GREEN = (11, 93, 91), (193, 122, 26), (43, 122, 75)
Colour = tuple[int, int, int]
Picture = Callable[[float, float], Colour]


def books(x: float, y: float) -> Colour:
    """Four books leaning on a line."""
    if 58 <= y <= 62 and 12 <= x <= 132:
        return TEAL
    for place, (height, colour) in enumerate([(44, TEAL), (34, AMBER), (48, GREEN), (38, TEAL)]):
        left = 24 + place * 26
        if left <= x <= left + 18 and 58 - height <= y <= 58:
            return PAPER if 58 - height + 6 <= y <= 58 - height + 10 else colour
    return PAPER


def table(x: float, y: float) -> Colour:
    """A round table and six people."""
    dx, dy = (x - 72) / 44, (y - 36) / 18
    if dx * dx + dy * dy <= 1:
        return AMBER
    for px, py in ((20, 36), (124, 36), (46, 10), (98, 10), (46, 62), (98, 62)):
        if (x - px) ** 2 + (y - py) ** 2 <= 64:
            return TEAL
    return PAPER


def shelf(x: float, y: float) -> Colour:
    """A leaf on a shelf."""
    if 54 <= y <= 60 and 16 <= x <= 128:
        return GREEN
    inside = (x - 60) ** 2 + (y - 36) ** 2 <= 26**2 and (x - 84) ** 2 + (y - 18) ** 2 <= 34**2
    if inside and y <= 54:
        return PAPER if abs((x - 52) + (y - 50)) <= 1.5 else GREEN
    return PAPER


PICTURES: dict[str, Picture] = {"books": books, "table": table, "shelf": shelf}


def png(name: str) -> bytes:
    """The logo as a PNG, its edges softened."""
    rows = b"".join(b"\x00" + b"".join(_pixel(PICTURES[name], x, y) for x in range(WIDTH)) for y in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _pixel(picture: Picture, x: int, y: int) -> bytes:
    steps = [(step + 0.5) / FINER for step in range(FINER)]
    seen = [picture(x + across, y + down) for across in steps for down in steps]
    return bytes(sum(colour[channel] for colour in seen) // len(seen) for channel in range(3))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
