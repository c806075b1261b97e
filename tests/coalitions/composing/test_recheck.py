"""`koalicja recheck` of a JSON answer: an honest one is confirmed, whatever is changed in it is found."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from koalicja import cli

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = str(ROOT / "docs" / "examples" / "candidates.csv")
LEADER = str(ROOT / "docs" / "examples" / "leader.toml")
INPUTS = ["--candidates", EXAMPLE, "--rules", "prb", "--size", "5-8"]
CONFIRMED = [
    "Zasady: wszystkie spełnione.",
    "Wartość składu: zgadza się.",
    "Granica: udowodniona ponownie.",
    "Skład: znowu ten sam.",
]
Answer = dict[str, Any]
Write = Callable[..., Path]
Told = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    out = tmp_path_factory.mktemp("answers") / "a.json"
    assert cli.main(["compose", *INPUTS, "--json", str(out)]) == 0
    found: Answer = json.loads(out.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def answer(composed: Answer) -> Answer:
    return copy.deepcopy(composed)


def rechecked(path: Path, told: Told, *options: str) -> tuple[int, list[str], list[str]]:
    told.readouterr()
    code = cli.main(["recheck", str(path), *(options or INPUTS)])
    said = told.readouterr()
    return code, said.out.splitlines(), said.err.splitlines()


def test_a_written_answer_is_confirmed(answer: Answer, written: Write, capsys: Told) -> None:
    assert rechecked(written(json.dumps(answer), "a.json"), capsys) == (0, CONFIRMED, [])


def test_a_partial_answer_is_confirmed(tmp_path: Path, capsys: Told) -> None:
    out = tmp_path / "a.json"
    inputs = ["--candidates", EXAMPLE, "--rules", LEADER]
    assert cli.main(["compose", *inputs, "--json", str(out)]) == 3
    code, said, errors = rechecked(out, capsys, *inputs)
    assert (code, said[1:], errors) == (0, CONFIRMED[1:], [])
    assert said[0].startswith("Zasady: tak, jak zapisano. Niespełnione: ")


def _gone(answer: Answer) -> None:
    answer["members"].pop()


def _twice(answer: Answer) -> None:
    answer["members"].append(answer["members"][0])


def _strange(answer: Answer) -> None:
    answer["members"][0]["id"] = "zzz"


def _bound_above(answer: Answer) -> None:
    answer["bound"] += 1
    answer["gap"] = (answer["bound"] - answer["objective"]) / answer["objective"]


def _worse_table(answer: Answer) -> None:
    answer["alternatives"][0]["members"] = answer["alternatives"][0]["members"][:-3]


def _the_same_table(answer: Answer) -> None:
    answer["alternatives"][0] |= {"members": [member["id"] for member in answer["members"]], "distance": 0}


def _at(*path: str | int, value: Any) -> Callable[[Answer], None]:
    def change(answer: Answer) -> None:
        holder: Any = answer
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = value(holder[path[-1]]) if callable(value) else value

    return change


CHANGES: list[tuple[Callable[[Answer], None], str]] = [
    (_at("objective", value=lambda given: given + 0.01), "Wartość składu: nie zgadza się. Jest: 5,725."),
    (_at("objective", value=None), "Stan: nie zgadza się ze składem i jego wartością."),
    (_at("status", value="unknown"), "Stan: nie zgadza się ze składem i jego wartością."),
    (_at("status", value="infeasible"), "Teraz zasady da się spełnić: policz jeszcze raz."),
    (_at("gap", value=0.2), "Luka: nie wynika z wartości składu i granicy."),
    (_at("gap", value=None), "Luka: nie wynika z wartości składu i granicy."),
    (_bound_above, "Granica: różni się od wartości składu, choć skład ma być najlepszy."),
    (_at("bound", value=1.0), "Granica: leży poniżej wartości składu."),
    (_at("bound", value=None), "Granica: brakuje jej, choć skład jest."),
    (_at("bound", value=float("inf")), "Wartość składu, granica i luka: któraś z nich nie jest liczbą."),
    (_at("objective", value=float("nan")), "Wartość składu, granica i luka: któraś z nich nie jest liczbą."),
    (_gone, "Zasady: inaczej, niż zapisano. Niespełnione: urząd gminy, co najmniej."),
    (_twice, "Skład: ktoś jest w nim dwa razy."),
    (_strange, "Kandydaci: odpowiedź wymienia kogoś, kogo wśród nich nie ma: zzz."),
    (
        _at("rules", 0, "actual", value=7),
        "Zasady: po ponownym policzeniu te wiersze się nie zgadzają: miejsca przy stole, co najmniej.",
    ),
    (
        _at("rules", 0, "required", value=float("inf")),
        "Zasady: po ponownym policzeniu te wiersze się nie zgadzają: miejsca przy stole, co najmniej.",
    ),
    (_at("rules", 0, "met", value=False), "Stan: nie zgadza się z tym, które zasady są spełnione."),
    (
        _at("rules", value=lambda given: given[:-1]),
        "Zasady: po ponownym policzeniu te wiersze się nie zgadzają: miejsca wskazane z góry, co najmniej.",
    ),
    (_at("rules", value=lambda given: [*given, given[0]]), "Zasady: jedna z nich jest wymieniona dwa razy."),
    (_at("alternatives", 0, "objective", value=9.0), "Inny skład B: wartość nie zgadza się."),
    (_at("alternatives", 0, "distance", value=0.9), "Inny skład B: odległość nie zgadza się."),
    (_the_same_table, "Inny skład B: różni się za mało."),
    (_worse_table, "Inny skład B: traci więcej niż 6 %."),
    (_worse_table, "Inny skład B: nie spełnia zasad."),
    (
        _at("never_proposed", value=["ewa"]),
        "W żadnym z dobrych składów: wymieniono kogoś, kto w którymś z nich jest: ewa.",
    ),
    (_at("members", 0, "reasons", value=[]), "Powody: nie podano żadnego dla: {first}."),
    (_at("members", 0, "name", value="Ktoś"), "Nazwy: wśród kandydatów inną ma: {id}."),
    (_at("known_facts", value=1), "Znane fakty: nie zgadza się. Jest ich: {facts}."),
    (_at("tradeoff", -1, "objective", value=9.0), "Wielkość a wartość: taki wiersz nie jest możliwy, wielkość: 8."),
]


@pytest.mark.parametrize(("change", "said"), CHANGES, ids=list(map(str, range(len(CHANGES)))))
def test_an_answer_that_was_changed_is_not_confirmed(
    change: Callable[[Answer], None], said: str, answer: Answer, written: Write, capsys: Told
) -> None:
    first = answer["members"][0]
    words = {"first": first["name"], "id": first["id"], "facts": answer["known_facts"]}
    change(answer)
    code, lines, errors = rechecked(written(json.dumps(answer), "a.json"), capsys)
    assert (code, errors) == (1, [])
    assert said.format(**words) in lines


ONE = "id,name,kind,group\na,A,,ngo\n"
BUSINESS = "size = [1, 3]\n[groups]\nbusiness = { min = 1 }\n"


@pytest.fixture
def partial(written: Write, tmp_path: Path) -> list[str]:
    """Options of a recheck whose answer says that the rules cannot be met."""
    options = ["--candidates", str(written(ONE)), "--rules", str(written(BUSINESS, "rules.toml"))]
    assert cli.main(["compose", *options, "--json", str(tmp_path / "a.json")]) == 3
    return options


def test_rules_that_can_be_met_now_are_said_in_one_sentence(
    partial: list[str], tmp_path: Path, written: Write, capsys: Told
) -> None:
    written(ONE + "b,B,,business\n")
    told = rechecked(tmp_path / "a.json", capsys, *partial)
    assert told == (1, ["Teraz zasady da się spełnić: policz jeszcze raz."], [])


def test_an_answer_without_a_table_holds_nothing_to_check(answer: Answer, written: Write, capsys: Told) -> None:
    nothing = {"objective": None, "gap": None, "members": [], "rules": [], "alternatives": [], "tradeoff": []}
    path = written(json.dumps(answer | nothing | {"status": "unknown"}), "a.json")
    code, lines, errors = rechecked(path, capsys)
    assert (code, lines) == (2, [])
    assert errors == [
        f"W odpowiedzi {path} nie ma składu: w podanym czasie nic nie znaleziono, więc nie ma czego sprawdzać."
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}", "brakuje „method” albo ma niewłaściwą postać."),
        ("[]", "brakuje „status” albo ma niewłaściwą postać."),
        ("[", "to nie JSON."),
        (b"\xff\xfe\x00", "to nie JSON."),
        ('{"method": "composition-1", "status": []}', "brakuje „status” albo ma niewłaściwą postać."),
    ],
)
def test_what_is_no_answer_ends_with_two(content: str | bytes, said: str, written: Write, capsys: Told) -> None:
    path = written(content, "a.json")
    code, lines, errors = rechecked(path, capsys)
    assert (code, lines) == (2, [])
    assert errors == [f"Plik {path} nie jest odpowiedzią polecenia koalicja compose: {said}"]


@pytest.mark.parametrize("key", ["members", "rules", "alternatives", "never_proposed", "tradeoff", "objective", "seed"])
@pytest.mark.parametrize("value", ["x", {}, [1], [[]], True])
def test_a_value_of_another_kind_is_named(key: str, value: Any, answer: Answer, written: Write, capsys: Told) -> None:
    code, lines, errors = rechecked(written(json.dumps(answer | {key: value}), "a.json"), capsys)
    assert (code, lines, len(errors)) == (2, [], 1)
    assert errors[0].endswith(f"brakuje „{key}” albo ma niewłaściwą postać.")


def test_a_recheck_without_its_inputs_ends_with_two(answer: Answer, written: Write, capsys: Told) -> None:
    code, lines, errors = rechecked(written(json.dumps(answer), "a.json"), capsys, "--rules", "prb")
    assert (code, lines) == (2, [])
    assert errors == ["Żeby sprawdzić plik ponownie, podaj listę i zasady: --candidates PLIK --rules ZASADY."]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/", "To folder, a nie plik: /. Podaj plik, który w nim jest."),
        ("/nowhere.json", "Nie ma takiego pliku: /nowhere.json. Sprawdź nazwę i folder."),
    ],
)
def test_what_is_no_file_is_said(name: str, said: str, capsys: Told) -> None:
    assert rechecked(Path(name), capsys) == (2, [], [said])
