"""The coalition's page, its board and its invitations say the same one next step."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from koalicja.coalitions import actions
from koalicja.coalitions.models import Candidacy, Coalition
from koalicja.people.models import User
from tests.coalitions.invited import sent_letter
from tests.coalitions.registers import full_register


@pytest.fixture
def osp(coalition: Any, anna: User, make_organisation: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, organisation=make_organisation(group="ngo"))


@pytest.fixture
def told(coalition: Coalition, anna: User, client_of: Any) -> Callable[[], tuple[str, ...]]:
    """Title, reason and button of the step, where the three pages agree; else what each says."""
    client = client_of(anna)
    pages = [coalition.get_absolute_url()]
    pages += [reverse(f"coalitions:{name}", args=[coalition.pk]) for name in ("board", "invitations")]

    def said() -> tuple[str, ...]:
        found = [_of(client.get(page).context["step"]) for page in pages]
        assert found == [found[0]] * 3
        return found[0]

    return said


def _of(step: Any) -> tuple[str, ...]:
    if not isinstance(step, dict):
        step = {name: getattr(step, name) for name in ("title", "why", "label")}
    return step["title"], step["why"], step.get("label", "")


def test_the_three_pages_agree_while_people_are_invited_and_answer(
    anna: User, osp: Candidacy, told: Any, make_organisation: Any, make_person: Any
) -> None:
    coalition, today = osp.coalition, timezone.localdate()
    titles = [told()[0]]
    full_register(make_organisation, make_person)
    titles.append(told()[0])
    for kind in ("problem", "goal", "library_role"):
        actions.say_statement(coalition=coalition, by=anna, kind=kind, text="Mieszkańcy się znają.", on=today, since=0)
    planned = {"next_step": "zadzwonić do naczelnika", "next_on": today}
    actions.plan_next_step(osp, by=anna, seen={}, new=planned, since=0)
    titles.append(told()[0])
    kgw = actions.consider(coalition=coalition, by=anna, organisation=make_organisation("KGW Lipki", group="ngo"))
    actions.prepare_invitation(kgw, by=anna, way="letter", subject="Zaproszenie", text="Dzień dobry!")
    titles.append(told()[0])
    sent_letter(osp, anna)
    titles.append(told()[0])
    assert titles == [
        "Wypiszcie więcej osób i organizacji",
        "Policz propozycję: kogo zaprosić",
        "Czeka 1 umówiona sprawa",
        "1 tekst czeka na przejrzenie",
        "1 tekst czeka na przejrzenie",
    ]


def test_the_three_pages_agree_when_everybody_was_asked(anna: User, osp: Candidacy, told: Any) -> None:
    coalition, today = osp.coalition, timezone.localdate()
    titles = []
    actions.move(osp, by=anna, to="invited", on=today)
    for kind in ("problem", "goal", "library_role"):
        actions.say_statement(coalition=coalition, by=anna, kind=kind, text="Mieszkańcy się znają.", on=today, since=0)
    titles.append(told()[0])
    actions.postpone(osp, by=anna, seen=None, not_before=today + timedelta(days=9), since=0)
    titles.append(told()[0])
    Candidacy.objects.filter(pk=osp.pk).update(not_before=today)
    titles.append(told()[0])
    assert titles == [
        "Nikogo z grupy: przedsiębiorcy",
        "Nikogo z grupy: przedsiębiorcy",
        "Czeka 1 umówiona sprawa",
    ]
