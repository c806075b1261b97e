"""Which questions are put to people, in what order, and as what sentences. Nobody is asked to judge a resident."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from koalicja.coalitions.composing.findings import questions_first
from koalicja.coalitions.composing.rule_names import rule_subject
from koalicja.coalitions.composing.sentences import ages, column_name, group_name, sector_word
from koalicja.engine.composition.judged import JUDGED, may_be_judged
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.result import Composition, Question

__all__ = ["JUDGED", "asked", "asking_sentence", "effect_sentence", "lead", "question_of", "question_sentence"]

Sentence = str | Promise
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
    "knows": gettext_lazy("whom at the table do they know?"),
    "willingness": gettext_lazy("ready to come?"),
    "influence": gettext_lazy("does this voice count in the gmina?"),
    "interest": gettext_lazy("interested in this matter?"),
}
# The answer that may change the table, by column and end.
_ENDS: Mapping[tuple[str, str], Sentence] = {
    ("willingness", "high"): pgettext_lazy("ready to come", "yes"),
    ("willingness", "low"): pgettext_lazy("ready to come", "rather not"),
    ("influence", "high"): pgettext_lazy("listen to them", "yes"),
    ("influence", "low"): pgettext_lazy("listen to them", "hardly"),
    ("villages", "high"): gettext_lazy("where nobody at the table acts"),
    ("villages", "low"): gettext_lazy("where somebody at the table acts already"),
    ("knows", "low"): pgettext_lazy("whom do they know", "nobody"),
}
_GUESSED: Mapping[str, Sentence] = {
    "group": gettext_lazy("is this its group: %(value)s?"),
    "sector": gettext_lazy("is this its kind: %(value)s?"),
    "age_band": gettext_lazy("what age? For example: %(value)s."),
    "villages": gettext_lazy("active in the village: %(value)s?"),
    "areas": gettext_lazy("busy with: %(value)s?"),
    "offers": gettext_lazy("able to offer: %(value)s?"),
    "interest_group": gettext_lazy("does it answer to: %(value)s?"),
    "knows": gettext_lazy("do they know: %(value)s?"),
}
_WORDS = {"group": group_name, "sector": sector_word, "age_band": ages}


def asked(composition: Composition, problem: Problem) -> tuple[Question, ...]:
    """Questions worth putting, those that mend a rule first; of equal weight the easier ones to answer first.

    Stored answers may hold older questions, which nobody would be asked now.
    """
    people = {each.id: each for each in problem.candidates}
    may = [
        each
        for each in composition.questions
        if each.column not in JUDGED or may_be_judged(people[each.id], each.column)
    ]
    return tuple(sorted(may, key=_place))


def _place(question: Question) -> tuple[bool, int, int]:
    at = EASIER_FIRST.index(question.column) if question.column in EASIER_FIRST else len(EASIER_FIRST)
    return not question.params.get("rules"), -question.change, at


def lead(composition: Composition, problem: Problem, told: Problem | None) -> bool:
    """Whether a proposal begins with its questions, on its page and on paper: the rules are met, most is unknown.

    Facts are counted in `told`, where the reader's `problem` shows less of residents.
    """
    is_met = composition.status in {"optimal", "feasible"}
    return is_met and bool(asked(composition, problem)) and questions_first(composition, told or problem)


def question_of(column: str) -> str:
    """What is asked about one column, without a name: "czy chce przyjść?"."""
    return str(_OPEN[column]) if column in _OPEN else f"{column_name(column)}?"


def question_sentence(question: Question, names: Mapping[str, str]) -> str:
    """What to ask about whom, and what which answer may change."""
    return f"{asking_sentence(question, names)} {effect_sentence(question)}"


def asking_sentence(question: Question, names: Mapping[str, str]) -> str:
    """What to ask about whom: "OSP Zarzecze: gdzie działa?"."""
    value = str(question.params.get("value", ""))
    lives = question.column == "villages" and question.id.startswith("person:")  # of a register; as in its reasons
    what = _("lives in which village?") if lives else question_of(question.column)
    if value and lives:
        what = _("lives in the village: %(value)s?") % {"value": value}
    elif value and question.column in _GUESSED:
        # Whom somebody knows is told by id.
        word = names.get(value, value) if question.column == "knows" else _WORDS.get(question.column, str)(value)
        what = str(_GUESSED[question.column]) % {"value": word}
    return _("%(name)s: %(question)s") % {"name": names.get(question.id, question.id), "question": what}


def effect_sentence(question: Question) -> str:
    """What the answer may change, and which answer that is."""
    rules = question.params.get("rules", ())
    if isinstance(rules, tuple) and rules:
        mends = _("The answer may help to meet: %(rules)s.") % {"rules": "; ".join(map(rule_subject, rules))}
        return " ".join(filter(None, [mends, _together(question)]))
    end = str(question.params.get("end", ""))
    if answer := _ENDS.get((question.column, end)):
        changes = ngettext(
            "The answer “%(answer)s” may change %(count)s seat.",
            "The answer “%(answer)s” may change up to %(count)s seats.",
            question.change,
        )
        return changes % {"answer": answer, "count": question.change}
    changes = ngettext(
        "The answer may change %(count)s seat.", "The answer may change up to %(count)s seats.", question.change
    )
    return changes % {"count": question.change}


def _together(question: Question) -> str:
    """How many such answers it takes, and whether then all rules are met; "" where this was not asked."""
    count = int(str(question.params.get("together", 0)))
    if not count:
        return ""
    if question.params.get("enough"):
        told = ngettext(
            "This one answer may be enough for all rules.",
            "%(count)s such answers together may be enough for all rules.",
            count,
        )
    else:
        told = ngettext(
            "By itself it is not enough for all rules.",
            "It takes %(count)s such answers together, and is not enough for all rules.",
            count,
        )
    return told % {"count": count}
