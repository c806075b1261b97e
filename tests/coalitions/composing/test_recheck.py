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
    answer["members"] = [member for member in answer["members"] if member["id"] != "piekarnia"]


def _twice(answer: Answer) -> None:
    answer["members"].append(answer["members"][0])


def _strange(answer: Answer) -> None:
    answer["members"][0]["id"] = "zzz"


def _bound_above(answer: Answer) -> None:
    answer["bound"] += 1
    answer["gap"] = (answer["bound"] - answer["objective"]) / answer["objective"]


def _worse_table(answer: Answer) -> None:
    answer["alternatives"][0]["members"] = answer["alternatives"][0]["members"][:-3]


def _a_better_table(answer: Answer) -> None:
    """As if the first search had ended too soon: another table is the proposal, and the best one stands beside it."""
    other, names = answer["alternatives"][0], {member["id"]: member for member in answer["members"]}
    own = [{"id": key, "name": key, "reasons": []} | names.get(key, {}) for key in other["members"]]
    answer["alternatives"][0] = other | {"members": [*names], "objective": answer["objective"]}
    answer |= {"status": "feasible", "members": own, "objective": other["objective"]}


def _the_same_table(answer: Answer) -> None:
    answer["alternatives"][0] |= {"members": [member["id"] for member in answer["members"]], "distance": 0}


def _at(*path: str | int, value: Any) -> Callable[[Answer], None]:
    def change(answer: Answer) -> None:
        holder: Any = answer
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = value(holder[path[-1]]) if callable(value) else value

    return change


NOBODY_CLOSED: dict[str, Any] = {"not_groups": [], "not_interest": [], "ids": [], "instead": [], "still_missing": 0}
SMALLER = {"status": "optimal", "objective": 4.0, "bound": 4.0}
IRREPLACEABLE = {"code": "irreplaceable", "text": "bez zastępstwa, inaczej zasad nie da się spełnić"}
REASONS = "Powody: po ponownym policzeniu inne ma: {first}."
LESS_IS_LOST = "Powody: po ponownym policzeniu strata jest mniejsza bez: {second}."
LOCKED = "Powody: po ponownym policzeniu strata jest mniejsza bez: {first}."
ASSUMED = "Założenia: po ponownym policzeniu są inne."
QUESTION = "Pytania: to, o co jest pytanie, wiadomo, albo dotyczy ono kogoś innego: {asked}."
WORDS = "Pytania: to, co mówi pytanie, nie wynika z tego, o co jest – chodzi o: {asked}."
IN_ONE = "W żadnym z dobrych składów: wymieniono kogoś, kto w którymś z nich jest: bank."
CHANGES: list[tuple[Callable[[Answer], None], str]] = [
    (_at("objective", value=lambda given: given + 0.01), "Wartość składu: nie zgadza się. Jest: 5,7625."),
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
    (_gone, "Zasady: inaczej, niż zapisano. Niespełnione: przedsiębiorcy, co najmniej."),
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
        "Zasady: po ponownym policzeniu te wiersze się nie zgadzają: "
        "miejsca ustalone z góry (Biblioteka Wiodąca i „musi być”), co najmniej.",
    ),
    (_at("rules", value=lambda given: [*given, given[0]]), "Zasady: jedna z nich jest wymieniona dwa razy."),
    (_at("alternatives", 0, "objective", value=9.0), "Inny skład B: wartość nie zgadza się."),
    (_at("alternatives", 0, "distance", value=0.9), "Inny skład B: odległość nie zgadza się."),
    (_the_same_table, "Inny skład B: różni się za mało."),
    (_worse_table, "Inny skład B: traci więcej niż 6 %."),
    (_a_better_table, "Inny skład B: jest lepszy od propozycji."),
    (_worse_table, "Inny skład B: nie spełnia zasad."),
    (
        _at("never_proposed", value=["ewa"]),
        "W żadnym z dobrych składów: wymieniono kogoś, kto w którymś z nich jest: ewa.",
    ),
    (_at("members", 0, "reasons", value=[]), "Powody: nie podano żadnego dla: {first}."),
    (_at("members", 0, "name", value="Ktoś"), "Nazwy: wśród kandydatów inną ma: {id}."),
    (_at("known_facts", value=1), "Znane fakty: nie zgadza się. Jest ich: {facts}."),
    (_at("tradeoff", -1, "objective", value=9.0), "Wielkość a wartość: taki wiersz nie jest możliwy, wielkość: 8."),
    (
        _at("tradeoff", 0, value=lambda row: row | SMALLER),
        "Wielkość a wartość: taki wiersz nie jest możliwy, wielkość: 5.",
    ),
    (
        _at("tradeoff", 1, value=lambda row: row | SMALLER),
        "Wielkość a wartość: taki wiersz nie jest możliwy, wielkość: 6.",
    ),
    (_at("tradeoff", 1, "size", value=99), "Wielkość a wartość: taki wiersz nie jest możliwy, wielkość: 99."),
    (_at("members", 0, "reasons", 0, "text", value="zna wszystkich"), REASONS),
    (_at("members", 0, "reasons", 0, "code", value="knows"), REASONS),
    (_at("members", 0, "reasons", value=lambda given: given[1:]), REASONS),
    (_at("members", 0, "reasons", value=lambda given: given[::-1]), REASONS),
    (_at("members", 0, "reasons", value=lambda given: [*given, IRREPLACEABLE]), LOCKED),
    (_at("members", 1, "reasons", value=lambda given: [*given, IRREPLACEABLE]), LESS_IS_LOST),
    (
        _at("members", 1, "reasons", 1, "text", value="bez tego miejsca propozycja jest wyraźnie słabsza"),
        LESS_IS_LOST,
    ),
    (_at("assumed", value=[]), ASSUMED),
    (_at("assumed", 0, "value", value=0.9), ASSUMED),
    (_at("assumed", 0, "ids", value=["ewa"]), ASSUMED),
    (_at("assumed", 0, "text", value="wiemy wszystko"), ASSUMED),
    (_at("questions", 0, "column", value="name"), QUESTION),
    (_at("questions", 0, "column", value="nic"), QUESTION),
    (
        _at("questions", 0, "id", value="gbp"),
        "Pytania: to, o co jest pytanie, wiadomo, albo dotyczy ono kogoś innego: {library}.",
    ),
    (_at("questions", 0, "id", value="zzz"), "Kandydaci: odpowiedź wymienia kogoś, kogo wśród nich nie ma: zzz."),
    (_at("questions", 0, "text", value=lambda text: f"{text.partition(':')[0]}: zupełnie co innego?"), WORDS),
    (_at("questions", 0, "change", value=99), WORDS),
    (_at("questions", 0, "rules", value=["size.min"]), WORDS),
    (_at("alternatives", value=lambda given: given[:-1]), "Inne składy: jest ich więcej, niż zapisano."),
    (_at("never_proposed", value=["bank"]), IN_ONE),
    (
        _at("advice", value=[{"code": "look_for", "text": "Kogo szukać", "rules": [], "profile": {}} | NOBODY_CLOSED]),
        "Kogo brakuje: to nie wynika z podanych zasad i cech: Kogo szukać",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("change", "said"), CHANGES, ids=list(map(str, range(len(CHANGES)))))
