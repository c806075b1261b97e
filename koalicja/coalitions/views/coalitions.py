"""Pages of coalitions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from koalicja.backroom import events
from koalicja.coalitions import access, actions
from koalicja.coalitions.forms import NameForm
from koalicja.coalitions.queries.candidates import candidates_count, entries_count
from koalicja.coalitions.queries.runs import runs_of
from koalicja.coalitions.texts import event_line
from koalicja.people.access import gminas_of
from koalicja.people.actions.edits import EditConflict
from koalicja.people.models import Role, User
from koalicja.programmes import roles
from koalicja.programmes.forms import AppointForm, WithdrawForm

HISTORY_SHOWN = 30


@login_required
@require_GET
def coalition(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk)
    shown = events.about(coalition.key)[:HISTORY_SHOWN]
    context = {
        "coalition": coalition,
        "brand": coalition.edition.coalition_label,
        "may": access.permissions_in(request.user, coalition),
        "animators": roles.holders(Role.Kind.ANIMATOR, coalition.key),
        "partners": coalition.participation.partners.select_related("library__gmina").order_by("library__name", "pk"),
        "sees_register": coalition.gmina_id in gminas_of(request.user),
        "entries": entries_count(coalition, candidates_count(coalition)),
        "newest_run": runs_of(coalition).first(),
        "history": [
            {"when": event.at, "text": event_line(event), "who": event.by, "url": event.params.get("url", "")}
            for event in shown
        ],
    }
    return render(request, "coalitions/coalition.html", context)


@login_required
def create(request: HttpRequest, pk: int) -> HttpResponse:
    participation = access.participation_for(request.user, pk)
    if hasattr(participation, "coalition"):
        return redirect(participation.coalition)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            made = actions.create_coalition(participation=participation, by=_me(request), name=name)
        except actions.CoalitionExists:
            form.add_error("name", _("Somebody else has just given a name. Reload this page to see it."))
        else:
            messages.success(request, _("Name saved."))
            return redirect(made)
    context = {"participation": participation, "brand": participation.edition.coalition_label, "form": form}
    return render(request, "coalitions/create.html", context)


@login_required
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk, to="rename")
    form = NameForm(request.POST or None, coalition=coalition)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_coalition(coalition=coalition, by=_me(request), **form.change())
        except EditConflict as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Name saved."))
            return redirect(coalition)
    context = {"coalition": coalition, "brand": coalition.edition.coalition_label, "form": form}
    return render(request, "coalitions/rename.html", context)


@login_required
def animators(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk, to="appoint")
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.appoint_animator(coalition=coalition, user=roles.account(**form.cleaned_data), by=_me(request))
        messages.success(request, _("Animator appointed. A code by e-mail is all that is needed to sign in."))
        return redirect("coalitions:animators", coalition.pk)
    context = {
        "coalition": coalition,
        "brand": coalition.edition.coalition_label,
        "animators": roles.holders(Role.Kind.ANIMATOR, coalition.key),
        "form": form,
    }
    return render(request, "coalitions/animators.html", context)


@login_required
@require_POST
def end_animator(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk, to="appoint")
    form = WithdrawForm(request.POST)
    if form.is_valid():
        holders = User.objects.filter(roles__source=coalition.key, roles__ended_at=None).distinct()
        user = get_object_or_404(holders, pk=form.cleaned_data["user"])
        actions.end_animator(coalition=coalition, user=user, by=_me(request))
        messages.success(request, _("The role has ended. What was entered stays."))
    return redirect("coalitions:animators", coalition.pk)


def _me(request: HttpRequest) -> User:
    """The signed-in user; login_required has made sure there is one."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type only
    return request.user
