"""“Zaproszenia”: the one next step, the newest letters, and a goal that speaks of the library alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from koalicja.coalitions import actions
from koalicja.coalitions.models import Candidacy, Invitation
from koalicja.people.models import User
from tests.coalitions.invited import sent_letter
from tests.coalitions.registers import full_register


@pytest.fixture
def osp(coalition: Any, anna: User, make_organisation: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, organisation=make_organisation(group="ngo"))


@pytest.fixture
def zofia(coalition: Any, anna: User, make_person: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, person=make_person())


def url(name: str, coalition: Any) -> str:
    return reverse(f"coalitions:{name}", args=[coalition.pk])


def said(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_goal_about_the_library_alone_is_asked_about_before_letters_carry_it(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy
) -> None:
    client, asks, today = client_of(anna), "Co z tego będą mieli mieszkańcy?", timezone.localdate()
    actions.prepare_invitation(osp, by=anna, way="letter", subject="Zaproszenie", text="Dzień dobry!")
    asked = []
    for goal in ("Więcej czytelników biblioteki", "Biblioteka, w której mieszkańcy mają co robić"):
        actions.say_statement(coalition=coalition, by=anna, kind="goal", text=goal, on=today, since=10**9)
        asked += [asks in said(client.get(url(name, coalition))) for name in ("invitation_texts", "choose_invited")]
    assert asked == [True, True, False, False]


def test_the_invitations_say_the_same_next_step_as_the_board(
    anna: User, client_of: Any, osp: Candidacy, make_organisation: Any, make_person: Any
) -> None:
    client, coalition = client_of(anna), osp.coalition

    def steps() -> list[tuple[str, str]]:
        found = [client.get(url(name, coalition)).context["step"] for name in ("board", "invitations")]
        return [(step["title"], step["why"]) for step in found]

    named = steps()
    full_register(make_organisation, make_person)
    proposed = steps()
    sent_letter(osp, anna)
    invited = steps()
    assert [title for title, _why in (*named, *proposed, *invited)] == [
        *["Wypiszcie więcej osób i organizacji"] * 2,
        *["Policz propozycję: kogo zaprosić"] * 2,
        *["Napiszcie w jednym zdaniu, na jaki problem odpowiadacie"] * 2,
    ]


def test_the_newest_letters_are_those_of_the_last_press(
    coalition: Any, anna: User, client_of: Any, osp: Candidacy, zofia: Candidacy
) -> None:
    morning, now = sent_letter(osp, anna), sent_letter(zofia, anna)
    Invitation.objects.filter(pk=morning.pk).update(sent_at=now.sent_at - timedelta(hours=3))
    step = client_of(anna).get(url("invitations", coalition)).context["step"]
    assert (step["other_label"], step["other_url"]) == (
        "Otwórz najnowszy list",
        f"{url('print_letters', coalition)}?id={now.pk}",
    )
    assert client_of(anna).get(step["other_url"])["Content-Type"] == "application/pdf"
    Invitation.objects.filter(pk=morning.pk).update(sent_at=now.sent_at)
    step = client_of(anna).get(url("invitations", coalition)).context["step"]
    assert step["other_label"] == "Otwórz 2 najnowsze listy"
