"""Who of a proposal is in the register no longer: sentences of its page, its one next step and its paper."""

from django.utils.translation import gettext as _

from koalicja.coalitions.composing.lines import more
from koalicja.coalitions.queries.runs import ERASED, MERGED, REMOVED, Known, Shown
from koalicja.engine.composition.result import Composition
from koalicja.ui.formats import number

NAMED = 8


def seats(shown: Shown, answer: Composition) -> list[Known]:
    """Those at the table whom the register of today does not have."""
    return [shown.known[key] for key in answer.members if shown.known[key].gone]


def since(shown: Shown) -> str:
    """Who was left out when the table was planned again; nothing of those who are back."""
    left_out = [shown.known[key] for key in shown.run.around.get("gone", ()) if key in shown.known]
    return _told([each for each in left_out if each.gone])


def step(shown: Shown, answer: Composition, *, may_compose: bool) -> dict[str, str]:
    """Nobody can invite who is not there: before anything else the table is computed anew. {} where all are there."""
    gone = seats(shown, answer)
    if not gone:
        return {}
    if not may_compose:
        return {"title": _("Ask the library to compute this proposal again"), "why": _told(gone)}
    why = _("%(gone)s A new proposal takes the register as it is now; this one stays.") % {"gone": _told(gone)}
    return {"title": _title(gone), "why": why, "url": "#again", "label": _("Compute again")}


def on_paper(shown: Shown, answer: Composition) -> str:
    """The same step for who has no buttons; nothing where everybody is still there."""
    gone = seats(shown, answer)
    return f"{_title(gone)}." if gone else ""


def _title(gone: list[Known]) -> str:
    told = _("Compute again: some of this table are no longer in the register (%(count)s)")
    return told % {"count": number(len(gone))}


def _told(gone: list[Known]) -> str:
    """One sentence each on those removed and those made one with others; of who was erased only how many."""
    removed, merged = ([each.name for each in gone if each.gone == kind] for kind in (REMOVED, MERGED))
    named, erased = _some(removed), sum(each.gone == ERASED for each in gone)
    if erased:
        named.append(_("erased for good (%(count)s)") % {"count": number(erased)})
    parts = []
    if named:
        parts.append(_("No longer in the register: %(names)s.") % {"names": ", ".join(named)})
    if merged:
        parts.append(_("Made one with another entry: %(names)s.") % {"names": ", ".join(_some(merged))})
    return " ".join(parts)


def _some(names: list[str]) -> list[str]:
    return names[:NAMED] + ([more(len(names) - NAMED)] if len(names) > NAMED else [])
