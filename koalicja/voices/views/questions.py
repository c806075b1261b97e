"""Pages of whoever asks: the questions of a coalition, a new one, one question, its last day, closing it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from koalicja.coalitions.access import coalition_for, permissions_in
from koalicja.coalitions.models import Coalition
from koalicja.people.views.left_out import tell_left_out
from koalicja.people.views.pages import actor
from koalicja.voices import access, actions
from koalicja.voices.forms.asking import LastDayForm, QuestionForm
from koalicja.voices.models import Question
from koalicja.voices.queries.pages import question_page, questions_of
from koalicja.voices.rules import RULES
from koalicja.voices.views import words


@login_required
@require_GET
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = coalition_for(request.user, pk)
    listed = questions_of(coalition)
    shown = {"questions": listed, "may_ask": "edit" in permissions_in(request.user, coalition)}
    return render(request, "voices/questions.html", frame(coalition) | shown | {"today": timezone.localdate()})


@login_required
@require_http_methods(["GET", "POST"])
def open_question(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = coalition_for(request.user, pk, to="edit")
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        question = actions.open_question(coalition=coalition, by=actor(request), **form.asked())
        tell_left_out(request, form)
        messages.success(request, _("The question is open until: %(day)s") % {"day": words.last_day(question)})
        return redirect(question)
    return render(request, "voices/open_question.html", frame(coalition) | {"form": form})


@login_required
@require_GET
def question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    asked = access.question_for(request.user, pk, question)
    shown = question_page(asked)
    context = {
        "shown": shown,
        "is_open": asked.is_open(timezone.localdate()),
        "step": words.next_step(asked, shown, today=timezone.localdate()),
        "ways": words.ways(request, asked),
        "rules": RULES,
        "log": words.log(shown.log),
    }
    return render(request, "voices/question.html", asked_frame(asked) | context)


@login_required
@require_http_methods(["GET", "POST"])
def set_last_day(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    asked = access.question_for(request.user, pk, question)
    form = LastDayForm(request.POST or None, initial={"closes_on": asked.closes_on})
    if form.is_valid():
        try:
            actions.set_last_day(asked, by=actor(request), **form.cleaned_data)
        except actions.QuestionClosed:
            messages.error(request, words.CLOSED)
        else:
            messages.success(request, _("Saved."))
        return redirect(asked)
    return render(request, "voices/set_last_day.html", asked_frame(asked) | {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def close_question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    asked = access.question_for(request.user, pk, question)
    if request.method == "POST":
        actions.close_question(asked, by=actor(request))
        messages.success(request, _("The question is closed. This is what came of it."))
        return redirect("voices:picture", pk, question)
    return render(request, "voices/close_question.html", asked_frame(asked) | {"shown": question_page(asked)})


def frame(coalition: Coalition) -> dict[str, Any]:
    return {"coalition": coalition, "brand": coalition.edition.coalition_label}


def asked_frame(question: Question) -> dict[str, Any]:
    return frame(question.coalition) | {"question": question}
