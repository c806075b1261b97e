"""Events of the ledger as sentences. They name the kind and the day, never a person: anybody may read them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.backroom.models import Event
from koalicja.backroom.wording import Shown
from koalicja.standing import wording

Params = Mapping[str, Any]


def _what(params: Params) -> dict[str, str]:
    on = wording.when(date.fromisoformat(params["on"]), params["precision"])
    return {"what": wording.kind_label(params["kind"]), "on": on}


def _recorded(params: Params) -> str:
    others = len(params["facts"]) - 1
    if not others:
        return _("Written into the history: %(what)s, %(on)s") % _what(params)
    told = ngettext(
        "Written into the history: %(what)s, %(on)s, and %(count)s more entry",
        "Written into the history: %(what)s, %(on)s, and %(count)s more entries",
        others,
    )
    return told % (_what(params) | {"count": Shown(others)})


SENTENCES: dict[str, Callable[[Params], str]] = {
    "fact.recorded": _recorded,
    "fact.corrected": lambda params: _("Corrected in the history: %(what)s, %(on)s") % _what(params),
    "fact.struck": lambda params: _("Struck out of the history: %(what)s, %(on)s") % _what(params),
}


def event_line(event: Event) -> str:
    """What happened, or nothing where the event is another room's."""
    return SENTENCES[event.code](event.params) if event.code in SENTENCES else ""
