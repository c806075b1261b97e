"""Who should sit at this table? The whole answer of composition-1, one step after the other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from koalicja.engine.composition.alternatives import good_alternatives
from koalicja.engine.composition.assumed import assumed, known_facts
from koalicja.engine.composition.check import Prepared, validated
from koalicja.engine.composition.errors import CompositionError
from koalicja.engine.composition.exclusion import near_tables, never_proposed
from koalicja.engine.composition.model import Budget
from koalicja.engine.composition.objective import in_units
from koalicja.engine.composition.partial import best_partial
from koalicja.engine.composition.phantoms import missing
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.program import keys
from koalicja.engine.composition.proposal import Proposal, trimmed
from koalicja.engine.composition.questions import best_questions
from koalicja.engine.composition.reasons import member_reasons, tables_without
from koalicja.engine.composition.result import Advice, Composition
from koalicja.engine.composition.rules import rule_rows
from koalicja.engine.composition.solve import gap, solve
from koalicja.engine.composition.tradeoff import size_values

__all__ = ["STEPS", "compose"]

Progress = Callable[[str, int, int], None]
STEPS = ("table", "missing", "reasons", "alternatives", "tradeoff", "exclusion", "questions")
# Seconds of solving: of all steps after the first together, and of each at most; usually a fraction of it is used.
ALL_SECONDS = 34.0
# Seconds by the caller's clock, however busy the machine: below a minute with what comes before and after.
TOTAL_SECONDS = 50.0
SECONDS = {"missing": 8.0, "reasons": 8.0, "alternatives": 9.0, "tradeoff": 5.0, "exclusion": 3.0, "questions": 7.0}


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
    return _Composing(prepared, seed, time_limit, on_progress or _nobody_asks, every).answer()


def _nobody_asks(step: str, done: int, total: int) -> None:
    """Progress that is told to nobody."""


class _Composing:
    """The steps of one answer and the solving they took."""

    def __init__(self, prepared: Prepared, seed: int, time_limit: float, on_progress: Progress, every: Budget) -> None:
        self.prepared, self.seed, self.time_limit, self.on_progress = prepared, seed, time_limit, on_progress
        self.seconds, self.all = 0.0, every

    def answer(self) -> Composition:
        self.on_progress("table", 0, len(STEPS))
        solved = solve(self.prepared, seed=self.seed, time_limit=self.first_seconds)
        self.seconds += solved.seconds
        if solved.status == "infeasible":
            return self.of_partial()
        if solved.status == "unknown":
            return self.empty("unknown", bound=solved.bound)
        proposal = self.proposal(solved.status, solved.members)
        return self.explained(proposal, self.stated(proposal, solved.status, solved.bound))

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
        answer = self.stated(proposal, "infeasible", partial.bound)
        return self.explained(proposal, replace(answer, advice=self.advice()))

    def proposal(self, status: str, members: tuple[str, ...], missing: int | None = None) -> Proposal:
        table, is_proved = self.prepared.places(members), status == "optimal"
        if not is_proved:
            table = trimmed(self.prepared, table, keys(self.prepared, self.seed))
        return Proposal(self.prepared, table, is_proved, self.seed, missing)

    def advice(self) -> tuple[Advice, ...]:
        with self.step("missing") as budget:
            return missing(self.prepared, seed=self.seed, budget=budget)

    def explained(self, proposal: Proposal, answer: Composition) -> Composition:
        """The answer with all that follows from the table; each step has its own time."""
        with self.step("reasons") as budget:
            without = tables_without(proposal, budget=budget)
            reasons = member_reasons(proposal, without)
        with self.step("alternatives") as budget:
            alternatives, is_complete = good_alternatives(proposal, budget=budget)
        with self.step("tradeoff") as budget:
            tradeoff = size_values(proposal, budget=budget)
        with self.step("exclusion") as budget:
            tables = [self.prepared.places(each.members) for each in alternatives]
            never = never_proposed(proposal, [*tables, *near_tables(proposal, without)], budget=budget)
        with self.step("questions") as budget:
            questions = best_questions(proposal, without, budget=budget)
        return replace(
            answer,
            reasons=reasons,
            alternatives=alternatives,
            alternatives_complete=is_complete,
            tradeoff=tradeoff,
            never_proposed=never,
            questions=questions,
            solver_seconds=self.seconds,
        )

    @contextmanager
    def step(self, name: str) -> Iterator[Budget]:
        self.on_progress(name, STEPS.index(name), len(STEPS))
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
