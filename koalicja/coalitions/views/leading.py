"""The one next step of a coalition and why: names, a proposal, what for, invitations, answers, the first meeting.

Its page, its board and its invitations say the same, see one_step.
Nothing is blocked: every step can be taken at any time from its own page.
"""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.forms.board import DUE
from koalicja.coalitions.models import Candidacy, CompositionRun, Statement
from koalicja.coalitions.queries.board import Seat
from koalicja.coalitions.queries.progress import Progress
from koalicja.coalitions.starters import SLUGS, WHY
from koalicja.engine.purpose import speaks_of_the_library_alone
from koalicja.ui.formats import day, number

Step = dict[str, Any]
ENOUGH = 3  # names beside the libraries: fewer are no choice
PATIENCE = timedelta(days=7)
KINDS = {str(kind): slug for slug, kind in SLUGS.items()}


def next_step(progress: Progress) -> Step | None:
    """What waits for an answer first, then what was agreed for today, then the first thing that is not there yet.

    None where all of this is done.
    """
    for step in (_waiting, _due, _name, _propose, _say, _invite, _call):
        if found := step(progress):
            return found
    return None


def _waiting(progress: Progress) -> Step | None:
    """What somebody waits for: texts to be looked at, mail in doubt, answers, a meeting to be written down."""
    if count := progress.prepared:
        title = ngettext(
            "%(shown)s text is ready for you to check",
            "%(shown)s texts are ready for you to check",
            count,
        )
        why = _("Nothing is sent before a human has read it.")
        return _step(progress, title, why, "invitation_texts", _("Look through and send"), count=count)
    if count := progress.in_doubt:
        title = ngettext(
            "%(shown)s mail may have been sent or not: ask and decide",
            "%(shown)s mails may have been sent or not: ask and decide",
            count,
        )
        why = _("Something was interrupted while it was handed over. It is never sent twice by itself.")
        return _step(progress, title, why, "invitations", _("See which"), count=count, at="#invited")
    return _answered(progress) or _held(progress)


def _answered(progress: Progress) -> Step | None:
    if count := len(progress.waiting):
        title = ngettext("%(shown)s answer waits for you", "%(shown)s answers wait for you", count)
        why = _("Somebody asks a question, or names another person to be asked instead.")
        one = [progress.waiting[0].candidacy_id] if count == 1 else []
        name = "type_answer" if one else "invitations"
        return _step(progress, title, why, name, _("Deal with it"), *one, count=count, at="#co-dalej" if one else "")
    return _refused(progress)


def _refused(progress: Progress) -> Step | None:
    """A seat of the proposal that is empty, or, where a member does not come, may be."""
    if not progress.refused:
        return None
    first = progress.refused[0]
    title = _("Put the table together anew")
    why = _("Somebody whom the proposal names has refused. We look for a table with the fewest other changes.")
    label = _("See the answer and re-plan") if first.pk in progress.answers else _("See who it is and re-plan")
    if first.is_member:
        title = _("Ask a member who does not come: only this time, or for good?")
        why = _("If for good, we look for a table with the fewest other changes. If only this time, it is dealt with.")
    elif first.state != Candidacy.State.DECLINED:
        why = _("Somebody has left a seat of the proposal. We look for a table with the fewest other changes.")
    return _step(progress, title, why, "type_answer", label, first.pk, at="#co-dalej")


def _held(progress: Progress) -> Step | None:
    meets_on = progress.plan.meets_on
    if meets_on is None or meets_on > progress.today:
        return None
    why = _("You were to meet on %(day)s. While it is fresh: who came, what was agreed, when you meet next.")
    title = _("Write down who came to the meeting")
    return _step(progress, title, why % {"day": day(meets_on)}, "meeting", _("Write it down"))


def _due(progress: Progress) -> Step | None:
    if not (count := sum(Seat(each, "", progress.today).is_due for each in progress.candidacies)):
        return None
    title = ngettext("%(count)s agreed matter waits", "%(count)s agreed matters wait", count)
    url = f"{_url(progress, 'board')}?only={DUE}#lista"
    why = _("They were agreed for today or earlier.")
    return {"title": title % {"count": number(count)}, "why": why, "url": url, "label": _("Show them")}


def _name(progress: Progress) -> Step | None:
    if progress.candidacies:
        return None
    if progress.unlisted:
        return _list_proposal(progress)
    if progress.has_met:
        why = _("You have met, and the list is empty. With it you see which group is missing and whom to invite next.")
        return _step(progress, _("Write down who is at the table"), why, "naming", _("Begin to name"))
    why = _(
        "Sit down together, librarian and animator, and go through the five groups. Two plain questions in each bring "
        "names to mind; a name is enough."
    )
    step = _step(progress, _("Write down who is there among you"), why, "naming", _("Begin to name"))
    if not progress.entries:
        return step
    return step | _other(_("Make a proposal"), _url(progress, "proposals"))


def _propose(progress: Progress) -> Step | None:
    if progress.has_begun:
        return None
    if progress.run and not progress.run.is_ready:
        return _unfinished(progress.run)
    if progress.ready:
        return _list_proposal(progress) if progress.unlisted else None
    if progress.entries < ENOUGH:
        why = _("So far there are too few names to choose from. Go on from group to group; a name is enough.")
        return _step(progress, _("Name more people and organisations"), why, "naming", _("Go on naming"))
    why = _(
        "From all who are in the register we choose a table that keeps the rules, and say why each person is there."
    )
    title = _("Have a proposal computed: whom to invite")
    step = _step(progress, title, why, "proposals", _("Make a proposal"))
    return step | _other(_("Go on naming"), _url(progress, "naming"))


