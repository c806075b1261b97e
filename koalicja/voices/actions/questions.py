"""Asking a question, and moving its last day."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from koalicja.coalitions.actions.telling import tell
from koalicja.coalitions.models import Coalition
from koalicja.coalitions.models.invitations import new_code
from koalicja.engine.matching.text import fold
from koalicja.people.actions.edits import held
from koalicja.people.models import User
from koalicja.voices.models import ModerationEntry, Question, Statement

What = ModerationEntry.What


class QuestionClosed(Exception):
    """The question takes nothing any more: its last day is over, or somebody has closed it."""


@transaction.atomic
def open_question(
    *,
    coalition: Coalition,
    by: User,
    text: str,
    audience: str,
    round: str,
    closes_on: date,
    about: str = "",
    looks_first: bool = False,
    seeds: Sequence[str] = (),
) -> Question:
    """Ask a question, with statements to begin with. The same one asked again while it is open is that one."""
    held(coalition)
    known = next((each for each in _open(coalition) if fold(each.text) == fold(text)), None)
    if known:
        return known
    question = Question.objects.create(
        coalition=coalition,
        by=by,
        text=text,
        about=about,
        audience=audience,
        round=round,
        closes_on=closes_on,
        looks_first=looks_first,
        entry_code="" if audience == Question.Audience.ANYBODY else new_code(),
        bands=list(coalition.edition.age_bands),
    )
    for seed in dict.fromkeys(seeds):
        statement = Statement.objects.create(question=question, text=seed, origin=Statement.Origin.SEED, by=by)
        ModerationEntry.objects.create(question=question, statement=statement, what=What.ADDED, by=by)
    tell("question.opened", coalition, by, question=question.pk, text=question.text)
    return question


@transaction.atomic
def set_last_day(question: Question, *, by: User, closes_on: date) -> None:
    """Another last day of a question that is still open. Raises QuestionClosed."""
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if locked.closed_at is not None:
        raise QuestionClosed
    if locked.closes_on != closes_on:
        locked.closes_on = closes_on
        locked.save()
        tell("question.last_day", question.coalition, by, question=question.pk, on=closes_on.isoformat())


def demand_open(question: Question) -> None:
    """Raises QuestionClosed where it takes nothing any more, as the database knows it now."""
    now = Question.objects.only("closed_at", "closes_on").get(pk=question.pk)
    if not now.is_open(timezone.localdate()):
        raise QuestionClosed


def _open(coalition: Coalition) -> list[Question]:
    today = timezone.localdate()
    return [each for each in coalition.questions.filter(closed_at=None) if each.is_open(today)]
