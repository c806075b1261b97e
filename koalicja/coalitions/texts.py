"""Events of coalitions as sentences. "Label: value", because Polish inflects names."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.backroom.models import Event
from koalicja.coalitions.models import Answer, Asset, Candidacy, Leadership, Statement
from koalicja.ui.formats import day, number
from koalicja.ui.groups import GROUP_NAMES


def _renamed(params: Mapping[str, Any]) -> str:
    before, after = params["changes"]["name"]
    return _("New name: %(after)s. Before: %(before)s") % {"before": before, "after": after}


def _rhythm(params: Mapping[str, Any]) -> str:
    _before, after = params["changes"]["rhythm_months"]
    return _("Rhythm of meetings changed") if after else _("Rhythm of meetings taken off")


def _said(params: Mapping[str, Any]) -> str:
    told = _("Text: %(kind)s") if params["is_first"] else _("New version: %(kind)s")
    return told % {"kind": Statement.Kind(params["kind"]).label}


def _area_renamed(params: Mapping[str, Any]) -> str:
    before, after = params["changes"]["name"]
    return _("Area of action, new name: %(after)s. Before: %(before)s") % {"before": before, "after": after}


def _asset_changed(params: Mapping[str, Any]) -> str:
    """In words for whoever reads what people bring."""
    before, after = (_brought(params["changes"], place) for place in (0, 1))
    return _("What is brought to the table, now: %(after)s. Before: %(before)s") % {"before": before, "after": after}


def _brought(changes: Mapping[str, Any], place: int) -> str:
    """What it is always says something, so nothing there was erased; a note may be empty."""
    said = {field: changes[field][place] for field in ("what", "kind", "note") if field in changes}
    empty = {"what": "…", "note": "–"}
    words = {field: each or empty[field] for field, each in said.items()}
    if "kind" in words:
        words["kind"] = str(Asset.Kind(words["kind"]).label)
    return " · ".join(words.values())


def _in_state(sentence: str, params: Mapping[str, Any]) -> str:
    return sentence % {"state": Candidacy.State(params["state"]).label}


def _answered(params: Mapping[str, Any]) -> str:
    return _("Answer to the invitation: %(answer)s") % {"answer": Answer.Said(params["answer"]).label}


def _unanswered_erased(params: Mapping[str, Any]) -> str:
    told = ngettext(
        "%(count)s name that waited for an answer was erased on schedule",
        "%(count)s names that waited for an answer were erased on schedule",
        params["number"],
    )
    return told % {"count": number(params["number"])}


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "coalition.created": lambda params: _("Name given: %(name)s") % params,
    "coalition.renamed": _renamed,
    "proposal.asked": lambda params: _("Proposal %(number)s: whom to invite") % params,
    "animator.appointed": lambda params: _("Animator appointed: %(person)s") % params,
    "animator.ended": lambda params: _("Role of animator ended: %(person)s") % params,
    "coalition.rhythm": _rhythm,
    "statement.said": _said,
    "leader.chosen": lambda params: _("Who leads: %(how)s") % {"how": Leadership.How(params["how"]).label},
    "area.chosen": lambda params: _("Area of action: %(text)s") % params,
    "area.dropped": lambda params: _("Area of action given up: %(text)s") % params,
    "area.renamed": _area_renamed,
    "asset.added": lambda params: _("Brought to the table: %(kind)s") % {"kind": Asset.Kind(params["kind"]).label},
    "asset.changed": lambda params: _("What is brought to the table has changed"),
    "asset.removed": lambda params: _("Not brought any more: %(kind)s") % {"kind": Asset.Kind(params["kind"]).label},
    "candidacy.listed": lambda params: _("Put on the list"),
    "candidacy.unlisted": lambda params: _("Taken off the list: it was a mistake"),
    "candidacy.changed": lambda params: _("Notes about somebody on the list have changed"),
    "candidacy.knows": lambda params: _("Who knows whom has changed"),
    "candidacy.moved": lambda params: _in_state(_("State: %(state)s"), params),
    "candidacy.noted": lambda params: _in_state(_("Noted: %(state)s"), params),
    "candidacy.attempted": lambda params: _("Tried to reach them; nobody answered"),
    "naming.begun": lambda params: _("A talk about whom to invite has begun"),
    "naming.changed": lambda params: _("Notes of a talk about whom to invite have changed"),
    "naming.erased": _unanswered_erased,
    "candidacy.answered": _answered,
    "candidacy.consent_withdrawn": lambda params: _("Consent to keep a way to reach them is taken back"),
    "candidacy.dealt": lambda params: _("What the answer asked for is dealt with"),
    "invitation.planned": lambda params: _("When and where you meet has changed"),
    "invitation.worded": lambda params: (
        _("Words of the invitation: %(group)s") % {"group": GROUP_NAMES[params["group"]]}
    ),
    "invitation.prepared": lambda params: _("A text of an invitation waits to be looked at"),
    "invitation.dropped": lambda params: _("The text of an invitation was put aside, and not sent"),
    "invitation.put_aside": lambda params: _("Texts of invitations put aside, and not sent: %(number)s") % params,
    "invitation.retyped": lambda params: _("Texts of invitations changed: %(number)s") % params,
    "invitation.revoked": lambda params: _("Link of an invitation closed"),
    "invitation.reminded": lambda params: _("Reminded of the invitation"),
    "invitation.reminded_alone": lambda params: _("A reminder of the invitation has gone by itself"),
    "invitation.reminder_off": lambda params: _("No reminder will go by itself"),
    "invitation.reminder_on": lambda params: _("A reminder will go by itself after all"),
    "meeting.written": lambda params: _("Meeting written down: %(on)s") % {"on": day(date.fromisoformat(params["on"]))},
    "candidacy.answer_undone": lambda params: (
        _("Answer taken back: %(answer)s") % {"answer": Answer.Said(params["answer"]).label}
    ),
    "candidacy.undone": lambda params: _in_state(_("Taken back: %(state)s"), params),
}


def event_line(event: Event, *, knows_people: bool = False) -> str:
    """What happened, or nothing where the event is another room's; with what people bring for whoever may read that."""
    if knows_people and event.code == "asset.changed" and event.params["changes"]:
        return _asset_changed(event.params)
    return SENTENCES[event.code](event.params) if event.code in SENTENCES else ""
