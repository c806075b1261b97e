"""Whom to look for and where, as lines: alike people once; beside marks that only have to go, all of them in one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from koalicja.coalitions.composing import example_ages
from koalicja.coalitions.composing.rule_names import rule_subject
from koalicja.coalitions.composing.sentences import (
    ASKS_NOBODY,
    UNLOCK,
    advice_sentence,
    group_name,
    profile_words,
    wanted,
    where_of,
)
from koalicja.coalitions.composing.several import look_for_several
from koalicja.coalitions.composing.unlocking import is_enough
from koalicja.engine.composition.result import Advice, RuleRow

__all__ = ["advice_lines", "instead_of_marks"]


def advice_lines(
    advice: Sequence[Advice], names: Mapping[str, str], rows: Sequence[RuleRow] = ()
) -> Iterator[tuple[str, str]]:
    """(whom to look for, where): the same advice once, with how many are needed; the same hint once."""
    if instead := instead_of_marks(advice):
        yield from ((advice_sentence(each, names, rows), "") for each in advice if each.code in ASKS_NOBODY)
        yield _("If the marks stay, look for new people or organisations (%(count)s): %(whom)s.") % instead, ""
        return
    advice = example_ages.together(advice)
    counts = Counter(advice_sentence(each, names, rows) for each in advice)
    hints: set[str] = set()
    for each in advice:
        told = advice_sentence(each, names, rows)
        count = counts.pop(told, 0)
        if count:
            hint = where_of(each)
            if count > 1:
                profile = wanted(each)
                told = look_for_several(profile, profile_words(profile, names), count)
            yield told, "" if hint in hints else hint
            hints.add(hint)


def instead_of_marks(advice: Sequence[Advice]) -> dict[str, str | int]:
    """How many to look for and of what kinds, where taking marks off is enough and nobody new is needed; else empty."""
    asked = [each for each in advice if each.code not in ASKS_NOBODY]
    if len(asked) < 2 or not any(each.code == UNLOCK and is_enough(each) for each in advice):
        return {}
    kinds = Counter(map(_kind, asked))
    return {"count": len(asked), "whom": ", ".join(f"{kind} ({count})" for kind, count in kinds.items())}


def _kind(advice: Advice) -> str:
    profile = wanted(advice)
    sector, group = str(profile.get("sector", "")), str(profile.get("group", ""))
    return rule_subject(f"sectors.{sector}.min") if sector else group_name(group) if group else profile_words({}, {})
