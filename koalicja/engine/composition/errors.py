"""What is wrong with a composition's input: a code and its parameters, which rooms turn into a sentence."""

from collections.abc import Mapping

__all__ = ["CompositionError"]

Params = Mapping[str, str | int | float | tuple[str, ...]]


class CompositionError(Exception):
    """Input that cannot be composed.

    `code` is one of: duplicate_id, empty_id, unknown_id (id, column, value), refers_to_itself (id, column),
    unknown_value (id, column, value), outside_0_1 (id, column, value), kind_and_group (id, kind, group),
    unknown_library (value), unknown_group (value), below_zero (rule), share_outside_0_1 (rule),
    min_above_max (rule, min, max), weight_too_small (rule, least); rules_can_be_met and no_time, both of
    partial.best_partial() alone; and
    solver_disagrees, raised where a solver's table breaks a rule or has another objective than it said (never seen).
    """

    def __init__(self, code: str, **params: str | int | float | tuple[str, ...]) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Params = params
