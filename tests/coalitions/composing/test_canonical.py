"""The canonical table: what it says, what it leaves unknown, and every refusal with its line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from koalicja.coalitions.composing.canonical import COLUMNS, is_canonical, read_canonical
from koalicja.coalitions.composing.refusals import InputRefused, refusal
from koalicja.engine.composition.problem import Candidate
from tests.coalitions.composing.conftest import HEAD

Write = Callable[..., Path]


def test_a_full_row_says_everything(written: Write) -> None:
    path = written(
        f"{HEAD}\na,OSP,organisation,ngo,fire_brigade,,fire,Wola|Zarzecze, room ,youth,0.5,.25,1,b:0.5|b:0.75,b,must\n"
        "b,Ola,resident,resident,youth,13-19,,,,,,,,,,never\n"
    )
    assert read_canonical(path) == (
        Candidate(
            "a",
            "OSP",
            "organisation",
            "ngo",
            "fire_brigade",
            "",
            "fire",
            frozenset({"Wola", "Zarzecze"}),
            frozenset({"room"}),
            frozenset({"youth"}),
            0.5,
            0.25,
            1.0,
            {"b": 0.75},
            frozenset({"b"}),
            "must",
        ),
        Candidate("b", "Ola", "resident", "resident", "youth", "13-19", lock="never"),
    )


def test_missing_columns_and_empty_cells_are_unknown(written: Write) -> None:
    assert read_canonical(written("id,name,kind,group\na,,,\nb\n")) == (Candidate("a", "a"), Candidate("b", "b"))


@pytest.mark.parametrize(
    ("kind", "group", "read"),
    [
        ("", "resident", ("resident", "resident")),
        ("resident", "", ("resident", "resident")),
        ("", "ngo", ("organisation", "ngo")),
        ("organisation", "", ("organisation", "")),
        ("", "", ("", "")),
    ],
)
def test_kind_and_group_follow_from_each_other(written: Write, kind: str, group: str, read: tuple[str, str]) -> None:
    (candidate,) = read_canonical(written(f"id,name,kind,group\na,A,{kind},{group}\n"))
    assert (candidate.kind, candidate.group) == read


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_byte_order_mark_and_line_ends_change_nothing(written: Write, start: bytes, end: bytes) -> None:
    path = written(start + b"id,name,kind,group" + end + "a,Żółw,,ngo".encode() + end + b",,," + end)
    assert is_canonical(path)
    assert [candidate.name for candidate in read_canonical(path)] == ["Żółw"]


def test_a_header_alone_is_an_empty_register(written: Write) -> None:
    assert read_canonical(written(HEAD)) == ()


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        (HEAD, True),
        ("id,name,kind,group", True),
        ('"id","name","kind","group",sector', True),
        ("id,name,sector,group", False),
        ("Nazwa,Miejscowość", False),
        ("", False),
    ],
)
def test_the_first_four_columns_make_a_table_canonical(written: Write, head: str, answer: bool) -> None:
    assert is_canonical(written(f"{head}\nx\n")) is answer


@pytest.mark.parametrize(
    "start",
    [
        b"ID,Name,Kind,Group",
        b"id,name,group,kind",
        b"name,id,kind,group,sector",
        b"id;name;kind;group",
        HEAD.replace(",", ";").encode(),
        b"id\tname\tkind\tgroup",
        "id,name,kind,group".encode("utf-16"),
        "id,name,kind,group".encode("utf-16-be"),
    ],
)
def test_a_header_that_is_nearly_canonical_is_refused_with_the_right_one(written: Write, start: bytes) -> None:
    with pytest.raises(InputRefused) as refused:
        is_canonical(written(start + b"\na,A,,\n"))
    assert (refused.value.code, refused.value.params) == ("near_header", {"expected": "id,name,kind,group"})
    assert "id,name,kind,group" in refusal(refused.value)


def test_empty_columns_that_a_spreadsheet_adds_change_nothing(written: Write) -> None:
    assert read_canonical(written("id,name,kind,group,,\na,A,,ngo,,\n,,,,,,,\n")) == (
        Candidate("a", "A", "organisation", "ngo"),
    )


CASES = [
    ("a,A,,", "a,B,,", ("duplicate_id", {"line": 4, "value": "a", "first": 3})),
    (",A,,", "b,B,,", ("no_id", {"line": 3})),
    ("a:1,A,,", "", ("bad_id", {"line": 3, "value": "a:1"})),
    ("a,A,person,", "", ("bad_value", {"line": 3, "column": "kind", "value": "person"})),
    ("a,A,,culture and more", "", ("bad_value", {"line": 3, "column": "group", "value": "culture and more"})),
    ("a,A,resident,ngo", "", ("kind_against_group", {"line": 3, "kind": "resident", "group": "ngo"})),
    ("a,A,organisation,resident", "", ("kind_against_group", {"line": 3, "kind": "organisation", "group": "resident"})),
    ("a,A,,,skool", "", ("unknown_sector", {"line": 3, "value": "skool"})),
    ("a,A,,,,13–19", "", ("bad_age_band", {"line": 3, "value": "13–19"})),
    ("a,A,,,,,,,,,1.01", "", ("outside", {"line": 3, "column": "influence", "value": "1.01"})),
    ("a,A,,,,,,,,,,-0.1", "", ("outside", {"line": 3, "column": "interest", "value": "-0.1"})),
    ("a,A,,,,,,,,,,,nan", "", ("not_a_number", {"line": 3, "column": "willingness", "value": "nan"})),
    ('a,A,,,,,,,,,,,"0,5"', "", ("decimal_comma", {"line": 3, "column": "willingness", "value": "0,5"})),
    ("a,A,,,,,,,,,,,,b", "b,B,,", ("bad_tie", {"line": 3, "value": "b"})),
    ("a,A,,,,,,,,,,,,b:", "b,B,,", ("bad_tie", {"line": 3, "value": "b:"})),
    ("a,A,,,,,,,,,,,,b:2", "b,B,,", ("outside", {"line": 3, "column": "knows", "value": "2"})),
    ("a,A,,,,,,,,,,,,z:1", "b,B,,", ("unknown_id", {"line": 3, "column": "knows", "value": "z"})),
    ("b,B,,", "a,A,,,,,,,,,,,,,z", ("unknown_id", {"line": 4, "column": "conflicts", "value": "z"})),
    ("a,A,,,,,,,,,,,,,a", "", ("own_id", {"line": 3, "column": "conflicts", "value": "a"})),
    ("a,A,,,,,,,,,,,,,,maybe", "", ("bad_value", {"line": 3, "column": "lock", "value": "maybe"})),
    ("a,A,,,,,,,,,,,,,,,0.5", "", ("too_many_cells", {"line": 3})),
    ("a,A,organisation,office,,,,,,,0,1,,,,,", "", ("too_many_cells", {"line": 3})),
    ('a,"A', "b", ("not_csv", {"line": 3})),
]


@pytest.mark.parametrize(
    ("one", "other", "expected"), CASES, ids=[f"{case[2][0]}-{at}" for at, case in enumerate(CASES)]
)
def test_a_refusal_names_the_line(
    written: Write, one: str, other: str, expected: tuple[str, dict[str, str | int]]
) -> None:
    with pytest.raises(InputRefused) as refused:
        read_canonical(written(f"{HEAD}\nfirst,First,,\n{one}\n{other}\n"))
    code, params = expected
    found = {name: value for name, value in refused.value.params.items() if name != "known"}
    assert (refused.value.code, found) == (code, params)
    assert len(refusal(refused.value).splitlines()) == 1


def test_lines_are_counted_as_an_editor_shows_them(written: Write) -> None:
    with pytest.raises(InputRefused) as refused:
        read_canonical(written('id,name,kind,group\na,"A\nof two lines",,\nb,B,person,\n'))
    assert refused.value.params["line"] == 4


@pytest.mark.parametrize(
    ("head", "code", "column"),
    [
        ("id,name,kind,group,willingnes", "unknown_column", "willingnes"),
        ("id,name,kind,group,id", "column_twice", "id"),
    ],
)
def test_a_header_is_read_strictly(written: Write, head: str, code: str, column: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_canonical(written(f"{head}\na,A,,,1\n"))
    assert (refused.value.code, refused.value.params["column"]) == (code, column)


def test_another_encoding_is_refused_with_its_line(written: Write) -> None:
    with pytest.raises(InputRefused) as refused:
        read_canonical(written("id,name,kind,group\na,A,,\nb,Żółw,,\n".encode("cp1250")))
    assert (refused.value.code, refused.value.params) == ("not_utf8", {"line": 3})


def test_a_character_that_no_text_has_is_refused_with_its_line(written: Write) -> None:
    with pytest.raises(InputRefused) as refused:
        read_canonical(written("id,name,kind,group\na,A,,\nb,B\0,,\n"))
    assert (refused.value.code, refused.value.params) == ("nul_byte", {"line": 3})


def test_the_columns_are_those_of_the_example() -> None:
    example = Path(__file__).resolve().parents[3] / "docs" / "examples" / "candidates.csv"
    assert ",".join(COLUMNS) == HEAD == example.read_text(encoding="utf-8").splitlines()[0]
    assert len(read_canonical(example)) == 11


@pytest.mark.parametrize(
    "before",
    [
        "\n",
        "\r\n\r\n",
        "sep=,\n",
        '"sep=,"\n',
        "SEP=,\r\n",
        "sep=,,,,\n",
        "\n,,,\n",
        "\N{BYTE ORDER MARK}\n",
        "\N{BYTE ORDER MARK}sep=,\n\n",
    ],
)
def test_empty_lines_and_a_named_delimiter_may_stand_before_the_header(written: Write, before: str) -> None:
    """What is locked stays locked, and a refusal names the line of the file."""
    path = written(f"{before}id,name,kind,group,lock\na,A,,,must\n")
    assert is_canonical(path)
    assert read_canonical(path) == (Candidate("a", "A", lock="must"),)
    wrong = written(f"{before}id,name,kind,group,lock\na,A,,,must\nb,B,,,perhaps\n")
    with pytest.raises(InputRefused) as caught:
        read_canonical(wrong)
    assert (caught.value.code, caught.value.params["line"]) == ("bad_value", before.count("\n") + 3)


@pytest.mark.parametrize("before", ["\n", "sep=;\n"])
def test_a_header_that_is_nearly_right_is_refused_after_empty_lines_too(written: Write, before: str) -> None:
    with pytest.raises(InputRefused) as caught:
        is_canonical(written(f"{before}id;name;kind;group\n"))
    assert caught.value.code == "near_header"


def test_lines_that_end_as_on_old_macs_are_read(written: Write) -> None:
    path = written("id,name,kind,group,lock\ra,A,,,must\rb,B,,,never\r")
    assert is_canonical(path)
    assert read_canonical(path) == (Candidate("a", "A", lock="must"), Candidate("b", "B", lock="never"))
    with pytest.raises(InputRefused) as caught:
        read_canonical(written("id,name,kind,group,lock\ra,A,,,must\rb,B,,,perhaps\r"))
    assert (caught.value.code, caught.value.params["line"]) == ("bad_value", 3)
