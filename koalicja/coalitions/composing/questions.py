"""Which questions are put to people, in what order, and as what sentences. Nobody is asked to judge a resident."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from koalicja.coalitions.composing.rule_names import rule_label
from koalicja.coalitions.composing.sentences import ages, column_name, group_name, sector_word
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Composition, Question

__all__ = ["asked", "question_of", "question_sentence"]

Sentence = str | Promise
JUDGED = frozenset({"influence", "interest", "willingness"})
# What is easy to say and cannot offend comes before what is an opinion about others.
EASIER_FIRST = ("age_band", "villages", "willingness")

_OPEN: Mapping[str, Sentence] = {
    "kind": gettext_lazy("is it an organisation or a resident?"),
    "group": gettext_lazy("which of the five groups is it?"),
    "sector": gettext_lazy("what does it do in the gmina?"),
    "age_band": gettext_lazy("what age?"),
    "villages": gettext_lazy("active in which villages?"),
    "areas": gettext_lazy("busy with what?"),
    "offers": gettext_lazy("able to offer what?"),
    "interest_group": gettext_lazy("whom does it answer to?"),
    "willingness": gettext_lazy("ready to come?"),
    "influence": gettext_lazy("do others in the gmina listen to them?"),
    "interest": gettext_lazy("interested in this matter?"),
}
_GUESSED: Mapping[str, Sentence] = {
    "group": gettext_lazy("is this its group: %(value)s?"),
    "sector": gettext_lazy("is this its kind: %(value)s?"),
    "age_band": gettext_lazy("what age? For example: %(value)s."),
    "villages": gettext_lazy("active in the village: %(value)s?"),
    "areas": gettext_lazy("busy with: %(value)s?"),
    "offers": gettext_lazy("able to offer: %(value)s?"),
    "interest_group": gettext_lazy("does it answer to: %(value)s?"),
}
_WORDS = {"group": group_name, "sector": sector_word, "age_band": ages}


def asked(composition: Composition, problem: Problem) -> tuple[Question, ...]:
    """Questions worth putting, those that mend a rule first; of equal weight the easier ones to answer first.

    Judgements (influence, interest, willingness) are asked of organisations only.
    """
    organisations = {each.id for each in problem.candidates if each.kind == "organisation" or each.sector}
    organisations -= {each.id for each in problem.candidates if "resident" in (each.kind, each.group)}
    may = [each for each in composition.questions if each.column not in JUDGED or each.id in organisations]
    return tuple(sorted(may, key=_place))


def _place(question: Question) -> tuple[bool, int, int]:
    at = EASIER_FIRST.index(question.column) if question.column in EASIER_FIRST else len(EASIER_FIRST)
    return not question.params.get("rules"), -question.change, at


def question_of(column: str) -> str:
    """What is asked about one column, without a name: "czy chce przyjść?"."""
    return str(_OPEN[column]) if column in _OPEN else f"{column_name(column)}?"


def question_sentence(question: Question, names: Mapping[str, str]) -> str:
    """What to ask about whom, and what the answer may change."""
    value = str(question.params.get("value", ""))
    what = question_of(question.column)
    if value and question.column in _GUESSED:
        what = str(_GUESSED[question.column]) % {"value": _WORDS.get(question.column, str)(value)}
    asks = _("%(name)s: %(question)s") % {"name": names.get(question.id, question.id), "question": what}
    rules = question.params.get("rules", ())
    if isinstance(rules, tuple) and rules:
        mends = _("The answer may help to meet: %(rules)s.") % {"rules": "; ".join(map(rule_label, rules))}
        return f"{asks} {mends}"
    changes = ngettext(
        "The answer may change %(count)s seat.", "The answer may change up to %(count)s seats.", question.change
    )
    return f"{asks} {changes % {'count': question.change}}"
