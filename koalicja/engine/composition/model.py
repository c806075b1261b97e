"""A program given to CP-SAT: built once, asked often.

Every question has a time limit and a seed, and says what is proved. The engine has no clock: the solver tells the time.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from ortools.sat.python import cp_model

from koalicja.engine.composition.program import Program, Ranking, Row, ranked

__all__ = ["Budget", "Model", "Outcome"]

# Even on two cores: with fewer workers the proofs of registers of 100 do not end (docs/algorithms/composition-1.md).
WORKERS = 8
STATUSES = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
}
# CP-SAT speaks of its bound as a float; ours are whole numbers.
ROUNDING = 1e-4


class Budget:
    """Seconds of solving that are left; they may be overspent, never refunded.

    With `elapsed` (seconds since the caller began) nothing is left after `total` of them either, whatever took them.
    """

    def __init__(self, seconds: float, *, elapsed: Callable[[], float] | None = None, total: float = 0.0) -> None:
        self.seconds = seconds
        self.elapsed, self.total = elapsed, total
        self.spent = 0.0

    @property
    def left(self) -> float:
        left = self.seconds - self.spent
        return max(0.0, left if self.elapsed is None else min(left, self.total - self.elapsed()))

    def part(self, seconds: float, *, share: float = 1.0) -> "Budget":
        """At most so many of these seconds and this share of the caller's time; what it spends tell this one."""
        now = 0.0 if self.elapsed is None else self.elapsed()
        return Budget(min(seconds, self.left), elapsed=self.elapsed, total=now + share * (self.total - now))

    def spend(self, seconds: float) -> None:
        self.spent += seconds


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a question to a solver gave.

    `status`: optimal (proved), feasible, infeasible (proved) or unknown. `table` holds the places of the members and
    `value` their objective, None where there is no table; no table is worth more than `bound` (None: nothing known).
    """

    status: str
    table: frozenset[int] | None
    value: int | None
    bound: int | None
    seconds: float
    values: tuple[int, ...] = ()


class Model:
    """A program that can be asked for its best table, again and again, with rows added."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._built: dict[bool, cp_model.CpModel] = {}

    def best(
        self,
        *,
        seed: int,
        budget: Budget,
        seconds: float | None = None,
        extra: Sequence[Row] = (),
        gain: Mapping[int, int] | None = None,
        hint: Iterable[int] | None = None,
        symmetric: bool | None = None,
        ranked_by_seed: bool = True,
        workers: int | None = None,
    ) -> Outcome:
        """The table of the greatest objective that also keeps the `extra` rows.

        `gain` maps variables to another objective (an empty one asks for any table). `hint` is a table to begin with.
        `symmetric`: use the rows that tell interchangeable candidates apart; without extra rows that is safe, with
        them only where the rows name no candidate, so the default is no. `ranked_by_seed`: of equal tables the one of
        the smallest seeded keys, so that a proved answer is the only one, for little more than the proof itself.
        Takes at most `seconds`, and what the budget has. `workers`: as many as its size is worth.
        """
        limit = budget.left if seconds is None else min(seconds, budget.left)
        if limit <= 0:
            return Outcome("unknown", None, None, None, 0.0)
        model = self._model(not extra if symmetric is None else symmetric).clone()
        variables = [model.get_int_var_from_proto_index(variable) for variable in range(len(self.program.upper))]
        for row in extra:
            _add(model, variables, row)
        aim = self.program.aim if gain is None else gain
        ranking = ranked(self.program, aim) if ranked_by_seed and gain != {} else Ranking(aim, 1)
        if ranking.gain:
            model.maximize(_sum(variables, tuple(ranking.gain.items())))
        begin = frozenset(hint or ())
        for place in range(self.program.seats) if begin else ():
            model.add_hint(model.get_bool_var_from_proto_index(place), place in begin)
        solver = _solver(seed=seed, seconds=limit, workers=workers or (1 if self.program.small else WORKERS))
        status = STATUSES.get(solver.solve(model), "unknown")
        budget.spend(solver.wall_time)
        return self._outcome(status, solver, aim, ranking)

    def _model(self, symmetric: bool) -> cp_model.CpModel:
        if symmetric not in self._built:
            model = cp_model.CpModel()
            variables = [
                model.new_bool_var("") if upper == 1 else model.new_int_var(0, upper, "")
                for upper in self.program.upper
            ]
            for row in (*self.program.rows, *(self.program.symmetry if symmetric else ())):
                _add(model, variables, row)
            self._built[symmetric] = model
        return self._built[symmetric]

    def _outcome(self, status: str, solver: cp_model.CpSolver, aim: Mapping[int, int], ranking: Ranking) -> Outcome:
        if status in ("infeasible", "unknown"):
            return Outcome(status, None, None, None, solver.wall_time)
        values = tuple(solver.response_proto.solution)
        table = frozenset(place for place in range(self.program.seats) if values[place])
        value = sum(number * values[variable] for variable, number in aim.items())
        bound = value
        if status != "optimal" and aim:
            bound = max(value, ranking.objective_bound(floor(solver.best_objective_bound + ROUNDING)))
        return Outcome(status, table, value, bound, solver.wall_time, values)


def _solver(*, seed: int, seconds: float, workers: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed % (2**31 - 1)
    solver.parameters.max_time_in_seconds = seconds
    return solver


def _sum(variables: Sequence[cp_model.IntVar], terms: Sequence[tuple[int, int]]) -> cp_model.LinearExprT:
    named = [variables[variable] for variable, _ in terms]
    return cp_model.LinearExpr.weighted_sum(named, [coefficient for _, coefficient in terms])


def _add(model: cp_model.CpModel, variables: Sequence[cp_model.IntVar], row: Row) -> None:
    if row.terms:
        model.add(_sum(variables, row.terms) >= row.low)
    elif row.low > 0:
        # Nothing can meet it: an empty clause, which no solution satisfies.
        model.add_bool_or([])
