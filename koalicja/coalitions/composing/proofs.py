"""What a stored answer says to be proved, tried again by solving: one sentence for each thing that is refuted.

What the time does not suffice for is not refuted, and nothing is said of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from koalicja.coalitions.composing.claims import solved_reasons
from koalicja.coalitions.composing.sentences import group_name
from koalicja.engine.composition.alternatives import MOST, good_alternatives
from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.guests import Profile
from koalicja.engine.composition.model import Budget, Outcome
from koalicja.engine.composition.partial import best_partial
from koalicja.engine.composition.phantoms import enlarged, is_open
from koalicja.engine.composition.problem import GROUPS, Weights
from koalicja.engine.composition.program import at_least, seated
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.reasons import credit_of, grade_of_loss, tables_without
from koalicja.engine.composition.result import Reason, SizeValue
from koalicja.engine.composition.solve import solve
from koalicja.engine.composition.tradeoff import size_values

__all__ = ["refuted"]

CLOSE = 1e-6
# Seconds of solving for each part, as compose() has them.
PARTIAL, REASONS, ALTERNATIVES, SIZES, NEVER, ADVICE = 8.0, 8.0, 9.0, 5.0, 5.0, 8.0
ONE_SECONDS = 1.0
GRADES = ("", "small", "middle", "large")
Answer = Mapping[str, Any]


def refuted(found: Answer, prepared: Prepared, *, seed: int, among: Prepared | None = None) -> Iterator[str]:
    """What solving refutes of an answer about these candidates whose table, rules and objective are as stated.

    `among`: see claims.untrue().
    """
    missing = None
    if found["status"] == "infeasible":
        partial = best_partial(prepared, seed=seed, time_limit=PARTIAL)
        yield from _advice(found, prepared, seed)
        if partial.status != "optimal":
            return
        missing = partial.missing
    table = prepared.places([member["id"] for member in found["members"]])
    proposal = Proposal(prepared, table, found["status"] == "optimal", seed, missing)
    yield from _reasons(found, proposal if among is None else _placed(proposal, among))
    yield from _more_alternatives(found, proposal)
    yield from _sizes(found, proposal)
    yield from _never_proposed(found, proposal)


def _placed(proposal: Proposal, among: Prepared) -> Proposal:
    """The same table among more candidates."""
    return Proposal(among, among.places(proposal.members), False, proposal.seed, proposal.missing)


def _reasons(found: Answer, proposal: Proposal) -> Iterator[str]:
    without, known = tables_without(proposal, budget=Budget(REASONS)), solved_reasons()
    for member in found["members"]:
        said = [known[key] for each in member["reasons"] if (key := (each["code"], each["text"])) in known]
        place = proposal.prepared.index[member["id"]]
        if any(_is_refuted(reason, place, without.get(place), proposal) for reason in said):
            yield _("Reasons: solved again, less is lost without: %(name)s.") % {"name": member["name"]}


def _is_refuted(reason: Reason, place: int, outcome: Outcome | None, proposal: Proposal) -> bool:
    if outcome is None:
        return True  # nobody asks what is lost without somebody who is locked
    if reason.code != "loss_if_out":
        is_of_partial = reason.code == "misses_more"
        return outcome.table is not None or is_of_partial is (proposal.missing is None)
    if outcome.value is None:
        return False
    # At most so much is lost: a table without them is worth as much as was found.
    most = grade_of_loss(proposal.value, replace(outcome, bound=outcome.value), credit=credit_of(proposal, place))
    return GRADES.index(str(reason.params["grade"])) > GRADES.index(most)


def _more_alternatives(found: Answer, proposal: Proposal) -> Iterator[str]:
    stated = len(found["alternatives"])
    if found["alternatives_complete"] and stated < MOST:
        again, _is_complete = good_alternatives(proposal, budget=Budget(ALTERNATIVES))
        if len(again) > stated:
            yield _("Other tables: there are more than stated.")


def _sizes(found: Answer, proposal: Proposal) -> Iterator[str]:
    again = {row.size: row for row in size_values(proposal, budget=Budget(SIZES))} if found["tradeoff"] else {}
    for row in found["tradeoff"]:
        if row["size"] not in again or _is_other(row, again[row["size"]]):
            yield _("Size against value: the line of %(size)s is not possible.") % {"size": row["size"]}


def _is_other(stated: Mapping[str, Any], again: SizeValue) -> bool:
    best, bound = stated["objective"], stated["bound"]
    if (stated["status"] == "infeasible" and again.objective is not None) or (
        again.status == "infeasible" and (best is not None or bound is not None)
    ):
        return True
    is_too_good = best is not None and again.bound is not None and _is_above(best, again.bound)
    is_beaten = bound is not None and again.objective is not None and _is_above(again.objective, bound)
    is_not_best = stated["status"] == "optimal" and (
        best is None or (again.objective is not None and _is_above(again.objective, best))
    )
    return is_too_good or is_beaten or is_not_best


def _is_above(one: float, other: float) -> bool:
    return one - other > CLOSE * max(1.0, abs(one), abs(other))


def _never_proposed(found: Answer, proposal: Proposal) -> Iterator[str]:
    budget, places = Budget(NEVER), proposal.prepared.places(found["never_proposed"])
    proved = proposal.excluded(proposal.floor) | proposal.prepared.never
    near = [at_least(proposal.program, proposal.floor)]
    for place in sorted(places - proved):
        outcome = proposal.best([*near, seated(place)], budget=budget, seconds=ONE_SECONDS)
        if outcome.table is not None:
            candidate = proposal.prepared.candidates[place]
            yield _("In none of the good tables: there is one with: %(name)s.") % {
                "name": candidate.name or candidate.id
            }


def _advice(found: Answer, prepared: Prepared, seed: int) -> Iterator[str]:
    """With one more row for each profile the rules can be met; without any one of these rows they cannot."""
    wanted = [each for each in found["advice"] if each["code"] == "look_for"]
    rows = [*map(_row, wanted)]
    if not rows:
        return
    budget = Budget(ADVICE)
    rules_only = replace(prepared, rules=replace(prepared.rules, weights=Weights(0, 0, 0, 0, 0, 0)))
    try:
        if _status(rules_only, rows, seed, budget) == "infeasible":
            yield _("Who is missing: with all of these people the rules still cannot be met.")
        for at in range(len(rows)):
            if _status(rules_only, rows[:at] + rows[at + 1 :], seed, budget) in {"optimal", "feasible"}:
                yield _("Who is missing: the rules can be met with fewer people than stated.")
                return
        yield from _closed(wanted, rules_only, seed, budget)
    except (CompositionError, KeyError, TypeError, ValueError):
        yield _("Who is missing: a profile is not one of a candidate.")


def _closed(advice: Sequence[Answer], prepared: Prepared, seed: int, budget: Budget) -> Iterator[str]:
    """Nobody whom the advice rules out would help, and anybody of a group that it does not rule out would."""
    for at, each in enumerate(advice):
        out = [_of_group(advice, dict.fromkeys(range(len(advice)), group)) for group in each["not_groups"]]
        out += [_of_interest(advice, at, word) for word in each["not_interest"]]
        if any(_status(prepared, rows, seed, budget) in {"optimal", "feasible"} for rows in out):
            yield _("Who is missing: somebody who is ruled out would help too: %(text)s") % {"text": each["text"]}
    may_be = [[group for group in GROUPS if group not in each["not_groups"]] for each in advice]
    groups = {group for each in may_be for group in each} if any(is_open(_row(each)) for each in advice) else set()
    for group in sorted(groups):
        dealt = {at: group if group in some else some[0] for at, some in enumerate(may_be) if some}
        if _status(prepared, _of_group(advice, dealt), seed, budget) == "infeasible":
            yield _("Who is missing: there is no room in a group that is not ruled out: %(group)s.") % {
                "group": group_name(group)
            }


def _row(advice: Answer) -> Profile:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in advice["profile"].items()}


def _of_group(advice: Sequence[Answer], groups: Mapping[int, str]) -> list[Profile]:
    """The missing people, those whose group is open of these."""
    rows = map(_row, advice)
    return [{**row, "group": groups[at]} if is_open(row) and at in groups else row for at, row in enumerate(rows)]


def _of_interest(advice: Sequence[Answer], of: int, word: str) -> list[Profile]:
    """The missing people, those like this one of an interest group."""
    rows = [*map(_row, advice)]
    return [{**row, "interest_group": word} if row == rows[of] else row for row in rows]


def _status(prepared: Prepared, rows: Sequence[Profile], seed: int, budget: Budget) -> str:
    if not budget.left:
        return "unknown"
    solved = solve(enlarged(prepared, rows), seed=seed, time_limit=min(ONE_SECONDS, budget.left))
    budget.spend(solved.seconds)
    return solved.status
