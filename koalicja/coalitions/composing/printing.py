"""From a composition to its printed sheet: which of its facts stand on paper, and in what order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from koalicja.coalitions.composing import differences, example_ages, findings, questions, sentences
from koalicja.coalitions.composing.answer import METHOD, names_of, product_version
from koalicja.coalitions.composing.missing_lines import instead_of_marks
from koalicja.coalitions.composing.next_step import Step, missing_title, step_of
from koalicja.coalitions.composing.proposal import shortened
from koalicja.coalitions.composing.roles import usual_role
from koalicja.coalitions.composing.rule_names import rule_sentence
from koalicja.coalitions.composing.several import printed_several
from koalicja.coalitions.composing.sheet import (
    AgeBandLine,
    CoverLine,
    GroupLine,
    MemberLine,
    MissingLine,
    ProposalSheet,
)
from koalicja.coalitions.composing.unlocking import printed_unlock
from koalicja.engine.composition.problem import GROUPS, Candidate, Problem
from koalicja.engine.composition.result import Alternative, Composition, Reason
from koalicja.ui.formats import in_alphabet

__all__ = ["Frame", "is_irreplaceable", "last_reason", "proposal_sheet", "seats_of"]

_BEFORE_THE_TALK: Mapping[Step, str | Promise] = {
    Step.LOOSEN: gettext_lazy("Loosen a rule, or choose fewer seats beforehand, then make the proposal again."),
    Step.UNLOCK: gettext_lazy(
        "Change what was chosen beforehand, then make the proposal again. What is here can be talked about now."
    ),
    Step.SEE_RULES: gettext_lazy(
        "Loosen one of the rules that cannot be met together, then make the proposal again. What is here can be "
        "talked about now."
    ),
    Step.LOOK_FOR: gettext_lazy(
        "Look for the people who are missing, then make the proposal again. What is here can be talked about now."
    ),
}
BROUGHT = ("areas", "offers", "villages")
SAID_ONCE = frozenset({"irreplaceable", "misses_more"})  # by a tag, or for the whole table
SHOWN_MINIMA = ("groups.", "age_bands.")  # rows of the table of groups and ages
QUESTIONS = 3
ALTERNATIVES = 3
LONG_NAME = 60  # letters of a name in a line of names


@dataclass(frozen=True, slots=True)
class Frame:
    """What a composition does not know about itself: see ProposalSheet. `near` says of which gmina a neighbour is.

    `told` is the problem with all that is known, where paper shows less of residents: facts are counted in it.
    `fill_in` says what to fill in of whom, where answers about people of the register come first. `gone` says of whom
    that the register has them no longer, `count_again` what to do where they hold a seat. `is_searched`: other good
    tables were looked for, which is not so after a refusal.
    """

    label: str
    name: str
    author: str
    gmina: str
    made_on: date
    run: int | None = None
    note: str = ""
    number: int | None = None
    contact: str = ""
    near: Mapping[str, str] = field(default_factory=dict)
    told: Problem | None = None
    fill_in: str = ""
    gone: Mapping[str, str] = field(default_factory=dict)
    count_again: str = ""
    is_searched: bool = True


def proposal_sheet(composition: Composition, problem: Problem, frame: Frame) -> ProposalSheet:
    """The sheet of a composition, in the active language; the Lead Library first, then the five groups in order."""
    seats = seats_of(composition, problem)
    names = _names(problem, frame)
    unknown = tuple(_unknown(composition, problem, names))
    leads = bool(unknown) and questions.lead(composition, problem, frame.told)
    step = step_of(composition, has_gap=bool(frame.fill_in), leads=leads)
    return ProposalSheet(
        label=frame.label,
        name=frame.name,
        author=frame.author,
        gmina=frame.gmina,
        made_on=frame.made_on,
        finding=findings.finding(composition),
        members=tuple(_member(candidate, composition, problem, frame) for candidate in seats),
        groups=tuple(_group(key, composition, seats) for key in GROUPS),
        age_bands=tuple(_age_bands(composition)),
        cover=tuple(_cover(seats)),
        missing=tuple(_missing(composition, names)),
        missing_title=missing_title(composition),
        against=tuple(_against(composition, names)),
        rules_met=_rules_met(composition),
        proof=findings.proof(composition, problem),
        known=f"{findings.facts_line(frame.told or problem, frame.near)} {findings.limit()}",
        unknown=unknown,
        alternatives=tuple(_alternatives(composition, problem, names, is_searched=frame.is_searched)),
        next_step=frame.count_again
        or _next_step(step, composition, problem, seats)
        or frame.fill_in
        or _ask_first(len(unknown)),
        method=METHOD,
        version=product_version(),
        seed=composition.seed,
        run=frame.run,
        note=frame.note,
        number=frame.number,
        contact=frame.contact,
        unmet=tuple(_unmet(composition)),
        questions_lead=leads,
    )


def _names(problem: Problem, frame: Frame) -> dict[str, str]:
    """The names of the candidates by id, those of neighbours with their gmina."""
    return {
        key: f"{name} ({frame.near[key]})" if frame.near.get(key) else name for key, name in names_of(problem).items()
    }


def seats_of(composition: Composition, problem: Problem) -> list[Candidate]:
    members = set(composition.members)
    order = {key: at for at, key in enumerate(GROUPS)}
    return sorted(
        (candidate for candidate in problem.candidates if candidate.id in members),
        key=lambda each: (
            each.id != problem.library,
            order.get(each.group, len(GROUPS)),
            in_alphabet(each.name),
            each.id,
        ),
    )


def is_irreplaceable(candidate: Candidate, composition: Composition, problem: Problem) -> bool:
    """Whether the seat carries the tag "no substitute": never the Lead Library's, and none of a partial table."""
    if candidate.id == problem.library or composition.status == "infeasible":
        return False
    return any(each.code == sentences.IRREPLACEABLE for each in composition.reasons.get(candidate.id, ()))


