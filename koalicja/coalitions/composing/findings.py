"""What a composition says as a whole, in one sentence each: the finding, the proof within its limits, the notes."""

from collections.abc import Collection
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.composing.rule_names import rule_sentence
from koalicja.coalitions.composing.sentences import ASKS_NOBODY, column_name
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Composition, RuleRow
from koalicja.ui.formats import number

__all__ = [
    "alternatives_note",
    "answers_meet_rules",
    "best_sizes",
    "change_of",
    "facts_line",
    "finding",
    "is_rated",
    "limit",
    "proof",
    "questions_first",
    "size_reason",
    "table_note",
    "undecided_note",
    "unknown_share",
]

MOSTLY = 1 / 2  # of each kind of facts that a proposal weighs: more than that unknown, and questions lead
EXPECTED_ALTERNATIVES = 5
NAMED_RULES = 3
NOISE = 1e-9  # of a gap in per cent: 0.01 × 100 is a little more than 1
RATED = ("influence", "interest", "willingness")
KNOWN = ("sector", "villages", "age_band", "areas", "offers", "influence", "interest", "willingness", "knows")


def finding(composition: Composition) -> str:
    """What was found, before anything else."""
    seats = len(composition.members)
    if composition.status == "infeasible":
        broken = [row for row in composition.rules if not row.met]
        table = ngettext("Best partial table: %(count)s seat.", "Best partial table: %(count)s seats.", seats)
        begins = _("With these candidates the rules cannot be met.")
        if composition.objective is None:
            nothing = _("In the time given no partial table was found.")
            return f"{begins} {nothing}"
        if _asks_for_more(composition, broken):
            begins = _("This is a good beginning.")
            return f"{begins} {table % {'count': seats}} {_lacking(broken)}"
        if answers_meet_rules(composition):
            begins = _("With what we know the rules are not met.")
        return f"{begins} {table % {'count': seats}} {_unmet(broken)}"
    if composition.status == "unknown":
        return _("In the time given no table was found, and none was ruled out. Allow more time, or loosen a rule.")
    if not seats:
        return _("The rules ask for nobody, so an empty table meets them. Say how many seats there are at least.")
    return ngettext(
        "A table of %(count)s seat. All rules are met.", "A table of %(count)s seats. All rules are met.", seats
    ) % {"count": seats}


def _asks_for_more(composition: Composition, broken: Collection[RuleRow]) -> bool:
    """Whether new people are all that is missing: no choice and no rule stands against it, and no answer would do."""
    codes = {each.code for each in composition.advice}
    are_too_few = all(row.actual < row.required for row in broken)
    return bool(codes) and not codes & ASKS_NOBODY and are_too_few and not answers_meet_rules(composition)


def _lacking(broken: Collection[RuleRow]) -> str:
    if len(broken) <= NAMED_RULES:
        return _("A full table still needs: %(rules)s.") % {"rules": "; ".join(map(rule_sentence, broken))}
    return _("Rules still to be met: %(count)s.") % {"count": len(broken)}


def _unmet(broken: Collection[RuleRow]) -> str:
    """The rules not met with their figures while they fit into a sentence, else how many."""
    if len(broken) <= NAMED_RULES:
        return _("Not met: %(rules)s.") % {"rules": "; ".join(map(rule_sentence, broken))}
    unmet = ngettext("Rules not met: %(count)s.", "Rules not met: %(count)s.", len(broken))
    return unmet % {"count": len(broken)}


def undecided_note(composition: Composition) -> str:
    """Of how many it is open whether a good table has them; nothing where all is decided."""
    if not composition.undecided:
        return ""
    return ngettext(
        "Whether a good table has %(count)s other candidate was not decided in the time given.",
        "Whether a good table has any of %(count)s other candidates was not decided in the time given.",
        composition.undecided,
    ) % {"count": number(composition.undecided)}


def answers_meet_rules(composition: Composition) -> bool:
    """Whether the rules are not met only because of what nobody told us of people of the register."""
    return composition.status == "infeasible" and any(each.params.get("enough") for each in composition.questions)


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
        return _may_meet(composition) if answers_meet_rules(composition) else _none_meets(composition)
    gap = composition.gap
    if composition.status == "unknown" or gap is None:
        return _("Nothing is proved yet.")
    percent = number(max(1, ceil(100 * gap - NOISE)))
    return _("Nothing better was found in the time given; no table can be better by more than %(percent)s %%.") % {
        "percent": percent
    }


def _none_meets(composition: Composition) -> str:
    """That it is proved, unless somebody is on the list whose group nobody told us."""
    if _asks_for_groups(composition) and (count := _unknown_groups(composition)):
        return _("With what we know no table meets all rules. Group unknown: %(count)s. An answer may change this.") % {
            "count": number(count)
        }
    return _("With these candidates no table meets all rules. This is proved, within what you told us.")


def _asks_for_groups(composition: Composition) -> bool:
    """Whether a rule is not met that somebody's group could meet; who is a resident may have an age that is missing."""
    of_groups = ("groups.", "age_bands.", "min_age_bands")
    return any(row.name.startswith(of_groups) for row in composition.rules if not row.met)


def _unknown_groups(composition: Composition) -> int:
    return sum(len(each.ids) for each in composition.assumed if each.column == "group")


