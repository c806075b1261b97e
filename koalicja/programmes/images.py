"""Is this really a picture, and which kind: judged by its bytes, never by its name. No library decodes it here."""

import struct
import zlib

MAX_BYTES = 1024 * 1024
MAX_SIDE = 4000
EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_SIZE_MARKS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class NotAPicture(ValueError):
    """`code` says why: too_large, empty, not_a_picture or too_wide."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def picture_type(data: bytes) -> str:
    """The content type of a whole PNG, JPEG or WebP; raises NotAPicture for anything else."""
    if len(data) > MAX_BYTES:
        raise NotAPicture("too_large")
    if not data:
        raise NotAPicture("empty")
    for kind, size_of in (("image/png", png_size), ("image/jpeg", jpeg_size), ("image/webp", webp_size)):
        if size := size_of(data):
            if not all(1 <= side <= MAX_SIDE for side in size):
                raise NotAPicture("too_wide")
            return kind
    raise NotAPicture("not_a_picture")


def png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG whose every chunk is whole and ends the file; else None."""
    if not data.startswith(PNG_START) or data[12:16] != b"IHDR":
        return None
    at, name = len(PNG_START), b""
    while at + 12 <= len(data) and name != b"IEND":
        length = int.from_bytes(data[at : at + 4], "big")
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if int.from_bytes(data[at + 8 + length : at + 12 + length], "big") != zlib.crc32(name + body):
            return None
        at += 12 + length
    if name != b"IEND" or at != len(data):
        return None
    return struct.unpack(">II", data[16:24])


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the frame header of a JPEG that begins and ends as one; else None."""
    if not data.startswith(b"\xff\xd8\xff") or not data.rstrip(b"\x00").endswith(b"\xff\xd9"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        mark, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if mark in JPEG_SIZE_MARKS:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + max(2, length)
    return None


def webp_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a WebP (lossy, lossless or extended) whose stated length is its length; else None."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    if int.from_bytes(data[4:8], "little") + 8 != len(data):
        return None
    match data[12:16]:
        case b"VP8 " if data[23:26] == b"\x9d\x01\x2a":
            width, height = struct.unpack("<HH", data[26:30])
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L" if data[20] == 0x2F:
            bits = int.from_bytes(data[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    return None
