"""From an empty gmina to a clean, exported register, in real Chromium."""

import csv
import io
from typing import Any

import pytest
from playwright.sync_api import Browser

from koalicja.people.models import Batch, Organisation, Person
from tests.chromium import signed_in
from tests.journeys.journey import Journey

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NAMES = """Urząd Gminy
Szkoła Podstawowa nr 1
Szkoła Podstawowa nr 2; Zarzecze
Przedszkole „Słoneczko”
Gminny Ośrodek Kultury
OSP Olszynki; Olszynki
KGW „Jarzębina”
LKS Orzeł
Parafia św. Anny
Piekarnia „Pod Lipą”
Gospodarstwo agroturystyczne „Na Górce”
Grupa rowerowa „Szprycha”
Zofia Przykładowa
Jan Zmyślony
Parafia rzymskokatolicka św. Anny"""
FILE = """Wykaz organizacji;;;
nazwa;typ;miejscowość;telefon
SP nr 2;szkoła;Zarzecze;000 200 002
Bank Spółdzielczy;bank;Bolesławiec;
Świetlica wiejska;;Olszynki;
Klub Sportowy Iskra;;Olszynki;000 200 007
;;;000 000 000
Zakład Karny;;;
""".encode("cp1250")


def test_from_an_empty_gmina_to_an_exported_register(
    chromium: Browser, live_server: Any, anna: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    context = signed_in(chromium, live_server.url, anna, accept_downloads=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/")
    journey = Journey(page)
    journey.look()

    # the first page sends her to the first step
    journey.press("Wpisz lub wklej nazwy", "link", exact=False)
    page.get_by_label("Nazwy", exact=False).first.fill(NAMES)
    journey.press("Dalej: sprawdź grupy")
    journey.press("Zapisz: 15", exact=False)
    assert (Organisation.objects.count(), Person.objects.count()) == (13, 2)

    # a file as people have it: windows-1250, a title above the header, an empty name, a prison
    page.goto("/spis/020102/wczytaj/")
    page.get_by_label("Plik", exact=True).set_input_files({"name": "wykaz.csv", "mimeType": "text/csv", "buffer": FILE})
    journey.press("Pokaż podgląd")
    assert Organisation.objects.count() == 13
    journey.press("Przyjmij")
    batch = Batch.objects.get()
    assert batch.state == Batch.State.ACCEPTED
    assert Organisation.objects.count() == 16
    assert Organisation.objects.get(name="Szkoła Podstawowa nr 2").contacts.get().value == "000 200 002"

    # a class that was guessed wrong, or not at all
    page.goto("/spis/020102/")
    journey.press("Grupa rowerowa „Szprycha”", "link")
    journey.choose("Jeśli to coś innego, wybierz", "grupa nieformalna")
    journey.press("Zapisz grupę")
    assert Organisation.objects.get(name__startswith="Grupa rowerowa").group == "ngo"

    # one and the same under two names
    page.goto("/spis/020102/duplikaty/")
    journey.press("Porównaj i połącz", "link", exact=False)
    journey.press("Połącz w jeden wpis")
    assert Organisation.objects.filter(state="merged").count() == 1

    # the whole file taken back
    page.goto("/spis/020102/pliki/")
    journey.press("wykaz.csv", exact=False)
    batch.refresh_from_db()
    assert batch.state == Batch.State.UNDONE
    assert Organisation.objects.filter(state="listed").count() == 12

    # what is left, as a file
    page.goto("/spis/020102/")
    with page.expect_download() as download:
        journey.clicks += 1
        page.get_by_role("link", name="CSV").first.click()
    text = io.StringIO(download.value.path().read_bytes().decode("utf-8-sig"))
    rows = list(csv.reader(text, delimiter=";"))
    assert len(rows) == 1 + 12 + 2

    with capsys.disabled():
        print(f"\nempty gmina → names → file → class → merge → undo → export: {journey.report()}")
    assert journey.found == {}
    assert errors == []
    context.close()
