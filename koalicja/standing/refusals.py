"""Why the ledger refuses: a code and its parameters; wording.refusal makes the sentence. Nothing was written."""

from datetime import date
from typing import Any

from koalicja.standing.models import Fact


class FactRefused(Exception):
    """What was said cannot be recorded."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class DateRefused(FactRefused):
    """A day that has not come yet ("future"), or before 1990 ("too_early")."""

    def __init__(self, code: str, on: date) -> None:
        super().__init__(code, on=on)


class DetailRefused(FactRefused):
    """A detail of an unknown key ("unknown"), of the wrong shape ("shape"), or with a contact inside ("contact")."""


class ReasonMissing(FactRefused):
    """Corrected or struck without a reason."""

    def __init__(self) -> None:
        super().__init__("no_reason")


class RequestReused(FactRefused):
    """One request key was sent with two different facts; `fact` is the one that stands in the ledger."""

    def __init__(self, fact: Fact) -> None:
        super().__init__("request_reused")
        self.fact = fact


class FactOutdated(Exception):
    """Somebody else corrected or struck the fact first. `before` is what was meant, `now` its newest version."""

    def __init__(self, before: Fact, now: Fact) -> None:
        super().__init__(str(before))
        self.before, self.now = before, now
