"""Events of programmes as sentences. "Label: value", because Polish inflects names."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from koalicja.backroom.models import Event
from koalicja.engine.matching.text import fold
from koalicja.people.models import User
from koalicja.programmes.models import Edition, Participation, ProgrammePartner

Params = Mapping[str, Any]


def name_kept(user: User, typed: str) -> str:
    """What to say where an account keeps the name it has, and another was typed; nothing where none was dropped."""
    if fold(typed) == fold(user.name):
        return ""
    words = {"email": user.email, "name": user.name, "typed": typed}
    return (
        _(
            "%(email)s has an account already, under the name %(name)s. That name stays: only its owner changes it. "
            "“%(typed)s” was not saved."
        )
        % words
    )


def _edition_changed(params: Params) -> str:
    labels = [str(getattr(Edition._meta.get_field(name), "verbose_name", name)) for name in params["changes"]]
    return _("Edition changed: %(what)s") % {"what": ", ".join(labels)}


def _partner_added(params: Params) -> str:
    words = {"name": params["name"], "part": ProgrammePartner.Part(params["part"]).label}
    return _("Partner of the programme added: %(name)s (%(part)s)") % words


def _participation_registered(params: Params) -> str:
    words = {"library": params["library"], "part": Participation.Part(params["part"]).label}
    return _("Library added: %(library)s (%(part)s)") % words


SENTENCES: dict[str, Callable[[Params], str]] = {
    "programme.created": lambda params: _("Programme created: %(name)s") % params,
    "edition.opened": lambda params: _("Edition opened: %(name)s") % params,
    "edition.changed": _edition_changed,
    "partner.added": _partner_added,
    "partner.changed": lambda params: _("Partner of the programme changed: %(name)s") % params,
    "partner.removed": lambda params: _("Partner of the programme removed: %(name)s") % params,
    "participation.registered": _participation_registered,
    "participation.removed": lambda params: _("Library removed from the edition: %(library)s") % params,
    "operator.appointed": lambda params: _("Operator appointed: %(name)s") % params,
    "operator.ended": lambda params: _("Role of operator ended: %(name)s") % params,
    "coordinator.appointed": lambda params: _("Coordinator appointed: %(name)s, %(library)s") % params,
    "coordinator.ended": lambda params: _("Role of coordinator ended: %(name)s, %(library)s") % params,
}


def event_line(event: Event) -> str:
    """What happened, or nothing where the event is another room's."""
    return SENTENCES[event.code](event.params) if event.code in SENTENCES else ""