def _member(candidate: Candidate, composition: Composition, problem: Problem, frame: Frame) -> MemberLine:
    given = composition.reasons.get(candidate.id, ())
    reasons = sentences.reason_sentences([each for each in given if each.code not in SAID_ONCE], candidate)
    villages = sentences.listed(candidate.villages)
    near, gone = frame.near.get(candidate.id, ""), frame.gone.get(candidate.id, "")
    details = ["" if villages in candidate.name else villages, near, gone]
    return MemberLine(
        name=candidate.name or candidate.id,
        group=candidate.group,
        reasons=tuple(reasons) or last_reason(candidate, given),
        detail=", ".join(filter(None, details)),
        irreplaceable=is_irreplaceable(candidate, composition, problem),
    )


def last_reason(candidate: Candidate, given: Sequence[Reason]) -> tuple[str, ...]:
    """Of a seat of which nothing is told but what a tag says: at a partial table that, else its usual role."""
    told = sentences.reason_sentences([each for each in given if each.code == "misses_more"])
    return tuple(told or filter(None, [usual_role(candidate)]))


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
        for word in sorted({word for candidate in seats for word in getattr(candidate, column)}, key=in_alphabet)
    ]
    return sorted(lines, key=lambda line: len(line.seats))


def _unmet(composition: Composition) -> Iterator[str]:
    """The rules not met that have no row in the table of groups and ages."""
    for row in composition.rules:
        is_shown = row.name == "min_age_bands" or (row.name.startswith(SHOWN_MINIMA) and row.name.endswith(".min"))
        if not row.met and not is_shown:
            yield rule_sentence(row)


