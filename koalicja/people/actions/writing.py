"""Writing rows of an accepted file into the register in bulk, remembering what is needed to take them back."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

from koalicja.engine.matching.rows import venue_key
from koalicja.people.actions.organisations import human_class
from koalicja.people.bulk import update_rows
from koalicja.people.file_values import (
    A_PERSON,
    CONTACT_KINDS,
    FLAT,
    IDENTIFIERS,
    ORGANISATION_FIELDS,
    PERSON_FIELDS,
    adds_person,
    contact_values,
    contacts_in,
    is_person_id,
    organisation_values,
    person_values,
    said_to_be_person,
)
from koalicja.people.keys import organisation_keys, person_keys
from koalicja.people.models import Batch, BatchRow, Contact, Decided, Mandate, NotSame, Organisation, Person, User
from koalicja.people.queries.age_bands import bands_understood
from koalicja.people.queries.batches import TWINS
from koalicja.people.queries.mandates import lasting_mandates

CHUNK = 1000
NAMES = 500
CHANGES = 200
Change = tuple[str, str, str]
Tell = Callable[[int, int, str], object]
"""Takes how many rows are done, of how many, and the code of what is being done: `JobContext.progress` is one."""


def tell_nobody(_done: int, _total: int, _code: str) -> None:
    """For a file so small that nobody waits for it."""


@dataclass(slots=True)
class Writer:
    """Collects what rows do to the register, then writes all of it with a few statements."""

    batch: Batch
    by: User
    state: str
    rows: list[BatchRow] = field(default_factory=list)
    links: list[tuple[BatchRow, Organisation | Person]] = field(default_factory=list)
    new: list[Organisation | Person] = field(default_factory=list)
    contacts: dict[int, list[Contact]] = field(default_factory=dict)
    """By the id of the record in memory, which has no key yet."""
    named: list[tuple[BatchRow, Organisation, str]] = field(default_factory=list)
    mandates: list[tuple[BatchRow, Mandate]] = field(default_factory=list)
    changed: dict[str, Organisation | Person] = field(default_factory=dict)
    built: dict[int, tuple[Organisation | Person, list[Contact]]] = field(default_factory=dict)
    """New records made ready before the transaction, by the key of their row."""
    made: dict[int, Organisation | Person] = field(default_factory=dict)
    """New records by the number of their row, and of those that filled them in."""
    bands: frozenset[str] | None = None
    """The age bands of the register, once a row needs them."""
    aged: list[BatchRow] = field(default_factory=list)
    """Rows that lost an age because a human said that they are a person's."""
    in_vain: set[int] = field(default_factory=set)
    """Numbers of the rows that brought nothing to the record a human said they are."""

    def build(self, row: BatchRow) -> None:
        """Make the new record and its contacts ready, so that the transaction is short."""
        self._without_age(row)
        self.built[row.pk] = self._built(row)

    def create(self, row: BatchRow) -> None:
        """A new record of the register, or a suggestion."""
        self._without_age(row)
        record, contacts = self.built.pop(row.pk) if row.pk in self.built else self._built(row)
        self.new.append(record)
        self.made[row.number] = record
        self._link(row, record, "created")
        if contacts:
            self.contacts[id(record)] = contacts
        if isinstance(record, Organisation):
            self._speaker(row, record, row.values.get("person", ""))

    def fill(self, row: BatchRow, first: int) -> None:
        """The row is one with an earlier one, which was created with what both say; or it was met in the register."""
        if first in self.made:
            self.made[row.number] = self.made[first]
            record = self.made[first]
            self._link(row, record, "filled")
            if isinstance(record, Organisation):
                self._speaker(row, record, row.values.get("person", ""))
        else:
            self.met(row, "", "nothing_new" if first in self.in_vain else "appeared")

    def change(self, row: BatchRow, record: Organisation | Person, changes: Iterable[Change]) -> None:
        """Set fields of a record the register has; nothing known is lost: identifiers and notes are added to."""
        before = {name: getattr(record, name) for name in ("version", "updated_at")}
        touched: dict[str, Any] = {}
        for name, _old, new in changes:
            if name in CONTACT_KINDS:
                kind = CONTACT_KINDS[name]
                given = [self._contact(record, kind, each) for each in contacts_in(kind, new)]
                self.contacts.setdefault(id(record), []).extend(given)
            elif name == "person" and isinstance(record, Organisation):
                self._speaker(row, record, new)
            elif name != "role":
                touched |= _set(record, name, new)
        touched |= _set_keys(record)
        record.version += 1
        record.updated_at = timezone.now()
        row.before = {"fields": touched, "version": record.version, "since": before["updated_at"].isoformat()}
        row.did = "changed"
        self.made[row.number] = record
        self._link(row, record, "changed")
        self.changed[record.key] = record

    def met(self, row: BatchRow, target: str, code: str) -> None:
        """The row does nothing, because the register has changed since the preview; `target` is what it met there."""
        row.params = row.params | {"met": code}
        if code == "nothing_new":
            self.in_vain.add(row.number)
        row.did = "nothing" if target else ""
        row.organisation_id = int(target) if target and not is_person_id(target) else None
        row.person_id = int(target[1:]) if is_person_id(target) else None
        self.rows.append(row)

    def flush(self, tell: Tell = tell_nobody) -> None:
        """Write everything; the caller holds the transaction."""
        total = len(self.new) + len(self.changed)
        tell(0, total, "saving_rows")
        for start in range(0, len(self.new), CHUNK):
            self._store(self.new[start : start + CHUNK])
            tell(min(start + CHUNK, len(self.new)), total, "saving_rows")
        changed = list(self.changed.values())
        for start in range(0, len(changed), CHANGES):
            self._store_changes(changed[start : start + CHANGES])
            tell(min(len(self.new) + start + CHANGES, total), total, "saving_rows")
        tell(total, total, "saving_links")
        self._flush_speakers()
        self._flush_mandates()
        self._flush_rows()

    def _store(self, records: Sequence[Organisation | Person]) -> None:
        for model in (Organisation, Person):
            _manager(model).bulk_create([each for each in records if isinstance(each, model)])
        self._store_contacts(records)

    def _store_changes(self, records: Sequence[Organisation | Person]) -> None:
        for model, names in ((Organisation, ORGANISATION_COLUMNS), (Person, PERSON_COLUMNS)):
            _manager(model).bulk_update([each for each in records if isinstance(each, model)], names)
        self._store_contacts(records)

    def _store_contacts(self, records: Iterable[Organisation | Person]) -> None:
        contacts = [contact for record in records for contact in self.contacts.get(id(record), ())]
        Contact.objects.bulk_create(contacts, batch_size=CHUNK)

    def _link(self, row: BatchRow, record: Organisation | Person, did: str) -> None:
        row.did = did
        self.links.append((row, record))
        self.rows.append(row)

    def _without_age(self, row: BatchRow) -> None:
        """Of whom a human said that it is a person, the row keeps no age and no year either."""
        if row.decision_params.get("target") != A_PERSON:
            return
        if self.bands is None:
            self.bands = bands_understood(self.batch.gmina)
        values = said_to_be_person(row.values, self.bands, year=timezone.localdate().year)
        if values != row.values:
            row.values = values
            row.params = row.params | {"key": venue_key(values, str(row.gmina_id))}
            self.aged.append(row)

    def _built(self, row: BatchRow) -> tuple[Organisation | Person, list[Contact]]:
        guess = row.params["class"]
        is_one = adds_person(row.values, guess, row.decision_params)
        record = self._person(row) if is_one else self._organisation(row)
        return record, [self._contact(record, kind, value) for kind, value in contact_values(row.values)]

    def _common(self, row: BatchRow) -> dict[str, Any]:
        now = timezone.now()
        return {
            "gmina_id": row.gmina_id,
            "source": self.batch.source or self.batch.name,
            "batch": self.batch,
            "created_by": self.by,
            "created_at": now,
            "updated_at": now,
        }

    def _organisation(self, row: BatchRow) -> Organisation:
        values = organisation_values(row.values)
        keys = organisation_keys(**{name: values.get(name, "") for name in ("name", "village", "kind_text", "street")})
        return Organisation(**values, **keys, **class_of(row), state=self.state, **self._common(row))

    def _person(self, row: BatchRow) -> Person:
        values = person_values(row.values)
        return Person(**values, **person_keys(values["name"], village=values.get("village", "")), **self._common(row))

    def _contact(self, record: Organisation | Person, kind: str, value: str) -> Contact:
        owner = {"organisation" if isinstance(record, Organisation) else "person": record}
        return Contact(
            kind=kind,
            value=value,
            source=self.batch.source or self.batch.name,
            legal_basis=self.batch.legal_basis,
            obtained_on=timezone.localdate(),
            batch=self.batch,
            **owner,
        )

    def _speaker(self, row: BatchRow, organisation: Organisation, name: str) -> None:
        """Whom the row names as speaking for the organisation; suggestions bring nobody into a register."""
        if name and name != row.values.get("name") and self.state == Organisation.State.LISTED:
            self.named.append((row, organisation, name))

    def _flush_speakers(self) -> None:
        """The one person of that name in the register, this file's persons included; where nobody has it, or several
        have, one new person for the file.
        """
        known = namesakes_of({(str(row.gmina_id), person_keys(name)["name_key"]) for row, _, name in self.named})
        made: dict[tuple[str, str], Person] = {}
        for row, organisation, name in self.named:
            keys = person_keys(name)
            place = str(row.gmina_id), keys["name_key"]
            found = known.get(place, [])
            if len(found) > 1:
                row.params = row.params | {"namesakes": len(found)}
            if len(found) != 1 and place not in made:
                made[place] = Person(name=name, **keys, **self._common(row))
            person = found[0] if len(found) == 1 else made[place]
            self.links.append((row, person))
            role = row.values.get("role", "")
            mandate = Mandate(organisation=organisation, person=person, function=role, created_by=self.by)
            self.mandates.append((row, mandate))
        Person.objects.bulk_create(made.values(), batch_size=CHUNK)

    def _flush_mandates(self) -> None:
        known = lasting_mandates().filter(organisation__gmina__in={row.gmina_id for row, _ in self.mandates})
        there = set(known.values_list("organisation_id", "person_id"))
        once: dict[tuple[int, int], tuple[BatchRow, Mandate]] = {}
        for row, mandate in self.mandates:
            pair = mandate.organisation.pk, mandate.person.pk
            if pair not in there:
                once.setdefault(pair, (row, mandate))
        Mandate.objects.bulk_create([mandate for _, mandate in once.values()], batch_size=CHUNK)
        for row, mandate in once.values():
            row.before = row.before | {"mandate": mandate.pk}

    def _flush_rows(self) -> None:
        for row, record in self.links:  # the records have their keys by now
            if isinstance(record, Organisation):
                row.organisation_id = record.pk
            else:
                row.person_id = record.pk
        update_rows(self.rows, ["did", "organisation", "person"])
        told = [row for row in self.rows if row.before or not row.params.keys().isdisjoint({"met", "namesakes"})]
        update_rows(told, ["before", "params"])
        update_rows([row for row in self.aged if row.did], ["values", "params"])
        NotSame.objects.bulk_create(self._told_apart(), ignore_conflicts=True)

    def _told_apart(self) -> list[NotSame]:
        """A human added a look-alike as new: the register need not ask about the two again."""
        kind = NotSame.Kind.ORGANISATION
        added = [row for row in self.rows if row.decision == BatchRow.Decision.ADD and row.did == "created"]
        return [
            NotSame(gmina_id=str(row.gmina_id), kind=kind, low=int(match["id"]), high=row.organisation_id, by=self.by)
            for row in added
            if row.organisation_id
            for match in row.matches
            if match["id"].isdigit()
        ] + self._rows_told_apart(added)

    def _rows_told_apart(self, added: Iterable[BatchRow]) -> list[NotSame]:
        """The same of two rows of the file."""
        by_number, told = {row.number: row for row in self.rows}, []
        for row in added:
            twin = by_number.get(int(row.params["why"].get("row", 0))) if row.reason in TWINS else None
            for kind, owner in ((NotSame.Kind.ORGANISATION, "organisation_id"), (NotSame.Kind.PERSON, "person_id")):
                pair = {getattr(each, owner) for each in (row, twin) if each and _is_about(each, kind)} - {None}
                if len(pair) == 2:
                    low, high = sorted(pair)
                    told.append(NotSame(gmina_id=str(row.gmina_id), kind=kind, low=low, high=high, by=self.by))
        return told


