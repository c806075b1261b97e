"""After a first proposal a talk begins with the three questions of the newest one that would change it most."""

from typing import Any

from django.urls import reverse

from koalicja.coalitions.models import Coalition, CompositionRun
from koalicja.coalitions.queries.runs import shown
from koalicja.coalitions.views.proposal_page import questions

MOST = 3
# What a page of this list takes; everything else is a fact of the register.
HERE = frozenset({"influence", "offers", "knows", "willingness"})


def first_questions(coalition: Coalition) -> dict[str, Any] | None:
    """The questions with where each is answered, or None before the first proposal."""
    ready = CompositionRun.State.READY
    run = coalition.runs.filter(state=ready).select_related("job", "created_by", "parent").first()
    if run is None:
        return None
    run.coalition = coalition
    found = shown(run, with_people=True)
    if found.answer is None:
        return None
    listed = {each.subject: each.pk for each in coalition.candidacies.all()}
    asked = questions(found, found.answer)[:MOST]
    return {"run": run, "questions": [_asked(coalition, run, each, listed) for each in asked]}


def _asked(coalition: Coalition, run: CompositionRun, each: dict[str, Any], listed: dict[str, int]) -> dict[str, Any]:
    url = each["url"]
    if each["column"] in HERE:
        candidacy = listed.get(each["key"])
        is_here = candidacy and each["column"] != "willingness"
        url = (
            reverse("coalitions:naming_about", args=[coalition.pk, candidacy])
            if is_here
            else f"{run.get_absolute_url()}#questions"
        )
    return {"text": each["text"], "name": each["name"], "url": url}
