"""What a reader finds in a PDF."""

from collections import defaultdict
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream


def page_texts(document: bytes) -> list[str]:
    """The text of each page on one line, with plain spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(document)).pages]


def plain_text(document: bytes) -> str:
    return " ".join(page_texts(document))


def families(document: bytes) -> dict[str, set[str]]:
    """Every font the pages name: family → faces, each embedded as a subset."""
    found = defaultdict(set)
    for page in PdfReader(BytesIO(document)).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            embedded = {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())
            subset, _plus, name = inner["/BaseFont"].removeprefix("/").partition("+")
            assert embedded
            assert len(subset) == 6
            family, _dash, face = name.removesuffix("-Identity-H").partition("-")
            found[family].add(face)
    return dict(found)


def structure_tags(document: bytes) -> list[str]:
    """The kinds of the structure elements, from the root down, in reading order."""
    root: Any = PdfReader(BytesIO(document)).trailer["/Root"]
    tags: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                tags.append(str(node["/S"]).removeprefix("/"))
            if "/K" in node:
                walk(node["/K"])

    walk(root["/StructTreeRoot"]["/K"])
    return tags


SHAPES = {2: "triangle", 5: "hexagon"}  # by the number of lines


def filled_shapes(document: bytes, page: int) -> list[str]:
    """What is drawn and filled on a page, in order: square, circle, triangle, diamond or hexagon."""
    reader = PdfReader(BytesIO(document))
    shapes: list[str] = []
    points: list[tuple[float, float]] = []
    curves = 0
    for operands, operator in ContentStream(reader.pages[page].get_contents(), reader).operations:
        if operator in {b"m", b"l"}:
            points.append((round(float(operands[0]), 3), round(float(operands[1]), 3)))
        elif operator == b"c":
            curves += 1
        elif operator in {b"f", b"f*", b"B", b"B*", b"S", b"n"}:
            if operator[:1] in b"fB" and points:
                shapes.append("circle" if curves else SHAPES.get(len(points) - 1) or _four_sided(points))
            points, curves = [], 0
    return shapes


def _four_sided(points: list[tuple[float, float]]) -> str:
    """A square stands on its side: it has two widths and two heights, a diamond three of each."""
    return "square" if len({x for x, _y in points}) == 2 else "diamond"


def letter_sizes(document: bytes, *, page: int | None = None) -> set[float]:
    """The sizes in points of everything that is written in a document, or on one page of it."""
    found: set[float] = set()
    pages = PdfReader(BytesIO(document)).pages
    for each in pages if page is None else [pages[page]]:

        def note(text: str, _around: Any, matrix: Any, _font: Any, size: float) -> None:
            if text.strip():
                found.add(round(size * abs(matrix[3] or 1), 1))

        each.extract_text(visitor_text=note)
    return found
