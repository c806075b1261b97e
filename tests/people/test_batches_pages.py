"""The pages of loaded files: what they say, what they lead to, and that their cost does not grow with the file."""

from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koalicja.backroom.models import Job
from koalicja.backroom.worker import run_worker
from koalicja.people.actions import batches as actions
from koalicja.people.actions import decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.actions.organisations import update_organisation
from koalicja.people.models import Batch, Contact, Organisation, Person
from tests.people.file_builders import HEAD, csv_text, outcomes, previewed, shown, upload

pytestmark = pytest.mark.django_db


def read(client: Client, batch: Batch, query: str = "") -> str:
    return shown(client.get(batch.get_absolute_url() + query))


def test_from_a_file_to_the_register_and_back(anna: Any, gmina: Any, client_of: Any) -> None:
    client = client_of(anna)
    sent = {"file": upload(), "missing_gmina": "mine", "source": "lista GOPS"}
    answer = client.post(reverse("people:load", args=["020102"]), sent)
    batch = Batch.objects.get()
    assert (answer.status_code, answer.url) == (302, batch.get_absolute_url())
    assert "Dodamy 3 organizacje." in read(client, batch)
    assert Organisation.objects.count() == 0
    accepted = shown(client.post(reverse("people:accept_batch", args=[batch.pk]), follow=True))
    assert ("<p>Dodano: 3 organizacje</p>" in accepted, Organisation.objects.count()) == (True, 3)
    undone = shown(client.post(reverse("people:undo_batch", args=[batch.pk]), follow=True))
    assert ("Spis wygląda tak jak przed tym plikiem" in undone, Organisation.objects.count()) == (True, 0)


def test_a_file_of_people_alone_counts_them_as_people_before_and_after(anna: Any, gmina: Any, client_of: Any) -> None:
    client = client_of(anna)
    batch = previewed(anna, gmina, "Imię;Nazwisko\r\nAnna;Zmyślona\r\nJan;Zmyślony\r\n")
    assert "Dodamy 2 osoby." in read(client, batch)
    accepted = shown(client.post(reverse("people:accept_batch", args=[batch.pk]), follow=True))
    assert ("<p>Dodano: 2 osoby</p>" in accepted, Person.objects.count()) == (True, 2)


def test_the_same_file_again_says_that_nothing_will_change(anna: Any, gmina: Any, client_of: Any) -> None:
    accept(previewed(anna, gmina), by=anna)
    page = read(client_of(anna), previewed(anna, gmina))
    assert "Wszystko z tego pliku jest już w spisie. Nic się nie zmieni." in page
    assert "Przyjmij" not in page


def test_the_sentence_before_accepting_counts_everything(
    anna: Any, gmina: Any, client_of: Any, make_organisation: Any
) -> None:
    make_organisation("OSP Olszynki", village="Olszynki")
    make_organisation("Szkoła Podstawowa nr 2 im. Marii Przykładowej", village="Lipowo")
    rows = [("OSP Olszynki", "Olszynki", "600 100 100"), ("SP nr 2", "Lipowo", ""), ("", "x", "")]
    rows += [(f"Klub {name}", "", "") for name in ("Orzeł", "Echo", "Lotos", "Zorza", "Iskra")]
    page = read(client_of(anna), previewed(anna, gmina, csv_text(rows)))
    assert "Dodamy 5 organizacji, zmienimy 1, pominiemy 2 wiersze." in page
    assert page.count("Pominięte wiersze – bez decyzji: 1, z błędem: 1.") == 1


def test_doubtful_rows_stand_side_by_side_with_their_likenesses(
    anna: Any, gmina: Any, client_of: Any, make_organisation: Any
) -> None:
    school = make_organisation("Szkoła Podstawowa nr 2 im. Marii Przykładowej", village="Lipowo")
    client, batch = client_of(anna), previewed(anna, gmina, csv_text([("SP nr 2", "Lipowo", "600 100 100")]))
    page = read(client, batch, "?outcome=doubtful")
    assert ("w jednej nazwie brakuje patrona" in page, school.get_absolute_url() in page) == (True, True)
    decided = client.post(
        reverse("people:decide_rows", args=[batch.pk]) + "?outcome=doubtful",
        {"number": 2, "decision": "join", "target": school.pk},
    )
    assert decided.url == f"{batch.get_absolute_url()}?outcome=doubtful#wiersze"
    assert "to ta sama: Szkoła Podstawowa nr 2 im. Marii Przykładowej" in read(client, batch, "?outcome=decided")


