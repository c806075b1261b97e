"""What to ask first: the unknowns whose answers would change the proposal most, found by solving with both answers.

Of a grade (willingness, influence) only one end can change the table: 0 of a member, 1 of somebody else. Then the new
table is the best one without the member, or with the other: the same tables that reasons and why-not are made of.
Of other unknowns the relaxation says first which could matter at all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any

from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.model import Budget, Outcome
from koalicja.engine.composition.objective import gains
from koalicja.engine.composition.partial import best_partial
from koalicja.engine.composition.problem import Candidate, Problem
from koalicja.engine.composition.program import at_least, keys, program, seated
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.relaxation import relaxed
from koalicja.engine.composition.result import Question
from koalicja.engine.composition.rules import age_bands, broken
from koalicja.engine.composition.solve import solve

__all__ = ["MOST", "best_questions"]

MOST = 3
GRADES = ("willingness", "influence")
ONE_SECONDS = 1.5
# Of those not at the table, so many with the most promising bound are solved.
ASKED_IN = 12
# Of other unknowns, so many answers of a kind are screened, and so many of all solved.
SCREENED, SOLVED = 3, 4
LEAST_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class _Change:
    """What an answer would change: rules mended, seats, objective. `word` is the answer where it is not a grade.

    Where the new table is the best one proved, `is_proved`; else it is only better than the old one.
    """

    place: int
    column: str
    mended: tuple[str, ...]
    seats: int
    worth: int
    is_proved: bool
    word: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer to one unknown: the candidate's row with the cell filled."""

    place: int
    column: str
    word: str
    person: Candidate


def best_questions(proposal: Proposal, without: Mapping[int, Outcome], *, budget: Budget) -> tuple[Question, ...]:
    """At most MOST questions, each about another candidate, those that change most first; none that changes nothing.

    `without`: the best tables without each member. Where rules are broken, answers that would mend one come first.
    """
    asking = _Asking(proposal, budget)
    # What may mend a rule comes first; else words are what the time is left for, since each is a problem of its own.
    others = (asking.of_others, asking.of_words) if proposal.missing is None else (asking.of_words, asking.of_others)
    changes = [*asking.of_members(without), *(change for part in others for change in part())]
    changes = [change for change in changes if change.seats or change.mended]
    changes.sort(key=asking.rank)
    first = {change.place: change for change in reversed(changes)}
    chosen = sorted(first.values(), key=asking.rank)[:MOST]
    return tuple(asking.question(change) for change in chosen)


