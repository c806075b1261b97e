"""Pages of programmes and editions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from koalicja.backroom import events
from koalicja.people.access import can, gminas_of
from koalicja.people.actions.edits import Edit, EditConflict
from koalicja.people.models import Role, User
from koalicja.programmes import access, actions, queries, roles
from koalicja.programmes.forms import (
    AppointForm,
    EditionForm,
    ParticipationFilter,
    ParticipationForm,
    PartnerForm,
    WithdrawForm,
)
from koalicja.programmes.models import Edition, default_age_bands
from koalicja.programmes.texts import event_line
from koalicja.programmes.told import say_if_name_kept
from koalicja.ui.formats import number

ROWS_PER_PAGE = 50
HISTORY_SHOWN = 30


def columns_of(edition: Edition) -> list[dict[str, object]]:
    """Heads of the table of libraries; the edition says what a coalition is called."""
    return [
        {"label": _("Library")},
        {"label": _("Part")},
        {"label": edition.coalition_label},
        {"label": _("Partners"), "number": True},
        {"label": _("Register"), "number": True},
    ]


def history(subject: str) -> list[dict[str, object]]:
    """Lines of the timeline component."""
    shown = events.about(subject)[:HISTORY_SHOWN]
    return [{"when": event.at, "text": event_line(event), "who": event.by} for event in shown]


@login_required
@require_GET
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.programme_for(request.user, slug)
    seen = access.editions_seen_by(request.user, programme.pk)
    context = {
        "programme": programme,
        "partners": queries.partners_of(programme),
        "editions": queries.editions_of(programme, seen),
        "can_edit": bool(seen & access.editions_run_by(request.user)),
        "history": history(programme.key),
    }
    return render(request, "programmes/programme.html", context)


@login_required
@require_GET
def logo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The picture of a partner, under the content type its bytes have: never under one that a sender chose."""
    partner = access.partner_for(request.user, slug, pk)
    if not partner.logo:
        raise Http404
    try:
        with partner.logo.open("rb") as file:
            answer = HttpResponse(file.read(), content_type=partner.logo_type)
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Content-Disposition"] = "inline"
    return answer