def test_the_rows_own_page_shows_what_it_is_like_and_takes_the_answer(
    anna: Any, gmina: Any, client_of: Any, make_organisation: Any
) -> None:
    school = make_organisation("Szkoła Podstawowa nr 2 im. Marii Przykładowej", village="Lipowo")
    client, batch = client_of(anna), previewed(anna, gmina, csv_text([("SP nr 2", "Lipowo", "600 100 100")]))
    address = reverse("people:batch_row", args=[batch.pk, 2])
    page = client.get(address).content.decode()
    assert [text in page for text in (school.get_absolute_url(), 'value="join"', 'value="add"')] == [True] * 3
    client.post(reverse("people:decide_rows", args=[batch.pk]), {"number": 2, "decision": "join", "target": school.pk})
    page = client.get(address).content.decode()
    assert "to ta sama: Szkoła Podstawowa nr 2 im. Marii Przykładowej" in page
    assert page.count('<button class="btn btn-quiet" name="decision" value="">') == 1


def postcode_file(code: str, phone: str = "") -> str:
    return csv_text([("OSP Olszynki", "Olszynki", code, phone)], head=("Nazwa", "Miejscowość", "Kod", "Telefon"))


def test_what_somebody_corrected_by_hand_is_overwritten_only_by_a_decision(
    anna: Any, gmina: Any, client_of: Any
) -> None:
    accept(previewed(anna, gmina, postcode_file("59-700")), by=anna)
    osp = Organisation.objects.get()
    update_organisation(osp, by=anna, seen={"postcode": "59-700"}, new={"postcode": "59-701"}, since=0)
    assert outcomes(previewed(anna, gmina, postcode_file("59-700"))) == [(2, "same", "nothing_new")]
    batch = previewed(anna, gmina, postcode_file("59-799", "600 100 100"))
    page = read(client_of(anna), batch, "?outcome=doubtful")
    assert "W spisie poprawiono ręcznie: 59-701; plik mówi: 59-799 (kolumna: kod pocztowy)." in page
    assert "Wpisz to, co mówi plik" in page
    accept(batch, by=anna)
    osp.refresh_from_db()
    assert (osp.postcode, osp.contacts.count()) == ("59-701", 0)
    again = previewed(anna, gmina, postcode_file("59-798", "600 100 100"))
    assert decisions.decide_rows(again, by=anna, numbers=[2], decision="join") == 1
    accept(again, by=anna)
    osp.refresh_from_db()
    assert (osp.postcode, osp.contacts.count()) == ("59-798", 1)


def test_an_editions_file_leaves_alone_what_a_register_corrected_in_a_suggestion(
    olga: Any, anna: Any, edition: Any, gmina: Any
) -> None:
    text = "TERYT gminy;Nazwa;Kod;Ulica\r\n020102;OSP Olszynki;{};{}\r\n"
    accept(previewed(olga, None, text.format("59-700", ""), scope=edition.key), by=olga)
    osp = Organisation.objects.get()
    update_organisation(osp, by=anna, seen={"postcode": "59-700"}, new={"postcode": "59-701"}, since=0)
    accept(previewed(olga, None, text.format("59-799", "Polna"), scope=edition.key), by=olga)
    osp.refresh_from_db()
    assert (osp.postcode, osp.street) == ("59-701", "Polna")


