"""Two people on one board at the same moment, on PostgreSQL: nobody loses anything."""

from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from koalicja.backroom.models import Notice
from koalicja.coalitions import actions
from koalicja.coalitions.models import Candidacy, CandidacyStep
from koalicja.standing.models import Fact
from tests.coalitions.registers import full_register
from tests.coalitions.stored import proposal
from tests.coalitions.test_candidate_pages import opened, url
from tests.programmes.test_at_once import at_once

ROUNDS = 5
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def together(*posts: tuple[Any, str, dict[str, Any]]) -> list[str]:
    """Send the forms of two browsers at once; each answer is a page, a redirect, or an error of the server."""
    found: list[str] = []

    def send(client: Any, address: str, data: dict[str, Any]) -> Any:
        def work() -> None:
            found.append(str(client.post(address, data).status_code))
            connection.close()

        return work

    assert at_once(*(send(*each) for each in posts)) == ["done"] * len(posts)
    return sorted(found)


def test_two_forms_with_the_same_field_keep_one_and_ask_the_other(
    coalition: Any, anna: Any, marek: Any, client_of: Any, make_organisation: Any
) -> None:
    hers, his = client_of(anna), client_of(marek)
    for number in range(ROUNDS):
        osp = actions.consider(coalition=coalition, by=anna, organisation=make_organisation(f"OSP {number}"))
        address = url("change_candidate", osp, "krok")
        forms = [opened(client, address) | {"next_step": text} for client, text in ((hers, "Anna"), (his, "Marek"))]
        assert together((hers, address, forms[0]), (his, address, forms[1])) == ["200", "302"]
        kept = Candidacy.objects.get(pk=osp.pk).next_step
        loser, form = (his, forms[1]) if kept == "Anna" else (hers, forms[0])
        asked = loser.post(address, form).context["form"]
        assert kept in asked.errors["next_step"][0]
        loser.post(address, asked.data)
        assert Candidacy.objects.get(pk=osp.pk).next_step == {"Anna": "Marek", "Marek": "Anna"}[kept]
        told = Notice.objects.order_by("-pk").first()
        assert told is not None
        assert told.to == (anna if kept == "Anna" else marek)


def test_two_forms_with_different_fields_keep_both(
    coalition: Any, anna: Any, marek: Any, client_of: Any, make_organisation: Any
) -> None:
    hers, his = client_of(anna), client_of(marek)
    for number in range(ROUNDS):
        osp = actions.consider(coalition=coalition, by=anna, organisation=make_organisation(f"OSP {number}"))
        address = url("change_candidate", osp, "notatki")
        one, two = opened(hers, address) | {"brings": "remiza"}, opened(his, address) | {"should_ask": "Halina"}
        assert together((hers, address, one), (his, address, two)) == ["302", "302"]
        now = Candidacy.objects.get(pk=osp.pk)
        assert (now.brings, now.should_ask) == ("remiza", "Halina")


def test_two_talks_and_two_moves_at_once_all_stand_in_the_history(
    coalition: Any, anna: Any, marek: Any, client_of: Any, make_organisation: Any
) -> None:
    hers, his = client_of(anna), client_of(marek)
    for number in range(ROUNDS):
        osp = actions.consider(coalition=coalition, by=anna, organisation=make_organisation(f"OSP {number}"))
        talk, move = url("note_talk", osp), url("move_candidate", osp)
        said = opened(hers, talk) | {"outcome": "wants"}
        moved = {"state": "declared", "on": said["on"]}
        assert together((hers, talk, said), (his, move, moved)) == ["302", "302"]
        states = sorted(CandidacyStep.objects.filter(candidacy=osp).values_list("state", flat=True))
        assert (states, Candidacy.objects.get(pk=osp.pk).state) == (["declared", "listed", "talk"], "declared")


def test_one_proposal_pressed_by_two_at_once_is_listed_once(
    coalition: Any, anna: Any, marek: Any, client_of: Any, make_organisation: Any
) -> None:
    full_register(make_organisation, lambda *_args, **_over: None)
    run = proposal(coalition, anna)
    address = reverse("coalitions:list_proposal", args=[coalition.pk, run.number])
    assert together((client_of(anna), address, {}), (client_of(marek), address, {})) == ["302", "302"]
    members = len(run.result["members"]) - 1
    assert (Candidacy.objects.count(), Fact.objects.filter(kind="named").count()) == (members, members)
