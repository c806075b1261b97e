"""`koalicja compose` and `koalicja recheck`: exit codes, files, one line for bad input, no database."""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from koalicja import cli
from koalicja.coalitions.composing import command
from koalicja.coalitions.composing.asking import Asked, asked_of
from koalicja.coalitions.composing.command import language_of
from tests.coalitions.composing.test_answer import SCHEMA

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = str(ROOT / "docs" / "examples" / "candidates.csv")
Write = Callable[..., Path]
Answer = tuple[int, dict[str, Any]]


def composed(candidates: str | Path, *options: str, rules: str | Path = "prb", out: Path) -> Answer:
    code = cli.main(["compose", "--candidates", str(candidates), "--rules", str(rules), "--json", str(out), *options])
    answer = json.loads(out.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(answer)
    return code, answer


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "odpowiedz.json"


@pytest.mark.slow
def test_the_example_is_composed_to_the_proved_best(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "strona.html"
    code, answer = composed(EXAMPLE, "--size", "5-8", "--library", "gbp", "--html", str(page), out=out)
    told = capsys.readouterr()
    assert (code, answer["status"], told.err) == (0, "optimal", "")
    assert answer["gap"] == 0
    assert "gbp" in [member["id"] for member in answer["members"]]
    assert [row["name"] for row in answer["rules"] if not row["met"]] == []
    assert [member["id"] for member in answer["members"] if not member["reasons"]] == []
    assert (len(answer["alternatives"]), answer["alternatives_complete"]) == (4, True)
    assert told.out.startswith(f"Skład: {len(answer['members'])} miejsc")
    assert "<h1>Kogo zaprosić</h1>" in page.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_file_that_is_read_slowly_takes_nothing_of_the_time_to_compute(
    out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [0.0]

    def read_slowly(options: argparse.Namespace) -> Asked:
        now[0] += 10 * command.TOTAL
        return asked_of(options)

    monkeypatch.setattr(command, "asked_of", read_slowly)
    inputs = {"candidates": EXAMPLE, "rules": "prb", "size": "5-8", "gmina": "", "library": "", "html": ""}
    options = argparse.Namespace(**inputs, json=str(out), seed="1", time_limit="8")
    assert command.run_compose(options, clock=lambda: now[0]) == 0
    answer = json.loads(out.read_text(encoding="utf-8"))
    assert (answer["status"], answer["seconds"], capsys.readouterr().err) == ("optimal", 0.0, "")


def test_whether_two_know_each_other_is_asked_once(out: Path) -> None:
    _code, answer = composed(EXAMPLE, out=out)
    asked = [{each["id"], each.get("value", "")} for each in answer["questions"] if each["column"] == "knows"]
    assert len(asked) == len({frozenset(each) for each in asked})


@pytest.mark.slow
def test_the_order_of_rows_changes_nothing(out: Path, written: Write) -> None:
    head, *rows = Path(EXAMPLE).read_text(encoding="utf-8").splitlines()
    turned = written("\n".join([head, *reversed(rows)]) + "\n")
    answers = [composed(path, "--size", "5-8", out=out)[1] for path in (EXAMPLE, turned)]
    kept = [{key: value for key, value in answer.items() if key != "seconds"} for answer in answers]
    assert kept[0] == kept[1]


def test_rules_that_cannot_be_met_end_with_three_and_whom_to_look_for(out: Path, written: Write) -> None:
    names = "OSP Olszynki\nSzkoła Podstawowa nr 1\nUrząd Gminy\nPrzedszkole Bajka\nKGW Jagoda\nGOPS\nGOK\nParafia\n"
    code, answer = composed(written(names, "lista.txt"), "--gmina", "300903", out=out)
    assert (code, answer["status"]) == (3, "infeasible")
    assert answer["members"]
    groups = sorted(advice["profile"].get("group") or advice["profile"].get("kind", "") for advice in answer["advice"])
    assert groups == ["business", "resident", "resident"]


def test_advice_added_as_rows_makes_the_rules_meetable(out: Path, written: Write) -> None:
    table = "id,name,kind,group,sector,age_band,interest_group,villages,offers,areas,knows\n"
    table += "".join(f"{group}{at},,,{group},,,,,,,\n" for group in ("office", "culture", "ngo") for at in range(3))
    path = written(table)
    advice = composed(path, out=out)[1]["advice"]
    rows = [{"id": f"new-{at}"} | each["profile"] for at, each in enumerate(advice)]

    def with_rows(added: list[dict[str, Any]]) -> int:
        fields = table.splitlines()[0].split(",")
        larger = path.with_name("wieksza.csv")
        with larger.open("w", encoding="utf-8", newline="") as file:
            file.write(table)
            writer = csv.DictWriter(file, fields)
            for row in added:
                writer.writerow({key: "|".join(v) if isinstance(v, list) else v for key, v in row.items()})
        return composed(larger, out=out)[0]

    assert with_rows(rows) == 0
    assert [with_rows(rows[:at] + rows[at + 1 :]) for at in range(len(rows))] == [3] * len(rows)


BAD = [
    (["--candidates", "/nowhere.csv"], "Nie ma takiego pliku: /nowhere.csv. Sprawdź nazwę i folder."),
    (["--rules", "prp"], "Nie ma zasad „prp”: to ani plik, ani gotowy zestaw (prb)."),
    (
        ["--size", "20-12"],
        "Wielkość składu jest na odwrót: „20-12”. Najpierw wpisz mniejszą liczbę: --size 12-20.",
    ),
    (
        ["--size", "abc"],
        "Wielkość składu nie jest zakresem: „abc”. Podaj dwie liczby całkowite, na przykład --size 12-20.",
    ),
    (["--size", ""], "Wielkość składu nie jest zakresem: „”. Podaj dwie liczby całkowite, na przykład --size 12-20."),
    (["--candidates", "/"], "To folder, a nie plik: /. Podaj plik, który w nim jest."),
    (["--rules", "/"], "To folder, a nie plik: /. Podaj plik, który w nim jest."),
    (
        ["--candidates", "/dev/null"],
        "To urządzenie albo potok, a nie plik na dysku: /dev/null. Najpierw zapisz to jako plik.",
    ),
    (["--candidates", "a\0b"], "Nie ma takiego pliku: a\0b. Sprawdź nazwę i folder."),
    (["--seed", "x"], "Ziarno (--seed) nie jest liczbą całkowitą od 0 do 2147483647: „x”."),
    (["--seed", "-1"], "Ziarno (--seed) nie jest liczbą całkowitą od 0 do 2147483647: „-1”."),
    (["--time-limit", "0"], "Limit czasu nie jest liczbą sekund większą od 0: „0”."),
    (["--time-limit", "-1"], "Limit czasu nie jest liczbą sekund większą od 0: „-1”."),
    (["--time-limit", "nan"], "Limit czasu nie jest liczbą sekund większą od 0: „nan”."),
    (["--library", "nikt"], "Nikt na liście nie ma id podanego jako --library: „nikt”. Sprawdź id w tabeli."),
    (["--gmina", "999999"], "Nie znamy gminy o tym kodzie: „999999”. Podaj sześć cyfr jej kodu TERYT."),
    (["--json", "/nowhere/a.json"], "Nie można zapisać pliku: /nowhere/a.json. Sprawdź folder i uprawnienia."),
    (["--json", "a\0b"], "Nie można zapisać pliku: a\0b. Sprawdź folder i uprawnienia."),
    (
        ["--json", EXAMPLE],
        f"Ten sam plik podano dwa razy: {EXAMPLE}. Nadaj każdemu własną nazwę, żeby żaden nie zniknął.",
    ),
    (["--html", "/"], "Nie można zapisać pliku: /. Sprawdź folder i uprawnienia."),
]


@pytest.mark.parametrize(("options", "sentence"), BAD, ids=[" ".join(options) for options, _ in BAD])
def test_bad_input_ends_with_two_and_one_line(
    options: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"--candidates": EXAMPLE, "--rules": "prb"} | dict([options])
    assert cli.main(["compose", *(word for pair in given.items() for word in pair)]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"{sentence}\n")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "Brakuje listy, z której można wybierać. Podaj plik: --candidates PLIK."),
        (
            ["--candidates", "a.csv"],
            "Brakuje zasad. Podaj je: --rules prb albo własny plik: --rules PLIK.toml.",
        ),
    ],
)
def test_a_missing_list_and_missing_rules_end_with_two_and_one_line(
    options: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["compose", *options]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"{sentence}\n")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["compose", "--x", "1"], "Nie ma takiej opcji: --x 1. Wszystkie opcje: koalicja --help."),
        (["compose", "--json"], "Po opcji --json brakuje wartości. Co tam wpisać: koalicja compose --help."),
        (["recheck"], "Czegoś brakuje: RUN. Co tam wpisać: koalicja recheck --help."),
    ],
)
def test_what_is_no_option_ends_with_two_and_one_line(
    options: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(options)
    told = capsys.readouterr()
    assert (ended.value.code, told.out, told.err) == (2, "", f"{sentence}\n")


def test_two_files_of_one_name_are_refused_before_the_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, again = str(tmp_path / "a"), str(tmp_path / "." / "a")
    assert cli.main(["compose", "--candidates", EXAMPLE, "--rules", "prb", "--json", out, "--html", again]) == 2
    assert capsys.readouterr().err.startswith("Ten sam plik podano dwa razy: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_file_that_cannot_be_written_after_all_leaves_no_other_and_no_part(
    tmp_path: Path, written: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    """/dev/full takes no byte: what a full disk does."""
    kept = written("dawna treść", "a.json")
    for out in (["--json", str(kept), "--html", "/dev/full"], ["--html", str(kept), "--json", "/dev/full"]):
        assert cli.main(["compose", "--candidates", EXAMPLE, "--rules", "prb", "--size", "5-8", *out]) == 2
        told = capsys.readouterr()
        assert (told.out, told.err) == ("", "Nie można zapisać pliku: /dev/full. Sprawdź folder i uprawnienia.\n")
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("a.json", "dawna treść")]


def test_an_answer_may_go_to_a_device(capsys: pytest.CaptureFixture[str]) -> None:
    both = ["--json", "/dev/null", "--html", "/dev/null"]
    assert cli.main(["compose", "--candidates", EXAMPLE, "--rules", "prb", "--size", "5-8", *both]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("size", "code"), [("5-8", 0), ("20-30", 3)])
def test_the_page_names_nobody_who_was_ruled_out_or_chosen_beforehand(
    size: str, code: int, tmp_path: Path, written: Write
) -> None:
    """The others of whom no table has need are named; who is locked was asked for, not found."""
    head = "id,name,kind,group,conflicts,lock\n"
    rows = "".join(
        f"{group}{at},{group} {at},,{group},,\n" for group in ("office", "culture", "ngo") for at in range(3)
    )
    locked = "out,Wykluczona Firma,,business,,never\none,Jeden Musi,,ngo,two,must\ntwo,Drugi Musi,,ngo,,must\n"
    page, out = tmp_path / "a.html", tmp_path / "a.json"
    rules = written("size = [4, 5]\n[groups]\nbusiness = { min = 1 }\n", "rules.toml")
    given = written(head + rows + locked)
    cli.main(["compose", "--candidates", str(given), "--rules", str(rules), "--html", str(page), "--json", str(out)])
    named = page.read_text(encoding="utf-8").partition("W żadnym z dobrych składów")[2].partition("<h2>")[0]
    assert "out" in json.loads(out.read_text(encoding="utf-8"))["never_proposed"]
    assert [name for name in ("Wykluczona Firma", "Jeden Musi", "Drugi Musi") if name in named] == []


def test_a_bad_row_ends_with_two_and_its_line(written: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = written("id,name,kind,group,influence\na,A,,,\nb,B,,,1.5\n")
    assert cli.main(["compose", "--candidates", str(path), "--rules", "prb"]) == 2
    assert capsys.readouterr().err == "Wiersz 3, kolumna influence: 1.5 wykracza poza zakres 0–1.\n"


@pytest.mark.slow
def test_no_database_and_no_settings_are_needed(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KOALICJA_", "DJANGO_"))}
    environment |= {"KOALICJA_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "LC_ALL": "en_GB.UTF-8"}
    out = tmp_path / "answer.json"
    command = [sys.executable, "-m", "koalicja.cli", "compose", "--candidates", EXAMPLE, "--rules", "prb"]
    done = subprocess.run(
        [*command, "--size", "5-8", "--json", str(out)],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("A table of ")
    assert json.loads(out.read_text(encoding="utf-8"))["status"] == "optimal"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "pl"),
        ({"LANG": "C.UTF-8"}, "pl"),
        ({"LANG": "pl_PL.UTF-8"}, "pl"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "pl_PL.UTF-8"}, "pl"),
        ({"LANG": "pl_PL.UTF-8", "LC_MESSAGES": "en_GB"}, "en"),
    ],
)
def test_polish_is_spoken_unless_the_terminal_is_english(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


@pytest.mark.slow
@pytest.mark.parametrize("rules", ["leader", "twelve-sectors"])
def test_the_examples_of_the_documents_run(rules: str, out: Path) -> None:
    code, answer = composed(EXAMPLE, rules=ROOT / "docs" / "examples" / f"{rules}.toml", out=out)
    assert (code, answer["status"]) == (3, "infeasible")
    assert answer["advice"]


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "gmina"),
    [
        ("institutions/pkw2020_obwody_glosowania.xlsx", "300910"),
        ("messy/rspo_sample_2020.csv", ""),
        ("messy/szkoly_kujaw_pom.xlsx", "046301"),
        ("messy/szkoly_podlasie.xls", "200301"),
        ("messy/szkoly_podlasie.xls", "206101"),
    ],
)
def test_real_lists_get_a_partial_table_and_advice(name: str, gmina: str, out: Path, data_folder: Path) -> None:
    code, answer = composed(data_folder / name, "--gmina", gmina, out=out)
    assert (code, answer["status"]) == (3, "infeasible")
    assert answer["members"]
    wanted = {advice["profile"].get("group") or advice["profile"].get("kind") for advice in answer["advice"]}
    assert {"business", "resident"} <= wanted


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "gmina"),
    [
        ("messy/rspo_sample_2020.csv", ""),
        ("messy/szkoly_kujaw_pom.xlsx", "046101"),
        ("messy/szkoly_podlasie.xls", "206101"),
    ],
)
def test_a_list_of_schools_gives_a_table_where_the_rules_ask_for_schools_only(
    name: str, gmina: str, out: Path, data_folder: Path, written: Write
) -> None:
    rules = written("size = [8, 12]\n[groups]\nculture = { min = 5 }\n", "szkoly.toml")
    code, answer = composed(data_folder / name, "--gmina", gmina, rules=rules, out=out)
    assert (code, [row["name"] for row in answer["rules"] if not row["met"]]) == (0, [])


