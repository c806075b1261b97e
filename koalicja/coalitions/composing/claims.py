"""What a stored answer says of itself, held against counting: one sentence for each thing that is not so."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from koalicja.coalitions.composing.answer import relative_gap
from koalicja.coalitions.composing.rule_names import rule_label
from koalicja.engine.composition.alternatives import DISTANCE, jaccard
from koalicja.engine.composition.assumed import known_facts
from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.objective import in_units, value
from koalicja.engine.composition.proposal import NEAR
from koalicja.engine.composition.rules import broken, rule_rows

__all__ = ["is_without_table", "strangers", "untrue"]

CLOSE = 1e-6
Answer = Mapping[str, Any]


def is_without_table(found: Answer) -> bool:
    """Whether the answer says that no table was found and claims nothing about one."""
    says_so = found["status"] in {"unknown", "infeasible"}
    claims = (found["members"], found["alternatives"], found["never_proposed"], found["rules"], found["tradeoff"])
    return says_so and found["objective"] is None and found["gap"] is None and not any(claims)


def strangers(found: Answer, prepared: Prepared) -> Iterator[str]:
    """Who is named in the answer and is no candidate, or is named twice at one table."""
    tables = [_ids(found), *(each["members"] for each in found["alternatives"])]
    if unknown := sorted({*chain(*tables), *found["never_proposed"]} - {*prepared.index}):
        yield _("Candidates: the answer names somebody who is not among them: %(id)s.") % {"id": ", ".join(unknown)}
    if any(len(table) != len(set(table)) for table in tables):
        yield _("Table: somebody sits at it twice.")


def untrue(found: Answer, prepared: Prepared) -> Iterator[str]:
    """What is not so of an answer that names candidates only and has an objective."""
    yield from _numbers(found)
    yield from _status(found)
    yield from _rules(found, prepared)
    yield from _members(found, prepared)
    yield from _alternatives(found, prepared)
    yield from _never_proposed(found)
    yield from _tradeoff(found)
    if found["known_facts"] != known_facts(prepared):
        yield _("Known facts: not as stated. There are: %(count)s.") % {"count": known_facts(prepared)}


def _ids(found: Answer) -> list[str]:
    return [member["id"] for member in found["members"]]


def _numbers(found: Answer) -> Iterator[str]:
    objective, bound, gap = found["objective"], found["bound"], found["gap"]
    if not all(number is None or isfinite(number) for number in (objective, bound, gap)):
        yield _("Objective, bound and gap: one of them is not a number.")
        return
    if bound is None and found["status"] != "infeasible":
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
    return bool(figures and stated["met"] is row.met)


def _members(found: Answer, prepared: Prepared) -> Iterator[str]:
    for member in found["members"]:
        if not member["reasons"]:
            yield _("Reasons: none is given for: %(name)s.") % {"name": member["name"]}
        candidate = prepared.candidates[prepared.index[member["id"]]]
        if member["name"] != (candidate.name or candidate.id):
            yield _("Names: among the candidates, %(id)s has another one.") % {"id": member["id"]}


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
    bound, own = found["bound"], len(found["members"])
    for row in sizes:
        best, most = row["objective"], row["bound"]
        is_above = best is not None and bound is not None and best > bound and not _close(best, bound)
        is_turned = best is not None and most is not None and best > most and not _close(best, most)
        is_other = row["size"] == own and row["status"] == "optimal" and best is not None
        if is_above or is_turned or (is_other and best < found["objective"] and not _close(best, found["objective"])):
            yield _("Size against value: the line of %(size)s is not possible.") % {"size": row["size"]}


def _close(one: float, other: float) -> bool:
    return isfinite(one) and isfinite(other) and abs(one - other) <= CLOSE * max(1.0, abs(one), abs(other))
