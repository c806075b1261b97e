"""What a composition says as a whole, in one sentence each: the finding, the proof within its limits, the notes."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.composing.rule_names import rule_label
from koalicja.coalitions.composing.sentences import column_name
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Composition
from koalicja.ui.formats import number

__all__ = [
    "alternatives_note",
    "change_of",
    "facts_line",
    "finding",
    "is_rated",
    "proof",
    "questions_first",
    "size_reason",
    "table_note",
]

ASKED_ABOUT = 6  # sector, villages, areas, influence, interest, willingness: what a proposal would like to know of each
EXPECTED_ALTERNATIVES = 5
NAMED_RULES = 3
RATED = ("influence", "interest", "willingness")
KNOWN = ("sector", "villages", "age_band", "areas", "offers", "influence", "interest", "willingness", "knows")


def finding(composition: Composition) -> str:
    """What was found, before anything else."""
    seats = len(composition.members)
    if composition.status == "infeasible":
        broken = [row.name for row in composition.rules if not row.met]
        table = ngettext("Best partial table: %(count)s seat.", "Best partial table: %(count)s seats.", seats)
        begins = _("With these candidates the rules cannot be met.")
        return f"{begins} {table % {'count': seats}} {_unmet(broken)}"
    if composition.status == "unknown":
        return _("In the time given no table was found, and none was ruled out. Allow more time, or loosen a rule.")
    return ngettext(
        "A table of %(count)s seat. All rules are met.", "A table of %(count)s seats. All rules are met.", seats
    ) % {"count": seats}


def _unmet(broken: Collection[str]) -> str:
    """The rules not met by name while they fit into a sentence, else how many."""
    if len(broken) <= NAMED_RULES:
        return _("Not met: %(rules)s.") % {"rules": "; ".join(map(rule_label, broken))}
    unmet = ngettext("Rules not met: %(count)s.", "Rules not met: %(count)s.", len(broken))
    return unmet % {"count": len(broken)}


def is_rated(problem: Problem) -> bool:
    """Whether anybody gave a rating: only then do sentences speak of ratings."""
    return any(getattr(each, column) is not None for each in problem.candidates for column in RATED)


def proof(composition: Composition, problem: Problem | None = None) -> str:
    """How good the table is, within the rules and what we were told; of ratings only where `problem` has any."""
    if composition.status == "optimal" and problem is not None and not is_rated(problem):
        return _("At these rules and with what we know, no better table exists. What we know can be added to.")
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


def facts_line(problem: Problem) -> str:
    """What kinds of facts are known, and of how many candidates: "miejscowość: 40, wiek: 10"."""
    counts = {column: sum(_is_known(getattr(each, column)) for each in problem.candidates) for column in KNOWN}
    known = [f"{column_name(column)}: {number(count)}" for column, count in counts.items() if count]
    if not known:
        return _("We know only who they are.")
    every = number(len(problem.candidates))
    return _("Of %(every)s people and organisations we know – %(known)s.") % {"every": every, "known": ", ".join(known)}


def _is_known(value: object) -> bool:
    return isinstance(value, float | int) or bool(value)


def table_note(composition: Composition, problem: Problem) -> str:
    """What holds for every seat of a partial table, said once above it; nothing where the rules are met."""
    if composition.status != "infeasible" or not composition.members:
        return ""
    may_sit = {each.id for each in problem.candidates if each.lock != "never"}
    if may_sit <= set(composition.members):
        return _("Everybody of the register is at the table.")
    return _("This table comes as near to the rules as we could; who is missing stands below.")


def size_reason(composition: Composition) -> str:
    """Why larger tables do not score more, in one sentence; nothing where the largest is the best."""
    known = [row for row in composition.tradeoff if row.objective is not None]
    if not known:
        return ""
    best = max(known, key=lambda row: (row.objective or 0.0, -row.size))
    if best.size == max(row.size for row in known):
        return ""
    return _("More seats do not make the table stronger: they bring less that is new than they cost.")


def questions_first(composition: Composition, problem: Problem) -> bool:
    """Whether questions lead: more is unknown than known of what a proposal would like to know of each candidate.

    Where the rules cannot be met, the best partial table and whom to look for lead in any case.
    """
    is_mostly_unknown = 2 * composition.known_facts < ASKED_ABOUT * len(problem.candidates)
    return is_mostly_unknown and composition.status != "infeasible"


def change_of(members: Collection[str], others: Collection[str]) -> tuple[list[str], list[str]]:
    """(who leaves, who joins) from the first table to the second, sorted."""
    return sorted(set(members) - set(others)), sorted(set(others) - set(members))
