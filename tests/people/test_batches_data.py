"""Files that people really have (folder KOALICJA_TEST_DATA): each of them gives a preview one can work with."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.urls import reverse
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from koalicja.backroom.worker import run_worker
from koalicja.people.actions import batches, decisions
from koalicja.people.actions.accepting import accept
from koalicja.people.file_values import WHO
from koalicja.people.files import read_table
from koalicja.people.models import Batch, Organisation
from koalicja.people.queries.batches import GMINA_DOUBTS
from koalicja.places.actions import load_places
from koalicja.places.models import Gmina
from tests.people.file_builders import outcomes, shown
from tests.people.register_state import register_state

pytestmark = [pytest.mark.data, pytest.mark.django_db]
ROOT = Path(__file__).resolve().parent.parent.parent
PKW = "institutions/pkw2020_obwody_glosowania.xlsx"


@pytest.fixture
def poland(db: None) -> None:
    load_places()


@pytest.fixture
def operator(poland: None, make_user: Any, edition: Any) -> Any:
    return make_user("Oliwia", ("operator", edition.key))


def load(path: Path, user: Any, scope: str, **facts: Any) -> Batch:
    with path.open("rb") as file:
        batch = batches.load_file(scope, File(file), name=path.name, by=user, **facts)
    run_worker(once=True)
    return Batch.objects.get(pk=batch.pk)


def counted(batch: Batch) -> Counter[tuple[str, str]]:
    return Counter((outcome, reason) for _, outcome, reason in outcomes(batch))


def reencoded(source: Path, target: Path, encoding: str) -> Path:
    """The same table as CSV in another encoding, as an old spreadsheet program would write it."""
    lines = [";".join(f'"{cell.strip()}"' for cell in row.cells) for row in read_table(source)]
    target.write_bytes("\r\n".join(lines).encode(encoding, errors="replace"))
    return target


def as_ods(source: Path, target: Path) -> Path:
    """The same table as an OpenDocument spreadsheet."""
    document = OpenDocumentSpreadsheet()
    sheet = Table(name="Lista")
    for row in read_table(source):
        line = TableRow()
        for cell in row.cells:
            held = TableCell(valuetype="string")
            held.addElement(P(text=cell))
            line.addElement(held)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    document.save(str(target))
    return target


@pytest.mark.parametrize("name", ["szkoly_podlasie.xls", "szkoly_kujaw_pom.xlsx"])
def test_school_lists_without_a_gmina_column_are_doubtful_row_by_row(
    name: str, data_folder: Path, operator: Any, edition: Any
) -> None:
    found = counted(load(data_folder / "messy" / name, operator, edition.key))
    reasons = {reason for outcome, reason in found if outcome not in {"error", "repeated"}}
    assert {outcome for outcome, _ in found} <= {"doubtful", "error", "repeated"}
    assert reasons <= set(GMINA_DOUBTS)
    assert found[("doubtful", "gmina_from_place")] > 100


def test_places_once_confirmed_turn_doubts_into_new_rows(data_folder: Path, operator: Any, edition: Any) -> None:
    batch = load(data_folder / "messy/szkoly_kujaw_pom.xlsx", operator, edition.key)
    placed = counted(batch)[("doubtful", "gmina_from_place")]
    decisions.confirm_places(batch, by=operator)
    after = counted(Batch.objects.get(pk=batch.pk))
    assert after[("doubtful", "gmina_from_place")] == 0
    assert after[("new", "new_here")] >= placed * 0.9


def test_thirteen_records_in_one_cell_are_one_error_with_advice_and_no_organisation(
    data_folder: Path, poland: None, make_user: Any, client_of: Any
) -> None:
    anna = make_user("Anna", ("coordinator", "gmina:206101"))
    gmina = Gmina.objects.get(pk="206101")
    batch = load(data_folder / "messy/szkoly_podlasie.xls", anna, "gmina:206101", gmina=gmina, default_gmina=gmina)
    bad = batch.rows.get(outcome="error")
    assert (bad.number, bad.reason, bad.params["why"]["count"]) == (3, "several_records_in_one_cell", "13")
    page = shown(client_of(anna).get(batch.get_absolute_url() + "?outcome=error"))
    assert "W jednej komórce stoi 13 rekordów" in page
    accept(batch, by=anna)
    assert not Organisation.objects.filter(name__icontains="EDUCENTRUM").exists()


@pytest.mark.parametrize("form", ["csv", "cp1250", "iso8859_2", "ods"])
def test_the_school_register_is_read_alike_in_every_form(
    form: str, data_folder: Path, tmp_path: Path, operator: Any, edition: Any
) -> None:
    source = data_folder / "messy/rspo_sample_2020.csv"
    path = source
    if form == "ods":
        path = as_ods(source, tmp_path / "rspo.ods")
    elif form != "csv":
        path = reencoded(source, tmp_path / "rspo.csv", form)
    batch = load(path, operator, edition.key)
    assert Counter(outcome for _, outcome, _ in outcomes(batch)) == {"new": 168}
    first = batch.rows.get(number=2)
    assert (first.gmina_id, first.values["rspo"], first.values["phone"]) == ("086101", "4489", "957225242")


def test_statistics_are_refused_with_a_sentence(data_folder: Path, anna: Any, gmina: Any, client_of: Any) -> None:
    with (data_folder / "messy/bdl_export_ludnosc.csv").open("rb") as file:
        answer = client_of(anna).post(reverse("people:load", args=["020102"]), {"file": file, "missing_gmina": "mine"})
    assert answer.status_code == 422
    assert "To nie wygląda na listę organizacji ani osób" in shown(answer)
    assert Batch.objects.count() == 0


@pytest.mark.slow
def test_the_whole_country_becomes_suggestions_once(
    data_folder: Path, operator: Any, edition: Any, make_user: Any
) -> None:
    batch = load(data_folder / PKW, operator, edition.key)
    venues = {params["key"] for params in batch.rows.exclude(outcome="error").values_list("params", flat=True)}
    assert (batch.state, batch.rows.count(), 24_000 <= len(venues) <= 24_750) == ("preview", 27_408, True)
    assert Organisation.objects.count() == 0
    assert 0 < decisions.decide_alike(batch, by=operator, reason=WHO, decision="add") < 10
    accept(batch, by=operator)
    run_worker(once=True)
    batch.refresh_from_db()
    osiek = Organisation.objects.filter(gmina="300910")
    assert batch.state == "accepted"
    assert {each.state for each in osiek} == {"suggested"}
    assert osiek.count() >= 3
    before = register_state()
    again = load(data_folder / PKW, operator, edition.key)
    assert {outcome for _, outcome, _ in outcomes(again)} <= {"same", "repeated", "left_out", "error"}
    accept(again, by=operator)
    assert register_state() == before


@pytest.mark.slow
def test_the_whole_country_is_previewed_in_memory_and_in_no_more_than_a_multiple_of_its_time(data_folder: Path) -> None:
    """The bar of 15 s is `bench/import_file.py`'s, for a machine with nothing else to do; here only what no load of a
    machine explains is too much.
    """
    command = [sys.executable, str(ROOT / "bench/import_file.py"), str(data_folder / PKW)]
    surroundings = {name: value for name, value in os.environ.items() if name != "KOALICJA_DATABASE_URL"}
    told = subprocess.run(command, env=surroundings, check=True, capture_output=True, text=True).stdout
    seconds, peak = re.search(r"processor ([\d.]+) s\), peak (\d+) MB", told).groups()  # type: ignore[union-attr]
    assert float(seconds) <= 90
    assert int(peak) <= 300
