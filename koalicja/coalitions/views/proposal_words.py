"""Sentences of a proposal's page: the one next step, why somebody is not there, who came from nearby."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.composing import differences, findings
from koalicja.coalitions.composing.rule_names import rule_label
from koalicja.coalitions.composing.storing import read_why_not
from koalicja.coalitions.models import CompositionRun, WhyNotAnswer
from koalicja.coalitions.queries.runs import Known, Shown
from koalicja.coalitions.views.proposal_gaps import Gap
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Composition, WhyNot
from koalicja.ui.formats import number

NAMED = 4
TOO_FEW = 2  # candidates: a library and its partner, where nobody has typed a name yet


def next_step(
    shown: Shown, answer: Composition, page: Mapping[str, Any], *, may_compose: bool, gap: Gap | None
) -> dict[str, str]:
    """Fill in what may be enough; else look for who is missing; where the rules are met: talk about it on paper."""
    run = shown.run
    paper = reverse("coalitions:print_proposal", args=[run.coalition_id, run.number])
    on_paper = {"url": paper, "label": _("Print the proposal")}
    if not may_compose:
        return _look_on(answer, on_paper)
    if len(shown.problem.candidates) <= TOO_FEW:
        return _type_names(run.coalition.gmina_id)
    if gap:
        return _fill_in(gap)
    if answer.status == "unknown":
        return {
            "title": _("Loosen a rule, or choose fewer seats beforehand"),
            "why": _("In the time given no table was found, and none was ruled out."),
            "url": "#again",
            "label": _("Change and compute again"),
        }
    if answer.status == "infeasible":
        return _look_for(answer, page, on_paper)
    return _talk(page["members"], on_paper)


def _look_for(answer: Composition, page: Mapping[str, Any], on_paper: Mapping[str, str]) -> dict[str, str]:
    count = sum(each.code != "rules_contradict" for each in answer.advice)
    if not count:
        title = _("See which rules cannot be met together")
    else:
        title = ngettext("Look for %(count)s person", "Look for %(count)s people", count) % {"count": number(count)}
    first = page["missing"][0] if page["missing"] else None
    why = _("The table below is the best one so far; you can already talk about it.")
    return {
        "title": title,
        "why": f"{first['where']} {why}" if first and first["where"] else why,
        "url": "#missing",
        "label": _("See whom and where"),
        "other_url": on_paper["url"],
        "other_label": on_paper["label"],
    }


def _type_names(gmina: str) -> dict[str, str]:
    """The one step of a register that holds only libraries, the same on every page."""
    return {
        "title": _("Type names"),
        "why": _(
            "So far only the library is in the register. Write down schools, shops, associations and neighbours whom "
            "you know; a name is enough."
        ),
        "url": reverse("people:add_names", args=[gmina]),
        "label": _("Type names"),
    }


def _fill_in(gap: Gap) -> dict[str, str]:
    return {
        "title": gap.title,
        "why": _("They are in the register already. Ask how old they are, roughly is enough, then compute again.")
        if gap.column == "age_band"
        else _("They are in the register already. Say what they are, then compute again."),
        "url": "#gaps",
        "label": _("See who it is"),
    }


def _look_on(answer: Composition, on_paper: Mapping[str, str]) -> dict[str, str]:
    """For who may look but not change anything: the talk with the library."""
    if answer.status == "unknown":
        return {
            "title": _("Ask the library whether a rule can be loosened"),
            "why": _("In the time given no table was found, and none was ruled out."),
        }
    if answer.status == "infeasible":
        return {
            "title": _("Talk with the library about who is missing"),
            "why": _("The library or the animator writes down who was found and computes the proposal again."),
            "url": "#missing",
            "label": _("See whom and where"),
        }
    return {
        "title": _("Read the proposal before you talk with the library"),
        "why": _("Each seat has its reason. The library and the animator decide whom to invite."),
    } | dict(on_paper)


def _talk(members: Sequence[Any], on_paper: Mapping[str, str]) -> dict[str, str]:
    first = [row.known.name for row in members if row.is_irreplaceable]
    why = _("Look through the members, print two pages and take them to the first talk with the mayor.")
    if first:
        named = ", ".join(first[:NAMED]) + (f" (+{len(first) - NAMED})" if len(first) > NAMED else "")
        why = _("%(why)s First talk about those for whom there is no substitute: %(names)s.") % {
            "why": why,
            "names": named,
        }
    return {"title": _("Talk about this proposal with the mayor"), "why": why} | dict(on_paper)


def proof(run: CompositionRun, answer: Composition, problem: Problem) -> str:
    """How good the table is; after a refusal: that nothing changes less."""
    if run.changes_least is None or answer.status in {"infeasible", "unknown"}:
        return findings.proof(answer, problem)
    if run.changes_least:
        return _(
            "At these rules and with what you told us, no table changes less. A proposal computed anew may be better."
        )
    return _("No table that changes less was found in the time given. A proposal computed anew may be better.")


def around(run: CompositionRun) -> str:
    """What came from neighbouring gminas; nothing where nobody asked for it."""
    found = run.around
    if not found.get("asked"):
        return ""
    if not found["is_placed"]:
        return _("We do not know where this gmina lies, so organisations of neighbouring gminas are not among them.")
    told = ngettext(
        "Among them are organisations of %(gminas)s neighbouring gmina: %(count)s.",
        "Among them are organisations of %(gminas)s neighbouring gminas: %(count)s.",
        found["gminas"],
    ) % {"gminas": number(found["gminas"]), "count": number(found["organisations"])}
    if not found["organisations"]:
        told = _("No gmina within 25 km has an organisation in its register that we could look at.")
    if found.get("aside"):
        told += " " + _("Our own gmina comes first: a neighbour only where a rule cannot be met without one.")
    if found["left_out"]:
        told += " " + _("The farthest ones were left out, because there were too many: %(count)s.") % {
            "count": number(found["left_out"])
        }
    return told


def asked_row(asked: WhyNotAnswer, answer: Composition, shown: Shown) -> dict[str, Any]:
    """One question about somebody who is not there, with the answer or how far it is."""
    is_open = asked.answer is None and asked.job is not None and asked.job.is_open
    text = _("The answer is being computed.") if is_open else _("The work broke off. Ask once more.")
    if asked.answer is not None:
        text = why_not(read_why_not(asked.answer), answer, shown)
    is_broken = asked.answer is None and not is_open
    name = shown.known[asked.candidate].name
    return {"key": asked.candidate, "name": name, "text": text, "is_open": is_open, "is_broken": is_broken}


def why_not(asked: WhyNot, answer: Composition, shown: Shown) -> str:
    """Why somebody is not at the table, and what would be otherwise with them."""
    if asked.status == "forbidden":
        return _("Marked as “not this time”. Take the mark away below and compute again.")
    if asked.status == "never":
        rules = "; ".join(map(rule_label, asked.rules))
        if not rules:
            return _("With them the rules cannot be met.")
        return _("With them these rules cannot be met together: %(rules)s.") % {"rules": rules}
    if asked.table is None:
        return _("The time did not suffice to find out. Mark “must be there” below and compute again.")
    parts = [_worth_with_them(asked, answer)]
    if loses := differences.lost(answer.members, asked.table.members, shown.problem):
        parts.append(_("The table would lose – %(losses)s.") % {"losses": loses})
    others = [key for key in asked.joins if key != asked.id]
    if asked.leaves:
        parts.append(_("Then these leave: %(names)s.") % {"names": _names(asked.leaves, shown.known)})
    if others:
        parts.append(_("Then these join besides: %(names)s.") % {"names": _names(others, shown.known)})
    return " ".join(parts)


def _worth_with_them(asked: WhyNot, answer: Composition) -> str:
    part = (asked.loss or 0) / max(1e-9, abs(answer.objective or 0))
    if part <= 1e-9:
        return _("Could be there as well: the table would be just as good. Between equal tables the lot decides.")
    if part <= 0.01:
        return _("Could be there: the table would be nearly as good.")
    if part <= 0.06:
        return _("Could be there: the table would be a little weaker.")
    return _("Could be there, but the table would be clearly weaker.")


def _names(keys: Sequence[str], known: Mapping[str, Known]) -> str:
    return ", ".join(known[key].name for key in keys)
