"""Advice to take marks off: “must be there” and “not this time” that stand against the rules, said by name."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from koalicja.coalitions.composing.lines import and_more
from koalicja.engine.composition.result import Advice

__all__ = ["is_enough", "printed_unlock", "unlock_sentence"]

# By kind: whether seats chosen beforehand, and whether those ruled out stand against the rules.
_MARKS: Mapping[tuple[bool, bool], str | Promise] = {
    (True, False): gettext_lazy("Marks “must be there” stand against the rules."),
    (False, True): gettext_lazy("Marks “not this time” stand against the rules."),
    (True, True): gettext_lazy("Marks (“must be there”, “not this time”) stand against the rules."),
}
_CHOICES: Mapping[tuple[bool, bool], str | Promise] = {
    (True, False): gettext_lazy("Some seats were chosen beforehand; with all of them the rules cannot be met."),
    (False, True): gettext_lazy(
        "Some people and organisations were left out beforehand; without them the rules cannot be met."
    ),
    (True, True): gettext_lazy("Some were chosen and some left out beforehand; so the rules cannot be met."),
}


def is_enough(advice: Advice) -> bool:
    """Whether nobody is missing once these marks are off."""
    return not advice.params.get("still_missing")


def unlock_sentence(advice: Advice, names: Mapping[str, str], *, most: int | None = None) -> str:
    """Whose marks have to go, or of which one is enough, and how many are missing even then; `most` names at most."""
    ids, who = _ids(advice, "ids"), _named(advice, "ids", names, most)
    told = [str(_MARKS[_kinds(advice)])]
    if advice.params.get("instead"):
        each = f"{who}, {_named(advice, 'instead', names)}"
        told.append(_("It is enough to take one of these marks off: %(names)s.") % {"names": each})
    else:
        told.append(
            ngettext(
                "Take this mark off: %(names)s.", "It is enough to take off these, for example: %(names)s.", len(ids)
            )
            % {"names": who}
        )
    if missing := advice.params.get("still_missing"):
        told.append(_("Still missing then: %(count)s.") % {"count": missing})
    return " ".join(told)


def printed_unlock(advice: Advice) -> str:
    """The same for who reads paper and has no marks to take off: how many choices made beforehand, without names."""
    count, missing = len(_ids(advice, "ids")), advice.params.get("still_missing")
    if missing:
        change = ngettext(
            "With %(count)s of these choices changed there are still missing: %(missing)s.",
            "With %(count)s of these choices changed there are still missing: %(missing)s.",
            count,
        )
    else:
        change = ngettext(
            "It is enough to change %(count)s of these choices.",
            "It is enough to change %(count)s of these choices.",
            count,
        )
    return f"{_CHOICES[_kinds(advice)]} {change % {'count': count, 'missing': missing}}"


def _kinds(advice: Advice) -> tuple[bool, bool]:
    """Whether seats chosen beforehand, and whether those ruled out stand against the rules; both where it is untold."""
    kinds = "locks.must" in advice.rules, "locks.never" in advice.rules
    return kinds if any(kinds) else (True, True)


def _ids(advice: Advice, column: str) -> tuple[str, ...]:
    keys = advice.params.get(column, ())
    return keys if isinstance(keys, tuple) else ()


def _named(advice: Advice, column: str, names: Mapping[str, str], most: int | None = None) -> str:
    ids = _ids(advice, column)
    return and_more(", ".join(names.get(key, key) for key in ids[:most]), len(ids[most:]) if most else 0)
