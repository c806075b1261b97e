"""Loading a file in two steps: a preview that changes nothing, then one transaction that can be taken back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koalicja.backroom.uploads import UploadTooLarge
from koalicja.people import access
from koalicja.people.actions import accepting, undoing
from koalicja.people.actions import batches as actions
from koalicja.people.actions.batches import BatchMoved
from koalicja.people.actions.judging import is_for_edition
from koalicja.people.files import FileRefused
from koalicja.people.forms.batches import GminaForm, LoadForm, MappingForm, RowsFilterForm, SheetForm
from koalicja.people.models import Batch
from koalicja.people.queries import batches as queries
from koalicja.people.refusals import file_refusal, hold_reason
from koalicja.people.views import batch_context as words
from koalicja.people.views.batch_reading import how_read
from koalicja.people.views.pages import actor
from koalicja.places.models import Gmina

MEGABYTE = 1024 * 1024
State = Batch.State


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a file for one register."""
    gmina = access.register_for(request.user, code, to="load")
    form = LoadForm(request.POST or None, request.FILES or None, gmina_name=gmina.full_label)
    return _load(request, form, scope=access.gmina_scope(code), gmina=gmina)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def load_edition(request: HttpRequest, edition: int) -> HttpResponse:
    """Choose a file for every gmina of the country; it brings suggestions."""
    scope = f"edition:{edition}"
    access.demand(request.user, "load", scope)
    return _load(request, LoadForm(request.POST or None, request.FILES or None), scope=scope, edition=edition)


