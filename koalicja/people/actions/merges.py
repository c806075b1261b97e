"""Two records made one, with nothing lost, and taken apart again.

The absorbed record stays in the table as it was, marked with the record it went into; contacts, mandates, log lines and
whatever other rooms hang on it move over. What moved and what the kept record was like is kept in `Merge.before`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from koalicja.backroom import events
from koalicja.people.access import gmina_scope
from koalicja.people.actions.edits import Gone, held
from koalicja.people.actions.locks import lock_registers
from koalicja.people.actions.organisations import class_after_rename, class_value
from koalicja.people.actions.parting import all_identifiers, joined_notes, later_merges, take_out
from koalicja.people.keys import organisation_keys, person_keys
from koalicja.people.models import Contact, Mandate, Merge, NotSame, Organisation, Person, User
from koalicja.places.models import Gmina

Record = Organisation | Person
# Fields that two records may know differently: a human chooses which value is kept.
FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    Organisation: ("name", "class", "kind_text", "village", "street", "house_number", "postcode"),
    Person: ("name", "age_band", "village"),
}
CLASS_FIELDS = ("group", "sector", "class_reason", "class_decided")
# Rows that stay where they are: the audit records of files, and other merges.
STAYING = frozenset({"batch_rows", "merges", "absorbed"})


class MergeRefused(Exception):
    """`code`: same, gone, outdated, both_used (other rooms hang on both), undone, merged_further."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def value_of(record: Record, field: str) -> Any:
    """The value two records are compared by; the class is one value made of four fields."""
    if field == "class":
        return class_value(record) if isinstance(record, Organisation) else ""
    return getattr(record, field)


def columns_of(field: str) -> tuple[str, ...]:
    return CLASS_FIELDS if field == "class" else (field,)


@transaction.atomic
def merge(
    kept: Record, absorbed: Record, *, by: User, choices: Mapping[str, str], seen: tuple[int, int] | None = None
) -> Merge:
    """Make one record of two of the same gmina; `choices` says per field "kept" or "absorbed", default: what is known.

    `seen` holds the versions that were looked at. Raises MergeRefused and changes nothing where it cannot be done, or
    where somebody has changed one of the two since.
    """
    model = type(kept)
    kept, absorbed = _locked(kept, absorbed)
    if seen is not None and seen != (kept.version, absorbed.version):
        raise MergeRefused("outdated")
    before = {name: _plain(kept, name) for name in _written_columns(model)}
    changed_at = kept.updated_at.isoformat()
    changes = _chosen(kept, absorbed, choices)
    for name, value in changes.items():
        setattr(kept, name, value)
    _save(kept)
    try:
        with transaction.atomic():
            moved = _move_rows(kept, absorbed)
    except IntegrityError as error:
        raise MergeRefused("both_used") from error
    was = absorbed.state
    model._default_manager.filter(pk=absorbed.pk).update(state=Organisation.State.MERGED, merged_into=kept.pk)
    record = Merge.objects.create(
        gmina=kept.gmina,
        before={
            "kept": before,
            "after": {name: _plain(kept, name) for name in _written_columns(model)},
            "moved": moved,
            "absorbed_state": was,
            "kept_updated_at": changed_at,
        },
        by=by,
        **_pair_fields(kept, absorbed),
    )
    _record("record.merged", kept, by, record, absorbed)
    return record


def _locked(kept: Any, absorbed: Any) -> tuple[Any, Any]:
    if kept.pk == absorbed.pk or type(kept) is not type(absorbed):
        raise MergeRefused("same")
    lock_registers([kept.gmina_id])
    rows = type(kept)._default_manager.select_for_update().filter(gmina_id=kept.gmina_id).order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[kept.pk, absorbed.pk])}
    if len(found) != 2 or any(row.state == Organisation.State.MERGED for row in found.values()):
        raise MergeRefused("gone")
    return found[kept.pk], found[absorbed.pk]


def _written_columns(model: type[models.Model]) -> list[str]:
    columns = [column for field in FIELDS[model] for column in columns_of(field)]
    extra = ["identifiers"] if model is Organisation else []
    return [*columns, *extra, "note", "name_key", "search_key", "state", "version"]