def _may_meet(composition: Composition) -> str:
    columns = {each.column for each in composition.questions if each.params.get("enough")}
    if "group" in columns:
        return _(
            "With what we know the rules are not met. Entries of the register may meet them: we do not know "
            "their group."
        )
    if "age_band" in columns:
        return _(
            "With what we know the rules are not met. Residents who are in the register may meet them: we do not know "
            "how old they are."
        )
    return _(
        "With what we know the rules are not met. Entries of the register may meet them: we do not know whom they know."
    )


def alternatives_note(composition: Composition, *, is_searched: bool = True) -> str:
    """Why there are fewer alternatives than usual; nothing where there are enough.

    After a refusal the smallest change is looked for and no other tables (not `is_searched`).
    """
    keeps_the_rules = composition.status in {"optimal", "feasible"}
    if len(composition.alternatives) >= EXPECTED_ALTERNATIVES or not keeps_the_rules:
        return ""
    if not is_searched:
        return _("After a refusal we look only for the smallest change; computing again shows other good tables.")
    if composition.alternatives_complete and _unknown_groups(composition):
        return _("With what we know there are no more good tables that differ enough.")
    if composition.alternatives_complete:
        return _("There are no more good tables that differ enough; this is proved.")
    return _("No more good tables that differ enough were found in the time given.")


def facts_line(problem: Problem, near: Collection[str] = ()) -> str:
    """What kinds of facts are known, and of how many candidates: "miejscowość: 40, wiek: 10".

    Those of neighbouring gminas (`near`, ids) are not of the register and are counted apart.
    """
    counts = {column: sum(_is_known(getattr(each, column)) for each in problem.candidates) for column in KNOWN}
    known = [f"{column_name(column)}: {number(count)}" for column, count in counts.items() if count]
    if not known:
        return _("We know only who they are.")
    around = sum(each.id in near for each in problem.candidates)
    words = {
        "every": number(len(problem.candidates) - around),
        "near": number(around),
        "known": ", ".join(known),
    }
    if around:
        told = _("Of %(every)s people and organisations and %(near)s of neighbouring gminas we know – %(known)s.")
        return told % words
    return _("Of %(every)s people and organisations we know – %(known)s.") % words


def _is_known(value: object) -> bool:
    return isinstance(value, float | int) or bool(value)


def limit() -> str:
    """What every "the only one at the table" leaves open, said once above the reasons."""
    return _("We say only what is written down. Somebody may do more than that.")


def table_note(composition: Composition, problem: Problem) -> str:
    """What holds for every seat of a partial table, said once above it; nothing where the rules are met."""
    if composition.status != "infeasible" or not composition.members:
        return ""
    may_sit = {each.id for each in problem.candidates if each.lock != "never"}
    if len(may_sit) == len(problem.candidates) and may_sit <= set(composition.members):
        return _("Everybody of the register is at the table.")
    return _("This table comes as near to the rules as we could; who is missing stands below.")


def best_sizes(composition: Composition) -> list[int]:
    """The numbers of seats whose tables are worth most: several where they are worth the same."""
    known = [(row.size, row.objective) for row in composition.tradeoff if row.objective is not None]
    best = max((worth for _size, worth in known), default=0.0)
    return [size for size, worth in known if best - worth <= NOISE * max(1.0, abs(best))]


def size_reason(composition: Composition) -> str:
    """Why larger tables do not score more, in one sentence; nothing where the largest is the only best one."""
    sizes, best = [row.size for row in composition.tradeoff if row.objective is not None], best_sizes(composition)
    if not best or best == [max(sizes)]:
        return ""
    if len(best) == 1:
        return _("Each seat beyond the best size brings less than it costs to gather a larger table.")
    if max(best) == max(sizes):
        return _("A larger table can be just as good, but not better: further seats bring as much as they cost.")
    return _("Between these numbers of seats it makes no difference. More seats bring less than they cost.")


def questions_first(composition: Composition, problem: Problem) -> bool:
    """Whether questions lead: most of what a proposal weighs is unknown, and there is something to ask.

    Where the rules cannot be met, the best partial table and whom to look for lead, unless answers about people of the
    register are enough to meet them.
    """
    if answers_meet_rules(composition):
        return True
    if composition.status == "infeasible" or not composition.questions:
        return False
    return unknown_share(problem) > MOSTLY


def unknown_share(problem: Problem) -> float:
    """How much is unknown of the kind of facts known best: villages of all, influence and willingness of organisations.

    Those locked never and the Lead Library, at the table in any case, do not count.
    """
    may = [each for each in problem.candidates if each.lock != "never" and each.id != problem.library]
    organisations = [each for each in may if "resident" not in (each.kind, each.group)]
    kinds = (
        [bool(each.villages) for each in may],
        [each.influence is not None for each in organisations],
        [each.willingness is not None for each in organisations],
    )
    return min((known.count(False) / len(known) for known in kinds if known), default=0.0)


def change_of(members: Collection[str], others: Collection[str]) -> tuple[list[str], list[str]]:
    """(who leaves, who joins) from the first table to the second, sorted."""
    return sorted(set(members) - set(others)), sorted(set(others) - set(members))
