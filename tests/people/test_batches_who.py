"""A row that may be about a person or an organisation is asked about, and stays closed till then."""

from typing import Any

import pytest
from django.urls import reverse

from koalicja.people.actions import decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.actions.names import Line, add_names
from koalicja.people.actions.organisations import set_class
from koalicja.people.models import Batch, Organisation, Person
from koalicja.people.queries.batch_people import newcomers
from tests.people.file_builders import csv_text, outcomes, previewed, shown

pytestmark = pytest.mark.django_db
HEAD = ("Nazwa", "Telefon")
ASKS = ("doubtful", "person_or_organisation")
NEW = ("new", "new_here")


def names(model: Any) -> list[str]:
    return sorted(model.objects.values_list("name", flat=True))


def again(batch: Batch) -> Batch:
    return Batch.objects.get(pk=batch.pk)


def test_residents_whom_nobody_knows_never_become_organisations_by_themselves(anna: Any, gmina: Any) -> None:
    rows = [
        ("Olena Szewczenko", "600 100 200"),
        ("Kowalska-Próbna, Anna", "600 100 201"),
        ("Kowalska Agata fryzjerka", ""),
        ("Żdan Hnatiuk", ""),
        ("ks. Jan Nowak", ""),
        ("Fundacja Hospicjum", ""),
    ]
    batch = previewed(anna, gmina, csv_text(rows, head=HEAD))
    assert [(outcome, reason) for _number, outcome, reason in outcomes(batch)] == [NEW, NEW, NEW, ASKS, NEW, NEW]
    accept(batch, by=anna)
    assert names(Person) == ["Kowalska-Próbna, Anna", "Olena Szewczenko", "ks. Jan Nowak"]
    assert names(Organisation) == ["Fundacja Hospicjum", "Kowalska Agata fryzjerka"]


def test_one_answer_adds_a_person_another_an_organisation(anna: Any, gmina: Any, client_of: Any) -> None:
    batch = previewed(anna, gmina, csv_text([("Żdan Hnatiuk", "600 100 200"), ("Malinowy Zakątek", "")], head=HEAD))
    client, url = client_of(anna), reverse("people:decide_rows", args=[batch.pk])
    page = shown(client.get(reverse("people:batch_row", args=[batch.pk, 2])))
    assert "To może być imię i nazwisko. Czy to osoba, czy organizacja?" in page
    assert [label in page for label in ("To osoba: dodaj", "To organizacja: dodaj")] == [True, True]
    client.post(url, {"number": "2", "decision": "add", "target": "person"})
    client.post(url, {"number": "3", "decision": "add"})
    assert newcomers(again(batch)).people == 1
    page = shown(client.get(reverse("people:batch", args=[batch.pk])))
    assert ("dodać jako osobę" in page, "Ten wiersz dodaje osobę." in page) == (True, True)
    accept(again(batch), by=anna)
    assert (names(Person), names(Organisation)) == (["Żdan Hnatiuk"], ["Malinowy Zakątek"])
    assert Person.objects.get().contacts.get().value == "600 100 200"


@pytest.mark.parametrize(("target", "added"), [("person", (["Aa Bb", "Cc Dd"], [])), ("", ([], ["Aa Bb", "Cc Dd"]))])
def test_all_are_answered_with_one_button_and_taken_back(
    target: str, added: tuple[list[str], list[str]], anna: Any, gmina: Any, client_of: Any
) -> None:
    batch = previewed(anna, gmina, csv_text([("Aa Bb", ""), ("Cc Dd", "")], head=HEAD))
    url = reverse("people:decide_rows", args=[batch.pk])
    sent = {"reason": "person_or_organisation", "decision": "add", "target": target}
    client_of(anna).post(url, sent)
    decisions.take_back(again(batch), by=anna, step=1)
    assert list(again(batch).rows.values_list("decision", "decision_params")) == [("", {}), ("", {})]
    client_of(anna).post(url, sent)
    accept(again(batch), by=anna)
    assert (names(Person), names(Organisation)) == added
    same = previewed(anna, gmina, csv_text([("Aa Bb", ""), ("Cc Dd", "")], head=HEAD))
    assert [outcome for _number, outcome, _reason in outcomes(same)] == ["same", "same"]


def test_what_the_file_says_is_not_asked(anna: Any, gmina: Any) -> None:
    rows = [("Żdan Hnatiuk", "przedsiębiorcy"), ("Żdan Zmyślony", "mieszkańcy")]
    batch = previewed(anna, gmina, csv_text(rows, head=("Nazwa", "Grupa")))
    assert [(outcome, reason) for _number, outcome, reason in outcomes(batch)] == [NEW, ASKS]


