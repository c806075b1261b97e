"""The documents are held against the code."""

import re
from pathlib import Path

import pytest

from koalicja import cli

ROOT = Path(__file__).resolve().parent.parent
DOCS = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]


def test_operations_lists_every_setting_of_the_environment() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "koalicja").rglob("*.py"))
    named = set(re.findall(r"\bKOALICJA_[A-Z_]+\b", code))
    listed = set(re.findall(r"\bKOALICJA_[A-Z_]+\b", (ROOT / "docs" / "operations.md").read_text()))
    tests_only = {name for name in listed if name.startswith("KOALICJA_TEST_")}
    assert named == listed - tests_only


def test_operations_lists_every_command() -> None:
    choices = cli.parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    listed = set(re.findall(r"`koalicja ([a-z]+)", (ROOT / "docs" / "operations.md").read_text()))
    assert listed == set(choices)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_figure_of_performance_names_a_bench_that_exists() -> None:
    text = (ROOT / "docs" / "performance.md").read_text()
    scripts = set(re.findall(r"bench/\w+\.py", text))
    assert scripts == {f"bench/{path.name}" for path in (ROOT / "bench").glob("*.py")}
