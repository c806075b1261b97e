"""Decisions about single rows of a preview, one row's page, and the list of errors as a file."""

import csv
import io

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koalicja.people import access
from koalicja.people.actions import decisions
from koalicja.people.forms.batches import DecisionForm, RowClassForm, RowGminaForm, StepForm
from koalicja.people.models import Batch, BatchRow
from koalicja.people.queries import batches as queries
from koalicja.people.refusals import row_reason
from koalicja.people.views.batch_lines import lines
from koalicja.people.views.batch_moved import page_of, says_if_moved
from koalicja.people.views.pages import actor
from koalicja.ui.formats import number as written

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@login_required
@require_POST
@says_if_moved
def decide_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about one row, or about all rows with the same doubt."""
    found = access.batch_for(request.user, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Http404
    given, by = form.cleaned_data, actor(request)
    numbers = [given["number"]] if given["number"] else None
    if numbers:
        one = {"numbers": numbers, "target": given["target"], "also": given["also"]}
        count = decisions.decide_rows(found, by=by, decision=given["decision"], **one)
    else:
        count = decisions.decide_alike(found, by=by, **{name: given[name] for name in ("reason", "decision", "target")})
    left = queries.left_beside(found, numbers, given["reason"]) if given["decision"] == "join" else []
    _tell(request, count, left, decisions.left_asking_who(found, numbers) if given["decision"] == "add" else 0)
    return redirect(_back(request, found))


def _tell(request: HttpRequest, count: int, left: list[BatchRow], asking: int) -> None:
    """How many rows are decided, and how many wait beside others that say otherwise of the same record."""
    if count or not (left or asking):
        told = ngettext("Decided: %(count)s row.", "Decided: %(count)s rows.", count)
        messages.success(request, told % {"count": written(count)})
    if left:
        told = ngettext(
            "%(count)s row still asks: another row of the file means the same entry and says something else.",
            "%(count)s rows still ask: other rows of the file mean the same entries and say something else.",
            len(left),
        )
        messages.warning(request, told % {"count": written(len(left))})
    if asking:
        told = ngettext(
            "%(count)s row to add may be a person: say who it is.",
            "%(count)s rows to add may be persons: say who they are.",
            asking,
        )
        messages.warning(request, told % {"count": written(asking)})


def _back(request: HttpRequest, found: Batch) -> str:
    """The same part of the preview as before; after a decision about many rows the place where it is taken back."""
    query = request.GET.urlencode()
    is_about_one = request.POST.get("number", "").isdecimal()
    return f"{found.get_absolute_url()}{'?' if query else ''}{query}{'#wiersze' if is_about_one else '#decyzje'}"


@login_required
@require_POST
@says_if_moved
def take_back_batch_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the latest decision about many rows."""
    found = access.batch_for(request.user, pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Http404
    if decisions.take_back(found, by=actor(request), step=form.cleaned_data["step"]) is not None:
        messages.success(request, _("Taken back. Those rows are as they were before this decision."))
    else:
        messages.info(request, _("This decision has been taken back already, or another one came after it."))
    return redirect(f"{found.get_absolute_url()}#decyzje")


@login_required
@require_POST
@says_if_moved
def decide_batch_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget all decisions about the preview."""
    found = access.batch_for(request.user, pk)
    decisions.decide_anew(found, by=actor(request))
    messages.success(request, _("All decisions are cleared: the preview is as it was at first."))
    return redirect(f"{found.get_absolute_url()}#decyzje")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@says_if_moved
def batch_row(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One row: what the file says, what will happen, and its group and sector to correct."""
    found = access.batch_for(request.user, pk)
    row = get_object_or_404(found.rows.select_related("gmina__powiat__voivodeship"), number=number)
    kind = row.params.get("class", {})
    alike = found.rows.filter(params__class__rule=kind["rule"]).count() if kind.get("rule") else 0
    given = row.decision_params.get("class", _value(kind))
    form = RowClassForm(request.POST or None, alike=alike, initial={"value": given})
    if request.method == "POST" and form.is_valid():
        also = bool(form.cleaned_data.get("alike"))
        value = form.cleaned_data["value"]
        count = decisions.correct_class(found, by=actor(request), number=number, value=value, alike=also)
        messages.success(request, _("Corrected rows: %(count)s.") % {"count": written(count)})
        return redirect(f"{found.get_absolute_url()}#wiersz-{number}")
    shown = queries.shown_rows(found, [row])
    context = page_of(found) | {"line": lines(shown, found)[0], "form": form, "alike": alike, "row": row}
    return render(request, "people/batch_row.html", context)


def _value(kind: dict[str, str]) -> str:
    """A guessed class as forms write it."""
    return kind.get("sector") or (f"group:{kind['group']}" if kind.get("group") else "")


@login_required
@require_POST
@says_if_moved
def row_gmina(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Which of the gminas that fit the row is meant."""
    found = access.batch_for(request.user, pk)
    form = RowGminaForm(request.POST)
    if not form.is_valid():
        raise Http404
    decisions.choose_row_gmina(found, by=actor(request), number=number, gmina=form.cleaned_data["gmina"])
    return redirect(_back(request, found))


@login_required
@require_GET
def batch_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """All error rows with their numbers in the file, what is wrong and what helps, for a spreadsheet."""
    found = access.batch_for(request.user, pk)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Row"), _("What is wrong and what helps"), _("What stands there")])
    for row in queries.errors_of(found):
        cells = " | ".join(cell for cell in row.cells if cell)
        writer.writerow([row.number, row_reason(row.reason, row.params["why"]), _harmless(cells)])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="bledy-{found.pk}.csv"'
    return answer


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
