"""Previews that earlier versions left behind are brought along."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from koalicja.people.actions import decisions
from koalicja.people.models import Batch
from tests.people.file_builders import csv_text, previewed

pytestmark = pytest.mark.django_db
STEPS = import_module("koalicja.people.migrations.0006_found_of_steps")
CHOICE = {"gmina": "020102", "accept_places": False, "all_here": False, "unknown_here": False}


def noted(n: int, what: str, before: dict[str, Any] | None) -> dict[str, Any]:
    return {"n": n, "what": what, "of_file": 0, "before": before}


@pytest.fixture
def batch(anna: Any, gmina: Any, make_organisation: Any) -> Batch:
    """As the version before left it: all skipped at once (1), row 3 decided anew, its class said, all cleared (2)."""
    numbers = (2, 5, 7)
    for number in numbers:
        make_organisation(f"Szkoła Podstawowa nr {number} im. Marii Przykładowej", village="Lipowo")
    batch = previewed(anna, gmina, csv_text([(f"SP nr {number}", "Lipowo", "") for number in numbers]))
    batch.options = {"steps": [noted(1, "skip", None), noted(2, "anew", CHOICE)]}
    batch.save()
    by_hand = {"decision": "add", "params": {"class": "firm"}}
    skipped = {"decision": "skip", "params": {"step": 1}}
    for number, was in ((2, skipped), (3, by_hand), (4, skipped)):
        batch.rows.filter(number=number).update(decision="", decision_params={"step": 2, "was": was})
    return batch


def said(batch: Batch) -> list[tuple[str, dict[str, Any]]]:
    return [
        (decision, {name: params[name] for name in ("class", "was") if name in params})
        for decision, params in batch.rows.order_by("number").values_list("decision", "decision_params")
    ]


def test_decisions_of_an_earlier_version_are_taken_back_one_after_the_other(batch: Batch, anna: Any) -> None:
    STEPS.renew_steps(apps, connection.schema_editor())
    batch.refresh_from_db()
    assert (said(batch), batch.options["first"]) == ([("", {})] * 3, CHOICE)
    assert decisions.take_back(batch, by=anna, step=2) == 3
    assert said(batch) == [("skip", {}), ("add", {"class": "firm"}), ("skip", {})]
    assert decisions.take_back(batch, by=anna, step=1) == 2
    assert said(batch) == [("", {}), ("add", {"class": "firm"}), ("", {})]
    assert list(batch.rows.filter(decision_params__has_any_keys=["step", "found"])) == []


def test_decisions_put_aside_while_a_file_is_read_are_renewed_too(batch: Batch) -> None:
    old = ["skip", {"step": 1}]
    batch.state, batch.options = "reading", batch.options | {"kept": {"2": old, "3": ["add", {"class": "firm"}]}}
    batch.save()
    STEPS.renew_steps(apps, connection.schema_editor())
    batch.refresh_from_db()
    nothing = {"decision": "", "target": None, "asked": None}
    assert batch.options["kept"] == {
        "2": ["skip", {"step": 1, "found": [{"step": 1, "said": nothing}]}],
        "3": ["add", {"class": "firm"}],
    }


def test_what_was_renewed_once_stays_as_it_is(batch: Batch) -> None:
    STEPS.renew_steps(apps, connection.schema_editor())
    before = list(batch.rows.order_by("number").values_list("decision_params", flat=True))
    STEPS.renew_steps(apps, connection.schema_editor())
    assert list(batch.rows.order_by("number").values_list("decision_params", flat=True)) == before
