"""Areas of action: chosen from the starters or in the coalition's own words, renamed, given up, taken up again."""

from datetime import date

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from koalicja.coalitions.actions.telling import record_fact, scope_of, tell
from koalicja.coalitions.models import Area, Coalition
from koalicja.engine.matching.text import fold
from koalicja.people.actions.edits import Edit, Gone, Watched, held, save_edit
from koalicja.people.models import User
from koalicja.standing.models import Kind


class AreaTwice(Exception):
    """Another area of the coalition has this name already, perhaps one that was given up."""

    def __init__(self, area: Area) -> None:
        super().__init__(area.name)
        self.area = area


@transaction.atomic
def add_area(*, coalition: Coalition, by: User, name: str, on: date, starter: str = "") -> Area:
    """Choose an area. Chosen already: nothing happens; given up once: it is taken up again, as the same row."""
    held(coalition)
    known = _of_name(coalition, name, starter)
    if known and not known.is_dropped:
        return known
    if known:
        known.dropped_at = known.dropped_by = None
        known.on, known.by = on, by
        known.save()
    else:
        last = coalition.areas.aggregate(last=Max("position"))["last"] or 0
        known = Area.objects.create(coalition=coalition, name=name, starter=starter, position=last + 1, on=on, by=by)
    record_fact(coalition, Kind.AREA_CHOSEN, by=by, on=on, subject=known.key)
    tell("area.chosen", coalition, by, area=known.pk, text=known.name)
    return known


@transaction.atomic
def drop_area(area: Area, *, by: User, on: date) -> None:
    """Give an area up; it stays readable. Does nothing where somebody was quicker."""
    coalition = held(area.coalition)
    changed = Area.objects.filter(pk=area.pk, dropped_at=None).update(dropped_at=timezone.now(), dropped_by=by)
    if changed:
        record_fact(coalition, Kind.AREA_DROPPED, by=by, on=on, subject=area.key)
        tell("area.dropped", coalition, by, area=area.pk, text=area.name)


@transaction.atomic
def rename_area(area: Area, *, by: User, seen: str, name: str, since: int) -> Edit:
    """Another name; see save_edit. Raises EditConflict, AreaTwice, and Gone where the area was given up."""
    coalition = held(area.coalition)
    if Area.objects.filter(pk=area.pk, dropped_at__isnull=False).exists():
        raise Gone(area.key)
    twin = _of_name(coalition, name)
    if twin and twin.pk != area.pk:
        raise AreaTwice(twin)
    watched = Watched(
        "area.renamed", coalition.key, scope_of(coalition), coalition.get_absolute_url(), {"area": area.pk}
    )
    return save_edit(area, by=by, seen={"name": seen}, new={"name": name}, since=since, watched=watched)


def _of_name(coalition: Coalition, name: str, starter: str = "") -> Area | None:
    """The area of this name or starter, however the name is spelled."""
    rows = coalition.areas.filter(~Q(starter="")) if starter else coalition.areas.all()
    if starter and (known := rows.filter(starter=starter).first()):
        return known
    return next((area for area in coalition.areas.all() if fold(area.name) == fold(name)), None)
