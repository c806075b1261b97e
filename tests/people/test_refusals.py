"""Every sentence about files and rows is said in Polish too."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext

from koalicja.people import refusals

ALIKE = {"e-mail", "gmina", "powiat"}  # words of both languages
PLAIN, WITH_CONTEXT = {"_", "gettext_lazy"}, {"pgettext", "pgettext_lazy"}


def messages() -> Iterator[tuple[str, str]]:
    """(context, sentence) of every call that translates in refusals.py."""
    for node in ast.walk(ast.parse(Path(refusals.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if node.func.id in PLAIN:
                yield "", texts[0]
            elif node.func.id in WITH_CONTEXT:
                yield texts[0], texts[1]


@pytest.mark.parametrize(("context", "sentence"), sorted(each for each in set(messages()) if each[1] not in ALIKE))
def test_every_sentence_about_a_file_or_a_row_has_its_polish(context: str, sentence: str) -> None:
    with translation.override("pl"):
        said = pgettext(context, sentence) if context else gettext(sentence)
    assert said != sentence


def test_the_crawl_reads_every_sentence_of_files_and_rows() -> None:
    with translation.override("en"):
        lazy = [*refusals._FILES.values(), *refusals._ROWS.values(), *refusals._MET.values()]
        assert {str(each) for each in lazy} - {sentence for _context, sentence in messages()} == set()


@pytest.mark.parametrize("code", sorted(refusals._FILES))
def test_every_refusal_of_a_file_reads_whole_and_ends_with_what_was_kept(code: str) -> None:
    params = {"row": "3", "limit": "200", "limit_mb": "300", "found": "pdf", "sheet": "Lista"}
    said = refusals.file_refusal(code, params)
    begins, ends = said.startswith("Nie wczytano pliku. "), said.endswith(" Nic nie zostało zapisane.")
    assert (begins, ends, "%(" in said) == (True, True, False)
