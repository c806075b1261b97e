"""From a composition to its printed sheet: which of its facts stand on paper, and in what order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.composing import differences, findings, questions, sentences
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
SAID_ONCE = frozenset({"irreplaceable", "misses_more"})  # by a tag, or for the whole table
QUESTIONS = 3
ALTERNATIVES = 3


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
        proof=findings.proof(composition, problem),
        known=findings.facts_line(problem),
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
    is_partial = composition.status == "infeasible"
    return not is_partial and any(each.code == "irreplaceable" for each in composition.reasons.get(candidate.id, ()))


def _member(candidate: Candidate, composition: Composition, problem: Problem) -> MemberLine:
    reasons = [each for each in composition.reasons.get(candidate.id, ()) if each.code not in SAID_ONCE]
    return MemberLine(
        name=candidate.name or candidate.id,
        group=candidate.group,
        reasons=tuple(sentences.reason_sentences(reasons, candidate)),
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
        if not row.required:
            continue
        if row.name == "min_age_bands":
            yield AgeBandLine(_("age bands among residents"), round(row.actual), round(row.required))
        elif row.name.startswith("age_bands.") and row.name.endswith(".min"):
            band = row.name.removeprefix("age_bands.").removesuffix(".min")
            yield AgeBandLine(
                _("age: %(ages)s") % {"ages": sentences.ages(band)}, round(row.actual), round(row.required)
            )


def _cover(seats: Sequence[Candidate]) -> list[CoverLine]:
    """What the fewest bring stands first: those seats are the hardest to replace."""
    lines = [
        CoverLine(
            _("village: %(value)s") % {"value": word}
            if column == "villages"
            else sentences.profile_words({column: (word,)}, {}),
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
            lines[sentences.profile_words(sentences.wanted(each), names), sentences.where_of(each)] += 1
        else:
            lines[sentences.advice_sentence(each, names), ""] += 1
    hints: set[str] = set()
    for (whom, where), count in lines.items():
        yield MissingLine(_several(whom, count) if count > 1 else whom, "" if where in hints else where)
        hints.add(where)


def _several(whom: str, count: int) -> str:
    return ngettext(
        "%(count)s person or organisation – %(profile)s", "%(count)s people or organisations – %(profile)s", count
    ) % {"count": count, "profile": whom}


def _rules_met(composition: Composition) -> bool:
    return composition.status in {"optimal", "feasible"} and all(row.met for row in composition.rules)


def _unknown(composition: Composition, problem: Problem) -> Iterator[str]:
    names = names_of(problem)
    for question in questions.asked(composition, problem)[:QUESTIONS]:
        yield questions.question_sentence(question, names)


def _alternatives(composition: Composition, problem: Problem) -> Iterator[str]:
    for letter, each in zip("BCD", composition.alternatives[:ALTERNATIVES], strict=False):
        yield f"{letter}: {_difference(composition, each, problem)}"
    if note := findings.alternatives_note(composition):
        yield note


def _difference(composition: Composition, other: Alternative, problem: Problem) -> str:
    """More villages: 2; joins: Culture Centre, Sports Club; leaves: Bakery"""
    names = names_of(problem)
    leaves, joins = findings.change_of(composition.members, other.members)
    parts = [differences.gain_title(composition.members, other.members, problem)]
    for keys, words in ((joins, _("joins: %(names)s")), (leaves, _("leaves: %(names)s"))):
        if keys:
            parts.append(
                words % {"names": differences.some([names[key] for key in differences.in_order(keys, problem)])}
            )
    return "; ".join(parts)


def _next_step(composition: Composition, problem: Problem, seats: Sequence[Candidate]) -> str:
    if not _rules_met(composition):
        return _(
            "Look for the people who are missing, then make the proposal again. What is here can be talked about now."
        )
    first = [each.name or each.id for each in seats if each.id != problem.library and _irreplaceable(each, composition)]
    if not first:
        return _("Talk about this proposal, then send the invitations.")
    names = {"names": differences.some(first)}
    return _("Talk about this proposal, then invite. First those for whom there is no substitute: %(names)s.") % names
