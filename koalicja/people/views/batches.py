"""Loading a file in two steps: a preview that changes nothing, then one transaction that can be taken back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koalicja.backroom.uploads import UploadTooLarge
from koalicja.people import access
from koalicja.people.actions import accepting, decisions, undoing, untouched
from koalicja.people.actions import batches as actions
from koalicja.people.files import FileRefused
from koalicja.people.forms.batches import GminaForm, LoadForm, MappingForm, RowsFilterForm, SheetForm
from koalicja.people.models import Batch
from koalicja.people.queries import batches as queries
from koalicja.people.queries.batch_apart import reasons_apart
from koalicja.people.queries.untouched import parts_of
from koalicja.people.refusals import file_refusal, hold_reason
from koalicja.people.views import batch_context as words
from koalicja.people.views.batch_moved import list_of, page_of, says_if_moved
from koalicja.people.views.batch_reading import how_read, unread
from koalicja.people.views.pages import actor
from koalicja.places.models import Gmina
from koalicja.ui.formats import number

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
            _tell_of_decisions(request, batch)
            return redirect(batch)
    context = {"form": form, "gmina": gmina, "edition": edition, "steps": words.steps(None)}
    return render(request, "people/load.html", context, status=422 if form.is_bound and form.errors else 200)


def _tell_of_decisions(request: HttpRequest, batch: Batch) -> None:
    """A file loaded again while its preview stands shows what was decided about it before."""
    count = queries.chosen_by_hand(batch).count()
    if count:
        told = _(
            "You have begun to look through this file before. Your earlier decisions: %(count)s. You may clear them "
            "and start anew."
        )
        messages.info(request, told % {"count": number(count)})


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
    context = page_of(found) | {"steps": words.steps(found), "work": _work(request, found)}
    if found.state in {State.PREVIEW, State.ACCEPTED, State.UNDONE}:
        context |= _rows(request, found)
    if found.state == State.ACCEPTED:
        context |= _parts(found)
    if found.state in {State.READING, State.PREVIEW}:
        context["earlier"] = words.earlier(found, queries.accepted_before(found))
    if found.state == State.PREVIEW:
        context["decisions"] = words.decisions(queries.chosen_by_hand(found).count(), queries.latest_step(found))
    if found.state == State.REFUSED:
        context["refusal"] = words.refusal(found)
    return render(request, "people/batch.html", context)


def _work(request: HttpRequest, found: Batch) -> dict[str, Any]:
    by = actor(request)
    return words.work(found, user_pk=by.pk, is_operator=access.operates(by, found.scope))


def _parts(found: Batch) -> dict[str, Any]:
    """Of an edition's file: what may be taken back apart from what gminas work with."""
    parts = parts_of(found)
    return {"untouched": parts.untouched if parts.kept else 0, "kept": words.kept_sentence(parts)}


def _rows(request: HttpRequest, found: Batch) -> dict[str, Any]:
    filters = RowsFilterForm(request.GET)
    outcome, reason = filters.value("outcome"), filters.value("reason")
    overview = queries.overview(found)
    page = queries.rows_page(found, outcome=outcome, reason=reason, number=request.GET.get("page"))
    context = words.page_of_lines(page, found, queries.shown_rows(found, page))
    return context | {
        "outcome": outcome,
        "as_cards": outcome in {"doubtful", queries.DECIDED} and found.state == State.PREVIEW,
        "overview": overview,
        "tabs": words.tabs(found, overview, outcome),
        "plan": words.plan_sentence(found, overview.plan),
        "skipped": words.skipped_sentence(found, overview),
        "done": words.done_sentence(found),
        "doubts": words.doubts(overview, reasons_apart(found, overview)),
        "questions": words.gmina_questions(found, overview),
        "gmina_form": GminaForm(),
        "read": how_read(found),
        "unread": unread(found),
    }


