"""The register as the judge of a file needs it: records with their states, contacts and what files said before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from koalicja.engine.matching.rows import RegisterEntry, venue_key
from koalicja.people.file_values import FLAT, PERSON_ID, entry_values, house_number
from koalicja.people.models import Batch, BatchRow, Contact, Organisation, Person
from koalicja.people.queries import mandates
from koalicja.people.queries.untouched import TAKEN_BACK

ORGANISATION_COLUMNS = (
    "pk",
    "gmina_id",
    "state",
    "name",
    "kind_text",
    "village",
    "street",
    "house_number",
    "postcode",
    "note",
    "identifiers",
)
PERSON_COLUMNS = ("pk", "gmina_id", "state", "name", "village", "age_band", "note")
Contacts = Mapping[int, list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Known:
    """A record a row may mean: `entry` for the engine, `contacts` as (kind, value), all of them."""

    entry: RegisterEntry
    state: str
    contacts: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Loaded:
    """What accepted files said of one record; `said` by key, where rows of several keys of one file mean it."""

    keys: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    said: dict[str, dict[str, str]] = field(default_factory=dict)
    latest: tuple[int, str] = (0, "")

    def add(self, batch: int, key: str, values: dict[str, str]) -> None:
        """One more row, after all those of earlier files and the earlier ones of its own."""
        other = self.latest[1] if self.latest[0] == batch else ""
        if other and key and other != key:
            self.said.setdefault(other, dict(self.values))
        if key and (self.said.keys() & {key, other}):
            self.said[key] = values
        if key:
            self.keys.append(key)
            self.latest = batch, key
        self.values.update(values)


def register_of(gminas: Collection[str] | None, *, with_people: bool) -> dict[str, Known]:
    """The records of these gminas (None: of all) by the ids of their register entries.

    A record merged into another lends it its keys, so that a file naming it finds the one that was kept. A removed one
    is left out where another of the same key stands in the register.
    """
    known = _organisations(gminas)
    if with_people:
        known |= _people(gminas)
    return known


def _in(gminas: Collection[str] | None, path: str = "gmina_id") -> Q:
    return Q() if gminas is None else Q(**{f"{path}__in": sorted(gminas)})


def _organisations(gminas: Collection[str] | None) -> dict[str, Known]:
    rows = Organisation.objects.filter(_in(gminas)).order_by("pk")
    kept = _kept_for(rows)
    contacts = _contacts(Contact.objects.filter(_in(gminas, "organisation__gmina_id")), "organisation_id")
    speakers = mandates.speakers(gminas, coming=True)
    loaded = _loaded(BatchRow.objects.filter(_in(gminas, "organisation__gmina_id")), "organisation_id", kept)
    records, keys = [], defaultdict(list)
    for record in rows.values(*ORGANISATION_COLUMNS).iterator(chunk_size=2000):
        values = entry_values(record, contacts.get(record["pk"], ()), speakers.get(record["pk"]))
        if record["pk"] in kept:
            keys[kept[record["pk"]]].append(venue_key(values, record["gmina_id"]))
        else:
            records.append((record["pk"], record["state"], values))
    known = {}
    for pk, state, values in _without_shadows(records):
        said = loaded.get(pk, _Loaded())
        entry = RegisterEntry(str(pk), values, tuple(dict.fromkeys((*said.keys, *keys[pk]))), said.values, said.said)
        known[str(pk)] = Known(entry, state, tuple(contacts.get(pk, ())))
    return known


def _kept_for(rows: QuerySet[Organisation] | QuerySet[Person]) -> dict[int, int]:
    """For each merged record the one that was kept in the end."""
    into = dict(rows.filter(state="merged").exclude(merged_into=None).values_list("pk", "merged_into_id"))
    ends = {}
    for pk in into:
        end, seen = pk, set()
        while end in into and end not in seen:
            seen.add(end)
            end = into[end]
        ends[pk] = end
    return ends


def _contacts(rows: QuerySet[Contact], owner: str) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    owned = rows.exclude(**{owner: None}).order_by("pk")
    for pk, kind, value in owned.values_list(owner, "kind", "value").iterator(chunk_size=2000):
        found.setdefault(pk, []).append((kind, value))
    return found


def _loaded(rows: QuerySet[BatchRow], owner: str, kept: Mapping[int, int]) -> dict[int, _Loaded]:
    """Keys and values of accepted rows, later files over earlier ones."""
    accepted = rows.filter(batch__state=Batch.State.ACCEPTED).exclude(did__in=["", TAKEN_BACK]).exclude(**{owner: None})
    found: dict[int, _Loaded] = defaultdict(_Loaded)
    ordered = accepted.order_by("batch__accepted_at", "batch_id", "number")
    columns = (owner, "batch_id", "params", "values")
    for pk, batch, params, values in ordered.values_list(*columns).iterator(chunk_size=2000):
        found[kept.get(pk, pk)].add(batch, params.get("key", ""), values | _kept_number(values))
    return found


def _kept_number(values: Mapping[str, str]) -> dict[str, str]:
    """The number and the flat as the register keeps them, where the row says one."""
    if not values.get("house_number"):
        return {}
    number, _, flat = house_number(values)[0].partition(FLAT)
    return {"house_number": number, "flat": flat}


def _without_shadows(records: list[tuple[int, str, dict[str, str]]]) -> Iterable[tuple[int, str, dict[str, str]]]:
    removed = Organisation.State.DISMISSED
    standing = {venue_key(values, values["gmina_code"]) for _, state, values in records if state != removed}
    for pk, state, values in records:
        if state != removed or venue_key(values, values["gmina_code"]) not in standing:
            yield pk, state, values


def _people(gminas: Collection[str] | None) -> dict[str, Known]:
    rows = Person.objects.filter(_in(gminas)).order_by("pk")
    kept = _kept_for(rows)
    contacts = _contacts(Contact.objects.filter(_in(gminas, "person__gmina_id")), "person_id")
    loaded = _loaded(BatchRow.objects.filter(_in(gminas, "person__gmina_id"), organisation=None), "person_id", kept)
    records: dict[str, Known] = {}
    keys: dict[int, list[str]] = defaultdict(list)
    found: list[tuple[int, str, dict[str, str]]] = []
    for record in rows.values(*PERSON_COLUMNS).iterator(chunk_size=2000):
        values = entry_values(record, contacts.get(record["pk"], ()), None)
        if record["pk"] in kept:
            keys[kept[record["pk"]]].append(venue_key(values, record["gmina_id"]))
        else:
            found.append((record["pk"], record["state"], values))
    for pk, state, values in _without_shadows(found):
        said = loaded.get(pk, _Loaded())
        name = f"{PERSON_ID}{pk}"
        entry = RegisterEntry(name, values, tuple(dict.fromkeys((*said.keys, *keys[pk]))), said.values, said.said)
        records[name] = Known(entry, state, tuple(contacts.get(pk, ())))
    return records