def test_an_answer_that_was_changed_is_not_confirmed(
    change: Callable[[Answer], None], said: str, answer: Answer, written: Write, capsys: Told
) -> None:
    first = answer["members"][0]
    words = {
        "first": first["name"],
        "id": first["id"],
        "second": answer["members"][1]["name"],
        "facts": answer["known_facts"],
        "asked": answer["questions"][0]["text"].partition(":")[0],
        "library": next(each["name"] for each in answer["members"] if each["id"] == "gbp"),
    }
    change(answer)
    code, lines, errors = rechecked(written(json.dumps(answer), "a.json"), capsys)
    assert (code, errors) == (1, [])
    assert said.format(**words) in lines


# What is said of these cannot be held against anything, and docs/formats.md says why.
NOT_CHECKED = {"version", "seconds", "method", "seed", "alternatives_complete", "never_proposed_undecided"}


def test_every_part_of_an_answer_is_changed_here_or_said_not_to_be_checked(answer: Answer) -> None:
    changed = set()
    for change, _said in CHANGES:
        other = copy.deepcopy(answer)
        change(other)
        changed |= {key for key in answer if repr(other[key]) != repr(answer[key])}
    assert changed | NOT_CHECKED == set(answer)
    assert changed & NOT_CHECKED == set()
    documented = (
        (ROOT / "docs" / "formats.md")
        .read_text(encoding="utf-8")
        .partition("Not checked, because")[2]
        .partition("\n\n")[0]
    )
    assert [key for key in sorted(NOT_CHECKED) if f"`{key}`" not in documented] == []


