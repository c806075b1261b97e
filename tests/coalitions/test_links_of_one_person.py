"""A link belongs to one person: what another one was asked or wrote is not behind it, and consent can be taken back."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koalicja.backroom.models import Event
from koalicja.coalitions import actions
from koalicja.coalitions.models import Answer, Candidacy, Invitation
from koalicja.coalitions.views import answers
from koalicja.people.actions.edits import Gone, held
from koalicja.people.models import Person
from tests.coalitions.invited import SENDER, sent_letter

pytestmark = pytest.mark.django_db
ADAMS = {
    "said": "other",
    "other_name": "Beata Druga",
    "other_reach": "601 222 333",
    "question": "Czy wiecie, że choruję?",
}
WAY = {"reach": "600 111 222", "consent": "on"}


@pytest.fixture
def osp(coalition: Any, anna: Any, make_organisation: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, organisation=make_organisation(group="ngo"))


def speaks(osp: Candidacy, by: Any, person: Any) -> None:
    now = Candidacy.objects.get(pk=osp.pk)
    actions.set_spokesperson(now, by=by, seen=now.person_id, person=person, since=0)


def invited_again(osp: Candidacy, by: Any) -> Invitation:
    prepared = actions.prepare_invitation(osp, by=by, way="letter", subject="S", text="T", again=True)
    looked = {prepared.pk: actions.Looked("Zaproszenie", "Dzień dobry!")}
    actions.send_invitations(osp.coalition, by=by, looked=looked, on=timezone.localdate(), sender=SENDER)
    prepared.refresh_from_db()
    return prepared


def address(invitation: Invitation) -> str:
    return reverse("coalitions:answer_link", args=[invitation.token])


def shown(client: Client, invitation: Invitation, *words: str) -> list[bool]:
    page = client.get(address(invitation)).content.decode()
    return [word in page for word in words]


def test_another_spokesperson_sees_nothing_of_the_one_before_and_that_link_closes(
    osp: Candidacy, anna: Any, make_person: Any, client: Client
) -> None:
    speaks(osp, anna, make_person("Adam Pierwszy"))
    adams = sent_letter(osp, anna)
    client.post(address(adams), ADAMS | WAY)
    assert shown(client, adams, "600 111 222", "choruję", "601 222 333") == [True, True, True]
    speaks(osp, anna, make_person("Beata Druga"))
    beatas = invited_again(osp, anna)
    assert shown(client, beatas, "600 111 222", "choruję", "601 222 333") == [False, False, False]
    client.post(address(beatas), {"said": "maybe", "question": "Kto jeszcze?", "reach": "600 999 888", "consent": "on"})
    closed = client.get(address(adams))
    assert (closed.status_code, "600 999 888" in closed.content.decode(), "Kto" in closed.content.decode()) == (
        410,
        False,
        False,
    )
    assert client.post(address(adams), {"said": "yes"}).status_code == 410
    assert list(Answer.objects.values_list("invitation", "reach")) == [(beatas.pk, "600 999 888"), (adams.pk, "")]


def test_what_a_second_hand_answer_keeps_is_the_same_persons(
    osp: Candidacy, anna: Any, make_person: Any, client: Client
) -> None:
    speaks(osp, anna, make_person("Adam Pierwszy"))
    client.post(address(sent_letter(osp, anna)), {"said": "yes", "gives": "ciasto"} | WAY)
    speaks(osp, anna, make_person("Beata Druga"))
    beatas, day = invited_again(osp, anna), timezone.localdate()
    answer = actions.take_answer(osp, invitation=beatas, how="phone", by=anna, on=day, said="yes")
    assert (answer.gives, answer.reach, answer.consent) == ("", "", "")


def test_the_same_word_by_another_persons_link_is_an_answer_of_its_own(
    osp: Candidacy, anna: Any, make_person: Any, client: Client
) -> None:
    speaks(osp, anna, make_person("Adam Pierwszy"))
    adams = sent_letter(osp, anna)
    client.post(address(adams), {"said": "yes"})
    speaks(osp, anna, make_person("Beata Druga"))
    beatas = invited_again(osp, anna)
    client.post(address(beatas), {"said": "yes"})
    assert list(Answer.objects.values_list("invitation", flat=True)) == [beatas.pk, adams.pk]


def test_the_first_spokesperson_closes_no_link(osp: Candidacy, anna: Any, make_person: Any, client: Client) -> None:
    letter = sent_letter(osp, anna)
    speaks(osp, anna, make_person("Adam Pierwszy"))
    assert client.get(address(letter)).status_code == 200


def test_consent_is_taken_back_by_phone_and_the_trace_says_only_that(
    coalition: Any, anna: Any, client_of: Any, make_person: Any, client: Client
) -> None:
    zofia = actions.consider(coalition=coalition, by=anna, person=make_person())
    letter = sent_letter(zofia, anna)
    client.post(address(letter), {"said": "yes", "gives": "ciasto"} | WAY)
    staff, typing = client_of(anna), reverse("coalitions:type_answer", args=[coalition.pk, zofia.pk])
    assert 'name="withdraws"' in staff.get(typing).content.decode()
    response = staff.post(typing, {"withdraws": "1"})
    assert (response.status_code, response["Location"]) == (302, f"{typing}#co-dalej")
    answer = Answer.objects.get()
    assert (answer.said, answer.gives, answer.reach, answer.consent, answer.consent_on) == (
        "yes",
        "ciasto",
        "",
        "",
        None,
    )
    told = Event.objects.get(code="candidacy.consent_withdrawn")
    assert (told.by, told.subject, told.params) == (anna, zofia.key, {})
    assert 'name="withdraws"' not in staff.get(typing).content.decode()
    assert shown(client, letter, "600 111 222", "ciasto") == [False, True]
    assert not actions.withdraw_consent(zofia, by=anna)
    answer = actions.take_answer(zofia, invitation=letter, how="phone", by=anna, on=timezone.localdate(), said="maybe")
    assert (answer.reach, answer.consent, Event.objects.filter(code=told.code).count()) == ("", "", 1)


@pytest.fixture
def guessed(settings: Any) -> Any:
    cache.clear()
    yield settings
    cache.clear()


def test_a_right_link_opens_however_often_others_have_guessed(osp: Candidacy, anna: Any, guessed: Any) -> None:
    letter, wrong = sent_letter(osp, anna), reverse("coalitions:answer_link", args=["a" * 24])
    statuses = [Client().get(wrong).status_code for _guess in range(32)]
    assert statuses == [404] * 30 + [429] * 2
    assert Client().get(address(letter)).status_code == 200
    assert Client().post(address(letter), {"said": "yes"}).status_code == 302


def test_behind_a_proxy_each_visitor_is_counted_alone_by_what_the_proxy_says(db: None, guessed: Any) -> None:
    guessed.TRUSTED_PROXIES = 1
    wrong = reverse("coalitions:answer_link", args=["a" * 24])

    def guess(forwarded: str) -> int:
        return Client(HTTP_X_FORWARDED_FOR=forwarded).get(wrong).status_code

    assert [guess(f"10.0.0.{number}, 192.0.2.7") for number in range(31)][-1] == 429  # her own words change nothing
    assert (guess("192.0.2.8"), guess("192.0.2.8, 192.0.2.7")) == (404, 429)


def test_without_a_proxy_of_ours_nobody_gives_herself_an_address(db: None, guessed: Any) -> None:
    wrong = reverse("coalitions:answer_link", args=["a" * 24])
    statuses = [Client(HTTP_X_FORWARDED_FOR=f"10.0.0.{number}").get(wrong).status_code for number in range(31)]
    assert statuses == [404] * 30 + [429]


def test_whoever_is_erased_while_she_answers_is_told_that_the_link_is_closed(
    coalition: Any, anna: Any, make_person: Any, client: Client
) -> None:
    zofia = actions.consider(coalition=coalition, by=anna, person=make_person())
    letter = Invitation.objects.get(pk=sent_letter(zofia, anna).pk)
    actions.erase(zofia)
    with pytest.raises(Gone, match=f"^candidacy:{zofia.pk}$"):
        actions.answer_by_link(letter, said="yes")


def test_an_error_about_somebody_who_is_gone_names_a_key_and_nobody(make_person: Any, db: None) -> None:
    zofia = make_person("Zofia Zmyślona")
    key = zofia.key
    Person.objects.filter(pk=zofia.pk).delete()
    with pytest.raises(Gone, match=f"^{key}$"):
        held(zofia)


def test_whoever_types_an_answer_of_somebody_erased_meanwhile_is_told(
    coalition: Any, anna: Any, make_person: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    zofia = actions.consider(coalition=coalition, by=anna, person=make_person())
    staff, typing = client_of(anna), reverse("coalitions:type_answer", args=[coalition.pk, zofia.pk])
    look = answers.access.candidacy_for

    def erased_right_after(*args: Any) -> Candidacy:
        found = look(*args)
        actions.erase(zofia)
        return found

    monkeypatch.setattr(answers.access, "candidacy_for", erased_right_after)
    response = staff.post(typing, {"withdraws": "1"})
    assert (response.status_code, response["Location"]) == (302, reverse("coalitions:board", args=[coalition.pk]))
