"""Erasing a person from the register: nothing that says who she was stays, neither here nor in what is told of her.

Files sent within the last day may still name her on disk; they go with their preview. What other rooms wrote of her in
words of their own is theirs to erase before.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from auditlog.context import disable_auditlog
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q, QuerySet

from koalicja.backroom import events
from koalicja.backroom.models import Event
from koalicja.engine.matching.sectors import name_correction
from koalicja.people.access import gmina_scope
from koalicja.people.models import (
    Batch,
    BatchRow,
    Contact,
    ContactEntry,
    Correction,
    Mandate,
    Merge,
    NotSame,
    Organisation,
    Person,
    User,
)
from koalicja.people.queries.batches import EDITION, ERASED
from koalicja.people.traces import Traces, traces_of

HANGING: dict[str, type[models.Model]] = {"contact": Contact, "entry": ContactEntry, "mandate": Mandate}
"""What hangs on a person, by the name under which events hold its id."""
TELLING = frozenset({"name", "first_name", "last_name", "person", "role", "phone", "email", "website", "notes"})
"""Columns of a file in which a person may stand beside an organisation that the file names."""
NAMED = name_correction("")
STORED = ("values", "cells", "params", "before")
Outcome = BatchRow.Outcome
Ids = dict[type[models.Model], set[int]]


@transaction.atomic
def erase_person(person: Person, *, by: User | None = None, schedule: str = "") -> None:
    """Delete the person, records merged into her, and what audit, files and events remember. Again it does nothing.

    What stays is one event: somebody was erased, when, and by whom or by whose `schedule` (a key, "edition:3").
    Whether she may go is the caller's to know: a room that still points at her refuses by its foreign key.
    """
    people = _with_merged(person)
    if not people:
        return
    pks = [each.pk for each in people]
    keys = [each.key for each in people]
    gone = _hanging(pks, keys)
    traces = _traces(people, gone)
    _forget_in_files(person.gmina_id, pks, traces)
    _forget_in_register(person.gmina_id, pks, traces)
    _forget_in_events(person.gmina_id, keys, traces)
    with disable_auditlog():
        Person.objects.filter(pk__in=pks).update(merged_into=None)
        Person.objects.filter(pk__in=pks).delete()
    _forget_in_audit(gone | {Person: set(pks)})
    events.record("person.erased", by=by, scope=gmina_scope(person.gmina_id), schedule=schedule)


def erase_rows(model: type[models.Model], pks: Collection[int]) -> None:
    """Delete rows with what the audit remembers of them."""
    with disable_auditlog():
        model._default_manager.filter(pk__in=pks).delete()
    _forget_in_audit({model: set(pks)})


def erase_log_entries(pks: Collection[int]) -> None:
    """Delete lines of the contact log with what the audit remembers of them; the history keeps kinds and days."""
    erase_rows(ContactEntry, pks)


def erase_contacts(pks: Collection[int]) -> None:
    """Delete contacts with what audit and history remember of them; that one was there, and of what kind, stays."""
    if not pks:
        return
    owners = Contact.objects.filter(pk__in=pks).values_list("organisation", "person")
    keys = [f"organisation:{club}" if club else f"person:{person}" for club, person in owners]
    erase_rows(Contact, pks)
    told = Event.objects.filter(subject__in=keys, code__startswith="contact.", params__contact__in=list(pks))
    for event in told:
        event.params = {name: event.params[name] for name in ("contact", "kind") if name in event.params}
        event.save(update_fields=["params"])


def erase_mandates(pks: Collection[int]) -> None:
    """Delete mandates with what the audit remembers of them; events of them hold keys and days alone."""
    erase_rows(Mandate, pks)


def erase_note(organisation: Organisation, *, left: str) -> None:
    """Leave only these words in an organisation's note; audit and history remember none of it."""
    if organisation.note == left:
        return
    with disable_auditlog():
        Organisation.objects.filter(pk=organisation.pk).update(note=left)
    for entry in _audit(Organisation, [organisation.pk]).filter(changes__has_key="note"):
        entry.changes = {name: said for name, said in entry.changes.items() if name != "note"}
        entry.save(update_fields=["changes"])
    for event in Event.objects.filter(subject=organisation.key, code="organisation.changed"):
        changes = event.params.get("changes", {})
        if "note" in changes:
            event.params = event.params | {"changes": changes | {"note": []}}
            event.save(update_fields=["params"])


def _with_merged(person: Person) -> list[Person]:
    """She, and every record that went into hers, also by way of another one."""
    found = list(Person.objects.filter(pk=person.pk))
    newest = found
    while newest:
        newest = list(Person.objects.filter(merged_into__in=newest).exclude(pk__in=[each.pk for each in found]))
        found += newest
    return found


def _hanging(pks: Collection[int], keys: Collection[str]) -> Ids:
    """Ids of her contacts, log lines and mandates: those that are there, and those that ever were."""
    gone: Ids = {model: set(_of(model, pks).values_list("pk", flat=True)) for model in HANGING.values()}
    for params in Event.objects.filter(subject__in=keys).values_list("params", flat=True):
        for name, model in HANGING.items():
            gone[model] |= {params[name]} if name in params else set()
    by_label = {model._meta.label: model for model in HANGING.values()}
    for before in _merges(pks).values_list("before", flat=True):
        for moved in before.get("moved", []):
            if moved["model"] in by_label:
                gone[by_label[moved["model"]]] |= set(moved["ids"])
    return gone


def _of(model: type[models.Model], pks: Collection[int]) -> QuerySet[Any]:
    return model._default_manager.filter(person__in=pks)