def test_who_could_sit_at_a_good_table_is_not_called_never_proposed(
    written: Write, tmp_path: Path, capsys: Told
) -> None:
    """Three alike and two seats: each of them could be there, though one is at none of the tables listed."""
    given = written("id,name,kind,group\n" + "".join(f"{key},{key},,ngo\n" for key in "abcdefgh"))
    rules = written("size = [8, 8]\n[groups]\nngo = { min = 1 }\n", "rules.toml")
    options = ["--candidates", str(given), "--rules", str(rules), "--size", "7"]
    out = tmp_path / "a.json"
    assert cli.main(["compose", *options, "--json", str(out)]) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert rechecked(out, capsys, *options) == (0, CONFIRMED, [])
    (left,) = {*"abcdefgh"} - {member["id"] for member in found["members"]}
    assert (found["alternatives"], found["never_proposed"]) == ([], [])
    path = written(json.dumps(found | {"never_proposed": [left]}), "b.json")
    code, lines, errors = rechecked(path, capsys, *options)
    assert (code, lines, errors) == (
        1,
        [*CONFIRMED, f"W żadnym z dobrych składów: jest taki, w którym miejsce ma: {left}."],
        [],
    )


ADVICE = [
    (
        _at("advice", value=lambda given: [given[0], *given]),
        "Kogo brakuje: do spełnienia zasad wystarczy mniej osób, niż zapisano.",
    ),
    (
        _at("advice", value=lambda given: given[:-1]),
        "Kogo brakuje: nawet z tymi wszystkimi osobami zasad nie da się spełnić.",
    ),
    (
        _at("advice", 0, "text", value="Kogo szukać – grupa: kosmici."),
        "Kogo brakuje: to nie wynika z podanych zasad i cech: Kogo szukać – grupa: kosmici.",
    ),
    (_at("advice", 0, "rules", value=["x.y"]), "Kogo brakuje: to nie wynika z podanych zasad i cech: {text}"),
    (
        _at("advice", 0, "profile", value={"group": "culture"}),
        "Kogo brakuje: to nie wynika z podanych zasad i cech: {text}",
    ),
]


@pytest.mark.parametrize(("change", "said"), ADVICE, ids=list(map(str, range(len(ADVICE)))))
def test_advice_that_was_changed_is_not_confirmed(
    change: Callable[[Answer], None], said: str, written: Write, tmp_path: Path, capsys: Told
) -> None:
    given = written("id,name,kind,group\na,A,,ngo\nb,B,,culture\n")
    rules = written("size = [2, 6]\n[groups]\nbusiness = { min = 2 }\noffice = { min = 1 }\n", "rules.toml")
    options, out = ["--candidates", str(given), "--rules", str(rules)], tmp_path / "a.json"
    assert cli.main(["compose", *options, "--json", str(out)]) == 3
    assert rechecked(out, capsys, *options)[0] == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    text = found["advice"][0]["text"]
    change(found)
    code, lines, errors = rechecked(written(json.dumps(found), "b.json"), capsys, *options)
    assert (code, errors) == (1, [])
    assert said.format(text=text) in lines


OF_ONE_INTEREST = [
    ("id,name,kind,group,interest_group\na,A,,ngo,x\nb,B,,ngo,x\n", "size = [2, 6]\nmax_interest_share = 0.67\n"),
    (
        "id,name,kind,group,interest_group\n"
        + "".join(f"s{number},Szkoła {number},,culture,gmina\n" for number in range(6))
        + "u,Urząd,,office,gmina\nk,KGW,,ngo,\n",
        None,
    ),
    (
        "id,name,kind,group,interest_group,knows\na,A,,ngo,x,b:1\nb,B,,ngo,x,\nc,C,,ngo,x,\n",
        "size = [3, 6]\nmax_interest_share = 0.67\nallow_isolated = false\n",
    ),
]


@pytest.mark.parametrize(("table", "rules"), OF_ONE_INTEREST)
def test_advice_about_interests_is_confirmed(
    table: str, rules: str | None, written: Write, tmp_path: Path, capsys: Told
) -> None:
    out = tmp_path / "a.json"
    named = "prb" if rules is None else str(written(rules, "rules.toml"))
    options = ["--candidates", str(written(table)), "--rules", named]
    assert cli.main(["compose", *options, "--json", str(out)]) == 3
    advice = json.loads(out.read_text(encoding="utf-8"))["advice"]
    assert {tuple(each["not_interest"]) for each in advice} <= {("x",), ("gmina",)}
    assert rechecked(out, capsys, *options)[0] == 0


FULL = (
    "id,name,kind,group\na,A,,ngo\nb,B,,ngo\nc,C,,office\n",
    "size = [4, 6]\n[groups]\nngo = { min = 1, max = 2 }\noffice = { min = 1, max = 1 }\n",
)


