"""Many at one moment, on PostgreSQL: no answer is lost or doubled, and closing counts every one that was taken."""

from threading import Thread
from typing import Any

import pytest
from django.db import connection

from koalicja.voices import actions
from koalicja.voices.models import Participant, Question, Reaction, Release, Statement
from tests.programmes.test_at_once import at_once
from tests.voices.asked import NO, YES, question_in, somebody, statements

ROUNDS = 4
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_one_reaction_sent_twice_at_once_is_one(question: Question) -> None:
    bus = statements(question)[0]
    for number in range(ROUNDS):
        ola = somebody(question, f"ola{number}")

        def send(ola: Participant = ola) -> None:
            actions.react(ola, bus.pk, value=YES, turn=1)

        assert at_once(send, send) == ["done", "done"]
        assert list(ola.reactions.values_list("value", "turn")) == [(YES, 1)]


def test_one_key_and_one_request_at_once_are_one_person_and_one_statement(question: Question) -> None:
    for number in range(ROUNDS):

        def begin(number: int = number) -> None:
            actions.begin(question, key=f"ola{number}")

        assert at_once(begin, begin) == ["done", "done"]
        ola = somebody(question, f"ola{number}")

        def add(ola: Participant = ola, number: int = number) -> None:
            actions.add_own(ola, text=f"Kino {number}", request_key=f"k{number}")

        assert at_once(add, add) == ["done", "done"]
        assert (Participant.objects.count(), Statement.objects.filter(author=ola).count()) == (number + 1, 1)


def test_an_answer_at_the_moment_of_closing_is_counted_or_refused_never_lost(coalition: Any, anna: Any) -> None:
    for number in range(ROUNDS):
        question = question_in(coalition, anna, text=f"Pytanie {number}?")
        bus = statements(question)[0]
        people = [somebody(question, f"osoba{each}") for each in range(8)]
        told: list[str] = []

        def answer(who: Participant, told: list[str] = told, bus: Statement = bus) -> None:
            try:
                actions.react(who, bus.pk, value=NO, turn=1)
                told.append("taken")
            except actions.QuestionClosed:
                told.append("refused")
            finally:
                connection.close()

        threads = [Thread(target=answer, args=[who]) for who in people]
        for thread in threads[:4]:
            thread.start()
        closing = at_once(lambda question=question: actions.close_question(question, by=anna))
        for thread in threads[4:]:
            thread.start()
        for thread in threads:
            thread.join()
        kept = Reaction.objects.filter(statement=bus).count()
        shown = Release.objects.get(question=question).content["release"]["people"]
        assert (closing, told.count("taken"), shown) == (["done"], kept, kept if kept >= 5 else 0)
