"""Pages on which people are invited: who, by which way, the filled texts, what went out and what came back."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koalicja.backroom import outbox
from koalicja.backroom import wording as mail_words
from koalicja.coalitions import access, actions
from koalicja.coalitions.forms.answers import CodeForm
from koalicja.coalitions.forms.invitations import (
    ChooseForm,
    PlanForm,
    ReminderForm,
    TalkForm,
    TemplateForm,
    TextsForm,
    WordingForm,
)
from koalicja.coalitions.inviting import words
from koalicja.coalitions.models import Coalition, Invitation
from koalicja.coalitions.queries import invitations as queries
from koalicja.coalitions.queries.retyped import changed_by
from koalicja.coalitions.views import inviting_words as said
from koalicja.coalitions.views.gone import told_when_gone
from koalicja.people.actions.edits import EditConflict
from koalicja.people.models import Group
from koalicja.people.views.pages import actor
from koalicja.standing.refusals import FactRefused

Way = Invitation.Way


@login_required
@require_GET
@never_cache
def invitations(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who was invited: by which way, whether it reached them, what they answered, what to do."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    rows = queries.invited_of(coalition)
    extra = {"coalition": coalition, "csrf_token": get_token(request), "back": request.path}
    context = _page(coalition) | {
        "rows": said.lines(coalition, rows),
        "delay": said.delay(coalition),
        "columns": said.columns(),
        "extra": extra,
        "step": said.next_step(coalition, rows),
        "prepared": said.prepared_count(rows),
        "waiting": [row for row in rows if row.asks_for_somebody],
        "letters": said.letters_url(coalition, rows),
        "calls": len(queries.without_mail(rows)),
        "code_form": CodeForm(),
    }
    return render(request, "coalitions/invitations.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@told_when_gone
def choose_invited(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom, by which way, and what all invitations say."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    everybody = queries.invited_of(coalition)
    rows = [row for row in everybody if said.may_be_invited(row, timezone.localdate())]
    plan_form = PlanForm(request.POST or None, plan=queries.plan_of(coalition), asks=said.asker(coalition))
    data, more = request.POST or None, plan_form.says_more
    form = ChooseForm(data, rows=rows, may_be_nobody=more, initial=request.GET.dict())
    if data and plan_form.is_valid() and form.is_valid() and _planned(request, coalition, plan_form):
        return _chosen(request, coalition, form)
    gaps = [gap for gap in said.gaps(coalition, queries.frame_of(coalition)) if not gap["is_here"]]
    context = {"form": form, "plan_form": plan_form, "gaps": gaps, "groups": said.groups(coalition, form)}
    context |= {"is_listed": bool(everybody), "step": None if rows else said.begin(coalition, everybody)}
    return render(request, "coalitions/choose_invited.html", _page(coalition) | context)


def _chosen(request: HttpRequest, coalition: Coalition, form: ChooseForm) -> HttpResponse:
    """On to the texts; where nobody was chosen and no text waits, what was written down about all is told."""
    if form.chosen():
        _prepare(request, coalition, form)
    else:
        messages.success(request, _("Saved: what every invitation says."))
    is_waiting = form.chosen() or any(row.prepared for row in form.rows)
    return redirect("coalitions:invitation_texts" if is_waiting else "coalitions:choose_invited", coalition.pk)


def _planned(request: HttpRequest, coalition: Coalition, form: PlanForm) -> bool:
    """Whether the plan was saved; where somebody else wrote the same field meanwhile, the form says so."""
    try:
        actions.plan_invitations(coalition, by=actor(request), **form.plan())
    except EditConflict as refusal:
        form.refuse(refusal)
        return False
    return True


def _prepare(request: HttpRequest, coalition: Coalition, form: ChooseForm) -> None:
    frame = queries.frame_of(coalition)
    wordings = queries.wordings_of(coalition, {row.candidacy.group for row in form.rows})
    for row, way, again in form.chosen():
        filled = actions.filled_for(way, wordings[row.candidacy.group], frame, brings=row.candidacy.brings)
        try:
            actions.prepare_invitation(
                row.candidacy, by=actor(request), way=way, subject=filled.subject, text=filled.text, again=again
            )
        except actions.InvitedBefore:
            told = _("Invited by this way in the meantime: %(name)s. Choose “once more” to invite again.")
            messages.info(request, told % {"name": row.name})


@login_required
@require_GET
@never_cache
def invitation_texts(request: HttpRequest, pk: int) -> HttpResponse:
    """The filled texts, each as it will go out, by way."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    return _texts_page(request, coalition, {})