def _is_about(row: BatchRow, kind: str) -> bool:
    """Whether the row is about such a record, and does not only name it beside an organisation."""
    return kind == NotSame.Kind.ORGANISATION or row.organisation_id is None


ORGANISATION_COLUMNS = [
    *ORGANISATION_FIELDS.values(),
    "identifiers",
    "state",
    "name_key",
    "search_key",
    "group",
    "sector",
    "class_decided",
    "version",
    "updated_at",
]
PERSON_COLUMNS = [*PERSON_FIELDS.values(), "state", "name_key", "search_key", "version", "updated_at"]


def namesakes_of(places: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[Person]]:
    """Persons of registers by (gmina, key of the name), under locks, so that none is merged away meanwhile."""
    gminas, keys = {gmina for gmina, _ in places}, sorted({key for _, key in places})
    found: dict[tuple[str, str], list[Person]] = {}
    listed = Person.objects.select_for_update().filter(gmina__in=gminas, state=Person.State.LISTED).order_by("pk")
    for start in range(0, len(keys), NAMES):
        for person in listed.filter(name_key__in=keys[start : start + NAMES]):
            found.setdefault((str(person.gmina_id), person.name_key), []).append(person)
    return found


def _manager(model: type[models.Model]) -> Any:
    return model._default_manager


