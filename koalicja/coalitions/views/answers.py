"""Answers from slips, calls and the counter: two taps; and what the answers ask for."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koalicja.coalitions import access, actions
from koalicja.coalitions.forms.answers import CodeForm, InsteadForm, TypedAnswerForm, name_alone
from koalicja.coalitions.models import Answer, Candidacy
from koalicja.coalitions.queries import invitations as queries
from koalicja.coalitions.queries.newest import answered_on, newer_answer, newer_state
from koalicja.coalitions.queries.progress import parted_and_dealt_with
from koalicja.coalitions.views.gone import told_when_gone
from koalicja.coalitions.views.inviting_words import line
from koalicja.people.actions.persons import PersonLooksAlike
from koalicja.people.views.left_out import tell_left_out
from koalicja.people.views.pages import actor
from koalicja.standing.refusals import FactRefused
from koalicja.ui.formats import day

By, Said = Answer.By, Answer.Said


@login_required
@require_POST
def find_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """From the code of a slip to the person it was sent to."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    form = CodeForm(request.POST)
    found = queries.by_code(coalition, form.cleaned_data["code"]) if form.is_valid() else None
    if found is None:
        told = _(
            "No slip of yours has this code. Look at the box in the corner of the slip, or choose the person below."
        )
        messages.error(request, told)
        return redirect("coalitions:invitations", pk)
    address = reverse("coalitions:type_answer", args=[pk, found.candidacy_id])
    return redirect(f"{address}?od={By.SLIP}&zaproszenie={found.pk}")


@login_required
@require_http_methods(["GET", "POST"])
@told_when_gone
def type_answer(request: HttpRequest, pk: int, candidacy: int) -> HttpResponse:
    """The answer is the button that is pressed; everything else may stay as it is."""
    found = access.candidacy_for(request.user, pk, candidacy)
    for name, act in (("withdraws", _without_consent), ("deals", _parting_dealt_with)):
        if name in request.POST:
            return act(request, found)
    row = queries.invited_one(found)
    how = By.SLIP if request.GET.get("od") == By.SLIP else By.PHONE
    form = TypedAnswerForm(request.POST or None, candidacy=found, how=how)
    if form.is_valid():
        try:
            _take(request, row, form)
        except FactRefused as refusal:
            form.refuse_day(refusal)
        else:
            tell_left_out(request, form)
            return redirect(f"{request.path}#co-dalej")
    return render(
        request, "coalitions/type_answer.html", _page(found) | _after(found, row) | {"form": form, "row": row}
    )


def _take(request: HttpRequest, row: queries.Invited, form: TypedAnswerForm) -> None:
    """The answer to the invitation of its slip, else of its day; and what is newer and stays."""
    given, slip = form.given(), request.GET.get("zaproszenie", "")
    of_slip = (each for each in row.sent if given["how"] == By.SLIP and str(each.pk) == slip)
    invitation = next(of_slip, None) or answered_on(row.sent, given["on"])
    answer = actions.take_answer(row.candidacy, invitation=invitation, by=actor(request), **given)
    messages.success(request, _("Answer saved. %(name)s") % {"name": row.name})
    if newer := newer_answer(row.candidacy, answer.on):
        told = _("The newer answer of %(day)s stays: %(said)s.")
        messages.info(request, told % {"day": day(newer.on), "said": newer.get_said_display()})
    elif step := newer_state(row.candidacy, answer):
        told = _("The newer state of %(day)s stays: %(state)s.")
        messages.info(request, told % {"day": day(step.on), "state": step.get_state_display()})


def _without_consent(request: HttpRequest, found: Candidacy) -> HttpResponse:
    """She took her consent back by phone or at the counter, whatever else she answers."""
    actions.withdraw_consent(found, by=actor(request))
    told = _("Consent taken back; how to reach %(name)s is erased here. The answer stays.")
    messages.success(request, told % {"name": found.owner})
    return redirect(f"{request.path}#co-dalej")


def _parting_dealt_with(request: HttpRequest, found: Candidacy) -> HttpResponse:
    """Where no answer says that they cannot."""
    actions.deal_with_parting(found, by=actor(request))
    messages.success(request, _("Dealt with. %(name)s") % {"name": found.owner})
    return redirect(request.path)


def _after(found: Candidacy, row: queries.Invited) -> dict[str, Any]:
    """What the newest answer leads to: a table without her, or the one she named."""
    answer = row.newest
    context: dict[str, Any] = {"answer": answer, "said": Said.choices, "sent": line(row)["sent"]}
    said_no = answer if answer and answer.said == Said.NO else None
    is_parted = found.state in Candidacy.PARTED and not (said_no and not said_no.done_at)
    if is_parted or (answer and answer.said in (Said.NO, Said.OTHER)):
        context["run"] = queries.run_with(found.coalition, found)
    seen = {found.pk: said_no.done_at} if said_no and said_no.done_at else {}
    context["has_parted"] = is_parted and context["run"] and not parted_and_dealt_with([found], seen)
    if answer and answer.said == Said.OTHER and not answer.done_at and answer.other_name:
        context["instead_form"] = InsteadForm(initial={"name": name_alone(answer.other_name)})
    return context


@login_required
@require_POST
@told_when_gone
def deal_with(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    found = access.answer_for(request.user, pk, answer)
    actions.deal_with(found, by=actor(request))
    messages.success(request, _("Dealt with. %(name)s") % {"name": found.candidacy.owner})
    return redirect("coalitions:type_answer", pk, found.candidacy_id)


@login_required
@require_POST
@told_when_gone
def consider_instead(request: HttpRequest, pk: int, answer: int) -> HttpResponse:
    """Whoever was named instead comes onto the list because a human says so."""
    found = access.answer_for(request.user, pk, answer)
    form = InsteadForm(request.POST)
    back = reverse("coalitions:type_answer", args=[pk, found.candidacy_id])
    if not form.is_valid():
        messages.error(request, _("Write the first and last name of the person to be put on the list."))
        return redirect(back)
    try:
        listed = actions.consider_instead(found, by=actor(request), **form.cleaned_data)
    except PersonLooksAlike:
        told = _("The register has somebody of this name. Choose that person there, or say that this is somebody else.")
        messages.error(request, told)
        return redirect(back)
    messages.success(request, _("On the list: %(name)s") % {"name": listed.owner})
    return redirect("coalitions:choose_invited", pk)


def _page(found: Candidacy) -> dict[str, Any]:
    return {"coalition": found.coalition, "brand": found.coalition.edition.coalition_label, "candidacy": found}
