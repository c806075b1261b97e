"""Typed or pasted names become records of the register, all in one transaction; known names add nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from koalicja.backroom import events
from koalicja.engine.matching.names import name_key
from koalicja.engine.matching.sectors import name_correction
from koalicja.engine.matching.text import fold
from koalicja.people.access import gmina_scope
from koalicja.people.actions.locks import lock_registers
from koalicja.people.actions.organisations import add_suggestions, class_value, human_class, remember_class
from koalicja.people.actions.persons import add_mandate
from koalicja.people.keys import organisation_keys, person_keys
from koalicja.people.models import Contact, Organisation, Person, User
from koalicja.people.queries.classes import class_fields, corrections_of
from koalicja.places.models import Gmina

MOMENT_SECONDS = 60
THIS_TEXT = 0  # no record has this id


@dataclass(frozen=True, slots=True)
class Line:
    """One typed line after a human looked at it: `same_as` is the record it is, `distinct_from` those it is not.

    A person may speak for an organisation of the register: `speaks_for`, with a `function`.
    """

    name: str
    is_person: bool = False
    class_choice: str = ""
    village: str = ""
    age_band: str = ""
    contacts: tuple[tuple[str, str], ...] = ()
    note: str = ""
    same_as: int | None = None
    distinct_from: tuple[int, ...] = ()
    speaks_for: int | None = None
    function: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What the lines did: records added, suggestions taken in, lines that were in the register already.

    `repeated` lines name what another line of the same text does. `just_before` counts those known that the same person
    added within the last minute: a button pressed twice.
    """

    organisations: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    suggestions: tuple[int, ...] = ()
    known: int = 0
    repeated: int = 0
    just_before: int = 0

    @property
    def count(self) -> int:
        return len(self.organisations) + len(self.people) + len(self.suggestions)


@dataclass(slots=True)
class _Known:
    """Keys of what the register holds: (key, village) → id; a village nobody knows fits every village.

    Lines of the same text stand among them under THIS_TEXT.
    """

    rows: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def add(self, key: str, village: str, pk: int) -> None:
        self.rows.setdefault(key, []).append((fold(village), pk))

    def find(self, line: Line) -> int | None:
        place = fold(line.village)
        here = [pk for other, pk in self.rows.get(_key(line), []) if not place or not other or place == other]
        return next((pk for pk in here if pk not in line.distinct_from), None)


@transaction.atomic
def add_names(gmina: Gmina, *, by: User, lines: Sequence[Line], source: str) -> Added:
    """Save looked-through lines. A line that names a known record adds nothing; a suggestion it names is taken in.

    The register is locked, so that two people who paste the same list do not add it twice: a name that it has by now
    becomes a second record only where that very record is among those the line is distinct from.
    """
    lock_registers([gmina.pk])
    new_organisations, taken, twice = _sorted_out(_known_organisations(gmina), [x for x in lines if not x.is_person])
    new_people, named, people_twice = _sorted_out(_known_people(gmina), [x for x in lines if x.is_person])
    organisations = _save_organisations(gmina, by, new_organisations, source)
    people = _save_people(gmina, by, new_people, source)
    suggested = Organisation.objects.filter(gmina=gmina, pk__in=taken, state=Organisation.State.SUGGESTED)
    waiting = tuple(suggested.order_by("pk").values_list("pk", flat=True))
    if waiting:
        add_suggestions(gmina, by=by, pks=waiting)
    repeated = twice + people_twice
    known = len(lines) - len(organisations) - len(people) - len(waiting) - repeated
    added = Added(organisations, people, waiting, known, repeated, _just_before(gmina, by, taken, named))
    if added.count:
        _tell(gmina, by, added)
    return added


def _just_before(gmina: Gmina, by: User, organisations: set[int], people: set[int]) -> int:
    """How many of these the same person added a moment ago."""
    since = timezone.now() - timedelta(seconds=MOMENT_SECONDS)
    mine = events.in_scope(gmina_scope(gmina.pk)).filter(code="names.added", by=by, at__gte=since)
    told = list(mine.values_list("params", flat=True))
    just = {kind: {pk for params in told for pk in params[kind]} for kind in ("organisations", "people", "suggestions")}
    return len(organisations & (just["organisations"] | just["suggestions"])) + len(people & just["people"])


