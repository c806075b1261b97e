"""`koalicja agreement`: two tables in, a picture and JSON out, one line for bad input, no database."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.utils import translation

from koalicja import cli
from koalicja.coalitions.composing.agreeing import agreement_lines
from koalicja.engine.perspectives.agreement import agreement
from koalicja.engine.perspectives.voices import Person, Vote

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "agreement-1.schema.json").read_text(encoding="utf-8"))
Write = Callable[..., Path]
PEOPLE = """id,group,age_band
w1,office,35-59
s1,culture,35-59
s2,culture,20-34
k1,ngo,60+
k2,ngo,60+
m1,resident,13-19
m2,resident,13-19
m3,resident,60+
m4,,
"""
VOTES = """person,statement,vote
w1,bus,1
s1,bus,1
s2,bus,1
k1,bus,1
k2,bus,1
m1,bus,1
m2,bus,-1
m2,bus,1
m3,bus,0
m4,bus,1
w1,lodowisko,-1
s1,lodowisko,1
s2,lodowisko,1
k1,lodowisko,-1
k2,lodowisko,-1
m1,lodowisko,1
m2,lodowisko,1
m3,lodowisko,-1
m1,park,1
"""


def ran(votes: Path, people: Path, *options: str) -> int:
    return cli.main(["agreement", "--votes", str(votes), "--people", str(people), *options])


@pytest.fixture
def tables(written: Write) -> tuple[Path, Path]:
    return written(VOTES, "glosy.csv"), written(PEOPLE, "osoby.csv")


def answered(tables: tuple[Path, Path], out: Path) -> dict[str, Any]:
    assert ran(*tables, "--json", str(out)) == 0
    answer: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(answer)
    assert list(answer) == SCHEMA["required"]
    return answer


def test_the_answer_as_json(tables: tuple[Path, Path], tmp_path: Path) -> None:
    answer = answered(tables, tmp_path / "zgoda.json")
    by_id = {each["id"]: each for each in answer["statements"]}
    assert list(by_id) == ["bus", "lodowisko", "park"]
    assert by_id["bus"]["all"] == {
        "agree": 8,
        "disagree": 0,
        "pass": 1,
        "share": 1.0,
        "low": pytest.approx(0.737783),
        "high": 1.0,
    }
    assert by_id["lodowisko"]["groups"]["resident"] == {
        "agree": 2,
        "disagree": 1,
        "pass": 0,
        "share": pytest.approx(2 / 3, abs=1e-6),
        "low": pytest.approx(0.177, abs=1e-3),
        "high": pytest.approx(0.961, abs=1e-3),
    }
    assert by_id["park"]["groups"]["office"] == {
        "agree": 0, "disagree": 0, "pass": 0, "share": None, "low": None, "high": None,
    }  # fmt: skip
    assert list(by_id["bus"]["age_bands"]) == ["13-19", "20-34", "35-59", "60+"]
    assert (answer["people"], answer["uniting"], answer["dividing"]) == (9, ["bus"], ["lodowisko"])
    assert answer["not_heard"][:2] == [
        {"dimension": "group", "key": "business", "heard": "none", "voices": 0, "could": 0},
        {"dimension": "group", "key": "office", "heard": "few", "voices": 1, "could": 1},
    ]


def test_the_answer_on_the_screen(tables: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(*tables) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.splitlines()[:12] == [
        "Osoby: 9. Odpowiedziało na cokolwiek: 9. Wypowiedzi: 3.",
        "",
        "Co łączy",
        "  bus: tak 8, nie 0, pomijam 1; pewność 50 %",
        "",
        "Co dzieli",
        "  lodowisko: tak 4, nie 4, pomijam 0; pewność 89 % (13–19 / 60+)",
        "",
        "Za mało głosów, żeby trafić na którąś listę: 1",
        "",
        "Kogo nie słychać albo słychać słabo",
        "  przedsiębiorcy: 0 z 0",
    ]


def test_the_order_of_rows_and_what_spreadsheets_add_change_nothing(
    tables: tuple[Path, Path], written: Write, tmp_path: Path
) -> None:
    head, *rows = PEOPLE.splitlines()
    turned = written("\ufeffsep=,\r\n\r\n" + "\r\n".join([head, *reversed(rows), ",,", ""]), "od-konca.csv")
    first = answered(tables, tmp_path / "a.json")
    assert answered((tables[0], turned), tmp_path / "b.json") == first


def test_long_lists_are_cut_and_nothing_found_is_said() -> None:
    those = [Person(f"m{at}", group, "60+") for at, group in enumerate(["ngo", "office", "culture", "business"] * 4)]
    names = [f"s{at}" for at in range(7)]
    votes = [Vote(person.id, name, 1) for person in those for name in names]
    people = [*those, *(Person(f"x{at}", "resident", "60+") for at in range(4))]
    votes += [Vote(f"x{at}", name, 1) for at in range(4) for name in names]
    with translation.override("en"):
        told = list(agreement_lines(agreement(votes, people)))
    assert told[2:4] + told[7:] == [
        "What unites",
        "  s0: yes 20, no 0, pass 0; sure at 92 %",
        "  s4: yes 20, no 0, pass 0; sure at 92 %",
        "  and more: 2",
        "",
        "What divides",
        "  nothing that we could be sure enough of",
        "",
        "Not heard, or hardly",
        "  all groups and age bands were heard",
    ]


def test_a_group_that_was_not_told_stands_as_such() -> None:
    those = [Person(f"a{at}", "ngo") for at in range(5)] + [Person(f"b{at}") for at in range(5)]
    found = agreement([Vote(person.id, "s", 1 if person.group else -1) for person in those], those)
    told = [line for line in agreement_lines(found) if line.startswith("  s:")]
    assert told == ["  s: tak 5, nie 5, pomijam 0; pewność 98 % (organizacje społeczne / nie podano)"]


BAD_VOTES = [
    ("x,bus,1", "Wiersz 2: w tabeli osób nie ma id „x”. Dodaj tam tę osobę albo sprawdź zapis."),
    ("w1,bus,2", "Wiersz 2, kolumna vote: nie znamy wartości „2”. Wpisz jedną z: 1, -1, 0."),
    ("w1,bus,", "Wiersz 2, kolumna vote: pusta komórka. Wpisz, co do niej należy."),
    (",bus,1", "Wiersz 2, kolumna person: pusta komórka. Wpisz, co do niej należy."),
    ("w1,,1", "Wiersz 2, kolumna statement: pusta komórka. Wpisz, co do niej należy."),
    ("w1", "Wiersz 2, kolumna statement: pusta komórka. Wpisz, co do niej należy."),
    ("w1,a,b,1", "Wiersz 2 ma więcej komórek niż nagłówek."),
]


@pytest.mark.parametrize(("row", "sentence"), BAD_VOTES)
def test_a_bad_vote_ends_with_two_and_its_line(
    row: str, sentence: str, tables: tuple[Path, Path], written: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = written(f"person,statement,vote\n{row}\n", "zle.csv")
    assert ran(bad, tables[1]) == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert told.err.startswith(f"{bad}: {sentence}")


BAD_PEOPLE = [
    ("a,club,", "Wiersz 2, kolumna group: nie znamy wartości „club”. Wpisz jedną z: office, culture, ngo,"),
    ("a,ngo,old", "Wiersz 2: przedział wieku „old” nie ma postaci 13-19 ani 60+."),
    (",ngo,", "Wiersz 2, kolumna id: pusta komórka. Wpisz, co do niej należy."),
    ("a,ngo,\na,,", "Wiersz 3: id „a” jest już w wierszu 2."),
]


@pytest.mark.parametrize(("row", "sentence"), BAD_PEOPLE)
def test_a_bad_person_ends_with_two_and_the_line(
    row: str, sentence: str, tables: tuple[Path, Path], written: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = written(f"id,group,age_band\n{row}\n", "zle.csv")
    assert ran(tables[0], bad) == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert told.err.startswith(f"{bad}: {sentence}")


@pytest.mark.parametrize("text", ["", "\n\n", "person,vote,statement\n", "person;statement;vote\n"])
def test_another_header_is_refused(
    text: str, tables: tuple[Path, Path], written: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = written(text, "zle.csv")
    assert ran(bad, tables[1]) == 2
    expected = f"{bad}: Wiersz 1: nagłówek tej tabeli musi brzmieć dokładnie tak: person,statement,vote.\n"
    assert capsys.readouterr().err == expected


def test_what_is_missing_or_named_twice_is_said(
    tables: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["agreement", "--votes", str(tables[0])]) == 2
    assert capsys.readouterr().err == "Nie ma czego liczyć. Podaj obie tabele: --votes PLIK --people PLIK.\n"
    assert ran(tmp_path / "nie-ma.csv", tables[1]) == 2
    assert capsys.readouterr().err.startswith("Nie ma takiego pliku: ")
    assert ran(*tables, "--json", str(tables[0])) == 2
    assert capsys.readouterr().err.startswith("Ten sam plik podano dwa razy: ")
    assert tables[0].read_text(encoding="utf-8") == VOTES
