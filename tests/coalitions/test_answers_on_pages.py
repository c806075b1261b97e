"""What an answer says stands where one works: on the candidate's page, in the next step, on the list of calls."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koalicja.coalitions import actions
from koalicja.coalitions.models import Answer, Candidacy
from koalicja.coalitions.queries.invitations import invited_of
from koalicja.people.models import Person, User
from tests.coalitions.invited import sent_letter
from tests.desk.test_coalition import text_of
from tests.paper.reading import plain_text


def url(name: str, candidacy: Candidacy) -> str:
    return reverse(f"coalitions:{name}", args=[candidacy.coalition_id, candidacy.pk])


@pytest.fixture
def osp(coalition: Any, anna: User, make_organisation: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, organisation=make_organisation("OSP Zmyślona", group="ngo"))


@pytest.fixture
def named(anna: User, osp: Candidacy) -> Candidacy:
    """Somebody whom the OSP named instead, with where to look for her."""
    said = {"said": "other", "other_name": "Jan Zmyślony", "other_reach": "pokój nauczycielski"}
    answer = actions.answer_by_link(sent_letter(osp, anna), **said)
    return actions.consider_instead(answer, by=anna, name="Jan Zmyślony")


def step_of(candidacy: Candidacy) -> tuple[str, Any]:
    found = Candidacy.objects.get(pk=candidacy.pk)
    return found.next_step, found.next_on


def test_the_candidates_page_shows_the_answer_what_it_gives_how_to_reach_her_and_what_she_asks(
    anna: User, client_of: Any, osp: Candidacy
) -> None:
    words = {"gives": "pieczenie ciast", "question": "O której koniec?", "reach": "600 100 200", "consent": "contact-1"}
    actions.answer_by_link(sent_letter(osp, anna), said="yes", **words)
    page = client_of(anna).get(url("candidate", osp))
    text, today = text_of(page.content.decode()), timezone.localdate()
    told = (
        "Dotychczasowa odpowiedź: tak",
        "Pytanie: O której koniec?",
        "Co może wnieść pieczenie ciast (z odpowiedzi)",
        "600 100 200 z odpowiedzi",
    )
    assert [each for each in told if each not in text] == []
    assert [(line["text"], line["note"], line["who"], line["on"]) for line in page.context["history"]][:1] == [
        ("Odpowiedź: tak", "pieczenie ciast\nPytanie: O której koniec?", "link", today)
    ]
    step = page.context["step"]
    assert (step["url"], step["why"]) == (url("type_answer", osp) + "#co-dalej", "Pytanie: O której koniec?")


def test_a_refusal_has_one_line_in_the_history_and_a_member_who_cannot_come_has_one(
    anna: User, client_of: Any, osp: Candidacy
) -> None:
    actions.answer_by_link(sent_letter(osp, anna), said="no")
    page = client_of(anna).get(url("candidate", osp))
    assert [line["text"] for line in page.context["history"]] == ["odmowa", "zaproszenie", "na liście"]
    actions.move(osp, by=anna, to="declared", on=timezone.localdate() + timedelta(days=-1))
    assert [line["text"] for line in client_of(anna).get(url("candidate", osp)).context["history"]].count("odmowa") == 1


def test_whom_an_answer_names_is_said_to_be_named_everywhere(anna: User, client_of: Any, osp: Candidacy) -> None:
    actions.answer_by_link(sent_letter(osp, anna), said="other", other_name="Jan Zmyślony")
    pages = [client_of(anna).get(url(name, osp)) for name in ("candidate", "type_answer")]
    texts = [text_of(page.content.decode()) for page in pages]
    assert [("Wskazano: Jan Zmyślony" in text, "Zamiast: " in text) for text in texts] == [(True, False)] * 2
    assert (pages[0].context["step"]["why"], pages[0].context["history"][0]["note"]) == ("Wskazano: Jan Zmyślony",) * 2


@pytest.mark.parametrize(
    ("typed", "kept", "offered"),
    [
        ("Jan Zmyślony, 600 700 800", ("Jan Zmyślony", "600 700 800, w remizie"), "Jan Zmyślony"),
        ("600 700 800", ("600 700 800", "w remizie"), ""),
        ("Jan Zmyślony", ("Jan Zmyślony", "w remizie"), "Jan Zmyślony"),
    ],
)
def test_a_telephone_typed_beside_whom_an_answer_names_or_alone_becomes_nobody_s_name(
    anna: User, client_of: Any, osp: Candidacy, typed: str, *, kept: tuple[str, str], offered: str
) -> None:
    letter, client = sent_letter(osp, anna), client_of(anna)
    Client().post(f"/z/{letter.token}/", {"said": "other", "other_name": typed, "other_reach": "w remizie"})
    answer = osp.answers.get()
    page = client.get(url("type_answer", osp))
    assert ((answer.other_name, answer.other_reach), page.context["instead_form"]["name"].value()) == (kept, offered)
    address = reverse("coalitions:consider_instead", args=[osp.coalition_id, answer.pk])
    told = [str(each) for each in client.post(address, {"name": "tel. 600 700 800"}, follow=True).context["messages"]]
    assert told == ["Wpisz imię i nazwisko osoby, która ma wejść na listę."]
    assert (Person.objects.count(), Candidacy.objects.count()) == (0, 1)


def test_an_answer_that_was_dealt_with_asks_for_nothing_more(anna: User, osp: Candidacy) -> None:
    answer = actions.answer_by_link(sent_letter(osp, anna), said="maybe", question="O której koniec?")
    assert step_of(osp)[0] == "Odpowiedz na pytanie od: OSP Zmyślona"
    actions.deal_with(answer, by=anna)
    assert step_of(osp) == ("Jeszcze nie wie. Zadzwoń", timezone.localdate() + timedelta(days=7))


def test_a_step_in_words_of_ones_own_stays_when_the_answer_is_dealt_with(anna: User, osp: Candidacy) -> None:
    answer = actions.answer_by_link(sent_letter(osp, anna), said="other", other_name="Jan Zmyślony")
    Candidacy.objects.filter(pk=osp.pk).update(next_step="Zapytać na zebraniu")
    actions.deal_with(answer, by=anna)
    assert step_of(osp)[0] == "Zapytać na zebraniu"


def test_who_named_her_and_where_to_look_stand_on_her_page_on_the_calls_and_on_her_record(
    anna: User, client_of: Any, osp: Candidacy, named: Candidacy
) -> None:
    client = client_of(anna)
    text = text_of(client.get(url("candidate", named)).content.decode())
    day = f"{timezone.localdate():%d.%m.%Y}"
    assert f"Wskazane przez: OSP Zmyślona, {day}. Gdzie szukać: pokój nauczycielski" in text
    assert "Nie znamy kontaktu" not in text
    actions.prepare_invitation(named, by=anna, way="talk", subject="", text="Dzień dobry!")
    calls = client.get(reverse("coalitions:print_calls", args=[osp.coalition_id]))
    assert "Gdzie szukać: pokój nauczycielski" in plain_text(calls.content)
    record = client.get(url("print_record", named))
    assert "Gdzie szukać pokój nauczycielski" in plain_text(record.content).replace(":", "")
    assert {row.name: row.where for row in invited_of(osp.coalition)} == {
        "OSP Zmyślona": "",
        "Jan Zmyślony": "pokój nauczycielski",
    }
    assert step_of(osp) == ("", None)


def test_a_name_given_later_says_nothing_of_the_one_named_before(anna: User, osp: Candidacy, named: Candidacy) -> None:
    later = {"said": "other", "other_name": "Ewa Fikcyjna", "other_reach": "sklep"}
    answer = actions.take_answer(osp, invitation=None, how="phone", by=anna, on=timezone.localdate(), **later)
    actions.consider_instead(answer, by=anna, name="Ewa Fikcyjna")
    rows = {row.name: row.where for row in invited_of(osp.coalition)}
    assert rows == {"OSP Zmyślona": "", "Jan Zmyślony": "", "Ewa Fikcyjna": "sklep"}


def test_erasing_whoever_was_named_erases_the_name_where_it_was_given(anna: User, named: Candidacy) -> None:
    actions.say_no(named, by=anna, on=timezone.localdate())
    Candidacy.objects.filter(pk=named.pk).update(erase_on=timezone.localdate())
    actions.erase(Candidacy.objects.get(pk=named.pk))
    assert list(Answer.objects.values_list("said", "other_name", "other_reach")) == [("other", "", "")]
