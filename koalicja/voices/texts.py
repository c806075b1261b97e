"""Events of questions as sentences. Of statements they tell what was done, never their words."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from koalicja.backroom.models import Event
from koalicja.ui.formats import day
from koalicja.voices.models import Statement


def _moderated(params: Mapping[str, Any]) -> str:
    return _("Statement looked at: %(state)s") % {"state": Statement.State(params["state"]).label}


SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "question.opened": lambda params: _("Question asked: %(text)s") % params,
    "question.last_day": lambda params: (
        _("Last day of a question: %(day)s") % {"day": day(date.fromisoformat(params["on"]))}
    ),
    "question.closed": lambda params: _("Question closed: %(text)s") % params,
    "voice.added": lambda params: _("A statement was added on somebody’s behalf"),
    "voice.moderated": _moderated,
    "voice.merged": lambda params: _("Two statements that say the same were merged"),
    "voice.parted": lambda params: _("The merging of two statements was undone"),
}


def event_line(event: Event) -> str:
    """What happened, or nothing where the event is another room's."""
    return SENTENCES[event.code](event.params) if event.code in SENTENCES else ""
