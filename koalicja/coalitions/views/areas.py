"""Pages of areas of action and of what is brought to the table."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koalicja.coalitions import access, actions
from koalicja.coalitions.forms import AreaForm, AssetForm, NewAssetForm, RenameAreaForm
from koalicja.coalitions.models import Asset, Coalition
from koalicja.coalitions.queries.purpose import assets_of, candidacies_of
from koalicja.coalitions.starters import WHY, starters_left
from koalicja.people.actions.edits import EditConflict, Gone
from koalicja.people.views.pages import actor
from koalicja.standing.refusals import FactRefused


@login_required
@require_http_methods(["GET", "POST"])
def areas(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk, to="edit")
    form = AreaForm(request.POST or None)
    if form.is_valid():
        try:
            area = actions.add_area(coalition=coalition, by=actor(request), **form.chosen())
        except FactRefused as refusal:
            form.refuse_day(refusal)
        else:
            messages.success(request, _("Area of action: %(name)s") % {"name": area.name})
            home = f"{coalition.get_absolute_url()}#obszary"
            return redirect(home) if "back" in request.POST else redirect("coalitions:areas", pk)
    known = [area for area in coalition.areas.all() if not area.is_dropped]
    shown = {"areas": known, "starters": starters_left(known), "why": WHY["areas"]}
    return render(request, "coalitions/areas.html", _page(coalition, form) | shown)


@login_required
@require_http_methods(["GET", "POST"])
def rename_area(request: HttpRequest, pk: int, area: int) -> HttpResponse:
    found = access.area_for(request.user, pk, area)
    form = RenameAreaForm(request.POST or None, area=found)
    if form.is_valid():
        name, seen = form.cleaned_data["name"], form.seen().get("name", "")
        try:
            actions.rename_area(found, by=actor(request), seen=seen, name=name, since=form.opened_at())
        except EditConflict as refusal:
            form.refuse(refusal)
        except actions.AreaTwice:
            form.add_error("name", _("The coalition has an area of this name already, perhaps one you gave up."))
        except Gone:
            messages.error(request, _("Somebody has given this area up in the meantime. Nothing was saved."))
            return redirect("coalitions:areas", pk)
        else:
            messages.success(request, _("Area of action: %(name)s") % {"name": name})
            return redirect("coalitions:areas", pk)
    return render(request, "coalitions/rename_area.html", _page(found.coalition, form) | {"area": found})


@login_required
@require_POST
def drop_area(request: HttpRequest, pk: int, area: int) -> HttpResponse:
    found = access.area_for(request.user, pk, area)
    actions.drop_area(found, by=actor(request), on=timezone.localdate())
    told = _("Given up: %(name)s. It stays in the history and can be chosen again.")
    messages.success(request, told % {"name": found.name})
    return redirect("coalitions:areas", pk)


@login_required
@require_http_methods(["GET", "POST"])
def assets(request: HttpRequest, pk: int) -> HttpResponse:
    coalition = access.coalition_for(request.user, pk, to="edit")
    library = str(coalition.participation.library)
    listed = [each for each in candidacies_of(coalition) if each.state not in each.PARTED]
    form = NewAssetForm(request.POST or None, library=library, candidacies=listed)
    if form.is_valid():
        asset = actions.add_asset(coalition=coalition, by=actor(request), **form.brought())
        messages.success(request, _("Brought to the table: %(what)s") % {"what": asset.what})
        return redirect("coalitions:assets", pk)
    shown = {"assets": assets_of(coalition), "library": library, "why": WHY["assets"]}
    return render(request, "coalitions/assets.html", _page(coalition, form) | shown)


@login_required
@require_http_methods(["GET", "POST"])
def change_asset(request: HttpRequest, pk: int, asset: int) -> HttpResponse:
    found = access.asset_for(request.user, pk, asset)
    form = AssetForm(request.POST or None, asset=found)
    if form.is_valid():
        try:
            actions.change_asset(found, by=actor(request), seen=form.seen(), new=form.new(), since=form.opened_at())
        except EditConflict as refusal:
            form.refuse(refusal)
        except Gone:
            return _asset_gone(request, found)
        else:
            messages.success(request, _("Saved."))
            return redirect("coalitions:assets", pk)
    return render(request, "coalitions/change_asset.html", _page(found.coalition, form) | {"asset": found})


@login_required
@require_POST
def remove_asset(request: HttpRequest, pk: int, asset: int) -> HttpResponse:
    found = access.asset_for(request.user, pk, asset)
    actions.remove_asset(found, by=actor(request))
    messages.success(request, _("Not brought any more: %(what)s") % {"what": found.what})
    return redirect("coalitions:assets", pk)


def _asset_gone(request: HttpRequest, asset: Asset) -> HttpResponse:
    messages.error(request, _("Somebody has taken this off the list in the meantime. Nothing was saved."))
    return redirect("coalitions:assets", asset.coalition_id)


def _page(coalition: Coalition, form: Any) -> dict[str, Any]:
    return {"coalition": coalition, "brand": coalition.edition.coalition_label, "form": form}
