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
from koalicja.people.actions import batches as actions
from koalicja.people.actions.batches import BatchMoved
from koalicja.people.forms.batches import DecisionForm, RowClassForm, RowGminaForm
from koalicja.people.models import Batch
from koalicja.people.queries import batches as queries
from koalicja.people.refusals import row_reason
from koalicja.people.views import batch_context as words
from koalicja.people.views.batches import _moved, _page
from koalicja.people.views.pages import actor
from koalicja.ui.formats import number as written

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@login_required
@require_POST
def decide_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about one row, or about all rows with the same doubt."""
    found = access.batch_for(request.user, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Http404
    given, by = form.cleaned_data, actor(request)
    try:
        if given["number"]:
            decided = [given["number"]]
            count = actions.decide_rows(
                found, by=by, numbers=decided, decision=given["decision"], target=given["target"]
            )
        else:
            count = actions.decide_alike(found, by=by, reason=given["reason"], decision=given["decision"])
    except BatchMoved as error:
        return _moved(request, found, error)
    told = ngettext("Decided: %(count)s row.", "Decided: %(count)s rows.", count)
    messages.success(request, told % {"count": written(count)})
    return redirect(_back(request, found))


def _back(request: HttpRequest, found: Batch) -> str:
    """The same part of the preview as before, at the row that was decided."""
    query = request.GET.urlencode()
    anchor = f"#wiersz-{request.POST['number']}" if request.POST.get("number", "").isdecimal() else "#wiersze"
    return f"{found.get_absolute_url()}{'?' if query else ''}{query}{anchor}"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
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
        try:
            actions.correct_class(found, by=actor(request), number=number, value=form.cleaned_data["value"], alike=also)
        except BatchMoved as error:
            return _moved(request, found, error)
        return redirect(f"{found.get_absolute_url()}#wiersz-{number}")
    shown = queries.shown_rows(found, [row])
    context = _page(found) | {"line": words.lines(shown, found)[0], "form": form, "alike": alike, "row": row}
    return render(request, "people/batch_row.html", context)


def _value(kind: dict[str, str]) -> str:
    """A guessed class as forms write it."""
    return kind.get("sector") or (f"group:{kind['group']}" if kind.get("group") else "")


@login_required
@require_POST
def row_gmina(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Which of the gminas that fit the row is meant."""
    found = access.batch_for(request.user, pk)
    form = RowGminaForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        actions.choose_row_gmina(found, by=actor(request), number=number, gmina=form.cleaned_data["gmina"])
    except BatchMoved as error:
        return _moved(request, found, error)
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
