"""Which answers are solved where there are too many for all: the most promising of each column, in turn.

For each column the members whose seat costs least to lose, and the others whose bound is the best, with the words that
could change the table most: brought by nobody there, by many, or by one member alone whom it costs little to lose. The
relaxation with the answer then says how much better a table could be. What it excludes is never solved.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from math import floor
from typing import TypeVar

from koalicja.engine.composition.answers import COLUMNS, Answers
from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.fillable import Fill, filled
from koalicja.engine.composition.model import Budget, Model, Outcome
from koalicja.engine.composition.objective import value
from koalicja.engine.composition.partial import elastic
from koalicja.engine.composition.program import Program, Row, program
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.relaxation import relaxed
from koalicja.engine.composition.rules import rule_rows

__all__ = ["greatest_gain", "in_turn", "promising", "unmet"]

Each = TypeVar("Each")

# So many people are looked at in each column, of the members and of the others, and so many answers by the relaxation.
PEOPLE, RELAXED = 3, 32
ONE_SECONDS = 0.5


def in_turn(rows: Iterable[Iterable[Each]]) -> Iterator[Each]:
    """The first of each row, then the second of each, …"""
    left = [iter(row) for row in rows]
    while left:
        still = []
        for row in left:
            for each in islice(row, 1):
                yield each
                still.append(row)
        left = still


def promising(
    proposal: Proposal, answers: Answers, without: Mapping[int, Outcome], names: Sequence[int], *, budget: Budget
) -> Iterator[Fill]:
    """Answers that may change the table, those first by which it could gain most, one of each column in turn.

    Where rules are broken the relaxation says too little: any may mend one.
    """
    choice = _Choice(proposal, answers, without, names)
    chosen = islice(in_turn(choice.of(column) for column in COLUMNS), RELAXED)
    if proposal.missing is not None:
        yield from chosen
        return
    found: dict[str, list[tuple[float, int, Fill]]] = {column: [] for column in COLUMNS}
    for number, answer in enumerate(chosen):
        if budget.left and (gain := greatest_gain(proposal, filled(proposal.prepared, [answer]), budget=budget)) > 0:
            found[answer.column].append((-gain, number, answer))
    yield from in_turn([answer for *_, answer in sorted(row, key=lambda each: each[:2])] for row in found.values())


def greatest_gain(proposal: Proposal, told: Prepared, *, budget: Budget) -> float:
    """How much better than the proposed table another could be at most, were this the problem; 0: it stays the best.

    Where the table misses something else now, or another may miss less, that counts as 1 at least.
    """
    if unmet(told, proposal.members) != unmet(proposal.prepared, proposal.members):
        return float("inf")
    whole = program(told, seed=proposal.seed)
    worth = value(told, proposal.members)
    if proposal.missing is not None:
        return _partial_rise(proposal, whole, worth, budget)
    relaxation = relaxed(whole)
    if relaxation is None:
        return float("inf")
    # Whole numbers: what is less than one more is nothing.
    return max(0, floor(relaxation.bound) - worth)


def _partial_rise(proposal: Proposal, whole: Program, worth: int, budget: Budget) -> float:
    """0 where no table misses less than the proposed one, or as little and is worth more; else unknown.

    The relaxation would say little: a quarter of a member of each group misses next to nothing.
    """
    loose, cost = elastic(whole)
    most = 1 + 2 * sum(abs(gain) * upper for gain, upper in zip(loose.gain, loose.upper, strict=True))
    # Missing one less outweighs whatever a table can be worth.
    terms = {**loose.aim, **{variable: -most * number for variable, number in cost.items()}}
    better = Row("", tuple(terms.items()), worth + 1 - most * (proposal.missing or 0))
    found = Model(loose).best(seed=proposal.seed, budget=budget, seconds=ONE_SECONDS, extra=[better], gain={})
    return 0.0 if found.status == "infeasible" else float("inf")


def unmet(prepared: Prepared, members: Collection[str]) -> Mapping[str, tuple[float, float]]:
    """The rules that a table does not keep, with what they require and what it has."""
    return {row.name: (row.required, row.actual) for row in rule_rows(prepared, members) if not row.met}


class _Choice:
    """Of each column the answers to look at."""

    def __init__(
        self, proposal: Proposal, answers: Answers, without: Mapping[int, Outcome], names: Sequence[int]
    ) -> None:
        self.proposal, self.answers, self.without, self.names = proposal, answers, without, names
        self.table = proposal.table

    def of(self, column: str) -> Iterator[Fill]:
        words: Mapping[str, Callable[[int], Iterable[Fill]]] = {
            "villages": self._villages,
            "areas": lambda place: self._topics("areas", place),
            "offers": lambda place: self._topics("offers", place),
            "knows": self._known,
        }
        of_one = words.get(column, lambda place: self.answers.of(column, place))
        members, others = self._people(column)
        return in_turn(chain.from_iterable(map(of_one, people[:PEOPLE])) for people in (members, others))

    def _people(self, column: str) -> tuple[list[int], list[int]]:
        """Members whom it costs least to lose, and others whose bound is the best."""
        relaxation, empty = self.proposal.relaxation, self.answers.empty(column)
        bound = (lambda place: 0.0) if relaxation is None else relaxation.bound_with
        members = sorted((self.loss(place), self.names[place], place) for place in empty if place in self.table)
        others = sorted((-round(bound(place)), self.names[place], place) for place in empty if place not in self.table)
        return [place for *_, place in members], [place for *_, place in others]

    def loss(self, place: int) -> float:
        """What the table is known to lose without a member."""
        outcome = self.without.get(place)
        known = outcome is not None and outcome.value is not None
        return self.proposal.value - outcome.value if known else float("inf")  # type: ignore[union-attr,operator]  # `known`

    def _villages(self, place: int) -> Iterator[Fill]:
        villages = self.answers.villages
        if not villages:
            return
        reached = {word: self.answers.reached(word) - {place} for word in villages}
        yield self.answers.fill(place, "villages", next(word for word in villages if not reached[word]))
        if many := max(villages, key=lambda word: len(reached[word])):
            yield self.answers.fill(place, "villages", many)
        yield from self._instead(place, "villages", {word: who for word, who in reached.items() if len(who) == 1})

    def _topics(self, column: str, place: int) -> Iterator[Fill]:
        topics = self.answers.topics(column)
        if not topics:
            return
        # How many more would count; below 0 where more than enough serve it already.
        room = {topic.word: topic.need + 1 - len(topic.who & self.table - {place}) for topic in topics}
        words = dict.fromkeys((max(room, key=room.__getitem__), min(room, key=room.__getitem__)))
        yield from (self.answers.fill(place, column, word) for word in words)
        enough = {topic.word: topic.who & self.table - {place} for topic in topics if room[topic.word] == 0}
        yield from self._instead(place, column, {word: who for word, who in enough.items() if word not in words})

    def _instead(self, place: int, column: str, words: Mapping[str, frozenset[int]]) -> Iterator[Fill]:
        """The word that could make superfluous the member whom it costs least to lose."""
        least = [(min(map(self.loss, who)), word) for word, who in words.items() if who]
        for _, word in sorted(least)[:1]:
            yield self.answers.fill(place, column, word)

    def _known(self, place: int) -> Iterator[Fill]:
        """Knowing the member who knows fewest there, and knowing nobody."""
        if not self.answers.are_ties_asked:
            return
        ties, people = self.proposal.prepared.ties, self.proposal.prepared.candidates
        known = {one: sum(ties[one].get(other, 0) for other in self.table) for one in self.table - {place}}
        for one in sorted(known, key=lambda one: (known[one], self.names[one]))[:1]:
            yield self.answers.fill(place, "knows", people[one].id)
        if nobody := self.answers.knowing_nobody(place):
            yield nobody
