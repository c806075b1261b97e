"""What one coalition does next, and why: the first gap in the order in which filling helps. Nothing is blocked."""

from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from koalicja.coalitions.models import Coalition
from koalicja.coalitions.queries.progress import progress_of
from koalicja.coalitions.views import one_step
from koalicja.desk.coalition import CoalitionPage
from koalicja.desk.next_steps import NextStep


def next_step(
    coalition: Coalition, page: CoalitionPage, may: Collection[str], *, today: date, sees_register: bool
) -> NextStep | None:
    """The one step of whoever works here; for whoever only looks, where to look."""
    if "edit" not in may:
        return _to_look_at(coalition, page, sees_register)
    progress = progress_of(coalition, page.candidacies, said=page.told, today=today, has_met=page.last_met is not None)
    return NextStep(**one_step.next_step(progress))


def _to_look_at(coalition: Coalition, page: CoalitionPage, sees_register: bool) -> NextStep | None:
    if page.runs:
        return _look_at_proposal(page)
    if not sees_register:
        return None
    return NextStep(
        title=_("Look through who could sit at the table"),
        why=_("The coalition needs people from all five groups. The register of the gmina shows who there is."),
        url=reverse("people:register", args=[coalition.gmina_id]),
        label=_("Open the register"),
    )


def _look_at_proposal(page: CoalitionPage) -> NextStep:
    return NextStep(
        title=_("Look at the newest proposal"),
        why=_("It says whom to invite and why, who is missing and what if somebody cannot."),
        url=page.runs[0].get_absolute_url(),
        label=_("Open the proposal"),
    )