def _plain(record: models.Model, name: str) -> Any:
    value = getattr(record, name)
    return str(value) if isinstance(value, models.Choices) else value


def _chosen(kept: Any, absorbed: Any, choices: Mapping[str, str]) -> dict[str, Any]:
    """The fields the kept record gets: chosen ones, gaps filled, notes and numbers of both."""
    changes: dict[str, Any] = {}
    for field in FIELDS[type(kept)]:
        mine, other = value_of(kept, field), value_of(absorbed, field)
        if mine != other and other and (choices.get(field) == "absorbed" or not mine):
            changes |= {name: getattr(absorbed, name) for name in columns_of(field)}
    changes["note"] = joined_notes(kept.note, absorbed.note)
    if isinstance(kept, Organisation):
        changes["identifiers"] = all_identifiers(kept.identifiers, absorbed.identifiers)
        if "name" in changes and "group" not in changes:
            changes |= class_after_rename(kept, changes["name"])
    if kept.state != Organisation.State.LISTED:
        changes["state"] = absorbed.state
    return changes


def _save(record: Any) -> None:
    if isinstance(record, Organisation):
        keys = organisation_keys(record.name, village=record.village, kind_text=record.kind_text, street=record.street)
    else:
        keys = person_keys(record.name, village=record.village)
    for name, value in keys.items():
        setattr(record, name, value)
    record.version += 1
    record.updated_at = timezone.now()
    record.save()


def _relations(model: type[models.Model]) -> list[models.ManyToOneRel]:
    return [
        relation
        for relation in model._meta.related_objects
        if isinstance(relation, models.ManyToOneRel) and relation.get_accessor_name() not in STAYING
    ]


def _move_rows(kept: Record, absorbed: Record) -> list[dict[str, Any]]:
    """Point what hangs on the absorbed record to the kept one; twins of what is there already stay behind."""
    moved = []
    for relation in _relations(type(kept)):
        model, column = relation.related_model, relation.field.attname
        assert isinstance(model, type)  # noqa: S101  # a plain reverse relation of an installed model
        rows = model._default_manager.filter(**{column: absorbed.pk})
        pks = [row.pk for row in rows.order_by("pk") if not _has_twin(row, kept)]
        if pks:
            model._default_manager.filter(pk__in=pks).update(**{column: kept.pk})
            moved.append({"model": model._meta.label, "column": column, "ids": pks})
    return moved


def _has_twin(row: models.Model, kept: Record) -> bool:
    """Whether the kept record has the same contact, or an open mandate of the same two, already."""
    if isinstance(row, Contact):
        return kept.contacts.filter(kind=row.kind, value__iexact=row.value).exists()
    if isinstance(row, Mandate) and row.until is None:
        other = {"person": row.person_id} if isinstance(kept, Organisation) else {"organisation": row.organisation_id}
        return kept.mandates.filter(until=None, **other).exists()
    return False


def _pair_fields(kept: Record, absorbed: Record) -> dict[str, Record]:
    kind = "organisation" if isinstance(kept, Organisation) else "person"
    return {f"kept_{kind}": kept, f"absorbed_{kind}": absorbed}


def kept_of(merged: Merge) -> Record:
    """The record that went on."""
    record = merged.kept_organisation or merged.kept_person
    assert record is not None  # noqa: S101  # written by merge() only
    return record


def absorbed_of(merged: Merge) -> Record:
    """The record that went into the other one."""
    record = merged.absorbed_organisation or merged.absorbed_person
    assert record is not None  # noqa: S101  # written by merge() only
    return record


@transaction.atomic
def undo_merge(merged: Merge, *, by: User) -> tuple[str, ...]:
    """Take the two apart again; returns the fields that somebody changed since, for those stay with the kept record.

    Raises MergeRefused where it was undone already, or the kept record has gone into yet another one.
    """
    try:
        locked = held(merged)
    except Gone as error:
        raise MergeRefused("gone") from error
    if locked.undone_at:
        raise MergeRefused("undone")
    kept, absorbed = _to_part(locked)
    later = _restore_fields(kept, locked)
    for moved in locked.before["moved"]:
        _move_back(moved, kept, absorbed)
    type(absorbed)._default_manager.filter(pk=absorbed.pk).update(
        state=locked.before["absorbed_state"], merged_into=None
    )
    locked.undone_at, locked.undone_by = timezone.now(), by
    locked.save(update_fields=["undone_at", "undone_by"])
    _record("record.parted", kept, by, locked, absorbed, stays=list(later))
    return later


