"""Which gmina a row means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koalicja.engine.matching.gminas import STATUSES
from tests.engine.matching.facts import GAZETTEER, GMINAS


@pytest.mark.parametrize(
    ("asked", "code", "status", "reason"),
    [
        ({"code": "020102"}, "020102", "given", "code"),
        ({"code": "0201022"}, "020102", "given", "code"),
        ({"code": " 0201022.0 "}, "020102", "given", "code"),
        ({"code": "20102"}, "020102", "given", "code_zero_restored"),
        ({"code": "201022"}, "020102", "given", "code_zero_restored"),
        ({"code": "861011"}, "086101", "given", "code_zero_restored"),
        ({"code": "146506", "gmina": "Ochota"}, "146501", "given", "code_district"),
        ({"code": "1465068"}, "146501", "given", "code_district"),
        ({"code": "0201"}, None, "unknown", "code_unknown"),
        ({"code": "99"}, None, "unknown", "code_unknown"),
        ({"code": "dwa"}, None, "unknown", "code_unknown"),
        ({"code": "999999"}, None, "unknown", "code_unknown"),
        ({"code": "999999", "gmina": "Boćki"}, "200304", "named", "code_unknown_name_used"),
        ({"code": "999999", "gmina": "Bolesławiec"}, None, "unknown", "code_unknown"),
        ({"code": "020102", "gmina": "gm. Bolesławiec"}, "020102", "given", "code"),
        ({"code": "020102", "gmina": "Dawna Nazwa"}, "020102", "given", "code"),
        ({"code": "020102", "gmina": "Boćki"}, None, "ambiguous", "code_name_conflict"),
        ({"gmina": "Boćki"}, "200304", "named", "name"),
        ({"gmina": "BOCKI", "powiat": "powiat bielski"}, "200304", "named", "name"),
        ({"gmina": "m. Bolesławiec"}, "020101", "named", "name"),
        ({"gmina": "gm. Bolesławiec", "powiat": "bolesławiecki"}, "020102", "named", "name"),
        ({"gmina": "Bolesławiec - gmina miejska"}, "020101", "named", "name"),
        ({"gmina": "Bolesławiec (gmina wiejska)", "voivodeship": "woj. łódzkie"}, "101801", "named", "name"),
        ({"gmina": "gmina wiejska Bolesławiec", "powiat": "wieruszowski"}, "101801", "named", "name"),
        ({"gmina": "Gorzów Wielkopolski - gmina miejska"}, "086101", "named", "name"),
        ({"gmina": "Miasto i Gmina Skaryszew"}, "146304", "named", "name"),
        ({"gmina": "Skaryszew - gmina miejsko-wiejska"}, "146304", "named", "name"),
        ({"gmina": "m.st. Warszawa"}, "146501", "named", "name"),
        ({"gmina": "Bolesławiec"}, None, "ambiguous", "several_gminas"),
        ({"gmina": "Gmina Bolesławiec", "powiat": "bolesławiecki"}, None, "ambiguous", "several_gminas"),
        ({"gmina": "m. Bochnia"}, None, "ambiguous", "several_gminas"),
        ({"gmina": "Bolesławiec", "village": "Kruszyn"}, "020102", "named", "name_and_place"),
        ({"gmina": "Bolesławiec", "village": "Zarzecze"}, None, "ambiguous", "several_gminas"),
        ({"gmina": "Boćki", "powiat": "wieruszowski"}, None, "unknown", "gmina_elsewhere"),
        ({"gmina": "Niemapo"}, None, "unknown", "gmina_unknown"),
        ({"gmina": "Niemapo", "village": "Kruszyn"}, "020102", "placed", "place"),
        ({"gmina": "Niemapo", "village": "Niemapo"}, None, "unknown", "gmina_unknown"),
        ({"village": "Andryjanki"}, "200304", "placed", "place"),
        ({"village": "Gorzów Wielkopolski"}, "086101", "placed", "place"),
        ({"village": "BielskPodlaski"}, "200301", "placed", "place"),
        ({"village": "Zarzecze"}, None, "ambiguous", "several_places"),
        ({"village": "Zarzecze", "voivodeship": "łódzkie"}, "101801", "placed", "place"),
        ({"village": "Bolesławiec"}, None, "ambiguous", "several_places"),
        ({"village": "Nigdzie"}, None, "unknown", "place_unknown"),
        ({"voivodeship": "łódzkie"}, None, "missing", "nothing_given"),
        ({}, None, "missing", "nothing_given"),
    ],
)
def test_a_row_says_its_gmina(asked: dict[str, str], code: str | None, status: str, reason: str) -> None:
    answer = GAZETTEER.resolve(**asked)
    assert (answer.code, answer.status, answer.reason) == (code, status, reason)


def test_doubtful_answers_offer_candidates() -> None:
    assert GAZETTEER.resolve(gmina="Bolesławiec").candidates == ("020101", "020102", "101801")
    assert GAZETTEER.resolve(code="020102", gmina="Boćki").candidates == ("020102", "200304")
    assert GAZETTEER.resolve(gmina="Boćki", voivodeship="śląskie").candidates == ("200304",)
    assert GAZETTEER.resolve(village="Zarzecze").candidates == ("020102", "101801")


def test_what_was_read_is_told() -> None:
    assert GAZETTEER.resolve(code="20102").params == {"given": "20102", "code": "020102"}
    assert GAZETTEER.resolve(code="020102", gmina="Boćki").params["name"] == "Boćki"


def test_the_same_question_has_the_same_answer() -> None:
    assert GAZETTEER.resolve(gmina="Boćki") is GAZETTEER.resolve(gmina="Boćki")


def test_the_gazetteer_knows_its_facts() -> None:
    assert "020102" in GAZETTEER
    assert "999999" not in GAZETTEER
    assert GAZETTEER.fact("200304") == GMINAS[7]
    assert GAZETTEER.fact("999999") is None
    assert [GAZETTEER.is_place_name(name) for name in ("zarzecze", "BOĆKI", "Nigdzie")] == [True, True, False]


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "code": st.text("0123456789.x ", max_size=9),
            "gmina": st.sampled_from(["Boćki", "gm. Bolesławiec", "m. ", "gmina", ""]) | st.text(max_size=9),
            "village": st.sampled_from(["Zarzecze", "Kruszyn"]) | st.text(max_size=9),
            "powiat": st.sampled_from(["bielski", "powiat "]) | st.text(max_size=9),
            "voivodeship": st.sampled_from(["łódzkie", "woj. "]) | st.text(max_size=9),
        },
    )
)
def test_no_answer_is_a_guess(asked: dict[str, str]) -> None:
    answer = GAZETTEER.resolve(**asked)
    assert answer.status in STATUSES
    assert (answer.code is not None) == (answer.status in {"given", "named", "placed"})
    assert answer.code is None or answer.code in GAZETTEER
