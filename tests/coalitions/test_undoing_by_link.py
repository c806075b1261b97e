"""An answer given by link is nobody's slip of the pen: it goes only with a reason, and her page says so."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koalicja.coalitions import actions
from koalicja.coalitions.models import Answer, Candidacy, Invitation
from koalicja.standing.models import Fact
from koalicja.ui.formats import day
from tests.coalitions.invited import sent_letter
from tests.desk.test_coalition import text_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CHANGED = "Biblioteka cofnęła odpowiedź, którą tu zapisano."


@pytest.fixture
def zofia(coalition: Any, anna: Any, make_person: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, person=make_person())


@pytest.fixture
def letter(zofia: Candidacy, anna: Any) -> Invitation:
    sent = sent_letter(zofia, anna)
    actions.answer_by_link(sent, said="no")
    return sent


def url(name: str, candidacy: Candidacy) -> str:
    return reverse(f"coalitions:{name}", args=[candidacy.coalition_id, candidacy.pk])


def refusal(candidacy: Candidacy) -> Any:
    return candidacy.steps.get(state="declined")


def state(candidacy: Candidacy) -> tuple[str, bool, int]:
    now = Candidacy.objects.get(pk=candidacy.pk)
    return now.state, now.erase_on is not None, now.answers.count()


def her_page(letter: Invitation) -> str:
    address = reverse("coalitions:answer_link", args=[letter.token])
    return text_of(Client().get(address).content.decode())


def test_one_click_does_not_take_back_what_she_answered_herself(
    anna: Any, client_of: Any, zofia: Candidacy, letter: Invitation
) -> None:
    client, step = client_of(anna), refusal(zofia)
    page = client.get(url("candidate", zofia)).content.decode()
    asked = f"{url('undo_answer', zofia)}?krok={step.pk}"
    assert (page.count(f'href="{asked}"'), page.count(f'action="{url("undo_step", zofia)}"')) == (1, 0)
    answer = client.post(url("undo_step", zofia), {"step": step.pk})
    assert (answer.status_code, answer["Location"]) == (302, asked)
    with pytest.raises(actions.GivenByLink):
        actions.undo_step(step, by=anna, reason="pomyłka")
    told = text_of(client.get(asked).content.decode())
    until = day(TODAY + timedelta(days=zofia.coalition.edition.erase_declined_after_days))
    assert f"Odpowiedź przez link: nie, {day(TODAY)}." in told
    assert f"dane usuniemy w dniu: {until}." in told
    assert client.post(asked, {"step": step.pk, "reason": " "}).status_code == 200
    assert client.post(asked, {"step": step.pk, "reason": "Zofia zmieniła zdanie"}).status_code == 200
    assert (state(zofia), CHANGED in her_page(letter)) == (("declined", True, 1), False)


def test_with_a_reason_it_goes_and_her_page_says_so_until_she_answers_anew(
    anna: Any, client_of: Any, zofia: Candidacy, letter: Invitation
) -> None:
    sent = {"step": refusal(zofia).pk, "reason": "telefon, zmiana zdania"}
    answers = [client_of(anna).post(url("undo_answer", zofia), sent) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert state(zofia) == ("invited", False, 0)
    struck = Fact.objects.exclude(struck_at=None).order_by("pk").values_list("kind", "strike_reason")
    assert list(struck) == [("answered", "telefon, zmiana zdania"), ("declined", "telefon, zmiana zdania")]
    told = f"{CHANGED} Brzmiała: nie. Cofnięta w dniu: {day(TODAY)}. Danych z jej powodu nie usuniemy."
    assert (told in her_page(letter), "telefon, zmiana zdania" in her_page(letter)) == (True, False)
    actions.answer_by_link(letter, said="no")
    assert (CHANGED in her_page(letter), state(zofia)) == (False, ("declined", True, 1))


def test_an_answer_struck_out_of_the_history_is_told_on_her_page_too(
    coalition: Any, anna: Any, zofia: Candidacy, letter: Invitation
) -> None:
    actions.strike_fact(coalition, Fact.objects.get(kind="declined"), by=anna, reason="nie ta osoba")
    assert (state(zofia), CHANGED in her_page(letter)) == (("invited", False, 0), True)


def test_a_no_that_the_library_typed_is_still_taken_back_with_one_click(
    anna: Any, client_of: Any, zofia: Candidacy
) -> None:
    sent = sent_letter(zofia, anna)
    actions.take_answer(zofia, invitation=sent, how="phone", by=anna, on=TODAY, said="no")
    client_of(anna).post(url("undo_step", zofia), {"step": refusal(zofia).pk})
    assert (state(zofia), Answer.objects.count(), CHANGED in her_page(sent)) == (("invited", False, 0), 0, False)


def test_a_button_of_a_state_after_her_no_asks_what_has_changed(
    anna: Any, client_of: Any, zofia: Candidacy, letter: Invitation
) -> None:
    client, move = client_of(anna), {"state": "declared", "on": TODAY.isoformat()}
    answer = client.post(url("move_candidate", zofia), move)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["note"])
    assert state(zofia) == ("declined", True, 1)
    client.post(url("move_candidate", zofia), move | {"note": "rozmowa w bibliotece, jednak chce"})
    assert state(zofia) == ("declared", False, 1)


OFF = "Zapowiedziane tu usunięcie danych jest nieaktualne: biblioteka zapisała później co innego."


def test_after_such_a_button_her_page_says_that_nothing_is_erased_until_she_says_no_once_more(
    anna: Any, client_of: Any, zofia: Candidacy, letter: Invitation
) -> None:
    until = day(TODAY + timedelta(days=zofia.coalition.edition.erase_declined_after_days))
    earlier = (TODAY - timedelta(days=1)).isoformat()
    move = {"state": "talk", "note": "jednak chce"}
    told = []
    for on in (earlier, TODAY.isoformat()):
        page = client_of(anna).post(url("move_candidate", zofia), move | {"on": on}, follow=True)
        told.append([str(each) for each in page.context["messages"]][1:])
        told.append(f"{OFF} {day(TODAY)}: rozmowa." in her_page(letter))
    off = f"Zapowiedziane usunięcie danych ({until}) jest nieaktualne: nic nie usuniemy."
    assert told == [[], False, [off], True]
    Client().post(reverse("coalitions:answer_link", args=[letter.token]), {"said": "no"})
    assert (state(zofia), OFF in her_page(letter)) == (("declined", True, 2), False)
