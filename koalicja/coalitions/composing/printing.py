"""From a composition to its printed sheet: which of its facts stand on paper, and in what order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.composing import findings, sentences
from koalicja.coalitions.composing.answer import METHOD, names_of, product_version
from koalicja.coalitions.composing.sheet import (
    AgeBandLine,
    CoverLine,
    GroupLine,
    MemberLine,
    MissingLine,
    ProposalSheet,
)
from koalicja.engine.composition.problem import GROUPS, Candidate, Problem
from koalicja.engine.composition.result import Alternative, Composition
from koalicja.engine.matching.text import fold

__all__ = ["Frame", "proposal_sheet", "seats_of"]

BROUGHT = ("areas", "offers", "villages")
SAID_BY_THE_TAG = "irreplaceable"
QUESTIONS = 3
NAMES_OF_A_LINE = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """What a composition does not know about itself: see ProposalSheet."""

    label: str
    name: str
    author: str
    gmina: str
    made_on: date
    run: int | None = None
    note: str = ""


def proposal_sheet(composition: Composition, problem: Problem, frame: Frame) -> ProposalSheet:
    """The sheet of a composition, in the active language; the Lead Library first, then the five groups in order."""
    seats = seats_of(composition, problem)
    return ProposalSheet(
        label=frame.label,
        name=frame.name,
        author=frame.author,
        gmina=frame.gmina,
        made_on=frame.made_on,
        finding=findings.finding(composition),
        members=tuple(_member(candidate, composition, problem) for candidate in seats),
        groups=tuple(_group(key, composition, seats) for key in GROUPS),
        age_bands=tuple(_age_bands(composition)),
        cover=tuple(_cover(seats)),
        missing=tuple(_missing(composition, problem)),
        rules_met=_rules_met(composition),
        proof=findings.proof(composition),
        unknown=tuple(_unknown(composition, problem)),
        alternatives=tuple(_alternatives(composition, problem)),
        next_step=_next_step(composition, problem, seats),
        method=METHOD,
        version=product_version(),
        seed=composition.seed,
        run=frame.run,
        note=frame.note,
    )


def seats_of(composition: Composition, problem: Problem) -> list[Candidate]:
    members = set(composition.members)
    order = {key: at for at, key in enumerate(GROUPS)}
    return sorted(
        (candidate for candidate in problem.candidates if candidate.id in members),
        key=lambda each: (each.id != problem.library, order.get(each.group, len(GROUPS)), fold(each.name), each.id),
    )


def _irreplaceable(candidate: Candidate, composition: Composition) -> bool:
    return any(reason.code == SAID_BY_THE_TAG for reason in composition.reasons.get(candidate.id, ()))


def _member(candidate: Candidate, composition: Composition, problem: Problem) -> MemberLine:
    reasons = composition.reasons.get(candidate.id, ())
    return MemberLine(
        name=candidate.name or candidate.id,
        group=candidate.group,
        reasons=tuple(sentences.reason_sentence(each) for each in reasons if each.code != SAID_BY_THE_TAG),
        detail=sentences.listed(candidate.villages),
        irreplaceable=candidate.id != problem.library and _irreplaceable(candidate, composition),
    )


def _group(key: str, composition: Composition, seats: Sequence[Candidate]) -> GroupLine:
    """The rule's own figure where there is one: the Lead Library may not count towards it."""
    for row in composition.rules:
        if row.name == f"groups.{key}.min":
            return GroupLine(key, round(row.actual), round(row.required))
    return GroupLine(key, sum(candidate.group == key for candidate in seats))


def _age_bands(composition: Composition) -> Iterator[AgeBandLine]:
    for row in composition.rules:
        if row.name == "min_age_bands":
            yield AgeBandLine(_("different ages of residents"), round(row.actual), round(row.required))
        elif row.name.startswith("age_bands.") and row.name.endswith(".min"):
            band = row.name.removeprefix("age_bands.").removesuffix(".min")
            yield AgeBandLine(
                _("age: %(ages)s") % {"ages": sentences.ages(band)}, round(row.actual), round(row.required)
            )


def _cover(seats: Sequence[Candidate]) -> list[CoverLine]:
    """What the fewest bring stands first: those seats are the hardest to replace."""
    lines = [
        CoverLine(
            sentences.profile_words({column: (word,)}, {}),
            tuple(at for at, candidate in enumerate(seats, start=1) if word in getattr(candidate, column)),
        )
        for column in BROUGHT
        for word in sorted({word for candidate in seats for word in getattr(candidate, column)}, key=fold)
    ]
    return sorted(lines, key=lambda line: len(line.seats))


def _missing(composition: Composition, problem: Problem) -> Iterator[MissingLine]:
    names = names_of(problem)
    lines: Counter[tuple[str, str]] = Counter()
    for each in composition.advice:
        if each.code == "look_for":
            lines[sentences.profile_words(sentences.wanted(each), names), sentences.where_to_look(each.profile)] += 1
        else:
            lines[sentences.advice_sentence(each, names), ""] += 1
    for (whom, where), count in lines.items():
        yield MissingLine(f"{count} × {whom}" if count > 1 else whom, where)


def _rules_met(composition: Composition) -> bool:
    return composition.status in {"optimal", "feasible"} and all(row.met for row in composition.rules)


def _unknown(composition: Composition, problem: Problem) -> Iterator[str]:
    names = names_of(problem)
    yield findings.facts_line(composition)
    for question in composition.questions[:QUESTIONS]:
        yield sentences.question_sentence(question, names)


def _alternatives(composition: Composition, problem: Problem) -> Iterator[str]:
    for letter, each in zip("BCDEFGHIJ", composition.alternatives, strict=False):
        yield f"{letter}: {_difference(composition, each, problem)}"
    if note := findings.alternatives_note(composition):
        yield note


def _difference(composition: Composition, other: Alternative, problem: Problem) -> str:
    """12 seats; joins: Culture Centre, Sports Club; leaves: Bakery"""
    names = names_of(problem)
    leaves, joins = findings.change_of(composition.members, other.members)
    count = len(other.members)
    parts = [ngettext("%(count)s seat", "%(count)s seats", count) % {"count": count}]
    if joins:
        parts.append(_("joins: %(names)s") % {"names": _some([names[each] for each in joins])})
    if leaves:
        parts.append(_("leaves: %(names)s") % {"names": _some([names[each] for each in leaves])})
    return "; ".join(parts)


def _some(names: Sequence[str]) -> str:
    more = len(names) - NAMES_OF_A_LINE
    named = ", ".join(names[:NAMES_OF_A_LINE])
    return f"{named} (+{more})" if more > 0 else named


def _next_step(composition: Composition, problem: Problem, seats: Sequence[Candidate]) -> str:
    if not _rules_met(composition):
        return _(
            "Look for the people who are missing, then make the proposal again. What is here can be talked about now."
        )
    first = [each.name or each.id for each in seats if each.id != problem.library and _irreplaceable(each, composition)]
    if not first:
        return _("Talk about this proposal, then send the invitations.")
    names = {"names": _some(first)}
    return _("Talk about this proposal, then invite. First those for whom there is no substitute: %(names)s.") % names
