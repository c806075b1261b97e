"""What a village in the register says: where somebody acts or lives, never whom they reach.

A resident whose name the reader may not know is told by one attribute only: the age or, where nobody said it, the
village.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from koalicja.engine.composition.problem import Candidate, Problem
from koalicja.engine.composition.result import Composition, Reason

__all__ = ["of_one_attribute", "with_places"]


def of_one_attribute(problem: Problem) -> Problem:
    """The problem whose residents have an age or a village, not both, and nothing else."""
    return replace(problem, candidates=tuple(map(_of_one_attribute, problem.candidates)))


def _of_one_attribute(candidate: Candidate) -> Candidate:
    if not _is_person(candidate):
        return candidate
    villages = frozenset[str]() if candidate.age_band else candidate.villages
    return replace(candidate, villages=villages, offers=frozenset(), knows={})


def with_places(answer: Composition, problem: Problem) -> Composition:
    """The answer whose reasons say acts_in or lives_in for reaches, and no village that the problem does not tell."""
    by_key: Mapping[str, Candidate] = {each.id: each for each in problem.candidates}
    reasons = {key: tuple(_placed(by_key[key], given)) for key, given in answer.reasons.items()}
    return replace(answer, reasons=reasons)


def _is_untold(reason: Reason, candidate: Candidate) -> bool:
    """Whether a resident's reason speaks of what the problem does not tell: what she brings, that she knows others."""
    is_offer = reason.code == "offers" or (reason.code == "sole_cover" and reason.params.get("what") == "offer")
    return _is_person(candidate) and (
        (is_offer and not candidate.offers) or (reason.code == "knows" and not candidate.knows)
    )


def _placed(candidate: Candidate, reasons: tuple[Reason, ...]) -> Iterator[Reason]:
    reasons = tuple(each for each in reasons if not _is_untold(each, candidate))
    code = "lives_in" if _is_person(candidate) else "acts_in"
    for reason in reasons:
        is_sole = reason.code == "sole_cover" and reason.params.get("what") == "village"
        if not is_sole and reason.code != "reaches":
            yield reason
        elif is_sole and not candidate.villages:
            yield Reason("sole_place")
        elif candidate.villages:
            yield replace(reason, params={**reason.params, "what": code}) if is_sole else replace(reason, code=code)


def _is_person(candidate: Candidate) -> bool:
    return candidate.id.startswith("person:")
