"""Many put on the list at once: the members of a proposal, or what somebody ticked in the register."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from koalicja.coalitions.actions.candidacies import consider
from koalicja.coalitions.composing.storing import read_answer
from koalicja.coalitions.models import Candidacy, Coalition, CompositionRun
from koalicja.coalitions.queries.candidates import library_of
from koalicja.coalitions.queries.keys import records_of
from koalicja.people.models import Organisation, Person, User


@dataclass(frozen=True, slots=True)
class Listed:
    """Candidacies made just now; how many were on the list before; how many are in the register no more."""

    new: tuple[Candidacy, ...] = ()
    known: int = 0
    gone: int = 0


@transaction.atomic
def consider_proposal(run: CompositionRun, *, by: User) -> Listed:
    """Put every member of a ready proposal on the list, but for the Lead Library; again it does nothing."""
    members = read_answer(run.result).members if run.is_ready else ()
    origin = {"origin": Candidacy.Origin.PROPOSAL, "origin_key": f"proposal:{run.number}"}
    return _consider(run.coalition, by, members, near=True, **origin)


@transaction.atomic
def consider_chosen(coalition: Coalition, *, by: User, keys: Iterable[str]) -> Listed:
    """Put records of the gmina's own register on the list, by key ("organisation:12"); others count as gone."""
    return _consider(coalition, by, keys, near=False)


def _consider(coalition: Coalition, by: User, keys: Iterable[str], *, near: bool, **origin: str) -> Listed:
    wanted, library = set(keys), library_of(coalition)
    found = {record.key: record for record in records_of(wanted, coalition, near=near) if record != library}
    on_it = {each.subject for each in coalition.candidacies.all()}
    new = []
    for record in sorted((found[key] for key in found.keys() - on_it), key=_order):
        who = {"organisation": record} if isinstance(record, Organisation) else {"person": record}
        new.append(consider(coalition=coalition, by=by, **who, **origin))  # type: ignore[arg-type]  # one of the two
    return Listed(tuple(new), len(found.keys() & on_it), len(wanted - {library.key}) - len(found))


def _order(record: Organisation | Person) -> tuple[bool, int]:
    """The order in which records are locked: organisations first, each by key."""
    return isinstance(record, Person), record.pk
