"""The door to the typesetter: what was typed stays text, our fonts and no others, readable by a screen reader."""

import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation
from pypdf import PdfReader

from koalicja.paper.documents import DocumentFault, pdf
from koalicja.paper.fonts import paper_fonts, printable_points
from tests.paper.reading import families, plain_text, structure_tags

POLISH = "ĄĆĘŁŃÓŚŹŻąćęłńóśźż „cudzysłów” – i… 10 000 zł"
PAGE = """
#import "house.typ": *
#let data = json("data.json")
#show: sheet.with(data)
= #data.title
#data.text
"""


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Write a template of the room `paper` and give its name."""
    monkeypatch.setattr(apps.get_app_config("paper"), "path", str(tmp_path))

    def write(source: str = PAGE) -> str:
        (tmp_path / "paper").mkdir(exist_ok=True)
        (tmp_path / "paper" / "page.typ").write_text(source, encoding="utf-8")
        return "paper/page.typ"

    return write


def values(text: str = "Tekst") -> dict[str, Any]:
    return {"title": "Tytuł", "author": "Biblioteka w Lipowie", "text": text}


@pytest.mark.parametrize(
    "typed",
    [
        '#panic("x") #eval("1+1") #sys.version',
        "[nawias] ]] $x^2$ *gruby* _kursywa_ `kod` = nagłówek",
        "<etykieta> @odsyłacz \\u{41} // komentarz /* i drugi */ ~ ---",
        '"cudzysłów" \\" {"title": 1} \\n',
    ],
)
def test_what_was_typed_is_printed_as_it_was_typed(template: Callable[[str], str], typed: str) -> None:
    assert plain_text(pdf(template(PAGE), values(typed))) == f"Tytuł {typed} 1 / 1"


def test_polish_letters_are_printed_with_both_of_our_families_and_no_other(template: Callable[[str], str]) -> None:
    document = pdf(template(PAGE), values(POLISH) | {"title": POLISH})
    assert plain_text(document) == f"{POLISH} {POLISH} 1 / 1"
    assert families(document) == {"AtkinsonHyperlegibleNext": {"Regular"}, "SourceSerif4": {"SemiBold"}}


def test_each_of_our_families_has_every_polish_letter_of_its_own(template: Callable[[str], str]) -> None:
    source = PAGE.replace("#data.text", '#text(font: "FAMILY", fallback: false, data.text)')
    for family, name in {
        "Atkinson Hyperlegible Next": "AtkinsonHyperlegibleNext",
        "Source Serif 4": "SourceSerif4",
    }.items():
        document = pdf(template(source.replace("FAMILY", family)), values(POLISH))
        assert plain_text(document) == f"Tytuł {POLISH} 1 / 1"
        assert "Regular" in families(document)[name]


def test_a_template_that_asks_for_another_font_is_refused(template: Callable[[str], str]) -> None:
    with pytest.raises(DocumentFault, match="unknown font family: comic sans"):
        pdf(template(PAGE.replace("#data.text", '#text(font: "Comic Sans", data.text)')), values())


@pytest.mark.parametrize(
    ("left_out", "family"), [("Atkinson", "Atkinson Hyperlegible Next"), ("Source", "Source Serif 4")]
)
def test_a_missing_family_is_named_instead_of_replaced(
    template: Callable[[str], str], tmp_path: Path, settings: Any, left_out: str, family: str
) -> None:
    settings.PAPER_FONTS_DIR = Path(
        shutil.copytree(settings.PAPER_FONTS_DIR, tmp_path / "fonts", ignore=shutil.ignore_patterns(f"{left_out}*"))
    )
    with pytest.raises(ImproperlyConfigured, match=re.escape(f"['{family}']")):
        pdf(template(PAGE), values())


def test_only_the_fonts_of_the_folder_are_known() -> None:
    folders = {str(Path(font.path or "the typesetter's own").parent) for font in paper_fonts().fonts()}
    assert folders == {str(settings.PAPER_FONTS_DIR)}


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Zespół 😀 Orły", "Zespół ? Orły"),
        ("漢字", "??"),
        ("a\u0301 z\u0307", "á ż"),
        ("dzwonek\x07 i\ttabulator", "dzwonek i tabulator"),
        ("niewidoczne\u2060\ue000\ud800", "niewidoczne"),
        ("Київ", "Київ"),
    ],
)
def test_a_letter_no_font_of_ours_has_leaves_a_sign_and_breaks_nothing(
    template: Callable[[str], str], typed: str, printed: str
) -> None:
    assert plain_text(pdf(template(PAGE), values(typed))) == f"Tytuł {printed} 1 / 1"


def test_every_letter_said_to_be_printable_can_be_printed(template: Callable[[str], str]) -> None:
    points = sorted(point for point in printable_points() if point > 32)
    assert pdf(template(PAGE), values(" ".join(map(chr, points))))[:5] == b"%PDF-"


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_file_is_tagged_and_says_its_title_author_and_language(
    template: Callable[[str], str], language: str
) -> None:
    with translation.override(language):
        document = pdf(template(PAGE), values())
    reader = PdfReader(BytesIO(document))
    root: Any = reader.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, language)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Tytuł", "Biblioteka w Lipowie")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert structure_tags(document) == ["Document", "H1", "P"]


def test_the_same_data_gives_the_same_bytes(template: Callable[[str], str]) -> None:
    name = template(PAGE)
    assert pdf(name, values()) == pdf(name, values())


def test_a_faulty_template_is_named(template: Callable[[str], str]) -> None:
    with pytest.raises(DocumentFault, match=r"paper/page\.typ: .*unknown variable: nothing"):
        pdf(template(PAGE + "#nothing"), values())


def test_a_template_of_no_app_of_ours_is_refused() -> None:
    with pytest.raises(LookupError, match="nobody"):
        pdf("nobody/page.typ", values())