def _missing(composition: Composition, names: Mapping[str, str]) -> Iterator[MissingLine]:
    if instead_of_marks(composition.advice):
        return
    lines: dict[tuple[str, str], list[sentences.Profile]] = {}
    for each in example_ages.together(composition.advice):
        profile = sentences.wanted(each)
        if each.code in sentences.ASKS_NOBODY:
            continue
        if each.code == "look_for":
            key = sentences.profile_words(profile, names), sentences.where_of(each)
        else:
            key = sentences.advice_sentence(each, names), ""
        lines.setdefault(key, []).append(profile)
    before = ""
    for (whom, where), alike in lines.items():
        said = _("as above") if where and where == before else where
        yield MissingLine(printed_several(alike[0], whom, len(alike)) if len(alike) > 1 else whom, said)
        before = where


def _against(composition: Composition, names: Mapping[str, str]) -> Iterator[str]:
    """What nobody new could mend. Choices made beforehand stand without names: who reads paper cannot undo them."""
    for each in composition.advice:
        if each.code == sentences.UNLOCK:
            yield printed_unlock(each)
        elif each.code == sentences.CONTRADICTION:
            yield sentences.advice_sentence(each, names, composition.rules)
    if instead := instead_of_marks(composition.advice):
        yield _("If all of that stays, new people or organisations are needed (%(count)s): %(whom)s.") % instead


def _rules_met(composition: Composition) -> bool:
    return composition.status in {"optimal", "feasible"} and all(row.met for row in composition.rules)


def _unknown(composition: Composition, problem: Problem, names: Mapping[str, str]) -> Iterator[str]:
    """The sheet is read together with those it names: nobody's voice, interest or willingness is asked about there."""
    told = [each for each in questions.asked(composition, problem) if each.column not in questions.JUDGED]
    for question in told[:QUESTIONS]:
        yield questions.question_sentence(question, names)


def _alternatives(
    composition: Composition, problem: Problem, names: Mapping[str, str], *, is_searched: bool
) -> Iterator[str]:
    tables = composition.alternatives
    members = [each.members for each in tables]
    titles = differences.gain_titles(composition.members, members, problem, exchanges=False)
    for letter, title, each in zip("BCD", titles, tables, strict=False):
        yield f"{letter}: {'; '.join(filter(None, [title, *_changes(composition, each, problem, names)]))}"
    if more := len(composition.alternatives[ALTERNATIVES:]):
        yield _("More of them on the proposal's page: %(count)s.") % {"count": more}
    notes = (findings.alternatives_note(composition, is_searched=is_searched), findings.undecided_note(composition))
    yield from filter(None, notes)


def _changes(composition: Composition, other: Alternative, problem: Problem, names: Mapping[str, str]) -> Iterator[str]:
    """Joins: Culture Centre, Sports Club; leaves: Bakery"""
    leaves, joins = findings.change_of(composition.members, other.members)
    for keys, words in ((joins, _("joins: %(names)s")), (leaves, _("leaves: %(names)s"))):
        if keys:
            told = [shortened(names[key], LONG_NAME) for key in differences.in_order(keys, problem)]
            yield words % {"names": differences.some(told)}


def _ask_first(count: int) -> str:
    """Where most is unknown, as on the page: the questions on page 1 before the talk and the invitations."""
    told = ngettext(
        "First ask about what stands above the table on page 1 (%(count)s question), then make the proposal again.",
        "First ask about what stands above the table on page 1 (%(count)s questions), then make the proposal again.",
        count,
    )
    return told % {"count": count}


def _next_step(step: Step, composition: Composition, problem: Problem, seats: Sequence[Candidate]) -> str:
    """The step of the page in words for who has no buttons; "" where it needs more than the composition."""
    if step in {Step.FILL_IN, Step.ASK_FIRST}:
        return ""
    if step is not Step.TALK:
        return str(_BEFORE_THE_TALK[step])
    first = [each.name or each.id for each in seats if is_irreplaceable(each, composition, problem)]
    if not first:
        return _("Talk about this proposal, then send the invitations.")
    names = {"names": differences.some(first)}
    return _("Talk about this proposal, then invite. First those for whom there is no substitute: %(names)s.") % names