@pytest.mark.data
def test_a_table_of_the_population_gets_a_sentence(data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(data_folder / "messy" / "bdl_export_ludnosc.csv")
    assert cli.main(["compose", "--candidates", path, "--gmina", "200301", "--rules", "prb"]) == 2
    assert re.fullmatch(r"To nie wygląda na listę organizacji.*\n", capsys.readouterr().err)


@pytest.mark.slow
def test_a_reader_who_has_seen_enough_is_no_error(written: Write) -> None:
    names = written("OSP Olszynki\nSzkoła Podstawowa nr 1\n", "lista.txt")
    command = [sys.executable, "-m", "koalicja.cli", "compose", "--candidates", str(names), "--gmina", "300903"]
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run([*command, "--rules", "prb"], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (ended.returncode, ended.stderr.decode()) == (141, "")


def test_each_seat_of_the_short_answer_has_its_group_and_reasons_apart(written: Write, capsys: Any, out: Path) -> None:
    composed(written("OSP Gorzów Wielkopolski\nUrząd Gminy\n", "lista.txt"), "--gmina", "300903", out=out)
    seats = [line.split(" | ")[:2] for line in capsys.readouterr().out.splitlines() if " | " in line]
    assert [[part.strip() for part in seat] for seat in seats] == [
        ["OSP Gorzów Wielkopolski", "organizacje społeczne"],
        ["Urząd Gminy", "urząd gminy"],
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "pl",
            "Zapisana propozycja jest w bazie serwisu, a tu brakuje jego ustawień: KOALICJA_SECRET_KEY. Ustaw to, "
            "czego potrzebuje `koalicja serve`, albo KOALICJA_DEMO=1 dla przykładu.\n",
        ),
        (
            "en",
            "A stored proposal is read from the database of the site, whose settings are missing here: "
            "KOALICJA_SECRET_KEY. Set what `koalicja serve` needs, or KOALICJA_DEMO=1 for the demo.\n",
        ),
    ],
)
def test_a_stored_proposal_without_the_settings_of_the_site_is_refused_in_the_language_of_the_terminal(
    language: str, said: str
) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("KOALICJA_", "LC_", "LANG"))}
    command = [sys.executable, "-m", "koalicja.cli", "recheck", "1"]
    ended = subprocess.run(command, env=own | {"LANG": language}, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", said)


def test_the_help_says_what_is_needed_how_it_ends_and_where_the_formats_stand(capsys: Any) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["compose", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert end.value.code == 0
    sentences = (
        "--candidates and --rules are needed.",
        "Ends with 0 and a table that keeps the rules, 3 when the rules cannot be met",
        "4 when neither was found out in the time, 2 and one sentence on standard error for bad input.",
        "docs/formats.md",
        "docs/algorithms/composition-1.md",
    )
    assert [each for each in sentences if each not in told] == []