@pytest.mark.parametrize("state", ["listed", "dismissed"])
def test_an_editions_preview_shows_nothing_of_what_registers_wrote_themselves(
    state: str, make_user: Any, edition: Any, client_of: Any, make_organisation: Any
) -> None:
    ola = make_user("Ola", ("operator", edition.key))
    name, patron = "Szkoła Podstawowa nr 2 im. Marii Przykładowej", "Marii Przykładowej"
    school = make_organisation(name, village="Lipowo", street="Tajna", house_number="7", state=state)
    Contact.objects.create(organisation=school, kind="phone", value="600 555 444")
    text = csv_text([("020102", "SP nr 2", "Lipowo", "600 100 100")], head=("TERYT gminy", *HEAD))
    batch = previewed(ola, None, text, scope=edition.key)
    assert outcomes(batch) == [(2, "doubtful", "likely_duplicate")]
    client = client_of(ola)
    for decision in ("", "join"):
        decisions.decide_rows(batch, by=ola, numbers=[2], decision=decision)
        page = read(client, batch, f"?outcome={'decided' if decision else 'doubtful'}") + shown(
            client.get(reverse("people:batch_row", args=[batch.pk, 2]))
        )
        secrets = (patron, "Tajna", "600 555 444", school.get_absolute_url())
        assert [secret in page for secret in secrets] == [False] * 4
        assert "W tamtym spisie już to jest albo jest coś podobnego." in page


def test_an_editions_preview_compares_with_what_such_files_brought_but_never_contacts(
    make_user: Any, edition: Any, client_of: Any, make_organisation: Any
) -> None:
    ola = make_user("Ola", ("operator", edition.key))
    name = "Szkoła Podstawowa nr 2 im. Marii Przykładowej"
    school = make_organisation(name, village="Lipowo", street="Długa", house_number="7", state="suggested")
    Contact.objects.create(organisation=school, kind="phone", value="600 555 444")
    text = csv_text([("020102", "SP nr 2", "Lipowo", "")], head=("TERYT gminy", *HEAD))
    page = read(client_of(ola), previewed(ola, None, text, scope=edition.key), "?outcome=doubtful")
    assert [text in page for text in (name, "Długa", "600 555 444")] == [True, True, False]


def test_a_class_is_corrected_on_the_rows_own_page(anna: Any, gmina: Any, client_of: Any) -> None:
    client, batch = client_of(anna), previewed(anna, gmina, csv_text([("OSP A", "", ""), ("OSP B", "", "")]))
    address = reverse("people:batch_row", args=[batch.pk, 2])
    assert "Ta reguła rozpoznała 2 wiersze." in client.get(address).content.decode()
    client.post(address, {"value": "public_service", "alike": "on"})
    assert [row.decision_params["class"] for row in batch.rows.all()] == ["public_service", "public_service"]


def test_columns_are_corrected_on_their_page_and_mistakes_are_told(anna: Any, gmina: Any, client_of: Any) -> None:
    client, batch = client_of(anna), previewed(anna, gmina, "Nazwa;Opis\r\nKlub Orzeł;Lipowo\r\n")
    address = reverse("people:batch_columns", args=[batch.pk])
    wrong = client.post(address, {"header": 1, "column_0": "village", "column_1": "village"})
    assert wrong.status_code == 422
    assert "Dwie kolumny są oznaczone jako „miejscowość”" in wrong.content.decode()
    assert "Żadna kolumna nie jest oznaczona jako nazwa" in wrong.content.decode()
    right = client.post(address, {"header": 1, "column_0": "name", "column_1": "village"})
    assert (right.status_code, batch.rows.get().values) == (302, {"name": "Klub Orzeł", "village": "Lipowo"})


def test_the_gmina_of_a_file_is_chosen_with_one_button_or_by_name(
    anna: Any, olga: Any, edition: Any, gmina: Any, client_of: Any
) -> None:
    batch = previewed(anna, gmina, csv_text([("Chór Echo", "", "")]), default_gmina=None)
    assert outcomes(batch) == [(2, "doubtful", "gmina_missing")]
    client_of(anna).post(reverse("people:batch_gmina", args=[batch.pk]), {"mine": "1"})
    assert outcomes(batch) == [(2, "new", "new_here")]
    national = previewed(olga, None, csv_text([("Chór Echo", "", "")]), scope=edition.key)
    answer = client_of(olga).post(reverse("people:batch_gmina", args=[national.pk]), {"gmina": "020102"})
    assert (answer.status_code, national.rows.get().gmina_id) == (302, "020102")


