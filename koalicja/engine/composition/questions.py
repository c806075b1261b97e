"""What to ask first: the unknowns whose answers would change the proposal most, found by solving with both answers.

Of a grade (willingness, influence) only one end can change the table: the low one of a member, the high one of somebody
else. Then the new table is the best one without the member, or with the other: the same tables that reasons and why-not
are made of. All other answers are problems of their own: of a small register each is solved, of a larger one the most
promising (screening.py). Where the rules are not met only because of what nobody told us of people of the register
(fillable.py), that is asked first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from koalicja.engine.composition.answers import Answers
from koalicja.engine.composition.check import Prepared
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.fillable import COLUMNS as FILLED
from koalicja.engine.composition.fillable import Fill, fewest_fills, filled
from koalicja.engine.composition.judged import may_be_judged
from koalicja.engine.composition.model import Budget, Outcome
from koalicja.engine.composition.objective import gains, value
from koalicja.engine.composition.partial import Partial, best_partial
from koalicja.engine.composition.program import at_least, keys, seated
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.result import Question
from koalicja.engine.composition.screening import greatest_gain, in_turn, promising, unmet
from koalicja.engine.composition.solve import Solved, solve

__all__ = ["ENDS", "MOST", "best_questions"]

MOST = 3
GRADES = ("willingness", "influence")
# The lowest and the highest of the three grades that people choose from: what an answer can really change.
ENDS = (0.2, 0.8)
LOW, HIGH = ENDS
ONE_SECONDS = 1.5
# Of those not at the table, so many with the most promising bound are solved.
ASKED_IN = 12
# Of small registers all answers to other unknowns are solved, if they are no more than EVERY; else of all so many.
SMALL, EVERY, SOLVED = 40, 400, 8
LEAST_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class _Change:
    """What an answer would change: rules mended, seats, objective. `word` is the answer where it is not a grade.

    `end`: the answer that changes it, low or high, of grades, villages and ties. `together`: this mends the rules only
    with so many answers, this one included, and where `is_enough` all of them. Where the new table is the best one
    proved, `is_proved`; else it is only better than the old one.
    """

    place: int
    column: str
    mended: tuple[str, ...]
    seats: int
    worth: int
    is_proved: bool
    word: str = ""
    end: str = ""
    together: int = 0
    is_enough: bool = False


def best_questions(proposal: Proposal, without: Mapping[int, Outcome], *, budget: Budget) -> tuple[Question, ...]:
    """At most MOST questions, each about another candidate, those that change most first; none that changes nothing.

    `without`: the best tables without each member. Where rules are broken, answers that would mend one come first: with
    `together` and `enough` among the params where so many answers, if they are the right ones, mend all of them.
    """
    asking = _Asking(proposal, budget)
    changes = [*asking.of_members(without)]
    changes += asking.of_fills() if proposal.missing is not None else ()
    changes += asking.of_answers(without)
    changes += asking.of_others()
    changes = [change for change in changes if change.seats or change.mended]
    changes.sort(key=asking.rank)
    first = {change.place: change for change in reversed(changes)}
    chosen: list[_Change] = []
    for change in sorted(first.values(), key=asking.rank):
        if not any(asking.is_same_tie(change, other) for other in chosen):
            chosen.append(change)
    return tuple(asking.question(change) for change in chosen[:MOST])


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

    def is_same_tie(self, change: _Change, other: _Change) -> bool:
        """Whether two ask whether the same two know each other: what one of them tells holds for both."""
        people = self.prepared.candidates
        return {change.column, other.column} == {"knows"} and (
            (change.word, other.word) == (people[other.place].id, people[change.place].id)
        )

    def rank(self, change: _Change) -> tuple[object, ...]:
        """Of equal changes a fact comes before a grade: it is easy to tell, and no opinion about others."""
        named = self.names[change.place]
        return (
            not change.is_enough,
            -len(change.mended),
            not change.is_proved,
            -change.seats,
            change.column in GRADES,
            -change.worth,
            named,
            change.column,
            change.word,
        )

    def question(self, change: _Change) -> Question:
        person = self.prepared.candidates[change.place]
        params: dict[str, str | int | float | tuple[str, ...]] = {"name": person.name or person.id}
        if change.word and not self.is_any_word(change):
            params["value"] = change.word
        if change.end:
            params["end"] = change.end
        if change.together:
            params |= {"together": change.together, "enough": int(change.is_enough)}
        if change.mended:
            params["rules"] = change.mended
        return Question(person.id, change.column, change.seats, params)

    def is_any_word(self, change: _Change) -> bool:
        """Whether another word of the kind would do: any village at this end, whomever of the members they know."""
        if change.column == "knows":
            return self.prepared.index[change.word] in self.proposal.table
        return change.column == "villages"

    # Grades

    @cached_property
    def swings(self) -> Mapping[tuple[str, float], int]:
        """What a table's objective would gain, by the grade and the end at which a member's unknown one were."""
        some = self.prepared.candidates[0]
        ends: dict[tuple[str, float], int] = {}
        for end in ENDS:
            told = replace(some, willingness=end, influence=end)
            gain = gains(replace(self.prepared, candidates=(told, *self.prepared.candidates[1:])))
            ends |= {(column, end): getattr(gain, column)[0] for column in GRADES}
        return ends

    def swing(self, place: int, end: float) -> Mapping[str, int]:
        person = self.prepared.candidates[place]
        asked = (column for column in GRADES if getattr(person, column) is None and may_be_judged(person, column))
        return {column: self.swings[column, end] for column in asked}

    def of_members(self, without: Mapping[int, Outcome]) -> Iterator[_Change]:
        for place, outcome in sorted(without.items()):
            yield from self._of_grades(place, outcome, end=LOW, kept_on=True)

    def of_others(self) -> Iterator[_Change]:
        """The most promising of those who are not at the table."""
        relaxation, value = self.proposal.relaxation, self.proposal.value
        hopeful = []
        for place in range(self.proposal.program.seats):
            if place in self.proposal.table or place in self.prepared.never:
                continue
            rise = max(self.swing(place, HIGH).values(), default=0)
            bound = value if relaxation is None else relaxation.bound_with(place)
            if rise and bound + rise > value:
                hopeful.append((-round(bound + rise), self.names[place], place, rise))
        chosen = sorted(hopeful)[: ASKED_IN if self.every is None else None]
        for number, (_, _, place, rise) in enumerate(chosen):
            rows = [seated(place), at_least(self.proposal.program, value - rise + 1)]
            seconds = min(ONE_SECONDS, self.budget.left / (len(chosen) - number))
            outcome = self.proposal.best(rows, budget=self.budget, seconds=seconds)
            yield from self._of_grades(place, outcome, end=HIGH, kept_on=False)

    def _of_grades(self, place: int, outcome: Outcome, *, end: float, kept_on: bool) -> Iterator[_Change]:
        if outcome.table is None or outcome.value is None:
            return
        for column, swing in self.swing(place, end).items():
            # A member's place gets worth less, another's more; the rest stays as it was.
            worth = outcome.value - self.proposal.value + (-swing if kept_on else swing)
            if worth > 0:
                is_proved = outcome.status == "optimal"
                end_ = "low" if kept_on else "high"
                yield _Change(place, column, (), self.seats(outcome.table), worth, is_proved, end=end_)

    def seats(self, table: frozenset[int]) -> int:
        return max(len(table - self.proposal.table), len(self.proposal.table - table))

    # Words

    def of_fills(self) -> Iterator[_Change]:
        """Ages and groups that together may meet the rules: the fewest of them."""
        proposal, prepared = self.proposal, self.prepared
        own = self.budget.part(self.budget.left / 2)
        fills, is_enough = fewest_fills(prepared, proposal.table, proposal.missing or 0, seed=proposal.seed, budget=own)
        self.budget.spend(own.spent)
        for change in self.solved(fills, seconds=ONE_SECONDS) if fills else ():
            for fill in fills:
                told = replace(change, place=fill.place, column=fill.column, word=fill.word, end=fill.end)
                yield replace(told, together=len(fills), is_enough=is_enough and change.is_enough)

    @cached_property
    def answers(self) -> Answers:
        return Answers(self.prepared, self.proposal.table)

    @cached_property
    def every(self) -> tuple[Fill, ...] | None:
        """All answers, one of each column in turn; None where they are too many."""
        if self.proposal.program.seats > SMALL:
            return None
        some = tuple(islice(in_turn(self.answers.every()), EVERY + 1))
        return some if len(some) <= EVERY else None

    def of_answers(self, without: Mapping[int, Outcome]) -> Iterator[_Change]:
        """All that nobody told us but grades: every answer, or the most promising where they are many."""
        if self.every is not None:
            for answer in self.every:
                if self.budget.left and self.may_change(answer):
                    yield from self.solved([answer])
            return
        kept = max(LEAST_SECONDS, self.budget.left / 2)
        if self.budget.left >= kept:
            some = promising(self.proposal, self.answers, without, self.names, budget=self.budget)
            for answer in islice(some, SOLVED):
                if self.budget.left > kept:
                    yield from self.solved([answer])

    def may_change(self, answer: Fill) -> bool:
        return greatest_gain(self.proposal, filled(self.prepared, [answer]), budget=self.budget) > 0

    def solved(self, answers: Sequence[Fill], *, seconds: float = ONE_SECONDS) -> Iterator[_Change]:
        """What these answers together change, told of the first of them; nothing where no better table was found."""
        if not self.budget.left:
            return
        prepared = filled(self.prepared, answers)
        found = self.found(prepared, min(seconds, self.budget.left))
        if found is None or found.value is None:
            return
        was, now = unmet(self.prepared, self.proposal.members), unmet(prepared, self.proposal.members)
        is_ = unmet(prepared, found.members)
        worth = found.value - value(prepared, self.proposal.members)
        is_other = now != was or is_ != now or worth > 0
        seats = self.seats(prepared.places(found.members)) if is_other else 0
        mended = tuple(sorted({*was} - {*is_}))
        first = answers[0]
        is_enough = first.column in FILLED and bool(mended) and not is_
        yield _Change(
            first.place,
            first.column,
            mended,
            seats,
            worth,
            is_proved=found.status == "optimal",
            word=first.word,
            end=first.end,
            together=len(answers) if is_enough else 0,
            is_enough=is_enough,
        )

    def found(self, prepared: Prepared, seconds: float) -> Solved | Partial | None:
        """The best table of another problem; None where the time did not suffice for any."""
        found = solve(prepared, seed=self.proposal.seed, time_limit=seconds)
        self.budget.spend(found.seconds)
        if found.status != "infeasible":
            return found
        if not self.budget.left:
            return None
        try:
            partial = best_partial(prepared, seed=self.proposal.seed, time_limit=min(seconds, self.budget.left))
        except CompositionError:
            return None
        self.budget.spend(partial.seconds)
        return partial if partial.status == "optimal" else None
