"""Loading the shipped tables and applying TERC files: whole, idempotent, one at a time."""

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koalicja.places import queries
from koalicja.places.actions import LoadReport, apply_terc, load_places
from koalicja.places.facts import FOLDER, Facts, GminaRow, PlaceRow, read_facts
from koalicja.places.models import Gmina, Place, Powiat, Update, Voivodeship
from koalicja.places.terc import GminaUnit, Moved, Renamed, TercError, TercReport, Unit

Terc = Callable[..., bytes]


@pytest.mark.django_db
def test_the_shipped_table_is_loaded_once(facts: Facts) -> None:
    assert load_places() == LoadReport(gminas=2478, places=2865, is_changed=True)
    with CaptureQueriesContext(connection) as captured:
        assert load_places() == LoadReport(gminas=2478, places=2865, is_changed=False)
    assert [
        query["sql"].split()[0] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ] == []
    assert (Voivodeship.objects.count(), Powiat.objects.count(), Update.objects.count()) == (16, 380, 1)
    gmina = Gmina.objects.select_related("powiat__voivodeship").get(pk="020102")
    assert (gmina.name, gmina.powiat.name, gmina.powiat.voivodeship.name, gmina.search_key, gmina.kind) == (
        "Bolesławiec",
        "bolesławiecki",
        "dolnośląskie",
        "boleslawiec",
        2,
    )
    assert (gmina.population, gmina.area_km2) == (14626, Decimal("288.49"))


def changed(facts: Facts) -> Facts:
    """The shipped table of a later release."""
    first = facts.gminas[0]
    renamed = GminaRow("020101", "Nowa nazwa", 1, "nowy", "nowe", 1, Decimal("2.50"), 50.5, 15.5)
    assert first.code == renamed.code
    return Facts((renamed, *facts.gminas[1:]), (PlaceRow("Jedyna", "020101", 50.5, 15.5),), "another")


@pytest.mark.django_db
def test_a_later_release_replaces_the_table(facts: Facts) -> None:
    load_places(facts)
    assert load_places(changed(facts)) == LoadReport(gminas=2478, places=1, is_changed=True)
    gmina = Gmina.objects.select_related("powiat__voivodeship").get(pk="020101")
    assert (gmina.name, gmina.search_key, gmina.population) == ("Nowa nazwa", "nowa nazwa", 1)


@pytest.mark.django_db
def test_a_later_release_keeps_what_terc_said(facts: Facts, terc: Terc) -> None:
    apply_terc(terc(without=["020103"], change={"020101": ("Bolesławiec Miasto", "1")}))
    load_places(changed(facts))
    city = Gmina.objects.get(pk="020101")
    assert (city.name, city.kind, city.population, city.latitude) == ("Bolesławiec Miasto", 1, 1, 50.5)
    assert Gmina.objects.get(pk="020103").abolished_on == date(2026, 1, 1)
    assert Gmina.objects.count() == 2478


@pytest.mark.django_db
def test_a_terc_file_sets_types_and_the_second_run_changes_nothing(terc: Terc, facts: Facts) -> None:
    first = apply_terc(terc())
    assert first.counts == {"typed": 2192}
    assert dict(Gmina.objects.values_list("pk", "kind"))["020103"] == 2
    assert Gmina.objects.filter(kind=None).count() == 0
    before = queries.version()
    assert apply_terc(terc()) == TercReport(state_on=date(2026, 1, 1))
    assert queries.version() == before


@pytest.mark.django_db
def test_new_ended_and_renamed_gminas_reach_the_table(all_places: None, terc: Terc) -> None:
    apply_terc(terc(day="2025-01-01"))
    report = apply_terc(
        terc(
            without=["020103", "020201", "0261", "026101"],
            change={
                "0201": ("bolesławski", ""),
                "0299": ("nowy", ""),
                "020102": ("Bolesławiec Stary", "3"),
                "029901": ("Gromadka", "2"),
            },
        )
    )
    assert report.added == (GminaUnit("029901", "Gromadka", 2),)
    assert report.renamed == (Renamed("020102", "Bolesławiec", "Bolesławiec Stary"),)
    assert report.moved == (Moved("Gromadka", "020103", "029901"),)
    assert report.powiats_abolished == (Unit("0261", "Jelenia Góra"),)
    renamed, ended, begun = (Gmina.objects.get(pk=code) for code in ("020102", "020103", "029901"))
    assert (renamed.name, renamed.search_key, renamed.kind) == ("Bolesławiec Stary", "boleslawiec stary", 3)
    assert (ended.abolished_on, ended.merged_into_id) == (date(2026, 1, 1), "029901")
    assert (begun.powiat_id, begun.latitude, begun.population) == ("0299", ended.latitude, None)
    assert list(Place.objects.filter(name="Gromadka").values_list("gmina_id", flat=True)) == ["029901"]
    assert Powiat.objects.get(pk="0261").abolished_on == date(2026, 1, 1)
    assert Powiat.objects.get(pk="0201").name == "bolesławski"
    assert Update.objects.order_by("-pk")[0].changes["abolished"] == ["020103", "020201", "026101"]


