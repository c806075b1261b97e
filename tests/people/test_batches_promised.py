"""What the preview promises is what accepting does, in every number: kinds of files and decisions, tried in turn."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from koalicja.people.actions.accepting import accept
from koalicja.people.actions.decisions import decide_rows
from koalicja.people.file_values import A_PERSON
from koalicja.people.models import Batch, BatchRow, Organisation, Person
from koalicja.people.queries.batch_people import newcomers
from koalicja.people.queries.batches import overview
from koalicja.people.views.batch_context import done_sentence, plan_sentence
from tests.people.file_builders import csv_text, previewed

pytestmark = pytest.mark.django_db
HEAD = ("Nazwa", "Miejscowość", "Telefon", "E-mail", "Osoba kontaktowa", "Uwagi")
ROWS = (
    ("Zielona Dolina", "Lipowo", "600 100 100", "", "", "rajdy"),
    ("Klub Sokół", "Lipowo", "600-100-100", "sokol@poczta.example", "Ewa Zmyślona", "mają salę"),
    ("Sokół Lipowo", "Lipowo", "600 100 100", "", "Adam Zmyślony", ""),
    ("Zofia Przykładowa", "Lipowo", "600 100 200", "", "", ""),
    ("Zofia Przykładowa", "Lipowo", "600 100 200", "zofia@poczta.example", "", ""),
    ("Zofia Przykładowa", "", "600 100 777", "", "", "gra na skrzypcach"),
    ("OSP Lipowo", "Lipowo", "", "", "Adam Zmyślony", ""),
    ("Ochotnicza Straż Pożarna Lipowo", "Lipowo", "600 100 300", "", "Ewa Zmyślona", ""),
    ("OSP Lipowo", "Lipowo", "", "osp@poczta.example", "Iga Zmyślona", "orkiestra"),
    ("Stowarzyszenie Razem", "Lipowo", "600 100 400", "", "", ""),
    ("Stow. Razem dla Lipowa", "Lipowo", "600 100 400", "razem@poczta.example", "Iga Zmyślona", ""),
    ("Stowarzyszenie Razem", "Lipowo", "600 100 400", "", "", "ma bus"),
    ("Żdan Hnatiuk", "Lipowo", "600 100 500", "", "", ""),
    ("Żdan Hnatiuk", "Lipowo", "600 100 500", "zdan@poczta.example", "", ""),
    ("OSP Lipowo", "Lipowo", "", "", "", ""),
    ("Zofia Przykładowa; 30 lat", "Wola", "", "", "", "śpiewa"),
    ("Biblioteka w Lipowie", "Lipowo", "", "", "Ola Zmyślona", ""),
)
DECISIONS = ("", "add", "join", "fill", "fill", "skip")


def promised(batch: Batch) -> dict[str, int]:
    plan, new = overview(batch).plan, newcomers(batch)
    counted = {"people": new.people, "organisations": plan.added - new.rows} if new.people else {}
    numbers = {name: getattr(plan, name) for name in ("added", "changed", "filled", "same", "passed_over", "doubtful")}
    return numbers | {"met": 0} | counted


def saved(batch: Batch) -> dict[str, int]:
    return Batch.objects.get(pk=batch.pk).counts


@pytest.fixture
def shuffled(anna: Any, gmina: Any, make_organisation: Any, make_person: Any) -> Callable[[int], Batch]:
    """A file of some of the rows in some order, with some decisions, each of them one that people may take."""

    def build(seed: int) -> Batch:
        chance = random.Random(seed)
        make_organisation("Stowarzyszenie Razem", village="Lipowo")
        make_organisation("OSP Lipowo", village="Lipowo") if seed % 2 else None
        make_person("Ewa Zmyślona") if seed % 3 else None
        rows = chance.sample(ROWS, chance.randint(6, len(ROWS)))
        batch = previewed(anna, gmina, csv_text([[f'"{cell}"' for cell in row] for row in rows], head=HEAD))
        for number in chance.sample(range(2, len(rows) + 2), len(rows)):
            decision = chance.choice(DECISIONS)
            person = A_PERSON if decision == "add" and chance.random() < 0.5 else ""
            decide_rows(batch, by=anna, numbers=[number], decision=decision, target=person)
        return Batch.objects.get(pk=batch.pk)

    return build


@pytest.mark.parametrize("seed", range(6))
def test_what_is_promised_is_saved(seed: int, anna: Any, shuffled: Callable[[int], Batch]) -> None:
    batch = shuffled(seed)
    told, before = promised(batch), (Organisation.objects.count(), Person.objects.count())
    accept(batch, by=anna)
    assert saved(batch) == told
    added = told.get("organisations", told["added"]), told.get("people", 0)
    assert (Organisation.objects.count() - before[0], Person.objects.count() - before[1]) == added


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6, 30))
def test_what_is_promised_is_saved_in_many_more_files(seed: int, anna: Any, shuffled: Callable[[int], Batch]) -> None:
    test_what_is_promised_is_saved(seed, anna, shuffled)


def test_the_sentences_tell_of_a_row_that_goes_with_another(anna: Any, gmina: Any) -> None:
    batch = previewed(anna, gmina, csv_text(ROWS[:2], head=HEAD))
    decide_rows(batch, by=anna, numbers=[2], decision="add")
    decide_rows(batch, by=anna, numbers=[3], decision="fill")
    assert plan_sentence(batch, overview(batch).plan) == (
        "Dodamy 1 organizację i 1 osobę, zapiszemy 1 wiersz razem z wcześniejszym, który on uzupełnia."
    )
    accept(batch, by=anna)
    assert done_sentence(Batch.objects.get(pk=batch.pk)) == (
        "Dodano: 1 organizację i 1 osobę, zapisano razem z wcześniejszym wierszem: 1"
    )


def test_a_row_that_stands_in_a_record_another_row_changes_is_no_change(
    anna: Any, gmina: Any, make_organisation: Any
) -> None:
    make_organisation("OSP Lipowo", village="Lipowo")
    batch = previewed(anna, gmina, csv_text([ROWS[8], ROWS[14]], head=HEAD))
    told = promised(batch)
    accept(batch, by=anna)
    assert (told["changed"], told["same"], saved(batch)) == (1, 1, told)
    assert list(BatchRow.objects.order_by("number").values_list("did", flat=True)) == ["changed", "nothing"]
    assert Organisation.objects.get().version == 2
