"""The screen of a naming session: names as they fall, who is meant, undo, suggestions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koalicja.coalitions import access
from koalicja.coalitions.actions import StepOutdated
from koalicja.coalitions.actions import naming as actions
from koalicja.coalitions.forms.naming import DecideForm, NamesForm
from koalicja.coalitions.models import Coalition, NamingSession
from koalicja.coalitions.queries import naming as queries
from koalicja.coalitions.queries.naming_matches import Box, matches, typed_lines
from koalicja.coalitions.queries.naming_suggestions import is_suggestible
from koalicja.coalitions.views import naming_words as words
from koalicja.coalitions.views.naming_first import first_questions
from koalicja.people.actions.edits import Gone
from koalicja.people.models import Organisation
from koalicja.people.views.pages import actor

SHOWN_WHILE_TYPING = 8
LONGEST_WHILE_TYPING = 4000


@login_required
@require_http_methods(["GET", "POST"])
def naming(request: HttpRequest, pk: int) -> HttpResponse:
    """All boxes; what is typed into one is saved at once."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    return _save(request, coalition) if request.method == "POST" else _page(request, coalition)


def _page(request: HttpRequest, coalition: Coalition, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The whole screen; what was typed into the `refused` box stands in it again."""
    sessions = queries.sessions_of(coalition)
    asked = request.GET.get("rozmowa", "")
    session = next((each for each in sessions if str(each.pk) == asked), next(iter(sessions), None))
    context = _frame(coalition) | {
        "session": session,
        "is_today": bool(session and session.on == timezone.localdate()),
        "sessions": sessions,
        "shown": queries.naming_page(coalition),
        "first": first_questions(coalition),
        "refused": refused,
        "refused_text": request.POST.get("text", ""),
    }
    return render(request, "coalitions/naming.html", context, status=status)


def _save(request: HttpRequest, coalition: Coalition) -> HttpResponse:
    form = NamesForm(request.POST, boxes=queries.naming_boxes(coalition))
    if not form.is_valid():
        return _answer(request, coalition, words.refused(form), box=form.cleaned_data.get("box", ""))
    session = _session(request, coalition)
    named = form.named()
    try:
        done = actions.name_lines(session=session, by=actor(request), **named)
    except actions.NotNamed as refusal:
        return _answer(request, coalition, words.nobody_named(refusal), box=named["box"].key)
    return _answer(request, coalition, words.saved(done), box=named["box"].key)


def _session(request: HttpRequest, coalition: Coalition) -> NamingSession:
    """The talk that the page showed, else the newest one, else one of today."""
    found = _shown_session(request, coalition) or coalition.naming_sessions.first()
    return found or actions.begin_session(coalition=coalition, by=actor(request), on=timezone.localdate())


def _shown_session(request: HttpRequest, coalition: Coalition) -> NamingSession | None:
    sent = request.POST.get("session", "")
    found: NamingSession | None = None
    if sent.isdecimal() and len(sent) < 18:
        found = coalition.naming_sessions.filter(pk=sent).first()
    return found


def _answer(request: HttpRequest, coalition: Coalition, said: words.Said, *, box: str) -> HttpResponse:
    """The boxes as they now are: for htmx as pieces, each in its place, else the page at this box."""
    if not request.headers.get("HX-Request"):
        messages.add_message(request, said.level, said.text)
        if said.status != 200:
            return _page(request, coalition, refused=box, status=said.status)
        return redirect(home(coalition, request.POST.get("session", ""), queries.naming_boxes(coalition), box))
    shown = queries.naming_page(coalition)
    context = _frame(coalition) | {"shown": shown, "box": shown.box(box), "typed": box, "said": said}
    context["session"] = _shown_session(request, coalition)
    return render(request, "coalitions/parts/naming_saved.html", context, status=said.status)


@login_required
@require_POST
def naming_known(request: HttpRequest, pk: int) -> HttpResponse:
    """The piece below a box while somebody types: which names the register knows, which are new."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    form = NamesForm(request.POST, boxes=queries.naming_boxes(coalition))
    found: list[Any] = []
    if form.is_valid():
        box: Box = form.named()["box"]
        lines = typed_lines(form.cleaned_data["text"][-LONGEST_WHILE_TYPING:])[-SHOWN_WHILE_TYPING:]
        found = matches(coalition.gmina, [(line, box) for line in lines])
    return render(request, "coalitions/parts/naming_known.html", {"found": found})


@login_required
@require_POST
def begin_naming(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk, to="invite")
    session = actions.begin_session(coalition=coalition, by=actor(request), on=timezone.localdate())
    messages.success(request, _("A new talk has begun. Names that you type now belong to it."))
    return redirect(home(coalition, str(session.pk)))


@login_required
@require_POST
def take_suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk, to="invite")
    sent = request.POST.get("organisation", "")
    organisation = get_object_or_404(Organisation, pk=int(sent) if sent.isdecimal() and len(sent) < 18 else 0)
    boxes, key = queries.naming_boxes(coalition), request.POST.get("box", "")
    box = next((each for each in boxes if each.key == key), boxes[0])
    if not is_suggestible(coalition, organisation):
        messages.error(request, _("This organisation is not in the register any more. Nothing was saved."))
    else:
        session = _session(request, coalition)
        actions.take_suggestion(session=session, by=actor(request), organisation=organisation, box=box)
        messages.success(request, _("On the list: %(name)s") % {"name": organisation.name})
    return redirect(home(coalition, request.POST.get("session", ""), boxes, box.key))


@login_required
@require_POST
def decide_line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Who is meant by a line that waits."""
    found = access.named_line_for(request.user, pk, line)
    coalition, key = found.session.coalition, found.box
    form = DecideForm(request.POST)
    meant = form.decided() if form.is_valid() else None
    try:
        decided = actions.decide_line(found, by=actor(request), meant=meant) if meant else found
    except (Gone, actions.NotNamed) as refusal:
        messages.error(request, words.not_decided(refusal))
    else:
        said = words.decided(decided) if meant else words.choose_one()
        messages.add_message(request, said.level, said.text)
    return redirect(home(coalition, request.POST.get("session", ""), queries.naming_boxes(coalition), key))


@login_required
@require_POST
def take_back_line(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    found = access.named_line_for(request.user, pk, line)
    coalition, key = found.session.coalition, found.box
    name = str(found.candidacy.owner) if found.candidacy else found.text
    try:
        actions.take_back_line(found, by=actor(request))
    except (StepOutdated, Gone):
        told = _("%(name)s: something has come of it already, so it stays on the list. Nothing was changed.")
        messages.error(request, told % {"name": name})
    else:
        messages.success(request, _("Taken back: %(name)s") % {"name": name})
    return redirect(home(coalition, request.POST.get("session", ""), queries.naming_boxes(coalition), key))


def home(coalition: Coalition, session: str = "", boxes: list[Box] | None = None, box: str = "") -> str:
    """The screen, with the talk that was shown, at a box."""
    address = reverse("coalitions:naming", args=[coalition.pk])
    place = next((at for at, each in enumerate(boxes or [], start=1) if each.key == box), 0)
    return f"{address}{f'?rozmowa={session}' if session.isdecimal() else ''}{f'#pole-{place}' if place else ''}"


def _frame(coalition: Coalition) -> dict[str, Any]:
    return {"coalition": coalition, "brand": coalition.edition.coalition_label}
