"""Events of coalitions as sentences. "Label: value", because Polish inflects names."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from koalicja.backroom.models import Event


def _renamed(params: Mapping[str, Any]) -> str:
    before, after = params["changes"]["name"]
    return _("New name: %(after)s. Before: %(before)s") % {"before": before, "after": after}


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "coalition.created": lambda params: _("Name given: %(name)s") % params,
    "coalition.renamed": _renamed,
    "proposal.asked": lambda params: _("Proposal %(number)s: whom to invite") % params,
    "animator.appointed": lambda params: _("Animator appointed: %(person)s") % params,
    "animator.ended": lambda params: _("Role of animator ended: %(person)s") % params,
}


def event_line(event: Event) -> str:
    """What happened, or nothing where the event is another room's."""
    return SENTENCES[event.code](event.params) if event.code in SENTENCES else ""
