"""After "no", or without an answer, personal data goes on the edition's schedule.

Of an organisation stays that it was asked, and a date to come back.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import TypeVar

from django.db import connection, transaction
from django.utils import timezone

from koalicja.backroom.busy import is_busy, tried_again
from koalicja.backroom.models import Event
from koalicja.coalitions.actions.answers import forget_answers
from koalicja.coalitions.actions.candidacies import forget_changes
from koalicja.coalitions.actions.coming import by_kind, forget
from koalicja.coalitions.actions.invitations import forget_invitations
from koalicja.coalitions.actions.locks import hold
from koalicja.coalitions.actions.named_elsewhere import forget_elsewhere
from koalicja.coalitions.actions.telling import tell
from koalicja.coalitions.models import Asset, Candidacy, CandidacyStep, Coalition, NamedLine
from koalicja.coalitions.queries.leaving import Leaving, leaving_with
from koalicja.coalitions.queries.naming import unanswered
from koalicja.people.actions.edits import Gone, held
from koalicja.people.actions.erasing import erase_log_entries, erase_mandates, erase_person, erase_rows

R = TypeVar("R", Candidacy, Coalition)
PAUSES = (0.2, 1, 3)  # seconds
log = logging.getLogger(__name__)


def erase_due(today: date) -> int:
    """Erase what is due, each candidacy on its own; says how many."""
    due = Candidacy.objects.filter(erase_on__lte=today, erased_at=None).order_by("pk")
    return _each(due.select_related("coalition", "organisation", "person"), erase)


def erase_unanswered(today: date) -> int:
    """Erase names that were typed at a talk and that nobody has said who is meant by; says how many."""
    waiting = NamedLine.objects.filter(candidacy=None).values("session__coalition")
    coalitions = Coalition.objects.filter(pk__in=waiting).select_related("edition").order_by("pk")
    return _each(coalitions, partial(_erase_unanswered_in, today=today))


def _each(records: Iterable[R], work: Callable[[R], int]) -> int:
    """The work for each record, in a transaction of its own; says how much was done.

    Taken back for another's sake it is tried again after a pause. One that is held for too long, or that fails, does
    not keep back those after it: the error is raised once they are done, so that the worker comes back, soon where
    somebody only held it.
    """
    done = 0
    failed: list[Exception] = []
    for record in records:
        try:
            done += tried_again(partial(work, record), pauses=PAUSES)
        except Exception as error:
            if connection.in_atomic_block and is_busy(error):
                raise
            why = type(error).__name__  # never its words, which may hold hers
            log.error("%s %s: not erased, %s", type(record).__name__, record.pk, why)
            failed.append(error)
    if failed:
        raise min(failed, key=lambda error: not is_busy(error))
    return done


@transaction.atomic
def _erase_unanswered_in(coalition: Coalition, today: date) -> int:
    """Whoever is answering at this moment was first, or finds the line gone."""
    if not unanswered(coalition, today).exists():
        return 0
    held(coalition)
    number, _rows = unanswered(coalition, today).delete()
    if number:
        tell("naming.erased", coalition, None, number=number)
    return number


@transaction.atomic
def erase(candidacy: Candidacy) -> bool:
    """Erase what we hold about a person because of this candidacy; again it does nothing.

    A resident's candidacy goes whole. Of an organisation stay its name, "not now", and the day to come back; the ledger
    keeps days and keys, never names. People, contacts and notes that came with it leave the register where nothing
    else holds them there; what the register knew from another source stays.
    """
    try:
        locked = hold(candidacy, with_register=True)
    except Gone:
        return False
    if locked.erased_at:
        return False
    leaving = leaving_with(locked)
    forget_elsewhere(locked, leaving)
    _forget_words(locked, leaving)
    _forget_assets(locked)
    if locked.organisation_id:
        _leave_the_name(locked)
    else:
        locked.delete()
    for person in leaving.people:
        erase_person(person, schedule=locked.coalition.edition.key)
    keys = by_kind(leaving.made)
    erase_mandates(keys["mandate"])
    forget(keys, leaving.made)
    return True


def _leave_the_name(candidacy: Candidacy) -> None:
    Candidacy.objects.filter(pk=candidacy.pk).update(
        person=None,
        size="",
        brings="",
        should_ask="",
        next_step="",
        next_who="",
        next_on=None,
        erase_on=None,
        erased_at=timezone.now(),
    )
    candidacy.knows.clear()


def _forget_words(candidacy: Candidacy, leaving: Leaving) -> None:
    """What people wrote along the way: notes, log lines, invitations, answers, and the texts that events remember."""
    forget_invitations(candidacy)
    forget_answers(candidacy)
    erase_log_entries(leaving.entries)
    CandidacyStep.objects.filter(candidacy=candidacy).update(note="", entry=None)
    forget_changes(candidacy)


def _forget_assets(candidacy: Candidacy) -> None:
    """What they would have brought, in whatever words; history and ledger keep the day, and that it was entered."""
    keys = list(candidacy.assets.values_list("pk", flat=True))
    erase_rows(Asset, keys)
    told = Event.objects.filter(subject=candidacy.coalition.key, code="asset.changed", params__asset__in=keys)
    for event in told:
        event.params = event.params | {"changes": {}}
        event.save(update_fields=["params"])
