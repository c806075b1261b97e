"""Pages of whoever takes part: no account, no script needed; one statement after another."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koalicja.backroom.busy import tried_again
from koalicja.people.views.left_out import tell_left_out
from koalicja.voices import access, actions
from koalicja.voices.forms.asking import show_near
from koalicja.voices.forms.taking_part import AboutMeForm, CodeForm, OwnForm, ReactionForm
from koalicja.voices.holding import held_for
from koalicja.voices.models import Participant
from koalicja.voices.queries import taking_part as queries
from koalicja.voices.rules import RULES
from koalicja.voices.views import keys, words
from koalicja.voices.views.doors import Door, at_the_door, page, private


@require_http_methods(["GET", "POST"])
@at_the_door(inside=False)
def take_part(request: HttpRequest, door: Door) -> HttpResponse:
    """The first page, or the next statement; sent, a reaction to one."""
    if door.participant is None:
        return _first_page(request, door, CodeForm())
    if request.method == "POST":
        return _react(request, door, door.participant)
    if door.should_tell:
        return redirect("voices:about_me", door.question.public_code)
    asked = request.GET.get("wypowiedz", "")
    shown = queries.next_statement(door.question, door.participant, asked=asked)
    template = "voices/react.html" if shown.statement else "voices/done.html"
    return page(request, door, template, {"shown": shown})


def _first_page(request: HttpRequest, door: Door, form: CodeForm) -> HttpResponse:
    asks_code = bool(door.question.entry_code) and not door.at_tablet
    context = {"form": form if asks_code else None, "rules": RULES}
    return page(request, door, "voices/begin.html", context, status=422 if form.errors else 200)


def _react(request: HttpRequest, door: Door, participant: Participant) -> HttpResponse:
    form = ReactionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose yes, no or pass. Nothing was saved."))
    else:
        sent = form.cleaned_data["statement"]
        if not tried_again(lambda: actions.react(participant, sent, **form.given())):
            messages.info(request, _("This statement is not shown any more, so your answer to it was not saved."))
    return redirect("voices:take_part", door.question.public_code)


@require_http_methods(["GET", "POST"])
@at_the_door(inside=False)
def begin(request: HttpRequest, door: Door) -> HttpResponse:
    """Begin; where a code is needed, with it. A browser that has begun goes on where it was."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or door.participant:
        return redirect("voices:take_part", door.question.public_code)
    asks_code = bool(door.question.entry_code) and not door.at_tablet
    if asks_code and not form.is_valid():
        return _first_page(request, door, form)
    key, way = keys.new_key(), Participant.Way.TABLET if door.at_tablet else Participant.Way.DEVICE
    try:
        actions.begin(door.question, key=key, way=way, entry_code=form.cleaned_data["entry_code"] if asks_code else "")
    except actions.WrongCode:
        form.refuse()
        return _first_page(request, door, form)
    response = redirect("voices:take_part", door.question.public_code)
    keys.remember(response, door.question, key, at_tablet=door.at_tablet)
    return response


@require_http_methods(["GET", "POST"])
@at_the_door(inside=True)
def about_me(request: HttpRequest, door: Door) -> HttpResponse:
    """Group and age, or declining both; it can be said otherwise later."""
    assert door.participant  # noqa: S101  # inside
    told = {"group": door.participant.group, "age_band": door.participant.age_band}
    form = AboutMeForm(request.POST or None, question=door.question, initial=told)
    if request.method == "POST" and "decline" in request.POST:
        actions.tell_about_oneself(door.participant, group="", age_band="")
    elif form.is_valid():
        actions.tell_about_oneself(door.participant, **form.cleaned_data)
    else:
        return page(request, door, "voices/about_me.html", {"form": form}, status=422 if form.errors else 200)
    return redirect("voices:take_part", door.question.public_code)


@require_http_methods(["GET", "POST"])
@at_the_door(inside=True)
def add_own(request: HttpRequest, door: Door) -> HttpResponse:
    """A statement; what may say the same, and a contact or a link in it, is shown before it is saved."""
    assert door.participant  # noqa: S101  # inside
    form = OwnForm(request.POST or None, initial={"request_key": secrets.token_hex(16)})
    show_near(form, reverse("voices:near", args=[door.question.public_code]))
    near, why = [], ""
    if form.is_valid():
        if "knowingly" not in request.POST:
            near = words.near_to(door.question, form.cleaned_data["text"])
            why = words.held_words(held_for(form.cleaned_data["text"]))
        if not near and not why:
            statement = actions.add_own(door.participant, **form.cleaned_data)
            tell_left_out(request, form)
            messages.success(request, words.added(statement))
            return redirect("voices:take_part", door.question.public_code)
    context = {"form": form, "near": near, "why": why, "rules": RULES}
    return page(request, door, "voices/add_own.html", context, status=422 if form.errors else 200)


@require_POST
@at_the_door(inside=False)
def near(request: HttpRequest, door: Door) -> HttpResponse:
    """The piece below the field while she types: what may say the same; nothing for who has not begun."""
    found = words.near_typed(door.question, request.POST) if door.participant else []
    return page(request, door, "voices/parts/near_typed.html", {"near": found})


@require_GET
@at_the_door(inside=True)
def mine(request: HttpRequest, door: Door) -> HttpResponse:
    """What she has said and answered, with its reasons, and how to take it back."""
    assert door.participant  # noqa: S101  # inside
    return page(request, door, "voices/mine.html", {"own": queries.own(door.question, door.participant)})


@require_POST
@at_the_door(inside=True)
def withdraw(request: HttpRequest, door: Door) -> HttpResponse:
    """One statement of hers, or everything."""
    assert door.participant  # noqa: S101  # inside
    sent = request.POST.get("statement", "")
    if sent.isdecimal() and len(sent) < 18:
        is_mine = actions.withdraw(door.participant, int(sent))
        messages.info(request, words.WITHDRAWN if is_mine else words.NOT_YOURS)
        return redirect("voices:mine", door.question.public_code)
    actions.withdraw_all(door.participant)
    messages.success(request, _("Everything of yours is erased: statements, answers, group and age."))
    response = redirect("voices:take_part", door.question.public_code)
    keys.forget(response, door.question)
    return response


@require_http_methods(["GET", "POST"])
@at_the_door(inside=False)
def next_person(request: HttpRequest, door: Door) -> HttpResponse:
    """At the tablet: the screen is cleared for the next person. What was answered is saved already."""
    response = redirect("voices:take_part", door.question.public_code)
    if door.at_tablet:
        keys.forget(response, door.question)
    return response


@never_cache
@require_GET
def tablet(request: HttpRequest, token: str) -> HttpResponse:
    """Makes this browser the tablet of the question."""
    question = access.question_of_tablet(token)
    code = question.public_code if question else "-"
    response = private(redirect("voices:take_part", code))
    if question:
        keys.make_tablet(response, question)
    return response
