"""Pages on which a coalition says what it is for: its texts, who leads, how often it meets."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koalicja.coalitions import access, actions
from koalicja.coalitions.forms import LeadershipForm, RhythmForm, StatementForm
from koalicja.coalitions.models import Coalition, Statement
from koalicja.coalitions.queries.purpose import Versions, candidacies_of, leaderships_of, versions_of
from koalicja.coalitions.starters import SLUGS, STATEMENTS, WHY
from koalicja.people.actions.edits import EditConflict
from koalicja.people.views.left_out import tell_left_out
from koalicja.people.views.pages import actor
from koalicja.standing.refusals import FactRefused
from koalicja.ui.formats import day


@login_required
@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, pk: int, text: str) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk, to="edit")
    kind = _kind(text)
    versions = versions_of(coalition, kind)
    form = _statement_form(request, kind, versions)
    if form.is_valid():
        try:
            said = actions.say_statement(coalition=coalition, by=actor(request), kind=kind, **form.said())
        except EditConflict as refusal:
            form.refuse(refusal)
        except FactRefused as refusal:
            form.refuse_day(refusal)
        else:
            messages.success(request, _saved(said, versions_of(coalition, kind).newest or said))
            tell_left_out(request, form)
            return redirect(f"{coalition.get_absolute_url()}#{text}")
    shown = {"versions": versions, "starters": STATEMENTS[kind], "why": WHY[kind], "label": kind.label, "text": text}
    return render(request, "coalitions/statement.html", _page(coalition, form) | shown)


def _saved(said: Statement, newest: Statement) -> str:
    """A text of an earlier day is an older version at once, and the page shows the newest one."""
    told = {"what": said.get_kind_display(), "day": day(newest.on)}
    if said != newest:
        return _("Saved as an older version: %(what)s. The page keeps the text of %(day)s.") % told
    return _("Saved: %(what)s. Older versions stay readable.") % told


@login_required
@require_http_methods(["GET", "POST"])
def leadership(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk, to="edit")
    older, library = leaderships_of(coalition), str(coalition.participation.library)
    listed = [each for each in candidacies_of(coalition) if each.state not in each.PARTED]
    form = LeadershipForm(request.POST or None, leaderships=older, library=library, candidacies=listed)
    if form.is_valid():
        try:
            actions.choose_leadership(coalition=coalition, by=actor(request), **form.chosen())
        except EditConflict as refusal:
            form.refuse(refusal)
        except FactRefused as refusal:
            form.refuse_day(refusal)
        else:
            messages.success(request, _("Saved: who leads. Older choices stay readable."))
            return redirect(f"{coalition.get_absolute_url()}#kto-prowadzi")
    return render(request, "coalitions/leadership.html", _page(coalition, form) | {"why": WHY["leader"]})


@login_required
@require_http_methods(["GET", "POST"])
def rhythm(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk, to="edit")
    form = RhythmForm(request.POST or None, coalition=coalition)
    if form.is_valid():
        try:
            edit = actions.set_rhythm(coalition=coalition, by=actor(request), **form.change())
        except EditConflict as refusal:
            form.refuse(refusal)
        except FactRefused as refusal:
            form.refuse_day(refusal)
        else:
            gone = edit.changed and form.cleaned_data["rhythm_months"] is None
            messages.success(request, _("Rhythm of meetings taken off") if gone else _("Saved: how often you meet."))
            return redirect(coalition)
    return render(request, "coalitions/rhythm.html", _page(coalition, form) | {"why": WHY["rhythm"]})


def _statement_form(request: HttpRequest, kind: Statement.Kind, versions: Versions) -> StatementForm:
    """What was sent to be saved; else the form with a starter put after what stands in it, and nothing saved."""
    label = str(kind.label)
    if request.method == "POST" and "begin" not in request.POST:
        return StatementForm(request.POST, versions=versions, label=label)
    chosen = request.POST.get("begin") or request.GET.get("od", "")
    begin = str(STATEMENTS[kind].get(chosen, ("", ""))[1])
    return StatementForm(versions=versions, label=label, begin=begin, typed=request.POST)


def _kind(text: str) -> Statement.Kind:
    """The text an address names; 404 for what nobody offers."""
    if text not in SLUGS:
        raise Http404
    return SLUGS[text]


def _page(coalition: Coalition, form: Any) -> dict[str, Any]:
    return {"coalition": coalition, "brand": coalition.edition.coalition_label, "form": form}