def test_what_hangs_on_a_file_is_listed_with_its_reason(anna: Any, gmina: Any, client_of: Any) -> None:
    batch = previewed(anna, gmina)
    accept(batch, by=anna)
    Organisation.objects.filter(name="KGW Jagoda").update(version=2)
    answer = client_of(anna).post(reverse("people:undo_batch", args=[batch.pk]))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'KGW Jagoda</a> <span class="source">zmieniono po wczytaniu pliku</span>' in page


def test_a_second_click_on_accept_is_told(anna: Any, gmina: Any, client_of: Any) -> None:
    batch, client = previewed(anna, gmina), client_of(anna)
    address = reverse("people:accept_batch", args=[batch.pk])
    client.post(address)
    again = shown(client.post(address, follow=True))
    assert "Ten plik już przyjęto. Nic nie zrobiliśmy drugi raz." in again


def test_a_large_file_is_read_by_a_job_that_can_be_left(
    anna: Any, gmina: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SMALL_ROWS", 2)
    batch, client = previewed(anna, gmina), client_of(anna)
    assert (batch.state, batch.rows.count(), Job.objects.get().kind) == ("reading", 0, "people.preview_batch")
    assert "Możesz" in read(client, batch)
    run_worker(once=True)
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count(), Job.objects.get().result_url) == ("preview", 3, batch.get_absolute_url())


def test_reading_that_broke_off_can_begin_once_more(
    anna: Any, gmina: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SMALL_ROWS", 2)
    batch, client = previewed(anna, gmina), client_of(anna)
    Job.objects.update(state="failed", error_code="worker_lost", error_params={"attempts": 3})
    assert "Zacznij jeszcze raz" in read(client, batch)
    client.post(reverse("people:read_batch_again", args=[batch.pk]))
    client.post(reverse("people:read_batch_again", args=[batch.pk]))
    assert Job.objects.filter(state="queued").count() == 1
    run_worker(once=True)
    batch.refresh_from_db()
    assert batch.state == "preview"


def test_files_of_a_register_are_listed_with_what_they_did(anna: Any, gmina: Any, client_of: Any) -> None:
    accept(previewed(anna, gmina), by=anna)
    previewed(anna, gmina, csv_text([("Chór Echo", "", "")]), name="chóry.csv")
    page = client_of(anna).get(reverse("people:batches", args=["020102"])).content.decode()
    assert [text in page for text in ("chóry.csv", "Dodano: 3", "przyjęty", "podgląd", "jeszcze nic")] == [True] * 5


def queries_of(client: Client, batch: Batch, query: str = "") -> int:
    from django.db import connection

    read(client, batch, query)
    with CaptureQueriesContext(connection) as found:
        read(client, batch, query)
    return len(found)


@pytest.mark.slow
@pytest.mark.parametrize("query", ["", "?outcome=new", "?outcome=doubtful"])
def test_a_preview_costs_the_same_for_one_row_three_and_many(
    query: str, anna: Any, gmina: Any, client_of: Any, make_organisation: Any
) -> None:
    client, costs = client_of(anna), []
    for number in range(200):
        make_organisation(f"Szkoła Podstawowa nr {number} im. Marii Przykładowej", village="Lipowo")
    for count in (1, 3, 200):
        rows = [(f"SP nr {number}", "Lipowo", "") for number in range(count)]
        rows += [(f"Klub Orzeł {number}", "", "") for number in range(count)]
        costs.append(queries_of(client, previewed(anna, gmina, csv_text(rows)), query))
    assert costs == [costs[0]] * 3


def test_a_preview_costs_so_many_queries(anna: Any, gmina: Any, client_of: Any) -> None:
    assert queries_of(client_of(anna), previewed(anna, gmina)) == 13


def test_the_way_back_names_the_edition_and_the_register(
    make_user: Any, anna: Any, edition: Any, gmina: Any, client_of: Any
) -> None:
    ola = make_user("Ola", ("operator", edition.key))
    files = client_of(ola).get(reverse("people:edition_batches", args=[edition.pk])).content.decode()
    assert f'<li><a href="{edition.get_absolute_url()}">{edition.name}</a></li>' in files
    page = client_of(anna).get(previewed(anna, gmina).get_absolute_url()).content.decode()
    assert '<li><a href="/spis/020102/">Spis: Bolesławiec</a></li>' in page
