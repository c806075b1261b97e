"""The board of candidates, and the ways to put somebody on the list."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koalicja.coalitions import access, actions
from koalicja.coalitions.forms import BoardFilter, FindForm
from koalicja.coalitions.models import Coalition
from koalicja.coalitions.queries.board import Board, board_of, choices_of, unlisted_entries
from koalicja.coalitions.queries.progress import Progress, progress_of, said_by
from koalicja.coalitions.views import board_words as words
from koalicja.coalitions.views import one_step
from koalicja.people.queries.register import page_of
from koalicja.people.views.pages import actor
from koalicja.ui.formats import number

COLUMNS = [
    {"label": pgettext_lazy("candidate", "Who")},
    {"label": pgettext_lazy("candidate", "How far along")},
    {"label": gettext_lazy("Next step")},
    {"label": gettext_lazy("Note a talk")},
]
FOUND_COLUMNS = [
    {"label": pgettext_lazy("candidate", "Who")},
    {"label": gettext_lazy("Group")},
    {"label": gettext_lazy("Village")},
]


@login_required
@require_GET
def board(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk)
    may_invite = "invite" in access.permissions_in(request.user, coalition)
    knows = access.knows_people(request.user, coalition)
    shown, form = board_of(coalition, today=timezone.localdate(), knows_people=knows), BoardFilter(request.GET)
    rows = [seat for seat in form.chosen(shown.seats) if seat.name]
    context = _page(coalition) | {
        "board": shown,
        "groups": words.group_lines(shown),
        "finding": words.finding(shown),
        "tasks": words.tasks(coalition, shown),
        "step": one_step.next_step(_progress(coalition, shown), shown) if may_invite else None,
        "list_label": words.list_label(shown) if shown.unlisted_members else "",
        "may_invite": may_invite,
        "unnamed": sum(not seat.name for seat in shown.seats),
        "form": form,
        "rows": rows,
        "columns": COLUMNS if may_invite else COLUMNS[:2],
    }
    return render(request, "coalitions/board.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def find_candidates(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk, to="invite")
    if request.method == "POST":
        _tell(request, actions.consider_chosen(coalition, by=actor(request), keys=request.POST.getlist("key")))
        return redirect("coalitions:board", pk)
    form = FindForm(request.GET)
    page = page_of(unlisted_entries(coalition, form.filters()), request.GET.get("page"))
    count = page.paginator.count
    told = ngettext("%(count)s entry is not on the list", "%(count)s entries are not on the list", count)
    shown = {"form": form, "page": page, "rows": choices_of(page.object_list), "columns": FOUND_COLUMNS}
    count_line = {"count": told % {"count": number(count)}, "is_filtered": bool(request.GET)}
    return render(request, "coalitions/find_candidates.html", _page(coalition) | shown | count_line)


@login_required
@require_POST
def list_proposal(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    run = access.run_for(request.user, pk, number, to="invite")
    _tell(request, actions.consider_proposal(run, by=actor(request)))
    return redirect("coalitions:board", pk)


def _tell(request: HttpRequest, listed: actions.Listed) -> None:
    """How many are on the list since just now; who was there before stays as they stand."""
    count = len(listed.new)
    if count:
        told = ngettext("On the list since now: %(count)s.", "On the list since now: %(count)s.", count)
        messages.success(request, told % {"count": number(count)})
    elif not listed.gone:
        messages.info(request, _("They are on the list already. Nothing has changed."))
    if listed.gone:
        told = _("No longer in the register, or not in yours: %(count)s. They were left out.")
        messages.info(request, told % {"count": number(listed.gone)})


def _progress(coalition: Coalition, shown: Board) -> Progress:
    candidacies = [seat.candidacy for seat in shown.seats]
    return progress_of(coalition, candidacies, said=said_by(coalition), today=timezone.localdate())


def _page(coalition: Coalition) -> dict[str, Any]:
    return {"coalition": coalition, "brand": coalition.edition.coalition_label}
