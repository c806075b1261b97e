"""A question, whoever takes part in it, and what she thinks: builders for tests of this room."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from koalicja.people.models import User
from koalicja.voices import actions
from koalicja.voices.models import Participant, Question, Statement

YES, NO, PASS = 1, -1, 0


def question_in(coalition: Any, by: User, **over: Any) -> Question:
    fields = {
        "text": "Czego brakuje tu młodym?",
        "audience": "anybody",
        "round": "open",
        "closes_on": timezone.localdate() + timedelta(days=14),
        "seeds": ["Autobus do miasta po 17", "Miejsce, gdzie można po prostu posiedzieć"],
    }
    return actions.open_question(coalition=coalition, by=by, **fields | over)


def somebody(question: Question, key: str = "klucz", group: str = "", band: str = "", **over: Any) -> Participant:
    found = actions.begin(question, key=key, entry_code=question.entry_code, **over)
    if group or band:
        actions.tell_about_oneself(found, group=group, age_band=band)
        found.refresh_from_db()
    return found


def react(participant: Participant, statement: Statement, value: int) -> None:
    participant.refresh_from_db()
    assert actions.react(participant, statement.pk, value=value, turn=participant.turns + 1)


def statements(question: Question) -> list[Statement]:
    return list(question.statements.order_by("pk"))


def over(question: Question) -> None:
    """Its last day was yesterday."""
    Question.objects.filter(pk=question.pk).update(closes_on=timezone.localdate() - timedelta(days=1))
    question.refresh_from_db()


OWN = ("take_part", "begin", "about_me", "add_own", "near", "mine", "withdraw", "next_person")
ASKED = ("question", "set_last_day", "close_question", "add_for_others", "near_for_others")
SAID = ("statement", "show_statement", "merge_statement", "undo_merge")


def voiced(coalition: Any, author: User) -> dict[str, dict[str, Any]]:
    """One of everything: the arguments of every address of the room, with a question that is open and one closed."""
    own = {"pk": coalition.pk}
    question, done = question_in(coalition, author), question_in(coalition, author, text="Co nas łączy?")
    waiting = actions.add_own(somebody(question), text="Dzwońcie: 600 100 200", request_key="a1")
    for number in range(6):
        react(somebody(done, f"osoba{number}", "resident", "60+"), statements(done)[0], YES if number else NO)
    actions.close_question(done, by=author)
    asked = own | {"question": question.pk}
    return {
        **{f"voices:{name}": own for name in ("questions", "open_question")},
        **{f"voices:{name}": asked for name in ASKED},
        **{f"voices:{name}": asked | {"statement": waiting.pk} for name in SAID},
        "voices:picture": own | {"question": done.pk},
        "voices:tablet": {"token": question.tablet_token},
        **{f"voices:{name}": {"code": question.public_code} for name in OWN},
    }
