"""A home page put together from the rooms: the next step, then the things themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koalicja.desk import next_steps, queries
from koalicja.desk.access import operated_scopes
from koalicja.desk.next_steps import NextStep
from koalicja.people.models import Role, SignInLink
from koalicja.programmes.models import Participation

FAILURES_SHOWN_FOR = timedelta(days=7)
DOORS = {
    "coordinator": _("Coordinator of a Lead Library"),
    "coordinator-empty": _("Coordinator with an empty register"),
    "animator": _("Animator of several coalitions"),
    "operator": _("Programme operator"),
}


@dataclass(frozen=True, slots=True)
class Home:
    """What one person sees first. Somebody with several roles sees each; the first one that waits gives the step."""

    step: NextStep | None = None
    editions: tuple[queries.EditionCard, ...] = ()
    registers: tuple[queries.Register, ...] = ()
    leads: tuple[Participation, ...] = ()
    coalitions: tuple[queries.CoalitionRow, ...] = ()


def home_of(roles: Sequence[Role], now: datetime) -> Home:
    """The home page of somebody with these roles."""
    editions = queries.operated(roles, now.date())
    codes = queries.coordinated(roles)
    registers = list(queries.registers(codes).values())
    leads = queries.lead_participations(codes) if codes else []
    coalitions = queries.animated(roles)
    steps = []
    if editions:
        failed = queries.failed_jobs(operated_scopes(roles), now - FAILURES_SHOWN_FOR)
        steps.append(next_steps.for_operator(editions, failed))
    if registers:
        steps.append(next_steps.for_coordinator(registers, leads))
    if coalitions:
        steps.append(next_steps.for_animator(coalitions))
    step = next((step for step in steps if not step.calm), steps[0] if steps else None)
    return Home(step, tuple(editions), tuple(registers), tuple(leads), tuple(coalitions))


def demo_doors() -> list[dict[str, str]]:
    """Sign-in links of the demo as buttons, in the order of DOORS."""
    links = {link.role: link for link in SignInLink.objects.select_related("user")}
    return [
        {"label": str(label), "name": str(links[role].user), "url": reverse("demo:sign_in", args=[links[role].token])}
        for role, label in DOORS.items()
        if role in links
    ]