def _to_part(merged: Merge) -> tuple[Any, Any]:
    kept, absorbed = kept_of(merged), absorbed_of(merged)
    lock_registers([kept.gmina_id])
    rows = type(kept)._default_manager.select_for_update().order_by("pk")
    found: dict[int, Any] = {row.pk: row for row in rows.filter(pk__in=[kept.pk, absorbed.pk])}
    if found[kept.pk].state == Organisation.State.MERGED:
        raise MergeRefused("merged_further")
    return found[kept.pk], found[absorbed.pk]


def _restore_fields(kept: Any, merged: Merge) -> tuple[str, ...]:
    """Put back every field that still holds what merges wrote; the names of the others, changed since, come back."""
    before, merges = merged.before, later_merges(merged)
    was, written = before["kept"], before["after"]
    later = take_out(kept, merged, merges)
    for each in merges:
        each.save(update_fields=["before"])
    untouched = not later and kept.version == written["version"]
    kept.version = was["version"] if untouched else kept.version + 1
    kept.updated_at = datetime.fromisoformat(before["kept_updated_at"]) if untouched else timezone.now()
    kept.save()
    shown = {field for field in (*FIELDS[type(kept)], "note", "identifiers") if set(columns_of(field)) & set(later)}
    return tuple(sorted(shown))


def _move_back(moved: Mapping[str, Any], kept: Record, absorbed: Record) -> None:
    """Rows that still hang on the kept record go back; those deleted or moved since are left alone."""
    for relation in _relations(type(kept)):
        model, column = relation.related_model, relation.field.attname
        if isinstance(model, type) and (model._meta.label, column) == (moved["model"], moved["column"]):
            rows = model._default_manager.filter(pk__in=moved["ids"], **{column: kept.pk})
            rows.update(**{column: absorbed.pk})
    if moved["model"] == Contact._meta.label:
        deletions = events.about(kept.key).filter(code="contact.deleted", params__contact__in=moved["ids"])
        deletions.update(subject=absorbed.key)  # what was deleted meanwhile can be put back where it came from


def _record(code: str, kept: Record, by: User, merged: Merge, absorbed: Record, **params: Any) -> None:
    common = {"merge": merged.pk, "absorbed": absorbed.key, "kept": kept.key, **params}
    for subject in (kept.key, absorbed.key):
        events.record(code, by=by, subject=subject, scope=gmina_scope(kept.gmina_id), **common)


@transaction.atomic
def tell_apart(gmina: Gmina, *, by: User, kind: str, one: int, other: int) -> bool:
    """Remember that two look-alikes are not the same; they are not proposed again. False where it was known.

    Raises MergeRefused where one of the two is not there any more.
    """
    low, high = sorted((one, other))
    model = Organisation if kind == NotSame.Kind.ORGANISATION else Person
    rows = model._default_manager.select_for_update().filter(gmina=gmina, pk__in=[low, high]).order_by("pk")
    if len(rows) != 2:
        raise MergeRefused("gone")
    _, created = NotSame.objects.get_or_create(kind=kind, low=low, high=high, defaults={"gmina": gmina, "by": by})
    if created:
        _tell_pair("pair.told_apart", gmina, by=by, kind=kind, low=low, high=high)
    return created


@transaction.atomic
def propose_again(gmina: Gmina, *, by: User, kind: str, one: int, other: int) -> bool:
    """Take back that two look-alikes are not the same. False where nobody had said so."""
    low, high = sorted((one, other))
    deleted, _ = NotSame.objects.filter(gmina=gmina, kind=kind, low=low, high=high).delete()
    if deleted:
        _tell_pair("pair.proposed_again", gmina, by=by, kind=kind, low=low, high=high)
    return bool(deleted)


def _tell_pair(code: str, gmina: Gmina, *, by: User, kind: str, low: int, high: int) -> None:
    events.record(code, by=by, subject=f"{kind}:{low}", scope=gmina_scope(gmina.pk), kind=kind, low=low, high=high)
