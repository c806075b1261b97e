"""Work on statements: on behalf of others, shown or not with a reason, merged and parted."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koalicja.people.actions.edits import Gone
from koalicja.people.views.left_out import tell_left_out
from koalicja.people.views.pages import actor
from koalicja.voices import access, actions
from koalicja.voices.forms.asking import ForOthersForm, RejectForm, show_near
from koalicja.voices.models import Question
from koalicja.voices.queries.pages import others_to_merge_with
from koalicja.voices.rules import RULES
from koalicja.voices.views import words
from koalicja.voices.views.questions import asked_frame


@login_required
@require_http_methods(["GET", "POST"])
def add_for_others(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """What may say the same, and a contact or a link, is shown before it is saved; saving again keeps it."""
    asked = access.question_for(request.user, pk, question)
    form = ForOthersForm(request.POST or None, initial={"request_key": secrets.token_hex(16)})
    show_near(form, reverse("voices:near_for_others", args=[pk, question]))
    near, why = [], ""
    if form.is_valid():
        if "knowingly" not in request.POST:
            near = words.near_to(asked, form.cleaned_data["text"])
            why = words.shown_words(form.cleaned_data["text"], form.cleaned_data["origin_words"])
        if not near and not why:
            return _added(request, asked, form)
    shown = {"form": form, "near": near, "why": why, "is_open": asked.is_open(timezone.localdate())}
    return render(request, "voices/add_for_others.html", asked_frame(asked) | shown)


def _added(request: HttpRequest, question: Question, form: ForOthersForm) -> HttpResponse:
    try:
        actions.add_for_others(question, by=actor(request), **form.cleaned_data)
    except actions.QuestionClosed:
        messages.error(request, words.CLOSED)
    else:
        tell_left_out(request, form)
        messages.success(request, _("Added: %(text)s") % {"text": form.cleaned_data["text"]})
    return redirect(question)


@login_required
@require_POST
def near_for_others(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """The piece below the field while somebody types: what may say the same."""
    asked = access.question_for(request.user, pk, question)
    return render(request, "voices/parts/near_typed.html", {"near": words.near_typed(asked, request.POST)})


@login_required
@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, pk: int, question: int, statement: int) -> HttpResponse:
    """One statement and what can be done with it; sent, it is not shown any more, with a reason."""
    found = access.statement_for(request.user, pk, question, statement)
    form = RejectForm(request.POST or None, initial={"reason": found.reason})
    if form.is_valid():
        try:
            actions.reject_statement(found, by=actor(request), **form.cleaned_data)
        except (actions.QuestionClosed, Gone) as refusal:
            messages.error(request, words.refused(refusal))
        else:
            messages.success(request, _("It is not shown. Its author reads why."))
        return redirect(found.question)
    near, others = others_to_merge_with(found)
    shown = {"statement": found, "form": form, "near": near, "others": others, "rules": RULES}
    return render(request, "voices/statement.html", asked_frame(found.question) | shown)


@login_required
@require_POST
def show_statement(request: HttpRequest, pk: int, question: int, statement: int) -> HttpResponse:
    found = access.statement_for(request.user, pk, question, statement)
    try:
        actions.show_statement(found, by=actor(request))
    except (actions.QuestionClosed, Gone) as refusal:
        messages.error(request, words.refused(refusal))
    else:
        messages.success(request, _("It is shown: %(text)s") % {"text": found.text})
    return redirect(found.question)


@login_required
@require_POST
def merge_statement(request: HttpRequest, pk: int, question: int, statement: int) -> HttpResponse:
    found = access.statement_for(request.user, pk, question, statement)
    sent = request.POST.get("into", "")
    into = found.question.statements.filter(pk=int(sent) if sent.isdecimal() and len(sent) < 18 else 0).first()
    if into is None:
        messages.error(request, _("Choose the statement that says the same. Nothing was changed."))
        return redirect("voices:statement", pk, question, statement)
    try:
        actions.merge_statement(found, into, by=actor(request))
    except (actions.QuestionClosed, actions.NotMerged, Gone) as refusal:
        messages.error(request, words.refused(refusal))
    else:
        messages.success(request, _("Merged; every reaction is kept. It can be undone below the statement."))
    return redirect(f"{found.question.get_absolute_url()}#wypowiedz-{into.pk}")


@login_required
@require_POST
def undo_merge(request: HttpRequest, pk: int, question: int, statement: int) -> HttpResponse:
    found = access.statement_for(request.user, pk, question, statement)
    try:
        actions.undo_merge(found, by=actor(request))
    except (actions.QuestionClosed, Gone) as refusal:
        messages.error(request, words.refused(refusal))
    else:
        messages.success(request, _("They are two again, each with its own reactions."))
    return redirect(f"{reverse('voices:question', args=[pk, question])}#wypowiedz-{found.pk}")
