"""Pages of coalitions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from koalicja.coalitions import access, actions
from koalicja.coalitions.forms import NameForm
from koalicja.people.actions.edits import EditConflict
from koalicja.people.models import Role, User
from koalicja.programmes import roles
from koalicja.programmes.forms import AppointForm, WithdrawForm
from koalicja.programmes.told import say_if_name_kept


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
        user = roles.account(**form.cleaned_data)
        actions.appoint_animator(coalition=coalition, user=user, by=_me(request))
        messages.success(request, _("Animator appointed. A code by e-mail is all that is needed to sign in."))
        say_if_name_kept(request, user, form.cleaned_data["name"])
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