def _unfinished(run: CompositionRun) -> Step:
    words = {"number": run.number, "name": run.coalition.name}
    if run.state == CompositionRun.State.AT_WORK:
        title = _("Proposal %(number)s is being computed: %(name)s") % words
        why = _("This takes a minute at most. Nobody has to wait: the proposal stays and can be opened later.")
        return {"title": title, "why": why, "url": run.get_absolute_url(), "label": _("See how far it is")}
    title = _("Proposal %(number)s broke off: %(name)s") % words
    why = _("Nothing is lost: its page says what happened, and it can be computed again there.")
    return {"title": title, "why": why, "url": run.get_absolute_url(), "label": _("See what happened")}


def _list_proposal(progress: Progress) -> Step:
    run = progress.ready
    assert run is not None  # noqa: S101 - nobody is unlisted without a proposal
    why = _("On the list stand those whom you are going to ask. Being on it obliges nobody to anything.")
    title = _("Put those whom the proposal names on the list")
    step = _step(progress, title, why, "list_proposal", list_label(run.number, progress.unlisted), run.number)
    return step | {"post": True} | _other(_("Open the proposal"), run.get_absolute_url())


def list_label(proposal: int, count: int) -> str:
    """Put 14 members of proposal 3 on the list"""
    label = ngettext(
        "Put %(count)s candidate of proposal %(number)s on the list",
        "Put %(count)s candidates of proposal %(number)s on the list",
        count,
    )
    return label % {"count": number(count), "number": proposal}


def _say(progress: Progress) -> Step | None:
    """The texts that invitations will quote, the library's place, and who leads; "nobody yet" is an answer, too."""
    titles: dict[str, str] = {
        Statement.Kind.PROBLEM: _("Write in one sentence what problem you answer"),
        Statement.Kind.GOAL: _("Write what you want to reach together"),
        Statement.Kind.LIBRARY_ROLE: _("Say what place the library will have"),
    }
    if speaks_of_the_library_alone(progress.said.texts.get(Statement.Kind.GOAL, "")):
        why = _("So far the goal speaks of the library alone. A broader one finds more allies.")
        asks, slug = _("What will residents have from it?"), KINDS[Statement.Kind.GOAL]
        return _step(progress, asks, why, "statement", _("Widen the goal"), slug)
    for kind, title in titles.items():
        if not progress.said.texts.get(kind):
            return _step(progress, title, str(WHY[Statement.Kind(kind)]), "statement", _("Write it"), KINDS[kind])
    if progress.said.is_led or progress.has_begun:
        return None
    return _step(progress, _("Say who leads"), str(WHY["leader"]), "leadership", _("Choose"))


def _invite(progress: Progress) -> Step | None:
    """Whoever came onto the table in place of somebody who refused has to be on the list first."""
    if progress.has_begun and progress.ready and progress.ready.declined and progress.unlisted:
        return _list_proposal(progress)
    if not (count := len(progress.uninvited)):
        return None
    title = ngettext(
        "Invite %(shown)s candidate whom nobody has invited yet",
        "Invite %(shown)s candidates whom nobody has invited yet",
        count,
    )
    why = _("Choose who is asked by e-mail, by letter or in a talk. You read every text before it goes.")
    step = _step(progress, title, why, "choose_invited", _("Choose whom and how"), count=count)
    return step | _other(_("Show whom to call"), f"{_url(progress, 'board')}?only=unasked#lista")


def _call(progress: Progress) -> Step | None:
    """Those who are silent, once they have had time."""
    until = progress.plan.reply_by
    late = [
        each
        for each in progress.silent
        if (until and until < progress.today) or (each.on and each.on + PATIENCE <= progress.today)
    ]
    if not (count := len(late)):
        return None
    title = ngettext(
        "%(shown)s person has not answered yet: call", "%(shown)s people have not answered yet: call", count
    )
    why = _("Many people mean to answer and forget. One call is enough; write the answer down with two taps.")
    return _step(progress, title, why, "invitations", _("See who"), count=count, at="#invited")


def waits(progress: Progress) -> Step | None:
    """While answers may still come there is nothing to do but to type them in."""
    if not (count := len(progress.silent)):
        return None
    title = ngettext("%(shown)s invitation has no answer yet", "%(shown)s invitations have no answer yet", count)
    meets_on, why = progress.plan.meets_on, _("Look again when a slip or a call comes.")
    if meets_on:
        why = _("You meet on %(day)s. Look again when a slip or a call comes.") % {"day": day(meets_on)}
    step = _step(progress, title, why, "invitations", _("Open the invitations"), count=count)
    return step | {"calm": True} | _other(_("List of presence (PDF)"), _url(progress, "print_presence"))


def _step(progress: Progress, title: str, why: str, name: str, label: str, *more: Any, **over: Any) -> Step:
    """One step; `count` fills the title, `at` is the place on the page it leads to."""
    count, url = over.get("count", 0), _url(progress, name, *more) + over.get("at", "")
    return {"title": title % {"shown": number(count)} if count else title, "why": why, "url": url, "label": label}


def _url(progress: Progress, name: str, *more: Any) -> str:
    return reverse(f"coalitions:{name}", args=[progress.coalition.pk, *more])


def _other(label: str, url: str) -> Step:
    return {"other_label": label, "other_url": url}
