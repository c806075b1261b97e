"""A stored proposal computed again from what is stored with it."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from koalicja.backroom.worker import run_worker
from koalicja.coalitions import actions
from koalicja.coalitions.composing.storing import read_answer
from koalicja.coalitions.models import CompositionRun
from koalicja.coalitions.queries.candidates import Wishes
from koalicja.people.models import Organisation
from tests.coalitions.registers import full_register


@pytest.fixture(autouse=True)
def in_polish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "pl_PL.UTF-8")


@pytest.fixture
def run(coalition: Any, anna: Any, make_organisation: Any, make_person: Any) -> CompositionRun:
    full_register(make_organisation, make_person)
    return computed(actions.ask_for_proposal(coalition=coalition, by=anna, wishes=Wishes()))


def computed(run: CompositionRun) -> CompositionRun:
    run_worker(once=True)
    return CompositionRun.objects.select_related("coalition").get(pk=run.pk)


def said(run: CompositionRun) -> list[str]:
    out = StringIO()
    call_command("recheck_run", str(run.pk), stdout=out)
    return out.getvalue().splitlines()


CONFIRMED = [
    "Zasady: wszystkie spełnione.",
    "Wartość składu: zgadza się.",
    "Granica: udowodniona ponownie.",
    "Skład: znowu ten sam.",
]


def test_a_stored_proposal_is_confirmed_whatever_became_of_the_register(run: CompositionRun) -> None:
    Organisation.objects.filter(participations=None).delete()
    assert said(run) == CONFIRMED


def test_a_proposal_after_a_refusal_is_confirmed_by_planning_it_again(run: CompositionRun, anna: Any) -> None:
    brigade = Organisation.objects.get(name="OSP Olszynki")
    assert brigade.key in read_answer(run.result).members
    made = computed(actions.decline(run=run, by=anna, member=brigade.key))
    assert [line for line in said(made) if line in CONFIRMED] == [CONFIRMED[0], CONFIRMED[1], CONFIRMED[3]]


def test_what_is_not_so_is_said_and_ends_with_one(run: CompositionRun) -> None:
    run.result["objective"] += 1
    run.save()
    with pytest.raises(SystemExit) as ended:
        said(run)
    assert ended.value.code == 1


def test_there_must_be_a_proposal_with_a_table(run: CompositionRun) -> None:
    with pytest.raises(CommandError, match="Nie ma propozycji o numerze 0") as refusal:
        call_command("recheck_run", "0")
    assert refusal.value.returncode == 2
    CompositionRun.objects.update(state="broken")
    with pytest.raises(CommandError, match="nie ma składu"):
        said(run)
