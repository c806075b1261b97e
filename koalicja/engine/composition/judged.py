"""Whom a question about a grade may be about: an opinion about a resident is never asked for."""

from koalicja.engine.composition.problem import Candidate

__all__ = ["JUDGED", "may_be_judged"]

JUDGED = frozenset({"influence", "interest", "willingness"})


def may_be_judged(person: Candidate, column: str) -> bool:
    """Whether a grade of this column is asked for: of organisations only; whose voice counts, not of the gmina office.

    Of whom nothing says that it is an organisation may be a resident.
    """
    if "resident" in (person.kind, person.group) or not (person.kind or person.group or person.sector):
        return False
    return not (column == "influence" and person.sector == "office")