@dataclass(frozen=True)
class _Asking:
    proposal: Proposal
    budget: Budget

    @property
    def prepared(self) -> Prepared:
        return self.proposal.prepared

    @cached_property
    def names(self) -> tuple[int, ...]:
        return keys(self.prepared, self.proposal.seed)

    def rank(self, change: _Change) -> tuple[int, bool, int, int, int, str, str]:
        named = self.names[change.place]
        return (
            -len(change.mended),
            not change.is_proved,
            -change.seats,
            -change.worth,
            named,
            change.column,
            change.word,
        )

    def question(self, change: _Change) -> Question:
        person = self.prepared.candidates[change.place]
        params: dict[str, str | int | float | tuple[str, ...]] = {"name": person.name or person.id}
        if change.word:
            params["value"] = change.word
        if change.mended:
            params["rules"] = change.mended
        return Question(person.id, change.column, change.seats, params)

    # Grades

    @cached_property
    def swings(self) -> Mapping[tuple[str, float], int]:
        """What a table's objective would gain, by the grade and the end at which a member's unknown one were."""
        some = self.prepared.candidates[0]
        ends: dict[tuple[str, float], int] = {}
        for end in (0.0, 1.0):
            told = replace(some, willingness=end, influence=end)
            gain = gains(replace(self.prepared, candidates=(told, *self.prepared.candidates[1:])))
            ends |= {(column, end): getattr(gain, column)[0] for column in GRADES}
        return ends

    def swing(self, place: int, end: float) -> Mapping[str, int]:
        person = self.prepared.candidates[place]
        return {column: self.swings[column, end] for column in GRADES if getattr(person, column) is None}

    def of_members(self, without: Mapping[int, Outcome]) -> Iterator[_Change]:
        for place, outcome in sorted(without.items()):
            yield from self._of_grades(place, outcome, end=0.0, kept_on=True)

    def of_others(self) -> Iterator[_Change]:
        """The most promising of those who are not at the table."""
        relaxation, value = self.proposal.relaxation, self.proposal.value
        promising = []
        for place in range(self.proposal.program.seats):
            if place in self.proposal.table or place in self.prepared.never:
                continue
            rise = max(self.swing(place, 1.0).values(), default=0)
            bound = value if relaxation is None else relaxation.bound_with(place)
            if rise and bound + rise > value:
                promising.append((-round(bound + rise), self.names[place], place, rise))
        chosen = sorted(promising)[:ASKED_IN]
        for number, (_, _, place, rise) in enumerate(chosen):
            rows = [seated(place), at_least(self.proposal.program, value - rise + 1)]
            seconds = min(ONE_SECONDS, self.budget.left / (len(chosen) - number))
            outcome = self.proposal.best(rows, budget=self.budget, seconds=seconds)
            yield from self._of_grades(place, outcome, end=1.0, kept_on=False)

    def _of_grades(self, place: int, outcome: Outcome, *, end: float, kept_on: bool) -> Iterator[_Change]:
        if outcome.table is None or outcome.value is None:
            return
        for column, swing in self.swing(place, end).items():
            # A member's place gets worth less, another's more; the rest stays as it was.
            worth = outcome.value - self.proposal.value + (-swing if kept_on else swing)
            if worth > 0:
                is_proved = outcome.status == "optimal"
                yield _Change(place, column, (), self.seats(outcome.table), worth, is_proved)

    def seats(self, table: frozenset[int]) -> int:
        return max(len(table - self.proposal.table), len(self.proposal.table - table))

    # Words

    def of_words(self) -> Iterator[_Change]:
        """Groups, age bands, villages, areas, offers that nobody told us."""
        if self.budget.left < LEAST_SECONDS:
            return
        screened = [(self.promise(answer), answer) for answer in self.answers()]
        better = sorted(
            (-rise, self.names[answer.place], answer.column, answer.word, answer)
            for rise, answer in screened
            if rise > 0
        )
        for *_, answer in better[:SOLVED]:
            if self.budget.left:
                yield from self.solved(answer)

    def answers(self) -> Iterator[_Answer]:
        for column, words in self.words_that_matter():
            yield from islice(self._answers_of(column, words), SCREENED)

    def words_that_matter(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        prepared, rules = self.prepared, self.prepared.rules
        yield "group", tuple(sorted(word for word, bounds in rules.groups.items() if bounds.min))
        bands = {*age_bands(prepared)} if rules.min_age_bands else set()
        yield "age_band", tuple(sorted(bands | {word for word, bounds in rules.age_bands.items() if bounds.min}))
        yield "sector", tuple(sorted(word for word, bounds in rules.sectors.items() if bounds.min))
        table = self.proposal.table
        yield "villages", tuple(word for word, who in prepared.villages.items() if not who & table)[:1]
        for column in ("areas", "offers"):
            few = (t for t in prepared.topics if t.column == column and len(t.who & table) <= t.need)
            yield column, tuple(topic.word for topic in sorted(few, key=lambda t: (len(t.who & table), t.word)))[:1]

    def _answers_of(self, column: str, words: Iterable[str]) -> Iterator[_Answer]:
        for place in self.unknown(column)[:SCREENED]:
            for word in words:
                person = self.prepared.candidates[place]
                if column != "group" or person.kind == "" or (person.kind == "resident") == (word == "resident"):
                    yield _Answer(place, column, word, _told(person, column, word))

    def unknown(self, column: str) -> list[int]:
        """Those whose cell is empty, the members first, then the most promising."""
        relaxation = self.proposal.relaxation
        places = self.prepared.residents if column == "age_band" else range(self.proposal.program.seats)
        empty = [p for p in places if p not in self.prepared.never and not getattr(self.prepared.candidates[p], column)]
        bounds = {place: 0.0 if relaxation is None else round(relaxation.bound_with(place)) for place in empty}
        return sorted(empty, key=lambda place: (place not in self.proposal.table, -bounds[place], self.names[place]))

    def promise(self, answer: _Answer) -> float:
        """How much the answer lifts the bound on any table; where rules are broken, any may mend one."""
        if self.proposal.missing is not None:
            return 1.0
        if not self.budget.left:
            return 0.0
        relaxation = relaxed(program(self.told(answer), seed=self.proposal.seed), seconds=self.budget.left)
        if relaxation is None or self.proposal.relaxation is None:
            return 0.0
        return round(relaxation.bound - self.proposal.relaxation.bound)

    def told(self, answer: _Answer) -> Prepared:
        prepared = self.prepared
        people = (*prepared.candidates[: answer.place], answer.person, *prepared.candidates[answer.place + 1 :])
        library = prepared.candidates[prepared.library].id if prepared.library is not None else ""
        return validated(Problem(people, prepared.rules, library, library_counts=prepared.library_counts))

    def solved(self, answer: _Answer) -> Iterator[_Change]:
        prepared = self.told(answer)
        found = solve(prepared, seed=self.proposal.seed, time_limit=min(ONE_SECONDS, self.budget.left))
        self.budget.spend(found.seconds)
        status, members, value = found.status, found.members, found.value
        if status == "infeasible" and self.budget.left:
            try:
                partial = best_partial(prepared, seed=self.proposal.seed, time_limit=min(ONE_SECONDS, self.budget.left))
            except CompositionError:
                return
            self.budget.spend(partial.seconds)
            status, members, value = partial.status, partial.members, partial.value
        if status != "optimal" or value is None:
            return
        was = broken(self.prepared, self.proposal.members)
        mended = tuple(sorted({*was} - {*broken(prepared, members)}))
        seats = self.seats(prepared.places(members))
        yield _Change(answer.place, answer.column, mended, seats, value - self.proposal.value, True, answer.word)


def _told(person: Candidate, column: str, word: str) -> Candidate:
    """The candidate with one cell filled."""
    cell: Any = word if column in ("group", "age_band", "sector") else frozenset({word})
    return replace(person, **{column: cell})
