"""Two tables beside each other: what the other one gains, in a few words, and who joins and leaves."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.engine.composition.problem import GROUPS, Candidate, Problem
from koalicja.ui.groups import GROUP_NAMES

__all__ = ["gain_title", "in_order", "lost", "some"]

WHOLE = 2


def gain_title(members: Collection[str], other: Collection[str], problem: Problem) -> str:
    """What the other table gains, the most telling first; "other people, similar strength" where nothing does."""
    before, after = (_table(problem, keys) for keys in (members, other))
    return next(_gains(before, after), _("other people, similar strength"))


def lost(members: Collection[str], other: Collection[str], problem: Problem) -> str:
    """What the first table has and the other has not: villages by name, then groups that have fewer seats; or ""."""
    before, after = (_table(problem, keys) for keys in (members, other))
    villages = sorted(
        {village for each in before for village in each.villages}
        - {village for each in after for village in each.villages}
    )
    parts = [_("villages: %(names)s") % {"names": some(villages)}] if villages else []
    fewer = [key for key in GROUPS if sum(c.group == key for c in after) < sum(c.group == key for c in before)]
    parts += [_("fewer seats of the group: %(group)s") % {"group": GROUP_NAMES[key]} for key in fewer]
    return "; ".join(parts)


def _gains(before: Sequence[Candidate], after: Sequence[Candidate]) -> Iterator[str]:
    if _reached(after) > _reached(before):
        more = _reached(after) - _reached(before)
        yield ngettext("more villages: %(count)s", "more villages: %(count)s", more) % {"count": more}
    if len(after) < len(before):
        yield ngettext("smaller: %(count)s seat", "smaller: %(count)s seats", len(after)) % {"count": len(after)}
    for key in GROUPS:
        if sum(each.group == key for each in after) > sum(each.group == key for each in before):
            yield _("more seats of the group: %(group)s") % {"group": GROUP_NAMES[key]}
    if len(after) > len(before):
        yield ngettext("larger: %(count)s seat", "larger: %(count)s seats", len(after)) % {"count": len(after)}


def _table(problem: Problem, keys: Collection[str]) -> list[Candidate]:
    return [each for each in problem.candidates if each.id in set(keys)]


def _reached(table: Sequence[Candidate]) -> int:
    return len({village for each in table for village in each.villages})


def in_order(keys: Collection[str], problem: Problem) -> list[str]:
    """Keys for a line of names: organisations first, the gmina office last, because the mayor reads the line."""
    by_key: Mapping[str, Candidate] = {each.id: each for each in problem.candidates}
    return sorted(keys, key=lambda key: (_last(by_key.get(key)), key))


def _last(candidate: Candidate | None) -> int:
    if candidate is None or candidate.sector == "office":
        return 2
    return int(candidate.kind == "resident")


def some(names: Sequence[str]) -> str:
    """Two whole names rather than five cut ones; the same label once with its count, the rest as a number."""
    alike = {name: names.count(name) for name in names}
    told = [name if count == 1 else f"{name} ({count})" for name, count in alike.items()]
    rest = sum(list(alike.values())[WHOLE:])
    return ", ".join(told[:WHOLE]) + (f" (+{rest})" if rest else "")
