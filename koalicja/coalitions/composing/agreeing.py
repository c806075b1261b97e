"""`koalicja agreement`: an agreement as the JSON of docs/formats.md and as lines on the screen."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from koalicja.coalitions.composing.answer import product_version
from koalicja.engine.perspectives.agreement import METHOD
from koalicja.engine.perspectives.result import Agreement, Counts, NotHeard, Ranked
from koalicja.programmes.age_bands import shown_band
from koalicja.ui.groups import GROUP_NAMES

__all__ = ["agreement_json", "agreement_lines"]

LISTED = 5
DIGITS = 6
INDENT = "  "


def agreement_json(found: Agreement) -> dict[str, Any]:
    """The whole answer; `share`, `low` and `high` are null where nobody took a side."""
    return {
        "people": found.people,
        "statements": [
            {
                "id": view.id,
                "all": _counts(view.all),
                "groups": _each(view.groups),
                "age_bands": _each(view.age_bands),
            }
            for view in found.statements
        ],
        "uniting": [each.id for each in found.uniting],
        "dividing": [each.id for each in found.dividing],
        "not_heard": [
            {"dimension": who.dimension, "key": who.key, "heard": who.heard, "voices": who.voices, "could": who.could}
            for who in found.not_heard
        ],
        "method": METHOD,
        "version": product_version(),
    }


def _each(counts: Mapping[str, Counts]) -> dict[str, dict[str, int | float | None]]:
    return {key: _counts(those) for key, those in counts.items()}


def _counts(counts: Counts) -> dict[str, int | float | None]:
    low, high = counts.interval or (None, None)
    told = {"agree": counts.agree, "disagree": counts.disagree, "pass": counts.passed}
    return told | {"share": _rounded(counts.share), "low": _rounded(low), "high": _rounded(high)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def agreement_lines(found: Agreement) -> Iterator[str]:
    """Who spoke, what unites, what divides, who was not heard."""
    numbers = {"people": found.people, "voices": found.voices, "statements": len(found.statements)}
    yield _("People: %(people)s. Reacted to something: %(voices)s. Statements: %(statements)s.") % numbers
    by_id = {view.id: view.all for view in found.statements}
    for title, listed in ((_("What unites"), found.uniting), (_("What divides"), found.dividing)):
        yield from ("", title, *(_ranked(each, by_id[each.id]) for each in listed[:LISTED]))
        if len(listed) > LISTED:
            yield INDENT + _("and more: %(count)s") % {"count": len(listed) - LISTED}
        if not listed:
            yield INDENT + _("nothing that we could be sure enough of")
    if found.few_voices:
        yield ""
        yield _("Too few voices for either list: %(count)s") % {"count": len(found.few_voices)}
    yield from ("", _("Not heard, or hardly"), *(_not_heard(found.not_heard)))


def _ranked(each: Ranked, counts: Counts) -> str:
    line = INDENT + _("%(id)s: yes %(agree)s, no %(disagree)s, pass %(passed)s; sure at %(sure)s %%") % {
        "id": each.id,
        "agree": counts.agree,
        "disagree": counts.disagree,
        "passed": counts.passed,
        "sure": int(each.sureness * 100),
    }
    across = " / ".join(_key(each.dimension, key) for key in each.between)
    return f"{line} ({across})" if across else line


def _not_heard(those: Sequence[NotHeard]) -> Iterator[str]:
    for who in those:
        name, numbers = _key(who.dimension, who.key), {"voices": who.voices, "could": who.could}
        yield f"{INDENT}{name}: " + _("%(voices)s of %(could)s") % numbers
    if not those:
        yield INDENT + _("all groups and age bands were heard")


def _key(dimension: str, key: str) -> str:
    if not key:
        return _("not told")
    return str(GROUP_NAMES.get(key, key)) if dimension == "group" else shown_band(key)
