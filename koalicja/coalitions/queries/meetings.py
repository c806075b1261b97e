"""A meeting that is written down, as the form that corrects it shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from koalicja.coalitions.models import Candidacy
from koalicja.coalitions.queries.facts_together import counted_with, facts_with
from koalicja.standing.models import Fact, Kind


@dataclass(frozen=True, slots=True)
class Written:
    """A meeting as it is written down: how many declared where that was counted apart, and keys of who came."""

    fact: Fact
    declared_people: int | None
    noted: frozenset[tuple[str, str]]

    def has(self, kind: Kind, candidacy: Candidacy) -> bool:
        return (kind, candidacy.subject) in self.noted


def meeting_written(met: Sequence[Fact], key: str) -> Written | None:
    """One of the meetings that stand, by the key of any of its versions."""
    if not key.isdecimal() or len(key) > 17:
        return None
    first = Fact.objects.filter(pk=int(key)).values_list("root", flat=True).first() or int(key)
    fact = next((each for each in met if each.first == first), None)
    if fact is None:
        return None
    counted = counted_with(fact)
    noted = frozenset((each.kind, each.subject) for each in facts_with(fact))
    return Written(fact, counted.detail.get("people") if counted else None, noted)
