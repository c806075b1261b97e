"""Sentences and rows of the pages on which people are invited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from koalicja.backroom import wording as mail_words
from koalicja.backroom.models import Mail
from koalicja.coalitions import actions
from koalicja.coalitions.forms.invitations import ChooseForm, TextsForm
from koalicja.coalitions.inviting import words
from koalicja.coalitions.models import Answer, Candidacy, Coalition, Invitation, Statement
from koalicja.coalitions.queries.candidates import library_of
from koalicja.coalitions.queries.invitations import Invited, coordinator_of, frame_of
from koalicja.coalitions.queries.progress import Progress, progress_of, said_by
from koalicja.coalitions.queries.reminders import awaited_in, day_of_reminder, may_still_remind
from koalicja.coalitions.starters import SLUGS
from koalicja.coalitions.views import leading, one_step
from koalicja.ui.formats import day, number
from koalicja.ui.groups import GROUP_NAMES, UNKNOWN

Way, Said = Invitation.Way, Answer.Said
TONES = {Said.YES: "ok", Said.MAYBE: "accent", Said.NO: "plain", Said.OTHER: "attention"}
REMINDED = gettext_lazy("The reminder is on its way. A second one is not sent.")
NOT_REMINDED = gettext_lazy(
    "Nothing was sent: there was a reminder already, or an answer has come, or the link is closed."
)
REMINDER_OFF = gettext_lazy("No reminder will go by itself to this person.")
REMINDER_ON = gettext_lazy("One reminder will go by itself.")
REMINDER_AS_IT_WAS = gettext_lazy("Nothing was changed: look at what stands beside this person now.")
ONE_PRESS = timedelta(minutes=1)  # between the first and the last letter of a large bulk
ARRIVING = (Mail.State.READY, Mail.State.CLAIMED, Mail.State.SENT)
CAME_BACK = gettext_lazy("Noted: the mail came back. Check the address in the register, or ask another way.")
DECISIONS: Mapping[str, tuple[str, Promise]] = {
    "jeszcze-raz": ("send_again", mail_words.SENT_AGAIN),
    "doszla": ("it_arrived", mail_words.ARRIVED),
    "wrocila": ("came_back", CAME_BACK),
}


def columns() -> list[dict[str, Any]]:
    return [{"label": label} for label in (_("Who"), _("Invitation"), _("Answer"), _("What now"))]


def lines(coalition: Coalition, rows: Iterable[Invited]) -> list[dict[str, Any]]:
    """Everybody who was invited, with the day on which a reminder goes by itself."""
    awaited, delay = awaited_in(coalition), coalition.edition.remind_after_days
    return [line(row) | _alone(row, awaited, delay) for row in rows if row.sent]


def line(row: Invited) -> dict[str, Any]:
    """One person in the table: each invitation with the state of its mail, the answer, what can be done."""
    sent = [_sent(row, each) for each in row.sent]
    answer = row.answer
    return {
        "row": row,
        "pk": row.pk,
        "sent": sent,
        "answer": answer,
        "tone": TONES[Said(answer.said)] if answer else "",
        "remind": next((each["invitation"] for each in sent if each["may_remind"]), None),
    }


def _alone(row: Invited, awaited: Mapping[int, date], delay: int | None) -> dict[str, Any]:
    """The reminder that goes by itself: which, when, and the button that stops it, or lets it go after all."""
    newest = row.sent[0]
    mail, args = row.mails.get(newest.key), [row.candidacy.coalition_id, newest.pk]
    if newest.pk in awaited and row.reach.email and mail and mail.state in ARRIVING:
        url = reverse("coalitions:decide_reminder", args=[*args, "wylacz"])
        return {"reminder_on": max(awaited[newest.pk], timezone.localdate()), "reminder_url": url}
    is_off = delay and newest.way == Way.EMAIL and may_still_remind(row.sent, newest) and newest.remind_on is None
    if is_off and row.is_silent and newest.takes_answers(timezone.localdate()):
        return {"reminder_url": reverse("coalitions:decide_reminder", args=[*args, "wlacz"])}
    return {}


def delay(coalition: Coalition) -> str:
    """What the edition says of reminders that go by themselves, "" where it leaves them to people."""
    days = coalition.edition.remind_after_days
    told = ngettext(
        "Whoever was invited by e-mail and is silent gets one reminder by itself, %(count)s day later.",
        "Whoever was invited by e-mail and is silent gets one reminder by itself, %(count)s days later.",
        days or 0,
    )
    return told % {"count": number(days)} if days else ""


def reminder(coalition: Coalition) -> dict[str, str]:
    """What invitations by mail of today lead to by themselves, to be read before they go."""
    on = day_of_reminder(coalition, timezone.localdate())
    if on is None:
        return {}
    wording = words.reminder_of(frame_of(coalition), timezone.localdate())
    told = _("Whoever is silent gets one reminder by itself on: %(day)s. You can switch it off for each person.")
    return {"sentence": told % {"day": day(on)}, "text": wording.text}


def _sent(row: Invited, invitation: Invitation) -> dict[str, Any]:
    mail = row.mails.get(invitation.key)
    is_open = invitation.takes_answers(timezone.localdate())
    may_remind = invitation.way == Way.EMAIL and row.is_silent and is_open and may_still_remind(row.sent, invitation)
    return {
        "invitation": invitation,
        "mail": mail,
        "shown": mail_words.mail_state(mail) if mail else None,
        "is_open": is_open,
        "may_remind": may_remind and bool(mail and mail.state == Mail.State.SENT),
        **_decisions(row, invitation),
    }


def _decisions(row: Invited, invitation: Invitation) -> dict[str, str]:
    args = [row.candidacy.coalition_id, invitation.pk]
    urls = {"again_url": "jeszcze-raz", "arrived_url": "doszla", "came_back_url": "wrocila"}
    return {name: reverse("coalitions:decide_mail", args=[*args, key]) for name, key in urls.items()}


def next_step(coalition: Coalition, rows: Sequence[Invited]) -> dict[str, Any]:
    """The coalition's one next step as its page and its board say it, with the newest letters as the second way."""
    progress = _progress(coalition, rows)
    told, letters = one_step.next_step(progress), letters_of_today(coalition, rows)
    step = _as_action(told)
    here, _hash, place = step["action_url"].partition("#")
    if here == reverse("coalitions:invitations", args=[coalition.pk]):
        step["action_url"] = place and f"#{place}"
    return step | ({"other_url": letters["url"], "other_label": letters["label"]} if letters else {})


