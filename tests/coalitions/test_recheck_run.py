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
    fewest = "Granica: brak. Tej propozycji nie porównano z najlepszą; zmienia się w niej najmniej miejsc."
    assert said(made) == [CONFIRMED[0], CONFIRMED[1], fewest, CONFIRMED[3]]
    CompositionRun.objects.filter(pk=made.pk).update(changes_least=False)
    made.refresh_from_db()
    assert said(made)[2:] == [
        "Granica: brak. Tej propozycji nie porównano z najlepszą; miało się w niej zmienić mało miejsc, a tego, że nie "
        "da się mniej, nie udowodniono.",
        "Skład: nie było dowodu, że najlepszy, więc mogą wyjść inne.",
    ]


def test_what_is_not_so_is_said_and_ends_with_one(run: CompositionRun) -> None:
    run.result["objective"] += 1
    run.save()
    with pytest.raises(SystemExit) as ended:
        said(run)
    assert ended.value.code == 1


def test_every_part_of_a_stored_proposal_that_was_changed_is_noticed(run: CompositionRun) -> None:
    assert said(run) == CONFIRMED
    honest, inputs, noticed = run.result, run.inputs, set()
    members = honest["members"]
    outsider = next(each["id"] for each in inputs["candidates"] if each["id"] not in members)
    never = [*honest["never_proposed"], members[-1]]
    changes: dict[str, Any] = {
        "status": "feasible" if honest["status"] == "infeasible" else "infeasible",
        "objective": honest["objective"] + 1,
        "bound": honest["bound"] + 1,
        "gap": 0.5,
        "members": [*members[:-1], outsider],
        "reasons": honest["reasons"] | {members[0]: [{"code": "knows", "params": {"count": 9}}]},
        "rules": [honest["rules"][0] | {"actual": 99}, *honest["rules"][1:]],
        "alternatives": [{"members": members, "objective": honest["objective"], "distance": 0.4}],
        "tradeoff": [{"size": 99, "status": "optimal", "objective": 1.0, "bound": 1.0}],
        "never_proposed": never,
        "advice": [{"code": "look_for", "rules": [], "profile": {}, "params": {}}],
        "questions": [{"id": members[0], "column": "group", "change": 1, "params": {}}],
        "assumed": [],
        "known_facts": honest["known_facts"] + 1,
        "seed": 2,
    }
    for key, value in changes.items():
        run.result = honest | {key: value}
        run.save()
        with pytest.raises(SystemExit):
            said(run)
        noticed.add(key)
    assert set(honest) - noticed == {"alternatives_complete", "seconds", "solver_seconds", "undecided"}
    run.result, run.inputs = honest, inputs | {"rules": inputs["rules"] | {"min_age_bands": 3}}
    run.save()
    with pytest.raises(SystemExit):
        said(run)


@pytest.mark.slow
@pytest.mark.parametrize("broken", [{}, {"members": "x"}, {"reasons": None}])
def test_a_stored_proposal_that_cannot_be_read_holds_nothing_to_check(run: CompositionRun, broken: Any) -> None:
    run.result = run.result | broken if broken else {}
    run.save()
    with pytest.raises((CommandError, SystemExit)):
        said(run)


def _without_library(inputs: Any) -> None:
    inputs["candidates"] = [each for each in inputs["candidates"] if each["id"] != inputs["library"]]


def _row_twice(inputs: Any) -> None:
    inputs["candidates"].append(inputs["candidates"][0])


def _stranger(inputs: Any) -> None:
    inputs["candidates"][0]["conflicts"] = ["organisation:0"]


def _tiny_weight(inputs: Any) -> None:
    inputs["rules"]["weights"]["reach"] = 1e-8


def _word_for_number(inputs: Any) -> None:
    inputs["candidates"][0]["influence"] = "much"


BROKEN = [_without_library, _row_twice, _stranger, _tiny_weight, _word_for_number]


@pytest.mark.slow
@pytest.mark.parametrize("change", BROKEN, ids=lambda change: change.__name__)
def test_stored_inputs_that_contradict_themselves_get_one_sentence(run: CompositionRun, change: Any) -> None:
    assert run.inputs["library"]
    change(run.inputs)
    run.save()
    with pytest.raises(CommandError) as refusal:
        said(run)
    told = f"To, co zapisano przy propozycji {run.pk}, jest sprzeczne, więc niczego nie da się z tego policzyć."
    assert (str(refusal.value), refusal.value.returncode) == (told, 2)


def test_a_proposal_of_another_method_is_refused(run: CompositionRun) -> None:
    run.method = "zzz"
    run.save()
    with pytest.raises(CommandError) as refusal:
        said(run)
    told = f"Propozycję {run.pk} policzono inną metodą: zzz. Ta wersja nie umie jej sprawdzić."
    assert (str(refusal.value), refusal.value.returncode) == (told, 2)


def test_there_must_be_a_proposal_with_a_table(run: CompositionRun) -> None:
    with pytest.raises(CommandError, match="Nie ma propozycji o numerze 0") as refusal:
        call_command("recheck_run", "0")
    assert refusal.value.returncode == 2
    CompositionRun.objects.update(state="broken")
    with pytest.raises(CommandError, match="nie ma składu"):
        said(run)
