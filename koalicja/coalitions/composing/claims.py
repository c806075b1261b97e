"""What a stored answer says of itself, held against counting: one sentence for each thing that is not so.

Texts may be in either language, whatever the terminal speaks. What only solving can tell: see proofs.py.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from math import isfinite
from typing import Any, TypeVar

from django.utils import translation
from django.utils.translation import gettext as _

from koalicja.coalitions.composing import sentences
from koalicja.coalitions.composing.answer import CLOSED, UNLOCKED, names_of, reason_text, relative_gap
from koalicja.coalitions.composing.assuming import assumption_sentence
from koalicja.coalitions.composing.questions import question_sentence
from koalicja.coalitions.composing.rule_names import rule_label
from koalicja.engine.composition.alternatives import DISTANCE, jaccard
from koalicja.engine.composition.assumed import assumed, known_facts
from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.objective import in_units, value
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.proposal import NEAR, Proposal
from koalicja.engine.composition.reasons import member_reasons
from koalicja.engine.composition.result import Advice, Question, Reason
from koalicja.engine.composition.rules import broken, rule_rows

__all__ = ["in_each_language", "is_without_table", "solved_reasons", "strangers", "untrue"]

CLOSE = 1e-6
LANGUAGES = ("pl", "en")
ANYBODYS = ("keeps_rule", "only_listed")
GRADES = ("large", "middle", "small")
Answer = Mapping[str, Any]
Made = TypeVar("Made")


def in_each_language(make: Callable[[], Made]) -> list[Made]:
    """What `make` gives in each language an answer may be written in."""
    made = []
    for language in LANGUAGES:
        with translation.override(language):
            made.append(make())
    return made


def solved_reasons() -> dict[tuple[str, str], Reason]:
    """The reasons that only solving can tell, by code and text."""
    reasons = [Reason("irreplaceable"), Reason("misses_more"), *(Reason("loss_if_out", {"grade": g}) for g in GRADES)]
    return {
        (reason.code, text): reason
        for reason in reasons
        for text in in_each_language(partial(sentences.reason_sentence, reason))
    }


def is_without_table(found: Answer) -> bool:
    """Whether the answer says that no table was found and claims nothing about one."""
    says_so = found["status"] in {"unknown", "infeasible"}
    claims = (found["members"], found["alternatives"], found["never_proposed"], found["rules"], found["tradeoff"])
    return says_so and found["objective"] is None and found["gap"] is None and not any(claims)


def strangers(found: Answer, prepared: Prepared) -> Iterator[str]:
    """Who is named in the answer and is no candidate, or is named twice at one table."""
    tables = [_ids(found), *(each["members"] for each in found["alternatives"])]
    named = {*chain(*tables), *found["never_proposed"], *chain(*(each["ids"] for each in found["assumed"]))}
    named |= {each["id"] for each in found["questions"]}
    # A stored run keeps them among the parameters.
    locked = (each.get("params", each) for each in found["advice"])
    named |= {id_ for each in locked for name in UNLOCKED for id_ in each.get(name, ())}
    if unknown := sorted(named - {*prepared.index}):
        yield _("Candidates: the answer names somebody who is not among them: %(id)s.") % {"id": ", ".join(unknown)}
    if any(len(table) != len(set(table)) for table in tables):
        yield _("Table: somebody sits at it twice.")


def untrue(
    found: Answer, problem: Problem, prepared: Prepared, *, among: Prepared | None = None, has_bound: bool = True
) -> Iterator[str]:
    """What is not so of an answer that names candidates only and has an objective.

    `among`: all candidates of the `problem`, where the table was made of some of them; reasons hold among all.
    `has_bound` is False for a table that was to change as little as possible: nothing is said of better ones there.
    """
    yield from _numbers(found, has_bound=has_bound)
    yield from _status(found)
    yield from _rules(found, prepared)
    yield from _members(found, prepared)
    yield from _reasons(found, problem, among or prepared)
    yield from _alternatives(found, prepared)
    yield from _never_proposed(found)
    yield from _tradeoff(found)
    if found["known_facts"] != known_facts(prepared):
        yield _("Known facts: not as stated. There are: %(count)s.") % {"count": known_facts(prepared)}
    yield from _assumed(found, prepared)
    yield from _questions(found, problem, prepared)
    yield from _advice(found, problem, prepared)


def _ids(found: Answer) -> list[str]:
    return [member["id"] for member in found["members"]]


def _numbers(found: Answer, *, has_bound: bool) -> Iterator[str]:
    objective, bound, gap = found["objective"], found["bound"], found["gap"]
    if not all(number is None or isfinite(number) for number in (objective, bound, gap)):
        yield _("Objective, bound and gap: one of them is not a number.")
        return
    if bound is None and found["status"] != "infeasible" and has_bound:
        yield _("Bound: it is missing, though there is a table.")
    due = relative_gap(objective, bound)
    if (gap is None) != (due is None) or (gap is not None and due is not None and not _close(gap, due)):
        yield _("Gap: it does not follow from the objective and the bound.")
    if bound is not None and bound < objective and not _close(bound, objective):
        yield _("Bound: it lies below the objective.")
    if found["status"] == "optimal" and bound is not None and not _close(bound, objective):
        yield _("Bound: it is not the objective, though the table is said to be the best.")


def _status(found: Answer) -> Iterator[str]:
    all_met = all(row["met"] for row in found["rules"])
    if all_met is (found["status"] not in {"optimal", "feasible"}):
        yield _("Status: it does not agree with the rules that are met.")


def _rules(found: Answer, prepared: Prepared) -> Iterator[str]:
    stated = {row["name"]: row for row in found["rules"]}
    rows = {row.name: row for row in rule_rows(prepared, _ids(found))}
    other = [
        name
        for name in sorted({*stated, *rows})
        if name not in stated or name not in rows or not _is_row(stated[name], rows[name])
    ]
    if other:
        told = "; ".join(map(rule_label, other))
        yield _("Rules: these lines are not as counted again: %(rules)s.") % {"rules": told}
    elif len(found["rules"]) != len(rows):
        yield _("Rules: one of them is named twice.")


def _is_row(stated: Mapping[str, Any], row: Any) -> bool:
    figures = _close(stated["required"], row.required) and _close(stated["actual"], row.actual)
    return bool(figures and stated["met"] is row.met and (stated["known"], stated["among"]) == (row.known, row.among))


def _members(found: Answer, prepared: Prepared) -> Iterator[str]:
    for member in found["members"]:
        if not member["reasons"]:
            yield _("Reasons: none is given for: %(name)s.") % {"name": member["name"]}
        candidate = prepared.candidates[prepared.index[member["id"]]]
        if member["name"] != (candidate.name or candidate.id):
            yield _("Names: among the candidates, %(id)s has another one.") % {"id": member["id"]}


def _reasons(found: Answer, problem: Problem, prepared: Prepared) -> Iterator[str]:
    """Every reason that counting can tell is there, in its words and its order, and no other one."""
    missing = 0 if found["status"] == "infeasible" else None
    proposal = Proposal(prepared, prepared.places(_ids(found)), False, found["seed"], missing)
    counted, solved = member_reasons(proposal, {}), solved_reasons()
    for member in found["members"]:
        stated = [(reason["code"], reason["text"]) for reason in member["reasons"]]
        told = [each for each in stated if each not in solved]
        due = in_each_language(partial(_told, counted[member["id"]], problem))
        if len(told) < len(stated):  # who has another reason needs none that anybody has
            due += [[each for each in one if each[0] not in ANYBODYS] for one in due]
        if stated and told not in due:
            yield _("Reasons: counted again they are others for: %(name)s.") % {"name": member["name"]}


def _told(reasons: Sequence[Reason], problem: Problem) -> list[tuple[str, str]]:
    return [(reason.code, reason_text(reason, problem)) for reason in reasons]


def _alternatives(found: Answer, prepared: Prepared) -> Iterator[str]:
    tables = [prepared.places(_ids(found)), *(prepared.places(each["members"]) for each in found["alternatives"])]
    least = found["objective"] - float(NEAR) * abs(found["objective"])
    for at, each in enumerate(found["alternatives"], 1):
        table = {"letter": chr(ord("A") + at)}
        worth = in_units(prepared, value(prepared, each["members"]))
        others = (jaccard(tables[at], other) for number, other in enumerate(tables) if number != at)
        distance = min(others)
        if not _close(worth, each["objective"]):
            yield _("Other table %(letter)s: its objective is not as stated.") % table
        if worth < least and not _close(worth, least):
            yield _("Other table %(letter)s: it loses more than 6 %%.") % table
        if worth > found["objective"] and not _close(worth, found["objective"]):
            yield _("Other table %(letter)s: it is better than the proposal.") % table
        if not _close(float(distance), each["distance"]):
            yield _("Other table %(letter)s: its distance is not as stated.") % table
        if distance < DISTANCE:
            yield _("Other table %(letter)s: it does not differ enough.") % table
        if found["status"] != "infeasible" and broken(prepared, each["members"]):
            yield _("Other table %(letter)s: it does not keep the rules.") % table


def _never_proposed(found: Answer) -> Iterator[str]:
    proposed = {*_ids(found), *chain.from_iterable(each["members"] for each in found["alternatives"])}
    if both := sorted(proposed & {*found["never_proposed"]}):
        yield _("In none of the good tables: somebody is named who sits at one of them: %(ids)s.") % {
            "ids": ", ".join(both)
        }


def _tradeoff(found: Answer) -> Iterator[str]:
    sizes: Sequence[Mapping[str, Any]] = found["tradeoff"]
    own = len(found["members"])
    for row in sizes:
        best, most = row["objective"], row["bound"]
        is_above = best is not None and best > found["objective"] and not _close(best, found["objective"])
        is_turned = best is not None and most is not None and best > most and not _close(best, most)
        is_other = row["size"] == own and row["status"] == "optimal" and best is not None
        if is_above or is_turned or (is_other and best < found["objective"] and not _close(best, found["objective"])):
            yield _("Size against value: the line of %(size)s is not possible.") % {"size": row["size"]}


def _assumed(found: Answer, prepared: Prepared) -> Iterator[str]:
    def due() -> list[dict[str, Any]]:
        return [
            {
                "column": each.column,
                "value": each.value,
                "ids": list(each.ids),
                "text": assumption_sentence(each),
            }
            for each in assumed(prepared)
        ]

    if found["assumed"] not in in_each_language(due):
        yield _("What was assumed: counted again it is something else.")


def _questions(found: Answer, problem: Problem, prepared: Prepared) -> Iterator[str]:
    """What is asked about is unknown, and the question says whom it is about, what is asked and what may change."""
    names, unmet = names_of(problem), {row["name"] for row in found["rules"] if not row["met"]}
    for each in found["questions"]:
        named = {"name": names[each["id"]]}
        candidate = prepared.candidates[prepared.index[each["id"]]]
        is_unknown = getattr(candidate, each["column"], "known") in ("", None, frozenset(), {})
        if not is_unknown or not each["text"].startswith(f"{names[each['id']]}: "):
            yield _("Questions: what is asked about %(name)s is known, or the question is about somebody else.") % named
            continue
        params = {"rules": tuple(each["rules"])} | {name: each[name] for name in ("value", "end", "together", "enough")}
        question = Question(each["id"], each["column"], each["change"], params)
        if not {*each["rules"]} <= unmet or each["text"] not in in_each_language(
            partial(question_sentence, question, names)
        ):
            yield _("Questions: the words about %(name)s do not follow from what is asked.") % named


def _advice(found: Answer, problem: Problem, prepared: Prepared) -> Iterator[str]:
    """Advice stands only where rules are not met, names rules that there are, and says what its profile says."""
    rules, names = {row["name"] for row in found["rules"]}, names_of(problem)
    rows = rule_rows(prepared, _ids(found))
    for each in found["advice"]:
        due = in_each_language(partial(sentences.advice_sentence, _as_advice(each), names, rows))
        # Who would be missing after a rule is loosened stands in the text alone.
        is_said = each["code"] == "then_look_for" or each["text"] in due
        if found["status"] != "infeasible" or not {*each["rules"]} <= rules or not is_said:
            yield _("Who is missing: this does not follow from its rules and attributes: %(text)s") % {
                "text": each["text"]
            }


def _as_advice(stated: Mapping[str, Any]) -> Advice:
    profile = {key: tuple(value) if isinstance(value, list) else value for key, value in stated["profile"].items()}
    params: dict[str, Any] = {name: tuple(stated[name]) for name in (*CLOSED, *UNLOCKED) if stated[name]}
    return Advice(stated["code"], tuple(stated["rules"]), profile, params | {"still_missing": stated["still_missing"]})


def _close(one: float, other: float) -> bool:
    return isfinite(one) and isfinite(other) and abs(one - other) <= CLOSE * max(1.0, abs(one), abs(other))
