"""Who speaks for whom now: one answer for pages, files that come and files that go."""

from collections.abc import Collection

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone

from koalicja.people.models import Mandate, Person
from koalicja.people.queries.register import open_mandates


def running_mandates() -> QuerySet[Mandate]:
    return Mandate.objects.filter(open_mandates())


def lasting_mandates() -> QuerySet[Mandate]:
    """Mandates that run today or will begin; of nobody who was taken out of the register."""
    there = Mandate.objects.exclude(person__state=Person.State.DISMISSED)
    return there.filter(Q(until=None) | Q(until__gte=timezone.localdate()))


def speakers(gminas: Collection[str] | None, *, coming: bool = False) -> dict[int, tuple[str, str]]:
    """(name, function) of who speaks now for each organisation of these gminas (None: of all).

    The first who is no deputy, otherwise the first deputy; with `coming` also whoever will begin, where nobody speaks
    yet.
    """
    mandates = lasting_mandates() if coming else running_mandates()
    if gminas is not None:
        mandates = mandates.filter(organisation__gmina__in=sorted(gminas))
    now = Case(When(open_mandates(), then=Value(1)), default=Value(0))  # the last one read stands
    rows = mandates.order_by(now, "-is_deputy", "-pk").values_list("organisation_id", "person__name", "function")
    return {organisation: (name, function) for organisation, name, function in rows.iterator(chunk_size=2000)}
