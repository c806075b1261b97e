"""What could be answered where nobody told us anything: every empty cell, with every word that makes a difference.

Words are those that anybody who may come or any rule names; of words that the same people bring one stands for all.
Grades are another matter (questions.py): only their two ends count.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

from koalicja.engine.composition.check import Prepared, Topic
from koalicja.engine.composition.fillable import Fill, age_words

__all__ = ["COLUMNS", "Answers"]

COLUMNS = ("group", "age_band", "sector", "villages", "areas", "offers", "interest_group", "knows")
SETS = frozenset({"villages", "areas", "offers"})
Word = TypeVar("Word", bound=Hashable)


class Answers:
    """The answers to what nobody told us that could change this table.

    `low`: a word that others at the table bring already, or knowing nobody; `high`: one that none of them brings.
    """

    def __init__(self, prepared: Prepared, table: frozenset[int]) -> None:
        self.prepared, self.table = prepared, table

    def empty(self, column: str) -> tuple[int, ...]:
        """Those of whom nobody told it, were they to come."""
        places = sorted(self.prepared.residents) if column == "age_band" else range(len(self.prepared.candidates))
        return tuple(
            place
            for place in places
            if place not in self.prepared.never and not getattr(self.prepared.candidates[place], column)
        )

    def of(self, column: str, place: int) -> Iterator[Fill]:
        """Every answer that could make a difference in this empty cell."""
        if column == "knows" and self.are_ties_asked:
            yield from self._who_is_known(place)
        for word in self._words(column, place):
            yield self.fill(place, column, word)

    def every(self) -> Iterator[Iterator[Fill]]:
        """All of them, column by column."""
        return (self._of_all(column) for column in COLUMNS)

    def _of_all(self, column: str) -> Iterator[Fill]:
        for place in self.empty(column):
            yield from self.of(column, place)

    def fill(self, place: int, column: str, word: str) -> Fill:
        """The row with one cell filled; where people are asked about, `word` is the id of one known well."""
        if column == "knows":
            return self._knowing(place, word)
        cell: Any = frozenset({word}) if column in SETS else word
        end = ("low" if self.reached(word) - {place} else "high") if column == "villages" else ""
        return Fill(place, column, word, replace(self.prepared.candidates[place], **{column: cell}), end)

    def reached(self, village: str) -> frozenset[int]:
        """The members who reach a village."""
        return self.prepared.villages.get(village, frozenset()) & self.table

    def topics(self, column: str) -> tuple[Topic, ...]:
        """Areas or offers that count, one of those that the same people serve."""
        rules = self.prepared.rules
        if not rules.weights.cover and not getattr(rules, column):
            return ()
        named = [topic for topic in self.prepared.topics if topic.column == column]
        return tuple(_one_of_each({topic: (topic.who, topic.need) for topic in named}))

    @cached_property
    def villages(self) -> tuple[str, ...]:
        """Villages that count, one of those that the same people reach, and a new one last.

        None where nobody named any: then villages count for nothing yet, and one answer would not tell whom to prefer.
        """
        named, rules = self.prepared.villages, self.prepared.rules
        if not named or not (rules.weights.reach or rules.min_villages_share):
            return ()
        return (*_one_of_each(named), "?" * (1 + max(map(len, named))))

    @cached_property
    def are_ties_asked(self) -> bool:
        """Where nobody named anybody they know, one answer would not tell whom to prefer either."""
        rules = self.prepared.rules
        return self.prepared.has_ties and bool(rules.weights.ties or not rules.allow_isolated)

    def _words(self, column: str, place: int) -> Iterable[str]:
        rules, person = self.prepared.rules, self.prepared.candidates[place]
        if column == "group":
            ages = {"resident"} if person.age_band and (rules.age_bands or rules.min_age_bands) else set[str]()
            words = sorted({*rules.groups, *ages})
            return [word for word in words if person.kind != "organisation" or word != "resident"]
        if column == "age_band":
            return sorted({*age_words(self.prepared), *rules.age_bands})
        if column == "interest_group":
            return self._too_many_of(place)
        if column in ("areas", "offers"):
            return [topic.word for topic in self.topics(column)]
        return {"sector": sorted(rules.sectors), "villages": self.villages}.get(column, ())

    def _too_many_of(self, place: int) -> Iterator[str]:
        """Interests of which there would be too many at the table; any other answer leaves it as good as it was."""
        share = self.prepared.rules.max_interest_share
        if share is None or place not in self.table:
            return
        words = Counter(self.prepared.candidates[member].interest_group for member in self.table)
        for word, count in sorted(words.items()):
            if word and count + 1 > share * len(self.table):
                yield word

    def _who_is_known(self, place: int) -> Iterator[Fill]:
        """Everybody who has not told already how well they know each other."""
        asked = self.prepared.candidates[place].id
        for other, person in enumerate(self.prepared.candidates):
            if other != place and other not in self.prepared.never and asked not in person.knows:
                yield self._knowing(place, person.id)
        if nobody := self.knowing_nobody(place):
            yield nobody

    def _knowing(self, place: int, other: str) -> Fill:
        person = self.prepared.candidates[place]
        return Fill(place, "knows", other, replace(person, knows={other: 1.0}), "high")

    def knowing_nobody(self, place: int) -> Fill | None:
        """Nothing where somebody else told already whom they know."""
        others = sorted(self.prepared.acquainted)
        if place in others or not self.prepared.rules.weights.ties:
            return None
        # Of whom it is told already, so that the answer says nothing about anybody else.
        knows = {self.prepared.candidates[others[0]].id: 0.0}
        return Fill(place, "knows", "", replace(self.prepared.candidates[place], knows=knows), "low")


def _one_of_each(brought: Mapping[Word, Hashable]) -> Iterator[Word]:
    seen = set[Hashable]()
    for word, who in brought.items():
        if who not in seen:
            seen.add(who)
            yield word
