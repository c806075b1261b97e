"""What a few voices say about a share: intervals and probabilities under Jeffreys' prior Beta(1/2, 1/2).

L. D. Brown, T. T. Cai, A. DasGupta, "Interval Estimation for a Binomial Proportion", Statistical Science 16(2), 2001,
section 4.1.2: of the usual intervals this one and Wilson's keep what they promise for small samples.
"""

from functools import lru_cache

from scipy.special import betainc, betaincinv

__all__ = ["CREDIBLE", "alike_between", "alike_within", "jeffreys", "majority", "two_sided"]

CREDIBLE = 0.95
HALF = 0.5
THIRD = 1 / 3


@lru_cache(maxsize=4096)
def jeffreys(yes: int, no: int) -> tuple[float, float]:
    """The equal-tailed 95 % interval of the share of `yes`, as (low, high) in 0–1; (0, 1) where nobody spoke.

    As the authors advise, low is 0 where nobody said yes and high is 1 where everybody did.
    """
    tail = (1 - CREDIBLE) / 2
    low = float(betaincinv(yes + HALF, no + HALF, tail)) if yes else 0.0
    high = float(betaincinv(yes + HALF, no + HALF, 1 - tail)) if no else 1.0
    return low, high


@lru_cache(maxsize=4096)
def majority(agree: int, disagree: int, passed: int) -> float:
    """The probability, 0–1, that most of those for whom these few spoke agree; 1/2 where nobody spoke.

    A pass counts half to either side: it makes us less sure of any majority and moves none.
    """
    return float(1 - betainc(agree + passed / 2 + HALF, disagree + passed / 2 + HALF, HALF))


@lru_cache(maxsize=4096)
def two_sided(agree: int, disagree: int) -> float:
    """The probability, 0–1, that each side has at least a third of those who take one."""
    a, b = agree + HALF, disagree + HALF
    return float(betainc(a, b, 1 - THIRD) - betainc(a, b, THIRD))


def alike_between(one: tuple[int, int], other: tuple[int, int]) -> float:
    """The chance that two people who take a side, one from each (agree, disagree), take the same: posterior mean."""
    p, q = _mean(*one), _mean(*other)
    return p * q + (1 - p) * (1 - q)


def alike_within(agree: int, disagree: int) -> float:
    """The same for two people of one (agree, disagree): 1 − 2 E[p(1 − p)] under one unknown share p."""
    a, b = agree + HALF, disagree + HALF
    return 1 - 2 * a * b / ((a + b) * (a + b + 1))


def _mean(agree: int, disagree: int) -> float:
    return (agree + HALF) / (agree + disagree + 1)
