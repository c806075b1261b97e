"""Typed or pasted names become records of the register, all in one transaction; known ones are only completed."""

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
from koalicja.people.actions.completing import Brought, Completed, Record, complete
from koalicja.people.actions.locks import lock_registers
from koalicja.people.actions.organisations import add_suggestions, class_value, human_class, remember_class
from koalicja.people.actions.persons import add_mandate
from koalicja.people.keys import organisation_keys, person_keys
from koalicja.people.models import Contact, Mandate, Organisation, Person, User
from koalicja.people.queries.classes import class_fields, corrections_of
from koalicja.places.models import Gmina

MOMENT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One typed line after a human looked at it: `same_as` is the record it is, `distinct_from` those it is not.

    A person may speak, with a `function`, for an organisation of the register, `speaks_for`, or for that which another
    line names, `speaks_for_line`: the `number` of that line.
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
    number: int | None = None
    speaks_for: int | None = None
    speaks_for_line: int | None = None
    function: str = ""


Named = list[tuple[Line, int]]  # lines with the ids of the records they stand for


@dataclass(frozen=True, slots=True)
class Added:
    """What the lines did: records added, suggestions taken in, lines that were in the register already.

    `repeated` lines name what another line of the same text does. `just_before` counts those known that the same person
    added within the last minute: a button pressed twice. `mandates` counts who began to speak for an organisation.
    `completed` are known records for which their lines said more, or something else.
    """

    organisations: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    suggestions: tuple[int, ...] = ()
    known: int = 0
    repeated: int = 0
    just_before: int = 0
    mandates: int = 0
    completed: tuple[Completed, ...] = ()

    @property
    def count(self) -> int:
        return len(self.organisations) + len(self.people) + len(self.suggestions)


@dataclass(slots=True)
class _Known:
    """Keys of what the register holds: (key, village) → id; a village nobody knows fits every village.

    Lines of the same text stand among them under negative numbers, the first under -1.
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
    """Save looked-through lines. A line that names a known record only fills its gaps; a suggestion is taken in.

    The register is locked, so that two people who paste the same list do not add it twice: a name that it has by now
    becomes a second record only where that very record is among those the line is distinct from.
    """
    lock_registers([gmina.pk])
    named = _sorted_out(_known_organisations(gmina), [line for line in lines if not line.is_person])
    persons = _sorted_out(_known_people(gmina), [line for line in lines if line.is_person])
    organisations = _save_organisations(gmina, by, named.new, source)
    people = _save_people(gmina, by, persons.new, source)
    suggested = Organisation.objects.filter(gmina=gmina, pk__in=named.records, state=Organisation.State.SUGGESTED)
    waiting = tuple(suggested.order_by("pk").values_list("pk", flat=True))
    if waiting:
        add_suggestions(gmina, by=by, pks=waiting)
    repeated = len(named.again) + len(persons.again)
    known = len(lines) - len(organisations) - len(people) - len(waiting) - repeated
    completed = [
        *_complete(Organisation, gmina, by, named.said_again(organisations), source),
        *_complete(Person, gmina, by, persons.said_again(people), source),
    ]
    mandates = _save_mandates(gmina, by, [*persons.said_again(people), *persons.who(people)], named.who(organisations))
    just_before = _just_before(gmina, by, named.records, persons.records)
    added = Added(organisations, people, waiting, known, repeated, just_before, mandates, tuple(completed))
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


@dataclass(slots=True)
class _Sorted:
    """Lines that are new, those that name a record, and those that say again what the same text said before."""

    new: list[Line] = field(default_factory=list)
    known: Named = field(default_factory=list)
    again: list[tuple[Line, int]] = field(default_factory=list)
    """With the place among the new ones, from 0."""

    @property
    def records(self) -> set[int]:
        return {pk for _line, pk in self.known}

    def who(self, added: Sequence[int]) -> Named:
        """Each line that stands for a record, with its id; `added` are the ids of the new ones."""
        return [*zip(self.new, added, strict=True), *self.known]

    def said_again(self, added: Sequence[int]) -> Named:
        """Lines about records that stand there already, or by now, with their ids."""
        return [*self.known, *((line, added[place]) for line, place in self.again)]


def _sorted_out(known: _Known, lines: Iterable[Line]) -> _Sorted:
    found = _Sorted()
    for line in lines:
        pk = line.same_as or known.find(line)
        if pk is None:
            found.new.append(line)
            known.add(_key(line), line.village, -len(found.new))
        elif pk < 0:
            found.again.append((line, -pk - 1))
        else:
            found.known.append((line, pk))
    return found


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
    return tuple(record.pk for record in records)


def _complete(model: type[Record], gmina: Gmina, by: User, lines: Named, source: str) -> list[Completed]:
    """What lines say more of records that were there before them; those about which they say nothing are left out."""
    wanted = {pk for _line, pk in lines}
    found = model.objects.select_for_update().filter(gmina=gmina, state=model.State.LISTED, pk__in=wanted)
    records: dict[int, Record] = {record.pk: record for record in found.order_by("pk")}
    done = []
    for line, pk in lines:
        if pk in records:
            brought = Brought(line.village, line.age_band, line.note, line.contacts)
            done.append(complete(records[pk], brought, by=by, source=source))
    return [each for each in done if each.filled or each.left]


def _save_mandates(gmina: Gmina, by: User, people: Named, organisations: Named) -> int:
    """Persons begin to speak for what they were named with; returns how many.

    Left out: who speaks for it already, and what left the register meanwhile.
    """
    of_line: dict[int | None, int | None] = {line.number: pk for line, pk in organisations if line.number is not None}
    wanted = {
        (person, pk): line.function
        for line, person in people
        if (pk := of_line.get(line.speaks_for_line, line.speaks_for)) is not None
    }
    if not wanted:
        return 0
    there = Organisation.objects.filter(gmina=gmina, state=Organisation.State.LISTED).in_bulk(
        {pk for _person, pk in wanted}
    )
    here = Person.objects.filter(gmina=gmina, state=Person.State.LISTED).in_bulk({person for person, _pk in wanted})
    open_now = Mandate.objects.filter(person__in=here, organisation__in=there, until=None)
    spoken = set(open_now.values_list("person", "organisation"))
    new = [(person, pk) for person, pk in wanted if person in here and pk in there and (person, pk) not in spoken]
    for person, pk in new:
        add_mandate(there[pk], by=by, person=here[person], function=wanted[person, pk])
    return len(new)


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
