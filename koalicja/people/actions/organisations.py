"""Writing organisations of a register: add, change, classify, take out and bring back; suggestions too."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from koalicja.backroom import events
from koalicja.engine.matching.sectors import SECTOR_GROUPS, name_correction, rule_correction
from koalicja.people.access import gmina_scope
from koalicja.people.actions.edits import Edit, EditConflict, FieldConflict, Watched, held, save_edit
from koalicja.people.actions.locks import lock_registers
from koalicja.people.keys import organisation_keys
from koalicja.people.models import Correction, Decided, Organisation, User
from koalicja.people.queries.classes import class_fields, corrections_of
from koalicja.people.queries.duplicates import Likeness, Register
from koalicja.people.queries.suggestions import taken_last
from koalicja.places.models import Gmina

EDITABLE = ("name", "kind_text", "village", "street", "house_number", "postcode", "note")
GROUP_PREFIX = "group:"
State = Organisation.State


class OrganisationLooksAlike(Exception):
    """The register has what may be the same organisation: `likely`."""

    def __init__(self, likely: list[Likeness]) -> None:
        super().__init__(", ".join(like.name for like in likely))
        self.likely = likely


def class_of(value: str) -> tuple[str, str]:
    """(group, sector) of a class as forms write it: a sector key, "group:ngo" for a group alone, "" for unknown."""
    if value.startswith(GROUP_PREFIX):
        return value.removeprefix(GROUP_PREFIX), ""
    return SECTOR_GROUPS.get(value, ""), value


def class_value(organisation: Organisation) -> str:
    """The class of an organisation as forms write it."""
    if organisation.sector or not organisation.group:
        return organisation.sector
    return f"{GROUP_PREFIX}{organisation.group}"


def _keys(organisation: Organisation) -> dict[str, str]:
    return organisation_keys(
        organisation.name,
        village=organisation.village,
        kind_text=organisation.kind_text,
        street=organisation.street,
    )


def derived(organisation: Organisation) -> dict[str, Any]:
    """The fields that follow from those just edited: keys, and the class where it was guessed from another name."""
    return class_after_rename(organisation, organisation.name) | _keys(organisation)


def class_after_rename(organisation: Organisation, name: str) -> dict[str, Any]:
    """The class fields that another name changes: a guess is made anew, what a human decided loses only its old reason.

    What a file or an e-mail address said does not hang on the name. `name_key` must still be that of the old name.
    """
    is_same = organisation_keys(name)["name_key"] == organisation.name_key
    if is_same or organisation.class_reason.get("code") in {"file_says", "email_says"}:
        return {}
    if organisation.class_decided == Decided.HUMAN:
        return {"class_reason": {}}
    return class_fields(name, kind=organisation.kind_text, corrections=corrections_of(organisation.gmina_id))


@transaction.atomic
def add_organisation(
    gmina: Gmina,
    *,
    by: User,
    name: str,
    source: str,
    class_choice: str | None = None,
    distinct: bool = False,
    **facts: str,
) -> Organisation:
    """Put one organisation into the register. Without a class chosen by a human, the rules guess it.

    Raises OrganisationLooksAlike where the register has something alike, unless a human said that it is `distinct`.
    """
    lock_registers([gmina.pk])
    village = facts.get("village", "")
    likely = [] if distinct else Register(gmina, villages=[village]).like(name, village=village)
    if likely:
        raise OrganisationLooksAlike(likely)
    organisation = Organisation(gmina=gmina, name=name, source=source, created_by=by, **facts)
    guess = class_fields(name, kind=organisation.kind_text, corrections=corrections_of(gmina.pk))
    if class_choice is not None:
        guess |= human_class(class_choice)
    for field, value in {**guess, **_keys(organisation)}.items():
        setattr(organisation, field, value)
    organisation.save()
    events.record("organisation.added", by=by, subject=organisation.key, scope=gmina_scope(gmina.pk), source=source)
    return organisation


def human_class(value: str) -> dict[str, Any]:
    """The fields of a class a human chose."""
    group, sector = class_of(value)
    return {"group": group, "sector": sector, "class_decided": Decided.HUMAN}


def update_organisation(
    organisation: Organisation, *, by: User, seen: Mapping[str, Any], new: Mapping[str, Any], since: int
) -> Edit:
    """Change what is known of an organisation; see save_edit for two people at once. Raises EditConflict or Gone."""
    watched = Watched(
        "organisation.changed",
        organisation.key,
        gmina_scope(organisation.gmina_id),
        organisation.get_absolute_url(),
        {},
        silent=("note",),
    )
    return save_edit(organisation, by=by, seen=seen, new=new, since=since, watched=watched, derive=derived)


@transaction.atomic
def set_class(organisation: Organisation, *, by: User, value: str, seen: str, alike: bool = False) -> int:
    """Decide the group and sector; the register remembers it for this name, with `alike` for all the same rule found.

    Returns how many organisations have got the class. Raises EditConflict where somebody decided otherwise meanwhile,
    and Gone where it is not there any more.
    """
    lock_registers([organisation.gmina_id])
    locked = held(organisation)
    current = class_value(locked)
    if current not in (seen, value):
        others = tuple(events.about(locked.key).filter(code="organisation.classified").exclude(by=by)[:1])
        raise EditConflict((FieldConflict("class", current, value),), others)
    rule = locked.class_reason.get("rule", "") if alike else ""
    same_rule = _alike(locked, rule)
    pks = [locked.pk, *same_rule.select_for_update().order_by("pk").values_list("pk", flat=True)]
    fields = human_class(value) | {"updated_at": timezone.now(), "version": F("version") + 1}
    Organisation.objects.filter(pk__in=pks).update(**fields)
    remember_class(organisation.gmina, by=by, keys=_correction_keys(locked.name, rule), sector=fields["sector"])
    events.record(
        "organisation.classified",
        by=by,
        subject=locked.key,
        scope=gmina_scope(locked.gmina_id),
        changes={"class": [current, value]},
        alike=len(pks) - 1,
    )
    return len(pks)


def _correction_keys(name: str, rule: str) -> list[str]:
    return [name_correction(name), *([rule_correction(rule)] if rule else [])]


def _alike(organisation: Organisation, rule: str) -> QuerySet[Organisation]:
    if not rule:
        return Organisation.objects.none()
    return alike(organisation, rule)


def alike(organisation: Organisation, rule: str) -> QuerySet[Organisation]:
    """Others of the register that the same rule has classified and no human has checked."""
    return (
        Organisation.objects.filter(
            gmina_id=organisation.gmina_id, class_reason__rule=rule, state__in=[State.LISTED, State.SUGGESTED]
        )
        .exclude(pk=organisation.pk)
        .exclude(class_decided=Decided.HUMAN)
    )


def remember_class(gmina: Gmina, *, by: User, keys: Collection[str], sector: str) -> None:
    """Teach the register a class; a class without a sector is forgotten, for there is nothing to repeat.

    Two people may teach the same name at once: the later one is remembered.
    """
    if not sector:
        Correction.objects.filter(gmina=gmina, key__in=keys).delete()
        return
    rows = [Correction(gmina=gmina, key=key, sector=sector, by=by) for key in sorted(set(keys))]
    Correction.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["gmina", "key"], update_fields=["sector", "by", "at"]
    )


@transaction.atomic
def confirm_classes(gmina: Gmina, *, by: User, choices: Mapping[int, str], seen: Mapping[int, str]) -> int:
    """Take the classes a human has looked at on one page; returns how many were decided now.

    Those that somebody else decided meanwhile, or that left the register, stay as they are.
    """
    lock_registers([gmina.pk])
    wanted = Organisation.objects.filter(gmina=gmina, pk__in=choices, state=State.LISTED)
    rows = list(wanted.select_for_update().order_by("pk"))
    decided = [row for row in rows if class_value(row) == seen.get(row.pk) and row.class_decided != Decided.HUMAN]
    corrected = [row for row in decided if choices[row.pk] != seen[row.pk]]
    for row in decided:
        for field, value in human_class(choices[row.pk]).items():
            setattr(row, field, value)
        row.version += 1
        row.updated_at = timezone.now()
    Organisation.objects.bulk_update(decided, ["group", "sector", "class_decided", "version", "updated_at"])
    for row in corrected:
        remember_class(gmina, by=by, keys=[name_correction(row.name)], sector=row.sector)
    if decided:
        events.record(
            "register.classes_checked",
            by=by,
            scope=gmina_scope(gmina.pk),
            count=len(decided),
            organisations=[row.pk for row in decided],
        )
    return len(decided)


def _move(gmina: Gmina, *, by: User, pks: Collection[int] | None, start: str, end: str, code: str) -> int:
    """Move organisations from one state to another with one update; `pks` of None means all. Returns how many moved."""
    rows = Organisation.objects.select_for_update().filter(gmina=gmina, state=start)
    if pks is not None:
        rows = rows.filter(pk__in=pks)
    moved = list(rows.order_by("pk").values_list("pk", flat=True))
    if moved:
        Organisation.objects.filter(gmina=gmina, state=start, pk__in=moved).update(
            state=end, updated_at=timezone.now(), version=F("version") + 1
        )
        subject = f"organisation:{moved[0]}" if len(moved) == 1 else ""
        scope = gmina_scope(gmina.pk)
        events.record(code, by=by, subject=subject, scope=scope, count=len(moved), organisations=moved)
    return len(moved)


@transaction.atomic
def add_suggestions(gmina: Gmina, *, by: User, pks: Collection[int] | None) -> int:
    """Take suggestions into the register (all of them with `pks` of None); returns how many."""
    return _move(gmina, by=by, pks=pks, start=State.SUGGESTED, end=State.LISTED, code="suggestions.added")


@transaction.atomic
def take_back_added(gmina: Gmina, *, by: User, added: int) -> int:
    """Make suggestions again of what this event, the last of its kind, took in; what was changed since stays.

    Returns how many; 0 where it is not the last one any more, or nothing of it is left.
    """
    lock_registers([gmina.pk])
    taken = taken_last(gmina)
    pks = taken.pks if taken and taken.event.pk == added else ()
    return _move(gmina, by=by, pks=pks, start=State.LISTED, end=State.SUGGESTED, code="suggestions.taken_back")


@transaction.atomic
def dismiss_suggestions(gmina: Gmina, *, by: User, pks: Collection[int] | None) -> int:
    """Put suggestions aside; they can be brought back. Returns how many."""
    return _move(gmina, by=by, pks=pks, start=State.SUGGESTED, end=State.DISMISSED, code="suggestions.dismissed")


@transaction.atomic
def bring_back_suggestions(gmina: Gmina, *, by: User, pks: Collection[int] | None) -> int:
    """Show suggestions again that were put aside; returns how many."""
    return _move(gmina, by=by, pks=pks, start=State.DISMISSED, end=State.SUGGESTED, code="suggestions.brought_back")


@transaction.atomic
def remove_organisation(organisation: Organisation, *, by: User) -> bool:
    """Take an organisation out of the register; everything known of it is kept and it can be put back."""
    return bool(
        _move(
            organisation.gmina,
            by=by,
            pks=[organisation.pk],
            start=State.LISTED,
            end=State.DISMISSED,
            code="organisation.removed",
        )
    )


@transaction.atomic
def put_back_organisation(organisation: Organisation, *, by: User) -> bool:
    """Put an organisation back into the register, or take a suggestion in. Raises Gone where nothing of it is left."""
    if held(organisation).state == State.SUGGESTED:
        return bool(add_suggestions(organisation.gmina, by=by, pks=[organisation.pk]))
    return bool(
        _move(
            organisation.gmina,
            by=by,
            pks=[organisation.pk],
            start=State.DISMISSED,
            end=State.LISTED,
            code="organisation.put_back",
        )
    )
