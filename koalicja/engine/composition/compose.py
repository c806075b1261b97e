"""Who should sit at this table? The whole answer of composition-1, one step after the other."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from koalicja.engine.composition.alternatives import good_alternatives
from koalicja.engine.composition.assumed import assumed, known_facts
from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.exclusion import always_there, audit, near_tables
from koalicja.engine.composition.model import Budget, Outcome
from koalicja.engine.composition.objective import in_units
from koalicja.engine.composition.partial import best_partial
from koalicja.engine.composition.phantoms import missing
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.program import keys
from koalicja.engine.composition.proposal import Proposal, trimmed
from koalicja.engine.composition.questions import best_questions
from koalicja.engine.composition.reasons import member_reasons, tables_without
from koalicja.engine.composition.result import Advice, Alternative, Composition, Question, SizeValue
from koalicja.engine.composition.rules import rule_rows
from koalicja.engine.composition.solve import gap, solve
from koalicja.engine.composition.tradeoff import size_values

__all__ = ["STEPS", "compose"]

Progress = Callable[[str, int, int], None]
STEPS = ("table", "missing", "reasons", "exclusion", "alternatives", "tradeoff", "questions")
# Seconds of solving: of all steps after the first together, and of each at most; usually a fraction of it is used.
ALL_SECONDS = 36.0
# Seconds by the caller's clock, however busy the machine: below a minute with what comes before and after.
TOTAL_SECONDS = 50.0
SECONDS = {"missing": 8.0, "reasons": 8.0, "exclusion": 8.0, "alternatives": 15.0, "tradeoff": 5.0, "questions": 7.0}


def compose(
    problem: Problem,
    *,
    seed: int = 1,
    time_limit: float = 8.0,
    on_progress: Progress | None = None,
    elapsed: Callable[[], float] | None = None,
    total: float = TOTAL_SECONDS,
) -> Composition:
    """The best table, its reasons, alternatives, trade-off, exclusions, questions, or whom to look for.

    `time_limit` (seconds) bounds the first solve; the other steps have bounds of their own, below a minute together.
    The engine has no clock: with the caller's, `elapsed` (seconds since the caller began), no step goes on after
    `total` of them, and what was not found by then is missing from the answer. `on_progress` is told the step that
    begins (one of STEPS), how many are done and how many there are. Where the first table is proved, the same seed
    gives the same table whatever the order of the rows. Raises CompositionError for a problem that contradicts itself
    (see errors.py).
    """
    prepared = validated(problem)
    every = Budget(ALL_SECONDS, elapsed=elapsed, total=total)
    answer = _Composing(prepared, seed, time_limit, on_progress or _nobody_asks, every).answer()
    return replace(answer, seconds=elapsed()) if elapsed is not None else answer


def _nobody_asks(step: str, done: int, total: int) -> None:
    """Progress that is told to nobody."""


@dataclass(frozen=True, slots=True)
class _Findings:
    """What follows from a table, by places."""

    proposal: Proposal
    without: Mapping[int, Outcome]
    never: frozenset[int]
    undecided: frozenset[int]
    alternatives: tuple[Alternative, ...]
    alternatives_complete: bool
    tradeoff: tuple[SizeValue, ...]
    questions: tuple[Question, ...]


class _Composing:
    """The steps of one answer and the solving they took."""

    def __init__(self, prepared: Prepared, seed: int, time_limit: float, on_progress: Progress, every: Budget) -> None:
        self.prepared, self.seed, self.time_limit, self.on_progress = prepared, seed, time_limit, on_progress
        self.seconds, self.all, self.told = 0.0, every, 0

    def answer(self) -> Composition:
        self.on_progress("table", 0, len(STEPS))
        solved = solve(self.prepared, seed=self.seed, time_limit=self.first_seconds)
        self.seconds += solved.seconds
        if solved.status == "infeasible":
            return self.of_partial()
        if solved.status == "unknown":
            return self.empty("unknown", bound=solved.bound)
        proposal = self.proposal(solved.status, solved.members)
        return self.explained(proposal, solved.status, solved.bound)

    @property
    def first_seconds(self) -> float:
        """Of the caller's time what is left; the budget of the steps after it is another."""
        clock = self.all.elapsed
        return self.time_limit if clock is None else max(0.0, min(self.time_limit, self.all.total - clock()))

    def of_partial(self) -> Composition:
        try:
            partial = best_partial(self.prepared, seed=self.seed, time_limit=self.first_seconds)
        except CompositionError as error:
            if error.code != "no_time":
                raise
            return replace(self.empty("infeasible", bound=None), advice=self.advice())
        self.seconds += partial.seconds
        proposal = self.proposal(partial.status, partial.members, partial.missing)
        return self.explained(proposal, "infeasible", partial.bound, self.advice())

    def proposal(self, status: str, members: tuple[str, ...], missing: int | None = None) -> Proposal:
        table, is_proved = self.prepared.places(members), status == "optimal"
        if not is_proved:
            table = trimmed(self.prepared, table, keys(self.prepared, self.seed))
        return Proposal(self.prepared, table, is_proved, self.seed, missing)

    def advice(self) -> tuple[Advice, ...]:
        with self.step("missing") as budget:
            return missing(self.prepared, seed=self.seed, budget=budget)

    def explained(
        self, proposal: Proposal, status: str, bound: int | None, advice: tuple[Advice, ...] = ()
    ) -> Composition:
        """The answer with all that follows from the table; each step has its own time.

        Where a step meets a better table, that one becomes the proposal, and all is asked of it in the time left.
        """
        found = self.findings(proposal, None)
        while better := found.proposal.better():
            found = self.findings(better, found)
        return replace(
            self.stated(found.proposal, status, bound),
            advice=advice,
            reasons=member_reasons(found.proposal, found.without),
            alternatives=found.alternatives,
            alternatives_complete=found.alternatives_complete,
            tradeoff=found.tradeoff,
            never_proposed=self.prepared.ids(found.never),
            undecided=len(found.undecided),
            questions=found.questions,
            solver_seconds=self.seconds,
        )

    def findings(self, proposal: Proposal, before: "_Findings | None") -> "_Findings":
        """What follows from a table; what was found `before` for one that is worth less still holds of this one."""
        with self.step("reasons") as budget:
            without = tables_without(proposal, budget=budget, known=before.without if before else None)
            while better := proposal.better():
                proposal = better
                without = tables_without(proposal, budget=budget, known=without)
        with self.step("exclusion") as budget:
            always = always_there(proposal, without)
            seen = audit(proposal, near_tables(proposal, without), always=always, budget=budget)
            never = seen.never | before.never if before else seen.never
        with self.step("alternatives") as budget:
            alternatives, is_complete = good_alternatives(
                proposal, never=never, always=always, known=proposal.met, budget=budget
            )
        with self.step("tradeoff") as budget:
            tradeoff = size_values(proposal, budget=budget, known=before.tradeoff if before else ())
        with self.step("questions") as budget:
            questions = best_questions(proposal, without, budget=budget)
        there = frozenset().union(*(self.prepared.places(each.members) for each in alternatives))
        return _Findings(
            proposal, without, never, seen.undecided - never - there, alternatives, is_complete, tradeoff, questions
        )

    @contextmanager
    def step(self, name: str) -> Iterator[Budget]:
        if STEPS.index(name) > self.told:
            self.told = STEPS.index(name)
            self.on_progress(name, self.told, len(STEPS))
        still = sum(SECONDS[later] for later in STEPS[STEPS.index(name) :])
        budget = self.all.part(SECONDS[name], share=SECONDS[name] / still)
        yield budget
        self.all.spend(budget.spent)
        self.seconds += budget.spent

    def stated(self, proposal: Proposal, status: str, bound: int | None) -> Composition:
        """The table and the rules; everything about it comes later."""
        return replace(
            self.empty(status, bound=None if bound is None else max(bound, proposal.value)),
            objective=proposal.in_units(proposal.value),
            gap=gap(proposal.value, bound),
            members=proposal.members,
            rules=rule_rows(self.prepared, proposal.members),
        )

    def empty(self, status: str, bound: int | None) -> Composition:
        return Composition(
            status=status,
            objective=None,
            bound=None if bound is None else in_units(self.prepared, bound),
            gap=None,
            members=(),
            reasons={},
            rules=(),
            alternatives=(),
            alternatives_complete=False,
            tradeoff=(),
            never_proposed=(),
            advice=(),
            questions=(),
            assumed=assumed(self.prepared),
            known_facts=known_facts(self.prepared),
            seed=self.seed,
            solver_seconds=self.seconds,
        )
