"""What the documents say of the engine and the readers is what the code does."""

import re
from pathlib import Path

from koalicja.engine.matching.cells import MAX_LENGTH, MAX_LENGTHS
from koalicja.engine.matching.columns import FIELDS
from koalicja.engine.matching.rows import ParsedRow, RegisterEntry, judge
from koalicja.engine.matching.sectors import GROUPS, SECTORS
from koalicja.people.file_values import LIMITS
from koalicja.people.files import FileRefused
from koalicja.people.files.table import MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED_BYTES
from koalicja.people.files.workbooks import MEMORY_BYTES, PROCESSOR_SECONDS
from tests.engine.matching.facts import GAZETTEER

REPOSITORY = Path(__file__).parent.parent.parent
FORMATS = (REPOSITORY / "docs" / "formats.md").read_text()
METHOD = (REPOSITORY / "docs" / "algorithms" / "matching-1.md").read_text()


def section(text: str, title: str) -> str:
    return text.split(f"### {title}")[1].split("\n### ", maxsplit=1)[0]


def test_formats_lists_every_column() -> None:
    first_cells = re.findall(r"^\| (`.*?) \|", section(FORMATS, "Columns"), re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(first_cells))) == sorted(FIELDS)


def test_formats_lists_every_sector_under_its_group() -> None:
    rows = re.findall(r"^\| `(\w+)` \(.*?\) \| (.*?) \|$", section(FORMATS, "Sectors and groups"), re.MULTILINE)
    listed = {group: re.findall(r"`(\w+)`", sectors) for group, sectors in rows}
    assert listed == {group: [sector.key for sector in SECTORS if sector.group == group] for group in GROUPS}


def test_formats_lists_every_refusal() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", section(FORMATS, "Refusals of a file (`FileRefused`)"), re.MULTILINE)
    folder = REPOSITORY / "koalicja" / "people" / "files"
    code = "\n".join(path.read_text() for path in folder.glob("*.py"))
    assert set(re.findall(r"FileRefused\(\s*\"(\w+)\"", code)) == set(listed)
    assert set(re.findall(r"\w+", str(FileRefused.__doc__))) >= set(listed)


def test_formats_tells_the_limits() -> None:
    limits = section(FORMATS, "Limits")
    assert f"{MAX_ROWS:,}" in limits
    assert f"| columns | {MAX_COLUMNS} |" in limits
    assert f"| {MAX_UNPACKED_BYTES // 2**20} MB |" in limits
    assert f"| length of a cell | {MAX_LENGTH} characters |" in limits
    assert f"at most {MEMORY_BYTES // 2**20} MB of memory and {PROCESSOR_SECONDS} seconds of processor" in limits


def test_formats_tells_how_long_cells_may_be() -> None:
    said = section(FORMATS, "Limits").split("in characters: ")[1].split(".", maxsplit=1)[0].replace("\n", " ")
    listed = {
        name: int(number.replace(",", ""))
        for names, number in re.findall(r"([a-z, ]+) ([\d,]+)", said)
        for name in re.findall(r"\w+", names)
    }
    engine = {name: MAX_LENGTHS.get(name, MAX_LENGTH) for name in {*MAX_LENGTHS, *LIMITS}}
    assert listed == {name: min(limit, LIMITS.get(name, limit)) for name, limit in engine.items()}


def test_the_method_names_every_code_of_a_verdict() -> None:
    code = (REPOSITORY / "koalicja" / "engine" / "matching" / "rows.py").read_text()
    told = set(re.findall(r'code="(\w+)"', code))
    assert told
    assert {name for name in told if f"`{name}`" not in METHOD} == set()


def test_the_worked_example_works() -> None:
    def row(number: int, name: str, village: str, code: str = "", email: str = "") -> ParsedRow:
        values = {"name": name, "village": village, "gmina_code": code, "email": email}
        return ParsedRow(number, {field: value for field, value in values.items() if value})

    rows = [
        row(2, "SZKOŁA PODSTAWOWA NR 3 W LIPOWIE", "Lipowo", "20102", "sp3@lipowo.example"),
        row(3, "Szkoła Podstawowa nr 3 im. Jana Nowaka", "Lipowo", "0201022"),
        row(4, "SP nr 2", "Lipowo", "020102"),
        row(5, "Szk. Podst. nr 2", "Lipowo", "020102"),
        row(6, "Zakład Karny", "Lipowo", "020102"),
        row(7, "OSP", "Zarzecze"),
    ]
    register = [RegisterEntry("7", {"name": "SP nr 3", "village": "Lipowo", "gmina_code": "020102"})]
    verdicts = list(judge(rows, register=register, gazetteer=GAZETTEER))
    assert [(verdict.outcome, verdict.code) for verdict in verdicts] == [
        ("changed", "fields_differ"),
        ("doubtful", "likely_duplicate"),
        ("new", "new_here"),
        ("repeated", "same_as_row"),
        ("left_out", "closed_institution"),
        ("doubtful", "gmina_ambiguous"),
    ]
