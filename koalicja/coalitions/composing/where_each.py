"""Where to look for those who are missing, a hint for each kind of them."""

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from koalicja.coalitions.composing.rule_names import rule_subject
from koalicja.coalitions.composing.sentences import group_name, wanted, where_of
from koalicja.engine.composition.result import Advice

__all__ = ["where_of_each"]


def where_of_each(advice: Sequence[Advice]) -> list[str]:
    """Where to look, for each kind of people who are missing: "Przedsiębiorcy – zapytaj w sklepach"."""
    told: dict[str, str] = {}
    for each in advice:
        profile, hint = wanted(each), where_of(each)
        sector, group = str(profile.get("sector", "")), str(profile.get("group", ""))
        kind = rule_subject(f"sectors.{sector}.min") if sector else group_name(group)
        if hint and hint not in told.values():
            told[kind] = hint
    kinds = {capfirst(kind): hint[0].lower() + hint[1:] for kind, hint in told.items() if kind}
    return [*(_("%(who)s – %(hint)s") % {"who": kind, "hint": hint} for kind, hint in kinds.items())] + (
        [told[""]] if "" in told else []
    )
