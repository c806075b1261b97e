"""The command line: what it prints, what it refuses, and with which exit code."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from koalicja import cli
from koalicja.places.models import Gmina
from koalicja.places.sentences import REFUSALS, refusal
from koalicja.places.terc import TercError

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_loading_says_what_is_there() -> None:
    assert run("load_places") == "Wczytano. Gminy: 2478, miejscowości: 2865.\n"
    assert run("load_places") == "Bez zmian. Gminy: 2478, miejscowości: 2865.\n"


def test_an_import_reports_in_polish_what_changed(tmp_path: Path, terc: Callable[..., bytes]) -> None:
    file = tmp_path / "TERC.csv"
    file.write_bytes(
        terc(without=["020103"], change={"020102": ("Inna", "2"), "0299": ("nowy", ""), "029901": ("Gromadka", "2")})
    )
    assert run("import_terc", str(file)).splitlines() == [
        "Stan pliku na dzień: 1.01.2026",
        "Nowe gminy: 1",
        "  029901 Gromadka (gmina wiejska)",
        "Gminy zniesione: 1",
        "  020103 Gromadka",
        "Prawdopodobne następczynie (ta sama nazwa w tym samym województwie): 1",
        "  020103 → 029901 Gromadka",
        "Gminy ze zmienioną nazwą: 1",
        "  020102 Bolesławiec → Inna",
        "Gminy, których rodzaj jest już znany: 2191",
        "Nowe powiaty: 1",
        "  0299 nowy",
    ]
    assert run("import_terc", str(file)).splitlines() == ["Stan pliku na dzień: 1.01.2026", "Bez zmian."]
    file.write_bytes(terc(day="2026-07-01", change={"020102": ("Inna", "3")}))
    assert run("import_terc", str(file)).splitlines()[:5] == [
        "Stan pliku na dzień: 1.07.2026",
        "Gminy zniesione: 1",
        "  029901 Gromadka (gmina wiejska)",
        "Gminy przywrócone: 1",
        "  020103 Gromadka (gmina wiejska)",
    ]


def test_a_refused_file_ends_with_two_and_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "gminy.csv"
    file.write_text("teryt6,rodz,nazwa\n020101,1,Bolesławiec\n", encoding="utf-8")
    assert cli.manage(["import_terc", str(file)]) == 2
    assert capsys.readouterr() == (
        "",
        "Nie wczytano pliku. To nie jest plik TERC. Brakuje kolumn: WOJ, POW, GMI, STAN_NA. Są kolumny: teryt6, rodz, "
        "nazwa. Pobierz TERC w CSV. Nic nie zostało zmienione.\n",
    )
    assert Gmina.objects.count() == 0


def test_an_older_file_needs_a_word(tmp_path: Path, terc: Callable[..., bytes]) -> None:
    new, old = tmp_path / "new.csv", tmp_path / "old.csv"
    new.write_bytes(terc(day="2026-01-01"))
    old.write_bytes(terc(day="2025-01-01"))
    run("import_terc", str(new))
    with pytest.raises(CommandError) as caught:
        run("import_terc", str(old))
    assert str(caught.value) == (
        "Nie wczytano pliku. Plik podaje stan na 1.01.2025, a wczytano już nowszy: 1.01.2026. "
        "Żeby wrócić do starszego stanu, dopisz --older. Nic nie zostało zmienione."
    )
    assert run("import_terc", str(old), "--older").splitlines() == ["Stan pliku na dzień: 1.01.2025", "Bez zmian."]


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_cannot_be_opened_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError) as caught:
        run("import_terc", str(tmp_path / name))
    assert (str(caught.value), caught.value.returncode) == (f"Nie można otworzyć pliku: {tmp_path / name}", 2)


def test_every_refusal_has_its_sentence() -> None:
    params = dict.fromkeys(
        ["limit", "missing", "found", "row", "column", "value", "dates", "code", "name", "codes", "parent", "least"],
        "1",
    ) | dict.fromkeys(["count", "names", "file", "held"], "1")
    for code in REFUSALS:
        values = dict(params)
        values.pop("code")
        error = TercError(code, **values)
        error.params["code"] = "020101"
        assert refusal(error).endswith("Nic nie zostało zmienione.")
