"""Statements: added by whoever takes part or on behalf of others, moderated, merged; merging can be undone."""

from django.db import transaction

from koalicja.coalitions.actions.telling import tell
from koalicja.people.actions.edits import Gone
from koalicja.people.models import User
from koalicja.voices.actions.questions import QuestionClosed, demand_open
from koalicja.voices.actions.taking_part import write_reaction
from koalicja.voices.holding import held_for
from koalicja.voices.models import ModerationEntry, Participant, Question, Reaction, Statement
from koalicja.voices.queries.standing import root_of

State, What = Statement.State, ModerationEntry.What


class NotMerged(Exception):
    """The two are one already, or one of them is not shown: there is nothing to merge."""


@transaction.atomic
def add_own(participant: Participant, *, text: str, request_key: str) -> Statement:
    """A statement of whoever takes part, with her "yes" to it. Raises QuestionClosed, and Gone.

    The same request, or the same words of hers, add nothing. What may hold a contact or a link waits to be looked at.
    """
    locked = Participant.objects.select_for_update().filter(pk=participant.pk).first()
    if locked is None:
        raise Gone(f"participant:{participant.pk}")
    question = participant.question
    demand_open(question)
    mine = locked.statements.exclude(state=State.WITHDRAWN)
    known = mine.filter(text=text).first() or mine.filter(request_key=request_key).exclude(request_key="").first()
    if known:
        return known
    why = held_for(text, looks_first=question.looks_first)
    statement = Statement.objects.create(
        question=question,
        text=text,
        origin=Statement.Origin.PARTICIPANT,
        author=locked,
        request_key=request_key,
        state=State.HELD if why else State.SHOWN,
        held_for=why,
    )
    _log(statement, What.HELD if why else What.ADDED)
    write_reaction(locked, statement, value=Reaction.Value.AGREE, turn=locked.turns + 1)
    return statement


@transaction.atomic
def add_for_others(
    question: Question, *, by: User, text: str, origin: str, origin_words: str = "", request_key: str = ""
) -> Statement:
    """A statement to begin with, or one said by a person, a group or at a meeting. Raises QuestionClosed.

    Whoever types it has read it, so it is shown at once.
    """
    locked = Question.objects.select_for_update().get(pk=question.pk)
    demand_open(locked)
    known = locked.statements.filter(request_key=request_key).exclude(request_key="").first()
    if known:
        return known
    statement = Statement.objects.create(
        question=locked, text=text, origin=origin, origin_words=origin_words, by=by, request_key=request_key
    )
    _log(statement, What.ADDED, by=by)
    tell("voice.added", question.coalition, by, question=question.pk, voice=statement.pk)
    return statement


@transaction.atomic
def show_statement(statement: Statement, *, by: User) -> None:
    """Show what waited, or what was not shown. Raises QuestionClosed."""
    locked = _held(statement)
    if locked.state == State.SHOWN:
        return
    locked.state, locked.held_for, locked.reason = State.SHOWN, "", ""
    locked.save()
    _log(locked, What.SHOWN, by=by)
    _tell(locked, by, State.SHOWN)


@transaction.atomic
def reject_statement(statement: Statement, *, by: User, reason: str) -> None:
    """Show it no more; its author reads the reason. What was merged into it stands for itself again.

    Raises QuestionClosed.
    """
    locked = _held(statement)
    if (locked.state, locked.reason) == (State.REJECTED, reason):
        return
    locked.state, locked.held_for, locked.reason = State.REJECTED, "", reason
    locked.merged_into = None
    locked.save()
    locked.merged.update(merged_into=None)
    _log(locked, What.REJECTED, by=by, reason=reason)
    _tell(locked, by, State.REJECTED)


@transaction.atomic
def merge_statement(statement: Statement, into: Statement, *, by: User) -> None:
    """Let two that say the same be one; reactions to both count for it. Raises NotMerged, QuestionClosed."""
    locked = _held(statement)
    target = root_of(Statement.objects.get(pk=into.pk))
    if locked.merged_into_id == target.pk:
        return
    if target.question_id != locked.question_id or root_of(locked).pk == target.pk:
        raise NotMerged
    if (locked.state, target.state) != (State.SHOWN, State.SHOWN) or locked.merged_into_id:
        raise NotMerged
    locked.merged_into = target
    locked.save()
    _log(locked, What.MERGED, by=by, other=target)
    tell("voice.merged", statement.question.coalition, by, question=locked.question_id, voice=locked.pk, into=target.pk)


@transaction.atomic
def undo_merge(statement: Statement, *, by: User) -> None:
    """Let it stand for itself again, with the reactions that were its own. Raises QuestionClosed."""
    locked = _held(statement)
    target = locked.merged_into
    if target is None:
        return
    locked.merged_into = None
    locked.save()
    _log(locked, What.PARTED, by=by, other=target)
    tell("voice.parted", statement.question.coalition, by, question=locked.question_id, voice=locked.pk)


def _held(statement: Statement) -> Statement:
    """The row, locked, after its question, so that two who moderate one question do so one after the other."""
    question = Question.objects.select_for_update().get(pk=statement.question_id)
    if question.closed_at is not None:
        raise QuestionClosed
    found = question.statements.select_for_update().exclude(state=State.WITHDRAWN).filter(pk=statement.pk).first()
    if found is None:
        raise Gone(statement.key)
    return found


def _log(
    statement: Statement, what: str, *, by: User | None = None, reason: str = "", other: Statement | None = None
) -> None:
    ModerationEntry.objects.create(
        question_id=statement.question_id, statement=statement, what=what, by=by, reason=reason, other=other
    )


def _tell(statement: Statement, by: User, state: str) -> None:
    coalition = statement.question.coalition
    tell("voice.moderated", coalition, by, question=statement.question_id, voice=statement.pk, state=state)
