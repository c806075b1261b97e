"""What came of a question: shares with intervals, what unites and divides, who was not heard, and what stays hidden."""

import re
from typing import Any

import pytest
from django.test import Client

from koalicja.people.models import User
from koalicja.voices import actions
from koalicja.voices.models import Question
from koalicja.voices.queries.picture import picture_of
from tests.voices.asked import NO, PASS, YES, question_in, react, somebody, statements
from tests.voices.test_asking_pages import said, url


def table_of(coalition: Any, by: User, **over: Any) -> Question:
    """Members: the office and three of organisations want a bus; about a rink they differ."""
    question = question_in(coalition, by, audience="members", **over)
    bus, rink = statements(question)
    for number, group in enumerate(["office", "ngo", "ngo", "ngo"]):
        who = somebody(question, f"osoba{number}", group, "35-59")
        react(who, bus, YES)
        react(who, rink, NO if group == "office" else YES)
    actions.close_question(question, by=by)
    return question


def crowd(coalition: Any, by: User, *, agree: int, disagree: int, passed: int = 0, **over: Any) -> Question:
    """Residents of one age react to the first statement."""
    question = question_in(coalition, by, seeds=["Autobus do miasta po 17"], **over)
    for number, value in enumerate([YES] * agree + [NO] * disagree + [PASS] * passed):
        react(somebody(question, f"osoba{number}", "resident", "60+"), statements(question)[0], value)
    actions.close_question(question, by=by)
    return question


def test_there_is_no_picture_before_the_question_is_closed(question: Question) -> None:
    assert picture_of(question) is None


def test_members_see_each_groups_view_with_its_interval(coalition: Any, anna: User, client_of: Any) -> None:
    question = table_of(coalition, anna)
    picture = picture_of(question)
    assert picture is not None
    bus, rink = picture.viewed
    rows = {row.keys: row for row in bus.rows}
    office = rows["office",].share
    assert office is not None
    assert (office.agree, office.sides, round(office.low, 2), office.high) == (1, 1, 0.15, 1.0)
    assert rows["business",].share is None
    assert (bus.rows[0].counts, rows["ngo",].counts) == ((4, 0, 0), (3, 0, 0))
    assert (picture.uniting, [each.viewed for each in picture.dividing]) == ((bus,), [rink])
    assert (picture.dividing[0].dimension, set(picture.dividing[0].between)) == ("group", {"office", "ngo"})
    page = said(client_of(anna).get(url("picture", question)))
    assert "Odpowiedziały 4 osoby. Wypowiedzi, które łączą: 1, które dzielą: 1." in page
    assert "Najpewniej różnią się: urząd gminy – organizacje społeczne" in page
    assert re.search(r"przedsiębiorcy Odpowiedzi: 0\. Przy stole: 0\. Zapytaj w sklepie", page)


def test_residents_see_shares_where_each_answer_is_shown_alone(coalition: Any, anna: User, client_of: Any) -> None:
    question = crowd(coalition, anna, agree=20, disagree=15, passed=12)
    picture = picture_of(question)
    assert picture is not None
    share = picture.viewed[0].rows[0].share
    assert (share and (share.agree, share.sides), picture.people) == ((20, 35), 47)
    page = said(client_of(anna).get(url("picture", question)))
    assert "„tak”: 20 z 35 przy tylu odpowiedziach: od 41 do 72 na sto" in page


def test_where_no_is_shown_with_other_answers_yes_is_told_of_all(coalition: Any, anna: User, client_of: Any) -> None:
    page = said(client_of(anna).get(url("picture", crowd(coalition, anna, agree=20, disagree=15))))
    assert "„tak”: 20 ze wszystkich 35; „nie” pokazujemy razem z innymi odpowiedziami" in page


def test_a_rare_no_is_never_counted_out(coalition: Any, anna: User, client_of: Any) -> None:
    question = crowd(coalition, anna, agree=30, disagree=2)
    picture = picture_of(question)
    assert picture is not None
    viewed = picture.viewed[0]
    assert (len(viewed.answers), viewed.at_least, viewed.rows[0].share) == (1, ("agree", 28), None)
    page = said(client_of(anna).get(url("picture", question)))
    shown = page.partition("Wszystkie wypowiedzi")[2].partition("Nie pokazujemy żadnej liczby")[0]
    assert "Prawie wszyscy: co najmniej 28 mówi „tak”." in shown
    assert re.findall(r"(?<![\d.])\d+(?![\d.])", shown.replace("po 17", "")) == ["28", "32"]


@pytest.mark.parametrize("people", [0, 4])
def test_of_fewer_than_five_only_that_is_said(coalition: Any, anna: User, client_of: Any, people: int) -> None:
    question = crowd(coalition, anna, agree=people, disagree=0)
    page = said(client_of(anna).get(url("picture", question)))
    assert "Za mało odpowiedzi, żeby pokazać wynik bez wskazywania osób (mniej niż 5)." in page
    assert "Wszystkie wypowiedzi" not in page


def test_of_residents_nobody_learns_how_many_of_a_small_group_spoke(coalition: Any, anna: User, client_of: Any) -> None:
    question = crowd(coalition, anna, agree=20, disagree=15)
    picture = picture_of(question)
    assert picture is not None
    page = said(client_of(anna).get(url("picture", question)))
    assert "urząd gminy Pokazujemy tylko razem z innymi: tu albo tam odpowiedzi jest mało lub nie ma ich wcale." in page
    told = {(each.key, each.heard, each.voices, each.could) for each in picture.unheard}
    groups = {("office", "together", 0, None), ("culture", "together", 0, None)}
    assert groups <= told
    assert {each.heard for each in picture.unheard} == {"together"}


def test_a_secret_round_tells_the_whole_and_asks_for_nobody(coalition: Any, anna: User) -> None:
    picture = picture_of(crowd(coalition, anna, agree=10, disagree=10, round="secret", audience="members"))
    assert picture is not None
    assert ([row.keys for row in picture.viewed[0].rows], picture.unheard) == ([()], ())
    assert picture.viewed[0].rows[0].counts[:2] == (10, 10)


def test_an_operator_reads_the_picture_and_nobody_of_another_gmina(
    coalition: Any, olga: User, basia: User, client_of: Any
) -> None:
    address = url("picture", table_of(coalition, olga))
    assert [client_of(who).get(address).status_code for who in (olga, basia)] == [200, 404]
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("people", [6, 12])
def test_the_picture_asks_the_database_as_often_whoever_spoke(
    people: int, coalition: Any, anna: User, client_of: Any, django_assert_num_queries: Any
) -> None:
    question = crowd(coalition, anna, agree=people, disagree=people)
    client = client_of(anna)
    client.get(url("picture", question))
    with django_assert_num_queries(9):
        client.get(url("picture", question))