def begin(coalition: Coalition, rows: Sequence[Invited]) -> dict[str, Any]:
    """With nobody on the list whom one could invite, what the board says as well; else where others are found."""
    told = leading.next_step(_progress(coalition, rows))
    find = reverse("coalitions:find_candidates", args=[coalition.pk])
    if told is None or told["url"].startswith(_choose(coalition)):
        told = {"title": _("Put somebody else on the list"), "url": find, "label": _("Choose whom to put on the list")}
    return _as_action(told)


def _progress(coalition: Coalition, rows: Sequence[Invited]) -> Progress:
    listed = [row.candidacy for row in rows]
    return progress_of(coalition, listed, said=said_by(coalition), today=timezone.localdate())


def _as_action(told: dict[str, Any]) -> dict[str, Any]:
    action = {"action_url": told.get("url", ""), "action_label": told.get("label", "")}
    return told | action | {"action_post": told.get("post", False)}


def _choose(coalition: Coalition) -> str:
    return reverse("coalitions:choose_invited", args=[coalition.pk])


def prepared_count(rows: Iterable[Invited]) -> int:
    return sum(len(row.prepared) for row in rows)


def letters_of_today(coalition: Coalition, rows: Iterable[Invited]) -> dict[str, str]:
    """Those of today that one press of the button printed last, not those of the morning; empty where there is none."""
    rows = list(rows)
    printed = [each for row in rows for each in row.sent if each.way == Way.LETTER and each.on == timezone.localdate()]
    last = max((each.sent_at for each in printed if each.sent_at), default=timezone.now())
    newest = {each.pk for each in printed if each.sent_at and last - each.sent_at < ONE_PRESS}
    fresh = [replace(row, sent=tuple(each for each in row.sent if each.pk in newest)) for row in rows]
    url = letters_url(coalition, fresh)
    count = url.count("id=")
    label = ngettext("Open the newest letter", "Open the %(shown)s newest letters", count) % {"shown": number(count)}
    return {"url": url, "label": label} if url else {}


def letters_url(coalition: Coalition, rows: Iterable[Invited]) -> str:
    """All letters that went out and were not answered, as one file; "" where there is none."""
    keys = [
        each.pk
        for row in rows
        for each in row.sent
        if each.way == Way.LETTER and not each.erased_at and row.answer is None
    ]
    if not keys:
        return ""
    return reverse("coalitions:print_letters", args=[coalition.pk]) + "?" + "&".join(f"id={key}" for key in keys)


def may_be_invited(row: Invited, today: date) -> bool:
    """Everybody but those who parted; an organisation again from the day on which it said to come back."""
    candidacy = row.candidacy
    if candidacy.state not in Candidacy.PARTED:
        return True
    return bool(candidacy.organisation_id and candidacy.not_before and candidacy.not_before <= today)


