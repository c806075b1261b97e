"""What the pages of whoever asks show: questions of a coalition, and one question with all its statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from koalicja.coalitions.models import Coalition
from koalicja.engine.perspectives.blocks import SMALL
from koalicja.voices.models import ModerationEntry, Question, Statement
from koalicja.voices.near import near_statements

State = Statement.State
LOG_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A statement that stands, with those that were merged into it, at whatever depth."""

    statement: Statement
    merged: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """All statements by what is to be done with them. `people` is nothing while fewer than five took part."""

    waiting: tuple[Statement, ...]
    standing: tuple[Listed, ...]
    rejected: tuple[Statement, ...]
    log: Sequence[ModerationEntry]
    people: int | None
    has_people: bool = field(default=False)


def questions_of(coalition: Coalition) -> QuerySet[Question]:
    """Every question of the coalition, newest first, with how many statements stand and wait."""
    return coalition.questions.annotate(
        standing=Count("statements", filter=Q(statements__state=State.SHOWN, statements__merged_into=None)),
        waiting=Count("statements", filter=Q(statements__state=State.HELD)),
    )


def question_page(question: Question) -> QuestionPage:
    """Everything in three queries."""
    rows = list(question.statements.exclude(state=State.WITHDRAWN))
    below: dict[int, list[Statement]] = defaultdict(list)
    for row in rows:
        if row.merged_into_id:
            below[row.merged_into_id].append(row)
    people = question.participants.exclude(reactions=None).count()
    log = question.moderation.select_related("statement", "other", "by")[:LOG_SHOWN]
    return QuestionPage(
        waiting=tuple(row for row in rows if row.state == State.HELD),
        standing=tuple(
            Listed(row, tuple(_merged(row, below)))
            for row in rows
            if row.state == State.SHOWN and not row.merged_into_id
        ),
        rejected=tuple(row for row in rows if row.state == State.REJECTED),
        log=list(log),
        people=people if people >= SMALL else None,
        has_people=people > 0,
    )


def _merged(root: Statement, below: dict[int, list[Statement]]) -> list[Statement]:
    found = []
    for each in below.get(root.pk, ()):
        found += [each, *_merged(each, below)]
    return found


def others_to_merge_with(statement: Statement) -> tuple[list[Statement], list[Statement]]:
    """(those that may say the same, nearest first; all others that stand)."""
    others = list(statement.question.statements.standing().exclude(pk=statement.pk))
    by_key = {each.pk: each for each in others}
    near = [by_key[each.id] for each in near_statements(statement.text, [(each.pk, each.text) for each in others])]
    return near, [each for each in others if each not in near]
