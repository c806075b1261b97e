"""Taking data out of a register leaves a trace: who, when, how much, with or without contacts."""

from django.db import transaction

from koalicja.backroom import events
from koalicja.people.access import gmina_scope
from koalicja.people.models import User
from koalicja.places.models import Gmina


@transaction.atomic
def record_export(gmina: Gmina, *, by: User, count: int, form: str, with_contacts: bool) -> None:
    """Write down that somebody took this many records out of the register."""
    scope = gmina_scope(gmina.pk)
    events.record(
        "register.exported", by=by, subject=scope, scope=scope, count=count, form=form, with_contacts=with_contacts
    )
