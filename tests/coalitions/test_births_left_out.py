"""Through no door of a coalition does a word of birth with a day behind it come into any table; who typed is told."""

from typing import Any

import pytest
from django.urls import reverse

from koalicja.coalitions import actions
from koalicja.coalitions.models import Candidacy
from tests.coalitions.invited import sent_letter
from tests.coalitions.test_candidate_pages import opened
from tests.people.test_births_nowhere import told_anywhere
from tests.people.test_births_told import AT_MOST, told

BIRTH = "ur. 12.05.1966"


@pytest.fixture
def osp(coalition: Any, anna: Any, make_organisation: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, organisation=make_organisation("OSP Zmyślona", group="ngo"))


@pytest.mark.parametrize(
    ("page", "more", "typed"),
    [
        ("note_talk", (), {"kind": "call", "outcome": "thinks", "text": f"mama, {BIRTH}"}),
        ("change_candidate", ("notatki",), {"brings": f"samochód, właścicielka {BIRTH}"}),
        ("type_answer", (), {"how": "phone", "said": "yes", "gives": f"czas, {BIRTH}", "question": f"kto {BIRTH}?"}),
    ],
)
def test_what_is_written_of_a_candidate_tells_no_birth(
    anna: Any, client_of: Any, osp: Candidacy, *, page: str, more: Any, typed: Any
) -> None:
    address = reverse(f"coalitions:{page}", args=[osp.coalition_id, osp.pk, *more])
    client = client_of(anna)
    answer = client.post(address, opened(client, address) | typed, follow=True)
    assert (answer.redirect_chain != [], told(answer), told_anywhere()) == (True, [AT_MOST], [])


def test_a_move_a_meeting_a_text_and_an_asset_tell_no_birth(anna: Any, client_of: Any, osp: Candidacy) -> None:
    client, pk = client_of(anna), osp.coalition_id
    said = {
        reverse("coalitions:move_candidate", args=[pk, osp.pk]): {"state": "talk", "note": f"pani {BIRTH}"},
        reverse("coalitions:meeting", args=[pk]): {"place": f"dom, {BIRTH}", "agreed": f"kwiaty, {BIRTH}"},
        reverse("coalitions:statement", args=[pk, "cel"]): {"text": f"Dom seniorów, {BIRTH}"},
        reverse("coalitions:assets", args=[pk]): {"kind": "room", "what": f"sala, {BIRTH}", "note": BIRTH},
    }
    for address, typed in said.items():
        form = opened(client, address) if "spotkanie" in address or "tresc" in address else {"on": "2014-01-31"}
        answer = client.post(address, form | typed, follow=True)
        assert answer.redirect_chain, answer.context["form"].errors
    assert told_anywhere() == []


def test_an_answer_by_link_tells_no_birth(anna: Any, client: Any, osp: Candidacy) -> None:
    letter = sent_letter(osp, anna)
    typed = {"said": "other", "other_name": f"Ewa Zmyślona {BIRTH}", "question": BIRTH, "gives": f"czas {BIRTH}"}
    client.post(reverse("coalitions:answer_link", args=[letter.token]), typed)
    assert list(letter.answers.values_list("other_name", "question", "gives")) == [("Ewa Zmyślona", "", "czas")]
    assert told_anywhere() == []