@pytest.mark.django_db
def test_voivodeships_follow_the_file_too(all_places: None, terc: Terc) -> None:
    change = {"02": ("ŚLĄSK DOLNY", ""), "34": ("NOWE", ""), "3401": ("nowy", ""), "340101": ("Nowa", "3")}
    assert apply_terc(terc(change=change)).counts == {
        "added": 1,
        "typed": 2192,
        "powiats_added": 1,
        "voivodeships_added": 1,
        "voivodeships_renamed": 1,
    }
    assert Voivodeship.objects.get(pk="02").name == "śląsk dolny"
    assert Gmina.objects.get(pk="340101").powiat.voivodeship.name == "nowe"


@pytest.mark.django_db
def test_a_gmina_that_comes_back_is_no_longer_ended(all_places: None, terc: Terc) -> None:
    apply_terc(terc(without=["020103"], day="2025-01-01"))
    report = apply_terc(terc())
    assert report.counts == {"restored": 1, "typed": 1}
    assert Gmina.objects.get(pk="020103").abolished_on is None


@pytest.mark.django_db
def test_an_older_state_is_refused_unless_asked_for(all_places: None, terc: Terc) -> None:
    apply_terc(terc(day="2026-01-01"))
    older = terc(day="2025-01-01", change={"020101": ("Inna", "1")})
    with pytest.raises(TercError) as caught:
        apply_terc(older)
    assert (caught.value.code, caught.value.params) == (
        "older",
        {"file": date(2025, 1, 1), "held": date(2026, 1, 1)},
    )
    assert Gmina.objects.get(pk="020101").name == "Bolesławiec"
    assert apply_terc(older, is_older_allowed=True).renamed == (Renamed("020101", "Bolesławiec", "Inna"),)


@pytest.mark.django_db
def test_a_refused_file_leaves_nothing_behind(terc: Terc) -> None:
    with pytest.raises(TercError):
        apply_terc(terc()[:40_000])
    assert (Gmina.objects.count(), Update.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_new_state_without_changes_is_remembered(all_places: None, terc: Terc) -> None:
    apply_terc(terc(day="2025-01-01"))
    assert apply_terc(terc(day="2026-01-01")).counts == {}
    last = queries.last_update("terc")
    assert last is not None
    assert (last.state_on, last.changes) == (date(2026, 1, 1), {})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_do_the_work_once(facts: Facts, terc: Terc) -> None:
    load_places(facts)
    data = terc(without=["020103"], change={"029901": ("Gromadka", "2"), "0299": ("nowy", "")})
    counts: list[dict[str, int]] = []
    start = threading.Barrier(2)

    def run() -> None:
        start.wait()
        try:
            counts.append(apply_terc(data).counts)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts, key=len) == [
        {},
        {"added": 1, "typed": 2191, "abolished": 1, "moved": 1, "powiats_added": 1},
    ]
    assert Update.objects.filter(source="terc").count() == 1


@pytest.mark.data
@pytest.mark.django_db
def test_the_real_file_of_2024_changes_what_changed_since_2018(data_folder: Path) -> None:
    load_places()
    report = apply_terc((data_folder / "teryt" / "terc_2024-01-01.csv").read_bytes())
    assert report == TercReport(
        state_on=date(2024, 1, 1),
        renamed=(Renamed("221208", "Słupsk", "Redzikowo"), Renamed("260417", "Sitkówka-Nowiny", "Nowiny")),
        typed=report.typed,
        abolished=(GminaUnit("320304", "Ostrowice", None),),
        powiats_renamed=(Renamed("0206", "jeleniogórski", "karkonoski"),),
    )
    kinds = list(Gmina.objects.filter(abolished_on=None).values_list("kind", flat=True))
    assert (len(report.typed), kinds.count(1), kinds.count(2), kinds.count(3)) == (2191, 302, 1464, 711)


def test_the_table_is_what_the_packages_gave() -> None:
    assert read_facts(FOLDER).gminas[0] == GminaRow(
        "020101", "Bolesławiec", 1, "bolesławiecki", "dolnośląskie", 38935, Decimal("23.57"), 51.26418, 15.5697
    )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_first_loads_at_once_do_the_work_once(facts: Facts) -> None:
    reports: list[LoadReport] = []
    start = threading.Barrier(2)

    def run() -> None:
        start.wait()
        try:
            reports.append(load_places(facts))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.is_changed for report in reports) == [False, True]
    assert (Gmina.objects.count(), Place.objects.count(), Update.objects.count()) == (2478, 2865, 1)
