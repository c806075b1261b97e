"""A stored answer held against its candidates and rules: what is still so, in sentences."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koalicja.coalitions.composing.answer import Stored
from koalicja.coalitions.composing.claims import untrue
from koalicja.coalitions.composing.proofs import refuted
from koalicja.coalitions.composing.rule_names import rule_label
from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.recheck import Rechecked
from koalicja.ui.formats import number

__all__ = ["Claimed", "is_confirmed", "recheck_lines", "verdict"]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A whole answer as its JSON says it, and what it was computed from. `among`, `has_bound`: see claims.untrue()."""

    found: Mapping[str, Any]
    stored: Stored
    problem: Problem
    prepared: Prepared
    among: Prepared | None = None
    has_bound: bool = True


_BOUNDS: Mapping[str, str | Promise] = {
    "proved": gettext_lazy("Bound: proved again."),
    "no_time": gettext_lazy("Bound: the time did not suffice to prove it again."),
    "not_stated": gettext_lazy("Bound: none; this proposal was not compared with the best one."),
    "fewest": gettext_lazy(
        "Bound: none; this proposal was not compared with the best one, it changes the fewest seats."
    ),
    "few": gettext_lazy(
        "Bound: none; this proposal was not compared with the best one, it was to change few seats (that no other "
        "changes fewer is not proved)."
    ),
    "wrong": gettext_lazy("Bound: wrong, there is a better table than it allows."),
}
_TABLES: Mapping[str, str | Promise] = {
    "same": gettext_lazy("Table: the same again."),
    "other": gettext_lazy("Table: another one comes out."),
    "no_time": gettext_lazy("Table: the time did not suffice to find it again."),
    "not_proved": gettext_lazy("Table: it was not proved to be the best, so others may come out."),
}


def verdict(claimed: Claimed, solve: Callable[[], Rechecked]) -> tuple[list[str], bool]:
    """(one line on each thing, whether all of it is so) of an answer that names candidates only and has an objective.

    What only solving can refute is tried where nothing else is wrong.
    """
    found, stored, again = claimed.found, claimed.stored, solve()
    can_be_met = found["status"] == "infeasible" and not again.status_holds
    among, has_bound = claimed.among, claimed.has_bound
    counted = untrue(found, claimed.problem, claimed.prepared, among=among, has_bound=has_bound)
    wrong = [] if can_be_met else [*counted]
    if not wrong and is_confirmed(stored, again):
        wrong = [*refuted(found, claimed.prepared, seed=stored.seed, among=claimed.among)]
    return [*recheck_lines(stored, again), *wrong], is_confirmed(stored, again) and not wrong


def is_confirmed(stored: Stored, again: Rechecked) -> bool:
    """Whether nothing that the stored answer says has turned out to be otherwise."""
    if not again.status_holds:
        return False
    keeps_its_word = tuple(sorted(again.broken)) == stored.unmet and again.is_as_stated
    return keeps_its_word and again.bound != "wrong" and again.table != "other"


def recheck_lines(stored: Stored, again: Rechecked) -> Iterator[str]:
    """One line each on the rules, the objective, the bound and the table."""
    if not again.status_holds and stored.status == "infeasible":
        yield _("The rules can be met now: compute once more.")
        return
    if not again.status_holds:
        yield _("The rules cannot be met by any table now: compute once more.")
    unmet = "; ".join(map(rule_label, again.broken))
    if tuple(sorted(again.broken)) != stored.unmet and not unmet:
        yield _("Rules: not as stated. All of them are met.")
    elif tuple(sorted(again.broken)) != stored.unmet:
        yield _("Rules: not as stated. Not met: %(rules)s.") % {"rules": unmet}
    elif unmet:
        yield _("Rules: as stated. Not met: %(rules)s.") % {"rules": unmet}
    else:
        yield _("Rules: all are met.")
    if again.is_as_stated:
        yield _("Objective: as stated.")
    else:
        yield _("Objective: not as stated. It is %(value)s.") % {"value": number(round(again.objective, 6))}
    yield str(_BOUNDS[again.bound])
    yield str(_TABLES[again.table])
