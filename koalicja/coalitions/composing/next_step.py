"""Which step a proposal leads to: one rule for its page and for paper, and the heading over what stands against it."""

from enum import Enum, auto

from django.utils.translation import gettext as _

from koalicja.coalitions.composing.sentences import ASKS_NOBODY, UNLOCK
from koalicja.engine.composition.result import Composition

__all__ = ["Step", "missing_title", "step_of"]


class Step(Enum):
    """What comes next: of all that holds the first one."""

    FILL_IN = auto()
    LOOSEN = auto()
    UNLOCK = auto()
    SEE_RULES = auto()
    LOOK_FOR = auto()
    ASK_FIRST = auto()
    TALK = auto()


def step_of(composition: Composition, *, has_gap: bool, leads: bool) -> Step:
    """`has_gap`: what is unknown of somebody of the register could meet a rule; `leads`: see questions.lead()."""
    if has_gap:
        return Step.FILL_IN
    if composition.status == "unknown":
        return Step.LOOSEN
    if composition.status == "infeasible":
        codes = {each.code for each in composition.advice}
        if UNLOCK in codes:
            return Step.UNLOCK
        return Step.LOOK_FOR if codes - ASKS_NOBODY else Step.SEE_RULES
    return Step.ASK_FIRST if leads else Step.TALK


def missing_title(composition: Composition) -> str:
    """Whether somebody is missing, or only rules stand against each other."""
    if composition.advice and all(each.code in ASKS_NOBODY for each in composition.advice):
        return _("Rules that cannot be met together")
    return _("Who is missing and where to look")
