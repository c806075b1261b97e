"""Around a naming session: what matters about each name, the talk's notes and what was agreed, the printed sheet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from koalicja.coalitions import access, actions
from koalicja.coalitions.actions import naming
from koalicja.coalitions.composing.naming_sheet import naming_pdf
from koalicja.coalitions.forms.naming import AboutForm, SessionForm
from koalicja.coalitions.models import Candidacy, NamingSession
from koalicja.coalitions.queries import naming as queries
from koalicja.coalitions.queries.naming_paper import naming_sheet_of
from koalicja.people.actions.edits import EditConflict, Gone
from koalicja.people.views.pages import actor
from koalicja.standing.refusals import FactRefused


@login_required
@require_http_methods(["GET", "POST"])
def naming_about(request: HttpRequest, pk: int, candidacy: int) -> HttpResponse:
    """What matters about one name; saving leads to the next one of whom nothing is known."""
    found = access.candidacy_for(request.user, pk, candidacy)
    others, knows = queries.list_for(found), list(found.knows.values_list("pk", flat=True))
    form = AboutForm(request.POST or None, candidacy=found, others=others, knows=knows)
    if form.is_valid():
        try:
            actions.update_candidacy(found, by=actor(request), **form.told())
            actions.know(found, by=actor(request), **form.ties())
        except EditConflict as refusal:
            form.refuse(refusal)
        except Gone:
            messages.error(request, _("This name is not on the list any more. Nothing was saved."))
            return redirect("coalitions:naming", pk)
        else:
            messages.success(request, _("Saved: %(name)s") % {"name": found.owner})
            return redirect(_after(request, found))
    return render(request, "coalitions/naming_about.html", _about(found, form, others))


def _about(found: Candidacy, form: AboutForm, others: list[Candidacy]) -> dict[str, object]:
    coalition = found.coalition
    names = [str(each.owner) for each in others]
    return {
        "coalition": coalition,
        "brand": coalition.edition.coalition_label,
        "candidacy": found,
        "form": form,
        "askers": [coalition.participation.library.name, _("animator"), *names],
    }


def _after(request: HttpRequest, found: Candidacy) -> str:
    untold = queries.next_untold(found.coalition, found.pk) if "next" in request.POST else None
    if untold:
        return reverse("coalitions:naming_about", args=[found.coalition_id, untold.pk])
    return reverse("coalitions:naming", args=[found.coalition_id])


@login_required
@require_http_methods(["GET", "POST"])
def naming_session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Notes for preparation, one's own apart, and what was agreed."""
    found = access.naming_for(request.user, pk, session)
    form = SessionForm(request.POST or None, session=found, own=queries.own_note(found, actor(request)))
    if form.is_valid() and _save(request, found, form):
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('coalitions:naming', args=[pk])}?rozmowa={found.pk}")
    context = {"coalition": found.coalition, "brand": found.coalition.edition.coalition_label}
    return render(request, "coalitions/naming_session.html", context | {"session": found, "form": form})


def _save(request: HttpRequest, session: NamingSession, form: SessionForm) -> bool:
    """Own notes first: nothing in the shared ones can stand in their way."""
    own_is_saved = False
    try:
        naming.save_own_note(session, by=actor(request), **form.own_note())
        own_is_saved = True
        naming.save_session(session, by=actor(request), seen=form.seen(), new=form.new(), since=form.opened_at())
    except EditConflict as refusal:
        form.refuse(refusal) if own_is_saved else form.refuse_own(refusal)
    except FactRefused as refusal:
        form.refuse_fact(refusal)
    except naming.SessionTwice:
        form.add_error("on", _("Another talk of this list has this date. Choose another day, or write there."))
    else:
        return True
    return False


@login_required
@require_GET
def naming_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Two pages for an evening without devices; with names that are there already, or blank (`?pusty=1`)."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    asked = request.GET.get("rozmowa", "")
    session = coalition.naming_sessions.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 18 else None
    on = session.on if session else None if "pusty" in request.GET else timezone.localdate()
    sheet = naming_sheet_of(coalition, on=on, is_blank="pusty" in request.GET)
    response = HttpResponse(naming_pdf(sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="kto-u-nas-{coalition.pk}.pdf"'
    return response
