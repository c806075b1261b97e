"""Sentences of a proposal's page: the one next step, why somebody is not there, who came from nearby."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.composing import findings
from koalicja.coalitions.composing.lines import and_more
from koalicja.coalitions.composing.next_step import Step, step_of
from koalicja.coalitions.composing.rule_names import rule_demand
from koalicja.coalitions.composing.sentences import ASKS_NOBODY, UNLOCK
from koalicja.coalitions.composing.storing import read_why_not
from koalicja.coalitions.composing.swap import swap_sentences
from koalicja.coalitions.composing.unlocking import unlock_sentence
from koalicja.coalitions.composing.where_each import where_of_each
from koalicja.coalitions.models import CompositionRun, WhyNotAnswer
from koalicja.coalitions.queries.runs import Known, Shown
from koalicja.coalitions.views.proposal_gaps import Gap
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Composition, Table, WhyNot
from koalicja.ui.formats import number

NAMED = 4
SAME = 1e-9  # of what a table is worth
TOO_FEW = 2  # candidates: a library and its partner, where nobody has typed a name yet


def next_step(
    shown: Shown, answer: Composition, page: Mapping[str, Any], *, may_compose: bool, gap: Gap | None
) -> dict[str, str]:
    """Fill in what may be enough; else look for who is missing; where the rules are met: talk about it on paper."""
    run = shown.run
    on_paper = {"url": _paper(run), "label": _("Print the proposal")}
    if not may_compose:
        return _look_on(answer, on_paper)
    if len(shown.problem.candidates) <= TOO_FEW:
        return _type_names(run.coalition.gmina_id)
    step = step_of(answer, has_gap=gap is not None, leads=page["questions_lead"])
    if gap:
        return _fill_in(gap)
    if step is Step.LOOSEN:
        return {
            "title": _("Loosen a rule, or choose fewer seats beforehand"),
            "why": _("In the time given no table was found, and none was ruled out."),
            "url": "#again",
            "label": _("Change and compute again"),
        }
    if answer.status == "infeasible":
        return _unlock(shown, answer) if step is Step.UNLOCK else _look_for(answer, page, on_paper)
    return _once_met(run, step, page, on_paper)


def _once_met(run: CompositionRun, step: Step, page: Mapping[str, Any], on_paper: Mapping[str, str]) -> dict[str, str]:
    """Where the rules are met: questions where most is unknown, else the talk."""
    if step is Step.ASK_FIRST:
        return _ask_first(len(page["questions"]), on_paper)
    onward = {"other_url": run.coalition.get_absolute_url(), "other_label": _("What comes next")}
    return _talk(page["members"], on_paper) | onward


def _paper(run: CompositionRun) -> str:
    return reverse("coalitions:print_proposal", args=[run.coalition_id, run.number])


def print_address(shown: Shown, page: Mapping[str, Any], step: Mapping[str, str]) -> str:
    """Where the proposal is printed, for a button beside the heading; "" where the next step leads there already."""
    paper = _paper(shown.run)
    is_worth_it = page["members"] and len(shown.problem.candidates) > TOO_FEW
    return paper if is_worth_it and paper not in step.values() else ""


def _unlock(shown: Shown, answer: Composition) -> dict[str, str]:
    """Marks of ours that stand against the rules come before looking for anybody new."""
    names = {key: each.name for key, each in shown.known.items()}
    told = [unlock_sentence(each, names, most=NAMED) for each in answer.advice if each.code == UNLOCK]
    title = _("Take marks off, then compute again")
    return {"title": title, "why": " ".join(told), "url": "#again", "label": _("Change and compute again")}


def _look_for(answer: Composition, page: Mapping[str, Any], on_paper: Mapping[str, str]) -> dict[str, str]:
    count = sum(each.code not in ASKS_NOBODY for each in answer.advice)
    why = [_("The table below is the best one so far; you can already talk about it.")]
    printed = {"url": "#missing", "other_url": on_paper["url"], "other_label": on_paper["label"]}
    if not count:
        title = _("See which rules cannot be met together")
        return printed | {"title": title, "why": why[0], "label": _("See the rules")}
    if len(page["missing"]) == 1:
        why[:0] = [page["missing"][0]["text"], page["missing"][0]["where"]]
    else:
        why[:0] = where_of_each(answer.advice)
    title = ngettext("Look for %(count)s person", "Look for %(count)s people", count) % {"count": number(count)}
    return printed | {"title": title, "why": " ".join(filter(None, why)), "label": _("See whom and where")}


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


def _ask_first(count: int, on_paper: Mapping[str, str]) -> dict[str, str]:
    """Where most is unknown a proposal is a guess: its questions come before any talk about it."""
    title = ngettext("First ask about %(count)s thing", "First ask about %(count)s things", count)
    return {
        "title": title % {"count": number(count)},
        "why": _(
            "We know too little of most people and organisations, so this proposal is a first guess. These answers "
            "would change it most; write them down, then compute again."
        ),
        "url": "#questions",
        "label": _("See the questions"),
        "other_url": on_paper["url"],
        "other_label": on_paper["label"],
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
    why = _(
        "Look through the members, print two pages and take them to the first talk with the mayor. Residents have no "
        "names on paper: we do not know whether anybody has asked them."
    )
    if first:
        named = and_more(", ".join(first[:NAMED]), len(first[NAMED:]))
        why = _("%(why)s Begin with the seats that have no substitute: %(names)s.") % {
            "why": why,
            "names": named,
        }
    return {"title": _("Talk about this proposal with the mayor"), "why": why} | dict(on_paper)


def proof(run: CompositionRun, answer: Composition, problem: Problem) -> str:
    """How good the table is, after a refusal that none changes less; among our own where neighbours were set aside."""
    told = _proof(run, answer, problem)
    aside = run.around.get("aside")
    if not aside or answer.status in {"infeasible", "unknown"}:
        return told
    own = _(
        "This holds among our own: organisations of neighbouring gminas that no rule needs were left out: %(count)s."
    )
    return f"{told} {own % {'count': number(len(aside))}}"


def _proof(run: CompositionRun, answer: Composition, problem: Problem) -> str:
    if run.changes_least is None or answer.status in {"infeasible", "unknown"}:
        return findings.proof(answer, problem)
    if run.changes_least:
        return _("At these rules and with what we know, no table changes less. A proposal computed anew may be better.")
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


def around_changed(run: CompositionRun, since: CompositionRun) -> str:
    """Whether neighbouring gminas were looked at for one of two proposals only; "" where it is as it was."""
    now, before = (bool(each.around.get("asked") and each.around.get("is_placed")) for each in (run, since))
    if now == before:
        return ""
    if now:
        return _("This time organisations of neighbouring gminas were looked at too.")
    return _("This time organisations of neighbouring gminas were not looked at.")


def asked_row(asked: WhyNotAnswer, answer: Composition, shown: Shown) -> dict[str, Any]:
    """One question about somebody who is not there, with the answer or how far it is."""
    is_open = asked.answer is None and asked.job is not None and asked.job.is_open
    text = _("The answer is being computed.") if is_open else _("The work broke off. Ask once more.")
    if asked.answer is not None:
        text = why_not(read_why_not(asked.answer), answer, shown)
    is_broken = asked.answer is None and not is_open
    known = shown.known[asked.candidate]
    name = f"{known.name} ({known.near})" if known.near else known.name
    return {"key": asked.candidate, "name": name, "text": text, "is_open": is_open, "is_broken": is_broken}


def why_not(asked: WhyNot, answer: Composition, shown: Shown) -> str:
    """Why somebody is not at the table, and what would be otherwise with them."""
    if asked.status == "forbidden" and asked.id in shown.problem.declined:
        return _("Cannot. Should that be otherwise now, choose “as it comes out” below and compute again.")
    if asked.status == "forbidden":
        return _("Marked as “not this time”. Take the mark away below and compute again.")
    if asked.status == "never":
        rules = "; ".join(rule_demand(rule, answer.rules) for rule in asked.rules)
        if not rules:
            return _("With them the rules cannot be met.")
        return _("With them these rules cannot be met together: %(rules)s.") % {"rules": rules}
    if asked.table is None:
        return _("The time did not suffice to find out. Mark “must be there” below and compute again.")
    parts = [_worth_with_them(asked, asked.table, answer, is_near=asked.id in shown.problem.near)]
    others = [key for key in asked.joins if key != asked.id]
    if asked.leaves:
        parts.append(_("Then these leave: %(names)s.") % {"names": _names(asked.leaves, shown.known)})
    if others:
        parts.append(_("Then these join besides: %(names)s.") % {"names": _names(others, shown.known)})
    swapped = swap_sentences(answer.members, asked.table.members, shown.problem, shown.told or shown.problem)
    return " ".join(parts + (swapped or [_nothing_swapped(asked, answer)]))


def _nothing_swapped(asked: WhyNot, answer: Composition) -> str:
    if _part_lost(asked, answer) <= SAME:
        return _("What we know of the table would stay the same.")
    return _("What we know of them brings less than a seat costs.")


def _part_lost(asked: WhyNot, answer: Composition) -> float:
    return (asked.loss or 0) / max(1e-9, abs(answer.objective or 0))


def _worth_with_them(asked: WhyNot, table: Table, answer: Composition, *, is_near: bool) -> str:
    part = _part_lost(asked, answer)
    if part <= SAME and is_near:
        return _("Could be there: the table would be just as good. Those of your own gmina come first.")
    if part <= SAME and len(table.members) > len(answer.members):
        return _("Could be there: the table would be just as good, but larger. Of equal tables the smaller is taken.")
    if part <= SAME:
        return _("Could be there as well: the table would be just as good. Between equal tables the lot decides.")
    if part <= 0.01:
        return _("Could be there: the table would be nearly as good.")
    if part <= 0.06:
        return _("Could be there: the table would be a little weaker.")
    return _("Could be there, but the table would be clearly weaker.")


def _names(keys: Sequence[str], known: Mapping[str, Known]) -> str:
    return ", ".join(known[key].name for key in keys)
