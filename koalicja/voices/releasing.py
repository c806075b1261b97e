"""What is stored of a closed question: the engine's answer as plain data, and nothing that must not be shown. Pure.

Of residents that is a release and lists made from it alone; of members who spoke openly for their groups all numbers.
Statements are named by their keys: what is taken off the page later leaves its words nowhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from koalicja.engine.perspectives.agreement import METHOD, agreement
from koalicja.engine.perspectives.disclosure import SMALL, released
from koalicja.engine.perspectives.release_lists import release_lists
from koalicja.engine.perspectives.result import Counts, Ranked
from koalicja.voices.queries.standing import Counted

__all__ = ["MEMBERS", "METHOD", "RESIDENTS", "members_content", "residents_content"]

RESIDENTS, MEMBERS = "residents", "members"


def residents_content(found: Counted, *, bands: Sequence[str]) -> dict[str, Any]:
    """Protected: no number below 5, nor anything from which one follows."""
    release = released(found.votes, found.people, statements=found.statements, bands=bands, closed=True)
    uniting, dividing = release_lists(release)
    return {
        "kind": RESIDENTS,
        "release": asdict(release),
        "uniting": _lists(uniting),
        "dividing": _lists(dividing),
        "alone": {"group": _alone(release.groups), "age_band": _alone(release.age_bands)},
    }


def members_content(found: Counted, *, bands: Sequence[str], members: Mapping[str, int]) -> dict[str, Any]:
    """Open: the view of each group, also where one person holds it. Of ages nobody knows how many could speak."""
    heard = {key: sum(person.group == key for person in found.people) for key in members}
    could = {"group": {key: max(count, heard[key]) for key, count in members.items()}, "age_band": None}
    answer = agreement(found.votes, found.people, statements=found.statements, bands=bands, could_be_heard=could)
    return {
        "kind": MEMBERS,
        "people": answer.voices,
        "statements": [
            {
                "id": view.id,
                "all": _numbers(view.all),
                "groups": {key: _numbers(counts) for key, counts in view.groups.items()},
                "age_bands": {key: _numbers(counts) for key, counts in view.age_bands.items()},
            }
            for view in answer.statements
        ],
        "uniting": _lists(answer.uniting),
        "dividing": _lists(answer.dividing),
        "few_voices": list(answer.few_voices),
        "not_heard": [asdict(each) for each in answer.not_heard],
    }


def _alone(parts: Iterable[Any]) -> list[str]:
    """Keys that are shown by themselves; of every other one it is not said how many spoke."""
    return [part.keys[0] for part in parts if len(part.keys) == 1 and part.keys[0] and part.people >= SMALL]


def _lists(ranked: Iterable[Ranked]) -> list[dict[str, Any]]:
    return [{"id": each.id, "dimension": each.dimension, "between": list(each.between)} for each in ranked]


def _numbers(counts: Counts) -> list[int]:
    return [counts.agree, counts.disagree, counts.passed]
