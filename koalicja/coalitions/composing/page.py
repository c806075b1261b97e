"""--html: the whole answer as one printable page without scripts; the template escapes every text."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.translation import get_language, pgettext_lazy

from koalicja.coalitions.composing import differences, findings, sentences
from koalicja.coalitions.composing import questions as asking
from koalicja.coalitions.composing.answer import METHOD, names_of, product_version
from koalicja.coalitions.composing.assuming import assumption_sentence, unknown_counts
from koalicja.coalitions.composing.exchange import exchange_sentences
from koalicja.coalitions.composing.missing_lines import advice_lines
from koalicja.coalitions.composing.rule_names import rule_figures, rule_hint, rule_kept, rule_label
from koalicja.engine.composition.problem import GROUPS, Candidate, Problem
from koalicja.engine.composition.result import Composition, RuleRow

__all__ = ["html_page"]

FOLDER = Path(__file__).resolve().parent
SHAPES = {"office": "■", "culture": "●", "ngo": "▲", "business": "◆", "resident": "⬢"}  # as everywhere: ui/groups.py
COVERED = {
    "villages": pgettext_lazy("covered", "village"),
    "areas": pgettext_lazy("covered", "area"),
    "offers": pgettext_lazy("covered", "offer"),
}


def html_page(composition: Composition, problem: Problem, *, title: str = "") -> str:
    """One self-contained HTML page in the active language; `title` stands beside the heading."""
    engine = Engine(dirs=[str(FOLDER)], libraries={"i18n": "django.templatetags.i18n"}, autoescape=True)
    return engine.get_template("page.html").render(Context(page_context(composition, problem, title=title)))


def page_context(composition: Composition, problem: Problem, *, title: str = "") -> dict[str, Any]:
    """Everything the page shows, as words and whole numbers."""
    names = names_of(problem)
    locked = {candidate.id for candidate in problem.candidates if candidate.lock}  # that was asked for, not found
    return {
        "language": (get_language() or "pl")[:2],
        "title": title,
        "finding": findings.finding(composition),
        "proof": findings.proof(composition, problem),
        "facts": findings.facts_line(problem),
        "limit": findings.limit(),
        "questions": [asking.question_sentence(each, names) for each in asking.asked(composition, problem)],
        "questions_first": findings.questions_first(composition, problem),
        **_at_the_table(composition, problem),
        "rules": [_rule(row) for row in composition.rules],
        "rule_hint": rule_hint(composition.rules),
        "advice": [
            {"text": told, "where": where} for told, where in advice_lines(composition.advice, names, composition.rules)
        ],
        "alternatives": list(_alternatives(composition, problem, names)),
        "alternatives_note": findings.alternatives_note(composition),
        "never_proposed": [names[each] for each in composition.never_proposed if each not in locked],
        "unknown_counts": unknown_counts(),
        "undecided": findings.undecided_note(composition),
        "assumed": [assumption_sentence(each) for each in composition.assumed],
        "method": METHOD,
        "version": product_version(),
        "seed": composition.seed,
    }


def _at_the_table(composition: Composition, problem: Problem) -> dict[str, Any]:
    """The seats, how many of each group, and which villages and matters they cover."""
    table = [candidate for candidate in problem.candidates if candidate.id in set(composition.members)]
    counts = Counter(candidate.group for candidate in table)
    return {
        "members": [_member(composition, candidate, problem) for candidate in sorted(table, key=_place(composition))],
        "groups": [{"name": sentences.group_name(key), "shape": SHAPES[key], "count": counts[key]} for key in GROUPS],
        "cover": list(_cover(table)),
    }


def _rule(row: RuleRow) -> dict[str, Any]:
    required, actual = rule_figures(row)
    return {
        "required": required,
        "actual": actual,
        "name": rule_label(row.name),
        "met": row.met,
        "said": rule_kept(row),
    }


def _place(composition: Composition) -> Callable[[Candidate], int]:
    order = {member: at for at, member in enumerate(composition.members)}
    return lambda candidate: order[candidate.id]


def _member(composition: Composition, candidate: Candidate, problem: Problem) -> dict[str, Any]:
    reasons = composition.reasons.get(candidate.id, ())
    return {
        "name": candidate.name or candidate.id,
        "group": sentences.group_name(candidate.group) if candidate.group else "",
        "shape": SHAPES.get(candidate.group, ""),
        "villages": sentences.listed(candidate.villages),
        "age": sentences.ages(candidate.age_band) if candidate.age_band else "",
        "reasons": [*sentences.reason_sentences(reasons, candidate), *exchange_sentences(reasons, problem)],
    }


def _cover(table: list[Candidate]) -> Iterator[dict[str, Any]]:
    """Every village, area and offer with the members that bring it."""
    for column, kind in COVERED.items():
        words = sorted({word for candidate in table for word in getattr(candidate, column)})
        for word in words:
            who = [candidate.name or candidate.id for candidate in table if word in getattr(candidate, column)]
            yield {"column": kind, "what": word, "who": ", ".join(who)}


def _alternatives(composition: Composition, problem: Problem, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    titles = differences.gain_titles(composition.members, [each.members for each in composition.alternatives], problem)
    for letter, title, each in zip("BCDEFGHIJ", titles, composition.alternatives, strict=False):
        leaves, joins = findings.change_of(composition.members, each.members)
        yield {
            "letter": letter,
            "title": title,
            "size": len(each.members),
            "leaves": ", ".join(names[identity] for identity in leaves),
            "joins": ", ".join(names[identity] for identity in joins),
        }
