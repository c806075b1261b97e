"""Who speaks for whom now: one answer for pages, files that come and files that go."""

from collections.abc import Collection

from django.db.models import QuerySet

from koalicja.people.models import Mandate
from koalicja.people.queries.register import open_mandates


def running_mandates() -> QuerySet[Mandate]:
    return Mandate.objects.filter(open_mandates())


def speakers(gminas: Collection[str] | None) -> dict[int, tuple[str, str]]:
    """(name, function) of who speaks now for each organisation of these gminas (None: of all).

    The first who is no deputy, otherwise the first deputy.
    """
    mandates = running_mandates().order_by("-is_deputy", "-pk")
    if gminas is not None:
        mandates = mandates.filter(organisation__gmina__in=sorted(gminas))
    rows = mandates.values_list("organisation_id", "person__name", "function").iterator(chunk_size=2000)
    return {organisation: (name, function) for organisation, name, function in rows}
