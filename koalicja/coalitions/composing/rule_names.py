"""The named rules of a composition in words: "groups.office.min" → "urząd gminy, co najmniej"."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from koalicja.engine.composition.result import RuleRow
from koalicja.people.words import SECTOR_NAMES
from koalicja.ui.formats import number
from koalicja.ui.groups import GROUP_NAMES

__all__ = [
    "rule_demand",
    "rule_figures",
    "rule_hint",
    "rule_kept",
    "rule_label",
    "rule_sentence",
    "rule_subject",
    "rule_value",
]

DIGITS = 15  # of a share in per cent, at most
_RULES: Mapping[str, str | Promise] = {
    "size.min": gettext_lazy("seats at the table, at least"),
    "size.max": gettext_lazy("seats at the table, at most"),
    "max_interest_share": gettext_lazy("share of any one interest group, at most"),
    "min_villages_share": gettext_lazy("villages reached, at least"),
    "min_age_bands": gettext_lazy("different ages among residents, at least"),
    "allow_isolated": gettext_lazy("members whom nobody at the table knows, at most"),
    "conflicts": gettext_lazy("pairs that should not sit together, at most"),
    "locks.must": gettext_lazy("seats chosen beforehand, at least"),
    "locks.never": gettext_lazy("seats ruled out beforehand, at most"),
}


def rule_label(name: str) -> str:
    """The rule in words, without its figure."""
    if name in _RULES:
        return str(_RULES[name])
    table, key, end = _parts(name)
    what = _subject(table, key)
    if not what:
        return name
    return (_("%(what)s, at most") if end == "max" else _("%(what)s, at least")) % {"what": what}


def rule_demand(name: str, rows: Sequence[RuleRow]) -> str:
    """The rule with what it asks for, where one of the rows says how much: "przedsiębiorcy, co najmniej: 1"."""
    required = next((rule_figures(row)[0] for row in rows if row.name == name), "")
    if not required:
        return rule_label(name)
    return _("%(rule)s: %(required)s") % {"rule": rule_label(name), "required": required}


def rule_subject(name: str) -> str:
    """What a rule counts, without its bound: "groups.office.min" → "urząd gminy"."""
    table, key, _end = _parts(name)
    if (table, key) == ("sectors", "office"):
        return _("the gmina office")
    return _subject(table, key) or rule_label(name)


def _parts(name: str) -> tuple[str, str, str]:
    """(table, key, min or max): areas and offers have minima only."""
    table, _dot, rest = name.partition(".")
    key, _dot, end = rest.rpartition(".") if table in {"groups", "age_bands", "sectors"} else (rest, "", "min")
    return table, key, end


def _subject(table: str, key: str) -> str:
    if table == "groups":
        return str(GROUP_NAMES.get(key, key))
    if table == "sectors":
        if key == "office":
            return _("the gmina office as an institution")
        return str(SECTOR_NAMES.get(key, key))
    if table == "age_bands":
        if key.endswith("+"):
            return _("residents of the age %(age)s and more") % {"age": key[:-1]}
        return _("residents of the age %(ages)s") % {"ages": key.replace("-", "\N{EN DASH}")}
    labels = {"areas": _("area “%(key)s”"), "offers": pgettext("offer", "“%(key)s” offered")}
    return labels[table] % {"key": key} if table in labels else ""


def rule_value(name: str, value: int | float) -> str:
    """A rule's figure as people read it: a share in per cent (rounded), everything else as a whole number."""
    if name == "max_interest_share":
        return _("%(count)s %%") % {"count": number(round(Fraction(value) * 100))}
    return number(round(value))


def rule_figures(row: RuleRow) -> tuple[str, str]:
    """(needed, there is): a share that is just too great has as many digits as show it."""
    figures = rule_value(row.name, row.required), rule_value(row.name, row.actual)
    for digits in range(1, DIGITS):
        if row.met or figures[0] != figures[1]:
            break
        required, actual = (number(round(share * 100, digits)) for share in (row.required, row.actual))
        figures = _("%(count)s %%") % {"count": required}, _("%(count)s %%") % {"count": actual}
    return figures


def rule_kept(row: RuleRow) -> str:
    """Whether the rule is met; of interest groups also what counts where nobody told us."""
    if row.met and row.known is not None and row.known < (row.among or 0):
        return _("met, where each that we do not know is counted by itself")
    return _("met") if row.met else _("not met")


def rule_hint(rows: Sequence[RuleRow]) -> str:
    """What an interest group is, below rules that speak of it."""
    if all(row.name != "max_interest_share" for row in rows):
        return ""
    return _(
        "An interest group is all who depend on the same one: on the gmina, a parish, one firm. The rule keeps one of "
        "them from outvoting all others."
    )


def rule_sentence(row: RuleRow) -> str:
    """ "urząd gminy, co najmniej: 1, jest: 0"."""
    required, actual = rule_figures(row)
    return _("%(rule)s: %(required)s, there is: %(actual)s") % {
        "rule": rule_label(row.name),
        "required": required,
        "actual": actual,
    }