def _texts_page(request: HttpRequest, coalition: Coalition, sent: dict[str, TextsForm]) -> HttpResponse:
    rows = queries.invited_of(coalition)
    context = _page(coalition) | {
        "parts": said.parts(coalition, rows, sent),
        "talks": [(row, each) for row in rows for each in row.prepared if each.way == Way.TALK],
        "talk_form": TalkForm(),
        "gaps": said.gaps(coalition, queries.frame_of(coalition)),
        "reminder": said.reminder(coalition),
        "has_any": any(row.prepared for row in rows),
        "letters": said.letters_of_today(coalition, rows),
    }
    return render(request, "coalitions/invitation_texts.html", context)


def asked_when_changed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Where somebody else has changed a text meanwhile, the page comes back with all that was typed, and asks."""

    @wraps(view)
    def asked(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, pk, *args, **kwargs)
        except actions.TextsChanged:
            coalition = access.coalition_for(request.user, pk, to="invite")
        sent = {
            str(way): TextsForm(request.POST, invitations=_prepared(coalition, way)) for way in (Way.EMAIL, Way.LETTER)
        }
        by = changed_by(coalition, _prepared(coalition, *Way.values))
        for form in sent.values():
            form.refuse(by)
        messages.warning(request, _("Nothing was sent or put aside: somebody has changed a text. Look at it below."))
        return _texts_page(request, coalition, sent)

    return asked


@login_required
@require_POST
@asked_when_changed
def send_invitations(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """A human has looked at the texts of one way: they go, once, however often the button is pressed."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    if way not in (Way.EMAIL, Way.LETTER):
        raise Http404
    form = TextsForm(request.POST, invitations=_prepared(coalition, way))
    _keep_typed(request, coalition, going=[each.pk for each in form.invitations])
    if not form.is_valid():
        return _texts_page(request, coalition, {way: form})
    done = actions.send_invitations(
        coalition,
        by=actor(request),
        looked=form.looked(),
        on=timezone.localdate(),
        sender=actions.sender_of(coalition, request.build_absolute_uri("/")),
        begun_at=reverse("coalitions:invitations", args=[pk]),
    )
    for tone, sentence in said.sent_words(way, done):
        messages.add_message(request, tone, sentence)
    return redirect(_onward(coalition), pk)


def _onward(coalition: Coalition) -> str:
    """To the texts as long as one waits there, then to what came of them."""
    is_waiting = Invitation.objects.filter(candidacy__coalition=coalition, sent_at=None).exists()
    return "coalitions:invitation_texts" if is_waiting else "coalitions:invitations"


def _prepared(coalition: Coalition, *ways: str) -> Sequence[Invitation]:
    waiting = Invitation.objects.filter(candidacy__coalition=coalition, way__in=ways, sent_at=None).order_by("pk")
    return list(waiting.select_related("candidacy__organisation", "candidacy__person"))


def _keep_typed(request: HttpRequest, coalition: Coalition, **leaving: Any) -> None:
    """All texts stand in one form: whichever of its buttons is pressed, what was typed in the others is kept."""
    form = TextsForm(request.POST, invitations=_prepared(coalition, Way.EMAIL, Way.LETTER))
    form.full_clean()
    actions.keep_typed(coalition, by=actor(request), typed=form.looked(), **leaving)


