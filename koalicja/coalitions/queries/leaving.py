"""What goes with a refusal and what stays: what came with this candidacy, beside what the register knew before it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from koalicja.backroom.models import Event
from koalicja.coalitions.models import Candidacy, NamedLine
from koalicja.people.models import Contact, Mandate, Person


@dataclass(frozen=True, slots=True)
class Leaving:
    """`people` leave the register; `made` are keys of what else came with the names that were said.

    `entries` are lines of the register's log that were written about this candidacy. `stays` says that the register
    goes on holding somebody, or a way to reach the organisation, from another source.
    """

    people: tuple[Person, ...]
    made: tuple[str, ...]
    entries: frozenset[int]
    stays: bool


def leaving_with(candidacy: Candidacy) -> Leaving:
    """What an erasure of this candidacy takes."""
    own, earlier = _made(candidacy)
    said = _ids(own, "person") | ({candidacy.person_id} if candidacy.person_id else set())
    listed = Q(state=Person.State.LISTED) | Q(pk=candidacy.person_id)
    people = list(Person.objects.filter(listed, pk__in=said).order_by("pk"))
    brought = own | earlier
    gone = [person for person in people if _held_by_nothing(person, candidacy, _ids(brought, "mandate"))]
    ways = Contact.objects.filter(organisation=candidacy.organisation_id).exclude(pk__in=_ids(brought, "contact"))
    return Leaving(
        people=tuple(gone),
        made=tuple(sorted(brought)),
        entries=entries_of(candidacy),
        stays=len(gone) < len(people) or bool(candidacy.organisation_id and ways.exists()),
    )


def _made(candidacy: Candidacy) -> tuple[set[str], set[str]]:
    """Keys that this candidacy's lines made, and those that lines of candidacies erased before it made."""
    lines = NamedLine.objects.filter(session__coalition__gmina=candidacy.coalition.gmina_id)
    own = lines.filter(candidacy=candidacy).values_list("made", flat=True)
    erased = lines.filter(candidacy__erased_at__isnull=False).exclude(candidacy=candidacy)
    return _keys(own), _keys(erased.values_list("made", flat=True))


def _keys(made: Iterable[list[str]]) -> set[str]:
    return {key for keys in made for key in keys}


def _ids(keys: Iterable[str], kind: str) -> set[int]:
    return {int(key.partition(":")[2]) for key in keys if key.startswith(f"{kind}:")}


def _held_by_nothing(person: Person, candidacy: Candidacy, brought: set[int]) -> bool:
    """Whoever speaks for an organisation otherwise than by these lines, or is considered elsewhere, stays for that."""
    others = Candidacy.objects.filter(person=person).exclude(pk=candidacy.pk)
    return not others.exists() and not Mandate.objects.filter(person=person).exclude(pk__in=brought).exists()


def entries_of(candidacy: Candidacy) -> frozenset[int]:
    """Of its steps, of attempts at which nobody answered, and of steps that were taken back."""
    told = Event.objects.filter(subject=candidacy.key, code__startswith="candidacy.", params__has_key="entry")
    written = {params["entry"] for params in told.values_list("params", flat=True)}
    return frozenset(written | set(candidacy.steps.exclude(entry=None).values_list("entry", flat=True))) - {None}


def entries_taken_back(candidacy: Candidacy) -> frozenset[int]:
    """Of steps that were taken back alone: whatever else the log says of them is the register's."""
    told = Event.objects.filter(subject=candidacy.key, code="candidacy.undone", params__has_key="entry")
    written = {params["entry"] for params in told.values_list("params", flat=True)}
    undone = candidacy.steps.exclude(entry=None).exclude(undone_at=None)
    return frozenset(written | set(undone.values_list("entry", flat=True))) - {None}
