"""What somebody without an account does: begins, says her group and age or declines, reacts, takes it all back.

Each write locks her own row and nobody else's, then asks whether the question is still open: two hundred people at once
wait for no one, and closing (which locks all those rows) counts every answer that was saved.
"""

import secrets

from django.db import transaction

from koalicja.people.actions.edits import Gone
from koalicja.voices.actions.questions import demand_open
from koalicja.voices.models import ModerationEntry, Participant, Question, Reaction, Statement
from koalicja.voices.models.statements import hash_of
from koalicja.voices.queries.standing import root_of

What = ModerationEntry.What


class WrongCode(Exception):
    """The code that those who may take part were told is another one."""


@transaction.atomic
def begin(question: Question, *, key: str, way: str = Participant.Way.DEVICE, entry_code: str = "") -> Participant:
    """Take part under this key; the same key again is the same person. Raises QuestionClosed and WrongCode.

    At the library's tablet nobody is asked for a code: who may come near it decides.
    """
    demand_open(question)
    needs_code = question.entry_code and way == Participant.Way.DEVICE
    if needs_code and not secrets.compare_digest(
        entry_code.strip().upper().encode(), question.entry_code.upper().encode()
    ):
        raise WrongCode
    return Participant.objects.get_or_create(question=question, key_hash=hash_of(key), defaults={"way": way})[0]


@transaction.atomic
def tell_about_oneself(participant: Participant, *, group: str, age_band: str) -> None:
    """Her group and age band, each "" where she declines; said again, the last counts. Raises QuestionClosed."""
    locked = _held(participant)
    locked.group, locked.age_band, locked.has_told = group, age_band, True
    locked.save()


@transaction.atomic
def react(participant: Participant, statement: int, *, value: int, turn: int) -> bool:
    """Keep what she thinks of a statement of her question; the last answer counts. Raises QuestionClosed.

    `turn` is the one that the page showed: a browser that sends an older page once more changes nothing. Gives whether
    the statement was there to react to; one that was merged meanwhile keeps its own reactions.
    """
    locked = _held(participant)
    found = Statement.objects.filter(question=locked.question_id, pk=statement).first()
    if found is None or root_of(found).state != Statement.State.SHOWN:
        return False
    write_reaction(locked, found, value=value, turn=turn)
    return True


def write_reaction(participant: Participant, statement: Statement, *, value: int, turn: int) -> None:
    """Within a transaction that holds the participant."""
    turn = min(turn, participant.turns + 1)
    known = participant.reactions.filter(statement=statement).first()
    if known and known.turn > turn:
        return
    Reaction.objects.update_or_create(
        participant=participant, statement=statement, defaults={"value": value, "turn": turn}
    )
    Participant.objects.filter(pk=participant.pk, turns__lt=turn).update(turns=turn)


@transaction.atomic
def withdraw(participant: Participant, statement: int) -> bool:
    """Take back a statement of her own: its words are erased. Raises QuestionClosed. False where it is not hers."""
    locked = _held(participant)
    mine = locked.statements.select_for_update().exclude(state=Statement.State.WITHDRAWN)
    found = mine.filter(pk=statement).first()
    if found is None:
        return False
    locked.reactions.filter(statement=found).delete()
    _withdraw(found)
    return True


@transaction.atomic
def withdraw_all(participant: Participant) -> None:
    """Take back everything: her statements, her reactions, what she said of herself. Raises QuestionClosed."""
    locked = _held(participant)
    for statement in locked.statements.select_for_update().exclude(state=Statement.State.WITHDRAWN):
        _withdraw(statement)
    locked.delete()


def _withdraw(statement: Statement) -> None:
    statement.text, statement.state = "", Statement.State.WITHDRAWN
    statement.held_for = statement.reason = ""
    statement.save()
    statement.merged.update(merged_into=None)  # what others said in other words stands for itself again
    entry = ModerationEntry(question_id=statement.question_id, statement=statement, what=What.WITHDRAWN)
    entry.save()


def _held(participant: Participant) -> Participant:
    """Her row, locked; then it is asked whether the question is open, so that closing waits for this answer."""
    locked = Participant.objects.select_for_update().filter(pk=participant.pk).first()
    if locked is None:
        raise Gone(f"participant:{participant.pk}")
    demand_open(participant.question)
    return locked