@login_required
@require_POST
@asked_when_changed
def put_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """All texts at once; the page of choosing then offers the same people and ways, so that one button fills anew."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    _keep_typed(request, coalition)
    aside = actions.put_aside(coalition, by=actor(request))
    messages.info(request, said.put_aside(len(aside), len(_prepared(coalition, *Way.values))))
    ways = urlencode({f"way-{each.candidacy_id}": each.way + ("-again" if each.is_again else "") for each in aside})
    return redirect(reverse("coalitions:choose_invited", args=[pk]) + (f"?{ways}" if ways else ""))


@login_required
@require_POST
@told_when_gone
def log_talk(request: HttpRequest, pk: int, candidacy: int) -> HttpResponse:
    """They were told."""
    found = access.candidacy_for(request.user, pk, candidacy)
    form = TalkForm(request.POST)
    if form.is_valid():
        try:
            actions.log_talk(found, by=actor(request), **form.talk(), again=True)
        except FactRefused as refusal:
            form.refuse_day(refusal)
    if form.is_valid():
        messages.success(request, _("Noted: told. %(name)s") % {"name": found.owner})
    for error in [text for texts in form.errors.values() for text in texts]:
        messages.error(request, f"{found.owner}: {error}")
    return redirect(_onward(found.coalition), pk)


@login_required
@require_POST
@told_when_gone
@asked_when_changed
def drop_prepared(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    found = access.invitation_for(request.user, pk, invitation)
    _keep_typed(request, found.candidacy.coalition, gone=found.pk)
    is_gone = actions.drop_prepared(found, by=actor(request))
    told = _("Put aside. Nothing was sent.") if is_gone else _("Nothing was changed: this invitation has gone out.")
    messages.info(request, told)
    return redirect(_onward(found.candidacy.coalition), pk)


@login_required
@require_http_methods(["GET", "POST"])
def word_invitation(request: HttpRequest, pk: int, group: str) -> HttpResponse:
    """The coalition's own words for one group, and the product's to go back to."""
    coalition = access.coalition_for(request.user, pk, to="invite")
    if group not in Group.values:
        raise Http404
    own = coalition.invitation_texts.filter(group=group).first()
    if request.method == "POST" and "drop" in request.POST:
        return _back_to_template(request, coalition, group)
    form = WordingForm(request.POST or None, wording=queries.wordings_of(coalition, [group])[group], own=own)
    if form.is_valid():
        try:
            return _worded(request, coalition, group, form.worded())
        except actions.TextOutdated as refusal:
            form.refuse(refusal)
    context = {"form": form, "group": group, "marks": words.marks(), "own": own}
    return render(request, "coalitions/word_invitation.html", _page(coalition) | context)


def _back_to_template(request: HttpRequest, coalition: Coalition, group: str) -> HttpResponse:
    try:
        return _worded(request, coalition, group, TemplateForm(request.POST).worded())
    except actions.TextOutdated as refusal:
        told = _("Nothing was changed: in the meantime %(who)s wrote the words that stand here now.")
        messages.error(request, told % {"who": refusal.now.by or _("somebody")})
    return redirect("coalitions:word_invitation", coalition.pk, group)


def _worded(request: HttpRequest, coalition: Coalition, group: str, worded: dict[str, Any]) -> HttpResponse:
    actions.word_invitation(coalition, by=actor(request), group=group, **worded)
    messages.success(request, _("Saved. Texts that wait and that nobody changed are filled with these words."))
    return redirect("coalitions:choose_invited", coalition.pk)


@login_required
@require_http_methods(["GET", "POST"])
@told_when_gone
def remind(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """One reminder, looked at before it goes."""
    found = access.invitation_for(request.user, pk, invitation)
    coalition = found.candidacy.coalition
    begins = words.reminder_of(queries.frame_of(coalition), found.on)
    form = ReminderForm(request.POST or None, initial={"subject": begins.subject, "text": begins.text})
    if form.is_valid():
        sender = actions.sender_of(coalition, request.build_absolute_uri("/"))
        mail = actions.remind(found, by=actor(request), looked=form.looked(), sender=sender)
        messages.info(request, said.REMINDED if mail else said.NOT_REMINDED)
        return redirect("coalitions:invitations", pk)
    return render(request, "coalitions/remind.html", _page(coalition) | {"form": form, "invitation": found})


@login_required
@require_POST
def decide_reminder(request: HttpRequest, pk: int, invitation: int, decision: str) -> HttpResponse:
    """Whether one reminder goes by itself to this one person."""
    found = access.invitation_for(request.user, pk, invitation)
    if decision == "wylacz":
        is_changed = actions.keep_from_reminding(found, by=actor(request))
        told = said.REMINDER_OFF
    elif decision == "wlacz":
        is_changed = actions.let_remind(found, by=actor(request), today=timezone.localdate())
        told = said.REMINDER_ON
    else:
        raise Http404
    messages.info(request, told if is_changed else said.REMINDER_AS_IT_WAS)
    return redirect("coalitions:invitations", pk)


@login_required
@require_POST
def revoke_link(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    found = access.invitation_for(request.user, pk, invitation)
    is_closed = actions.revoke(found, by=actor(request))
    messages.info(request, _("The link is closed for good.") if is_closed else _("The link was closed before."))
    return redirect("coalitions:invitations", pk)


@login_required
@require_POST
def decide_mail(request: HttpRequest, pk: int, invitation: int, decision: str) -> HttpResponse:
    """About a mail in doubt, or one that was not sent or came back, any colleague of the coalition decides."""
    found = access.invitation_for(request.user, pk, invitation)
    mail = queries.invited_one(found.candidacy).mails.get(found.key)
    decide = said.DECISIONS.get(decision)
    if mail is None or decide is None:
        raise Http404
    act, sentence = decide
    messages.info(request, mail_words.decided(getattr(outbox, act)(mail, by=actor(request)), sentence))
    return redirect("coalitions:invitations", pk)


def _page(coalition: Coalition) -> dict[str, Any]:
    return {"coalition": coalition, "brand": coalition.edition.coalition_label}
