"""What is brought to the table, entered once: rooms, equipment, people, hours, contacts."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from koalicja.coalitions.actions.telling import record_fact, scope_of, tell
from koalicja.coalitions.models import Asset, Candidacy, Coalition
from koalicja.people.actions.edits import Edit, Gone, Watched, held, save_edit
from koalicja.people.models import User
from koalicja.standing.models import Kind

EDITABLE = ("kind", "what", "note")


@transaction.atomic
def add_asset(
    *, coalition: Coalition, by: User, kind: str, what: str, note: str = "", candidacy: Candidacy | None = None
) -> Asset:
    """Write down what somebody brings; without a candidacy it is the Lead Library's. Twice the same is once."""
    held(coalition)
    same = {"candidacy": candidacy, "kind": kind, "what": what, "removed_at": None}
    known = coalition.assets.filter(**same).first()
    if known:
        return known
    asset = Asset.objects.create(coalition=coalition, candidacy=candidacy, kind=kind, what=what, note=note, by=by)
    record_fact(coalition, Kind.ASSET_ADDED, by=by, on=timezone.localdate(), subject=asset.key)
    tell("asset.added", coalition, by, asset=asset.pk, kind=kind)
    return asset


@transaction.atomic
def change_asset(asset: Asset, *, by: User, seen: Mapping[str, Any], new: Mapping[str, Any], since: int) -> Edit:
    """Change kind, what or note; see save_edit. Raises EditConflict, and Gone where somebody took it away."""
    coalition = held(asset.coalition)
    if not Asset.objects.filter(pk=asset.pk, removed_at=None).exists():
        raise Gone(asset.key)
    watched = Watched(
        "asset.changed", coalition.key, scope_of(coalition), coalition.get_absolute_url(), {"asset": asset.pk}
    )
    return save_edit(asset, by=by, seen=seen, new=new, since=since, watched=watched)


@transaction.atomic
def remove_asset(asset: Asset, *, by: User) -> None:
    """It is not brought any more; the row stays. Does nothing where somebody was quicker."""
    coalition = held(asset.coalition)
    if Asset.objects.filter(pk=asset.pk, removed_at=None).update(removed_at=timezone.now(), removed_by=by):
        tell("asset.removed", coalition, by, asset=asset.pk, kind=asset.kind)
