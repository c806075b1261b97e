"""One phone in one village under two names: asked about, unless they surely share a switchboard."""

from typing import Any

import pytest

from koalicja.engine.matching.rows import ParsedRow, RegisterEntry, Verdict, judge
from tests.engine.matching.facts import GAZETTEER

PHONE = "75 100 20 30"


def row(number: int, name: str, **values: str) -> ParsedRow:
    return ParsedRow(number, {"name": name, "gmina_code": "020102", "village": "Lipowo", "phone": PHONE, **values})


def judged(rows: list[ParsedRow], register: tuple[RegisterEntry, ...] = (), **over: Any) -> list[Verdict]:
    return list(judge(rows, register=register, gazetteer=GAZETTEER, **{"by_phone": True, **over}))


def told(one: ParsedRow, other: ParsedRow) -> list[tuple[str, str, int | None]]:
    return [(verdict.outcome, verdict.code, verdict.like_row) for verdict in judged([one, other])]


NEW = ("new", "new_here", None)


def test_a_row_with_the_phone_and_village_of_an_earlier_one_is_doubtful() -> None:
    assert told(row(2, "Zielona Dolina"), row(3, "Klub Sokół")) == [NEW, ("doubtful", "same_phone", 2)]
    assert judged([row(2, "Zielona Dolina"), row(3, "Klub Sokół")])[1].params == {"row": "2"}


def test_a_row_with_the_phone_and_village_of_an_entry_is_shown_beside_it() -> None:
    known = RegisterEntry("7", row(0, "Zielona Dolina", phone="+48 75-100-20-30").values)
    verdict = judged([row(2, "Klub Sokół")], (known,))[0]
    assert (verdict.outcome, verdict.code) == ("doubtful", "likely_duplicate")
    assert [(match.id, match.verdict, match.code) for match in verdict.duplicates] == [("7", "likely", "same_phone")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Szkoła Podstawowa", "Przedszkole"),
        ("Technikum", "Liceum Ogólnokształcące"),
        ("OSP", "KGW"),
        ("Gminny Ośrodek Kultury", "Gminna Biblioteka Publiczna"),
        ("Klub nr 1", "Dom Złotej Jesieni nr 2"),
        ("Jan Kowalski", "Klub Sokół"),
        ("Jan Kowalski", "Anna Kowalska"),
    ],
)
def test_institutions_that_share_a_switchboard_and_people_of_one_household_are_two(one: str, other: str) -> None:
    assert told(row(2, one), row(3, other)) == [NEW, NEW]


@pytest.mark.parametrize(("one", "other"), [("KGW Jagoda", "KGW Malina"), ("Sklep U Ani", "Sklep Maciejka")])
def test_two_of_one_kind_that_no_house_has_twice_are_asked_about(one: str, other: str) -> None:
    assert told(row(2, one), row(3, other)) == [NEW, ("doubtful", "same_phone", 2)]


@pytest.mark.parametrize(
    "other",
    [{"village": "Zarzecze"}, {"village": ""}, {"phone": "75 100 20 31"}, {"phone": "112"}, {"regon": "210203232"}],
)
def test_another_village_phone_or_number_of_a_register_makes_two(other: dict[str, str]) -> None:
    one = row(2, "Zielona Dolina", regon="356297000", **({"phone": "112"} if other.get("phone") == "112" else {}))
    assert told(one, row(3, "Klub Sokół", **other)) == [NEW, NEW]


def test_where_no_village_is_said_nothing_is_asked() -> None:
    assert told(row(2, "Zielona Dolina", village=""), row(3, "Klub Sokół", village="")) == [NEW, NEW]


def test_one_of_several_phones_of_a_cell_is_enough_and_the_question_is_asked_for() -> None:
    several = row(3, "Klub Sokół", phone="600 100 100; 75 100 20 30")
    assert told(row(2, "Zielona Dolina"), several)[1] == ("doubtful", "same_phone", 2)
    assert [v.outcome for v in judged([row(2, "Zielona Dolina"), several], by_phone=False)] == ["new", "new"]


@pytest.mark.parametrize("phone", ["600 100 100; 75/1002030", "600 100 100 lub (0-75) 100-20-30 wew. 12"])
def test_any_phone_of_an_entry_is_evidence(phone: str) -> None:
    known = RegisterEntry("7", row(0, "Zielona Dolina", phone=phone).values)
    verdict = judged([row(2, "Klub Sokół")], (known,))[0]
    assert [(match.id, match.code) for match in verdict.duplicates] == [("7", "same_phone")]


@pytest.mark.parametrize("phone", ["75/100 20 30", "+48 75 1002030 wew. 3", "600 100 100, 75 100 20 30"])
def test_a_phone_that_the_register_has_however_written_is_no_change(phone: str) -> None:
    known = RegisterEntry("7", row(0, "Klub Sokół", phone="600-100-100; 0-75 100 20 30").values)
    assert [verdict.outcome for verdict in judged([row(2, "Klub Sokół", phone=phone)], (known,))] == ["same"]


def test_a_second_phone_in_a_cell_is_a_change() -> None:
    known = RegisterEntry("7", row(0, "Klub Sokół").values)
    verdict = judged([row(2, "Klub Sokół", phone=f"{PHONE} lub 600 100 200")], (known,))[0]
    assert [(change.field, change.new) for change in verdict.changes] == [("phone", f"{PHONE} lub 600 100 200")]
