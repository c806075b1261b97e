"""Which group somebody is of, answered beside the question: the register keeps it, the next proposal counts it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koalicja.coalitions import access
from koalicja.coalitions.models import CompositionRun
from koalicja.coalitions.queries.runs import Shown
from koalicja.engine.composition.result import Question
from koalicja.people import access as people_access
from koalicja.people.actions.edits import EditConflict, Gone
from koalicja.people.actions.organisations import class_value, set_class
from koalicja.people.forms.records import ClassForm
from koalicja.people.models import Organisation, User
from koalicja.people.texts import class_name

CLASSED = frozenset({"group", "sector"})


@dataclass(frozen=True, slots=True)
class ClassAsked:
    """The fields of an answer. `said` is what somebody wrote down since the proposal was computed, "" where nobody."""

    value: BoundField
    seen: str
    said: str


def classes_asked(shown: Shown, questions: Iterable[Question]) -> dict[str, ClassAsked]:
    """By candidate: the answer to "which group?" for organisations of our own register."""
    were = {each.id: each for each in shown.problem.candidates}
    keys = [each.id for each in questions if each.column in CLASSED and shown.known[each.id].url]
    numbers = [int(key.partition(":")[2]) for key in keys if key.startswith("organisation:")]
    found = {}
    for each in Organisation.objects.filter(pk__in=numbers) if numbers else ():
        seen, was = class_value(each), were[each.key]
        form = ClassForm(initial={"value": seen}, auto_id=f"class-{each.pk}-%s")
        said = class_name(seen) if (each.group, each.sector) != (was.group, was.sector) else ""
        found[each.key] = ClassAsked(form["value"], seen, said)
    return found


@login_required
@require_POST
def say_class(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Write the group down in the register and come back to the question."""
    run = access.run_for(request.user, pk, number, to="compose")
    back, form = redirect(f"{run.get_absolute_url()}#questions"), ClassForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["value"]:
        messages.error(request, _("Choose the group from the list. Nothing was changed."))
        return back
    organisation = _organisation(request, run)
    try:
        set_class(organisation, by=_me(request), **form.cleaned_data | {"alike": False})
    except EditConflict as error:
        now = class_name(str(error.conflicts[0].theirs))
        messages.warning(
            request, _("In the meantime somebody else chose: %(class)s. Nothing was changed.") % {"class": now}
        )
    except Gone:
        messages.warning(request, _("It is not in the register any more. Nothing was changed."))
    else:
        messages.success(request, _("The group is written down in the register. Compute again, and it counts."))
    return back


def _organisation(request: HttpRequest, run: CompositionRun) -> Organisation:
    """Through the door of the register, for whoever may edit it. Raises Http404."""
    kind, _colon, number = request.POST.get("candidate", "").partition(":")
    if kind != "organisation" or not number.isdecimal() or len(number) > 18:
        raise Http404
    return people_access.organisation_for(request.user, run.coalition.gmina_id, int(number), to="edit")


def _me(request: HttpRequest) -> User:
    """The signed-in user; login_required has made sure there is one."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type only
    return request.user
