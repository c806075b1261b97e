"""Codes of a composition → plain sentences. Predicates and "label: value", because Polish inflects names; no decimals.

Unknown codes give their code rather than nothing, so that an engine newer than its words still says something.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext, pgettext_lazy

from koalicja.coalitions.composing import example_ages
from koalicja.coalitions.composing.roles import usual_role
from koalicja.coalitions.composing.rule_names import rule_demand, rule_subject
from koalicja.coalitions.composing.several import ages_apart
from koalicja.coalitions.composing.unlocking import unlock_sentence
from koalicja.coalitions.composing.where import where_to_look
from koalicja.engine.composition.problem import Candidate
from koalicja.engine.composition.result import Advice, Reason, RuleRow
from koalicja.people.words import SECTOR_NAMES
from koalicja.ui.formats import in_alphabet
from koalicja.ui.groups import GROUP_NAMES

__all__ = [
    "ASKS_NOBODY",
    "CONTRADICTION",
    "IRREPLACEABLE",
    "UNLOCK",
    "advice_sentence",
    "ages",
    "column_name",
    "group_name",
    "is_place",
    "listed",
    "reason_sentence",
    "reason_sentences",
    "sector_word",
    "wanted",
    "where_of",
    "where_to_look",
]

ANY_NEW_AGE = "any_new_age"  # in place of age_band where any age that is not at the table yet would do
Params = Mapping[str, Any]
Profile = Mapping[str, str | tuple[str, ...]]
Sentence = str | Promise
CONTRADICTION = "rules_contradict"  # advice that asks for nobody: a rule must give way
UNLOCK = "unlock"  # advice that asks for nobody new: marks of ours stand against the rules
ASKS_NOBODY = frozenset({CONTRADICTION, UNLOCK})
IRREPLACEABLE = "irreplaceable"  # the reason that carries the tag "bez zastępstwa": proved, not only at this table


def group_name(key: str) -> str:
    return str(GROUP_NAMES.get(key, key))


def sector_word(key: str) -> str:
    return str(SECTOR_NAMES.get(key, key))


def ages(band: str) -> str:
    """13–19 years, 60 and more: a band as part of a sentence."""
    if band.endswith("+"):
        return pgettext("ages", "%(age)s and more") % {"age": band[:-1]}
    oldest = band.rpartition("-")[2]
    last = int(oldest) if oldest.isdecimal() else 0
    return npgettext("ages", "%(ages)s year", "%(ages)s years", last) % {"ages": band.replace("-", "\N{EN DASH}")}


def listed(value: object) -> str:
    """One or several words with commas, in the order of the alphabet."""
    if isinstance(value, str):
        return value
    return (
        ", ".join(sorted(map(str, value), key=in_alphabet))
        if isinstance(value, (tuple, list, set, frozenset))
        else str(value)
    )


_WORDS: Mapping[str, Callable[[str], str]] = {"group": group_name, "sector": sector_word, "age_band": ages}

_SOLE: Mapping[str, Sentence] = {
    "village": gettext_lazy("nobody else at the table reaches: %(value)s"),
    "acts_in": gettext_lazy("nobody else at the table is from: %(value)s"),
    "lives_in": gettext_lazy("nobody else at the table is from: %(value)s"),
    "area": gettext_lazy("nobody else at the table acts in the area: %(value)s"),
    "offer": gettext_lazy("nobody else at the table offers: %(value)s"),
    "age_band": gettext_lazy("no other resident at the table is aged: %(value)s"),
    "group": gettext_lazy("nobody else at the table is from the group: %(value)s"),
    "sector": gettext_lazy("the table has no other seat of this kind: %(value)s"),
}


def _sole_cover(params: Params) -> str:
    what = str(params["what"])
    values = params["value"]
    value = ", ".join(map(_WORDS.get(what, str), [values] if isinstance(values, str) else values))
    return str(_SOLE.get(what, _("nobody else at the table brings: %(value)s"))) % {"value": value}


_LOSSES: Mapping[str, Sentence] = {
    "large": gettext_lazy("without this seat the proposal is much weaker"),
    "middle": gettext_lazy("without this seat the proposal is weaker"),
    "small": gettext_lazy("without this seat the proposal is a little weaker"),
}
_GRADES: Mapping[tuple[str, str], Sentence] = {
    ("willing", "large"): gettext_lazy("willingness: high"),
    ("willing", "middle"): gettext_lazy("willingness: medium"),
    ("willing", "small"): gettext_lazy("willingness: low"),
    ("influential", "large"): gettext_lazy("influence: high"),
    ("influential", "middle"): gettext_lazy("influence: medium"),
    ("influential", "small"): gettext_lazy("influence: low"),
    ("interested", "large"): gettext_lazy("interest: high"),
    ("interested", "middle"): gettext_lazy("interest: medium"),
    ("interested", "small"): gettext_lazy("interest: low"),
}


def _many(params: Params, name: str) -> str:
    """The value of a parameter that the engine may call by its thing or by "values"."""
    return listed(params.get(name, params.get("values", params.get("value", ""))))


def _serves(params: Params) -> str:
    areas = _many(params, "areas")
    count = len(params.get("areas", ())) if not isinstance(params.get("areas"), str) else 1
    return ngettext("acts in the area: %(areas)s", "acts in the areas: %(areas)s", count) % {"areas": areas}


def _knows(params: Params) -> str:
    count = int(params["count"])
    return ngettext("knows %(count)s person of the table", "knows %(count)s people of the table", count) % {
        "count": count
    }


def _fills_group(params: Params) -> str:
    return _("without this seat too few voices from the group: %(group)s") % {
        "group": group_name(str(params.get("group", "")))
    }


def _fills_age_band(params: Params) -> str:
    band = str(params.get("age_band", params.get("value", "")))
    return _("without this seat too few voices of residents aged: %(ages)s") % {"ages": ages(band)}


_KEEPS: Mapping[str, Sentence] = {
    "size.min": gettext_lazy("fills the table up to the fewest seats that the rules allow"),
    "min_villages_share": gettext_lazy("without this seat the table reaches too few villages"),
    "min_age_bands": gettext_lazy("without this seat the residents at the table are too much of one age"),
    "max_interest_share": gettext_lazy("without this seat one side would have too many voices"),
    "allow_isolated": gettext_lazy("without this seat somebody at the table would know nobody"),
}


def _keeps_rule(params: Params) -> str:
    rule = str(params.get("rule", ""))
    if rule in _KEEPS:
        return str(_KEEPS[rule])
    return _("the rules ask for this at the table: %(what)s") % {"what": rule_subject(rule)}


_REASONS: Mapping[str, Callable[[Params], str]] = {
    "sole_cover": _sole_cover,
    "irreplaceable": lambda params: _("no substitute, without this seat the rules cannot be met"),
    "misses_more": lambda params: _("without this seat the table would be further from the rules"),
    "loss_if_out": lambda params: str(_LOSSES.get(str(params.get("grade")), _LOSSES["small"])),
    "reaches": lambda params: _("reaches: %(villages)s") % {"villages": _many(params, "villages")},
    "acts_in": lambda params: _("acts in: %(villages)s") % {"villages": _many(params, "villages")},
    "lives_in": lambda params: _("lives in: %(villages)s") % {"villages": _many(params, "villages")},
    "serves": _serves,
    "offers": lambda params: _("offers: %(offers)s") % {"offers": _many(params, "offers")},
    "knows": _knows,
    "fills_group": _fills_group,
    "fills_age_band": _fills_age_band,
    "locked_must": lambda params: _("this seat was chosen beforehand"),
    "library": lambda params: _("Lead Library, always at the table"),
    "sole_place": lambda params: _("nobody else at the table is from the same village"),
    "keeps_rule": _keeps_rule,
    "only_listed": lambda params: _("so far we only know that they are in the register"),
}


def reason_sentence(reason: Reason) -> str:
    """Why somebody is at the table, as a predicate: "dociera do: Zarzecze"."""
    if reason.code in {"willing", "influential", "interested"}:
        return str(_GRADES.get((reason.code, str(reason.params.get("grade"))), reason.code))
    return _REASONS[reason.code](reason.params) if reason.code in _REASONS else reason.code


_SAID_BY = {
    "reaches": ("villages", "village"),
    "acts_in": ("villages", "acts_in"),
    "lives_in": ("villages", "lives_in"),
    "serves": ("areas", "area"),
    "offers": ("offers", "offer"),
}
_FILLS = {"fills_group": "group", "fills_age_band": "age_band"}


def reason_sentences(reasons: Sequence[Reason], candidate: Candidate | None = None) -> list[str]:
    """All reasons of one member for a reader: sole covers of a kind in one sentence, nothing said twice.

    Of a `candidate` that only fills the table up, what it usually brings is worth asking. Who could sit there instead
    needs names: exchange.exchange_sentences. Of the Lead Library, at the table in any case, no place is told.
    """
    is_library = any(reason.code == "library" for reason in reasons)
    reasons = [each for each in reasons if each.code != "exchangeable" and not (is_library and is_place(each))]
    sole: dict[str, list[str]] = {}
    for reason in reasons:
        if reason.code == "sole_cover" and not _is_asked_for(reason, reasons):
            sole.setdefault(str(reason.params["what"]), []).append(str(reason.params["value"]))
    told: list[str] = []
    for reason in reasons:
        what = str(reason.params.get("what", ""))
        if reason.code == "sole_cover":
            values = tuple(sole.pop(what, ()))
            told += [_sole_cover({"what": what, "value": values})] if values else []
        elif (rest := _not_yet_said(reason, reasons)) is not None:
            told.append(reason_sentence(rest))
            fills_up = rest.code == "keeps_rule" and rest.params.get("rule") == "size.min"
            told += [role] if fills_up and candidate and (role := usual_role(candidate)) else []
    return told


def is_place(reason: Reason) -> bool:
    """Whether it says where somebody acts or lives."""
    return reason.code in {"acts_in", "lives_in"} or reason.params.get("what") in {"acts_in", "lives_in"}


def _is_asked_for(sole: Reason, reasons: Sequence[Reason]) -> bool:
    """Whether another reason says that the rules ask for this kind: then it is plain that nobody else is of it."""
    rule = f"sectors.{sole.params['value']}.min"
    return sole.params["what"] == "sector" and any(
        each.code == "keeps_rule" and each.params.get("rule") == rule for each in reasons
    )


def _not_yet_said(reason: Reason, reasons: Sequence[Reason]) -> Reason | None:
    """The reason without what a sole cover of the same member says already; None where nothing is left of it."""
    said = {(each.params["what"], each.params["value"]) for each in reasons if each.code == "sole_cover"}
    if reason.code in _FILLS:
        what = _FILLS[reason.code]
        return None if (what, reason.params.get(what)) in said else reason
    if reason.code not in _SAID_BY:
        return reason
    column, what = _SAID_BY[reason.code]
    words = reason.params.get(column, ())
    left = tuple(word for word in words if (what, word) not in said) if isinstance(words, tuple) else ()
    return Reason(reason.code, {column: left}) if left else None


_KINDS: Mapping[str, Sentence] = {
    "organisation": gettext_lazy("organisation"),
    "resident": gettext_lazy("resident of the gmina"),
}
_NARROWER = {"kind": "group", "group": "sector"}  # which says more, so that the column need not be said
_PROFILE: Mapping[str, tuple[Sentence, Callable[[str], str]]] = {
    "group": (gettext_lazy("group: %(value)s"), group_name),
    "kind": (gettext_lazy("kind: %(value)s"), lambda value: str(_KINDS.get(value, value))),
    "sector": (gettext_lazy("sector: %(value)s"), lambda value: rule_subject(f"sectors.{value}.min")),
    "age_band": (gettext_lazy("age: %(value)s"), ages),
    ANY_NEW_AGE: ("", ages),  # see several.ages_apart
    "villages": (gettext_lazy("reaches: %(value)s"), str),
    "areas": (gettext_lazy("acts in the area: %(value)s"), str),
    "offers": (gettext_lazy("offers: %(value)s"), str),
    "interest_group": (gettext_lazy("interest group: %(value)s"), str),
    "not_groups": (pgettext_lazy("outside", "any group except those that are full: %(value)s"), group_name),
    "not_interest": (pgettext_lazy("outside", "not of the interest group: %(value)s"), str),
}


def advice_sentence(advice: Advice, names: Mapping[str, str], rows: Sequence[RuleRow] = ()) -> str:
    """Whom to look for, or which rules contradict each other. `names` are those of the candidates by id.

    `rows` say what each rule asks for.
    """
    whom = _whom(advice, names)
    if advice.code == UNLOCK:
        return unlock_sentence(advice, names)
    if advice.code == "then_look_for":
        return _("After that, look for one more seat: %(profile)s.") % {"profile": whom}
    if advice.profile or advice.code == "look_for":
        return _("Look for one more seat: %(profile)s.") % {"profile": whom}
    rules = "; ".join(rule_demand(rule, rows) for rule in advice.rules)
    return _("These rules cannot be met together, loosen one of them: %(rules)s.") % {"rules": rules}


def wanted(advice: Advice) -> Profile:
    """Whom it asks for, by columns of the table; of somebody who helps only after a rule is loosened too."""
    if advice.code == "then_look_for":
        return {column: value for column, value in advice.params.items() if isinstance(value, (str, tuple))}
    profile = dict(advice.profile)
    if example_ages.is_example(advice):
        profile[ANY_NEW_AGE] = profile.pop("age_band")
    outside = {name: advice.params.get(name) for name in ("not_groups", "not_interest")}
    return profile | {name: words for name, words in outside.items() if isinstance(words, tuple) and words}


def profile_words(profile: Profile, names: Mapping[str, str]) -> str:
    """The attributes that bind, in words; one more of any group where none does."""
    parts = [
        _sentence(column, sentence, value)
        % {"value": ", ".join(map(word, [value] if isinstance(value, str) else sorted(value)))}
        for column, (sentence, word) in _PROFILE.items()
        if (value := profile.get(column)) and profile.get(_NARROWER.get(column, "")) is None
    ]
    for column, sentence in (("knows", _("knows: %(names)s")), ("conflicts", _("not together with: %(names)s"))):
        if value := profile.get(column):
            ids = [item.partition(":")[0] for item in ([value] if isinstance(value, str) else value)]
            parts.append(sentence % {"names": ", ".join(names.get(identity, identity) for identity in ids)})
    return "; ".join(parts) or _("a person or an organisation of any group")


def _sentence(column: str, sentence: Sentence, value: str | tuple[str, ...]) -> str:
    return ages_apart(1 if isinstance(value, str) else len(value)) if column == ANY_NEW_AGE else str(sentence)


def _whom(advice: Advice, names: Mapping[str, str]) -> str:
    """Whom it asks for; where no attribute binds, of which of the missing groups, or one more of any group."""
    if profile := wanted(advice):
        return profile_words(profile, names)
    groups = ", ".join(map(group_name, _missing_groups(advice)))
    return _("group, one of these: %(groups)s") % {"groups": groups} if groups else profile_words({}, names)


def _missing_groups(advice: Advice) -> list[str]:
    return [rule.split(".")[1] for rule in advice.rules if rule.startswith("groups.") and rule.endswith(".min")]


def where_of(advice: Advice) -> str:
    """Where those may be found whom the advice asks for; of anybody at all, a hint for each group that is missing."""
    if advice.code in ASKS_NOBODY:
        return ""
    if hint := where_to_look(wanted(advice), str(advice.params.get("gmina", ""))):
        return hint
    hints = [hint for group in _missing_groups(advice) if (hint := where_to_look({"group": group}))]
    if not hints and not wanted(advice):
        hints = [_("Ask those who have a seat already whom they would bring along.")]
    return " ".join(hints)


COLUMN_NAMES: Mapping[str, Sentence] = {
    "kind": pgettext_lazy("unknown", "organisation or resident"),
    "group": pgettext_lazy("unknown", "group"),
    "sector": pgettext_lazy("unknown", "sector"),
    "age_band": pgettext_lazy("unknown", "age"),
    "interest_group": pgettext_lazy("unknown", "interest group"),
    "villages": pgettext_lazy("unknown", "villages reached"),
    "offers": pgettext_lazy("unknown", "what is offered"),
    "areas": pgettext_lazy("unknown", "areas of action"),
    "influence": pgettext_lazy("unknown", "influence"),
    "interest": pgettext_lazy("unknown", "interest"),
    "willingness": pgettext_lazy("unknown", "willingness"),
    "knows": pgettext_lazy("unknown", "who knows whom"),
    "conflicts": pgettext_lazy("unknown", "who should not sit together"),
}


def column_name(column: str) -> str:
    return str(COLUMN_NAMES.get(column, column))
