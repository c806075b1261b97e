"""Of an accepted file of an edition: what nobody has touched since, and what gminas work with and where."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from koalicja.backroom.models import Event
from koalicja.people.models import Batch, BatchRow, Contact, Merge, Organisation
from koalicja.people.queries.batches import EDITION
from koalicja.places.models import Gmina

SHOWN_GMINAS = 3
TAKEN_BACK = "taken_back"  # what a row did that was taken back apart from its file
SUGGESTED = Organisation.State.SUGGESTED


@dataclass(frozen=True, slots=True)
class Parts:
    """How many entries of a file nobody touched and how many others hold; `gminas` are the first with how many each.

    `more` counts the gminas that are not named.
    """

    untouched: int = 0
    kept: int = 0
    gminas: tuple[tuple[Gmina, int], ...] = ()
    more: int = 0


def parts_of(batch: Batch) -> Parts:
    """A constant number of queries; nothing for a file of one register, which is taken back as a whole."""
    if not batch.scope.startswith(EDITION):
        return Parts()
    made, restorable = created_untouched(batch), changed_untouched(batch)
    kept = Counter(_by_gmina(Organisation.objects.filter(batch=batch)))
    kept.subtract(free := Counter(_by_gmina(made)))
    kept.update(_changed_elsewhere(batch, restorable))
    codes = sorted((code for code, count in kept.items() if count), key=lambda code: (-kept[code], code))
    named = Gmina.objects.select_related("powiat__voivodeship").in_bulk(codes[:SHOWN_GMINAS])
    gminas = tuple((named[code], kept[code]) for code in codes[:SHOWN_GMINAS])
    return Parts(free.total() + len(restorable), kept.total(), gminas, len(codes) - len(gminas))


def created_untouched(batch: Batch) -> QuerySet[Organisation]:
    """Suggestions as the file made them: not taken in, put aside or changed, and nothing else points at them."""
    drift = taken_back_since(batch, Organisation)
    made = Organisation.objects.filter(batch=batch, state=SUGGESTED)
    moved = made.exclude(version=1).values_list("pk", "version") if drift else ()
    as_made = Q(version=1) | Q(pk__in=[pk for pk, version in moved if version == 1 + drift[pk]])
    pointing = [~Exists(rows) for rows in _pointing_at(batch)]
    return made.filter(as_made, *pointing).exclude(pk__in=_owners_of_corrected(batch))


def changed_untouched(batch: Batch) -> list[int]:
    """Ids of older suggestions that the file changed, and nobody since; what they had before comes back."""
    rows = batch.rows.filter(did="changed", organisation__state=SUGGESTED).order_by("number")
    versions = rows.values_list("organisation", "before__version", "organisation__version")
    last = {int(pk or 0): (made, now) for pk, made, now in versions}
    if not last:
        return []
    drift, corrected = taken_back_since(batch, Organisation), set(_owners_of_corrected(batch))
    return [pk for pk, (made, now) in last.items() if now == made + drift[pk] and pk not in corrected]


def taken_back_since(batch: Batch, model: type[Any]) -> Counter[int]:
    """How far what later files did and was taken back has moved each record's version: once a change, once back."""
    owner = model._meta.model_name
    back = Q(did="changed", batch__state=Batch.State.UNDONE) | Q(did=TAKEN_BACK)
    rows = BatchRow.objects.filter(back, batch__accepted_at__gt=batch.accepted_at)
    rows = rows.exclude(organisation=None) if model is Organisation else rows.filter(organisation=None)
    counted = rows.exclude(**{owner: None}).order_by().values_list(owner, "batch").annotate(changes=Count("pk"))
    drift: Counter[int] = Counter()
    for pk, _batch, changes in counted:
        drift[pk] += changes + 1
    return drift


def corrected_contacts(batch: Batch) -> QuerySet[Contact]:
    """Contacts from the file that somebody has corrected, or deleted and put back, since."""
    later = Event.objects.filter(code__in=["contact.changed", "contact.put_back"], at__gte=batch.accepted_at)
    if not batch.scope.startswith(EDITION):
        later = later.filter(scope=batch.scope)
    touched = {params["contact"] for params in later.values_list("params", flat=True)}
    return Contact.objects.filter(batch=batch, pk__in=touched).order_by("pk")


def _owners_of_corrected(batch: Batch) -> list[int]:
    owners = corrected_contacts(batch).exclude(organisation=None).values_list("organisation_id", flat=True)
    return [int(pk) for pk in owners if pk]


def _pointing_at(batch: Batch) -> Iterable[QuerySet[Any]]:
    """Whatever points at an organisation, whichever room wrote it, beside the file itself."""
    for relation in Organisation._meta.related_objects:
        other: type[models.Model] = relation.related_model
        if other is not BatchRow:
            rows = other._default_manager.filter(**{relation.field.name: OuterRef("pk")})
            if other is Merge:  # a merge that was undone holds nothing
                yield rows.filter(undone_at=None)
            else:
                yield rows.exclude(batch=batch) if other is Contact else rows


def _by_gmina(rows: QuerySet[Organisation]) -> dict[str, int]:
    counted = rows.order_by().values_list("gmina").annotate(count=Count("pk"))
    return {str(code): count for code, count in counted}


def _changed_elsewhere(batch: Batch, restorable: Iterable[int]) -> Counter[str]:
    """Records that the file changed and that stay changed, those it made left out."""
    rows = batch.rows.filter(did="changed").exclude(organisation=None).exclude(organisation__batch=batch)
    of_records = dict(rows.order_by("pk").values_list("organisation", "organisation__gmina"))
    return Counter(str(code) for pk, code in of_records.items() if pk not in set(restorable))
