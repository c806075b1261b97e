"""Somebody tried to reach a candidate, and nobody answered."""

from datetime import date

from django.db import transaction

from koalicja.coalitions.actions.candidacies import tell_of
from koalicja.coalitions.actions.locks import hold
from koalicja.coalitions.models import Candidacy
from koalicja.people.actions.contacts import add_log_entry
from koalicja.people.models import User


@transaction.atomic
def note_attempt(candidacy: Candidacy, *, by: User, kind: str, on: date, text: str = "") -> None:
    """A line of the register's log where that is ours, and no step: nobody has been asked yet. Raises Gone.

    Its event holds the key of the line, so that the line is erased with the candidacy.
    """
    owner, entry = hold(candidacy).owner, None
    if owner.gmina_id == candidacy.coalition.gmina_id:
        entry = add_log_entry(owner, by=by, kind=kind, on=on, text=text)
    tell_of(candidacy, "candidacy.attempted", by, kind=kind, entry=entry.pk if entry else None)
