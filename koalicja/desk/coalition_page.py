"""The view of the page of one coalition."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from koalicja.coalitions import access
from koalicja.coalitions.starters import WHY, starters_left
from koalicja.desk import coalition as gathering
from koalicja.desk.coalition_steps import next_step
from koalicja.people.access import gminas_of
from koalicja.people.models import Role
from koalicja.programmes import roles


@login_required
@require_GET
def coalition(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk)
    asked = {"page": request.GET.get("page"), "changes": request.GET.get("zmiany")}
    may, knows = access.permissions_in(request.user, coalition), access.knows_people(request.user, coalition)
    today, edits = timezone.localdate(), "edit" in may
    page = gathering.gathered(coalition, knows_people=knows, today=today, may_correct=edits, **asked)
    sees_register = coalition.gmina_id in gminas_of(request.user)
    context = {
        "coalition": coalition,
        "brand": coalition.edition.coalition_label,
        "may": may,
        "shown": page,
        "step": next_step(coalition, page, may, today=today, sees_register=sees_register),
        "animators": roles.holders(Role.Kind.ANIMATOR, coalition.key),
        "partners": coalition.participation.partners.select_related("library__gmina").order_by("library__name", "pk"),
        "starters": starters_left(page.said.areas),
        "why": WHY,
        "history_is_open": asked["page"] is not None,
        "changes_are_open": asked["changes"] is not None,
    }
    return render(request, "desk/coalition.html", context)
