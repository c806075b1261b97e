"""What the screen of a naming session says after each step, and the reasons of its suggestions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.messages import constants
from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from koalicja.coalitions.actions.naming import Named, NotNamed
from koalicja.coalitions.models import NamedLine
from koalicja.ui.formats import clock

REASONS = {
    "no_kind": gettext_lazy("Nobody of this kind is on the list yet."),
    "no_village": gettext_lazy("Nobody from this village is on the list yet."),
    "only_kind": gettext_lazy("The register has no other of this kind in this village."),
    "not_asked": gettext_lazy("Nobody has talked with them yet."),
    "not_in_ours": gettext_lazy("Our register has nobody of this kind."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, its level among messages, and the status of the answer."""

    text: str
    level: int = constants.SUCCESS
    status: int = 200


def saved(done: Named) -> Said:
    """Zapisano o 12:04: KGW Wola, OSP Lipowo. Czeka na odpowiedź: 1."""
    parts = [_("Saved at %(time)s.") % {"time": clock(timezone.now())}]
    if done.listed:
        parts.append(_("On the list: %(names)s.") % {"names": _names(done.listed)})
    if done.already:
        parts.append(_("Was on the list already: %(names)s.") % {"names": _names(done.already)})
    if done.library:
        parts.append(_("The library is at the table anyway."))
    if done.waiting:
        count = len(done.waiting)
        waits = ngettext(
            "%(count)s name waits for your answer below.", "%(count)s names wait for your answers below.", count
        )
        parts.append(waits % {"count": count})
    return Said(" ".join(parts), constants.WARNING if done.waiting else constants.SUCCESS)


def decided(line: NamedLine | None) -> Said:
    if line is None:
        return Said(_("The library is at the table anyway."))
    if line.candidacy is None:
        return Said(_("One more question: who of these is meant?"), constants.WARNING)
    return Said(_("On the list: %(name)s") % {"name": line.candidacy.owner})


def choose_one() -> Said:
    return Said(_("Choose who is meant. Nothing was changed."), constants.WARNING)


def not_decided(refusal: Exception) -> str:
    if isinstance(refusal, NotNamed):
        return _("Write for which organisation this person speaks. Nothing was changed.")
    return _("Somebody has answered this, or the register has changed. Look again at who is meant; nothing was done.")


NOT_NAMED = {
    "nothing": gettext_lazy("There is no name here."),
    "long": gettext_lazy("This line is longer than a name may be, which is 300 letters: “%(line)s”. Shorten it."),
    "many": gettext_lazy("There are more than 200 lines. Save them in two parts."),
    "number": gettext_lazy("“%(line)s” is no name. Write whose it is, in the same line: “Anna Nowak, 600 100 200”."),
    "two": gettext_lazy("“%(line)s”: these are two people. Write each in a line of their own, with the surname."),
}
SHOWN_LETTERS = 60


def nobody_named(refusal: NotNamed) -> Said:
    """The one reason that holds, and that nothing is lost."""
    line = refusal.line if len(refusal.line) <= SHOWN_LETTERS else f"{refusal.line[:SHOWN_LETTERS]}…"
    reason = str(NOT_NAMED[refusal.code]) % {"line": line}
    kept = _("Nothing was saved. What you typed is still in the box.")
    return Said(f"{reason} {kept}", constants.ERROR, 422)


def refused(form: Form) -> Said:
    if "text" in form.errors and not form.data.get("text", "").strip():
        return Said(_("Nothing was typed."), constants.INFO)
    told = _("This was not saved: reload the page, and type it again in smaller parts. It is still in the box.")
    return Said(told, constants.ERROR, 422)


def _names(lines: Sequence[NamedLine]) -> str:
    return ", ".join(dict.fromkeys(str(line.candidacy.owner) for line in lines if line.candidacy))