def test_where_groups_are_full_advice_says_so_and_other_words_are_not_confirmed(
    written: Write, tmp_path: Path, capsys: Told
) -> None:
    options = ["--candidates", str(written(FULL[0])), "--rules", str(written(FULL[1], "rules.toml"))]
    out = tmp_path / "a.json"
    assert cli.main(["compose", *options, "--json", str(out)]) == 3
    found = json.loads(out.read_text(encoding="utf-8"))
    (advice,) = found["advice"]
    assert (advice["profile"], advice["not_groups"], advice["not_interest"]) == ({}, ["office", "ngo"], [])
    told = advice["text"].rpartition(": ")[2]
    assert told == "organizacje społeczne, urząd gminy."
    assert rechecked(out, capsys, *options)[0] == 0
    found["advice"] = [advice | {"not_groups": ["ngo"], "text": advice["text"].replace(", urząd gminy", "")}]
    code, lines, _errors = rechecked(written(json.dumps(found), "b.json"), capsys, *options)
    assert (code, lines[-1]) == (1, "Kogo brakuje: w grupie, której nie wykluczono, nie ma miejsca: urząd gminy.")
    more = advice["text"].replace("organizacje", "oświata i kultura, organizacje")
    found["advice"] = [advice | {"not_groups": ["office", "culture", "ngo"], "text": more}]
    code, lines, _errors = rechecked(written(json.dumps(found), "b.json"), capsys, *options)
    assert (code, lines[-1]) == (1, f"Kogo brakuje: pomógłby też ktoś z wykluczonych: {more}")


@pytest.mark.slow
def test_an_answer_in_english_is_confirmed_on_a_polish_terminal(
    tmp_path: Path, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.json"
    with monkeypatch.context() as english:
        english.setenv("LC_ALL", "en_GB.UTF-8")
        assert cli.main(["compose", *INPUTS, "--json", str(out)]) == 0
    assert "Nobody" in out.read_text(encoding="utf-8") or "nobody" in out.read_text(encoding="utf-8")
    assert rechecked(out, capsys) == (0, CONFIRMED, [])


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


@pytest.mark.slow
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


def test_locks_that_stand_against_the_rules_are_named_by_id_and_confirmed(
    written: Write, tmp_path: Path, capsys: Told
) -> None:
    given = written("id,name,kind,group,lock\na,A,,ngo,\no,O,,office,never\np,P,,office,never\n")
    rules = written("[groups]\noffice = { min = 1 }\n", "rules.toml")
    options = ["--candidates", str(given), "--rules", str(rules)]
    out = tmp_path / "a.json"
    assert cli.main(["compose", *options, "--json", str(out)]) == 3
    found = json.loads(out.read_text(encoding="utf-8"))
    first, then = found["advice"]
    assert (first["code"], sorted([*first["ids"], *first["instead"]]), first["still_missing"]) == (
        "unlock",
        ["o", "p"],
        0,
    )
    assert (then["code"], then["profile"]) == ("look_for", {"group": "office"})
    assert rechecked(out, capsys, *options)[0] == 0
    first["ids"] = ["zzz"]
    code, lines, _errors = rechecked(written(json.dumps(found), "b.json"), capsys, *options)
    assert (code, lines) == (1, ["Kandydaci: odpowiedź wymienia kogoś, kogo wśród nich nie ma: zzz."])


@pytest.mark.parametrize(
    ("table", "rules", "asked"),
    [
        (
            "id,name,kind,group,interest_group,influence,willingness\n"
            "a,Anna,organisation,ngo,p,0.9,0.8\nb,Bob,organisation,ngo,,0.9,0.8\nc,Cyd,organisation,ngo,q,0.1,0.3\n",
            "size = [2, 2]\nmax_interest_share = 0.5\n",
            ["Bob: czy podlega: p? Odpowiedź może zmienić 1 miejsce."],
        ),
        (
            "id,name,kind,group,influence,willingness,knows\n"
            "a,Anna,organisation,ngo,0.9,0.8,b:1\nb,Bob,organisation,office,0.9,0.8,a:1\n"
            "c,Cyd,organisation,culture,1,0.8,\n",
            "size = [2, 3]\nallow_isolated = false\n",
            ["Cyd: kogo zna ze składu? Odpowiedź może zmienić 1 miejsce."],
        ),
    ],
)
def test_what_is_asked_of_interests_and_ties_is_confirmed(
    table: str, rules: str, asked: list[str], written: Write, capsys: Told
) -> None:
    out = written("", "a.json")
    inputs = ["--candidates", str(written(table)), "--rules", str(written(rules, "r.toml"))]
    assert cli.main(["compose", *inputs, "--json", str(out)]) == 0
    assert [each["text"] for each in json.loads(out.read_text(encoding="utf-8"))["questions"]] == asked
    assert rechecked(out, capsys, *inputs) == (0, CONFIRMED, [])
