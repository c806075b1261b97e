"""What the database itself does not take."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from koalicja.voices.models import ModerationEntry, Participant, Question, Reaction, Statement
from tests.voices.asked import somebody, statements

WRONG: dict[str, Any] = {
    "question_asks_something": lambda q: Question.objects.filter(pk=q.pk).update(text=""),
    "question_audience_known": lambda q: Question.objects.filter(pk=q.pk).update(audience="all"),
    "question_round_known": lambda q: Question.objects.filter(pk=q.pk).update(round="half"),
    "question_code_where_not_anybody": lambda q: Question.objects.filter(pk=q.pk).update(audience="room"),
    "question_closed_at_and_by": lambda q: Question.objects.filter(pk=q.pk).update(closed_by=q.by),
    "voice_says_something": lambda q: q.statements.update(text=""),
    "voice_withdrawn_keeps_no_words": lambda q: q.statements.update(state="withdrawn"),
    "voice_state_known": lambda q: q.statements.update(state="gone"),
    "voice_on_behalf_says_of_whom": lambda q: q.statements.update(origin="meeting"),
    "voice_held_says_why": lambda q: q.statements.update(state="held"),
    "voice_rejected_says_why": lambda q: q.statements.update(state="rejected"),
    "voice_not_merged_into_itself": lambda q: [
        Statement.objects.filter(pk=each.pk).update(merged_into=each) for each in statements(q)
    ],
    "voice_of_one_request_once": lambda q: q.statements.update(request_key="abc"),
    "participant_once_by_key": lambda q: Participant.objects.create(
        question=q, key_hash=somebody(q).key_hash, way="paper"
    ),
    "participant_way_known": lambda q: Participant.objects.create(question=q, key_hash="a", way="fax"),
    "participant_group_known": lambda q: Participant.objects.create(
        question=q, key_hash="a", group="others", has_told=True
    ),
    "participant_told_before_known": lambda q: Participant.objects.create(question=q, key_hash="a", group="ngo"),
    "reaction_once": lambda q: [
        Reaction.objects.create(participant=somebody(q), statement=statements(q)[0], value=1, turn=turn)
        for turn in (1, 2)
    ],
    "reaction_known": lambda q: Reaction.objects.create(
        participant=somebody(q), statement=statements(q)[0], value=2, turn=1
    ),
    "moderation_known": lambda q: ModerationEntry.objects.create(
        question=q, statement=statements(q)[0], what="forgotten"
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_database_refuses_what_cannot_be(name: str, question: Question) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WRONG[name](question)


def test_every_constraint_of_the_room_is_tried() -> None:
    kept = {
        constraint.name
        for model in (Question, Statement, Participant, Reaction, ModerationEntry)
        for constraint in model._meta.constraints
    }
    assert kept == set(WRONG)
