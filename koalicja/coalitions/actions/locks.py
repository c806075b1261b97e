"""The one order in which rows are locked, so that nobody waits in a circle (docs/operations.md).

1. the coalition; 2. registers, by code (`people.actions.locks`); 3. organisations, then persons, each by key;
4. candidacies, by key; 5. what hangs on them: invitations, answers, lines of a talk; 6. facts of the ledger.

An action may begin anywhere and leave steps out; it never goes back to an earlier one, except under the coalition, for
what nobody writes to without it: lines of a talk. Whoever writes to a candidacy takes the first four from here.
"""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from koalicja.coalitions.models import Candidacy, Coalition
from koalicja.people.actions.edits import Gone
from koalicja.people.actions.locks import lock_registers
from koalicja.people.models import Organisation, Person

Records = set[tuple[int, int]]  # 0 and the key of an organisation, 1 and the key of a person


def hold(candidacy: Candidacy, *, also: Person | None = None, with_register: bool = False) -> Candidacy:
    """The candidacy as it now stands, with its coalition and whom it is about, until the transaction ends.

    `also` is a person who comes to it; with its register whoever erases is alone there. Raises Gone.
    """
    coalition = Candidacy.objects.filter(pk=candidacy.pk).values_list("coalition", flat=True).first()
    people = [also.pk] if also else []
    found = hold_all(coalition or 0, [candidacy.pk], people=people, with_register=with_register)
    if not found:
        raise Gone(candidacy.key)
    return found[0]


def hold_all(
    coalition: int, keys: Collection[int], *, people: Iterable[int] = (), with_register: bool = False
) -> list[Candidacy]:
    """Several candidacies of one coalition in the same way, by key; those that are gone are left out."""
    locked = Coalition.objects.select_for_update().filter(pk=coalition).values_list("gmina", flat=True)
    gminas = list(locked)
    rows = Candidacy.objects.filter(coalition=coalition, pk__in=keys)
    if with_register:
        lock_registers({*gminas, *rows.exclude(person=None).values_list("person__gmina", flat=True)})
    wanted, mine = {(1, pk) for pk in people}, set[tuple[int, int]]()
    while new := (wanted | _records(rows)) - mine:  # a merge may have moved them while we waited
        _lock(new)
        mine |= new
    return list(rows.select_for_update().order_by("pk"))


def _records(rows: QuerySet[Candidacy]) -> Records:
    found: Records = set()
    for organisation, person in rows.values_list("organisation", "person"):
        found |= {(kind, pk) for kind, pk in ((0, organisation), (1, person)) if pk}
    return found


def _lock(records: Records) -> None:
    for kind, model in enumerate((Organisation, Person)):
        keys = [pk for each, pk in records if each == kind]
        if keys:
            list(model._default_manager.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
