"""Taking back what somebody answered by link herself: only with a reason, and the page of her link says so."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koalicja.coalitions import access, actions
from koalicja.coalitions.forms.answers import TakeBackForm
from koalicja.coalitions.models import Answer, Candidacy, CandidacyStep
from koalicja.coalitions.queries.undoing import given_by_link
from koalicja.people.actions.edits import Gone
from koalicja.people.views.pages import actor


@login_required
@require_http_methods(["GET", "POST"])
def undo_answer(request: HttpRequest, pk: int, candidacy: int) -> HttpResponse:
    """The step that the page showed as the last one, and the answer by link that made it."""
    found = access.candidacy_for(request.user, pk, candidacy)
    step = step_of(found, request.POST.get("step") or request.GET.get("krok", ""))
    answer = given_by_link(step) if step and step.undone_at is None else None
    if step is None or answer is None:
        messages.error(request, outdated())
        return redirect("coalitions:candidate", pk, candidacy)
    names = [found.person.name] if found.person else []
    form = TakeBackForm(request.POST or None, initial={"step": step.pk}, names=names)
    if form.is_valid():
        return _taken_back(request, found, step, form.cleaned_data["reason"])
    coalition, back = found.coalition, reverse("coalitions:candidate", args=[pk, candidacy])
    shown = {"coalition": coalition, "brand": coalition.edition.coalition_label, "candidacy": found, "back": back}
    shown |= {"name": str(found.owner), "form": form, "answer": answer}
    return render(request, "coalitions/undo_answer.html", shown)


def _taken_back(request: HttpRequest, found: Candidacy, step: CandidacyStep, reason: str) -> HttpResponse:
    try:
        actions.undo_step(step, by=actor(request), reason=reason, of_link=True)
    except (actions.StepOutdated, Gone):
        messages.error(request, outdated())
    else:
        messages.success(request, _("Taken back. Whoever opens the link reads that the library has changed it."))
    return redirect("coalitions:candidate", found.coalition_id, found.pk)


@login_required
@require_http_methods(["GET", "POST"])
def take_back_answer(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """An answer that was typed wrong goes at one press, one by link with a reason; a refusal goes with its step."""
    found = access.answer_for(request.user, pk, answer)
    candidacy, back = found.candidacy, reverse("coalitions:type_answer", args=[pk, found.candidacy_id])
    if found.how != Answer.By.LINK:
        reason = _("a mistake while writing it down") if request.method == "POST" else ""
        return _answer_taken_back(request, found, reason)
    names = [candidacy.person.name] if candidacy.person else []
    form = TakeBackForm(request.POST or None, initial={"step": found.pk}, names=names)
    if form.is_valid():
        return _answer_taken_back(request, found, form.cleaned_data["reason"])
    shown = {"coalition": candidacy.coalition, "brand": candidacy.coalition.edition.coalition_label, "form": form}
    shown |= {"candidacy": candidacy, "name": str(candidacy.owner), "answer": found, "back": back}
    return render(request, "coalitions/undo_answer.html", shown)


def _answer_taken_back(request: HttpRequest, found: Answer, reason: str) -> HttpResponse:
    """Nothing is done without a reason."""
    try:
        if reason:
            actions.undo_answer(found, by=actor(request), reason=reason, of_link=found.how == Answer.By.LINK)
            messages.success(request, _("Taken back: %(state)s") % {"state": found.get_said_display()})
    except (actions.StepOutdated, Gone):
        messages.error(request, outdated())
    return redirect("coalitions:type_answer", found.candidacy.coalition_id, found.candidacy_id)


def step_of(candidacy: Candidacy, number: str) -> CandidacyStep | None:
    """The step a form or an address names; None for nonsense and for the step of another."""
    is_key = number.isdecimal() and len(number) < 18
    return candidacy.steps.filter(pk=int(number)).first() if is_key else None


def outdated() -> str:
    return _("Somebody has written something else since. Look below; nothing was taken back.")
