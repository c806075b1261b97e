"""Bad input through the page: one sentence that says what is wrong and what helps, and nothing saved anywhere."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from koalicja.backroom.models import Chore, Event, Job, Upload
from koalicja.backroom.worker import run_worker
from koalicja.people.models import Batch
from tests.people.file_builders import csv_text, outcomes, shown, xlsx

pytestmark = pytest.mark.django_db
NOTHING = "Nic nie zostało zapisane."


def row_counts() -> dict[str, int]:
    """How many rows each table holds (sessions apart: looking at a page may open one)."""
    models = [model for model in apps.get_models() if model._meta.app_label not in {"sessions"}]
    return {model._meta.label: model._default_manager.count() for model in models}


def protected() -> bytes:
    plain, locked = io.BytesIO(xlsx({"Lista": [("Nazwa",), ("Klub Orzeł",)]})), io.BytesIO()
    OOXMLFile(plain).encrypt("tajne", locked)
    return locked.getvalue()


def bomb() -> bytes:
    """A small workbook whose sheet says it unpacks to 400 MB."""
    buffer, plain = io.BytesIO(), io.BytesIO(xlsx({"Lista": [("Nazwa",), ("Klub Orzeł",)]}))
    deflated = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(buffer, "w", deflated, compresslevel=9) as target:
        for item in source.infolist():
            if "sheet1" not in item.filename:
                target.writestr(item, source.read(item))
        with target.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(400):
                sheet.write(b" " * 1024 * 1024)
    return buffer.getvalue()


def wide() -> bytes:
    return xlsx({"Lista": [[f"Kolumna {n}" for n in range(500)], ["x"] * 500]})


def long_csv() -> bytes:
    return ("Nazwa;Miejscowość\n" + "Klub Orzeł;Lipowo\n" * 2_000_000).encode()


def tall_xlsx() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Lista")
    for number in range(1_048_576):
        sheet.append((f"Klub {number}",))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


SMALL: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("lista.csv", lambda: b"", "Plik jest pusty"),
    "blank": ("lista.csv", lambda: b"\xef\xbb\xbf \r\n;;;\r\n", "Plik jest pusty"),
    "pdf": ("lista.xlsx", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "Takich plików nie czytamy (PDF)"),
    "web page": ("lista.xls", lambda: b"<html><body><table><tr><td>Nazwa</td></tr></table>", "To strona internetowa"),
    "password": ("lista.xlsx", protected, "Plik jest chroniony hasłem"),
    "damaged": ("lista.xlsx", lambda: xlsx({"Lista": [("Nazwa",), ("Klub",)]})[:3000], "Plik jest uszkodzony"),
    "wide": ("lista.xlsx", wide, "Plik ma za dużo kolumn (500, a czytamy najwyżej 200)"),
    "mixed": ("lista.csv", lambda: "Nazwa\nŻółw\n".encode() + "Żółw\n".encode("cp1250") * 3, "w innym kodowaniu"),
    "statistics": (
        "ludnosc.csv",
        "Województwo,Kwartał,Rok,Ludność\nPODLASKIE,1,2016,1188170\nPODLASKIE,2,2016,1187587\n".encode,
        "To nie wygląda na listę organizacji ani osób",
    ),
}


def send(client: Client, name: str, content: bytes) -> Any:
    address = reverse("people:load", args=["020102"])
    return client.post(address, {"file": SimpleUploadedFile(name, content), "missing_gmina": "mine"})


@pytest.mark.parametrize("case", SMALL)
def test_a_bad_file_gets_one_sentence_and_saves_nothing(case: str, anna: Any, gmina: Any, client_of: Any) -> None:
    name, build, sentence = SMALL[case]
    client, before = client_of(anna), row_counts()
    answer = send(client, name, build())
    text = shown(answer)
    assert (answer.status_code, text.count(NOTHING)) == (422, 1)
    assert sentence in text
    assert row_counts() == before


@pytest.mark.slow
def test_a_zip_bomb_is_recognised_before_it_is_unpacked(anna: Any, gmina: Any, client_of: Any) -> None:
    content, before = bomb(), row_counts()
    answer = _until_told(send(client_of(anna), "lista.xlsx", content), client_of(anna))
    assert "Po rozpakowaniu plik zająłby za dużo miejsca (najwyżej 300 MB)" in answer
    assert answer.count(NOTHING) == 1
    _nothing_but_the_refusal(before)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "build"), [("lista.csv", long_csv), ("lista.xlsx", tall_xlsx)])
def test_too_many_rows_are_refused_while_streaming(
    name: str, build: Callable[[], bytes], anna: Any, gmina: Any, client_of: Any
) -> None:
    before = row_counts()
    answer = _until_told(send(client_of(anna), name, build()), client_of(anna))
    assert "Plik ma więcej wierszy, niż czytamy (najwyżej 200000)" in answer
    assert answer.count(NOTHING) == 1
    _nothing_but_the_refusal(before)


def _until_told(answer: Any, client: Client) -> str:
    """What the person reads in the end: at once, or on the file's page after the background work."""
    if answer.status_code == 422:
        return shown(answer)
    run_worker(once=True)
    return shown(client.get(answer.url))


def _nothing_but_the_refusal(before: dict[str, int]) -> None:
    """A large file is refused by background work: that is noted, and no row, record or file is kept of it."""
    notes = {model._meta.label for model in (Batch, Upload, Job, Event, Chore)}
    after = {table: count for table, count in row_counts().items() if table not in notes}
    assert after == {table: count for table, count in before.items() if table not in notes}
    assert Upload.objects.filter(deleted_at=None).count() == 0


def test_a_cell_with_nul_or_a_formula_without_value_costs_only_its_row(anna: Any, gmina: Any, client_of: Any) -> None:
    book = xlsx({"Lista": [("Nazwa",), ("Klub Orzeł",), ('=CONCAT("Chór"," Echo")',)]})
    assert send(client_of(anna), "lista.xlsx", book).status_code == 302
    assert outcomes(Batch.objects.get()) == [(2, "new", "new_here"), (3, "error", "formula_without_value")]


def test_several_records_in_one_cell_are_an_error_with_advice(anna: Any, gmina: Any, client_of: Any) -> None:
    cell = '"' + "\n".join(f"SZKOŁA {n}, a{n}@b.example, http://, Lipowo" for n in range(13)) + '"'
    client = client_of(anna)
    answer = send(client, "lista.csv", csv_text([(cell, "", ""), ("Klub Orzeł", "Lipowo", "")]).encode())
    page = shown(client.get(answer.url))
    assert [outcome for _, outcome, _ in outcomes(Batch.objects.get())] == ["error", "new"]
    assert "W jednej komórce stoi 13 rekordów (kolumna: nazwa)" in page


def test_errors_are_downloaded_with_their_row_numbers_and_no_formulas(anna: Any, gmina: Any, client_of: Any) -> None:
    client = client_of(anna)
    send(client, "lista.csv", csv_text([("", "=HYPERLINK(1)", ""), ("Klub Orzeł", "", "")]).encode())
    answer = client.get(reverse("people:batch_errors", args=[Batch.objects.get().pk]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines == [
        "Wiersz;Co jest nie tak i co pomoże;Co tam stoi",
        "2;Brakuje nazwy. Uzupełnij ją i wczytaj plik jeszcze raz.;'=HYPERLINK(1)",
    ]