def asker(coalition: Coalition) -> str:
    """Whom to offer as the one who asks: the coordinator at the library, whoever writes the plan."""
    coordinator = coordinator_of(coalition)
    return ", ".join(filter(None, [coordinator.name, coordinator.job_title])) if coordinator else ""


def gaps(coalition: Coalition, frame: words.Frame) -> list[dict[str, Any]]:
    """What the texts cannot say yet, each with the place where it is written; `is_here`: on the page of choosing."""
    sentences = {
        "problem": _("The problem you answer is not written yet."),
        "goal": _("The goal is not written yet."),
        "meeting": _("The day of the meeting is not set yet."),
        "place": _("The place of the meeting is not set yet."),
        "time": _("It does not say how much time it takes."),
        "asks": _("It does not say who asks."),
        "residents": _("The goal speaks of the library alone. What will residents have from it?"),
        "contact": _("The register has no phone and no e-mail of the library: nobody can answer by phone."),
    }
    slugs = {str(kind): slug for slug, kind in SLUGS.items()}
    kinds = {"problem": Statement.Kind.PROBLEM, "goal": Statement.Kind.GOAL, "residents": Statement.Kind.GOAL}
    urls = {key: reverse("coalitions:statement", args=[coalition.pk, slugs[kind]]) for key, kind in kinds.items()}
    urls["contact"] = library_of(coalition).get_absolute_url()
    here = f"{_choose(coalition)}#plan"
    labels = {"residents": _("Widen the goal")}
    return [
        {
            "text": sentences[key],
            "is_here": key not in urls,
            "url": urls.get(key, here),
            "label": labels.get(key, _("Write it")),
        }
        for key in words.gaps(frame)
    ]


def groups(coalition: Coalition, form: ChooseForm) -> list[dict[str, Any]]:
    """Those who may be invited, by group in their order, each group with the way to its own words."""
    lines = form.lines()
    found = []
    for key, name in [*GROUP_NAMES.items(), ("", UNKNOWN)]:
        mine = [each for each in lines if each["row"].candidacy.group == key]
        url = reverse("coalitions:word_invitation", args=[coalition.pk, key]) if key else ""
        if mine:
            found.append({"key": key, "name": name, "lines": mine, "url": url})
    return found


def parts(coalition: Coalition, rows: Sequence[Invited], sent: Mapping[str, TextsForm]) -> list[dict[str, Any]]:
    """The texts by mail and by letter, each way with its form and its one button."""
    found = []
    for way in (Way.EMAIL, Way.LETTER):
        waiting = [each for row in rows for each in row.prepared if each.way == way]
        form = sent.get(way) or TextsForm(invitations=[_with_owner(rows, each) for each in waiting])
        by_key = {row.pk: row for row in rows}
        if waiting:
            lines = [each | {"row": by_key[each["invitation"].candidacy_id]} for each in form.lines()]
            found.append({"way": way, "form": form, "lines": lines, "label": button(way, len(waiting))})
    return found


def _with_owner(rows: Sequence[Invited], invitation: Invitation) -> Invitation:
    invitation.candidacy = next(row.candidacy for row in rows if row.pk == invitation.candidacy_id)
    return invitation


def button(way: str, count: int) -> str:
    if way == Way.EMAIL:
        label = ngettext("Send %(shown)s invitation", "Send %(shown)s invitations", count)
    else:
        label = ngettext("Print %(shown)s letter", "Print %(shown)s letters", count)
    return label % {"shown": number(count)}


def put_aside(count: int, left: int) -> str:
    """How many texts were put aside, and how many stay because somebody changed them."""
    told = [_("Put aside: %(shown)s. Nothing was sent. “Show the filled texts” fills them anew.")]
    if left:
        told.append(_("Texts that you changed stay: %(left)s."))
    return " ".join(told) % {"shown": number(count), "left": number(left)}


def sent_words(way: str, done: actions.Sending) -> list[tuple[int, str]]:
    """What whoever pressed the button is told."""
    count, told = len(done.sent), []
    if not count and not done.left:
        told.append((messages.INFO, _("Nothing was sent: these invitations have gone out already.")))
    if count and way == Way.EMAIL:
        text = ngettext("%(shown)s invitation is on its way.", "%(shown)s invitations are on their way.", count)
        told.append((messages.SUCCESS, text % {"shown": number(count)}))
    elif count:
        text = ngettext("%(shown)s letter is ready to print.", "%(shown)s letters are ready to print.", count)
        told.append((messages.SUCCESS, text % {"shown": number(count)}))
    for each in done.left:
        text = _("Not sent: %(name)s. There is no e-mail any more, or a refusal has come in the meantime.")
        told.append((messages.WARNING, text % {"name": each.candidacy.owner}))
    return told
