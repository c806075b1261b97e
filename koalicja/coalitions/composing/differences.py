"""Two tables beside each other: what the other one gains, in a few words, and who joins and leaves."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from textwrap import shorten

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koalicja.coalitions.composing.lines import and_more
from koalicja.coalitions.composing.sentences import ages
from koalicja.engine.composition.problem import GROUPS, Candidate, Problem
from koalicja.ui.groups import GROUP_NAMES

__all__ = ["gain_titles", "in_order", "other_size", "some"]

WHOLE, NAME = 2, 44


def gain_titles(
    members: Collection[str], others: Sequence[Collection[str]], problem: Problem, *, exchanges: bool = True
) -> list[str]:
    """A title for each other table that no other one has: its most telling gain, else who comes for whom.

    Without `exchanges`, where it is told anyway who joins and leaves, "" in place of the latter.
    """
    before = _table(problem, members)
    tables = [_table(problem, keys) for keys in others]
    said = [list(_gains(before, after)) for after in tables]
    shared = Counter(title for titles in said for title in set(titles))
    found: list[str] = []
    for own, after in zip(said, tables, strict=True):
        rest = _exchanges(before, after, tables)
        own_only = (title for title in own if shared[title] == 1)
        named = (title for title in rest if title not in found)
        exchange = (next(named, None) or _("other people, similar strength")) if exchanges else ""
        found.append(next(own_only, None) or exchange)
    return found


def other_size(members: Collection[str], others: Collection[str]) -> str:
    """How many seats the second table has where the first has not as many, else ""."""
    if len(members) == len(others):
        return ""
    told = ngettext("%(count)s seat instead of %(before)s", "%(count)s seats instead of %(before)s", len(others))
    return told % {"count": len(others), "before": len(members)}


def _gains(before: Sequence[Candidate], after: Sequence[Candidate]) -> Iterator[str]:
    """What is better, the most telling first."""
    new = sorted(_ages(after) - _ages(before))
    if len(_ages(after)) > len(_ages(before)):
        yield _("also residents of the age: %(ages)s") % {"ages": ", ".join(map(ages, new))}
    if (more := len(_words(after, "villages")) - len(_words(before, "villages"))) > 0:
        yield ngettext("more villages: %(count)s", "more villages: %(count)s", more) % {"count": more}
    for column, title in (("areas", _("more areas: %(names)s")), ("offers", _("more is offered: %(names)s"))):
        if len(_words(after, column)) > len(_words(before, column)):
            yield title % {"names": some(sorted(_words(after, column) - _words(before, column)))}
    if len(after) < len(before):
        yield ngettext("smaller: %(count)s seat", "smaller: %(count)s seats", len(after)) % {"count": len(after)}
    for key, change in _groups(before, after).items():
        if change > 0:
            yield ngettext(
                "%(count)s seat more: %(group)s", "%(count)s seats more: %(group)s", change
            ) % {"count": change, "group": GROUP_NAMES[key]}  # fmt: skip
    if len(after) > len(before):
        yield ngettext("larger: %(count)s seat", "larger: %(count)s seats", len(after)) % {"count": len(after)}


def _exchanges(
    before: Sequence[Candidate], after: Sequence[Candidate], tables: Iterable[Sequence[Candidate]]
) -> Iterator[str]:
    """Who comes for whom; those first whom the fewest of the other tables have, in place of who is most like them."""
    seated = Counter(each.id for table in tables for each in table)
    joins = [each for each in after if each not in before]
    leaves = [each for each in before if each not in after]
    for new in sorted(joins, key=lambda each: (seated[each.id], _last(each), each.id)):
        for old in sorted(leaves, key=lambda each: (-_likeness(new, each), -seated[each.id], _last(each), each.id)):
            if _named(new) != _named(old):  # on paper two residents of one age are called the same
                yield _("%(joins)s in place of: %(leaves)s") % {"joins": _named(new), "leaves": _named(old)}
        yield _("with: %(joins)s") % {"joins": _named(new)}


def _likeness(new: Candidate, old: Candidate) -> int:
    """How much one seat stands for what the other did: the group before the kind and age, then the village."""
    same = bool(new.group) and new.group == old.group
    finer = sum(bool(one) and one == other for one, other in ((new.sector, old.sector), (new.age_band, old.age_band)))
    return 8 * same + 2 * finer + bool(new.villages & old.villages)


def _named(candidate: Candidate) -> str:
    return shorten(candidate.name or candidate.id, NAME, placeholder="…")


def _groups(before: Sequence[Candidate], after: Sequence[Candidate]) -> dict[str, int]:
    return {key: sum(c.group == key for c in after) - sum(c.group == key for c in before) for key in GROUPS}


def _table(problem: Problem, keys: Collection[str]) -> list[Candidate]:
    return [each for each in problem.candidates if each.id in set(keys)]


def _words(table: Sequence[Candidate], column: str) -> frozenset[str]:
    return frozenset().union(*(getattr(each, column) for each in table))


def _ages(table: Sequence[Candidate]) -> set[str]:
    return {each.age_band for each in table if each.age_band and each.kind == "resident"}


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
    return and_more(", ".join(told[:WHOLE]), rest)
