"""What another table has less and more of than the proposed one, in a few words: why somebody is not there."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koalicja.coalitions.composing.differences import some
from koalicja.coalitions.composing.sentences import ages, group_name
from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.objective import terms
from koalicja.engine.composition.problem import Candidate, Problem
from koalicja.ui.formats import in_alphabet

__all__ = ["swap_sentences"]

MORE = 1e-9  # of a term of the objective


@dataclass(frozen=True, slots=True)
class _Table:
    """Seats as a reader may see them, what each term of the objective is worth, and how many know somebody there."""

    seats: Sequence[Candidate]
    worth: dict[str, float]
    tied: int

    def words(self, column: str) -> set[str]:
        return {word for each in self.seats for word in getattr(each, column)}

    @property
    def groups(self) -> Counter[str]:
        return Counter(each.group for each in self.seats if each.group)

    @property
    def ages(self) -> set[str]:
        return {each.age_band for each in self.seats if each.kind == "resident" and each.age_band}


def swap_sentences(members: Collection[str], other: Collection[str], problem: Problem, told: Problem) -> list[str]:
    """What is less and what is more at the other table. `problem` has what a reader may see, `told` all we know."""
    prepared = validated(told)
    before, after = (_table(keys, problem, prepared) for keys in (members, other))
    less, more = "; ".join(_only(before, after)), "; ".join(_only(after, before))
    found = [_("Less – %(what)s.") % {"what": less}] if less else []
    return found + ([_("More – %(what)s.") % {"what": more}] if more else [])


def _table(keys: Collection[str], problem: Problem, prepared: Prepared) -> _Table:
    seats = [each for each in problem.candidates if each.id in keys]
    places = prepared.places(keys)
    tied = sum(bool(prepared.ties[one].keys() & places) for one in places)
    return _Table(seats, terms(prepared, keys), tied)


def _only(here: _Table, there: _Table) -> Iterator[str]:
    """What the first of two tables has more of; what a reader may not see by name is told without one."""
    named = set()
    if groups := sorted((here.groups - there.groups).items()):
        counted = ", ".join(f"{group_name(group)} ({count})" for group, count in groups)
        yield _("voices of the groups: %(groups)s") % {"groups": counted}
    for column, term, label in (
        ("villages", "reach", _("villages: %(names)s")),
        ("areas", "cover", _("areas: %(names)s")),
        ("offers", "cover", _("offers: %(names)s")),
    ):
        if words := sorted(here.words(column) - there.words(column), key=in_alphabet):
            named.add(term)
            yield label % {"names": some(words)}
    if bands := sorted(here.ages - there.ages):
        yield _("age: %(ages)s") % {"ages": ", ".join(map(ages, bands))}
    if here.tied > there.tied:
        yield _("who know somebody at the table: %(count)s") % {"count": here.tied - there.tied}
    for term, words_of_it in (
        ("reach", _("a village of a resident")),
        ("cover", _("what is needed, to spare")),
        ("willingness", _("willingness")),
        ("influence", _("influence")),
    ):
        if here.worth[term] > there.worth[term] + MORE and term not in named:
            yield words_of_it
