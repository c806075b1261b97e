"""The page behind the link of an invitation: for one person, without an account, without cookies, without scripts."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from koalicja.backroom.busy import tried_again
from koalicja.backroom.visitors import sender_address
from koalicja.coalitions import actions
from koalicja.coalitions.actions.answers import REFUSING
from koalicja.coalitions.forms.answers import AnswerForm
from koalicja.coalitions.inviting.words import meeting_words
from koalicja.coalitions.models import Answer, Candidacy, Invitation
from koalicja.coalitions.queries import invitations as queries
from koalicja.coalitions.queries.candidates import library_contact, library_of
from koalicja.coalitions.queries.leaving import leaving_with
from koalicja.coalitions.queries.newest import refused_elsewhere
from koalicja.coalitions.queries.undoing import moved_on
from koalicja.people.actions.edits import Gone

MISSES_ALLOWED, MISSES_SECONDS = 30, 3600


# There is no session here to be misused: whoever can send this form holds the token, and a browser that keeps it from
# referrers sends no Origin that the usual check would take.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_link(request: HttpRequest, token: str) -> HttpResponse:
    """Only what belongs to this one invitation, whoever is signed in."""
    invitation = queries.by_token(token)
    if invitation is None:
        return _calm(None, 429 if _missed(request) > MISSES_ALLOWED else 404)
    if not invitation.takes_answers(timezone.localdate()):
        return _calm(invitation, 410)
    answer = invitation.answers.first()
    sent = request.POST if request.method == "POST" else None
    form = AnswerForm(sent, candidacy=invitation.candidacy, answer=answer)
    if form.is_valid():
        try:
            tried_again(lambda: actions.answer_by_link(invitation, **form.answer()))
        except (actions.LinkClosed, Gone):
            return _calm(invitation, 410)
        return _private(redirect(f"{request.path}#odpowiedz"))
    return _asked(request, invitation, answer, form)


def _asked(request: HttpRequest, invitation: Invitation, answer: Answer | None, form: AnswerForm) -> HttpResponse:
    candidacy = invitation.candidacy
    coalition = candidacy.coalition
    answer = refused_elsewhere(invitation) or answer
    erase_on = candidacy.erase_on if answer and answer.said == Answer.Said.NO else None
    meeting = queries.frame_of(coalition)
    now = meeting_words(meeting)
    context: dict[str, Any] = {
        "invitation": invitation,
        "to": str(candidacy.owner),
        "answer": answer,
        "form": form,
        "candidacy": candidacy,
        "erase_on": erase_on,
        "moved": moved_on(answer),
        "undone_said": Answer.Said(invitation.undone_said).label if invitation.undone_said else "",
        "stays": bool(erase_on) and leaving_with(candidacy).stays,
        "is_refusal": candidacy.state in (*REFUSING, Candidacy.State.DECLINED),
        "open_until": min(filter(None, [candidacy.erase_on, invitation.expires_on]), default=None),
        "erase_days": coalition.edition.erase_declined_after_days,
        "meeting": meeting,
        "counts_now": "" if now in invitation.text else now,
        "action": request.path,
    }
    return _page("coalitions/answer_link.html", invitation, context, 422 if form.errors else 200)


def _calm(invitation: Invitation | None, status: int) -> HttpResponse:
    """One sentence, and whom to call, where a link opens nothing."""
    return _page("coalitions/answer_closed.html", invitation, {"is_busy": status == 429}, status)


def _page(template: str, invitation: Invitation | None, context: dict[str, Any], status: int) -> HttpResponse:
    """Rendered without the request: no account, no language or look of somebody signed in stands around it."""
    if invitation:
        coalition = invitation.candidacy.coalition
        context |= {"library": str(library_of(coalition)), "contact": library_contact(coalition)}
        context |= {"brand": coalition.edition.coalition_label, "coalition_name": coalition.name}
    response = HttpResponse(render_to_string(template, context | {"demo": settings.DEMO}), status=status)
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _missed(request: HttpRequest) -> int:
    """How often this visitor has guessed, with this time; a link that opens something never counts and always opens."""
    key = f"coalitions.answer_link.misses:{sender_address(request.META)}"
    cache.add(key, 0, MISSES_SECONDS)
    try:
        return int(cache.incr(key))
    except ValueError:  # its hour ended just now
        return 1
