"""Persons whom accepting a file would add: rows about a person, and those whom rows name beside an organisation."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from koalicja.people.file_values import A_PERSON, adds_person, is_person_id
from koalicja.people.filling import filled
from koalicja.people.keys import person_keys
from koalicja.people.models import Batch, BatchRow, Person
from koalicja.people.queries.batch_filling import BRINGS, first_filled, to_do, with_firsts
from koalicja.people.queries.batches import EDITION

CHUNK = 500
Place = tuple[str, str]
"""Code of the gmina and key of the name."""


@dataclass(frozen=True, slots=True)
class Newcomers:
    """`rows` of those to be added are about a person; `speakers` are persons named in other rows and not known yet."""

    rows: int = 0
    speakers: int = 0

    @property
    def people(self) -> int:
        return self.rows + self.speakers


def newcomers(batch: Batch) -> Newcomers:
    """Three queries at most. A file for an edition brings no persons."""
    if batch.scope.startswith(EDITION):
        return Newcomers()
    naming = Q(values__has_key="person") | Q(params__class__code__in=["person_name", "person_trade"])
    naming |= Q(decision_params__target=A_PERSON)
    naming |= Q(decision=BatchRow.Decision.FILL)
    found = with_firsts(batch, batch.rows.filter(to_do() & naming).order_by())
    by_number, rows = {row.number: row for row in found}, filled(found)
    of_rows = [_place(row, row.values["name"]) for row in rows if _creates(row) and _is_person(row)]
    named = {_place(row, name) for row in rows for name in _named(row, by_number)}
    known = Counter(of_rows) + _listed(named)
    return Newcomers(len(of_rows), sum(known[place] != 1 for place in named))


def _creates(row: BatchRow) -> bool:
    return row.outcome == BatchRow.Outcome.NEW or row.decision == BatchRow.Decision.ADD


def _is_person(row: BatchRow) -> bool:
    return adds_person(row.values, row.params.get("class", {}), row.decision_params)


def _place(row: BatchRow, name: str) -> Place:
    return str(row.gmina_id), person_keys(name)["name_key"]


def _named(row: BatchRow, rows: Mapping[int, BatchRow]) -> Iterator[str]:
    """Whom the row names beside an organisation; one that fills in another names him beside that one's."""
    name = row.values.get("person", "")
    changes = [change[0] for change in row.params.get("changes", [])]
    if row.decision == BatchRow.Decision.JOIN:
        changes = row.params.get(BRINGS, [])
    says = not _is_person(row) if _creates(row) else "person" in changes
    if row.decision == BatchRow.Decision.FILL:
        first = first_filled(row, rows)
        is_joined = first.decision == BatchRow.Decision.JOIN and bool(first.params.get(BRINGS))
        says = not _is_person(first) if _creates(first) else is_joined and not is_person_id(_target(first))
    if says and name and name != row.values.get("name"):
        yield name


def _target(row: BatchRow) -> str:
    return str(row.decision_params.get("target", ""))


def _listed(places: set[Place]) -> Counter[Place]:
    gminas, keys = {gmina for gmina, _ in places}, sorted({key for _, key in places})
    found: Counter[Place] = Counter()
    listed = Person.objects.filter(gmina__in=gminas, state=Person.State.LISTED)
    for start in range(0, len(keys), CHUNK):
        names = listed.filter(name_key__in=keys[start : start + CHUNK])
        found.update((str(gmina), key) for gmina, key in names.values_list("gmina_id", "name_key"))
    return found
