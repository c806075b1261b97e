"""What is wrong with votes and people: a code and its parameters, which rooms turn into a sentence."""

from collections.abc import Mapping

__all__ = ["PerspectiveError"]


class PerspectiveError(Exception):
    """Votes or people that cannot be counted.

    `code` is one of: empty_id, duplicate_person (id), unknown_group (id, value), unknown_age_band (id, value),
    unknown_person (id, statement), unknown_statement (id, statement), bad_vote (id, statement, value), and of the
    counts of could_be_heard below_zero (key) and unknown_key (key); and other_keys, where a release is renewed with
    other age bands.
    """

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Mapping[str, str | int] = params
