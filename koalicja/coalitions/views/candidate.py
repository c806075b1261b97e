"""One candidate: how to reach them, what was said, how far it has come, and what is next."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koalicja.coalitions import access, actions
from koalicja.coalitions.forms import (
    KnowsForm,
    LaterForm,
    MoveForm,
    NextStepForm,
    NoForm,
    NotesForm,
    SpeakerForm,
    TalkForm,
)
from koalicja.coalitions.forms.board import OUTCOMES, CandidacyForm
from koalicja.coalitions.models import Candidacy
from koalicja.coalitions.queries.candidate import candidate_page
from koalicja.coalitions.queries.purpose import candidacies_of
from koalicja.coalitions.queries.undoing import has_refused_by_link
from koalicja.coalitions.views import candidate_words as words
from koalicja.coalitions.views.gone import told_when_gone
from koalicja.coalitions.views.undoing import outdated, step_of
from koalicja.people.actions.edits import Edit, EditConflict, Gone
from koalicja.people.views.left_out import tell_left_out
from koalicja.people.views.pages import actor
from koalicja.standing.refusals import FactRefused
from koalicja.ui.formats import clock

State = Candidacy.State
CHANGES: dict[str, type[CandidacyForm]] = {
    "notatki": NotesForm,
    "krok": NextStepForm,
    "pozniej": LaterForm,
    "mowi": SpeakerForm,
}


@login_required
@require_GET
def candidate(request: HttpRequest, pk: int, candidacy: int) -> HttpResponse:
    return _show(request, access.candidacy_for(request.user, pk, candidacy), MoveForm())


@login_required
@require_http_methods(["GET", "POST"])
def note_talk(request: HttpRequest, pk: int, candidacy: int) -> HttpResponse:
    found = access.candidacy_for(request.user, pk, candidacy)
    form = TalkForm(request.POST or None)
    if form.is_valid():
        act = actions.note_attempt if form.cleaned_data["outcome"] == "nobody" else actions.note_contact
        try:
            act(found, by=actor(request), **form.said())
        except FactRefused as refusal:
            form.refuse_day(refusal)
        except Gone:
            return _gone(request, found)
        else:
            told = {"who": str(found.owner), "what": OUTCOMES[form.cleaned_data["outcome"]]}
            messages.success(request, _("Noted. %(who)s: %(what)s") % told)
            tell_left_out(request, form)
            return redirect(words.after_talk(found, form.cleaned_data["outcome"]))
    outcomes = OUTCOMES.items()
    return render(request, "coalitions/note_talk.html", _page(found) | {"form": form, "outcomes": outcomes})


@login_required
@require_POST
def move_candidate(request: HttpRequest, pk: int, candidacy: int) -> HttpResponse:
    found = access.candidacy_for(request.user, pk, candidacy)
    form = MoveForm(request.POST, has_refused=has_refused_by_link(found))
    if form.is_valid():
        given = form.cleaned_data
        try:
            step = actions.move(found, by=actor(request), to=given["state"], on=given["on"], note=given["note"])
        except FactRefused as refusal:
            form.refuse_day(refusal)
        except Gone:
            return _gone(request, found)
        else:
            messages.success(request, _("Saved: %(state)s") % {"state": step.get_state_display()})
            tell_left_out(request, form)
            if found.erase_on and not step.candidacy.erase_on:
                messages.info(request, words.erasure_off(found))
            return redirect("coalitions:candidate", pk, candidacy)
    return _show(request, found, form)


@login_required
@require_http_methods(["GET", "POST"])
def candidate_says_no(request: HttpRequest, pk: int, candidacy: int) -> HttpResponse:
    found = access.candidacy_for(request.user, pk, candidacy)
    form = NoForm(request.POST or None, candidacy=found)
    if form.is_valid():
        try:
            actions.say_no(found, by=actor(request), **form.cleaned_data)
        except FactRefused as refusal:
            form.refuse_day(refusal)
        except Gone:
            return _gone(request, found)
        else:
            messages.success(request, _("Noted: they do not want to now. It can be taken back until it is erased."))
            return redirect("coalitions:candidate", pk, candidacy)
    days = found.coalition.edition.erase_declined_after_days
    lost = words.lost(found, timezone.localdate() + timedelta(days=days), days)
    return render(request, "coalitions/candidate_says_no.html", _page(found) | {"form": form, "lost": lost})


@login_required
@require_http_methods(["GET", "POST"])
def change_candidate(request: HttpRequest, pk: int, candidacy: int, what: str) -> HttpResponse:
    found = access.candidacy_for(request.user, pk, candidacy)
    if what not in CHANGES or (what == "mowi" and not found.organisation_id):
        raise Http404
    form = CHANGES[what](request.POST or None, candidacy=found)
    if form.is_valid():
        try:
            _tell_saved(request, form.save(actor(request)), words.saved_without(form))
            tell_left_out(request, form)
        except EditConflict as refusal:
            form.refuse(refusal)
        except Gone:
            return _gone(request, found)
        else:
            return redirect("coalitions:candidate", pk, candidacy)
    shown = {"form": form, "title": words.CHANGES[what], "what": what}
    return render(request, "coalitions/change_candidate.html", _page(found) | shown)


@login_required
@require_http_methods(["GET", "POST"])
@told_when_gone
def candidate_knows(request: HttpRequest, pk: int, candidacy: int) -> HttpResponse:
    found = access.candidacy_for(request.user, pk, candidacy)
    known = list(found.knows.values_list("pk", flat=True))
    others = {each.pk: str(each.owner) for each in candidacies_of(found.coalition) if each.pk != found.pk}
    form = KnowsForm(request.POST or None, known=known, others=others)
    if form.is_valid():
        actions.know(found, by=actor(request), **form.change())
        messages.success(request, _("Saved."))
        return redirect("coalitions:candidate", pk, candidacy)
    shown = {"form": form, "has_others": bool(others)}
    return render(request, "coalitions/candidate_knows.html", _page(found) | shown)


@login_required
@require_POST
def undo_step(request: HttpRequest, pk: int, candidacy: int) -> HttpResponse:
    """Take back the step the page showed as the last one; somebody may have written another since."""
    found = access.candidacy_for(request.user, pk, candidacy)
    step = step_of(found, request.POST.get("step", ""))
    if step is None:
        messages.error(request, outdated())
        return redirect("coalitions:candidate", pk, candidacy)
    try:
        actions.undo_step(step, by=actor(request), reason=_("a mistake while writing it down"))
    except actions.GivenByLink:
        return redirect(words.undoing(step))
    except (actions.StepOutdated, Gone):
        messages.error(request, outdated())
    else:
        messages.success(request, _("Taken back: %(state)s") % {"state": step.get_state_display()})
    return redirect("coalitions:candidate", pk, candidacy)


@login_required
@require_POST
def unlist_candidate(request: HttpRequest, pk: int, candidacy: int) -> HttpResponse:
    found = access.candidacy_for(request.user, pk, candidacy)
    name = str(found.owner)
    try:
        actions.unlist(found, by=actor(request), reason=_("put on the list by mistake"))
    except actions.StepOutdated:
        messages.error(request, _("Something has come of it already, so they stay on the list. Nothing was changed."))
        return redirect("coalitions:candidate", pk, candidacy)
    except Gone:
        return _gone(request, found)
    messages.success(request, _("Taken off the list: %(name)s. The register keeps them.") % {"name": name})
    return redirect("coalitions:board", pk)


def _show(request: HttpRequest, candidacy: Candidacy, form: MoveForm) -> HttpResponse:
    page = candidate_page(candidacy)
    shown = {"shown": page, "form": form, "moves": words.moves(candidacy), "named": words.named_by(page)}
    shown["step"] = words.next_step(candidacy, page)
    written = {"contacts": words.contacts(page), "history": words.history(page), "facts": words.facts(candidacy, page)}
    return render(request, "coalitions/candidate.html", _page(candidacy) | shown | written)


def _tell_saved(request: HttpRequest, edit: Edit, told: str = "") -> None:
    """Say that it is saved, and whose change it met; `told` where it was saved empty."""
    if told:
        messages.info(request, told)
    elif edit.changed:
        messages.success(request, _("Saved."))
    else:
        messages.info(request, _("Nothing has changed."))
    for other in edit.others:
        told = _("In the meantime %(who)s changed something here, too (%(at)s). Both changes are kept.")
        messages.info(request, told % {"who": other.by, "at": clock(other.at)})


def _gone(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    messages.error(request, _("This candidate is not on the list any more. Nothing was saved."))
    return redirect("coalitions:board", candidacy.coalition_id)


def _page(candidacy: Candidacy) -> dict[str, Any]:
    coalition = candidacy.coalition
    back = reverse("coalitions:candidate", args=[coalition.pk, candidacy.pk])
    brand = coalition.edition.coalition_label
    return {"coalition": coalition, "brand": brand, "candidacy": candidacy, "name": str(candidacy.owner), "back": back}
