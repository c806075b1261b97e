"""What a composition says as a whole, in one sentence each: the finding, the proof within its limits, the notes."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Composition
from koalicja.ui.formats import number

__all__ = ["alternatives_note", "change_of", "facts_line", "finding", "proof", "questions_first"]

ASKED_ABOUT = 6  # sector, villages, areas, influence, interest, willingness: what a proposal would like to know of each
EXPECTED_ALTERNATIVES = 5


def finding(composition: Composition) -> str:
    """What was found, before anything else."""
    seats = len(composition.members)
    if composition.status == "infeasible":
        broken = sum(not row.met for row in composition.rules)
        table = ngettext("Best partial table: %(count)s seat.", "Best partial table: %(count)s seats.", seats)
        unmet = ngettext("Rules not met: %(count)s.", "Rules not met: %(count)s.", broken)
        begins = _("With these candidates the rules cannot be met.")
        return f"{begins} {table % {'count': seats}} {unmet % {'count': broken}}"
    if composition.status == "unknown":
        return _("In the time given no table was found, and none was ruled out. Allow more time, or loosen a rule.")
    return ngettext(
        "A table of %(count)s seat. All rules are met.", "A table of %(count)s seats. All rules are met.", seats
    ) % {"count": seats}


def proof(composition: Composition) -> str:
    """How good the table is, within the rules and what we were told."""
    if composition.status == "optimal":
        return _("At these rules and with what you told us, no better table exists. What we were told can be changed.")
    if composition.status == "infeasible":
        return _("With these candidates no table meets all rules. This is proved, within what you told us.")
    gap = composition.gap
    if composition.status == "unknown" or gap is None:
        return _("Nothing is proved yet.")
    percent = number(max(1, -(-round(gap * 1000) // 10)))
    return _("Nothing better was found in the time given; no table can be better by more than %(percent)s %%.") % {
        "percent": percent
    }


def alternatives_note(composition: Composition) -> str:
    """Why there are fewer alternatives than usual; nothing where there are enough."""
    keeps_the_rules = composition.status in {"optimal", "feasible"}
    if len(composition.alternatives) >= EXPECTED_ALTERNATIVES or not keeps_the_rules:
        return ""
    if composition.alternatives_complete:
        return _("There are no more good tables that differ enough; this is proved.")
    return _("No more good tables that differ enough were found in the time given.")


def facts_line(composition: Composition) -> str:
    """On how many known facts the answer rests."""
    return ngettext(
        "The proposal rests on %(count)s known fact.",
        "The proposal rests on %(count)s known facts.",
        composition.known_facts,
    ) % {"count": number(composition.known_facts)}


def questions_first(composition: Composition, problem: Problem) -> bool:
    """Whether questions lead: more is unknown than known of what a proposal would like to know of each candidate.

    Where the rules cannot be met, the best partial table and whom to look for lead in any case.
    """
    is_mostly_unknown = 2 * composition.known_facts < ASKED_ABOUT * len(problem.candidates)
    return is_mostly_unknown and composition.status != "infeasible"


def change_of(members: Collection[str], others: Collection[str]) -> tuple[list[str], list[str]]:
    """(who leaves, who joins) from the first table to the second, sorted."""
    return sorted(set(members) - set(others)), sorted(set(others) - set(members))
