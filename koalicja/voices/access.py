"""The only door to questions. Whoever may look at the coalition sees them; who edits it asks and moderates.

Whoever takes part has no account: the public code opens a question, and a browser's key its own answers.
"""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from koalicja.coalitions.access import coalition_for
from koalicja.voices.models import Participant, Question, Statement
from koalicja.voices.models.statements import hash_of

RELATED = (
    "coalition__edition__programme",
    "coalition__gmina__powiat__voivodeship",
    "coalition__participation__library",
)


def question_for(user: Any, pk: int, question: int, *, to: str = "edit") -> Question:
    """A question of a coalition the user may open, or 404 or 403."""
    coalition = coalition_for(user, pk, to=to)
    found = get_object_or_404(Question, coalition=coalition, pk=question)
    found.coalition = coalition
    return found


def statement_for(user: Any, pk: int, question: int, statement: int, *, to: str = "edit") -> Statement:
    """A statement to a question the user may work on, or 404 or 403; one that was withdrawn is not there any more."""
    asked = question_for(user, pk, question, to=to)
    rows = asked.statements.exclude(state=Statement.State.WITHDRAWN).select_related("author")
    found = get_object_or_404(rows, pk=statement)
    found.question = asked
    return found


def question_of_code(code: str) -> Question | None:
    """The question behind a public address, in whatever letters it was typed."""
    return _open_to_all().filter(code=code.strip().upper()).first()


def question_of_tablet(token: str) -> Question | None:
    """The question that a tablet with this address asks one person after another."""
    return _open_to_all().filter(tablet_token=token).first()


def participant_of(question: Question, key: str) -> Participant | None:
    """Whoever holds this key in her browser or on her sheet."""
    return question.participants.filter(key_hash=hash_of(key)).first() if key else None


def _open_to_all() -> QuerySet[Question]:
    return Question.objects.select_related(*RELATED)
