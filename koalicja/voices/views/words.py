"""Sentences and addresses of the pages of whoever asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from koalicja.people.actions.edits import Gone
from koalicja.ui.formats import day, number
from koalicja.voices.actions import NotMerged
from koalicja.voices.holding import held_for
from koalicja.voices.models import ModerationEntry, Question, Statement
from koalicja.voices.models.statements import LONGEST_STATEMENT
from koalicja.voices.near import near_statements
from koalicja.voices.queries.pages import QuestionPage

CLOSED = gettext_lazy("The question is closed, so nothing was changed.")

WITHDRAWN = gettext_lazy("Withdrawn: its words are erased.")
NOT_YOURS = gettext_lazy("There is no such statement of yours here; perhaps it was withdrawn already.")


@dataclass(frozen=True, slots=True)
class Step:
    """The one thing to do next."""

    title: str
    why: str
    url: str = ""
    label: str = ""
    calm: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """How people get to the question: an address to read aloud, and its QR code as a picture."""

    title: str
    hint: str
    url: str
    qr: str


def last_day(question: Question) -> str:
    return day(question.closes_on)


def refused(refusal: Exception) -> str:
    """Why nothing was changed."""
    if isinstance(refusal, Gone):
        return _("Its author has withdrawn it in the meantime. Nothing was changed.")
    if isinstance(refusal, NotMerged):
        return _("These two cannot be merged: they are one already, or one of them is not shown. Nothing was changed.")
    return str(CLOSED)


def near_to(question: Question, text: str) -> list[Statement]:
    """Statements that stand and may say the same, nearest first."""
    standing = {each.pk: each for each in question.statements.standing()}
    return [standing[each.id] for each in near_statements(text, [(key, each.text) for key, each in standing.items()])]


def held_words(why: str) -> str:
    """Why a statement would wait, as its author reads it before it is saved."""
    if why not in (Statement.HeldFor.CONTACT, Statement.HeldFor.LINK):
        return ""
    helps = _(
        "If it is another person’s, take it out. If you send it as it is, it waits until somebody of the library has "
        "read it."
    )
    return f"{Statement.HeldFor(why).label} {helps}"


def shown_words(*texts: str) -> str:
    """What whoever types it for others is told before it is shown at once."""
    why = next((found for found in map(held_for, texts) if found), "")
    helps = _("Take it out, unless everybody may read it.")
    return f"{Statement.HeldFor(why).label} {helps}" if why else ""


def added(statement: Statement) -> str:
    """What its author is told."""
    if statement.state == Statement.State.HELD:
        told = _("Saved. It is shown when somebody of the library has read it; see under “What is mine”.")
        return f"{told} {statement.get_held_for_display()}"
    return _("Added: others can react to it now. Your “yes” to it is counted.")


def near_typed(question: Question, sent: Mapping[str, str]) -> list[Statement]:
    """The same for a text that is being typed."""
    return near_to(question, sent.get("text", "")[:LONGEST_STATEMENT])


def next_step(question: Question, shown: QuestionPage, *, today: date) -> Step:
    own = [question.coalition_id, question.pk]
    if question.closed_at is not None:
        picture = reverse("voices:picture", args=own)
        why = _("The numbers were worked out when the question was closed, and never change.")
        return Step(_("See what came of it"), why, picture, _("Open the picture"))
    if not question.is_open(today):
        why = _("Its last day is over, so no answer is taken any more. Nobody is told the numbers before it is closed.")
        return Step(_("Close the question"), why, reverse("voices:close_question", args=own), _("Close it"))
    if shown.waiting:
        title = ngettext(
            "Read %(count)s statement that waits", "Read %(count)s statements that wait", len(shown.waiting)
        )
        why = _("Nobody sees them until you decide. Their authors wait, too.")
        return Step(title % {"count": number(len(shown.waiting))}, why, "#czekaja", _("Read them"))
    if len(shown.standing) < 3:
        why = _("People begin more easily where there is something to say yes or no to: five to ten are enough.")
        url = reverse("voices:add_for_others", args=own)
        return Step(_("Add statements to begin with"), why, url, _("Add a statement"))
    if not shown.has_people:
        why = _("Nobody has answered yet. Send the link, hang up the QR code, or put a tablet on the counter.")
        return Step(_("Let people know"), why, "#jak-wziac-udzial", _("Show the link"))
    why = _("Answers come in. The numbers are shown once, when it is closed, so that nobody can tell who said what.")
    return Step(_("The question is open until: %(day)s") % {"day": day(question.closes_on)}, why, calm=True)


def ways(request: HttpRequest, question: Question) -> list[Way]:
    """The public address and that of the tablet, as this site is reached."""
    public = request.build_absolute_uri(reverse("voices:take_part", args=[question.public_code]))
    tablet = request.build_absolute_uri(reverse("voices:tablet", args=[question.tablet_token]))
    return [
        Way(_("For a phone or a computer"), _("Send it, print it, show it on the wall."), public, qr(public)),
        Way(
            _("For the library’s tablet"),
            _("Open it on the tablet alone: it asks one person after another. Do not send it to anybody."),
            tablet,
            qr(tablet),
        ),
    ]


def qr(address: str) -> str:
    """The QR code as the address of a picture."""
    return str(segno.make(address, error="q", micro=False).svg_data_uri(border=2, light="#fff", scale=4))


def log(entries: Iterable[ModerationEntry]) -> list[dict[str, Any]]:
    """The log; where nobody stands there, a rule or the author did it."""
    withdrawn = _("(withdrawn by its author)")
    rows = []
    for each in entries:
        text = each.statement.text or withdrawn
        told = _("%(what)s: %(text)s") % {"what": each.get_what_display(), "text": text}
        other = _("with: %(text)s") % {"text": each.other.text or withdrawn} if each.other else ""
        rows.append({"on": each.on, "text": told, "who": each.by, "note": each.reason or other})
    return rows
