"""What a reader finds in a PDF."""

from collections import defaultdict
from io import BytesIO
from typing import Any

from pypdf import PdfReader


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
