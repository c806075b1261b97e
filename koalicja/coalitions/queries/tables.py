"""The tables that people go by: the newest proposal, and the one from which the list was filled."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from koalicja.coalitions.composing.storing import read_answer
from koalicja.coalitions.models import Candidacy, CompositionRun


@dataclass(frozen=True, slots=True)
class Tables:
    """`newest` is the newest proposal that is ready; `accepted` an older one whose members went onto the list last."""

    newest: CompositionRun | None = None
    accepted: CompositionRun | None = None
    members: frozenset[str] = frozenset()
    accepted_members: frozenset[str] = frozenset()

    def left_by(self, candidacy: Candidacy, since: datetime | None) -> CompositionRun | None:
        """At which of them a seat is empty without them; one of them was made `since`, and knew that they cannot."""
        if self.newest is None or candidacy.subject in self.members:
            return self.newest
        is_later = since is not None and since > self.newest.created_at
        return self.accepted if is_later and candidacy.subject in self.accepted_members else None


def tables_of(runs: Iterable[CompositionRun], candidacies: Collection[Candidacy]) -> Tables:
    """Of these proposals, newest first, with everybody on the list."""
    ready: Sequence[CompositionRun] = [each for each in runs if each.is_ready]
    from_proposals = {each.origin_key for each in candidacies if each.origin == Candidacy.Origin.PROPOSAL}
    newest = next(iter(ready), None)
    accepted = next((each for each in ready if f"proposal:{each.number}" in from_proposals), None)
    older = None if accepted == newest else accepted
    return Tables(newest, older, _members(newest), _members(older))


def _members(run: CompositionRun | None) -> frozenset[str]:
    return frozenset(read_answer(run.result).members) if run else frozenset()
