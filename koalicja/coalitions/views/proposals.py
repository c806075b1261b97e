"""Pages of proposals: who could be invited, why, and what if somebody cannot."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from koalicja.backroom import wording
from koalicja.backroom.interim import fresh
from koalicja.coalitions import access, actions
from koalicja.coalitions.composing.printing import Frame, proposal_sheet
from koalicja.coalitions.composing.proposal import proposal_pdf
from koalicja.coalitions.forms import ComposeForm
from koalicja.coalitions.models import Coalition, CompositionRun
from koalicja.coalitions.queries import candidates as candidates_of
from koalicja.coalitions.queries import runs as queries
from koalicja.coalitions.views import proposal_page as page
from koalicja.people.models import User


@login_required
@require_GET
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """All proposals of a coalition, and the way to the first one."""
    coalition = access.coalition_for(request.user, pk)
    context = _frame(request, coalition) | {
        "runs": queries.runs_of(coalition),
        "candidates": candidates_of.candidates_count(coalition),
    }
    return render(request, "coalitions/proposals.html", context)


@login_required
@require_POST
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute a proposal, with locks or without."""
    coalition = access.coalition_for(request.user, pk, to="compose")
    form = ComposeForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.refusal())
        return redirect("coalitions:proposals", pk)
    number = form.cleaned_data["parent"]
    parent = coalition.runs.filter(number=number).first() if number else None
    try:
        run = actions.ask_for_proposal(coalition=coalition, by=_me(request), wishes=form.wishes(), parent=parent)
    except actions.RunAtWork as refusal:
        return _see_the_one_at_work(request, refusal.run)
    return redirect(run)


@login_required
@require_GET
@never_cache
def proposal(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One proposal: on its way, broken off, or what came out and why."""
    run = access.run_for(request.user, pk, number)
    is_waiting_page = request.headers.get("HX-Request") == "true"
    if is_waiting_page and not run.is_at_work:
        return HttpResponseClientRefresh()
    context = _frame(request, run.coalition) | {"run": run}
    if not run.is_ready:
        context |= _work(run)
        name = "coalitions/parts/proposal_work.html" if is_waiting_page else "coalitions/proposal.html"
        return render(request, name, context)
    return render(request, "coalitions/proposal.html", context | _ready(request, run))


@login_required
@require_POST
def decline(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Somebody cannot: a proposal with the fewest other changes."""
    run = access.run_for(request.user, pk, number, to="compose")
    try:
        made = actions.decline(run=run, by=_me(request), member=request.POST.get("member", ""))
    except actions.NotAMember:
        messages.error(request, _("Choose somebody who is in this proposal. The Lead Library stays at the table."))
        return redirect(run)
    except actions.RunAtWork as refusal:
        return _see_the_one_at_work(request, refusal.run)
    return redirect(made)


@login_required
@require_GET
def print_proposal(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Two pages for the first talk with the mayor. Residents have no names there: nobody has asked them yet."""
    run = access.run_for(request.user, pk, number)
    shown = queries.shown(run, with_people=False)
    if shown.answer is None:
        messages.info(request, _("There is nothing to print yet."))
        return redirect(run)
    content = proposal_pdf(proposal_sheet(shown.answer, shown.problem, _paper(run)))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="propozycja-{run.coalition_id}-{run.number}.pdf"'
    return response


def _frame(request: HttpRequest, coalition: Coalition) -> dict[str, Any]:
    return {
        "coalition": coalition,
        "brand": coalition.edition.coalition_label,
        "may_compose": "compose" in access.permissions_in(request.user, coalition),
        "at_work": coalition.runs.filter(state=CompositionRun.State.AT_WORK).select_related("job").first(),
    }


def _work(run: CompositionRun) -> dict[str, Any]:
    """How far it is, or what went wrong."""
    job = fresh([run.job])[0] if run.job else None
    if job is None or not job.is_open:
        return {"job": None, "error": wording.error(job) if job and job.state == job.State.FAILED else ""}
    return {"job": job, "progress": wording.progress(job)}


def _ready(request: HttpRequest, run: CompositionRun) -> dict[str, Any]:
    shown = queries.shown(run, with_people=access.knows_people(request.user, run.coalition))
    assert shown.answer is not None  # noqa: S101 - a ready run has its answer, says a constraint
    may = "compose" in access.permissions_in(request.user, run.coalition)
    columns = [_("Who"), _("Group"), _("Why at the table"), *([_("Somebody cannot?")] if may else [])]
    return page.result(shown, shown.answer) | {
        "columns": [{"label": label} for label in columns],
        "extra": {"may_compose": may},
    }


def _paper(run: CompositionRun) -> Frame:
    coalition = run.coalition
    is_example = coalition.edition.programme.is_fictional
    return Frame(
        label=coalition.edition.coalition_label,
        name=coalition.name,
        author=coalition.participation.library.name,
        gmina=coalition.gmina.full_label,
        made_on=timezone.localtime(run.finished_at).date() if run.finished_at else timezone.localdate(),
        run=run.pk,
        note=_("Example: people and organisations are fictional.") if is_example else "",
    )


def _see_the_one_at_work(request: HttpRequest, run: CompositionRun) -> HttpResponse:
    messages.info(request, _("A proposal is being computed just now. It is shown here; ask again when it is ready."))
    return redirect(run)


def _me(request: HttpRequest) -> User:
    """The signed-in user; login_required has made sure there is one."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type only
    return request.user