@login_required
@require_POST
@says_if_moved
def accept_batch(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.batch_for(request.user, pk)
    accepting.accept(found, by=actor(request))
    if found.state == State.ACCEPTED:
        messages.success(request, _("The file is accepted."))
    return redirect(found)


@login_required
@require_POST
@says_if_moved
def undo_batch(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.batch_for(request.user, pk)
    try:
        undoing.undo(found, by=actor(request))
    except undoing.UndoRefused as refusal:
        codes = {hold.record.gmina_id for hold in refusal.holds}
        gminas = Gmina.objects.select_related("powiat__voivodeship").in_bulk(codes)
        holds = [(hold.record, hold_reason(hold.code), gminas[hold.record.gmina_id]) for hold in refusal.holds]
        context = page_of(found) | _parts(found) | {"holds": holds, "more": refusal.count - len(holds)}
        return render(request, "people/batch_held.html", context, status=409)
    if found.state == State.UNDONE:
        messages.success(request, _("Taken back. The register is as it was before this file."))
    return redirect(found)


@login_required
@require_POST
@says_if_moved
def undo_batch_untouched(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what nobody has touched of an edition's file."""
    found = access.batch_for(request.user, pk)
    count = untouched.undo_untouched(found, by=actor(request))
    if count:
        told = _("Untouched entries taken back: %(count)s. The rest is as it was.")
        messages.success(request, told % {"count": number(count)})
    elif count == 0:
        messages.info(request, _("Nothing is left to take back: gminas work with the rest."))
    return redirect(found)


@login_required
@require_POST
@says_if_moved
def discard_batch(request: HttpRequest, pk: int) -> HttpResponse:
    found = access.batch_for(request.user, pk)
    actions.discard(found, by=actor(request))
    messages.success(request, _("The file has been thrown away. The register did not change."))
    return redirect(list_of(found))


@login_required
@require_POST
def read_batch_again(request: HttpRequest, pk: int) -> HttpResponse:
    """After background work broke off: begin it once more."""
    found = access.batch_for(request.user, pk)
    actions.begin_again(found, by=actor(request))
    return redirect(found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@says_if_moved
def batch_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each column holds; the rows are then judged anew."""
    found = access.batch_for(request.user, pk)
    form = MappingForm(request.POST or None, batch=found)
    if request.method == "POST" and form.is_valid():
        return _read_anew(request, found, mapping=form.mapping, header=form.cleaned_data["header"])
    context = page_of(found) | {"form": form, "sheet_form": SheetForm(batch=found), "read": how_read(found)}
    return render(request, "people/batch_columns.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
@says_if_moved
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
    except FileRefused as refusal:
        messages.error(request, file_refusal(refusal.code, refusal.params))
        return redirect("people:batch_columns", found.pk)
    return redirect(found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@says_if_moved
def batch_gmina(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the gmina of rows that do not say theirs: the register's own with one button, or any by its name."""
    found = access.batch_for(request.user, pk)
    form = GminaForm(request.POST or None)
    mine = found.gmina if request.POST.get("mine") else None
    if request.method == "POST" and (mine or form.is_valid()):
        if mine and found.default_gmina_id == mine.pk:
            decisions.take_all_here(found, by=actor(request))
        else:
            decisions.choose_gmina(found, by=actor(request), gmina=mine or form.cleaned_data["gmina"])
        _tell_chosen(request, found)
        return redirect(found)
    return render(
        request, "people/batch_gmina.html", page_of(found) | {"form": form}, status=422 if form.is_bound else 200
    )


@login_required
@require_POST
@says_if_moved
def confirm_places(request: HttpRequest, pk: int) -> HttpResponse:
    """The gminas found by the name of a place are right."""
    found = access.batch_for(request.user, pk)
    decisions.confirm_places(found, by=actor(request))
    _tell_chosen(request, found)
    return redirect(found)


def _tell_chosen(request: HttpRequest, found: Batch) -> None:
    """How many rows the choice was about; where it was about none, the page alone tells."""
    step = queries.latest_step(found)
    if step and step.count:
        told = ngettext("Decided: %(count)s row.", "Decided: %(count)s rows.", step.count)
        messages.success(request, told % {"count": number(step.count)})


@login_required
@require_POST
@says_if_moved
def take_up_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of an accepted file that nobody decided about, as a preview of their own."""
    found = access.batch_for(request.user, pk)
    return redirect(actions.take_up_again(found, by=actor(request)))
