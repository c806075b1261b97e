"""Pages of proposals: who could be invited, why, and what if somebody cannot."""

from dataclasses import replace
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
from koalicja.coalitions.forms import CandidateForm, ComposeForm
from koalicja.coalitions.models import Coalition, CompositionRun
from koalicja.coalitions.queries import candidates as candidates_of
from koalicja.coalitions.queries import runs as queries
from koalicja.coalitions.queries.memory import Memory, remembered
from koalicja.coalitions.views import proposal_gaps as gaps
from koalicja.coalitions.views import proposal_gone as gone_words
from koalicja.coalitions.views import proposal_memory as kept_words
from koalicja.coalitions.views import proposal_page as page
from koalicja.coalitions.views import proposal_words as words
from koalicja.coalitions.views.proposal_others import is_searched
from koalicja.engine.composition.result import Composition
from koalicja.people.models import User


@login_required
@require_GET
def proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """All proposals of a coalition, and the way to the first one."""
    coalition = access.coalition_for(request.user, pk)
    runs = list(queries.runs_of(coalition))
    memory, candidates = remembered(runs), candidates_of.candidates_count(coalition)
    with_people = access.knows_people(request.user, coalition)
    context = _frame(request, coalition) | {
        "runs": runs,
        "candidates": candidates,
        "entries": candidates_of.entries_count(coalition, candidates),
        "kept": kept_words.kept(coalition, memory, with_people=with_people),
        "is_unmarked": request.GET.get("marks") == "none",
        "kept_fields": kept_words.hidden(memory, only_told=True),
        "neighbours": memory.neighbours,
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
    is_waiting_page = request.headers.get("HX-Target") == "work"
    if is_waiting_page and not run.is_at_work:
        return HttpResponseClientRefresh()
    context = _frame(request, run.coalition) | {"run": run, "runs": list(queries.runs_of(run.coalition))}
    if not run.is_ready:
        context |= _work(run)
        name = "coalitions/parts/proposal_work.html" if is_waiting_page else "coalitions/proposal.html"
        return render(request, name, context)
    return render(request, "coalitions/proposal.html", context | _ready(request, run, context["runs"]))


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
@require_POST
def why_not(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Ask why somebody is not in the proposal; the answer comes onto its page."""
    run = access.run_for(request.user, pk, number, to="compose")
    shown = queries.shown(run, with_people=False)
    if shown.answer is None:
        return redirect(run)
    form = CandidateForm(request.POST, choices=page.outsiders(shown, shown.answer))
    if form.is_valid():
        actions.ask_why_not(run=run, by=_me(request), **form.cleaned_data)
    else:
        messages.error(request, _("Choose somebody from the list."))
    return redirect(f"{run.get_absolute_url()}#why-not")


@login_required
@require_GET
def print_proposal(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Two pages for the first talk with the mayor. Residents have no names there: nobody has asked them yet."""
    run = access.run_for(request.user, pk, number)
    shown = queries.shown(run, with_people=False)
    if shown.answer is None:
        messages.info(request, _("There is nothing to print yet."))
        return redirect(run)
    gap = gaps.gap(shown, shown.answer)
    sheet = proposal_sheet(
        shown.answer, shown.problem, _paper(shown, shown.answer, fill_in=f"{gap.title}. {gap.then}" if gap else "")
    )
    proof = gaps.proof(gap) if gap and gap.is_enough else words.proof(run, shown.answer, shown.problem)
    content = proposal_pdf(replace(sheet, proof=proof))
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


def _ready(request: HttpRequest, run: CompositionRun, runs: list[CompositionRun]) -> dict[str, Any]:
    with_people = access.knows_people(request.user, run.coalition)
    may_compose = "compose" in access.permissions_in(request.user, run.coalition)
    shown = queries.shown(run, with_people=with_people)
    answer = shown.answer
    assert answer is not None  # noqa: S101 - a ready run has its answer, says a constraint
    found, gap = page.result(shown, answer), gaps.gap(shown, answer)
    memory, is_unmarked = remembered(runs), request.GET.get("marks") == "none"
    step = gone_words.step(shown, answer, may_compose=may_compose) or words.next_step(
        shown, answer, found, may_compose=may_compose, gap=gap
    )
    return found | {
        "step": step,
        "print_url": words.print_address(shown, found, step),
        "gap": gap,
        "proof": gaps.proof(gap) if gap and gap.is_enough else words.proof(run, answer, shown.problem),
        "around": words.around(run),
        "gone": gone_words.since(shown),
        **_changed(shown, with_people=with_people),
        "goes_along": kept_words.goes_along(shown, memory, runs[0]),
        "newer": next((each for each in runs if each.is_ready and each.number > run.number), None),
        **_asked(run, shown, answer),
        **_remembered(shown, answer, memory, is_unmarked=is_unmarked),
        "kept": [] if is_unmarked else kept_words.kept(run.coalition, memory, with_people=with_people),
    }


def _changed(shown: queries.Shown, *, with_people: bool) -> dict[str, Any]:
    """What is different from an earlier proposal."""
    changes = queries.changes(shown, with_people=with_people)
    return {"changes": changes, "around_changed": words.around_changed(shown.run, changes.since) if changes else ""}


def _remembered(shown: queries.Shown, answer: Composition, memory: Memory, *, is_unmarked: bool) -> dict[str, Any]:
    """The form that asks again, with what the newest proposal knows; and the way back for who could not.

    `is_unmarked`: every mark is taken off in the form, to be put back by hand or all at once.
    """
    again = kept_words.remembering(shown, memory)
    locks, told = page.locks(again, answer), page.told(again)
    locked = sum(bool(each["lock"]) for each in locks)
    locks = [each | {"lock": ""} for each in locks] if is_unmarked else locks
    return {
        "locks": locks,
        "marked": [each for each in locks if each["is_marked"]],
        "is_unmarked": is_unmarked,
        "locked_count": locked or None,
        "told": told,
        "again_open": bool(locked or told or answer.status == "unknown" or gone_words.seats(shown, answer)),
        "beside": kept_words.beside(shown, memory),
        "undo": kept_words.undo(shown, memory),
        "neighbours": memory.neighbours,
    }


def _asked(run: CompositionRun, shown: queries.Shown, answer: Composition) -> dict[str, Any]:
    """What was asked about people who are not there, and the form to ask about another one."""
    rows = [words.asked_row(each, answer, shown) for each in run.answers.select_related("job")]
    choices = page.outsiders(shown, answer)
    return {
        "asked": rows,
        "is_asking": any(row["is_open"] for row in rows),
        "is_broken": any(row["is_broken"] for row in rows),
        "candidate_form": CandidateForm(choices=choices) if choices else None,
    }


def _paper(shown: queries.Shown, answer: Composition, *, fill_in: str) -> Frame:
    run, coalition = shown.run, shown.run.coalition
    is_example = coalition.edition.programme.is_fictional
    return Frame(
        label=coalition.edition.coalition_label,
        name=coalition.name,
        author=coalition.participation.library.name,
        gmina=coalition.gmina.full_label,
        made_on=timezone.localtime(run.finished_at).date() if run.finished_at else timezone.localdate(),
        run=run.pk,
        number=run.number,
        contact=candidates_of.library_contact(coalition),
        near={key: each.near for key, each in shown.known.items() if each.near},
        told=shown.told,
        fill_in=fill_in,
        gone={key: each.mark for key, each in shown.known.items() if each.mark},
        count_again=gone_words.on_paper(shown, answer),
        is_searched=is_searched(run),
        note=_("Example: people and organisations are fictional.") if is_example else "",
    )


def _see_the_one_at_work(request: HttpRequest, run: CompositionRun) -> HttpResponse:
    messages.info(request, _("A proposal is being computed just now. It is shown here; ask again when it is ready."))
    return redirect(run)


def _me(request: HttpRequest) -> User:
    """The signed-in user; login_required has made sure there is one."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type only
    return request.user
