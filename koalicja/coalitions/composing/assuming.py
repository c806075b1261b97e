"""What was assumed where nobody told us, in one sentence for each column."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.composing.sentences import column_name
from koalicja.engine.composition.result import Assumption

__all__ = ["assumption_sentence", "unknown_counts"]

GRADED = frozenset({"influence", "willingness"})
KEPT_BY_RULES = frozenset({"group", "sector", "age_band"})


def assumption_sentence(assumption: Assumption) -> str:
    """What nobody told us, for how many, and what is taken instead."""
    count = len(assumption.ids)
    if assumption.column == "interest_group":
        return ngettext(
            "interest group (on whom it depends): unknown for %(count)s candidate, counted by itself.",
            "interest group (on whom it depends): unknown for %(count)s candidates, each counted by itself.",
            count,
        ) % {"count": count}
    unknown = ngettext(
        "%(what)s: unknown for %(count)s candidate", "%(what)s: unknown for %(count)s candidates", count
    ) % {"what": column_name(assumption.column), "count": count}
    return _("%(unknown)s; %(taken)s.") % {"unknown": unknown, "taken": _taken(assumption)}


def unknown_counts() -> str:
    """What holds of everything that nobody told us; docs/algorithms/composition-1.md says it exactly."""
    return _(
        "What nobody told us is never a reason and counts neither for nor against anybody. Whoever is known to bring "
        "something new comes first."
    )


def _taken(assumption: Assumption) -> str:
    """What counts instead: the middle grade, or nothing at all."""
    if assumption.column in KEPT_BY_RULES:
        return _("towards the rules counts only what we know")
    if assumption.column in GRADED:
        return _("taken as the middle grade, neither for nor against")
    return _("counts neither for nor against")
