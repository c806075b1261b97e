"""A meeting written down afterwards; and what is printed before it: letters, a call list, a list of presence."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from koalicja.coalitions import access, actions
from koalicja.coalitions.actions.invitations import link_of
from koalicja.coalitions.forms.meeting import MeetingForm
from koalicja.coalitions.inviting import letters
from koalicja.coalitions.inviting.words import meeting_words
from koalicja.coalitions.models import Coalition
from koalicja.coalitions.queries import invitations as queries
from koalicja.coalitions.queries.meetings import meeting_written
from koalicja.coalitions.views import printing_words as printing
from koalicja.people.views.left_out import tell_left_out
from koalicja.people.views.pages import actor, ids
from koalicja.standing.refusals import FactRefused


@login_required
@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Six fields, and a tick for each of those on the list who came; filled where it corrects a meeting."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    met, chosen = queries.meetings_of(coalition), request.GET.get("popraw", "")
    written = meeting_written(met, chosen)
    if chosen and written is None:
        messages.error(request, _("This meeting does not stand in the history any more. Nothing was saved."))
        return redirect("coalitions:meeting", pk)
    listed = [row.candidacy for row in queries.invited_of(coalition)]
    plan = queries.plan_of(coalition)
    form = MeetingForm(request.POST or None, plan=plan, candidacies=listed, met=met, written=written)
    if form.is_valid():
        key, told = form.cleaned_data["key"], form.meeting()
        try:
            actions.write_meeting(coalition, by=actor(request), meeting=told, key=key, **form.which())
        except actions.MeetingThere as there:
            form.refuse_same_day(there.fact)
        except FactRefused as refusal:
            form.refuse(refusal)
        else:
            return _written_down(request, coalition, form)
    return render(request, "coalitions/meeting.html", _page(coalition) | {"form": form})


def _written_down(request: HttpRequest, coalition: Coalition, form: MeetingForm) -> HttpResponse:
    messages.success(request, _("Written down: who came and what was agreed. It stands in the history."))
    tell_left_out(request, form)
    if form.kept:
        messages.info(request, _("Left empty, so kept as it was: %(what)s.") % {"what": form.kept_words()})
    return redirect(coalition)


@login_required
@require_GET
@never_cache
def print_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters that were chosen, each with its slip, in one file. Only letters that a human let go."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    chosen = queries.letters_of(coalition, ids(request.GET.getlist("id")))
    if not chosen:
        messages.info(request, _("There is no letter to print. Choose people first."))
        return redirect("coalitions:invitations", pk)
    site = request.build_absolute_uri("/")
    content = letters.letters_pdf(
        [printing.letter(each, link_of(each, site)) for each in chosen], printing.head(coalition)
    )
    return _paper(content, f"zaproszenia-{pk}.pdf")


@login_required
@require_GET
@never_cache
def print_calls(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to call: who has no e-mail, or whom mail did not reach; first those whose number is known."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    rows = sorted(queries.without_mail(queries.invited_of(coalition)), key=lambda row: not row.reach.phone)
    calls = [printing.call(row) for row in rows]
    return _paper(letters.calls_pdf(calls, printing.head(coalition), timezone.localdate()), f"telefony-{pk}.pdf")


@login_required
@require_GET
@never_cache
def print_presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Who said they would come, and room for everybody else."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    seats = printing.seats(queries.invited_of(coalition))
    when = meeting_words(queries.frame_of(coalition))
    return _paper(letters.presence_pdf(seats, printing.head(coalition), when=when), f"obecnosc-{pk}.pdf")


def _paper(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _page(coalition: Coalition) -> dict[str, Any]:
    return {"coalition": coalition, "brand": coalition.edition.coalition_label}