@login_required
def add_partner(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.programme_for(request.user, slug, to="edit")
    form = PartnerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_partner(programme=programme, by=_me(request), **form.cleaned_data)
        except actions.NameTaken:
            form.add_error("name", _("This organisation already has this part in the programme."))
        else:
            messages.success(request, _("Partner of the programme added."))
            return redirect(programme)
    return render(request, "programmes/edit_partner.html", {"programme": programme, "form": form})


@login_required
def edit_partner(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    partner = access.partner_for(request.user, slug, pk, to="edit")
    form = PartnerForm(request.POST or None, request.FILES or None, instance=partner)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_partner(partner=partner, by=_me(request), **form.cleaned_data)
        except actions.NameTaken:
            form.add_error("name", _("This organisation already has this part in the programme."))
        else:
            messages.success(request, _("Saved."))
            return redirect(partner.programme)
    context = {"programme": partner.programme, "partner": partner, "form": form}
    return render(request, "programmes/edit_partner.html", context)


@login_required
@require_POST
def remove_partner(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    partner = access.partner_for(request.user, slug, pk, to="edit")
    actions.remove_partner(partner=partner, by=_me(request))
    messages.success(request, _("Partner of the programme removed."))
    return redirect(partner.programme)


@login_required
def open_edition(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.programme_for(request.user, slug, to="edit")
    form = EditionForm(request.POST or None, initial={"age_bands": default_age_bands(), "since": 0})
    if request.method == "POST" and form.is_valid():
        try:
            edition = actions.open_edition(programme=programme, by=_me(request), **form.new())
        except actions.NameTaken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Edition opened. Next, add its libraries."))
            return redirect(edition)
    return render(request, "programmes/edit_edition.html", {"programme": programme, "form": form})


@login_required
@require_GET
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    edition = access.edition_for(request.user, pk)
    form = ParticipationFilter(request.GET, edition=edition)
    rows = queries.participations(edition, **form.values())
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    is_filtered = form.is_filtering()
    context = {
        "edition": edition,
        "brand": edition.coalition_label,
        "numbers": queries.edition_numbers([edition])[edition.pk],
        "form": form,
        "page": page,
        "columns": columns_of(edition),
        "found": _found(page.paginator.count),
        "is_filtered": is_filtered,
        "clear_url": edition.get_absolute_url() if is_filtered else "",
        "registers": set(gminas_of(request.user)),
        "can_edit": "edit" in access.permissions_in(request.user, edition),
        "can_load": can(request.user, "load", edition.key),
        "history": history(edition.key),
    }
    return render(request, "programmes/edition.html", context)


@login_required
def edit_edition(request: HttpRequest, pk: int) -> HttpResponse:
    edition = access.edition_for(request.user, pk, to="edit")
    form = EditionForm(request.POST or None, edition=edition)
    if request.method == "POST" and form.is_valid():
        asked = {"seen": form.seen(), "new": form.new(), "since": form.cleaned_data["since"]}
        try:
            edit = actions.change_edition(edition=edition, by=_me(request), **asked)
        except (EditConflict, actions.NameTaken) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            _say_who_else(request, edit)
            return redirect(edition)
    context = {"programme": edition.programme, "edition": edition, "brand": edition.coalition_label, "form": form}
    return render(request, "programmes/edit_edition.html", context)


@login_required
def operators(request: HttpRequest, pk: int) -> HttpResponse:
    edition = access.edition_for(request.user, pk, to="edit")
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = roles.account(**form.cleaned_data)
        actions.appoint_operator(edition=edition, user=user, by=_me(request))
        messages.success(request, _("Appointed: %(name)s runs this edition too.") % {"name": user})
        say_if_name_kept(request, user, form.cleaned_data["name"])
        return redirect("programmes:operators", pk=pk)
    people = roles.holders(Role.Kind.OPERATOR, edition.key, edition.key)
    context = {"edition": edition, "brand": edition.coalition_label, "form": form, "people": people}
    return render(request, "programmes/operators.html", context)


@login_required
@require_POST
def end_operator(request: HttpRequest, pk: int) -> HttpResponse:
    edition = access.edition_for(request.user, pk, to="edit")
    form = WithdrawForm(request.POST)
    if form.is_valid():
        held = {"roles__source": edition.key, "roles__kind": Role.Kind.OPERATOR, "roles__ended_at": None}
        user = get_object_or_404(User.objects.filter(**held).distinct(), pk=form.cleaned_data["user"])
        try:
            actions.end_operator(edition=edition, user=user, by=_me(request))
        except actions.LastOperator:
            messages.error(request, _("Somebody must run this edition. Appoint another person first."))
        else:
            messages.success(request, _("The role has ended. What was entered stays."))
            if user == request.user:
                return redirect("/")
    return redirect("programmes:operators", pk=pk)


@login_required
def register_participation(request: HttpRequest, pk: int) -> HttpResponse:
    edition = access.edition_for(request.user, pk, to="edit")
    form = ParticipationForm(request.POST or None, edition=edition, initial={"part": "lead"})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            participation = actions.register_library(
                edition=edition,
                gmina=values["gmina"],
                name=values["library"],
                part=values["part"],
                lead=values["lead"],
                by=_me(request),
            )
        except actions.LibraryTwice as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Library added. Next, name its coordinator."))
            return redirect(participation)
    context = {"edition": edition, "brand": edition.coalition_label, "form": form}
    return render(request, "programmes/register_participation.html", context)


@login_required
def participation(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.participation_for(request.user, pk, to="edit" if request.method == "POST" else "view")
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = roles.account(**form.cleaned_data)
        actions.appoint_coordinator(participation=row, user=user, by=_me(request))
        messages.success(request, _("Coordinator appointed. A code by e-mail is all that is needed to sign in."))
        say_if_name_kept(request, user, form.cleaned_data["name"])
        return redirect(row)
    context = {
        "row": row,
        "brand": row.edition.coalition_label,
        "form": form,
        "can_edit": "edit" in access.permissions_in(request.user, row.edition),
        "partners": row.partners.select_related("library", "gmina__powiat__voivodeship").order_by("library__name"),
        "others": queries.other_editions(row),
        "coordinators": roles.holders(Role.Kind.COORDINATOR, f"gmina:{row.gmina_id}", row.key),
        "sees_register": row.gmina_id in gminas_of(request.user),
        "history": history(row.key),
    }
    return render(request, "programmes/participation.html", context)


@login_required
@require_POST
def end_coordinator(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.participation_for(request.user, pk, to="edit")
    form = WithdrawForm(request.POST)
    if form.is_valid():
        user = get_object_or_404(User, pk=form.cleaned_data["user"], roles__source=row.key, roles__ended_at=None)
        actions.end_coordinator(participation=row, user=user, by=_me(request))
        messages.success(request, _("The role has ended. What was entered stays."))
    return redirect(row)


@login_required
@require_POST
def remove_participation(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.participation_for(request.user, pk, to="edit")
    try:
        actions.remove_participation(participation=row, by=_me(request))
    except actions.StillNeeded as refusal:
        messages.error(request, _still_needed(refusal.code, row.edition))
        return redirect(row)
    messages.success(request, _("Library removed from the edition. Its entry in the register stays."))
    return redirect(row.edition)


def _found(count: int) -> str:
    return ngettext("%(count)s library", "%(count)s libraries", count) % {"count": number(count)}


def _still_needed(code: str, edition: Edition) -> str:
    return {
        "coalition": _("This library was not removed. In this edition it has: %(label)s.")
        % {"label": edition.coalition_label},
        "partners": _("This library was not removed: it has Partner Libraries. Remove them first."),
    }[code]


def _say_who_else(request: HttpRequest, edit: Edit) -> None:
    names = sorted({str(event.by) for event in edit.others})
    if names:
        told = ngettext(
            "Meanwhile somebody else changed this edition too: %(names)s. Both changes are kept.",
            "Meanwhile others changed this edition too: %(names)s. All changes are kept.",
            len(names),
        )
        messages.info(request, told % {"names": ", ".join(names)})


def _me(request: HttpRequest) -> User:
    """The signed-in user; login_required has made sure there is one."""
    assert isinstance(request.user, User)  # noqa: S101 - for the type only
    return request.user
