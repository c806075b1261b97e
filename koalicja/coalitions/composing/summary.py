"""The short answer on the screen of the command line."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from koalicja.coalitions.composing import findings, questions, sentences
from koalicja.coalitions.composing.answer import names_of
from koalicja.coalitions.composing.missing_lines import advice_lines
from koalicja.coalitions.composing.rule_names import rule_sentence
from koalicja.coalitions.composing.tables import Listed
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Composition

__all__ = ["list_lines", "summary_lines"]

REASONS = 3
WIDTH = 52


def summary_lines(composition: Composition, problem: Problem) -> Iterator[str]:
    """What was found, who, what is not met, whom to look for, what to ask."""
    names = names_of(problem)
    yield findings.finding(composition)
    asked = _titled(_("Questions whose answers would change the proposal most"), _questions(composition, problem))
    if findings.questions_first(composition, problem):
        yield from asked
        asked = iter(())
    yield from _titled(_("Who"), _members(composition, problem))
    yield from _titled(_("Rules not met"), (rule_sentence(row) for row in composition.rules if not row.met))
    yield from _titled(_("Who is missing"), _advice(composition, names))
    yield from asked
    yield ""
    yield findings.proof(composition, problem)
    yield findings.facts_line(problem)
    if composition.alternatives:
        yield _("Other good tables: %(count)s.") % {"count": len(composition.alternatives)}
    if note := findings.alternatives_note(composition):
        yield note


def list_lines(listed: Listed) -> Iterator[str]:
    """What was taken from a list that is not the canonical table, and what was not."""
    yield _("Gmina: %(gmina)s (%(code)s). Candidates: %(count)s.") % {
        "gmina": listed.gmina_name,
        "code": listed.gmina,
        "count": len(listed.candidates),
    }
    counts = {
        _("of other gminas"): listed.elsewhere,
        _("repeated"): listed.repeated,
        _("closed institutions or abroad"): listed.left_out,
        _("unreadable"): len(listed.problems),
    }
    if any(counts.values()):
        rows = ", ".join(f"{what}: {count}" for what, count in counts.items() if count)
        yield _("Rows of the file not taken (%(rows)s).") % {"rows": rows}


def _titled(title: str, lines: Iterator[str]) -> Iterator[str]:
    for at, line in enumerate(lines):
        if not at:
            yield from ("", f"{title}:")
        yield f"  {line}"


def _members(composition: Composition, problem: Problem) -> Iterator[str]:
    candidates = {candidate.id: candidate for candidate in problem.candidates}
    for member in composition.members:
        candidate = candidates[member]
        reasons = sentences.reason_sentences(composition.reasons.get(member, ()), candidate)[:REASONS]
        name = ", ".join([candidate.name or member, *sorted(candidate.villages)])
        group = sentences.group_name(candidate.group) if candidate.group else _("group unknown")
        yield f"{name:<{WIDTH}} | {group}" + (f" | {'; '.join(reasons)}" if reasons else "")


def _advice(composition: Composition, names: Mapping[str, str]) -> Iterator[str]:
    for told, where in advice_lines(composition.advice, names, composition.rules):
        yield f"{told} {where}".strip()


def _questions(composition: Composition, problem: Problem) -> Iterator[str]:
    names = names_of(problem)
    return (questions.question_sentence(each, names) for each in questions.asked(composition, problem))
