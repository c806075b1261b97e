"""QR codes for paper, as vector drawings."""

import io

import segno


def qr_svg(text: str) -> str:
    """A QR code of the text as SVG: black on white, a quarter of it may be dirty and it still opens."""
    drawn = io.BytesIO()
    segno.make(text, error="q", micro=False).save(drawn, kind="svg", border=2, xmldecl=False, light="#fff")
    return drawn.getvalue().decode()
