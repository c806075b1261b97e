"""Taking a person out of the register and putting her back. What is known of her is kept; erasing is something else."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from koalicja.backroom import events
from koalicja.people.access import gmina_scope
from koalicja.people.actions.edits import held
from koalicja.people.models import Person, User

State = Person.State


@transaction.atomic
def remove_person(person: Person, *, by: User) -> bool:
    """Take a person out of the register; who she speaks for is kept with her. False where she is not in it."""
    return _move(person, by=by, start=State.LISTED, end=State.DISMISSED, code="person.removed")


@transaction.atomic
def put_back_person(person: Person, *, by: User) -> bool:
    """Put a person back into the register. Raises Gone where nothing of her is left."""
    held(person)
    return _move(person, by=by, start=State.DISMISSED, end=State.LISTED, code="person.put_back")


def _move(person: Person, *, by: User, start: str, end: str, code: str) -> bool:
    moved = Person.objects.filter(pk=person.pk, state=start).update(
        state=end, updated_at=timezone.now(), version=F("version") + 1
    )
    if moved:
        events.record(code, by=by, subject=person.key, scope=gmina_scope(person.gmina_id))
    return bool(moved)