def class_of(row: BatchRow) -> dict[str, Any]:
    """The class fields of a new organisation: a human's word, what the file says, or our guess."""
    reason = dict(row.params["class"])
    group, sector = reason.pop("group"), reason.pop("sector")
    decided = Decided.GUESS if group else Decided.NOBODY
    if reason["code"] in {"remembered_name", "remembered_rule", "file_says"}:
        decided = Decided.HUMAN
    fields = {"group": group, "sector": sector, "class_reason": reason, "class_decided": decided}
    return fields | (human_class(row.decision_params["class"]) if "class" in row.decision_params else {})


def _set(record: Organisation | Person, name: str, new: str) -> dict[str, Any]:
    """Set one field as the file says it; returns the columns touched with what stood there."""
    if name in IDENTIFIERS and isinstance(record, Organisation):
        before: dict[str, Any] = {"identifiers": record.identifiers}
        record.identifiers = record.identifiers | {name: new}
        return before
    column = {**ORGANISATION_FIELDS, **PERSON_FIELDS, "state": "state", "flat": "house_number"}[name]
    old = getattr(record, column)
    setattr(record, column, _joined(name, old, new))
    return {column: old}


def _joined(name: str, old: str, new: str) -> str:
    if name == "notes" and old:
        return f"{old}\n{new}"
    if name == "flat":
        return f"{old.partition(FLAT)[0]}{FLAT}{new}".strip()
    if name == "house_number" and FLAT in old:
        return f"{new}{FLAT}{old.partition(FLAT)[2]}"
    return new


def _set_keys(record: Organisation | Person) -> dict[str, Any]:
    if isinstance(record, Organisation):
        keys = organisation_keys(record.name, village=record.village, kind_text=record.kind_text, street=record.street)
    else:
        keys = person_keys(record.name, village=record.village)
    before = {name: getattr(record, name) for name, value in keys.items() if getattr(record, name) != value}
    for name, value in keys.items():
        setattr(record, name, value)
    return before
