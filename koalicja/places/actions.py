"""Fill the tables of places: from the facts that ship with the product, and from official TERC files."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from django.db import connection, transaction

from koalicja.engine.matching.text import fold
from koalicja.places import queries
from koalicja.places.facts import FOLDER, Facts, GminaRow, read_facts
from koalicja.places.models import Gmina, Place, Powiat, Update, Voivodeship
from koalicja.places.terc import GminaUnit, Moved, TercError, TercFile, TercReport, compare, read_terc

BATCH = 500
FACTS = ["population", "area_km2", "latitude", "longitude"]
NAMES = ["name", "search_key", "kind"]


@dataclass(frozen=True)
class LoadReport:
    """How many rows the tables hold after loading; `is_changed` is false where the same facts were there already."""

    gminas: int
    places: int
    is_changed: bool


@transaction.atomic
def load_places(facts: Facts | None = None) -> LoadReport:
    """Bring the tables to the facts that ship with the product; the same facts again change nothing.

    What a TERC file said later stays: then only population, area, coordinates and places are brought up to date.
    """
    _one_at_a_time()
    facts = facts or read_facts(FOLDER)
    last = queries.last_update(Update.Source.BUILT_IN)
    is_changed = last is None or last.sha256 != facts.sha256
    if is_changed:
        _load_gminas(facts, is_terc_known=queries.last_update(Update.Source.TERC) is not None)
        Update.objects.create(source=Update.Source.BUILT_IN, sha256=facts.sha256)
    return LoadReport(Gmina.objects.count(), Place.objects.count(), is_changed)


def _load_gminas(facts: Facts, *, is_terc_known: bool) -> None:
    if is_terc_known:
        held = set(Gmina.objects.values_list("pk", flat=True))
        _upsert_gminas([row for row in facts.gminas if row.code in held], FACTS)
        places = [place for place in facts.places if place.gmina in held]
    else:
        _upsert_units(facts)
        _upsert_gminas(facts.gminas, NAMES + FACTS)
        places = list(facts.places)
    Place.objects.all().delete()
    Place.objects.bulk_create(
        (
            Place(
                name=place.name,
                search_key=fold(place.name),
                gmina_id=place.gmina,
                latitude=place.latitude,
                longitude=place.longitude,
            )
            for place in places
        ),
        batch_size=BATCH,
    )


def _upsert_units(facts: Facts) -> None:
    voivodeships = {row.code[:2]: row.voivodeship for row in facts.gminas}
    powiats = {row.code[:4]: row.powiat for row in facts.gminas}
    Voivodeship.objects.bulk_create(
        [Voivodeship(code=code, name=name) for code, name in sorted(voivodeships.items())],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )
    Powiat.objects.bulk_create(
        [Powiat(code=code, name=name, voivodeship_id=code[:2]) for code, name in sorted(powiats.items())],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )


def _upsert_gminas(rows: Iterable[GminaRow], columns: list[str]) -> None:
    """Insert the gminas that are not there yet; of those that are, bring only these columns up to date."""
    Gmina.objects.bulk_create(
        map(_gmina_of, rows),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=columns,
    )


def _gmina_of(row: GminaRow) -> Gmina:
    return Gmina(
        code=row.code,
        name=row.name,
        search_key=fold(row.name),
        kind=row.kind,
        powiat_id=row.code[:4],
        population=row.population,
        area_km2=row.area_km2,
        latitude=row.latitude,
        longitude=row.longitude,
    )


@transaction.atomic
def apply_terc(data: bytes, *, is_older_allowed: bool = False) -> TercReport:
    """Bring types, names, new and ended gminas to the state of this TERC file; nothing is ever deleted.

    The same file again changes nothing. Raises TercError (see `read_terc`, `compare`, and `older`: a newer state
    was applied before and `is_older_allowed` is false); then nothing has changed.
    """
    file = read_terc(data)
    _one_at_a_time()
    if queries.last_update(Update.Source.BUILT_IN) is None:
        load_places()
    last = queries.last_update(Update.Source.TERC)
    if last and last.state_on and file.state_on < last.state_on and not is_older_allowed:
        raise TercError("older", file=file.state_on, held=last.state_on)
    report = compare(queries.register(), file)
    _apply_units(file, report)
    _apply_gminas(report)
    if report.counts or last is None or last.state_on != file.state_on:
        Update.objects.create(
            source=Update.Source.TERC,
            state_on=file.state_on,
            sha256=hashlib.sha256(data).hexdigest(),
            changes=_codes(report),
        )
    return report


def _apply_units(file: TercFile, report: TercReport) -> None:
    for voivodeship in report.voivodeships_added:
        Voivodeship.objects.create(code=voivodeship.code, name=voivodeship.name)
    for renamed in report.voivodeships_renamed:
        Voivodeship.objects.filter(pk=renamed.code).update(name=renamed.new)
    Powiat.objects.bulk_create(
        Powiat(code=powiat.code, name=powiat.name, voivodeship_id=powiat.code[:2]) for powiat in report.powiats_added
    )
    for renamed in report.powiats_renamed:
        Powiat.objects.filter(pk=renamed.code).update(name=renamed.new)
    ended = [powiat.code for powiat in report.powiats_abolished]
    Powiat.objects.filter(pk__in=ended).update(abolished_on=file.state_on)
    Powiat.objects.filter(pk__in=[powiat.code for powiat in report.powiats_restored]).update(abolished_on=None)


def _apply_gminas(report: TercReport) -> None:
    Gmina.objects.bulk_create(
        Gmina(code=new.code, name=new.name, search_key=fold(new.name), kind=new.kind, powiat_id=new.code[:4])
        for new in report.added
    )
    for renamed in report.renamed:
        Gmina.objects.filter(pk=renamed.code).update(name=renamed.new, search_key=fold(renamed.new))
    _set_kinds({gmina.code: gmina.kind for gmina in report.typed} | {item.code: item.new for item in report.retyped})
    restored = [gmina.code for gmina in report.restored]
    Gmina.objects.filter(pk__in=restored).update(abolished_on=None, merged_into=None)
    _end_gminas(report.abolished, report.state_on)
    for moved in report.moved:
        _move(moved)


def _set_kinds(kinds: dict[str, int | None]) -> None:
    for kind in Gmina.Kind:
        codes = [code for code, new in kinds.items() if new == kind]
        for start in range(0, len(codes), BATCH):
            Gmina.objects.filter(pk__in=codes[start : start + BATCH]).update(kind=kind)


def _end_gminas(gminas: tuple[GminaUnit, ...], state_on: date) -> None:
    Gmina.objects.filter(pk__in=[gmina.code for gmina in gminas]).update(abolished_on=state_on)


def _move(moved: Moved) -> None:
    """The probable successor stands where the old one stood; its population and area stay unknown."""
    old = Gmina.objects.get(pk=moved.old_code)
    Gmina.objects.filter(pk=moved.new_code).update(latitude=old.latitude, longitude=old.longitude)
    Gmina.objects.filter(pk=moved.old_code).update(merged_into=moved.new_code)
    Place.objects.filter(gmina=moved.old_code).update(gmina=moved.new_code)


def _codes(report: TercReport) -> dict[str, list[str]]:
    lists = {field.name: getattr(report, field.name) for field in fields(report) if field.name in report.counts}
    return {name: [getattr(item, "code", "") or item.old_code for item in items] for name, items in lists.items()}


def _one_at_a_time() -> None:
    """Two loads or imports at once would each compare with what the other is about to change.

    SQLite's immediate transactions wait for each other already; on PostgreSQL the second waits here.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE places_update IN SHARE ROW EXCLUSIVE MODE")