def _tell(gmina: Gmina, by: User, added: Added) -> None:
    events.record(
        "names.added",
        by=by,
        scope=gmina_scope(gmina.pk),
        count=added.count,
        organisations=list(added.organisations),
        people=list(added.people),
        suggestions=list(added.suggestions),
    )


def _known_organisations(gmina: Gmina) -> _Known:
    states = [Organisation.State.LISTED, Organisation.State.SUGGESTED]
    rows = Organisation.objects.filter(gmina=gmina, state__in=states).order_by("state", "pk")
    known = _Known()
    for key, village, pk in rows.values_list("name_key", "village", "pk"):
        known.add(key, village, pk)
    return known


def _known_people(gmina: Gmina) -> _Known:
    known = _Known()
    rows = Person.objects.filter(gmina=gmina, state=Person.State.LISTED).order_by("pk")
    for name, village, pk in rows.values_list("name", "village", "pk"):
        known.add(person_keys(name)["name_key"], village, pk)
    return known


def _sorted_out(known: _Known, lines: Iterable[Line]) -> tuple[list[Line], set[int], int]:
    """Lines that are new, ids of records that others name, and how many say again what the same text said before."""
    new: list[Line] = []
    named: set[int] = set()
    repeated = 0
    for line in lines:
        found = line.same_as or known.find(line)
        if found is None:
            new.append(line)
            known.add(_key(line), line.village, THIS_TEXT)
        elif found == THIS_TEXT:
            repeated += 1
        else:
            named.add(found)
    return new, named, repeated


def _key(line: Line) -> str:
    return person_keys(line.name)["name_key"] if line.is_person else name_key(line.name)[:300]


def _save_organisations(gmina: Gmina, by: User, lines: list[Line], source: str) -> tuple[int, ...]:
    corrections = corrections_of(gmina.pk)
    records = []
    for line in lines:
        record = Organisation(
            gmina=gmina, name=line.name, village=line.village, note=line.note, source=source, created_by=by
        )
        fields = class_fields(line.name, corrections=corrections) | organisation_keys(line.name, village=line.village)
        _set(record, fields)
        guessed, chosen = class_value(record), human_class(line.class_choice)
        if guessed != line.class_choice:
            remember_class(gmina, by=by, keys=[name_correction(line.name)], sector=chosen["sector"])
        if guessed or line.class_choice:  # what neither we nor she could tell stays to be checked
            _set(record, chosen)
        records.append(record)
    Organisation.objects.bulk_create(records)
    _save_contacts([Contact(organisation=record) for record in records], lines, source)
    return tuple(record.pk for record in records)


def _set(record: Organisation | Person, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        setattr(record, name, value)


def _save_people(gmina: Gmina, by: User, lines: list[Line], source: str) -> tuple[int, ...]:
    records = [
        Person(
            gmina=gmina,
            name=line.name,
            village=line.village,
            age_band=line.age_band,
            note=line.note,
            source=source,
            created_by=by,
            **person_keys(line.name, village=line.village),
        )
        for line in lines
    ]
    Person.objects.bulk_create(records)
    _save_contacts([Contact(person=record) for record in records], lines, source)
    _save_mandates(gmina, by, records, lines)
    return tuple(record.pk for record in records)


def _save_mandates(gmina: Gmina, by: User, people: list[Person], lines: list[Line]) -> None:
    """Persons begin to speak for what they were named with, unless it left the register meanwhile."""
    wanted = {line.speaks_for for line in lines} - {None}
    listed = Organisation.objects.filter(gmina=gmina, state=Organisation.State.LISTED).in_bulk(wanted) if wanted else {}
    for person, line in zip(people, lines, strict=True):
        if line.speaks_for in listed:
            add_mandate(listed[line.speaks_for], by=by, person=person, function=line.function)


def _save_contacts(owners: list[Contact], lines: list[Line], source: str) -> None:
    """`owners` holds one empty contact per line, bound to the line's record."""
    today = timezone.localdate()
    Contact.objects.bulk_create(
        [
            Contact(
                organisation=owner.organisation,
                person=owner.person,
                kind=kind,
                value=value,
                source=source,
                obtained_on=today,
            )
            for owner, line in zip(owners, lines, strict=True)
            for kind, value in line.contacts
        ]
    )