def test_an_editions_file_asks_too_and_takes_only_organisations(olga: Any, edition: Any, gmina: Any) -> None:
    text = csv_text([("020102", "Żdan Hnatiuk")], head=("TERYT gminy", "Nazwa"))
    batch = previewed(olga, None, text, scope=f"edition:{edition.pk}")
    assert [(outcome, reason) for _number, outcome, reason in outcomes(batch)] == [ASKS]
    decisions.decide_rows(batch, by=olga, numbers=[2], decision="add", target="person")
    assert again(batch).rows.get().decision_params == {}


def test_whoever_sees_no_people_sees_no_name_that_may_be_a_persons(
    anna: Any, olga: Any, gmina: Any, client_of: Any
) -> None:
    lines = ["Żdan Hnatiuk", "Olena Szewczenko", "Kowalska Agata fryzjerka", "Malinowy Zakątek"]
    lines += ["Szewczenko O.", "Lena Datowska *12.03.1985", "Jan Kowalczykowaty, PESEL", "OSP Lipowo"]
    add_names(gmina, by=anna, lines=[Line(name) for name in lines], source="x")
    client, spis = client_of(olga), reverse("people:register", args=[gmina.pk])
    hidden = ["Żdan", "Olena", "Agata", "Malinowy", "Szewczenko O.", "Datowska", "Kowalczykowaty"]
    for address in (spis, f"{spis}?q=zdan", f"{spis}?q=olena", f"{spis}eksport.csv"):
        page = client.get(address).content.decode()
        assert [name for name in hidden if name in page] == []
    pages = {one.name: client.get(one.get_absolute_url()).status_code for one in Organisation.objects.all()}
    assert pages == dict.fromkeys(lines[:-1], 403) | {"OSP Lipowo": 200}
    firm = Organisation.objects.get(name="Malinowy Zakątek")
    set_class(firm, by=anna, value="firm", seen="")
    assert (client.get(firm.get_absolute_url()).status_code, "Malinowy" in client.get(spis).content.decode()) == (
        200,
        True,
    )
    assert client_of(anna).get(Organisation.objects.get(name="Żdan Hnatiuk").get_absolute_url()).status_code == 200


def test_a_row_that_is_none_of_its_likenesses_is_asked_who_it_is(anna: Any, gmina: Any, client_of: Any) -> None:
    add_names(gmina, by=anna, lines=[Line("Malinowy Zakatek Drugi")], source="lista")
    batch = previewed(anna, gmina, csv_text([("Malinowy Zakątek", ""), ("Chór Zmyślony", "")], head=HEAD))
    before = [("doubtful", "likely_duplicate"), NEW]
    assert [outcome[1:] for outcome in outcomes(batch)] == before
    sent = {"reason": "likely_duplicate", "decision": "add"}
    answer = client_of(anna).post(reverse("people:decide_rows", args=[batch.pk]), sent, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert told == ["1 wiersz do dodania może dotyczyć osoby: powiedz, czy to osoba, czy organizacja."]
    assert [outcome[1:] for outcome in outcomes(batch)] == [ASKS, NEW]
    decisions.take_back(again(batch), by=anna, step=1)
    assert [outcome[1:] for outcome in outcomes(batch)] == before
    decisions.decide_rows(again(batch), by=anna, numbers=[2], decision="add")
    decisions.decide_rows(again(batch), by=anna, numbers=[2], decision="add", target="person")
    accept(again(batch), by=anna)
    assert (names(Person), names(Organisation)) == (["Malinowy Zakątek"], ["Chór Zmyślony", "Malinowy Zakatek Drugi"])


def test_whoever_is_said_to_be_a_person_keeps_the_band_of_an_age_alone(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text([("Żdan Hnatiuk, 1957", ""), ("Malinowy Zakątek, 1957", "")], head=HEAD))
    decisions.decide_rows(batch, by=anna, numbers=[2], decision="add", target="person")
    decisions.decide_rows(batch, by=anna, numbers=[3], decision="add")
    accept(again(batch), by=anna)
    assert list(Person.objects.values_list("name", "age_band")) == [("Żdan Hnatiuk", "60+")]
    assert names(Organisation) == ["Malinowy Zakątek, 1957"]
    kept = [f"{row.values} {row.params}" for row in batch.rows.order_by("number")]
    assert ["1957" in each for each in kept] == [False, True]
