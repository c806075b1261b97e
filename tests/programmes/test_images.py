"""A picture is what its bytes are."""

import struct
import zlib

import pytest

from koalicja.programmes.images import MAX_BYTES, NotAPicture, picture_type


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 2, height: int = 1, extra: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress((b"\x00" + b"\xff\x00\x00" * width) * min(height, 4)))
    return b"\x89PNG\r\n\x1a\n" + head + extra + body + chunk(b"IEND", b"")


def jpeg(width: int = 20, height: int = 10) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00" + b"\x00" * 9 + frame + b"\xff\xda\x00\x02\xff\xd9"


def webp(kind: bytes, body: bytes) -> bytes:
    content = b"WEBP" + kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(content)) + content


LOSSY = webp(b"VP8 ", b"\x00\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 20, 10) + b"\x00" * 8)
LOSSLESS = webp(b"VP8L", b"\x2f" + struct.pack("<I", 19 | 9 << 14) + b"\x00" * 8)
EXTENDED = webp(b"VP8X", b"\x00" * 4 + b"\x13\x00\x00" + b"\x09\x00\x00" + b"\x00" * 4)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (png(), "image/png"),
        (jpeg(), "image/jpeg"),
        (LOSSY, "image/webp"),
        (LOSSLESS, "image/webp"),
        (EXTENDED, "image/webp"),
    ],
)
def test_whole_pictures_are_known_by_their_bytes(data: bytes, kind: str) -> None:
    assert picture_type(data) == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_a_picture"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "not_a_picture"),
        (b"<!doctype html><p>x</p>", "not_a_picture"),
        (png()[:-4], "not_a_picture"),
        (png() + b"<script>alert(1)</script>", "not_a_picture"),
        (png().replace(b"IDAT", b"IDAX"), "not_a_picture"),
        (b"\x89PNG\r\n\x1a\n", "not_a_picture"),
        (jpeg()[:-2], "not_a_picture"),
        (b"\xff\xd8\xff\xe0 words only \xff\xd9", "not_a_picture"),
        (LOSSY + b"more", "not_a_picture"),
        (webp(b"EVIL", b"\x00" * 20), "not_a_picture"),
        (png(width=4001), "too_wide"),
        (jpeg(height=0), "too_wide"),
        (b"\x00" * (MAX_BYTES + 1), "too_large"),
    ],
)
def test_anything_else_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(NotAPicture) as refusal:
        picture_type(data)
    assert refusal.value.code == code