def _load(
    request: HttpRequest, form: LoadForm, *, scope: str, gmina: Gmina | None = None, edition: int | None = None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        batch = _loaded(form, request, scope, gmina)
        if batch is not None:
            return redirect(batch)
    context = {"form": form, "gmina": gmina, "edition": edition, "steps": words.steps(None)}
    return render(request, "people/load.html", context, status=422 if form.is_bound and form.errors else 200)


def _loaded(form: LoadForm, request: HttpRequest, scope: str, gmina: Gmina | None) -> Batch | None:
    """The batch, or None with the refusal beside the file's field."""
    given = form.cleaned_data
    try:
        return actions.load_file(
            scope,
            given["file"],
            name=given["file"].name,
            by=actor(request),
            gmina=gmina,
            default_gmina=gmina if form.is_mine else None,
            source=given["source"],
            legal_basis=given["legal_basis"],
        )
    except FileRefused as refusal:
        form.add_error("file", file_refusal(refusal.code, refusal.params))
    except UploadTooLarge as refusal:
        limit = {"limit_mb": str(refusal.params["limit"] // MEGABYTE)}
        form.add_error("file", file_refusal("too_large", limit))
    return None


@login_required
@require_GET
def batches(request: HttpRequest, code: str) -> HttpResponse:
    """The files of one register."""
    gmina = access.register_for(request.user, code, to="load")
    files = queries.files_of(access.gmina_scope(code))
    context = {"gmina": gmina, "files": [(each, words.done_sentence(each)) for each in files]}
    return render(request, "people/batches.html", context)


@login_required
@require_GET
def edition_batches(request: HttpRequest, edition: int) -> HttpResponse:
    """The files of one edition."""
    scope = f"edition:{edition}"
    access.demand(request.user, "load", scope)
    files = queries.files_of(scope)
    context = {"edition": edition, "files": [(each, words.done_sentence(each)) for each in files]}
    return render(request, "people/batches.html", context)


@login_required
@require_GET
@never_cache
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: reading, preview, or what it did."""
    found = access.batch_for(request.user, pk)
    if found.state == State.EXPIRED:
        raise Http404
    context = _page(found) | {"steps": words.steps(found), "work": words.work(found, user_pk=actor(request).pk)}
    if found.state in {State.PREVIEW, State.ACCEPTED, State.UNDONE}:
        context |= _rows(request, found)
    elif found.state == State.REFUSED:
        context["refusal"] = words.refusal(found)
    return render(request, "people/batch.html", context)


def _page(found: Batch) -> dict[str, Any]:
    edition = int(found.scope.removeprefix("edition:")) if is_for_edition(found) else None
    return {"batch": found, "gmina": found.gmina, "edition": edition}


def _rows(request: HttpRequest, found: Batch) -> dict[str, Any]:
    filters = RowsFilterForm(request.GET)
    outcome, reason = filters.value("outcome"), filters.value("reason")
    overview = queries.overview(found)
    page = queries.rows_page(found, outcome=outcome, reason=reason, number=request.GET.get("page"))
    context = words.page_of_lines(page, found, queries.shown_rows(found, page))
    return context | {
        "outcome": outcome,
        "overview": overview,
        "tabs": words.tabs(found, overview, outcome),
        "plan": words.plan_sentence(found, overview.plan),
        "notes": words.plan_notes(overview.plan),
        "skipped": words.skipped_sentence(overview),
        "unknown_places": queries.unknown_places(found, overview),
        "done": words.done_sentence(found),
        "doubts": words.doubts(overview),
        "question": words.gmina_question(found, overview),
        "gmina_form": GminaForm(),
        "read": how_read(found),
    }


def _moved(request: HttpRequest, found: Batch, error: BatchMoved) -> HttpResponse:
    """Somebody was quicker; the page says what the file is now."""
    told = {
        State.ACCEPTED: _("This file has been accepted already. Nothing was done a second time."),
        State.ACCEPTING: _("This file is being saved already. Nothing is done a second time."),
        State.UNDONE: _("This file has been taken back already."),
        State.READING: _("This file is being read. Wait a moment and try again."),
    }
    messages.info(request, told.get(State(error.state), _("This file is not here any more. Load it once more.")))
    return redirect(_list_of(found) if error.state == State.EXPIRED else found.get_absolute_url())


def _list_of(found: Batch) -> str:
    if is_for_edition(found):
        return reverse("people:edition_batches", args=[found.scope.removeprefix("edition:")])
    return reverse("people:batches", args=[found.gmina_id])


@login_required
@require_POST
def accept_batch(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.batch_for(request.user, pk)
    try:
        accepting.accept(found, by=actor(request))
    except BatchMoved as error:
        return _moved(request, found, error)
    if found.state == State.ACCEPTED:
        messages.success(request, _("The file is accepted."))
    return redirect(found)


@login_required
@require_POST
def undo_batch(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.batch_for(request.user, pk)
    try:
        undoing.undo(found, by=actor(request))
    except BatchMoved as error:
        return _moved(request, found, error)
    except undoing.UndoRefused as refusal:
        holds = [(hold.record, hold_reason(hold.code)) for hold in refusal.holds]
        context = _page(found) | {"holds": holds, "count": refusal.count, "more": refusal.count - len(holds)}
        return render(request, "people/batch_held.html", context, status=409)
    if found.state == State.UNDONE:
        messages.success(request, _("Taken back. The register is as it was before this file."))
    return redirect(found)


@login_required
@require_POST
def discard_batch(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.batch_for(request.user, pk)
    try:
        actions.discard(found, by=actor(request))
    except BatchMoved as error:
        return _moved(request, found, error)
    messages.success(request, _("The file has been thrown away. The register did not change."))
    return redirect(_list_of(found))


@login_required
@require_POST
def read_batch_again(request: HttpRequest, pk: int) -> HttpResponse:
    """After background work broke off: begin it once more."""
    found = access.batch_for(request.user, pk)
    actions.begin_again(found, by=actor(request))
    return redirect(found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def batch_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column holds; the rows are then judged anew."""
    found = access.batch_for(request.user, pk)
    form = MappingForm(request.POST or None, batch=found)
    if request.method == "POST" and form.is_valid():
        return _read_anew(request, found, mapping=form.mapping, header=form.cleaned_data["header"])
    context = _page(found) | {"form": form, "sheet_form": SheetForm(batch=found), "read": how_read(found)}
    return render(request, "people/batch_columns.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def batch_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Take another sheet of the workbook."""
    found = access.batch_for(request.user, pk)
    form = SheetForm(request.POST, batch=found)
    if not form.is_valid():
        return redirect("people:batch_columns", pk)
    return _read_anew(request, found, sheet=form.cleaned_data["sheet"])


def _read_anew(request: HttpRequest, found: Batch, **how: Any) -> HttpResponse:
    try:
        actions.change_reading(found, by=actor(request), **how)
    except BatchMoved as error:
        return _moved(request, found, error)
    except FileRefused as refusal:
        messages.error(request, file_refusal(refusal.code, refusal.params))
        return redirect("people:batch_columns", found.pk)
    return redirect(found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def batch_gmina(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the gmina of rows that do not say theirs: the register's own with one button, or any by its name."""
    found = access.batch_for(request.user, pk)
    form = GminaForm(request.POST or None)
    mine = found.gmina if request.POST.get("mine") else None
    if request.method == "POST" and (mine or form.is_valid()):
        try:
            if mine and found.default_gmina_id == mine.pk:
                actions.take_all_here(found, by=actor(request))
            else:
                actions.choose_gmina(found, by=actor(request), gmina=mine or form.cleaned_data["gmina"])
        except BatchMoved as error:
            return _moved(request, found, error)
        return redirect(found)
    return render(
        request, "people/batch_gmina.html", _page(found) | {"form": form}, status=422 if form.is_bound else 200
    )


@login_required
@require_POST
def confirm_places(request: HttpRequest, pk: int) -> HttpResponse:
    """The gminas found by the name of a place are right."""
    found = access.batch_for(request.user, pk)
    try:
        actions.confirm_places(found, by=actor(request))
    except BatchMoved as error:
        return _moved(request, found, error)
    return redirect(found)
