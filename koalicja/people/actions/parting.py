"""What a kept record is again when one of its merges is undone, also where others came after that one.

Each merge remembers what the kept record was before and after it. Undoing an earlier one takes what it brought out of
what the later ones found and wrote, so that they can be undone in any order and end where it began. What a human has
written in between stays.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from koalicja.people.keys import organisation_keys, person_keys
from koalicja.people.models import Merge, Organisation, Person

Record = Organisation | Person
KEYS = frozenset({"name_key", "search_key"})
NOT_A_FIELD = KEYS | {"version"}


def joined_notes(*notes: str) -> str:
    """The notes of several records as one has them all."""
    return "\n\n".join(dict.fromkeys(note for note in notes if note))


def all_identifiers(mine: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """Numbers of both; a second, different one is kept beside the first ("regon", "regon_2")."""
    result = dict(mine)
    for kind, value in other.items():
        if value in result.values() and kind in result:
            continue
        name, count = kind, 1
        while name in result and result[name] != value:
            count += 1
            name = f"{kind}_{count}"
        result[name] = value
    return result


def later_merges(merged: Merge) -> list[Merge]:
    """The merges into the same record that came after this one and stand, in their order, locked."""
    rows = Merge.objects.select_for_update().filter(undone_at=None, pk__gt=merged.pk)
    of_kept = {"kept_organisation": merged.kept_organisation_id, "kept_person": merged.kept_person_id}
    return list(rows.filter(**of_kept).order_by("pk"))


def take_out(kept: Record, merged: Merge, later: Sequence[Merge]) -> tuple[str, ...]:
    """Set the unsaved record's fields to what they are without this merge; returns those a human has written since.

    The later merges, unsaved too, then remember the record as it would have been without this one.
    """
    written, was = merged.before["after"], merged.before["kept"]
    stays = []
    for name in was:
        if name in NOT_A_FIELD:
            continue
        old, new = written[name], was[name]
        for each in later:
            if each.before["kept"][name] != old:
                break  # a human has written here in between
            after = _without(each, name, old, new)
            each.before["kept"][name], old = new, each.before["after"][name]
            each.before["after"][name] = new = after
        if getattr(kept, name) == old:
            setattr(kept, name, new)
        else:
            stays.append(name)
    for each in later:
        for side in ("kept", "after"):
            each.before[side] |= _keys(kept, each.before[side])
    keys = {name: was[name] for name in KEYS} if not (later or stays) else _keys(kept, vars(kept))
    for name, value in keys.items():
        setattr(kept, name, value)
    return tuple(stays)


def _without(merged: Merge, name: str, old: Any, new: Any) -> Any:
    """What this merge would have written over `new` where it wrote what it did over `old`."""
    absorbed = merged.absorbed_organisation or merged.absorbed_person
    if name == "note":
        return joined_notes(new, absorbed.note if absorbed else "")
    if name == "identifiers" and isinstance(absorbed, Organisation):
        return all_identifiers(new, absorbed.identifiers)
    wrote = merged.before["after"][name]
    return new if wrote == old else wrote


def _keys(record: Record, values: Mapping[str, Any]) -> dict[str, str]:
    if isinstance(record, Person):
        return person_keys(values["name"], village=values["village"])
    return organisation_keys(**{name: values[name] for name in ("name", "village", "kind_text", "street")})