def _merges(pks: Collection[int]) -> QuerySet[Merge]:
    return Merge.objects.filter(Q(kept_person__in=pks) | Q(absorbed_person__in=pks))


def _traces(people: list[Person], gone: Ids) -> Traces:
    """Her names and contacts, those of today and those that the audit still knows."""
    pks = [each.pk for each in people]
    names = {each.name for each in people}
    contacts = set(Contact.objects.filter(person__in=pks).values_list("value", flat=True))
    for model, field, found, ids in ((Person, "name", names, pks), (Contact, "value", contacts, gone[Contact])):
        for changes in _audit(model, ids).values_list("changes", flat=True):
            found |= {each for each in (changes or {}).get(field, []) if each and each != "None"}
    return traces_of(names, contacts)


def _audit(model: type[models.Model], ids: Iterable[int]) -> QuerySet[LogEntry]:
    kind = ContentType.objects.get_for_model(model)
    found: QuerySet[LogEntry] = LogEntry.objects.filter(content_type=kind, object_id__in=list(ids))
    return found


def _forget_in_audit(gone: Ids) -> None:
    for model, ids in gone.items():
        _audit(model, ids).delete()


def _forget_in_register(gmina: str, pks: list[int], traces: Traces) -> None:
    """Merges, look-alikes, the classes that her name was given, and what files show of their columns."""
    _merges(pks).delete()
    NotSame.objects.filter(Q(low__in=pks) | Q(high__in=pks), kind=NotSame.Kind.PERSON).delete()
    taught = Correction.objects.filter(gmina=gmina, key__startswith=NAMED)
    keys = {key for key in taught.values_list("key", flat=True) if traces.is_name(key.removeprefix(NAMED))}
    taught.filter(key__in=keys).delete()
    for batch in Batch.objects.filter(Q(gmina=gmina) | Q(scope__startswith=EDITION)).only("detected", "options"):
        options, detected = batch.options, traces.without(batch.detected)
        if "corrections" in options:
            left = [each for each in options["corrections"] if not traces.is_name(each["key"].removeprefix(NAMED))]
            options = options | {"corrections": left}
        if (options, detected) != (batch.options, batch.detected):
            Batch.objects.filter(pk=batch.pk).update(options=options, detected=detected)


def _forget_in_events(gmina: str, keys: Collection[str], traces: Traces) -> None:
    """Her own history, with the notices of it; elsewhere in her register only the words about her."""
    Event.objects.filter(subject__in=keys).delete()
    for event in events.in_scope(gmina_scope(gmina)).exclude(params={}).order_by().iterator():
        params = traces.without(event.params)
        if params != event.params:
            params.pop("kept", None)  # a contact half of which is gone cannot be put back
            Event.objects.filter(pk=event.pk).update(params=params)


def _forget_in_files(gmina: str, pks: Collection[int], traces: Traces) -> None:
    """Rows that are about her lose everything but their number and what they did; others only what tells of her."""
    hers, partly = [], []
    for row in _rows(gmina, pks):
        if row.person_id is not None and row.person_id not in pks:  # somebody else of that name
            continue
        if _is_hers(row, traces):
            hers.append(row.pk)
        elif (left := _left(row, traces)) != {name: getattr(row, name) for name in STORED}:
            partly.append((row.pk, left))
    BatchRow.objects.filter(pk__in=hers).update(
        values={},
        cells=[],
        matches=[],
        before={},
        params={"why": {}},
        outcome=Outcome.LEFT_OUT,
        reason=ERASED,
        decision="",
        decision_params={},
    )
    for pk, left in partly:
        BatchRow.objects.filter(pk=pk).update(**left)


def _rows(gmina: str, pks: Collection[int]) -> Iterator[BatchRow]:
    """Rows that may tell of her: those linked to her, all of her register's files, and of an edition's files the few.

    Of a file for the whole country only rows of her gmina or of none are read; and where no column of it tells of
    persons, of those only the ones that bring nothing: the index of outcomes finds them.
    """
    columns = ("pk", "organisation_id", "person_id", *STORED)
    linked = BatchRow.objects.filter(person__in=pks)
    own = BatchRow.objects.filter(batch__in=list(Batch.objects.filter(gmina=gmina).values_list("pk", flat=True)))
    found = [linked, own.exclude(person__in=pks) | own.filter(person=None)]
    batches: dict[bool, list[int]] = defaultdict(list)
    for pk, mapping in Batch.objects.filter(scope__startswith=EDITION).values_list("pk", "mapping"):
        batches[not TELLING.isdisjoint(mapping.keys() - {"name"})].append(pk)
    here = BatchRow.objects.filter(Q(gmina=gmina) | Q(gmina=None))
    found.append(here.filter(batch__in=batches[True]))
    found.append(here.filter(batch__in=batches[False]).exclude(outcome__in=[Outcome.NEW, Outcome.SAME]))
    for rows in found:
        yield from rows.order_by().only(*columns).iterator(chunk_size=2000)


def _is_hers(row: BatchRow, traces: Traces) -> bool:
    """Whether the row is about her and not about an organisation, also where nothing points at her."""
    if row.organisation_id is not None:
        return False
    return row.person_id is not None or traces.are_in(str(row.values.get("name", "")))


def _left(row: BatchRow, traces: Traces) -> dict[str, Any]:
    left = {name: traces.without(getattr(row, name)) for name in STORED}
    left["values"] = {name: value for name, value in left["values"].items() if value}
    if row.organisation_id is not None:  # the name of an organisation is its own, also where it bears hers
        left["values"] |= {name: row.values[name] for name in ("name",) if name in row.values}
        left["params"] |= {name: row.params[name] for name in ("key",) if name in row.params}
    return left
