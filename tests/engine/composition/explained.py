"""First answers for the tests of what explains them."""

from koalicja.engine.composition.check import validated
from koalicja.engine.composition.model import Budget
from koalicja.engine.composition.problem import Problem
from koalicja.engine.composition.proposal import Proposal
from koalicja.engine.composition.solve import solve

SECONDS = 30.0


def proposal_of(given: Problem, *, seed: int = 1) -> Proposal | None:
    """The proved best table; None where the rules cannot be met."""
    prepared = validated(given)
    solved = solve(prepared, seed=seed, time_limit=SECONDS)
    if solved.status == "infeasible":
        return None
    assert solved.status == "optimal"
    return Proposal(prepared, prepared.places(solved.members), True, seed)


def time() -> Budget:
    return Budget(SECONDS)
