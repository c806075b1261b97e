"""Who could take exactly this seat, by name: the last reason of a member."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields

from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from koalicja.coalitions.composing.lines import more
from koalicja.engine.composition.problem import Candidate, Problem
from koalicja.engine.composition.result import Reason
from koalicja.engine.matching.text import fold

__all__ = ["exchange_names", "exchange_sentences"]

NAMED = 3


def exchange_sentences(
    reasons: Sequence[Reason],
    problem: Problem,
    *,
    with_residents: bool = True,
    named: int = NAMED,
    near: Mapping[str, str] | None = None,
) -> list[str]:
    """One sentence, or none: "równie dobrze: SP nr 2, OSP Zarzecze i jeszcze 4". Names are those of `problem`.

    `near` has what is said beside those of a neighbouring gmina, by id. Residents are only counted where they are not
    to be named (`with_residents` False).
    """
    told = _told(reasons, problem)
    order = [each for each in told if with_residents or each.kind != "resident"]
    names = ", ".join(_named(each, near or {}) for each in order[:named])
    rest = len(told) - len(order[:named])
    if names and rest:
        counted = more(rest) if len(order) > named else _residents(rest)
        names = _("%(names)s and %(more)s") % {"names": names, "more": counted}
    return [_("just as well: %(names)s") % {"names": names or _residents(rest)}] if told else []


def exchange_names(reasons: Sequence[Reason], problem: Problem, *, near: Mapping[str, str]) -> list[str]:
    """All of them by name, in the same order; those who are called the same once, with how many they are."""
    counts = Counter(_named(each, near) for each in _told(reasons, problem))
    return [name if count == 1 else f"{name} ({count})" for name, count in counts.items()]


def _told(reasons: Sequence[Reason], problem: Problem) -> list[Candidate]:
    keys = {key for each in reasons if each.code == "exchangeable" for key in _ids(each)}
    return sorted((each for each in problem.candidates if each.id in keys), key=_place)


def _named(candidate: Candidate, near: Mapping[str, str]) -> str:
    name, beside = candidate.name or candidate.id, near.get(candidate.id, "")
    return f"{name} ({beside})" if beside and beside not in name else name


def _ids(reason: Reason) -> tuple[str, ...]:
    ids = reason.params.get("ids", ())
    return ids if isinstance(ids, tuple) else ()


def _residents(count: int) -> str:
    return npgettext("exchanged for", "%(count)s resident", "%(count)s residents", count) % {"count": count}


def _place(candidate: Candidate) -> tuple[int, str, str]:
    """Who is better known first: the number of cells that hold anything."""
    known = sum(getattr(candidate, each.name) not in ("", None, frozenset(), {}) for each in fields(candidate))
    return -known, fold(candidate.name), candidate.id
